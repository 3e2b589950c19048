"""Keywords of a table, or labels of an export, into the catalogue that is open."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from engine.jobs.import_table import ImportSummary, import_table, known_hashes, known_paths
from engine.progress import NeverCancelled, run_job
from gui.dialogs.frame import DialogFrame
from gui.dialogs.import_difference import ImportDifference
from gui.dialogs.keyword_table import KeywordTableForm
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane

SIZE_PX = (820, 640)


class ImportKeywordsDialog(DialogFrame):
    """Shows what a table would bring before it is taken in; undo takes it back."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Import keywords"))
        self.heading.setText(self.tr("Import keywords"))
        self.explanation.setText(
            self.tr(
                "From a table of files and their keywords (CSV), from what this program exported, "
                "or from Label Studio, CVAT or FiftyOne. What a curator took off an image stays "
                "off. Undo takes the import back."
            )
        )
        self._context = context
        self._lane = Lane("import", self)
        self.form = KeywordTableForm(self._lane, self)
        self.form.changed.connect(self._follow)
        self.difference = ImportDifference(self)
        self.difference.removals_changed.connect(self._compare)
        self.content.addWidget(self.form)
        self.content.addWidget(self.difference)
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.import_button = self.add_button(self.tr("Import"), primary=True)
        self.import_button.clicked.connect(self._import)
        self.finished.connect(self._end)
        catalogue = context.catalogue
        context.reads.submit(
            lambda: (
                list(known_paths(catalogue)),
                catalogue.archive_dir,
                known_hashes(catalogue),
            ),
            self._take_files,
        )
        self._follow()

    def _take_files(self, found: tuple[list[str], Path, dict[str, str]]) -> None:
        paths, root, hashes = found
        self.form.start_folder = root
        self.form.set_files(paths, root, hashes)

    @Slot()
    def _follow(self) -> None:
        self.import_button.setEnabled(self.form.is_complete())
        self._compare()

    @Slot()
    def _compare(self) -> None:
        """Show what an export would change, once it is known to be one."""
        if not (self.form.is_complete() and self.form.is_export):
            self.difference.forget()
            return
        catalogue, file = self._context.catalogue, self.form.path()
        removals = self.difference.removals.isChecked()

        def foretell() -> ImportSummary:
            return run_job(
                import_table(
                    catalogue,
                    cancel=NeverCancelled(),
                    file=file,
                    dry_run=True,
                    removals=removals,
                )
            )

        self.difference.ask(foretell)

    @Slot()
    def _import(self) -> None:
        self._context.tasks.start(
            "import-table",
            file=self.form.path(),
            csv_options=self.form.options(),
            removals=self.difference.removals.isChecked(),
        )
        self.accept()

    @Slot()
    def _end(self) -> None:
        # What a slow disk is still asked for is left to itself.
        self.form.shutdown()
        self.difference.shutdown()
        self._lane.abandon()
