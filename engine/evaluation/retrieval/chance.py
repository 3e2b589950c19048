"""What an encoder that knows nothing would reach.

Equal texts have one vector, and copies of an image nearly one: in any order that an encoder makes
they stand together, and share a place. Were they shuffled one by one, a caption that 312 of 3 409
images have would be among the first by chance alone, and the chance level of that archive would be
0.063, while random vectors reach 0.0033. So groups are shuffled whole.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack
from scipy.special import gammaln

from engine.evaluation.retrieval.pairs import CaptionedImages, IntArray
from engine.evaluation.retrieval.ranks import Direction, Ranks, right_ones
from engine.evaluation.retrieval.words import Alike

PLACES = 400_000
"""Random places that are drawn for all queries together, in at least and at most so many orders."""
FEWEST_ORDERS, MOST_ORDERS = 20, 2_000


def chance_mrr(
    pairs: CaptionedImages, direction: Direction, found: Ranks, *, alike: Alike = "right"
) -> float:
    """The mean of 1 / rank of the best right one, ties at their mean, where the groups of equal
    candidates stand in random order; ``found`` are the ranks of the pairs."""
    to_text = direction == "image_to_text"
    groups = pairs.caption_groups if to_text else pairs.image_groups
    _, group, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    if len(sizes) == len(group):
        return chance_of_distinct(found)
    return _shuffled(pairs, direction, alike, group.astype(np.int64), sizes.astype(np.int64))


def chance_of_distinct(found: Ranks) -> float:
    """The same where no candidates are equal: the mean over the queries of what 1 / rank of the
    best of r right ones is, on average, where the c candidates stand in random order: the sum of
    C(c-k, r-1) / C(c, r) / k over k."""
    kinds, counts = np.unique(
        np.stack([found.candidates, found.right], axis=1), axis=0, return_counts=True
    )
    total = sum(_expected(int(c), int(r)) * n for (c, r), n in zip(kinds, counts, strict=True))
    return float(total / len(found))


def _shuffled(
    pairs: CaptionedImages,
    direction: Direction,
    alike: Alike,
    group: IntArray,
    sizes: IntArray,
) -> float:
    count = len(group)
    member = csr_array(
        (np.ones(count, dtype=np.int32), (np.arange(count), group)), shape=(count, len(sizes))
    )
    right, gone = [], []
    for wanted, left_out in right_ones(pairs, direction, alike):
        asked = np.flatnonzero(np.diff(wanted.indptr))
        right.append(csr_array(wanted[asked] @ member))
        if left_out is not None:
            gone.append(csr_array(left_out[asked] @ member))
    return _mean_of_orders(
        csr_array(vstack(right)), csr_array(vstack(gone)) if gone else None, sizes
    )


def _mean_of_orders(right: csr_array, gone: csr_array | None, sizes: IntArray) -> float:
    """(q, g): how many of each group are right, and how many are left out."""
    tied = sizes[right.indices].astype(np.float64)
    if gone is not None:
        tied -= np.asarray(gone[_rows(right), right.indices]).ravel()
        gone = csr_array(gone - gone.multiply(right > 0))
        gone.eliminate_zeros()
    # The first of r right ones among n that tie stands on average at (n + 1) / (r + 1).
    places = (tied + 1) / (right.data + 1)
    queries = right.shape[0]
    orders = int(np.clip(PLACES // queries, FEWEST_ORDERS, MOST_ORDERS))
    rng, total = np.random.default_rng(0), 0.0
    ahead = np.empty(len(sizes))
    for _ in range(orders):
        order = rng.permutation(len(sizes))
        ahead[order] = np.cumsum(sizes[order]) - sizes[order]
        first = np.minimum.reduceat(ahead[right.indices] + places, right.indptr[:-1])
        if gone is not None:
            rows = _rows(gone)
            before = gone.data * (ahead[gone.indices] < first[rows])
            first = first - np.bincount(rows, before, minlength=queries)
        total += float(np.mean(1 / first))
    return total / orders


def _rows(matrix: csr_array) -> IntArray:
    rows: IntArray = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return rows


def _expected(candidates: int, right: int) -> float:
    k = np.arange(1, candidates - right + 2)
    logs = (
        _log_choose(candidates - k, right - 1)
        - _log_choose(np.array([candidates]), right)
        - np.log(k)
    )
    return float(np.exp(logs).sum())


def _log_choose(n: NDArray[np.int64], k: int) -> NDArray[np.float64]:
    chosen: NDArray[np.float64] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return chosen
