"""How one similar labelled image looks: its picture, what it weighs, its labels."""

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QPainter,
    QPainterPath,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from gui.review.desk.evidence import Chip, EvidenceCard, weight_percent_text
from gui.review.evidence.strip_model import EvidenceModel
from gui.review.rows import ROW_ROLE, ModelIndex, RowDelegate, RowView
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.thumbnails.loader import ThumbnailLoader

CARD_MIN_WIDTH_PX = 104
CARD_MAX_WIDTH_PX = 200
CHIP_HEIGHT_PX = 20
CHIP_ROWS = 2
WEIGHT_PX = 18
"""The line of the weight, below the picture: nothing lies on the subject."""
GAP_PX = spacing.small
DIVIDER_PX = spacing.wide


def card_width_px(card: EvidenceCard, picture_height_px: int) -> int:
    """The width of a card: that of its picture, within limits."""
    width, height = card.image.width_px or 4, card.image.height_px or 3
    natural = round(picture_height_px * width / height)
    return min(max(natural, CARD_MIN_WIDTH_PX), CARD_MAX_WIDTH_PX)


def card_text(card: EvidenceCard) -> str:
    """Everything about a card, with the technical word."""
    labels = ", ".join(chip.label_name for chip in card.chips)
    text = QCoreApplication.translate("Review", "{path}\nLabels: {labels}\nSimilarity {similarity}")
    return text.format(path=card.image.path, labels=labels, similarity=f"{card.similarity:.3f}")


class CardView(RowView):
    """What the delegate asks of its view."""

    opened_image = 0
    """The image that is open beside the one under review."""

    @property
    def card_height_px(self) -> int:
        """How high cards are: room for the scroll bar is kept whether it shows or not."""
        return max(self.height() - self.horizontalScrollBar().sizeHint().height(), 112)


class EvidenceDelegate(RowDelegate):
    """Paints one card: picture, weight, labels."""

    def __init__(self, thumbnails: ThumbnailLoader, view: CardView) -> None:
        super().__init__(view)
        self._thumbnails = thumbnails
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """As high as the strip, as wide as the picture asks for."""
        card: EvidenceCard = index.data(ROW_ROLE)
        height = self._view.card_height_px
        width = card_width_px(card, _picture_height(height)) + GAP_PX
        return QSize(width + self._before(index), height)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: ModelIndex,
    ) -> bool:
        """Nothing: the enlarged picture says it all."""
        return True

    def card_rect(self, item: QRect, index: ModelIndex) -> QRect:
        """The card within its item, without the gap and the divider."""
        return item.adjusted(self._before(index), 0, -GAP_PX, 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        """Picture with its weight, then the labels; a dashed frame says it votes against."""
        card: EvidenceCard = index.data(ROW_ROLE)
        item: QRect = option.rect
        rect = self.card_rect(item, index)
        current = self._view.hasFocus() and self._view.currentIndex() == index
        opened = self._view.opened_image == card.image.id
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._before(index):
            x = item.left() + DIVIDER_PX // 2 - GAP_PX // 2
            painter.setPen(QPen(theme.colour("control"), 1))
            painter.drawLine(x, item.top() + 4, x, item.bottom() - 4)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        frame = QRectF(rect).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = "raised" if hovered or current or opened else "surface"
        if card.carries_label or ground == "raised":
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(frame, spacing.radius, spacing.radius)
        picture = QRect(rect.left(), rect.top(), rect.width(), _picture_height(rect.height()))
        self._paint_picture(painter, picture.adjusted(4, 4, -4, 0), card)
        _paint_weight(painter, picture, card)
        chips = QRect(
            rect.left() + 5,
            picture.bottom() + WEIGHT_PX + 5,
            rect.width() - 10,
            rect.bottom() - picture.bottom() - WEIGHT_PX,
        )
        _paint_chips(painter, chips, card.chips)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if current or opened:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(frame, spacing.radius, spacing.radius)
        elif not card.carries_label:
            painter.setPen(QPen(theme.colour("negative"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(frame, spacing.radius, spacing.radius)
        painter.restore()

    def _before(self, index: ModelIndex) -> int:
        model = index.model()
        first = isinstance(model, EvidenceModel) and model.is_first_against(index.row())
        return DIVIDER_PX if first and index.row() > 0 else 0

    def _paint_picture(self, painter: QPainter, rect: QRect, card: EvidenceCard) -> None:
        pixmap = self._thumbnails.pixmap(card.image.content_hash)
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect), 3, 3)
        painter.save()
        painter.setClipPath(path)
        if pixmap is None:
            painter.fillRect(rect, theme.colour("placeholder"))
        else:
            size = pixmap.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(QPoint(0, 0), size)
            target.moveCenter(rect.center())
            painter.drawPixmap(target, pixmap)
        painter.restore()


def _paint_weight(painter: QPainter, picture: QRect, card: EvidenceCard) -> None:
    painter.setPen(theme.colour("text"))
    painter.setFont(theme.font("small", bold=True))
    room = QRect(picture.left() + 6, picture.bottom() + 3, picture.width() - 12, WEIGHT_PX)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, weight_percent_text(card))


def _picture_height(card_height_px: int) -> int:
    return card_height_px - CHIP_ROWS * (CHIP_HEIGHT_PX + 2) - WEIGHT_PX - 8


def _paint_chips(painter: QPainter, rect: QRect, chips: tuple[Chip, ...]) -> None:
    """Labels in rows, the matching one bold; "+2" for those that have no room."""
    left, top, row = rect.left(), rect.top(), 0
    for number, chip in enumerate(chips):
        font = theme.font("small", bold=chip.matching)
        metrics = QFontMetrics(font)
        rest = len(chips) - number - 1
        more = f"+{rest}" if rest else ""
        more_width = metrics.horizontalAdvance("+99") + 4 if rest and row == CHIP_ROWS - 1 else 0
        width = metrics.horizontalAdvance(chip.label_name) + 12
        if left + width > rect.right() - more_width and left > rect.left():
            if row + 1 == CHIP_ROWS:
                _paint_more(
                    painter, QRect(left, top, rect.right() - left, CHIP_HEIGHT_PX), rest + 1
                )
                return
            left, top, row = rect.left(), top + CHIP_HEIGHT_PX + 2, row + 1
            more_width = metrics.horizontalAdvance("+99") + 4 if rest else 0
        width = min(width, rect.right() - more_width - left)
        box = QRect(left, top, width, CHIP_HEIGHT_PX - 1)
        painter.setPen(QPen(theme.colour("positive" if chip.matching else "divider"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.colour("text" if chip.matching else "text_muted"))
        painter.setFont(font)
        text = metrics.elidedText(chip.label_name, Qt.TextElideMode.ElideRight, width - 10)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        left += width + 4
        if more and row == CHIP_ROWS - 1 and left + more_width >= rect.right():
            _paint_more(painter, QRect(left, top, rect.right() - left, CHIP_HEIGHT_PX), rest)
            return


def _paint_more(painter: QPainter, rect: QRect, count: int) -> None:
    painter.setPen(theme.colour("text_muted"))
    painter.setFont(theme.font("small"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, f"+{count}")
