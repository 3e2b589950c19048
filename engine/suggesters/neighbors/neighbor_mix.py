"""Neighbor mix: the mix of similar references that comes closest to the image.

Neighbor search weighs each reference by its own similarity; ten near copies get ten votes, and a
reference that shows half of what the image shows gets none. Here the weights of the most similar
references are found together, as non-negative ridge regression: those that minimise
``|phi(q) - sum w phi(r)|^2 + regularization |w|^2`` with no weight below 0, where ``phi`` is the
feature space of the kernel exp(temperature (cosine - 1)). References that say the same share one
vote, and most get none: what remains is a short list that can be read.

Source: kernel ridge regression as in ``kernel_ridge``, with the weights of non-negative least
squares (Lawson and Hanson 1974, "Solving Least Squares Problems"), solved for many queries at a
time by block principal pivoting (Kim and Park 2011, "Fast nonnegative matrix factorization: an
active-set-like method and comparisons"). Deviations: only the ``neighbors`` most similar
references take part; weights that add up to more than 1 are divided by their sum.
"""

import numpy as np
from numpy.typing import NDArray

from engine.suggesters.neighbors.nearest import Neighbors
from engine.suggesters.neighbors.weighed_neighbors import WeighedNeighbors, WeightArray

DoubleArray = NDArray[np.float64]

QUERIES_AT_A_TIME = 128
FULL_EXCHANGES = 3
"""Steps that may fail to come closer before exchanges go one by one, which always ends."""

ROUNDING = 1e-10


def non_negative_weights(products: DoubleArray, targets: DoubleArray) -> DoubleArray:
    """(q, k) w >= 0 that minimise ``w' A w / 2 - b' w`` for every query.

    products: (q, k, k) A, symmetric and positive definite. targets: (q, k) b.
    """
    queries, count = targets.shape
    passive = np.zeros(targets.shape, dtype=bool)
    weights = np.zeros(targets.shape)
    slopes = -targets
    fewest = np.full(queries, count + 1)
    left = np.full(queries, FULL_EXCHANGES)
    for _ in range(10 * count + 10):  # a bound that only rounding could reach
        wrong = np.where(passive, weights < -ROUNDING, slopes < -ROUNDING)
        counts = np.count_nonzero(wrong, axis=1)
        open_rows = np.flatnonzero(counts)
        if len(open_rows) == 0:
            break
        closer = counts[open_rows] < fewest[open_rows]
        left[open_rows] = np.where(closer, FULL_EXCHANGES, left[open_rows] - 1)
        fewest[open_rows] = np.minimum(fewest, counts)[open_rows]
        single = open_rows[left[open_rows] < 0]
        last = count - 1 - np.argmax(wrong[single, ::-1], axis=1)
        wrong[single] = False
        wrong[single, last] = True
        passive[open_rows] ^= wrong[open_rows]
        _solve(products, targets, passive, weights, slopes, open_rows)
    return np.maximum(weights, 0.0)


def _solve(
    products: DoubleArray,
    targets: DoubleArray,
    passive: NDArray[np.bool_],
    weights: DoubleArray,
    slopes: DoubleArray,
    rows: NDArray[np.int64],
) -> None:
    """Weights of some queries where only their passive references may have one, in place."""
    free = passive[rows]
    # Passive references first, and no more columns than the query with most of them needs.
    most = int(np.count_nonzero(free, axis=1).max())
    first = np.argsort(~free, axis=1, kind="stable")[:, :most]
    used = np.take_along_axis(free, first, axis=1)
    matrix = products[rows[:, None, None], first[:, :, None], first[:, None, :]]
    matrix[~(used[:, :, None] & used[:, None, :])] = 0.0
    places = np.arange(most)
    matrix[:, places, places] += ~used
    wanted = np.where(used, np.take_along_axis(targets[rows], first, axis=1), 0.0)
    found = np.zeros(free.shape)
    np.put_along_axis(found, first, np.linalg.solve(matrix, wanted[:, :, None])[:, :, 0], axis=1)
    weights[rows] = found
    gained = np.matmul(products[rows], found[:, :, None])[:, :, 0]
    slopes[rows] = np.where(free, 0.0, gained - targets[rows])


class NeighborMix(WeighedNeighbors):
    """Scores labels by the references an image can be mixed from; see the module.

    temperature: how quickly similarity counts for less, > 0. regularization: how evenly references
    that look alike share their weight, > 0. neighbors: at most this many take part, >= 1.
    """

    def __init__(
        self, temperature: float = 1.0, regularization: float = 0.03, neighbors: int = 32
    ) -> None:
        self.temperature = temperature
        self.regularization = regularization
        self.neighbors = neighbors

    def _weigh(self, neighbors: Neighbors) -> WeightArray:
        weights = np.zeros(neighbors.similarities.shape)
        for start in range(0, len(weights), QUERIES_AT_A_TIME):
            part = slice(start, start + QUERIES_AT_A_TIME)
            weights[part] = self._mixed(neighbors.positions[part], neighbors.similarities[part])
        return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1.0))

    def _mixed(self, positions: NDArray[np.int64], similarities: DoubleArray) -> DoubleArray:
        """(q, k) weights; 0 where there is no reference."""
        exists = np.isfinite(similarities)
        features = self.references_.features[positions]
        cosines = np.matmul(features, features.transpose(0, 2, 1)).astype(np.float64)
        products = np.where(exists[:, :, None] & exists[:, None, :], self._kernel(cosines), 0.0)
        places = np.arange(positions.shape[1])
        products[:, places, places] = 1.0 + self.regularization
        targets = np.where(exists, self._kernel(np.where(exists, similarities, 0.0)), 0.0)
        return non_negative_weights(products, targets)

    def _kernel(self, cosines: DoubleArray) -> DoubleArray:
        return np.asarray(np.exp(self.temperature * (cosines - 1.0)))

    def _check(self) -> None:
        if not (0 < self.temperature < np.inf and 0 < self.regularization < np.inf):
            raise ValueError(
                "temperature and regularization must be positive, "
                f"not {self.temperature} and {self.regularization}"
            )
        if self.neighbors < 1:
            raise ValueError(f"neighbors must be at least 1, not {self.neighbors}")
