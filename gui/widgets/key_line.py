"""A line of keys at the bottom of a page, and how keys are written in it."""

from collections.abc import Iterable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from gui.services import shortcuts
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import ElidedLabel

KEY_GAP = "     "
"""Between one key and the next in the line of keys."""


class KeyLine(ElidedLabel):
    """The keys that matter, quietly, at the bottom: as many as there is room for, none cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, "small")
        self.setContentsMargins(spacing.medium, spacing.tiny, spacing.medium, spacing.tiny)

    def shown_text(self) -> str:
        """The first keys, as many as fit."""
        entries = self.text().split(KEY_GAP)
        metrics, width = self.fontMetrics(), self.contentsRect().width()
        while len(entries) > 1 and metrics.horizontalAdvance(KEY_GAP.join(entries)) > width:
            entries.pop()
        return KEY_GAP.join(entries)


def key_symbol(key: QKeySequence) -> str:
    """A key as it is printed on keyboards, else its name in the person's language."""
    symbols = {"Return": "⏎", "Enter": "⏎", "Backspace": "⌫"}
    symbols |= {"Up": "↑", "Down": "↓", "Left": "←", "Right": "→"}
    return symbols.get(key.toString()) or key.toString(QKeySequence.SequenceFormat.NativeText)


def with_key(text: str, shortcut_id: str) -> str:
    """What a button says with the first key that does the same; the text alone without one."""
    keys = shortcuts.book().keys(shortcut_id)
    return f"{text}  {key_symbol(keys[0])}" if keys else text


def key_line(entries: Iterable[tuple[str, str]]) -> str:
    """Actions by id with what each does, as many as have a key."""
    shown = []
    for shortcut_id, text in entries:
        keys = shortcuts.book().keys(shortcut_id)
        if keys:
            shown.append(f"{key_symbol(keys[0])} {text}")
    return KEY_GAP.join(shown)
