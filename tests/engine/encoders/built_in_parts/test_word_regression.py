import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.encoders.built_in_parts import word_regression
from engine.encoders.built_in_parts.word_regression import (
    COVARIANCE_RIDGE,
    RIDGE,
    SHARPNESS,
    WordRegression,
    chosen_landmarks,
    fit_words,
    kernel,
    unit,
    word_directions,
)

SEEDS = st.integers(0, 2**32 - 1)


def random_unit(rng: np.random.Generator, rows: int, size: int) -> np.ndarray:
    return unit(rng.normal(size=(rows, size)).astype(np.float32))


def random_problem(seed: int, rows: int = 30) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0.5, 4, size=rows).astype(np.float32)
    return random_unit(rng, rows, 8), random_unit(rng, rows, 5), weights


def plain_ridge(
    sentences: np.ndarray, targets: np.ndarray, weights: np.ndarray, asked: np.ndarray
) -> np.ndarray:
    """Kernel ridge regression one number at a time, weights as noise that differs."""
    among = np.array([[np.exp(SHARPNESS * (a @ b - 1)) for b in sentences] for a in sentences])
    for row, weight in enumerate(weights):
        among[row, row] += RIDGE * weights.mean() / weight
    towards = np.array([[np.exp(SHARPNESS * (a @ b - 1)) for b in sentences] for a in asked])
    return towards @ np.linalg.inv(among.astype(np.float64)) @ targets


def predicted(learned: WordRegression, asked: np.ndarray) -> np.ndarray:
    """What ``vectors`` scales to length 1."""
    return kernel(asked, learned.landmarks) @ learned.coefficients @ learned.directions


@given(SEEDS)
def test_with_every_sentence_a_landmark_it_is_plain_kernel_ridge_regression(seed: int) -> None:
    sentences, targets, weights = random_problem(seed)
    asked = random_unit(np.random.default_rng(seed), 4, 8)

    learned = fit_words(sentences, targets, weights, most=30, rank=5)

    expected = plain_ridge(sentences, targets, weights, asked)
    np.testing.assert_allclose(predicted(learned, asked), expected, atol=1e-5)
    np.testing.assert_allclose(learned.vectors(asked), unit(expected), atol=2e-3)


@given(SEEDS)
def test_a_lower_rank_keeps_most_of_what_is_fitted(seed: int) -> None:
    sentences, targets, weights = random_problem(seed)

    full = predicted(fit_words(sentences, targets, weights, most=30, rank=5), sentences)
    low = fit_words(sentences, targets, weights, most=30, rank=2)

    left, values, right = np.linalg.svd(full)
    best = (left[:, :2] * values[:2]) @ right[:2]
    assert low.coefficients.shape == (30, 2)
    np.testing.assert_allclose(low.directions @ low.directions.T, np.eye(2), atol=1e-5)
    missed = np.linalg.norm(predicted(low, sentences) - full)
    assert missed == pytest.approx(np.linalg.norm(best - full), rel=1e-3)


def test_few_landmarks_are_nearly_as_good_where_sentences_repeat_themselves() -> None:
    rng = np.random.default_rng(5)
    kinds, targets = random_unit(rng, 6, 8), random_unit(rng, 6, 5)
    of = np.repeat(np.arange(6), 20)
    sentences = unit(kinds[of] + 0.01 * rng.normal(size=(120, 8)).astype(np.float32))

    few = fit_words(sentences, targets[of], np.ones(120, np.float32), most=6, rank=5)
    every = fit_words(sentences, targets[of], np.ones(120, np.float32), most=120, rank=5)

    assert few.landmarks.shape == (6, 8)
    assert set(np.argmax(few.landmarks @ kinds.T, axis=1)) == set(range(6))
    assert np.sum(few.vectors(kinds) * every.vectors(kinds), axis=1).min() > 0.999


@given(SEEDS)
def test_landmarks_are_what_those_before_explain_least(seed: int) -> None:
    sentences, _, weights = random_problem(seed, rows=12)
    weighted = kernel(sentences, sentences).astype(np.float64) * np.sqrt(np.outer(weights, weights))

    chosen: list[int] = []
    for _ in range(7):
        explained = weighted[:, chosen] @ np.linalg.pinv(weighted[np.ix_(chosen, chosen)])
        left = np.diag(weighted - explained @ weighted[chosen])
        chosen.append(int(np.argmax(left)))

    assert chosen_landmarks(sentences, weights, 7).tolist() == sorted(chosen)


def test_a_sentence_twice_is_a_landmark_once() -> None:
    sentences = np.eye(3, dtype=np.float32)[[0, 1, 0, 2, 1]]

    assert len(chosen_landmarks(sentences, np.ones(5, np.float32), 5)) == 3


@given(SEEDS)
def test_directions_of_terms_are_those_of_the_plain_discriminant(seed: int) -> None:
    rng = np.random.default_rng(seed)
    features = random_unit(rng, 40, 6)
    weights = rng.uniform(0.2, 1, size=40).astype(np.float32)
    words = [rng.choice(40, size=size, replace=False) for size in (1, 3, 20)]

    found = word_directions(features, weights, words)

    mean = sum(w * f for w, f in zip(weights, features, strict=True)) / weights.sum()
    covariance = sum(
        w * np.outer(f - mean, f - mean) for w, f in zip(weights, features, strict=True)
    )
    covariance = covariance / weights.sum()
    noise = COVARIANCE_RIDGE * np.trace(covariance) / 6 * np.eye(6)
    for row, word in zip(found, words, strict=True):
        own = sum(weights[i] * features[i] for i in word) / sum(weights[i] for i in word)
        direction = np.linalg.inv(covariance + noise) @ (own - mean)
        np.testing.assert_allclose(row, direction / np.linalg.norm(direction), atol=1e-4)


def test_many_sentences_get_the_vectors_they_get_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences, targets, weights = random_problem(1)
    learned = fit_words(sentences, targets, weights, most=10, rank=3)
    monkeypatch.setattr(word_regression, "ROWS_AT_ONCE", 7)

    together = learned.vectors(sentences)

    alone = np.concatenate([learned.vectors(row[None]) for row in sentences])
    assert together.dtype == np.float32
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert learned.vectors(sentences[:0]).shape == (0, 5)
