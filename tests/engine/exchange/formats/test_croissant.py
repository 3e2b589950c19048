"""Croissant is valid by its own library, which goes through its records, and comes back."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import mlcroissant
import pytest

from engine.errors import InputError
from engine.exchange.content import ExportContent, Statement
from engine.exchange.formats.croissant import DESCRIPTION, SPLIT_TYPE, TABLE
from engine.exchange.records import ExchangedImage
from engine.exchange.registry import format_of, read_export
from messages.levels import join_levels
from tests.exchanging import (
    PART_NAMES,
    FolderPictures,
    content_of,
    loaded_marks,
    write_format,
)

# mlcroissant calls what rdflib and pandas will take away.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize("given", ["", DESCRIPTION])
def test_everything_comes_back(given: str, content: ExportContent, tmp_path: Path) -> None:
    folder = write_format("croissant", tmp_path / "export", content)

    found = format_of(folder / given)
    assert found is not None
    assert found.name == "croissant"
    assert list(read_export(folder / given)) == list(content.images)


def test_the_library_finds_it_valid_and_goes_through_every_record(
    content: ExportContent, tmp_path: Path
) -> None:
    folder = write_format("croissant", tmp_path / "export", content)

    dataset = mlcroissant.Dataset(str(folder / DESCRIPTION))

    issues = dataset.metadata.ctx.issues
    assert (list(issues.errors), list(issues.warnings)) == ([], [])
    found = {
        one["images/file"].decode(): (
            [label.decode() for label in one["images/labels"]],
            one["images/split"].decode(),
            one["images/picture"].size,
            one["images/title"].decode(),
        )
        for one in dataset.records("images")
    }
    assert found == {
        image.file: (
            [join_levels(one.levels) for one in image.labellings],
            image.part,
            (image.width_px, image.height_px),
            image.title,
        )
        for image in content.images
    }
    labels = [one["labels/label_path"] for one in dataset.records("labels")]
    assert labels == [join_levels(one.levels) for one in content.labels]
    assert [one["splits/name"] for one in dataset.records("splits")] == list(PART_NAMES)


def test_the_description_says_what_the_curator_states(
    content: ExportContent, tmp_path: Path
) -> None:
    folder = write_format("croissant", tmp_path / "export", content)
    told = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))

    assert told["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert (told["name"], told["license"]) == ("Lastebiler", "CC-BY-4.0")
    assert told["creator"]["name"] == "Kari Nordmann"
    digest = hashlib.sha256((folder / TABLE).read_bytes()).hexdigest()
    assert [one.get("sha256") for one in told["distribution"]] == [digest, None]
    images = told["recordSet"][-1]["field"]
    (split,) = (one for one in images if one["@id"] == "images/split")
    assert SPLIT_TYPE in split["dataType"]


def test_without_a_split_or_a_statement_it_is_valid_too(
    archive: Path, images: list[ExchangedImage], tmp_path: Path
) -> None:
    plain = [replace(image, part="") for image in images]
    content = content_of(plain, pictures=FolderPictures(archive))
    content = replace(content, statement=Statement())

    folder = write_format("croissant", tmp_path / "export", content)

    dataset = mlcroissant.Dataset(str(folder / DESCRIPTION))
    assert not list(dataset.metadata.ctx.issues.errors)
    assert len(list(dataset.records("images"))) == len(plain)
    assert list(read_export(folder)) == plain


def test_the_code_for_pytorch_loads_what_is_for_training(
    content: ExportContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_format("croissant", tmp_path / "export", content))

    pictures, marks = loaded_marks("croissant", content)

    train = [image for image in content.images if image.part == "train"]
    assert pictures == len(train)
    assert marks == [
        sum(label.levels in [one.levels for one in image.labellings] for image in train)
        for label in content.labels
    ]


def test_a_damaged_table_is_refused_in_words(content: ExportContent, tmp_path: Path) -> None:
    folder = write_format("croissant", tmp_path / "export", content)
    (folder / TABLE).write_bytes(b"PAR1 and nothing else")

    with pytest.raises(InputError, match=r"images\.parquet is damaged"):
        list(read_export(folder))


def test_a_description_without_its_table_is_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / DESCRIPTION).write_text('{"conformsTo": "http://mlcommons.org/croissant/1.1"}')

    assert format_of(tmp_path) is None
    assert format_of(tmp_path / DESCRIPTION) is None
