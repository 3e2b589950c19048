"""The confidence from which a label is suggested: one for all labels, and one per label.

The common threshold maximises micro F (thesis 4.2). Micro F is a quotient of sums over labels, so
at its maximum F* every label's threshold maximises the label's own gain
``(1 + b^2 - F*) hits - F* false hits`` (Dinkelbach 1967, "On nonlinear fractional programming").
Few images tell little about a label's best threshold, so the gain of all labels together, scaled
to ``strength`` true pairs, is added to the label's own: a label on many images decides for
itself, a rare one follows the others. The strength is chosen by cross-validation, and a label gets
a threshold of its own only where that gained something on images it was not chosen on; where all
labels together gain no more that way than chance would (one standard error over the folds), there
is the common threshold only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.metrics import BETA, best_threshold

GRID = 256
STRENGTHS = (3.0, 10.0, 30.0, 100.0, 300.0)
FOLDS = 5
TINY = 1e-6

WEAKEST_PROBABILITY = 0.05
"""Suggestions less probable than this are worth nobody's glance; those from here on that do not
reach their threshold are weak ones."""
TICKED_PROBABILITY = 0.5
"""Suggestions are ticked from this probability on where a curator has set no other."""

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float32]
FigureArray = NDArray[np.float64]


@dataclass(frozen=True)
class Thresholds:
    """``common`` for every label but those ``per_label`` names (a column, or a label id)."""

    common: float
    per_label: Mapping[int, float] = field(default_factory=dict)

    def of(self, label: int) -> float:
        """The threshold of one label."""
        return self.per_label.get(label, self.common)

    def row(self, labels: int) -> FigureArray:
        """(C,) thresholds where ``per_label`` goes by column."""
        row = np.full(labels, self.common)
        for column, threshold in self.per_label.items():
            row[column] = threshold
        return row

    def aligned(self, scores: NDArray[np.floating], thresholds: FigureArray) -> FigureArray:
        """Scores moved so that each label's threshold comes to lie at the common one.

        ``thresholds``: those of the scores' labels, of a shape that goes with ``scores``. Straight
        lines below and above, so that the order within a label stays. Thresholds mark the same
        odds for every label, so that aligned scores of all labels can be calibrated together.
        """
        own = np.clip(thresholds, TINY, 1 - TINY)
        common = min(max(self.common, TINY), 1 - TINY)
        below = scores * (common / own)
        above = 1 - (1 - scores) * ((1 - common) / (1 - own))
        return np.asarray(np.clip(np.where(scores < own, below, above), 0.0, 1.0))

    def renamed(self, names: Mapping[int, int]) -> Self:
        """With labels by other numbers (columns to ids, or back); others are dropped."""
        known = {names[label]: one for label, one in self.per_label.items() if label in names}
        return type(self)(self.common, known)

    def as_json(self) -> dict[str, Any]:
        """What ``from_json`` takes."""
        return {
            "common": self.common,
            "per_label": {str(label): one for label, one in self.per_label.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Back from ``as_json``."""
        per_label = {int(label): float(one) for label, one in value["per_label"].items()}
        return cls(float(value["common"]), per_label)


@dataclass(frozen=True, slots=True)
class ChosenThresholds:
    """What ``choose_thresholds`` found.

    ``f_score`` is that of the common threshold on all pairs. ``gain`` is what thresholds per label
    changed F by on images they were not chosen on, 0 where only the common one is used;
    ``strength`` how many true pairs all labels together count for in each label's choice.
    """

    thresholds: Thresholds
    f_score: float
    gain: float
    strength: float


def choose_thresholds(
    scores: FloatArray,
    truths: BoolArray,
    *,
    beta: float = BETA,
    folds: int = FOLDS,
    seed: int = 0,
) -> ChosenThresholds:
    """The common threshold, and one per label where cross-validation says that it helps.

    scores: (n, C) float32 in [0, 1], held out (no image's labels were used for its own scores);
    truths: (n, C) bool. Pairs with score 0 are never predicted. Thresholds go by column.
    """
    best = best_threshold(scores[scores > 0], truths[scores > 0], int(truths.sum()), beta=beta)
    common = Thresholds(best.threshold)
    if best.f_score == 0.0 or len(scores) < folds:
        return ChosenThresholds(common, best.f_score, 0.0, np.inf)
    grid = _grid(scores, truths, best.threshold)
    fold_of = np.random.default_rng(seed).permutation(len(scores)) % folds
    gains = _Gains(scores, truths, grid, fold_of, folds, best.f_score, beta)
    by_strength = [gains.held_out(strength) for strength in STRENGTHS]
    chosen = int(np.argmax([gain.sum() for gain in by_strength]))
    by_fold = by_strength[chosen].sum(axis=1)
    held_out = by_strength[chosen].sum(axis=0)
    adopted = held_out > 0
    if by_fold.sum() <= np.sqrt(folds) * by_fold.std(ddof=1):
        return ChosenThresholds(common, best.f_score, 0.0, np.inf)
    places = gains.places(STRENGTHS[chosen])
    per_label = {
        int(column): float(grid[places[column]])
        for column in np.flatnonzero(adopted)
        if grid[places[column]] != best.threshold
    }
    predicted = np.count_nonzero(scores >= best.threshold)
    gain = float(held_out[adopted].sum() / (predicted + beta**2 * truths.sum()))
    return ChosenThresholds(
        Thresholds(best.threshold, per_label), best.f_score, gain, STRENGTHS[chosen]
    )


