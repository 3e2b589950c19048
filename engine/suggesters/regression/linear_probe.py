"""A logistic regression for every label on the features: what a practitioner would reach for.

Source: scikit-learn's LogisticRegression, one label against the rest; the usual "linear probe" of
image encoders. It keeps no link to the references, so it has no evidence.
"""

from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.special import expit

from engine.suggesters.base import (
    FloatArray,
    IdArray,
    References,
    Watch,
    WeightedReference,
    require_references,
)
from engine.suggesters.changeable_references import ChangeableReferences

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

MOST_ITERATIONS = 300


class LinearProbe:
    """One line through the features for each label.

    strength: the inverse of the regularization, C in scikit-learn, > 0.
    """

    def __init__(self, strength: float = 100.0) -> None:
        self.strength = strength

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Learn every label; raises InputError when there are no references."""
        if not 0 < self.strength < np.inf:
            raise ValueError(f"strength must be positive, not {self.strength}")
        require_references(references)
        self.references_ = ChangeableReferences(references)
        size = references.features.shape[1]
        self.slopes_ = np.zeros((references.labels.shape[1], size), np.float32)
        self.offsets_ = np.full(len(self.slopes_), -np.inf)
        self._learn(np.arange(len(self.slopes_)), watch)
        return self

    def update(self, references: References) -> Self:
        """Take in references; the labels they carry or have lost are learned again, no others."""
        known = self.references_
        rows = [known.row_of(int(one)) for one in references.image_ids if known.contains(int(one))]
        lost = known.labels[rows].nonzero()[1]
        carried = references.labels.nonzero()[1]
        known.update(references)
        new = known.label_count - len(self.slopes_)
        self.slopes_ = np.pad(self.slopes_, ((0, new), (0, 0)))
        self.offsets_ = np.pad(self.offsets_, (0, new), constant_values=-np.inf)
        self._learn(np.union1d(lost, carried), None)
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references. What was learned from them stays until one of their labels is learned
        again."""
        self.references_.remove(image_ids)
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1]; an image it has learned from is not left out."""
        sums = np.asarray(features, np.float64) @ self.slopes_.T.astype(np.float64)
        return np.asarray(expit(sums + self.offsets_), dtype=np.float32)

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """None: the references are not what it scores by."""
        return []

    def _learn(self, columns: IdArray, watch: Watch | None) -> None:
        """Fit these labels; one on no image scores 0, one on all of them 1."""
        from threadpoolctl import threadpool_limits

        # Thousands of tiny products: threads wait for each other more than they work, on a busy
        # machine 20 times as long as one takes.
        with threadpool_limits(1):
            self._learn_each(columns, watch)

    def _learn_each(self, columns: IdArray, watch: Watch | None) -> None:
        order = np.argsort(self.references_.image_ids)  # the result must not depend on the order
        features = self.references_.features[order]
        labels = self.references_.labels[order].tocsc()
        for column in columns:
            if watch is not None:
                watch()
            truths = np.zeros(len(order), dtype=bool)
            truths[labels.indices[labels.indptr[column] : labels.indptr[column + 1]]] = True
            if truths.all() or not truths.any():
                self.slopes_[column] = 0.0
                self.offsets_[column] = np.inf if truths.any() else -np.inf
                continue
            learned = self._model().fit(features, truths)
            self.slopes_[column] = learned.coef_[0]
            self.offsets_[column] = learned.intercept_[0]

    def _model(self) -> "LogisticRegression":
        from sklearn.linear_model import LogisticRegression

        return LogisticRegression(C=self.strength, max_iter=MOST_ITERATIONS)
