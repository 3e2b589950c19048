"""Near pairs by a faiss index, where there are too many images to compare all pairs."""

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray

from engine.duplicates.candidates import BACKGROUND, NEIGHBORS, FloatArray, NearPairs


def compare_by_index(
    features: FloatArray,
    *,
    least_similarity: float,
    new: NDArray[np.bool_] | None = None,
    neighbors: int = NEIGHBORS,
    background: int = BACKGROUND,
) -> Generator[int, None, NearPairs]:
    """As ``candidates.compare``; a few pairs may be missed (the benchmark says how many)."""
    raise NotImplementedError
