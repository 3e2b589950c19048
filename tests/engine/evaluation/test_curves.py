"""Curves and areas against scikit-learn, ties and all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as sk

from engine.evaluation.curves import (
    RankedScores,
    label_roc_auc,
    precision_recall_points,
    roc_auc,
    roc_points,
    thinned,
)

scored = st.lists(
    st.tuples(st.sampled_from([0.0, 0.1, 0.25, 0.5, 0.9, 1.0]), st.booleans()),
    min_size=2,
    max_size=60,
).filter(lambda pairs: len({truth for _, truth in pairs}) == 2)


def naive_average_precision(scores: np.ndarray, truths: np.ndarray) -> float:
    """Of every threshold in turn, the recall it adds times its precision."""
    total, before = 0.0, 0.0
    for threshold in sorted(set(scores.tolist()), reverse=True):
        taken = [
            bool(true) for score, true in zip(scores, truths, strict=True) if score >= threshold
        ]
        recall = sum(taken) / int(truths.sum())
        total += (recall - before) * sum(taken) / len(taken)
        before = recall
    return total


@given(scored)
def test_areas_and_points_equal_those_of_scikit_learn(pairs: list[tuple[float, bool]]) -> None:
    scores = np.array([score for score, _ in pairs], dtype=np.float32)
    truths = np.array([truth for _, truth in pairs])

    assert roc_auc(scores, truths) == pytest.approx(sk.roc_auc_score(truths, scores))
    ranked = RankedScores(scores[:, None], truths[:, None])
    (precision,) = ranked.both_areas(np.ones(len(scores)))[1]
    assert precision == pytest.approx(sk.average_precision_score(truths, scores))
    assert precision == pytest.approx(naive_average_precision(scores, truths))
    x, y, _ = sk.roc_curve(truths, scores, drop_intermediate=False)
    ours = roc_points(scores, truths)
    np.testing.assert_allclose(ours[0], x)
    np.testing.assert_allclose(ours[1], y)
    precisions, recalls, _ = sk.precision_recall_curve(truths, scores)
    ours = precision_recall_points(scores, truths)
    np.testing.assert_allclose(ours[0], recalls[:-1][::-1])
    np.testing.assert_allclose(ours[1], precisions[:-1][::-1])


def test_areas_per_label_and_with_weights_equal_scikit_learn() -> None:
    rng = np.random.default_rng(2)
    scores = rng.integers(0, 6, (50, 7)).astype(np.float32) / 5
    truths = rng.random((50, 7)) < 0.3
    truths[:, 0] = False
    truths[:, 1] = True
    weights = rng.integers(0, 4, 50).astype(np.float64)

    areas, supports = label_roc_auc(scores, truths)
    weighted, precisions = RankedScores(scores, truths).both_areas(weights)

    assert np.isnan(areas[:2]).all()
    assert np.isnan(precisions[0])
    assert precisions[1] == 1.0
    assert supports.tolist() == truths.sum(axis=0).tolist()
    for column in range(2, 7):
        own = truths[:, column], scores[:, column]
        assert areas[column] == pytest.approx(sk.roc_auc_score(*own))
        assert weighted[column] == pytest.approx(sk.roc_auc_score(*own, sample_weight=weights))
        expected = sk.average_precision_score(*own, sample_weight=weights)
        assert precisions[column] == pytest.approx(expected)


def test_nothing_gives_nothing() -> None:
    none = np.empty(0, np.float32)
    assert roc_auc(np.ones(3), np.zeros(3, bool)) is None
    nothing = RankedScores(none[:, None], none[:, None].astype(bool)).both_areas(none)
    assert np.isnan(nothing).all()
    assert roc_points(none, none.astype(bool))[0].tolist() == [0.0]


@given(st.integers(2, 2000), st.integers(2, 100))
def test_thinning_keeps_ends_and_order(count: int, most: int) -> None:
    x = np.sort(np.random.default_rng(count).random(count))
    y = np.linspace(1, 0, count)

    thin_x, thin_y = thinned(x, y, most)

    assert len(thin_x) == len(thin_y) <= max(most, 2)
    assert (thin_x[0], thin_x[-1]) == (
        pytest.approx(x[0], abs=1e-6),
        pytest.approx(x[-1], abs=1e-6),
    )
    assert list(thin_x) == sorted(thin_x)
