"""A similar labelled image of the evidence, large, in the place of the grid's images."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.catalogue import Catalogue
from db.records import ImageCard
from gui.review.desk.evidence import EvidenceCard
from gui.review.desk.finder import EvidenceFinder
from gui.review.evidence.strip import EvidenceStrip
from gui.review.evidence.strip_paint import card_text
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.image_source import ImageSource
from gui.widgets.plain_label import ElidedLabel
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.widgets.viewing.enlarged_image import EnlargedImage

STEPS = {"left": -1, "right": 1}


class EnlargedReference(EnlargedImage):
    """Says below the picture what its card says. It has none of the keys of the grid's images."""

    def __init__(
        self,
        catalogue: Catalogue,
        source: ImageSource,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(catalogue, source, thumbnails, parent)
        self.setAccessibleName(self.tr("Similar labelled image"))
        self.said = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        self.said.setContentsMargins(spacing.small, spacing.tiny, spacing.small, spacing.tiny)
        theme.set_role(self.said, "muted")
        self.column.addWidget(self.said)

    def show_evidence_card(self, card: EvidenceCard) -> None:
        """Show the image of a card."""
        image = card.image
        self.said.setText(" · ".join(card_text(card).splitlines()))
        self.show_card(
            ImageCard(
                id=image.id,
                path=image.path,
                content_hash=image.content_hash,
                width_px=image.width_px,
                height_px=image.height_px,
                status=image.status,
                reviewed=False,
                label_count=len(card.chips),
                suggestion_count=0,
            )
        )


class ImagesOrReference(QStackedWidget):
    """The images of the grid, or the similar image whose card was opened.

    The keys of the grid's images rest meanwhile: nobody means an image that is not on screen.
    """

    turned = Signal()
    """A similar image was opened, or the images are on show again."""

    def __init__(
        self,
        catalogue: Catalogue,
        source: ImageSource,
        images: QWidget,
        strip: EvidenceStrip,
        finder: EvidenceFinder,
    ) -> None:
        super().__init__()
        self._finder = finder
        self._strip = strip
        self.reference = EnlargedReference(catalogue, source, strip.thumbnails, self)
        self.addWidget(images)
        self.addWidget(self.reference)
        strip.opened.connect(self._open)
        strip.step_wanted.connect(self._step)
        self.reference.moved.connect(self._move)
        self.reference.closed.connect(self.close_reference)

    @property
    def shows_reference(self) -> bool:
        """Whether a similar image is on show."""
        return self.currentWidget() is self.reference

    @Slot()
    def close_reference(self) -> None:
        """Show the images of the grid again."""
        if self.shows_reference:
            self.reference.forget()
            self._strip.mark_opened(0)
            self.setCurrentIndex(0)
            self.turned.emit()

    def follow_evidence(self) -> None:
        """Other cards are shown: an image that is not among them is closed."""
        if self.reference.image_id not in self._cards():
            self.close_reference()

    def _cards(self) -> dict[int, EvidenceCard]:
        evidence = self._finder.evidence
        return {card.image.id: card for card in evidence.cards} if evidence is not None else {}

    @Slot(int)
    def _open(self, image_id: int) -> None:
        card = self._cards().get(image_id)
        if card is not None:
            self.reference.show_evidence_card(card)
            self._strip.mark_opened(image_id)
            self.setCurrentWidget(self.reference)
            self.turned.emit()

    @Slot(int)
    def _step(self, step: int) -> None:
        ids = list(self._cards())
        if self.reference.image_id in ids:
            place = ids.index(self.reference.image_id) + step
            self._open(ids[max(0, min(place, len(ids) - 1))])

    @Slot(str)
    def _move(self, move: str) -> None:
        self._step(STEPS.get(move, 0))
