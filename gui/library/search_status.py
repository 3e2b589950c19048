"""One line under the search: what it is at while it takes a while, or why it cannot be done."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.style.theme import spacing
from gui.widgets.plain_label import IconLabel, plain_label

SHOWN_AFTER_MS = 150
"""A search that is quicker says nothing, so that nothing flickers."""


class SearchStatus(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = IconLabel("loader-circle", "text_muted", self)
        self.sentence = plain_label("", self)
        self.sentence.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, 0)
        row.setSpacing(spacing.small)
        row.addWidget(self._icon)
        row.addWidget(self.sentence, 1)
        self._soon = QTimer(self, singleShot=True, interval=SHOWN_AFTER_MS)
        self._soon.timeout.connect(self.show)
        self._is_problem = False
        self.hide()

    def say(self, sentence: str) -> None:
        """What is being done; "" when it is. A problem stays until it is forgotten."""
        if not sentence:
            self._soon.stop()
            if not self._is_problem:
                self.hide()
            return
        self._show("loader-circle", "text_muted", sentence, is_problem=False)
        if not self.isVisible():
            self._soon.start()

    def complain(self, sentence: str) -> None:
        """Why nothing is searched."""
        self._soon.stop()
        self._show("triangle-alert", "danger", sentence, is_problem=True)
        self.show()

    @Slot()
    def forget_problem(self) -> None:
        """Something else is searched, or typed."""
        if self._is_problem:
            self._is_problem = False
            self.hide()

    def _show(self, icon: str, tint: str, sentence: str, *, is_problem: bool) -> None:
        self._is_problem = is_problem
        self._icon.show_icon(icon, tint)
        self.sentence.setText(sentence)
