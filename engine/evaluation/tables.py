"""All metrics of one suggester on test images, with bootstrap intervals, and per label.

Source: thesis 2.1.4 and 4.1. The intervals are percentile bootstrap intervals (Efron and
Tibshirani 1993, chapter 13) over images: labels of one image are not independent of each other,
images are, copies being folded. A quotient of nothing by nothing is 0. Macro and weighted averages
are over the labels that occur in the (resampled) images.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.curves import RankedScores, average_precision, label_roc_auc
from engine.evaluation.metrics import BETA
from engine.evaluation.report.records import (
    AverageFigures,
    Estimate,
    LabelFigures,
    MetricTable,
)

RESAMPLES = 1000
AREA_RESAMPLES = 200
"""Areas under ROC curves cost a pass over all pairs each; fewer give intervals good enough."""
AREA_CELLS = 200_000_000
"""Pairs times resamples at most, so that areas of a large test set take seconds, not minutes."""
INTERVAL = (2.5, 97.5)
BLOCK = 50
RATE_NAMES = ("f_score", "recall", "precision", "specificity", "accuracy")
AVERAGES = ("micro", "macro", "weighted")

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float32]
FigureArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """Test images with what was said of them.

    truths, predicted: (n, C) bool; scores: (n, C) float32 in [0, 1].
    """

    truths: BoolArray
    scores: FloatArray
    predicted: BoolArray


def metric_table(
    scored: Scored, *, beta: float = BETA, resamples: int = RESAMPLES, seed: int = 0
) -> MetricTable:
    """Every metric with its 95 % interval; ``resamples`` 0 gives intervals of no width."""
    rates = _Rates(scored, beta)
    values = rates.at(np.ones((1, len(scored.truths)), np.float32))
    drawn = [rates.at(block) for block in _weights(len(scored.truths), resamples, seed)]
    estimates = {
        name: _estimate(float(value[0]), [one[name] for one in drawn])
        for name, value in values.items()
    }
    areas = _area_estimates(scored, min(resamples, _area_resamples(scored)), seed)
    micro, macro, weighted = (
        AverageFigures(
            **{name: estimates[f"{average} {name}"] for name in RATE_NAMES},
            roc_auc=areas[average],
        )
        for average in AVERAGES
    )
    return MetricTable(
        micro,
        macro,
        weighted,
        subset_accuracy=estimates["subset_accuracy"],
        squared_error=estimates["squared_error"],
        average_precision=average_precision(scored.scores.ravel(), scored.truths.ravel()),
        prevalence=float(scored.truths.mean()) if scored.truths.size else 0.0,
    )


def micro_f_score(
    truths: BoolArray,
    predicted: BoolArray,
    *,
    beta: float = BETA,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Estimate:
    """F over all (image, label) pairs, (n, C) each, as ``metric_table`` has it."""
    counts = np.stack(
        [(truths & predicted).sum(axis=1), predicted.sum(axis=1), truths.sum(axis=1)], axis=1
    )

    def at(weights: NDArray[np.floating]) -> FigureArray:
        hits, suggested, true = (weights @ counts).T
        return _f_score(hits, suggested, true, beta)

    drawn = [at(block.astype(np.float64)) for block in _weights(len(truths), resamples, seed)]
    return _estimate(float(at(np.ones((1, len(truths))))[0]), drawn)


def label_figures(
    scored: Scored,
    *,
    label_ids: Sequence[int],
    names: Sequence[str],
    references: NDArray[np.int64],
    thresholds: FigureArray,
    own_threshold: BoolArray,
    beta: float = BETA,
) -> tuple[LabelFigures, ...]:
    """One row per label, in the order of the columns; arrays are (C,)."""
    hits = np.count_nonzero(scored.truths & scored.predicted, axis=0)
    predicted = np.count_nonzero(scored.predicted, axis=0)
    areas, supports = label_roc_auc(scored.scores, scored.truths)
    f_scores = _f_score(hits, predicted, supports, beta)
    recalls, precisions = _ratio(hits, supports), _ratio(hits, predicted)
    return tuple(
        LabelFigures(
            label_id=int(label_ids[column]),
            label=names[column],
            support=int(supports[column]),
            references=int(references[column]),
            f_score=float(f_scores[column]),
            recall=float(recalls[column]),
            precision=float(precisions[column]),
            roc_auc=None if np.isnan(areas[column]) else float(areas[column]),
            threshold=float(thresholds[column]),
            own_threshold=bool(own_threshold[column]),
        )
        for column in range(len(names))
    )


class _Rates:
    """Counts per image and label once; figures for any image weights from them."""

    def __init__(self, scored: Scored, beta: float) -> None:
        self._beta = beta
        self._hits = (scored.truths & scored.predicted).astype(np.float32)
        self._predicted = scored.predicted.astype(np.float32)
        self._true = scored.truths.astype(np.float32)
        self._exact = (scored.truths == scored.predicted).all(axis=1).astype(np.float64)
        difference = scored.scores.astype(np.float64) - scored.truths
        self._squares = np.mean(difference**2, axis=1) if scored.scores.size else self._exact * 0

    def at(self, weights: FloatArray) -> dict[str, FigureArray]:
        """Each figure (b,) for (b, n) image weights: "micro f_score" and so on."""
        images = weights.sum(axis=1, dtype=np.float64)
        hits, predicted, true = (
            (weights @ one).astype(np.float64) for one in (self._hits, self._predicted, self._true)
        )
        per_label = self._of_counts(hits, predicted, true, images[:, None])
        occurs = (true > 0).astype(np.float64)
        micro = self._of_counts(
            hits.sum(axis=1), predicted.sum(axis=1), true.sum(axis=1), images * hits.shape[1]
        )
        found = {f"micro {name}": value for name, value in micro.items()}
        for name, value in per_label.items():
            found[f"macro {name}"] = _ratio((value * occurs).sum(axis=1), occurs.sum(axis=1))
            found[f"weighted {name}"] = _ratio((value * true).sum(axis=1), true.sum(axis=1))
        found["subset_accuracy"] = _ratio(weights @ self._exact, images)
        found["squared_error"] = _ratio(weights @ self._squares, images)
        return found

    def _of_counts(
        self, hits: FigureArray, predicted: FigureArray, true: FigureArray, total: FigureArray
    ) -> dict[str, FigureArray]:
        rejected = total - predicted - true + hits
        return {
            "f_score": _f_score(hits, predicted, true, self._beta),
            "recall": _ratio(hits, true),
            "precision": _ratio(hits, predicted),
            "specificity": _ratio(rejected, total - true),
            "accuracy": _ratio(hits + rejected, total),
        }


def _area_estimates(scored: Scored, resamples: int, seed: int) -> dict[str, Estimate]:
    images, labels = scored.scores.shape
    flat = RankedScores(scored.scores.reshape(-1, 1), scored.truths.reshape(-1, 1))
    by_label = RankedScores(scored.scores, scored.truths)

    def at(weights: FigureArray) -> dict[str, float]:
        areas = by_label.areas(weights)
        true = weights @ scored.truths
        defined = ~np.isnan(areas)
        return {
            "micro": float(np.nan_to_num(flat.areas(np.repeat(weights, labels))[0])),
            "macro": float(_ratio(areas[defined].sum(), np.float64(defined.sum()))),
            "weighted": float(_ratio((areas * true)[defined].sum(), true[defined].sum())),
        }

    values = at(np.ones(images))
    drawn = [
        at(row.astype(np.float64)) for block in _weights(images, resamples, seed) for row in block
    ]
    return {
        name: _estimate(value, [np.array([one[name]]) for one in drawn])
        for name, value in values.items()
    }


def _area_resamples(scored: Scored) -> int:
    return min(AREA_RESAMPLES, AREA_CELLS // max(1, scored.scores.size))


def _weights(images: int, resamples: int, seed: int) -> Iterator[FloatArray]:
    """How often each image is drawn, ``images`` drawn with replacement: blocks of (b, n)."""
    rng = np.random.default_rng(seed)
    for start in range(0, resamples if images else 0, BLOCK):
        rows = min(BLOCK, resamples - start)
        drawn = rng.integers(0, images, (rows, images)) + np.arange(rows)[:, None] * images
        counts = np.bincount(drawn.ravel(), minlength=rows * images)
        yield counts.reshape(rows, images).astype(np.float32)


def _estimate(value: float, drawn: Sequence[FigureArray]) -> Estimate:
    if not drawn:
        return Estimate(value, value, value)
    low, high = np.percentile(np.concatenate(drawn), INTERVAL)
    return Estimate(value, float(low), float(high))


def _f_score(
    hits: NDArray[np.number], predicted: NDArray[np.number], true: NDArray[np.number], beta: float
) -> FigureArray:
    return _ratio((1 + beta**2) * hits, predicted + beta**2 * true)


def _ratio(
    part: NDArray[np.number] | np.number, whole: NDArray[np.number] | np.number
) -> FigureArray:
    part, whole = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    quotient = np.zeros(np.broadcast(part, whole).shape)
    np.divide(part, whole, out=quotient, where=whole != 0)
    return quotient
