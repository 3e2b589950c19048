"""Which images leave, and how they are divided."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from db.records import ImageFilter
from engine.answers.exporting.settings import SplitSettings, shares_of
from engine.answers.saved_searches import open_search, saved_searches
from engine.errors import InputError
from gui.export.fields import Step, choose
from gui.services.context import CatalogueContext
from gui.words.amounts import counted
from gui.words.failures import sentence_of

ALL, SHOWN, SELECTED, SAVED = "all", "shown", "selected", "saved:"
USUAL_SHARES = "80/10/10"


@dataclass(frozen=True)
class ChosenImages:
    """Images by what they are like, and by name where some were selected."""

    filter: ImageFilter
    ids: tuple[int, ...] | None = None


class ImagesStep(Step):
    """All images, those of a saved search, or those that the Library was left with."""

    changed = Signal()

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._chosen = ChosenImages(ImageFilter())
        self._table = ""
        self.which = self.add_choice(self.tr("Images"), [(ALL, self.tr("All images"))])
        self.which.activated.connect(self._choose)
        self.state = self.add_choice(
            self.tr("Of these"),
            [
                ("any", self.tr("All, also those without a label")),
                ("labelled", self.tr("Those with a label")),
                ("decided", self.tr("Those that a curator decided something about")),
                ("reviewed", self.tr("Those that are reviewed")),
            ],
        )
        self.state.currentIndexChanged.connect(self.changed)
        self.form.addRow(self.note(self.tr("Images that are set aside as duplicates stay out.")))
        self.divides = self.add_tick(
            self.tr("Divide into train, validation and test"),
            self.tr(
                "Every label is divided by the same shares, also rare ones. Duplicates, and likely "
                "ones, lie in one part."
            ),
        )
        self.shares = self.add_line(self.tr("Shares"))
        self.shares.setText(USUAL_SHARES)
        self.shares.setAccessibleName(self.tr("Shares of train, validation and test"))
        self.table = QPushButton(self.tr("As a table says…"), self)
        self.table.clicked.connect(self._browse)
        self.form.addRow("", self.table)
        self.seed = self.add_number(self.tr("Number of the division"), 0, 9999)
        self.seed.setToolTip(self.tr("Another number divides otherwise, the same one alike"))
        self.divides.toggled.connect(self._follow)
        self.shares.textEdited.connect(self._type_shares)
        self.seed.valueChanged.connect(self.changed)
        self._follow()

    def images(self) -> ChosenImages:
        """What is chosen."""
        return self._chosen

    def split(self) -> SplitSettings | None:
        """How they are divided. Raises InputError for shares that are none."""
        if not self.divides.isChecked():
            return None
        if self._table:
            return SplitSettings(file=self._table)
        return SplitSettings(shares_of(self.shares.text()), self.seed.value())

    def show_split(self, split: SplitSettings | None) -> None:
        """Show a division as it was chosen before."""
        self.divides.setChecked(split is not None)
        self._take_table("" if split is None else split.file)
        if split is not None and not split.file:
            self.shares.setText("/".join(f"{share * 100:g}" for share in split.shares))
            self.seed.setValue(split.seed)

    def show_state(self, state: str) -> None:
        """Show which of them leave as it was chosen before."""
        choose(self.state, state)

    def show_images(self, images: ImageFilter) -> None:
        """Offer the images of settings that were kept, and choose them."""
        if images == ImageFilter():
            self._take(ALL, ChosenImages(images))
        else:
            self._offer(SHOWN, self.tr("Images of the saved settings"))
            self._take(SHOWN, ChosenImages(images))

    def show_asked(self, asked: ImageFilter | Sequence[int]) -> None:
        """Offer what the Library shows, or the images selected there, and choose them."""
        if isinstance(asked, ImageFilter):
            self._offer(SHOWN, self.tr("What the Library showed"))
            self._take(SHOWN, ChosenImages(asked))
            return
        ids = tuple(asked)
        words = counted(
            len(ids),
            self.tr("The image selected in the Library"),
            self.tr("{count} images selected in the Library"),
        )
        self._offer(SELECTED, words)
        self._take(SELECTED, ChosenImages(ImageFilter(), ids))

    def read_searches(self) -> None:
        """Offer the saved searches there are now."""
        catalogue = self._context.catalogue
        self._context.reads.submit(lambda: saved_searches(catalogue).names, self._show_searches)

    def _show_searches(self, names: Sequence[str]) -> None:
        for place in reversed(range(self.which.count())):
            if str(self.which.itemData(place)).startswith(SAVED):
                self.which.removeItem(place)
        for name in names:
            self.which.addItem(self.tr("Saved search: {name}").format(name=name), SAVED + name)

    def _offer(self, value: str, words: str) -> None:
        place = self.which.findData(value)
        if place >= 0:
            self.which.removeItem(place)
        self.which.insertItem(1, words, value)

    def _take(self, value: str, chosen: ChosenImages) -> None:
        choose(self.which, value)
        self._chosen = chosen
        self.changed.emit()

    @Slot()
    def _choose(self) -> None:
        value = str(self.which.currentData())
        if value == ALL:
            self._take(ALL, ChosenImages(ImageFilter()))
        elif value.startswith(SAVED):
            catalogue, name = self._context.catalogue, value.removeprefix(SAVED)
            self._context.reads.submit(
                lambda: open_search(catalogue, name).search.filter,
                lambda found: self._take(value, ChosenImages(found)),
                self._context.hub.failed.emit,
            )

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Table of files and their parts"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Tables (*.csv)")])
        dialog.fileSelected.connect(self._take_table)
        dialog.open()

    @Slot(str)
    def _take_table(self, path: str) -> None:
        self._table = path
        if path:
            self.shares.setText(Path(path).name)
        elif not self.shares.text() or self.shares.isReadOnly():
            self.shares.setText(USUAL_SHARES)
        self.changed.emit()

    @Slot()
    def _type_shares(self) -> None:
        self._table = ""
        self.changed.emit()

    @Slot()
    def _follow(self) -> None:
        for widget in (self.shares, self.seed, self.table):
            widget.setEnabled(self.divides.isChecked())
        self.changed.emit()


def split_problem(step: ImagesStep) -> str:
    """Why the division cannot be made as it is typed; "" where it can."""
    try:
        step.split()
    except InputError as error:
        return sentence_of(error)
    return ""
