"""Which labels leave, and what they are called."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from engine.answers.exporting.settings import ExportSettings, LabelSources, NameLanguage
from gui.export.fields import Step, choose

USUAL_SUGGESTIONS = 90
MOST_IMAGES = 100_000


class LabelsStep(Step):
    """Labels by where they come from and how often they occur; suggestions as what they are."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sources = self.add_choice(
            self.tr("Labels"),
            [
                ("any", self.tr("All, wherever they come from")),
                ("decided", self.tr("Those that a curator gave or accepted")),
            ],
        )
        self.least_images = self.add_number(self.tr("On at least so many images"), 0, MOST_IMAGES)
        self.names = self.add_choice(
            self.tr("Called"),
            [
                ("original", self.tr("As in the catalogue")),
                ("english", self.tr("In English, where there is an English name")),
            ],
        )
        self.parents = self.add_tick(
            self.tr("Add the labels above"),
            self.tr("An image of a crane is then one of a bird too."),
        )
        self.suggests = self.add_tick(
            self.tr("Open suggestions too"),
            self.tr("They leave as suggestions, never as labels, where the format can tell."),
        )
        self.suggestions_from = self.add_percentage(self.tr("Right with a probability of at least"))
        self.suggestions_from.setValue(USUAL_SUGGESTIONS)
        self.suggests.toggled.connect(self._follow)
        self.parents.toggled.connect(self.changed)
        self.least_images.valueChanged.connect(self.changed)
        self.suggestions_from.valueChanged.connect(self.changed)
        for box in (self.sources, self.names):
            box.currentIndexChanged.connect(self.changed)
        self._follow()

    def source(self) -> LabelSources:
        """Which labellings leave."""
        return "decided" if self.sources.currentData() == "decided" else "any"

    def language(self) -> NameLanguage:
        """What labels are called."""
        return "english" if self.names.currentData() == "english" else "original"

    def least_suggestion(self) -> float | None:
        """The probability from which suggestions leave; None for none."""
        return self.suggestions_from.value() / 100 if self.suggests.isChecked() else None

    def show_settings(self, settings: ExportSettings) -> None:
        """Show what was chosen before."""
        choose(self.sources, settings.sources)
        choose(self.names, settings.names)
        self.least_images.setValue(settings.least_images)
        self.parents.setChecked(settings.parents)
        self.suggests.setChecked(settings.suggestions_from is not None)
        if settings.suggestions_from is not None:
            self.suggestions_from.setValue(settings.suggestions_from * 100)

    @Slot()
    def _follow(self) -> None:
        self.suggestions_from.setEnabled(self.suggests.isChecked())
        self.changed.emit()
