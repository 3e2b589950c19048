"""Pairs of images near by their features: all above a similarity and each image's nearest.

All pairs are compared exactly, block by block, half of them only; ``engine.duplicates.index`` does
the same by an index where there are too many images for that.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]

NEIGHBORS = 5
"""Nearest images of each that are candidates whatever their similarity."""
BACKGROUND = 8
"""Nearest *others* whose mean similarity is an image's background, after its very nearest."""
MOST_EXACT = 200_000
"""Images up to which all pairs are compared; beyond, an index is asked."""


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
    new: NDArray[np.bool_] | None = None,
    neighbors: int = NEIGHBORS,
    background: int = BACKGROUND,
) -> NearPairs:
    """All pairs above ``least_similarity`` and every image with its ``neighbors`` nearest.

    features: (N, d) float32, rows L2-normalised. new: (N,) bool, the images not compared before
    (None: all); pairs of two others are left out. Memory: a few blocks of 16 MB beside the result.
    """
    raise NotImplementedError


def compare(
    features: FloatArray,
    *,
    least_similarity: float,
    new: NDArray[np.bool_] | None = None,
    neighbors: int = NEIGHBORS,
    background: int = BACKGROUND,
) -> Generator[int, None, NearPairs]:
    """The same, step by step: yields how many of the (new) images are compared so far."""
    raise NotImplementedError
