"""Headings to sort a table by: the arrow stands beside the words of a heading, never on them."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from gui.style.icons import draw_icon

ARROW_PX = 12
GAP_PX = 3


class SortHeader(QHeaderView):
    """Draws its arrow itself; the style sheet leaves it out."""

    def __init__(self, padding_px: int, parent: QWidget | None = None) -> None:
        """``padding_px``: between a heading's words and its edge, as in the style sheet."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._padding_px = padding_px

    def arrow_rect(self, rect: QRect, logical: int) -> QRect:
        """Where the arrow of a heading goes: behind words that begin at the left, before those
        that end at the right, in the middle of their lines."""
        text = str(self.model().headerData(logical, self.orientation()) or "")
        role = Qt.ItemDataRole.TextAlignmentRole
        alignment = self.model().headerData(logical, self.orientation(), role)
        flags = self.defaultAlignment() if alignment is None else Qt.AlignmentFlag(alignment)
        words = self.fontMetrics().boundingRect(
            rect.adjusted(self._padding_px, 0, -self._padding_px, 0),
            int(flags) | int(Qt.TextFlag.TextWordWrap),
            text,
        )
        is_right = bool(flags & Qt.AlignmentFlag.AlignRight)
        beside = words.left() - GAP_PX - ARROW_PX if is_right else words.right() + GAP_PX
        left = min(max(beside, rect.left()), rect.right() - ARROW_PX)
        return QRect(left, words.center().y() - ARROW_PX // 2 + 1, ARROW_PX, ARROW_PX)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802
        """The heading, and the arrow where the table is sorted by it."""
        painter.save()
        super().paintSection(painter, rect, logical)
        painter.restore()
        if not self.isSortIndicatorShown() or logical != self.sortIndicatorSection():
            return
        arrow = QRectF(self.arrow_rect(rect, logical))
        painter.save()
        if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder:
            painter.translate(arrow.center() * 2)
            painter.rotate(180)
        draw_icon(painter, "chevron-down", arrow, "text_muted")
        painter.restore()
