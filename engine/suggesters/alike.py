"""Other images of the archive that a query is like, labelled or not.

What a model says of one picture is unsure; what it says of that picture and of those most like it
is less so. A score shared among them in this way is one step of spreading labels over a graph of
neighbours (Zhou et al. 2004, "Learning with local and global consistency"), towards which every
image of an archive helps, though nobody has labelled it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.suggesters.base import FloatArray, IdArray

NEIGHBORS = 10
TEMPERATURE = 8.0
"""An image counts exp(temperature x (cosine - 1)) among the neighbours."""

LONELY = 0.1
"""Neighbours that count less than this together leave most of the say to the query itself: where
nothing in the archive is like it, others have nothing to tell of it."""

SAME_COSINE = 0.999
"""An image this much like the query is the query itself or a copy: it has nothing to add. Stored
features are of length 1 to within 0.001."""

BLOCK_QUERIES = 1024


@dataclass(frozen=True)
class Alike:
    """The archive images that queries are like.

    rows: (q, k) int64 rows of the archive's features. shares: (q, k) float64, 0 or more; each row
    sums to less than 1, and to nearly 0 where nothing is alike.
    """

    rows: IdArray
    shares: NDArray[np.float64]


def alike(archive: FloatArray, queries: FloatArray) -> Alike:
    """The ``NEIGHBORS`` rows of ``archive`` (M, d) most like each of (q, d) ``queries``; all rows
    of both of length 1."""
    count = min(NEIGHBORS, len(archive))
    rows = np.zeros((len(queries), count), np.int64)
    shares = np.zeros((len(queries), count))
    for start in range(0, len(queries) if count else 0, BLOCK_QUERIES):
        cosines = queries[start : start + BLOCK_QUERIES] @ archive.T
        cosines[cosines > SAME_COSINE] = -np.inf
        nearest = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        found = np.take_along_axis(cosines, nearest, axis=1).astype(np.float64)
        weights = np.exp(TEMPERATURE * (found - 1.0))
        sums = weights.sum(axis=1, keepdims=True) + LONELY
        rows[start : start + BLOCK_QUERIES] = nearest
        shares[start : start + BLOCK_QUERIES] = weights / sums
    return Alike(rows, shares)
