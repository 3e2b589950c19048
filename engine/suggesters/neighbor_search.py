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

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.suggesters.base import (
    FloatArray,
    IdArray,
    References,
    Watch,
    WeightedReference,
    require_references,
)
from engine.suggesters.growing import GrowingReferences
from engine.suggesters.nearest import Neighbors, SimilarityArray, neighbor_blocks

STOP_WEIGHT = 0.99
ROUNDING = 1e-9

WeightArray = NDArray[np.float64]


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


def label_scores(positions: IdArray, weights: WeightArray, labels: csr_array) -> csr_array:
    """Sums of weights per label: (q, C) sparse float64.

    positions, weights: (q, k), positions into the rows of ``labels`` (N, C), weight 0: not used.
    """
    rows, columns = np.nonzero(weights)
    votes = csr_array(
        (weights[rows, columns], (rows, positions[rows, columns])),
        shape=(len(positions), labels.shape[0]),
    )
    return csr_array(votes @ labels)


@dataclass(frozen=True, slots=True)
class KeptReferences:
    """The references that count for one query, heaviest first.

    positions: (n,) int64 rows of the fitted references. weights: (n,) float64, together 0.99 to 1.
    similarities: (n,) float64 cosine similarities in [-1, 1].
    """

    positions: IdArray
    weights: WeightArray
    similarities: SimilarityArray


class NeighborSearch:
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

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Keep the references (copied); raises InputError when there are none."""
        self._check()
        require_references(references)
        self.references_ = GrowingReferences(references)
        return self

    def update(self, references: References) -> Self:
        """Take in new references, or new labels of known ones, without fitting from nothing.

        ``references.labels`` may have more columns than at ``fit``: labels added since.
        """
        self.references_.update(references)
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references; ids that are none are ignored."""
        self.references_.remove(image_ids)
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, d) float32 features; see ``Suggester.score``."""
        return self._score(features, query_ids, self.references_.image_ids)

    def leave_one_out(self, groups: IdArray, queries: IdArray | None = None) -> FloatArray:
        """(q, C) float32 scores of references without their own group; see ``LeavesOneOut``."""
        features = self.references_.features
        if queries is None:
            return self._score(features, groups, groups)
        return self._score(features[queries], groups[queries], groups)

    def _score(
        self, features: FloatArray, query_groups: IdArray | None, groups: IdArray
    ) -> FloatArray:
        references = self.references_
        scores = np.zeros((len(features), references.label_count), np.float32)
        start = 0
        for block in self._search(features, query_groups, groups):
            weights = self._weigh(block.similarities)
            stop = start + len(weights)
            sums = label_scores(block.positions, weights, references.labels)
            np.minimum(sums.toarray(), 1.0, out=scores[start:stop], casting="same_kind")
            start = stop
        return scores

    def kept(self, feature: FloatArray, *, query_id: int = -1) -> KeptReferences:
        """The references that count for one (d,) feature, whatever the label."""
        return self.kept_of(feature[None, :], np.array([query_id]))[0]

    def kept_of(
        self, features: FloatArray, query_ids: IdArray | None = None
    ) -> list[KeptReferences]:
        """The same for (q, d) features."""
        kept: list[KeptReferences] = []
        for block in self._search(features, query_ids, self.references_.image_ids):
            weights = self._weigh(block.similarities)
            similarities = np.clip(block.similarities, -1.0, 1.0)
            for row, used in enumerate(weights > 0):
                kept.append(
                    KeptReferences(
                        block.positions[row, used], weights[row, used], similarities[row, used]
                    )
                )
        return kept

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """The references that count for one (d,) feature, heaviest first; for and against."""
        return self.evidence_from(self.kept(feature, query_id=query_id), label)

    def evidence_from(self, kept: KeptReferences, label: int) -> list[WeightedReference]:
        """The same for references already found by ``kept``."""
        return [
            WeightedReference(
                int(self.references_.image_ids[row]),
                float(weight),
                float(similarity),
                label in self.references_.labels_of(int(row)),
            )
            for row, weight, similarity in zip(
                kept.positions, kept.weights, kept.similarities, strict=True
            )
        ]

    def scores_from(self, kept: KeptReferences) -> dict[int, float]:
        """Confidence by label column, from references already found; labels without one: absent."""
        scores: dict[int, float] = {}
        for row, weight in zip(kept.positions, kept.weights, strict=True):
            for label in self.references_.labels_of(int(row)):
                scores[int(label)] = scores.get(int(label), 0.0) + float(weight)
        return {label: min(score, 1.0) for label, score in scores.items()}

    def _search(
        self, features: FloatArray, query_groups: IdArray | None, groups: IdArray
    ) -> Iterator[Neighbors]:
        references = self.references_
        return neighbor_blocks(
            np.asarray(features, dtype=np.float32),
            references.features,
            self.neighbors,
            query_groups=query_groups,
            reference_groups=groups,
            tie_order=references.image_ids,
        )

    def _weigh(self, similarities: SimilarityArray) -> WeightArray:
        return neighbor_weights(
            similarities,
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
