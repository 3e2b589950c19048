"""A table of figures: sorted by a click on a heading, a quiet second line within a cell."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.cell_ground import paint_ground
from gui.widgets.figures.model import (
    DETAIL_ROLE,
    NUMERIC,
    FigureColumn,
    FiguresModel,
    ModelIndex,
    Row,
    SortedFigures,
)
from gui.widgets.sort_header import SortHeader

ROW_HEIGHT_PX = 30
TWO_LINES_PX = 46
HEADER_HEIGHT_PX = 44
HEADING_PADDING_PX = 8
LEAST_PX, LEAST_TWO_LINES_PX = 64, 92
"""What a column of numbers needs at least, alone and with an interval below."""
TEXT_MARGIN_PX = spacing.small + 3
"""Where the style begins the text of a cell: the style sheet's padding and its own margin."""


class FigureDelegate(QStyledItemDelegate):
    """Paints the cell's text with its detail below."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """The style paints the ground; the two lines are painted here."""
        detail = str(index.data(DETAIL_ROLE) or "")
        if not detail:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        text = option.text
        selected = paint_ground(painter, option)
        rect: QRect = option.rect
        rect = rect.adjusted(TEXT_MARGIN_PX, 4, -TEXT_MARGIN_PX, -4)
        across = option.displayAlignment & Qt.AlignmentFlag.AlignHorizontal_Mask
        painter.save()
        painter.setFont(option.font)
        painter.setPen(theme.colour("selection_text" if selected else "text"))
        upper = QRect(rect.left(), rect.top(), rect.width(), rect.height() // 2 + 1)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(upper, across | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("selection_text" if selected else "text_muted"))
        lower = QRect(rect.left(), upper.bottom(), rect.width(), rect.height() // 2)
        shown = painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(lower, across | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class FiguresTable(QTableView):
    """Rows of figures; the first column shares what room is left."""

    chosen = Signal(str)
    """The key of the row that is current now."""

    opened = Signal(str)
    """The key of a row that was double-clicked, or Enter was pressed on."""

    def __init__(
        self,
        name: str,
        columns: Sequence[FigureColumn],
        parent: QWidget | None = None,
        *,
        two_lines: bool = False,
        first_width_px: int = 180,
    ) -> None:
        super().__init__(parent)
        self._first_width_px = first_width_px
        self._least_px = LEAST_TWO_LINES_PX if two_lines else LEAST_PX
        self._showing = False
        self.setAccessibleName(name)
        self.figures = FiguresModel(columns, self)
        self.sorted = SortedFigures(self.figures, self)
        self.setModel(self.sorted)
        self.setItemDelegate(FigureDelegate(self))
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setWordWrap(two_lines)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(TWO_LINES_PX if two_lines else ROW_HEIGHT_PX)
        header = SortHeader(HEADING_PADDING_PX, self)
        self.setHorizontalHeader(header)
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(NUMERIC)
        header.setFixedHeight(HEADER_HEIGHT_PX)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setMinimumSectionSize(56)
        self.doubleClicked.connect(self._open)

    def show_rows(
        self,
        rows: Sequence[Row],
        keys: Sequence[str],
        columns: Sequence[FigureColumn] | None = None,
    ) -> None:
        """Show these rows; the current one stays current where it is still there."""
        current = self.current_key
        self._showing = True
        self.figures.show(rows, keys, columns)
        self._showing = False
        self._share_width()
        if current:
            self.choose(current)

    @property
    def current_key(self) -> str:
        """The key of the current row, "" for none."""
        index = self.currentIndex()
        return self.sorted.key(index) if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Make a row the current one."""
        index = self.sorted.index_of(key)
        if index.isValid():
            self.selectRow(index.row())

    def texts(self) -> list[list[str]]:
        """All texts in the order shown."""
        columns = range(self.sorted.columnCount())
        return [
            [str(self.sorted.index(row, column).data()) for column in columns]
            for row in range(self.sorted.rowCount())
        ]

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell which row is current now."""
        super().selectionChanged(selected, deselected)
        if not self._showing and self.current_key:
            self.chosen.emit(self.current_key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row; copying copies it as text with tabs."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        elif event.matches(QKeySequence.StandardKey.Copy):
            row = self.currentIndex().row()
            if row >= 0:
                QGuiApplication.clipboard().setText("\t".join(self.texts()[row]))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: object) -> None:
        """The columns share the width."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._share_width()

    def sizeHint(self) -> QSize:
        """High enough for all rows."""
        rows = self.sorted.rowCount() * self.verticalHeader().defaultSectionSize()
        return QSize(super().sizeHint().width(), HEADER_HEIGHT_PX + rows + 2 * spacing.tiny)

    @Slot()
    def _open(self) -> None:
        if self.current_key:
            self.opened.emit(self.current_key)

    def _share_width(self) -> None:
        """Numeric columns are as wide as they need, alike; the texts get the rest."""
        header, count = self.horizontalHeader(), self.sorted.columnCount()
        texts = [one for one in range(count) if not self.figures.is_numeric(one)]
        numbers = [one for one in range(count) if one not in texts]
        width = self.viewport().width()
        first = self._first_width_px * len(texts)
        each = max(self._least_px, min(130, (width - first) // max(1, len(numbers))))
        for column in numbers:
            header.resizeSection(column, each)
        rest = max(first, width - each * len(numbers))
        for place, column in enumerate(texts):
            share = rest // len(texts)
            header.resizeSection(column, rest - share * (len(texts) - 1) if place == 0 else share)
