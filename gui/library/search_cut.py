"""How many images stand out in a search by meaning or have the words in a caption, and the ways to
all others and to a search without captions."""

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
    captions_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = ElidedLabel(self)
        self.button = QPushButton(self)
        theme.set_role(self.button, "link")
        self.button.clicked.connect(self._turn)
        self.captions_button = QPushButton(self)
        theme.set_role(self.captions_button, "link")
        self.captions_button.clicked.connect(self._turn_captions)
        self._shows_all = False
        self._with_captions = True
        row = QHBoxLayout(self)
        row.setContentsMargins(spacing.small, spacing.tiny, spacing.small, 0)
        row.setSpacing(spacing.small)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.captions_button)
        row.addWidget(self.button)
        self.hide()

    def show_result(self, result: LibraryResult, *, with_captions: bool) -> None:
        """Say where a result is cut, and how many images are in it for a caption of theirs."""
        ranking = result.ranking
        total = 0 if ranking is None else len(ranking.image_ids)
        is_cut = ranking is not None and ranking.meant < total
        has_hits = ranking is not None and bool(ranking.hits)
        self._with_captions = with_captions
        if ranking is None or not total or not (is_cut or has_hits or not with_captions):
            self.hide()
            return
        self._shows_all = len(result.ids) == total
        self.captions_button.setVisible(has_hits or not with_captions)
        self.captions_button.setText(
            self.tr("By meaning alone") if with_captions else self.tr("Captions too")
        )
        meant = counted(
            ranking.meant,
            self.tr("1 image stands out"),
            self.tr("{count} images stand out"),
        )
        if has_hits:
            meant = counted(
                ranking.meant,
                self.tr("1 image stands out or has the words in a caption"),
                self.tr("{count} images stand out or have the words in a caption ({hits})"),
            ).replace("{hits}", number(len(ranking.hits)))
        if not ranking.meant:
            text = self.tr("No image here stands out: all are shown, the most similar first.")
        elif self._shows_all and is_cut:
            text = self.tr("{meant}: the first of all {total}.")
        elif has_hits or not is_cut:
            text = self.tr("{meant}.")
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
        self.button.setVisible(bool(ranking.meant) and is_cut)
        self.show()

    @Slot()
    def _turn(self) -> None:
        self.all_wanted.emit(not self._shows_all)

    @Slot()
    def _turn_captions(self) -> None:
        self.captions_wanted.emit(not self._with_captions)
