"""Images and captions as points in the plane: zoomed, dragged, pointed at, gone through by keys."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.evaluation.retrieval.map import MapPoint
from gui.style import theme
from gui.style.theme import spacing

MARK_PX, CURRENT_PX = 4.0, 7.0
SPRITE_PX = 14
REACH_PX = 12.0
"""A pointer so near to a point is on it."""
DRAG_PX = 4
ZOOM_STEP = 1.25
LEAST_ZOOM, MOST_ZOOM = 1.0, 60.0
FADED = 0.18
MINIMUM_PX = QSize(320, 280)

MOVES = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}
ZOOMS = {Qt.Key.Key_Plus: ZOOM_STEP, Qt.Key.Key_Equal: ZOOM_STEP, Qt.Key.Key_Minus: 1 / ZOOM_STEP}


@dataclass(frozen=True, slots=True)
class Look:
    """Of each point: the group it belongs to, by place in ``colours``."""

    groups: tuple[int, ...]
    colours: tuple[QColor, ...]


class MapView(QWidget):
    """Images are discs, captions hollow triangles; a thread leads from one to the other."""

    current_changed = Signal()
    """Another point is pointed at, or none; ``current`` and ``place_of`` tell which and where."""

    opened = Signal(int)
    """The id of the image of a point that was clicked, or on which Enter was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points: Sequence[MapPoint] = ()
        self.current = -1
        self.highlighted = -1
        self._partner: dict[int, int] = {}
        self._look = Look((), ())
        self._painted: tuple[tuple[object, ...], QPixmap] | None = None
        self._zoom = 1.0
        self._middle = QPointF(0.5, 0.5)
        self._pressed: QPointF | None = None
        self._dragged = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(MINIMUM_PX)
        self.setAccessibleName(self.tr("Map of captions and images"))
        self.setToolTipDuration(0)
        theme.notifier().changed.connect(self.update)

    def show_points(self, points: Sequence[MapPoint], look: Look) -> None:
        """Show these points, all of them in sight."""
        self.points = points
        self._partner = _partners(points)
        self.current, self.highlighted = -1, -1
        self.show_look(look)
        self.fit()
        self.current_changed.emit()

    def show_look(self, look: Look) -> None:
        """Colour the points anew."""
        self._look = look
        self.update()

    def highlight(self, group: int) -> None:
        """Let a group stand out from all others; -1: none."""
        self.highlighted = group
        self.update()

    @Slot()
    def fit(self) -> None:
        """See everything."""
        self._zoom, self._middle = LEAST_ZOOM, QPointF(0.5, 0.5)
        self.update()
        self.current_changed.emit()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom, with what is at this place of the widget staying there."""
        at = at or QPointF(self.rect().center())
        before = self._in_map(at)
        self._zoom = max(LEAST_ZOOM, min(MOST_ZOOM, self._zoom * factor))
        self._move_middle(before - self._in_map(at))

    def place_of(self, number: int) -> QPointF:
        """Where a point is in the widget."""
        point = self.points[number]
        side = self._side_px()
        middle = QRectF(self.rect()).center()
        return QPointF(
            middle.x() + (point.x - self._middle.x()) * side,
            middle.y() + (point.y - self._middle.y()) * side,
        )

    def partner(self, number: int) -> int:
        """The caption of an image on the map, the image of a caption; -1 for none."""
        return self._partner.get(number, -1)

    def set_current(self, number: int) -> None:
        """Point at a point; -1 at none."""
        if number != self.current:
            self.current = number
            self.update()
            self.current_changed.emit()

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """All points, the faded ones first, the current one with its partner on top."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._all_points())
        if self.current >= 0:
            self._paint_current(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.zoom_by(ZOOM_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, or to click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the map, or point at what is below the pointer."""
        if self._pressed is None:
            self.set_current(self.nearest(event.position()))
            shape = Qt.CursorShape.ArrowCursor
            self.setCursor(Qt.CursorShape.PointingHandCursor if self.current >= 0 else shape)
            return
        way = event.position() - self._pressed
        if self._dragged or way.manhattanLength() >= DRAG_PX:
            self._dragged = True
            self._pressed = event.position()
            self._move_middle(-way / self._side_px())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the image of the point."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        clicked = self._pressed is not None and not self._dragged
        self._pressed = None
        if clicked:
            self.set_current(self.nearest(event.position()))
            self._open()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at but by the keyboard."""
        if not self.hasFocus():
            self.set_current(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from point to point, plus and minus zoom, 0 shows all, Enter opens."""
        key = Qt.Key(event.key())
        if key in MOVES and self.points:
            self.set_current(self._next(*MOVES[key]))
            self._bring_into_sight()
        elif key in ZOOMS:
            at = self.place_of(self.current) if self.current >= 0 else None
            self.zoom_by(ZOOMS[key], at)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current >= 0:
            self._open()
        elif key == Qt.Key.Key_Escape and self.current >= 0:
            self.set_current(-1)
        else:
            event.ignore()
            return
        event.accept()

    # Inside

    def nearest(self, place: QPointF) -> int:
        """The point within reach of a place of the widget, -1 for none."""
        best, found = REACH_PX, -1
        for number in range(len(self.points)):
            if self.highlighted >= 0 and self._look.groups[number] != self.highlighted:
                continue
            way = self.place_of(number) - place
            distance = math.hypot(way.x(), way.y())
            if distance < best:
                best, found = distance, number
        return found

    def _next(self, x: float, y: float) -> int:
        """The nearest point in a direction, what lies aside counting double."""
        if self.current < 0:
            return self._nearest_to_middle()
        from_place = self.place_of(self.current)
        best, found = math.inf, self.current
        for number in range(len(self.points)):
            way = self.place_of(number) - from_place
            ahead = way.x() * x + way.y() * y
            aside = abs(way.x() * y) + abs(way.y() * x)
            if ahead > 0.5 and ahead + 2 * aside < best:
                best, found = ahead + 2 * aside, number
        return found

    def _nearest_to_middle(self) -> int:
        middle = QRectF(self.rect()).center()
        return min(
            range(len(self.points)), key=lambda one: (self.place_of(one) - middle).manhattanLength()
        )

    def _bring_into_sight(self) -> None:
        inside = QRectF(self.rect()).adjusted(24, 24, -24, -24)
        if self.current >= 0 and not inside.contains(self.place_of(self.current)):
            point = self.points[self.current]
            self._middle = QPointF(point.x, point.y)
            self.update()
            self.current_changed.emit()

    def _open(self) -> None:
        if self.current >= 0:
            self.opened.emit(self.points[self.current].image_id)

    def _side_px(self) -> float:
        return self._zoom * max(1.0, min(self.width(), self.height()) - 2 * spacing.wide)

    def _in_map(self, place: QPointF) -> QPointF:
        return self._middle + (place - QRectF(self.rect()).center()) / self._side_px()

    def _move_middle(self, way: QPointF) -> None:
        middle = self._middle + way
        self._middle = QPointF(max(0.0, min(1.0, middle.x())), max(0.0, min(1.0, middle.y())))
        self.update()
        self.current_changed.emit()

    def _all_points(self) -> QPixmap:
        """A picture of all points, painted anew where anything but the current one has changed:
        pointing at one after another must not wait for thousands."""
        ratio, surface = self.devicePixelRatioF(), theme.colour("surface")
        stands = (self._zoom, self._middle.x(), self._middle.y(), self.highlighted)
        key = (self.size(), ratio, surface.name(), self._look, *stands)
        if self._painted is not None and self._painted[0] == key:
            return self._painted[1]
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(surface)
        painter = QPainter(pixmap)
        marks: dict[tuple[int, bool], QPixmap] = {}
        half = SPRITE_PX / 2
        seen = QRectF(self.rect()).adjusted(-half, -half, half, half)
        for faded in (True, False):
            for number, group in enumerate(self._look.groups):
                is_faded = self.highlighted >= 0 and group != self.highlighted
                place = self.place_of(number)
                if is_faded != faded or not seen.contains(place):
                    continue
                kind = (group, bool(self.points[number].text))
                if kind not in marks:
                    marks[kind] = _sprite(self._look.colours[group], ratio, kind[1], faded=faded)
                painter.drawPixmap(place - QPointF(half, half), marks[kind])
        painter.end()
        self._painted = (key, pixmap)
        return pixmap

    def _paint_current(self, painter: QPainter) -> None:
        partner = self.partner(self.current)
        place = self.place_of(self.current)
        if partner >= 0:
            painter.setPen(QPen(theme.colour("text"), 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(place, self.place_of(partner))
        for number in (partner, self.current):
            if number >= 0:
                colour = self._look.colours[self._look.groups[number]]
                at = self.place_of(number)
                painter.setPen(QPen(theme.colour("text"), 1.5))
                painter.setBrush(theme.colour("surface"))
                painter.drawEllipse(at, CURRENT_PX + 3, CURRENT_PX + 3)
                self._mark(painter, number, at, colour, CURRENT_PX)

    def _mark(
        self, painter: QPainter, number: int, place: QPointF, colour: QColor, size_px: float
    ) -> None:
        paint_mark(painter, place, colour, size_px, is_caption=bool(self.points[number].text))


def paint_mark(
    painter: QPainter, place: QPointF, colour: QColor, size_px: float, *, is_caption: bool
) -> None:
    """A hollow triangle for a caption, a disc for an image."""
    if is_caption:
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corners = [(0.0, -1.1), (1.0, 0.75), (-1.0, 0.75)]
        painter.drawPolygon(QPolygonF([place + QPointF(x, y) * size_px for x, y in corners]))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(place, size_px * 0.85, size_px * 0.85)


def _sprite(colour: QColor, ratio: float, is_caption: bool, *, faded: bool) -> QPixmap:
    """A mark that is painted once for all points of a group."""
    pixmap = QPixmap(QSize(SPRITE_PX, SPRITE_PX) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(FADED if faded else 1.0)
    middle = QPointF(SPRITE_PX / 2, SPRITE_PX / 2)
    paint_mark(painter, middle, colour, MARK_PX, is_caption=is_caption)
    painter.end()
    return pixmap


def _partners(points: Sequence[MapPoint]) -> dict[int, int]:
    """The place of each image's caption, and of each caption's image."""
    images = {one.image_id: number for number, one in enumerate(points) if not one.text}
    captions = {one.image_id: number for number, one in enumerate(points) if one.text}
    found = {images[one]: captions[one] for one in images.keys() & captions.keys()}
    return {**found, **{there: here for here, there in found.items()}}
