"""Labels that nearly always stand on the same images."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

LEAST_SHARED = 0.9
LEAST_SURELY_SHARED = 0.7
"""How much of two labels' images must be shared, and the least for the lower end of its 95 %
interval: nine images that are all shared reach that."""

FEWEST_IMAGES = 9
SIZE_BAND = 1.2


@dataclass(frozen=True, slots=True)
class AlwaysTogether:
    """Two labels, the lower id first: ``shared`` images carry both, ``union`` either.

    ``surely`` is the lower end of the 95 % interval of the shared part.
    """

    first_id: int
    second_id: int
    shared: int
    union: int
    surely: float


def always_together(
    image_ids: Mapping[int, Collection[int]], parents: Mapping[int, int | None]
) -> Iterator[AlwaysTogether]:
    """The pairs of labels, given with the images that carry them, that nearly always do.

    Of two labels one of which lies above the other in the tree that is no surprise: left out.
    """
    above = _ancestors(parents)
    for first, second, shared, union in _sharing_nearly_all(image_ids):
        surely = _wilson_lower(shared, union)
        if surely >= LEAST_SURELY_SHARED and not (first in above[second] or second in above[first]):
            yield AlwaysTogether(first, second, shared, union, surely)


def _sharing_nearly_all(
    image_ids: Mapping[int, Collection[int]],
) -> Iterator[tuple[int, int, int, int]]:
    """Two labels, the lower id first, how many images carry both, and how many either."""
    ordered = sorted(
        (label_id for label_id, ids in image_ids.items() if len(ids) >= FEWEST_IMAGES),
        key=lambda label_id: len(image_ids[label_id]),
    )
    if not ordered:
        return
    sizes = np.array([len(image_ids[label_id]) for label_id in ordered])
    columns = np.concatenate(
        [np.fromiter(image_ids[label_id], dtype=np.int64) for label_id in ordered]
    )
    _, columns = np.unique(columns, return_inverse=True)
    rows = np.repeat(np.arange(len(ordered)), sizes)
    carries = csr_array((np.ones(len(rows), dtype=np.int32), (rows, columns)))
    start = 0
    while start < len(ordered):
        # Only labels of like size can share nearly all: a band of sizes at a time.
        end = int(np.searchsorted(sizes, sizes[start] * SIZE_BAND, "right"))
        largest = int(np.searchsorted(sizes, sizes[end - 1] / LEAST_SHARED, "right"))
        shared = (carries[start:end] @ carries[start:largest].T).tocoo()
        first, second = (start + places for places in shared.coords)
        unions = sizes[first] + sizes[second] - shared.data
        for at in np.flatnonzero((first < second) & (shared.data >= LEAST_SHARED * unions)):
            pair = sorted((ordered[first[at]], ordered[second[at]]))
            yield pair[0], pair[1], int(shared.data[at]), int(unions[at])
        start = end


def _wilson_lower(successes: int, trials: int) -> float:
    """The lower end of Wilson's 95 % interval of a share."""
    square = 1.96**2
    share = successes / trials
    middle = share + square / (2 * trials)
    width = 1.96 * math.sqrt(share * (1 - share) / trials + square / (4 * trials**2))
    return (middle - width) / (1 + square / trials)


def _ancestors(parents: Mapping[int, int | None]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for label_id in parents:
        line: set[int] = set()
        at = parents.get(label_id)
        while at is not None and at not in line:
            line.add(at)
            at = parents.get(at)
        found[label_id] = line
    return found
