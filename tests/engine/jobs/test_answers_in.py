"""Work goes out to annotators and comes home: first as a difference, then as one change."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.records import AcceptedLabel, FoundKeyword, ScannedImage, SuggestionRun
from engine.answers.exporting.settings import ExportSettings
from engine.jobs.exports.export import export_dataset
from engine.jobs.import_difference import Difference, ImageDifference, LabelDifference
from engine.jobs.import_table import ImportSummary, import_table
from engine.progress import NeverCancelled, run_job

TRUCK, RED, NEW = ("vehicle", "truck"), ("red",), ("new", "one")
AT = "2096-01-01T10:00:00Z"
"""Of a clock that goes wrong: it counts as now."""


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Three images of a truck, the first also red by a curator; the last has no label, and red
    and truck suggested."""
    (tmp_path / "archive").mkdir()
    with Catalogue.create(
        tmp_path / "a.nabolag.sqlite", tmp_path / "archive", curator="kari"
    ) as opened:
        truck = FoundKeyword(TRUCK, "csv")
        opened.commands.import_images(
            [
                ScannedImage(f"{n}.jpg".encode(), bytes([n + 1]) * 32, 1, 1, keywords=(truck,))
                for n in range(3)
            ]
            + [ScannedImage(b"3.jpg", b"9" * 32, 1, 1)]
        )
        ids = opened.images.ids()
        opened.commands.label_images([ids[0]], add_names=["red"])
        opened.suggestions.replace_all(
            SuggestionRun("neighbor-mix", "e", {}, 0.1),
            [(ids[3], label(opened, TRUCK), 0.8, 0.9), (ids[3], label(opened, RED), 0.3, 0.4)],
        )
        yield opened


def label(catalogue: Catalogue, levels: tuple[str, ...]) -> int:
    found = catalogue.labels.at_paths([levels])[levels]
    assert found is not None
    return found


def state(catalogue: Catalogue) -> dict[str, set[tuple[str, str, str]]]:
    """By file: (label, source, decider)."""
    return {
        image.path: {
            (one.label_name, one.source, one.decider)
            for one in catalogue.labellings.of_image(image.id)
        }
        for image in catalogue.images.get_many(catalogue.images.ids())
    }


def exported(catalogue: Catalogue) -> list[dict[str, Any]]:
    """The tasks that go out to Label Studio."""
    place = catalogue.path.parent / "out"
    settings = ExportSettings(format="label-studio", suggestions_from=0.1, card=False)
    run_job(
        export_dataset(catalogue, cancel=NeverCancelled(), destination=place, settings=settings)
    )
    return json.loads((place / "tasks.json").read_text(encoding="utf-8"))


def answer(task: dict[str, Any], *labels: str, by: str = "ola@example.org", at: str = AT) -> None:
    """What an annotator makes of a task, as Label Studio exports it."""
    value = {"choices": list(labels)}
    result = [{"from_name": "label", "to_name": "image", "type": "choices", "value": value}]
    task["annotations"] = [
        {
            "completed_by": {"id": 1, "email": by},
            "updated_at": at,
            "was_cancelled": False,
            "result": result if labels else [],
        }
    ]


@pytest.fixture
def answered(catalogue: Catalogue) -> Path:
    """What comes back: the first image is no longer red but something new, of the last one a
    suggestion was taken and the other not; nobody opened the others."""
    tasks = exported(catalogue)
    answer(tasks[0], "vehicle|truck", "new|one")
    answer(tasks[3], "vehicle|truck", by="per@example.org")
    path = catalogue.path.parent / "project-1.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


def take(catalogue: Catalogue, path: Path, **options: Any) -> ImportSummary:
    return run_job(import_table(catalogue, cancel=NeverCancelled(), file=path, **options))


