"""Fine-tuning and dual encoders on the captions of a small archive, from pictures to an encoder."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from db.catalogue import Catalogue
from engine.answers.current_encoder import current_encoder, features_dir, open_features
from engine.encoders.registry import available_encoders, load_encoder
from engine.errors import InputError
from engine.evaluation.retrieval.before_after import read_pictures
from engine.features.store import FeatureStore
from engine.jobs.encode import encode_archive
from engine.jobs.process import JobRequest, asked_apart
from engine.jobs.scan import scan_archive
from engine.jobs.training.estimate_asked import estimate_asked
from engine.jobs.training.request import TrainRequest, TrainSummary, run_folder
from engine.jobs.training.train import train_encoder
from engine.progress import JobCancelledError, NeverCancelled, run_job
from engine.training.contrastive.pictures import PIXELS_NAME
from engine.training.course import CURVE_NAME
from tests.engine.training.contrastive.tiny import write_model

IMAGES = 60
LEFT, RIGHT = ("cat", "dog", "boat", "tree", "house", "sun"), ("red", "blue", "green", "small")


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "own"))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield tmp_path / "own" / "encoders"
    torch.set_num_threads(threads)


@pytest.fixture
def model(tmp_path: Path) -> str:
    return str(write_model(tmp_path / "model"))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Pictures of two patterns side by side, each with a caption that names both; one is broken."""
    archive, rng = tmp_path / "archive", np.random.default_rng(0)
    archive.mkdir()
    patterns = rng.integers(0, 256, (2, 6, 4, 2, 3), dtype=np.uint8)
    captions = {}
    for number in range(IMAGES):
        left, right = number % len(LEFT), number // len(LEFT) % len(RIGHT)
        coarse = np.concatenate([patterns[0][left], patterns[1][right]], axis=1)
        pixels = coarse.repeat(8, axis=0).repeat(8, axis=1).astype(int)
        noisy = (pixels + rng.integers(-40, 40, pixels.shape)).clip(0, 255).astype(np.uint8)
        name = f"{number:02}.png"
        Image.fromarray(noisy).save(archive / name)
        captions[name] = f"{LEFT[left]} {RIGHT[right]} {number}"
    with Catalogue.create(tmp_path / "c.nabolag.sqlite", archive, curator="Kari") as made:
        run_job(scan_archive(made, cancel=NeverCancelled()))
        for image in made.images.get_many(made.images.ids()):
            made.commands.add_caption(image.id, captions[image.path], language="en")
        (archive / "07.png").write_bytes(b"no picture any more")
        yield made


def trained(catalogue: Catalogue, **options: object) -> TrainSummary:
    return run_job(train_encoder(catalogue, cancel=NeverCancelled(), **options))  # type: ignore[arg-type]


def encoded(catalogue: Catalogue, encoder: str) -> FeatureStore:
    run_job(encode_archive(catalogue, cancel=NeverCancelled(), encoder=encoder))
    store = open_features(catalogue)
    assert store is not None
    return store


def test_a_fine_tuned_model_is_an_encoder_and_the_old_features_stay(
    catalogue: Catalogue, model: str, own_folder: Path
) -> None:
    store = encoded(catalogue, model)
    hashes = [one for _, one in catalogue.images.readable() if not store.missing([one])]
    old, current = store.matrix(hashes), current_encoder(catalogue)
    options = {
        "name": "ours",
        "method": "contrastive",
        "epochs": 12,
        "batch_size": 24,
        "rate": 4e-3,
        "extra": {"part": "whole", "chunk_size": 8},
    }

    summary = trained(catalogue, **options)

    assert summary.helped
    assert summary.folder == own_folder / "ours"
    card = json.loads((own_folder / "ours" / "card.json").read_text("utf-8"))
    assert card["base"] == model
    assert card["figures"]["after"]["mrr"] > card["figures"]["before"]["mrr"]
    assert card["data"]["images"] == IMAGES - 1, "what cannot be read is left out"
    run = run_folder(catalogue, "ours")
    assert (run / CURVE_NAME).exists()
    shown = read_pictures(run)
    assert shown is not None
    for side, figures in ((shown.before, "before"), (shown.after, "after")):
        assert side.gap.gap == pytest.approx(card["figures"][figures]["gap"])
    for name in ("gap-before-after.png", "map-before-after.svg", "report.html"):
        assert (run / name).read_bytes() == (own_folder / "ours" / name).read_bytes()
    page = (run / "report.html").read_text("utf-8")
    assert page.count("<svg") == 2
    assert f"{card['figures']['after']['gap']:.3f}" in page
    assert not (run / PIXELS_NAME).exists()
    assert {one.kind for one in available_encoders() if one.name == "ours"} == {"trained"}
    assert current_encoder(catalogue) == current
    np.testing.assert_array_equal(store.matrix(hashes), old)
    assert load_encoder("ours").fingerprint != store_fingerprint(current)
    with pytest.raises(InputError, match="already"):
        trained(catalogue, **options)

    asked: dict[str, Any] = {"name": "mixed", "method": "wise-ft", "bases": ("ours",)}
    foretold = run_job(estimate_asked(catalogue, cancel=NeverCancelled(), **asked))
    assert (foretold.mixes, foretold.steps, foretold.seconds > 0) == (11, 0, True)
    mixed = trained(catalogue, **asked)

    curve = mixed.card["training"]["curve"]
    assert [point["alpha"] for point in curve] == [step / 10 for step in range(11)]
    chosen = mixed.card["training"]["alpha"]
    best = max(point["recall_at_1"] for point in curve)
    assert next(one for one in curve if one["alpha"] == chosen)["recall_at_1"] == best
    assert mixed.card["figures"]["before"] == summary.card["figures"]["before"], "α = 0 is the base"
    assert mixed.card["figures"]["trained"] == summary.card["figures"]["after"], "α = 1 is its own"
    assert load_encoder("mixed").fingerprint not in {
        load_encoder("ours").fingerprint,
        store_fingerprint(current),
    }
    path = own_folder / "mixed" / "card.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"base_fingerprint": "0"}))
    with pytest.raises(InputError, match="cannot be mixed"):
        trained(catalogue, name="soup", method="wise-ft", bases=("ours", "mixed"))


