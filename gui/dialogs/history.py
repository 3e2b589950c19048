"""The audit trail: who changed what, and when."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from db.records import HistoryEntry
from gui import change_words
from gui.context import CatalogueContext
from gui.dialogs.frame import DialogFrame

SIZE_PX = (760, 560)
ENTRY_LIMIT = 500


def local_time(utc: str) -> str:
    """A stored time (ISO 8601, UTC) as the clock on the wall shows it."""
    moment = QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs).toLocalTime()
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


class HistoryDialog(DialogFrame):
    """The newest changes, the last one first."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("History"))
        self.heading.setText(self.tr("History"))
        self.explanation.setText(self.tr("Every change to this catalogue, the last one first."))
        self._context = context
        self.table = QTableWidget(0, 4, self)
        self.table.setAccessibleName(self.tr("History"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("State")]
        )
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        header = self.table.horizontalHeader()
        for column in (0, 1, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.content.addWidget(self.table)
        self.add_close_button()
        context.hub.changed.connect(self._read)
        self._read()

    @Slot()
    def _read(self) -> None:
        history = self._context.catalogue.history
        self._context.reads.submit(lambda: history.entries(ENTRY_LIMIT), self._show)

    def _show(self, entries: list[HistoryEntry]) -> None:
        states = {"done": "", "undone": self.tr("undone"), "dropped": self.tr("undone")}
        by_id = {entry.change_id: entry for entry in entries}
        self.table.setRowCount(len(entries))
        for row, entry in enumerate(entries):
            what = change_words.describe(entry)
            target = by_id.get(entry.target_id) if entry.target_id is not None else None
            if target is not None:
                what = f"{what}: {change_words.describe(target)}"
            for column, text in enumerate(
                (local_time(entry.changed_at), entry.curator, what, states[entry.state])
            ):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
