"""Keywords of a table, or labels of an export, into the catalogue that is open."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from engine.jobs.import_table import known_hashes, known_paths
from gui.dialogs.frame import DialogFrame
from gui.dialogs.keyword_table import KeywordTableForm
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane

SIZE_PX = (760, 560)


class ImportKeywordsDialog(DialogFrame):
    """Shows what a table would bring before it is taken in; undo takes it back."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Import keywords"))
        self.heading.setText(self.tr("Import keywords"))
        self.explanation.setText(
            self.tr(
                "From a table of files and their keywords (CSV), or from labels that this program "
                "exported. What a curator took off an image stays off. Undo takes the import back."
            )
        )
        self._context = context
        self._lane = Lane("import", self)
        self.form = KeywordTableForm(self._lane, self)
        self.form.changed.connect(self._follow)
        self.content.addWidget(self.form)
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

    @Slot()
    def _import(self) -> None:
        self._context.tasks.start(
            "import-table", file=self.form.path(), csv_options=self.form.options()
        )
        self.accept()

    @Slot()
    def _end(self) -> None:
        # What a slow disk is still asked for is left to itself.
        self.form.shutdown()
        self._lane.abandon()
