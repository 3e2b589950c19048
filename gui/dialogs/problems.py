"""The files of the archive that cannot be shown, with the reasons."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from db.records import ImageRecord
from gui.context import CatalogueContext
from gui.dialogs.frame import DialogFrame

SIZE_PX = (820, 520)


class ProblemsDialog(DialogFrame):
    """A table to look through and to copy."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Files with problems"))
        self.heading.setText(self.tr("Files with problems"))
        self._context = context
        self.table = QTableWidget(0, 3, self)
        self.table.setAccessibleName(self.tr("Files with problems"))
        self.table.setHorizontalHeaderLabels([self.tr("File"), self.tr("State"), self.tr("Reason")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.content.addWidget(self.table)
        self.copy_button = self.add_button(self.tr("Copy list"))
        self.copy_button.clicked.connect(self._copy)
        self.add_close_button()
        context.hub.refreshed.connect(self._read)
        self._read()

    @Slot()
    def _read(self) -> None:
        self._context.reads.submit(self._context.catalogue.images.problems, self._show)

    def _show(self, records: list[ImageRecord]) -> None:
        self.table.setRowCount(len(records))
        states = {"unreadable": self.tr("unreadable"), "missing": self.tr("missing")}
        for row, record in enumerate(records):
            reason = record.problem
            if record.status == "missing":
                reason = self.tr("The file is no longer there; its labels are kept.")
            for column, text in enumerate(
                (record.path, states.get(record.status, record.status), reason)
            ):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.table.setItem(row, column, item)
        self.copy_button.setEnabled(bool(records))
        if records:
            self.explanation.setText(
                self.tr(
                    "%n file(s) cannot be shown. Mend or replace them, then look for new files: "
                    "their labels are waiting.",
                    None,
                    len(records),
                )
            )
        else:
            self.explanation.setText(self.tr("Every file of the archive is there and readable."))

    @Slot()
    def _copy(self) -> None:
        lines = []
        for row in range(self.table.rowCount()):
            cells = (self.table.item(row, column) for column in range(self.table.columnCount()))
            lines.append("\t".join("" if cell is None else cell.text() for cell in cells))
        QGuiApplication.clipboard().setText("\n".join(lines))
