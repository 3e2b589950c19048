"""Names and references in one suggester: what a label is called speaks first, images take over.

A confidence is the share of the neighbours plus the share of the name, cut at 1:

- Neighbours: weight x kernel ridge over the references (``kernel_ridge``), whose evidence adds up.
- Name: trust x call, with call = frequency x exp(sharpness x (cosine - level)), at most 1. The
  cosine is that between the image and what the label is called; the level is what the references
  have on average, the frequency how many of them carry the label, each drawn towards a fixed value
  as if ``PRIOR_IMAGES`` more had been seen.

Source: Zhang et al. 2022, "Tip-Adapter": the neighbours' vote is added to that of the names, whose
cosines go through an exponential. Deviations: the vote is kernel ridge's, and how much either
counts is learned from the references, each scored without itself and its copies. First for all
labels together, least squares drawn towards 1 for the neighbours and ``trust`` for the names with
the strength of ``PRIOR_PAIRS`` (leaving out the only reference of a label speaks against neighbours
more than is due); then for every label the trust in its own name, drawn towards what holds for all
with that of ``PRIOR_CALLS``. With few references all names are trusted alike, with many a name
counts where it has proved to add something to the neighbours. With none, names are all there is.

Weight, level, frequency and trust are learned at ``fit`` and stay while references come and go,
but a small number of references that has grown by half since is fitted anew: on the first day of
an archive every image counts.
"""

from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.suggesters.base import FloatArray, IdArray, References, Watch, WeightedReference
from engine.suggesters.captions import named_vectors
from engine.suggesters.ensemble import groups_of_equal
from engine.suggesters.kernel_ridge import KernelRidge

DoubleArray = NDArray[np.float64]

PRIOR_IMAGES = 20
PRIOR_FREQUENCY = 0.05
PRIOR_PAIRS = 20.0
PRIOR_CALLS = 1.0
MOST_QUERIES = 2000
"""References that trust is learned on; a random choice of this size where there are more."""

QUICKLY_FITTED = 1000
GROWTH = 1.5
SEED = 0


