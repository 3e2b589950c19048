"""Exports from the command line: they come back, replace nothing unasked, and are what they say."""

import json
from pathlib import Path

import pytest

import main
from db.catalogue import Catalogue
from engine.exchange.registry import FORMATS, format_named
from tests.command_line import Command, labels_by_file, make_archive
from tests.exchanging import dated

ROOT = Path(main.__file__).parent
NASTY_NAMES = ["a;b", 'so "called"', "=1+1", "'=1+1", "+47", "-", "@me", "🚚 truck", "شاحنة", "a|b"]
NASTY_NAMES += ["label:x", "c\\d", "keywords", "file", "Æ ø Å", "<b>bold</b>", "a,b", "'quoted'"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """12 pictures, and a text file that calls itself one."""
    folder = make_archive(tmp_path / "archive", 12)
    for picture in folder.rglob("*.jpg"):
        dated(picture)
    (folder / "text.jpg").write_text("not a picture", encoding="utf-8")
    (tmp_path / "keywords.csv").write_text("file,keywords\n0/0.jpg,a;b\n1/1.jpg,a\n", "utf-8")
    return folder


@pytest.fixture
def catalogue(tmp_path: Path, archive: Path, command: Command) -> Path:
    """The archive's catalogue, scanned, with its keywords."""
    path = tmp_path / "a.nabolag.sqlite"
    assert command("create", path, archive, "--keywords", tmp_path / "keywords.csv").code == 0
    return path


# A folder for each label has no room for what several labels of an image are, a list of captions
# none for labels.
@pytest.mark.parametrize(
    "export_format",
    [one.name for one in FORMATS if one.reader and one.name not in ("folders", "csv-captions")],
)
def test_exported_labels_come_back_the_same(
    command: Command, tmp_path: Path, archive: Path, catalogue: Path, export_format: str
) -> None:
    with Catalogue.open(catalogue) as opened:
        ids = opened.images.ids()
        for number, name in enumerate(NASTY_NAMES):
            image = ids[number % 5]
            made = opened.commands.create_label(name)
            opened.commands.label_images([image, ids[6]], add=[*made.label_ids])
        child = opened.labels.find(NASTY_NAMES[0])
        parent = opened.labels.find(NASTY_NAMES[9])
        assert child is not None
        assert parent is not None
        opened.commands.set_parent(child.id, parent.id)
    destination = tmp_path / f"labels{format_named(export_format).suffix}"
    before = {path: path.read_bytes() for path in archive.rglob("*.jpg")}

    exported = command("export", catalogue, destination, "--format", export_format, "--no-card")
    again = tmp_path / "again.nabolag.sqlite"
    created = command("create", again, archive, "--keywords", destination, "--json").document

    assert exported.code == 0
    assert created["notes"] == []
    assert labels_by_file(again) == labels_by_file(catalogue)
    with Catalogue.open(again) as opened:
        child = opened.labels.find(NASTY_NAMES[0])
        assert child is not None
        assert child.parent_id is not None
        assert opened.labels.get(child.parent_id).name == NASTY_NAMES[9]
    assert {path: path.read_bytes() for path in archive.rglob("*.jpg")} == before


def test_export_replaces_nothing_unasked_and_spares_the_archive(
    command: Command, tmp_path: Path, archive: Path, catalogue: Path
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine", encoding="utf-8")

    assert command("export", catalogue, there).code == 2
    assert there.read_text(encoding="utf-8") == "mine"
    assert command("export", catalogue, there, "--force").code == 0
    assert command("export", catalogue, archive / "x.csv", "--force").code == 2
    assert command("export", catalogue, catalogue, "--force").code == 2
    assert not (archive / "x.csv").exists()


def test_options_of_a_format_are_given_by_name(
    command: Command, tmp_path: Path, catalogue: Path
) -> None:
    with Catalogue.open(catalogue) as opened:
        opened.commands.label_images(opened.images.ids(), add_names=["=odd"])

    for name, options in (("a", ()), ("b", ("--raw",)), ("c", ("--option", "raw=yes"))):
        command("export", catalogue, tmp_path / f"{name}.csv", "--no-card", *options)
    safe, raw, also_raw = ((tmp_path / f"{name}.csv").read_text("utf-8") for name in "abc")

    assert ",'=odd," in safe
    assert ",=odd," in raw
    assert also_raw == raw
    for options in ("raw=maybe", "colour=red", "raw"):
        refused = command("export", catalogue, tmp_path / "d.csv", "--option", options)
        assert refused.code == 2
        assert options.partition("=")[0] in refused.err
    assert not (tmp_path / "d.csv").exists()


# --- care ---------------------------------------------------------------------------------------


def test_an_export_is_written_as_its_name_ends(
    command: Command, catalogue: Path, tmp_path: Path
) -> None:
    lines = tmp_path / "x.jsonl"
    assert command("export", catalogue, lines).code == 0
    assert json.loads(lines.read_text(encoding="utf-8").splitlines()[0])["file"]

    refused = command("export", catalogue, tmp_path / "x.xlsx")
    assert refused.code == 2
    assert ".csv" in refused.err
    assert ".jsonl" in refused.err
    assert not (tmp_path / "x.xlsx").exists()

    told = command("export", catalogue, tmp_path / "x.xlsx", "--format", "csv-wide")
    assert told.code == 0, "whoever names the format may name the file as they like"


def test_a_glossary_is_only_written_under_an_ending_of_its_own(
    command: Command, catalogue: Path, tmp_path: Path
) -> None:
    refused = command("glossary", catalogue, "--export", tmp_path / "names.txt")

    assert (refused.code, ".csv, .tsv or .tbx" in refused.err) == (2, True)
    assert not (tmp_path / "names.txt").exists()


def test_what_may_be_replaced_is_told_with_the_option_that_allows_it(
    command: Command, catalogue: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there.csv"
    there.touch()

    assert command("export", catalogue, there).err.endswith("allow it to be replaced (--force).\n")


def test_a_backup_is_taken_when_asked_for(command: Command, catalogue: Path) -> None:
    with Catalogue.open(catalogue) as opened:
        opened.commands.label_images(opened.images.ids()[:3], add_names=["one of its kind"])
        labels = len(opened.labels.all())

    taken = command("backup", catalogue, "--json").document

    assert (taken["reason"], taken["labels"]) == ("asked for", labels)
    assert taken["labellings"] >= 3
    assert command("backups", catalogue, "--json").document == [taken]
    assert f"{taken['labellings']} labellings, {labels} labels" in command("backups", catalogue).out


def test_progress_is_told_by_folder_and_week(command: Command, catalogue: Path) -> None:
    told = command("progress", catalogue, "--json").document

    whole = told["folders"][0]
    assert (whole["folder"], whole["images"], whole["labelled"]) == ("", 13, 2)
    assert [one["folder"] for one in told["folders"]] == ["", "0", "1", "2"]
    assert told["weeks"][0]["newly_labelled"] == 2
    lines = command("progress", catalogue).out.splitlines()
    assert lines[1].split() == ["13", "2", "0", "0", "1", "0", "(all)"]
    assert lines[-1].split() == ["0", "2", told["weeks"][0]["monday"]]
