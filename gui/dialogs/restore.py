"""Put a backup in the place of a catalogue."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QWidget,
)

from db.backups import BackupRecord, restorable, with_contents
from db.places import SUFFIX
from gui.dialogs.frame import DialogFrame
from gui.services.latest import LatestAnswer
from gui.style import theme
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import size
from gui.words.backups import backup_contents, backup_reason
from gui.words.failures import sentence_of
from gui.words.times import local_time

SIZE_PX = (680, 460)


class RestoreDialog(DialogFrame):
    """Choose a catalogue, then one of its backups; says what is replaced before it is."""

    restore_requested = Signal(Path, Path)
    """The catalogue and the backup."""

    backup_requested = Signal()
    """The catalogue that is open is to be backed up now."""

    def __init__(self, catalogue: Path | None, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Restore a backup"))
        self.heading.setText(self.tr("Restore a backup"))
        self.explanation.setText(
            self.tr(
                "A backup holds the images known then, all labels and the history. It takes the "
                "place of the catalogue; the catalogue as it is now is kept as a backup first."
            )
        )
        self._backups = LatestAnswer("backups", self)
        self.finished.connect(self._backups.close)
        self._open = catalogue
        self._catalogue: Path | None = None
        self._records: list[BackupRecord] = []
        self._path = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        choose = QPushButton(self.tr("Choose catalogue…"), self)
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(choose)
        self.content.addLayout(row)
        self.table = PlainTable(
            self.tr("Backups, the newest first"),
            [self.tr("Taken"), self.tr("Holds"), self.tr("Size"), self.tr("Why")],
            stretched=(0, 1, 3),
            parent=self,
        )
        self.table.itemSelectionChanged.connect(self._follow)
        self.content.addWidget(self.table, 1)
        self.problem = plain_label("", self, role="muted")
        self.problem.setWordWrap(True)
        self.content.addWidget(self.problem)
        self.backup_button = self.add_button(self.tr("Back up now"))
        self.backup_button.clicked.connect(self.backup_requested)
        cancel = self.add_button(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.restore_button = self.add_button(self.tr("Restore this backup…"), primary=True)
        self.restore_button.clicked.connect(self._confirm)
        self.show_backups(catalogue)

    def show_backups(self, catalogue: Path | None) -> None:
        """List the backups of a catalogue, once the disk has told them."""
        self._catalogue = catalogue
        self._path.setText("" if catalogue is None else str(catalogue))
        self.backup_button.setVisible(catalogue is not None and catalogue == self._open)
        self._show([], self.tr("Choose the catalogue first.") if catalogue is None else "")
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Look again which backups there are."""
        catalogue = self._catalogue
        if catalogue is not None:
            self._backups.ask(lambda: restorable(catalogue), self._take_records, self._refuse)

    def _take_records(self, records: list[BackupRecord]) -> None:
        none_yet = self.tr("There are no backups of this catalogue yet.")
        self._show(records, "" if records else none_yet)
        # Large files take a while to look into: when they were taken is seen before.
        self._backups.ask(lambda: list(map(with_contents, records)), self._take_contents)

    def _take_contents(self, records: list[BackupRecord]) -> None:
        chosen = self.table.currentRow()
        self._show(records, self.problem.text())
        self.table.selectRow(chosen)

    def _refuse(self, error: Exception) -> None:
        self._show([], sentence_of(error))

    def _show(self, records: list[BackupRecord], sentence: str) -> None:
        self._records = records
        self.problem.setText(sentence)
        self.table.show_rows(
            [
                (
                    local_time(record.created_at),
                    backup_contents(record),
                    size(record.size_bytes),
                    backup_reason(record.reason),
                )
                for record in self._records
            ]
        )
        if self._records:
            self.table.selectRow(0)
        self._follow()

    def confirmation(self, record: BackupRecord) -> str:
        """What restoring this backup means, before it is done."""
        return self.tr(
            "Everything changed since {time} leaves the catalogue. "
            "The catalogue as it is now is kept as a backup, so this can be taken back."
        ).format(time=local_time(record.created_at))

    def _selected(self) -> BackupRecord | None:
        row = self.table.currentRow()
        return self._records[row] if 0 <= row < len(self._records) else None

    @Slot()
    def _follow(self) -> None:
        self.restore_button.setEnabled(self._selected() is not None)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose catalogue"), self._path.text())
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setNameFilter(self.tr("Catalogues (*{suffix})").format(suffix=SUFFIX))
        dialog.fileSelected.connect(self._take)
        dialog.open()

    @Slot(str)
    def _take(self, path: str) -> None:
        self.show_backups(Path(path))

    @Slot()
    def _confirm(self) -> None:
        record = self._selected()
        if record is None:
            return
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Restore a backup"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.confirmation(record))
        restore = box.addButton(
            self.tr("Restore backup of {time}").format(time=local_time(record.created_at)),
            QMessageBox.ButtonRole.DestructiveRole,
        )
        theme.set_role(restore, "primary")
        # Not Qt's own button: Qt speaks no Bokmål.
        box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        restore.clicked.connect(self._restore)
        box.open()

    @Slot()
    def _restore(self) -> None:
        record = self._selected()
        if record is not None and self._catalogue is not None:
            catalogue = self._catalogue
            self.accept()
            self.restore_requested.emit(catalogue, record.path)
