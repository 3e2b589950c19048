"""What tuning learned is what suggesting stores and reviewing shows, for every suggester."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.answers.calibrated_thresholds import CalibratedThresholds
from engine.answers.references import settings_in_force, tuned_key
from engine.answers.review import ReviewSession
from engine.evaluation.calibration import Calibration
from engine.evaluation.thresholds import Thresholds
from engine.jobs.suggest import suggest_labels
from engine.jobs.tune import tune_suggester
from engine.progress import NeverCancelled, run_job
from engine.suggesters.registry import SUGGESTERS
from tests.engine.conftest import FINGERPRINT

if TYPE_CHECKING:
    from tests.engine.conftest import MadeCatalogue

ENCODER = ("built-in", FINGERPRINT)


def suggested(made: "MadeCatalogue", name: str = "neighbor-search") -> None:
    run_job(suggest_labels(made.catalogue, cancel=NeverCancelled(), suggester=name))


def store_shown(made: "MadeCatalogue", name: str, shown: CalibratedThresholds) -> None:
    start = SUGGESTERS[name].starting_point("built-in")
    made.catalogue.settings.set(
        tuned_key(name, FINGERPRINT),
        {
            "hyperparameters": dict(start.hyperparameters),
            "threshold": shown.thresholds.common,
            "shown": shown.as_json(),
        },
    )


def test_tuning_calibrates_and_the_window_shows_the_stored_probabilities(
    made: "MadeCatalogue",
) -> None:
    made.many(300, 40)
    run_job(
        tune_suggester(
            made.catalogue, cancel=NeverCancelled(), suggester="neighbor-search", trials=12
        )
    )
    suggested(made)

    settings = settings_in_force(made.catalogue, "neighbor-search", ENCODER)
    assert settings.shown.calibration is not None
    session = ReviewSession(made.catalogue)
    compared = 0
    for image_id in made.catalogue.images.ids():
        stored = {
            one.label_id: (one.confidence, one.probability)
            for one in made.catalogue.suggestions.of_image(image_id)
        }
        shown = {
            one.label_id: (one.confidence, one.probability)
            for one in session.suggest(image_id).suggestions
        }
        assert set(shown) == set(stored)
        for label_id, pair in stored.items():
            assert pair == pytest.approx(shown[label_id], abs=1e-3)
            evidence = session.evidence(image_id, label_id)
            weights = sum(one.weight for one in evidence if one.carries_label)
            assert weights == pytest.approx(pair[0], abs=1e-6)
            compared += 1
    assert compared > 20


def test_thresholds_of_labels_decide_what_is_suggested(made: "MadeCatalogue") -> None:
    made.many(60, 30, subjects=2)
    zero, one = made.label("subject 0"), made.label("subject 1")
    store_shown(
        made, "neighbor-search", CalibratedThresholds(Thresholds(0.01, {zero: 0.99999, one: 0.4}))
    )
    suggested(made)

    stored = [
        row
        for image_id in made.catalogue.images.ids()
        for row in made.catalogue.suggestions.of_image(image_id)
    ]
    by_label = {
        label_id: [row.confidence for row in stored if row.label_id == label_id]
        for label_id in (zero, one, made.label("old"))
    }
    assert min(by_label[one], default=1.0) >= 0.4
    assert min(by_label[zero], default=1.0) >= 0.9999
    assert 0.01 <= min(by_label[made.label("old")]) < 0.4
    assert all(row.probability is None for row in stored)


def test_a_run_keeps_its_thresholds_when_tuning_finds_others(made: "MadeCatalogue") -> None:
    made.many(60, 10)
    store_shown(made, "neighbor-search", CalibratedThresholds(Thresholds(0.3)))
    suggested(made)
    before = ReviewSession(made.catalogue).suggest(made.catalogue.images.ids()[-1])

    store_shown(made, "neighbor-search", CalibratedThresholds(Thresholds(0.9)))
    after = ReviewSession(made.catalogue).suggest(made.catalogue.images.ids()[-1])

    assert after == before
    assert after.threshold == 0.3


def test_settings_of_the_first_version_still_serve(made: "MadeCatalogue") -> None:
    made.many(20, 0)
    made.catalogue.settings.set(
        tuned_key("neighbor-search", FINGERPRINT),
        {"hyperparameters": {"temperature": 9.0}, "threshold": 0.4, "f2": 0.5},
    )
    settings = settings_in_force(made.catalogue, "neighbor-search", ENCODER)
    assert (settings.threshold, settings.shown.calibration, settings.tuned) == (0.4, None, True)


def test_confidence_and_settings_survive_json() -> None:
    calibration = Calibration("platt", slope=1.5, offset=-0.5)
    shown = CalibratedThresholds(Thresholds(0.2, {7: 0.4}), calibration)

    assert CalibratedThresholds.from_json(shown.as_json()) == shown
    # A label's own threshold stands for the same odds as the common one.
    assert shown.probability(0.4, 7) == pytest.approx(shown.probability(0.2, 8))
    assert CalibratedThresholds(Thresholds(0.2)).probability(0.4, 7) is None
    np.testing.assert_allclose(shown.row([7, 8]), [0.4, 0.2])


@pytest.mark.parametrize("name", ["simple-net", "class-wise-net", "kernel-ridge", "linear-probe"])
def test_reviewing_follows_every_suggester(made: "MadeCatalogue", name: str) -> None:
    made.many(60, 10, subjects=3)
    store_shown(made, name, CalibratedThresholds(Thresholds(0.05)))
    suggested(made, name)
    session = ReviewSession(made.catalogue)
    query = made.catalogue.images.ids()[-1]

    found = session.suggest(query)
    assert found.suggester == name
    assert found.borrowed_evidence == (not SUGGESTERS[name].has_evidence)
    stored = made.catalogue.suggestions.of_image(query)
    assert [one.label_id for one in found.suggestions] == [one.label_id for one in stored]
    assert session.evidence(query, found.suggestions[0].label_id)

    unlabelled = made.catalogue.images.ids()[-9:-1]
    change = made.catalogue.commands.label_images(unlabelled, add_names=["fresh"])
    session.refresh(change)
    followed = session.suggest(unlabelled[0])
    assert followed.suggester == name
    undone = made.catalogue.commands.undo()
    assert undone is not None
    session.refresh(undone)
    again = session.suggest(query)
    assert [one.label_id for one in again.suggestions] == [
        one.label_id for one in found.suggestions
    ]


def test_thresholds_of_few_images_make_nothing_look_surer_than_it_is() -> None:
    too_sure = []
    for seed in range(10):
        random = np.random.default_rng(seed)
        shift = random.standard_normal(30)
        shown = CalibratedThresholds.learned(*drawn(random, 150, shift), range(30), beta=2.0)
        scores, truths = drawn(random, 2000, shift)
        thresholds = shown.row(range(30))
        suggested = scores >= thresholds
        assert shown.thresholds.per_label
        probabilities = shown.probabilities(scores, thresholds)
        assert probabilities is not None
        too_sure.append(float(probabilities[suggested].mean() - truths[suggested].mean()))

    assert abs(np.mean(too_sure)) < 0.025  # 0.035 where images align themselves


def drawn(
    random: np.random.Generator, images: int, shift: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Scores (images, 30) whose scale differs by label, and truths; 12 % are true."""
    truths = random.random((images, 30)) < 0.12
    logits = random.standard_normal((images, 30)) + 2.2 * truths - 2.0 + shift
    return (1 / (1 + np.exp(-logits))).astype(np.float32), truths
