"""The labels of the selected images: on all of them, or on some with how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from gui.models.indexes import AnyIndex


class LabelRole(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class SelectionLabel:
    """A label that ``count`` of ``total`` selected images carry; ``note`` says where from."""

    label_id: int
    name: str
    count: int
    total: int
    note: str = ""

    @property
    def on_all(self) -> bool:
        """Whether every selected image carries it."""
        return self.count == self.total


class SelectionLabelsModel(QAbstractListModel):
    """Labels on all images first, then the partial ones, the most frequent first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[SelectionLabel] = []

    @property
    def rows(self) -> list[SelectionLabel]:
        """What is shown, in order."""
        return list(self._rows)

    def set_rows(self, rows: Sequence[SelectionLabel]) -> None:
        """Show these labels."""
        ordered = sorted(rows, key=lambda row: (-row.count, row.name.casefold()))
        if ordered == self._rows:
            return
        if [row.label_id for row in ordered] == [row.label_id for row in self._rows]:
            self._rows = ordered
            self.dataChanged.emit(self.index(0), self.index(len(ordered) - 1))
            return
        self.beginResetModel()
        self._rows = ordered
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many labels there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name; the row for the delegate; everything in words for screen readers."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == LabelRole.ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = self.tr("{count} of {total} images").format(count=row.count, total=row.total)
            return f"{row.name}, {row.note or count}"
        return None
