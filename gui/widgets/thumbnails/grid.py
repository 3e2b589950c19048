"""The thumbnail grid as a person uses it: mouse, keys, rubber band, typing a name."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QRubberBand, QWidget

from db.repositories.images import ImageRepository
from db.thumbnails import ThumbnailStore
from gui.models.image_selection import Ids
from gui.services.focus_keys import claims
from gui.widgets.thumbnails.view import ThumbnailView
from gui.widgets.type_ahead import TypeAhead

AUTO_SCROLL_MS = 30
MAX_AUTO_SCROLL_PX = 200
STEPS_AROUND = (1, -1, 2, -2)

MOVES = {
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_End: "end",
    Qt.Key.Key_PageUp: "page up",
    Qt.Key.Key_PageDown: "page down",
}
"""What the keys mean that go from image to image."""


class ThumbnailGrid(ThumbnailView):
    """Selects as a file manager does; a double click opens."""

    opened = Signal()
    """The image that the keyboard is at."""

    name_typed = Signal(str)
    """The beginning of a file name somebody types to go there."""

    menu_requested = Signal(QPoint)
    """Where to open the context menu, global."""

    letters_are_keys = False
    """Whether letters are keys of what the grid stands in, and begin no name."""

    def __init__(
        self, images: ImageRepository, thumbnails: ThumbnailStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(images, thumbnails, parent)
        self.type_ahead = TypeAhead(self)
        self.type_ahead.typed.connect(self.name_typed)
        self._anchor = -1
        self._press: QPoint | None = None
        self._drag_to = QPoint()
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
        self._auto_scroll = QTimer(self)
        self._auto_scroll.setInterval(AUTO_SCROLL_MS)
        self._auto_scroll.timeout.connect(self._scroll_with_band)

    def set_images(self, ids: Ids, *, from_top: bool = False) -> None:
        """Show these images; the selection and, but ``from_top``, the current one stay."""
        super().set_images(ids, from_top=from_top)
        self._anchor = self._current

    def set_current(self, position: int, *, extend: bool = False, select: bool = True) -> None:
        """Go to a position, selecting it alone, or all from the anchor on with ``extend``."""
        if not 0 <= position < self._layout.count:
            return
        self._current = position
        if select and extend and self._anchor >= 0:
            self.selection.select_range(self._anchor, position)
        elif select:
            self._anchor = position
            self.selection.select_only(position)
        self.scroll_to(position)
        self.viewport().update()
        self._tell_current()

    def move_by(self, count: int, *, extend: bool = False) -> None:
        """Go some images forwards or backwards."""
        if self._layout.count:
            position = 0 if self._current < 0 else self._current + count
            self.set_current(max(0, min(self._layout.count - 1, position)), extend=extend)

    def go(self, move: str, *, extend: bool = False, select: bool = True) -> None:
        """Go where a key goes, such as "down" (``MOVES``)."""
        if self._layout.count:
            self.set_current(self._target(move), extend=extend, select=select)

    def ids_around(self) -> list[int]:
        """The images next to the current one, the one after it first."""
        if self._current < 0:
            return []
        places = (self._current + step for step in STEPS_AROUND)
        ids = self.selection.ids
        return [int(ids[place]) for place in places if 0 <= place < len(ids)]

    def ids_to_open(self) -> list[int]:
        """What is reviewed: the selection beginning at the current image, or that image."""
        selected = self.selection.selected_ids()
        current = self.current_id
        if current and current not in selected[:1]:
            try:
                at = selected.index(current)
            except ValueError:
                return [current]
            return selected[at:] + selected[:at]
        return selected or ([current] if current else [])

    # Qt's events

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl change the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y() / 120
            self.change_cell_size(round(steps) or (1 if steps > 0 else -1))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select: alone, with Ctrl in addition, with Shift up to here."""
        position = self.position_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.RightButton:
            if position >= 0 and not self.selection.is_selected(position):
                self.set_current(position)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._press = event.position().toPoint() + QPoint(0, self.verticalScrollBar().value())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if position < 0:
            if not control and not shift:
                self.selection.clear()
            return
        if shift and self._anchor >= 0:
            self.selection.select_range(self._anchor, position, keep=control)
            self.set_current(position, select=False)
        elif control:
            self.selection.toggle(position)
            self._anchor = position
            self.set_current(position, select=False)
        else:
            self.set_current(position)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with the name; drag a rubber band."""
        point = event.position().toPoint()
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(self.position_at(point))
            return
        self._drag_to = point
        if not self._band.isVisible():
            start = self._press - QPoint(0, self.verticalScrollBar().value())
            if (point - start).manhattanLength() < QApplication.startDragDistance():
                return
            additive = event.modifiers() & (
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            )
            self.selection.begin_rubber_band(keep=bool(additive))
            self._hover(-1)
            self._band.show()
            self._auto_scroll.start()
        self._stretch_band()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a rubber band; the selection is what it touched."""
        self._press = None
        self._auto_scroll.stop()
        self._band.hide()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the image."""
        if self.position_at(event.position().toPoint()) >= 0:
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, at the pointer or, from the keyboard, at the current image."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self._current >= 0:
            point = self.viewport().mapToGlobal(self.cell_rect(self._current).center())
        else:
            point = event.globalPos()
        self.menu_requested.emit(point)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and select; letters that are no shortcut go to the name they begin."""
        if self.letters_are_keys and event.text().strip():
            event.ignore()
            return
        if self.type_ahead.take(event):
            event.accept()
            return
        move = MOVES.get(Qt.Key(event.key()))
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if move is not None and self._layout.count:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.go(move, extend=extend, select=not control or extend)
        elif event.key() == Qt.Key.Key_Space and control and self._current >= 0:
            self.selection.toggle(self._current)
            self._anchor = self._current
        elif event.key() == Qt.Key.Key_Escape:
            self.selection.clear()
        else:
            event.ignore()
            return
        event.accept()

    def event(self, event: QEvent) -> bool:
        """While a name is being typed, its letters are no shortcuts."""
        # Qt sends events before everything is made.
        return claims(event, lambda key: self.type_ahead.wants(key)) or super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        if (
            self._current < 0
            and self._layout.count
            and event.reason()
            in (
                Qt.FocusReason.TabFocusReason,
                Qt.FocusReason.BacktabFocusReason,
            )
        ):
            self.set_current(self._layout.positions_at(*self._visible())[0], select=False)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        self.viewport().update()

    # Inside

    def _target(self, move: str) -> int:
        columns, last = self._layout.columns, self._layout.count - 1
        if self._current < 0:
            return last if move == "end" else 0
        page = max(1, self.viewport().height() // self._layout.pitch_px) * columns
        steps = {"left": -1, "right": 1, "up": -columns, "down": columns}
        steps |= {"page up": -page, "page down": page, "home": -last - 1, "end": last + 1}
        position = self._current + steps[move]
        if move == "up" and position < 0:
            return self._current
        return max(0, min(last, position))

    def _stretch_band(self) -> None:
        if self._press is None:
            return
        scrolled = QPoint(0, self.verticalScrollBar().value())
        band = QRect(self._press, self._drag_to + scrolled).normalized()
        self._band.setGeometry(band.translated(-scrolled).intersected(self.viewport().rect()))
        positions = self._layout.positions_in(band.left(), band.top(), band.right(), band.bottom())
        self.selection.rubber_band(positions)

    @Slot()
    def _scroll_with_band(self) -> None:
        below = self._drag_to.y() - self.viewport().height()
        distance = below if below > 0 else min(0, self._drag_to.y())
        if distance and self._band.isVisible():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + max(-200, min(200, distance)))
            self._stretch_band()
