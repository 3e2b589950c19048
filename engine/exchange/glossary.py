"""Label names with their English ones as a table or a term base, for an expert to work on.

Three kinds: CSV, tab-separated values, and TBX (ISO 30042, TBX-Basic), which translators' own
programs read. CSV and TSV begin with a byte order mark, without which Excel takes UTF-8 for
something else; cells that a spreadsheet could run as a formula get an apostrophe (see ``cells``).
"""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, TextIO, get_args

from engine.cells import original_cell, safe_cell
from engine.errors import InputError
from engine.exchange import glossary_tbx
from engine.exchange.glossary_records import GlossaryEntry
from engine.exchange.skos_reading import Concept, is_skos, read_skos
from engine.table_file import BYTE_ORDER_MARK, column_names, file_content, open_table
from messages.levels import join_levels

GlossaryFormat = Literal["csv", "tsv", "tbx"]
GLOSSARY_FORMATS: tuple[GlossaryFormat, ...] = get_args(GlossaryFormat)

COLUMNS = ("label", "original", "automatic", "manual")
MOST_BYTES = 32 * 1024 * 1024

# How experts head their columns, folded.
ORIGINAL_HEADS = ("original", "name", "term")
MANUAL_HEADS = ("manual", "english", "en", "english name")


def glossary_format(path: Path) -> GlossaryFormat:
    """The kind of glossary a file name stands for. Raises InputError for others."""
    for kind in GLOSSARY_FORMATS:
        if path.suffix.casefold() == f".{kind}":
            return kind
    if path.suffix.casefold() in (".txt", ".tab"):
        return "tsv"
    if path.suffix.casefold() == ".xml":
        return "tbx"
    raise InputError("glossary-unknown-kind", file=path.name)


def glossary_format_to_write(path: Path) -> GlossaryFormat:
    """The kind of glossary to write to a file of this name: only its own ending will do, as ".txt"
    may be anything. Raises InputError for others."""
    kind = glossary_format(path)
    if path.suffix.casefold() != f".{kind}":
        raise InputError("glossary-unknown-kind", file=path.name)
    return kind


def write_glossary(
    stream: TextIO, entries: Iterable[GlossaryEntry], kind: GlossaryFormat, *, language: str = ""
) -> int:
    """Write all entries to a stream of ``whole_file``; how many there were.

    ``language`` is the ISO code of the original names, "" where it is not known.
    """
    if kind == "tbx":
        return glossary_tbx.write(stream, entries, language=language)
    stream.write(BYTE_ORDER_MARK)
    table = csv.writer(stream, delimiter="," if kind == "csv" else "\t")
    table.writerow(COLUMNS)
    rows = [(entry.label, entry.original, entry.automatic, entry.manual) for entry in entries]
    table.writerows([safe_cell(cell) for cell in row] for row in rows)
    return len(rows)


def read_glossary(path: Path) -> list[GlossaryEntry]:
    """The entries of a glossary, of this program or of an expert.

    A table needs a column of names (headed label, original or name) and one of English names
    (headed manual, english or en), and may have one headed keyword; what separates cells is found
    out. Raises InputError in one
    sentence for a file that cannot be read as a glossary. Vocabularies in SKOS are glossaries too.
    """
    if is_skos(path):
        return _of_concepts(read_skos(path))
    if glossary_format(path) == "tbx":
        return glossary_tbx.read(file_content(path, most_bytes=MOST_BYTES), path.name)
    with open_table(path, fits=_fits, most_bytes=MOST_BYTES) as table:
        heads = column_names(table.header)
        manual_at = _column(heads, MANUAL_HEADS)
        label_at, original_at = _column(heads, ("label",)), _column(heads, ORIGINAL_HEADS)
        if not _fits(table.header):
            raise InputError("glossary-columns-missing", file=path.name)
        automatic_at, keyword_at = _column(heads, ("automatic",)), _column(heads, ("keyword",))

        def cell(row: list[str], at: int | None) -> str:
            return original_cell(row[at]).strip() if at is not None and at < len(row) else ""

        columns = (label_at, original_at, automatic_at, manual_at, keyword_at)
        entries = [GlossaryEntry(*(cell(row, at) for at in columns)) for _, row in table.rows]
    return [entry for entry in entries if entry.label or entry.original]


def _of_concepts(concepts: Sequence[Concept]) -> list[GlossaryEntry]:
    levels: list[tuple[str, ...]] = []
    for one in concepts:
        levels.append((*(() if one.parent is None else levels[one.parent]), one.name))
    return [
        GlossaryEntry(join_levels(path), one.name, manual=one.english_name)
        for path, one in zip(levels, concepts, strict=True)
    ]


def _fits(header: Sequence[str]) -> bool:
    """Whether there is a column of names and one of English names."""
    heads = column_names(header)
    named = _column(heads, ("label", *ORIGINAL_HEADS)) is not None
    return named and _column(heads, MANUAL_HEADS) is not None


def _column(heads: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((heads.index(head) for head in wanted if head in heads), None)
