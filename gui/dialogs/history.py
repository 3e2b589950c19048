"""The audit trail: who changed what, and when."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Slot
from PySide6.QtWidgets import QWidget

from db.records import HistoryEntry
from gui import change_words
from gui.context import CatalogueContext
from gui.dialogs.frame import DialogFrame
from gui.widgets.plain_table import PlainTable

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
        self.table = PlainTable(
            self.tr("History"),
            [self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("State")],
            stretched=(2,),
            parent=self,
        )
        self.content.addWidget(self.table)
        self.add_close_button()
        context.hub.changed.connect(self._read)
        self._read()

    @Slot()
    def _read(self) -> None:
        history = self._context.catalogue.history
        self._context.reads.submit(lambda: history.entries(ENTRY_LIMIT), self._show)

    def _show(self, entries: list[HistoryEntry]) -> None:
        by_id = {entry.change_id: entry for entry in entries}
        self.table.show_rows([self._row(entry, by_id) for entry in entries])

    def _row(self, entry: HistoryEntry, by_id: dict[int, HistoryEntry]) -> tuple[str, ...]:
        what = change_words.describe(entry)
        target = by_id.get(entry.target_id) if entry.target_id is not None else None
        if target is not None:
            what = f"{what}: {change_words.describe(target)}"
        state = "" if entry.state == "done" else self.tr("undone")
        return (local_time(entry.changed_at), entry.curator, what, state)
