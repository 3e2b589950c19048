"""Keywords in the pictures themselves: foretold, agreed to, written and taken back."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from engine.jobs.sidecars.pictures.summary import PictureDifference, PicturesSummary
from engine.jobs.sidecars.pictures.undo import drop_originals
from gui.dialogs.frame import muted
from gui.export.job_tab import JobTab
from gui.export.keyword_names import names
from gui.services.context import CatalogueContext
from gui.services.tasks import Task
from gui.services.translations import sentence
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import counted, size
from gui.words.failures import sentence_of

SHOWN_ROWS = 2_000
COMES, GOES, REASON = 1, 2, 3


class PicturesTab(JobTab):
    """The difference for each picture, a person's agreement, and the button that writes.

    It looks when it is first shown: most people never open it.
    """

    def __init__(self, context: CatalogueContext, parent: QWidget) -> None:
        super().__init__(context, parent)
        self.reading = self.tr("Reading the pictures…")
        self._to_write = 0
        self._kept_bytes = 0
        self._is_copy = False
        self._has_looked = False
        about = muted(
            self.tr(
                "For programs that read no sidecars. This changes the picture files themselves, "
                "through the program exiftool. Each old file is kept first and can be brought "
                "back; a new one takes its place only where the picture is exactly the same."
            ),
            self,
        )
        self.agreed = QCheckBox(self.tr("I want my picture files to be changed"), self)
        self.agreed.toggled.connect(self._follow)
        self.table = PlainTable(
            self.tr("What would change in the pictures"),
            (self.tr("File"), self.tr("Comes"), self.tr("Goes"), self.tr("Left because")),
            stretched=(0,),
            parent=self,
        )
        self.write_button = QPushButton(self.tr("Write"), self)
        theme.set_role(self.write_button, "primary")
        self.write_button.clicked.connect(self._write)
        self.undo_button = QPushButton(self.tr("Bring the last old pictures back"), self)
        self.undo_button.clicked.connect(self._undo)
        self.drop_button = QPushButton(self.tr("Delete the old pictures…"), self)
        self.drop_button.clicked.connect(self._confirm_drop)
        row = QHBoxLayout()
        row.setSpacing(spacing.small)
        row.addWidget(self.undo_button)
        row.addWidget(self.drop_button)
        row.addStretch(1)
        row.addWidget(self.write_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, spacing.medium, 0, 0)
        column.setSpacing(spacing.small)
        column.addWidget(about)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        column.addWidget(self.agreed)
        column.addLayout(row)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the pictures once somebody does."""
        super().showEvent(event)
        if not self._has_looked:
            self._has_looked = True
            self.look()

    @Slot()
    def look(self) -> None:
        """Find out what would be written."""
        self._start("preview-embedding")

    def finished(self, task: Task) -> None:
        """Show what would change, or what was left."""
        if task.job == "undo-embedding":
            self._show([])
            return
        summary = cast(PicturesSummary, task.summary)
        self._show(summary.files[:SHOWN_ROWS])
        self._kept_bytes = summary.kept_bytes
        self._to_write = summary.changed if summary.preview else 0
        self._is_copy = summary.copied_from is not None
        if summary.warning is not None:
            self.said.setText(f"{self.said.text()}\n{sentence(summary.warning)}")
        self._follow()

    def _show(self, files: Sequence[PictureDifference]) -> None:
        self.table.show_rows([_row(one) for one in files])
        self.table.stretch_filled((COMES, GOES, REASON))

    def _start(self, job: str, **options: object) -> None:
        self._to_write = 0
        self._follow()
        self.run(job, **options)

    @Slot()
    def _write(self) -> None:
        self.agreed.setChecked(False)  # asked for each time
        self._start("embed-keywords", from_copy=self._is_copy)

    @Slot()
    def _undo(self) -> None:
        self._start("undo-embedding")

    @Slot()
    def _confirm_drop(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Delete the old pictures"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        question = self.tr(
            "The old picture files that are kept are deleted; {size} become free. What was "
            "written into the pictures stays, and cannot be taken back after that."
        )
        box.setText(question.format(size=size(self._kept_bytes)))
        delete = box.addButton(
            self.tr("Delete the old pictures"), QMessageBox.ButtonRole.DestructiveRole
        )
        theme.set_role(delete, "primary")
        box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        delete.clicked.connect(self._drop)
        box.open()

    @Slot()
    def _drop(self) -> None:
        catalogue = self.context.catalogue
        freed_bytes = 0

        def command() -> None:
            nonlocal freed_bytes
            freed_bytes = drop_originals(catalogue)

        def done(_change: object) -> None:
            self._kept_bytes = 0
            said = self.tr("The old pictures are deleted; {size} are free.")
            self.said.setText(said.format(size=size(freed_bytes)))
            self._follow()

        self.drop_button.setEnabled(False)
        self.context.run_command(command, done, self._fail)

    def _fail(self, error: Exception) -> None:
        self.said.setText(sentence_of(error))
        self._follow()

    @Slot()
    def _follow(self) -> None:
        self.drop_button.setEnabled(self._kept_bytes > 0 and not self.is_busy)
        count = self._to_write
        text = counted(count, self.tr("Change 1 picture"), self.tr("Change {count} pictures"))
        self.write_button.setText(text if count else self.tr("Write"))
        self.write_button.setEnabled(count > 0 and self.agreed.isChecked())


def _row(one: PictureDifference) -> list[str]:
    reason = "" if one.reason is None else sentence(one.reason)
    return [one.file, names(one.added), names(one.removed), reason]
