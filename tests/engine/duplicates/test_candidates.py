"""Near pairs against a plain comparison of all with all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.duplicates import candidates, index, nearest
from engine.duplicates.candidates import NearPairs, near_pairs
from engine.duplicates.normalize import normalized_similarity


def unit_rows(count: int, size: int, seed: int) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, size)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def plain(
    features: np.ndarray, least: float, new: np.ndarray, neighbors: int, background: int
) -> tuple[set[tuple[int, int]], np.ndarray]:
    """The pairs and the background, one image after the other."""
    similarity = features @ features.T
    np.fill_diagonal(similarity, -np.inf)
    pairs, around = set(), np.full(len(features), np.nan)
    for one in np.flatnonzero(new):
        order = np.argsort(-similarity[one])[: len(features) - 1]
        near = set(order[:neighbors]) | set(np.flatnonzero(similarity[one] > least))
        pairs |= {(min(one, other), max(one, other)) for other in near}
        others = similarity[one, order[1 : 1 + background]]
        around[one] = others.mean() if len(others) else 0
    return {(int(a), int(b)) for a, b in pairs}, around


def as_set(found: NearPairs) -> set[tuple[int, int]]:
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


@given(
    count=st.integers(0, 40),
    seed=st.integers(0, 99),
    least=st.sampled_from([0.3, 0.6, 2.0]),
    neighbors=st.integers(0, 4),
    share=st.sampled_from([0.2, 0.6, 1.0]),
)
@settings(max_examples=60, deadline=None)
def test_pairs_and_background_are_those_of_a_plain_comparison(
    count: int, seed: int, least: float, neighbors: int, share: float
) -> None:
    features = unit_rows(count, 6, seed)
    new = np.random.default_rng(seed).random(count) < share
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candidates, "BLOCK_ROWS", 7)
        patch.setattr(candidates, "BLOCK_COLUMNS", 11)
        patch.setattr(nearest, "SAMPLE", 20)
        patch.setattr(nearest, "WAITING", 30)
        found = near_pairs(
            features, least_similarity=least, new=new, neighbors=neighbors, background=3
        )
    pairs, around = plain(features, least, new, neighbors, 3)
    assert as_set(found) == pairs
    assert np.allclose(found.background, around, atol=1e-5, equal_nan=True)
    for left, right, similarity in zip(found.left, found.right, found.similarity, strict=True):
        assert left < right
        assert similarity == pytest.approx(float(features[left] @ features[right]), abs=1e-5)


def test_all_are_new_where_nothing_is_said() -> None:
    features = unit_rows(30, 5, 1)
    every = near_pairs(features, least_similarity=0.5, new=np.ones(30, dtype=bool))
    assert as_set(near_pairs(features, least_similarity=0.5)) == as_set(every)


def test_progress_tells_how_many_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "BLOCK_ROWS", 10)
    steps = candidates.compare(unit_rows(25, 4, 2), least_similarity=0.9)
    assert list(steps) == [10, 20, 25]


def test_the_index_finds_what_comparing_all_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "GROUP_IMAGES", 100)
    features = unit_rows(2000, 24, 3)
    features[1000:1100] = features[:100] + 0.05 * features[1000:1100]
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    exact = near_pairs(features, least_similarity=0.95, neighbors=0)
    steps = index.compare_by_index(features, least_similarity=0.95, neighbors=0)
    done = []
    while True:
        try:
            done.append(next(steps))
        except StopIteration as stop:
            found: NearPairs = stop.value
            break
    assert done == sorted(done)
    assert done[-1] == 2000
    assert len(as_set(exact)) >= 100
    assert len(as_set(found) & as_set(exact)) >= 0.99 * len(as_set(exact))
    assert as_set(found) <= as_set(exact)
    assert np.abs(found.background - exact.background).mean() < 0.02


def test_the_index_compares_new_images_with_all() -> None:
    features = unit_rows(300, 16, 4)
    features[299] = features[0]
    new = np.zeros(300, dtype=bool)
    new[299] = True
    steps = index.compare_by_index(features, least_similarity=0.99, new=new, neighbors=1)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            found: NearPairs = stop.value
            break
    assert as_set(found) == {(0, 299)}
    assert np.isnan(found.background[:299]).all()


def test_normalized_similarity_takes_off_what_both_have_around_them() -> None:
    found = normalized_similarity(
        np.array([0.9, 0.9], dtype=np.float32),
        np.array([0.8, 0.2], dtype=np.float32),
        np.array([0.6, 0.2], dtype=np.float32),
    )
    assert found == pytest.approx([0.2, 0.7])
