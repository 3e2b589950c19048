"""Work goes out to Label Studio and comes home with what people changed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from engine.errors import InputError
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_of, read_export
from tests.exchanging import PART_NAMES, FolderPictures, archive_images, content_of, write_format


def tasks_of(place: Path) -> list[dict[str, Any]]:
    return json.loads((place / "tasks.json").read_text(encoding="utf-8"))


def task_of(tasks: list[dict[str, Any]], file: str) -> dict[str, Any]:
    return next(task for task in tasks if task["data"]["file"] == file)


def annotated(*labels: str, by: object = 7, at: str = "2026-11-23T10:00:00.5Z") -> dict[str, Any]:
    """An annotation as Label Studio exports it."""
    return {
        "id": 3,
        "completed_by": by,
        "created_at": at,
        "updated_at": at,
        "was_cancelled": False,
        "lead_time": 4.2,
        "result": [
            {
                "id": "x",
                "from_name": "label",
                "to_name": "image",
                "type": "choices",
                "value": {"choices": list(labels)},
            }
        ]
        if labels
        else [],
    }


def exported_again(place: Path, tasks: list[dict[str, Any]]) -> dict[str, ExchangedImage]:
    """What comes of the tasks as Label Studio's own export."""
    path = place.parent / "project-1-at-2026-11-23.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return {image.file: image for image in read_export(path)}


@pytest.mark.parametrize("chooser", ["choices", "taxonomy"])
def test_what_nobody_changed_comes_back_whole(tmp_path: Path, chooser: str) -> None:
    images = archive_images(tmp_path / "archive")

    place = write_format("label-studio", tmp_path / "out", content_of(images), chooser=chooser)

    expected = [
        replace(image, part="", size_bytes=None, width_px=None, height_px=None, captured_at="")
        for image in images
    ]
    assert list(read_export(place)) == expected
    assert list(read_export(place / "tasks.json")) == expected


@pytest.mark.parametrize("chooser", ["choices", "taxonomy"])
def test_every_label_of_a_task_can_be_chosen(tmp_path: Path, chooser: str) -> None:
    images = archive_images(tmp_path / "archive")

    place = write_format("label-studio", tmp_path / "out", content_of(images), chooser=chooser)

    config = ElementTree.parse(place / "labelling-config.xml").getroot()
    assert config.find("Image").get("value") == "$image"

    def below(parent: ElementTree.Element, levels: tuple[str, ...]) -> set[tuple[str, ...]]:
        found = {levels} if levels else set()
        for one in parent.findall("Choice"):
            found |= below(one, (*levels, one.get("value")))
        return found

    control = config.find(chooser.capitalize())
    offered = below(control, ())
    for task in tasks_of(place):
        for one in [*task.get("annotations", []), *task.get("predictions", [])]:
            for region in one["result"]:
                assert (region["from_name"], region["to_name"]) == (control.get("name"), "image")
                for value in region["value"][region["type"]]:
                    assert (tuple(value) if chooser == "taxonomy" else (value,)) in offered


