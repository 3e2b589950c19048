"""Answered images as thumbnails, each with its answer and how likely a yes is."""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from db.questions.records import Answer, AnswerRecord
from db.records import ImageCard
from gui.questions import words
from gui.style import theme
from gui.style.icons import draw_icon
from gui.widgets.thumbnails.grid import ThumbnailGrid
from gui.widgets.thumbnails.paint import BORDER_PX, INSET_PX, CellState

MARK_PX = 14
FOOT_PX = 24
MARKS: dict[Answer, tuple[str, str]] = {
    "yes": ("check", "positive"),
    "no": ("x", "negative"),
    "unsure": ("minus", "text_muted"),
}
"""Icon and colour of an answer."""


class AnswerGrid(ThumbnailGrid):
    """Says below each picture what was answered."""

    foot_px = FOOT_PX
    letters_are_keys = True

    records: Mapping[int, AnswerRecord] = {}
    probabilities: Mapping[int, float] = {}
    threshold = 0.5
    """The probability from which an image counts as a yes."""

    def paint_cell(
        self,
        painter: QPainter,
        position: int,
        card: ImageCard | None,
        pixmap: QPixmap | None,
        state: CellState,
    ) -> None:
        """The picture, and below it the answer with the probability."""
        cell = self.cell_rect(position)
        ground = "pressed" if state.selected else "raised" if state.hovered else "surface"
        painter.fillRect(cell, theme.colour(ground))
        inside = cell.adjusted(INSET_PX, INSET_PX, -INSET_PX, -INSET_PX - FOOT_PX)
        self._painter.paint_picture(painter, inside, card, pixmap)
        self._paint_answer(painter, cell, int(self.selection.ids[position]))
        if state.selected:
            painter.setPen(QPen(theme.colour("accent"), BORDER_PX))
            painter.drawRect(cell.adjusted(1, 1, -2, -2))
        if state.current:
            painter.setPen(QPen(theme.colour("text"), 1))
            painter.drawRect(cell.adjusted(-2, -2, 1, 1))

    def _paint_answer(self, painter: QPainter, cell: QRect, image_id: int) -> None:
        record = self.records.get(image_id)
        if record is None:
            return
        foot = QRect(
            cell.left() + INSET_PX + 3,
            cell.bottom() - FOOT_PX - INSET_PX + 3,
            cell.width() - 2 * INSET_PX - 6,
            FOOT_PX,
        )
        icon, colour = MARKS[record.answer]
        mark = QRectF(foot.left(), foot.center().y() - MARK_PX // 2 + 1, MARK_PX, MARK_PX)
        draw_icon(painter, icon, mark, colour)
        painter.setFont(self._painter.name_font)
        painter.setPen(theme.colour("text"))
        room = foot.adjusted(MARK_PX + 5, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(room, flags, words.answer_name(record.answer))
        probability = self.probabilities.get(image_id)
        if probability is not None:
            wrong = words.disagrees(record.answer, probability, self.threshold)
            painter.setPen(theme.colour("text" if wrong else "text_muted"))
            shown = words.likelihood_text(probability)
            painter.drawText(room, flags | Qt.AlignmentFlag.AlignRight, shown)

    def _tooltip(self, card: ImageCard, position: int) -> str:
        record = self.records.get(card.id)
        said = "" if record is None else words.given_text(record)
        return "\n".join(filter(None, (card.path, said)))
