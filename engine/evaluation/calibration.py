"""Probabilities from confidences: what is shown as 70 % is right about 70 % of the time.

Two ways, the better by cross-validated log loss: isotonic regression (Zadrozny and Elkan 2002,
"Transforming classifier scores into accurate multiclass probability estimates") and Platt scaling
(Platt 1999, "Probabilistic outputs for support vector machines"). Deviations: both see all
(image, label) pairs pooled; scores are rounded to 1/4096 first, so that a billion pairs cost no
more than a thousand; each level of the isotonic curve is smoothed as if one more pair with the
share of all its neighbours' were there, because a level of three true pairs is not certainty;
Platt's sigmoid is over the log odds of the score, which scores in [0, 1] call for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args

import numpy as np
from numpy.typing import NDArray

Method = Literal["isotonic", "platt"]
METHODS: tuple[Method, ...] = get_args(Method)

STEPS = 4096
FOLDS = 5
FEWEST_TRUE = 10
"""Below this many true (or false) pairs there is nothing to calibrate on."""
CLIP = 0.5 / STEPS

BoolArray = NDArray[np.bool_]
FigureArray = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """A rising curve from confidence to probability.

    Isotonic: straight lines between the points (``scores``, ``probabilities``). Platt: the sigmoid
    of ``slope`` times the log odds of the score, plus ``offset``; ``scores`` is empty then.
    """

    method: Method
    scores: tuple[float, ...] = ()
    probabilities: tuple[float, ...] = ()
    slope: float = 1.0
    offset: float = 0.0

    @classmethod
    def fit(
        cls,
        scores: NDArray[np.floating],
        truths: BoolArray,
        *,
        method: Method | None = None,
        seed: int = 0,
    ) -> Self | None:
        """Learn from held-out scores: (n, C) or (m,) in [0, 1], and whether each pair is true.

        Without a ``method``, the one with the lower cross-validated log loss over images (rows).
        None where there are fewer than ``FEWEST_TRUE`` true or false pairs.
        """
        folds = 1 if method is not None else FOLDS
        counted = _counted(scores, truths, folds, seed)
        everything = counted.sum(axis=0)
        if everything.sum(axis=1).min() < FEWEST_TRUE:
            return None
        best: Method = "isotonic" if method is None else method
        if method is None:
            losses = {one: _cross_validated_loss(cls, one, counted) for one in METHODS}
            best = min(METHODS, key=losses.__getitem__)
        return cls._fitted(best, everything)

    def probability(self, scores: NDArray[np.floating]) -> FigureArray:
        """Probabilities in [0, 1] for scores in [0, 1], any shape."""
        if self.method == "isotonic":
            return np.asarray(np.interp(scores, self.scores, self.probabilities))
        return _sigmoid(self.slope * _log_odds(np.asarray(scores, np.float64)) + self.offset)

    def as_json(self) -> dict[str, Any]:
        """What ``from_json`` takes."""
        return {
            "method": self.method,
            "scores": list(self.scores),
            "probabilities": list(self.probabilities),
            "slope": self.slope,
            "offset": self.offset,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Back from ``as_json``."""
        return cls(
            "isotonic" if value["method"] == "isotonic" else "platt",
            tuple(map(float, value["scores"])),
            tuple(map(float, value["probabilities"])),
            float(value["slope"]),
            float(value["offset"]),
        )

    @classmethod
    def _fitted(cls, method: Method, counted: FigureArray) -> Self:
        if method == "isotonic":
            return cls._isotonic(counted)
        return cls._platt(counted)

    @classmethod
    def _isotonic(cls, counted: FigureArray) -> Self:
        from sklearn.isotonic import IsotonicRegression

        pairs = counted.sum(axis=0)
        used = np.flatnonzero(pairs)
        at, true, weight = used / STEPS, counted[1, used], pairs[used]
        rising = IsotonicRegression().fit_transform(at, true / weight, sample_weight=weight)
        _, level = np.unique(rising, return_inverse=True)
        level_weight = np.bincount(level, weight)
        level_true = np.bincount(level, true)
        share = level_true / level_weight
        padded = np.concatenate([share[:1], share, share[-1:]])
        prior = (padded[:-2] + padded[2:]) / 2
        smoothed = np.maximum.accumulate((level_true + prior) / (level_weight + 1))
        first = np.searchsorted(level, np.arange(len(share)), side="left")
        last = np.searchsorted(level, np.arange(len(share)), side="right") - 1
        ends = np.unique(np.concatenate([first, last]))
        return cls(
            "isotonic",
            tuple(at[ends].tolist()),
            tuple(np.clip(smoothed[level[ends]], 0.0, 1.0).tolist()),
        )

    @classmethod
    def _platt(cls, counted: FigureArray) -> Self:
        from sklearn.linear_model import LogisticRegression

        truth, step = np.nonzero(counted)
        odds = _log_odds(step / STEPS)[:, None]
        model = LogisticRegression(C=1e6, max_iter=1000)
        model.fit(odds, truth, sample_weight=counted[truth, step])
        # A falling curve would turn the order of suggestions round; without any use, it is flat.
        slope = max(0.0, float(model.coef_[0, 0]))
        return cls("platt", slope=slope, offset=float(model.intercept_[0]))


def _counted(scores: NDArray[np.floating], truths: BoolArray, folds: int, seed: int) -> FigureArray:
    """(folds, 2, STEPS + 1): how many false and true pairs each fold has at each rounded score."""
    fold_of = np.random.default_rng(seed).permutation(len(scores)) % folds
    counted = np.zeros((folds, 2, STEPS + 1))
    for fold in range(folds):
        step = np.rint(scores[fold_of == fold] * STEPS).astype(np.int64)
        true = truths[fold_of == fold]
        counted[fold, 0] = np.bincount(step[~true], minlength=STEPS + 1)
        counted[fold, 1] = np.bincount(step[true], minlength=STEPS + 1)
    return counted


def _cross_validated_loss(kind: type[Calibration], method: Method, counted: FigureArray) -> float:
    """Mean log loss of pairs under a curve fitted to the other folds; infinite where it cannot."""
    loss = 0.0
    for own in counted:
        rest = counted.sum(axis=0) - own
        if rest.sum(axis=1).min() == 0:
            return np.inf
        curve = kind._fitted(method, rest)
        probability = np.clip(curve.probability(np.arange(STEPS + 1) / STEPS), 1e-6, 1 - 1e-6)
        loss -= float(own[1] @ np.log(probability) + own[0] @ np.log1p(-probability))
    return loss / float(counted.sum())


def _log_odds(scores: FigureArray) -> FigureArray:
    clipped = np.clip(scores, CLIP, 1 - CLIP)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _sigmoid(values: FigureArray) -> FigureArray:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -500, 500))))
