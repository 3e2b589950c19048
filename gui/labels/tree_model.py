"""The vocabulary as Qt sees it: one model that is a tree or a plain table, sorted and filtered.

A proxy model would ask Python for every comparison; here 10 000 labels are arranged in one go.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal

from db.text import search_fold
from engine.answers.name_figures import NameFigure
from gui.labels.rows import Column, LabelRow, Show
from gui.labels.words import LabelWords
from gui.models.indexes import AnyIndex
from gui.models.tree_model import ROOT, TreeModel
from gui.style import theme

ID_ROLE = Qt.ItemDataRole.UserRole
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
MIME_TYPE = "application/x-nabolag-labels"
NUMBERS = (Column.IMAGES, Column.F_SCORE, Column.BY_NAME)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
WITH_CHILDREN = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
)
WITHOUT_CHILDREN = WITH_CHILDREN | Qt.ItemFlag.ItemNeverHasChildren


class LabelTreeModel(TreeModel[LabelRow]):
    """Labels as a tree of parents, or all beside one another; the keys are their ids."""

    columns = len(Column)

    move_requested = Signal(object, object)
    """Label ids that were dropped, and the id of the label they shall lie below or None."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = LabelWords()
        self._rows: dict[int, LabelRow] = {}
        self._figures: Mapping[int, NameFigure] = {}
        self._found_ids: set[int] = set()
        """The others are shown only because a label below them is found."""
        self._search = ""
        self._similar: dict[int, int] = {}
        self._reason = ""
        self.show = Show.ALL
        self.is_tree = True
        self.sorted_by = Column.NAME
        self.order = Qt.SortOrder.AscendingOrder

    # What is shown

    def set_rows(self, rows: Iterable[LabelRow]) -> None:
        """Show these labels; what is known of their names stays."""
        self._rows = {row.label.id: self._with_figure(row) for row in rows}
        self._rebuild()

    def set_figures(self, figures: Mapping[int, NameFigure]) -> None:
        """Say how well the labels are recognised by their names."""
        self._figures = figures
        self._rows = {label_id: self._with_figure(row) for label_id, row in self._rows.items()}
        if self.show is Show.UNUSABLE or self.sorted_by is Column.BY_NAME:
            self._rebuild()
            return
        for node in self._by_number:
            node.row = self._rows[node.row.label.id]
        self._repaint()

    def set_reason(self, reason: str) -> None:
        """Say why nothing is known of the names; "" where it is."""
        self._reason = reason

    def set_tree(self, is_tree: bool) -> None:
        """Show the labels below their parents, or all beside one another."""
        if is_tree != self.is_tree:
            self.is_tree = is_tree
            self._rebuild()

    def set_filter(self, text: str, show: Show) -> None:
        """Show only labels that have every word in a name, and that are of a kind."""
        search = search_fold(text)
        if (search, show) != (self._search, self.show):
            self._search, self.show = search, show
            self._rebuild()

    def set_similar(self, label_ids: Sequence[int]) -> None:
        """Show only these, in this order; none: all again."""
        self._similar = {label_id: place for place, label_id in enumerate(label_ids)}
        self._rebuild()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the labels in order; what is not known comes last either way."""
        wanted = (Column(max(0, column)), order)
        # Qt's sortByColumn asks twice.
        if wanted != (self.sorted_by, self.order):
            self.sorted_by, self.order = wanted
            self._rebuild()

    @property
    def is_filtered(self) -> bool:
        """Whether not all labels are asked for."""
        return bool(self._search or self._similar) or self.show is not Show.ALL

    @property
    def shown_count(self) -> int:
        """How many labels fit the filter."""
        return len(self._found_ids)

    @property
    def rows(self) -> Mapping[int, LabelRow]:
        """All labels there are, by id."""
        return self._rows

    def counts(self) -> dict[Show, int]:
        """How many labels there are of each kind."""
        rows = self._rows.values()
        return {show: sum(row.is_shown(show) for row in rows) for show in Show}

    # Finding rows

    def label_id(self, index: AnyIndex) -> int:
        """The label of an index, 0 for none."""
        node = self._node(index)
        return node.row.label.id if node is not None else 0

    def ids_between(self, parent: AnyIndex, first: int, last: int) -> list[int]:
        """The labels in some rows below an index."""
        return [node.row.label.id for node in self._children(parent)[first : last + 1]]

    def runs_of(self, label_ids: Iterable[int]) -> list[tuple[QModelIndex, QModelIndex]]:
        """The shown ones of these labels as first and last rows that follow one another."""
        rows: dict[int, list[int]] = {}
        for label_id in label_ids:
            node = self._nodes.get(label_id)
            if node is not None:
                above = -1 if node.parent is None else node.parent.number
                rows.setdefault(above, []).append(node.position)
        runs = []
        for above, positions in rows.items():
            siblings = self._roots if above < 0 else self._by_number[above].children
            positions.sort()
            start = positions[0]
            for place, position in enumerate(positions):
                if place + 1 == len(positions) or positions[place + 1] != position + 1:
                    runs.append((self._index(siblings[start]), self._index(siblings[position])))
                    start = positions[place + 1] if place + 1 < len(positions) else start
        return runs

    # Qt's side

    def hasChildren(self, parent: AnyIndex = ROOT) -> bool:
        """Whether labels lie below."""
        return parent.column() <= 0 and bool(self._children(parent))

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Labels can be dragged onto others; onto the free space means to the top."""
        node = self._node(index)
        if node is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        # A tree asks every row: without children it then need not ask again.
        return WITH_CHILDREN if node.children else WITHOUT_CHILDREN

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Titles with their explanations."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words.title(column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._words.explanation(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in NUMBERS else LEFT
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, and a sentence for screen readers."""
        node = self._node(index)
        if node is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words.cell(node.row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column in NUMBERS else LEFT
        if role == ID_ROLE:
            return node.row.label.id
        if role == ROW_ROLE:
            return node.row
        if role == Qt.ItemDataRole.ForegroundRole:
            quiet = column is Column.ORIGIN or node.row.label.id not in self._found_ids
            quiet = quiet or (column is Column.ENGLISH and node.row.origin == "original")
            return theme.colour("text_muted") if quiet else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._words.tooltip(node.row, column, self._reason)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words.spoken(node.row, column)
        return None

    def mimeTypes(self) -> list[str]:
        """What is dragged: labels."""
        return [MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The dragged labels' ids."""
        ids = dict.fromkeys(self.label_id(index) for index in indexes)
        data = QMimeData()
        data.setData(MIME_TYPE, ",".join(str(label_id) for label_id in ids).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Labels move."""
        return Qt.DropAction.MoveAction

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Not onto itself or below itself."""
        if not data.hasFormat(MIME_TYPE):
            return False
        at = self._rows.get(self.label_id(parent))
        dragged = set(dragged_ids(data))
        while at is not None:
            if at.label.id in dragged:
                return False
            at = self._rows.get(at.label.parent_id) if at.label.parent_id is not None else None
        return True

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: AnyIndex
    ) -> bool:
        """Ask for the move; the rows follow when it is committed."""
        if not self.canDropMimeData(data, action, row, column, parent):
            return False
        self.move_requested.emit(dragged_ids(data), self.label_id(parent) or None)
        # False: the view must not take the rows out by itself.
        return False

    # Inside

    def _with_figure(self, row: LabelRow) -> LabelRow:
        figure = self._figures.get(row.label.id)
        return row if figure is row.figure else replace(row, figure=figure)

    def _found(self) -> list[LabelRow]:
        rows: Iterable[LabelRow] = self._rows.values()
        if self._similar:
            rows = [row for row in rows if row.label.id in self._similar]
        if self.show is not Show.ALL:
            rows = [row for row in rows if row.is_shown(self.show)]
        if self._search:
            words = self._search.split(" ")
            rows = [row for row in rows if all(word in row.search_key for word in words)]
        return list(rows)

    def _rebuild(self) -> None:
        found = self._found()
        nests = self.is_tree and not self._similar
        shown = {row.label.id: row for row in found}
        self._found_ids = set(shown)
        if nests:
            for row in found:
                above = row.label.parent_id
                while above is not None and above not in shown and above in self._rows:
                    shown[above] = self._rows[above]
                    above = shown[above].label.parent_id
        self._arrange(
            (row.label.id, row, row.label.parent_id if nests else None)
            for row in self._ordered(shown)
        )

    def _ordered(self, rows: Mapping[int, LabelRow]) -> list[LabelRow]:
        if self._similar:
            return sorted(rows.values(), key=lambda row: self._similar[row.label.id])
        descending = self.order == Qt.SortOrder.DescendingOrder
        by_name = sorted(rows.values(), key=lambda row: row.name_rank)
        if self.sorted_by is Column.NAME:
            return by_name[::-1] if descending else by_name
        keys = [(_sort_value(row, self.sorted_by), row) for row in by_name]
        known = [(value, row) for value, row in keys if value is not None]
        known.sort(key=lambda pair: pair[0], reverse=descending)
        return [row for _, row in known] + [row for value, row in keys if value is None]


def dragged_ids(data: QMimeData) -> list[int]:
    """The labels that are dragged."""
    text = bytes(data.data(MIME_TYPE).data()).decode()
    return [int(part) for part in text.split(",") if part]


_ORIGINS = {"manual": 0, "automatic": 1, "itself": 2, "original": 3}


def _sort_value(row: LabelRow, column: Column) -> float | None:
    """What a column is sorted by; None where there is nothing to say."""
    if column is Column.ENGLISH:
        return row.english_rank
    if column is Column.ORIGIN:
        return _ORIGINS.get(row.origin, len(_ORIGINS))
    if column is Column.PARENT:
        return row.parent_rank if row.parent_name else None
    if column is Column.ALIASES:
        return len(row.label.aliases) or None
    if column is Column.IMAGES:
        return row.label.total_count
    if column is Column.F_SCORE:
        return row.f_score
    return row.figure.auc if row.figure is not None else None
