"""Rows that lie below one another, as Qt wants to see them."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject

from gui.models.indexes import AnyIndex

Row = TypeVar("Row")
ROOT = QModelIndex()


@dataclass(slots=True, eq=False)
class TreeNode(Generic[Row]):
    """A row in its place: the ``position``-th child of its parent, ``number`` of all."""

    row: Row
    parent: "TreeNode[Row] | None" = None
    children: "list[TreeNode[Row]]" = field(default_factory=list)
    position: int = 0
    number: int = 0


class TreeModel(QAbstractItemModel, Generic[Row]):
    """A tree of rows with a key each, arranged anew as a whole."""

    columns: ClassVar[int] = 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: list[TreeNode[Row]] = []
        self._nodes: dict[Hashable, TreeNode[Row]] = {}
        self._by_number: list[TreeNode[Row]] = []

    def index_of(self, key: Hashable) -> QModelIndex:
        """The first cell of a row; invalid when it is not shown."""
        node = self._nodes.get(key)
        return self._index(node) if node is not None else QModelIndex()

    def index(self, row: int, column: int, parent: AnyIndex = ROOT) -> QModelIndex:
        """The index of a cell of the ``row``-th child."""
        children = self._children(parent)
        if not 0 <= row < len(children) or not 0 <= column < self.columns:
            return QModelIndex()
        return self.createIndex(row, column, children[row].number)

    def parent(self, child: AnyIndex = ROOT) -> QModelIndex:  # type: ignore[override]
        """The index of the row above in the tree."""
        node = self._node(child)
        return self._index(node.parent) if node is not None else QModelIndex()

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """How many rows are below ``parent``."""
        return 0 if parent.column() > 0 else len(self._children(parent))

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        """The same everywhere."""
        return self.columns

    def _arrange(self, rows: Iterable[tuple[Hashable, Row, Hashable | None]]) -> None:
        """Show these in the order given: key, row, and the key of the row above.

        Parents may come after their children; a row whose parent is not among them is a root.
        """
        self.beginResetModel()
        placed = [(TreeNode(row), key, above) for key, row, above in rows]
        self._nodes = {key: node for node, key, _ in placed}
        self._by_number = [node for node, _, _ in placed]
        self._roots = []
        for number, (node, _, above) in enumerate(placed):
            node.number = number
            node.parent = self._nodes.get(above) if above is not None else None
            siblings = self._roots if node.parent is None else node.parent.children
            node.position = len(siblings)
            siblings.append(node)
        self.endResetModel()

    def _node(self, index: AnyIndex) -> TreeNode[Row] | None:
        # A number and not a pointer: an index that outlives a reset must not reach freed memory.
        number = index.internalId() if index.isValid() else -1
        return self._by_number[number] if 0 <= number < len(self._by_number) else None

    def _children(self, parent: AnyIndex) -> list[TreeNode[Row]]:
        node = self._node(parent)
        return self._roots if node is None else node.children

    def _index(self, node: TreeNode[Row] | None) -> QModelIndex:
        return QModelIndex() if node is None else self.createIndex(node.position, 0, node.number)

    def _repaint(self, parent: AnyIndex = ROOT) -> None:
        children = self._children(parent)
        if not children:
            return
        last = self.createIndex(len(children) - 1, self.columns - 1, children[-1].number)
        self.dataChanged.emit(self._index(children[0]), last)
        for node in children:
            if node.children:
                self._repaint(self._index(node))
