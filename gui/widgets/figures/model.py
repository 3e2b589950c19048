"""Rows of figures for a table: each cell has what is shown, what it is sorted by, and details."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from gui.style import theme

SORT_ROLE = Qt.ItemDataRole.UserRole + 1
DETAIL_ROLE = Qt.ItemDataRole.UserRole + 2

ModelIndex = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
NUMERIC = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
TEXTUAL = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column in plain words, with the technical ones in the tooltip."""

    title: str
    tooltip: str = ""
    numeric: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """``detail`` is a second, quiet line; ``best`` stands out by its weight."""

    text: str
    sort: float | str
    detail: str = ""
    tooltip: str = ""
    best: bool = False


Row = tuple[Cell, ...]


def in_two_lines(title: str) -> str:
    """A heading broken at the blank nearest its middle: figures are narrow, their names are not."""
    blanks = [place for place, letter in enumerate(title) if letter == " "]
    if not blanks or len(title) < 9:
        return title
    middle = min(blanks, key=lambda place: abs(place - len(title) / 2))
    return f"{title[:middle]}\n{title[middle + 1 :]}"


class FiguresModel(QAbstractTableModel):
    """Rows of cells, each row known by a key."""

    def __init__(self, columns: Sequence[FigureColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._keys: tuple[str, ...] = ()

    def show(
        self,
        rows: Sequence[Row],
        keys: Sequence[str],
        columns: Sequence[FigureColumn] | None = None,
    ) -> None:
        """Replace all rows, and the columns too where they are given."""
        self.beginResetModel()
        if columns is not None:
            self._columns = tuple(columns)
        self._rows, self._keys = tuple(rows), tuple(keys)
        self.endResetModel()

    def key(self, row: int) -> str:
        """What a row is about."""
        return self._keys[row]

    def place(self, key: str) -> int:
        """The row of a key, -1 where there is none."""
        return self._keys.index(key) if key in self._keys else -1

    def is_numeric(self, column: int) -> bool:
        """Whether figures stand in a column."""
        return self._columns[column].numeric

    def rowCount(self, parent: ModelIndex = ROOT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: ModelIndex = ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles with their explanations."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return in_two_lines(column.title) if column.numeric else column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tooltip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMERIC if column.numeric else TEXTUAL
        return None

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The parts of a cell, and a sentence for screen readers."""
        if not index.isValid():
            return None
        cell, column = self._rows[index.row()][index.column()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == SORT_ROLE:
            return cell.sort
        if role == DETAIL_ROLE:
            return cell.detail
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tooltip or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return NUMERIC if column.numeric else TEXTUAL
        if role == Qt.ItemDataRole.FontRole:
            return theme.font(bold=cell.best)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {cell.text}" + (f" ({cell.detail})" if cell.detail else "")
        return None


class SortedFigures(QSortFilterProxyModel):
    """Sorts by the figures behind the texts; filters by the text of the first column."""

    def __init__(self, model: FiguresModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._figures = model
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)
        self.setSortCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setSortLocaleAware(True)
        self.setFilterKeyColumn(0)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)

    def key(self, index: ModelIndex) -> str:
        """What the row of an index is about."""
        return self._figures.key(self.mapToSource(index).row())

    def index_of(self, key: str) -> QModelIndex:
        """The first cell of a key's row; invalid where it is not shown."""
        place = self._figures.place(key)
        if place < 0:
            return QModelIndex()
        return self.mapFromSource(self._figures.index(place, 0))
