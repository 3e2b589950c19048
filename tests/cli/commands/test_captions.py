"""Captions at the terminal: in, listed, found, exported and in again."""

import json
from pathlib import Path

from tests.command_line import Command, make_archive


def test_captions_in_found_and_out_again(command: Command, tmp_path: Path) -> None:
    archive, catalogue = make_archive(tmp_path / "archive", 3), tmp_path / "a.nabolag.sqlite"
    assert command("create", catalogue, archive).code == 0
    table = tmp_path / "captions.csv"
    table.write_text(
        "file,caption,language\n0/0.jpg,En ørn over fjorden,nb\n"
        "0/0.jpg,An eagle over the water,\nno.jpg,x,\n",
        encoding="utf-8",
    )

    dry = command("captions", catalogue, "--import", table, "--dry-run", "--json").document
    assert (dry["images"], dry["found"], dry["captions"]) == (1, 2, 0)
    said = command("captions", catalogue, "--import", table)
    assert (said.code, "2 new captions" in said.out, "no.jpg" in said.out) == (0, True, True)
    assert command("captions", catalogue).out.splitlines()[0] == "2 captions"
    assert command("captions", catalogue, "--json").document["languages"] == {"en": 1, "nb": 1}
    found = command("captions", catalogue, "--find", "orn", "--json").document
    # "ø" is a letter of its own, "é" is an "e" with a mark.
    assert found == []
    (found,) = command("captions", catalogue, "--find", "ØRN fjord", "--json").document
    assert (found["file"], found["language"]) == ("0/0.jpg", "nb")
    assert (
        "En ørn over fjorden  (nb, csv)" in command("captions", catalogue, "--image", "0/0.jpg").out
    )
    assert command("captions", catalogue, "--find", "fjord", "--top", 10**30).code == 0
    for code, count in (("NB", 1), ("no", 1), ("sv", 0)):
        query = ("search", catalogue, "fjord", "--by", "captions", "--caption-language", code)
        assert len(command(*query, "--json").document["images"]) == count
    odd = command("search", catalogue, "fjord", "--caption-language", "%")
    assert (odd.code, "no code of a language" in odd.err) == (2, True)
    assert command("captions", catalogue, "--rebuild-index").code == 0
    both = command("captions", catalogue, "--find", "a", "--rebuild-index")
    assert (both.code, "one thing at a time" in both.err) == (2, True)

    measured = command("captions", catalogue, "--evaluate", "--out", tmp_path / "report")
    same = command("evaluate", catalogue, "--captions", "--out", tmp_path / "report")
    assert (measured.code, same.err) == (2, measured.err), "two names of one thing"

    export = tmp_path / "out.jsonl"
    assert command("export", catalogue, export, "--format", "jsonl").code == 0
    line = next(
        json.loads(text) for text in export.read_text("utf-8").splitlines() if "0/0" in text
    )
    assert [(one["text"], one["language"], one["field"]) for one in line["captions"]] == [
        ("En ørn over fjorden", "nb", "csv"),
        ("An eagle over the water", "en", "csv"),
    ]
    other = tmp_path / "b.nabolag.sqlite"
    assert command("create", other, archive).code == 0
    assert command("import", other, export).code == 0
    assert command("captions", other, "--json").document["captions"] == 2
    _is_cleaned(command, other, tmp_path)


def _is_cleaned(command: Command, catalogue: Path, tmp_path: Path) -> None:
    table = tmp_path / "urls.csv"
    table.write_text("file,caption\n0/0.jpg,A truck https://t.co/x\n", encoding="utf-8")
    assert command("captions", catalogue, "--import", table).code == 0
    told = command("captions", catalogue, "--clean", "urls", "--dry-run")
    assert {"  - A truck https://t.co/x", "  + A truck"} <= set(told.out.splitlines())
    done = command("captions", catalogue, "--clean", "urls", "--json").document
    assert (done["changed"], done["counts"]) == (1, {"urls": 1})
    assert command("captions", catalogue, "--json").document["captions"] == 3
    wrong = command("captions", catalogue, "--clean", "nonsense")
    assert (wrong.code, "nonsense is no step" in wrong.err) == (2, True)


def test_titles_become_captions_once(command: Command, tmp_path: Path) -> None:
    archive, catalogue = make_archive(tmp_path / "archive", 3), tmp_path / "a.nabolag.sqlite"
    keywords = tmp_path / "keywords.csv"
    keywords.write_text(
        "file,keywords,title\n0/0.jpg,bird,An eagle over the fjord\n1/1.jpg,bird,\n",
        encoding="utf-8",
    )
    assert command("create", catalogue, archive, "--keywords", keywords).code == 0
    assert command("captions", catalogue).out.startswith("0 captions")

    told = command("captions", catalogue, "--from-titles", "--dry-run")
    assert told.out.splitlines() == ["1 image with a title", "nothing was changed"]
    assert command("captions", catalogue, "--from-titles", "--json").document["captions"] == 1
    again = command("captions", catalogue, "--from-titles")

    assert "0 new captions" in again.out
    listed = command("captions", catalogue, "--image", "0/0.jpg").out
    assert listed == "An eagle over the fjord  (title)\n"
    assert command("undo", catalogue).code == 0
    assert command("captions", catalogue).out.startswith("0 captions")
