"""The most similar references of many queries: exact, in blocks, in bounded memory.

Similarities are searched in float32 (a matrix product, the speed of the machine) and the ones
that count are then computed again in float64. The result therefore does not depend on which other
queries shared a block: the score of an image and the evidence shown for it later agree to the
last digits, although softmax temperatures near 100 enlarge every rounding error a hundredfold.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.suggesters.base import FloatArray, IdArray
from engine.suggesters.exclusions import NOTHING_EXCLUDED, ExcludedPairs, Exclusions

QUERY_BLOCK = 512
BLOCK_CELLS = QUERY_BLOCK * 8192
# 512 x 8192 float32 similarities take 16 MB; a product of that size runs at full speed. Fewer
# queries meet more references at a time.

SLACK = 4e-6
"""Twice what a float32 dot product of two unit vectors may be off, generously (measured: 4e-7)."""

SPARE = 16
"""Candidates kept beyond those asked for, so that rounding seldom forces a second look."""

PIECE = 64
"""Size of the sets whose maxima tell where the highest values of a row begin."""

DECIMALS = 12
"""Similarities are rounded to this, so that copies of one image tie exactly."""

EXACT_BLOCK_BYTES = 64 * 1024 * 1024

SimilarityArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Neighbors:
    """The k most similar references of each of q queries, most similar first.

    positions: (q, k) int64 rows of the reference matrix. similarities: (q, k) float64. Where a
    query has fewer than k references, position -1 and similarity -inf. Ties go to the reference
    with the smaller tie-breaking number.
    """

    positions: IdArray
    similarities: SimilarityArray


def nearest_references(
    queries: FloatArray,
    references: FloatArray,
    count: int,
    *,
    query_groups: IdArray | None = None,
    reference_groups: IdArray | None = None,
    tie_order: IdArray | None = None,
) -> Neighbors:
    """The ``count`` references with the highest cosine similarity for each query.

    queries: (q, d) float32 and references: (N, d) float32, rows L2-normalised. A query never
    finds a reference of its own group (``query_groups`` (q,), ``reference_groups`` (N,); both or
    neither; the same image, or the same content). ``tie_order`` (N,) decides among equal
    similarities, the smaller number first; without it the position does. The result is min(count,
    N) wide. Memory: about 100 MB beside the two matrices, whatever q and N are.
    """
    blocks = list(
        neighbor_blocks(
            queries,
            references,
            count,
            query_groups=query_groups,
            reference_groups=reference_groups,
            tie_order=tie_order,
        )
    )
    width = min(count, len(references))
    if not blocks:
        return Neighbors(np.empty((0, width), np.int64), np.empty((0, width)))
    return Neighbors(
        np.concatenate([block.positions for block in blocks]),
        np.concatenate([block.similarities for block in blocks]),
    )


def neighbor_blocks(
    queries: FloatArray,
    references: FloatArray,
    count: int,
    *,
    query_groups: IdArray | None = None,
    reference_groups: IdArray | None = None,
    tie_order: IdArray | None = None,
) -> Iterator[Neighbors]:
    """As ``nearest_references``, one block of ``QUERY_BLOCK`` queries after the other."""
    if count < 1:
        raise ValueError(f"count must be at least 1, not {count}")
    tie_order = np.arange(len(references)) if tie_order is None else tie_order
    exclusions = Exclusions(query_groups, reference_groups)
    for start in range(0, len(queries), QUERY_BLOCK):
        block = queries[start : start + QUERY_BLOCK]
        excluded = exclusions.pairs(start, start + len(block))
        search = _BlockSearch(block, references, excluded)
        yield search.run(min(count, len(references)), tie_order)


class _BlockSearch:
    """The search for one block of queries."""

    def __init__(
        self, queries: FloatArray, references: FloatArray, excluded: ExcludedPairs
    ) -> None:
        self._queries = queries
        self._references = references
        self._excluded = excluded
        self._width = min(BLOCK_CELLS // len(queries), len(references))

    def run(self, count: int, tie_order: IdArray) -> Neighbors:
        """The ``count`` nearest of every query of the block."""
        keep = min(count + SPARE, len(self._references))
        rough, positions = self._candidates(keep)
        neighbors = self._exact(positions, rough, count, tie_order)
        if keep < len(self._references):
            # Where the last candidate is as good as the count-th within rounding, a reference
            # that was not kept could belong in front of one that was.
            kth = -np.partition(-rough, count - 1, axis=1)[:, count - 1]
            contested = np.flatnonzero(rough.min(axis=1) >= kth - SLACK)
            for rows in self._alike(contested):
                self._settle(rows, float(kth[rows].min()), count, tie_order, neighbors)
        return neighbors

    def _similarities(self, start: int, out: FloatArray) -> FloatArray:
        """Float32 similarities to one block of references, -inf where excluded."""
        block = self._references[start : start + self._width]
        similarities = out[:, : len(block)]
        np.matmul(self._queries, block.T, out=similarities)
        rows, columns = self._excluded.queries, self._excluded.references
        here = (columns >= start) & (columns < start + len(block))
        similarities[rows[here], columns[here] - start] = -np.inf
        return similarities

    def _candidates(self, keep: int) -> tuple[FloatArray, IdArray]:
        """The ``keep`` best by float32 similarity, in no order: similarities and positions."""
        count = len(self._queries)
        buffer = np.empty((count, self._width), np.float32)
        best = np.full((count, keep), -np.inf, np.float32)
        best_positions = np.full((count, keep), -1, np.int64)
        for start in range(0, len(self._references), self._width):
            similarities = self._similarities(start, buffer)
            floor = best.min(axis=1)
            if start == 0:
                floor = _first_floor(similarities, keep)
            fresh, fresh_positions = _above(similarities, floor, keep)
            if fresh.shape[1] == 0:
                continue
            fresh_positions[fresh_positions >= 0] += start
            pool = np.concatenate([best, fresh], axis=1)
            pool_positions = np.concatenate([best_positions, fresh_positions], axis=1)
            chosen = np.argpartition(pool, -keep, axis=1)[:, -keep:]
            best = np.take_along_axis(pool, chosen, axis=1)
            best_positions = np.take_along_axis(pool_positions, chosen, axis=1)
        best_positions[np.isneginf(best)] = -1
        return best, best_positions

    def _exact(
        self, positions: IdArray, rough: FloatArray, count: int, tie_order: IdArray
    ) -> Neighbors:
        """Candidates in exact order, cut to ``count``."""
        row_bytes = positions.shape[1] * self._references.shape[1] * 8
        step = max(1, EXACT_BLOCK_BYTES // max(1, row_bytes))
        similarities = np.empty(positions.shape)
        for start in range(0, len(positions), step):
            part = slice(start, start + step)
            gathered = self._references[positions[part]].astype(np.float64)
            query = self._queries[part].astype(np.float64)
            similarities[part] = np.matmul(gathered, query[:, :, None])[:, :, 0]
        np.round(similarities, DECIMALS, out=similarities)
        similarities[np.isneginf(rough)] = -np.inf
        order = np.lexsort((tie_order[positions], -similarities), axis=1)[:, :count]
        return Neighbors(
            np.take_along_axis(positions, order, axis=1),
            np.take_along_axis(similarities, order, axis=1),
        )

    def _alike(self, rows: IdArray) -> list[IdArray]:
        """Rows of equal queries together: copies of one image ask the same."""
        groups: dict[bytes, list[int]] = {}
        for row in rows.tolist():
            groups.setdefault(self._queries[row].tobytes(), []).append(row)
        return [np.array(group, dtype=np.int64) for group in groups.values()]

    def _settle(
        self, rows: IdArray, kth: float, count: int, tie_order: IdArray, neighbors: Neighbors
    ) -> None:
        """Look at every reference near the cut of equal queries (many copies of one image)."""
        alone = _BlockSearch(self._queries[rows[:1]], self._references, NOTHING_EXCLUDED)
        buffer = np.empty((1, alone._width), np.float32)
        near: list[IdArray] = []
        for start in range(0, len(self._references), alone._width):
            similarities = alone._similarities(start, buffer)[0]
            near.append(start + np.flatnonzero(similarities >= max(kth - SLACK, -2.0)))
        positions = np.concatenate(near)
        exact = self._similarities_of(int(rows[0]), positions)
        order = np.lexsort((tie_order[positions], -exact))
        positions, exact = positions[order], exact[order]
        excluded = self._excluded
        for row in rows:
            own = excluded.references[excluded.queries == row]
            allowed = np.flatnonzero(~np.isin(positions, own))[:count]
            if len(allowed) == count:  # else fewer references than asked for: there is no cut
                neighbors.positions[row] = positions[allowed]
                neighbors.similarities[row] = exact[allowed]

    def _similarities_of(self, row: int, positions: IdArray) -> SimilarityArray:
        """Exact similarities of one query to some references."""
        similarities = np.empty(len(positions))
        step = max(1, EXACT_BLOCK_BYTES // (self._references.shape[1] * 8))
        query = self._queries[row].astype(np.float64)
        for start in range(0, len(positions), step):
            part = slice(start, start + step)
            similarities[part] = self._references[positions[part]].astype(np.float64) @ query
        return np.round(similarities, DECIMALS, out=similarities)


def _first_floor(similarities: FloatArray, keep: int) -> FloatArray:
    """(q,) numbers that at least ``keep`` values of each row are above; -inf where there are few.

    The ``keep``-th highest of the maxima of many small sets is such a number, and much cheaper to
    find than the ``keep`` highest values.
    """
    queries, count = similarities.shape
    pieces = count // PIECE
    if pieces < 4 * keep:
        return np.full(queries, -np.inf, np.float32)
    # The sets are every ``pieces``-th value: maxima of neighbours in memory are slower to take.
    maxima = similarities[:, : pieces * PIECE].reshape(queries, PIECE, pieces).max(axis=1)
    bound = np.partition(maxima, pieces - keep, axis=1)[:, pieces - keep]
    return np.nextafter(bound, np.float32(-np.inf))


def _above(similarities: FloatArray, floor: FloatArray, keep: int) -> tuple[FloatArray, IdArray]:
    """What lies above each row's floor, packed to the left: values and column numbers.

    Few values pass once the first blocks are through, so most of the matrix is only compared.
    """
    mask = similarities > floor[:, None]
    counts = np.count_nonzero(mask, axis=1)
    width = int(counts.max(initial=0))
    if width > max(keep, similarities.shape[1] // 8):
        width = min(keep, similarities.shape[1])
        chosen = np.argpartition(similarities, -width, axis=1)[:, -width:].astype(np.int64)
        return np.take_along_axis(similarities, chosen, axis=1), chosen
    rows, columns = np.divmod(np.flatnonzero(mask), similarities.shape[1])
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    packed = np.full((len(similarities), width), -np.inf, np.float32)
    packed_columns = np.full((len(similarities), width), -1, np.int64)
    packed[rows, within] = similarities[rows, columns]
    packed_columns[rows, within] = columns
    return packed, packed_columns
