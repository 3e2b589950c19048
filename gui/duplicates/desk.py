"""Which clusters wait, where the curator is among them, and what is done with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from db.catalogue import Catalogue
from db.duplicate_records import ClusterOrder
from db.records import ChangeSet
from engine.answers.duplicates import deciding
from engine.answers.duplicates.cards import ClusterCard, cluster_cards
from engine.answers.duplicates.state import DuplicateState, duplicate_state
from gui.services.context import CatalogueContext

MOST_CARDS = 2_000
BATCH = 48
RELOAD_DELAY_MS, REST_MS = 60, 600
"""The list is read again soon after a change from elsewhere; after decisions made here, when they
have come to rest: what was decided has left the list already."""


@dataclass(frozen=True, slots=True)
class ListRead:
    """What waits at one moment."""

    state: DuplicateState
    ids: list[int]
    archive_dir: Path


def read_list(catalogue: Catalogue, order: ClusterOrder) -> ListRead:
    """All clusters that wait, brought up to date."""
    state = duplicate_state(catalogue)
    return ListRead(state, catalogue.duplicates.cluster_ids(order), catalogue.archive_dir)


class ClusterDesk(QObject):
    """Knows the clusters in order and reads those on screen; decides on the one at the cursor.

    What is decided leaves the list at once and is written behind. The list is read in the lane of
    writes: whatever was decided before is then part of it.
    """

    changed = Signal()
    """Other clusters wait, or the cursor is elsewhere."""

    cards_read = Signal()
    asked = Signal(object, int)
    """(card, keeper id): labels would be handed over in a cluster that is not certain."""

    failed = Signal(object)

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.order = ClusterOrder.SIZE
        self.state: DuplicateState | None = None
        self.archive_dir = Path()
        self.ids: list[int] = []
        self.position = 0
        self.member = 0
        self._cards: dict[int, ClusterCard] = {}
        self._stale: set[int] = set()
        self._keepers: dict[int, int] = {}
        self._also: dict[tuple[int, int], tuple[int, ...]] = {}
        """By cluster and keeper, the contradicting labels that are handed over all the same."""
        self._wanted: list[int] = []
        self._is_reading = False
        self._decided = 0
        self._replaced = 0
        self._pending = 0
        """Decisions of this list that are not written yet."""
        self._is_active = False
        self._is_outdated = True
        self._undone = False
        self._soon = QTimer(self, singleShot=True, interval=RELOAD_DELAY_MS)
        self._soon.timeout.connect(self.load)
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self._outdate)

    # What is there

    @property
    def current(self) -> ClusterCard | None:
        """The cluster at the cursor, None where there is none or it is being read."""
        return self.card(self.position)

    @property
    def current_image(self) -> int:
        """The image at the cursor, 0 for none."""
        card = self.current
        return card.image_ids[min(self.member, len(card.members) - 1)] if card else 0

    def card(self, position: int) -> ClusterCard | None:
        """A cluster that has been read."""
        if not 0 <= position < len(self.ids):
            return None
        return self._cards.get(self.ids[position])

    def keeper(self, card: ClusterCard) -> int:
        """Who stays: whom the curator chose, else whom the rule keeps."""
        chosen = self._keepers.get(card.id, 0)
        return chosen if chosen in card.image_ids else card.keeper_id

    def also(self, card: ClusterCard) -> tuple[int, ...]:
        """The contradicting labels that the one that stays gets all the same."""
        return self._also.get((card.id, self.keeper(card)), ())

    # Reading

    def set_active(self, active: bool) -> None:
        """Follow changes while the page is on show; what was missed is read when it is again."""
        self._is_active = active
        if active and self._is_outdated:
            self.load()

    @Slot()
    def load(self) -> None:
        """Read the list."""
        self._is_outdated = False
        self._soon.stop()
        catalogue, order, decided = self._context.catalogue, self.order, self._decided
        undone, self._undone = self._undone, False

        def done(found: ListRead) -> None:
            # What was decided meanwhile is read after that.
            if decided == self._decided:
                self._take(found, undone)

        self._context.writes.submit(lambda: read_list(catalogue, order), done, self.failed.emit)

    @Slot()
    def reload(self) -> None:
        """Read the list and its clusters anew: they are judged otherwise now."""
        self._stale.update(self._cards)
        self._keepers.clear()
        self._also.clear()
        self.load()

    def choose_order(self, order: ClusterOrder) -> None:
        """List the clusters in another order."""
        self.order = order
        self.position = self.member = 0
        self.ids = []
        self.load()

    def want(self, positions: Sequence[int]) -> None:
        """Read these clusters, in this order, and no others."""
        self._wanted = [self.ids[one] for one in positions if 0 <= one < len(self.ids)]
        self._read_next()

    def _take(self, found: ListRead, undone: bool) -> None:
        here = self.ids[self.position] if self.position < len(self.ids) else 0
        known = set(self.ids)
        had_list = self.state is not None
        self.state, self.ids, self.archive_dir = found.state, found.ids, found.archive_dir
        back = (
            next((row for row, one in enumerate(self.ids) if one not in known), -1)
            if undone and had_list
            else -1
        )
        if back >= 0:
            self.position = back
        elif here in known and here in self.ids:
            self.position = self.ids.index(here)
        self.position = max(0, min(self.position, len(self.ids) - 1))
        self._go_to_keeper()
        self.changed.emit()

    def _read_next(self) -> None:
        if self._is_reading:
            return
        missing = [one for one in self._wanted if one not in self._cards or one in self._stale]
        if not missing:
            return
        batch = missing[:BATCH]
        self._is_reading = True
        self._stale.difference_update(batch)
        catalogue, replaced = self._context.catalogue, self._replaced

        def done(cards: list[ClusterCard]) -> None:
            self._is_reading = False
            if replaced == self._replaced:
                self._keep(batch, cards)
            else:
                # What was read may be older than what a key has made of it since.
                self._stale.update(one for one in batch if one in self._cards)
            self._read_next()

        def fail(error: Exception) -> None:
            self._is_reading = False
            self._wanted = []
            self.failed.emit(error)

        self._context.reads.submit(lambda: cluster_cards(catalogue, batch), done, fail)

    def _keep(self, batch: Sequence[int], cards: Sequence[ClusterCard]) -> None:
        here = self.current
        if len(self._cards) > MOST_CARDS:
            wanted = set(self._wanted)
            self._cards = {key: card for key, card in self._cards.items() if key in wanted}
        self._cards |= {card.id: card for card in cards}
        # A cluster that is gone by now is not asked for again: the list follows.
        gone = set(batch) - {card.id for card in cards}
        self._wanted = [one for one in self._wanted if one not in gone]
        if here is None and self.current is not None:
            self._go_to_keeper()
        self.cards_read.emit()

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        self._undone = self._undone or change.command == "undo"
        touched = change.image_ids
        self._stale.update(
            key
            for key, card in self._cards.items()
            if change.images_unknown or change.label_ids or not touched.isdisjoint(card.image_ids)
        )
        self._outdate_soon(RELOAD_DELAY_MS if self._undone or not self._pending else REST_MS)
        self._pending = max(0, self._pending - 1)

    @Slot()
    def _outdate(self) -> None:
        self._stale.update(self._cards)
        self._outdate_soon()

    def _outdate_soon(self, delay_ms: int = RELOAD_DELAY_MS) -> None:
        self._is_outdated = True
        if self._is_active:
            self._soon.start(delay_ms)

    # The cursor

    def go(self, rows: int) -> None:
        """To another cluster."""
        self.go_to(self.position + rows)

    def go_to(self, position: int, member: int | None = None) -> None:
        """To a cluster, and in it to an image (None: the one that stays)."""
        if not self.ids:
            return
        position = max(0, min(position, len(self.ids) - 1))
        if position != self.position or member is not None:
            self.position = position
            self._go_to_keeper()
            if member is not None:
                self.member = member
        self.changed.emit()

    def step(self, images: int) -> None:
        """To another image of the cluster."""
        card = self.current
        if card is not None:
            self.member = (self.member + images) % len(card.members)
            self.changed.emit()

    def _go_to_keeper(self) -> None:
        card = self.current
        self.member = card.image_ids.index(self.keeper(card)) if card is not None else 0

    # Deciding

    def keep_this(self) -> None:
        """Let the image at the cursor stay in the place of the one that the rule keeps."""
        card = self.current
        if card is not None:
            self._keepers[card.id] = self.current_image
            self.changed.emit()

    def hand_also(self, label_ids: Sequence[int]) -> None:
        """Let the one that stays get these contradicting labels all the same; none: none."""
        card = self.current
        if card is not None:
            self._also[card.id, self.keeper(card)] = tuple(label_ids)
            self.changed.emit()

    def accept(self) -> None:
        """Set the others of the cluster aside; asks first where it is not certain and labels would
        be handed over."""
        card = self.current
        if card is None:
            return
        keeper = self.keeper(card)
        if not card.others(keeper):
            self.go(1)
        elif not card.certain and _hands_labels(card, keeper):
            self.asked.emit(card, keeper)
        else:
            self.accept_card(card, keeper, hand_over=True, also=self.also(card))

    def accept_card(
        self, card: ClusterCard, keeper: int, *, hand_over: bool, also: Sequence[int] = ()
    ) -> None:
        """Set the others of a cluster aside, with or without handing their labels over, ``also``
        these contradicting ones."""
        catalogue = self._context.catalogue
        self._decide(
            lambda: deciding.accept_cluster(
                catalogue, card, keeper, hand_over=hand_over, also=also
            ),
            [card.id],
        )

    def take_out(self) -> None:
        """Say that the image at the cursor is none of the others."""
        card = self.current
        if card is not None:
            catalogue, ids, out = self._context.catalogue, card.image_ids, self.current_image
            if len(ids) > 2:
                self._replace(card, card.without(out))
            gone = [card.id] if len(ids) == 2 else []
            self._decide(lambda: deciding.take_out(catalogue, ids, [out]), gone)

    def none_alike(self) -> None:
        """Say that no two images of the cluster are the same."""
        card = self.current
        if card is not None:
            catalogue, ids = self._context.catalogue, card.image_ids
            self._decide(lambda: deciding.not_the_same(catalogue, ids), [card.id])

    def merge_with_next(self) -> None:
        """Say that the cluster and the next one are all the same."""
        card, other = self.current, self.card(self.position + 1)
        if card is not None and other is not None:
            catalogue, parts = self._context.catalogue, [card.image_ids, other.image_ids]
            self.ids = [one for one in self.ids if one != other.id]
            self._replace(card, card.joined(other))
            self._decide(lambda: deciding.merge(catalogue, parts), [])

    def accept_all(self, found: deciding.CertainPreview, then: Callable[[], None]) -> None:
        """Accept all certain clusters as foretold, in one step."""
        catalogue = self._context.catalogue
        self._decided += 1
        self._context.run_command(
            lambda: deciding.accept(catalogue, found.kept), lambda _change: then(), self._fail
        )

    def _replace(self, before: ClusterCard, after: ClusterCard) -> None:
        """Show a cluster as it is about to be: the next key is meant for that one."""
        self._also = {key: also for key, also in self._also.items() if key[0] != before.id}
        chosen = self._keepers.pop(before.id, 0)
        if chosen in after.image_ids:
            self._keepers[after.id] = chosen
        self.ids = [after.id if one == before.id else one for one in self.ids]
        self._cards.pop(before.id, None)
        self._cards[after.id] = after
        self._replaced += 1
        self._go_to_keeper()

    def _decide(self, command: Callable[[], ChangeSet], gone: Sequence[int]) -> None:
        self._decided += 1
        leaving = set(gone)
        # One that only changes the cluster is listed otherwise soon: it may be certain now.
        self._pending += bool(leaving)
        if leaving:
            here = self.position
            before = sum(one in leaving for one in self.ids[:here])
            self.ids = [one for one in self.ids if one not in leaving]
            self.position = max(0, min(here - before, len(self.ids) - 1))
            self._go_to_keeper()
        self._context.run_command(command, None, self._fail)
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._pending = 0
        self.failed.emit(error)
        self._outdate()


def _hands_labels(card: ClusterCard, keeper: int) -> bool:
    """Whether any image that is set aside has a label that the keeper has not."""
    labels = {one.image.id: {label.label_id for label in one.labels} for one in card.members}
    return any(labels[other] - labels[keeper] for other in card.others(keeper))
