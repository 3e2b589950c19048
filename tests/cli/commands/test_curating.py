"""A curator's work by script: accepting, labelling, choosing a suggester, and how things stand."""

import csv
import io
import json
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from tests.cli.conftest import make_suggested
from tests.command_line import Command, labels_by_file


@pytest.fixture
def calibrated(tmp_path: Path) -> Path:
    """A catalogue with suggestions that have probabilities."""
    return make_suggested(tmp_path, labelled=220)


def test_sure_suggestions_are_accepted_in_one_step(command: Command, calibrated: Path) -> None:
    before = labels_by_file(calibrated)

    told = command("accept", calibrated, "--min-probability", "0.5", "--preview", "--json").document
    assert labels_by_file(calibrated) == before
    done = command("accept", calibrated, "--min-probability", "0.5", "--json").document
    after = labels_by_file(calibrated)

    assert (told["changed"], done["changed"]) == (False, True)
    assert told["suggestions"] == done["suggestions"] > 0
    gained = sum(len(after[file] - before[file]) for file in after)
    assert gained == done["suggestions"] == sum(done["labels"].values())
    with Catalogue.open(calibrated) as catalogue:
        entry = catalogue.history.entries(1)[0]
        image = catalogue.images.get_many(catalogue.images.ids())[-1]
        decided = {
            one.source
            for record in catalogue.images.get_many(catalogue.images.ids())
            for one in catalogue.labellings.of_image(record.id)
        }
    assert (entry.command, image.path in after) == ("accept_suggestions", True)
    assert "accepted" in decided
    assert "suggestion" in command("undo", calibrated).out
    assert labels_by_file(calibrated) == before


def test_a_label_narrows_what_is_accepted(command: Command, calibrated: Path) -> None:
    every = command("accept", calibrated, "--min-probability", "0", "--preview", "--json").document
    name, count = next(iter(every["labels"].items()))

    options = ("--min-probability", "0", "--label", name, "--preview", "--json")
    one = command("accept", calibrated, *options).document
    limited = command("accept", calibrated, *options, "--limit", "1").document

    assert one["labels"] == {name: count}
    assert limited["suggestions"] == 1
    assert command("accept", calibrated, "--min-probability", "0", "--label", "no").code == 2


def test_without_probabilities_nothing_is_accepted(command: Command, suggested: Path) -> None:
    refused = command("accept", suggested, "--min-probability", "0.5")

    assert (refused.code, "suggest --tune" in refused.err) == (2, True)


def test_images_are_labelled_from_a_list_and_back(
    command: Command, suggested: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("many/00033.jpg\nmany/00034.jpg\n"))

    added = command("label", "add", suggested, "ship", "many/00032.jpg", "--images", "-")
    removed = command("label", "remove", suggested, "ship", "many/00033.jpg", "--json").document

    assert added.out.startswith("Add ‘ship’ to 3 images: 3 changed.")
    assert (removed["changed"], removed["removed"]) == (True, ["ship"])
    carrying = [file for file, names in labels_by_file(suggested).items() if "ship" in names]
    assert carrying == ["many/00032.jpg", "many/00034.jpg"]
    assert command("label", "add", suggested, "ship", "nowhere.jpg").code == 2
    assert command("label", "add", suggested, "ship").code == 2
    assert command("labels", "add", suggested, "tanker", "--below", "ship").code == 0
    assert command("labels", "add", suggested, "tanker", "--below", "ship").code == 2


def test_what_was_decided_in_the_meantime_stays(calibrated: Path) -> None:
    with Catalogue.open(calibrated) as catalogue:
        read = catalogue.suggestions.open_ones()
        pairs = {(one.image_id, one.label_id): one.confidence for one in read}
        first = catalogue.commands.accept_suggestions(pairs, suggester="neighbor-mix")
        second = catalogue.commands.accept_suggestions(pairs, suggester="neighbor-mix")

    assert first.details["suggestions"] == len(pairs) > 0
    assert (second.details["suggestions"], second.change_id > 0) == (0, False)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no device that never ends")
