"""What is shown as 70 % is right about 70 % of the time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from engine.evaluation.calibration import METHODS, Calibration
from engine.evaluation.reliability import reliability


def drawn(seed: int, images: int, labels: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Overconfident scores, most of them 0, and truths."""
    rng = np.random.default_rng(seed)
    probability = rng.beta(0.3, 3.0, (images, labels))
    probability[rng.random((images, labels)) < 0.6] = 0.002
    scores = np.where(probability <= 0.002, 0.0, probability**0.5)
    return scores.astype(np.float32), rng.random((images, labels)) < probability


@pytest.mark.parametrize("method", [None, *METHODS])
def test_new_images_are_right_as_often_as_shown(method: str | None) -> None:
    calibration = Calibration.fit(*drawn(1, 1500), method=method)
    assert calibration is not None
    scores, truths = drawn(2, 1500)
    shown = scores > 0.4
    probabilities = calibration.probability(scores)

    assert reliability(scores[shown], truths[shown]).error > 0.15
    assert reliability(probabilities[shown], truths[shown]).error < (
        0.05 if method != "platt" else 0.08
    )
    assert reliability(probabilities.ravel(), truths.ravel()).error < 0.02


def test_the_better_of_the_two_is_chosen() -> None:
    rng = np.random.default_rng(0)
    scores = rng.random((400, 10)).astype(np.float32)
    odds = np.log(scores / (1 - scores))
    sigmoid = rng.random(scores.shape) < 1 / (1 + np.exp(-(0.5 * odds - 1)))
    steps = rng.random(scores.shape) < np.where(scores > 0.5, 0.9, 0.1)

    assert Calibration.fit(scores[:30], sigmoid[:30]).method == "platt"  # type: ignore[union-attr]
    assert Calibration.fit(scores, steps).method == "isotonic"  # type: ignore[union-attr]


def test_isotonic_is_scikit_learn_s_but_for_smoothing() -> None:
    scores, truths = drawn(5, 3000)
    calibration = Calibration.fit(scores, truths, method="isotonic")
    assert calibration is not None
    reference = IsotonicRegression().fit(scores.ravel(), truths.ravel())

    # Levels with few pairs are smoothed most, so the comparison weighs by pairs.
    gap = np.abs(calibration.probability(scores.ravel()) - reference.predict(scores.ravel()))
    assert gap.mean() < 0.002


def test_platt_is_logistic_regression_over_log_odds() -> None:
    scores, truths = drawn(6, 500)
    calibration = Calibration.fit(scores, truths, method="platt")
    assert calibration is not None
    clipped = np.clip(scores.ravel(), 0.5 / 4096, 1 - 0.5 / 4096)
    odds = np.log(clipped / (1 - clipped))[:, None]
    model = LogisticRegression(C=1e6, max_iter=1000).fit(odds, truths.ravel())

    assert calibration.slope == pytest.approx(model.coef_[0, 0], rel=0.02)
    assert calibration.offset == pytest.approx(model.intercept_[0], rel=0.02)


@given(st.integers(0, 30), st.sampled_from(METHODS))
def test_curves_rise_within_0_and_1_and_survive_json(seed: int, method: str) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 5, (60, 3)).astype(np.float32) / 4
    truths = rng.random((60, 3)) < 0.3

    calibration = Calibration.fit(scores, truths, method=method)  # type: ignore[arg-type]

    assert calibration is not None
    curve = calibration.probability(np.linspace(0, 1, 101))
    assert np.all(np.diff(curve) >= -1e-12)
    assert curve.min() >= 0
    assert curve.max() <= 1
    assert Calibration.from_json(calibration.as_json()) == calibration


def test_too_little_to_learn_from_gives_none() -> None:
    scores = np.linspace(0, 1, 30).astype(np.float32)[:, None]
    assert Calibration.fit(scores, scores > 0.8) is None
    assert Calibration.fit(scores[:0], scores[:0] > 0) is None


def test_few_true_pairs_are_no_certainty() -> None:
    scores = np.repeat([0.1, 0.9], [500, 12])[:, None].astype(np.float32)
    calibration = Calibration.fit(scores, scores > 0.5, method="isotonic")
    assert calibration is not None
    assert 0.9 < float(calibration.probability(np.array([0.9]))[0]) < 1.0


def test_bins_and_error_follow_their_definitions() -> None:
    probabilities = np.array([0.05, 0.15, 0.19, 0.95, 1.0])
    truths = np.array([False, True, False, True, False])

    found = reliability(probabilities, truths)

    assert [(one.low, one.pairs) for one in found.bins] == [(0.0, 1), (0.1, 2), (0.9, 2)]
    assert found.bins[1].probability == pytest.approx(0.17)
    assert found.bins[1].share_true == 0.5
    assert found.error == pytest.approx(0.2 * 0.05 + 0.4 * 0.33 + 0.4 * 0.475)
    assert reliability(probabilities[:0], truths[:0]).error == 0.0
