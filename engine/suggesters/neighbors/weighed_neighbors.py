"""Suggesters that weigh the most similar references of a query, whatever the label.

A label's confidence is the sum of the weights of the references that carry it: the weighed ones
are its evidence. What they differ in is how neighbours are weighed.
"""

from abc import ABC, abstractmethod
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
from engine.suggesters.changeable_references import ChangeableReferences
from engine.suggesters.neighbors.nearest import Neighbors, SimilarityArray, neighbor_blocks

WeightArray = NDArray[np.float64]


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


class WeighedNeighbors(ABC):
    """Keeps the references, finds the ``neighbors`` most similar ones, and lets them be weighed."""

    neighbors: int

    @abstractmethod
    def _weigh(self, neighbors: Neighbors) -> WeightArray:
        """(q, k) float64 weights, not negative, those of a row together 1 at most."""

    @abstractmethod
    def _check(self) -> None:
        """ValueError where hyperparameters are impossible."""

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Keep the references (copied); raises InputError when there are none."""
        self._check()
        require_references(references)
        self.references_ = ChangeableReferences(references)
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
            weights = self._weigh(block)
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
            weights = self._weigh(block)
            similarities = np.clip(block.similarities, -1.0, 1.0)
            falling = np.argsort(-weights, axis=1, kind="stable")
            for row, count in enumerate(np.count_nonzero(weights, axis=1)):
                used = falling[row, :count]
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
