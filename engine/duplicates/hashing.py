"""Perceptual hashes (PDQ, 256 bits) in all eight turns, and pairs near by them."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ByteArray = NDArray[np.uint8]
IntArray = NDArray[np.int64]

HASH_BYTES = 32
NEAR_DISTANCE = 60
"""Bits that may differ in a candidate by hash; two unlike pictures differ in about 128."""


@dataclass(frozen=True, slots=True)
class Hashes:
    """One picture's hashes: bits (8, 32) uint8 by turn; quality 0..100, low where the picture has
    too little in it for its hash to say much (below 50)."""

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
    """Hashes of a decoded picture (H, W, 3) uint8; a thumbnail of 320 pixels is enough."""
    raise NotImplementedError


def hash_distances(bits: ByteArray, left: IntArray, right: IntArray) -> tuple[IntArray, IntArray]:
    """Smallest distance (P,) over the eight turns of each pair, 0 to 256, and that turn (P,).

    bits: (N, 8, 32) uint8.
    """
    raise NotImplementedError


def near_by_hash(
    bits: ByteArray,
    quality: IntArray,
    *,
    most_distance: int = NEAR_DISTANCE,
    new: NDArray[np.bool_] | None = None,
) -> Generator[int, None, HashPairs]:
    """All pairs no further apart than ``most_distance`` in some turn; yields images done so far.

    Pictures of little quality are left out: flat ones are all alike by hash.
    """
    raise NotImplementedError
