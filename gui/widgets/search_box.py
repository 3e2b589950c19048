"""The library's search line: words narrow down while they are typed, a label becomes a filter."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from gui import theme
from gui.models.vocabulary import Vocabulary
from gui.widgets.label_entry import LabelEntry

TYPING_PAUSE_MS = 120


class SearchBox(LabelEntry):
    """Words as they are typed; Down and Enter, or a click, takes a label from the list instead."""

    words_changed = Signal(str)
    left = Signal()
    """Enter or Escape: the person wants to see the images."""

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(vocabulary, parent, can_create=False, preselect=False)
        self.setPlaceholderText(self.tr("Search words, labels, file names"))
        self.setAccessibleName(self.tr("Search images"))
        self.addAction(theme.icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._typed)
        self.cancelled.connect(self.left)

    def set_words(self, words: str) -> None:
        """Show the words of a filter that was set elsewhere, unless they are just being typed."""
        if words != self._told:
            self._told = words
            self.setText(words)

    def submit(self, *, exactly: bool) -> None:
        """Take the highlighted label; without one, search for the words as they are."""
        if self.popup.isVisible() and self.popup.currentIndex().isValid():
            super().submit(exactly=exactly)
            return
        self.popup.hide()
        self._tell()
        self.left.emit()

    @Slot(str)
    def _typed(self, text: str) -> None:
        if text.strip() != self._told:
            self._pause.start()

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        words = " ".join(self.text().split())
        if words != self._told:
            self._told = words
            self.words_changed.emit(words)
