"""From the vectors of phrases to one vector a label.

Source: thesis 3.2.1: a label's text vector is the weighted average of its phrases' vectors,
re-normalised; context weights lie in [0, 100] and are normalised to sum 1.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

HIGHEST_WEIGHT = 100.0


def label_vectors(phrases: FloatArray, weights: NDArray[np.floating]) -> FloatArray:
    """(C, d) float32, rows of length 1, from (K, C, d) phrases and (K,) weights of 0 or more.

    Weights are normalised to sum 1; where all are 0 every context counts the same. A label whose
    phrases cancel out, or that has none (zero rows), keeps a zero row.
    """
    shares = np.asarray(weights, dtype=np.float64)
    if shares.shape != phrases.shape[:1]:
        raise ValueError(f"{shares.shape[0]} weights do not go with {phrases.shape[0]} contexts")
    total = float(shares.sum())
    shares = shares / total if total > 0 else np.full_like(shares, 1 / len(shares))
    mixed = np.zeros(phrases.shape[1:], np.float32)
    for share, vectors in zip(shares, phrases, strict=True):
        if share > 0:
            mixed += np.float32(share) * vectors
    lengths = np.linalg.norm(mixed, axis=1, keepdims=True)
    return np.asarray(mixed / np.where(lengths > 1e-12, lengths, 1.0), dtype=np.float32)


def weights_text(weights: Sequence[float] | NDArray[np.floating]) -> str:
    """Context weights as the hyperparameter they are, "100 25 0"."""
    return " ".join(f"{float(weight):.4g}" for weight in weights)


def weights_of(text: str, count: int) -> NDArray[np.float64]:
    """(count,) weights from ``weights_text``; all the same where it is empty.

    Raises ValueError where it holds another number of weights.
    """
    if not text.strip():
        return np.ones(count, dtype=np.float64)
    weights = np.array([float(one) for one in text.split()], dtype=np.float64)
    if len(weights) != count:
        raise ValueError(f"{len(weights)} weights do not go with {count} contexts")
    return weights
