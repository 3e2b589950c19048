"""A trained encoder is measured on labels and captions before it is taken into use."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from engine.answers.current_encoder import current_encoder, features_dir
from engine.answers.encoders_used import encoders_with_features
from engine.answers.recommended import RECOMMENDED_SETTING, Recommendation, recommendation_of
from engine.answers.text_encoder import text_features_dir
from engine.encoders.registry import load_encoder
from engine.evaluation.report.comparison import hindrances
from engine.features.store import FeatureStore
from engine.jobs.evaluate import run as jobs
from engine.jobs.evaluate.run import evaluate
from engine.jobs.retrieval.evaluate import evaluate_captions
from engine.jobs.training.card import adapted_files, write_encoder
from engine.language.text_features import verify_text_features
from engine.progress import NeverCancelled, run_job
from tests.engine.conftest import SIZE
from tests.engine.training.contrastive.tiny import write_model

if TYPE_CHECKING:
    from tests.command_line import Command
    from tests.engine.conftest import MadeCatalogue


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: "MadeCatalogue") -> Path:
    """The folder of "ours": heads on a model that has features of the catalogue's images."""
    monkeypatch.setenv("NABOLAG_DATA_DIR", str(tmp_path / "own"))
    monkeypatch.setattr(jobs, "TRIALS", 2)
    monkeypatch.setattr("engine.answers.recommended.FEWEST_TEST_IMAGES", 10)
    made.many(90, 10, subjects=3)
    base = load_encoder(str(write_model(tmp_path / "model", {"embed_dim": SIZE})))
    hashes = [one for _, one in made.catalogue.images.readable()]
    features = FeatureStore(features_dir(made.catalogue), base.fingerprint)
    features.append(hashes, made.store().matrix(hashes))
    rng = np.random.default_rng(0)
    heads = {
        f"{tower}.{name}": rng.standard_normal(shape).astype(np.float32) / 10
        for tower in ("image", "text")
        for name, shape in (("weight", (SIZE, SIZE)), ("bias", (SIZE,)))
    }
    folder = tmp_path / "own" / "encoders" / "ours"
    write_encoder(folder, {"name": "ours"}, adapted_files(base, heads))
    return folder


def test_a_trained_encoder_is_measured_and_nothing_changes_over(
    ours: Path, made: "MadeCatalogue", tmp_path: Path, command: "Command"
) -> None:
    catalogue = made.catalogue
    for image_id in catalogue.images.ids()[:60]:
        catalogue.commands.add_caption(image_id, f"subject {image_id % 7}", language="en")
    kept = Recommendation("neighbor-search", "2024-03-05", "f", others={"1-nn": 0.0}).as_json()
    catalogue.settings.set(RECOMMENDED_SETTING, kept)
    current = current_encoder(catalogue)
    names = ("neighbor-mix", "neighbor-search", "language-image", "neighbor-search-on-both")

    report = run_job(evaluate(catalogue, cancel=NeverCancelled(), suggesters=names, encoder="ours"))
    before = run_job(evaluate(catalogue, cancel=NeverCancelled(), suggesters=("neighbor-search",)))
    catalogue.settings.set(RECOMMENDED_SETTING, kept)
    captions = run_job(
        evaluate_captions(
            catalogue,
            cancel=NeverCancelled(),
            out=tmp_path / "captions",
            with_map=False,
            encoder="ours",
        )
    )

    assert recommendation_of(report) is not None
    assert catalogue.settings.get(RECOMMENDED_SETTING) == kept
    assert current_encoder(catalogue) == current
    fingerprint = load_encoder("ours").fingerprint
    assert (report.encoder, report.fingerprint) == ("ours", fingerprint)
    assert report.data == before.data, "the same split, by what the encoder in use takes for alike"
    assert hindrances(before, report) == []
    assert [note[:29] for note in report.notes] == ["ours was trained on captions,"]
    assert captions.trained
    assert len(report.suggesters) == len(names), "names and captions are read by it too"
    assert (captions.encoder, captions.fingerprint) == ("ours", fingerprint)
    assert (captions.images, captions.not_encoded) == (60, 0)
    assert [one.name for one in encoders_with_features(catalogue)] == ["built-in", "ours"]
    assert verify_text_features(text_features_dir(catalogue), {}).shards, "vectors are kept"
    for what in ((), ("--captions",)):
        asked = ("evaluate", catalogue.path, *what, "--encoder", "theirs")
        refused = command(*asked, "--out", tmp_path / "report")
        assert (refused.code, "theirs" in refused.err) == (2, True)
