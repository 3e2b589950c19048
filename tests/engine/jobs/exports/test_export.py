"""Exports of a catalogue as files: complete, whole or not at all, and never in the way."""

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.records import AcceptedLabel, FoundKeyword, ScannedImage, SuggestionRun
from engine.answers.calibrated_thresholds import CalibratedThresholds, settings_of_thresholds
from engine.answers.exporting.settings import ExportSettings
from engine.errors import InputError
from engine.evaluation.calibration import Calibration
from engine.evaluation.thresholds import Thresholds
from engine.exchange import registry
from engine.exchange.content import ExportContent
from engine.exchange.export_format import ExportFormat, Options, Writing, first_files
from engine.jobs.exports.export import (
    IMAGES_AT_A_TIME,
    ExportSummary,
    export_dataset,
    export_preview,
)
from engine.progress import JobCancelledError, NeverCancelled, run_job
from messages.message import Message, plain_text

LABELS = ("lorry", "truck")
PLAIN = ExportSettings(card=False)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    """Four images: imported labels with a parent, an accepted one, none, and an unreadable one."""
    (tmp_path / "archive").mkdir()
    path = tmp_path / "a.nabolag.sqlite"
    with Catalogue.create(path, tmp_path / "archive", curator="kari") as opened:
        opened.commands.import_images(
            [
                ScannedImage(
                    "a/bil æ.jpg".encode(),
                    b"1" * 32,
                    1,
                    1,
                    title="=bil",
                    keywords=(
                        FoundKeyword(("vehicle", "truck"), "csv"),
                        FoundKeyword(("=red",), "csv"),
                    ),
                ),
                ScannedImage(b"b.jpg", b"2" * 32, 1, 1),
                ScannedImage(b"c.jpg", b"3" * 32, 1, 1),
                ScannedImage(b"d.jpg", b"4" * 32, 1, 1, problem=plain_text("cut short")),
            ]
        )
        truck = opened.labels.find("truck")
        second = opened.images.by_path(b"b.jpg")
        assert truck is not None
        assert second is not None
        opened.commands.decide(
            second.id,
            accepted=[AcceptedLabel(truck.id, 0.75)],
            suggester="neighbor-search",
            reviewed=True,
        )
        yield opened


def exported(
    catalogue: Catalogue, destination: Path, export_format: str, **options: Any
) -> ExportSummary:
    return run_job(
        export_dataset(
            catalogue,
            cancel=NeverCancelled(),
            destination=destination,
            settings=ExportSettings(
                format=export_format, options=options.pop("options", {}), card=False
            ),
            **options,
        )
    )


def test_the_long_table_says_who_decided_what(catalogue: Catalogue, tmp_path: Path) -> None:
    summary = exported(catalogue, tmp_path / "x.csv", "csv-long")

    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = {(row["file"], row["label_path"], row["source"], row["decider"]) for row in rows}
    assert found == {
        ("a/bil æ.jpg", "vehicle|truck", "imported", "csv"),
        ("a/bil æ.jpg", "'=red", "imported", "csv"),
        ("b.jpg", "vehicle|truck", "accepted", "kari"),
        ("c.jpg", "", "", ""),
        ("d.jpg", "", "", ""),
    }
    assert [row["confidence"] for row in rows if row["source"] == "accepted"] == ["0.75"]
    assert all(row["decided_at"] for row in rows if row["label"])
    assert (summary.images, summary.labelled_images, summary.labels) == (4, 2, 2)
    assert summary.labellings == 3
    assert summary.size_bytes == (tmp_path / "x.csv").stat().st_size


def test_the_wide_table_has_a_column_for_every_label(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.commands.create_label("unused")

    exported(catalogue, tmp_path / "x.csv", "csv-wide", options={"raw": True})

    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["file"]: row for row in csv.DictReader(stream)}
    labels = {name for name in rows["b.jpg"] if name.startswith("label:")}
    assert labels == {"label:=red", "label:unused", "label:vehicle", "label:vehicle|truck"}
    marked = {file: {name for name in labels if row[name] == "1"} for file, row in rows.items()}
    assert marked == {
        "a/bil æ.jpg": {"label:=red", "label:vehicle|truck"},
        "b.jpg": {"label:vehicle|truck"},
        "c.jpg": set(),
        "d.jpg": set(),
    }
    assert rows["a/bil æ.jpg"]["title"] == "=bil"
    assert rows["b.jpg"]["reviewed_at"]


