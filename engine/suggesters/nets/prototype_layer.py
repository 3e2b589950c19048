"""A first layer whose units are prototypes: mean features of groups of a label's images.

Source: thesis 3.2.3, "Aggregating reference samples". An image with several labels is in a group
of each. A query that is a reference itself is taken out of the means it is in, which costs one
subtraction: a mean of n images without one of them is ``(n mean - image) / (n - 1)``. What a later
labelling changes is carried over in the same way; groups are not formed anew.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.suggesters.base import FloatArray, IdArray, References, Watch, WeightedReference
from engine.suggesters.changeable_references import ChangeableReferences
from engine.suggesters.exclusions import ExcludedPairs
from engine.suggesters.nets.grouping import grouped_by_label
from engine.suggesters.nets.image_layer import weighted_references
from engine.suggesters.nets.label_pairs import LabelPairs


@dataclass(frozen=True, slots=True)
class Reduction:
    """Query ``queries[i]`` leaves ``left[i]`` members of unit ``units[i]``, ``taken[i]`` fewer.

    ``amounts`` (m,): what to add to the similarity then; -inf where nobody is left.
    """

    queries: IdArray
    units: IdArray
    taken: IdArray
    left: IdArray
    amounts: FloatArray


class PrototypeLayer:
    """At most ``prototypes`` units a label, in ``grouping`` groups ("random" or "k-means").

    ``average``: a prototype stands for the mean of its members' labels, otherwise for the label it
    was made for alone.
    """

    def __init__(
        self,
        references: References,
        *,
        prototypes: int,
        grouping: str,
        average: bool,
        seed: int,
        watch: Watch | None = None,
    ) -> None:
        self._prototypes = prototypes
        self._grouping = grouping
        self._average = average
        self._seed = seed
        self.references = ChangeableReferences(references)
        rows, labels, groups = grouped_by_label(self.references, prototypes, grouping, seed, watch)
        numbers, units = np.unique(groups, return_inverse=True)
        self._member_ids = self.references.image_ids[rows].copy()
        self._member_labels = labels
        self._member_units: IdArray = units.astype(np.int64)
        self._label_of_unit: IdArray = (numbers // prototypes).astype(np.int64)
        self._sums = np.zeros((len(numbers), references.features.shape[1]))
        self._sums += _members(rows, units, len(self.references), len(numbers)).T @ (
            self.references.features
        )
        self._offsets: FloatArray | None = None
        self._refresh()

    @property
    def means(self) -> FloatArray:
        """(U, d) float32; 0 for a unit without members."""
        return self._means

    @property
    def members(self) -> csr_array:
        """(N, U) ones where an image is a member of a prototype."""
        return self._matrix

    @property
    def unit_labels(self) -> csr_array:
        """(U, C): what each prototype stands for."""
        return self._labels

    @property
    def weights(self) -> FloatArray:
        """(U, d) float32: the means, and what training has added to them."""
        return self._means if self._offsets is None else self._means + self._offsets

    def use_trained(self, weights: FloatArray) -> None:
        """Take trained weights for the units; later changes of the means are added to them."""
        self._offsets = weights - self._means

    def update(self, references: References) -> None:
        """Add images, or change their labels and features; each joins a group of its labels."""
        groups = self._remove_memberships(references.image_ids)
        self.references.update(references)
        for image_id, feature in zip(references.image_ids, references.features, strict=True):
            row = self.references.row_of(int(image_id))
            for label in self.references.labels_of(row).tolist():
                unit = groups.get((int(image_id), label))
                if unit is None:
                    unit = self._unit_for(int(image_id), label, feature)
                self._put_in(int(image_id), label, unit, feature)
        self._refresh()

    def remove(self, image_ids: IdArray) -> None:
        """Drop images; a prototype without any left never counts again until one joins."""
        self._remove_memberships(image_ids)
        self.references.remove(image_ids)
        self._refresh()

    def similarities(self, features: FloatArray, excluded: ExcludedPairs) -> FloatArray:
        """(q, U) float32, as if excluded images were in no mean; -inf for an empty unit."""
        similarities: FloatArray = features @ self.weights.T
        similarities[:, self._counts == 0] = -np.inf
        reduction = self.reduction(features, excluded)
        similarities[reduction.queries, reduction.units] += reduction.amounts
        return similarities

    def reduction(self, features: FloatArray, excluded: ExcludedPairs) -> Reduction:
        """What excluding images changes in the units they are in."""
        members = self._matrix
        first, last = members.indptr[excluded.references], members.indptr[excluded.references + 1]
        pair = np.repeat(np.arange(len(first)), last - first)
        within = np.arange(len(pair)) - np.repeat(
            np.cumsum(last - first) - (last - first), last - first
        )
        units = members.indices[np.repeat(first, last - first) + within].astype(np.int64)
        own = self.references.features[excluded.references]
        products = np.einsum("ij,ij->i", features[excluded.queries], own, dtype=np.float64)
        keys = excluded.queries[pair] * len(self._counts) + units
        cells, cell_of = np.unique(keys, return_inverse=True)
        queries, units = np.divmod(cells, max(1, len(self._counts)))
        taken = np.bincount(cell_of, minlength=len(cells))
        product = np.bincount(cell_of, weights=products[pair], minlength=len(cells))
        left = self._counts[units] - taken
        mean = np.einsum("ij,ij->i", features[queries], self._means[units], dtype=np.float64)
        amounts = np.full(len(cells), -np.inf, np.float32)
        np.divide(taken * mean - product, left, out=amounts, where=left > 0, casting="same_kind")
        return Reduction(queries, units, taken, left, amounts)

    def correct_labels(
        self,
        scores: FloatArray,
        weights: FloatArray,
        features: FloatArray,
        excluded: ExcludedPairs,
    ) -> None:
        """Take excluded images out of averaged labels: (q, C) scores of (q, U) weights, in place.

        With k of n members taken out, a prototype's labels change from ``mean`` by
        ``(k mean - sum of theirs) / (n - k)``.
        """
        found = self.reduction(features, excluded)
        stays = found.left > 0
        shape = weights.shape
        cells = found.queries[stays], found.units[stays]
        share = weights[cells] / found.left[stays]
        gained = csr_array((share * found.taken[stays], cells), shape=shape) @ self._labels
        ones = np.ones(len(excluded.queries))
        pairs = csr_array(
            (ones, (excluded.queries, excluded.references)), shape=(shape[0], len(self.references))
        )
        by_image = (csr_array((share, cells), shape=shape) @ self._matrix.T).multiply(pairs)
        lost = csr_array(by_image) @ self.references.labels
        scores += (gained - lost).toarray()
        np.clip(scores, 0.0, 1.0, out=scores)

    def evidence(
        self,
        feature: FloatArray,
        label: int,
        units: IdArray,
        shares: FloatArray,
        excluded: ExcludedPairs,
    ) -> list[WeightedReference]:
        """The members of the units, each with an equal part of its unit's share."""
        stays = np.ones(len(self.references), dtype=bool)
        stays[excluded.references] = False
        members = csr_array(self._matrix.T[units])
        unit_of = np.repeat(np.arange(len(units)), np.diff(members.indptr))
        here = stays[members.indices]
        rows, unit_of = members.indices[here], unit_of[here]
        left = np.bincount(unit_of, minlength=len(units))
        parts = shares[unit_of] / left[unit_of]
        weights = np.bincount(rows, parts, len(self.references)).astype(np.float32)
        used = np.flatnonzero(weights)
        return weighted_references(self.references, feature, label, used, weights[used])

    def _refresh(self) -> None:
        """Everything that follows from memberships and sums."""
        count = len(self._label_of_unit)
        self._counts = np.bincount(self._member_units, minlength=count)
        divisor = np.maximum(self._counts, 1)[:, None]
        self._means = (self._sums / divisor).astype(np.float32)
        self._means[self._counts == 0] = 0.0
        rows = self.references.rows_of(self._member_ids)
        self._matrix = _members(rows, self._member_units, len(self.references), count)
        if self._average:
            summed = csr_array(self._matrix.T @ self.references.labels)
            self._labels = csr_array(csr_array(1.0 / divisor).multiply(summed))
        else:
            alive = np.flatnonzero(self._counts)
            self._labels = csr_array(
                (np.ones(len(alive)), (alive, self._label_of_unit[alive])),
                shape=(count, self.references.label_count),
            )
        self.pairs = LabelPairs(self._labels)

    def _remove_memberships(self, image_ids: IdArray) -> dict[tuple[int, int], int]:
        """Remove memberships; returns (image id, label) to unit of those removed."""
        gone = np.isin(self._member_ids, image_ids)
        ids, labels, units = (
            self._member_ids[gone],
            self._member_labels[gone],
            self._member_units[gone],
        )
        rows = self.references.rows_of(ids)
        np.subtract.at(self._sums, units, self.references.features[rows].astype(np.float64))
        self._member_ids = self._member_ids[~gone]
        self._member_labels = self._member_labels[~gone]
        self._member_units = self._member_units[~gone]
        self._counts = np.bincount(self._member_units, minlength=len(self._label_of_unit))
        return dict(
            zip(zip(ids.tolist(), labels.tolist(), strict=True), units.tolist(), strict=True)
        )

    def _put_in(self, image_id: int, label: int, unit: int, feature: FloatArray) -> None:
        self._member_ids = np.append(self._member_ids, image_id)
        self._member_labels = np.append(self._member_labels, label)
        self._member_units = np.append(self._member_units, unit)
        self._sums[unit] += feature
        self._counts[unit] += 1

    def _unit_for(self, image_id: int, label: int, feature: FloatArray) -> int:
        """The prototype a new member joins: an own one while there are fewer than wanted."""
        units = np.flatnonzero(self._label_of_unit == label)
        alive = units[self._counts[units] > 0]
        if len(alive) >= self._prototypes:
            if self._grouping == "k-means":
                means = self._sums[alive] / self._counts[alive, None]
                return int(alive[np.square(means - feature).sum(axis=1).argmin()])
            return int(np.random.default_rng([self._seed, image_id, label]).choice(alive))
        empty = units[self._counts[units] == 0]
        if len(empty):
            self._sums[empty[0]] = 0.0  # what rounding has left there
            return int(empty[0])
        self._label_of_unit = np.append(self._label_of_unit, label)
        self._counts = np.append(self._counts, 0)
        self._sums = np.concatenate([self._sums, np.zeros((1, self._sums.shape[1]))])
        if self._offsets is not None:
            fresh = np.zeros((1, self._offsets.shape[1]), np.float32)
            self._offsets = np.concatenate([self._offsets, fresh])
        return len(self._label_of_unit) - 1


def _members(
    rows: NDArray[np.signedinteger], units: NDArray[np.signedinteger], count: int, unit_count: int
) -> csr_array:
    """(N, U) ones where an image is a member of a prototype."""
    return csr_array((np.ones(len(rows)), (rows, units)), shape=(count, unit_count))
