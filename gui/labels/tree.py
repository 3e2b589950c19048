"""The vocabulary on screen: a tree or a table with headings to sort by; labels are dragged under
others."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from gui.labels.cells import LabelDelegate
from gui.labels.rows import Column
from gui.labels.tree_model import LEFT, LabelTreeModel
from gui.models.indexes import AnyIndex
from gui.style.theme import spacing
from gui.widgets.sort_header import SortHeader

INDENT_PX = 18
HEADER_HEIGHT_PX = 32
HEADING_PADDING_PX = 6
OPEN_ALL_UP_TO = 400
"""A small vocabulary is shown with everything under everything."""

WIDTHS_PX = {
    Column.NAME: 150,
    Column.ENGLISH: 110,
    Column.ORIGIN: 84,
    Column.PARENT: 84,
    Column.ALIASES: 90,
    Column.IMAGES: 76,
    Column.F_SCORE: 84,
    Column.BY_NAME: 136,
}
GROWING = (Column.NAME, Column.ENGLISH, Column.ALIASES)
SELECTION_DELAY_MS = 0


class LabelTree(QTreeView):
    """Keeps what is current, selected and open through every change of the model."""

    current_changed = Signal(int)
    """The id of the label that has the focus, 0 for none."""

    selection_told = Signal()
    """The selected labels are others."""

    opened = Signal(int)
    """A label was double-clicked, or Enter was pressed on it."""

    menu_requested = Signal(object)
    """Where, global."""

    def __init__(self, model: LabelTreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.labels = model
        self._open: set[int] = set()
        self._closed: set[int] = set()
        self._current = 0
        self._selected: list[int] = []
        self._scrolled = 0
        self._is_resetting = False
        self._tell = QTimer(self, singleShot=True, interval=SELECTION_DELAY_MS)
        self._tell.timeout.connect(self.selection_told)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT_PX)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setAutoExpandDelay(700)
        self.setItemDelegate(LabelDelegate(self))
        self.setAccessibleName(self.tr("Labels"))
        self.setModel(model)
        self._set_up_header()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.expanded.connect(self._remember_open)
        self.collapsed.connect(self._remember_closed)
        self.doubleClicked.connect(self._open_index)
        self.set_tree(True)

    def _set_up_header(self) -> None:
        header = SortHeader(HEADING_PADDING_PX, self)
        self.setHeader(header)
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setDefaultAlignment(LEFT)
        header.setMinimumSectionSize(48)
        header.setSectionsClickable(True)
        # A heading asks of every row whether it is selected, even where it does not show it.
        header.setSelectionModel(QItemSelectionModel(self.labels, header))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setAccessibleName(self.tr("What the labels are sorted by"))
        self.setSortingEnabled(True)
        header.setFixedHeight(HEADER_HEIGHT_PX)
        self.sortByColumn(Column.IMAGES, Qt.SortOrder.DescendingOrder)

    # What is shown

    def set_tree(self, is_tree: bool) -> None:
        """Show a tree, where the column of parents would say nothing new, or a table."""
        self.setRootIsDecorated(is_tree)
        self.setItemsExpandable(is_tree)
        self.setColumnHidden(Column.PARENT, is_tree)
        self.labels.set_tree(is_tree)
        self._share_width()

    @property
    def current_id(self) -> int:
        """The label that has the focus, 0 for none."""
        return self._current

    def selected_ids(self) -> list[int]:
        """The selected labels from top to bottom."""
        return list(self._selected)

    def select(self, label_ids: Iterable[int]) -> None:
        """Select these labels alone, as far as they are shown, and go to the first of them."""
        self._selected = list(label_ids)
        self._current = self._selected[0] if self._selected else 0
        self._restore_selection()
        index = self.labels.index_of(self._current)
        if index.isValid():
            self.scrollTo(index)
        self.current_changed.emit(self._current)
        self._tell.start()

    def selectAll(self) -> None:  # noqa: N802
        """Select every row that is not folded away."""
        # Qt's own asks for each row's parent four times.
        model, chosen = self.labels, QItemSelection()
        parents: list[AnyIndex] = [self.rootIndex()]
        for parent in parents:
            rows = model.rowCount(parent)
            if rows:
                last = model.index(rows - 1, len(Column) - 1, parent)
                chosen.select(model.index(0, 0, parent), last)
            if model.is_tree:
                children = (model.index(row, 0, parent) for row in range(rows))
                parents += [child for child in children if self.isExpanded(child)]
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # What stays through a reset

    @Slot()
    def _remember(self) -> None:
        self._is_resetting = True
        self._scrolled = self.verticalScrollBar().value()

    @Slot()
    def _restore(self) -> None:
        model = self.labels
        if model.is_tree:
            everything = model.is_filtered or len(model.rows) <= OPEN_ALL_UP_TO
            if everything and model.shown_count <= OPEN_ALL_UP_TO:
                self.expandAll()
                for label_id in self._closed if not model.is_filtered else ():
                    self.collapse(model.index_of(label_id))
            else:
                for label_id in self._open:
                    self.expand(model.index_of(label_id))
        self._is_resetting = False
        self._restore_selection()
        self.verticalScrollBar().setValue(self._scrolled)

    def _restore_selection(self) -> None:
        """Select what was selected as far as it is shown; else something near it."""
        model, chosen = self.labels, QItemSelection()
        was = self._current
        # A range for each row would be compared with each other range, 10 000 times 10 000.
        for first, last in model.runs_of(self._selected):
            chosen.select(first, last.siblingAtColumn(len(Column) - 1))
        current: AnyIndex = model.index_of(self._current)
        if not current.isValid():
            current = chosen.at(0).topLeft() if not chosen.isEmpty() else model.index(0, 0)
        if chosen.isEmpty() and current.isValid():
            chosen.select(current, current.sibling(current.row(), len(Column) - 1))
        self._is_resetting = True
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(current, flags.NoUpdate)
        self.selectionModel().select(chosen, flags.ClearAndSelect)
        self._is_resetting = False
        self._current = model.label_id(current)
        self._selected = self._read_selected()
        self._tell.start()
        if self._current != was:
            self.current_changed.emit(self._current)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Tell which label has the focus now."""
        super().currentChanged(current, previous)
        if self._is_resetting:
            return
        label_id = self.labels.label_id(current)
        if label_id != self._current:
            self._current = label_id
            self.current_changed.emit(label_id)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which labels are selected now, once for a whole gesture."""
        super().selectionChanged(selected, deselected)
        if not self._is_resetting:
            self._selected = self._read_selected()
            self._tell.start()

    def _read_selected(self) -> list[int]:
        # Qt's own selectedRows asks the model about every cell.
        selection = self.selectionModel().selection()
        parts = [selection.at(place) for place in range(selection.count())]
        return [
            label_id
            for part in parts
            for label_id in self.labels.ids_between(part.parent(), part.top(), part.bottom())
        ]

    @Slot(QModelIndex)
    def _remember_open(self, index: QModelIndex) -> None:
        if not self.labels.is_filtered and not self._is_resetting:
            self._open.add(self.labels.label_id(index))
            self._closed.discard(self.labels.label_id(index))

    @Slot(QModelIndex)
    def _remember_closed(self, index: QModelIndex) -> None:
        if not self.labels.is_filtered and not self._is_resetting:
            self._open.discard(self.labels.label_id(index))
            self._closed.add(self.labels.label_id(index))

    # What a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters are shortcuts and never a search of their own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open_index(self.currentIndex())
        elif event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the labels."""
        self.menu_requested.emit(event.globalPos())

    @Slot(QModelIndex)
    def _open_index(self, index: AnyIndex) -> None:
        label_id = self.labels.label_id(index)
        if label_id:
            self.opened.emit(label_id)

    # Measures

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The names share what room is left."""
        super().resizeEvent(event)
        self._share_width()

    def sizeHintForRow(self, row: int) -> int:
        """All rows are as high as a control."""
        return spacing.control_height

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(640, 480)

    def drawBranches(self, painter: QPainter, rect: object, index: AnyIndex) -> None:
        """A table has no branches to draw."""
        if self.labels.is_tree:
            super().drawBranches(painter, rect, index)  # type: ignore[arg-type]

    def _share_width(self) -> None:
        shown = [column for column in Column if not self.isColumnHidden(column)]
        needed = sum(WIDTHS_PX[column] for column in shown)
        spare = max(0, self.viewport().width() - needed)
        growing = [column for column in GROWING if column in shown]
        for column in shown:
            more = spare // len(growing) if column in growing else 0
            self.header().resizeSection(column, WIDTHS_PX[column] + more)
