"""The files of the archive that cannot be shown, with the reasons."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from db.records import ImageRecord
from gui.dialogs.frame import DialogFrame
from gui.services.context import CatalogueContext
from gui.services.translations import sentence
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import counted

SIZE_PX = (820, 520)


class ProblemsDialog(DialogFrame):
    """A table to look through and to copy."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Files with problems"))
        self.heading.setText(self.tr("Files with problems"))
        self._context = context
        self.table = PlainTable(
            self.tr("Files with problems"),
            [self.tr("File"), self.tr("State"), self.tr("Reason")],
            stretched=(0, 2),
            parent=self,
        )
        self.content.addWidget(self.table)
        self.copy_button = QPushButton(self.tr("Copy list"), self)
        self.add_aside(self.copy_button)
        self.copy_button.clicked.connect(self._copy)
        self.add_close_button()
        context.hub.refreshed.connect(self._read)
        self._read()

    @Slot()
    def _read(self) -> None:
        self._context.reads.submit(self._context.catalogue.images.problems, self._show)

    def _show(self, records: list[ImageRecord]) -> None:
        states = {"unreadable": self.tr("unreadable"), "missing": self.tr("missing")}
        gone = self.tr("The file is no longer there; its labels are kept.")
        self.table.show_rows(
            [
                (
                    record.path,
                    states.get(record.status, record.status),
                    sentence(record.problem)
                    if record.status != "missing" and record.problem is not None
                    else gone,
                )
                for record in records
            ]
        )
        self.copy_button.setEnabled(bool(records))
        if records:
            self.explanation.setText(
                counted(
                    len(records),
                    self.tr(
                        "1 file cannot be shown. Mend or replace it, then look for new files: "
                        "its labels are waiting."
                    ),
                    self.tr(
                        "{count} files cannot be shown. Mend or replace them, then look for new "
                        "files: their labels are waiting."
                    ),
                )
            )
        else:
            self.explanation.setText(self.tr("Every file of the archive is there and readable."))

    @Slot()
    def _copy(self) -> None:
        lines = ["\t".join(cells) for cells in self.table.rows()]
        QGuiApplication.clipboard().setText("\n".join(lines))
