"""Scores of labelled images by suggesters that have not seen them.

Tuning, thresholds, calibration, the search for wrong labels and ensembles all start from these.
"""

from collections.abc import Iterator

import numpy as np

from engine.suggesters.base import FloatArray, IdArray, References, Watch
from engine.suggesters.kinds import Hyperparameters, SuggesterKind

FOLDS = 5


def held_out_scores(
    kind: SuggesterKind,
    hyperparameters: Hyperparameters,
    references: References,
    groups: IdArray,
    *,
    folds: int = FOLDS,
    seed: int = 0,
    queries: IdArray | None = None,
    watch: Watch | None = None,
) -> FloatArray:
    """(N, C) float32 confidences of every reference, drawn from others only.

    ``groups`` (N,) int64: the same number for the same content. Images of one group never serve
    as references of each other; ``kind.held_out`` says how. "leave-one-out": all references of
    other groups serve, one pass. "folds": the model is fitted ``folds`` times (fewer where there
    are fewer groups), each time on all but one part of the groups, drawn with ``seed``; with a
    single group nothing is left to learn from and every score is 0. ``queries`` (q,) rows: score
    only those, (q, C). ``watch`` is called before every fit and, by models that train, every step.
    """
    rows = np.arange(len(groups)) if queries is None else queries
    if kind.held_out == "leave-one-out":
        fitted = kind.create(hyperparameters).fit(references, watch=watch)
        return kind.leaving_one_out(fitted).leave_one_out(groups, queries)
    fold_of = fold_numbers(groups, folds, seed)
    scores = np.zeros((len(rows), references.labels.shape[1]), np.float32)
    for learned, asked in _parts(fold_of, rows):
        if watch is not None:
            watch()
        if len(learned) == 0:
            continue
        suggester = kind.create(hyperparameters).fit(references.some(learned), watch=watch)
        scores[asked] = suggester.score(references.features[rows[asked]])
    return scores


def fold_numbers(groups: IdArray, folds: int, seed: int) -> IdArray:
    """(N,) the fold of every image: groups stay together, folds are nearly equally many groups."""
    numbers, member = np.unique(groups, return_inverse=True)
    order = np.random.default_rng(seed).permutation(len(numbers))
    return np.asarray(order[member] % max(1, min(folds, len(numbers))), dtype=np.int64)


def _parts(fold_of: IdArray, rows: IdArray) -> Iterator[tuple[IdArray, IdArray]]:
    """For every fold: rows to learn from, and which of the wanted rows to ask about."""
    for fold in range(int(fold_of.max(initial=-1)) + 1):
        asked = np.flatnonzero(fold_of[rows] == fold)
        if len(asked):
            yield np.flatnonzero(fold_of != fold), asked
