"""Which suggestions and doubts a table or a command is about."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from db.records import ImageFilter


@dataclass(frozen=True)
class ChosenRows:
    """(Image, label) rows: those of ``images``, of one of ``label_ids`` where any are named, and
    right with at least ``minimum_probability``, which no row without a calibration is.

    ``top``: the first so many of each image; ``limit``: so many rows in all.
    """

    images: ImageFilter = field(default_factory=ImageFilter)
    label_ids: frozenset[int] = frozenset()
    minimum_probability: float | None = None
    top: int | None = None
    limit: int | None = None

    @property
    def takes_every_row(self) -> bool:
        """Whether no row is left out for what it says."""
        return not self.label_ids and self.minimum_probability is None

    def takes(self, label_id: int | None, probability: float | None) -> bool:
        """Whether a row is among them, by its label and probability."""
        if self.label_ids and label_id not in self.label_ids:
            return False
        if self.minimum_probability is None:
            return True
        return probability is not None and probability >= self.minimum_probability


EVERY_ROW = ChosenRows()


def with_all_below(label_ids: Iterable[int], parents: Iterable[tuple[int, int | None]]) -> set[int]:
    """Labels and all below them; ``parents`` are (label id, id of the label above)."""
    below: dict[int | None, list[int]] = {}
    for label_id, parent_id in parents:
        below.setdefault(parent_id, []).append(label_id)
    found, waiting = set[int](), list(label_ids)
    while waiting:
        label_id = waiting.pop()
        if label_id not in found:
            found.add(label_id)
            waiting += below.get(label_id, ())
    return found
