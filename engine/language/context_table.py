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
        raise InputError("path-unreadable", path=path, reason=str(error.strerror)) from error
    except UnicodeDecodeError as error:
        raise InputError("contexts-not-utf8", path=path) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if COLUMNS[0] not in (reader.fieldnames or ()):
        raise InputError("contexts-column-missing", path=path)
    try:
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise InputError(
            "contexts-line-no-csv", path=path, line=reader.line_num, detail=str(error)
        ) from error
    found = [
        _context(path, line, row)
        for line, row in rows
        if any(value and str(value).strip() for value in row.values())
    ]
    if not found:
        raise InputError("contexts-none", path=path)
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
        raise InputError("contexts-line-no-weight", path=path, line=line, written=written) from None
    try:
        return checked_context(row.get(COLUMNS[0]) or "", weight)
    except InputError as error:
        raise InputError(
            "contexts-line-wrong", path=path, line=line, reason=error.message
        ) from error
