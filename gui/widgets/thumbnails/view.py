"""Thumbnails in squares: paints and reads only what is on screen, whatever the archive's size.

A scroll area of its own and no item view: a list view in icon mode computes the place of every
item and its selection is a list of ranges; here places are arithmetic and the selection is a bit
per image, so that neither a million images nor "select all" can be felt.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from db.records import ImageCard
from db.repositories.images import ImageRepository
from db.thumbnails import ThumbnailStore
from gui.models.image_cards import CardCache
from gui.models.image_selection import Ids, ImageSelection
from gui.style import theme
from gui.widgets.thumbnails.layout import GridLayout
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.thumbnails.paint import (
    FOOT_PX,
    INSET_PX,
    CellPainter,
    CellState,
    duplicate_text,
    file_name,
    label_count_text,
    state_of,
    state_text,
)

FloatArray = NDArray[np.float32]

MIN_CELL_PX = 72
MAX_CELL_PX = 320
DEFAULT_CELL_PX = 152
CELL_STEP_PX = 16


class ThumbnailView(QAbstractScrollArea):
    """Shows images in squares with badges, names while hovered, and what is selected."""

    current_changed = Signal(int)
    """The id of the image the keyboard is at; 0 for none."""

    cell_size_changed = Signal(int)

    foot_px = FOOT_PX
    """Below the picture of a square."""

    def __init__(
        self, images: ImageRepository, thumbnails: ThumbnailStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.selection = ImageSelection(self)
        self.cards = CardCache(images, self)
        self.loader = ThumbnailLoader(thumbnails, self)
        self._painter = CellPainter(self)
        self._cell_px = DEFAULT_CELL_PX
        self._layout = GridLayout.fit(0, 100, self._cell_px)
        self._current = -1
        self._hovered = -1
        self._scrolled_down = True
        self._scores: FloatArray | None = None
        self._found_by: Mapping[int, Callable[[], str]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: a bar that comes and goes would change the width and so every place.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Images"))
        self.selection.changed.connect(self.viewport().update)
        self.cards.loaded.connect(self._cards_loaded)
        self.loader.loaded.connect(self._thumbnails_loaded)
        theme.notifier().changed.connect(self.viewport().update)

    # What is shown

    @property
    def cell_px(self) -> int:
        """The side of a square somebody asked for; rows may make it a little larger."""
        return self._cell_px

    @property
    def cells(self) -> GridLayout:
        """Where the squares are."""
        return self._layout

    @property
    def current_id(self) -> int:
        """The image the keyboard is at; 0 for none."""
        return int(self.selection.ids[self._current]) if self._current >= 0 else 0

    @property
    def current(self) -> int:
        """The position the keyboard is at; -1 for none."""
        return self._current

    def set_scores(
        self,
        scores: FloatArray | None,
        found_by: Mapping[int, Callable[[], str]] | None = None,
    ) -> None:
        """How well the images that are shown fit a search, (n,) in their order, NaN where that is
        not known; None for none. ``found_by`` gives, by image id, what else of an image the search
        found: such an image is marked, and its tooltip says it."""
        self._scores = scores
        self._found_by = found_by or {}
        self.viewport().update()

    def set_images(self, ids: Ids, *, from_top: bool = False) -> None:
        """Show these images. The current one stays where it is on screen if it is among them,
        unless they are to be seen ``from_top``: none is current then."""
        self._scores, self._found_by = None, {}
        if from_top:
            self._current = -1
        current_id = self.current_id
        offset = self._offset_of(self._current)
        self.selection.show(ids)
        self._current = self.selection.position_of(current_id) if current_id else -1
        self._hovered = -1
        self._lay_out()
        bar = self.verticalScrollBar()
        if self._current >= 0:
            bar.setValue(self._layout.corner(self._current)[1] - offset)
            self.scroll_to(self._current)
        else:
            bar.setValue(0)
        if self.current_id != current_id:
            self._tell_current()
        self._request()
        self.viewport().update()

    def set_cell_size(self, cell_px: int) -> None:
        """Show squares of about this side, the same images staying in view."""
        cell_px = max(MIN_CELL_PX, min(MAX_CELL_PX, cell_px))
        if cell_px == self._cell_px:
            return
        self._cell_px = cell_px
        self._lay_out_around()
        self.cell_size_changed.emit(cell_px)

    def change_cell_size(self, steps: int) -> None:
        """Larger or smaller squares by some steps."""
        self.set_cell_size(self._cell_px + steps * CELL_STEP_PX)

    def reload_pictures(self) -> None:
        """Read all cards and missing thumbnails again: a scan or a run of a suggester is done."""
        self.loader.forget_absent()
        self.cards.mark_stale()
        self._request()

    def close_lanes(self) -> None:
        """Stop reading; called before the catalogue is closed."""
        self.cards.close()
        self.loader.close()

    def is_settled(self) -> bool:
        """Whether every picture on screen is there, or known to have none."""
        for position in self._layout.positions_at(*self._visible()):
            card = self.cards.card(int(self.selection.ids[position]))
            if card is None:
                return False
            known = self.loader.pixmap(card.content_hash) or self.loader.is_absent(
                card.content_hash
            )
            if card.status != "unreadable" and not known:
                return False
        return True

    def scroll_to(self, position: int) -> None:
        """Scroll as little as makes a position visible."""
        bar = self.verticalScrollBar()
        top = self._layout.corner(position)[1] - 8
        bottom = top + self._layout.pitch_px + 8
        if top < bar.value():
            bar.setValue(top)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())

    def cell_rect(self, position: int) -> QRect:
        """The square of a position in the viewport."""
        left, top = self._layout.corner(position)
        cell = self._layout.cell_px
        return QRect(left, top - self.verticalScrollBar().value(), cell, cell)

    def position_at(self, point: QPoint) -> int:
        """The position under a point of the viewport; -1 for none."""
        return self._layout.position_at(point.x(), point.y() + self.verticalScrollBar().value())

    # Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        self._lay_out_around()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint the new stretch, what stays in sight being moved, and ask for its pictures."""
        self._scrolled_down = dy <= 0
        # With a rectangle, the rubber band is not moved along.
        self.viewport().scroll(dx, dy, self.viewport().rect())
        self._hover(-1)
        self._request()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the squares that touch the event's rectangle."""
        painter = QPainter(self.viewport())
        dirty = event.rect()
        painter.fillRect(dirty, theme.colour("window"))
        scrolled = self.verticalScrollBar().value()
        for position in self._layout.positions_at(
            dirty.top() + scrolled, dirty.bottom() + 1 + scrolled
        ):
            card = self.cards.card(int(self.selection.ids[position]))
            pixmap = self.loader.pixmap(card.content_hash) if card is not None else None
            state = CellState(
                selected=self.selection.is_selected(position),
                current=position == self._current and self.hasFocus(),
                hovered=position == self._hovered,
                found_by_words=card is not None and card.id in self._found_by,
            )
            self.paint_cell(painter, position, card, pixmap, state)
        painter.end()

    def fitted(self, count: int, width_px: int, height_px: int) -> GridLayout:
        """The squares of so many images on this room; a grid that does not scroll differs."""
        return GridLayout.fit(count, width_px, self._cell_px, height_px)

    def paint_cell(
        self,
        painter: QPainter,
        position: int,
        card: ImageCard | None,
        pixmap: QPixmap | None,
        state: CellState,
    ) -> None:
        """Paint one square; a grid that says more of its images does more."""
        self._painter.paint(painter, self.cell_rect(position), card, pixmap, state)

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice when the pointer leaves; show a picture's state as a tooltip."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    # Inside

    def _visible(self) -> tuple[int, int]:
        top = self.verticalScrollBar().value()
        return top, top + self.viewport().height()

    def _offset_of(self, position: int) -> int:
        top = self.verticalScrollBar().value()
        return self._layout.corner(position)[1] - top if position >= 0 else 0

    def _lay_out(self) -> None:
        width, height = self.viewport().width(), self.viewport().height()
        self._layout = self.fitted(len(self.selection.ids), width, height)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._layout.height_px - height))
        bar.setPageStep(max(1, height - self._layout.pitch_px // 2))
        bar.setSingleStep(max(20, self._layout.pitch_px // 3))

    def _lay_out_around(self) -> None:
        """Lay out again; the current image, else the first visible one, stays where it is."""
        top, bottom = self._visible()
        visible = self._layout.positions_at(top, bottom)
        kept = self._current if self._current in visible else (visible[0] if visible else -1)
        offset = self._offset_of(kept)
        self._lay_out()
        if kept >= 0:
            self.verticalScrollBar().setValue(self._layout.corner(kept)[1] - offset)
        self._request()
        self.viewport().update()

    def _tell_current(self) -> None:
        self._describe_current()
        self.current_changed.emit(self.current_id)

    def _describe_current(self) -> None:
        """Say where the keyboard is to a screen reader."""
        card = self.cards.card(self.current_id)
        if card is not None:
            words = [file_name(card.path), label_count_text(card.label_count)]
            words += [state_text(state_of(card)), duplicate_text(card)]
            self.setAccessibleDescription(", ".join(word for word in words if word))

    def _hover(self, position: int) -> None:
        if position == self._hovered:
            return
        for changed in (self._hovered, position):
            if 0 <= changed < self._layout.count:
                self.viewport().update(self.cell_rect(changed))
        self._hovered = position
        card = self.cards.card(int(self.selection.ids[position])) if position >= 0 else None
        self.viewport().setToolTip(self._tooltip(card, position) if card is not None else "")

    def _tooltip(self, card: ImageCard, position: int) -> str:
        lines = [card.path, state_text(state_of(card)), duplicate_text(card)]
        if card.id in self._found_by:
            lines.append(self._found_by[card.id]())
        if self._scores is not None and not np.isnan(self._scores[position]):
            score = QLocale().toString(float(self._scores[position]), "f", 2)
            lines.append(self.tr("Similarity {score}").format(score=score))
        return "\n".join(line for line in lines if line)

    def _request(self) -> None:
        """Ask for what is visible, then for the page ahead, then for the one behind."""
        top, bottom = self._visible()
        height = bottom - top
        ahead, behind = (bottom, bottom + height), (top - height, top)
        if not self._scrolled_down:
            ahead, behind = behind, ahead
        stretches = [(top, bottom), ahead, behind]
        positions = [self._layout.positions_at(*stretch) for stretch in stretches]
        chosen = np.fromiter(
            dict.fromkeys(position for stretch in positions for position in stretch), np.int64
        )
        ids: list[int] = self.selection.ids[chosen].tolist()
        self.cards.want(ids)
        self._request_thumbnails(ids)

    def _request_thumbnails(self, ids: list[int]) -> None:
        hashes = [
            card.content_hash
            for card in (self.cards.card(image_id) for image_id in ids)
            if card is not None and card.status != "unreadable"
        ]
        inside_px = self._layout.cell_px - 2 * INSET_PX
        ratio = self.devicePixelRatioF()
        self.loader.want(
            hashes, round(inside_px * ratio), round((inside_px - self.foot_px) * ratio)
        )

    @Slot(object)
    def _cards_loaded(self, ids: frozenset[int]) -> None:
        self._request_thumbnails(self.cards.asked)
        if self.current_id in ids:
            self._describe_current()
        self.viewport().update()

    @Slot(object)
    def _thumbnails_loaded(self, hashes: frozenset[bytes]) -> None:
        for position in self._layout.positions_at(*self._visible()):
            card = self.cards.card(int(self.selection.ids[position]))
            if card is not None and card.content_hash in hashes:
                self.viewport().update(self.cell_rect(position))
