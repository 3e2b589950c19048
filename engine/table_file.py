"""Tables and other text files from people: opened as what they are, read within bounds.

A file that somebody names may be a pipe that never says anything, a link to a device that never
ends, or one line of gigabytes. Only regular files are read, and no further than ``most_bytes``,
line by line with a limit on each. Spreadsheets write a mark or none, commas, semicolons or tabs,
a first line ``sep=;``, and empty lines before the header.
"""

import csv
import io
import itertools
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from engine.errors import InputError
from messages.message import Message, plain_text
from messages.os_reasons import reason_of

MOST_BYTES = 1024**3
MOST_ROW_CHARS = 16 * 1024**2
"""Of one row, or one line; a hundred thousand labels head as many columns in less."""
MOST_CELL_CHARS = 1024**2
MOST_HEADER_LINES = 1_000
DELIMITERS = (",", ";", "\t")
BYTE_ORDER_MARK = "\ufeff"

_SEPARATOR_LINE = re.compile(r'"?sep=(.?)"?[,;\t]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableFile:
    """The column names as they are written, and (number, cells) of the rows below that hold
    something. Numbers are those of a spreadsheet: the header is row 1 where it comes first.
    ``delimiter`` stands between columns."""

    header: list[str]
    delimiter: str
    rows: Iterator[tuple[int, list[str]]]


@contextmanager
def regular_file(
    path: Path, *, most_bytes: int = MOST_BYTES, too_large: str = "table-too-large"
) -> Iterator[BinaryIO]:
    """The bytes of a regular file. Raises InputError for what is none, is too large or unreadable.

    OSErrors while the block reads are put into words too. ``too_large`` is the code of the error
    for a file of more than ``most_bytes``.
    """
    try:
        with open(_descriptor(path), "rb") as stream:
            if os.fstat(stream.fileno()).st_size > most_bytes:
                raise InputError(too_large, file=path.name, most=_amount(most_bytes))
            yield stream
    except OSError as error:
        raise _unreadable(path, reason_of(error)) from error


def _descriptor(path: Path) -> int:
    """An open regular file."""
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
    try:
        # Without O_NONBLOCK, opening a pipe waits for somebody to write.
        descriptor = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    except ValueError as error:  # a path with NUL
        raise _unreadable(path, plain_text(str(error))) from error
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        code = "table-is-folder" if stat.S_ISDIR(mode) else "table-no-regular-file"
        raise InputError(code, path=path)
    return descriptor


def _unreadable(path: Path, reason: Message) -> InputError:
    return InputError("path-unreadable", path=path, reason=reason)


def file_content(path: Path, *, most_bytes: int, too_large: str = "table-too-large") -> bytes:
    """All bytes of a regular file; raises as ``regular_file`` does."""
    with regular_file(path, most_bytes=most_bytes, too_large=too_large) as stream:
        return stream.read(most_bytes + 1)


@contextmanager
def text_file(
    path: Path, *, encoding: str = "utf-8", most_bytes: int = MOST_BYTES
) -> Iterator[TextIO]:
    """The text of a regular file, in the encoding that a byte order mark announces, else
    ``encoding``. Line ends stay as they are.

    Raises as ``regular_file`` does, and InputError for text that is not in its encoding.
    """
    with regular_file(path, most_bytes=most_bytes) as binary:
        start = binary.read(4)
        binary.seek(0)
        chosen = encoding_of_mark(start) or encoding
        try:
            stream = io.TextIOWrapper(binary, encoding=chosen, newline="")
        except LookupError as error:
            raise InputError("table-encoding-unknown", encoding=chosen) from error
        try:
            yield stream
        except UnicodeError as error:
            raise InputError(
                "table-wrong-encoding", file=path.name, encoding=chosen.upper()
            ) from error


def encoding_of_mark(start: bytes) -> str:
    """The encoding that the first bytes of a file announce; "" where they do not."""
    if start.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    return "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else ""


def column_names(header: Sequence[str]) -> list[str]:
    """What the columns are called, as names of columns are compared."""
    return [name.strip().casefold() for name in header]


def has_columns(header: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether a header has each of these columns once."""
    names = column_names(header)
    return all(names.count(name) == 1 for name in columns)


@contextmanager
def open_table(
    path: Path,
    *,
    fits: Callable[[Sequence[str]], bool] | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8",
    most_bytes: int = MOST_BYTES,
    takes_long_rows: bool = False,
) -> Iterator[TableFile]:
    """The table in a file, of a program or a spreadsheet.

    ``delimiter`` stands between columns; None: what the file says of itself, else whichever makes
    the header ``fits``, else whichever makes most columns of it. Raises as ``text_file`` does, and
    InputError for a line out of all bounds or what is no CSV, also while rows are read, and for a
    row that says more than there are columns unless ``takes_long_rows``: its cells are not where
    they should be, or would be lost without a word.
    """
    if delimiter is not None and len(delimiter) != 1:
        raise InputError("table-delimiter-too-long")
    with text_file(path, encoding=encoding, most_bytes=most_bytes) as stream:
        csv.field_size_limit(MOST_CELL_CHARS)
        try:
            lines = _Lines(stream, path)
            number, header_lines, said = _header_lines(lines)
            delimiter, header = _header(header_lines, delimiter or said, fits)
            rows = _rows(lines, delimiter, number)
            yield TableFile(
                header, delimiter, rows if takes_long_rows else _short_rows(rows, header, path)
            )
        except csv.Error as error:
            raise _damaged(path, error) from error


@contextmanager
def open_rows(
    path: Path, *, delimiter: str, quote: str, encoding: str, header_lines: int
) -> Iterator[Iterator[list[str]]]:
    """The rows of a table of which something else says how it is written, below so many lines of a
    header; rows that say nothing are left out. Without ``quote``, no cell stands in quotes.

    Raises as ``open_table`` does.
    """
    if len(delimiter) != 1 or len(quote) > 1:
        raise InputError("table-delimiter-too-long")
    with text_file(path, encoding=encoding) as stream:
        csv.field_size_limit(MOST_CELL_CHARS)
        try:
            rows = csv.reader(
                lines := _Lines(stream, path),
                delimiter=delimiter,
                quotechar=quote or None,
                quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
            )
        except (TypeError, ValueError) as error:
            raise InputError("table-damaged", file=path.name, detail=str(error)) from error

        def said() -> Iterator[list[str]]:
            for number, row in enumerate(rows):
                lines.refuse_open_quote(number + 1)
                lines.row_chars = 0
                if number >= header_lines and any(row):
                    yield row

        try:
            yield said()
        except csv.Error as error:
            raise _damaged(path, error) from error


def _damaged(path: Path, error: csv.Error) -> InputError:
    if "field limit" in str(error):
        return InputError("table-cell-too-long", file=path.name)
    return InputError("table-damaged", file=path.name, detail=str(error))


class _Lines:
    """The lines of a stream, with a limit on how many characters a row takes."""

    def __init__(self, stream: TextIO, path: Path) -> None:
        self._stream = stream
        self._path = path
        self.row_chars = 0
        self.has_ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MOST_ROW_CHARS + 1)
        self.row_chars += len(line)
        if self.row_chars > MOST_ROW_CHARS:
            raise InputError("table-line-too-long", file=self._path.name)
        if not line:
            self.has_ended = True
            raise StopIteration
        return line

    def refuse_open_quote(self, row: int) -> None:
        """InputError for a row in whose midst the file has ended: a quotation mark before it holds
        all that follows in one cell."""
        if self.has_ended:
            raise InputError("table-quote-open", file=self._path.name, row=row)


def text_lines(path: Path) -> Iterator[str]:
    """The lines of a UTF-8 file, or of one with a byte order mark, ends included; raises as
    ``open_table`` does."""
    with text_file(path) as stream:
        lines = _Lines(stream, path)
        for line in lines:
            lines.row_chars = 0
            yield line


def _header_lines(lines: _Lines) -> tuple[int, list[str], str | None]:
    """The header's row number, its lines, and the delimiter that a line before it says."""
    said: str | None = None
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        separator = _SEPARATOR_LINE.fullmatch(text) if number == 1 else None
        if separator is not None:
            said = separator[1] or None
        elif text.strip(" ,;\t\"'"):
            # A cell in quotes may hold line breaks.
            found = [line]
            while "".join(found).count('"') % 2 and len(found) < MOST_HEADER_LINES:
                following = next(lines, None)
                if following is None:
                    break
                found.append(following)
            return number - (said is not None), found, said
        lines.row_chars = 0
    return 1, [], said


def _header(
    lines: Sequence[str], delimiter: str | None, fits: Callable[[Sequence[str]], bool] | None
) -> tuple[str, list[str]]:
    best: tuple[str, list[str]] = (delimiter or DELIMITERS[0], [])
    for candidate in (delimiter,) if delimiter else DELIMITERS:
        names = next(csv.reader(lines, delimiter=candidate), [])
        if fits is not None and fits(names):
            return candidate, names
        best = max(best, (candidate, names), key=lambda found: len(found[1]))
    return best


def _rows(lines: _Lines, delimiter: str, header_at: int) -> Iterator[tuple[int, list[str]]]:
    lines.row_chars = 0
    for number, row in enumerate(csv.reader(lines, delimiter=delimiter), start=header_at + 1):
        lines.refuse_open_quote(number)
        lines.row_chars = 0
        if any(row):
            yield number, row


def row_problem(row: Sequence[str], columns: int) -> Message | None:
    """What is wrong with a row that says more than there are columns; None for others."""
    extra = next((cell for cell in row[columns:] if cell.strip()), None)
    if extra is None:
        return None
    return Message(
        "row-too-long", {"cells": len(row), "columns": columns, "cell": extra.strip()[:60]}
    )


def _short_rows(
    rows: Iterator[tuple[int, list[str]]], header: Sequence[str], path: Path
) -> Iterator[tuple[int, list[str]]]:
    for number, row in rows:
        problem = row_problem(row, len(header))
        if problem is not None and header:
            raise InputError("table-row-wrong", file=path.name, row=number, reason=problem)
        yield number, row


def first_header(
    path: Path, fits: Callable[[Sequence[str]], bool] | None = None, *, encoding: str = "utf-8"
) -> list[str]:
    """The column names of a table; empty for what is none. For the rest as ``open_table``."""
    try:
        with open_table(path, fits=fits, encoding=encoding) as table:
            return table.header
    except InputError:
        return []


def first_rows(path: Path, count: int) -> tuple[list[str], list[list[str]]]:
    """The column names and the first rows of a table; raises as ``open_table`` does."""
    with open_table(path, takes_long_rows=True) as table:
        return table.header, [row for _, row in itertools.islice(table.rows, count)]


def _amount(size_bytes: int) -> str:
    for power, unit in ((3, "GiB"), (2, "MiB"), (1, "KiB")):
        if size_bytes >= 1024**power:
            return f"{size_bytes // 1024**power} {unit}"
    return f"{size_bytes} B"
