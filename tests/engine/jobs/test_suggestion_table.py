"""The file of suggestions: every image in it, evidence that adds up, nothing by halves."""

import csv
import json
import os
import threading
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from db.records import ScannedImage
from engine.cells import file_as_spelled, file_of_cell
from engine.errors import InputError
from engine.jobs.suggest import suggest_labels
from engine.jobs.suggestion_table import SuggestionExportSummary, export_suggestions
from engine.progress import JobCancelledError, NeverCancelled, run_job
from messages.message import plain_text

if TYPE_CHECKING:
    from conftest import MadeCatalogue


@pytest.fixture
def suggested(made: "MadeCatalogue") -> "MadeCatalogue":
    """A catalogue with suggestions, and with every kind of image that has none."""
    made.many(labelled=30, unlabelled=10)
    made.add("=new.jpg", encoded=False)
    made.add("broken.jpg", problem=plain_text("It is cut off."), encoded=False)
    made.catalogue.commands.mark_missing([made.add("gone.jpg", "old")])
    run_job(suggest_labels(made.catalogue, cancel=NeverCancelled()))
    return made


def export(made: "MadeCatalogue", path: Path, **options: Any) -> SuggestionExportSummary:
    return run_job(
        export_suggestions(made.catalogue, cancel=NeverCancelled(), destination=path, **options)
    )


def test_every_file_is_there_with_suggestions_or_a_reason(
    suggested: "MadeCatalogue", tmp_path: Path
) -> None:
    summary = export(suggested, tmp_path / "s.csv", raw=True)

    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    by_file = defaultdict(list)
    for row in rows:
        by_file[row["file"]].append(row)
    catalogue = suggested.catalogue
    images = catalogue.images.get_many(catalogue.images.ids())
    assert set(by_file) == {image.path for image in images}
    assert summary.images == len(images)
    for image in images:
        stored = catalogue.suggestions.of_image(image.id)
        if stored and image.status == "ok":
            assert [row["label"] for row in by_file[image.path]] == [
                one.label_name for one in stored
            ]
        else:
            (row,) = by_file[image.path]
            assert (row["label"], row["confidence"]) == ("", "")
    assert by_file["=new.jpg"][0]["reason"] == "not encoded yet"
    assert by_file["broken.jpg"][0]["reason"] == "unreadable: It is cut off."
    assert by_file["gone.jpg"][0]["reason"] == "missing"
    assert summary.suggestions == sum(row["label"] != "" for row in rows) > 0
    assert summary.images_with_suggestions == sum(
        found[0]["label"] != "" for found in by_file.values()
    )


def test_the_evidence_of_each_row_adds_up_to_its_confidence(
    suggested: "MadeCatalogue", tmp_path: Path
) -> None:
    export(suggested, tmp_path / "s.jsonl")

    rows = [json.loads(line) for line in (tmp_path / "s.jsonl").read_text().splitlines()]
    some = [row for row in rows if row["label"] is not None]
    assert some
    for row in some:
        assert sum(weight for _, weight in row["evidence"]) == pytest.approx(
            row["confidence"], abs=1e-6
        )
        image = suggested.catalogue.images.by_path(row["file"].encode())
        assert image is not None
        stored = {
            one.label_name: one.confidence
            for one in suggested.catalogue.suggestions.of_image(image.id)
        }
        assert stored[row["label"]] == pytest.approx(row["confidence"], abs=1e-6)
        for file, _ in row["evidence"]:
            carried = suggested.catalogue.images.by_path(file.encode())
            assert carried is not None
            names = {one.label_name for one in suggested.catalogue.labellings.of_image(carried.id)}
            assert row["label"] in names


def test_both_formats_say_the_same_and_a_spreadsheet_runs_nothing(
    suggested: "MadeCatalogue", tmp_path: Path
) -> None:
    export(suggested, tmp_path / "s.csv")
    export(suggested, tmp_path / "s.jsonl")

    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as stream:
        cells = list(csv.DictReader(stream))
    lines = [json.loads(line) for line in (tmp_path / "s.jsonl").read_text().splitlines()]
    assert len(cells) == len(lines)
    for row, line in zip(cells, lines, strict=True):
        assert row["file"].removeprefix("'") == line["file"]
        assert (row["label"] or None) == line["label"]
        assert json.loads(row["evidence"] or "[]") == line["evidence"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in cells for cell in row.values())


def test_it_refuses_before_the_first_run_and_inside_the_archive(
    made: "MadeCatalogue", tmp_path: Path
) -> None:
    made.add("a.jpg", "boat")

    with pytest.raises(InputError, match="run suggest first"):
        export(made, tmp_path / "s.csv")
    with pytest.raises(InputError, match="nothing is ever exported to"):
        export(made, made.catalogue.archive_dir / "s.csv")


def test_cancelled_it_leaves_no_file(suggested: "MadeCatalogue", tmp_path: Path) -> None:
    cancel = threading.Event()
    cancel.set()
    before = set(tmp_path.iterdir())

    with pytest.raises(JobCancelledError):
        run_job(
            export_suggestions(suggested.catalogue, cancel=cancel, destination=tmp_path / "s.csv")
        )

    assert set(tmp_path.iterdir()) == before


def test_files_are_named_as_exports_name_them(suggested: "MadeCatalogue", tmp_path: Path) -> None:
    names = ["\udce5.jpg", "a\\x41.jpg", "a\\b.jpg", " c.jpg", "o\u0308.jpg", "=d.jpg"]
    suggested.catalogue.commands.import_images(
        [
            ScannedImage(os.fsencode(name), name.encode("utf-8", "surrogatepass").ljust(32), 1, 1)
            for name in names
        ]
    )
    for path in (tmp_path / "s.csv", tmp_path / "s.jsonl"):
        export(suggested, path)
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as stream:
        found = {file_of_cell(row["file"]) for row in csv.DictReader(stream)}
    assert set(names) <= found
    lines = (tmp_path / "s.jsonl").read_text(encoding="utf-8").splitlines()
    assert {file_as_spelled(json.loads(line)["file"]) for line in lines} == found
