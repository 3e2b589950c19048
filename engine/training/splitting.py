"""Which pairs are trained on, chosen by and measured on: by time where it is known.

Near-duplicates and equal texts are in one part always. Paper 004 trains on the first 80 % in time.
Deviation: what chooses the best state is not what the card's figures are measured on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]

TRAIN, VALIDATION, TEST = range(3)
SHARES = (0.8, 0.1, 0.1)
DATED_SHARE = 0.9
"""Of the pairs, from which they are split by time; those without one are trained on."""
LARGEST_HELD, FEW = 0.1, 4.0
"""Of a held-out part, but so many pairs in any case: a larger group is trained on, or it would be
most of the part."""


@dataclass(frozen=True, slots=True, eq=False)
class PairSplit:
    """part: (n,) int64 in TRAIN, VALIDATION, TEST. by: what it went by."""

    part: IntArray
    by: Literal["time", "strata"]

    def rows(self, *parts: int) -> IntArray:
        """The rows of some parts, in order."""
        return np.flatnonzero(np.isin(self.part, parts))


def split_pairs(
    groups: IntArray,
    *,
    times: Sequence[str] = (),
    strata: IntArray | None = None,
    seed: int = 0,
    shares: tuple[float, float, float] = SHARES,
) -> PairSplit:
    """groups: (n,) of pairs that stay together. times: n texts in ISO 8601, "" where not known;
    where most are, the latest groups are held out, the last of them for testing. Else each part
    has its share of every stratum ((n,) numbers, of a group's first pair), drawn by ``seed``.
    """
    _, first, member = np.unique(groups, return_index=True, return_inverse=True)
    sizes = np.bincount(member)
    dated = np.array([bool(one) for one in times], dtype=bool)
    if len(dated) and dated.mean() >= DATED_SHARE:
        part = _by_time(np.array(times), member, sizes, shares)
        return PairSplit(part[member], "time")
    stratum = np.zeros(len(first), dtype=np.int64) if strata is None else strata[first]
    return PairSplit(_by_strata(stratum, sizes, shares, seed)[member], "strata")


def _by_time(
    times: NDArray[np.str_], member: IntArray, sizes: IntArray, shares: tuple[float, float, float]
) -> IntArray:
    """The part of each group, which is as old as its oldest pair; equal times by number."""
    oldest = np.full(len(sizes), "", dtype=times.dtype)
    for row in np.argsort(times, kind="stable")[::-1]:
        oldest[member[row]] = times[row]  # "" comes last and stays: no time is the oldest
    part = np.full(len(sizes), TRAIN, dtype=np.int64)
    left = {held: shares[held] * len(member) for held in (TEST, VALIDATION)}
    for group in np.argsort(oldest, kind="stable")[::-1]:
        if not oldest[group]:
            break
        held = TEST if left[TEST] >= 1 else VALIDATION
        if sizes[group] <= _largest(shares[held], len(member)) and left[held] >= 1:
            part[group] = held
            left[held] -= sizes[group]
    return part


def _by_strata(
    stratum: IntArray, sizes: IntArray, shares: tuple[float, float, float], seed: int
) -> IntArray:
    """The part of each group: as they come, stratum by stratum, the one that is most in arrears."""
    rng = np.random.default_rng(seed)
    shuffled = rng.permutation(len(sizes))
    total = int(sizes.sum())
    most = [total, *(_largest(shares[held], total) for held in (VALIDATION, TEST))]
    due = rng.random(len(shares)) - 1
    part = np.empty(len(sizes), dtype=np.int64)
    for group in shuffled[np.argsort(stratum[shuffled], kind="stable")]:
        due += np.array(shares) * sizes[group]
        fits = np.array([sizes[group] <= one for one in most])
        part[group] = int(np.argmax(np.where(fits, due, -np.inf)))
        due[part[group]] -= sizes[group]
    return part


def _largest(share: float, total: int) -> float:
    return max(FEW, LARGEST_HELD * share * total)
