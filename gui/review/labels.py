"""The labels an image carries, where each came from, and a button to remove it."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from gui.review.desk.state import LabelRow
from gui.review.rows import ICON_PX, ROW_ROLE, ModelIndex, RowDelegate, RowView
from gui.services.focus_keys import claims
from gui.style import theme
from gui.style.icons import draw_icon
from gui.style.theme import spacing
from gui.words.amounts import percentage

ROW_HEIGHT_PX = spacing.control_height
LEAST_SOURCE_PX = 32
"""Less of where a label came from would say nothing."""
ROOT = QModelIndex()
EDITS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape)


class LabelModel(QAbstractListModel):
    """The labels, as values."""

    def __init__(self, curator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[LabelRow, ...] = ()
        self._curator = curator

    def set_rows(self, rows: Sequence[LabelRow]) -> None:
        """Show these."""
        if tuple(rows) == self.rows:
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: ModelIndex = ROOT) -> int:
        """How many labels the image carries."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name for display, with its source for screen readers, the row under ROW_ROLE."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label_name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.label_name}, {self.source_text(row)}"
        return None

    def source_text(self, row: LabelRow) -> str:
        """Where a label came from, in a word or two."""
        if row.saving:
            return self.tr("saving…")
        if row.source == "imported":
            return self.tr("imported")
        if row.source == "rule":
            return self.tr("text rule: {words}").replace("{words}", row.decider)
        if row.source == "merged":
            return self.tr("from a duplicate")
        who = self.tr("you") if row.decider == self._curator else row.decider
        if row.source == "accepted":
            if row.decider != self._curator:
                return self.tr("accepted by {name}").format(name=row.decider)
            if row.confidence is None:
                return self.tr("accepted")
            return self.tr("accepted at {share}").format(share=percentage(row.confidence))
        return who


class LabelDelegate(RowDelegate):
    """Paints one label: a tick, its name, where it came from."""

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """One row's height; the view gives the width."""
        return QSize(200, ROW_HEIGHT_PX)

    def buttons(self, index: ModelIndex) -> tuple[str, ...]:
        """Remove, once the label is saved."""
        row: LabelRow | None = index.data(ROW_ROLE)
        return () if row is None or row.saving else ("remove",)

    def button_tooltip(self, index: ModelIndex, button: str) -> str:
        """What the button does."""
        return self.tr("Remove this label (Delete)")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Tick, name, source; the button where the pointer or the keyboard is."""
        row: LabelRow = index.data(ROW_ROLE)
        model = index.model()
        source = model.source_text(row) if isinstance(model, LabelModel) else ""
        rect: QRect = option.rect
        view = option.widget
        marked = isinstance(view, QWidget) and view.hasFocus() and _is_current(view, index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_row(painter, option, marked=marked)
        tick = QRectF(rect.left() + spacing.medium + 2, 0, ICON_PX, ICON_PX)
        tick.moveCenter(QRectF(rect).center())
        tick.moveLeft(rect.left() + spacing.medium + 2)
        draw_icon(painter, "check", tick, "text_muted" if row.saving else "positive")

        right = rect.right() - spacing.medium
        if self.buttons(index) and (marked or option.state & QStyle.StateFlag.State_MouseOver):
            self.paint_button(painter, rect, index, "remove", icon="x", colour="text_muted")
            right = self.button_rect(rect, index, "remove").left() - spacing.tiny
        left = int(tick.right()) + spacing.small + 2
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_muted"))
        # The name comes first; where the label came from gives way to it.
        name_px = QFontMetrics(theme.font()).horizontalAdvance(row.label_name)
        room = right - left - name_px - spacing.small
        if room < LEAST_SOURCE_PX:
            source = ""
        source = painter.fontMetrics().elidedText(source, Qt.TextElideMode.ElideRight, room)
        width = painter.fontMetrics().horizontalAdvance(source)
        painter.drawText(
            QRect(right - width, rect.top(), width + 1, rect.height()),
            Qt.AlignmentFlag.AlignVCenter,
            source,
        )
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text_muted" if row.saving else "text"))
        name_rect = QRect(left, rect.top(), right - width - spacing.small - left, rect.height())
        name = painter.fontMetrics().elidedText(
            row.label_name, Qt.TextElideMode.ElideRight, name_rect.width()
        )
        painter.drawText(name_rect, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()


class LabelList(RowView):
    """The labels of one image; Delete or the row's button removes one."""

    remove_requested = Signal(int)
    """A label id."""

    replace_requested = Signal(int, str)
    """A label id, and what was typed over it so far."""

    left = Signal()
    """Escape: the keyboard goes back to the image."""

    def __init__(self, curator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Labels of this image"))
        self._model = LabelModel(curator, self)
        self.setModel(self._model)
        self.setItemDelegate(LabelDelegate(self))

    @property
    def rows(self) -> tuple[LabelRow, ...]:
        """What is shown."""
        return self._model.rows

    def show_rows(self, rows: Sequence[LabelRow]) -> None:
        """Show these labels; a new one is scrolled to."""
        known = {row.label_id for row in self.rows}
        place = max(self.currentIndex().row(), 0)
        self._model.set_rows(rows)
        if not rows:
            return
        new = [i for i, row in enumerate(rows) if row.label_id not in known]
        if new and known:
            self.scrollTo(self._model.index(new[-1]))
        self.setCurrentIndex(self._model.index(min(place, len(rows) - 1)))

    def press_button(self, index: ModelIndex, button: str) -> None:
        """Remove the row's label."""
        row: LabelRow = index.data(ROW_ROLE)
        if not row.saving:
            self.remove_requested.emit(row.label_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes the current label; typing, Enter and F2 put another in its place."""
        key = event.key()
        row: LabelRow | None = self.currentIndex().data(ROW_ROLE)
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif row is not None and key == Qt.Key.Key_Delete:
            self.press_button(self.currentIndex(), "remove")
            self.left.emit()  # so that the key of undo is at hand, not typed over a label
        elif row is not None and not row.saving and (_is_typing(event) or key in EDITS):
            self.replace_requested.emit(row.label_id, event.text() if _is_typing(event) else "")
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keep letters and Enter, which are the page's keys elsewhere, while a label is current."""
        return claims(event, self._is_mine) or super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        acts = _is_typing(event) or event.key() in (*EDITS, *MOVES)
        return self.currentIndex().isValid() and acts

    def take_keyboard(self) -> None:
        """Let keys act on the labels, the last one first: that is the one just given."""
        self.setCurrentIndex(self._model.index(len(self.rows) - 1))
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _is_typing(event: QKeyEvent) -> bool:
    """Whether a key writes a letter, a figure or a sign; a label does not begin with a space."""
    plain = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    keypad = Qt.KeyboardModifier.KeypadModifier
    text = event.text()
    return (
        plain in (Qt.KeyboardModifier.NoModifier, keypad)
        and text.isprintable()
        and bool(text.strip())
    )


def _is_current(view: QWidget, index: ModelIndex) -> bool:
    return isinstance(view, LabelList) and view.currentIndex() == index
