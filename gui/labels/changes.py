"""What a person can do with labels on the Labels page, and the dialogs that ask first."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from db.records import ChangeSet
from engine.jobs.keyword_list import export_keyword_list
from gui.labels.change_dialogs import (
    ChangeDialog,
    CreateDialog,
    DeleteDialog,
    MergeDialog,
    MoveDialog,
)
from gui.labels.effect_words import written_list
from gui.labels.keyword_list_dialog import KeywordListDialog
from gui.labels.name_trials import NameDraft
from gui.labels.rows import LabelRow
from gui.labels.split_dialog import SplitDialog
from gui.labels.text_rule_dialog import TextRuleDialog
from gui.models.vocabulary import Vocabulary
from gui.services.context import CatalogueContext
from gui.words.failures import sentence_of


class LabelChanges(QObject):
    """Runs commands for the selected labels; every change is undoable."""

    looked_at = Signal(int)
    """A label that a change made or left in the place of others: go there."""

    kept = Signal(object)
    """A NameDraft that is stored."""

    said = Signal(str)
    """What was done outside the catalogue."""

    alias_added = Signal(str)
    refused = Signal(str)
    """Why something could not be done; "" when something was."""

    def __init__(
        self,
        context: CatalogueContext,
        vocabulary: Vocabulary,
        selected: Callable[[], Sequence[LabelRow]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._vocabulary = vocabulary
        self._selected = selected
        self._window = parent

    # Dialogs

    @Slot()
    def merge(self) -> None:
        """Make one label of the selected ones; one alone becomes another name of a label."""
        rows = self._selected()
        if rows:
            self._open(MergeDialog(self._context, self._vocabulary, rows, self._window))

    @Slot()
    def make_alias(self) -> None:
        """Make the label that has the focus another name of a label that is typed."""
        rows = self._selected()
        if rows:
            self._open(MergeDialog(self._context, self._vocabulary, rows[:1], self._window))

    @Slot()
    def delete(self) -> None:
        """Take the selected labels out of the vocabulary."""
        rows = self._selected()
        if rows:
            self._open(DeleteDialog(self._context, rows, self._window))

    @Slot()
    def split(self) -> None:
        """Choose images of the label that get a label of their own."""
        rows = self._selected()
        if len(rows) == 1 and rows[0].label.image_count:
            self._open(SplitDialog(self._context, rows[0], self._window))

    @Slot()
    def take_from_captions(self) -> None:
        """Say by which words of captions images get the label."""
        rows = self._selected()
        if len(rows) == 1:
            dialog = TextRuleDialog(self._context, rows[0], self._window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    @Slot()
    def create(self) -> None:
        """Make a new label."""
        self._open(CreateDialog(self._context, self._vocabulary, self._window))

    @Slot()
    def move(self) -> None:
        """Ask what the selected labels shall lie under."""
        rows = self._selected()
        if rows:
            self._open(MoveDialog(self._context, self._vocabulary, rows, self._window))

    def move_under(self, rows: Sequence[LabelRow], parent_id: int | None) -> None:
        """Say what moving there does, and do it when that is confirmed."""
        if rows:
            dialog = MoveDialog(self._context, self._vocabulary, rows, self._window)
            dialog.choose(parent_id)
            self._open(dialog)

    @Slot()
    def move_to_top(self) -> None:
        """Take the selected labels out from under others."""
        self.move_under(self._selected(), None)

    # Lightroom's keyword lists

    @Slot()
    def choose_list_to_read(self) -> None:
        """Ask for a keyword list."""
        dialog = QFileDialog(self._window, self.tr("Read keyword list"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Keyword lists and SKOS (*.txt *.rdf *.ttl *.jsonld)"))
        dialog.fileSelected.connect(self.read_list)
        dialog.open()

    @Slot(str)
    def read_list(self, path: str) -> None:
        """Say what a keyword list would bring, and take it in when that is confirmed."""
        self._open(KeywordListDialog(self._context, Path(path), self._window))

    @Slot()
    def choose_list_to_write(self) -> None:
        """Ask where the keyword list goes."""
        dialog = QFileDialog(self._window, self.tr("Write keyword list"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(self.tr("Keyword lists (*.txt)"))
        dialog.setDefaultSuffix("txt")
        dialog.fileSelected.connect(self.write_list)
        dialog.open()

    @Slot(str)
    def write_list(self, path: str) -> None:
        """Write the vocabulary; the file dialog has asked before it replaces a file."""
        catalogue, destination = self._context.catalogue, Path(path)
        self._context.reads.submit(
            # What comes to be there from now on was not asked about.
            lambda: export_keyword_list(catalogue, destination, overwrite=destination.exists()),
            lambda written: self.said.emit(written_list(written)),
            lambda error: self.refused.emit(sentence_of(error)),
        )

    def _open(self, dialog: ChangeDialog) -> QDialog:
        dialog.changed.connect(self.looked_at)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    # Straight away

    @Slot(object)
    def keep(self, draft: NameDraft) -> None:
        """Store a name, an English name and prompts, each that differs."""
        row = next((row for row in self._selected() if row.label.id == draft.label_id), None)
        if row is None:
            return
        label, commands = row.label, self._context.catalogue.commands
        steps: list[Callable[[], ChangeSet]] = []
        if draft.name != label.name:
            steps.append(lambda: commands.rename_label(label.id, draft.name))
        if draft.english != label.english_name:
            steps.append(lambda: commands.set_english_name(label.id, draft.english))
        if draft.prompts != label.prompts:
            steps.append(lambda: commands.set_prompts(label.id, draft.prompts))
        self._next(steps, lambda: self.kept.emit(draft))

    def add_alias(self, label_id: int, name: str) -> None:
        """Give a label another name it is found by."""
        commands = self._context.catalogue.commands
        self._next(
            [lambda: commands.add_alias(label_id, name)], lambda: self.alias_added.emit(name)
        )

    def remove_alias(self, label_id: int, name: str) -> None:
        """Take another name away."""
        commands = self._context.catalogue.commands
        self._next([lambda: commands.remove_alias(label_id, name)], lambda: None)

    def _next(self, steps: Sequence[Callable[[], ChangeSet]], then: Callable[[], None]) -> None:
        """One command after the other, so that a refused one stops those behind it."""
        if not steps:
            self.refused.emit("")
            then()
            return
        self._context.run_command(
            steps[0],
            lambda _change: self._next(steps[1:], then),
            lambda error: self.refused.emit(sentence_of(error)),
        )
