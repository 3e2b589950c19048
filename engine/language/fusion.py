"""Joins a ranking by meaning with what full-text search found into one list.

By reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009): every list gives an entry
1 / (60 + its rank there), and the sums decide. It needs the ranks alone, and the two scores have
no common scale: BM25 has no upper bound and grows with rare words, cosines of words and images lie
in a narrow band that is another one for every encoder. Adding z-scores would need both
distributions, and of full-text search only the hits are known.

We deviate in one point. A ranking by meaning goes on through the whole archive, and an image far
down in it was not found by it: so those come first, fused, that stand out by meaning or have the
words; all others follow as the meaning has them.
"""

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]

RANK_CONSTANT = 60
"""As published: small enough that the first places count, large enough that no single one rules."""


def fused_order(ranked: int, meant: int, hits: Places) -> tuple[Places, int]:
    """The order of one list out of two, and how many of its first stand out.

    The entries are 0 to ``ranked`` - 1 as the meaning ranks them, of which the first ``meant``
    stand out, and any above that have no rank there. ``hits`` are the distinct entries that the
    words found, the best first. Gives (n,) all entries in their new order.
    """
    total = max(ranked, int(hits.max()) + 1 if len(hits) else 0)
    first = np.union1d(hits, np.arange(meant))
    by_words = np.full(total, np.inf)
    by_words[hits] = np.arange(1, len(hits) + 1)
    by_meaning = np.where(first < ranked, first + 1.0, np.inf)
    sums = 1 / (RANK_CONSTANT + by_words[first]) + 1 / (RANK_CONSTANT + by_meaning)
    is_other = np.ones(total, dtype=bool)
    is_other[first] = False
    best = first[np.argsort(-sums, kind="stable")]
    return np.concatenate([best, np.flatnonzero(is_other)]), len(first)
