"""The labels that wait, in the order in which they promise most, with how many images each."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QVBoxLayout, QWidget

from db.records import LabelRecord, WaitingImages
from db.text import search_fold
from gui.review.grid import words as grid_words
from gui.review.rows import ROW_ROLE, ModelIndex, RowDelegate, RowView
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words.amounts import counted, number

ROOT = QModelIndex()
WIDTH_PX = 224


class WaitingModel(QAbstractListModel):
    """Labels with how many images wait; those that a person looks for by name."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[tuple[WaitingImages, str]] = []
        self.rows: list[tuple[WaitingImages, str]] = []
        self._searched = ""

    def show(self, waiting: Sequence[WaitingImages], labels: Mapping[int, LabelRecord]) -> None:
        """Show these labels in this order; one that nobody has read yet has no name."""
        named = [(one, labels[one.label_id].shown) for one in waiting if one.label_id in labels]
        if [one.label_id for one, _ in named] == [one.label_id for one, _ in self._all]:
            # The same rows: only the counts are new, and the list stays where it is scrolled to.
            self._all = named
            self.rows = self._found()
            self.dataChanged.emit(self.index(0), self.index(max(0, len(self.rows) - 1)))
            return
        self.beginResetModel()
        self._all = named
        self.rows = self._found()
        self.endResetModel()

    def search(self, text: str) -> None:
        """Show the labels whose names have these words in them."""
        self.beginResetModel()
        self._searched = search_fold(text)
        self.rows = self._found()
        self.endResetModel()

    def _found(self) -> list[tuple[WaitingImages, str]]:
        if not self._searched:
            return self._all
        words = self._searched.split()
        found = [row for row in self._all if all(word in search_fold(row[1]) for word in words)]
        # Names that begin with it first; the others stay in their order.
        return sorted(found, key=lambda row: not search_fold(row[1]).startswith(self._searched))

    def place_of(self, label_id: int) -> int:
        """The row of a label; -1 where it is not shown."""
        places = (at for at, (one, _) in enumerate(self.rows) if one.label_id == label_id)
        return next(places, -1)

    def rowCount(self, parent: ModelIndex = ROOT) -> int:
        """How many labels are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name, a sentence for screen readers, the counts under ROW_ROLE."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        waiting, name = self.rows[index.row()]
        if role == ROW_ROLE:
            return waiting
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{name}, {grid_words.waiting_text(waiting.total)}"
        return None


class WaitingDelegate(RowDelegate):
    """A name, and how many images wait at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """As high as a control."""
        return QSize(WIDTH_PX, spacing.control_height)

    def text_for_tooltip(self, index: ModelIndex) -> str:
        """What is above the line and below it."""
        waiting: WaitingImages | None = index.data(ROW_ROLE)
        name = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        return "" if waiting is None else grid_words.waiting_tooltip(name, waiting)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """The name gives way to the number."""
        waiting: WaitingImages = index.data(ROW_ROLE)
        name = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        view = option.widget
        current = isinstance(view, RowView) and view.currentIndex() == index
        painter.save()
        self.paint_row(painter, option, marked=current)
        area = option.rect.adjusted(spacing.small, 0, -spacing.small, 0)
        count = number(waiting.total)
        painter.setFont(theme.font("small"))
        width = QFontMetrics(painter.font()).horizontalAdvance(count)
        painter.setPen(theme.colour("text_muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, count)
        painter.setFont(theme.font("body", bold=current))
        has_likely = waiting.likely or current
        painter.setPen(theme.colour("text" if has_likely else "text_muted"))
        room = area.adjusted(0, 0, -width - spacing.small, 0)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(
            room, middle | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, shown
        )
        painter.restore()


class WaitingView(RowView):
    """The list. Up and down show another label, Enter goes to its images."""

    chosen = Signal(int)
    """A label's id."""

    left = Signal()
    """The keyboard goes to the images."""

    def __init__(self, model: WaitingModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._is_following = False
        self.setModel(model)
        self.setItemDelegate(WaitingDelegate(self))
        self.setAccessibleName(self.tr("Labels that wait"))

    def follow(self, label_id: int) -> None:
        """Show which label is on show, without telling anybody."""
        self._is_following = True
        place = self._rows.place_of(label_id)
        index = self._rows.index(place) if place >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if place >= 0:
            self.scrollTo(index)
        self._is_following = False
        self.viewport().update()

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:
        """Tell which label is to be shown."""
        super().currentChanged(current, previous)
        waiting: WaitingImages | None = current.data(ROW_ROLE) if current.isValid() else None
        if waiting is not None and not self._is_following:
            self.chosen.emit(waiting.label_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the images; letters are keys of the grid."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        elif event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


class LabelFinder(QLineEdit):
    """Narrows the list while somebody types; Enter shows the first label, Escape gives up."""

    down = Signal()
    entered = Signal()
    cancelled = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the list."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.clear()
            self.cancelled.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class WaitingPanel(QWidget):
    """A line to find a label by, the labels, and how many there are."""

    chosen = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = WaitingModel(self)
        self._label_id = 0
        self.finder = LabelFinder(self)
        self.finder.setPlaceholderText(self.tr("Find a label"))
        self.finder.setAccessibleName(self.finder.placeholderText())
        self.finder.setClearButtonEnabled(True)
        self.list = WaitingView(self._model, self)
        self.total = plain_label("", self, role="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.small, spacing.small, spacing.small, spacing.tiny)
        column.setSpacing(spacing.tiny)
        column.addWidget(self.finder)
        column.addWidget(self.list, 1)
        column.addWidget(self.total)
        self.setMinimumWidth(140)
        self.finder.textChanged.connect(self._search)
        self.finder.entered.connect(self._take_first)
        self.finder.cancelled.connect(self.left)
        self.finder.down.connect(self.list.setFocus)
        self.list.chosen.connect(self.chosen)
        self.list.left.connect(self.left)

    @property
    def rows(self) -> list[tuple[WaitingImages, str]]:
        """What is listed."""
        return self._model.rows

    def show_waiting(
        self,
        waiting: Sequence[WaitingImages],
        labels: Mapping[int, LabelRecord],
        label_id: int,
        *,
        is_counted: bool,
    ) -> None:
        """Show the labels, and which of them is on show."""
        self._label_id = label_id
        self._model.show(waiting, labels)
        self.list.follow(label_id)
        # An image waits for each of its labels: their sum is no number of images.
        decisions = sum(one.total for one in waiting)
        names = counted(len(waiting), self.tr("1 label"), self.tr("{count} labels"))
        left = counted(decisions, self.tr("1 to decide"), self.tr("{count} to decide"))
        text = f"{names}, {left}"
        self.total.setText(text if is_counted else self.tr("Counting…"))

    def focus_finder(self) -> None:
        """Let somebody type a name."""
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    @Slot(str)
    def _search(self, text: str) -> None:
        self._model.search(text)
        self.list.follow(self._label_id)

    @Slot()
    def _take_first(self) -> None:
        if not self._model.rows:
            return
        first = self._model.rows[0][0].label_id
        self.finder.clear()
        self.chosen.emit(first)
        self.left.emit()
