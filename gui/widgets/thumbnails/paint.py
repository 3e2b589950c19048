"""How one image of the thumbnail grid looks."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QRect, QRectF, QSize, QSizeF, Qt, Slot
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap

from db.records import ImageCard
from gui.style import theme
from gui.style.icons import draw_icon

INSET_PX = 4
BORDER_PX = 3
FOOT_PX = 20
"""Under the picture, for badges and the name: nothing lies on the subject."""
BADGE_ICON_PX = 14
BADGE_GAP_PX = 6
MOST_BADGES_KEPT = 500
ROUNDING_PX = 2
"""Device pixels by which a decoded thumbnail may miss the size its card lets expect."""
DEFAULT_ASPECT = 4 / 3

MARKS: dict[str, str] = {
    "unlabelled": "circle-dashed",
    "suggested": "sparkles",
    "reviewed": "circle-check",
    "duplicate": "copy",
    "unreadable": "triangle-alert",
    "missing": "image-off",
}


class Badge(NamedTuple):
    """An icon with a number beside it, or alone, in one of the theme's colours."""

    icon: str
    text: str
    tint: str


def badges_of(card: ImageCard) -> list[Badge]:
    """What stands below an image: damaged, reviewed, how many labels, whether it is
    set aside or waits in a cluster of duplicates, and how many open suggestions."""
    if card.status != "ok":
        badges = [Badge(MARKS[card.status], "", "negative")]
    elif card.reviewed:
        badges = [Badge(MARKS["reviewed"], "", "positive")]
    else:
        badges = []
    if card.label_count:
        badges.append(Badge("tag", str(card.label_count), "text_muted"))
    elif card.status == "ok" and not card.reviewed:
        badges.append(Badge(MARKS["unlabelled"], "", "text_muted"))
    if card.is_duplicate:
        badges.append(Badge(MARKS["duplicate"], "", "text_muted" if card.keeper_id else "accent"))
    if card.suggestion_count and card.status == "ok" and not card.reviewed:
        badges.append(Badge(MARKS["suggested"], str(card.suggestion_count), "accent"))
    return badges


def state_of(card: ImageCard) -> str:
    """The one state whose mark an image shows; empty for a labelled image with nothing open."""
    if card.status != "ok":
        return card.status
    if card.reviewed:
        return "reviewed"
    if card.suggestion_count:
        return "suggested"
    return "" if card.label_count else "unlabelled"


def state_text(state: str) -> str:
    """A state in words, for tooltips and screen readers."""
    texts = {
        "unlabelled": QCoreApplication.translate("ThumbnailGrid", "No labels yet"),
        "suggested": QCoreApplication.translate("ThumbnailGrid", "Has suggestions to review"),
        "reviewed": QCoreApplication.translate("ThumbnailGrid", "Reviewed"),
        "unreadable": QCoreApplication.translate("ThumbnailGrid", "Cannot be read"),
        "missing": QCoreApplication.translate("ThumbnailGrid", "File is missing"),
    }
    return texts.get(state, "")


def duplicate_text(card: ImageCard) -> str:
    """Whether an image is set aside or waits in a cluster, in words; empty for neither."""
    if card.keeper_id is not None:
        return QCoreApplication.translate("ThumbnailGrid", "Set aside as a duplicate")
    if card.cluster_id is not None:
        return QCoreApplication.translate("ThumbnailGrid", "Has possible duplicates")
    return ""


def label_count_text(count: int) -> str:
    """ "3 labels" in the person's language."""
    if count == 0:
        return QCoreApplication.translate("ThumbnailGrid", "no labels")
    if count == 1:
        return QCoreApplication.translate("ThumbnailGrid", "1 label")
    return QCoreApplication.translate("ThumbnailGrid", "{count} labels").format(count=count)


def file_name(path: str) -> str:
    """The last part of a path of the archive."""
    return path.rsplit("/", 1)[-1]


def picture_rect(inside: QRect, card: ImageCard | None, ratio: float) -> QRect:
    """Where the picture goes: whole, in the middle, never larger than its own pixels.

    Known from the card, so that the placeholder has the place and aspect of the picture.
    """
    width, height = (card.width_px, card.height_px) if card is not None else (None, None)
    shown_width, shown_height = _shown_size(
        width or 0, height or 0, inside.width(), inside.height(), ratio
    )
    target = QRect(0, 0, shown_width, shown_height)
    target.moveCenter(inside.center())
    return target


@lru_cache(maxsize=4096)
def _shown_size(
    width_px: int, height_px: int, room_width: int, room_height: int, ratio: float
) -> tuple[int, int]:
    """The size of a picture in a room; 0 pixels: of unknown size. Archives have few sizes."""
    if not width_px or not height_px:
        size = QSize(400, round(400 / DEFAULT_ASPECT))
        natural = size
    else:
        size = QSize(width_px, height_px)
        natural = QSize(max(1, round(width_px / ratio)), max(1, round(height_px / ratio)))
    if natural.width() > room_width or natural.height() > room_height:
        natural = size.scaled(QSize(room_width, room_height), Qt.AspectRatioMode.KeepAspectRatio)
        natural = natural.expandedTo(QSize(1, 1))
    return natural.width(), natural.height()


@dataclass(frozen=True, slots=True)
class CellState:
    """What the grid knows of a cell besides the image."""

    selected: bool
    current: bool
    hovered: bool
    found_by_words: bool = False
    """One of its captions has the words that are searched for."""


