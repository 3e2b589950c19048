"""How many images stand out in a search by meaning, and the way to all others."""

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from gui.library.query import LibraryResult
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import ElidedLabel
from gui.words.amounts import counted, number


class SearchCut(QWidget):
    """One line; hidden where nothing is searched by meaning or nothing is cut."""

    all_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = ElidedLabel(self)
        self.button = QPushButton(self)
        theme.set_role(self.button, "link")
        self.button.clicked.connect(self._turn)
        self._shows_all = False
        row = QHBoxLayout(self)
        row.setContentsMargins(spacing.small, spacing.tiny, spacing.small, 0)
        row.setSpacing(spacing.small)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        self.hide()

    def show_result(self, result: LibraryResult) -> None:
        """Say where a result is cut."""
        ranking = result.ranking
        total = 0 if ranking is None else len(ranking.image_ids)
        if ranking is None or not total or ranking.meant >= total:
            self.hide()
            return
        self._shows_all = len(result.ids) == total
        meant = counted(
            ranking.meant,
            self.tr("1 image stands out"),
            self.tr("{count} images stand out"),
        )
        if not ranking.meant:
            text = self.tr("No image here stands out: all are shown, the most similar first.")
        elif self._shows_all:
            text = self.tr("{meant}: the first of all {total}.")
        else:
            least = float(ranking.scores[ranking.meant - 1])
            text = self.tr("{meant}, with a similarity of {least} and more.").replace(
                "{least}", QLocale().toString(least, "f", 2)
            )
        text = text.replace("{meant}", meant).replace("{total}", number(total))
        self.sentence.setText(text)
        self.button.setText(
            self.tr("Show those alone")
            if self._shows_all
            else self.tr("Show all {total}").replace("{total}", number(total))
        )
        self.button.setVisible(bool(ranking.meant))
        self.show()

    @Slot()
    def _turn(self) -> None:
        self.all_wanted.emit(not self._shows_all)
