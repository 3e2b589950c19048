"""The images of a page as thumbnails with ticks below them."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QHideEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from db.records import ImageCard
from db.repositories.images import ImageRepository
from db.thumbnails import ThumbnailStore
from gui.review.grid import words as grid_words
from gui.review.grid.pages import GridPages
from gui.style import theme
from gui.style.icons import draw_icon
from gui.widgets.thumbnails.grid import ThumbnailGrid
from gui.widgets.thumbnails.layout import GridLayout
from gui.widgets.thumbnails.paint import (
    BORDER_PX,
    INSET_PX,
    CellState,
    file_name,
    state_of,
    state_text,
)

TICK_PX = 16
FOOT_PX = 24
"""Under the picture: the tick and the percentage never lie on the subject."""


class TickGrid(ThumbnailGrid):
    """One page of images. Arrows move, a click ticks; nothing scrolls and nothing is selected."""

    foot_px = FOOT_PX
    letters_are_keys = True

    toggled = Signal(int)
    """The id of an image that was clicked."""

    pointed = Signal(int)
    """The pointer moved over the image at this position; -1: over none any more."""

    capacity_changed = Signal(int)
    """How many images fit."""

    def __init__(
        self,
        images: ImageRepository,
        thumbnails: ThumbnailStore,
        pages: GridPages,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(images, thumbnails, parent)
        self._pages = pages
        self._is_rejecting = True
        self._drawn: dict[tuple[bool, bool, float], QPixmap] = {}
        theme.notifier().changed.connect(self._take_theme)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Images of the label"))
        self.cell_size_changed.connect(self._tell_capacity)

    @property
    def capacity(self) -> int:
        """How many images fit without scrolling."""
        width, height = self.viewport().width(), self.viewport().height()
        fitted = self.fitted(1, width, height)
        return fitted.columns * fitted.whole_rows(height)

    def fitted(self, count: int, width_px: int, height_px: int) -> GridLayout:
        """Squares that fill the page with whole rows."""
        return GridLayout.fit_page(count, width_px, self.cell_px, height_px)

    def show_page(self) -> None:
        """Show the images of the page, the keyboard at the first one where they are new."""
        same = self.selection.ids.tolist() == self._pages.image_ids.tolist()
        if not same:
            self.pointed.emit(-1)
            self.set_images(self._pages.image_ids, from_top=True)
            if len(self._pages.image_ids):
                self.set_current(0, select=False)

    def show_ticks(self, *, reject: bool) -> None:
        """Paint the ticks as they are now; ``reject``: what has none is struck out."""
        self._is_rejecting = reject
        self._describe_current()
        self.viewport().update()

    def set_current(self, position: int, *, extend: bool = False, select: bool = True) -> None:
        """Go to a position; nothing is selected."""
        super().set_current(position, select=False)

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer images fit."""
        super().resizeEvent(event)
        self._tell_capacity()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click ticks an image, or takes its tick away."""
        position = self.position_at(event.position().toPoint())
        if position < 0:
            return
        self.set_current(position)
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggled.emit(self.current_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with the name."""
        position = self.position_at(event.position().toPoint())
        self._hover(position)
        self.pointed.emit(position)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell when the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(-1)
        return super().viewportEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is pointed at where nothing is seen."""
        self.pointed.emit(-1)
        super().hideEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing: the press has said it all."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click of two quick ones is a click as well."""
        self.mousePressEvent(event)

    def paint_cell(
        self,
        painter: QPainter,
        position: int,
        card: ImageCard | None,
        pixmap: QPixmap | None,
        state: CellState,
    ) -> None:
        """The picture, and below it the tick with the percentage."""
        image_id = int(self.selection.ids[position])
        ticked = self._pages.is_ticked(image_id)
        cell = self.cell_rect(position)
        painter.fillRect(cell, theme.colour("raised" if state.hovered else "surface"))
        inside = cell.adjusted(INSET_PX, INSET_PX, -INSET_PX, -INSET_PX - FOOT_PX)
        self._painter.paint_picture(painter, inside, card, pixmap)
        self._paint_foot(painter, cell, image_id, ticked, card if state.hovered else None)
        if ticked:
            painter.setPen(QPen(theme.colour("accent"), BORDER_PX))
            painter.drawRect(cell.adjusted(1, 1, -2, -2))
        if state.current:
            painter.setPen(QPen(theme.colour("text"), 2))
            painter.drawRect(cell.adjusted(-2, -2, 2, 2))

    def _paint_foot(
        self,
        painter: QPainter,
        cell: QRect,
        image_id: int,
        ticked: bool,
        named: ImageCard | None,
    ) -> None:
        foot = QRect(
            cell.left() + INSET_PX + 3,
            cell.bottom() - FOOT_PX - INSET_PX + 3,
            cell.width() - 2 * INSET_PX - 6,
            FOOT_PX,
        )
        ratio = painter.device().devicePixelRatioF()
        corner = QPoint(foot.left(), foot.center().y() - TICK_PX // 2 + 1)
        painter.drawPixmap(corner, self._tick(ticked, ratio))
        painter.setFont(self._painter.name_font)
        metrics = self._painter.name_metrics
        shown = self._pages.likelihood(image_id)
        painter.setPen(theme.colour("text" if ticked else "text_muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(foot, right, shown)
        if named is not None:
            room = foot.adjusted(TICK_PX + 6, 0, -metrics.horizontalAdvance(shown) - 6, 0)
            name = metrics.elidedText(
                file_name(named.path), Qt.TextElideMode.ElideMiddle, room.width()
            )
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, left | Qt.TextFlag.TextSingleLine, name)

    # Inside

    @Slot()
    def _take_theme(self) -> None:
        self._drawn.clear()

    def _tick(self, ticked: bool, ratio: float) -> QPixmap:
        """The box of an image; drawn once, as there are hundreds of it on a page."""
        key = (ticked, self._is_rejecting, ratio)
        if key not in self._drawn:
            self._drawn[key] = self._draw_tick(ticked, ratio)
        return self._drawn[key]

    def _draw_tick(self, ticked: bool, ratio: float) -> QPixmap:
        pixmap = QPixmap(round(TICK_PX * ratio), round(TICK_PX * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0.5, 0.5, TICK_PX - 1, TICK_PX - 1)
        if ticked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(box, 3, 3)
            draw_icon(painter, "check", box.adjusted(2, 2, -2, -2), "accent_text")
        else:
            painter.setPen(QPen(theme.colour("control"), 1))
            painter.drawRoundedRect(box, 3, 3)
            if self._is_rejecting:
                draw_icon(painter, "x", box.adjusted(2, 2, -2, -2), "negative")
        painter.end()
        return pixmap

    def _tooltip(self, card: ImageCard, position: int) -> str:
        """None: the image itself comes up large with its path, and would lie under it."""
        return ""

    def _tell_capacity(self) -> None:
        self.capacity_changed.emit(self.capacity)

    def _describe_current(self) -> None:
        """Say to a screen reader what the image is called and whether it is ticked."""
        card = self.cards.card(self.current_id)
        if card is None:
            return
        words = [file_name(card.path), state_text(state_of(card))]
        ticked, shown = self._pages.is_ticked(card.id), self._pages.likelihood(card.id)
        words.insert(1, grid_words.cell_text(ticked, shown))
        self.setAccessibleDescription(", ".join(word for word in words if word))
