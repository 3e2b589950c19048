"""Lists of captions: tables, JSON as COCO's captions have it, JSON lines, texts beside pictures."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.archive.captions import Caption, caption, distinct, stated_language
from engine.archive.keyword_table import MAX_ROWS, TableRow
from engine.archive.keywords import clean
from engine.cells import file_of_cell, original_cell
from engine.errors import InputError
from engine.table_file import encoding_of_mark, file_content, open_table, row_problem, text_lines

FILE_NAMES = ("file", "file_name", "filename", "image", "path", "filepath")
TEXT_NAMES = ("caption", "text", "captions", "raw", "description")
LANGUAGE_NAMES = ("language", "lang")
AUTHOR_NAMES = ("author", "by", "creator")
TIME_NAMES = ("time", "made_at", "date", "created_at")
JSON_LINES = (".jsonl", ".ndjson")
MOST_JSON_BYTES = 512 * 1024**2
"""COCO's captions of 118 000 pictures take 90 MB."""
BESIDE = (".txt", ".caption")
MOST_TEXT_BYTES = 256 * 1024

Object = Mapping[str, Any]


def read_captions(path: Path, files: Sequence[str] = ()) -> Iterator[TableRow]:
    """The captions of a list, as rows without keywords; each names a file and has what is said of
    it.

    Read are: a table with a row for each caption (columns file and caption, and language, author
    and time where it has them); JSON with "images" and "annotations", as COCO has it, or a list of
    objects; an object per line, with one or several captions; and a folder of texts named after
    the pictures, of which ``files`` are the paths, as training programs write them.

    Raises InputError for what is none of these, is damaged or too large.
    """
    if path.is_dir():
        return _beside(path, files)
    if path.suffix.casefold() in JSON_LINES:
        return _lines(path)
    return _json(path) if path.suffix.casefold() == ".json" else _table(path)


# --- tables -------------------------------------------------------------------------------------


def _table(path: Path) -> Iterator[TableRow]:
    def fits(header: Iterable[str]) -> bool:
        names = [clean(name).casefold() for name in header]
        return _named(names, FILE_NAMES) is not None and _named(names, TEXT_NAMES) is not None

    with open_table(path, fits=fits, takes_long_rows=True) as table:
        names = [clean(name).casefold() for name in table.header]
        if not fits(names):
            raise InputError("captions-no-columns", file=path.name, columns=", ".join(names)[:200])
        places = [
            _named(names, wanted)
            for wanted in (FILE_NAMES, TEXT_NAMES, LANGUAGE_NAMES, AUTHOR_NAMES, TIME_NAMES)
        ]
        for number, row in table.rows:
            if number > MAX_ROWS:
                raise InputError("table-too-many-rows", file=path.name, most=MAX_ROWS)
            file, text, language, author, time = (_cell(row, place) for place in places)
            said = _captioned(number, file_of_cell(file), [(text, language, author, time)], "csv")
            yield replace(said, problem=row_problem(row, len(table.header)))


def _named(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


# --- JSON ---------------------------------------------------------------------------------------


def _json(path: Path) -> Iterator[TableRow]:
    content = file_content(path, most_bytes=MOST_JSON_BYTES)
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError("captions-no-json", file=path.name) from error
    if isinstance(value, dict) and isinstance(value.get("annotations"), list):
        yield from _coco(path, value)
        return
    images = value.get("images") if isinstance(value, dict) else value
    if not isinstance(images, list):
        raise InputError("captions-no-list", file=path.name)
    for number, one in enumerate(images, start=1):
        yield _row(path, number, one)


def _coco(path: Path, value: Object) -> Iterator[TableRow]:
    """Pictures by number in one list, captions with the number of their picture in another."""
    names: dict[int | str, str] = {}
    images = value.get("images")
    for one in images if isinstance(images, list) else ():
        if isinstance(one, dict) and isinstance(one.get("id"), int | str):
            names[one["id"]] = _file(one)
    for number, one in enumerate(value["annotations"], start=1):
        image_id = one.get("image_id") if isinstance(one, dict) else None
        name = names.get(image_id, "") if isinstance(image_id, int | str) else ""
        if not name:
            raise InputError("captions-wrong-entry", file=path.name, number=number)
        yield _captioned(number, name, _said(one), "coco")


def _lines(path: Path) -> Iterator[TableRow]:
    for number, line in enumerate(text_lines(path), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InputError("captions-wrong-entry", file=path.name, number=number) from error
        yield _row(path, number, value)


def _row(path: Path, number: int, value: object) -> TableRow:
    if not isinstance(value, dict) or not (name := _file(value)):
        raise InputError("captions-wrong-entry", file=path.name, number=number)
    return _captioned(number, name, _said(value), "json")


def _file(value: Object) -> str:
    return _text(value, FILE_NAMES)


Said = tuple[str, str, str, str]
"""Text, language, author, time."""


def _said(value: Object) -> list[Said]:
    """The captions of an object: a text, a list of texts, or a list of objects with a text each."""
    rest = tuple(_text(value, names) for names in (LANGUAGE_NAMES, AUTHOR_NAMES, TIME_NAMES))
    found: list[Said] = []
    for name in (*TEXT_NAMES, "sentences"):
        own = value.get(name)
        for one in own if isinstance(own, list) else [own]:
            if isinstance(one, str):
                found.append((one, rest[0], rest[1], rest[2]))
            elif isinstance(one, dict):
                said = [
                    _text(one, names)
                    for names in (TEXT_NAMES, LANGUAGE_NAMES, AUTHOR_NAMES, TIME_NAMES)
                ]
                found.append((said[0], said[1] or rest[0], said[2] or rest[1], said[3] or rest[2]))
    return found


def _text(value: Object, names: Iterable[str]) -> str:
    return next((value[name] for name in names if isinstance(value.get(name), str)), "")


# --- texts beside pictures ------------------------------------------------------------------------


def _beside(folder: Path, files: Sequence[str]) -> Iterator[TableRow]:
    """What lies in the folder as ``x.txt`` or ``x.jpg.txt`` for the picture ``x.jpg``; the whole
    text is one caption."""
    for number, file in enumerate(files, start=1):
        stem = file.rpartition(".")[0] if "." in file.rpartition("/")[2] else file
        for name in (base + ending for ending in BESIDE for base in (stem, file)):
            try:
                is_there = (folder / name).is_file() and not (folder / name).is_symlink()
            except (OSError, ValueError):
                is_there = False
            if is_there:
                try:
                    text = _text_of(folder / name)
                    yield _captioned(number, file, [(text, "", "", "")], "txt")
                except InputError as error:  # the others are taken in
                    yield TableRow(number, file, (), problem=error.message)
                break


def _text_of(path: Path) -> str:
    """The text in a small file; InputError where it cannot be read as UTF-8, or as what its mark
    announces."""
    content = file_content(path, most_bytes=MOST_TEXT_BYTES, too_large="caption-text-too-large")
    try:
        return content.decode(encoding_of_mark(content[:4]) or "utf-8")
    except UnicodeError as error:
        raise InputError("caption-text-wrong-encoding", file=path.name) from error


def _captioned(number: int, file: str, said: Iterable[Said], field: str) -> TableRow:
    """A row of captions."""
    found: list[Caption | None] = []
    for text, language, author, time in said:
        one = caption(original_cell(text) if field == "csv" else text, field)
        if one is not None:
            stated = stated_language(language)
            author, made_at = clean(author)[:200], clean(time)[:40]
            found.append(replace(one, language=stated, author=author, made_at=made_at))
    captions, notes = distinct(found)
    return TableRow(number, file, (), captions=captions, notes=notes)