class CellPainter(QObject):
    """Paints cells; holds the colours, fonts and marks of the theme ready."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._badges: dict[tuple[Badge, float], QPixmap] = {}
        theme.notifier().changed.connect(self.take_theme)
        self.take_theme()

    @Slot()
    def take_theme(self) -> None:
        """Take the colours of the theme now in use."""
        self._badges.clear()
        self._surface = theme.colour("surface")
        self._placeholder = theme.colour("placeholder")
        self._selected = theme.colour("pressed")
        self._accent = QPen(theme.colour("accent"), BORDER_PX)
        self._focus = QPen(theme.colour("text"), 1)
        self._text = theme.colour("text")
        self.name_font: QFont = theme.font("small")
        self.name_metrics = QFontMetrics(self.name_font)

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        card: ImageCard | None,
        pixmap: QPixmap | None,
        state: CellState,
    ) -> None:
        """Paint one cell: ground, picture or placeholder, badges, name while hovered, borders."""
        painter.fillRect(cell, self._selected if state.selected else self._surface)
        inside = cell.adjusted(INSET_PX, INSET_PX, -INSET_PX, -INSET_PX - FOOT_PX)
        self.paint_picture(painter, inside, card, pixmap)
        if card is not None:
            self._paint_foot(painter, cell, card, state)
        if state.selected:
            painter.setPen(self._accent)
            painter.drawRect(cell.adjusted(1, 1, -2, -2))
        if state.current:
            painter.setPen(self._focus)
            painter.drawRect(cell.adjusted(-2, -2, 1, 1))

    def paint_picture(
        self, painter: QPainter, inside: QRect, card: ImageCard | None, pixmap: QPixmap | None
    ) -> None:
        """Paint the picture or its placeholder alone, whole and in the middle of ``inside``."""
        ratio = painter.device().devicePixelRatioF()
        target = picture_rect(inside, card, ratio)
        if pixmap is None:
            self._paint_placeholder(painter, target, card)
            return
        size_px = QSizeF(target.size()) * ratio
        off_px = max(abs(pixmap.width() - size_px.width()), abs(pixmap.height() - size_px.height()))
        if off_px <= ROUNDING_PX:
            # Pixel for pixel: stretched by a single one, everything thin would blur.
            width, height = pixmap.width() / ratio, pixmap.height() / ratio
            left = round((inside.left() + (inside.width() - width) / 2) * ratio) / ratio
            top = round((inside.top() + (inside.height() - height) / 2) * ratio) / ratio
            painter.drawPixmap(QRectF(left, top, width, height), pixmap, QRectF(pixmap.rect()))
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, True)
        painter.drawPixmap(target, pixmap)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def _paint_placeholder(self, painter: QPainter, target: QRect, card: ImageCard | None) -> None:
        if card is None or card.status == "ok":
            painter.fillRect(target, self._placeholder)
            return
        side = min(32, target.width())
        icon = QRectF(0, 0, side, side)
        icon.moveCenter(QRectF(target).center())
        draw_icon(painter, MARKS[card.status], icon, "text_muted")

    def _paint_foot(
        self, painter: QPainter, cell: QRect, card: ImageCard, state: CellState
    ) -> None:
        """The badges from the right, as many as there is room for, and the name before them."""
        left, right = cell.left() + INSET_PX + 2, cell.right() - INSET_PX - 1
        top = cell.bottom() - INSET_PX - FOOT_PX + 2
        ratio = painter.device().devicePixelRatioF()
        found_by = [Badge("text-quote", "", "accent")] if state.found_by_words else []
        for badge in reversed([*found_by, *badges_of(card)]):
            picture = self._badge(badge, ratio)
            width = round(picture.width() / ratio)
            if right - width < left:
                break
            painter.drawPixmap(QPoint(right - width, top), picture)
            right -= width + BADGE_GAP_PX
        if state.hovered:
            metrics = self.name_metrics
            room = QRect(left, top, right - left, FOOT_PX)
            name = metrics.elidedText(
                file_name(card.path), Qt.TextElideMode.ElideMiddle, room.width()
            )
            painter.setFont(self.name_font)
            painter.setPen(self._text)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, flags | Qt.TextFlag.TextSingleLine, name)

    def _badge(self, badge: Badge, ratio: float) -> QPixmap:
        """A badge; drawn once, as there are hundreds of it in a grid."""
        pixmap = self._badges.get((badge, ratio))
        if pixmap is None:
            if len(self._badges) >= MOST_BADGES_KEPT:
                self._badges.clear()
            pixmap = self._badges[(badge, ratio)] = self._draw_badge(badge, ratio)
        return pixmap

    def _draw_badge(self, badge: Badge, ratio: float) -> QPixmap:
        text_px = self.name_metrics.horizontalAdvance(badge.text) + 3 if badge.text else 0
        pixmap = QPixmap(round((BADGE_ICON_PX + text_px) * ratio), round(FOOT_PX * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icon = QRectF(0, (FOOT_PX - BADGE_ICON_PX) / 2, BADGE_ICON_PX, BADGE_ICON_PX)
        draw_icon(painter, badge.icon, icon, badge.tint)
        painter.setFont(self.name_font)
        painter.setPen(theme.colour(badge.tint))
        room = QRectF(BADGE_ICON_PX + 3, 0, text_px, FOOT_PX)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, badge.text)
        painter.end()
        return pixmap
