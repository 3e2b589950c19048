"""The ranks at which queries find what belongs to them, block by block.

Ties count at the mean of the places that a right one would have in random orders of them, so that
an encoder that finds all alike is no better than chance, and equal captions do no harm. Vectors
that are no numbers are all alike, and worse than others. Source for
what is measured: papers 000, 001 and 004 on captioned images.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.evaluation.retrieval.pairs import CaptionedImages, FloatArray, IntArray
from engine.evaluation.retrieval.words import Alike

Direction = Literal["image_to_text", "text_to_image"]

LOWEST = -float(np.finfo(np.float32).max)
"""In place of a similarity that is no number: such a one finds nothing."""
BLOCK_CELLS = 32_000_000
"""Similarities held at a time: 128 MB of float32."""
FEW = 8
"""Up to so many right ones of a query are counted one by one, more looked up in a sorted row."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """What q queries found. first: (q,) float64, the rank of the best right one, from 1, a half
    where two share a place. precision: (q,) float64 in (0, 1], the average precision over all right
    ones. right: (q,) int64, how many there are. candidates: (q,) int64, how many were ranked.
    query: (q,) int64, the row of the image that the query is, or is of.
    """

    first: NDArray[np.float64]
    precision: NDArray[np.float64]
    right: IntArray
    candidates: IntArray
    query: IntArray

    def __len__(self) -> int:
        return len(self.first)


def ranks(pairs: CaptionedImages, direction: Direction, *, alike: Alike = "right") -> Ranks:
    """Rank all candidates for every query that anything belongs to. Memory: some blocks of 128 MB,
    whatever the numbers are."""
    found = list(_blocks(pairs, direction, alike))
    if not found:
        empty, none = np.empty(0), np.empty(0, dtype=np.int64)
        return Ranks(empty, empty, none, none, none)
    return Ranks(*(np.concatenate(parts) for parts in zip(*found, strict=True)))


def _blocks(
    pairs: CaptionedImages, direction: Direction, alike: Alike
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64], IntArray, IntArray, IntArray]]:
    own, (left, right) = pairs.own(), pairs.alike()
    if direction == "image_to_text":
        queries, candidates, of = pairs.images, pairs.captions, np.arange(len(pairs.images))
    else:
        queries, candidates, of = pairs.captions, pairs.images, pairs.owner
        own, left, right = csr_array(own.T), csr_array(right.T), csr_array(left.T)
    are_finite = bool(np.isfinite(queries).all() and np.isfinite(candidates).all())
    step = max(1, BLOCK_CELLS // max(1, len(candidates)))
    for start in range(0, len(queries), step):
        block = slice(start, start + step)
        mine = csr_array(own[block])
        same = csr_array(left[block] @ right) if alike != "wrong" else mine
        similarities = queries[block] @ candidates.T
        if not are_finite:
            np.nan_to_num(similarities, copy=False, nan=LOWEST)
        yield from _ranked(similarities, mine, same, alike, of[block])


def right_ones(
    pairs: CaptionedImages, direction: Direction, alike: Alike
) -> Iterator[tuple[csr_array, csr_array | None]]:
    """Block by block of queries, (b, c) of 0 and 1: the candidates that are right, and those left
    out, if any are."""
    own, (left, right) = pairs.own(), pairs.alike()
    if direction == "text_to_image":
        own, left, right = csr_array(own.T), csr_array(right.T), csr_array(left.T)
    step = max(1, BLOCK_CELLS // max(1, own.shape[1]))
    for start in range(0, own.shape[0], step):
        mine = csr_array(own[start : start + step])
        if alike == "wrong":
            yield mine, None
            continue
        same = csr_array(csr_array(left[start : start + step] @ right) > 0).astype(np.int32)
        yield (same, None) if alike == "right" else (mine, csr_array(same - mine))


def _ranked(
    similarities: FloatArray, own: csr_array, same: csr_array, alike: Alike, of: IntArray
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.float64], IntArray, IntArray, IntArray]]:
    """What the queries of one block find, where anything belongs to them."""
    right = same if alike == "right" else own
    left_out = np.zeros(len(similarities), dtype=np.int64)
    rows = []
    for row, line in enumerate(similarities):
        wanted = _columns(right, row)
        if alike == "left out":
            others = np.setdiff1d(_columns(same, row), wanted, assume_unique=True)
            line[others] = -np.inf
            left_out[row] = len(others)
        if len(wanted):
            rows.append((row, *_found(line, wanted)))
    if rows:
        chosen = np.array([row[0] for row in rows], dtype=np.int64)
        yield (
            np.array([row[1] for row in rows]),
            np.array([row[2] for row in rows]),
            np.array([row[3] for row in rows], dtype=np.int64),
            similarities.shape[1] - left_out[chosen],
            of[chosen],
        )


def _columns(matrix: csr_array, row: int) -> IntArray:
    return matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].astype(np.int64)


def _found(line: FloatArray, wanted: IntArray) -> tuple[float, float, int]:
    """The best rank, the average precision and the number of the right ones in one row."""
    scores = np.sort(line[wanted])[::-1]
    if len(scores) <= FEW:
        above = np.array([np.count_nonzero(line > score) for score in scores])
        at_least = np.array([np.count_nonzero(line >= score) for score in scores])
    else:
        ordered = np.sort(line)
        above = len(line) - np.searchsorted(ordered, scores, side="right")
        at_least = len(line) - np.searchsorted(ordered, scores, side="left")
    # Of r right ones among n that tie, the k-th stands on average at place k (n + 1) / (r + 1).
    _, first, tied = np.unique(-scores, return_index=True, return_counts=True)
    right = np.repeat(tied, tied)
    k = np.arange(1, len(scores) + 1) - np.repeat(first, tied)
    places = above + k * (at_least - above + 1) / (right + 1)
    return float(places[0]), float(np.mean(np.arange(1, len(scores) + 1) / places)), len(scores)
