"""The list of labels in the label panel: what every selected image carries, and what some do."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from gui.library.panel.rows import LabelRole, SelectionLabel, SelectionLabelsModel
from gui.models.indexes import AnyIndex
from gui.style import theme
from gui.style.icons import draw_icon
from gui.style.theme import spacing
from gui.words.amounts import number

ROW_HEIGHT_PX = 30
ICON_PX = 14
BUTTON_PX = 24


class _LabelDelegate(QStyledItemDelegate):
    """A row: tick or dash, the name, the count; buttons while hovered or at the keyboard."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(60, ROW_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row: SelectionLabel = index.data(LabelRole.ROW)
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
        token = "text" if row.on_all else "text_muted"
        draw_icon(painter, "check" if row.on_all else "minus", icon, token)
        area.setLeft(area.left() + ICON_PX + spacing.small)
        if pointed:
            for name, button in buttons_of(row, rect).items():
                glyph = QRectF(0, 0, ICON_PX, ICON_PX)
                glyph.moveCenter(QRectF(button).center())
                draw_icon(painter, {"add": "plus", "remove": "x"}[name], glyph, "text")
                area.setRight(min(area.right(), button.left() - spacing.tiny))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        metrics = option.fontMetrics
        note = row.note
        if not row.on_all:
            note = self.tr("{count} of {total}").format(
                count=number(row.count), total=number(row.total)
            )
        if not pointed or not row.on_all:
            painter.setPen(theme.colour("text_muted"))
            painter.drawText(area, flags | Qt.AlignmentFlag.AlignRight, note)
            area.setRight(area.right() - metrics.horizontalAdvance(note) - spacing.small)
        painter.setPen(theme.colour(token))
        text = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignLeft, text)
        if focused:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))


def buttons_of(row: SelectionLabel, rect: QRect) -> dict[str, QRect]:
    """Where a row's buttons are: put on all images (a partial one), remove from all."""
    top = rect.center().y() - BUTTON_PX // 2 + 1
    remove = QRect(rect.right() - BUTTON_PX - 2, top, BUTTON_PX, BUTTON_PX)
    if row.on_all:
        return {"remove": remove}
    return {"add": remove.translated(-BUTTON_PX, 0), "remove": remove}


class SelectionLabelsList(QListView):
    """Delete removes the current label from all selected images, Enter puts it on all."""

    add_requested = Signal(int)
    remove_requested = Signal(int)

    def __init__(self, model: SelectionLabelsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_LabelDelegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Labels of the selected images"))
        theme.set_role(self, "facet")

    def button_rect(self, index: QModelIndex, name: str) -> QRect:
        """Where a row's "add" or "remove" button is, in the viewport."""
        return buttons_of(index.data(LabelRole.ROW), self.visualRect(index))[name]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a button does what it says."""
        super().mouseReleaseEvent(event)
        button = self._button_at(event.position().toPoint())
        if button is not None and event.button() == Qt.MouseButton.LeftButton:
            name, row = button
            (self.add_requested if name == "add" else self.remove_requested).emit(row.label_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete, Backspace and Enter act on the current row."""
        row: SelectionLabel | None = self.currentIndex().data(LabelRole.ROW)
        if row is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_requested.emit(row.label_id)
        elif row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not row.on_all:
                self.add_requested.emit(row.label_id)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what a button does."""
        if event.type() == QEvent.Type.ToolTip:
            point: QPoint = event.pos()  # type: ignore[attr-defined]
            button = self._button_at(point)
            if button is not None:
                name, row = button
                text = self.tr("Put on all {total} images (Enter)")
                if name == "remove":
                    text = self.tr("Remove from {count} images (Delete)")
                text = text.format(total=number(row.total), count=number(row.count))
                QToolTip.showText(self.viewport().mapToGlobal(point), text, self)
                return True
        return super().viewportEvent(event)

    def _button_at(self, point: QPoint) -> tuple[str, SelectionLabel] | None:
        index = self.indexAt(point)
        row: SelectionLabel | None = index.data(LabelRole.ROW)
        if row is None:
            return None
        for name, rect in buttons_of(row, self.visualRect(index)).items():
            if rect.contains(point):
                return name, row
        return None
