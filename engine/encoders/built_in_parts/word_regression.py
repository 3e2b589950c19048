"""Kernel ridge regression from sentence vectors to directions among features of images.

What a text looks like is learned from named drawings. A *word* is a text such as "red apple" or
"fruit" with the drawings it fits. Its target is the direction that best tells these drawings from
all others (linear discriminant analysis with one covariance for everything: Hariharan et al.,
"Discriminative decorrelation for clustering and classification", 2012); a ridge regression then
carries texts to such directions (from texts to images: DeViSE, Frome et al. 2013, and ESZSL,
Romera-Paredes and Torr 2015). Deviations: both of these are linear in the text and learn from
classes or attributes; this one has a Gaussian kernel of the sentence vectors, and words broad and
narrow side by side.

To be small, the regression is anchored at some of the words only (Nyström's approximation, chosen
by pivoted Cholesky decomposition), and its coefficients have a low rank.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.encoders.base import FloatArray
from engine.encoders.threads import map_in_threads

SHARPNESS = 5.0
COVARIANCE_RIDGE = 3.0
RIDGE = 10.0
SMALLEST_PIVOT = 1e-5
ROWS_AT_ONCE = 256


@dataclass(frozen=True)
class WordRegression:
    """What was learned: ``landmarks`` (m, s) of length 1, ``coefficients`` (m, r), and the
    orthonormal ``directions`` (r, d) these are for; all float32. ``sharpness``: the kernel's."""

    landmarks: FloatArray
    coefficients: FloatArray
    directions: FloatArray
    sharpness: float = SHARPNESS

    def vectors(self, sentences: FloatArray) -> FloatArray:
        """(n, s) sentence vectors of length 1, to (n, d) float32 of length 1."""
        import torch

        landmarks, coefficients, directions = map(
            torch.from_numpy, (self.landmarks, self.coefficients, self.directions)
        )

        def of_some(some: torch.Tensor) -> torch.Tensor:
            # As in ``kernel``, but in threads of torch: NumPy's own would wait for one another.
            likeness = torch.exp(self.sharpness * (some @ landmarks.T - 1))
            return torch.nn.functional.normalize(likeness @ coefficients @ directions, dim=-1)

        batches = torch.split(torch.from_numpy(sentences), ROWS_AT_ONCE)
        found: FloatArray = torch.cat(map_in_threads(of_some, batches)).numpy()
        return found


def kernel(a: FloatArray, b: FloatArray, sharpness: float = SHARPNESS) -> FloatArray:
    """exp(sharpness x (cosine - 1)) of rows of length 1: (n, s), (m, s) to (n, m).

    Of such rows that is the Gaussian kernel of the Euclidean distance.
    """
    likeness: FloatArray = np.exp(sharpness * (a @ b.T - 1))
    return likeness


def word_directions(
    features: FloatArray, weights: FloatArray, words: Sequence[NDArray[np.int64]]
) -> FloatArray:
    """(n, d) features of drawings with weights (n,) to (words, d) float32, rows of length 1.

    Each word is the rows of the drawings it fits. A row is the inverse of the covariance of all
    drawings, to which COVARIANCE_RIDGE times its mean variance is added, times how the mean of
    the word's drawings differs from the mean of all.
    """
    shares = (weights / weights.sum()).astype(np.float64)
    centred = features - shares @ features
    covariance = (centred * shares[:, None]).T @ centred
    covariance = covariance + COVARIANCE_RIDGE * np.diag(covariance).mean() * np.eye(
        len(covariance)
    )
    means = np.stack([np.average(centred[rows], axis=0, weights=shares[rows]) for rows in words])
    return unit(np.linalg.solve(covariance, means.T).T.astype(np.float32))


def fit_words(
    sentences: FloatArray,
    targets: FloatArray,
    weights: FloatArray,
    *,
    most: int,
    rank: int,
    sharpness: float = SHARPNESS,
    ridge: float = RIDGE,
) -> WordRegression:
    """Learn (n, s) sentence vectors to (n, d) targets, all rows of length 1, with weights (n,).

    At most ``most`` sentences become landmarks, and the coefficients get at most this ``rank``,
    which keeps the directions that the fitted vectors vary most in. Weights count relative to
    their mean. With all sentences as landmarks and full rank that is plain kernel ridge
    regression with ridge / weight on the diagonal.
    """
    weights = weights / weights.mean()
    landmarks = sentences[chosen_landmarks(sentences, weights, most, sharpness)]
    likeness = kernel(landmarks, sentences, sharpness).astype(np.float64)
    among = (likeness * weights) @ likeness.T + ridge * kernel(landmarks, landmarks, sharpness)
    full = np.linalg.solve(among, (likeness * weights) @ targets)
    fitted = likeness.T @ full
    _, axes = np.linalg.eigh(fitted.T @ fitted)
    directions = axes[:, ::-1][:, :rank].T
    return WordRegression(
        landmarks,
        (full @ directions.T).astype(np.float32),
        directions.astype(np.float32),
        sharpness,
    )


def chosen_landmarks(
    sentences: FloatArray, weights: FloatArray, most: int, sharpness: float = SHARPNESS
) -> NDArray[np.int64]:
    """Which rows describe the others best: each next one is what those before explain least.

    Greedy pivoted Cholesky decomposition of the kernel, rows and columns times the roots of their
    weights (Harbrecht, Peters and Schneider, "On the low-rank approximation by the pivoted Cholesky
    decomposition", 2012).
    """
    left = weights.astype(np.float64)
    most = min(most, len(sentences))
    columns = np.zeros((most, len(sentences)), np.float32)
    chosen = np.empty(most, np.int64)
    for number in range(most):
        row = chosen[number] = int(np.argmax(left))
        pivot = left[row]
        if pivot <= 0:
            return np.sort(chosen[:number])
        column = kernel(sentences[row : row + 1], sentences, sharpness)[0]
        column = column * np.sqrt(weights * weights[row])
        explained = columns[:number, row] @ columns[:number]
        columns[number] = (column - explained) / np.sqrt(pivot)
        left -= np.square(columns[number], dtype=np.float64)
        # A row the same as a chosen one leaves rounding errors.
        left[left < SMALLEST_PIVOT] = 0
        left[row] = 0
    return np.sort(chosen)


def unit(rows: FloatArray) -> FloatArray:
    """Rows of length 1; one of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: FloatArray = rows / np.maximum(lengths, np.float32(1e-12))
    return scaled
