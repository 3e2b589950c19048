"""Two towers that never met learn to find each other's vectors."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.encoders.base import FloatArray
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.progress import NeverCancelled, run_job
from engine.training.course import Outcome, Run, train
from engine.training.dual.learner import DualLearner, through_projections
from engine.training.dual.start import Start, first_projections
from engine.training.pairs import TrainingPairs
from engine.training.presets import TrainingSettings
from engine.training.validating import validation_of

COUNT, TRAINED = 400, 320
SETTINGS = TrainingSettings(batch_size=80, epochs=20, rate=3e-3, patience=0)


def unit(rows: FloatArray) -> FloatArray:
    found: FloatArray = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


def towers() -> tuple[FloatArray, FloatArray]:
    """Two spaces of other sizes that see the same eight things, and much else besides."""
    rng = np.random.default_rng(4)
    things = rng.standard_normal((COUNT, 8))
    images = things @ rng.standard_normal((8, 40)) + rng.standard_normal((COUNT, 40))
    texts = things @ rng.standard_normal((8, 24)) + rng.standard_normal((COUNT, 24)) + 3.0
    return unit(images), unit(texts)


def validation(images: FloatArray, texts: FloatArray) -> CaptionedImages:
    held = np.arange(TRAINED, COUNT)
    return CaptionedImages.of(images[held], texts[held], np.arange(len(held)))


def learner(start: Start, *, locked_images: bool = True, size: int = 32) -> DualLearner:
    images, texts = towers()
    rows = np.arange(TRAINED)
    return DualLearner(
        images,
        texts,
        TrainingPairs.of(rows, rows),
        validation(images, texts),
        start=start,
        size=size,
        locked_images=locked_images,
    )


def trained(one: DualLearner, folder: Path, **changes: object) -> Outcome:
    settings = replace(SETTINGS, **changes)  # type: ignore[arg-type]
    run = Run(count=TRAINED, settings=settings, folder=folder, identity="dual")
    return run_job(train(one, run, cancel=NeverCancelled()))


def test_random_projections_learn_what_the_towers_share(tmp_path: Path) -> None:
    one = learner("random", locked_images=False)
    outcome = trained(one, tmp_path)
    assert outcome.base.mrr < 0.15
    assert outcome.validation.mrr > 0.5
    found = through_projections(one.projections(), validation(*towers()))
    assert validation_of(found) == outcome.validation


def test_correlated_ones_find_it_before_any_step() -> None:
    one = learner("correlated")
    assert one.validate().mrr > 0.6
    assert one.projections()["image.weight"].shape == (40, 24), "no more than the smaller tower's"


def test_the_image_side_stays_unless_asked(tmp_path: Path) -> None:
    before = learner("correlated").projections()
    for locked in (True, False):
        one = learner("correlated", locked_images=locked)
        one.backward(np.arange(50))
        trains = {n for n, tensor in one.tensors().items() if tensor.grad is not None}
        assert ("image.weight" in trains) != locked
        assert "text.weight" in trains
    trained(one := learner("correlated"), tmp_path, epochs=1)
    np.testing.assert_array_equal(one.projections()["image.weight"], before["image.weight"])


def test_directions_without_anything_in_common_weigh_nothing() -> None:
    rng = np.random.default_rng(0)
    images = rng.standard_normal((3000, 6)).astype(np.float32)
    texts = rng.standard_normal((3000, 5)).astype(np.float32)
    texts[:, 2] = images[:, 4]
    rows = np.arange(3000)
    found = first_projections(images, texts, TrainingPairs.of(rows, rows), size=3)
    strengths = np.abs(found["image.weight"])
    assert strengths.argmax() == 4 * 3 + 0
    assert strengths[4, 0] > 1.5 * strengths[:, 1].max()


def test_a_random_start_follows_from_its_seed() -> None:
    images, texts = towers()
    rows = np.arange(TRAINED)
    pairs = TrainingPairs.of(rows, rows)
    first, again, other = (
        first_projections(images, texts, pairs, start="random", size=16, seed=seed)
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first["text.weight"], again["text.weight"])
    assert not np.array_equal(first["text.weight"], other["text.weight"])
    assert first["text.weight"].shape == (24, 16)


@pytest.mark.parametrize("loss", ["cross-entropy", "sigmoid"])
def test_gradients_are_those_of_either_loss(loss: str) -> None:
    images, texts = towers()
    rows = np.arange(TRAINED)
    one = DualLearner(
        images,
        texts,
        TrainingPairs.of(rows, rows),
        validation(images, texts),
        loss=loss,  # type: ignore[arg-type]
    )
    one.backward(np.arange(40))
    assert torch.isfinite(one.tensors()["text.weight"].grad).all()  # type: ignore[arg-type]
    assert (one.tensors()["loss-bias"].grad is not None) == (loss == "sigmoid")
