"""The similar labelled images behind the focused suggestion, heaviest first, for and against."""

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gui import theme
from gui.theme import spacing
from gui.widgets import review_words
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.review_evidence import Chip, Evidence, EvidenceCard, weight_percent_text
from gui.widgets.review_rows import (
    ROW_ROLE,
    ModelIndex,
    RowDelegate,
    RowView,
    with_alpha,
)
from gui.widgets.thumbnails import ThumbnailLoader

CARD_MIN_WIDTH_PX = 104
CARD_MAX_WIDTH_PX = 200
CHIP_HEIGHT_PX = 20
CHIP_ROWS = 2
GAP_PX = spacing.small
DIVIDER_PX = spacing.wide
THUMBNAIL_PX = 320
HOVER_DELAY_MS = 350
ROOT = QModelIndex()


class EvidenceModel(QAbstractListModel):
    """The cards, as values."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.evidence: Evidence | None = None
        self.cards: tuple[EvidenceCard, ...] = ()

    def set_evidence(self, evidence: Evidence | None) -> None:
        """Show this evidence."""
        if evidence == self.evidence:
            return
        self.beginResetModel()
        self.evidence = evidence
        self.cards = evidence.cards if evidence is not None else ()
        self.endResetModel()

    def is_first_against(self, row: int) -> bool:
        """Whether the divider stands before this card."""
        evidence = self.evidence
        return evidence is not None and row == len(evidence.votes_for) and row < len(self.cards)

    def rowCount(self, parent: ModelIndex = ROOT) -> int:
        """How many cards there are."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The path for display, a sentence for screen readers, the card under ROW_ROLE."""
        if not index.isValid() or index.row() >= len(self.cards) or self.evidence is None:
            return None
        card = self.cards[index.row()]
        if role == ROW_ROLE:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.image.path
        if role == Qt.ItemDataRole.AccessibleTextRole:
            labels = ", ".join(chip.label_name for chip in card.chips)
            vote = self.tr("carries {label}") if card.carries_label else self.tr("without {label}")
            vote = vote.format(label=self.evidence.label_name)
            return self.tr("{percent} percent, {vote}. Labels: {labels}").format(
                percent=card.weight_percent, vote=vote, labels=labels
            )
        return None


def card_width_px(card: EvidenceCard, picture_height_px: int) -> int:
    """The width of a card: that of its picture, within limits."""
    width, height = card.image.width_px or 4, card.image.height_px or 3
    natural = round(picture_height_px * width / height)
    return min(max(natural, CARD_MIN_WIDTH_PX), CARD_MAX_WIDTH_PX)


