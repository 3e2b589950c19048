"""Keywords into a catalogue that is there, from the command line, and out again with undo."""

import json
from pathlib import Path

import pytest
from PIL import Image

from db.catalogue import Catalogue
from tests.command_line import Command


@pytest.fixture
def catalogue(tmp_path: Path, command: Command) -> Path:
    """A catalogue of four images without keywords."""
    for number in range(4):
        file = tmp_path / "archive" / "2019" / f"{number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), (number, 0, 0)).save(file)
    path = tmp_path / "a.nabolag.sqlite"
    assert command("create", path, tmp_path / "archive").code == 0
    return path


def labels_by_file(path: Path) -> dict[str, set[str]]:
    with Catalogue.open(path) as opened:
        images = opened.images.get_many(opened.images.ids())
        return {
            image.path: {one.label_name for one in opened.labellings.of_image(image.id)}
            for image in images
        }


def table(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_a_table_is_told_taken_in_and_taken_back(
    catalogue: Path, tmp_path: Path, command: Command
) -> None:
    # As seen from inside 2019; 9.png is not there.
    content = "file,keywords\n0.png,elk;snow\n1.png,elk\n9.png,car\n"
    file = table(tmp_path / "k.csv", content)

    told = command("import", catalogue, file, "--dry-run")
    assert told.code == 0, told.err
    assert "2 images with keywords in the table; nothing was changed" in told.out
    assert "row 4: 9.png: There is no such file" in told.out
    assert "  elk (new label): 2 added" in told.out
    assert "  2019/0.png: +elk +snow" in told.out
    assert not any(labels_by_file(catalogue).values())

    done = command("import", catalogue, file, "--json")
    assert (done.document["labellings"], done.document["labels"]) == (3, 2)
    assert labels_by_file(catalogue)["2019/0.png"] == {"elk", "snow"}
    assert command("import", catalogue, file, "--json").document["labellings"] == 0

    with Catalogue.open(catalogue) as opened:
        assert opened.commands.undo() is not None
        assert opened.labels.all() == []
        assert opened.images.count() == 4
        assert opened.check().problems == []
        opened.commands.redo()
    assert labels_by_file(catalogue)["2019/0.png"] == {"elk", "snow"}


@pytest.mark.parametrize("name", ["imagefolder", "hf-parquet", "webdataset", "croissant"])
def test_a_folder_comes_into_another_catalogue_though_files_were_moved(
    name: str, catalogue: Path, tmp_path: Path, command: Command
) -> None:
    with Catalogue.open(catalogue) as opened:
        opened.commands.label_images(opened.images.ids(), add_names=["winter"])
    folder = tmp_path / "dataset"
    done = command("export", catalogue, folder, "--format", name, "--no-card")
    assert done.code == 0, done.err
    (tmp_path / "archive" / "2019" / "0.png").rename(tmp_path / "archive" / "elsewhere.png")
    other = tmp_path / "other.nabolag.sqlite"
    command("create", other, tmp_path / "archive")

    done = command("import", other, folder, "--json")

    assert done.document["images"] == 4, done.err
    assert labels_by_file(other)["elsewhere.png"] == {"winter"}


def test_an_export_of_one_catalogue_comes_into_another(
    catalogue: Path, tmp_path: Path, command: Command
) -> None:
    with Catalogue.open(catalogue) as opened:
        opened.commands.label_images(opened.images.ids(), add_names=["winter"])
    other = tmp_path / "other.nabolag.sqlite"
    command("create", other, tmp_path / "archive")
    for name, suffix in (("csv-long", "csv"), ("csv-wide", "csv"), ("jsonl", "jsonl")):
        file = tmp_path / f"{name}.{suffix}"
        command("export", catalogue, file, "--format", name, "--no-card")
        done = command("import", other, file, "--format", name, "--json")
        assert done.document["images"] == 4, done.err

    assert set(map(frozenset, labels_by_file(other).values())) == {frozenset({"winter"})}
    refused = command("import", other, tmp_path / "csv-long.csv", "--format", "jsonl")
    assert (refused.code, "is not in the format jsonl" in refused.err) == (2, True)
    refused = command("import", other, tmp_path / "csv-long.csv", "--format", "xlsx")
    assert (refused.code, "choose one of keywords, csv-long" in refused.err) == (2, True)


def test_whole_lines_become_labels_only_where_that_is_meant(
    catalogue: Path, tmp_path: Path, command: Command
) -> None:
    lines = "".join(f'2019/{number}.png,"elk, snow, {number}"\n' for number in range(4))
    file = table(tmp_path / "k.csv", "file,keywords\n" + lines)

    for arguments in (("import", catalogue, file), ("rescan", catalogue, "--keywords", file)):
        refused = command(*arguments)
        assert refused.code == 2
        assert "4 cells of keywords in k.csv hold “,” but no “;”" in refused.err
    assert not any(labels_by_file(catalogue).values())

    assert command("import", catalogue, file, "--force").code == 0
    assert labels_by_file(catalogue)["2019/0.png"] == {"elk, snow, 0"}


def test_a_table_that_was_undone_is_not_read_again(
    catalogue: Path, tmp_path: Path, command: Command
) -> None:
    file = table(tmp_path / "k.csv", "file,keywords\n2019/0.png,elk\n")
    assert command("rescan", catalogue, "--keywords", file, "--json").document["labellings"] == 1
    with Catalogue.open(catalogue) as opened:
        opened.commands.undo()

    again = command("rescan", catalogue)
    assert "was undone, so it was not read again" in again.out
    assert labels_by_file(catalogue)["2019/0.png"] == set()
    with Catalogue.open(catalogue) as opened:
        opened.commands.redo()
    assert "undone" not in command("rescan", catalogue).out
    assert command("rescan", catalogue, "--keywords", file).code == 0
    assert labels_by_file(catalogue)["2019/0.png"] == {"elk"}


def test_what_would_change_is_not_lost_among_labels_that_stay(
    catalogue: Path, tmp_path: Path, command: Command
) -> None:
    many = ";".join(f"kind {number:03}" for number in range(250))
    few = table(tmp_path / "k.csv", f"file,keywords\n2019/0.png,{many}\n")
    assert command("import", catalogue, few).code == 0
    more = table(tmp_path / "m.csv", f"file,keywords\n2019/0.png,{many};zebra\n")

    told = command("import", catalogue, more, "--dry-run").out

    assert "1 label:\n  zebra (new label): 1 added\n250 other labels as they are\n" in told
    assert "1 image would change:\n" in told
    assert command("import", catalogue, more).code == 0
    told = command("import", catalogue, more, "--dry-run").out
    assert told.endswith("251 labels as they are\n0 images would change\n")


def test_rows_with_odd_labels_and_times_are_told_and_left_out(
    catalogue: Path, tmp_path: Path, command: Command
) -> None:
    def line(number: int, label: str, when: str) -> str:
        labels = [{"path": [label], "source": "curator", "decider": "kari", "decided_at": when}]
        return json.dumps({"file": f"2019/{number}.png", "labels": labels})

    rows = [
        line(0, "two\nlines", "2026-03-01T12:00:00Z"),
        line(1, "elk", "yesterday"),
        line(2, "elk", "2026-03-01 13:00:00+01:00"),
        line(3, "nul\x00", ""),
        line(3, "moose", "9999-01-01T00:00:00Z"),
    ]
    file = table(tmp_path / "odd.jsonl", "\n".join(rows))

    done = command("import", catalogue, file)

    assert done.code == 0, done.err
    for said in (
        "A label cannot be called ‘two\ufffdlines’",
        "‘yesterday’ is no time of a decision; write it as 2026-03-01T12:00:00Z",
        "A label cannot be called ‘nul\ufffd’",
    ):
        assert said in done.out
    assert labels_by_file(catalogue) == {
        "2019/0.png": set(),
        "2019/1.png": set(),
        "2019/2.png": {"elk"},
        "2019/3.png": {"moose"},
    }


def test_what_annotators_left_out_is_told_and_taken_off_unless_it_is_to_stay(
    catalogue: Path, tmp_path: Path, command: Command
) -> None:
    elk = table(tmp_path / "k.csv", "file,keywords\n2019/0.png,elk\n2019/1.png,elk\n")
    assert command("import", catalogue, elk).code == 0
    assert command("export", catalogue, tmp_path / "out", "--format", "label-studio").code == 0
    tasks = json.loads((tmp_path / "out" / "tasks.json").read_text(encoding="utf-8"))
    result = {"from_name": "label", "to_name": "image", "type": "choices"}
    for task, chosen in zip(tasks, (["moose"], ["elk"]), strict=False):
        annotation = {"completed_by": 4, "updated_at": "2096-01-01T00:00:00Z"}
        annotation["result"] = [result | {"value": {"choices": chosen}}]
        task["annotations"] = [annotation]
    file = table(tmp_path / "project-1.json", json.dumps(tasks))

    told = command("import", catalogue, file, "--dry-run")
    assert told.code == 0, told.err
    assert "2 images looked through elsewhere" in told.out
    assert "  elk: 1 taken off, 1 as they are" in told.out
    assert "  2019/0.png: +moose -elk" in told.out

    assert command("import", catalogue, file, "--no-removals").code == 0
    assert labels_by_file(catalogue)["2019/0.png"] == {"elk", "moose"}
    done = command("import", catalogue, file)
    assert "1 label taken off, 0 suggestions rejected" in done.out
    assert labels_by_file(catalogue)["2019/0.png"] == {"moose"}
    assert labels_by_file(catalogue)["2019/1.png"] == {"elk"}
