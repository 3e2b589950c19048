"""From a folder of images to a catalogue with work running on it, in four steps."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from gui.dialogs.assistant.encoder_step import EncoderStep
from gui.dialogs.assistant.folder_step import FolderStep
from gui.dialogs.assistant.keywords_step import KeywordsStep
from gui.dialogs.assistant.summary_step import SummaryStep
from gui.dialogs.frame import DialogFrame
from gui.models.new_catalogue import NewCatalogue
from gui.services.lanes import Lane
from gui.widgets.plain_label import plain_label

SIZE_PX = (760, 580)


class NewCatalogueAssistant(DialogFrame):
    """Asks for the folder, the keywords and the encoder, each with a default that works."""

    planned = Signal(object)
    """A NewCatalogue."""

    existing_chosen = Signal(Path)
    """The catalogue of this archive was made before: open it instead."""

    def __init__(self, archive_dir: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("New catalogue"))
        self._lane = Lane("assistant", self)
        self.folder = FolderStep(self._lane, self)
        self.keywords = KeywordsStep(self._lane, self)
        self.encoder = EncoderStep(self._lane, self)
        self.summary = SummaryStep(self)
        self._steps = (self.folder, self.keywords, self.encoder, self.summary)
        self._stack = QStackedWidget(self)
        for step in self._steps:
            self._stack.addWidget(step)
            step.changed.connect(self._follow)
        self.folder.existing_chosen.connect(self._open_existing)
        self.content.addWidget(self._stack)
        self._position = plain_label("", self, role="muted")
        self.add_aside(self._position)
        self.cancel_button = self.add_button(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.back_button = self.add_button(self.tr("Back"))
        self.back_button.clicked.connect(self._back)
        self.next_button = self.add_button(self.tr("Next"), primary=True)
        self.next_button.clicked.connect(self._next)
        self.finished.connect(self._end)
        if archive_dir is not None:
            self.folder.choose_archive(archive_dir)
        self._show_step(0)

    @property
    def step_index(self) -> int:
        """Which of the four steps is shown, from 0."""
        return self._stack.currentIndex()

    def plan(self) -> NewCatalogue:
        """What was asked for so far."""
        return NewCatalogue(
            path=self.folder.catalogue_path(),
            archive_dir=self.folder.archive_dir(),
            encoder=self.encoder.chosen(),
            scan_options=self.keywords.scan_options(),
        )

    def _show_step(self, index: int) -> None:
        step = self._steps[index]
        if step is self.keywords:
            self.keywords.look_in(self.folder.archive_dir())
        if step is self.summary:
            self.summary.show_plan(self.plan(), self.folder.image_count)
        self._stack.setCurrentIndex(index)
        self.heading.setText(step.title)
        self.explanation.setText(step.explanation)
        self._position.setText(
            self.tr("Step {step} of {count}").format(step=index + 1, count=len(self._steps))
        )
        self.back_button.setEnabled(index > 0)
        last = index == len(self._steps) - 1
        self.next_button.setText(self.tr("Create catalogue and start") if last else self.tr("Next"))
        self._follow()
        step.focus_first()

    @Slot()
    def _follow(self) -> None:
        self.next_button.setEnabled(self._steps[self.step_index].is_complete())

    @Slot()
    def _back(self) -> None:
        self._show_step(self.step_index - 1)

    @Slot()
    def _next(self) -> None:
        if self.step_index < len(self._steps) - 1:
            self._show_step(self.step_index + 1)
            return
        plan = self.plan()
        self.accept()
        self.planned.emit(plan)

    @Slot()
    def _open_existing(self) -> None:
        path = self.folder.catalogue_path()
        self.reject()
        self.existing_chosen.emit(path)

    @Slot()
    def _end(self) -> None:
        self.encoder.shutdown()
        self.folder.shutdown()
        self.keywords.shutdown()
        # What a slow disk is still asked for is left to itself.
        self._lane.abandon()
        self.deleteLater()
