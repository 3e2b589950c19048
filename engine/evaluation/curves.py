"""Curves over thresholds and the areas under them, exact with ties."""

import numpy as np
from numpy.typing import NDArray

BoolArray = NDArray[np.bool_]
ScoreArray = NDArray[np.floating]
FigureArray = NDArray[np.float64]

MOST_POINTS = 300


def roc_auc(scores: ScoreArray, truths: BoolArray) -> float | None:
    """Area under the ROC curve of (m,) scores: the chance that a true one ranks above a false one.

    Ties count half. None where all or none are true.
    """
    areas, _ = label_roc_auc(scores[:, None], truths[:, None])
    return None if np.isnan(areas[0]) else float(areas[0])


def label_roc_auc(scores: ScoreArray, truths: BoolArray) -> tuple[FigureArray, NDArray[np.int64]]:
    """The area of every column of (n, C) scores, NaN where all or none are true; and (C,) how many
    are true."""
    ranked = RankedScores(scores, truths)
    return ranked.areas(np.ones(len(scores))), np.asarray(truths.sum(axis=0), dtype=np.int64)


class RankedScores:
    """Scores sorted once, so that areas under curves for many image weights are cheap."""

    def __init__(self, scores: ScoreArray, truths: BoolArray) -> None:
        """scores, truths: (n, C); every column is ranked by itself."""
        self._count, self._columns = scores.shape
        order = np.argsort(scores, axis=0, kind="stable")
        ranked = np.take_along_axis(scores, order, axis=0)
        fresh = np.ones(scores.shape, dtype=bool)
        fresh[1:] = ranked[1:] != ranked[:-1]
        # Column after column, every run of equal scores has a number of its own.
        self._run = np.cumsum(fresh.T.ravel()) - 1
        self._image = order.T.ravel()
        self._true = np.take_along_axis(truths, order, axis=0).T.ravel()
        runs = int(self._run[-1]) + 1 if len(self._run) else 0
        columns = np.repeat(np.arange(self._columns), self._count)
        self._column_of_run = np.zeros(runs, dtype=np.int64)
        self._column_of_run[self._run] = columns
        self._first_run = np.searchsorted(self._column_of_run, np.arange(self._columns))
        self._runs = runs

    def areas(self, weights: FigureArray) -> FigureArray:
        """(C,) areas under ROC curves with (n,) image weights (how often each is there); NaN where
        undefined."""
        return self.both_areas(weights)[0]

    def both_areas(self, weights: FigureArray) -> tuple[FigureArray, FigureArray]:
        """(C,) areas under ROC curves, and (C,) average precisions, with (n,) image
        weights; NaN where undefined, the second only where nothing is true.

        Average precision is the area under the precision-recall curve by the step rule: the sum of
        precision times the recall gained, ties being one threshold.
        """
        if self._runs == 0:
            return np.full(self._columns, np.nan), np.full(self._columns, np.nan)
        weight = weights[self._image]
        positive = _sums(self._run, weight * self._true, self._runs)
        negative = _sums(self._run, weight, self._runs) - positive
        positives, negatives = self._per_column(positive), self._per_column(negative)
        below = self._below(negative)
        won = self._per_column(positive * (below + negative / 2))
        areas = np.full(self._columns, np.nan)
        np.divide(won, positives * negatives, out=areas, where=positives * negatives > 0)
        hits = positives[self._column_of_run] - self._below(positive)
        taken = hits + negatives[self._column_of_run] - below
        share = np.divide(hits, taken, out=np.zeros(self._runs), where=positive > 0)
        precisions = np.full(self._columns, np.nan)
        gained = self._per_column(positive * share)
        np.divide(gained, positives, out=precisions, where=positives > 0)
        return areas, precisions

    def _per_column(self, values: FigureArray) -> FigureArray:
        """(C,) sums of what every run has."""
        return _sums(self._column_of_run, values, self._columns)

    def _below(self, values: FigureArray) -> FigureArray:
        """(runs,) sums of the lower runs of the same column."""
        before = np.cumsum(values) - values
        return np.asarray(before - before[self._first_run][self._column_of_run])


def roc_points(scores: ScoreArray, truths: BoolArray) -> tuple[FigureArray, FigureArray]:
    """(false-positive rates, true-positive rates) of (m,) scores, from (0, 0) to (1, 1)."""
    hits, false_hits = _cumulative(scores, truths)
    rates = np.concatenate([[0.0], false_hits / max(1, false_hits[-1] if len(hits) else 1)])
    recalls = np.concatenate([[0.0], hits / max(1, hits[-1] if len(hits) else 1)])
    return rates, recalls


def precision_recall_points(
    scores: ScoreArray, truths: BoolArray
) -> tuple[FigureArray, FigureArray]:
    """(recalls, precisions) of (m,) scores for every distinct threshold, highest first."""
    hits, false_hits = _cumulative(scores, truths)
    if len(hits) == 0:
        return np.empty(0), np.empty(0)
    return hits / max(1, hits[-1]), hits / (hits + false_hits)


def thinned(
    x: FigureArray, y: FigureArray, most: int = MOST_POINTS
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """At most ``most`` points of a line along which x rises, evenly along both axes; the ends
    stay."""
    if len(x) > most:
        length = np.cumsum(np.abs(np.diff(x, prepend=x[0])) + np.abs(np.diff(y, prepend=y[0])))
        wanted = np.linspace(0.0, length[-1], most)
        chosen = np.unique(np.minimum(np.searchsorted(length, wanted), len(x) - 1))
        x, y = x[chosen], y[chosen]
    return tuple(np.round(x, 6).tolist()), tuple(np.round(y, 6).tolist())


def _sums(places: NDArray[np.int64], values: FigureArray, count: int) -> FigureArray:
    """(count,) what the (m,) values at each place add up to."""
    return np.asarray(np.bincount(places, values, count), dtype=np.float64)


def _cumulative(scores: ScoreArray, truths: BoolArray) -> tuple[FigureArray, FigureArray]:
    """Hits and false hits when everything down to each distinct score is taken."""
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    hits = np.cumsum(truths[order], dtype=np.float64)
    is_last = np.ones(len(falling), dtype=bool)
    is_last[:-1] = falling[1:] != falling[:-1]
    last = np.flatnonzero(is_last)
    return hits[last], last + 1 - hits[last]
