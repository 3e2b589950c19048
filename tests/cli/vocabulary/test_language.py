"""`main.py language`: what labels are called and in which contexts, shown and changed."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cli.output.reports import ExplainedSuggestion, ImageReport, Reference
from cli.output.words import image_lines
from cli.vocabulary.language import NamesVersion
from db.catalogue import Catalogue
from engine.answers.language import NAMES
from engine.errors import InputError
from engine.language.context_table import context_table, read_contexts
from engine.language.contexts import Context, default_contexts
from tests.command_line import Command


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    path = tmp_path / "c.nabolag.sqlite"
    with Catalogue.create(path, tmp_path / "archive", curator="Kari") as made:
        made.commands.create_label("skip")
        made.commands.create_label("tog")
        made.commands.set_english_name(made.labels.all()[0].id, "ship")
    return path


def test_the_names_it_takes_are_the_engines() -> None:
    assert {one.value for one in NamesVersion} == set(NAMES)


def test_it_shows_what_is_in_force(command: Command, catalogue: Path) -> None:
    said = command("language", catalogue)

    assert said.code == 0
    assert "2 labels: 1 with a name by hand, 0 with an automatic one" in said.out
    assert "a photo of a {}, a type of {kind}  (needs a kind)" in said.out
    document = command("language", catalogue, "--json").document
    assert document["default_contexts"] is True
    shares = [one["share"] for one in document["contexts"] if one["share"] is not None]
    assert sum(shares) == pytest.approx(1)
    assert len(document["contexts"]) == len(default_contexts())


def test_it_changes_what_is_said_and_nothing_else(
    command: Command, catalogue: Path, tmp_path: Path
) -> None:
    table = tmp_path / "contexts.csv"
    table.write_text("context,weight\na {domain} photo of {},75\n{},25\nno {kind} {},\n", "utf-8")
    options = ("--archive-language", "nb", "--domain", " naval ", "--contexts", table)

    document = command("language", catalogue, *options, "--json").document

    assert (document["archive"], document["domain"], document["kind"]) == ("nb", "naval", "")
    assert [(one["text"], one["share"]) for one in document["contexts"]] == [
        ("a {domain} photo of {}", 0.75),
        ("{}", 0.25),
        ("no {kind} {}", None),
    ]
    again = command("language", catalogue, "--names", "manual", "--json").document
    assert again == {**document, "names": "manual"}
    back = command("language", catalogue, "--default-contexts", "--domain", "", "--json").document
    assert (back["default_contexts"], back["domain"], back["archive"]) == (True, "", "nb")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("text\na {}\n", 'no column "context"'),
        ("context,weight\na photo,1\n", "line 2: The context .* lacks {}"),
        ("context,weight\n{},much\n", 'line 2: "much" is no weight'),
        ("context,weight\n{},101\n", "line 2: The weight .* from 0 to 100"),
        ("context,weight\n{} {colour},1\n", "line 2: .* braces that mean nothing"),
        ("context,weight\n", "holds no contexts"),
        ("context,weight\n{},1\n{},2\n", "there twice"),
    ],
)
def test_a_wrong_table_is_refused_and_nothing_is_changed(
    command: Command, catalogue: Path, tmp_path: Path, content: str, sentence: str
) -> None:
    table = tmp_path / "contexts.csv"
    table.write_text(content, "utf-8")
    before = command("language", catalogue, "--json").document

    said = command("language", catalogue, "--contexts", table, "--domain", "x")

    assert said.code == 2
    assert len(said.err.splitlines()) == 1
    assert re.search(sentence, said.err), said.err
    assert command("language", catalogue, "--json").document == before


def test_other_mistakes_are_refused(command: Command, catalogue: Path, tmp_path: Path) -> None:
    assert (
        "no language 'norsk'" in command("language", catalogue, "--archive-language", "norsk").err
    )
    assert "has braces" in command("language", catalogue, "--domain", "{}").err
    both = ("--contexts", tmp_path / "a.csv", "--default-contexts")
    assert "either" in command("language", catalogue, *both).err
    assert "cannot be read" in command("language", catalogue, *both[:2]).err


def test_tables_of_contexts_are_read_as_they_were_written(tmp_path: Path) -> None:
    contexts = [
        Context('a "{}", said he', 12.5),
        Context("{domain}: {}"),
        Context("ein {}; groß", 0),
    ]
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xef\xbb\xbf" + context_table(contexts).encode())

    assert read_contexts(path) == contexts
    path.write_bytes("context\nstor båt {}\n".encode("latin-1"))
    with pytest.raises(InputError, match="UTF-8"):
        read_contexts(path)


def test_a_name_is_told_as_the_reason_and_borrowed_images_as_merely_similar() -> None:
    reference = Reference("a.jpg", 0.7, 0.91, carries_label=True)
    explained = ExplainedSuggestion(
        "ship", "ship", 0.64, 0.9, 0.6, (reference,), name_similarity=0.28
    )
    report = ImageReport("b.jpg", (), "language-image", 0.6, (explained,), "", True)

    assert image_lines(report) == [
        "b.jpg (no labels)",
        "0.640   90 %  ship",
        "         the name matches at 0.28",
        "         similar 0.91, has it  a.jpg",
    ]
    fused = replace(report, borrowed_evidence=False)
    assert image_lines(fused)[2:] == [
        "         the name matches at 0.28",
        "         0.700 for     a.jpg",
    ]
