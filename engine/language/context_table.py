"""Contexts in a table that any spreadsheet opens: CSV with the header ``context,weight``."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from engine.errors import InputError
from engine.language.contexts import Context, checked_context
from engine.language.phrases import HIGHEST_WEIGHT
from engine.table_file import open_table

COLUMNS = ("context", "weight")
MOST_BYTES = 32 * 1024**2


def read_contexts(path: Path) -> list[Context]:
    """The contexts in a file; one without a weight counts fully.

    UTF-8, with or without a byte order mark. Raises InputError with the line for what is wrong.
    """
    found: list[Context] = []
    with open_table(path, fits=_fits, most_bytes=MOST_BYTES) as table:
        if not _fits(table.header):
            raise InputError("contexts-column-missing", path=path)
        for line, row in table.rows:
            if any(cell.strip() for cell in row):
                found.append(_context(path, line, dict(zip(table.header, row, strict=False))))
    if not found:
        raise InputError("contexts-none", path=path)
    return found


def _fits(header: Sequence[str]) -> bool:
    return COLUMNS[0] in header


def context_table(contexts: Iterable[Context]) -> str:
    """What ``read_contexts`` reads."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((one.text, f"{one.weight:g}") for one in contexts)
    return stream.getvalue()


def _context(path: Path, line: int, row: dict[str, str]) -> Context:
    written = row.get(COLUMNS[1], "").strip()
    try:
        weight = float(written) if written else HIGHEST_WEIGHT
    except ValueError:
        raise InputError("contexts-line-no-weight", path=path, line=line, written=written) from None
    try:
        return checked_context(row.get(COLUMNS[0], ""), weight)
    except InputError as error:
        raise InputError(
            "contexts-line-wrong", path=path, line=line, reason=error.message
        ) from error
