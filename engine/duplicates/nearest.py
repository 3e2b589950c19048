"""The nearest of many images, kept while blocks of similarities come by."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

WAITING = 2_000_000
"""Similarities that are held back before they are sorted in."""
SAMPLE = 2048
SAMPLE_ROWS = 1024
SEED = 0
SLACK = np.float32(1e-6)
"""How far the same product may differ from one block to another."""


class Nearest:
    """The ``keep`` nearest of all images for each of the first ``count``.

    Only similarities from the lowest kept one on are looked at. So that these are few from the
    start, a random part of the images says first what the lowest is at least.
    """

    def __init__(self, features: FloatArray, count: int, keep: int) -> None:
        """features: (N, d), the first ``count`` of which are asked about."""
        self._count, self._keep = count, keep
        self._similarity = np.full((count, keep), -np.inf, dtype=np.float32)
        self._place = np.full((count, keep), -1, dtype=np.int64)
        self._least = _least_of_sample(features, count, keep)
        self._waiting: list[tuple[IntArray, IntArray, FloatArray]] = []
        self._waiting_count = 0

    def add(self, block: FloatArray, row: int, column: int) -> None:
        """A block of similarities of the images from ``row`` and from ``column`` on; counts for
        both. -inf counts for none."""
        rows, columns = block.shape
        self._consider(block, self._least[row : row + rows, None], row, column, of_rows=True)
        within = min(columns, self._count - column)
        if within > 0:
            part = block[:, :within]
            least = self._least[None, column : column + within]
            self._consider(part, least, row, column, of_rows=False)

    def _consider(
        self, block: FloatArray, least: FloatArray, row: int, column: int, *, of_rows: bool
    ) -> None:
        places = np.flatnonzero(block >= least)
        if not len(places):
            return
        ones, others = np.divmod(places, block.shape[1])
        similarity = block[ones, others]
        ones += row
        others += column
        self._waiting.append((ones, others, similarity) if of_rows else (others, ones, similarity))
        self._waiting_count += len(places)
        if self._waiting_count > WAITING:
            self._sort_in()

    def best(self) -> tuple[IntArray, FloatArray]:
        """Places (count, keep), the nearest first, -1 where there are no more; similarities."""
        self._sort_in()
        return self._place, self._similarity

    def _sort_in(self) -> None:
        if not self._waiting:
            return
        owners, places, similarities = (
            np.concatenate(each) for each in zip(*self._waiting, strict=True)
        )
        self._waiting, self._waiting_count = [], 0
        touched = np.unique(owners)
        owners = np.concatenate([np.repeat(touched, self._keep), owners])
        places = np.concatenate([self._place[touched].ravel(), places])
        similarities = np.concatenate([self._similarity[touched].ravel(), similarities])
        order = np.lexsort((-similarities, owners))
        owners = owners[order]
        starts = np.searchsorted(owners, touched)
        taken = order[(starts[:, None] + np.arange(self._keep)).ravel()]
        self._place[touched] = places[taken].reshape(-1, self._keep)
        self._similarity[touched] = similarities[taken].reshape(-1, self._keep)
        self._least[touched] = np.maximum(self._least[touched], self._similarity[touched, -1])


def _least_of_sample(features: FloatArray, count: int, keep: int) -> FloatArray:
    """(count,) what the ``keep`` nearest of each have at least; a number below all where there are
    too few images to say."""
    least = np.full(count, np.finfo(np.float32).min, dtype=np.float32)
    sample = np.random.default_rng(SEED).permutation(len(features))[:SAMPLE]
    if len(sample) <= keep + 1:
        return least
    sampled = features[sample]
    for start in range(0, count, SAMPLE_ROWS):
        similarity = features[start : min(start + SAMPLE_ROWS, count)] @ sampled.T
        # One more than is kept: an image of the sample finds itself in it.
        least[start : start + SAMPLE_ROWS] = np.partition(similarity, -keep - 1, axis=1)[
            :, -keep - 1
        ]
    return least - SLACK
