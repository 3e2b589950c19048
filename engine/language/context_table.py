"""Contexts in a table that any spreadsheet opens: CSV with the header ``context,weight``."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from engine.errors import InputError
from engine.language.contexts import Context, checked_context
from engine.language.phrases import HIGHEST_WEIGHT

COLUMNS = ("context", "weight")


def read_contexts(path: Path) -> list[Context]:
    """The contexts in a file; one without a weight counts fully.

    UTF-8, with or without a byte order mark. Raises InputError with the line for what is wrong.
    """
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text; save it as CSV in UTF-8.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if COLUMNS[0] not in (reader.fieldnames or ()):
        raise InputError(f'{path} has no column "context"; its first line must be context,weight.')
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise InputError(f"{path}, line {reader.line_num}: {error}.") from error
    found = [
        _context(path, line, row)
        for line, row in rows
        if any(value and str(value).strip() for value in row.values())
    ]
    if not found:
        raise InputError(f"{path} holds no contexts.")
    return found


def context_table(contexts: Iterable[Context]) -> str:
    """What ``read_contexts`` reads."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((one.text, f"{one.weight:g}") for one in contexts)
    return stream.getvalue()


def _context(path: Path, line: int, row: dict[str, str | None]) -> Context:
    written = (row.get(COLUMNS[1]) or "").strip()
    try:
        weight = float(written) if written else HIGHEST_WEIGHT
    except ValueError:
        raise InputError(f'{path}, line {line}: "{written}" is no weight.') from None
    try:
        return checked_context(row.get(COLUMNS[0]) or "", weight)
    except InputError as error:
        raise InputError(f"{path}, line {line}: {error}") from error
