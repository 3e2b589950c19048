"""How a cell of the vocabulary is painted where text alone does not do."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from gui.labels.rows import Column, LabelRow
from gui.labels.tree_model import ROW_ROLE
from gui.labels.words import interval, percent
from gui.models.indexes import AnyIndex
from gui.style import theme
from gui.style.icons import draw_icon
from gui.style.theme import spacing
from gui.widgets.cell_ground import paint_ground

MARK_PX = 14
PERCENT_PX = 44
INTERVAL_PX = 50


class LabelDelegate(QStyledItemDelegate):
    """The area under the curve is painted with its interval, and a mark where it is too small."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """All rows are as high as a control."""
        return QSize(48, spacing.control_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The style paints the ground and all other cells."""
        row: LabelRow | None = index.data(ROW_ROLE)
        if index.column() != Column.BY_NAME or row is None or row.figure is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        selected = paint_ground(painter, option)
        rect: QRect = option.rect
        rect = rect.adjusted(spacing.tiny, 0, -spacing.small, 0)
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("selection_text" if selected else "text_muted"))
        painter.drawText(rect, flags, interval(row.figure))
        rect.setRight(rect.right() - INTERVAL_PX)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("selection_text" if selected else "text"))
        painter.drawText(rect, flags, percent(row.figure.auc))
        if not row.figure.is_usable:
            mark = QRectF(0, 0, MARK_PX, MARK_PX)
            mark.moveCenter(QRectF(rect).center())
            mark.moveRight(rect.right() - PERCENT_PX)
            tint = "selection_text" if selected else "negative"
            draw_icon(painter, "triangle-alert", mark, tint)
        painter.restore()
