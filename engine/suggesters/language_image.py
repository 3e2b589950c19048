"""Labels by their names alone: how near an image is to what a label is called.

Source: thesis 3.2.1. Confidence = (cos(image, label) + 1) / 2, no softmax over labels. Needs no
labelled image; what it knows of a label is its phrases (``References.phrases``).
"""

from typing import Self

import numpy as np

from engine.suggesters.base import FloatArray, IdArray, References, Watch, WeightedReference
from engine.suggesters.names import named_vectors

NAMELESS = 0.0
"""The score of a label that has no phrases: it is never suggested."""


class LanguageImage:
    """Cosine between an image's feature and the vector of each label's phrases.

    context_weights: one weight in [0, 100] for each context, "100 25 0" in the order of the
    phrases; "" weighs them alike.
    """

    def __init__(self, context_weights: str = "") -> None:
        self.context_weights = context_weights

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Take the labels' phrases; references may be none at all.

        Raises InputError where the references come without phrases.
        """
        self.label_vectors_: FloatArray = named_vectors(references, self.context_weights)
        self.features_: FloatArray = references.features
        return self

    def update(self, references: References) -> Self:
        """Take the phrases where there are new ones; a label added without any scores 0."""
        if references.phrases is not None:
            self.label_vectors_ = named_vectors(references, self.context_weights)
        added = references.labels.shape[1] - len(self.label_vectors_)
        if added > 0:
            self.label_vectors_ = np.pad(self.label_vectors_, ((0, added), (0, 0)))
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Nothing to drop: no score depends on a reference."""
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, d) float32 features; 0 for labels without phrases."""
        cosines = features @ self.label_vectors_.T
        scores = np.clip((cosines + 1) / 2, 0.0, 1.0).astype(np.float32)
        scores[:, ~self.label_vectors_.any(axis=1)] = NAMELESS
        return np.asarray(scores, dtype=np.float32)

    def leave_one_out(self, groups: IdArray, queries: IdArray | None = None) -> FloatArray:
        """(q, C) scores of the references; leaving one out changes nothing here."""
        return self.score(self.features_ if queries is None else self.features_[queries])

    def name_similarity(self, feature: FloatArray, label: int) -> float | None:
        """Cosine in [-1, 1] between a (d,) feature and a label; None without phrases."""
        vector = self.label_vectors_[label]
        return float(np.clip(feature @ vector, -1, 1)) if vector.any() else None

    def name_share(self, feature: FloatArray, label: int, *, query_id: int = -1) -> float:
        """All of the confidence: no reference has a share in it."""
        return float(self.score(feature[None, :])[0, label])

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """No reference is behind a score; ``name_similarity`` is."""
        return []
