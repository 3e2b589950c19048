"""A tiny model of open_clip's learns pairs by heart, and is an encoder like any other then."""

import hashlib
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from engine.encoders.registry import load_encoder
from engine.encoders.saving import full_files
from engine.encoders.sources import FullSource
from engine.errors import InputError
from engine.training.contrastive.learner import SIGMOID_BIAS, ContrastiveLearner
from engine.training.contrastive.parts import TrainedPart, set_training
from engine.training.course import CURVE_NAME
from engine.training.interpolation import interpolated
from engine.training.pairs import TrainingPairs
from tests.engine.training.contrastive.tiny import (
    DOOMED,
    DOOMED_PAIRS,
    SETTINGS,
    learner_of,
    run_of,
    some_pairs,
    source_of,
    write_model,
)

ROOT = Path(__file__).parents[4]
WHOLE = TrainedPart("whole")


@pytest.fixture
def source(tmp_path: Path) -> FullSource:
    return source_of(write_model(tmp_path / "model"))


def bytes_below(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def test_two_hundred_pairs_are_learned_by_heart(source: FullSource, tmp_path: Path) -> None:
    before = bytes_below(source.weights.parent)
    learner = learner_of(source, 200, WHOLE)

    outcome = run_of(learner, tmp_path / "run", 200)

    assert outcome.base.recall_at_1 < 0.05
    assert outcome.validation.recall_at_1 >= 0.95
    made = tmp_path / "encoders" / "mine"
    made.mkdir(parents=True)
    full_files(source, learner.weights())(made)
    encoder = load_encoder(str(made), precision="float32")
    base = load_encoder(str(source.weights.parent), precision="float32")
    assert bytes_below(source.weights.parent) == before
    assert encoder.fingerprint != base.fingerprint
    assert encoder.preprocess == base.preprocess
    data = some_pairs(source, 200)
    texts = ["cat red", "boat old"]
    images = encoder.encode_images(data.pixels)
    assert not np.allclose(encoder.encode_texts(texts), base.encode_texts(texts), atol=0.1)
    assert learner.validate() == outcome.validation
    found = images @ images[:1].T
    assert found.argmax() == 0


def gradients(learner: ContrastiveLearner, rows: int) -> dict[str, torch.Tensor]:
    for one in learner.tensors().values():
        one.grad = None
    learner.backward(np.arange(rows))
    return {
        name: one.grad.clone() for name, one in learner.tensors().items() if one.grad is not None
    }


@pytest.mark.parametrize("loss", ["cross-entropy", "sigmoid"])
def test_chunks_of_any_size_have_the_gradients_of_the_batch(source: FullSource, loss: str) -> None:
    whole = gradients(learner_of(source, 30, WHOLE, loss=loss, chunk_size=30), 30)
    chunked = gradients(learner_of(source, 30, WHOLE, loss=loss, chunk_size=7), 30)

    assert whole.keys() == chunked.keys()
    assert len(whole) > 20
    assert (SIGMOID_BIAS in whole) == (loss == "sigmoid")
    for name, gradient in whole.items():
        limit = 1e-5 * max(1.0, float(gradient.abs().max()))
        torch.testing.assert_close(chunked[name], gradient, rtol=0, atol=limit)


def test_a_killed_fine_tuning_ends_where_an_unbroken_one_does(
    source: FullSource, tmp_path: Path
) -> None:
    trained = TrainedPart("low-rank")
    unbroken = learner_of(source, DOOMED_PAIRS, trained)
    expected = run_of(unbroken, tmp_path / "unbroken", DOOMED_PAIRS, **DOOMED)
    folder, curve = tmp_path / "killed", tmp_path / "killed" / CURVE_NAME
    module = "tests.engine.training.contrastive.tiny"
    command = [sys.executable, "-m", module, str(source.weights.parent), str(folder)]
    process = subprocess.Popen(command, cwd=ROOT)
    deadline_s = time.monotonic() + 90
    while not curve.exists() or curve.read_text().count("\n") < 5:
        assert process.poll() is None
        assert time.monotonic() < deadline_s
        time.sleep(0.002)
    process.kill()
    process.wait()
    assert curve.read_text().count("\n") < len(expected.curve)

    resumed = learner_of(source, DOOMED_PAIRS, trained)
    outcome = run_of(resumed, folder, DOOMED_PAIRS, **DOOMED)

    assert outcome.curve == expected.curve
    weights = unbroken.weights()
    assert all(torch.equal(one, weights[name]) for name, one in resumed.weights().items())


def test_only_the_part_that_was_asked_for_is_trained(source: FullSource) -> None:
    last = learner_of(source, 10, TrainedPart("last-blocks", blocks=1)).tensors()
    assert "visual.proj" in last
    assert "text_projection" in last
    assert "logit_scale" in last
    assert not {"visual.conv1.weight", "token_embedding.weight"} & last.keys()
    low = learner_of(source, 10, TrainedPart("low-rank", rank=4)).tensors()
    assert all(name.endswith((".up", ".down", "logit_scale")) for name in low)


def test_a_locked_image_tower_stays_and_its_texts_learn(source: FullSource, tmp_path: Path) -> None:
    learner = learner_of(source, 20, replace(WHOLE, locked_images=True))
    before = learner.weights()

    outcome = run_of(
        learner, tmp_path, 20, settings=replace(SETTINGS, batch_size=20, epochs=6, rate=1e-3)
    )

    after = learner.weights()
    assert outcome.validation.mrr > outcome.base.mrr
    assert all(torch.equal(after[n], one) for n, one in before.items() if n.startswith("visual."))
    assert not torch.equal(after["token_embedding.weight"], before["token_embedding.weight"])


def test_the_sigmoid_loss_begins_as_if_nothing_was_known(source: FullSource) -> None:
    learner = learner_of(source, 20, WHOLE, loss="sigmoid")
    chance = -np.log(1 / 20) - 19 * np.log(19 / 20)
    assert learner.backward(np.arange(20)) < chance * 2
    assert "logit_bias" not in learner.weights(), "the base has none, and vectors need none"


def test_both_ends_of_a_mix_are_their_models(source: FullSource) -> None:
    base = learner_of(source, 10, WHOLE)
    other = learner_of(source, 10, WHOLE)
    with torch.no_grad():
        for one in other.tensors().values():
            one.add_(0.01)
    first, last, rows = base.weights(), other.weights(), np.arange(10)
    vectors = base.encode_images(rows), other.encode_images(rows)
    mix = learner_of(source, 10, WHOLE)
    for alpha, weights, expected in ((0.0, first, vectors[0]), (1.0, last, vectors[1])):
        mix.take(interpolated(first, last, alpha))
        assert all(torch.equal(one, weights[name]) for name, one in mix.weights().items())
        np.testing.assert_array_equal(mix.encode_images(rows), expected)
    mix.take(interpolated(first, last, 0.5))
    assert not np.allclose(mix.encode_images(rows), vectors[0], atol=1e-4)


def test_pairs_that_belong_together_are_no_negatives(source: FullSource) -> None:
    learner, other = learner_of(source, 10, WHOLE), learner_of(source, 10, WHOLE)
    data = some_pairs(source, 10)
    rows = np.arange(10)
    together = TrainingPairs.of(rows, rows, image_groups=rows // 2)
    learner._data = replace(data, training=together)

    assert learner.backward(rows) < other.backward(rows) - 0.01


def test_the_scale_that_is_written_is_at_most_a_hundred(source: FullSource) -> None:
    learner = learner_of(source, 4, WHOLE)
    with torch.no_grad():
        learner.tensors()["logit_scale"].fill_(9.0)
    assert learner.weights()["logit_scale"].exp().item() == pytest.approx(100)


def test_a_tower_without_blocks_is_trained_whole_or_not_at_all(tmp_path: Path) -> None:
    vision = {"layers": [1, 1, 1, 1], "width": 8, "image_size": 32, "patch_size": None}
    source = source_of(write_model(tmp_path / "resnet", {"vision_cfg": vision}))
    with pytest.raises(InputError, match="last blocks"):
        learner_of(source, 4, TrainedPart("last-blocks"))
    learner = learner_of(source, 4, WHOLE)
    before = {n: one.clone() for n, one in learner.weights().items() if "running" in n}
    learner.backward(np.arange(4))
    assert before
    assert all(torch.equal(learner.weights()[name], one) for name, one in before.items())


def test_batch_normalisation_keeps_its_statistics_in_training() -> None:
    model = nn.Sequential(nn.BatchNorm2d(2), nn.Dropout())
    set_training(model, training=True)
    assert [one.training for one in model] == [False, True]
