"""ImageFolder loads as documented, whatever the pictures are called, and comes back."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.formats.imagefolder import METADATA
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_named, format_of, read_export
from messages.levels import join_levels
from tests.exchanging import (
    PART_NAMES,
    FolderPictures,
    content_of,
    loaded_marks,
    picture,
    with_card,
    write_format,
)


def test_everything_comes_back(content: ExportContent, tmp_path: Path) -> None:
    folder = write_format("imagefolder", tmp_path / "export", content)

    found = format_of(folder)
    assert found is not None
    assert found.name == "imagefolder"
    assert {image.file: image for image in read_export(folder)} == {
        image.file: image for image in content.images
    }


@pytest.mark.parametrize("has_card", [True, False])
def test_datasets_loads_it_with_splits_and_labels(
    has_card: bool, content: ExportContent, archive: Path, tmp_path: Path, datasets: Any
) -> None:
    folder = write_format("imagefolder", tmp_path / "export", content)
    if has_card:
        with_card("imagefolder", folder, content)

    loaded = datasets.load_dataset(str(folder))

    assert set(loaded) == set(PART_NAMES)
    features = loaded["test"].features
    assert isinstance(features["image"], datasets.Image)
    assert features["labels"] == datasets.List(datasets.Value("string"))
    found = {
        row["file"]: (row["labels"], row["image"].size, part)
        for part, rows in loaded.items()
        for row in rows
    }
    assert found == {
        image.file: (
            [join_levels(one.levels) for one in image.labellings],
            (image.width_px, image.height_px),
            image.part,
        )
        for image in content.images
    }


NAMES = [
    "train/test.jpg",
    "val/dev_1.jpg",
    "validation.jpg",
    "a[1].jpg",
    "a#b%20c.jpg",
    "a;b & 'c'.jpg",
    "__pycache__/x.jpg",
    ".hidden/y.jpg",
    "con.jpg",
    "å/Å ø.JPG",
    "a:b::c.jpg",
    "*.jpg",
    "eval-test train.jpg",
]


def test_names_of_pictures_tempt_nobody_to_guess_parts(
    archive: Path, tmp_path: Path, datasets: Any
) -> None:
    labelling = ExchangedLabelling(("truck",), "curator")
    images = [ExchangedImage(name, (labelling,)) for name in NAMES]
    for image in images:
        picture(archive / image.file)
    content = content_of(images, pictures=FolderPictures(archive))

    folder = write_format("imagefolder", tmp_path / "export", content)
    loaded = datasets.load_dataset(str(folder))

    assert {part: len(rows) for part, rows in loaded.items()} == {"train": len(NAMES)}
    assert [row["file"] for row in loaded["train"]] == NAMES
    assert all(row["image"].size == (40, 30) for row in loaded["train"])


def test_the_code_for_datasets_loads_every_part(
    content: ExportContent, tmp_path: Path, datasets: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_card(
        "imagefolder", write_format("imagefolder", tmp_path / "out", content), content
    )
    code = next(
        one.code for one in format_named("imagefolder").loaders if one.library.endswith("datasets")
    )
    names: dict[str, Any] = {}

    monkeypatch.chdir(folder)
    exec(code, names)

    assert {part: len(rows) for part, rows in names["parts"].items()} == dict.fromkeys(
        PART_NAMES, 2
    )
    assert names["picture"].size[1] == 30
    assert sorted(
        label for part in PART_NAMES for row in names["parts"][part] for label in row["labels"]
    ) == sorted(join_levels(one.levels) for image in content.images for one in image.labellings)


def test_a_part_without_images_is_none(
    archive: Path, images: list[ExchangedImage], tmp_path: Path, datasets: Any
) -> None:
    two = [image for image in images if image.part != "validation"]
    content = content_of(two, pictures=FolderPictures(archive), parts=PART_NAMES)

    folder = write_format("imagefolder", tmp_path / "export", content)
    loaded = datasets.load_dataset(str(with_card("imagefolder", folder, content)))

    assert {part: len(rows) for part, rows in loaded.items()} == {"train": 2, "test": 2}


def test_parts_load_though_the_first_images_of_one_have_no_labels(
    archive: Path, tmp_path: Path, datasets: Any
) -> None:
    label = (ExchangedLabelling(("truck",), "curator"),)
    images = [
        ExchangedImage("a.jpg", label, part="train"),
        ExchangedImage("b.jpg", part="train", title="2019-05-01"),
        ExchangedImage("c.jpg", part="test"),
        ExchangedImage("d.jpg", label, part="test", title="D", reviewed_at="2026-11-22T10:00:00Z"),
    ]
    for image in images:
        picture(archive / image.file)
    content = content_of(images, pictures=FolderPictures(archive), parts=("train", "test"))

    folder = write_format("imagefolder", tmp_path / "export", content)
    loaded = datasets.load_dataset(str(folder))

    assert {row["file"]: row["labels"] for row in loaded["test"]} == {
        "c.jpg": [],
        "d.jpg": ["truck"],
    }


@pytest.mark.usefixtures("datasets")
def test_the_code_for_pytorch_loads_what_is_for_training(
    content: ExportContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_format("imagefolder", tmp_path / "export", content))

    pictures, marks = loaded_marks("imagefolder", content)

    train = [image for image in content.images if image.part == "train"]
    assert pictures == len(train)
    assert marks == [
        sum(label.levels in [one.levels for one in image.labellings] for image in train)
        for label in content.labels
    ]


def test_what_others_changed_in_the_lines_comes_back(
    archive: Path, images: list[ExchangedImage], tmp_path: Path
) -> None:
    content = content_of(images, pictures=FolderPictures(archive))
    folder = write_format("imagefolder", tmp_path / "export", content)
    file = folder / "train" / METADATA
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    row = next(row for row in rows if row["file"] == images[0].file)
    row["labels"] = [row["labels"][0], "animals|dog"]
    row["title"] = "Another"
    file.write_text("\n".join(json.dumps(one) for one in rows), encoding="utf-8")

    back = {image.file: image for image in read_export(folder)}

    kept = images[0].labellings[0], ExchangedLabelling(("animals", "dog"))
    assert back[images[0].file] == replace(images[0], labellings=kept, title="Another")
    assert back[images[1].file] == images[1]


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        "{}",
        '{"file_name": "a.jpg"}',
        '{"file_name": "a.jpg", "labels": "truck"}',
        '{"file_name": "a.jpg", "labels": [3]}',
        '{"file_name": "a.jpg", "labels": [], "details": "{"}',
        '{"file_name": "a.jpg", "labels": [], "details": {}}',
        '{"file_name": "a.jpg", "labels": [], "title": 3}',
        "[" * 90_000,
    ],
)
def test_a_damaged_line_is_named(line: str, tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    whole = '{"file_name": "a.jpg", "labels": ["truck"]}'
    (tmp_path / "train" / METADATA).write_text(f"{whole}\n{line}\n")

    with pytest.raises(InputError, match=r"Image 2 of train/metadata\.jsonl"):
        list(read_export(tmp_path))
