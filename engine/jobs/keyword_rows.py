"""What any file says of the keywords of images: a keyword table, or a file or folder this program
exported.

The program writes other tables too, which name files and labels but are no keywords: suggestions
would become labels that nobody ever decided. They are known by their columns and refused. So is a
table whose cells were not taken apart, because its keywords stand between other signs.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.archive.captions import MAX_CAPTION_CHARS, Caption, cut_note
from engine.archive.keyword_table import TableOptions, TableRow, read_table
from engine.errors import InputError
from engine.evaluation.splits import SPLIT_COLUMNS
from engine.exchange.formats import csv_captions, csv_long, csv_wide, ro_crate
from engine.exchange.formats.jsonl import SUFFIXES as JSON_SUFFIXES
from engine.exchange.odd_rows import checked_row
from engine.exchange.queue_table import COLUMNS as QUEUE_COLUMNS
from engine.exchange.records import ExchangedImage
from engine.exchange.registry import FORMATS, format_of, read_export
from engine.exchange.skos_reading import is_skos
from engine.exchange.suggestion_table import COLUMNS as SUGGESTION_COLUMNS
from engine.table_file import first_header, text_lines

SEPARATORS = (";", ",", "|", "/")
FEWEST_WHOLE_LINES = 3
KEYWORDS = "keywords"
"""The name of the format that a keyword table is."""

# Columns that tell a table of this program that holds no keywords, with what it holds.
OTHER_TABLES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(SUGGESTION_COLUMNS[:6]), "table-holds-suggestions"),
    (frozenset(QUEUE_COLUMNS), "table-holds-label-errors"),
    (frozenset(SPLIT_COLUMNS), "table-holds-split"),
    (frozenset(("label", "original", "automatic", "manual")), "table-holds-glossary"),
    (frozenset(("context", "weight")), "table-holds-contexts"),
)


@dataclass(frozen=True, slots=True)
class WholeLines:
    """Most cells look as if ``separator`` were not what stands between their keywords: ``cells``
    hold ``likely`` instead, as ``example`` does, and would each become one label."""

    separator: str
    likely: str
    cells: int
    example: str


def read_rows(path: Path, options: TableOptions | None = None) -> Iterator[TableRow]:
    """Rows of a keyword table, or of a file or folder this program exported.

    Raises InputError for a table of this program that holds no keywords, and as ``read_table``
    and ``read_export`` do.
    """
    options = options or TableOptions()
    refuse_other_tables(path, options)
    if not is_export(path, options):
        yield from read_table(path, options)
        return
    for number, image in export_rows(path):
        levels = tuple(labelling.levels for labelling in image.labellings)
        yield TableRow(
            number,
            image.file,
            levels,
            image.title,
            True,
            image.problem,
            image.sha256,
            tuple(
                Caption(one.text, one.field or "export", one.language, one.author, one.made_at)
                for one in image.captions
            ),
            tuple(
                cut_note(one.text, len(one.text) - MAX_CAPTION_CHARS)
                for one in image.captions
                if len(one.text) > MAX_CAPTION_CHARS
            ),
        )


def export_rows(path: Path) -> Iterator[tuple[int, ExchangedImage]]:
    """The images of an export with the numbers that ``read_rows`` gives their rows; what cannot be
    taken in has a problem."""
    return enumerate(map(checked_row, read_export(path)), start=2)


def is_export(path: Path, options: TableOptions | None = None) -> bool:
    """Whether the file is read as an export: one with other columns named is a keyword table."""
    return options in (None, TableOptions()) and format_of(path) is not None


def refuse_other_formats(path: Path, name: str) -> None:
    """Raise InputError where ``name`` is a format that is not the file's: that of an export, or
    "keywords" for a keyword table. "" is any."""
    if not name:
        return
    found = format_of(path)
    if (KEYWORDS if found is None else found.name) != name:
        known = [one.name for one in FORMATS if one.reader is not None]
        if name not in (KEYWORDS, *known):
            raise InputError("import-format-unknown", name=name, known=[KEYWORDS, *known])
        raise InputError("import-other-format", file=path.name, name=name)


def refuse_other_tables(path: Path, options: TableOptions | None = None) -> None:
    """Raise InputError for a table that this program wrote and that holds no keywords, and for a
    vocabulary, which may also be all that a RO-Crate holds."""
    if is_skos(path) or (ro_crate.holds_vocabulary(path) and format_of(path) is None):
        raise InputError("import-vocabulary", file=path.name)
    encoding = "utf-8" if options is None else options.encoding
    if path.is_dir():
        return
    names = _json_names(path) if path.suffix.casefold() in JSON_SUFFIXES else None
    for columns, code in OTHER_TABLES:

        def fits(header: Iterable[str], columns: frozenset[str] = columns) -> bool:
            return columns <= set(header)

        header = first_header(path, fits, encoding=encoding) if names is None else names
        # An export may say of each image which part of a split it is in.
        is_export = code == "table-holds-split" and _is_own(header)
        if fits(header) and "keywords" not in header and not is_export:
            raise InputError(code, file=path.name)


def _is_own(header: Sequence[str]) -> bool:
    """Whether the names are those of a table of labels or captions that this program exports."""
    tables = (csv_long, csv_wide, csv_captions)
    return any(one.recognises(header) for one in tables) or "labels" in header


def _json_names(path: Path) -> list[str]:
    """The names in the first object of a file of JSON lines."""
    line = next(text_lines(path), "")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return []
    return list(value) if isinstance(value, dict) else []


def whole_lines(rows: Iterable[TableRow], separator: str) -> WholeLines | None:
    """Whether most of the cells with keywords were not taken apart; None where they were.

    That is so where more than half of them are a single keyword that holds one and the same other
    sign, and are at least three.
    """
    cells = 0
    suspicious: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for row in rows:
        cells += bool(row.keywords)
        if len(row.keywords) != 1 or len(row.keywords[0]) != 1:
            continue
        text = row.keywords[0][0]
        for sign in SEPARATORS:
            if sign != separator and sign in text.strip(sign):
                suspicious[sign] += 1
                examples.setdefault(sign, text)
    if not suspicious:
        return None
    sign, count = suspicious.most_common(1)[0]
    if count < FEWEST_WHOLE_LINES or 2 * count <= cells:
        return None
    return WholeLines(separator, sign, count, examples[sign][:80])


def check_rows(path: Path, options: TableOptions | None = None) -> None:
    """Read a whole file once and raise InputError where ``read_rows`` would on the way, or where
    it would make labels of whole lines and the options do not say that this is meant."""
    options = options or TableOptions()
    rows = read_rows(path, options)
    if options.whole_lines or is_export(path, options):
        for _ in rows:
            pass
        return
    found = whole_lines(rows, options.separator)
    if found is not None:
        raise InputError(
            "table-whole-lines",
            file=path.name,
            cells=found.cells,
            separator=found.separator,
            likely=found.likely,
            example=found.example,
        )
