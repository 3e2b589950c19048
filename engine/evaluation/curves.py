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
    """Scores sorted once, so that areas under ROC curves for many image weights are cheap."""

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
        """(C,) areas with (n,) image weights (how often each is there); NaN where undefined."""
        if self._runs == 0:
            return np.full(self._columns, np.nan)
        weight = weights[self._image]
        positive = np.bincount(self._run, weight * self._true, self._runs)
        negative = np.bincount(self._run, weight * ~self._true, self._runs)
        below = np.cumsum(negative) - negative
        below -= below[self._first_run][self._column_of_run]
        won = np.bincount(
            self._column_of_run, positive * (below + negative / 2), minlength=self._columns
        )
        positives = np.bincount(self._column_of_run, positive, minlength=self._columns)
        negatives = np.bincount(self._column_of_run, negative, minlength=self._columns)
        pairs = positives * negatives
        areas = np.full(self._columns, np.nan)
        np.divide(won, pairs, out=areas, where=pairs > 0)
        return areas


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


def average_precision(scores: ScoreArray, truths: BoolArray) -> float:
    """Area under the precision-recall curve by the step rule: sum of precision times the recall
    gained; 0 where nothing is true."""
    recalls, precisions = precision_recall_points(scores, truths)
    return float(np.sum(np.diff(recalls, prepend=0.0) * precisions))


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


def _cumulative(scores: ScoreArray, truths: BoolArray) -> tuple[FigureArray, FigureArray]:
    """Hits and false hits when everything down to each distinct score is taken."""
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    hits = np.cumsum(truths[order], dtype=np.float64)
    is_last = np.ones(len(falling), dtype=bool)
    is_last[:-1] = falling[1:] != falling[:-1]
    last = np.flatnonzero(is_last)
    return hits[last], last + 1 - hits[last]
