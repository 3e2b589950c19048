"""Which images to label next, against plain loops and on archives of known groups."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.evaluation import next_labels
from engine.evaluation.next_labels import SHARPNESS, most_instructive

Features = NDArray[np.float32]


def unit(vectors: NDArray[np.float64]) -> Features:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def groups(sizes: list[int], seed: int = 0, noise: float = 0.05) -> tuple[Features, list[int]]:
    """Groups of similar images around axes at right angles, and the group of each."""
    random = np.random.default_rng(seed)
    member = [number for number, size in enumerate(sizes) for _ in range(size)]
    return unit(np.eye(len(sizes) + 2)[member] + random.normal(0, noise, (len(member), 1))), member


def coverage(features: Features, centres: Features, sharpness: float) -> float:
    """The sum over images of the kernel to their most similar centre."""
    if not len(centres):
        return 0.0
    cosines = features.astype(np.float64) @ centres.astype(np.float64).T
    return float(np.exp(sharpness * (cosines - 1)).max(axis=1).sum())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 12), st.integers(0, 4), st.integers(1, 12))
def test_each_pick_adds_as_much_coverage_as_any_other_would(
    seed: int, images: int, labelled_images: int, wanted: int
) -> None:
    random = np.random.default_rng(seed)
    features = unit(random.normal(size=(images, 4)))
    labelled = unit(random.normal(size=(labelled_images, 4))) if labelled_images else features[:0]
    sharpness = SHARPNESS / next_labels._spread(features, np.random.default_rng(0))

    order = most_instructive(features, labelled, wanted)

    assert len(order) == min(images, wanted) == len(set(order.tolist()))
    for done in range(len(order)):
        known = np.concatenate([labelled, features[order[:done]]])

        def with_one(row: int, known: Features = known) -> float:
            return coverage(features, np.concatenate([known, features[[row]]]), sharpness)

        best = max(with_one(row) for row in range(images))
        assert with_one(int(order[done])) == pytest.approx(best, abs=1e-4 * images)


def test_every_group_gets_one_before_any_gets_two_the_largest_first() -> None:
    features, member = groups([40, 25, 12, 6])

    order = most_instructive(features, features[:0], 6)

    assert [member[row] for row in order[:4]] == [0, 1, 2, 3]


def test_what_is_labelled_already_teaches_nothing_new() -> None:
    features, member = groups([40, 25, 12, 6])

    order = most_instructive(features, features[:3], 3)

    assert [member[row] for row in order] == [1, 2, 3]


def test_a_stranger_is_not_typical() -> None:
    features, member = groups([30, 1])

    assert member[int(most_instructive(features, features[:0], 1)[0])] == 0


def test_more_images_than_fit_are_represented_by_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(next_labels, "MOST_COMPARED", 60)
    monkeypatch.setattr(next_labels, "BLOCK", 7)
    features, member = groups([400, 250, 120])

    order = most_instructive(features, features[:0], 1000)

    assert len(order) == 60
    assert {member[row] for row in order[:3]} == {0, 1, 2}


@pytest.mark.parametrize("images", [0, 1, 2])
def test_tiny_archives(images: int) -> None:
    features, _ = groups([images or 1])
    features = features[:images]

    assert most_instructive(features, features[:0], 5).tolist() == list(range(images))


def test_equal_images_are_all_listed() -> None:
    features = np.ones((5, 1), np.float32)

    assert sorted(most_instructive(features, features[:0], 9).tolist()) == [0, 1, 2, 3, 4]


def test_it_can_be_stopped() -> None:
    features, _ = groups([20])
    calls = 0

    def watch() -> None:
        nonlocal calls
        calls += 1
        if calls > 5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        most_instructive(features, features[:2], 20, watch=watch)
