"""The rows of a facet: a tree of things to filter by, each with its number of images."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QObject, Qt

from db.records import LabelRecord
from db.text import search_fold
from gui.models.indexes import AnyIndex
from gui.models.tree_model import TreeModel


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


class FacetModel(TreeModel[FacetRow]):
    """A tree of FacetRows. New counts do not reset it, so a view keeps what is open."""

    def __init__(self, parent: QObject | None = None, *, keeps_order: bool = False) -> None:
        """``keeps_order``: whatever counts most stays in its place."""
        super().__init__(parent)
        self._keeps_order = keeps_order
        self._rows: list[FacetRow] = []
        self._counts: Mapping[Any, int] | None = None
        self._active: frozenset[Hashable] = frozenset()
        self._search = ""

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
        search = search_fold(text)
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

    def _rebuild(self) -> None:
        shown = self._rows
        counts = self._counts
        if counts is not None:
            occurring = {row.key for row in shown if row.key in self._active or counts.get(row.key)}
            shown = _with_those_above(shown, occurring)
            if not self._keeps_order:
                shown.sort(key=lambda row: (row.key not in self._active, -counts.get(row.key, 0)))
        if self._search:
            words = self._search.split(" ")
            found = {row.key for row in shown if all(word in row.search_key for word in words)}
            shown = _with_those_above(shown, found)
        self._arrange((row.key, row, row.parent) for row in shown)


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
            search_key=search_fold(
                " ".join([label.shown, label.name, *label.aliases, label.name_in_english[0]])
            ),
        )
        for label in ordered
    ]


def suggested_rows(labels: Sequence[LabelRecord]) -> list[FacetRow]:
    """The labels that may be suggested, in no tree: each counts by itself."""
    ordered = sorted(labels, key=lambda label: label.shown.casefold())
    return [
        FacetRow(
            label.id,
            label.shown,
            search_key=search_fold(
                " ".join([label.shown, *label.aliases, label.name_in_english[0]])
            ),
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
            search_key=search_fold(folder),
        )
        for folder, count in folders
        if folder
    ]
