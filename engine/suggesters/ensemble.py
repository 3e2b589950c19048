"""Neighbor search and kernel ridge together, each trusted as far as it has earned it.

Source: stacking with non-negative weights (Breiman 1996, "Stacked regressions"): both score every
reference without itself and its copies, and the non-negative combination that comes closest to the
true labels, least squares over all (image, label) pairs, says how much each counts. Deviations:
the two shares are scaled to add up to 1, so that confidences stay in [0, 1]; they are learned at
``fit`` and stay while references come and go.

Both members say which references their scores are made of, so a confidence has evidence: their
weights, times the member's share.
"""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

from engine.suggesters.base import (
    FloatArray,
    IdArray,
    References,
    Watch,
    WeightedReference,
    require_references,
)
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.regression.kernel_ridge import KernelRidge

MAXIMUM_DIFFERENCE = 8.0
MOST_QUERIES = 2000
"""References that shares are learned on; a random choice of this size where there are more."""

SEED = 0


class Ensemble:
    """Two suggesters and what each is trusted with.

    temperature, neighbors: those of neighbor search. ridge_temperature, regularization: those of
    kernel ridge.
    """

    def __init__(
        self,
        temperature: float = 68.566,
        neighbors: int = 36,
        ridge_temperature: float = 2.0,
        regularization: float = 0.05,
    ) -> None:
        self.temperature = temperature
        self.neighbors = neighbors
        self.ridge_temperature = ridge_temperature
        self.regularization = regularization

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Fit both and learn their shares; raises InputError when there are no references."""
        require_references(references)
        self.members_: tuple[NeighborSearch, KernelRidge] = (
            NeighborSearch(self.temperature, MAXIMUM_DIFFERENCE, self.neighbors),
            KernelRidge(self.ridge_temperature, self.regularization),
        )
        for member in self.members_:
            member.fit(references, watch=watch)
        self.shares_ = self._learned_shares(references)
        return self

    def update(self, references: References) -> Self:
        """Take in new references, or new labels of known ones, without fitting from nothing."""
        for member in self.members_:
            member.update(references)
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references; ids that are none are ignored."""
        for member in self.members_:
            member.forget(image_ids)
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, d) float32 features; see ``Suggester.score``."""
        total = np.float32(0.0) + sum(
            np.float32(share) * member.score(features, query_ids=query_ids)
            for share, member in self._shared()
        )
        return np.asarray(np.clip(total, 0.0, 1.0), dtype=np.float32)

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """What is behind either member's score, weights times shares, heaviest first."""
        found: dict[int, WeightedReference] = {}
        for share, member in self._shared():
            for one in member.evidence(feature, label, query_id=query_id):
                before = found[one.image_id].weight if one.image_id in found else 0.0
                weight = before + share * one.weight
                found[one.image_id] = WeightedReference(
                    one.image_id, weight, one.similarity, one.carries_label
                )
        return sorted(found.values(), key=lambda one: (-one.weight, one.image_id))

    def _shared(self) -> list[tuple[float, NeighborSearch | KernelRidge]]:
        return list(zip(self.shares_.tolist(), self.members_, strict=True))

    def _learned_shares(self, references: References) -> NDArray[np.float64]:
        """(2,) shares that add up to 1; halves where nothing can be learned."""
        count = len(references.image_ids)
        order = np.argsort(references.image_ids)
        if count > MOST_QUERIES:
            drawn = np.random.default_rng(SEED).choice(count, MOST_QUERIES, replace=False)
            order = order[np.sort(drawn)]
        copies = groups_of_equal(references.features)
        scores = [member.leave_one_out(copies, order) for member in self.members_]
        truth = references.labels[order].toarray()
        products = np.array([[np.vdot(a, b) for b in scores] for a in scores], dtype=np.float64)
        targets = np.array([np.vdot(one, truth) for one in scores], dtype=np.float64)
        # Least squares over millions of pairs, in its 2 x 2 form: nnls wants a factor of products.
        values, vectors = np.linalg.eigh(products)
        kept = values > 1e-12 * max(values.max(), 1e-12)
        if not kept.any():
            return np.full(2, 0.5)
        roots = np.sqrt(values[kept])
        shares, _ = nnls(
            roots[:, None] * vectors[:, kept].T, (vectors[:, kept].T @ targets) / roots
        )
        total = shares.sum()
        return np.asarray(shares / total if total > 0 else np.full(2, 0.5), dtype=np.float64)


def groups_of_equal(features: FloatArray) -> IdArray:
    """(N,) the same number for equal features."""
    numbers: dict[bytes, int] = {}
    return np.array(
        [numbers.setdefault(row.tobytes(), len(numbers)) for row in features], dtype=np.int64
    )
