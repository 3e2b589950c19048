"""A line to type a label into: completion over names and aliases, and new labels by name."""

from PySide6.QtCore import (
    QEvent,
    QMetaMethod,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMoveEvent,
    QPainter,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gui.models.label_matches import MATCH_ROLE, LabelMatchModel
from gui.models.vocabulary import LabelMatch, Vocabulary
from gui.services.focus_keys import claims
from gui.style import theme
from gui.words.amounts import number

ROW_HEIGHT_PX = theme.spacing.control_height
PADDING_PX = theme.spacing.small
MIN_POPUP_WIDTH_PX = 220
MAX_ROWS = 13


class _MatchDelegate(QStyledItemDelegate):
    """A row: the label, the alias it was found by, and how many images carry it."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(MIN_POPUP_WIDTH_PX, ROW_HEIGHT_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        palette: QPalette = option.palette
        rect: QRect = option.rect
        metrics: QFontMetrics = option.fontMetrics
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, palette.highlight())
        strong = palette.highlightedText() if selected else palette.text()
        quiet = palette.highlightedText() if selected else palette.placeholderText()
        area = rect.adjusted(PADDING_PX, 0, -PADDING_PX, 0)
        match: LabelMatch | None = index.data(MATCH_ROLE)
        right = "" if match is None else number(match.label.image_count)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.setPen(quiet.color())
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignRight, right)
        area.setRight(area.right() - metrics.horizontalAdvance(right) - PADDING_PX)
        text = index.data(Qt.ItemDataRole.DisplayRole) if match is None else match.label.shown
        name = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(strong.color())
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignLeft, name)
        if match is not None and match.matched:
            area.setLeft(area.left() + metrics.horizontalAdvance(name) + PADDING_PX)
            alias = metrics.elidedText(match.matched, Qt.TextElideMode.ElideRight, area.width())
            painter.setPen(quiet.color())
            painter.drawText(area, flags | Qt.AlignmentFlag.AlignLeft, alias)


class LabelEntry(QLineEdit):
    """Enter takes the highlighted row, Ctrl+Enter creates exactly what is typed, Escape empties and
    leaves the field.

    The list is a plain child of the window, not a window of its own: it takes no focus, grabs no
    mouse and is part of every screenshot.
    """

    label_chosen = Signal(int)
    """The id of an existing label."""

    name_entered = Signal(str)
    """The name of a label to create, white space tidied."""

    cancelled = Signal()
    """Escape: give the focus back to where it came from. In a dialog, where nobody takes it, the
    first Escape empties the field and the next one closes the dialog."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        parent: QWidget | None = None,
        *,
        can_create: bool = True,
        preselect: bool = True,
    ) -> None:
        """``preselect``: the best match is highlighted at once, so that Enter takes it."""
        super().__init__(parent)
        self._vocabulary = vocabulary
        self._preselect = preselect
        self._popup = QListView()
        self._model = LabelMatchModel(self._popup, can_create=can_create)
        self._popup.setObjectName("label-entry-popup")
        self._popup.setParent(self)
        self._popup.setAccessibleName(self.tr("Matching labels"))
        self._popup.setModel(self._model)
        self._popup.setItemDelegate(_MatchDelegate(self._popup))
        self._popup.setUniformItemSizes(True)
        self._popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._popup.setMouseTracking(True)
        self._popup.entered.connect(self._popup.setCurrentIndex)
        self._popup.clicked.connect(self._take_row)
        self._popup.hide()
        # It moves to the window when first shown, and must still go when this line goes.
        self.destroyed.connect(self._popup.deleteLater)
        self.setPlaceholderText(self.tr("Add a label…"))
        self.setAccessibleName(self.tr("Add a label"))
        self.setClearButtonEnabled(True)
        self.textEdited.connect(self._search)
        self.textChanged.connect(self._close_when_empty)
        vocabulary.changed.connect(self._search_again)

    @property
    def popup(self) -> QListView:
        """The list of matches, for the one who places or tests it."""
        return self._popup

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Escape, Tab and the keys that move in the list; all else is text."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            exactly = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.submit(exactly=exactly)
        elif key == Qt.Key.Key_Escape and not self._escape():
            event.ignore()  # a dialog closes
            return
        elif key == Qt.Key.Key_Escape:
            pass
        elif self._popup.isVisible() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif self._popup.isVisible() and key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self._move(MAX_ROWS if key == Qt.Key.Key_PageDown else -MAX_ROWS)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Keep Enter and Escape from the page."""
        mine = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return claims(event, lambda key: key.key() in mine) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes with the focus; what was typed stays."""
        super().focusOutEvent(event)
        self._popup.hide()

    def hideEvent(self, event: QEvent) -> None:
        """The list goes with the line."""
        self._popup.hide()

    def moveEvent(self, event: QMoveEvent) -> None:
        """The list stays below the line."""
        super().moveEvent(event)
        self._follow_place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list stays as wide as the line."""
        super().resizeEvent(event)
        self._follow_place()

    def submit(self, *, exactly: bool) -> None:
        """Take the highlighted row, or with ``exactly`` the label called what is typed."""
        name = " ".join(self.text().split())
        if not name:
            return
        row = self._popup.currentIndex().row() if self._popup.isVisible() else -1
        match = self._model.label_match(row)
        label = self._vocabulary.index.exact(name)
        if not exactly and match is not None:
            label = match.label
        if label is not None:
            self._finish()
            self.label_chosen.emit(label.id)
        elif self._model.new_name:
            self._finish()
            self.name_entered.emit(name)

    @Slot(QModelIndex)
    def _take_row(self, index: QModelIndex | QPersistentModelIndex) -> None:
        self._popup.setCurrentIndex(index)
        self.submit(exactly=False)

    def _finish(self) -> None:
        self.setText("")  # and unlike "clear" it leaves nothing to undo
        self._popup.hide()

    def _escape(self) -> bool:
        """Empty the field and leave it; False where there was nothing to do."""
        was_empty = not self.text()
        self._finish()
        is_left = self.isSignalConnected(QMetaMethod.fromSignal(self.cancelled))
        self.cancelled.emit()
        return is_left or not was_empty

    def _move(self, rows: int) -> None:
        last = self._model.rowCount() - 1
        row = self._popup.currentIndex().row()
        # A single step goes round, a page stops at the end.
        row = (row + rows) % (last + 1) if abs(rows) == 1 else max(0, min(last, row + rows))
        self._popup.setCurrentIndex(self._model.index(row))

    @Slot(str)
    def _search(self, text: str) -> None:
        self._model.search(self._vocabulary.index, text)
        if self._model.rowCount() == 0:
            self._popup.hide()
            return
        if self._preselect:
            self._popup.setCurrentIndex(self._model.index(0))
        self._place_popup()
        self._popup.show()
        self._popup.raise_()

    @Slot()
    def _search_again(self) -> None:
        if self._popup.isVisible():
            self._search(self.text())

    @Slot(str)
    def _close_when_empty(self, text: str) -> None:
        if not text.strip():
            self._popup.hide()

    def _follow_place(self) -> None:
        if self._popup.isVisible():
            self._place_popup()

    def _place_popup(self) -> None:
        window = self.window()
        if self._popup.parent() is not window:
            self._popup.setParent(window)
        frame = 2 * self._popup.frameWidth()
        height = min(self._model.rowCount(), MAX_ROWS) * ROW_HEIGHT_PX + frame
        width = max(self.width(), MIN_POPUP_WIDTH_PX)
        corner = self.mapTo(window, QPoint(0, self.height() + 2))
        above = self.mapTo(window, QPoint(0, -2)).y() - height
        if corner.y() + height > window.height() and above >= 0:
            corner.setY(above)
        corner.setX(max(0, min(corner.x(), window.width() - width)))
        self._popup.setGeometry(QRect(corner, QSize(width, height)))
