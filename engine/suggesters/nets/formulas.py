"""What the two neighbor nets compute from similarities: thesis 3.2.3, without dense tensors.

A *unit* is a row of the first layer: a reference image or a prototype. Similarities are -inf where
a unit must not count. Arithmetic is float32 with pairwise sums, one query at a time so that
everything stays in the processor's cache.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from engine.suggesters.base import FloatArray, IdArray
from engine.suggesters.nets.label_pairs import LabelPairs


class Formula(Protocol):
    """From similarities to confidences, and back to what every unit contributed."""

    def scores(self, similarities: FloatArray, pairs: LabelPairs) -> FloatArray:
        """(q, C) float32 in [0, 1] from (q, U) float32 similarities, which it may overwrite."""
        ...

    def shares(
        self, similarities: FloatArray, pairs: LabelPairs, label: int
    ) -> tuple[IdArray, FloatArray]:
        """Units with what they contribute to one label, for (U,) similarities of one query."""
        ...


@dataclass(frozen=True, slots=True)
class Simple:
    """``S = softmax(T s)`` over all units, score ``Lt S``.

    ``against``: units that do not carry a label are part of its evidence, as votes against.
    """

    temperature: float
    against: bool = True

    def scores(self, similarities: FloatArray, pairs: LabelPairs) -> FloatArray:
        """See ``Formula``; leaves the weights ``S`` in ``similarities``."""
        scores = np.zeros((len(similarities), pairs.label_count), np.float32)
        for row, weights in zip(scores, similarities, strict=True):
            self.weigh(weights)
            if len(pairs.units):
                row[pairs.present] = np.minimum(pairs.sums(weights), 1.0)
        return scores

    def shares(
        self, similarities: FloatArray, pairs: LabelPairs, label: int
    ) -> tuple[IdArray, FloatArray]:
        """See ``Formula``: the weights, whatever label a unit carries where ``against``."""
        weights = similarities.copy()
        self.weigh(weights)
        units = np.arange(len(weights)) if self.against else pairs.of_label(label)[0]
        return units, weights[units]

    def weigh(self, similarities: FloatArray) -> None:
        """Softmax in place; all 0 where no unit counts."""
        best = similarities.max(initial=-np.inf)
        if np.isneginf(best):
            similarities[:] = 0.0
            return
        _exponentials(similarities, best, self.temperature)
        similarities /= similarities.sum()


@dataclass(frozen=True, slots=True)
class ClassWise:
    """Per label, ``w = softmax(T s)`` over its own units, score ``sum(w s)``.

    The score is rescaled from [-1, 1] to [0, 1]; a label without any unit that counts scores 0.
    """

    temperature: float

    def scores(self, similarities: FloatArray, pairs: LabelPairs) -> FloatArray:
        """See ``Formula``."""
        scores = np.zeros((len(similarities), pairs.label_count), np.float32)
        if len(pairs.units):
            for row, of_query in zip(scores, similarities, strict=True):
                row[pairs.present] = self._means(of_query.take(pairs.units), pairs)
        return scores

    def _means(self, gathered: FloatArray, pairs: LabelPairs) -> FloatArray:
        """Rescaled weighted means per segment, from (P,) similarities of every pair."""
        best = np.maximum.reduceat(gathered, pairs.starts)
        counts = ~np.isneginf(best)
        best[~counts] = 0.0
        weights = gathered.copy()
        _exponentials(weights, best.take(pairs.segments), self.temperature)
        gathered[np.isneginf(gathered)] = 0.0
        total = np.add.reduceat(weights, pairs.starts)
        weights *= gathered
        sums = np.add.reduceat(weights, pairs.starts)
        means = np.divide(sums, total, out=np.full_like(sums, -1.0), where=counts)
        return np.clip((means + 1) / 2, 0.0, 1.0)

    def shares(
        self, similarities: FloatArray, pairs: LabelPairs, label: int
    ) -> tuple[IdArray, FloatArray]:
        """See ``Formula``: of units that carry the label, ``w (s + 1) / 2``."""
        units, _ = pairs.of_label(label)
        weights = similarities[units]
        Simple(self.temperature).weigh(weights)
        counts = weights > 0
        rescaled = (similarities[units[counts]] + np.float32(1)) / np.float32(2)
        return units[counts], weights[counts] * rescaled


def _exponentials(values: FloatArray, best: FloatArray | np.float32, temperature: float) -> None:
    """``exp(T (value - best))`` in place, 0 for -inf also where the temperature is 0."""
    gone = np.flatnonzero(np.isneginf(values))
    values[gone] = 0.0
    values -= best
    with np.errstate(over="ignore"):  # a huge temperature: -inf, whose exponential is right
        values *= np.float32(temperature)
    values[gone] = -np.inf
    np.exp(values, out=values)
