"""Perceptual hashes (PDQ, 256 bits) in all eight turns, and pairs near by them."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from engine.duplicates.looking import inside_frames
from engine.duplicates.turns import TURNS

ByteArray = NDArray[np.uint8]
IntArray = NDArray[np.int64]

HASH_BITS = 256
LEAST_QUALITY = 30
"""PDQ's own figure, 0..100, below which a picture has too little in it for its hash to tell."""
NEAR_DISTANCE = 60
"""Bits that may differ in a candidate by hash; two unlike pictures differ in about 128."""
ORDER = (0, 1, 2, 3, 5, 6, 4, 7)
"""pdqhash's order of turns, as places of ours."""
SIDE_PX = 64
BLOCK_ROWS = 4096
"""Images compared at a time; also how often progress is told."""
PAIRS_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Hashes:
    """One picture's hashes: bits (8, 32) uint8 by turn; quality 0..100, low where the picture has
    too little in it for its hash to say much."""

    bits: ByteArray
    quality: int


@dataclass(frozen=True, slots=True)
class HashPairs:
    """Pairs near by hash: left < right (P,) int64; distance (P,) int64, bits of 256 that differ in
    the best turn; turn (P,) int64, how ``right`` is turned to look like ``left``."""

    left: IntArray
    right: IntArray
    distance: IntArray
    turn: IntArray


def hashes(picture: ByteArray) -> Hashes:
    """Hashes of a decoded picture (H, W, 3) uint8; a thumbnail is enough.

    Frames and even margins are taken off first, so that a border changes nothing. The picture is
    made 64 x 64 here rather than by pdqhash, whose own way is not the same for all turns.
    """
    left, top, right, bottom = inside_frames(picture).inside
    part = Image.fromarray(np.ascontiguousarray(picture[top:bottom, left:right]))
    small = np.asarray(part.resize((SIDE_PX, SIDE_PX), Image.Resampling.BOX))
    found, quality = pdqhash.compute_dihedral(small)
    bits = np.packbits(np.asarray(found, dtype=np.uint8), axis=1)
    return Hashes(bits[list(ORDER)], int(quality))


def hash_distances(bits: ByteArray, left: IntArray, right: IntArray) -> tuple[IntArray, IntArray]:
    """Smallest distance (P,) over the eight turns of each pair, 0 to 256, and that turn (P,): how
    the right one is turned to look like the left.

    bits: (N, 8, 32) uint8.
    """
    distance = np.empty(len(left), dtype=np.int64)
    turn = np.empty(len(left), dtype=np.int64)
    for start in range(0, len(left), PAIRS_AT_ONCE):
        part = slice(start, start + PAIRS_AT_ONCE)
        unlike = bits[left[part], :1] ^ bits[right[part]]
        counts = np.bitwise_count(unlike.view(np.uint64)).sum(axis=2, dtype=np.int64)
        turn[part] = counts.argmin(axis=1)
        distance[part] = counts.min(axis=1)
    return distance, turn


def near_by_hash(
    bits: ByteArray,
    quality: IntArray,
    *,
    most_distance: int = NEAR_DISTANCE,
    new: NDArray[np.bool_] | None = None,
) -> Generator[int, None, HashPairs]:
    """All pairs no further apart than ``most_distance`` in some turn; yields images done so far.

    bits: (N, 8, 32) uint8; quality: (N,). new: (N,) bool, the images not compared before; pairs of
    two others are left out. Pictures of little quality are left out: flat ones are all alike.
    """
    # Here alone: on macOS faiss and torch bring each their own threads, and fall over one another.
    import faiss

    usable = np.flatnonzero(quality >= LEAST_QUALITY)
    fresh = usable if new is None else usable[new[usable]]
    old = np.setdiff1d(usable, fresh, assume_unique=True)
    # The new ones are asked about one block after the other; each joins those it was asked against.
    index = faiss.IndexBinaryFlat(HASH_BITS)
    members = old
    index.add(np.ascontiguousarray(bits[old, 0]))
    keys: list[IntArray] = []
    for start in range(0, len(fresh), BLOCK_ROWS):
        asked = fresh[start : start + BLOCK_ROWS]
        index.add(np.ascontiguousarray(bits[asked, 0]))
        members = np.concatenate([members, asked])
        for turn in range(TURNS):
            # range_search's radius is not itself within.
            limits, _, found = index.range_search(
                np.ascontiguousarray(bits[asked, turn]), most_distance + 1
            )
            ones = np.repeat(asked, (limits[1:] - limits[:-1]).astype(np.int64))
            others = members[found]
            apart = ones != others
            low, high = np.minimum(ones, others)[apart], np.maximum(ones, others)[apart]
            keys.append(np.unique(low * len(bits) + high))
        yield min(start + BLOCK_ROWS, len(fresh))
    key = np.unique(np.concatenate([*keys, np.empty(0, dtype=np.int64)]))
    left, right = np.divmod(key, max(1, len(bits)))
    return HashPairs(left, right, *hash_distances(bits, left, right))