class Fused:
    """See the module.

    context_weights: as in ``LanguageImage``. temperature, regularization: those of kernel ridge.
    sharpness: how quickly a name's call rises with the cosine, > 0. level: the cosine of an image
    with a name that has nothing to do with it, before any reference tells. trust: what a call
    counts before references tell, in [0, 1].
    """

    neighbors_: KernelRidge | None

    def __init__(
        self,
        context_weights: str = "",
        temperature: float = 3.0,
        regularization: float = 0.1,
        sharpness: float = 30.0,
        level: float = 0.2,
        trust: float = 0.8,
    ) -> None:
        self.context_weights = context_weights
        self.temperature = temperature
        self.regularization = regularization
        self.sharpness = sharpness
        self.level = level
        self.trust = trust

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Take in names and references (copied), which may be none at all.

        Raises InputError where the references come without captions.
        """
        self.label_vectors_: FloatArray = named_vectors(references, self.context_weights)
        self._learn(references, watch)
        return self

    def update(self, references: References) -> Self:
        """Take in new references, or new labels of known ones, and new captions if they come."""
        if references.captions is not None:
            self.label_vectors_ = named_vectors(references, self.context_weights)
        self._widen(references.labels.shape[1])
        if len(references.image_ids) == 0:
            return self
        if self.neighbors_ is None:
            self._learn(references, None)
            return self
        self.neighbors_.update(references)
        known = self.neighbors_.references_
        if self.fitted_count_ * GROWTH < len(known) <= QUICKLY_FITTED:
            self._learn(
                References(known.features.copy(), known.labels, known.image_ids.copy()), None
            )
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references; ids that are none are ignored."""
        if self.neighbors_ is not None:
            self.neighbors_.forget(image_ids)
            if len(self.neighbors_.references_) == 0:
                self.neighbors_ = None
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, d) float32 features; see ``Suggester.score``."""
        total = self._name_votes(np.asarray(features, np.float32))
        if self.neighbors_ is not None:
            votes = self.neighbors_.score(features, query_ids=query_ids)
            total[:, : votes.shape[1]] += self.weight_ * votes
        return np.minimum(total, 1.0).astype(np.float32)

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """The references behind the neighbours' share, heaviest first.

        The weights of those that carry the label and ``name_share`` add up to the confidence.
        """
        if self.neighbors_ is None:
            return []
        found = self.neighbors_.evidence(feature, label, query_id=query_id)
        excess = self._excess(feature, label, query_id)
        return [
            WeightedReference(
                one.image_id, self.weight_ * one.weight / excess, one.similarity, one.carries_label
            )
            for one in found
        ]

    def name_similarity(self, feature: FloatArray, label: int) -> float | None:
        """Cosine in [-1, 1] between a (d,) feature and a label; None without captions."""
        vector = self.label_vectors_[label]
        return float(np.clip(feature @ vector, -1, 1)) if vector.any() else None

    def name_share(self, feature: FloatArray, label: int, *, query_id: int = -1) -> float:
        """How much of the confidence for one (d,) feature is the name's, in [0, 1]."""
        vote = float(self._name_votes(feature[None, :])[0, label])
        return vote / self._excess(feature, label, query_id)

    def _excess(self, feature: FloatArray, label: int, query_id: int) -> float:
        """What both shares are divided by so that they add up to 1 at most."""
        total = float(self._name_votes(feature[None, :])[0, label])
        if self.neighbors_ is not None and label < self.neighbors_.references_.label_count:
            ids = np.array([query_id])
            votes = self.neighbors_.score(feature[None, :], query_ids=ids)
            total += self.weight_ * float(votes[0, label])
        return max(1.0, total)

    def _name_votes(self, features: FloatArray) -> DoubleArray:
        return self.trust_ * self._calls(features)

    def _calls(self, features: FloatArray) -> DoubleArray:
        """(q, C) in [0, 1]; 0 for labels without captions."""
        above = (features @ self.label_vectors_.T).astype(np.float64) - self.level_
        calls = np.minimum(self.frequency_ * np.exp(np.minimum(self.sharpness * above, 50.0)), 1.0)
        calls[:, ~self.label_vectors_.any(axis=1)] = 0.0
        return np.asarray(calls)

    def _learn(self, references: References, watch: Watch | None) -> None:
        """Level, frequency and trust of every label, and the neighbours."""
        count, labels = len(references.image_ids), len(self.label_vectors_)
        self.fitted_count_ = count
        carried = np.zeros(labels)
        carried[: references.labels.shape[1]] = references.labels.sum(axis=0)
        cosines = references.features.sum(axis=0, dtype=np.float64) @ self.label_vectors_.T
        seen = count + PRIOR_IMAGES
        self.level_: DoubleArray = (cosines + PRIOR_IMAGES * self.level) / seen
        self.frequency_: DoubleArray = (carried + PRIOR_IMAGES * PRIOR_FREQUENCY) / seen
        self.trust_: DoubleArray = np.full(labels, float(self.trust))
        self.weight_ = 1.0
        self.neighbors_ = None
        if count:
            neighbors = KernelRidge(self.temperature, self.regularization)
            self._learn_shares(references, neighbors.fit(references, watch=watch))
            self.neighbors_ = neighbors

    def _learn_shares(self, references: References, neighbors: KernelRidge) -> None:
        """How much neighbours count, and each name."""
        count = len(references.image_ids)
        order = np.argsort(references.image_ids)
        if count > MOST_QUERIES:
            drawn = np.random.default_rng(SEED).choice(count, MOST_QUERIES, replace=False)
            order = order[np.sort(drawn)]
        votes = neighbors.leave_one_out(groups_of_equal(references.features), order)
        truth = csr_array(references.labels[order]).toarray()
        calls = self._calls(references.features[order])[:, : truth.shape[1]]
        products = np.array(
            [[np.sum(votes**2), np.sum(votes * calls)], [np.sum(votes * calls), np.sum(calls**2)]]
        )
        targets = np.array([np.sum(votes * truth), np.sum(calls * truth)])
        prior = np.array([1.0, self.trust])
        shares = np.linalg.solve(products + PRIOR_PAIRS * np.eye(2), targets + PRIOR_PAIRS * prior)
        self.weight_, common = (float(one) for one in np.clip(shares, 0.0, 1.0))
        left = np.sum(calls * (truth - self.weight_ * votes), axis=0)
        self.trust_ = np.full(len(self.trust_), common)
        self.trust_[: truth.shape[1]] = np.clip(
            (left + PRIOR_CALLS * common) / (np.sum(calls**2, axis=0) + PRIOR_CALLS), 0.0, 1.0
        )

    def _widen(self, labels: int) -> None:
        """Room for labels added since: without captions, until some come."""
        labels = max(labels, len(self.label_vectors_))
        vectors = labels - len(self.label_vectors_)
        self.label_vectors_ = np.pad(self.label_vectors_, ((0, vectors), (0, 0)))
        added = labels - len(self.trust_)
        if added > 0:
            seen = self.fitted_count_ + PRIOR_IMAGES
            self.level_ = np.pad(self.level_, (0, added), constant_values=self.level)
            rare = PRIOR_IMAGES * PRIOR_FREQUENCY / seen
            self.frequency_ = np.pad(self.frequency_, (0, added), constant_values=rare)
            self.trust_ = np.pad(self.trust_, (0, added), constant_values=self.trust)