def held_out_alignment(
    scores: FloatArray,
    truths: BoolArray,
    thresholds: Thresholds,
    *,
    beta: float = BETA,
    folds: int = FOLDS,
    seed: int = 0,
) -> FloatArray:
    """(n, C) float32 scores as ``Thresholds.aligned`` moves those of images it has not seen.

    ``thresholds`` are those ``choose_thresholds`` found for the same scores, truths and ``beta``.
    Aligned by these, the scores they were chosen on look surer than others will: each label's
    threshold lies where its own true pairs happened to begin. Here every fold is aligned by
    thresholds that the other folds choose.
    """
    if not thresholds.per_label:
        return scores
    columns = scores.shape[1]
    aligned = np.empty(scores.shape, np.float32)
    fold_of = np.random.default_rng(seed).permutation(len(scores)) % folds
    for fold in range(folds):
        own = fold_of == fold
        others = choose_thresholds(scores[~own], truths[~own], beta=beta).thresholds
        moved = Thresholds(thresholds.common, others.per_label)
        aligned[own] = moved.aligned(scores[own], moved.row(columns))
    return aligned


def _grid(scores: FloatArray, truths: BoolArray, common: float) -> FigureArray:
    """Rising candidate thresholds: quantiles of the true pairs' scores, and the common one."""
    true_scores = scores[truths & (scores > 0)].astype(np.float64)
    quantiles = np.quantile(true_scores, np.linspace(0, 1, GRID))
    return np.unique(np.append(quantiles, common))


class _Gains:
    """What each candidate threshold gains for each label, fold by fold."""

    def __init__(
        self,
        scores: FloatArray,
        truths: BoolArray,
        grid: FigureArray,
        fold_of: NDArray[np.int64],
        folds: int,
        f_score: float,
        beta: float,
    ) -> None:
        """grid: (G,) rising. ``f_score``: F*, the best with one threshold."""
        labels = scores.shape[1]
        shape = (folds, labels, len(grid) + 1)
        rows, columns = np.nonzero(scores >= grid[0])
        # A pair is predicted by the candidates below place: those that its score reaches.
        place = np.searchsorted(grid, scores[rows, columns], side="right")
        cell = (fold_of[rows] * labels + columns) * shape[2] + place
        weight = np.where(truths[rows, columns], 1 + beta**2 - f_score, -f_score)
        ending = np.bincount(cell, weight, minlength=folds * labels * shape[2]).reshape(shape)
        # (folds, C, G): the gain of all pairs a candidate predicts.
        self._by_fold = np.cumsum(ending[:, :, ::-1], axis=2)[:, :, ::-1][:, :, 1:]
        self._true = np.bincount(fold_of, truths.sum(axis=1), minlength=folds)

    def held_out(self, strength: float) -> FigureArray:
        """(folds, C) gain over the common threshold on each fold, neither being chosen on it."""
        everything = self._by_fold.sum(axis=0)
        gained = np.zeros(self._by_fold.shape[:2])
        labels = np.arange(len(everything))
        for fold, own in enumerate(self._by_fold):
            rest = everything - own
            common = int(np.argmax(rest.sum(axis=0)))
            places = _best_places(rest, float(self._true.sum() - self._true[fold]), strength)
            gained[fold] = own[labels, places] - own[:, common]
        return gained

    def places(self, strength: float) -> NDArray[np.int64]:
        """(C,) which candidate is best for each label, from all folds."""
        return _best_places(self._by_fold.sum(axis=0), float(self._true.sum()), strength)


def _best_places(gains: FigureArray, true_pairs: float, strength: float) -> NDArray[np.int64]:
    everybody = gains.sum(axis=0) * (strength / max(1.0, true_pairs))
    return np.asarray(np.argmax(gains + everybody, axis=1), dtype=np.int64)
