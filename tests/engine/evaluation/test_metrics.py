"""Metrics against their definitions, counted one pair at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.metrics import MicroCounts, best_threshold, counts_at, micro_counts

pairs = st.lists(
    st.tuples(st.sampled_from([0.1, 0.25, 0.5, 0.5000001, 0.9, 1.0]), st.booleans()), max_size=30
)


def f_score(truths: list[bool], predicted: list[bool], missed: int, beta: float) -> float:
    """By precision and recall, as the thesis writes it."""
    hits = sum(t and p for t, p in zip(truths, predicted, strict=True))
    if hits == 0:
        return 0.0
    precision = hits / sum(predicted)
    recall = hits / (sum(truths) + missed)
    return (1 + beta**2) * precision * recall / (beta**2 * precision + recall)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_counts_and_rates_follow_their_definitions(cells: list[tuple[bool, bool]]) -> None:
    truth = np.array([t for t, _ in cells])
    predicted = np.array([p for _, p in cells])

    counts = micro_counts(truth, predicted)

    assert counts.pairs == len(cells)
    assert counts.true_positives == sum(t and p for t, p in cells)
    assert counts.accuracy == pytest.approx(sum(t == p for t, p in cells) / len(cells))
    assert counts.prevalence == pytest.approx(truth.mean())
    for beta in (1.0, 2.0):
        expected = f_score(truth.tolist(), predicted.tolist(), 0, beta)
        assert counts.f_score(beta) == pytest.approx(expected)


def test_rates_of_a_worked_example() -> None:
    counts = MicroCounts(true_positives=6, false_positives=2, false_negatives=4, true_negatives=88)

    assert counts.recall == pytest.approx(0.6)
    assert counts.precision == pytest.approx(0.75)
    assert counts.specificity == pytest.approx(88 / 90)
    assert counts.f_score() == pytest.approx(5 * 0.75 * 0.6 / (4 * 0.75 + 0.6))


def test_nothing_by_nothing_is_zero() -> None:
    counts = MicroCounts(0, 0, 0, 0)

    assert [counts.recall, counts.precision, counts.specificity, counts.accuracy] == [0.0] * 4
    assert counts.f_score() == 0.0


def test_arrays_of_different_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="truth is"):
        micro_counts(np.zeros(3, dtype=bool), np.zeros((1, 3), dtype=bool))


@given(pairs, st.integers(0, 5), st.sampled_from([1.0, 2.0]))
def test_the_best_threshold_beats_every_other(
    cells: list[tuple[float, bool]], missed: int, beta: float
) -> None:
    scores = np.array([score for score, _ in cells], dtype=np.float32)
    truths = np.array([truth for _, truth in cells], dtype=bool)
    positives = int(truths.sum()) + missed

    best = best_threshold(scores, truths, positives, beta=beta)

    candidates = {float(score) for score in scores} | {2.0}
    scored = [
        f_score(truths.tolist(), (scores >= threshold).tolist(), missed, beta)
        for threshold in candidates
    ]
    assert best.f_score == pytest.approx(max(scored, default=0.0))
    at_it = counts_at(scores, truths, positives, 1000, best.threshold)
    assert at_it.f_score(beta) == pytest.approx(best.f_score)
    assert at_it.pairs == 1000


def test_the_threshold_lies_between_what_is_and_what_is_not_predicted() -> None:
    scores = np.array([0.9, 0.6, 0.2], dtype=np.float32)

    best = best_threshold(scores, np.array([True, True, False]), positives=2)

    assert best.f_score == 1.0
    assert best.threshold == pytest.approx(0.4)


def test_without_a_true_label_nothing_is_predicted() -> None:
    scores = np.array([0.9, 0.6], dtype=np.float32)

    assert best_threshold(scores, np.array([False, False]), positives=3).threshold == 1.0
    assert best_threshold(scores, np.array([False, False]), positives=3).f_score == 0.0
    assert best_threshold(np.empty(0), np.empty(0, dtype=bool), positives=3).f_score == 0.0
