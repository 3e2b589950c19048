"""Zero-shot figures against counting pairs one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.zero_shot import auc_interval, zero_shot


def counted_auc(scores: np.ndarray, truths: np.ndarray) -> float:
    """Of every pair of one that carries the label and one that does not: is it in order?"""
    pairs = [
        1.0 if right > wrong else 0.5 if right == wrong else 0.0
        for right in scores[truths]
        for wrong in scores[~truths]
    ]
    return float(np.mean(pairs))


@given(
    count=st.integers(1, 40), labels=st.integers(1, 4), seed=st.integers(0, 999), ties=st.booleans()
)
def test_the_area_is_the_share_of_pairs_in_order(
    count: int, labels: int, seed: int, ties: bool
) -> None:
    rng = np.random.default_rng(seed)
    features = rng.standard_normal((count, 3)).astype(np.float32)
    if ties:
        features = np.round(features)
    vectors = np.round(rng.standard_normal((labels, 3)) * 4).astype(np.float32)
    truths = rng.random((count, labels)) < 0.4

    found = [
        zero_shot(features, vector, own) for vector, own in zip(vectors, truths.T, strict=True)
    ]

    for label, one in enumerate(found):
        own = truths[:, label]
        if own.all() or not own.any():
            assert one is None
            continue
        assert one is not None
        assert one.auc == pytest.approx(counted_auc(features @ vectors[label], own))
        assert (one.positives, one.negatives) == (own.sum(), (~own).sum())
        assert 0 <= one.low <= one.auc <= one.high <= 1
        assert one.low < one.high


def test_intervals_hold_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    shift = 1.0
    true_auc = 0.7602  # of two normal distributions one standard deviation apart
    held = 0
    for _ in range(400):
        scores = np.concatenate([rng.normal(shift, 1, 12), rng.normal(0, 1, 60)])
        truths = np.arange(72) < 12
        one = zero_shot(scores[:, None].astype(np.float32), np.ones(1, np.float32), truths)
        assert one is not None
        held += one.low <= true_auc <= one.high
    assert 0.92 <= held / 400 <= 0.99


def test_more_images_say_more_and_no_area_is_ever_certain() -> None:
    few, many = auc_interval(0.8, 5, 100), auc_interval(0.8, 50, 1000)

    assert few[0] < many[0] < 0.8 < many[1] < few[1]
    low, high = auc_interval(1.0, 4, 100)
    assert 0.4 < low < 0.9
    assert high == 1.0
    assert auc_interval(0.0, 4, 100) == pytest.approx((0.0, 1 - low))
