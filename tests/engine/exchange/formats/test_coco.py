"""COCO is read by its own tools, and back."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pycocotools.coco import COCO

from engine.errors import InputError
from engine.exchange.content import ExportContent
from engine.exchange.registry import format_of, read_export
from tests.exchanging import (
    PART_NAMES,
    FolderPictures,
    archive_images,
    content_of,
    loaded_marks,
    write_format,
)


def test_its_own_tools_read_images_categories_and_pictures(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    pictures = FolderPictures(tmp_path / "archive")

    place = write_format("coco", tmp_path / "out", content_of(images, pictures=pictures))

    coco = COCO(place / "annotations" / "labels.json")
    assert len(coco.getImgIds()) == len(images)
    assert coco.getAnnIds() == []
    assert len(coco.getCatIds(supNms=["vehicle"])) == 2
    by_file = {one["file"]: one for one in coco.loadImgs(coco.getImgIds())}
    for image in images:
        found = by_file[image.file]
        assert {tuple(one["path"]) for one in coco.loadCats(found["label_ids"])} == {
            one.levels for one in image.labellings
        }
        copied = place / "images" / found["file_name"]
        assert copied.read_bytes() == (tmp_path / "archive" / image.file).read_bytes()
        assert (found["width"], found["height"]) == (image.width_px, image.height_px)


def test_no_two_pictures_differ_in_their_ending_alone(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    pictures = FolderPictures(tmp_path / "archive")

    place = write_format("coco", tmp_path / "out", content_of(images, pictures=pictures))

    coco = COCO(place / "annotations" / "labels.json")
    names = [one["file_name"] for one in coco.loadImgs(coco.getImgIds())]
    assert len({name.casefold().rpartition(".")[0] for name in names}) == len(images)


def test_everything_comes_back_from_the_file_or_its_folder(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    whole = [replace(image, part="", size_bytes=None) for image in images]

    place = write_format("coco", tmp_path / "out", content_of(images))

    assert list(read_export(place)) == whole
    assert list(read_export(place / "annotations" / "labels.json")) == whole


def test_each_part_has_its_file(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")

    place = write_format("coco", tmp_path / "out", content_of(images, parts=PART_NAMES))

    for part in PART_NAMES:
        coco = COCO(place / "annotations" / f"labels_{part}.json")
        assert {one["file"] for one in coco.loadImgs(coco.getImgIds())} == {
            image.file for image in images if image.part == part
        }
    assert {image.file: image.part for image in read_export(place)} == {
        image.file: image.part for image in images
    }


def test_boxes_of_other_programs_are_labels_of_the_image(tmp_path: Path) -> None:
    path = tmp_path / "instances.json"
    path.write_text(
        json.dumps(
            {
                "images": [{"id": 7, "file_name": "a.jpg", "width": 9, "height": 8}],
                "annotations": [
                    {"id": 1, "image_id": 7, "category_id": 3, "bbox": [0, 0, 2, 2]},
                    {"id": 2, "image_id": 7, "category_id": 3, "bbox": [1, 1, 2, 2]},
                ],
                "categories": [{"id": 3, "name": "truck", "supercategory": "vehicle"}],
            }
        )
    )

    (image,) = read_export(path)

    assert image.file == "a.jpg"
    assert [one.levels for one in image.labellings] == [("truck",)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"images": [{"file_name": "a.jpg"', "no whole JSON"),
        ('{"images": [{"file_name": "a.jpg"}]}', "Image 0 of a.json"),
        ('{"images": [{"id": 1, "file_name": 3}], "categories": []}', "Image 1 of a.json"),
        (
            '{"images": [{"id": 1, "file_name": "a", "label_ids": [4]}], "categories": []}',
            "Image 1 of a.json",
        ),
        ('{"images": [{"file_name": "a.jpg", "x": ' + "[" * 90_000, "no whole JSON"),
    ],
)
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)

    found = format_of(path)
    assert found is not None
    assert found.name == "coco"
    with pytest.raises(InputError, match=said):
        list(read_export(path))


def test_the_code_for_pytorch_loads_what_is_for_training(
    content: ExportContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_format("coco", tmp_path / "out", content))

    pictures, marks = loaded_marks("coco", content)

    train = [image for image in content.images if image.part == "train"]
    assert pictures == len(train)
    assert marks == [
        sum(label.levels in [one.levels for one in image.labellings] for image in train)
        for label in content.labels
    ]
