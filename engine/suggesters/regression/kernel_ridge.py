"""Kernel ridge regression: similar images vote, and those that say the same share their vote.

Neighbor search weighs each reference by itself; ten near copies get ten votes. Here the weights of
all references are found together: w(q) = (K + regularization I)^-1 k(q), with the kernel
exp(temperature (cosine - 1)) between references (K) and to the query (k). A label's score is the
sum of the weights of the references that carry it, so every score has its evidence, and an image
is left out in closed form.

Source: Saunders, Gammerman and Vovk 1998, "Ridge regression learning algorithm in dual variables";
leaving out by blocks of the inverse as in Rifkin and Lippert 2007, "Notes on regularized least
squares". Deviations: no mean is subtracted, so that nothing but references adds to a score; above
``EXACT_REFERENCES`` the kernel is approximated by landmarks (see ``ridge_solvers``).

Weights are signed: a reference may count against a label it carries, where more similar ones make
up for it. Sums below 0 are shown as 0 and those above 1 as 1. The evidence then adds up to what is
shown: of a sum above 1 every weight is divided by it, and a label with 0 has no evidence.
"""

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
from engine.suggesters.exclusions import Exclusions
from engine.suggesters.regression.ridge_solvers import (
    DoubleArray,
    ExactSolver,
    LandmarkSolver,
    Solver,
)

EXACT_REFERENCES = 4000
"""Up to this many, 128 MB and a few seconds, nothing is approximated."""

LANDMARKS = 2048
SEED = 0

OTHERS_SHOWN = 24
"""How many of the references that do not carry a label are told beside those that do."""

BLOCK_QUERIES = 512


