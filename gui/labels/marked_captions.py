"""Captions with the words marked that say a label."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from gui.style import theme

if TYPE_CHECKING:
    from engine.jobs.captions.text_rules import RuleExample


class MarkedCaptions(QPlainTextEdit):
    """A caption a paragraph, below the file it belongs to; texts are shown as they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(self.tr("Captions with these words"))
        self.setPlaceholderText(self.tr("Captions with these words show here."))
        self._shown: tuple[RuleExample, ...] = ()
        theme.notifier().changed.connect(self._paint_anew)

    def show_examples(self, examples: "Sequence[RuleExample]") -> None:
        """Show these in the place of others."""
        self._shown = tuple(examples)
        self._paint_anew()

    def marked_words(self) -> list[str]:
        """The words that are marked, in their order."""
        return [
            one.caption.text[start:end] for one in self._shown for start, end in one.caption.marks
        ]

    @Slot()
    def _paint_anew(self) -> None:
        self.clear()
        plain, muted, mark = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setForeground(theme.colour("text"))
        muted.setForeground(theme.colour("text_muted"))
        mark.setForeground(theme.colour("selection_text"))
        mark.setBackground(theme.colour("selection"))
        mark.setFontWeight(QFont.Weight.DemiBold)
        cursor = QTextCursor(self.document())
        for place, one in enumerate(self._shown):
            here = "" if one.is_new else " " + self.tr("(has it already)")
            cursor.insertText(f"{one.file}{here}\n", muted)
            text, at = one.caption.text, 0
            for start, end in one.caption.marks:
                cursor.insertText(text[at:start], plain)
                cursor.insertText(text[start:end], mark)
                at = end
            ends = "\n\n" if place < len(self._shown) - 1 else ""
            cursor.insertText(text[at:] + ends, plain)
        self.moveCursor(QTextCursor.MoveOperation.Start)
