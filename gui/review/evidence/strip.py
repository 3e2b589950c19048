"""The similar labelled images behind the focused suggestion, heaviest first, for and against."""

from PySide6.QtCore import (
    QEvent,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from gui.review import words as review_words
from gui.review.desk.evidence import Evidence, EvidenceCard
from gui.review.desk.state import SuggestionRow
from gui.review.evidence.strip_model import EvidenceModel
from gui.review.evidence.strip_paint import CardView, EvidenceDelegate, card_text
from gui.review.rows import (
    ROW_ROLE,
)
from gui.services.focus_keys import claims
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.thumbnails.loader import ThumbnailLoader

THUMBNAIL_PX = 320
HOVER_DELAY_MS = 350


class EvidenceStrip(CardView):
    """Cards in one row. Left and right move, Enter or a click opens one beside the image.

    While one is open, left and right open its neighbours.
    """

    opened = Signal(int)
    """The id of a reference image."""

    step_wanted = Signal(int)
    """1: open the image after the one that is open, -1: the one before."""

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
        self.setMinimumHeight(128)
        self.thumbnails = thumbnails
        self._model = EvidenceModel(self)
        self.setModel(self._model)
        self.setItemDelegate(EvidenceDelegate(thumbnails, self))
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
    def current_image(self) -> int:
        """The id of the image whose card the keyboard is at; 0 for none."""
        card: EvidenceCard | None = self.currentIndex().data(ROW_ROLE)
        return 0 if card is None else card.image.id

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the card under the pointer, or with the current one."""
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Mouse and index.isValid():
            self.setCurrentIndex(index)
        if not self.current_image:
            return
        self.leave_card()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions())
        menu.popup(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards follow the height."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def show_evidence(self, evidence: Evidence | None) -> None:
        """Show these cards; the one that was current stays so where it is still there."""
        if evidence == self._model.evidence:
            return
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
        claimed = claims(event, lambda key: key.key() in mine and bool(self._model.cards))
        return claimed or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current card; left and right step while one is open."""
        card: EvidenceCard | None = self.currentIndex().data(ROW_ROLE)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and card is not None:
            self.opened.emit(card.image.id)
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.opened_image:
            self.step_wanted.emit(1 if event.key() == Qt.Key.Key_Right else -1)
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
        pixmap = self.thumbnails.pixmap(card.image.content_hash) if card is not None else None
        place = next((i for i, one in enumerate(self._model.cards) if one is card), -1)
        if card is None or pixmap is None or place < 0:
            return
        index = self._model.index(place)
        self.popup.show_above(self, self.visualRect(index), pixmap, card_text(card))

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

    def show_evidence(
        self,
        evidence: Evidence | None,
        label_name: str,
        row: SuggestionRow | None = None,
        *,
        borrowed: bool = False,
    ) -> None:
        """Show what is behind a label; None while it is looked up, "" for no label.

        ``row`` is the label's suggestion. ``borrowed``: the suggester lost the link to the images,
        and these are the similar ones all the same.
        """
        in_doubt = row is not None and row.doubt == "wrong"
        name = review_words.name_sentence(row)
        if name and borrowed and not (evidence and evidence.cards):
            # Nothing to lend: the name is all there is, and it is the reason.
            title = review_words.evidence_title(label_name, in_doubt=in_doubt)
            self.heading.setText(title if label_name else "")
            self.sentence.setText(name)
            self.strip.show_evidence(evidence)
            return
        title = review_words.evidence_title(label_name, borrowed=borrowed, in_doubt=in_doubt)
        self.heading.setText(title if label_name else "")
        sentence = review_words.evidence_sentence(evidence) if evidence else ""
        note = review_words.evidence_note(row, borrowed=borrowed) if evidence else ""
        parts = (name, note, sentence) if borrowed else (name, sentence, note)
        self.sentence.setText("  ·  ".join(part for part in parts if part))
        self.strip.show_evidence(evidence)


class HoverPicture(QFrame):
    """The picture of a card, larger, above it, with what there is to know about it.

    Part of the window: it takes no focus and no mouse.
    """

    def __init__(self, strip: QWidget) -> None:
        super().__init__(strip)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.set_role(self, "card")
        self._picture = QLabel(self)
        self.card_text = plain_label("", self, role="small")
        self.card_text.setWordWrap(True)
        self.card_text.setFixedWidth(THUMBNAIL_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.small, spacing.small, spacing.small, spacing.small)
        column.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.card_text)
        self.hide()

    def show_above(self, strip: QWidget, card: QRect, pixmap: QPixmap, text: str) -> None:
        """Show a picture above a card of the strip, within the window."""
        window = strip.window()
        if self.parent() is not window:
            self.setParent(window)
        self._picture.setPixmap(pixmap)
        self.card_text.setText(text)
        self.adjustSize()
        corner = strip.mapTo(window, QPoint(card.center().x() - self.width() // 2, card.top()))
        x = max(spacing.small, min(corner.x(), window.width() - self.width() - spacing.small))
        y = max(spacing.small, corner.y() - self.height() - spacing.small)
        self.move(x, y)
        self.show()
        self.raise_()
