"""The grid of a label page by page: which images are on show, and which of them are ticked."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from db.records import GridChoice, GridMode
from engine.answers.label_grid import Expected, IdArray, LabelGrid
from engine.evaluation.thresholds import TICKED_PROBABILITY
from gui.words.amounts import likelihood

MOST_ON_A_PAGE = 200

NO_IDS: IdArray = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class PageTaken:
    """What Enter decides on a page, with the confidences, and how to show the page again.

    ``left`` of the images on it stay open.
    """

    label_id: int
    choice: GridChoice
    suggester: str
    accepted: dict[int, float]
    rejected: dict[int, float]
    left: int

    @property
    def image_ids(self) -> frozenset[int]:
        """The images that were decided on."""
        return frozenset({*self.accepted, *self.rejected})


class GridPages:
    """The images of one label from ``start`` on, ``size`` at a time.

    An image is ticked where its share reaches the line, unless a person said otherwise. A tick
    says that the image shows what the label says, whatever the grid asks about.
    """

    def __init__(self) -> None:
        self.grid: LabelGrid | None = None
        self.line = TICKED_PROBABILITY
        self.start = 0
        self.size = 1
        self._ticks: dict[int, bool] = {}
        self._shares: dict[int, float] = {}
        self._shares_of: tuple[object, int, int] = (None, 0, 0)

    def show(self, grid: LabelGrid | None, *, at: Collection[int] = ()) -> None:
        """Show another grid, or the same one read again: from the first of the images ``at``
        that is in it, else from the top."""
        self.grid = grid
        self.start = 0
        if grid is not None and at:
            places = np.flatnonzero(np.isin(grid.image_ids, np.fromiter(at, dtype=np.int64)))
            if len(places):
                self.start = int(places[0])

    @property
    def total(self) -> int:
        """How many images wait."""
        return 0 if self.grid is None else len(self.grid)

    @property
    def image_ids(self) -> IdArray:
        """(n,) the images on the page."""
        if self.grid is None:
            return NO_IDS
        return self.grid.image_ids[self.start : self.start + self.size]

    @property
    def expected(self) -> Expected:
        """What is above and below the line, of all that wait."""
        return Expected(0, 0.0, 0, 0.0) if self.grid is None else self.grid.expected(self.line)

    def set_size(self, size: int) -> bool:
        """So many images fit on a page; whether that changes it. The first one stays the first."""
        size = max(1, min(MOST_ON_A_PAGE, size))
        changed, self.size = size != self.size, size
        return changed

    def share(self, image_id: int) -> float:
        """How likely an image on the page shows what the label says."""
        if self._shares_of != (self.grid, self.start, self.size):
            self._shares_of = (self.grid, self.start, self.size)
            page = slice(self.start, self.start + self.size)
            shares = [] if self.grid is None else self.grid.shares[page].tolist()
            self._shares = dict(zip(self.image_ids.tolist(), shares, strict=True))
        return self._shares.get(image_id, 0.0)

    def likelihood(self, image_id: int) -> str:
        """The share as it is shown."""
        measured = self.grid is None or self.grid.calibrated
        return likelihood(self.share(image_id), measured=measured)

    def is_ticked(self, image_id: int) -> bool:
        """Whether an image on the page is ticked."""
        by_hand = self._ticks.get(image_id)
        return self.share(image_id) >= self.line if by_hand is None else by_hand

    def tick(self, image_id: int, ticked: bool) -> None:
        """A person says whether an image shows what the label says."""
        if ticked is (self.share(image_id) >= self.line):
            self._ticks.pop(image_id, None)
        else:
            self._ticks[image_id] = ticked

    def remember(self, image_id: int, ticked: bool) -> None:
        """The same of an image that is not on the page."""
        self._ticks[image_id] = ticked

    def tick_all(self, ticked: bool) -> None:
        """The same for the whole page."""
        for image_id in self.image_ids.tolist():
            self.tick(image_id, ticked)

    def ticked_count(self) -> int:
        """How many images on the page are ticked."""
        return sum(self.is_ticked(image_id) for image_id in self.image_ids.tolist())

    def forget_ticks(self) -> None:
        """Another label: what was said of images of the last one says nothing about it."""
        self._ticks.clear()

    def take(self, *, reject: bool) -> PageTaken | None:
        """Decide on the page: its ticked images are accepted, the others rejected or left.

        Those that are decided leave the grid; what is left open is behind the next page. None
        where there is no page. Where the label is probably wrong, the others always lose it.
        """
        if self.grid is None or not len(self.image_ids):
            return None
        page = slice(self.start, self.start + self.size)
        ids = self.grid.image_ids[page].tolist()
        found = dict(zip(ids, self.grid.confidences[page].tolist(), strict=True))
        reject = reject or self.grid.choice.mode is GridMode.WRONG
        accepted = {key: value for key, value in found.items() if self.is_ticked(key)}
        rest = {key: value for key, value in found.items() if key not in accepted}
        taken = PageTaken(
            self.grid.label_id,
            self.grid.choice,
            self.grid.suggester,
            accepted,
            rest if reject else {},
            0 if reject else len(rest),
        )
        self.grid = self.grid.without(taken.image_ids)
        self.start += taken.left
        return taken

    def go_forward(self) -> bool:
        """Pass over the page; False on the last one."""
        if self.start + self.size >= self.total:
            return False
        self.start += self.size
        return True

    def go_back(self) -> bool:
        """Show the page before; False on the first one."""
        if self.start == 0:
            return False
        self.start = max(0, self.start - self.size)
        return True

    @property
    def is_at_end(self) -> bool:
        """Whether there is no page left from here on."""
        return self.start >= self.total
