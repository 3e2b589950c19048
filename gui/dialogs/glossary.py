"""English names by somebody who knows the words: a table goes out, is filled in, and comes back."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from db.records import ChangeSet
from engine.jobs.glossary import (
    GlossaryPlan,
    WrittenGlossary,
    apply_import,
    export_glossary,
    plan_import,
)
from gui.dialogs.frame import DialogFrame, muted
from gui.services.context import CatalogueContext
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import counted, number
from gui.words.failures import sentence_of

SIZE_PX = (720, 560)
NAMES_SHOWN = 5


class GlossaryDialog(DialogFrame):
    """Saves the label names to a file; shows what a filled-in one would change before it does."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Glossary"))
        self.heading.setText(self.tr("Glossary"))
        self.explanation.setText(
            self.tr(
                "Save the label names, let somebody who knows them fill in the column “manual” in "
                "a spreadsheet, and read the file again. Nothing leaves this computer."
            )
        )
        self._context = context
        self._plan: GlossaryPlan | None = None
        self.table = PlainTable(
            self.tr("Names that would change"),
            [self.tr("Label"), self.tr("In English now"), self.tr("New")],
            stretched=(0, 1, 2),
            selectable=False,
            parent=self,
        )
        self.content.addWidget(self.table, 1)
        self.notes = muted("", self)
        self.content.addWidget(self.notes)
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self.content.addWidget(self.problem)
        self.save_button = QPushButton(self.tr("Save glossary…"), self)
        self.save_button.clicked.connect(self._choose_destination)
        self.read_button = QPushButton(self.tr("Read glossary…"), self)
        self.read_button.clicked.connect(self._choose_source)
        for button in (self.save_button, self.read_button):
            self.add_aside(button)
        self.add_close_button()
        self.take_button = self.add_button(self.tr("Take over"), primary=True)
        self.take_button.setAccessibleName(self.tr("Take over the new names"))
        self.take_button.clicked.connect(self._take)
        self._show_plan(None)

    # Out

    @Slot()
    def _choose_destination(self) -> None:
        dialog = QFileDialog(self, self.tr("Save glossary"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(
            [
                self.tr("Table for a spreadsheet (*.csv)"),
                self.tr("Tab-separated table (*.tsv)"),
                self.tr("Term base for translation programs (*.tbx)"),
            ]
        )
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(
            lambda name: dialog.setDefaultSuffix(name.rpartition(".")[2].rstrip(")"))
        )
        dialog.fileSelected.connect(self.save)
        dialog.open()

    @Slot(str)
    def save(self, path: str) -> None:
        """Write the glossary; the file dialog has asked before it replaces one."""
        catalogue, destination = self._context.catalogue, Path(path)
        self._context.reads.submit(
            # What comes to be there from now on was not asked about.
            lambda: export_glossary(catalogue, destination, overwrite=destination.exists()),
            self._saved,
            self._not_possible,
        )

    def _saved(self, written: WrittenGlossary) -> None:
        self.problem.setText("")
        text = self.tr("{count} labels saved to {file}.")
        text = text.replace("{count}", number(written.labels))
        self.notes.setText(text.replace("{file}", str(written.destination)))

    # In

    @Slot()
    def _choose_source(self) -> None:
        dialog = QFileDialog(self, self.tr("Read glossary"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Glossaries (*.csv *.tsv *.txt *.tbx *.xml)"))
        dialog.fileSelected.connect(self.read)
        dialog.open()

    @Slot(str)
    def read(self, path: str) -> None:
        """Show what a glossary would change."""
        catalogue = self._context.catalogue
        self._context.reads.submit(
            lambda: plan_import(catalogue, Path(path)), self._show_plan, self._not_possible
        )

    def _not_possible(self, error: Exception) -> None:
        self._show_plan(None)
        self.problem.setText(sentence_of(error))

    def _show_plan(self, plan: GlossaryPlan | None) -> None:
        self._plan = plan
        self.problem.setText("")
        self.table.show_rows([] if plan is None else plan.shown)
        self.notes.setText("" if plan is None else self._described(plan))
        count = 0 if plan is None else len(plan.names)
        self.take_button.setEnabled(count > 0)
        self.take_button.setText(
            counted(count, self.tr("Take over 1 name"), self.tr("Take over {count} names"))
            if count
            else self.tr("Take over")
        )

    def _described(self, plan: GlossaryPlan) -> str:
        parts = [
            self.tr("{added} new, {changed} changed, {same} as they were, {empty} left empty.")
            .replace("{added}", number(plan.added))
            .replace("{changed}", number(plan.changed))
            .replace("{same}", number(plan.unchanged))
            .replace("{empty}", number(plan.without_name))
        ]
        for text, names in (
            (self.tr("Of no label here ({count}): {names}."), plan.not_found),
            (
                self.tr("There twice with different names, the first counts ({count}): {names}."),
                plan.contradicting,
            ),
            (self.tr("English name too long ({count}): {names}."), plan.too_long),
        ):
            if names:
                shown = ", ".join(names[:NAMES_SHOWN]) + (", …" if names[NAMES_SHOWN:] else "")
                parts.append(text.replace("{count}", number(len(names))).replace("{names}", shown))
        return "\n".join(parts)

    @Slot()
    def _take(self) -> None:
        plan, catalogue = self._plan, self._context.catalogue
        if plan is not None:
            self.take_button.setEnabled(False)
            self._context.run_command(
                lambda: apply_import(catalogue, plan), self._taken, self._not_possible
            )

    def _taken(self, change: ChangeSet | None) -> None:
        plan = self._plan
        self._show_plan(None)
        if plan is not None and change is not None:
            self.notes.setText(
                counted(
                    len(plan.names),
                    self.tr("1 name taken over. Undo takes it back."),
                    self.tr("{count} names taken over. Undo takes them back."),
                )
            )