def test_jsonl_has_a_line_for_every_image(catalogue: Catalogue, tmp_path: Path) -> None:
    exported(catalogue, tmp_path / "x.jsonl", "jsonl")

    lines = (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()
    images = {image["file"]: image for image in map(json.loads, lines)}
    assert len(images) == 4
    (label,) = images["b.jpg"]["labels"]
    assert (label["path"], label["confidence"]) == (["vehicle", "truck"], 0.75)
    assert images["c.jpg"]["labels"] == []


def test_a_cancelled_export_leaves_what_was_there(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    destination = tmp_path / "x.csv"
    destination.write_text("before", encoding="utf-8-sig")
    monkeypatch.setattr("engine.jobs.exports.export.IMAGES_AT_A_TIME", 1)
    assert IMAGES_AT_A_TIME > 1
    cancel = Event()
    job = export_dataset(
        catalogue, cancel=cancel, destination=destination, settings=PLAIN, overwrite=True
    )

    next(job)
    cancel.set()
    with pytest.raises(JobCancelledError):
        run_job(job)

    assert destination.read_text(encoding="utf-8-sig") == "before"
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))


def test_archive_catalogue_and_its_folder_are_out_of_bounds(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    inside = [catalogue.archive_dir / "x.csv", catalogue.path, catalogue.folder / "x.csv"]
    if os.name == "posix":
        (tmp_path / "link").symlink_to(catalogue.archive_dir, target_is_directory=True)
        inside.append(tmp_path / "link" / "x.csv")

    for destination in inside:
        with pytest.raises(InputError, match="nothing is ever exported to"):
            exported(catalogue, destination, "csv-long", overwrite=True)
    assert list(catalogue.archive_dir.iterdir()) == []
    assert catalogue.check().problems == []


def test_an_unknown_format_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="csv-long, csv-wide, jsonl"):
        exported(catalogue, tmp_path / "x", "xlsx")


