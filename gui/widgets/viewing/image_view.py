"""Shows one picture: fitted, zoomed to the pixel under the pointer, dragged.

The view knows pixels only; where they come from is the business of ``image_source``. A picture
arrives in steps (thumbnail, screen size, full size), each drawn over the same rectangle, so that
nothing moves when a sharper one comes.
"""

from enum import IntEnum

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.style import theme
from gui.widgets.viewing import image_view_geometry as geometry
from gui.widgets.viewing.image_view_geometry import Point, Size, Viewport

WHEEL_STEP = 1.25
DEGREES_PER_NOTCH = 120
EDGE_SPACE_PX = 16


class Detail(IntEnum):
    """How sharp a picture is; a sharper one never gives way to a coarser one."""

    NONE = 0
    THUMBNAIL = 1
    SCREEN = 2
    FULL = 3


class ImageView(QWidget):
    """One picture with zoom and pan, or a sentence where there is none."""

    shown = Signal(int, int)
    """(image id, Detail) the first time a picture is really on the screen at that detail."""

    detail_wanted = Signal(int)
    """The image id whose full size is worth decoding: the zoom shows more than there is."""

    zoomed = Signal(int)
    """Percent of the original size; after every change."""

    def __init__(
        self, parent: QWidget | None = None, *, largest_fit: float = geometry.MAX_FIT_SCALE
    ) -> None:
        super().__init__(parent)
        self._largest_fit = largest_fit
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 120)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Image"))
        self._image_id = 0
        self._viewport: Viewport | None = None
        self._pixmaps: dict[Detail, QPixmap] = {}
        self._message = ""
        self._hint = ""
        self._announced = Detail.NONE
        self._wanted_full = False
        self._drag_from: QPoint | None = None

    # What is shown

    @property
    def image_id(self) -> int:
        """The image on show, 0 for none."""
        return self._image_id

    @property
    def detail(self) -> Detail:
        """The sharpest picture there is of the image on show."""
        return max(self._pixmaps, default=Detail.NONE)

    @property
    def viewport(self) -> Viewport | None:
        """How the picture lies in the view; None before its size is known."""
        return self._viewport

    @property
    def message(self) -> str:
        """The sentence that stands where the picture would, empty while there is one."""
        return self._message

    def show_image(self, image_id: int, width_px: int | None, height_px: int | None) -> None:
        """Begin showing an image of this original size; pictures follow by ``set_picture``."""
        self._image_id = image_id
        self._pixmaps = {}
        self._announced = Detail.NONE
        self._wanted_full = False
        self._message = ""
        self._viewport = None
        if width_px and height_px:
            self._viewport = self._fitted(Size(width_px, height_px))
            self._tell_zoom()
        self._set_cursor()
        self.update()

    def set_picture(self, image_id: int, detail: Detail, picture: QImage) -> None:
        """Take a decoded picture; one of another image or of less detail is ignored."""
        if image_id == self._image_id and detail >= self.detail:
            self.set_pixmap(image_id, detail, QPixmap.fromImage(picture))

    def set_pixmap(self, image_id: int, detail: Detail, pixmap: QPixmap) -> None:
        """``set_picture`` for one that is a pixmap already."""
        if image_id != self._image_id or pixmap.isNull() or detail < self.detail:
            return
        if self._viewport is None:
            self._viewport = self._fitted(Size(pixmap.width(), pixmap.height()))
            self._tell_zoom()
        self._pixmaps[detail] = pixmap
        self._message = ""
        self._set_cursor()
        self.update()

    def show_message(self, sentence: str, hint: str = "") -> None:
        """Show why there is no picture and what to do about it."""
        self._message, self._hint = sentence, hint
        self._pixmaps = {}
        self._viewport = None
        self.setAccessibleDescription(f"{sentence} {hint}".strip())
        self._set_cursor()
        self.update()

    def clear(self) -> None:
        """Show nothing."""
        self._image_id = 0
        self.show_message("")

    # Zoom and pan

    def percent(self) -> int:
        """The zoom, in percent of the original's pixels on the screen's."""
        if self._viewport is None:
            return 0
        return round(self._viewport.scale * self.devicePixelRatioF() * 100)

    def toggle_zoom(self) -> None:
        """Between the whole picture and its own pixels, around the pixel under the pointer."""
        pointer = self.mapFromGlobal(self.cursor().pos())
        inside = self.rect().contains(pointer) and self.underMouse()
        self._toggle_zoom_at(QPointF(pointer if inside else self.rect().center()))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a point of the view (its middle where none is given)."""
        if self._viewport is None:
            return
        at = QPointF(self.rect().center()) if at is None else at
        self._set_viewport(
            geometry.zoom_to(self._viewport, self._viewport.scale * factor, _point(at))
        )

    def fit(self) -> None:
        """Show the whole picture."""
        if self._viewport is not None:
            self._set_viewport(self._fitted(self._viewport.image))

    def copy_view(self, other: Viewport) -> None:
        """Show the same part of this picture as another view does of its own."""
        if self._viewport is None:
            return
        self._viewport = geometry.same_part(self._viewport, other)
        self._after_zoom()

    def _fitted(self, image: Size) -> Viewport:
        return geometry.fit(image, self._view_size(), self._largest_fit)

    def _toggle_zoom_at(self, at: QPointF) -> None:
        if self._viewport is None:
            return
        if not self._viewport.fitted:
            self.fit()
            return
        scale = 1 / self.devicePixelRatioF()
        self._set_viewport(geometry.zoom_to(self._viewport, scale, _point(at)))

    def _set_viewport(self, viewport: Viewport) -> None:
        self._viewport = viewport
        self._after_zoom()
        self._tell_zoom()

    def _after_zoom(self) -> None:
        self._set_cursor()
        self._want_detail()
        self.update()

    def _tell_zoom(self) -> None:
        self.zoomed.emit(self.percent())

    def _want_detail(self) -> None:
        picture = self._pixmaps.get(Detail.SCREEN)
        if self._viewport is None or self._wanted_full or picture is None:
            return
        if Detail.FULL in self._pixmaps or picture.width() >= self._viewport.image.width:
            return
        drawn_px = self._viewport.image.width * self._viewport.scale * self.devicePixelRatioF()
        if drawn_px > picture.width() * 1.05:
            self._wanted_full = True
            self.detail_wanted.emit(self._image_id)

    def _view_size(self) -> Size:
        space = 2 * EDGE_SPACE_PX
        return Size(max(self.width() - space, 1), max(self.height() - space, 1))

    def picture_size_px(self) -> QSize:
        """The screen's pixels a fitted picture has at most: what is worth decoding."""
        size = self._view_size()
        ratio = self.devicePixelRatioF()
        return QSize(round(size.width * ratio), round(size.height * ratio))

    def _set_cursor(self) -> None:
        movable = self._viewport is not None and geometry.can_pan(self._viewport)
        shape = Qt.CursorShape.OpenHandCursor if movable else Qt.CursorShape.ArrowCursor
        if movable and self._drag_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        self.setCursor(shape)

    # Qt's events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sharpest picture that serves the zoom."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("canvas"))
        if self._message:
            self._paint_message(painter)
        elif self._viewport is not None:
            self._paint_picture(painter, self._viewport)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_picture(self, painter: QPainter, viewport: Viewport) -> None:
        rectangle = geometry.image_rectangle(viewport)
        target = QRectF(
            rectangle.x + EDGE_SPACE_PX,
            rectangle.y + EDGE_SPACE_PX,
            rectangle.width,
            rectangle.height,
        )
        detail = self._serving_detail(target.width() * self.devicePixelRatioF())
        if detail is Detail.NONE:
            painter.fillRect(target, theme.colour("placeholder"))
            return
        pixmap = self._pixmaps[detail]
        magnified = viewport.scale * self.devicePixelRatioF() > geometry.MAX_FIT_SCALE
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not magnified)
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))
        if detail > self._announced:
            self._announced = detail
            self.shown.emit(self._image_id, int(detail))

    def _serving_detail(self, drawn_px: float) -> Detail:
        # Shrinking a picture to less than half makes it shimmer: the screen-size one is cleaner.
        screen = self._pixmaps.get(Detail.SCREEN)
        if screen is not None and drawn_px <= screen.width() * 1.05:
            return Detail.SCREEN
        return self.detail

    def _paint_message(self, painter: QPainter) -> None:
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        width = min(self.width() - 4 * EDGE_SPACE_PX, 480)
        left = (self.width() - width) / 2
        middle = self.height() / 2
        painter.setPen(theme.colour("text"))
        painter.drawText(
            QRectF(left, 0, width, middle - 4), flags | Qt.AlignmentFlag.AlignBottom, self._message
        )
        painter.setPen(theme.colour("text_muted"))
        painter.drawText(
            QRectF(left, middle + 4, width, middle - 4),
            flags | Qt.AlignmentFlag.AlignTop,
            self._hint,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture fitted, or the middle of what is seen."""
        if self._viewport is not None:
            self._viewport = geometry.resized(self._viewport, self._view_size())
            self._tell_zoom()
            self._set_cursor()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pixel under the pointer."""
        notches = event.angleDelta().y() / DEGREES_PER_NOTCH
        if notches and self._viewport is not None:
            self.zoom_by(WHEEL_STEP**notches, self._in_picture(event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag_from = event.position().toPoint()
            self._set_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture."""
        if self._drag_from is None or self._viewport is None:
            return
        moved = event.position().toPoint() - self._drag_from
        self._drag_from = event.position().toPoint()
        if geometry.can_pan(self._viewport):
            self._set_viewport(geometry.pan(self._viewport, moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag."""
        self._drag_from = None
        self._set_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between the whole picture and its own pixels."""
        self._toggle_zoom_at(self._in_picture(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus are left to the page; arrows drag a zoomed picture."""
        steps = {
            Qt.Key.Key_Left: (64, 0),
            Qt.Key.Key_Right: (-64, 0),
        }
        key = Qt.Key(event.key())
        if self._viewport is not None and key in steps and geometry.can_pan(self._viewport):
            self._set_viewport(geometry.pan(self._viewport, *steps[key]))
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show whether the picture can be dragged."""
        self._set_cursor()
        super().enterEvent(event)

    def _in_picture(self, point: QPointF) -> QPointF:
        return point - QPointF(EDGE_SPACE_PX, EDGE_SPACE_PX)


def _point(point: QPointF) -> Point:
    return Point(point.x(), point.y())
