"""How one image of the thumbnail grid looks."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from db.records import ImageCard
from gui.style import theme
from gui.style.icons import draw_icon

INSET_PX = 4
BORDER_PX = 3
MARK_PX = 20
MARK_ICON_PX = 12
STRIP_MIN_CELL_PX = 88
DEFAULT_ASPECT = 4 / 3

MARKS: dict[str, str] = {
    "unlabelled": "circle-dashed",
    "suggested": "sparkles",
    "reviewed": "circle-check",
    "unreadable": "triangle-alert",
    "missing": "image-off",
}


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
    if not width or not height:
        size = QSize(400, round(400 / DEFAULT_ASPECT))
        natural = size
    else:
        size = QSize(width, height)
        natural = QSize(max(1, round(width / ratio)), max(1, round(height / ratio)))
    if natural.width() > inside.width() or natural.height() > inside.height():
        natural = size.scaled(inside.size(), Qt.AspectRatioMode.KeepAspectRatio)
        natural = natural.expandedTo(QSize(1, 1))
    target = QRect(QPoint(0, 0), natural)
    target.moveCenter(inside.center())
    return target


@dataclass(frozen=True, slots=True)
class CellState:
    """What the grid knows of a cell besides the image."""

    selected: bool
    current: bool
    hovered: bool


class CellPainter(QObject):
    """Paints cells; holds the colours, fonts and marks of the theme ready."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._marks: dict[tuple[str, float], QPixmap] = {}
        theme.notifier().changed.connect(self.take_theme)
        self.take_theme()

    @Slot()
    def take_theme(self) -> None:
        """Take the colours of the theme now in use."""
        self._marks.clear()
        self._surface = theme.colour("surface")
        self._placeholder = theme.colour("placeholder")
        self._selected = theme.colour("pressed")
        self._accent = QPen(theme.colour("accent"), BORDER_PX)
        self._focus = QPen(theme.colour("text"), 1)
        self._strip = QColor(theme.colour("overlay"))
        self._strip.setAlpha(215)
        self._strip_text = theme.colour("overlay_text")
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
        """Paint one cell: ground, picture or placeholder, mark, name while hovered, borders."""
        painter.fillRect(cell, self._selected if state.selected else self._surface)
        inside = cell.adjusted(INSET_PX, INSET_PX, -INSET_PX, -INSET_PX)
        self.paint_picture(painter, inside, card, pixmap)
        if card is not None:
            mark = state_of(card)
            if mark:
                ratio = painter.device().devicePixelRatioF()
                corner = QPoint(cell.right() - MARK_PX - 3, cell.top() + 4)
                painter.drawPixmap(corner, self._mark(mark, ratio))
            if state.hovered:
                self._paint_strip(painter, cell, card)
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
        target = picture_rect(inside, card, painter.device().devicePixelRatioF())
        if pixmap is not None:
            painter.drawPixmap(target, pixmap)
        else:
            self._paint_placeholder(painter, target, card)

    def _paint_placeholder(self, painter: QPainter, target: QRect, card: ImageCard | None) -> None:
        if card is None or card.status == "ok":
            painter.fillRect(target, self._placeholder)
            return
        side = min(32, target.width())
        icon = QRectF(0, 0, side, side)
        icon.moveCenter(QRectF(target).center())
        draw_icon(painter, MARKS[card.status], icon, "text_muted")

    def _paint_strip(self, painter: QPainter, cell: QRect, card: ImageCard) -> None:
        metrics = self.name_metrics
        two_lines = cell.width() >= STRIP_MIN_CELL_PX
        height = metrics.height() * (2 if two_lines else 1) + 6
        strip = QRect(cell.left(), cell.bottom() - height + 1, cell.width(), height)
        painter.fillRect(strip, self._strip)
        painter.setFont(self.name_font)
        painter.setPen(self._strip_text)
        area = strip.adjusted(6, 3, -6, -3)
        name = metrics.elidedText(file_name(card.path), Qt.TextElideMode.ElideMiddle, area.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
        painter.drawText(area, flags | Qt.AlignmentFlag.AlignTop, name)
        if two_lines:
            count = label_count_text(card.label_count)
            painter.drawText(area, flags | Qt.AlignmentFlag.AlignBottom, count)

    def _mark(self, name: str, ratio: float) -> QPixmap:
        pixmap = self._marks.get((name, ratio))
        if pixmap is None:
            pixmap = self._draw_mark(name, ratio)
            self._marks[(name, ratio)] = pixmap
        return pixmap

    def _draw_mark(self, name: str, ratio: float) -> QPixmap:
        pixmap = QPixmap(round(MARK_PX * ratio), round(MARK_PX * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._strip)
        painter.drawEllipse(QRectF(0, 0, MARK_PX, MARK_PX))
        offset = (MARK_PX - MARK_ICON_PX) / 2
        icon = QRectF(offset, offset, MARK_ICON_PX, MARK_ICON_PX)
        draw_icon(painter, MARKS[name], icon, "overlay_text")
        painter.end()
        return pixmap
