"""What speaks for an (image, label) pair, without the pair itself having a say."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

FloatArray = NDArray[np.float32]
FigureArray = NDArray[np.float64]
IdArray = NDArray[np.int64]

SCORE_FLOOR = 0.005
SHARE_FLOOR = 1e-4
LABEL_PRIOR = 2.0
IMAGE_PRIOR = 1.0
TOGETHER_PRIOR = 1.0
"""How many imagined pairs of the archive's average the small counts are shrunk with."""

FEATURES = 9
PAIRS_AT_A_TIME = 200_000


@dataclass(frozen=True)
class _Sums:
    """Sums over all pairs; a pair's own part is taken off where it is asked about."""

    of_label: FigureArray
    images: FigureArray
    of_image: FigureArray
    labels: FigureArray
    total: float
    count: int


class PairFeatures:
    """Figures about pairs, from held-out scores and the labels of all images.

    scores: (N, C) float32 in [0, 1], of every image without itself. labels: (N, C) 0/1. Every
    figure of a pair is what it would be if nobody had said whether the pair's image carries the
    pair's label, so that a wrong label does not vouch for itself.
    """

    def __init__(self, scores: FloatArray, labels: csr_array) -> None:
        self._scores = scores
        self._labels = csr_array(labels.astype(np.float64))
        self._labels.sort_indices()
        rows, columns = self.carried()
        own = scores[rows, columns].astype(np.float64)
        count, width = labels.shape
        ones = np.ones(len(own))
        self._sums = _Sums(
            _sums(columns, own, width),
            _sums(columns, ones, width),
            _sums(rows, own, count),
            _sums(rows, ones, count),
            float(own.sum()),
            len(own),
        )
        self._keys = np.sort(rows * width + columns)
        together = csr_array(self._labels.T @ self._labels)
        together.sort_indices()
        above, beside = together.nonzero()
        self._together_keys = above.astype(np.int64) * width + beside
        self._together = together.data
        self._best, self._best_label, self._second = _two_best(scores)

    @property
    def shape(self) -> tuple[int, int]:
        """(N, C)."""
        return self._scores.shape[0], self._scores.shape[1]

    def carried(self) -> tuple[IdArray, IdArray]:
        """(rows, columns) of the pairs that are carried, by row."""
        rows = np.repeat(np.arange(self._labels.shape[0]), np.diff(self._labels.indptr))
        return rows.astype(np.int64), self._labels.indices.astype(np.int64)

    def carries(self, rows: IdArray, columns: IdArray) -> NDArray[np.bool_]:
        """(m,) whether these pairs are carried."""
        found, here = _look_up(self._keys, rows * self.shape[1] + columns)
        return here & (found >= 0)

    def of(self, rows: IdArray, columns: IdArray) -> FigureArray:
        """(m, 9) float64 for pairs (rows[i], columns[i])."""
        parts = [
            self._of(
                rows[start : start + PAIRS_AT_A_TIME], columns[start : start + PAIRS_AT_A_TIME]
            )
            for start in range(0, len(rows), PAIRS_AT_A_TIME)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, FEATURES))

    def _of(self, rows: IdArray, columns: IdArray) -> FigureArray:
        sums, count = self._sums, self.shape[0]
        own = self.carries(rows, columns).astype(np.float64)
        score = self._scores[rows, columns].astype(np.float64)
        mean = (sums.total - own * score) / np.maximum(sums.count - own, 1.0)
        others = sums.images[columns] - own
        label = (sums.of_label[columns] - own * score + LABEL_PRIOR * mean) / (others + LABEL_PRIOR)
        beside = sums.labels[rows] - own
        image = (sums.of_image[rows] - own * score + IMAGE_PRIOR * mean) / (beside + IMAGE_PRIOR)
        is_best = self._best_label[rows] == columns
        rival = np.where(is_best, self._second[rows], self._best[rows])
        prior = (others + 0.5) / count
        strongest, typical = self._together_with(rows, columns, own, prior)
        return np.column_stack(
            [
                np.log(score + SCORE_FLOOR),
                score,
                np.log(label + SCORE_FLOOR),
                np.log(image + SCORE_FLOOR),
                rival,
                np.log(strongest + SHARE_FLOOR),
                np.log(typical + SHARE_FLOOR),
                np.log(prior),
                beside,
            ]
        )

    def _together_with(
        self, rows: IdArray, columns: IdArray, own: FigureArray, prior: FigureArray
    ) -> tuple[FigureArray, FigureArray]:
        """How often the label is among the labels of images that carry the image's other labels.

        The highest such share over the other labels, and their geometric mean; the label's prior
        where the image carries no other.
        """
        width = self.shape[1]
        starts = self._labels.indptr[rows].astype(np.int64)
        counts = self._labels.indptr[rows + 1].astype(np.int64) - starts
        pair = np.repeat(np.arange(len(rows)), counts)
        within = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
        other = self._labels.indices[starts[pair] + within].astype(np.int64)
        kept = other != columns[pair]
        pair, other = pair[kept], other[kept]
        found, here = _look_up(self._together_keys, other * width + columns[pair])
        both = np.where(here, self._together[found], 0.0) - own[pair]
        share = (both + TOGETHER_PRIOR * prior[pair]) / (
            self._sums.images[other] - 1.0 + TOGETHER_PRIOR
        )
        number = np.bincount(pair, minlength=len(rows))
        some = number > 0
        strongest = prior.copy()
        if len(share):
            first = (np.cumsum(number) - number)[some]
            strongest[some] = np.maximum.reduceat(share, first)
        logs = np.bincount(pair, np.log(share), minlength=len(rows))
        typical = np.where(some, np.exp(logs / np.maximum(number, 1)), prior)
        return strongest, typical


def _sums(places: IdArray, values: FigureArray, size: int) -> FigureArray:
    """(size,) the sum of the values at each place."""
    return np.asarray(np.bincount(places, values, minlength=size), dtype=np.float64)


def _look_up(keys: IdArray, wanted: IdArray) -> tuple[IdArray, NDArray[np.bool_]]:
    """Where each wanted key is in sorted ``keys``, and whether it is there at all."""
    if len(keys) == 0:
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return found, keys[found] == wanted


def _two_best(scores: FloatArray) -> tuple[FloatArray, IdArray, FloatArray]:
    """(N,) each: the highest score of a row, its column, and the second highest score."""
    count = len(scores)
    if scores.shape[1] == 0:
        return np.zeros(count, np.float32), np.full(count, -1), np.zeros(count, np.float32)
    column = scores.argmax(axis=1)
    best = scores[np.arange(count), column]
    if scores.shape[1] == 1:
        return best, column, np.zeros(count, np.float32)
    second = np.partition(scores, -2, axis=1)[:, -2]
    return best, column, second
