"""What all neighbor nets share: a first layer, a formula, and blocks of queries.

Source: thesis 3.2.3. Deviations: an image, and in held-out scores every copy of it, never counts
for itself, as in neighbor search; labels that no unit carries score 0.
"""

from abc import ABC, abstractmethod
from typing import Protocol, Self

import numpy as np

from engine.suggesters.base import (
    FloatArray,
    IdArray,
    References,
    Watch,
    WeightedReference,
    require_references,
)
from engine.suggesters.changeable_references import ChangeableReferences
from engine.suggesters.exclusions import ExcludedPairs, Exclusions
from engine.suggesters.nets.formulas import Formula
from engine.suggesters.nets.label_pairs import LabelPairs

BLOCK_CELLS = 8_000_000
"""Similarities held at a time: 32 MB of float32."""


class Layer(Protocol):
    """The first layer of a net over references that change."""

    @property
    def references(self) -> ChangeableReferences:
        """The images the layer was made from."""
        ...

    @property
    def pairs(self) -> LabelPairs:
        """Which units carry which labels."""
        ...

    def update(self, references: References) -> None:
        """Add images, or change their labels and features."""
        ...

    def remove(self, image_ids: IdArray) -> None:
        """Drop images."""
        ...

    def similarities(self, features: FloatArray, excluded: ExcludedPairs) -> FloatArray:
        """(q, U) float32 products of features and units, as if excluded images were not there.

        -inf for a unit that nothing is left of.
        """
        ...

    def evidence(
        self,
        feature: FloatArray,
        label: int,
        units: IdArray,
        shares: FloatArray,
        excluded: ExcludedPairs,
    ) -> list[WeightedReference]:
        """The images behind units' shares in one label, heaviest first."""
        ...


class NeighborNet(ABC):
    """A suggester made of a layer and a formula."""

    layer_: Layer

    @abstractmethod
    def _layer(self, references: References, watch: Watch | None) -> Layer:
        """The first layer for these references."""

    @abstractmethod
    def _formula(self) -> Formula:
        """What is computed from similarities."""

    @abstractmethod
    def _check(self) -> None:
        """ValueError where hyperparameters are impossible."""

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Take the references in (copied); raises InputError when there are none."""
        self._check()
        require_references(references)
        self.layer_ = self._layer(references, watch)
        return self

    def update(self, references: References) -> Self:
        """Take in new references, or new labels of known ones, without fitting from nothing."""
        self.layer_.update(references)
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references; ids that are none are ignored."""
        self.layer_.remove(image_ids)
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, d) float32 features; see ``Suggester.score``."""
        features = np.asarray(features, dtype=np.float32)
        return self._score(features, Exclusions(query_ids, self.layer_.references.image_ids))

    def _score(self, features: FloatArray, exclusions: Exclusions) -> FloatArray:
        layer = self.layer_
        scores = np.zeros((len(features), layer.pairs.label_count), np.float32)
        step = max(1, BLOCK_CELLS // max(1, layer.pairs.unit_count))
        for start in range(0, len(features), step):
            block = features[start : start + step]
            excluded = exclusions.pairs(start, start + len(block))
            scores[start : start + step] = self._block_scores(block, excluded)
        return scores

    def _block_scores(self, features: FloatArray, excluded: ExcludedPairs) -> FloatArray:
        similarities = self.layer_.similarities(features, excluded)
        return self._formula().scores(similarities, self.layer_.pairs)


class UntrainedNet(NeighborNet):
    """A net that has learned nothing from its references but keeps them: evidence is theirs."""

    def leave_one_out(self, groups: IdArray, queries: IdArray | None = None) -> FloatArray:
        """(q, C) float32 scores of references without their own group; see ``LeavesOneOut``."""
        features = self.layer_.references.features
        if queries is None:
            return self._score(features, Exclusions(groups, groups))
        return self._score(features[queries], Exclusions(groups[queries], groups))

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """The images behind one label's score, heaviest first; weights below 5e-7 are left out."""
        layer = self.layer_
        ids = layer.references.image_ids
        excluded = Exclusions(np.array([query_id]), ids).pairs(0, 1)
        similarities = layer.similarities(feature[None, :], excluded)[0]
        units, shares = self._formula().shares(similarities, layer.pairs, label)
        return layer.evidence(feature, label, units, shares, excluded)


def check_temperature(temperature: float) -> None:
    """ValueError for a temperature below 0 or without end."""
    if not 0 <= temperature < np.inf:
        raise ValueError(f"temperature must not be negative nor infinite, not {temperature}")
