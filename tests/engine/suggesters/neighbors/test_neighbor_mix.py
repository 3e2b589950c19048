"""The mix is the non-negative least squares solution, short, and shares votes among the alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import nnls
from scipy.sparse import csr_array

from engine.suggesters.base import References
from engine.suggesters.neighbors.neighbor_mix import NeighborMix, non_negative_weights


def unit_rows(random: np.random.Generator, *shape: int) -> np.ndarray:
    rows = random.standard_normal(shape)
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True))


def references_of(features: np.ndarray, labels: np.ndarray) -> References:
    return References(
        features.astype(np.float32), csr_array(labels.astype(float)), np.arange(len(features)) + 1
    )


@given(st.integers(0, 10_000), st.integers(1, 24), st.integers(1, 12), st.floats(0.001, 2.0))
def test_weights_are_those_of_scipy(seed: int, count: int, size: int, ridge: float) -> None:
    random = np.random.default_rng(seed)
    rows = unit_rows(random, 4, count, size)
    rows[:, count // 2] = rows[:, 0]  # a copy
    asked = unit_rows(random, 4, size)
    products = np.exp(rows @ rows.transpose(0, 2, 1) - 1) + ridge * np.eye(count)
    targets = np.exp(np.einsum("qkd,qd->qk", rows, asked) - 1)

    weights = non_negative_weights(products, targets)

    for one, product, target in zip(weights, products, targets, strict=True):
        root = np.linalg.cholesky(product)
        expected, _ = nnls(root.T, np.linalg.solve(root, target))
        np.testing.assert_allclose(one, expected, atol=1e-8)


def test_copies_share_one_vote_and_few_references_count() -> None:
    random = np.random.default_rng(1)
    features = unit_rows(random, 300, 16)
    features[1:40] = features[0]
    labels = np.zeros((300, 2))
    labels[:40, 0] = labels[40:, 1] = 1
    between = features[0] + features[100]
    asked = (between / np.linalg.norm(between)).astype(np.float32)[None]
    fitted = NeighborMix(neighbors=64).fit(references_of(features, labels))

    (scores,) = fitted.score(asked)
    kept = fitted.kept(asked[0])

    assert scores[0] == pytest.approx(scores[1], abs=0.15)
    weights = {
        one.image_id: one.weight for one in fitted.evidence(asked[0], 1) if one.carries_label
    }
    assert max(weights, key=lambda image_id: weights[image_id]) == 101
    assert sum(weights.values()) == pytest.approx(scores[1], abs=1e-6)
    assert np.count_nonzero(~np.isin(kept.positions, np.arange(40))) < 16
    assert np.all(np.diff(kept.weights) <= 0)
    alike = kept.weights[np.isin(kept.positions, np.arange(40))]
    assert len(alike) == 40
    assert np.ptp(alike) < 1e-6


@pytest.mark.parametrize("hyperparameters", [(0.0, 0.1, 5), (1.0, 0.0, 5), (1.0, 0.1, 0)])
def test_impossible_hyperparameters_are_refused(hyperparameters: tuple[float, float, int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        NeighborMix(*hyperparameters).fit(references_of(np.eye(3), np.eye(3)))
