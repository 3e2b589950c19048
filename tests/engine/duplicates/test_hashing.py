"""Hashes in all turns, and pairs near by them, against comparing one by one."""

import numpy as np
import pytest

from engine.duplicates.hashing import HashPairs, hash_distances, hashes, near_by_hash
from engine.duplicates.turns import TURNS, turned
from tests.engine.duplicates.pictures import bordered, compressed, drawing, photograph


def found_pairs(bits: np.ndarray, quality: np.ndarray, **options: object) -> HashPairs:
    steps = near_by_hash(bits, quality, **options)  # type: ignore[arg-type]
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: HashPairs = stop.value
            return result


@pytest.mark.parametrize("turn", range(TURNS))
def test_a_turned_picture_has_the_hash_of_that_turn(turn: int) -> None:
    picture = photograph(1, 200, 200)
    own = hashes(turned(picture, turn)).bits[:1]
    distances = np.bitwise_count(own ^ hashes(picture).bits).sum(axis=1)
    # Equal but for what rounding does to bits in the middle.
    assert distances[turn] <= 8
    assert np.delete(distances, turn).min() > 60


def test_borders_and_compression_change_little() -> None:
    pictures = [drawing(1), bordered(drawing(1)), compressed(drawing(1), 40), drawing(2)]
    bits = np.stack([hashes(one).bits for one in pictures])
    distance, turn = hash_distances(bits, np.array([0, 0, 0]), np.array([1, 2, 3]))
    assert distance[:2].max() <= 30
    assert distance[2] > 60
    assert turn[:2].tolist() == [0, 0]


def random_bits(count: int, seed: int) -> np.ndarray:
    """Hashes, some near one another in some turn."""
    random = np.random.default_rng(seed)
    bits = random.integers(0, 256, (count, TURNS, 32), dtype=np.uint8)
    for copy in range(count // 2, count):
        turn = int(random.integers(TURNS))
        bits[copy, turn] = bits[copy - count // 2, 0]
        bits[copy, turn, : int(random.integers(12))] ^= 0xFF
    return bits


def test_near_pairs_are_those_of_a_plain_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.duplicates.hashing.BLOCK_ROWS", 7)
    bits = random_bits(40, 5)
    quality = np.full(40, 80)
    quality[3] = 5
    found = found_pairs(bits, quality, most_distance=60)
    plain = {}
    for left in range(40):
        for right in range(left + 1, 40):
            distances = [
                int(np.unpackbits(bits[left, 0] ^ bits[right, turn]).sum()) for turn in range(TURNS)
            ]
            if min(distances) <= 60 and 3 not in (left, right):
                plain[left, right] = min(distances), int(np.argmin(distances))
    got = {
        (left, right): (distance, turn)
        for left, right, distance, turn in zip(
            *(one.tolist() for one in (found.left, found.right, found.distance, found.turn)),
            strict=True,
        )
    }
    assert plain
    assert plain.items() <= got.items()


def test_old_pairs_are_not_compared_again() -> None:
    bits = random_bits(30, 9)
    bits[10], bits[20] = bits[0], bits[0]
    new = np.zeros(30, dtype=bool)
    new[20] = True
    found = found_pairs(bits, np.full(30, 80), new=new)
    pairs = list(zip(found.left.tolist(), found.right.tolist(), strict=True))
    assert (0, 20) in pairs
    assert (10, 20) in pairs
    assert all(20 in pair for pair in pairs)