class KernelRidge:
    """Weighs all references together; see the module.

    temperature: how quickly similarity counts for less, > 0. regularization: how much the weights
    are held back, > 0.
    """

    def __init__(self, temperature: float = 2.0, regularization: float = 0.05) -> None:
        self.temperature = temperature
        self.regularization = regularization

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        """Take the references in (copied); raises InputError when there are none."""
        if not (0 < self.temperature < np.inf and 0 < self.regularization < np.inf):
            raise ValueError(
                "temperature and regularization must be positive, "
                f"not {self.temperature} and {self.regularization}"
            )
        require_references(references)
        self.references_ = ChangeableReferences(references)
        self.solver_: Solver = self._solver()
        return self

    def update(self, references: References) -> Self:
        """Take in new references, or new labels of known ones, without fitting from nothing."""
        known = self.references_
        place = {int(image_id): row for row, image_id in enumerate(references.image_ids)}
        old_ids = [image_id for image_id in place if known.contains(image_id)]
        old_rows = known.rows_of(np.array(old_ids, np.int64))
        fresh_rows = np.array([place[image_id] for image_id in old_ids], np.int64)
        same = (known.features[old_rows] == references.features[fresh_rows]).all(axis=1)
        moved = known.image_ids[old_rows[~same]]
        if len(moved) == len(known):  # nothing of what was there stays
            return self._renew(references)
        self._drop(moved)
        stays = known.rows_of(np.array(old_ids, np.int64)[same])
        before, features = csr_array(known.labels[stays]), known.features[stays]
        count = len(known)
        known.update(references)
        if len(known) > EXACT_REFERENCES and isinstance(self.solver_, ExactSolver):
            self.solver_ = self._solver()
            return self
        if len(stays):
            self.solver_.replace_labels(features, before, csr_array(known.labels[stays]))
        if len(known) > count:
            self.solver_.add(known.features[count:].copy(), csr_array(known.labels[count:]))
        return self

    def forget(self, image_ids: IdArray) -> Self:
        """Drop references; ids that are none are ignored."""
        gone = [int(one) for one in np.unique(image_ids) if self.references_.contains(int(one))]
        if len(gone) == len(self.references_):
            self.references_.remove(image_ids)
            return self
        self._drop(np.array(gone, np.int64))
        return self

    def score(self, features: FloatArray, *, query_ids: IdArray | None = None) -> FloatArray:
        """(q, C) float32 in [0, 1] for (q, d) float32 features; see ``Suggester.score``."""
        references = self.references_
        features = np.asarray(features, dtype=np.float32)
        exclusions = Exclusions(query_ids, references.image_ids)
        scores = np.zeros((len(features), references.label_count), np.float32)
        for start in range(0, len(features) if len(references) else 0, BLOCK_QUERIES):
            block = features[start : start + BLOCK_QUERIES]
            excluded = _rows_excluded(exclusions, start, len(block))
            sums = self.solver_.scores(block, excluded, references.features, references.labels)
            scores[start : start + len(block)] = np.clip(sums, 0.0, 1.0)
        return scores

    def leave_one_out(self, groups: IdArray, queries: IdArray | None = None) -> FloatArray:
        """(q, C) float32 scores of references without their own group; see ``LeavesOneOut``."""
        references = self.references_
        rows = np.arange(len(references)) if queries is None else queries
        exclusions = Exclusions(groups[rows], groups)
        scores = np.zeros((len(rows), references.label_count), np.float32)
        for start in range(0, len(rows), BLOCK_QUERIES):
            block = rows[start : start + BLOCK_QUERIES]
            excluded = _rows_excluded(exclusions, start, len(block))
            sums = self._own_sums(block, excluded)
            scores[start : start + len(block)] = np.clip(sums, 0.0, 1.0)
        return scores

    def evidence(
        self, feature: FloatArray, label: int, *, query_id: int = -1
    ) -> list[WeightedReference]:
        """All references that carry the label, and the heaviest of the others, heaviest first."""
        references = self.references_
        if len(references) == 0 or not 0 <= label < references.label_count:
            return []
        carrying = references.labels[:, [label]].nonzero()[0].astype(np.int64)
        excluded = np.empty(0, np.int64)
        if references.contains(query_id):
            excluded = np.array([references.row_of(query_id)], np.int64)
        carrying = np.setdiff1d(carrying, excluded)
        similarities = np.clip(references.features @ feature, -1.0, 1.0)
        similar = np.argsort(-similarities, kind="stable")[: len(carrying) + 8 * OTHERS_SHOWN]
        others = np.setdiff1d(similar, np.union1d(carrying, excluded))
        rows = np.concatenate([carrying, others])
        weights = self.solver_.weights(
            np.asarray(feature, np.float32), excluded, references.features, rows
        )
        total = float(weights[: len(carrying)].sum())
        if total <= 0:
            return []
        heaviest = len(carrying) + np.argsort(-weights[len(carrying) :], kind="stable")
        heaviest = heaviest[:OTHERS_SHOWN][weights[heaviest[:OTHERS_SHOWN]] > 0]
        told = np.concatenate([np.arange(len(carrying)), heaviest])
        return weighted_references(
            references,
            rows[told],
            weights[told] / max(1.0, total),
            similarities[rows[told]],
            told < len(carrying),
        )

    def weights(self, features: FloatArray, *, query_id: int = -1) -> DoubleArray:
        """(q, N) signed weights of all references, in their order, for (q, d) queries; 0 for that
        of ``query_id``."""
        references = self.references_
        excluded = np.empty(0, np.int64)
        if references.contains(query_id):
            excluded = np.array([references.row_of(query_id)], np.int64)
        rows = np.arange(len(references))
        return np.stack(
            [self.solver_.weights(one, excluded, references.features, rows) for one in features]
        )

    def _own_sums(self, rows: IdArray, excluded: list[IdArray]) -> DoubleArray:
        references = self.references_
        if isinstance(self.solver_, ExactSolver):
            return self.solver_.own_scores(rows, excluded, references.labels)
        queries = references.features[rows]
        return self.solver_.scores(queries, excluded, references.features, references.labels)

    def _solver(self) -> Solver:
        references = self.references_
        if len(references) <= EXACT_REFERENCES:
            return ExactSolver(references.features.copy(), self.temperature, self.regularization)
        # Drawn from the sorted ids, so that the order of the references changes nothing.
        ids = np.sort(references.image_ids)
        drawn = np.random.default_rng(SEED).choice(ids, LANDMARKS, replace=False)
        landmarks = references.features[references.rows_of(np.sort(drawn))]
        return LandmarkSolver(
            references.features,
            references.labels,
            landmarks,
            self.temperature,
            self.regularization,
        )

    def _renew(self, references: References) -> Self:
        self.references_.update(references)
        self.solver_ = self._solver()
        return self

    def _drop(self, image_ids: IdArray) -> None:
        """Forget references that there are, but not all of them."""
        if len(image_ids) == 0:
            return
        known = self.references_
        before_ids, features, labels = known.image_ids.copy(), known.features, known.labels
        gone = known.rows_of(image_ids)
        if isinstance(self.solver_, LandmarkSolver):
            self.solver_.keep(gone, gone, features, labels)
            known.remove(image_ids)
            return
        known.remove(image_ids)
        order = np.argsort(before_ids)
        rows = order[np.searchsorted(before_ids, known.image_ids, sorter=order)]
        self.solver_.keep(rows, gone, features, labels)


def weighted_references(
    references: ChangeableReferences,
    rows: IdArray,
    weights: DoubleArray,
    similarities: NDArray[np.floating],
    carries: NDArray[np.bool_],
) -> list[WeightedReference]:
    """Evidence from some rows (m,) of the references, the heaviest first; all others are (m,)."""
    ids = references.image_ids[rows]
    return [
        WeightedReference(
            int(ids[place]),
            float(weights[place]),
            float(similarities[place]),
            bool(carries[place]),
        )
        for place in np.lexsort((ids, -weights))
    ]


def _rows_excluded(exclusions: Exclusions, start: int, count: int) -> list[IdArray]:
    """For every query of a block, the references it must not be scored by."""
    pairs = exclusions.pairs(start, start + count)
    bounds = np.searchsorted(pairs.queries, np.arange(count + 1))
    return [pairs.references[bounds[i] : bounds[i + 1]] for i in range(count)]