def test_suggestions_are_predictions_with_score_and_model(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")

    place = write_format("label-studio", tmp_path / "out", content_of(images))

    task = task_of(tasks_of(place), "a.jpg")
    assert "annotations" not in task
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == "neighbor-mix"
    assert prediction["score"] == 0.875
    assert prediction["result"][0]["value"] == {"choices": ["vehicle|bus"]}


def test_pictures_lie_where_the_tasks_say(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    pictures = FolderPictures(tmp_path / "archive")

    content = content_of(images, pictures=pictures, parts=PART_NAMES)
    place = write_format("label-studio", tmp_path / "out", content)

    for part in PART_NAMES:
        tasks = json.loads((place / f"tasks_{part}.json").read_text(encoding="utf-8"))
        assert {task["data"]["file"] for task in tasks} == {
            image.file for image in images if image.part == part
        }
        for task in tasks:
            shown = unquote(task["data"]["image"].removeprefix("/data/local-files/?d="))
            original = tmp_path / "archive" / task["data"]["file"]
            assert (place / shown).read_bytes() == original.read_bytes()
    assert {image.part for image in read_export(place)} == set(PART_NAMES)


def test_what_annotators_changed_comes_back_with_their_names(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    place = write_format("label-studio", tmp_path / "out", content_of(images))
    tasks = tasks_of(place)
    mail = {"id": 7, "email": "ola@example.org", "first_name": "", "last_name": ""}
    task_of(tasks, "2019/a.jpg")["annotations"] = [annotated("vehicle|truck", "new", by=mail)]
    task_of(tasks, "a.jpg")["annotations"] = [annotated(by=7)]
    cancelled = annotated("vehicle|bus") | {"was_cancelled": True}
    task_of(tasks, "a.png")["annotations"] = [cancelled]

    back = exported_again(place, tasks)

    changed = back["2019/a.jpg"]
    truck = next(one for one in images[0].labellings if one.levels == ("vehicle", "truck"))
    at = "2026-11-23T10:00:00Z"
    new = ExchangedLabelling(("new",), "curator", "ola@example.org", at)
    assert set(changed.labellings) == {truck, new}
    assert changed.answer is not None
    assert changed.answer.others == {("rød|blå",)}
    assert (changed.answer.decider, changed.answer.decided_at) == ("ola@example.org", at)
    refused = back["a.jpg"]
    assert refused.labellings == ()
    assert refused.answer is not None
    assert refused.answer.others == {("vehicle", "bus")}
    assert refused.answer.decider == "Label Studio 7"
    assert back["a.png"].answer is None
    assert [one.levels for one in back["a.png"].labellings] == [("machines", "crane")]


def test_of_several_annotators_at_least_half_must_agree(tmp_path: Path) -> None:
    images = archive_images(tmp_path / "archive")
    place = write_format("label-studio", tmp_path / "out", content_of(images))
    tasks = tasks_of(place)
    task_of(tasks, "2019/b.png")["annotations"] = [
        annotated("vehicle|bus", "a", by=1),
        annotated("a", "b", by=2, at="2026-11-23T11:00:00Z"),
        annotated("c", by=3),
        annotated("a", by=3, at="2026-11-23T12:00:00Z"),  # they thought again
    ]

    image = exported_again(place, tasks)["2019/b.png"]

    assert [(one.levels, one.decider) for one in image.labellings] == [
        (("a",), "Label Studio 1, Label Studio 2, Label Studio 3")
    ]
    assert image.labellings[0].decided_at == "2026-11-23T12:00:00Z"
    assert image.answer is not None
    assert image.answer.others == {("vehicle", "bus"), ("b",)}


def test_tasks_of_others_are_known_by_the_name_of_their_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    addresses = [
        "/data/upload/3/0a1b2c3d-a%20b.jpg",
        "/data/local-files/?d=2019/%C3%A5.jpg",
        "https://example.org/2019/b.jpg?x=1",
    ]
    tasks = [
        {"id": 1, "data": {"image": one}, "annotations": [annotated("x")]} for one in addresses
    ]
    path.write_text(json.dumps(tasks), encoding="utf-8")

    assert [image.file for image in read_export(path)] == ["a b.jpg", "2019/å.jpg", "2019/b.jpg"]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"choices": ["vehicle|truck", "b"]}, {("vehicle", "truck"), ("b",)}),
        ("vehicle|truck", {("vehicle", "truck")}),
        ([["vehicle", "truck"]], {("vehicle", "truck")}),
        (None, set()),
    ],
)
def test_its_smaller_export_comes_back_too(
    tmp_path: Path, chosen: object, expected: set[tuple[str, ...]]
) -> None:
    images = archive_images(tmp_path / "archive")
    place = write_format("label-studio", tmp_path / "out", content_of(images))
    told = {"id": 1, "annotator": 2, "annotation_id": 3, "updated_at": "2026-11-23T10:00:00Z"}
    choice = {} if chosen is None else {"label": chosen}
    tasks = [task_of(tasks_of(place), "2019/a.jpg")["data"] | told | choice]

    image = exported_again(place, tasks)["2019/a.jpg"]

    assert {one.levels for one in image.labellings} == expected
    assert image.answer is not None
    assert image.answer.others == {one.levels for one in images[0].labellings} - expected


@pytest.mark.parametrize(
    "task",
    [
        "3",
        "{}",
        '{"data": {"file": 3}}',
        '{"data": {"image": "a.jpg"}, "annotations": [{"completed_by": 1}]}',
        '{"data": {"image": "a.jpg"}, "annotations": [{"result": 3}]}',
        '{"data": {"image": "a.jpg"}, "annotations": [{"result": [], "updated_at": "soon"}]}',
        '{"data": {"file": "a", "labels": [{"path": []}]}}',
        '{"data": {"file": "\\ud800"}}',
        '{"data": {"image": "a"}, "annotations": '
        '[{"result": [], "updated_at": "0001-01-01T00:00+14:00"}]}',
        '{"data": {"file": "a", "labels": [{"path": ["x"], "confidence": 1' + "0" * 400 + "}]}}",
    ],
)
def test_a_damaged_task_is_named(tmp_path: Path, task: str) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"data": {"file": "a.jpg"}},' + task + "]", encoding="utf-8")

    found = format_of(path)
    assert found is not None
    assert found.name == "label-studio"
    with pytest.raises(InputError, match=r"Image 2 of a.json"):
        list(read_export(path))