def test_a_difference_is_told_before_anything_changes(catalogue: Catalogue, answered: Path) -> None:
    before, entries_before = state(catalogue), catalogue.history.entries(limit=10)

    summary = take(catalogue, answered, dry_run=True)

    assert summary.difference == Difference(
        labels=[
            LabelDifference(NEW, is_new=True, added=1),
            LabelDifference(RED, is_new=False, removed=1),
            LabelDifference(TRUCK, is_new=False, added=1, stays=3),
        ],
        images=[
            ImageDifference("0.jpg", added=(NEW,), removed=(RED,), stays=(TRUCK,)),
            ImageDifference("3.jpg", added=(TRUCK,), rejected=(RED,)),
        ],
        changed_images=2,
        answered=2,
        rejected=1,
    )
    assert state(catalogue) == before
    assert catalogue.history.entries(limit=10) == entries_before


def test_it_is_taken_in_as_decisions_with_their_names_and_undone_at_once(
    catalogue: Catalogue, answered: Path
) -> None:
    before = state(catalogue)

    summary = take(catalogue, answered)

    assert (summary.labellings, summary.labels, summary.removed, summary.rejected) == (2, 2, 1, 1)
    after = state(catalogue)
    assert after["0.jpg"] == {
        ("truck", "imported", "csv"),
        ("one", "curator", "ola@example.org"),
    }
    assert after["3.jpg"] == {("truck", "curator", "per@example.org")}
    assert after["1.jpg"] == before["1.jpg"]
    (first, last) = (catalogue.images.ids()[at] for at in (0, 3))
    assert [
        (one.label_id, one.accepted, one.decider, one.decided_at < AT, one.suggester)
        for image_id in (first, last)
        for one in catalogue.labellings.decisions_of(image_id)
    ] == [
        (label(catalogue, RED), False, "ola@example.org", True, ""),
        (label(catalogue, RED), False, "per@example.org", True, "neighbor-mix"),
    ]
    assert catalogue.suggestions.of_image(last) == []
    again = take(catalogue, answered, dry_run=True).difference
    assert again is not None
    assert again.images == []

    catalogue.commands.undo()

    assert state(catalogue) == before
    assert len(catalogue.suggestions.of_image(last)) == 2


def test_without_removals_nothing_goes(catalogue: Catalogue, answered: Path) -> None:
    summary = take(catalogue, answered, removals=False)

    assert (summary.labellings, summary.removed, summary.rejected) == (2, 0, 0)
    assert ("red", "curator", "kari") in state(catalogue)["0.jpg"]


def test_what_was_decided_here_later_stands(catalogue: Catalogue) -> None:
    tasks = exported(catalogue)
    answer(tasks[0], "vehicle|truck", at="2020-01-01T10:00:00Z")
    answer(tasks[1], "vehicle|truck", "red", at="2020-01-01T10:00:00Z")
    path = catalogue.path.parent / "project-1.json"
    path.write_text(json.dumps(tasks), encoding="utf-8")
    ids = catalogue.images.ids()
    catalogue.commands.decide(
        ids[1], rejected=[AcceptedLabel(label(catalogue, RED), 0.5)], suggester="neighbor-mix"
    )
    before = state(catalogue)

    take(catalogue, path)

    assert state(catalogue) == before


def test_the_difference_of_a_keyword_table_is_told_too(catalogue: Catalogue) -> None:
    path = catalogue.path.parent / "a.csv"
    path.write_text("file,keywords\n1.jpg,red;blue\n2.jpg,truck\nnone.jpg,x\n", encoding="utf-8")

    summary = take(catalogue, path, dry_run=True)
    found = summary.difference

    assert found is not None
    assert found.labels == [
        LabelDifference(("blue",), is_new=True, added=1),
        LabelDifference(RED, is_new=False, added=1),
        LabelDifference(("truck",), is_new=False, stays=1),
    ]
    assert found.images == [ImageDifference("1.jpg", added=(RED, ("blue",)), stays=(TRUCK,))]
    done = take(catalogue, path)
    assert (done.labellings, done.labels) == (2, 1)
    assert done.difference is None
