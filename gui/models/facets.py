"""The rows of a facet: a tree of things to filter by, each with its number of images."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from db.records import LabelRecord
from db.text import name_key
from gui.models.indexes import AnyIndex


class FacetRole(IntEnum):
    """What the delegate asks for."""

    KEY = Qt.ItemDataRole.UserRole
    COUNT = Qt.ItemDataRole.UserRole + 1
    ACTIVE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True, slots=True)
class FacetRow:
    """One thing to filter by. ``count`` is None until it is known.

    ``search_key`` is the folded text a search in the facet looks through.
    """

    key: Hashable
    text: str
    count: int | None = None
    parent: Hashable | None = None
    search_key: str = ""


@dataclass(slots=True, eq=False)
class _Node:
    row: FacetRow
    parent: "_Node | None"
    children: "list[_Node]" = field(default_factory=list)
    position: int = 0
    number: int = 0


class FacetModel(QAbstractItemModel):
    """A tree of FacetRows. New counts do not reset it, so a view keeps what is open."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[FacetRow] = []
        self._counts: Mapping[Any, int] | None = None
        self._active: frozenset[Hashable] = frozenset()
        self._search = ""
        self._roots: list[_Node] = []
        self._nodes: dict[Hashable, _Node] = {}
        self._by_number: list[_Node] = []

    def set_rows(self, rows: Sequence[FacetRow]) -> None:
        """Show these rows; parents may come after their children."""
        new = list(rows)
        same = len(new) == len(self._rows) and all(
            (a.key, a.text, a.parent, a.search_key) == (b.key, b.text, b.parent, b.search_key)
            for a, b in zip(new, self._rows, strict=True)
        )
        self._rows = new
        if not same or self._counts is not None:
            self._rebuild()
            return
        for row in new:
            node = self._nodes.get(row.key)
            if node is not None:
                node.row = row
        self._repaint()

    def set_counts(self, counts: Mapping[Any, int] | None) -> None:
        """Count within what is shown now instead of within everything; None goes back.

        Rows that would count nothing are left out then, and the most frequent come first.
        """
        if counts != self._counts:
            self._counts = counts
            self._rebuild()

    def set_active(self, keys: Collection[Hashable]) -> None:
        """Mark the rows that filter now; they are always shown."""
        if frozenset(keys) != self._active:
            self._active = frozenset(keys)
            if self._counts is None:
                self._repaint()
            else:
                self._rebuild()

    def set_search(self, text: str) -> None:
        """Show only rows that hold every word, with the rows above them."""
        search = name_key(text)
        if search != self._search:
            self._search = search
            self._rebuild()

    @property
    def search(self) -> str:
        """The folded text rows are searched for."""
        return self._search

    @property
    def is_tree(self) -> bool:
        """Whether any row has others below it."""
        return any(node.children for node in self._roots)

    def index_of(self, key: Hashable) -> QModelIndex:
        """The index of a row; invalid when it is not shown."""
        node = self._nodes.get(key)
        return self._index(node) if node is not None else QModelIndex()

    def index(
        self,
        row: int,
        column: int,
        parent: AnyIndex = QModelIndex(),  # noqa: B008
    ) -> QModelIndex:
        """The index of the ``row``-th child."""
        children = self._children(parent)
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row].number)

    def parent(self, child: AnyIndex = QModelIndex()) -> QModelIndex:  # type: ignore[override] # noqa: B008
        """The index of the row above in the tree."""
        node = self._node(child)
        return self._index(node.parent) if node is not None else QModelIndex()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """How many rows are below ``parent``."""
        return 0 if parent.column() > 0 else len(self._children(parent))

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008
        """One; the count is drawn by the delegate."""
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text; the count and whether it filters in words for screen readers."""
        node = self._node(index)
        if node is None:
            return None
        row = node.row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == FacetRole.KEY:
            return row.key
        if role == FacetRole.COUNT:
            return self._count(row)
        if role == FacetRole.ACTIVE:
            return row.key in self._active
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = self._count(row)
            return row.text if count is None else f"{row.text}, {count}"
        return None

    def _count(self, row: FacetRow) -> int | None:
        return row.count if self._counts is None else self._counts.get(row.key, 0)

    def _node(self, index: AnyIndex) -> _Node | None:
        # A number and not a pointer: an index that outlives a reset must not reach freed memory.
        number = index.internalId() if index.isValid() else -1
        return self._by_number[number] if 0 <= number < len(self._by_number) else None

    def _children(self, parent: AnyIndex) -> list[_Node]:
        node = self._node(parent)
        return self._roots if node is None else node.children

    def _index(self, node: _Node | None) -> QModelIndex:
        return QModelIndex() if node is None else self.createIndex(node.position, 0, node.number)

    def _repaint(self, parent: AnyIndex = QModelIndex()) -> None:  # noqa: B008
        children = self._children(parent)
        if not children:
            return
        first, last = self._index(children[0]), self._index(children[-1])
        self.dataChanged.emit(first, last)
        for node in children:
            if node.children:
                self._repaint(self._index(node))

    def _rebuild(self) -> None:
        self.beginResetModel()
        shown = self._rows
        counts = self._counts
        if counts is not None:
            occurring = {row.key for row in shown if row.key in self._active or counts.get(row.key)}
            shown = _with_those_above(shown, occurring)
            shown.sort(key=lambda row: (row.key not in self._active, -counts.get(row.key, 0)))
        if self._search:
            words = self._search.split(" ")
            found = {row.key for row in shown if all(word in row.search_key for word in words)}
            shown = _with_those_above(shown, found)
        self._nodes = {row.key: _Node(row, None) for row in shown}
        self._by_number = list(self._nodes.values())
        self._roots = []
        for number, node in enumerate(self._by_number):
            node.number = number
            parent = self._nodes.get(node.row.parent) if node.row.parent is not None else None
            siblings = self._roots if parent is None else parent.children
            node.parent = parent
            node.position = len(siblings)
            siblings.append(node)
        self.endResetModel()


def _with_those_above(rows: Sequence[FacetRow], keys: set[Hashable]) -> list[FacetRow]:
    """The rows with these keys and the rows above them in the tree, in the order given."""
    parents = {row.key: row.parent for row in rows}
    kept: set[Hashable] = set()
    for row_key in keys:
        key: Hashable | None = row_key
        while key is not None and key not in kept:
            kept.add(key)
            key = parents.get(key)
    return [row for row in rows if row.key in kept]


def label_rows(labels: Sequence[LabelRecord]) -> list[FacetRow]:
    """The vocabulary as a tree, the most used first; found by name, alias and English name."""
    ordered = sorted(labels, key=lambda label: (-label.total_count, label.name.casefold()))
    return [
        FacetRow(
            key=label.id,
            text=label.name,
            count=label.total_count,
            parent=label.parent_id,
            search_key=name_key(" ".join([label.name, *label.aliases, label.name_in_english[0]])),
        )
        for label in ordered
    ]


def folder_rows(folders: Sequence[tuple[str, int]]) -> list[FacetRow]:
    """The folders of the archive as a tree; the root, which is everything, is left out."""
    return [
        FacetRow(
            key=folder,
            text=folder.rsplit("/", 1)[-1],
            count=count,
            parent=folder.rsplit("/", 1)[0] if "/" in folder else None,
            search_key=name_key(folder),
        )
        for folder, count in folders
        if folder
    ]
