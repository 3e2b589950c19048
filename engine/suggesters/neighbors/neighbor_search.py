"""Neighbor search: labels of the most similar references, weighted by a softmax.

Source: thesis 3.2.2. ``z`` is the cosine similarity times the temperature. References with ``z``
at least ``max(z) - max_difference`` are kept, at most ``neighbors`` of them, never the query
itself; their weights are the softmax of ``z`` over those kept. References are then added from the
most similar on and adding stops when the weights added reach 0.99. The thesis states this stop as
part of computing the score ("for performance reasons ... any further processing will have a
minimal impact on the result"), so it is part of it here: a confidence is the sum of the *added*
weights that carry the label, and the added references are exactly the evidence. Weights are not
rescaled after the stop; all added weights together lie between 0.99 and 1.

Deviations: none in the numbers. Among equal similarities, where the thesis says nothing, the
reference with the smaller image id goes first.
"""

import numpy as np

from engine.suggesters.neighbors.nearest import Neighbors, SimilarityArray
from engine.suggesters.neighbors.weighed_neighbors import WeighedNeighbors, WeightArray

STOP_WEIGHT = 0.99
ROUNDING = 1e-9


def neighbor_weights(
    similarities: SimilarityArray, *, temperature: float, max_difference: float, neighbors: int
) -> WeightArray:
    """Weights of references sorted by falling similarity; 0 for those that do not count.

    similarities: (q, k) float64, -inf where there is no reference. Returns (q, k) float64; a
    row adds up to 0.99 to 1, or to 0 without any reference.
    """
    cut = similarities[:, :neighbors]
    exists = np.isfinite(cut)
    scaled = temperature * np.where(exists, cut, 0.0)
    kept = exists & (scaled >= scaled[:, :1] - max_difference)
    weights = np.where(kept, np.exp(np.where(kept, scaled - scaled[:, :1], 0.0)), 0.0)
    total = weights.sum(axis=1, keepdims=True)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    before = np.cumsum(weights, axis=1) - weights
    weights[before >= STOP_WEIGHT - ROUNDING] = 0.0
    if cut.shape[1] < similarities.shape[1]:
        weights = np.pad(weights, ((0, 0), (0, similarities.shape[1] - cut.shape[1])))
    return weights


class NeighborSearch(WeighedNeighbors):
    """Scores labels by the similar references that carry them; every score has its evidence.

    temperature: factor on the cosine similarity, >= 0. max_difference: how far below the best
    match a reference may lie, in similarity times temperature, >= 0. neighbors: at most this many
    references count, >= 1; 1 is the nearest-neighbour model, whatever the other two are.
    """

    def __init__(
        self, temperature: float = 68.566, max_difference: float = 5.2568, neighbors: int = 36
    ) -> None:
        self.temperature = temperature
        self.max_difference = max_difference
        self.neighbors = neighbors

    def _weigh(self, neighbors: Neighbors) -> WeightArray:
        return neighbor_weights(
            neighbors.similarities,
            temperature=self.temperature,
            max_difference=self.max_difference,
            neighbors=self.neighbors,
        )

    def _check(self) -> None:
        if not (self.temperature >= 0 and self.max_difference >= 0 and self.neighbors >= 1):
            raise ValueError(
                "temperature and max_difference must not be negative and neighbors at least 1, "
                f"not {self.temperature}, {self.max_difference} and {self.neighbors}"
            )
