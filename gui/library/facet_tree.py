"""One facet: a heading that folds it, and a tree of things to filter by with their counts."""

from collections.abc import Hashable

from PySide6.QtCore import QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gui.library.facet_model import FacetModel, FacetRole
from gui.models.indexes import AnyIndex
from gui.style import icons, theme
from gui.style.icons import draw_icon
from gui.style.theme import spacing
from gui.words.amounts import number

ROW_HEIGHT_PX = 28
INDENT_PX = 16
CHECK_PX = 14
SEARCH_FROM_ROWS = 12


class _FacetDelegate(QStyledItemDelegate):
    """A row: a tick where it filters, the text, the count at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(60, ROW_HEIGHT_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect: QRect = option.rect
        active = bool(index.data(FacetRole.ACTIVE))
        count: int | None = index.data(FacetRole.COUNT)
        state: QStyle.StateFlag = option.state
        if active:
            painter.fillRect(rect, theme.colour("selection"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("raised"))
        area = rect.adjusted(spacing.tiny, 0, -spacing.small, 0)
        token = "selection_text" if active else "text_disabled" if count == 0 else "text"
        quiet = "selection_text" if active else "text_disabled" if count == 0 else "text_muted"
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        metrics = option.fontMetrics
        if active:
            tick = QRectF(0, 0, CHECK_PX, CHECK_PX)
            tick.moveCenter(QRectF(area).center())
            tick.moveLeft(area.left())
            draw_icon(painter, "check", tick, "selection_text")
            area.setLeft(area.left() + CHECK_PX + spacing.tiny)
        if count is not None:
            figure = number(count)
            painter.setPen(theme.colour(quiet))
            painter.drawText(area, flags | Qt.AlignmentFlag.AlignRight, figure)
            area.setRight(area.right() - metrics.horizontalAdvance(figure) - spacing.small)
        text = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(theme.colour(token))
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignLeft, text)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))


class FacetTree(QTreeView):
    """Click, Enter or Space turns a row on or off; what is open stays open through a reset."""

    toggled = Signal(object)
    """The key of the row."""

    menu_requested = Signal(object, QPoint)
    """The key of a row, and where to open its menu, global."""

    def __init__(self, model: FacetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facets = model
        self._open: set[Hashable] = set()
        self._scrolled = 0
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(INDENT_PX)
        self.setSelectionMode(QTreeView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setItemDelegate(_FacetDelegate(self))
        theme.set_role(self, "facet")
        self.setModel(model)
        self.clicked.connect(self._toggle)
        self.expanded.connect(self._remember_open)
        self.collapsed.connect(self._remember_closed)
        model.modelAboutToBeReset.connect(self._remember_place)
        model.modelReset.connect(self._restore)
        self._restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space turn the current row on or off."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self._toggle(self.currentIndex())
            event.accept()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer or, from the keyboard, the current one."""
        index = self.indexAt(event.pos())
        point = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            point = self.viewport().mapToGlobal(self.visualRect(index).center())
        if index.isValid():
            self.menu_requested.emit(index.data(FacetRole.KEY), point)

    @Slot(QModelIndex)
    def _toggle(self, index: QModelIndex) -> None:
        self.toggled.emit(index.data(FacetRole.KEY))

    @Slot(QModelIndex)
    def _remember_open(self, index: QModelIndex) -> None:
        if not self._facets.search:
            self._open.add(index.data(FacetRole.KEY))

    @Slot(QModelIndex)
    def _remember_closed(self, index: QModelIndex) -> None:
        if not self._facets.search:
            self._open.discard(index.data(FacetRole.KEY))

    @Slot()
    def _remember_place(self) -> None:
        self._scrolled = self.verticalScrollBar().value()

    @Slot()
    def _restore(self) -> None:
        self.setRootIsDecorated(self._facets.is_tree)
        if self._facets.search:
            self.expandAll()
            return
        # One row alone says nothing: go down to where there is a choice.
        index = self._facets.index(0, 0)
        while index.isValid() and self._facets.rowCount(index.parent()) == 1:
            self.expand(index)
            index = self._facets.index(0, 0, index)
        for key in list(self._open):
            index = self._facets.index_of(key)
            if index.isValid():
                self.expand(index)
        self.verticalScrollBar().setValue(self._scrolled)


class FacetSection(QWidget):
    """A heading with a chevron, a search line where there are many rows, and the tree."""

    folded = Signal(bool)

    def __init__(
        self, title: str, model: FacetModel, parent: QWidget | None = None, *, fits: bool = False
    ) -> None:
        """``fits``: as high as its rows and never scrolled, for the short facets."""
        super().__init__(parent)
        self._model = model
        self._fits = fits
        self.heading = QToolButton(self)
        self.heading.setText(title)
        self.heading.setCheckable(True)
        self.heading.setChecked(True)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setAccessibleName(title)
        theme.set_role(self.heading, "heading")
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(self.tr("Search {facet}").format(facet=title.lower()))
        self.search.setAccessibleName(self.search.placeholderText())
        self.tree = FacetTree(model, self)
        self.tree.setAccessibleName(title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(spacing.tiny)
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout.addWidget(self.heading)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        if fits:
            self.tree.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heading.toggled.connect(self._fold)
        self.search.textChanged.connect(model.set_search)
        model.modelReset.connect(self._follow_rows)
        self._fold(True)

    @property
    def is_open(self) -> bool:
        """Whether the rows are shown."""
        return self.heading.isChecked()

    def set_open(self, is_open: bool) -> None:
        """Show the rows or the heading only."""
        self.heading.setChecked(is_open)

    @Slot(bool)
    def _fold(self, is_open: bool) -> None:
        self.heading.setIcon(icons.icon("chevron-down" if is_open else "chevron-right"))
        self.tree.setVisible(is_open)
        self._follow_rows()
        self.folded.emit(is_open)

    @Slot()
    def _follow_rows(self) -> None:
        rows = self._model.rowCount()
        searchable = not self._fits and (rows >= SEARCH_FROM_ROWS or bool(self.search.text()))
        self.search.setVisible(self.is_open and (searchable or self._model.is_tree))
        if self._fits:
            self.tree.setFixedHeight(max(1, rows) * ROW_HEIGHT_PX + 2 * self.tree.frameWidth())
