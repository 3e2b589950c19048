"""Which references a query must not be scored by: itself, and copies of itself."""

from dataclasses import dataclass

import numpy as np

from engine.suggesters.base import IdArray


@dataclass(frozen=True, slots=True)
class ExcludedPairs:
    """Query ``queries[i]`` of a block must not meet reference ``references[i]``; both (m,)."""

    queries: IdArray
    references: IdArray


NOTHING_EXCLUDED = ExcludedPairs(np.empty(0, np.int64), np.empty(0, np.int64))


class Exclusions:
    """Pairs of queries and references of the same group.

    ``query_groups`` (q,) and ``reference_groups`` (N,): image ids, or numbers equal for equal
    content. Without ``query_groups`` nothing is excluded.
    """

    def __init__(self, query_groups: IdArray | None, reference_groups: IdArray | None) -> None:
        self._query_groups = query_groups
        if query_groups is not None and reference_groups is not None:
            self._order = np.argsort(reference_groups, kind="stable")
            self._sorted_groups = reference_groups[self._order]

    def pairs(self, start: int, stop: int) -> ExcludedPairs:
        """Those of queries ``start`` to ``stop``; ``queries`` count from ``start``."""
        if self._query_groups is None:
            return NOTHING_EXCLUDED
        groups = self._query_groups[start:stop]
        first = np.searchsorted(self._sorted_groups, groups, side="left")
        counts = np.searchsorted(self._sorted_groups, groups, side="right") - first
        rows = np.repeat(np.arange(len(groups)), counts)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        return ExcludedPairs(rows, self._order[np.repeat(first, counts) + within])