def store_fingerprint(current: tuple[str, str] | None) -> str:
    assert current is not None
    return current[1]


def test_stopped_while_pictures_are_read_it_begins_again(catalogue: Catalogue, model: str) -> None:
    cancel = threading.Event()
    options = {
        "name": "ours",
        "method": "contrastive",
        "bases": (model,),
        "epochs": 1,
        "extra": {"part": "last-blocks", "blocks": 1},
    }
    job = train_encoder(catalogue, cancel=cancel, **options)  # type: ignore[arg-type]
    while next(job).stage != "reading-images":
        pass
    cancel.set()
    with pytest.raises(JobCancelledError):
        run_job(job)
    assert trained(catalogue, **options).method == "contrastive"


def test_time_memory_and_disk_are_said_before(catalogue: Catalogue, model: str) -> None:
    request = TrainRequest("ours", "contrastive", (model,), epochs=3, batch_size=16)
    asked = JobRequest("estimate-training", catalogue.path, "Kari", request.options())
    found = asked_apart(asked)
    assert (found.images, found.pairs, found.steps) == (IMAGES, IMAGES, 3 * 3)
    assert found.disk_bytes == IMAGES * 3 * 32 * 32
    assert found.seconds > found.epoch_s > 0
    assert found.memory_bytes > 100_000_000


def test_pictures_that_were_away_are_read_once_they_are_back(
    catalogue: Catalogue, model: str
) -> None:
    away = catalogue.archive_dir.with_name("away")
    catalogue.archive_dir.rename(away)
    catalogue.archive_dir.mkdir()  # as where a disk is not mounted
    with pytest.raises(InputError, match="needs 20"):
        trained(catalogue, name="ours", method="contrastive", bases=(model,))
    assert list(run_folder(catalogue, "ours").glob("pictures*")) == []


def test_only_whole_models_can_be_fine_tuned(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="built-in"):
        trained(catalogue, name="ours", method="contrastive")
    with pytest.raises(InputError, match="patrt"):
        trained(catalogue, name="ours", method="contrastive", extra={"patrt": "whole"})


def test_a_dual_encoder_joins_the_images_to_other_words(
    catalogue: Catalogue, model: str, own_folder: Path
) -> None:
    """The tiny model's own words say nothing; the built-in sentences do."""
    store = encoded(catalogue, model)

    summary = trained(catalogue, name="joined", method="dual", epochs=5, batch_size=24)

    assert summary.helped
    figures = summary.card["figures"]
    assert figures["after"]["mrr"] > 1.5 * figures["before"]["mrr"]
    assert summary.card["training"]["text_tower"] == "built-in"
    encoder = load_encoder("joined")
    assert encoder.encode_texts(["cat red"]).shape == (1, encoder.feature_size)
    (catalogue.archive_dir / "00.png").unlink()
    before = FeatureStore(features_dir(catalogue), store_fingerprint(current_encoder(catalogue)))
    hashes = [one for _, one in catalogue.images.readable() if not before.missing([one])]
    joined = encoded(catalogue, "joined")
    assert not joined.missing(hashes), "made from the base's features, not from pictures"
    assert joined.matrix(hashes).shape == (IMAGES - 1, encoder.feature_size)
    assert store.matrix(hashes).shape[1] == 32
