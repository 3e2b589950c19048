"""Which files hold keywords of images, and which only look like it."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import pytest

from engine.archive.keyword_table import TableOptions
from engine.errors import InputError
from engine.evaluation.splits import write_split
from engine.exchange.content import ExchangedLabel, ExportContent
from engine.exchange.glossary import write_glossary
from engine.exchange.glossary_records import GlossaryEntry
from engine.exchange.queue_table import QueuedRow, write_queues
from engine.exchange.records import (
    ExchangedCaption,
    ExchangedImage,
    ExchangedLabelling,
    ExchangedSuggestion,
)
from engine.exchange.registry import format_named
from engine.exchange.suggestion_table import (
    SuggestedImage,
    SuggestedLabel,
    csv_writer,
    jsonl_writer,
)
from engine.jobs.keyword_rows import check_rows, read_rows
from engine.language.context_table import context_table
from engine.language.contexts import default_contexts
from tests.exchanging import content_of, write_format

SUGGESTED = SuggestedImage("a.jpg", (SuggestedLabel(("truck",), 0.5),))


def suggestions(stream: TextIO) -> None:
    csv_writer(stream, threshold=0.1, suggester="neighbors")(SUGGESTED)


def suggestion_lines(stream: TextIO) -> None:
    jsonl_writer(stream, threshold=0.1, suggester="neighbors")(SUGGESTED)


def queues(stream: TextIO) -> None:
    write_queues(stream, [QueuedRow("probably wrong", "a.jpg", "truck", 0.5, 0.5)])


def glossary(stream: TextIO) -> None:
    write_glossary(stream, [GlossaryEntry("bil", "bil", "car", "")], "csv")


def contexts(stream: TextIO) -> None:
    stream.write(context_table(default_contexts()))


OWN: dict[str, tuple[str, Callable[[TextIO], None], str]] = {
    "suggestions": ("s.csv", suggestions, "holds suggestions"),
    "suggestions as JSON": ("s.jsonl", suggestion_lines, "holds suggestions"),
    "label errors": ("q.csv", queues, "probably wrong or missing"),
    "glossary": ("g.csv", glossary, "is a glossary"),
    "contexts": ("c.csv", contexts, "holds contexts"),
}


@pytest.mark.parametrize(("name", "write", "sentence"), OWN.values(), ids=OWN.keys())
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_other_tables_of_this_program_are_no_keywords(
    delimiter: str, name: str, write: Callable[[TextIO], None], sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    stream = io.StringIO(newline="")
    write(stream)
    text = stream.getvalue()
    if delimiter != "," and path.suffix == ".csv":  # as a spreadsheet saves it
        again = io.StringIO(newline="")
        csv.writer(again, delimiter=delimiter).writerows(csv.reader(io.StringIO(text, newline="")))
        text = again.getvalue()
    path.write_text(text, encoding="utf-8", newline="")

    for options in (None, TableOptions(file_column="file", keywords_column="label")):
        with pytest.raises(InputError, match=sentence):
            list(read_rows(path, options))


@pytest.mark.parametrize("name", ["csv-long", "csv-wide", "jsonl"])
def test_an_export_with_a_split_is_keywords_whatever_columns_are_named(
    name: str, tmp_path: Path
) -> None:
    image = ExchangedImage("a.jpg", (ExchangedLabelling(("truck",)),), part="test")
    chosen = format_named(name)
    path = tmp_path / f"a{chosen.suffix}"
    content = ExportContent([image], 1, [ExchangedLabel(("truck",))], ("train", "test"))
    for _ in chosen.write(path, content, chosen.checked_options({})):
        pass

    assert [(row.file, row.keywords) for row in read_rows(path)] == [("a.jpg", (("truck",),))]
    if name == "csv-long":
        named = TableOptions(file_column="file", keywords_column="label")
        assert [row.keywords for row in read_rows(path, named)] == [(("truck",),)]


def test_suggestions_in_an_export_are_no_keywords(tmp_path: Path) -> None:
    image = ExchangedImage("a.jpg", suggestions=(ExchangedSuggestion(("truck",), 0.5),))
    chosen = format_named("csv-long")
    content = ExportContent([image], 1, [ExchangedLabel(("truck",))])
    for _ in chosen.write(tmp_path / "a.csv", content, chosen.checked_options({})):
        pass

    assert [row.keywords for row in read_rows(tmp_path / "a.csv")] == [()]


def test_a_split_is_no_keywords(tmp_path: Path) -> None:
    write_split(tmp_path / "split.csv", [("a.jpg", "train"), ("b.jpg", "test")])
    with pytest.raises(InputError, match="for training"):
        list(read_rows(tmp_path / "split.csv"))


def test_a_table_with_keywords_is_one_whatever_else_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text("file,split,keywords\na.jpg,train,x;y\n", encoding="utf-8")
    assert [row.keywords for row in read_rows(path)] == [(("x",), ("y",))]


def table(path: Path, *cells: str) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = [(f"{number}.jpg", cell) for number, cell in enumerate(cells)]
        csv.writer(stream).writerows([("file", "keywords"), *rows])
    return path


def test_keywords_between_other_signs_are_not_taken_for_labels(tmp_path: Path) -> None:
    path = table(tmp_path / "k.csv", "elk, snow", "elk, forest, lake", "beach, sun", "elk")
    with pytest.raises(InputError, match=r"3 cells .* hold “,” but no “;”.*“elk, snow”"):
        check_rows(path)
    check_rows(path, TableOptions(separator=","))
    check_rows(path, TableOptions(whole_lines=True))


@pytest.mark.parametrize(
    "cells",
    [
        ("Oslo, Norway;winter", "Bergen, Norway;rain", "Hamar, Norway;snow"),
        ("Oslo, Norway", "rain", "snow", "sun", "Hamar, Norway"),
        ("a|b", "c, d"),
        (),
    ],
)
def test_names_with_such_signs_in_them_are_names(cells: tuple[str, ...], tmp_path: Path) -> None:
    check_rows(table(tmp_path / "k.csv", *cells))


@pytest.mark.parametrize(
    "text",
    [
        "file,label,label_path\na.jpg,dog,dog,cat\nb.jpg,dog,dog\n",
        "file,title,label:dog\na.jpg,A dog, 1,1\nb.jpg,,1\n",
    ],
)
def test_a_row_of_an_export_with_a_cell_too_many_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "e.csv"
    path.write_text(text, encoding="utf-8")
    odd, sound = read_rows(path)
    assert "has no column" in str(odd.problem)
    assert sound.problem is None
    assert sound.keywords == (("dog",),)


def test_captions_that_say_a_part_of_a_split_too_are_no_split(tmp_path: Path) -> None:
    image = ExchangedImage("a.jpg", part="train", captions=(ExchangedCaption("En kran"),))
    path = write_format("csv-captions", tmp_path / "a.csv", content_of([image], parts=("train",)))

    (row,) = read_rows(path)

    assert (row.file, row.keywords) == ("a.jpg", ())
    assert [one.text for one in row.captions] == ["En kran"]


@pytest.mark.parametrize("name", ["skos", "skos-turtle", "ro-crate"])
def test_a_vocabulary_is_refused_with_where_it_is_read(tmp_path: Path, name: str) -> None:
    given = {"holds": "skos"} if name == "ro-crate" else {}
    image = ExchangedImage("a.jpg", (ExchangedLabelling(("truck",)),))
    place = tmp_path / f"a{format_named(name).suffix}"
    path = write_format(name, place, content_of([image]), **given)

    with pytest.raises(InputError, match="names no images; read it in on the Labels page"):
        list(read_rows(path))
