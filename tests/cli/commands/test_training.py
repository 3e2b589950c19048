"""Training at the terminal, on an archive of a few colours: estimate, train, mix, take into use."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from db.catalogue import Catalogue
from engine.answers.current_encoder import (
    NAME_SETTING,
    current_encoder,
    features_dir,
    open_features,
)
from engine.features.store import FeatureStore
from engine.file_lock import lock_now
from engine.jobs.training.runs import training_runs
from engine.jobs.training.train import LOCK_NAME
from tests.command_line import Command

COLOURS = {"red": (220, 20, 20), "green": (20, 180, 30), "blue": (20, 40, 210), "white": (240,) * 3}


@pytest.fixture
def catalogue(command: Command, tmp_path: Path) -> Path:
    """48 pictures of four colours, whose captions name them in words of no language."""
    archive, rows = tmp_path / "archive", ["file,keywords"]
    captions, rng = ["file,caption"], np.random.default_rng(0)
    archive.mkdir()
    for number in range(48):
        word, colour = list(COLOURS.items())[number % 4]
        pixels = np.full((32, 32, 3), colour) + rng.integers(-15, 15, (32, 32, 3))
        name = f"{number:02}.png"
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(archive / name)
        rows.append(f"{name},{word}")
        captions.append(f"{name},qu{word}ox number {number}")
    (tmp_path / "keywords.csv").write_text("\n".join(rows))
    (tmp_path / "captions.csv").write_text("\n".join(captions))
    path = tmp_path / "colours.nabolag.sqlite"
    assert command("create", path, archive, "--keywords", tmp_path / "keywords.csv").code == 0
    assert command("captions", path, "--import", tmp_path / "captions.csv").code == 0
    assert command("encode", path).code == 0
    return path


def test_trained_mixed_and_taken_into_use(
    command: Command, catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "own"))
    dry = command("train", catalogue, "--name", "ours", "--dry-run", "--json").document
    assert (dry["pairs"], dry["images"], dry["split_by"]) == (48, 48, "strata")
    assert dry["seconds"] > 0
    assert not (tmp_path / "own" / "encoders").exists()

    with Catalogue.open(catalogue, curator="test") as opened:
        before, store = current_encoder(opened), open_features(opened)
        assert store is not None
        hashes = [content_hash for _, content_hash in opened.images.readable()]
        old = store.matrix(hashes)
    short = ("--epochs", 8, "--batch-size", 16)
    said = command("train", catalogue, "--name", "ours", *short)
    assert (said.code, "ours is trained" in said.out) == (0, True)
    folder = tmp_path / "own" / "encoders" / "ours"
    card = json.loads((folder / "card.json").read_text("utf-8"))
    assert card["base"] == "built-in"
    assert card["data"]["train"] + card["data"]["validation"] + card["data"]["test"] == 48
    for part in ("before", "after"):
        assert 0 < card["figures"][part]["mrr"] <= 1
        assert card["figures"][part]["image_to_text"]["queries"] == card["data"]["test"]
    curve = catalogue.with_name("colours.nabolag") / "training" / "ours" / "curve.jsonl"
    points = [json.loads(line) for line in curve.read_text().splitlines()]
    assert points[-1]["validation_recall_at_1"] >= points[0]["validation_recall_at_1"]
    assert [path.name for path in curve.parent.rglob("*.safetensors")] == []
    assert "already" in command("train", catalogue, "--name", "ours").err
    with Catalogue.open(catalogue, curator="test") as opened:
        (run,) = training_runs(opened)
    assert (run.name, run.made, run.asked["epochs"], len(run.points) > 1) == ("ours", True, 8, True)

    mix = ("train", catalogue, "--method", "wise-ft", "--from", "ours", "--name", "mixed")
    foretold = command(*mix, "--dry-run")
    assert (foretold.code, "11 mixes" in foretold.out, "steps" in foretold.out) == (0, True, False)
    mixed = command(*mix)
    assert (mixed.code, mixed.out.count("(taken)")) == (0, 1)
    curve_of_mixes = json.loads((folder.with_name("mixed") / "card.json").read_text("utf-8"))
    alphas = [one["alpha"] for one in curve_of_mixes["training"]["curve"]]
    assert (alphas[0], alphas[-1]) == (0.0, 1.0)

    assert command("encode", catalogue, "--encoder", "ours").code == 0
    with Catalogue.open(catalogue, curator="test") as opened:
        now, new = current_encoder(opened), open_features(opened)
        assert before is not None
        assert now is not None
        assert new is not None
        assert (now[0], now[1] != before[1]) == ("ours", True)
        assert not np.allclose(new.matrix(hashes), old)
        again = FeatureStore(features_dir(opened), before[1]).matrix(hashes)
        assert np.array_equal(again, old)
    listed = command("encoders", "--json").document["encoders"]
    assert [one["name"] for one in listed if one["kind"] == "trained"] == ["mixed", "ours"]


def test_what_cannot_be_trained_says_why(
    command: Command, tmp_path: Path, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unknown = command("train", catalogue, "--name", "x", "--method", "alchemy")
    assert (unknown.code, "heads, contrastive, dual, wise-ft" in unknown.err) == (2, True)
    assert "default" in command("train", catalogue, "--name", "x", "--preset", "none").err
    assert "encoder" in command("train", catalogue, "--name", "../x").err
    for asked, said in (
        (["--rate", "inf"], "between 0 and 10"),
        (["--seed", 10**30], "seed"),
        (["--chunk-size", 4], "no setting chunk_size"),
        (["--method", "dual", "--text-tower", "none"], "no encoder none"),
        (["--from", "none"], "no encoder none"),
        (["--method", "alchemy"], "no way alchemy"),
    ):
        for dry in ([], ["--dry-run"]):
            refused = command("train", catalogue, "--name", "x", *asked, *dry)
            assert (refused.code, said in refused.err) == (2, True), refused.err
    assert "nothing in" in command("train", catalogue, "--name", "x", "--finish").err
    lock = catalogue.with_name("colours.nabolag") / "training" / "x" / LOCK_NAME
    with lock.open("ab") as held:
        lock_now(held.fileno())
        assert "under way already" in command("train", catalogue, "--name", "x").err
    lock.unlink()
    lock.mkdir()
    assert "cannot be written" in command("train", catalogue, "--name", "x").err
    lock.rmdir()
    (tmp_path / "file").touch()
    with monkeypatch.context() as other:
        other.setenv("NABOLAG_DATA_DIR", str(tmp_path / "file"))
        assert "cannot be written" in command("train", catalogue, "--name", "y").err
    with Catalogue.open(catalogue, curator="test") as opened:
        opened.settings.set(NAME_SETTING, "gone")
    for dry in ([], ["--dry-run"]):
        refused = command("train", catalogue, "--name", "x", *dry)
        assert (refused.code, "Put its files back" in refused.err) == (2, True), refused.err
    assert not (tmp_path / "colours.nabolag" / "training" / "x" / "curve.jsonl").exists()
    assert "mixed" in command("train", catalogue, "--name", "x", "--method", "wise-ft").err
