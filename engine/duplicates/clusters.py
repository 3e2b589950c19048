"""Clusters of duplicates that hold together: every pair in one is itself likely enough.

Complete linkage on the probabilities of the pairs, so that nothing chains: A like B and B like C
does not make A like C. Answers bind: pairs judged different are never in one cluster, pairs judged
duplicates are in one unless that would join different ones.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

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
    """Pairs (P,): left < right, and probability. same, different: (A, 2) pairs judged so; they need
    not be among the pairs."""

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
    alone then is joined down to ``lower``: these are the suspected ones. Pairs that are not given
    count as no duplicates: measure those ``missing_pairs`` names first.
    """
    raise NotImplementedError


def ordered(found: list[Cluster], order: Order) -> list[Cluster]:
    """In the order of review: ``certain`` first and then by size, by ``size``, or the most in
    ``doubt`` (probability of the weakest pair nearest one half) first."""
    raise NotImplementedError


def missing_pairs(linked: Linked, *, least: float = HOLD, most: int = 100_000) -> IntArray:
    """(M, 2) pairs that are not given though both images have a likely pair with a third one: what
    must be measured so that clusters are not cut for want of it. At most ``most``."""
    raise NotImplementedError
