"""Thresholds per label help where labels differ, and never cost F2 on average where they do not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.evaluation.metrics import best_threshold, micro_counts
from engine.evaluation.thresholds import Thresholds, choose_thresholds

LABELS = 30


def drawn(
    rng: np.random.Generator, images: int, shift: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Scores whose scale is shifted by label, and truths; labels are unevenly frequent."""
    frequency = np.linspace(0.01, 0.3, LABELS)
    truths = rng.random((images, LABELS)) < frequency
    logits = rng.standard_normal((images, LABELS)) + 2.2 * truths - 2.0 + shift
    return (1 / (1 + np.exp(-logits))).astype(np.float32), truths


def f2(truths: np.ndarray, predicted: np.ndarray) -> float:
    return micro_counts(truths, predicted).f_score()


def changes(spread: float, images: int, repeats: int = 40) -> np.ndarray:
    """F2 on new images with thresholds per label minus that with the common one."""
    found = []
    for seed in range(repeats):
        rng = np.random.default_rng(seed)
        shift = spread * rng.standard_normal(LABELS)
        thresholds = choose_thresholds(*drawn(rng, images, shift)).thresholds
        scores, truths = drawn(rng, 3000, shift)
        own = f2(truths, scores >= thresholds.row(LABELS))
        found.append(own - f2(truths, scores >= thresholds.common))
    return np.array(found)


@pytest.mark.parametrize("images", [60, 400])
def test_they_cost_nothing_on_average_where_labels_are_alike(images: int) -> None:
    # Labels differ in frequency only: what per-label thresholds could gain is small.
    assert changes(0.0, images).mean() > -0.001


def test_they_help_where_labels_differ() -> None:
    found = changes(1.0, 400)
    assert found.mean() > 0.03
    assert found.min() > 0


def test_the_common_threshold_is_the_best_single_one() -> None:
    scores, truths = drawn(np.random.default_rng(0), 200, np.zeros(LABELS))
    for beta in (0.5, 1.0, 2.0):
        chosen = choose_thresholds(scores, truths, beta=beta)
        best = best_threshold(scores.ravel(), truths.ravel(), int(truths.sum()), beta=beta)
        assert chosen.thresholds.common == best.threshold
        assert chosen.f_score == best.f_score


def test_a_label_decides_for_itself_only_where_it_is_on_enough_images() -> None:
    def last_label_moves(true_images: int, seed: int) -> float:
        """How far the threshold of a label whose true pairs score low is from the common one."""
        rng = np.random.default_rng(seed)
        truths = rng.random((1200, 8)) < 0.2
        truths[:, -1] = np.arange(1200) < true_images
        scores = np.where(
            truths, rng.uniform(0.5, 1.0, truths.shape), rng.uniform(0, 0.5, truths.shape)
        )
        scores[:, -1] = np.where(
            truths[:, -1], rng.uniform(0.2, 0.4, 1200), rng.uniform(0, 0.2, 1200)
        )
        chosen = choose_thresholds(scores.astype(np.float32), truths).thresholds
        return chosen.common - chosen.of(7)

    assert np.mean([last_label_moves(2, seed) for seed in range(10)]) < 0.1
    assert np.mean([last_label_moves(200, seed) for seed in range(10)]) > 0.2


@given(st.integers(0, 12), st.integers(1, 4), st.integers(0, 50))
def test_any_input_gives_thresholds(images: int, labels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 3, (images, labels)).astype(np.float32) / 2
    truths = rng.random((images, labels)) < 0.4

    chosen = choose_thresholds(scores, truths)

    assert np.all((chosen.thresholds.row(labels) > 0) & (chosen.thresholds.row(labels) <= 1))
    assert chosen == choose_thresholds(scores, truths)
    assert Thresholds.from_json(chosen.thresholds.as_json()) == chosen.thresholds


def test_they_go_by_label_id_too() -> None:
    by_column = Thresholds(0.3, {0: 0.5, 2: 0.1})
    by_id = by_column.renamed({0: 70, 1: 71})

    assert by_id == Thresholds(0.3, {70: 0.5})
    assert (by_id.of(70), by_id.of(71), by_column.row(3).tolist()) == (0.5, 0.3, [0.5, 0.3, 0.1])


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_aligning_moves_thresholds_together_and_keeps_the_order(common: float, own: float) -> None:
    scores = np.linspace(0, 1, 101)
    thresholds = Thresholds(common, {1: own})

    moved = thresholds.aligned(scores, np.array(own))

    assert np.all(np.diff(moved) > 0)
    assert (moved[0], moved[-1]) == (0.0, pytest.approx(1.0))
    at = thresholds.aligned(np.array([own]), np.array([own]))
    assert at[0] == pytest.approx(common)
    assert thresholds.aligned(scores, np.array(common)) == pytest.approx(scores)
