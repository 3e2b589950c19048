"""Rows of thumbnails: a cluster a row, painted as far as they are on screen."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from gui.style import theme
from gui.style.icons import draw_icon
from gui.style.theme import spacing
from gui.widgets.thumbnails.loader import ThumbnailLoader

THUMB_PX = 96
CAPTION_PX = 20
ROW_PX = spacing.small + THUMB_PX + CAPTION_PX + spacing.small
TEXT_PX, NARROW_TEXT_PX = 216, 168
NARROW_PX = 900
PITCH_PX = THUMB_PX + spacing.medium
AHEAD = 24
"""Rows below the screen that are read before they are scrolled to."""


@dataclass(frozen=True, slots=True)
class Thumb:
    """One image of a row. ``icon``: its mark; ``caption`` stands below it."""

    image_id: int
    content_hash: bytes
    caption: str
    icon: str
    tooltip: str


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of a row at its left, and its images. ``tint``: of the title."""

    title: str
    lines: tuple[str, ...]
    icon: str
    thumbs: tuple[Thumb, ...]


class ThumbRows(QAbstractScrollArea):
    """Any number of rows, of which those on screen are asked for; a cursor on one image of one."""

    wanted = Signal(object)
    """Positions of rows, those on screen first."""

    pointed = Signal(int, int)
    """(row, image in it) that was clicked."""

    opened = Signal()
    """What was clicked was clicked twice."""

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._row: Callable[[int], Row | None] = lambda _position: None
        self._count = 0
        self.position = -1
        self.member = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().setSingleStep(ROW_PX // 2)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        loader.loaded.connect(self._take_thumbnails)
        theme.notifier().changed.connect(self.viewport().update)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def show_rows(self, count: int, row: Callable[[int], Row | None]) -> None:
        """Show so many rows; ``row`` tells one, or None while it is being read."""
        self._count, self._row = count, row
        self._measure()
        self._want()
        self.viewport().update()

    def set_cursor(self, position: int, member: int) -> None:
        """Put the cursor on an image and bring its row into view."""
        self._update_row(self.position)
        if position != self.position:
            self._reveal(position)
        self.position, self.member = position, member
        row = self._row(position) if 0 <= position < self._count else None
        if row is not None:
            thumb = row.thumbs[min(member, len(row.thumbs) - 1)]
            said = (row.title, *row.lines, thumb.caption, thumb.tooltip)
            self.setAccessibleDescription(". ".join(filter(None, said)))
        self._want()
        self._update_row(position)

    def refresh(self) -> None:
        """Rows have been read."""
        self._want_thumbnails()
        self.viewport().update()

    def positions_shown(self) -> range:
        """The rows that touch the screen."""
        top = self.verticalScrollBar().value()
        last = (top + self.viewport().height()) // ROW_PX + 1
        return range(min(top // ROW_PX, self._count), min(last, self._count))

    # How it lies

    def _text_px(self) -> int:
        return NARROW_TEXT_PX if self.viewport().width() < NARROW_PX else TEXT_PX

    def _fitting(self) -> int:
        room = self.viewport().width() - self._text_px() - spacing.medium
        return max(1, room // PITCH_PX)

    def _first_thumb(self, position: int, row: Row) -> int:
        """The first image of a row on show: the one of the cursor is always in sight."""
        fitting = self._fitting()
        member = self.member if position == self.position else 0
        return max(0, min(member - fitting + 1, len(row.thumbs) - fitting))

    def _thumb_rect(self, position: int, place: int) -> QRect:
        top = position * ROW_PX - self.verticalScrollBar().value() + spacing.small
        return QRect(self._text_px() + place * PITCH_PX, top, THUMB_PX, THUMB_PX)

    def _measure(self) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._count * ROW_PX - self.viewport().height()))
        bar.setPageStep(self.viewport().height())

    def _reveal(self, position: int) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        top = position * ROW_PX
        # The next row is in sight too, where there is room for one: nothing comes as a surprise.
        below = ROW_PX if height >= 3 * ROW_PX else 0
        if top < bar.value():
            bar.setValue(top)
        elif top + ROW_PX + below > bar.value() + height:
            bar.setValue(min(top, top + ROW_PX + below - height))

    # What is asked for

    @Slot()
    def _scrolled(self) -> None:
        self._want()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Move what stays in sight; only the stretch that comes is painted."""
        self.viewport().scroll(dx, dy)

    def _update_row(self, position: int) -> None:
        top = position * ROW_PX - self.verticalScrollBar().value()
        self.viewport().update(0, top, self.viewport().width(), ROW_PX)

    def _want(self) -> None:
        shown = self.positions_shown()
        ahead = range(shown.stop, min(shown.stop + AHEAD, self._count))
        if len(shown):
            self.wanted.emit([*shown, *ahead])
        self._want_thumbnails()

    def _want_thumbnails(self) -> None:
        side_px = round(THUMB_PX * self.devicePixelRatioF())
        shown = self.positions_shown()
        hashes: list[bytes] = []
        for position in range(shown.start, min(shown.stop + AHEAD, self._count)):
            row = self._row(position)
            if row is not None:
                first = self._first_thumb(position, row)
                thumbs = row.thumbs[first : first + self._fitting() + 1]
                hashes += [thumb.content_hash for thumb in thumbs]
        self._loader.want(hashes, side_px)

    @Slot(object)
    def _take_thumbnails(self, _hashes: object) -> None:
        if self.isVisible():
            self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows on screen."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("window"))
        top = self.verticalScrollBar().value()
        for position in self.positions_shown():
            row = QRect(0, position * ROW_PX - top, self.viewport().width(), ROW_PX)
            if event.rect().intersects(row):
                painter.setClipRect(row.intersected(event.rect()))
                self._paint_row(painter, position)
        painter.end()

    def _paint_row(self, painter: QPainter, position: int) -> None:
        top = position * ROW_PX - self.verticalScrollBar().value()
        whole = QRect(0, top, self.viewport().width(), ROW_PX)
        current = position == self.position
        if current:
            painter.fillRect(whole, theme.colour("surface"))
            edge = "accent" if self.hasFocus() else "control"
            painter.fillRect(QRect(0, top, 3, ROW_PX), theme.colour(edge))
        painter.fillRect(QRect(0, whole.bottom(), whole.width(), 1), theme.colour("divider"))
        row = self._row(position)
        if row is None:
            for place in range(2):
                painter.fillRect(self._thumb_rect(position, place), theme.colour("placeholder"))
            return
        self._paint_text(painter, whole, row)
        first = self._first_thumb(position, row)
        shown = row.thumbs[first : first + self._fitting()]
        for place, thumb in enumerate(shown):
            at_cursor = current and first + place == self.member
            self._paint_thumb(painter, self._thumb_rect(position, place), thumb, at_cursor)
        self._paint_hidden(painter, position, len(row.thumbs) - len(shown), len(shown))

    def _paint_text(self, painter: QPainter, whole: QRect, row: Row) -> None:
        left, width = spacing.large, self._text_px() - spacing.large - spacing.medium
        line = QRect(left, whole.top() + spacing.small, width, 20)
        if row.icon:
            box = QRect(left, line.top() + 2, spacing.icon, spacing.icon)
            draw_icon(painter, row.icon, QRectF(box), "accent")
            line.setLeft(box.right() + spacing.small)
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.colour("text"))
        self._draw(painter, line, row.title)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text_muted"))
        line.setLeft(left)
        for text in row.lines:
            line.translate(0, 20)
            self._draw(painter, line, text)

    def _paint_thumb(self, painter: QPainter, box: QRect, thumb: Thumb, at_cursor: bool) -> None:
        painter.fillRect(box, theme.colour("canvas"))
        pixmap = self._loader.pixmap(thumb.content_hash)
        if pixmap is not None:
            size = QSize(pixmap.size())
            size.scale(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(QPoint(0, 0), size)
            target.moveCenter(box.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, pixmap)
        elif self._loader.is_absent(thumb.content_hash):
            icon = QRect(0, 0, spacing.wide, spacing.wide)
            icon.moveCenter(box.center())
            draw_icon(painter, "image-off", QRectF(icon), "text_muted")
        # A picture as light as the window would have no edge.
        painter.setPen(QPen(theme.colour("divider"), 1))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        if at_cursor:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(box.adjusted(-2, -2, 2, 2))
        caption = QRect(box.left(), box.bottom() + 2, box.width() + spacing.tiny, CAPTION_PX)
        if thumb.icon:
            mark = QRect(caption.left(), caption.top() + 3, 14, 14)
            draw_icon(painter, thumb.icon, QRectF(mark), "positive")
            caption.setLeft(mark.right() + spacing.tiny)
        painter.setFont(theme.font("small", bold=bool(thumb.icon)))
        painter.setPen(theme.colour("text" if thumb.icon else "text_muted"))
        self._draw(painter, caption, thumb.caption)

    def _paint_hidden(self, painter: QPainter, position: int, hidden: int, shown: int) -> None:
        if hidden <= 0:
            return
        box = self._thumb_rect(position, shown - 1)
        badge = QRect(box.right() - 39, box.top(), 40, 22)
        painter.fillRect(badge, theme.colour("overlay"))
        painter.setFont(theme.font("small", bold=True))
        painter.setPen(theme.colour("overlay_text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, f"+{hidden}")

    @staticmethod
    def _draw(painter: QPainter, box: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer rows fit."""
        self._measure()
        self._want()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on what was clicked."""
        position, member = self._at(event.position().toPoint())
        if position >= 0:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.pointed.emit(position, member)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look at it more closely."""
        if self._at(event.position().toPoint())[0] >= 0:
            self.opened.emit()

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what an image is, whole."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            position, member = self._at(event.pos(), exactly=True)
            row = self._row(position) if position >= 0 else None
            if row is not None and 0 <= member < len(row.thumbs):
                QToolTip.showText(event.globalPos(), row.thumbs[member].tooltip, self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def _at(self, point: QPoint, *, exactly: bool = False) -> tuple[int, int]:
        """The row and the image in it at a point; -1 for none."""
        position = (point.y() + self.verticalScrollBar().value()) // ROW_PX
        row = self._row(position) if 0 <= position < self._count else None
        if row is None:
            return -1, -1
        first = self._first_thumb(position, row)
        for place in range(min(self._fitting(), len(row.thumbs) - first)):
            if self._thumb_rect(position, place).contains(point):
                return position, first + place
        return position, -1 if exactly else (self.member if position == self.position else 0)

    def sizeHint(self) -> QSize:
        """Some rows."""
        return QSize(800, 4 * ROW_PX)
