"""Labels that are probably the same, as a list of offers; found off the window's thread."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, QTimer, Signal, Slot

from db.records import ChangeSet
from gui.labels.rows import LabelRow
from gui.labels.words import same_reasons, same_title
from gui.models.indexes import AnyIndex
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane

if TYPE_CHECKING:
    from engine.jobs.same_labels import SameLabelsFound
    from engine.language.same_labels import SameLabels

PAIR_ROLE = Qt.ItemDataRole.UserRole
REASONS_ROLE = Qt.ItemDataRole.UserRole + 1
RELOAD_DELAY_MS = 400
ROOT = QModelIndex()


class SameLabelsModel(QAbstractListModel):
    """The offers, the surest first, in the words of the labels as they are now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pairs: list[SameLabels] = []
        self._rows: Mapping[int, LabelRow] = {}

    def show_pairs(self, pairs: "Sequence[SameLabels]", rows: Mapping[int, LabelRow]) -> None:
        """Show these offers, as far as both labels are there."""
        self.beginResetModel()
        self._rows = rows
        self._pairs = [one for one in pairs if one.source_id in rows and one.target_id in rows]
        self.endResetModel()

    def pair(self, row: int) -> "SameLabels | None":
        """An offer; None where there is none."""
        return self._pairs[row] if 0 <= row < len(self._pairs) else None

    def row_of(self, label_id: int) -> LabelRow:
        """What is known of a label of an offer."""
        return self._rows[label_id]

    def turn(self, row: int) -> None:
        """Offer to keep the other name."""
        pair = self.pair(row)
        if pair is not None:
            self._pairs[row] = replace(pair, source_id=pair.target_id, target_id=pair.source_id)
            index = self.index(row)
            self.dataChanged.emit(index, index)

    def drop(self, row: int) -> None:
        """It is answered."""
        if self.pair(row) is not None:
            self.beginRemoveRows(ROOT, row, row)
            del self._pairs[row]
            self.endRemoveRows()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """How many offers there are."""
        return 0 if parent.isValid() else len(self._pairs)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Both names with their counts, and the reasons."""
        pair = self.pair(index.row()) if index.isValid() else None
        if pair is None:
            return None
        title = same_title(self._rows[pair.source_id], self._rows[pair.target_id])
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == REASONS_ROLE:
            return same_reasons(pair)
        if role == PAIR_ROLE:
            return pair
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title}. {same_reasons(pair)}"
        return None


class SameLabelsFinder(QObject):
    """Looks for labels that are the same when somebody may want to know, and after changes."""

    found = Signal(object)
    """The SameLabels, a tuple."""

    failed = Signal(object)

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lane = Lane("same-labels", self)
        self._is_active = False
        self._is_stale = True
        self._is_looking = False
        self._generation = 0
        self._soon = QTimer(self, singleShot=True, interval=RELOAD_DELAY_MS)
        self._soon.timeout.connect(self._look)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._make_stale)

    @property
    def is_settled(self) -> bool:
        """Whether the answer for the labels as they are is there."""
        return not self._is_stale and not self._is_looking

    def set_active(self, is_active: bool) -> None:
        """Somebody looks, or nobody does: then nothing is compared."""
        self._is_active = is_active
        if is_active and self._is_stale:
            self._look()

    def shutdown(self) -> None:
        """Compare nothing more."""
        self._is_active = False
        self._soon.stop()
        self._lane.close()

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        if change.label_ids or change.images_unknown:
            self._make_stale()

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True
        if self._is_active:
            self._soon.start()

    @Slot()
    def _look(self) -> None:
        if not self._is_active:
            return
        self._is_stale, self._is_looking = False, True
        self._generation += 1
        generation, catalogue = self._generation, self._context.catalogue

        def work() -> "SameLabelsFound":
            # Imported here: what compares spellings takes a moment to load.
            from engine.jobs.same_labels import find_same_labels
            from engine.progress import NeverCancelled, run_job

            return run_job(find_same_labels(catalogue, cancel=NeverCancelled()))

        def done(result: "SameLabelsFound") -> None:
            if generation == self._generation:
                self._is_looking = False
                self.found.emit(result.pairs)

        def fail(error: Exception) -> None:
            self._is_looking = False
            self.failed.emit(error)

        self._lane.submit(work, done, fail)
