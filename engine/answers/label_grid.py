"""The grid of a label: which images it asks about, how many are probably right, and which label
comes first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.records import GridChoice, GridMode, WaitingImages

GLANCE_S = 0.35
"""What a look at a thumbnail takes."""
KEY_S = 0.15

IdArray = NDArray[np.int64]
ShareArray = NDArray[np.float64]


@dataclass(frozen=True)
class Expected:
    """How many images are above a line and below it, and how many of each are probably right."""

    above: int
    above_right: float
    below: int
    below_right: float


@dataclass(frozen=True, eq=False)
class LabelGrid:
    """The open images of a label, (n,) arrays, the surest first (probably wrong: the least sure).

    ``shares`` in [0, 1] say how likely each shows what the label says. ``calibrated`` is false
    where they are no probabilities but the confidences of a run without calibration.
    """

    label_id: int
    choice: GridChoice
    suggester: str
    image_ids: IdArray
    confidences: ShareArray
    shares: ShareArray
    calibrated: bool
    is_whole: bool = True
    """False for the first images alone, which are read first."""

    def __len__(self) -> int:
        return len(self.image_ids)

    def expected(self, line: float) -> Expected:
        """How many have a share of at least ``line``, how many less, and the sums of the shares."""
        above = self.shares >= line
        return Expected(
            int(np.count_nonzero(above)),
            float(self.shares[above].sum()),
            int(np.count_nonzero(~above)),
            float(self.shares[~above].sum()),
        )

    def waiting(self, line: float) -> WaitingImages:
        """The same as it stands in the list of labels."""
        found = self.expected(line)
        return WaitingImages(
            self.label_id, found.above, found.above_right, found.below, found.below_right
        )

    def without(self, image_ids: Collection[int]) -> "LabelGrid":
        """All but these images."""
        kept = ~np.isin(self.image_ids, np.fromiter(image_ids, dtype=np.int64))
        return LabelGrid(
            self.label_id,
            self.choice,
            self.suggester,
            self.image_ids[kept],
            self.confidences[kept],
            self.shares[kept],
            self.calibrated,
            self.is_whole,
        )


def read_label_grid(
    catalogue: Catalogue, label_id: int, choice: GridChoice, limit: int | None = None
) -> LabelGrid:
    """What is open for a label now, or the first of it."""
    rows = catalogue.label_grid.rows(label_id, choice, limit)
    run, queue_run = catalogue.suggestions.run(), catalogue.queues.run()
    suggester = run.suggester if run is not None else ""
    if not suggester and queue_run is not None:
        suggester = queue_run.suggester
    columns = np.array(rows, dtype=np.float64).reshape(-1, 4)
    return LabelGrid(
        label_id,
        choice,
        suggester,
        columns[:, 0].astype(np.int64),
        columns[:, 1],
        columns[:, 2],
        bool(columns[:, 3].all()),
        limit is None or len(rows) < limit,
    )


def read_waiting(catalogue: Catalogue, choice: GridChoice, line: float) -> list[WaitingImages]:
    """The labels with open images, those first that promise most right labels a minute."""
    return in_order(catalogue.label_grid.waiting(choice, line), choice.mode)


def in_order(waiting: Iterable[WaitingImages], mode: GridMode) -> list[WaitingImages]:
    """The easy labels first, then the uncertain ones.

    Easy is a label with images on the side of the line where Enter alone gives the right answer:
    above it, where labels are probably wrong below it. They come by right labels a minute: the
    sum of the probabilities there, over the time it takes. A glance (``GLANCE_S``) at each image
    and one at the name, a key (``KEY_S``) for each that is wrong and one for Enter. Labels without
    such images need a person for every answer: those come first whose images are the most
    uncertain, by p (1 - p) of their mean probability. Ties go by how many wait.
    """

    def key(one: WaitingImages) -> tuple[bool, float, int, int]:
        count, right = one.likely, one.likely_shares
        rest, rest_share = one.unlikely, one.unlikely_shares
        if mode is GridMode.WRONG:
            count, right = one.unlikely, one.unlikely - one.unlikely_shares
            rest, rest_share = one.likely, one.likely_shares
        if count:
            seconds = GLANCE_S * (count + 1) + KEY_S * (count - right + 1)
            return False, -60 * right / seconds, -one.total, one.label_id
        mean = rest_share / rest if rest else 0.0
        return True, -mean * (1 - mean), -one.total, one.label_id

    return sorted(waiting, key=key)
