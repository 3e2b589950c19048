"""What ranks say in figures: reciprocal rank, precision, recall, with chance and intervals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.retrieval.chance import chance_mrr
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.retrieval.ranks import Direction, Ranks, ranks
from engine.evaluation.retrieval.words import Alike

RECALL_AT = (1, 5, 10, 25, 50, 100)
MRR_LIMIT = 100
RESAMPLES = 1000
POPULATIONS = (100, 1_000, 10_000)
TRIALS = 10


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Figures of one direction, all but ``median_rank``, ``size`` and ``queries`` in [0, 1].

    mrr: the mean of 1 / rank of the best right one; mrr_at_100: 0 for what lies further down. map:
    mean average precision over all right ones. recall_at: the share of queries with a right one
    among the first k. chance_mrr: what a random order gives, equal ones together. size: how many
    are ranked. mrr_interval: 95 % bootstrap interval over images.
    """

    mrr: float
    mrr_at_100: float
    map: float
    top_1: float
    recall_at: Mapping[int, float]
    median_rank: float
    chance_mrr: float
    size: int
    queries: int
    mrr_interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Population:
    """Means and standard deviations over trials of so many images, each with one caption."""

    size: int
    trials: int
    mrr: tuple[float, float]
    recall_at_1: tuple[float, float]
    recall_at_10: tuple[float, float]


def measure(
    pairs: CaptionedImages, direction: Direction, *, alike: Alike = "right", seed: int = 0
) -> Retrieval:
    """All figures of one direction. Raises ValueError where no image has a caption."""
    found = ranks(pairs, direction, alike=alike)
    chance = chance_mrr(pairs, direction, found, alike=alike) if len(found) else 0.0
    return figures(found, chance, seed=seed)


def figures(found: Ranks, chance: float, *, seed: int = 0) -> Retrieval:
    """The figures of ranks beside the MRR by chance. Raises ValueError for none."""
    if not len(found):
        raise ValueError("no image has a caption")
    reciprocal = 1 / found.first
    return Retrieval(
        mrr=float(reciprocal.mean()),
        mrr_at_100=float(np.where(found.first <= MRR_LIMIT, reciprocal, 0).mean()),
        map=float(found.precision.mean()),
        top_1=_within(found, 1),
        recall_at={k: _within(found, k) for k in RECALL_AT},
        median_rank=float(np.median(found.first)),
        chance_mrr=chance,
        size=int(found.candidates.max()),
        queries=len(found),
        mrr_interval=_interval(reciprocal, found.query, seed),
    )


def populations(
    pairs: CaptionedImages,
    direction: Direction,
    *,
    sizes: tuple[int, ...] = POPULATIONS,
    trials: int = TRIALS,
    alike: Alike = "right",
    seed: int = 0,
) -> list[Population]:
    """The same in smaller numbers, which papers report: each trial takes so many images that have
    captions, and one caption of each. Sizes that are not there are left out."""
    owned = np.unique(pairs.owner)
    return [
        _population(pairs, direction, size, trials, alike, np.random.default_rng((seed, size)))
        for size in sizes
        if size <= len(owned)
    ]


def _population(
    pairs: CaptionedImages,
    direction: Direction,
    size: int,
    trials: int,
    alike: Alike,
    rng: np.random.Generator,
) -> Population:
    rows = []
    for _ in range(trials):
        order = rng.permutation(len(pairs.captions))
        # The first of each image in a random order is one of its captions at random.
        owners, first = np.unique(pairs.owner[order], return_index=True)
        chosen = np.sort(rng.choice(len(owners), size, replace=False))
        captions = np.sort(order[first[chosen]])
        some = pairs.some(owners[chosen], captions)
        found = ranks(some, direction, alike=alike)
        rows.append(((1 / found.first).mean(), _within(found, 1), _within(found, 10)))
    means, spreads = np.mean(rows, axis=0), np.std(rows, axis=0, ddof=1 if trials > 1 else 0)
    mrr, first_one, first_ten = zip(means.tolist(), spreads.tolist(), strict=True)
    return Population(size, trials, mrr, first_one, first_ten)


def _within(found: Ranks, k: int) -> float:
    return float(np.mean(found.first <= k))


def _interval(
    reciprocal: NDArray[np.float64], query: NDArray[np.int64], seed: int
) -> tuple[float, float]:
    """95 % of the means over images drawn with repetition, each with all its queries."""
    _, member = np.unique(query, return_inverse=True)
    sums, counts = np.bincount(member, reciprocal), np.bincount(member)
    rng = np.random.default_rng(seed)
    means = []
    for _ in range(RESAMPLES):
        drawn = np.bincount(rng.integers(0, len(sums), len(sums)), minlength=len(sums))
        means.append((drawn @ sums) / (drawn @ counts))
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)
