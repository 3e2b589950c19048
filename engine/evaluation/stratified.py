"""Divide labelled images into parts so that every label is divided by the same shares.

Source: iterative stratification, Sechidis, Tsoumakas and Vlahavas 2011, "On the stratification of
multi-label data", algorithm 1: the rarest label that is left goes first, and each of its images to
the part that still wants most of it. Deviation: what is given out is a group of duplicates, whole,
so that a part may get more of a label than it wanted; large groups go first.
"""

import heapq
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

IntArray = NDArray[np.int64]


def stratified_parts(
    groups: IntArray,
    labelled: tuple[IntArray, IntArray],
    shares: Sequence[float],
    *,
    seed: int,
) -> IntArray:
    """(N,) int64, the part of every image, in [0, len(shares)).

    groups: (N,) int64, equal for images that stay together. labelled: two (P,) arrays, row of an
    image in [0, N) and number of a label it carries. shares: how much each part wants, adding up
    to 1; one of 0 gets nothing. The same seed gives the same parts.
    """
    count = len(groups)
    if count == 0:
        return np.empty(0, dtype=np.int64)
    _, member = np.unique(groups, return_inverse=True)
    sizes = np.bincount(member)
    dealer = _Dealer(_label_counts(member, labelled), sizes, np.asarray(shares, float), seed)
    return dealer.dealt()[member]


def _label_counts(member: IntArray, labelled: tuple[IntArray, IntArray]) -> csr_array:
    """(groups, labels): how many images of each group carry each label."""
    rows, labels = labelled
    _, columns = np.unique(labels, return_inverse=True)
    width = int(columns.max()) + 1 if len(columns) else 0
    shape = (int(member.max()) + 1, width)
    return csr_array((np.ones(len(rows)), (member[rows], columns)), shape=shape)


class _Dealer:
    """Gives groups to parts, and keeps count of what each part still wants."""

    def __init__(
        self, counts: csr_array, sizes: IntArray, shares: NDArray[np.float64], seed: int
    ) -> None:
        rng = np.random.default_rng(seed)
        # Shuffled, then the larger ones first: a large group is harder to make up for later.
        self._order = rng.permutation(len(sizes))
        self._order = self._order[np.argsort(-sizes[self._order], kind="stable")]
        self._sizes: list[int] = sizes.tolist()
        self._starts: list[int] = counts.indptr.tolist()
        self._labels: list[int] = counts.indices.tolist()
        self._numbers: list[float] = counts.data.tolist()
        totals = np.asarray(counts.sum(axis=0), dtype=np.float64).ravel()
        self._usable = [part for part, share in enumerate(shares) if share > 0]
        self._wanted: list[float] = (shares * float(sizes.sum())).tolist()
        self._wanted_of: list[list[float]] = np.outer(totals, shares).tolist()
        self._left: list[float] = totals.tolist()
        self._part = [-1] * len(sizes)
        self._with_label = self._groups_by_label(counts)

    def dealt(self) -> IntArray:
        """The part of every group."""
        waiting = [(number, label) for label, number in enumerate(self._left)]
        heapq.heapify(waiting)
        while waiting:
            number, label = heapq.heappop(waiting)
            if number != self._left[label]:
                heapq.heappush(waiting, (self._left[label], label))
                continue
            for group in self._with_label[label]:
                if self._part[group] < 0:
                    self._give(group, self._neediest(self._wanted_of[label]))
        for group in self._order.tolist():
            if self._part[group] < 0:
                self._give(group, self._neediest(self._wanted))
        return np.array(self._part, dtype=np.int64)

    def _neediest(self, wanted: Sequence[float]) -> int:
        return max(self._usable, key=lambda part: (wanted[part], self._wanted[part]))

    def _give(self, group: int, part: int) -> None:
        self._part[group] = part
        self._wanted[part] -= self._sizes[group]
        for place in range(self._starts[group], self._starts[group + 1]):
            label, number = self._labels[place], self._numbers[place]
            self._wanted_of[label][part] -= number
            self._left[label] -= number

    def _groups_by_label(self, counts: csr_array) -> list[list[int]]:
        """The groups that carry each label, in the order in which they are given out."""
        by_label = counts[self._order].tocsc()
        groups = self._order[by_label.indices]
        ends = by_label.indptr
        return [groups[a:b].tolist() for a, b in pairwise(ends)]
