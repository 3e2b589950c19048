"""The suggestions for the image on show: digit, name, bar, percentage, accept and reject."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from gui.review import words as review_words
from gui.review.desk.state import RowState, SuggestionRow
from gui.review.rows import ICON_PX, ROW_ROLE, ModelIndex, RowDelegate, RowView
from gui.services import shortcuts
from gui.style import theme
from gui.style.icons import draw_icon
from gui.style.theme import spacing
from gui.widgets.label_menu import MenuEntry
from gui.words.amounts import likelihood, not_measured

ROW_HEIGHT_PX = 36
DIGIT_PX = 12
BOX_PX = 16
BAR_WIDTH_PX = 56
BAR_HEIGHT_PX = 6
PERCENT_WIDTH_PX = 44
ROOT = QModelIndex()


class SuggestionModel(QAbstractListModel):
    """The rows, as values."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SuggestionRow, ...] = ()

    def set_rows(self, rows: Sequence[SuggestionRow]) -> None:
        """Show these; where the labels stay the same the rows only change their state."""
        new = tuple(rows)
        if new == self.rows:
            return
        same = [row.label_id for row in new] == [row.label_id for row in self.rows]
        if same:
            self.rows = new
            self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def rowCount(self, parent: ModelIndex = ROOT) -> int:
        """How many suggestions there are."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name for display, a sentence for screen readers, the row under ROW_ROLE."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label_name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        return None

    def _spoken(self, row: SuggestionRow) -> str:
        states = {
            RowState.OPEN: self.tr("ticked") if row.ticked else self.tr("not ticked"),
            RowState.ACCEPTED: self.tr("accepted"),
            RowState.REJECTED: self.tr("rejected"),
        }
        text = self.tr("{name}, {likelihood}, {state}").format(
            name=row.label_name, likelihood=_figure(row, row.shown), state=states[row.state]
        )
        if row.doubt == "wrong":
            text = self.tr("probably wrong: {suggestion}").format(suggestion=text)
        elif row.doubt == "missing":
            text = self.tr("probably missing: {suggestion}").format(suggestion=text)
        return f"{row.digit}: {text}" if row.digit else text


class SuggestionDelegate(RowDelegate):
    """Paints one suggestion."""

    row_height_px = ROW_HEIGHT_PX

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """One row's height; the view gives the width."""
        return QSize(200, ROW_HEIGHT_PX)

    def buttons(self, index: ModelIndex) -> tuple[str, ...]:
        """Accept and reject."""
        return ("accept", "reject")

    def button_tooltip(self, index: ModelIndex, button: str) -> str:
        """What the button does now: a second time takes it back."""
        row: SuggestionRow = index.data(ROW_ROLE)
        if button == "tick":
            if row.ticked:
                return self.tr("Ticked: {enter} takes it").format(enter=review_words.enter_key())
            return self.tr("Not ticked: {enter} leaves it open").format(
                enter=review_words.enter_key()
            )
        if button == "accept":
            if row.state is RowState.ACCEPTED:
                return shortcuts.tooltip("review.accept", self.tr("Take back the acceptance"))
            return shortcuts.tooltip("review.accept")
        if row.state is RowState.REJECTED:
            return shortcuts.tooltip("review.reject", self.tr("Take back the rejection"))
        return shortcuts.tooltip("review.reject")

    def button_rect(self, row: QRect, index: ModelIndex, button: str) -> QRect:
        """The box to tick stands before the name, with the digit."""
        if button != "tick":
            return super().button_rect(row, index, button)
        width = spacing.medium + DIGIT_PX + spacing.small + BOX_PX + spacing.tiny
        return QRect(row.left(), row.top(), width, row.height())

    def button_at(self, row: QRect, index: ModelIndex, point: QPoint) -> str:
        """The button or box under a point, "" for none."""
        shown: SuggestionRow = index.data(ROW_ROLE)
        if shown.state is RowState.OPEN and self.button_rect(row, index, "tick").contains(point):
            return "tick"
        return super().button_at(row, index, point)

    def text_for_tooltip(self, index: ModelIndex) -> str:
        """The whole name, what the percentage means, and what it was before."""
        row: SuggestionRow = index.data(ROW_ROLE)
        text = f"{row.label_name}: {_figure(row, row.shown)}"
        if row.previous is not None:
            text += " " + self.tr("(was {before})").format(before=_figure(row, row.previous))
        if row.probability is not None:
            text += f"\n{review_words.about_so_many_right(row.probability)}"
        else:
            text += f"\n{not_measured()}"
        name = review_words.name_sentence(row)
        return f"{text}\n{name}" if name else text

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Digit, name, bar, percentage and buttons."""
        row: SuggestionRow = index.data(ROW_ROLE)
        rect: QRect = option.rect
        view = option.widget
        marked = isinstance(view, SuggestionList) and view.currentIndex() == index
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_row(painter, option, marked=marked)
        self._paint_digit(painter, rect, row)

        right = self.button_rect(rect, index, "accept").left() - spacing.tiny
        percent_rect = QRect(right - PERCENT_WIDTH_PX, rect.top(), PERCENT_WIDTH_PX, rect.height())
        painter.setFont(theme.font())
        painter.setPen(theme.colour("text_muted" if _is_quiet(row) else "text"))
        painter.drawText(
            percent_rect,
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            _figure(row, row.shown),
        )
        bar = QRectF(
            percent_rect.left() - BAR_WIDTH_PX,
            rect.center().y() - BAR_HEIGHT_PX / 2 + 1,
            BAR_WIDTH_PX,
            BAR_HEIGHT_PX,
        )
        self._paint_bar(painter, bar, row)
        left = self.button_rect(rect, index, "tick").right() + spacing.tiny
        name_rect = QRect(left, rect.top(), int(bar.left()) - spacing.small - left, rect.height())
        if row.doubt is not None and row.state is RowState.OPEN:
            icon = QRectF(left, rect.center().y() - ICON_PX / 2 + 1, ICON_PX, ICON_PX)
            if row.doubt == "wrong":
                draw_icon(painter, "circle-alert", icon, "negative")
            else:
                draw_icon(painter, "circle-dashed", icon, "positive")
            name_rect.setLeft(left + ICON_PX + spacing.tiny)
        self._paint_name(painter, name_rect, row)
        if hovered or marked or row.state is RowState.ACCEPTED:
            self.paint_button(
                painter,
                rect,
                index,
                "accept",
                icon="check",
                colour="positive" if row.state is RowState.ACCEPTED else "text_muted",
                pressed=row.state is RowState.ACCEPTED,
            )
        if hovered or marked or row.state is RowState.REJECTED:
            self.paint_button(
                painter,
                rect,
                index,
                "reject",
                icon="x",
                colour="negative" if row.state is RowState.REJECTED else "text_muted",
                pressed=row.state is RowState.REJECTED,
            )
        painter.restore()

    def _paint_digit(self, painter: QPainter, rect: QRect, row: SuggestionRow) -> None:
        """The digit and the box: what Enter takes is ticked, what is decided has no box."""
        left = rect.left() + spacing.medium
        if row.digit:
            painter.setPen(theme.colour("text_muted"))
            painter.setFont(theme.font("small"))
            place = QRect(left, rect.top(), DIGIT_PX, rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(row.digit))
        box = QRectF(0, 0, BOX_PX, BOX_PX)
        box.moveCenter(QRectF(rect).center())
        box.moveLeft(left + DIGIT_PX + spacing.small)
        if row.state is not RowState.OPEN:
            icon, colour = ("check", "positive")
            if row.state is RowState.REJECTED:
                icon, colour = ("x", "text_muted")
            draw_icon(painter, icon, box, colour)
            return
        painter.setPen(QPen(theme.colour("accent" if row.ticked else "control"), 1))
        painter.setBrush(theme.colour("accent") if row.ticked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if row.ticked:
            draw_icon(painter, "check", box.adjusted(2, 2, -2, -2), "accent_text")

    def _paint_bar(self, painter: QPainter, bar: QRectF, row: SuggestionRow) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("placeholder"))
        painter.drawRoundedRect(bar, 3, 3)
        filled = QRectF(bar)
        filled.setWidth(max(bar.width() * row.shown, BAR_HEIGHT_PX))
        painter.setBrush(theme.colour("text_muted" if _is_quiet(row) else "accent"))
        painter.drawRoundedRect(filled, 3, 3)
        if row.previous is not None:
            before = QRectF(bar)
            before.setWidth(max(bar.width() * row.previous, BAR_HEIGHT_PX))
            painter.setPen(QPen(theme.colour("text"), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(before.adjusted(0, -2, 0, 2), 3, 3)

    def _paint_name(self, painter: QPainter, rect: QRect, row: SuggestionRow) -> None:
        font = theme.font(bold=row.state is RowState.ACCEPTED)
        font.setStrikeOut(row.state is RowState.REJECTED)
        painter.setFont(font)
        painter.setPen(theme.colour("text_muted" if _is_quiet(row) else "text"))
        text = painter.fontMetrics().elidedText(
            row.label_name, Qt.TextElideMode.ElideRight, rect.width()
        )
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, text)


def _is_quiet(row: SuggestionRow) -> bool:
    """Whether a row steps back: rejected, or Enter leaves it."""
    return row.state is RowState.REJECTED or (row.state is RowState.OPEN and not row.ticked)


class SuggestionList(RowView):
    """The list; the page's keys act on the focused label, whoever has the keyboard."""

    tick_toggled = Signal(int)
    accept_toggled = Signal(int)
    reject_toggled = Signal(int)
    focused = Signal(int)
    """The label id that is focused now; 0 when there is none."""

    menu_requested = Signal(object, QPoint)
    """(a SuggestionRow, where to open its menu, global)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._focused = 0
        self._setting = False
        self.setAccessibleName(self.tr("Suggested labels"))
        self._model = SuggestionModel(self)
        self.setModel(self._model)
        self.setItemDelegate(SuggestionDelegate(self))

    @property
    def rows(self) -> tuple[SuggestionRow, ...]:
        """What is shown."""
        return self._model.rows

    @property
    def focused_label(self) -> int:
        """The label keys act on; 0 for none."""
        return self._focused

    def show_rows(self, rows: Sequence[SuggestionRow], focused_label: int) -> None:
        """Show these rows with this one focused."""
        self._setting = True
        self._model.set_rows(rows)
        self._setting = False
        self.focus_label(focused_label)

    def focus_label(self, label_id: int) -> None:
        """Let keys act on a label's row."""
        places = [i for i, row in enumerate(self.rows) if row.label_id == label_id]
        self.setCurrentIndex(self._model.index(places[0]) if places else QModelIndex())
        self._tell(label_id if places else 0)

    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:
        """Follow a click or an arrow key."""
        super().currentChanged(current, previous)
        self.viewport().update()
        row: SuggestionRow | None = current.data(ROW_ROLE)
        if not self._setting and row is not None:
            self._tell(row.label_id)

    def press_button(self, index: ModelIndex, button: str) -> None:
        """Tick, accept or reject the row."""
        row: SuggestionRow = index.data(ROW_ROLE)
        self._press(row.label_id, button)

    def menu_entries(self, row: SuggestionRow) -> list[MenuEntry]:
        """The row's buttons in words."""
        places = [place for place, one in enumerate(self.rows) if one.label_id == row.label_id]
        delegate = self.itemDelegate()
        if not places or not isinstance(delegate, SuggestionDelegate):
            return []
        index = self._model.index(places[0])
        return [
            (icon, delegate.button_tooltip(index, name), partial(self._press, row.label_id, name))
            for name, icon in (("accept", "check"), ("reject", "x"))
        ]

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer or, from the keyboard, the current one."""
        index, place = self.indexAt(event.pos()), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            place = self.viewport().mapToGlobal(self.visualRect(index).center())
        row: SuggestionRow | None = index.data(ROW_ROLE)
        if row is not None:
            self.focus_label(row.label_id)
            self.menu_requested.emit(row, place)

    def _press(self, label_id: int, button: str) -> None:
        signals = {"tick": self.tick_toggled, "accept": self.accept_toggled}
        signals.get(button, self.reject_toggled).emit(label_id)

    def _tell(self, label_id: int) -> None:
        if label_id != self._focused:
            self._focused = label_id
            self.focused.emit(label_id)


def _figure(row: SuggestionRow, share: float) -> str:
    """A share of the row as it is shown."""
    return likelihood(share, measured=row.probability is not None)
