"""Folds of answers that share no duplicates and have the same share of yes."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.stratified import stratified_parts

BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

FOLDS = 5


def answer_folds(
    yes: BoolArray, groups: IntArray, *, folds: int = FOLDS, seed: int = 0
) -> IntArray:
    """(n,) the fold of every answer, in [0, k): groups (n,) stay whole, and each fold gets its
    share of yes and of no. k is less than ``folds`` where there are fewer groups of either."""
    rarer = min(len(np.unique(groups[yes])), len(np.unique(groups[~yes])))
    count = max(2, min(folds, rarer))
    rows = np.arange(len(yes))
    return stratified_parts(groups, (rows, yes.astype(np.int64)), [1 / count] * count, seed=seed)


def fold_masks(folds: IntArray) -> Iterator[BoolArray]:
    """Of each fold in turn, (n,) which rows are in it."""
    for fold in range(int(folds.max()) + 1):
        yield folds == fold
