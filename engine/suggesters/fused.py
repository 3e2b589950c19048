"""Names and references in one suggester: what a label is called speaks first, images take over.

What is said of one image is the share of the neighbours plus the share of the name:

- Neighbours: weight x kernel ridge over the references (``kernel_ridge``), whose evidence adds up.
- Name: trust x call, with call = frequency x exp(sharpness x (cosine - level) / spread), at most 1.
  The cosine is that between the image and what the label is called; level is its mean over the
  archive and spread the deviation from it, of all labels together; frequency is how many references
  carry the label. Each is drawn towards a fixed value as if ``PRIOR_COSINES`` or ``PRIOR_IMAGES``
  more had been seen.

A confidence is what is said of the image, shared with what is said of the archive images most like
it (``alike``), cut at 1. They have up to ``sharing`` of it before there are references, and less
the more there are: with ``SHARING_REFERENCES`` nothing. Without a sample of the archive
(``References.archive``) nothing is shared, and level and spread come from the references.

Source: Zhang et al. 2022, "Tip-Adapter": the neighbours' vote is added to that of the names, whose
cosines go through an exponential. Deviations: the vote is kernel ridge's, cosines are measured
against those the label has with the archive, and how much either counts is learned from the
references, each scored without itself and its copies. First for all labels together, least squares
drawn towards 1 for the neighbours and ``trust`` for the names with the strength of ``PRIOR_PAIRS``
(leaving out the only reference of a label speaks against neighbours more than is due); then for
every label the trust in its own name, drawn towards what holds for all with that of
``PRIOR_CALLS``. With few references all names are trusted alike, with many a name counts where it
has proved to add something to the neighbours. With none, names are all there is.

Weight, level, spread, frequency and trust are learned at ``fit`` and stay while references come and
go, but a small number of references that has grown by half since is fitted anew: on the first day
of an archive every image counts.
"""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.suggesters.alike import alike
from engine.suggesters.base import FloatArray, IdArray, References, Watch, WeightedReference
from engine.suggesters.ensemble import groups_of_equal
from engine.suggesters.names import named_vectors
from engine.suggesters.regression.kernel_ridge import OTHERS_SHOWN, KernelRidge, weighted_references

DoubleArray = NDArray[np.float64]

PRIOR_COSINES = 20
PRIOR_IMAGES = 200
LABELS_AN_IMAGE = 2
LOWEST_FREQUENCY, HIGHEST_FREQUENCY = 0.02, 0.2
"""How often a label occurs before any image tells: as if an image carried so many of those there
are, within these bounds."""
PRIOR_PAIRS = 100.0
PRIOR_CALLS = 5.0
MOST_QUERIES = 2000
"""References that trust is learned on; a random choice of this size where there are more."""

SHARING_REFERENCES = 2000

QUICKLY_FITTED = 1000
GROWTH = 1.5
SEED = 0

BLOCK_IMAGES = 512


@dataclass(frozen=True)
class _Asked:
    """One image and those it shares its confidence with: parts (p,) that sum to 1, votes (p, C) of
    the neighbours and what names say (p, C) of each; where there are several, also what every
    reference weighs for each (p, N)."""

    key: tuple[bytes, int]
    parts: DoubleArray
    votes: FloatArray
    weights: DoubleArray | None
    names: DoubleArray


