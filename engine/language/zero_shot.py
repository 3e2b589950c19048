"""How well what a label is called finds the images that carry it: zero-shot ROC AUC per label.

The AUC is the share of (carries, does not carry) pairs of images that the cosine with the label's
vector puts in the right order, ties counting half. Its interval is Newcombe's (2006, "Confidence
intervals for an effect size measure based on the Mann-Whitney statistic, part 2", method 5), which
holds for few images and for an AUC of 0 or 1 too.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

FloatArray = NDArray[np.float32]

NORMAL_95 = 1.959964
BISECTIONS = 40


@dataclass(frozen=True, slots=True)
class ZeroShot:
    """AUC in [0, 1] with its 95 % interval, and how many images carry the label and do not."""

    auc: float
    low: float
    high: float
    positives: int
    negatives: int


def zero_shot(
    features: FloatArray, vector: FloatArray, truths: NDArray[np.bool_]
) -> ZeroShot | None:
    """One label: (N, d) features, its (d,) vector and (N,) whether images carry it.

    None where no image carries the label, or every one does. 10 000 images take milliseconds.
    """
    positives = int(np.count_nonzero(truths))
    negatives = len(truths) - positives
    if positives == 0 or negatives == 0:
        return None
    ranks = rankdata(features @ vector)
    above = float(ranks[truths].sum()) - positives * (positives + 1) / 2
    auc = above / (positives * negatives)
    low, high = auc_interval(auc, positives, negatives)
    return ZeroShot(auc, low, high, positives, negatives)


def auc_interval(auc: float, positives: int, negatives: int) -> tuple[float, float]:
    """The 95 % interval of an AUC that so many images of either side gave."""
    return (
        0.0 if auc <= 0 else _crossing(auc, 0.0, positives, negatives),
        1.0 if auc >= 1 else _crossing(auc, 1.0, positives, negatives),
    )


def _crossing(auc: float, end: float, positives: int, negatives: int) -> float:
    """Where, from the AUC towards ``end``, the distance becomes what chance explains."""
    inside, outside = auc, end
    for _ in range(BISECTIONS):
        middle = (inside + outside) / 2
        explained = NORMAL_95 * _standard_error(middle, positives, negatives)
        if abs(middle - auc) <= explained:
            inside = middle
        else:
            outside = middle
    return (inside + outside) / 2


def _standard_error(auc: float, positives: int, negatives: int) -> float:
    """Hanley and McNeil's (1982), with both sides given their mean size as Newcombe does."""
    others = (positives + negatives) / 2 - 1
    spread = 1 + others * (1 - auc) / (2 - auc) + others * auc / (1 + auc)
    return float(np.sqrt(max(auc * (1 - auc) * spread, 0.0) / (positives * negatives)))
