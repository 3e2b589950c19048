"""Values that no version of the program writes: of another type, no text, no JSON.

SQLite keeps them without a word, and whatever reads them fails in a way of its own.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Float, Integer, LargeBinary

from db.connection import open_file, translated
from db.errors import CatalogueError
from db.file.history_values import odd_history
from db.schema import metadata
from db.setting_values import stored_setting
from messages.message import MendableError

JSON_COLUMNS = {
    "settings.value",
    "changes.details",
    "suggestion_runs.hyperparameters",
    "change_rows.row_key",
    "change_rows.before",
    "change_rows.after",
}

HISTORY_TABLES = ("changes", "change_rows")


@contextmanager
def damage_told(path: Path) -> Iterator[None]:
    """Raise CatalogueError in the place of a fault that comes from a damaged catalogue.

    Whatever goes wrong unforeseen, the catalogue is looked over first; a sound one lets the fault
    through, for then it is the program's.
    """
    try:
        yield
    except MendableError:
        raise
    except Exception as error:
        if _is_damaged(path):
            raise CatalogueError("catalogue-damaged", path=path) from error
        raise


def odd_values(path: Path) -> Iterator[str]:
    """Columns that hold what no version of the program writes. Raises sqlite3.Error."""
    with closing(open_file(path)) as connection:
        connection.text_factory = bytes
        tables = {name.decode() for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        if tables.issuperset(HISTORY_TABLES):
            yield from odd_history(connection)
        for table in metadata.tables.values():
            there = {
                row[1].decode() for row in connection.execute(f"PRAGMA table_info({table.name})")
            }
            # A file of an older version lacks some.
            columns = [column for column in table.columns if column.name in there]
            if table.name == "settings" and columns:
                yield from _odd_settings(connection)
            if columns and _has_odd_type(connection, table.name, columns):
                yield table.name
            for column in filter(_is_text, columns):
                rows = connection.execute(f'SELECT "{column.name}" FROM "{table.name}"')  # noqa: S608
                is_json = str(column) in JSON_COLUMNS
                if any(_is_odd(value, is_json=is_json) for (value,) in rows):
                    yield str(column)


def _is_damaged(path: Path) -> bool:
    try:
        with translated(path), closing(open_file(path)) as connection:
            sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
            return not sound or dangling is not None or next(odd_values(path), None) is not None
    except CatalogueError as error:
        return error.message.code == "catalogue-damaged"
    except UnicodeDecodeError:
        return True  # what the file says of its tables is no text
    except (sqlite3.Error, OSError):
        return False


def _has_odd_type(
    connection: sqlite3.Connection, table: str, columns: Sequence[Column[Any]]
) -> bool:
    conditions = []
    for column in columns:
        allowed = [f"'{kind}'" for kind in _storage_classes(column)]
        conditions.append(f'typeof("{column.name}") NOT IN ({", ".join(allowed)})')
    query = f'SELECT 1 FROM "{table}" WHERE {" OR ".join(conditions)} LIMIT 1'  # noqa: S608
    return connection.execute(query).fetchone() is not None


def _storage_classes(column: Column[Any]) -> tuple[str, ...]:
    nothing = ("null",) if column.nullable else ()
    if isinstance(column.type, Integer | Boolean):
        return ("integer", *nothing)
    if isinstance(column.type, Float):
        return ("real", "integer", *nothing)
    return ("blob" if isinstance(column.type, LargeBinary) else "text", *nothing)


def _is_text(column: Column[Any]) -> bool:
    return "text" in _storage_classes(column)


def _is_odd(value: object, *, is_json: bool) -> bool:
    if not isinstance(value, bytes):
        return False
    try:
        text = value.decode()
        if is_json:
            json.loads(text)
    except (ValueError, RecursionError):
        return True
    return False


def _odd_settings(connection: sqlite3.Connection) -> Iterator[str]:
    for key, value in connection.execute("SELECT key, value FROM settings"):
        if (
            not isinstance(key, bytes)
            or not isinstance(value, bytes)
            or _is_odd(key, is_json=False)
        ):
            yield "settings"
        elif not stored_setting(key.decode(), value)[0]:
            yield key.decode()
