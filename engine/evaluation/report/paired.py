"""The difference of two suggesters on the test images they have in common, with its interval.

Source: Efron and Tibshirani 1993, "An Introduction to the Bootstrap": images are drawn with
replacement, and both are measured on the same draw, so that what is hard for both weighs nothing.
"""

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.report.records import Estimate, SuggesterFigures

RESAMPLES = 1000
FEWEST_IMAGES = 10


def paired_difference(
    old: SuggesterFigures, new: SuggesterFigures, *, beta: float, seed: int = 0
) -> tuple[Estimate, int] | None:
    """Micro F of the new one less that of the old one, in [-1, 1], with its 95 % interval, and on
    how many common images; None where there are fewer than ten, or a report does not have them."""
    before = {one.file: (one.right, one.wrong, one.missed) for one in old.counts}
    after = {one.file: (one.right, one.wrong, one.missed) for one in new.counts}
    common = [file for file in before if file in after]
    if len(common) < FEWEST_IMAGES:
        return None
    was = np.array([before[file] for file in common], dtype=np.float64)
    now = np.array([after[file] for file in common], dtype=np.float64)
    everything = np.ones((1, len(common)))
    value = float((_f_scores(everything @ now, beta) - _f_scores(everything @ was, beta))[0])
    random = np.random.default_rng(seed)
    drawn = random.multinomial(len(common), np.full(len(common), 1 / len(common)), RESAMPLES)
    differences = _f_scores(drawn @ now, beta) - _f_scores(drawn @ was, beta)
    low, high = np.quantile(differences, (0.025, 0.975))
    return Estimate(value, float(low), float(high)), len(common)


def _f_scores(counts: NDArray[np.float64], beta: float) -> NDArray[np.float64]:
    """(r,) F from (r, 3) counts of right, wrong and missed; 0 where there is nothing."""
    right, wrong, missed = counts.T
    squared = beta * beta
    below = (1 + squared) * right + wrong + squared * missed
    zeros = np.zeros_like(below)
    found: NDArray[np.float64] = np.divide((1 + squared) * right, below, out=zeros, where=below > 0)
    return found
