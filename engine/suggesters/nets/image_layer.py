"""A first layer whose units are the reference images themselves."""

import numpy as np

from engine.suggesters.base import FloatArray, IdArray, References, WeightedReference
from engine.suggesters.changeable_references import ChangeableReferences
from engine.suggesters.exclusions import ExcludedPairs
from engine.suggesters.nets.label_pairs import LabelPairs


class ImageLayer:
    """One unit an image, weights its feature."""

    def __init__(self, references: References) -> None:
        self.references = ChangeableReferences(references)
        self.pairs = LabelPairs(self.references.labels)

    @property
    def weights(self) -> FloatArray:
        """(U, d) float32."""
        return self.references.features

    def update(self, references: References) -> None:
        """Add images, or change their labels and features."""
        self.references.update(references)
        self.pairs = LabelPairs(self.references.labels)

    def remove(self, image_ids: IdArray) -> None:
        """Drop images."""
        self.references.remove(image_ids)
        self.pairs = LabelPairs(self.references.labels)

    def similarities(self, features: FloatArray, excluded: ExcludedPairs) -> FloatArray:
        """(q, U) float32, -inf where excluded."""
        similarities: FloatArray = features @ self.weights.T
        similarities[excluded.queries, excluded.references] = -np.inf
        return similarities

    def evidence(
        self,
        feature: FloatArray,
        label: int,
        units: IdArray,
        shares: FloatArray,
        excluded: ExcludedPairs,
    ) -> list[WeightedReference]:
        """The images behind units' shares in one label, heaviest first."""
        return weighted_references(self.references, feature, label, units, shares)


NEGLIGIBLE = 5e-7
"""Evidence ends where all that is left weighs less than this together."""


def weighted_references(
    references: ChangeableReferences,
    feature: FloatArray,
    label: int,
    rows: IdArray,
    weights: FloatArray,
) -> list[WeightedReference]:
    """Rows of the references with their weights, heaviest first, without a negligible rest."""
    order = np.lexsort((references.image_ids[rows], -weights))
    falling = weights[order].astype(np.float64)
    left = np.cumsum(falling[::-1])[::-1]
    chosen = order[left > NEGLIGIBLE]
    rows = rows[chosen]
    similarities = np.clip(references.features[rows].astype(np.float64) @ feature, -1.0, 1.0)
    carriers = np.zeros(len(references), dtype=bool)
    carriers[references.labels[:, [label]].nonzero()[0]] = True
    return [
        WeightedReference(int(references.image_ids[row]), float(weight), float(similarity), votes)
        for row, weight, similarity, votes in zip(
            rows, weights[chosen], similarities, carriers[rows].tolist(), strict=True
        )
    ]
