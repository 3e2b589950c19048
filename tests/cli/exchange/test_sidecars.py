"""Keywords beside the originals by script: preview, write, undo, and what others changed."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db.catalogue import Catalogue
from tests.engine.jobs.sidecars.conftest import labels_at, paint, paths_in, scan, sidecars
from tests.engine.jobs.sidecars.pictures.conftest import needs_exiftool

if TYPE_CHECKING:
    from conftest import Command


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """A catalogue of two pictures, one labelled; the archive lies beside it."""
    (tmp_path / "archive").mkdir()
    for number, name in enumerate(("a.jpg", "b.jpg")):
        paint(tmp_path / "archive" / name, number)
    path = tmp_path / "c.nabolag.sqlite"
    with Catalogue.create(path, tmp_path / "archive") as catalogue:
        scan(catalogue)
        catalogue.commands.label_images([1], add_names=["animals|cat", "moon"])
    return path


def test_preview_write_and_undo(labelled: Path, command: "Command") -> None:
    archive = labelled.parent / "archive"
    told = command("sidecars", labelled)
    assert told.code == 0
    assert "1 sidecar would be written, 1 of them new." in told.out
    assert "a.jpg.xmp: + animals|cat, + moon" in told.out
    assert sidecars(archive) == {}
    written = json.loads(command("sidecars", labelled, "--write", "--json").out)["written"]
    assert (written["new"], written["files"][0]["added"]) == (1, ["animals|cat", "moon"])
    assert paths_in(archive / "a.jpg.xmp") == {"animals|cat", "moon"}
    assert "Every sidecar says what the catalogue does." in command("sidecars", labelled).out
    back = command("sidecars", labelled, "--undo")
    assert "1 new one is gone" in back.out
    assert sidecars(archive) == {}
    assert command("sidecars", labelled, "--undo").code == 2


def test_the_name_of_a_new_sidecar_is_chosen(labelled: Path, command: "Command") -> None:
    command("sidecars", labelled, "--write", "--style", "stem")
    assert list(sidecars(labelled.parent / "archive")) == ["a.xmp"]


def test_changes_are_listed_taken_over_and_declined(labelled: Path, command: "Command") -> None:
    command("sidecars", labelled, "--write")
    file = labelled.parent / "archive" / "a.jpg.xmp"
    file.write_bytes(
        file.read_bytes()
        .replace(b"<rdf:li>animals|cat</rdf:li>", b"<rdf:li>animals|dog</rdf:li>")
        .replace(b"<rdf:li>moon</rdf:li>", b"<rdf:li>sun</rdf:li>")
    )
    listed = command("sidecars", labelled, "--sync")
    assert "4 keywords changed by other programs." in listed.out
    assert "a.jpg.xmp: - moon, open" in listed.out
    assert "Another program has changed it since" in command("sidecars", labelled, "--write").out
    taken = ("sidecars", labelled, "--sync", "--accept", "--label", "animals|dog", "--json")
    answers = {one["label"]: one["answer"] for one in json.loads(command(*taken).out)["changes"]}
    assert answers == {
        "animals|dog": "accepted",
        "animals|cat": "open",
        "sun": "open",
        "moon": "open",
    }
    done = command("sidecars", labelled, "--sync", "--decline", "--write")
    assert "1 sidecar written." in done.out
    assert paths_in(file) == {"animals|cat", "animals|dog", "moon"}
    with Catalogue.open(labelled) as catalogue:
        assert labels_at(catalogue, "a.jpg") == {"animals|cat", "animals|dog", "moon"}


@pytest.mark.parametrize(
    "options", [("--write", "--undo"), ("--accept",), ("--sync", "--accept", "--decline")]
)
def test_what_makes_no_sense_together_is_said(
    labelled: Path, command: "Command", options: tuple[str, ...]
) -> None:
    refused = command("sidecars", labelled, *options)
    assert refused.code == 2
    assert refused.err.count("\n") == 1


@needs_exiftool
def test_keywords_go_into_the_pictures_only_where_that_is_asked_for(
    labelled: Path, command: "Command"
) -> None:
    picture = labelled.parent / "archive" / "a.jpg"
    before = picture.read_bytes()
    told = command("sidecars", labelled, "--embed")
    assert "1 picture would be written into" in told.out
    assert "a.jpg: + animals|cat, + moon" in told.out
    assert picture.read_bytes() == before
    written = json.loads(command("sidecars", labelled, "--embed", "--write", "--json").out)
    assert written["written"]["changed"] == 1
    assert b"animals|cat" in picture.read_bytes()
    assert sidecars(labelled.parent / "archive") == {}
    assert "1 picture is as it was" in command("sidecars", labelled, "--embed", "--undo").out
    assert picture.read_bytes() == before
    assert "kB of old pictures" in command("sidecars", labelled, "--embed", "--drop-originals").out
    assert command("sidecars", labelled, "--drop-originals").code == 2
    copy = labelled.parent / "copy" / labelled.name
    copy.parent.mkdir()
    shutil.copy(labelled, copy)
    assert f"those of {labelled} as well" in command("sidecars", copy, "--embed").out
    refused = command("sidecars", copy, "--embed", "--write")
    assert refused.code == 2
    assert "--from-copy" in refused.err
    assert command("sidecars", copy, "--embed", "--write", "--from-copy").code == 0
    assert command("sidecars", labelled, "--embed", "--sync").code == 2
