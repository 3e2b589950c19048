"""Duplicates by script: questions, answers, tables, accepting, and files out and back."""

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from db.catalogue import Catalogue
from tests.engine.jobs.duplicates.conftest import COPIES, paint, scan

if TYPE_CHECKING:
    from conftest import Command

HALF = "copies/half size.png"


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of drawings with copies, scanned and encoded, not searched; all tests share it,
    and each leaves nothing that the next would trip over."""
    folder = tmp_path_factory.mktemp("command")
    paint(folder / "archive")
    path = folder / "a.nabolag.sqlite"
    with Catalogue.create(path, folder / "archive") as catalogue:
        scan(catalogue)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_pairs_that_teach_are_named_and_answers_are_taken(
    searched: Path, command: "Command", tmp_path: Path
) -> None:
    asked = command("duplicates", searched, "--ask", 3, "--json")
    assert asked.code == 0
    told = json.loads(asked.out)
    assert (told["answers"], told["settled"], told["set_aside"]) == (0, False, 0)
    pairs = told["pairs"]
    assert len(pairs) == 3
    assert pairs[0].keys() == {"file_a", "file_b", "similarity", "probability", "done"}
    said = tmp_path / "said.csv"
    said.write_text(
        "file_a,file_b,answer\n"
        "box/04.png,copies/mirrored.png,no\n"
        "box/03.png,copies/quality.jpg,copy\n"
        "box/03.png,gone.png,yes\n"
    )

    taken = command(
        *("duplicates", searched, "--answers", said),
        *("--pairs", tmp_path / "pairs.csv", "--export", tmp_path / "clusters.csv"),
    )

    assert taken.code == 0
    assert "2 answers taken" in taken.out
    assert sum("answers" in line and "taken" not in line for line in taken.out.splitlines()) == 1
    assert "gone.png" in taken.out
    clusters = rows(tmp_path / "clusters.csv")
    cluster_of = {row["file"]: row["cluster"] for row in clusters}
    assert cluster_of["box/03.png"] == cluster_of["copies/quality.jpg"]
    (quality,) = [row for row in clusters if row["file"] == "copies/quality.jpg"]
    assert (quality["relation"], quality["probability"]) == ("copy", "1.000000")
    keepers = [row["cluster"] for row in clusters if row["keeper"] == "yes"]
    assert sorted(keepers) == sorted(set(cluster_of.values()))
    found = rows(tmp_path / "pairs.csv")
    (half,) = [one for one in found if {"box/02.png", HALF} == {one["file_a"], one["file_b"]}]
    assert (half["file_b"], half["done"]) == (HALF, "half size")
    asked = command("duplicates", searched, "--ask", 40)
    assert (
        f"box/02.png | {HALF} | {100 * float(half['probability']):.0f} % | half size" in asked.out
    )
    assert [float(one["probability"]) for one in found] == sorted(
        (float(one["probability"]) for one in found), reverse=True
    )
    assert command("undo", searched).code == 0


def test_groups_of_others_come_in_to_be_looked_at_and_relations_as_answers(
    searched: Path, command: "Command", tmp_path: Path
) -> None:
    archive = searched.parent / "archive"
    result = tmp_path / "fclones.json"
    files = [str(archive / "box" / f"0{number}.png") for number in (7, 8)]
    group = {"file_len": 5, "file_hash": "ab", "files": [*files, "/elsewhere/a.png"]}
    result.write_text(json.dumps({"header": {}, "groups": [group]}))
    taken = command("duplicates", searched, "--import", result, "--export", tmp_path / "a.csv")
    assert taken.code == 0
    assert "1 pair named by others, to look at" in taken.out
    assert "1 file, as /elsewhere/a.png" in taken.out
    found = {row["file"]: row for row in rows(tmp_path / "a.csv")}
    assert found["box/07.png"]["cluster"] == found["box/08.png"]["cluster"]
    told = {found[f"box/0{number}.png"]["probability"] for number in (7, 8)}
    assert told == {"1.000000", "0.500000"}
    assert {row["relation"] for row in found.values()} == {""}

    other = tmp_path / "other.csv"
    other.write_text(
        "file,cluster,keeper,relation\nbox/03.png,x,yes,\ncopies/quality.jpg,x,no,copy\n"
    )
    taken = command("duplicates", searched, "--import", other, "--export", tmp_path / "b.csv")
    assert "1 answer taken" in taken.out
    said = {row["file"]: row["relation"] for row in rows(tmp_path / "b.csv")}
    assert (said["box/03.png"], said["copies/quality.jpg"]) == ("", "copy")
    again = command("duplicates", searched, "--import", tmp_path / "b.csv", "--json")
    assert json.loads(again.out)["answered"] == json.loads(again.out)["suspected"] == 0
    assert command("undo", searched).code == 0


def test_certain_clusters_are_accepted_and_their_files_go_and_come_back(
    searched: Path, command: "Command", tmp_path: Path
) -> None:
    archive = searched.parent / "archive"
    before = {one: one.read_bytes() for one in archive.rglob("*.*")}
    assert command("duplicates", searched, "--preview").code == 2
    told = json.loads(
        command("duplicates", searched, "--accept-certain", "--preview", "--json").out
    )
    assert told["accepted"]["images"] == 2
    assert told["set_aside"] == 0

    listed = tmp_path / "aside.csv"
    moved = command(
        *("duplicates", searched, "--accept-certain", "--move-to", tmp_path / "away", "--json"),
        *("--list-aside", listed),
    )
    assert [(row["file"], row["keeper"], row["cluster"]) for row in rows(listed)] == [
        ("copies/same file.png", "box/00.png", "1"),
        ("copies/other container.bmp", "box/01.png", "2"),
    ]
    assert all(float(row["probability"]) > 0.99 for row in rows(listed))

    found = json.loads(moved.out)
    assert found["set_aside"] == 2
    assert found["files"]["moved"] == 2
    assert not (archive / "copies" / "same file.png").exists()
    back = command("duplicates", searched, "--put-back", found["files"]["manifest"])
    assert back.code == 0
    assert "2 files are back" in back.out
    (archive / "copies" / "same file.png").write_bytes(b"another one")
    again = command("duplicates", searched, "--put-back", found["files"]["manifest"])
    assert "1 file could not be put back" in again.out
    assert "copies/same file.png: something else lies where it is to go" in again.out
    (archive / "copies" / "same file.png").write_bytes((archive / "box/00.png").read_bytes())
    command("rescan", searched)
    assert {one: one.read_bytes() for one in archive.rglob("*.*")} == before
    # The one that held something else for a while is no longer set aside.
    assert json.loads(command("duplicates", searched, "--json").out)["set_aside"] == 1

    one = tmp_path / "one.csv"
    one.write_text("file,why\ncopies/other container.bmp,needed\ngone.png,\n")
    back = command("duplicates", searched, "--bring-back", one)
    assert "1 image in use again" in back.out
    assert "1 file, as gone.png" in back.out
    again = command("duplicates", searched, "--bring-back", listed, "--json")
    told = json.loads(again.out)
    assert (told["brought_back"], told["set_aside"]) == (0, 0)
    assert len(COPIES) == 5


def test_tables_that_are_none_are_refused_in_one_sentence(
    searched: Path, command: "Command", tmp_path: Path
) -> None:
    odd = tmp_path / "odd.csv"
    for option, text in (
        ("--answers", "file,label\na,b\n"),
        ("--answers", "file_a,file_b,answer\nbox/01.png,box/02.png,maybe\n"),
        ("--answers", "file_a,file_b,answer\nnope.png,other.png,yes\n"),
        ("--import", "file,keeper\na,yes\n"),
        ("--import", '{"5": [[{"path": NaN}]]}'),
    ):
        odd.write_text(text)
        refused = command("duplicates", searched, option, odd)
        assert refused.code == 2
        assert refused.err.strip().count("\n") == 0 or "odd.csv" in refused.err
    refused = command("duplicates", searched, "--trash", tmp_path, "--move-to", tmp_path)
    assert refused.code == 2


def test_the_rule_is_shown_and_taken_again(
    searched: Path, command: "Command", tmp_path: Path
) -> None:
    standing = json.loads(command("duplicates", searched, "--show-rule").out)
    rule = tmp_path / "rule.json"
    rule.write_text(
        json.dumps({"parts": ["folder"], "folder_pattern": "copies", "originals": ["/box/"]})
    )
    taken = json.loads(command("duplicates", searched, "--rule", rule, "--show-rule").out)
    assert taken == {
        **standing,
        "parts": ["folder"],
        "folder_pattern": "copies",
        "originals": ["box"],
    }
    told = command("duplicates", searched, "--accept-certain", "--preview", "--json")
    # The copies lie in no folder of originals, but would stay for none: all others are originals.
    assert json.loads(told.out)["accepted"]["images"] == 2
    rule.write_text(json.dumps({"originals": []}))
    exported = tmp_path / "clusters.csv"
    assert command("duplicates", searched, "--rule", rule, "--export", exported).code == 0
    keepers = {row["file"] for row in rows(exported) if row["keeper"] == "yes"}
    assert {"copies/same file.png", "copies/other container.bmp"} <= keepers
    rule.write_text(json.dumps(standing))
    again = json.loads(command("duplicates", searched, "--rule", rule, "--show-rule").out)
    assert again == standing
    for odd in ("[]", '{"part": []}', '{"parts": ["best"]}', '{"certain_from": 0.001}', "{"):
        rule.write_text(odd)
        assert command("duplicates", searched, "--rule", rule).code == 2
    assert json.loads(command("duplicates", searched, "--show-rule").out) == standing


def test_clusters_are_joined_split_and_taken_as_tables_have_them(
    searched: Path, command: "Command", tmp_path: Path
) -> None:
    exported, table = tmp_path / "clusters.csv", tmp_path / "table.csv"
    command("duplicates", searched, "--export", exported)
    untouched = json.loads(command("duplicates", searched, "--regroup", exported, "--json").out)
    assert untouched["regrouped"] == 0
    table.write_text(
        "file,cluster\nbox/00.png,1\ncopies/same file.png,2\nbox/10.png,3\nbox/11.png,3\n"
    )
    told = command("duplicates", searched, "--regroup", table, "--export", exported, "--force")
    assert "2 pairs joined or split" in told.out
    cluster_of = {row["file"]: row["cluster"] for row in rows(exported)}
    assert cluster_of["box/10.png"] == cluster_of["box/11.png"]
    assert cluster_of.get("copies/same file.png", "") != cluster_of.get("box/00.png", "none")

    table.write_text("file,keeper\nbox/10.png,box/11.png\nnowhere.png,box/11.png\n")
    aside = tmp_path / "aside.csv"
    told = command("duplicates", searched, "--keep", table, "--list-aside", aside)
    assert "1 image set aside as the table has it" in told.out
    assert "1 file, as nowhere.png" in told.out
    assert ("box/10.png", "box/11.png") in {(row["file"], row["keeper"]) for row in rows(aside)}
    again = json.loads(command("duplicates", searched, "--keep", aside, "--json").out)
    assert again["kept"] == 0

    table.write_text("file,keeper\nbox/11.png,box/10.png\n")
    command("duplicates", searched, "--keep", table, "--list-aside", aside, "--force")
    changed = {row["file"]: row["keeper"] for row in rows(aside)}
    assert changed["box/11.png"] == "box/10.png"
    assert "box/10.png" not in changed
    for _ in range(3):
        assert command("undo", searched).code == 0
    assert json.loads(command("duplicates", searched, "--json").out)["set_aside"] == 0


def test_a_table_cannot_have_an_image_stay_and_go(
    searched: Path, command: "Command", tmp_path: Path
) -> None:
    table, rule = tmp_path / "table.csv", tmp_path / "rule.json"
    for option, text, said in (
        ("--keep", "file,keeper\nbox/01.png,box/02.png\nbox/02.png,box/03.png\n", "box/02.png"),
        ("--keep", "file,keeper\nbox/01.png,box/02.png\nbox/01.png,box/03.png\n", "two files"),
        ("--keep", "file,keeper\nno.png,none.png\n", "no.png"),
        ("--regroup", "file,cluster\nbox/01.png,1\nbox/01.png,2\n", "two clusters"),
        ("--regroup", "file,cluster\nno.png,1\n", "no.png"),
    ):
        table.write_text(text)
        refused = command("duplicates", searched, option, table)
        assert refused.code == 2
        assert said in refused.err
    rule.write_text('{"originals": ["box"]}')
    table.write_text("file,keeper\nbox/01.png,copies/other container.bmp\n")
    refused = command("duplicates", searched, "--rule", rule, "--keep", table)
    assert "box/01.png lies in a folder of originals" in refused.err
    rule.write_text('{"originals": []}')
    assert command("duplicates", searched, "--rule", rule).code == 0


@pytest.mark.parametrize("option", ["--pairs", "--export", "--list-aside"])
def test_a_table_of_no_known_format_is_refused(
    command: "Command", tmp_path: Path, option: str
) -> None:
    refused = command("duplicates", tmp_path / "a.nabolag.sqlite", option, tmp_path / "x.txt")

    assert (refused.code, "x.txt ends in no format" in refused.err) == (2, True)


def test_a_table_goes_to_standard_output(searched: Path, command: "Command") -> None:
    done = command("duplicates", searched, "--export", "-")
    table = list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))

    assert done.code == 0
    assert {"file", "cluster", "keeper"} <= table[0].keys()
    assert "clusters of duplicates to look at" in done.err
    twice = command("duplicates", searched, "--export", "-", "--pairs", "-")
    both = command("duplicates", searched, "--export", "-", "--json")
    assert (twice.code, both.code) == (2, 2)
    assert "Several tables" in twice.err
    assert both.document["error"]["code"] == "cli-one-on-standard-output"
    assert command("duplicates", searched, "--show-rule", "--export", "-").code == 0
