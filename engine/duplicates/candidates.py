"""Pairs of images near by their features: all above a similarity and each image's nearest.

All pairs are compared exactly, block by block, half of them only; ``engine.duplicates.index`` does
the same by an index where there are too many images for that.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.duplicates.nearest import Nearest

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

NEIGHBORS = 5
"""Nearest images of each that are candidates whatever their similarity."""
BACKGROUND = 8
"""Nearest *others* whose mean similarity is an image's background, after its very nearest."""
MOST_EXACT = 200_000
"""Images up to which all pairs are compared; beyond, an index is asked."""
BLOCK_ROWS = 1024
BLOCK_COLUMNS = 4096
"""Similarities held at a time: 16 MB."""


@dataclass(frozen=True, slots=True)
class NearPairs:
    """Candidate pairs by features, each once, in order of (left, right).

    left, right: (P,) int64, left < right. similarity: (P,) float32, cosine.
    background: (N,) float32, the mean similarity of each image to its nearest others; NaN of images
    that were not ``new``: theirs stands from the run before.
    """

    left: IntArray
    right: IntArray
    similarity: FloatArray
    background: FloatArray


def near_pairs(
    features: FloatArray,
    *,
    least_similarity: float,
    new: BoolArray | None = None,
    neighbors: int = NEIGHBORS,
    background: int = BACKGROUND,
) -> NearPairs:
    """All pairs above ``least_similarity`` and every (new) image with its ``neighbors`` nearest.

    features: (N, d) float32, rows L2-normalised. new: (N,) bool, the images not compared before
    (None: all); pairs of two others are left out. Memory: a few blocks of 16 MB beside the result.
    """
    steps = compare(
        features,
        least_similarity=least_similarity,
        new=new,
        neighbors=neighbors,
        background=background,
    )
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            found: NearPairs = stop.value
            return found


def compare(
    features: FloatArray,
    *,
    least_similarity: float,
    new: BoolArray | None = None,
    neighbors: int = NEIGHBORS,
    background: int = BACKGROUND,
) -> Generator[int, None, NearPairs]:
    """The same, step by step: yields how many of the (new) images are compared so far."""
    count = len(features)
    fresh = np.arange(count) if new is None else np.flatnonzero(new)
    old = np.empty(0, dtype=np.int64) if new is None else np.flatnonzero(~new)
    # The new ones first: each pair of blocks is looked at once, and counts for both sides.
    order = np.concatenate([fresh, old])
    rows = features if new is None else features[order]
    nearest = Nearest(rows, len(fresh), max(neighbors, 1 + background))
    above = _Above(least_similarity)
    for start in range(0, len(fresh), BLOCK_ROWS):
        end = min(start + BLOCK_ROWS, len(fresh))
        for first in range(start, count, BLOCK_COLUMNS):
            last = min(first + BLOCK_COLUMNS, count)
            block = rows[start:end] @ rows[first:last].T
            if first < end:
                # Of the square on the diagonal each pair counts once, and none with itself.
                below = np.arange(first, last)[None, :] <= np.arange(start, end)[:, None]
                block[below] = -np.inf
            above.add(block, start, first)
            nearest.add(block, start, first)
        yield end
    return _near_pairs(order, above, nearest, neighbors, background)


class _Above:
    """Collects the pairs above a similarity."""

    def __init__(self, least_similarity: float) -> None:
        self._least = np.float32(least_similarity)
        self.left: list[IntArray] = []
        self.right: list[IntArray] = []
        self.similarity: list[FloatArray] = []

    def add(self, block: FloatArray, row: int, column: int) -> None:
        places = np.flatnonzero(block > self._least)
        if len(places):
            rows, columns = np.divmod(places, block.shape[1])
            self.left.append(rows + row)
            self.right.append(columns + column)
            self.similarity.append(block.ravel()[places])


def _near_pairs(
    order: IntArray, above: _Above, nearest: Nearest, neighbors: int, background: int
) -> NearPairs:
    places, similarity = nearest.best()
    owner = np.repeat(np.arange(len(places)), min(neighbors, places.shape[1]))
    partner = places[:, :neighbors].ravel()
    known = partner >= 0
    left = order[np.concatenate([*above.left, owner[known]])]
    right = order[np.concatenate([*above.right, partner[known]])]
    found = np.concatenate([*above.similarity, similarity[:, :neighbors].ravel()[known]])
    low, high = np.minimum(left, right), np.maximum(left, right)
    _, first = np.unique(low * len(order) + high, return_index=True)
    around = np.full(len(order), np.nan, dtype=np.float32)
    around[order[: len(places)]] = background_of(similarity, background)
    return NearPairs(
        low[first].astype(np.int64),
        high[first].astype(np.int64),
        found[first].astype(np.float32),
        around,
    )


def background_of(similarity: FloatArray, background: int) -> FloatArray:
    """(n,) the mean of the similarities after the first, ``background`` of them at most.

    similarity: (n, k) of the nearest of each, the nearest first, -inf where there are no more. The
    nearest may be a copy and is left out; an image without two others has background 0.
    """
    others = similarity[:, 1 : 1 + background]
    known = np.isfinite(others)
    total = np.where(known, others, 0).sum(axis=1)
    return np.asarray(total / np.maximum(1, known.sum(axis=1)), dtype=np.float32)
