"""Known suggesters on pairs of images and their texts: one form of the pair is their feature.

What a suggester does, how its evidence adds up and how it leaves images out stays as it is; only
what it looks at is another vector (``engine.words_and_pictures``). An image without a text counts
by itself. Where only texts count it is as unlike all others as can be, and as a query it is given
nothing.
"""

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import Self, cast

import numpy as np

from engine.suggesters.base import (
    FloatArray,
    IdArray,
    LeavesOneOut,
    References,
    Suggester,
    Watch,
    WeightedReference,
)
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.regression.kernel_ridge import KernelRidge
from engine.suggesters.regression.linear_probe import LinearProbe
from engine.words_and_pictures import Form, merged


class OnPairs(ABC):
    """A suggester whose references and queries are pairs, (n, 2d).

    form: what of a pair it looks at. text_share: what the text counts in a mix or sum, in [0, 1].
    """

    form: str
    text_share: float

    @abstractmethod
    def _unfitted(self) -> Suggester:
        """The suggester that looks at the merged vectors."""

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Merge the references and fit to them; raises InputError when there are none."""
        self.suggester_: Suggester = self._unfitted().fit(self._seen(references), watch=watch)
        return self

    def update(self, references: References) -> Self:
        """Take in new references, or new labels, images or texts of known ones."""
        self.suggester_.update(self._seen(references))
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references; ids that are none are ignored."""
        self.suggester_.forget(image_ids)
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, 2d) pairs; see ``Suggester.score``."""
        seen = self._merged(features)
        scores = self.suggester_.score(seen, query_ids=query_ids)
        scores[~seen.any(axis=1)] = 0.0
        return scores

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """The references behind one label's score for one pair; similarities are those of the
        merged vectors."""
        seen = self._merged(feature[None, :])[0]
        if not seen.any():
            return []
        return self.suggester_.evidence(seen, label, query_id=query_id)

    def _merged(self, pairs: FloatArray) -> FloatArray:
        return merged(pairs, cast(Form, self.form), text_share=self.text_share)

    def _seen(self, references: References) -> References:
        return replace(references, features=self._merged(references.features))


class LeavingOut(OnPairs):
    """One whose suggester leaves its own references out."""

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """As ``OnPairs.fit``; remembers which references say nothing."""
        super().fit(references, watch=watch)
        self.is_silent_ = np.asarray(~self._merged(references.features).any(axis=1))
        return self

    def leave_one_out(self, groups: IdArray, queries: IdArray | None = None) -> FloatArray:
        """(q, C) float32 scores of references without their own group; see ``LeavesOneOut``."""
        scores = cast(LeavesOneOut, self.suggester_).leave_one_out(groups, queries)
        rows = np.arange(len(groups)) if queries is None else queries
        scores[self.is_silent_[rows]] = 0.0
        return scores


class NeighborSearchOnPairs(LeavingOut):
    """``NeighborSearch`` among merged vectors."""

    def __init__(
        self,
        form: str = "mix",
        text_share: float = 0.3,
        temperature: float = 20.0,
        max_difference: float = 6.0,
        neighbors: int = 36,
    ) -> None:
        self.form = form
        self.text_share = text_share
        self.temperature = temperature
        self.max_difference = max_difference
        self.neighbors = neighbors

    def _unfitted(self) -> Suggester:
        return NeighborSearch(self.temperature, self.max_difference, self.neighbors)


class KernelRidgeOnPairs(LeavingOut):
    """``KernelRidge`` on merged vectors."""

    def __init__(
        self,
        form: str = "all",
        text_share: float = 0.5,
        temperature: float = 2.0,
        regularization: float = 0.05,
    ) -> None:
        self.form = form
        self.text_share = text_share
        self.temperature = temperature
        self.regularization = regularization

    def _unfitted(self) -> Suggester:
        return KernelRidge(self.temperature, self.regularization)


class LinearProbeOnPairs(OnPairs):
    """``LinearProbe`` on merged vectors."""

    def __init__(self, form: str = "all", text_share: float = 0.5, strength: float = 100.0) -> None:
        self.form = form
        self.text_share = text_share
        self.strength = strength

    def _unfitted(self) -> Suggester:
        return LinearProbe(self.strength)
