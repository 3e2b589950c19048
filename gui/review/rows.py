"""What the lists of the Review page have in common: rows painted by hand, buttons within rows."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from gui.style import theme
from gui.style.icons import draw_icon
from gui.style.theme import spacing

ROW_ROLE = Qt.ItemDataRole.UserRole
BUTTON_PX = spacing.control_height
ICON_PX = spacing.icon
MARK_PX = 3
"""Width of the bar at the left of the row that has the focus."""

ModelIndex = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints a row's background and buttons; a subclass paints the rest and names the buttons.

    Buttons stand at the right end, the last one outermost.
    """

    row_height_px = spacing.control_height

    def buttons(self, index: ModelIndex) -> tuple[str, ...]:
        """The names of the row's buttons, from left to right."""
        return ()

    def button_tooltip(self, index: ModelIndex, button: str) -> str:
        """What a button does, with its key."""
        return ""

    def button_rect(self, row: QRect, index: ModelIndex, button: str) -> QRect:
        """Where a button lies in its row."""
        names = self.buttons(index)
        from_right = len(names) - names.index(button)
        left = row.right() + 1 - spacing.tiny - from_right * BUTTON_PX
        return QRect(left, row.center().y() - BUTTON_PX // 2 + 1, BUTTON_PX, BUTTON_PX)

    def button_at(self, row: QRect, index: ModelIndex, point: QPoint) -> str:
        """The button under a point, "" for none."""
        for name in self.buttons(index):
            if self.button_rect(row, index, name).contains(point):
                return name
        return ""

    def text_for_tooltip(self, index: ModelIndex) -> str:
        """The whole text of a row, shown where it is cut."""
        return str(index.data(Qt.ItemDataRole.DisplayRole) or "")

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: ModelIndex,
    ) -> bool:
        """Show what the button under the pointer does, else the whole text."""
        if event.type() != QEvent.Type.ToolTip:
            return False
        row: QRect = option.rect
        button = self.button_at(row, index, event.pos())
        text = self.button_tooltip(index, button) if button else self.text_for_tooltip(index)
        QToolTip.showText(event.globalPos(), text, view)
        return True

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, *, marked: bool) -> None:
        """The background: hovered, and the row that keys act on."""
        row: QRect = option.rect
        view = option.widget
        focused = isinstance(view, QWidget) and view.hasFocus()
        if marked or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, theme.colour("raised"))
        if marked:
            mark = QRect(row.left(), row.top(), MARK_PX, row.height())
            painter.fillRect(mark, theme.colour("accent"))
            if focused:
                painter.setPen(QPen(theme.colour("accent"), 1))
                painter.drawRect(row.adjusted(0, 0, -1, -1))

    def paint_button(
        self,
        painter: QPainter,
        row: QRect,
        index: ModelIndex,
        button: str,
        *,
        icon: str,
        colour: str,
        pressed: bool = False,
    ) -> None:
        """One button: an icon, on a ground where it is on."""
        rect = self.button_rect(row, index, button)
        if pressed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(colour))
            painter.drawRoundedRect(rect.adjusted(3, 3, -3, -3), spacing.radius, spacing.radius)
            colour = "window"
        square = QRectF(0, 0, ICON_PX, ICON_PX)
        square.moveCenter(QRectF(rect).center())
        draw_icon(painter, icon, square, colour)


class RowView(QListView):
    """A list without frame whose current row is what the page's keys act on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "plain")
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        theme.notifier().changed.connect(self.viewport().update)

    def press_button(self, index: ModelIndex, button: str) -> None:
        """Called when a row's button was clicked."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a row's button presses it."""
        super().mouseReleaseEvent(event)
        delegate = self.itemDelegate()
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if isinstance(delegate, RowDelegate):
            row = self.visualRect(index)
            button = delegate.button_at(row, index, event.position().toPoint())
            if button:
                self.press_button(index, button)
