"""Candidate pairs of contents, and what is measured of them."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.duplicate_records import DuplicatePair, ImagePair, image_pair
from engine.duplicates.batches import RegisterBatch, Thumbnail
from engine.duplicates.candidates import MOST_EXACT, NearPairs, compare
from engine.duplicates.clusters import Linked, missing_pairs
from engine.duplicates.hashing import hash_distances, near_by_hash
from engine.duplicates.index import compare_by_index
from engine.duplicates.normalize import normalized_similarity
from engine.duplicates.pair_measures import REGISTERED, WITH_TURN, PairMeasures
from engine.jobs.duplicates.contents import Contents
from engine.progress import Job, Progress

LEAST_SIMILARITY = 0.9
"""Cosine from which every pair is a candidate; below, the nearest ones and those near by hash."""
MOST_COPIES = 50
"""Images of one content that are paired each with each; beyond, in groups of so many."""

Result = TypeVar("Result")
IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float32]
BoolArray = NDArray[np.bool_]


@dataclass(slots=True)
class ContentPairs:
    """(P,) pairs of contents: left < right, with all that is cheap to measure."""

    left: IntArray
    right: IntArray
    similarity: FloatArray
    normalized: FloatArray
    distance: IntArray
    turn: IntArray

    def __len__(self) -> int:
        return len(self.left)

    def at(self, rows: BoolArray) -> "ContentPairs":
        """Some of the pairs."""
        return ContentPairs(*(getattr(self, one.name)[rows] for one in fields(self)))


def candidates(
    contents: Contents, bits: NDArray[np.uint8], quality: IntArray, new: BoolArray
) -> Job[tuple[IntArray, FloatArray]]:
    """Pairs with a new content at least: keys (P,), left * N + right, ascending; and the background
    (N,) of the new ones, NaN of the others."""
    way = compare if len(contents) <= MOST_EXACT else compare_by_index
    asked = int(np.count_nonzero(new))
    near: NearPairs = yield from _told(
        way(contents.features, least_similarity=LEAST_SIMILARITY, new=new),
        lambda done: Progress("comparing-images", done, asked),
    )
    by_hash = yield from _told(
        near_by_hash(bits, quality, new=new),
        lambda done: Progress("comparing-hashes", done, asked),
    )
    count = len(contents)
    keys = np.concatenate([near.left * count + near.right, by_hash.left * count + by_hash.right])
    return np.unique(keys), near.background


def measured(
    contents: Contents,
    keys: IntArray,
    background: FloatArray,
    bits: NDArray[np.uint8],
    quality: IntArray,
) -> ContentPairs:
    """The pairs of these keys, measured; distance -1 where a picture has no hash."""
    left, right = np.divmod(keys, max(1, len(contents)))
    features = contents.features
    similarity = np.einsum("ij,ij->i", features[left], features[right]).astype(np.float32)
    around = np.nan_to_num(background, nan=float(np.nanmean(background)) if len(keys) else 0.0)
    distance, turn = hash_distances(bits, left, right)
    unknown = (quality[left] == 0) | (quality[right] == 0)
    return ContentPairs(
        left,
        right,
        similarity,
        normalized_similarity(similarity, around[left], around[right]),
        np.where(unknown, -1, distance),
        np.where(unknown, 0, turn),
    )


def without_registration(pairs: ContentPairs) -> PairMeasures:
    """The pairs as the model takes them, nothing laid over one another yet."""
    unknown = np.full(len(pairs), np.nan)
    has_hash = pairs.distance >= 0
    return PairMeasures(
        similarity=pairs.similarity.astype(np.float64),
        normalized=pairs.normalized.astype(np.float64),
        hash_distance=np.where(has_hash, pairs.distance, np.nan),
        turn=np.where(has_hash, pairs.turn, np.nan),
        same_pixels=np.zeros(len(pairs)),
        **dict.fromkeys(REGISTERED, unknown),
    )


def named_keys(contents: Contents, pairs: Iterable[DuplicatePair], new: BoolArray) -> IntArray:
    """The keys of pairs that another program named and that are to be measured: those that were
    not yet, and those with a new content."""
    row_of = {image: row for row, images in enumerate(contents.images) for image in images}
    wanted = set()
    for pair in pairs:
        low, high = sorted((row_of.get(pair.image_a, -1), row_of.get(pair.image_b, -1)))
        if 0 <= low < high and (not pair.is_measured or new[low] or new[high]):
            wanted.add(low * len(contents) + high)
    return np.array(sorted(wanted), dtype=np.int64)


def missing_keys(
    contents: Contents,
    pairs: Iterable[DuplicatePair],
    different: Iterable[ImagePair],
    keys: IntArray,
) -> IntArray:
    """The keys of pairs that are no candidates (``keys``) though both are likely the same as a
    third: what a cluster would be cut for want of. different: pairs judged so."""
    row_of = {image: row for row, images in enumerate(contents.images) for image in images}
    likely: dict[tuple[int, int], float] = {}
    for pair in pairs:
        one, other = row_of.get(pair.image_a, -1), row_of.get(pair.image_b, -1)
        if min(one, other) >= 0 and one != other:
            likely[min(one, other), max(one, other)] = pair.probability
    sides = np.array(list(likely), dtype=np.int64).reshape(-1, 2)
    apart = [
        (row_of[one], row_of[other]) for one, other in different if {one, other} <= row_of.keys()
    ]
    linked = Linked(
        sides[:, 0],
        sides[:, 1],
        np.array(list(likely.values()), dtype=np.float64),
        same=np.empty((0, 2), dtype=np.int64),
        different=np.array(apart, dtype=np.int64).reshape(-1, 2),
    )
    missing = missing_pairs(linked)
    return np.setdiff1d(missing[:, 0] * len(contents) + missing[:, 1], keys)


def batch_of(
    catalogue: Catalogue, contents: Contents, pairs: ContentPairs, rows: Sequence[int]
) -> RegisterBatch:
    """What laying the pictures of some pairs on one another needs."""
    sides = {int(side[row]) for row in rows for side in (pairs.left, pairs.right)}
    jpegs = catalogue.thumbnails.get_many([contents.hashes[one] for one in sides])
    thumbnails = {
        one: Thumbnail(jpegs[contents.hashes[one]], *contents.sizes[one])
        for one in sides
        if contents.hashes[one] in jpegs
    }
    return RegisterBatch(
        thumbnails,
        tuple(
            (
                int(pairs.left[row]),
                int(pairs.right[row]),
                int(pairs.turn[row]) if 0 <= pairs.distance[row] <= WITH_TURN else None,
            )
            for row in rows
        ),
    )


def copies(contents: Contents, new: BoolArray) -> Iterator[DuplicatePair]:
    """The pairs of images that are the same file, byte for byte."""
    for row in np.flatnonzero(new):
        ids = contents.images[int(row)]
        for start in range(0, len(ids), MOST_COPIES):
            for one, other in combinations(ids[start : start + MOST_COPIES], 2):
                yield DuplicatePair(
                    *image_pair(one, other),
                    similarity=1.0,
                    normalized=1.0,
                    hash_distance=0,
                    turn=0,
                    same_pixels=True,
                    probability=1.0,
                    differences=({"code": "same-file"},),
                )


def image_pairs(first: Sequence[int], second: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each image of one content with each of another, so that groups of copies hold together."""
    for one in first[:MOST_COPIES]:
        for other in second[:MOST_COPIES]:
            yield image_pair(one, other)


def _told(steps: Generator[int, None, Result], report: Callable[[int], Progress]) -> Job[Result]:
    while True:
        try:
            yield report(next(steps))
        except StopIteration as stop:
            result: Result = stop.value
            return result
