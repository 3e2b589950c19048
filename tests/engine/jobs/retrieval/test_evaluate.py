"""How captions and images find each other, over a whole catalogue."""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from db.records import ScannedImage
from engine.errors import InputError
from engine.evaluation.retrieval.gap import Gap
from engine.evaluation.retrieval.map import maps_there_are, read_map
from engine.evaluation.retrieval.report import CaptionReport, read_caption_report
from engine.jobs.retrieval.data import top_folders
from engine.jobs.retrieval.evaluate import evaluate_captions
from engine.progress import NeverCancelled, run_job
from messages.message import Message

if TYPE_CHECKING:
    from conftest import MadeCatalogue

SIZE = 16
WORDS = ("truck", "snow", "people", "boat")


def vector(word: str) -> NDArray[np.float32]:
    made = np.random.default_rng(WORDS.index(word)).standard_normal(SIZE)
    return np.asarray(made / np.linalg.norm(made), dtype=np.float32)


def encode(texts: Sequence[str], _languages: object = None) -> NDArray[np.float32]:
    """Stands in for the text tower: a text is where its last word is."""
    return np.stack([vector(text.split()[-1]) for text in texts])


@pytest.fixture
def captioned(made: "MadeCatalogue", monkeypatch: pytest.MonkeyPatch) -> "MadeCatalogue":
    """An image of each word, one without features, one without a caption."""
    monkeypatch.setattr(
        "engine.jobs.measured_encoder.text_encoder_of",
        lambda _catalogue: SimpleNamespace(encode=encode, close=lambda: None),
    )
    images = [
        ScannedImage(f"{word}.jpg".encode(), hashlib.sha256(word.encode()).digest(), 1, 1)
        for word in (*WORDS, "bare", "silent")
    ]
    made.catalogue.commands.import_images(images)
    made.use_encoder()
    hashes = [image.content_hash for image in images]
    made.store().append([*hashes[:4], hashes[5]], np.stack([*map(vector, WORDS), vector("boat")]))
    by_path = {
        image.path: image.id
        for image in made.catalogue.images.get_many(made.catalogue.images.ids())
    }
    for word in WORDS:
        for text in (f"a {word}", f"the  {word}"):
            made.catalogue.commands.add_caption(by_path[f"{word}.jpg"], text, language="en")
    made.catalogue.commands.add_caption(by_path["bare.jpg"], "a boat")
    return made


def report_of(captioned: "MadeCatalogue", out: Path) -> CaptionReport:
    return run_job(evaluate_captions(captioned.catalogue, cancel=NeverCancelled(), out=out))


def test_captions_that_lie_on_their_images_are_found_first(
    captioned: "MadeCatalogue", tmp_path: Path
) -> None:
    found = report_of(captioned, tmp_path / "out")

    assert (found.images, found.captions, found.not_encoded) == (4, 8, 1)
    to_text, to_image = found.retrieval["image_to_text"], found.retrieval["text_to_image"]
    assert (to_text.mrr, to_text.top_1, to_text.size, to_text.queries) == (1, 1, 8, 4)
    assert to_image.size == 4, "an image without a caption is nobody's answer"
    assert 0 < to_image.chance_mrr < to_image.mrr == 1
    assert found.gap.true == pytest.approx(1, abs=1e-3)
    assert set(found.gap_by_language) == {"en"}
    assert isinstance(found.message, Message)
    written = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert written["retrieval"]["image_to_text"]["recall_at"]["1"] == 1
    assert written["gap"]["gap"] == pytest.approx(found.gap.gap)
    assert written["verdict"]["sentences"][0].startswith("8 captions are too few")


def test_folders_are_told_apart_where_they_begin_to_differ() -> None:
    assert top_folders(["a.png", "x/y/b.png", "z/c.png"]) == ["", "x", "z"]
    assert top_folders(["all/a.png", "all/x/y/b.png", "all/z/c.png"]) == ["all", "all/x", "all/z"]
    assert top_folders(["all/x/a.png", "all/x/b.png"]) == ["all/x", "all/x"]
    assert top_folders([]) == []


def test_the_report_is_read_back_as_it_was(captioned: "MadeCatalogue", tmp_path: Path) -> None:
    for number in range(8):
        add_image(captioned, f"more/{number}.jpg", "truck")

    found = report_of(captioned, tmp_path / "out")

    assert read_caption_report(tmp_path / "out") == found
    assert maps_there_are(tmp_path / "out") == ("t-sne", "pca")
    shown = read_map(tmp_path / "out", "pca")
    assert len(shown.points) == 2 * found.images == 24
    assert {point.folder for point in shown.points} == {"", "more"}
    assert sum(point.text != "" for point in shown.points) == found.images
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "too few to say" in page
    assert page.count("<svg") == 4
    assert (tmp_path / "out" / "map-t-sne.png").is_file()
    alone = replace(found, gap=Gap(0.5, math.nan, math.nan, 1))  # of a single image
    document = json.dumps(alone.as_json(), allow_nan=False)
    (tmp_path / "out" / "report.json").write_text(document, encoding="utf-8")
    assert math.isnan(read_caption_report(tmp_path / "out").gap.wrong)
    (tmp_path / "out" / "report.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_caption_report(tmp_path / "out")
    assert refused.value.message.code == "caption-report-unknown"


def add_image(captioned: "MadeCatalogue", path: str, word: str) -> None:
    """One more image of a word, with a caption in Norwegian."""
    content_hash = hashlib.sha256(path.encode()).digest()
    captioned.catalogue.commands.import_images([ScannedImage(path.encode(), content_hash, 1, 1)])
    captioned.store().append([content_hash], vector(word)[None])
    (image_id,) = [
        image.id
        for image in captioned.catalogue.images.get_many(captioned.catalogue.images.ids())
        if image.path == path
    ]
    captioned.catalogue.commands.add_caption(image_id, f"en {word}", language="nb")


def test_what_cannot_be_measured_is_said(
    captioned: "MadeCatalogue", made: "MadeCatalogue", tmp_path: Path
) -> None:
    report_of(captioned, tmp_path / "out")
    with pytest.raises(InputError) as refused:
        report_of(captioned, tmp_path / "out")
    assert refused.value.message.code == "destination-exists"


def test_without_captions_there_is_nothing_to_measure(
    made: "MadeCatalogue", tmp_path: Path
) -> None:
    with pytest.raises(InputError) as refused:
        report_of(made, tmp_path / "out")
    assert refused.value.message.code == "images-not-encoded"
    made.catalogue.commands.import_images([ScannedImage(b"a.jpg", b"1" * 32, 1, 1)])
    made.use_encoder()
    made.store().append([b"1" * 32], vector("boat")[None])
    with pytest.raises(InputError) as refused:
        report_of(made, tmp_path / "out")
    assert refused.value.message.code == "captions-none-to-measure"
    assert not (tmp_path / "out").exists()