def test_an_export_of_nothing_is_a_header(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    with Catalogue.create(tmp_path / "e.nabolag.sqlite", tmp_path / "archive") as empty:
        summary = exported(empty, tmp_path / "x.csv", "csv-long")

    assert (summary.images, summary.labellings) == (0, 0)
    assert len((tmp_path / "x.csv").read_text(encoding="utf-8-sig").splitlines()) == 1


def test_a_merge_in_the_middle_is_seen_whole(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.snapshot.IMAGES_A_PAGE", 1)
    monkeypatch.setattr("engine.jobs.exports.export.IMAGES_AT_A_TIME", 1)
    catalogue.commands.label_images(catalogue.images.ids(), add_names=["lorry"])
    lorry, truck = catalogue.labels.find("lorry"), catalogue.labels.find("truck")
    assert lorry is not None
    assert truck is not None

    for steps_before, expected in ((2, "truck"), (7, "lorry")):
        job = export_dataset(
            catalogue,
            cancel=NeverCancelled(),
            destination=tmp_path / f"{expected}.csv",
            settings=PLAIN,
        )
        for _ in range(steps_before):
            next(job)
        catalogue.commands.merge_labels([lorry.id], truck.id)
        run_job(job)
        catalogue.commands.undo()

        with (tmp_path / f"{expected}.csv").open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        files = {name: {row["file"] for row in rows if row["label"] == name} for name in LABELS}
        assert len(files[expected]) == 4
        assert len(files["lorry"]) in (0, 4)


def write_folder(place: Path, content: ExportContent, options: Options) -> Writing:
    """A text file of the images of each label, below a folder."""
    (place / "lists").mkdir()
    for image in content.images:
        for labelling in image.labellings:
            file = place / "lists" / f"{labelling.levels[-1]}.txt"
            with file.open("a", encoding="utf-8") as stream:
                stream.write(f"{image.file}\n")
        yield


def test_what_a_format_has_no_room_for_is_foretold_and_left_out_of_the_first_rows(
    catalogue: Catalogue,
) -> None:
    settings = ExportSettings(format="folders", card=False)

    with pytest.raises(InputError, match=r"^One image has several labels"):
        run_job(
            export_dataset(catalogue, cancel=NeverCancelled(), destination=None, settings=settings)
        )
    first = export_preview(catalogue, settings=settings)
    assert "bil æ.jpg" not in str(first.rows)


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> ExportFormat:
    """A format that writes a folder."""
    made = ExportFormat(
        name="made-up",
        title=Message("export-format-jsonl"),
        suffix="",
        write=write_folder,
        preview=first_files,
        writes_folder=True,
    )
    monkeypatch.setattr(registry, "FORMATS", (*registry.FORMATS, made))
    return made


def test_a_folder_appears_whole_and_replaces_only_an_empty_one(
    catalogue: Catalogue, tmp_path: Path, lists: ExportFormat
) -> None:
    first = catalogue.images.by_path("a/bil æ.jpg".encode())
    assert first is not None
    red = catalogue.labels.find("=red")
    assert red is not None
    catalogue.commands.label_images([first.id], remove=[red.id])
    destination = tmp_path / "out"
    destination.mkdir()

    summary = exported(catalogue, destination, lists.name)

    found = destination / "lists" / "truck.txt"
    assert found.read_text(encoding="utf-8") == "a/bil æ.jpg\nb.jpg\n"
    assert summary.size_bytes == found.stat().st_size
    assert (summary.destination, summary.images, summary.labellings) == (destination, 4, 2)
    preview = export_preview(catalogue, settings=ExportSettings(format=lists.name))
    assert preview.rows == (("lists",), ("lists/truck.txt",))
    with pytest.raises(InputError, match="not empty"):
        exported(catalogue, destination, lists.name, overwrite=True)
    with pytest.raises(InputError, match="is a file"):
        exported(catalogue, file_in(tmp_path), lists.name, overwrite=True)
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def file_in(folder: Path) -> Path:
    there = folder / "there.txt"
    there.write_text("mine", encoding="utf-8")
    return there


@pytest.mark.parametrize(
    "name", [one.name for one in registry.FORMATS if one.reader and not one.writes_folder]
)
def test_a_preview_is_the_head_of_the_export(
    catalogue: Catalogue, tmp_path: Path, name: str
) -> None:
    suffix = registry.format_named(name).suffix
    exported(catalogue, tmp_path / f"x{suffix}", name)

    preview = export_preview(catalogue, settings=ExportSettings(format=name), images=1)

    whole = registry.format_named(name).preview(tmp_path / f"x{suffix}")
    assert preview.header == whole.header
    assert preview.rows == whole.rows[: len(preview.rows)]
    assert 0 < len(preview.rows) < len(whole.rows)
    assert all("bil æ.jpg" in row[0] for row in preview.rows)


def test_the_confidence_and_the_probability_that_was_shown_are_both_there(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    run = SuggestionRun("neighbor-search", "f", {}, 0.1)
    catalogue.suggestions.replace_all(run, [])
    line = Calibration("isotonic", scores=(0.0, 1.0), probabilities=(0.0, 0.8))
    shown = CalibratedThresholds(Thresholds(run.threshold), calibration=line)
    catalogue.settings.set_many(settings_of_thresholds(run, shown))
    truck = catalogue.labels.find("truck")
    assert truck is not None
    of_window = shown.probability(0.75, truck.id)

    exported(catalogue, tmp_path / "a.csv", "csv-long")
    exported(catalogue, tmp_path / "a.jsonl", "jsonl")

    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = (row for row in csv.DictReader(stream) if row["source"] == "accepted")
    assert (float(row["confidence"]), float(row["probability"])) == (0.75, of_window)
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [label for line in lines for label in json.loads(line)["labels"]]
    (label,) = (label for label in labels if label["source"] == "accepted")
    assert (label["confidence"], label["probability"]) == (0.75, of_window)

    # Confidences of another suggester mean something else.
    catalogue.suggestions.replace_all(SuggestionRun("kernel-ridge", "f", {}, 0.1), [])
    exported(catalogue, tmp_path / "b.jsonl", "jsonl")
    lines = (tmp_path / "b.jsonl").read_text(encoding="utf-8").splitlines()
    labels = [label for line in lines for label in json.loads(line)["labels"]]
    assert {label["probability"] for label in labels} == {None}


@pytest.mark.parametrize(
    ("name", "options"), [("camtrap-dp", {}), ("ro-crate", {"holds": "camtrap-dp"})]
)
def test_images_that_a_format_has_no_place_for_are_told_and_not_counted(
    catalogue: Catalogue, tmp_path: Path, name: str, options: dict[str, str]
) -> None:
    catalogue.commands.import_images(
        [
            ScannedImage(
                b"e.jpg",
                b"5" * 32,
                1,
                1,
                captured_at="2026-05-01T10:00:00",
                keywords=(FoundKeyword(("fox",), "csv"),),
            )
        ]
    )
    foretold = exported(catalogue, tmp_path / "out", name, dry_run=True, options=options)
    summary = exported(catalogue, tmp_path / "out", name, options=options)
    file = next((tmp_path / "out").rglob("media.csv"))
    rows = file.read_text("utf-8").splitlines()[1:]
    assert (foretold.images, summary.images, len(rows)) == (1, 1, 1)
    assert (foretold.labellings, summary.labellings) == (1, 1)
    said = "4 images are left out: it is not known when they were taken"
    assert [said in str(one) for one in (*foretold.remarks, *summary.remarks)] == [True, True]
