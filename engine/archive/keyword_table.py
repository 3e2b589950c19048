"""The keyword table: a CSV of files and their keywords, matched to the files of an archive."""

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.archive.keywords import clean
from engine.errors import InputError
from messages.message import Message

MAX_TABLE_BYTES = 1024**3
MAX_ROWS = 5_000_000
MAX_CELL_CHARS = 1024**2
DELIMITERS = (",", ";", "\t")
TITLE_COLUMNS = ("title", "caption")


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How a keyword table is written, where it differs from ``file,keywords[,title|caption]``.

    ``separator`` stands between keywords, ``delimiter`` between columns (None: whichever of comma,
    semicolon and tab makes the header fit).
    """

    separator: str = ";"
    delimiter: str | None = None
    file_column: str = "file"
    keywords_column: str = "keywords"
    title_column: str | None = None
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a table says of one file; ``keywords`` each from the top level down."""

    number: int
    file: str
    keywords: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What a table says of one image of the archive, all its rows together."""

    keywords: tuple[tuple[str, ...], ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class MatchedTable:
    """Entries by archive path, and (row, reason) of what fits no file."""

    entries: Mapping[str, TableEntry]
    rejected: tuple[tuple[Message, Message], ...]


def read_table(path: Path, options: TableOptions | None = None) -> Iterator[TableRow]:
    """The rows of a keyword table, top to bottom, empty lines left out.

    Apostrophes that an export put before what looks like a formula are taken away. Raises
    InputError when the table is missing, too large, not in its encoding or lacks a column.
    """
    options = options or TableOptions()
    _check_size(path)
    try:
        with path.open(encoding=_encoding(path, options), newline="") as stream:
            header_line = stream.readline()
            delimiter, header = _header(header_line, options, path)
            columns = _columns(header, options, path)
            csv.field_size_limit(MAX_CELL_CHARS)
            for number, row in enumerate(csv.reader(stream, delimiter=delimiter), start=2):
                if number > MAX_ROWS:
                    raise InputError("table-too-many-rows", file=path.name, most=MAX_ROWS)
                if any(row):
                    yield _row(number, row, columns, options.separator)
    except UnicodeError as error:
        raise InputError(
            "table-wrong-encoding", file=path.name, encoding=options.encoding
        ) from error
    except LookupError as error:
        raise InputError("table-encoding-unknown", encoding=options.encoding) from error
    except csv.Error as error:
        raise InputError("table-damaged", file=path.name, detail=str(error)) from error
    except OSError as error:
        raise _unreadable(path, error) from error


def match_rows(rows: Iterable[TableRow], paths: Sequence[str]) -> MatchedTable:
    """Bring rows and archive files together; ``paths`` are relative, with "/" between the parts.

    A row fits the file with the same path, else with the same path but for case, else, where
    there is only one such file in the archive, with the same file name. Names compare in NFC.
    """
    by_path = {_key(path): path for path in paths}
    by_folded = _unique((_key(path).casefold(), path) for path in paths)
    by_name = _unique((_key(path).rsplit("/", 1)[-1].casefold(), path) for path in paths)
    entries: dict[str, TableEntry] = {}
    rejected: list[tuple[Message, Message]] = []
    for row in rows:
        where = Message("table-row", {"row": row.number, "file": clean(row.file)[:200]})
        try:
            wanted = checked_path(row.file)
        except InputError as error:
            rejected.append((where, error.message))
            continue
        name = wanted.rsplit("/", 1)[-1].casefold()
        path = by_path.get(wanted) or by_folded.get(wanted.casefold()) or by_name.get(name)
        if path is None:
            several = name in by_name
            reason = Message("row-of-several-files") if several else Message("row-of-no-file")
            rejected.append((where, reason))
            continue
        before = entries.get(path, TableEntry())
        entries[path] = TableEntry(
            tuple(dict.fromkeys(before.keywords + row.keywords)), before.title or row.title
        )
    return MatchedTable(entries, tuple(rejected))


def checked_path(text: str) -> str:
    r"""A table's path in NFC with "/" between the parts, safe to look up under the archive.

    Raises InputError for what could lead elsewhere: absolute and network paths, drive letters,
    ``..`` and NUL.
    """
    if "\0" in text:
        raise InputError("path-has-nul")
    unified = text.strip().replace("\\", "/")
    if unified.startswith("/") or (unified[1:2] == ":" and unified[0].isalpha()):
        raise InputError("path-not-relative")
    parts = [part for part in PurePosixPath(unified).parts if part != "."]
    if ".." in parts:
        raise InputError("path-leads-out")
    if not parts:
        raise InputError("path-empty")
    return _key("/".join(parts))


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    """Key to path; to None where several paths share the key."""
    found: dict[str, str | None] = {}
    for key, path in pairs:
        found[key] = None if key in found else path
    return found


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError("table-unreadable", path=path, reason=str(error.strerror))


def _check_size(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error
    if size > MAX_TABLE_BYTES:
        raise InputError("table-too-large", file=path.name)


def _encoding(path: Path, options: TableOptions) -> str:
    """The encoding a byte order mark announces, else the one asked for."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    return "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else options.encoding


def _header(line: str, options: TableOptions, path: Path) -> tuple[str, list[str]]:
    """The delimiter and the column names."""
    best: tuple[str, list[str]] = (options.delimiter or ",", [])
    for delimiter in (options.delimiter,) if options.delimiter else DELIMITERS:
        if len(delimiter) != 1:
            raise InputError("table-delimiter-too-long")
        names = [clean(name) for name in next(csv.reader([line], delimiter=delimiter), [])]
        if options.file_column in names and options.keywords_column in names:
            return delimiter, names
        best = max(best, (delimiter, names), key=lambda found: len(found[1]))
    return best


def _columns(header: list[str], options: TableOptions, path: Path) -> tuple[int, int, int | None]:
    """Positions of file, keywords and title; columns are found whatever their case."""
    lower = [name.casefold() for name in header]

    def position(name: str) -> int:
        if name in header:
            return header.index(name)
        if name.casefold() in lower:
            return lower.index(name.casefold())
        raise InputError(
            "table-column-missing",
            file=path.name,
            column=name,
            columns=", ".join(header)[:200],
        )

    if options.title_column is not None:
        title: int | None = position(options.title_column)
    else:
        title = next((lower.index(name) for name in TITLE_COLUMNS if name in lower), None)
    return position(options.file_column), position(options.keywords_column), title


def _row(
    number: int, row: list[str], columns: tuple[int, int, int | None], separator: str
) -> TableRow:
    def cell(position: int | None) -> str:
        return _original(row[position]) if position is not None and position < len(row) else ""

    file_at, keywords_at, title_at = columns
    texts = cell(keywords_at).split(separator) if separator else [cell(keywords_at)]
    cleaned = (clean(text) for text in texts)
    keywords = tuple(dict.fromkeys((text,) for text in cleaned if text))
    return TableRow(number, cell(file_at), keywords, clean(cell(title_at)))


def _original(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    unquoted = cell.lstrip("'")
    return cell[1:] if unquoted != cell and unquoted.startswith(tuple("=+-@\t\r")) else cell
