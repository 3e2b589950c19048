"""Clusters of duplicates that hold together: every pair in one is itself likely enough.

Complete linkage on the probabilities of the pairs, so that nothing chains: A like B and B like C
does not make A like C. Answers bind: pairs judged different are never in one cluster, pairs judged
duplicates are in one unless that would join different ones.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, triu

from engine.duplicates.linkage import Cores, Linkage, Pair, pair_of
from engine.duplicates.pair_model import LOWER, UPPER

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]

HOLD = 0.5
"""Probability that every pair of a cluster of three and more has."""

Order = Literal["certain", "size", "doubt"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """members: row numbers, ascending. weakest: the pair of members with the lowest probability,
    which is ``probability``. certain: whether that is at least the upper threshold. conflict:
    whether answers about its members contradict one another."""

    members: tuple[int, ...]
    probability: float
    weakest: tuple[int, int]
    certain: bool
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """Pairs (P,): left < right, each once, and probability. same, different: (A, 2) pairs judged
    so; they need not be among the pairs."""

    left: IntArray
    right: IntArray
    probability: FloatArray
    same: IntArray
    different: IntArray


def clusters(
    linked: Linked, *, lower: float = LOWER, hold: float = HOLD, upper: float = UPPER
) -> list[Cluster]:
    """Clusters of two and more, certain ones first, then the larger.

    First images are joined while every pair holds (probability ``hold`` and more); what is left
    alone then is joined two and two down to ``lower``: these are the suspected ones. Pairs that are
    not given count as no duplicates: measure those ``missing_pairs`` names first.
    """
    same, different = (
        [(one, other) for one, other in judged.tolist()]
        for judged in (linked.same, linked.different)
    )
    cores = Cores(same, different)
    linkage = Linkage(_joining(linked, lower), cores)
    linkage.join(hold)
    linkage.join(lower, singles_only=True)
    groups = list(linkage.groups())
    found = []
    for members, (probability, weakest) in zip(groups, _weakest(groups, linked), strict=True):
        conflict = not cores.contradicted.isdisjoint(members)
        certain = probability >= upper and not conflict
        found.append(Cluster(members, probability, weakest, certain, conflict))
    return ordered(found, "certain")


def _joining(linked: Linked, lower: float) -> dict[Pair, float]:
    """The probabilities of the pairs that may join anything."""
    counts = linked.probability >= lower
    pairs = zip(linked.left[counts].tolist(), linked.right[counts].tolist(), strict=True)
    return dict(zip(pairs, linked.probability[counts].tolist(), strict=True))


def _weakest(groups: list[tuple[int, ...]], linked: Linked) -> list[tuple[float, Pair]]:
    """Of each group the lowest probability of a pair of it that is known, and that pair; pairs that
    were judged the same have probability 1."""
    same = {pair_of(one, other) for one, other in linked.same.tolist()}
    ends = np.concatenate([linked.left, linked.right, linked.same.ravel()])
    group_of = np.full(int(ends.max(initial=-1)) + 1, -1, dtype=np.int64)
    for group, members in enumerate(groups):
        group_of[list(members)] = group
    within = (group_of[linked.left] >= 0) & (group_of[linked.left] == group_of[linked.right])
    known: list[dict[Pair, float]] = [{} for _ in groups]
    for one, other, probability in zip(
        linked.left[within].tolist(),
        linked.right[within].tolist(),
        linked.probability[within].tolist(),
        strict=True,
    ):
        known[group_of[one]][one, other] = probability
    for one, other in same:
        if group_of[one] >= 0 and group_of[one] == group_of[other]:
            known[group_of[one]][one, other] = 1.0
    return [min((probability, pair) for pair, probability in one.items()) for one in known]


def ordered(found: list[Cluster], order: Order) -> list[Cluster]:
    """In the order of review: ``certain`` first and then by size, by ``size``, or the most in
    ``doubt`` (probability of the weakest pair nearest one half) first."""
    if order == "doubt":
        return sorted(found, key=lambda one: (abs(one.probability - 0.5), one.members))
    if order == "size":
        return sorted(found, key=lambda one: (-len(one.members), one.members))
    return sorted(
        found,
        key=lambda one: (not one.certain, -len(one.members), -one.probability, one.members),
    )


def missing_pairs(linked: Linked, *, least: float = HOLD, most: int = 100_000) -> IntArray:
    """(M, 2) pairs that are not given though both images have a likely pair with a third one: what
    must be measured so that clusters are not cut for want of it. At most ``most``."""
    size = 1 + max(
        (int(one.max(initial=-1)) for one in (linked.left, linked.right, linked.different)),
    )
    likely = linked.probability >= least
    ends = linked.left[likely], linked.right[likely]
    half = csr_array((np.ones(len(ends[0]), dtype=np.int32), ends), shape=(size, size))
    near = half + half.T
    # Pairs with a partner in common.
    left, right = triu(near @ near, 1).nonzero()
    low, high = linked.different.min(axis=1, initial=size), linked.different.max(axis=1, initial=-1)
    given = np.concatenate([linked.left * size + linked.right, low * size + high])
    wanted = left.astype(np.int64) * size + right
    missing = np.setdiff1d(wanted, given)[:most]
    return np.stack(np.divmod(missing, max(1, size)), axis=1)
