"""What the grid shows of each image, read off-thread for the rows on screen only."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from db.records import ImageCard
from db.repositories.images import ImageRepository
from gui.services.lanes import Lane

CARD_LIMIT = 20_000
BATCH_SIZE = 256


class CardCache(QObject):
    """Cards by image id. ``want`` replaces what was wanted before, so a fast scroll never queues.

    A card that a command made stale is still shown until the new one is there.
    """

    loaded = Signal(object)
    """A frozenset of image ids whose cards are new."""

    failed = Signal(object)
    """The exception of a read; the images concerned keep their placeholders."""

    def __init__(self, images: ImageRepository, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images = images
        self._lane = Lane("cards", self)
        self._cards: OrderedDict[int, ImageCard] = OrderedDict()
        self._stale: set[int] = set()
        self._wanted: list[int] = []
        self._asked: list[int] = []
        self._reading = False

    def card(self, image_id: int) -> ImageCard | None:
        """The card, if it has been read."""
        return self._cards.get(image_id)

    @property
    def asked(self) -> list[int]:
        """What was wanted last, loaded or not, the most important first."""
        return self._asked

    def want(self, image_ids: Sequence[int]) -> None:
        """Read the cards of these images, the most important first, and of no others."""
        self._asked = list(image_ids)
        self._wanted = []
        for image_id in self._asked:
            if image_id in self._cards:
                self._cards.move_to_end(image_id)
            if image_id not in self._cards or image_id in self._stale:
                self._wanted.append(image_id)
        self._load_next()

    def mark_stale(self, image_ids: Iterable[int] | None = None) -> None:
        """Read these (None: all) again when they are wanted; those asked for last, now."""
        if image_ids is None:
            self._stale.update(self._cards)
        else:
            self._stale.update(image_id for image_id in image_ids if image_id in self._cards)
        self.want(self._asked)

    def close(self) -> None:
        """Read nothing more."""
        self._wanted = []
        self._lane.close()

    def _load_next(self) -> None:
        if self._reading or not self._wanted:
            return
        batch, self._wanted = self._wanted[:BATCH_SIZE], self._wanted[BATCH_SIZE:]
        self._stale.difference_update(batch)
        self._reading = True
        self._lane.submit(lambda: self._images.cards(batch), self._keep_cards, self._fail)

    def _keep_cards(self, cards: Sequence[ImageCard]) -> None:
        self._reading = False
        for card in cards:
            self._cards[card.id] = card
            self._cards.move_to_end(card.id)
        while len(self._cards) > CARD_LIMIT:
            dropped, _ = self._cards.popitem(last=False)
            self._stale.discard(dropped)
        self._load_next()
        self.loaded.emit(frozenset(card.id for card in cards))

    def _fail(self, error: Exception) -> None:
        self._reading = False
        self._wanted = []
        self.failed.emit(error)
