"""The library's search: words narrow down as they are typed, a label becomes a filter, and, by
meaning, what is described or shown ranks all images."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.library.picture_data import holds_picture
from gui.models.vocabulary import Vocabulary
from gui.style import icons
from gui.widgets.label_entry import LabelEntry

TYPING_PAUSE_MS = 120


class SearchBox(LabelEntry):
    """By name: words as they are typed; Down and Enter, or a click, takes a label from the list.
    By meaning: Enter searches for what is typed, and so does a picture that is pasted or dropped.
    """

    words_changed = Signal(str)
    meaning_entered = Signal(str)
    """What to rank the images by; empty: by nothing any more."""

    picture_given = Signal(object)
    """The QMimeData of a picture or an image file that was pasted or dropped."""

    left = Signal()
    """Enter or Escape: the person wants to see the images."""

    def __init__(self, vocabulary: Vocabulary, parent: QWidget | None = None) -> None:
        super().__init__(vocabulary, parent, can_create=False, preselect=False)
        self.setAccessibleName(self.tr("Search images"))
        self._mark: QAction = self.addAction(
            icons.icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.by_meaning = False
        self._told = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._typed)
        self.cancelled.connect(self.left)
        self._explain()

    def set_by_meaning(self, by_meaning: bool) -> None:
        """Take what is typed as a description, or as names; the text stays."""
        if by_meaning == self.by_meaning:
            return
        self.by_meaning = by_meaning
        self._pause.stop()
        self.popup.hide()
        self._explain()
        if not by_meaning:
            self._pause.start()

    def set_words(self, words: str) -> None:
        """Show the words of a filter or search set elsewhere, unless they are being typed."""
        if words != self._told:
            self.replace_words(words)

    def replace_words(self, words: str) -> None:
        """Show the words of a search that takes the place of what is being typed."""
        self._pause.stop()
        self._told = words
        self.setText(words)
        self.setCursorPosition(0)

    def submit(self, *, exactly: bool) -> None:
        """Take the highlighted label; without one, search for what is typed as it is."""
        if self.popup.isVisible() and self.popup.currentIndex().isValid():
            super().submit(exactly=exactly)
            return
        self.popup.hide()
        if self.by_meaning:
            # Asked again even if it is the same: what could not be read then may be now.
            self._told = self._words()
            self.meaning_entered.emit(self._told)
            return
        self._tell()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A pasted picture is searched by; pasted text is text."""
        if event.matches(QKeySequence.StandardKey.Paste):
            data = QGuiApplication.clipboard().mimeData()
            if holds_picture(data):
                self.picture_given.emit(data)
                event.accept()
                return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A picture is searched by; dropped text is text."""
        if holds_picture(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Search by the picture."""
        if holds_picture(event.mimeData()):
            event.acceptProposedAction()
            self.picture_given.emit(event.mimeData())
        else:
            super().dropEvent(event)

    @Slot(str)
    def _search(self, text: str) -> None:
        if not self.by_meaning:
            super()._search(text)

    @Slot(str)
    def _typed(self, text: str) -> None:
        if text.strip() == self._told:
            return
        if not self.by_meaning:
            self._pause.start()
        elif not text.strip():
            self._told = ""
            self.meaning_entered.emit("")

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        words = self._words()
        if words != self._told and not self.by_meaning:
            self._told = words
            self.words_changed.emit(words)

    def _words(self) -> str:
        return " ".join(self.text().split())

    def _explain(self) -> None:
        icon = "sparkles" if self.by_meaning else "search"
        self._mark.setIcon(icons.icon(icon, "text_muted"))
        if self.by_meaning:
            self.setPlaceholderText(self.tr("e.g. truck + snow − people"))
            self.setToolTip(
                self.tr(
                    "Enter ranks all images by how well they fit;\n"
                    "those whose captions have all the words are among the first.\n"
                    "truck + snow − people: add and take away\n"
                    "-people -cars: none of these\n"
                    "0.5*snow: counts half\n"
                    "like:birds/0412.jpg: images like this one\n"
                    "Drop or paste a picture to search by it."
                )
            )
        else:
            self.setPlaceholderText(self.tr("Search words, labels, file names"))
            self.setToolTip(
                self.tr("Shows the images whose path, title, labels or captions hold these words")
            )