class Fused:
    """See the module.

    context_weights: as in ``LanguageImage``. temperature, regularization: those of kernel ridge.
    sharpness: how quickly a name's call rises with the cosine, > 0. level, spread: the cosine of an
    image with a name that has nothing to do with it and its deviation, before any image tells.
    trust: what a call counts before references tell, in [0, 1]. sharing: how much of a confidence
    is that of similar archive images before references tell, in [0, 1].
    """

    neighbors_: KernelRidge | None
    asked_: _Asked | None

    def __init__(
        self,
        context_weights: str = "",
        temperature: float = 3.0,
        regularization: float = 0.1,
        sharpness: float = 0.7,
        level: float = 0.0,
        spread: float = 0.1,
        trust: float = 0.8,
        sharing: float = 0.9,
    ) -> None:
        self.context_weights = context_weights
        self.temperature = temperature
        self.regularization = regularization
        self.sharpness = sharpness
        self.level = level
        self.spread = spread
        self.trust = trust
        self.sharing = sharing

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Take in names and references (copied), which may be none at all, and the archive.

        Raises InputError where the references come without phrases.
        """
        self.label_vectors_: FloatArray = named_vectors(references, self.context_weights)
        self.archive_: FloatArray = (
            references.features[:0] if references.archive is None else references.archive
        )
        self._learn(references, watch)
        return self

    def update(self, references: References) -> Self:
        """Take in new references, or new labels of known ones, and new phrases if they come."""
        if references.phrases is not None:
            self.label_vectors_ = named_vectors(references, self.context_weights)
            known = None if self.neighbors_ is None else self.neighbors_.references_.features
            self._measure_names(references.features if known is None else known)
        self._widen(references.labels.shape[1])
        self._forget_archive_scores()
        if len(references.image_ids) == 0:
            return self
        if self.neighbors_ is None:
            self._learn(references, None)
            return self
        self.neighbors_.update(references)
        kept = self.neighbors_.references_
        if self.fitted_count_ * GROWTH < len(kept) <= QUICKLY_FITTED:
            self._learn(References(kept.features.copy(), kept.labels, kept.image_ids.copy()), None)
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references; ids that are none are ignored."""
        self._forget_archive_scores()
        if self.neighbors_ is not None:
            self.neighbors_.forget(image_ids)
            if len(self.neighbors_.references_) == 0:
                self.neighbors_ = None
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, d) float32 features; see ``Suggester.score``."""
        features = np.asarray(features, np.float32)
        total = self._said(features, query_ids)
        if self._shares and len(features):
            near = alike(self.archive_, features)
            own = self._are_references(query_ids, len(features))
            shared = np.empty_like(total)
            shared[~own] = self._said_of_archive(near.rows[~own], near.shares[~own])
            if own.any():
                assert query_ids is not None
                shared[own] = self._said_without(near.rows[own], near.shares[own], query_ids[own])
            part = self.sharing_ * near.shares.sum(axis=1, keepdims=True)
            total = (1 - part) * total + self.sharing_ * shared
        return np.minimum(total, 1.0).astype(np.float32)

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """The references behind the neighbours' share, heaviest first.

        The weights of those that carry the label and ``name_share`` add up to the confidence.
        """
        if self.neighbors_ is None:
            return []
        asked = self._ask(feature, query_id)
        scale = self.weight_ / self._excess(asked, label)
        if asked.weights is None:
            found = self.neighbors_.evidence(feature, label, query_id=query_id)
            return [replace(one, weight=scale * one.weight) for one in found]
        known = self.neighbors_.references_
        if not 0 <= label < known.label_count:
            return []
        carries = known.labels[:, [label]].toarray()[:, 0] > 0
        totals = asked.weights[:, carries].sum(axis=1)
        shown = np.where(totals > 0, asked.parts / np.maximum(totals, 1.0), 0.0)
        weights = scale * (shown @ asked.weights)
        if not shown.any():
            return []
        others = np.flatnonzero(~carries & (weights > 0))
        others = others[np.argsort(-weights[others], kind="stable")[:OTHERS_SHOWN]]
        told = np.concatenate([np.flatnonzero(carries & (known.image_ids != query_id)), others])
        similarities = np.clip(known.features[told] @ feature, -1.0, 1.0)
        return weighted_references(known, told, weights[told], similarities, carries[told])

    def name_similarity(self, feature: FloatArray, label: int) -> float | None:
        """Cosine in [-1, 1] between a (d,) feature and a label; None without phrases."""
        vector = self.label_vectors_[label]
        return float(np.clip(feature @ vector, -1, 1)) if vector.any() else None

    def name_share(self, feature: FloatArray, label: int, *, query_id: int = -1) -> float:
        """How much of the confidence for one (d,) feature is the name's, in [0, 1]."""
        asked = self._ask(feature, query_id)
        return float(asked.parts @ asked.names[:, label]) / self._excess(asked, label)

    def _excess(self, asked: _Asked, label: int) -> float:
        """What both shares are divided by so that they add up to 1 at most."""
        total = float(asked.parts @ asked.names[:, label])
        if label < asked.votes.shape[1]:
            total += self.weight_ * float(asked.parts @ asked.votes[:, label])
        return max(1.0, total)

    def _ask(self, feature: FloatArray, query_id: int) -> _Asked:
        """What is said of one image, kept for the next label that is asked about."""
        feature = np.asarray(feature, np.float32)
        key = (feature.tobytes(), query_id)
        if self.asked_ is not None and self.asked_.key == key:
            return self.asked_
        parts, images = np.ones(1), feature[None, :]
        if self._shares:
            near = alike(self.archive_, images)
            shares = self.sharing_ * near.shares[0]
            parts = np.concatenate([[1.0 - shares.sum()], shares])
            images = np.concatenate([images, self.archive_[near.rows[0]]])
        votes: FloatArray = np.zeros((len(images), 0), np.float32)
        weights = None
        if self.neighbors_ is not None:
            votes = self.neighbors_.score(images, query_ids=np.repeat(query_id, len(images)))
            weights = self.neighbors_.weights(images, query_id=query_id) if self._shares else None
        asked = _Asked(key, parts, votes, weights, self.trust_ * self._calls(images))
        self.asked_ = asked
        return asked

    @property
    def _shares(self) -> bool:
        known = 0 if self.neighbors_ is None else len(self.neighbors_.references_)
        return self.sharing_ > 0 and known <= SHARING_REFERENCES and len(self.archive_) > 0

    def _are_references(self, query_ids: IdArray | None, count: int) -> NDArray[np.bool_]:
        if query_ids is None or self.neighbors_ is None:
            return np.zeros(count, dtype=bool)
        return np.isin(query_ids, self.neighbors_.references_.image_ids)

    def _said(self, features: FloatArray, query_ids: IdArray | None = None) -> DoubleArray:
        """(q, C) of each image by itself, not cut."""
        total: DoubleArray = self.trust_ * self._calls(features)
        if self.neighbors_ is not None:
            votes = self.neighbors_.score(features, query_ids=query_ids)
            total[:, : votes.shape[1]] += self.weight_ * votes
        return total

    def _said_of_archive(self, rows: IdArray, shares: DoubleArray) -> DoubleArray:
        """(q, C) mixes of what is said of archive images, kept until the references change."""
        needed = np.unique(rows)
        fresh = needed[~self.archive_said_[needed]]
        for start in range(0, len(fresh), BLOCK_IMAGES):
            block = fresh[start : start + BLOCK_IMAGES]
            self.archive_scores_[block] = self._said(self.archive_[block])
        self.archive_said_[fresh] = True
        queries = np.repeat(np.arange(len(rows)), rows.shape[1])
        places = (queries, rows.ravel())
        mix = csr_array((shares.ravel(), places), shape=(len(rows), len(self.archive_)))
        return np.asarray(mix[:, needed] @ self.archive_scores_[needed], np.float64)

    def _said_without(self, rows: IdArray, shares: DoubleArray, query_ids: IdArray) -> DoubleArray:
        """The same for queries that are references: what is said of an archive image must not go
        by the query it is mixed for either."""
        count = max(1, BLOCK_IMAGES // max(1, rows.shape[1]))
        mixed = np.zeros((len(rows), len(self.label_vectors_)))
        for start in range(0, len(rows), count):
            block = slice(start, start + count)
            ids = np.repeat(query_ids[block], rows.shape[1])
            said = self._said(self.archive_[rows[block].ravel()], ids)
            said = said.reshape(*rows[block].shape, said.shape[1])
            mixed[block] = np.einsum("qk,qkc->qc", shares[block], said)
        return mixed

    def _forget_archive_scores(self) -> None:
        self.asked_ = None
        shape = (len(self.archive_), len(self.label_vectors_))
        self.archive_said_ = np.zeros(len(self.archive_), dtype=bool)
        # Pages that are never written to take no memory.
        self.archive_scores_: FloatArray = np.zeros(shape, np.float32)

    def _calls(self, features: FloatArray) -> DoubleArray:
        """(q, C) in [0, 1]; 0 for labels without phrases."""
        above = (features @ self.label_vectors_.T).astype(np.float64) - self.level_
        heights = np.minimum(self.sharpness * above / self.spread_, 50.0)
        calls = np.minimum(self.frequency_ * np.exp(heights), 1.0)
        calls[:, ~self.label_vectors_.any(axis=1)] = 0.0
        return np.asarray(calls)

    def _learn(self, references: References, watch: Watch | None) -> None:
        """Level, spread, frequency and trust of every label, and the neighbours."""
        count, labels = len(references.image_ids), len(self.label_vectors_)
        self.fitted_count_ = count
        carried = np.zeros(labels)
        carried[: references.labels.shape[1]] = references.labels.sum(axis=0)
        self._measure_names(references.features)
        usual = np.clip(LABELS_AN_IMAGE / max(1, labels), LOWEST_FREQUENCY, HIGHEST_FREQUENCY)
        self.rare_ = float(PRIOR_IMAGES * usual / (count + PRIOR_IMAGES))
        self.frequency_: DoubleArray = carried / (count + PRIOR_IMAGES) + self.rare_
        self.trust_: DoubleArray = np.full(labels, float(self.trust))
        self.weight_ = 1.0
        self.sharing_ = self.sharing * max(0.0, 1.0 - count / SHARING_REFERENCES)
        self.neighbors_ = None
        if count:
            neighbors = KernelRidge(self.temperature, self.regularization)
            self._learn_shares(references, neighbors.fit(references, watch=watch))
            self.neighbors_ = neighbors
        self._forget_archive_scores()

    def _measure_names(self, references: FloatArray) -> None:
        """The cosines that labels have with any image of the archive, else of the references."""
        images = self.archive_ if len(self.archive_) else references
        seen = len(images) + PRIOR_COSINES
        cosines = (images @ self.label_vectors_.T).astype(np.float64)
        self.level_: DoubleArray = (cosines.sum(axis=0) + PRIOR_COSINES * self.level) / seen
        squares = np.mean(np.sum((cosines - self.level_) ** 2, axis=0)) if cosines.size else 0.0
        self.spread_ = float(np.sqrt((squares + PRIOR_COSINES * self.spread**2) / seen))

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
        """Room for labels added since: without phrases, until some come."""
        labels = max(labels, len(self.label_vectors_))
        vectors = labels - len(self.label_vectors_)
        self.label_vectors_ = np.pad(self.label_vectors_, ((0, vectors), (0, 0)))
        unmeasured = labels - len(self.level_)
        self.level_ = np.pad(self.level_, (0, unmeasured), constant_values=self.level)
        added = labels - len(self.trust_)
        if added > 0:
            self.frequency_ = np.pad(self.frequency_, (0, added), constant_values=self.rare_)
            self.trust_ = np.pad(self.trust_, (0, added), constant_values=self.trust)
