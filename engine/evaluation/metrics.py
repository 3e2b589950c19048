"""Figures that say how good predicted labels are, averaged over all (image, label) pairs (micro).

Source: thesis 2.1.4 and 4.1 (F2, recall, precision, specificity, accuracy). A quotient of nothing
by nothing is 0 here, so that a model that predicts nothing scores 0 and not nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BETA = 2.0
"""Recall counts twice as much as precision: a wrong suggestion costs a key press, a missing one
is never seen."""

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class MicroCounts:
    """How many (image, label) pairs were predicted rightly and wrongly."""

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def recall(self) -> float:
        """Share of the true labels that are predicted."""
        return _ratio(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def precision(self) -> float:
        """Share of the predicted labels that are true."""
        return _ratio(self.true_positives, self.true_positives + self.false_positives)

    @property
    def specificity(self) -> float:
        """Share of the labels that are not there that are not predicted."""
        return _ratio(self.true_negatives, self.true_negatives + self.false_positives)

    @property
    def accuracy(self) -> float:
        """Share of all pairs that are right; says little where few labels are true."""
        return _ratio(self.true_positives + self.true_negatives, self.pairs)

    @property
    def prevalence(self) -> float:
        """Share of all pairs that are true; precision and F depend on it."""
        return _ratio(self.true_positives + self.false_negatives, self.pairs)

    @property
    def pairs(self) -> int:
        """Images times labels."""
        return (
            self.true_positives + self.false_positives + self.false_negatives + self.true_negatives
        )

    def f_score(self, beta: float = BETA) -> float:
        """(1 + b^2) p r / (b^2 p + r), with precision p and recall r."""
        weighted = (1 + beta**2) * self.true_positives
        return _ratio(weighted, weighted + beta**2 * self.false_negatives + self.false_positives)


@dataclass(frozen=True, slots=True)
class BestThreshold:
    """The confidence threshold with the highest F score, and that score."""

    threshold: float
    f_score: float


def micro_counts(truth: BoolArray, predicted: BoolArray) -> MicroCounts:
    """Count over two bool arrays of one shape, (images, labels) for example."""
    if truth.shape != predicted.shape:
        raise ValueError(f"truth is {truth.shape}, predicted {predicted.shape}")
    return MicroCounts(
        int(np.count_nonzero(truth & predicted)),
        int(np.count_nonzero(~truth & predicted)),
        int(np.count_nonzero(truth & ~predicted)),
        int(np.count_nonzero(~truth & ~predicted)),
    )


def counts_at(
    scores: NDArray[np.floating], truths: BoolArray, positives: int, pairs: int, threshold: float
) -> MicroCounts:
    """Counts for "predicted where the score reaches the threshold", from the non-zero scores only.

    scores: (m,), truths: (m,) whether each is a true label. ``positives`` is how many true labels
    there are, ``pairs`` how many (image, label) pairs; those without a score are not predicted.
    """
    predicted = scores >= threshold
    true_positives = int(np.count_nonzero(predicted & truths))
    false_positives = int(np.count_nonzero(predicted)) - true_positives
    false_negatives = positives - true_positives
    return MicroCounts(
        true_positives,
        false_positives,
        false_negatives,
        pairs - true_positives - false_positives - false_negatives,
    )


def best_threshold(
    scores: NDArray[np.floating], truths: BoolArray, positives: int, *, beta: float = BETA
) -> BestThreshold:
    """The threshold with the highest micro F score, exactly, by one sort.

    scores: (m,) above 0, truths: (m,), ``positives``: true labels in all, those without a score
    too. Every distinct score is tried as the lowest that is predicted; the threshold returned lies
    half way to the next lower score, so that rounding moves nothing across it. Of equally good
    ones the highest wins. Without any score, or where nothing is gained, threshold 1 and score 0.
    """
    if len(scores) == 0 or positives == 0:
        return BestThreshold(1.0, 0.0)
    order = np.argsort(-scores, kind="stable")
    falling = scores[order].astype(np.float64)
    true_positives = np.cumsum(truths[order], dtype=np.int64)
    predicted = np.arange(1, len(falling) + 1)
    last_of_ties = np.append(np.flatnonzero(np.diff(falling)), len(falling) - 1)
    hits = true_positives[last_of_ties]
    # The denominator of F: (1 + b^2) tp + b^2 fn + fp = tp + fp + b^2 (tp + fn).
    f_scores = (1 + beta**2) * hits / (predicted[last_of_ties] + beta**2 * positives)
    best = int(np.argmax(f_scores))
    if f_scores[best] == 0.0:
        return BestThreshold(1.0, 0.0)
    lowest = falling[last_of_ties[best]]
    after = last_of_ties[best] + 1
    next_lower = falling[after] if after < len(falling) else 0.0
    return BestThreshold(float((lowest + next_lower) / 2), float(f_scores[best]))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
