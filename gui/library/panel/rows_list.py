"""A list of labels in the label panel: those the selected images carry, or those suggested."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from gui.library.panel.rows import PanelRow, PanelRowsModel, Row, RowRole
from gui.models.indexes import AnyIndex
from gui.style import theme
from gui.style.icons import draw_icon
from gui.style.theme import spacing

ROW_HEIGHT_PX = 30
ICON_PX = 14
BUTTON_PX = 24
LEAST_NOTE_PX = 32

_KEYS = {
    "add": (Qt.Key.Key_Return, Qt.Key.Key_Enter),
    "accept": (Qt.Key.Key_Return, Qt.Key.Key_Enter),
    "remove": (Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
    "reject": (Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
}


class _LabelDelegate(QStyledItemDelegate):
    """A row: icon, name, figures; buttons while hovered or at the keyboard."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(60, ROW_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: PanelRow = index.data(RowRole.ROW)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        pointed = focused or bool(state & QStyle.StateFlag.State_MouseOver)
        if pointed:
            painter.fillRect(rect, theme.colour("raised"))
        area = rect.adjusted(spacing.small, 0, -spacing.small, 0)
        icon = QRectF(0, 0, ICON_PX, ICON_PX)
        icon.moveCenter(QRectF(area).center())
        icon.moveLeft(area.left())
        token = "text_muted" if row.is_quiet else "text"
        draw_icon(painter, row.icon, icon, token)
        area.setLeft(area.left() + ICON_PX + spacing.small)
        if pointed:
            for name, button in buttons_of(row, rect).items():
                glyph = QRectF(0, 0, ICON_PX, ICON_PX)
                glyph.moveCenter(QRectF(button).center())
                draw_icon(painter, row.buttons[name], glyph, "text")
                area.setRight(min(area.right(), button.left() - spacing.tiny))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        metrics = option.fontMetrics
        beside = _beside(row, area.width(), metrics)
        painter.setPen(theme.colour("text_muted"))
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignRight, beside)
        if beside:
            area.setRight(area.right() - metrics.horizontalAdvance(beside) - spacing.small)
        painter.setPen(theme.colour(token))
        text = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignLeft, text)
        if focused:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))


def _beside(row: PanelRow, width_px: int, metrics: QFontMetrics) -> str:
    """What stands at the right: the figures; a note gives way to the name."""
    if row.figures or not row.note:
        return row.figures
    room_px = width_px - metrics.horizontalAdvance(row.name) - spacing.small
    if room_px < LEAST_NOTE_PX:
        return ""
    return metrics.elidedText(row.note, Qt.TextElideMode.ElideRight, room_px)


def buttons_of(row: PanelRow, rect: QRect) -> dict[str, QRect]:
    """Where a row's buttons are, the last one at its right end."""
    top = rect.center().y() - BUTTON_PX // 2 + 1
    last = QRect(rect.right() - BUTTON_PX - 2, top, BUTTON_PX, BUTTON_PX)
    places = reversed(list(enumerate(reversed(row.buttons))))
    return {name: last.translated(-BUTTON_PX * place, 0) for place, name in places}


class PanelRowsList(QListView):
    """Enter puts the current label on all selected images, or accepts it; Delete undoes that."""

    pressed_button = Signal(str, int)
    """(a button of the row, the label's id)."""

    menu_requested = Signal(object, QPoint)
    """(a PanelRow, where to open its menu, global)."""

    def __init__(
        self, model: PanelRowsModel[Row], accessible_name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._place = -1
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._note_place)
        model.modelReset.connect(self._return_to_place)
        self.setItemDelegate(_LabelDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(accessible_name)
        theme.set_role(self, "facet")

    def fit_rows(self) -> None:
        """Take no more room than the rows need; none where there are none."""
        count = self.model().rowCount()
        self.setMaximumHeight(count * ROW_HEIGHT_PX + 2 * self.frameWidth())
        self.setVisible(count > 0)

    def button_rect(self, index: QModelIndex, name: str) -> QRect:
        """Where one of a row's buttons is, in the viewport."""
        return buttons_of(index.data(RowRole.ROW), self.visualRect(index))[name]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a button does what it says."""
        super().mouseReleaseEvent(event)
        row, button = self._at(event.position().toPoint())
        if row is not None and button and event.button() == Qt.MouseButton.LeftButton:
            self.pressed_button.emit(button, row.label_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, Backspace and Enter act on the current row."""
        row: PanelRow | None = self.currentIndex().data(RowRole.ROW)
        if row is not None:
            for button in row.buttons:
                if event.key() in _KEYS[button]:
                    self.pressed_button.emit(button, row.label_id)
                    event.accept()
                    return
            if event.key() in _KEYS["add"]:
                event.accept()
                return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer or, from the keyboard, the current one."""
        index, place = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        row: PanelRow | None = index.data(RowRole.ROW)
        if row is not None:
            self.menu_requested.emit(row, place)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what a button does, or what the figures mean."""
        if event.type() == QEvent.Type.ToolTip:
            point: QPoint = event.pos()  # type: ignore[attr-defined]
            row, button = self._at(point)
            text = "" if row is None else row.tooltip(button)
            if text:
                QToolTip.showText(self.viewport().mapToGlobal(point), text, self)
                return True
        return super().viewportEvent(event)

    @Slot()
    def _note_place(self) -> None:
        self._place = self.currentIndex().row()

    @Slot()
    def _return_to_place(self) -> None:
        """A row that went makes room for the next one: the keyboard stays where it is."""
        last = self.model().rowCount() - 1
        if self._place >= 0 and last >= 0:
            self.setCurrentIndex(self.model().index(min(self._place, last), 0))

    def _at(self, point: QPoint) -> tuple[PanelRow | None, str]:
        """The row at a point of the viewport, and its button there or ""."""
        index = self.indexAt(point)
        row: PanelRow | None = index.data(RowRole.ROW)
        if row is None:
            return None, ""
        places = buttons_of(row, self.visualRect(index)).items()
        return row, next((name for name, rect in places if rect.contains(point)), "")