def test_a_list_that_never_ends_or_is_closed_is_refused(
    command: Command, suggested: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = command("label", "add", suggested, "ship", "--images", "/dev/zero")
    monkeypatch.setattr("sys.stdin", None)
    closed = command("label", "add", suggested, "ship", "--images", "-")

    assert (endless.code, "no list of images" in endless.err) == (2, True)
    assert (closed.code, "cannot be read" in closed.err) == (2, True)


def test_an_empty_folder_is_not_the_whole_archive(command: Command, calibrated: Path) -> None:
    accept = ("accept", calibrated, "--min-probability", "0", "--preview", "--json", "--folder")

    refused, all_of_it = command(*accept, ""), command(*accept, ".")

    assert (refused.code, refused.document["error"]["code"]) == (2, "cli-folder-empty")
    assert all_of_it.document["suggestions"] > 0


def test_a_suggester_is_put_in_force_and_told_of(command: Command, suggested: Path) -> None:
    chosen = command("suggester", suggested, "1-nn", "--json").document
    found = command("info", suggested, "--json").document
    back = command("suggester", suggested, "recommended", "--json").document

    assert chosen == {"suggester": "1-nn", "because": "chosen for this catalogue"}
    assert found["suggester"]["name"] == "1-nn"
    assert back["suggester"] == "neighbor-mix"
    assert command("suggester", suggested, "oracle").code == 2
    listed = command("suggester", suggested).out.splitlines()
    assert any("neighbor-search-on-both  " in one and "similar captions" in one for one in listed)
    assert found["images"]["in_use"] == 40
    assert (found["images"]["labelled"], found["images"]["unlabelled"]) == (30, 10)
    assert found["last_changes"]
    assert "40 images: 40 in use" in command("info", suggested).out


def test_what_was_undone_is_not_told_as_if_it_had_been_done_again(
    command: Command, suggested: Path
) -> None:
    command("labels", "add", suggested, "tanker")
    command("undo", suggested)
    command("undo", suggested, "--redo")
    command("undo", suggested)

    changes = command("info", suggested, "--json").document["last_changes"]

    assert [(one["what"], one["state"]) for one in changes[:4]] == [
        ("undone: create the label ‘tanker’", "done"),
        ("done again: create the label ‘tanker’", "done"),
        ("undone: create the label ‘tanker’", "done"),
        ("create the label ‘tanker’", "undone"),
    ]


def test_filters_choose_what_is_listed_and_written(
    command: Command, calibrated: Path, tmp_path: Path
) -> None:
    options = ("--no-tune", "--suggester", "neighbor-mix")
    listed = command("suggest", calibrated, *options, "--min-probability", "0.2", "--json")
    told = command("suggest", calibrated, *options, "--min-probability", "0.2", "--out", "-")
    lines = tmp_path / "s.jsonl"
    assert command("suggest", calibrated, *options, "--top", "1", "--out", lines).code == 0
    rows = listed.document["rows"]

    table = list(csv.DictReader(io.StringIO(told.out.removeprefix("\ufeff"))))
    assert {(row["file"], row["label"]) for row in table} == {
        (row["file"], row["label"]) for row in rows
    }
    assert all(row["probability"] >= 0.2 for row in rows)
    assert "Suggester: neighbor-mix" in told.err
    written = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert len({one["file"] for one in written}) == len(written)
    for out in ("s.txt", "s"):
        refused = command("suggest", calibrated, "--out", tmp_path / out)
        assert (refused.code, "ends in no format" in refused.err) == (2, True)
    assert command("suggest", calibrated, "--out", "-", "--json").code == 2


def test_suspects_are_listed_by_the_same_filters(command: Command, suggested: Path) -> None:
    every = command("suspects", suggested, "--json").document["rows"]
    some = command("suspects", suggested, "--limit", "2", "--json").document["rows"]
    told = command("suspects", suggested, "--limit", "2", "--out", "-")

    assert {"kind", "file", "label", "score", "probability"} == set(every[0])
    assert some == every[:2]
    assert len(told.out.splitlines()) == 3
    nowhere = command("suspects", suggested, "--folder", "nowhere")
    assert nowhere.code == 2


def test_an_export_is_printed_where_it_is_one_file(command: Command, suggested: Path) -> None:
    printed = command("export", suggested, "-", "--only", "labelled")
    lines = command("export", suggested, "-", "--format", "jsonl")
    folder = command("export", suggested, "-", "--format", "coco")

    rows = list(csv.DictReader(io.StringIO(printed.out.removeprefix("\ufeff"))))
    assert len({row["file"] for row in rows}) == 30
    assert "written to -" in printed.err
    assert (len(lines.out.splitlines()), folder.code) == (40, 2)
    assert command("export", suggested, "-", "--json").code == 2
