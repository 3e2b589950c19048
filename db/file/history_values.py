"""Holds what the history keeps as JSON against the rows it is about.

Undo writes those rows again, so what names another table, other columns or values that no row has
is damage.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from db.schema import metadata
from db.text import LARGEST_NUMBER, SMALLEST_NUMBER


def odd_history(connection: sqlite3.Connection) -> Iterator[str]:
    """Columns of the history with what no version of the program writes, each once.

    Of JSON that cannot be read nothing is said: all JSON is looked over elsewhere. Wants a
    connection that gives text as bytes, and the tables of the newest version; raises sqlite3.Error.
    """
    rows = connection.execute("SELECT details FROM changes")
    if any(not isinstance(details, dict) for (text,) in rows for details in _read(text)):
        yield "changes.details"
    found: set[str] = set()
    for name, *texts in connection.execute(
        "SELECT table_name, row_key, before, after FROM change_rows"
    ):
        for column in _odd_columns(name, *texts):
            if column not in found:
                found.add(column)
                yield f"change_rows.{column}"


def _odd_columns(name: object, key: object, before: object, after: object) -> Iterator[str]:
    table = (
        metadata.tables.get(name.decode("utf-8", "replace")) if isinstance(name, bytes) else None
    )
    if table is None:
        yield "table_name"
        return
    width = len(table.primary_key.columns)
    if any(not _is_key(parts, width) for parts in _read(key)):
        yield "row_key"
    for column, text in (("before", before), ("after", after)):
        if any(not _is_row(row, table.columns.keys()) for row in _read(text)):
            yield column


def _is_key(parts: object, width: int) -> bool:
    return isinstance(parts, list) and len(parts) == width and all(map(_is_value, parts))


def _is_row(row: object, names: list[str]) -> bool:
    return isinstance(row, dict) and row.keys() <= set(names) and all(map(_is_value, row.values()))


def _is_value(value: object) -> bool:
    """Whether a column can hold it; bytes stand in JSON as their hexadecimal digits."""
    if isinstance(value, dict):
        return value.keys() == {"hex"} and isinstance(value["hex"], str) and _is_hex(value["hex"])
    if isinstance(value, int):
        return SMALLEST_NUMBER <= value <= LARGEST_NUMBER
    return value is None or isinstance(value, str | float)


def _is_hex(digits: str) -> bool:
    try:
        bytes.fromhex(digits)
    except ValueError:
        return False
    return True


def _read(text: object) -> Iterator[Any]:
    """What the JSON says; nothing where it says nothing or is none."""
    if isinstance(text, bytes):
        with suppress(ValueError, RecursionError):
            yield json.loads(text.decode())
