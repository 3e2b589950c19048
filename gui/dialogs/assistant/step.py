"""One step of an assistant."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.style.theme import spacing


class Step(QWidget):
    """A page with a title and a sentence; says when it is filled in well enough to go on."""

    changed = Signal()

    def __init__(self, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.explanation = explanation
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(spacing.small)

    def is_complete(self) -> bool:
        """Whether the next step can follow."""
        return True

    def focus_first(self) -> None:
        """Put the keyboard where one begins."""
        self.setFocus()
