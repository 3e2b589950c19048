"""All metrics of one suggester on test images, with bootstrap intervals, and per label.

Source: thesis 2.1.4 and 4.1. The intervals are percentile bootstrap intervals (Efron and
Tibshirani 1993, chapter 13) over images: labels of one image are not independent of each other,
images are, copies being folded. A quotient of nothing by nothing is 0. Macro and weighted averages
are over the labels that occur in the (resampled) images.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.areas import DrawnAreas, drawn_areas, draws, estimate_of
from engine.evaluation.curves import precision_recall_points, thinned
from engine.evaluation.metrics import BETA
from engine.evaluation.report.records import (
    AverageFigures,
    AverageName,
    Curve,
    Estimate,
    LabelFigures,
    MetricTable,
)

RESAMPLES = 1000
RATE_NAMES = ("f_score", "recall", "precision", "specificity", "accuracy")
AVERAGES: tuple[AverageName, ...] = ("micro", "macro", "weighted")
MOST_LABEL_POINTS = 25
"""Of a label's curve: there are many labels, and each curve is drawn small."""

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
    scored: Scored,
    *,
    beta: float = BETA,
    resamples: int = RESAMPLES,
    seed: int = 0,
    areas: DrawnAreas | None = None,
) -> MetricTable:
    """Every metric with its 95 % interval; ``resamples`` 0 gives intervals of no width.

    ``areas``: the same suggester's, where they were drawn before.
    """
    if areas is None:
        areas = drawn_areas(scored.scores, scored.truths, resamples=resamples, seed=seed)
    rates = _Rates(scored, beta)
    values = [rates.at(np.ones((1, len(scored.truths)), np.float32))]
    values += [rates.at(block) for block in draws(len(scored.truths), resamples, seed)]
    estimates = {
        name: estimate_of(np.concatenate([one[name] for one in values])) for name in values[0]
    }
    micro, macro, weighted = (
        AverageFigures(
            **{name: estimates[f"{average} {name}"] for name in RATE_NAMES},
            roc_auc=areas.roc_average(average),
            average_precision=areas.precision_average(average),
            chance_precision=areas.chance(average),
        )
        for average in AVERAGES
    )
    return MetricTable(
        micro,
        macro,
        weighted,
        subset_accuracy=estimates["subset_accuracy"],
        squared_error=estimates["squared_error"],
        average_precision=areas.precision_average("micro").value,
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

    drawn = [at(block.astype(np.float64)) for block in draws(len(truths), resamples, seed)]
    return estimate_of(np.concatenate([at(np.ones((1, len(truths)))), *drawn]))


def label_figures(
    scored: Scored,
    *,
    label_ids: Sequence[int],
    names: Sequence[str],
    references: NDArray[np.int64],
    thresholds: FigureArray,
    own_threshold: BoolArray,
    beta: float = BETA,
    areas: DrawnAreas | None = None,
) -> tuple[LabelFigures, ...]:
    """One row per label, in the order of the columns; arrays are (C,). ``areas``: the same
    suggester's, where they were drawn before; else they have intervals of no width."""
    if areas is None:
        areas = drawn_areas(scored.scores, scored.truths, resamples=0)
    hits = np.count_nonzero(scored.truths & scored.predicted, axis=0)
    predicted = np.count_nonzero(scored.predicted, axis=0)
    supports = np.count_nonzero(scored.truths, axis=0)
    roc_areas = areas.roc[0]
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
            roc_auc=None if np.isnan(roc_areas[column]) else float(roc_areas[column]),
            threshold=float(thresholds[column]),
            own_threshold=bool(own_threshold[column]),
            average_precision=areas.label_precision(column),
            prevalence=float(supports[column] / max(1, len(scored.truths))),
            precision_recall=_label_curve(scored, column) if supports[column] else None,
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


def _label_curve(scored: Scored, column: int) -> Curve:
    """Precision over recall of one label, to four decimals."""
    points = precision_recall_points(scored.scores[:, column], scored.truths[:, column])
    x, y = thinned(*points, most=MOST_LABEL_POINTS)
    return Curve(tuple(round(one, 4) for one in x), tuple(round(one, 4) for one in y))


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
