"""Figures of a yes-or-no question for both of its classes, for many weightings at once.

A bootstrap draws images again and again: each draw is a row of weights (how often each is there),
and every figure is worked out for all rows together, from one sort.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.reliability import BINS

FigureArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

DRAWS = 1000
COVERAGE = 0.95
CLIP = 1e-6


@dataclass(frozen=True, slots=True)
class Costs:
    """What each error costs, above 0, in any unit."""

    wrong_yes: float = 1.0
    missed_yes: float = 1.0

    @property
    def threshold(self) -> float:
        """The probability from which a "yes" costs less: where (1 - p) wrong_yes equals
        p missed_yes (Elkan 2001, "The foundations of cost-sensitive learning")."""
        return self.wrong_yes / (self.wrong_yes + self.missed_yes)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with the interval that holds it in 95 % of bootstrap draws of the images."""

    value: float
    low: float
    high: float


FIGURES = (
    *("precision_yes", "recall_yes", "f1_yes", "precision_no", "recall_no", "f1_no"),
    *("accuracy", "roc_auc", "pr_auc_yes", "pr_auc_no"),
    *("calibration_error", "brier", "log_loss", "cost"),
)
"""Of each model. A quotient of nothing by nothing is 0; an area without both classes is nan.
cost: the mean an image, at the threshold that the costs name."""


def figures(
    probability: FigureArray, yes: BoolArray, weights: FigureArray, costs: Costs
) -> dict[str, FigureArray]:
    """Every figure by name, (B,) each, of (n,) probabilities for (B, n) weights."""
    said = probability >= costs.threshold
    hits, wrong = weights @ (said & yes), weights @ (said & ~yes)
    missed, right = weights @ (~said & yes), weights @ (~said & ~yes)
    total = weights.sum(axis=1)
    found: dict[str, FigureArray] = {
        "precision_yes": _ratio(hits, hits + wrong),
        "recall_yes": _ratio(hits, hits + missed),
        "f1_yes": _ratio(2 * hits, 2 * hits + wrong + missed),
        "precision_no": _ratio(right, right + missed),
        "recall_no": _ratio(right, right + wrong),
        "f1_no": _ratio(2 * right, 2 * right + wrong + missed),
        "accuracy": _ratio(hits + right, total),
        "cost": _ratio(costs.wrong_yes * wrong + costs.missed_yes * missed, total),
    }
    found["roc_auc"], found["pr_auc_yes"] = areas(probability, yes, weights)
    _, found["pr_auc_no"] = areas(-probability, ~yes, weights)
    found["calibration_error"] = calibration_error(probability, yes, weights)
    found["brier"] = _ratio(weights @ (probability - yes) ** 2, total)
    clipped = np.clip(probability, CLIP, 1 - CLIP)
    surprise = -np.log(np.where(yes, clipped, 1 - clipped))
    found["log_loss"] = _ratio(weights @ surprise, total)
    return found


def areas(
    scores: FigureArray, true: BoolArray, weights: FigureArray
) -> tuple[FigureArray, FigureArray]:
    """(B,) areas under the ROC curve, and under precision and recall by the step rule; ties count
    as one threshold. nan where one class has no weight."""
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    last = np.flatnonzero(np.append(falling[1:] != falling[:-1], True))
    ranked = weights[:, order]
    hits = np.cumsum(ranked * true[order], axis=1)[:, last]
    false_hits = np.cumsum(ranked * ~true[order], axis=1)[:, last]
    positives, negatives = hits[:, -1], false_hits[:, -1]
    gained = np.diff(hits, axis=1, prepend=0)
    lost = np.diff(false_hits, axis=1, prepend=0)
    won = (lost * (hits - gained / 2)).sum(axis=1)
    precision = _ratio(hits, hits + false_hits)
    area = (gained * precision).sum(axis=1)
    both = (positives > 0) & (negatives > 0)
    roc = np.where(both, _ratio(won, positives * negatives), np.nan)
    return roc, np.where(both, _ratio(area, positives), np.nan)


def calibration_error(
    probability: FigureArray, yes: BoolArray, weights: FigureArray
) -> FigureArray:
    """(B,) expected calibration errors over ``BINS`` of equal width, as
    ``engine.evaluation.reliability``."""
    number = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    gaps = np.zeros(len(weights))
    for one in range(BINS):
        own = number == one
        gaps += np.abs(weights[:, own] @ (probability[own] - yes[own]))
    return _ratio(gaps, weights.sum(axis=1))


def cost_curve(
    probability: FigureArray, yes: BoolArray, costs: Costs, thresholds: FigureArray
) -> FigureArray:
    """(t,) the mean cost an image where "yes" is said from each of (t,) thresholds on."""
    order = np.sort(probability[yes]), np.sort(probability[~yes])
    missed = np.searchsorted(order[0], thresholds, side="left")
    wrong = len(order[1]) - np.searchsorted(order[1], thresholds, side="left")
    total = costs.missed_yes * missed + costs.wrong_yes * wrong
    return np.asarray(total / max(1, len(yes)), dtype=np.float64)


def draws(groups: IntArray, count: int = DRAWS, *, seed: int = 0) -> FigureArray:
    """(count, n) how often each of n images is there: whole groups of duplicates drawn again."""
    _, member = np.unique(groups, return_inverse=True)
    size = int(member.max(initial=-1)) + 1
    drawn = np.random.default_rng(seed).multinomial(size, np.full(size, 1 / size), size=count)
    return np.asarray(drawn[:, member], dtype=np.float64)


def with_intervals(
    probability: FigureArray, yes: BoolArray, spread: Mapping[str, FigureArray], costs: Costs
) -> dict[str, Figure]:
    """The figures of (n,) probabilities with their intervals; ``spread``: the same ``figures``
    over ``draws``."""
    ones = figures(probability, yes, np.ones((1, len(yes))), costs)
    return {name: Figure(float(one[0]), *interval(spread[name])) for name, one in ones.items()}


def interval(values: FigureArray) -> tuple[float, float]:
    """What holds 95 % of a figure over draws, or of a difference over the same draws of both; nan
    where no draw has it."""
    known = values[~np.isnan(values)]
    tail = (1 - COVERAGE) / 2
    low, high = np.quantile(known, [tail, 1 - tail]) if len(known) else (np.nan, np.nan)
    return float(low), float(high)


def _ratio(part: FigureArray, whole: FigureArray) -> FigureArray:
    return np.divide(part, whole, out=np.zeros(np.shape(part)), where=np.asarray(whole) > 0)
