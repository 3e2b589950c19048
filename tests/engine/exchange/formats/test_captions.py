"""Captions in every format that has a place for them, and back."""

import json
import os
import tarfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from engine.exchange.records import ExchangedCaption, ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_named, format_of, read_export
from tests.exchanging import SamePicture, content_of, picture, write_format

CAPTIONS = (
    ExchangedCaption('=En ørn\nover "fjorden"', "nb", "file", "IPTC 2:120", "Ola", "1999-05-01"),
    ExchangedCaption("二人の男", "ja", "curator"),
)
IMAGES = [
    ExchangedImage("a;b/ø.jpg", (ExchangedLabelling(("bird",), "curator"),), captions=CAPTIONS),
    ExchangedImage("b.jpg", (ExchangedLabelling(("bird",), "curator"),)),
    ExchangedImage(os.fsdecode(b"bl\xe5.jpg"), captions=CAPTIONS[1:]),
]
FORMATS = {
    "csv-captions": "x.csv",
    "jsonl": "x.jsonl",
    "parquet": "x.parquet",
    **dict.fromkeys(("imagefolder", "hf-parquet", "webdataset", "croissant", "coco"), "x"),
    "label-studio": "x",
}


def written(tmp_path: Path, name: str) -> Path:
    place = tmp_path / FORMATS[name]
    with_pictures = format_named(name).pictures == "always"
    pictures = SamePicture(picture(tmp_path / "same.png")) if with_pictures else None
    write_format(name, place, content_of(IMAGES, pictures=pictures))
    return place


@pytest.mark.parametrize("name", FORMATS)
def test_captions_come_back(tmp_path: Path, name: str) -> None:
    place = written(tmp_path, name)
    found = format_of(place)
    assert found is not None
    assert found.name == name
    captions: dict[str, list[ExchangedCaption]] = {}
    for image in read_export(place):
        captions.setdefault(image.file, []).extend(image.captions)
    assert captions == {one.file: [*one.captions] for one in IMAGES}


def test_training_code_finds_the_first_caption_where_it_looks(tmp_path: Path) -> None:
    lines = (written(tmp_path, "imagefolder") / "train" / "metadata.jsonl").read_text("utf-8")
    assert [json.loads(line)["text"] for line in lines.split("\n")[:-1]] == [
        CAPTIONS[0].text,
        "",
        CAPTIONS[1].text,
    ]
    (tmp_path / "x").rename(tmp_path / "imagefolder")
    (file,) = (written(tmp_path, "hf-parquet") / "data").iterdir()
    assert pq.read_table(file)["text"].to_pylist() == [CAPTIONS[0].text, None, CAPTIONS[1].text]
    (tmp_path / "x").rename(tmp_path / "hf-parquet")
    with tarfile.open(next(written(tmp_path, "webdataset").glob("*.tar"))) as tar:
        texts = [one for one in tar.getnames() if one.endswith(".txt")]
        assert texts == ["000000000.txt", "000000002.txt"]
        member = tar.extractfile(texts[0])
        assert member is not None
        assert member.read().decode() == CAPTIONS[0].text
    (tmp_path / "x").rename(tmp_path / "webdataset")
    coco = json.loads((written(tmp_path, "coco") / "annotations" / "captions.json").read_text())
    assert [(one["image_id"], one["id"], one["caption"]) for one in coco["annotations"]] == [
        (1, 1, CAPTIONS[0].text),
        (1, 2, CAPTIONS[1].text),
        (3, 3, CAPTIONS[1].text),
    ]
