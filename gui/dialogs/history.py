"""The audit trail: who changed what, and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from db.records import HistoryEntry
from gui.dialogs.frame import DialogFrame
from gui.services.context import CatalogueContext
from gui.widgets.plain_table import PlainTable
from gui.words.changes import describe
from gui.words.times import local_time

SIZE_PX = (760, 560)
ENTRY_LIMIT = 2000
BATCH_PAUSE_S = 300
COUNTED = ("added", "updated", "labels_created", "labellings_added")


def joined_imports(entries: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """The entries with the batches of one import as one, and without imports that did nothing.

    Batches belong together when nothing lies between them, not even five minutes; the joined
    entry has the number and time of the last.
    """
    joined: list[HistoryEntry] = []
    earliest = ""
    for entry in entries:  # the newest first
        if entry.command != "import_images":
            joined.append(entry)
            continue
        if not any(_counts(entry).values()):
            continue
        newer = joined[-1] if joined else None
        if newer is not None and _continues(entry, newer, earliest):
            counts = {name: _counts(newer)[name] + _counts(entry)[name] for name in COUNTED}
            joined[-1] = replace(newer, details=counts)
        else:
            joined.append(entry)
        earliest = entry.changed_at
    return joined


def _continues(entry: HistoryEntry, newer: HistoryEntry, earliest: str) -> bool:
    """Whether ``newer``, which has batches back to ``earliest``, goes on where ``entry`` ended."""
    if newer.command != "import_images" or newer.curator != entry.curator:
        return False
    pause = datetime.fromisoformat(earliest) - datetime.fromisoformat(entry.changed_at)
    return pause.total_seconds() <= BATCH_PAUSE_S


def _counts(entry: HistoryEntry) -> dict[str, int]:
    values = {name: entry.details.get(name, 0) for name in COUNTED}
    return {name: value if isinstance(value, int) else 0 for name, value in values.items()}


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
        self.table.show_rows([self._row(entry, by_id) for entry in joined_imports(entries)])

    def _row(self, entry: HistoryEntry, by_id: dict[int, HistoryEntry]) -> tuple[str, ...]:
        what = describe(entry)
        target = by_id.get(entry.target_id) if entry.target_id is not None else None
        if target is not None:
            what = f"{what}: {describe(target)}"
        image_path = (target or entry).image_path
        if image_path:
            what = f"{what}  ·  {image_path}"
        state = "" if entry.state == "done" else self.tr("undone")
        return (local_time(entry.changed_at), entry.curator, what, state)
