"""Areas under ROC and precision-recall curves of one suggester, of resampled test images too.

Both areas of all draws come from one pass: every average, every label, and their intervals.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.curves import RankedScores
from engine.evaluation.report.records import AverageName, Estimate

AREA_RESAMPLES = 200
"""Areas cost a pass over all pairs each; fewer give intervals good enough."""
AREA_CELLS = 200_000_000
"""Pairs times resamples at most, so that areas of a large test set take seconds, not minutes."""
INTERVAL = (2.5, 97.5)
BLOCK = 50

BoolArray = NDArray[np.bool_]
FloatArray = NDArray[np.float32]
FigureArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class DrawnAreas:
    """Row 0 is of the test images as they are, the others of images drawn again: (1 + draws, C)
    areas and supports (true images) of each label, (1 + draws,) areas of all pairs together. NaN
    where an area is not defined. ``images``: how many test images."""

    roc: FigureArray
    precision: FigureArray
    supports: FigureArray
    micro_roc: FigureArray
    micro_precision: FigureArray
    images: int

    def roc_average(self, average: AverageName) -> Estimate:
        """Area under the ROC curve; 0 where it is not defined."""
        return self._average(average, self.micro_roc, self.roc)

    def precision_average(self, average: AverageName) -> Estimate:
        """Average precision (area under the precision-recall curve); 0 where nothing is true."""
        return self._average(average, self.micro_precision, self.precision)

    def chance(self, average: AverageName) -> float:
        """The average precision of scores that say nothing: the prevalence, averaged alike."""
        supports = self.supports[0]
        prevalences = supports / max(1, self.images)
        if average == "micro":
            return float(prevalences.mean()) if len(prevalences) else 0.0
        weights = supports if average == "weighted" else (supports > 0).astype(np.float64)
        return float((prevalences * weights).sum() / max(1.0, weights.sum()))

    def label_precision(self, column: int) -> Estimate | None:
        """Average precision of one label; None where no test image carries it."""
        values = self.precision[:, column]
        return None if np.isnan(values[0]) else estimate_of(values)

    def _average(self, average: AverageName, micro: FigureArray, by_label: FigureArray) -> Estimate:
        if average == "micro":
            return estimate_of(np.nan_to_num(micro))
        defined = ~np.isnan(by_label)
        weights = defined * (self.supports if average == "weighted" else 1.0)
        total = (np.nan_to_num(by_label) * weights).sum(axis=1)
        return estimate_of(total / np.maximum(weights.sum(axis=1), 1.0))


def drawn_areas(
    scores: FloatArray, truths: BoolArray, *, resamples: int = AREA_RESAMPLES, seed: int = 0
) -> DrawnAreas:
    """All areas of (n, C) scores; ``resamples`` at most, fewer where there are very many pairs."""
    images, labels = scores.shape
    resamples = min(resamples, AREA_RESAMPLES, AREA_CELLS // max(1, scores.size))
    flat = RankedScores(scores.reshape(-1, 1), truths.reshape(-1, 1))
    by_label = RankedScores(scores, truths)
    rows = [np.ones(images)]
    rows += [row.astype(np.float64) for block in draws(images, resamples, seed) for row in block]
    micro = [flat.both_areas(np.repeat(row, labels)) for row in rows]
    found = [by_label.both_areas(row) for row in rows]
    return DrawnAreas(
        np.array([roc for roc, _ in found]),
        np.array([precision for _, precision in found]),
        np.array([row @ truths for row in rows], dtype=np.float64),
        np.array([roc[0] for roc, _ in micro]),
        np.array([precision[0] for _, precision in micro]),
        images,
    )


def draws(images: int, resamples: int, seed: int) -> Iterator[FloatArray]:
    """How often each image is drawn, ``images`` drawn with replacement: blocks of (b, n)."""
    rng = np.random.default_rng(seed)
    for start in range(0, resamples if images else 0, BLOCK):
        rows = min(BLOCK, resamples - start)
        drawn = rng.integers(0, images, (rows, images)) + np.arange(rows)[:, None] * images
        counts = np.bincount(drawn.ravel(), minlength=rows * images)
        yield counts.reshape(rows, images).astype(np.float32)


def estimate_of(values: FigureArray) -> Estimate:
    """The first of (1 + draws,) values with the 95 % interval of the others; draws without the
    figure (NaN) do not count."""
    value, drawn = float(values[0]), values[1:][~np.isnan(values[1:])]
    if not len(drawn):
        return Estimate(value, value, value)
    low, high = np.percentile(drawn, INTERVAL)
    return Estimate(value, float(low), float(high))