class EvidenceDelegate(RowDelegate):
    """Paints one card: picture, weight, labels."""

    def __init__(self, thumbnails: ThumbnailLoader, view: "EvidenceStrip") -> None:
        super().__init__(view)
        self._thumbnails = thumbnails
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """As high as the strip, as wide as the picture asks for."""
        card: EvidenceCard = index.data(ROW_ROLE)
        height = self._view.card_height_px
        width = card_width_px(card, _picture_height(height)) + GAP_PX
        return QSize(width + self._before(index), height)

    def text_for_tooltip(self, index: ModelIndex) -> str:
        """Everything about the card, with the technical word."""
        card: EvidenceCard = index.data(ROW_ROLE)
        labels = ", ".join(chip.label_name for chip in card.chips)
        return self.tr("{path}\nLabels: {labels}\nCosine similarity {similarity:.3f}").format(
            path=card.image.path, labels=labels, similarity=card.similarity
        )

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
        self._paint_badge(painter, picture, card)
        chips = QRect(
            rect.left() + 5,
            picture.bottom() + 5,
            rect.width() - 10,
            rect.bottom() - picture.bottom(),
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

    def _paint_badge(self, painter: QPainter, picture: QRect, card: EvidenceCard) -> None:
        font = theme.font("small", bold=True)
        text = weight_percent_text(card)
        width = QFontMetrics(font).horizontalAdvance(text) + 10
        badge = QRectF(picture.left() + 8, picture.top() + 8, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(with_alpha(theme.colour("overlay"), 225))
        painter.drawRoundedRect(badge, 3, 3)
        painter.setPen(theme.colour("overlay_text"))
        painter.setFont(font)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


def _picture_height(card_height_px: int) -> int:
    return card_height_px - CHIP_ROWS * (CHIP_HEIGHT_PX + 2) - 8


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


class EvidenceStrip(RowView):
    """Cards in one row. Left and right move, Enter or a click opens one beside the image."""

    opened = Signal(int)
    """The id of a reference image."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Similar labelled images"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(112)
        self._thumbnails = thumbnails
        self._model = EvidenceModel(self)
        self.setModel(self._model)
        self.setItemDelegate(EvidenceDelegate(thumbnails, self))
        self.opened_image = 0
        self.popup = HoverPicture(self)
        self._hovered = QTimer(self)
        self._hovered.setSingleShot(True)
        self._hovered.setInterval(HOVER_DELAY_MS)
        self._hovered.timeout.connect(self._enlarge)
        self._hovered_card: EvidenceCard | None = None
        thumbnails.loaded.connect(self._repaint)

    @property
    def evidence(self) -> Evidence | None:
        """What is shown."""
        return self._model.evidence

    @property
    def card_height_px(self) -> int:
        """How high cards are: room for the scroll bar is kept whether it shows or not."""
        return max(self.height() - self.horizontalScrollBar().sizeHint().height(), 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards follow the height."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def show_evidence(self, evidence: Evidence | None) -> None:
        """Show these cards; the one that was current stays so where it is still there."""
        current: EvidenceCard | None = self.currentIndex().data(ROW_ROLE)
        self.leave_card()
        self._model.set_evidence(evidence)
        cards = self._model.cards
        places = [
            i for i, card in enumerate(cards) if current and card.image.id == current.image.id
        ]
        if cards:
            self.setCurrentIndex(self._model.index(places[0] if places else 0))

    def mark_opened(self, image_id: int) -> None:
        """Show which card is open beside the image; 0 for none."""
        self.opened_image = image_id
        for place, card in enumerate(self._model.cards):
            if card.image.id == image_id:
                self.setCurrentIndex(self._model.index(place))
                self.scrollTo(self._model.index(place))
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that move among the cards, which are the page's keys elsewhere."""
        mine = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in mine
            and self._model.cards
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current card."""
        card: EvidenceCard | None = self.currentIndex().data(ROW_ROLE)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and card is not None:
            self.opened.emit(card.image.id)
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens a card."""
        super().mouseReleaseEvent(event)
        card: EvidenceCard | None = self.indexAt(event.position().toPoint()).data(ROW_ROLE)
        if event.button() == Qt.MouseButton.LeftButton and card is not None:
            self.leave_card()
            self.opened.emit(card.image.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A card that the pointer rests on is enlarged."""
        super().mouseMoveEvent(event)
        card: EvidenceCard | None = self.indexAt(event.position().toPoint()).data(ROW_ROLE)
        if card is self._hovered_card:
            return
        self.leave_card()
        self._hovered_card = card
        if card is not None:
            self._hovered.start()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is enlarged any more."""
        self.leave_card()
        super().leaveEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        """Nothing is enlarged any more."""
        self.leave_card()

    @Slot()
    def _enlarge(self) -> None:
        card = self._hovered_card
        pixmap = self._thumbnails.pixmap(card.image.content_hash) if card is not None else None
        place = next((i for i, one in enumerate(self._model.cards) if one is card), -1)
        if pixmap is None or place < 0:
            return
        self.popup.show_above(self, self.visualRect(self._model.index(place)), pixmap)

    def leave_card(self) -> None:
        """Enlarge nothing."""
        self._hovered.stop()
        self._hovered_card = None
        self.popup.hide()

    @Slot(object)
    def _repaint(self, _hashes: object) -> None:
        self.viewport().update()


class EvidencePanel(QWidget):
    """The strip with its heading: which label, and what the weights add up to."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = EvidenceStrip(thumbnails, self)
        self.heading = plain_label("", self, role="heading")
        self.sentence = ElidedLabel(self)
        theme.set_role(self.sentence, "muted")
        self.sentence.setToolTip(review_words.evidence_tooltip())
        head = QHBoxLayout()
        head.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.tiny)
        head.setSpacing(spacing.large)
        head.addWidget(self.heading)
        head.addWidget(self.sentence, 1)
        row = QHBoxLayout()
        row.setContentsMargins(spacing.medium, 0, 0, spacing.tiny)
        row.addWidget(self.strip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(row, 1)

    def show_evidence(self, evidence: Evidence | None, label_name: str) -> None:
        """Show what is behind a label; None while it is looked up, "" for no label."""
        self.heading.setText(review_words.evidence_title(label_name) if label_name else "")
        self.sentence.setText(review_words.evidence_sentence(evidence) if evidence else "")
        self.strip.show_evidence(evidence)


class HoverPicture(QLabel):
    """The picture of a card, larger, above it. Part of the window: it takes no focus."""

    def __init__(self, strip: QWidget) -> None:
        super().__init__(strip)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.set_role(self, "card")
        self.setMargin(spacing.small)
        self.hide()

    def show_above(self, strip: QWidget, card: QRect, pixmap: QPixmap) -> None:
        """Show a picture above a card of the strip, within the window."""
        window = strip.window()
        if self.parent() is not window:
            self.setParent(window)
        self.setPixmap(pixmap)
        self.adjustSize()
        corner = strip.mapTo(window, QPoint(card.center().x() - self.width() // 2, card.top()))
        x = max(spacing.small, min(corner.x(), window.width() - self.width() - spacing.small))
        y = max(spacing.small, corner.y() - self.height() - spacing.small)
        self.move(x, y)
        self.show()
        self.raise_()
