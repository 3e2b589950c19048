"""Label names with their English ones as a table or a term base, for an expert to work on.

Three kinds: CSV, tab-separated values, and TBX (ISO 30042, TBX-Basic), which translators' own
programs read. CSV and TSV begin with a byte order mark, without which Excel takes UTF-8 for
something else; cells that a spreadsheet could run as a formula get an apostrophe (see ``cells``).
"""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, TextIO, get_args

from engine.errors import InputError
from engine.exchange import glossary_tbx
from engine.exchange.cells import original_cell, safe_cell
from engine.exchange.glossary_records import GlossaryEntry

GlossaryFormat = Literal["csv", "tsv", "tbx"]
GLOSSARY_FORMATS: tuple[GlossaryFormat, ...] = get_args(GlossaryFormat)

COLUMNS = ("label", "original", "automatic", "manual")
BYTE_ORDER_MARK = "\ufeff"
MOST_BYTES = 32 * 1024 * 1024
SEPARATORS = ",;\t"

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
    sentence for a file that cannot be read as a glossary.
    """
    kind = glossary_format(path)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError("glossary-too-large", file=path.name, most_mib=MOST_BYTES // 1024**2)
        content = path.read_bytes()
    except OSError as error:
        raise InputError("path-unreadable", path=path, reason=str(error.strerror)) from error
    if kind == "tbx":
        return glossary_tbx.read(content, path.name)
    return _read_table(_decoded(content, path.name), path.name)


def _decoded(content: bytes, name: str) -> str:
    # Excel's "Unicode text" is UTF-16 with a byte order mark.
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeError:
        raise InputError("glossary-not-utf8", file=name) from None


def _read_table(text: str, name: str) -> list[GlossaryEntry]:
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise InputError("glossary-no-table", file=name, detail=str(error)) from error
    heads = [head.strip().casefold() for head in rows[0]] if rows else []
    manual_at = _column(heads, MANUAL_HEADS)
    label_at, original_at = _column(heads, ("label",)), _column(heads, ORIGINAL_HEADS)
    if manual_at is None or (label_at is None and original_at is None):
        raise InputError("glossary-columns-missing", file=name)
    automatic_at = _column(heads, ("automatic",))

    def cell(row: list[str], at: int | None) -> str:
        return original_cell(row[at]).strip() if at is not None and at < len(row) else ""

    keyword_at = _column(heads, ("keyword",))
    columns = (label_at, original_at, automatic_at, manual_at, keyword_at)
    entries = [GlossaryEntry(*(cell(row, at) for at in columns)) for row in rows[1:]]
    return [entry for entry in entries if entry.label or entry.original]


def _column(heads: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((heads.index(head) for head in wanted if head in heads), None)
