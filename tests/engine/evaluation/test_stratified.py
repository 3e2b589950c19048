"""Images in parts: every label divided by the shares, groups of duplicates whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.stratified import stratified_parts

SHARES = (0.6, 0.2, 0.2)


@given(st.integers(0, 60), st.integers(1, 20), st.integers(0, 1000))
def test_groups_stay_together_and_every_image_has_a_part(
    count: int, group_count: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, group_count, count)
    rows, labels = np.nonzero(rng.random((count, 5)) < 0.2)

    parts = stratified_parts(groups, (rows, labels), SHARES, seed=seed)

    assert parts.shape == (count,)
    assert set(parts.tolist()) <= {0, 1, 2}
    for group in set(groups.tolist()):
        assert len(set(parts[groups == group].tolist())) == 1
    again = stratified_parts(groups, (rows, labels), SHARES, seed=seed)
    assert np.array_equal(parts, again)


def test_every_label_is_divided_by_the_shares_also_a_rare_one() -> None:
    rng = np.random.default_rng(1)
    count = 2000
    marks = rng.random((count, 6)) < np.array([0.5, 0.3, 0.1, 0.05, 0.02, 0.005])
    marks[:, 5] = False
    marks[:10, 5] = True
    rows, labels = np.nonzero(marks)

    parts = stratified_parts(np.arange(count), (rows, labels), SHARES, seed=2)

    for part, share in enumerate(SHARES):
        assert np.count_nonzero(parts == part) == pytest.approx(share * count, abs=3)
        for label in range(6):
            total = np.count_nonzero(marks[:, label])
            found = np.count_nonzero(marks[parts == part, label])
            assert found == pytest.approx(share * total, abs=2)


def test_dealing_at_random_divides_a_rare_label_worse() -> None:
    rng = np.random.default_rng(3)
    marks = rng.random((1000, 40)) < 0.01
    rows, labels = np.nonzero(marks)
    wanted = marks.sum(axis=0)[None, :] * np.array(SHARES)[:, None]

    def off(parts: np.ndarray) -> float:
        found = np.stack([marks[parts == part].sum(axis=0) for part in range(3)])
        return float(np.abs(found - wanted).mean())

    stratified = off(stratified_parts(np.arange(1000), (rows, labels), SHARES, seed=4))
    assert stratified < 0.5 * off(rng.choice(3, size=1000, p=SHARES))


def test_a_part_that_wants_nothing_gets_nothing() -> None:
    labelled = (np.array([0, 1, 2]), np.array([0, 0, 1]))

    parts = stratified_parts(np.arange(50), labelled, (0.8, 0.0, 0.2), seed=0)

    assert np.bincount(parts, minlength=3).tolist() == [40, 0, 10]
