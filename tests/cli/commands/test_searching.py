"""Searching from the command line, with the built-in encoder on real files."""

import shutil
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.records import ImageFilter, ImageOrder
from engine.answers.saved_search_format import SavedSearch
from engine.answers.saved_searches import save_search
from engine.language.query import parse
from tests.command_line import Command

SAMPLE = Path(__file__).parents[3] / "resources" / "sample_archive" / "images"
KINDS = ("animals", "flags", "transport")
PER_KIND = 4


@pytest.fixture
def catalogue(tmp_path: Path, command: Command) -> Path:
    """Four images each of animals, flags and vehicles, encoded; one more beside the archive."""
    archive = tmp_path / "archive"
    rows = ["file,keywords"]
    for kind in KINDS:
        files = sorted(path for path in (SAMPLE / kind).rglob("*") if path.is_file())
        (archive / kind).mkdir(parents=True)
        for number, path in enumerate(files[:PER_KIND]):
            copy = archive / kind / f"{number}{path.suffix}"
            shutil.copy(path, copy)
            rows.append(f"{kind}/{copy.name},{kind}")
        shutil.copy(files[PER_KIND], tmp_path / f"another of {kind}{files[PER_KIND].suffix}")
    (tmp_path / "keywords.csv").write_text("\n".join(rows), encoding="utf-8")
    made = tmp_path / "a.nabolag.sqlite"
    assert command("create", made, archive, "--keywords", tmp_path / "keywords.csv").code == 0
    return made


def test_search(command: Command, catalogue: Path, tmp_path: Path) -> None:
    before = command("search", catalogue, "flag")
    assert (before.code, "encode the catalogue" in before.err) == (2, True)
    assert command("encode", catalogue).code == 0

    # Words and a file from outside: the only search for which the encoder has to be loaded.
    outside = next(tmp_path.glob("another of flags.*"))
    both = command("search", catalogue, "flag", "--like", outside, "--json").document
    assert [term for term, _ in both["read_as"]] == [str(outside), "flag"]
    assert both["images"][0]["labels"] == ["flags"]

    found = command("search", catalogue, "flag", "--json").document
    assert found["searched"] == 12
    assert found["not_encoded"] == 0
    assert found["images"][0]["labels"] == ["flags"]
    scores = [image["score"] for image in found["images"]]
    assert scores == sorted(scores, reverse=True)

    # A leading minus is a term, no option; what is taken away comes last.
    away = command("search", catalogue, "-flag", "--json").document
    assert away["query"] == "− flag"
    assert away["images"] != found["images"]
    assert [one["file"] for one in away["images"]][::-1] == [one["file"] for one in found["images"]]

    first = found["images"][0]["file"]
    by_image = command("search", catalogue, "--like", first, "--top", "2", "--folder", "flags")
    lines = by_image.out.splitlines()
    assert lines[0].split(maxsplit=1)[0] == "1.000"
    assert lines[0].endswith(f"{first}  (flags)")
    assert lines[2] == "The best 2 of 4 images."

    filtered = command("search", catalogue, "flag", "--label", "ANIMALS", "--json").document
    assert {image["labels"][0] for image in filtered["images"]} == {"animals"}

    # What a caption says comes in among the first, and can be searched for or left out alone.
    animal = filtered["images"][-1]["file"]
    table = tmp_path / "captions.csv"
    table.write_text(f"file,caption\n{animal},A goat before the flags\n", encoding="utf-8")
    assert command("captions", catalogue, "--import", table).code == 0
    both = command("search", catalogue, "flag", "--json").document
    at = [one["file"] for one in both["images"]].index(animal)
    assert at < both["meant"] <= found["meant"] + 1
    assert both["images"][at]["caption"] == "A goat before the flags"
    assert "“A goat before the flags”" in command("search", catalogue, "flag").out
    words = command("search", catalogue, "flag", "--by", "captions", "--json").document
    assert [one["file"] for one in words["images"]] == [animal]
    by_meaning = command("search", catalogue, "flag", "--by", "meaning", "--json").document
    assert by_meaning["images"] == found["images"]


def test_mistakes_are_told_in_one_sentence(command: Command, catalogue: Path) -> None:
    mistakes = {
        (): "Name what to search for",
        ("truck +",): "nothing behind +",
        ("truck", "--label", "no such"): "no label no such",
        ("truck", "--folder", "no/such"): "no folder no/such",
        ("truck", "--status", "odd"): "odd",
    }
    for arguments, sentence in mistakes.items():
        answer = command("search", catalogue, *arguments)
        assert answer.code == 2
        assert sentence in answer.err
        assert answer.out == ""
        assert len(answer.err.splitlines()) == 1


def test_words_that_are_no_text_are_a_mistake(command: Command, catalogue: Path) -> None:
    answer = command("search", catalogue, "truck\udcff", "--json", "--quiet")

    assert (answer.code, answer.document["error"]["code"]) == (2, "cli-argument-no-text")


def test_a_saved_search_is_listed_and_opened(command: Command, catalogue: Path) -> None:
    assert command("searches", catalogue).out == "No search is saved.\n"
    with Catalogue.open(catalogue) as opened:
        label = opened.labels.find("animals")
        assert label is not None
        animals = ImageFilter(label_ids=(label.id,))
        save_search(opened, SavedSearch("Animals", animals, order=ImageOrder.NAME, backwards=True))
        save_search(opened, SavedSearch("Flags", ImageFilter(folder="flags"), parse("flag")))
    assert command("searches", catalogue).out == "Animals\nFlags\n"
    assert command("searches", catalogue, "--json").document["searches"] == ["Animals", "Flags"]

    # A filter alone needs no features; its images stand in the order it was saved with.
    found = command("search", catalogue, "--saved", "animals", "--json").document
    files = [one["file"] for one in found["images"]]
    assert len(files) == PER_KIND
    assert files == sorted(files, reverse=True)
    assert found["images"][0]["score"] is None
    shown = command("search", catalogue, "--saved", "Animals", "--top", "2").out.splitlines()
    assert shown == [f"{files[0]}  (animals)", f"{files[1]}  (animals)", "The first 2 of 4 images."]

    assert command("encode", catalogue).code == 0
    by_meaning = command("search", catalogue, "--saved", "Flags", "--json").document
    as_typed = command("search", catalogue, "flag", "--folder", "flags", "--json").document
    for found in (by_meaning, as_typed):
        # Other images are scored at the same time, which may round the last digit otherwise.
        for image in found["images"]:
            image["score"] = round(image["score"], 5)
    assert by_meaning == as_typed

    with Catalogue.open(catalogue) as opened:
        opened.commands.delete_label(label.id)
    told = command("search", catalogue, "--saved", "Animals").out.splitlines()[0]
    assert "The label animals of ‘Animals’ is not there any more" in told

    for arguments, sentence in {
        ("--saved", "No such"): "no saved search ‘No such’",
        ("flag", "--saved", "Flags"): "as it was saved",
    }.items():
        answer = command("search", catalogue, *arguments)
        assert answer.code == 2
        assert sentence in answer.err
