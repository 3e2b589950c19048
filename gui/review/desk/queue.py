"""The images to review, one after another, with the way back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from db.records import DecisionRecord
from gui.review.empty import EmptyFacts


class Outcome(StrEnum):
    """What became of an image of the queue."""

    REVIEWED = "reviewed"
    SKIPPED = "skipped"


class ReviewQueue:
    """A list of image ids, where the curator is in it, and what became of those before."""

    def __init__(self, image_ids: Iterable[int] = ()) -> None:
        self._ids = list(dict.fromkeys(image_ids))
        self._places = {image_id: place for place, image_id in enumerate(self._ids)}
        self._outcomes: dict[int, Outcome] = {}
        self._visited: set[int] = set()
        self._place = 0
        self._visit()

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, image_id: int) -> bool:
        return image_id in self._places

    @property
    def current(self) -> int | None:
        """The image on show; None when there is none left."""
        return self._ids[self._place] if self._place < len(self._ids) else None

    @property
    def left(self) -> int:
        """How many images have not been reviewed; passing one over changes nothing about it."""
        return len(self._ids) - sum(one is Outcome.REVIEWED for one in self._outcomes.values())

    @property
    def reviewed(self) -> list[int]:
        """The images that have been reviewed, in the queue's order."""
        return self._with(Outcome.REVIEWED)

    @property
    def skipped(self) -> list[int]:
        """The images that have been passed over, in the queue's order."""
        return self._with(Outcome.SKIPPED)

    def outcome(self, image_id: int) -> Outcome | None:
        """What became of an image; None while it is open."""
        return self._outcomes.get(image_id)

    def set_outcome(self, image_id: int, outcome: Outcome | None) -> None:
        """Say what became of an image; ids that are not in the queue are ignored."""
        if image_id not in self._places:
            return
        if outcome is None:
            self._outcomes.pop(image_id, None)
        else:
            self._outcomes[image_id] = outcome

    def move_next(self) -> int | None:
        """Go on to the next image that was not reviewed elsewhere meanwhile.

        At the end: the first one that is still open, else None (nothing left).
        """
        place = self._next_place(self._place + 1)
        if place is None:
            still_open = (
                place for place, image_id in enumerate(self._ids) if image_id not in self._outcomes
            )
            place = next(still_open, len(self._ids))
        self._place = place
        self._visit()
        return self.current

    def move_previous(self) -> int | None:
        """Go back one image; None (and no move) at the beginning."""
        if self._place == 0 or not self._ids:
            return None
        self._place -= 1
        self._visit()
        return self.current

    def go_to(self, image_id: int) -> None:
        """Show an image now; one that is not in the queue is put in where the curator is."""
        if image_id not in self._places:
            self._ids.insert(self._place, image_id)
            self._places = {image_id: place for place, image_id in enumerate(self._ids)}
        self._place = self._places[image_id]
        self._visit()

    def renewed(self, image_ids: Iterable[int]) -> "ReviewQueue":
        """A queue of these images behind the one on show, with the same way back."""
        queue = ReviewQueue([*self._ids[: self._place + 1], *image_ids])
        queue._outcomes = {key: one for key, one in self._outcomes.items() if key in queue}
        queue._visited, queue._place = set(self._visited), self._place
        return queue

    def upcoming(self, count: int) -> list[int]:
        """The images that come next."""
        found: list[int] = []
        place: int | None = self._place
        while len(found) < count and place is not None:
            place = self._next_place(place + 1)
            if place is not None:
                found.append(self._ids[place])
        return found

    def preceding(self, count: int) -> list[int]:
        """The images that were before, the last one first."""
        return self._ids[max(self._place - count, 0) : self._place][::-1]

    def _next_place(self, start: int) -> int | None:
        for place in range(start, len(self._ids)):
            image_id = self._ids[place]
            if image_id in self._visited or self._outcomes.get(image_id) is not Outcome.REVIEWED:
                return place
        return None

    def _visit(self) -> None:
        if self.current is not None:
            self._visited.add(self.current)

    def _with(self, outcome: Outcome) -> list[int]:
        return sorted(
            (image_id for image_id, found in self._outcomes.items() if found is outcome),
            key=self._places.__getitem__,
        )


class ReviewTally:
    """What was done since the page was opened, over all queues."""

    def __init__(self) -> None:
        self._decided: dict[int, tuple[int, int]] = {}
        self._reviewed: set[int] = set()

    def __contains__(self, image_id: int) -> bool:
        return image_id in self._decided

    def count(self, image_id: int, decisions: Sequence[DecisionRecord]) -> bool:
        """Take in the standing decisions on an image that was on show; whether they are new."""
        before = self._decided.get(image_id)
        accepted = sum(decision.accepted for decision in decisions)
        self._decided[image_id] = (accepted, len(decisions) - accepted)
        return before != self._decided[image_id]

    def set_reviewed(self, image_id: int, *, reviewed: bool) -> None:
        """Count an image as reviewed, or no longer."""
        if reviewed:
            self._reviewed.add(image_id)
        else:
            self._reviewed.discard(image_id)

    @property
    def reviewed(self) -> int:
        """How many images were reviewed."""
        return len(self._reviewed)

    @property
    def accepted(self) -> int:
        """How many suggestions were accepted on those."""
        return sum(self._decided.get(image_id, (0, 0))[0] for image_id in self._reviewed)

    @property
    def rejected(self) -> int:
        """How many suggestions were rejected on those."""
        return sum(self._decided.get(image_id, (0, 0))[1] for image_id in self._reviewed)


class ReviewProgress:
    """The queue and the tally together: what counts as reviewed, here and elsewhere."""

    def __init__(self) -> None:
        self.queue = ReviewQueue()
        self.tally = ReviewTally()

    def told(self, facts: EmptyFacts) -> EmptyFacts:
        """What an empty queue is explained with, together with what was done."""
        return replace(
            facts,
            reviewed=self.tally.reviewed,
            skipped=len(self.queue.skipped),
            accepted=self.tally.accepted,
            rejected=self.tally.rejected,
        )

    def set_reviewed(self, image_id: int, *, reviewed: bool) -> None:
        """An image was reviewed here, or that was taken back."""
        self.queue.set_outcome(image_id, Outcome.REVIEWED if reviewed else None)
        self.tally.set_reviewed(image_id, reviewed=reviewed)

    def read(self, image_id: int, *, reviewed: bool) -> None:
        """The catalogue says whether an image that was on show is reviewed."""
        outcome = self.queue.outcome(image_id)
        if reviewed and outcome is not None and image_id in self.tally:
            self.tally.set_reviewed(image_id, reviewed=True)
        elif not reviewed and outcome is Outcome.REVIEWED:
            self.set_reviewed(image_id, reviewed=False)

    def changed_elsewhere(self, image_id: int, *, reviewed: bool) -> None:
        """Another page, an undo or a redo changed whether an image is reviewed."""
        if reviewed:
            self.queue.set_outcome(image_id, Outcome.REVIEWED)
        self.read(image_id, reviewed=reviewed)
