"""FiftyOne's layout of image classification. Its own importer is not run here, for it wants a
database of its own; the test reads the layout by the importer's rules."""

import json
from pathlib import Path

import pytest

from engine.errors import InputError
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_of, read_export
from tests.exchanging import PART_NAMES, FolderPictures, archive_images, content_of, write_format


def imported(folder: Path) -> dict[bytes, set[str]]:
    """Labels by picture as FiftyOne's importer brings them together: it maps every file below
    ``data``, without its ending, to the key of the same name."""
    labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
    found = {}
    for path in (folder / "data").rglob("*"):
        if path.is_file():
            key = path.relative_to(folder / "data").with_suffix("").as_posix()
            assert path.read_bytes() not in found
            found[path.read_bytes()] = {labels["classes"][at] for at in labels["labels"][key]}
    assert len(found) == len(labels["labels"])
    return found


def test_its_rules_find_every_picture_with_all_its_labels(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    pictures = FolderPictures(tmp_path / "archive")

    place = write_format("fiftyone", tmp_path / "out", content_of(images, pictures=pictures))

    expected = {
        pictures.read(image).data: {
            "|".join(level.replace("|", "\\|") for level in one.levels) for one in image.labellings
        }
        for image in images
    }
    assert imported(place) == expected


def test_labels_and_parts_come_back(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    pictures = FolderPictures(tmp_path / "archive")

    content = content_of(images, pictures=pictures, parts=PART_NAMES)
    place = write_format("fiftyone", tmp_path / "out", content)

    assert {
        image.file: (image.part, [one.levels for one in image.labellings])
        for image in read_export(place)
    } == {image.file: (image.part, [one.levels for one in image.labellings]) for image in images}
    for part in PART_NAMES:
        assert len(imported(place / part)) == sum(image.part == part for image in images)


def test_what_fiftyone_writes_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "c.jpg").write_bytes(b"")
    (tmp_path / "labels.json").write_text(
        json.dumps(
            {
                "classes": None,
                "labels": {
                    "a": {"label": "truck", "confidence": 0.5},
                    "b": ["truck", {"label": "vehicle|bus"}],
                    "c": None,
                },
            }
        )
    )

    assert list(read_export(tmp_path)) == [
        ExchangedImage("a", (ExchangedLabelling(("truck",)),)),
        ExchangedImage(
            "b", (ExchangedLabelling(("truck",)), ExchangedLabelling(("vehicle", "bus")))
        ),
        ExchangedImage("c.jpg"),
    ]


@pytest.mark.parametrize("labels", ['{"a": [3]}', '{"a": ["x", 1.5]}', '{"a": {}}', "[]", '{"a":'])
def test_a_damaged_file_is_refused_in_words(tmp_path: Path, labels: str) -> None:
    path = tmp_path / "labels.json"
    path.write_text('{"classes": ["x"], "labels": ' + labels + "}")

    found = format_of(path)
    assert found is not None
    assert found.name == "fiftyone"
    with pytest.raises(InputError, match=r"of labels.json|no whole JSON"):
        list(read_export(path))
