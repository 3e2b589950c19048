"""Holds the tables and programs in a file against those of a catalogue, before either is used.

A catalogue may come from somebody else. Triggers and views are programs that run with the rows
they are about; none but the program's own may be there.
"""

import re
import sqlite3
from pathlib import Path

from db.captions.index import CAPTION_INDEX, CAPTION_TRIGGERS
from db.errors import CatalogueError
from db.migrations import runner
from db.name_triggers import NAME_TRIGGERS
from db.schema import metadata

FIRST_TABLES = ("settings", "images", "labels", "aliases", "keywords", "labellings", "decisions")
"""Of every version there was; a migration makes what is missing, and says what it lacks."""

EARLIER_TRIGGER = (
    "CREATE TRIGGER tr_{table}_{moment} BEFORE {moment} ON {table} "
    "WHEN EXISTS (SELECT 1 FROM {other} WHERE name_key = NEW.name_key) "
    "BEGIN SELECT RAISE(ABORT, 'the name is taken'); END"
)
EARLIER_TRIGGERS = tuple(
    EARLIER_TRIGGER.format(table=table, other=other, moment=moment)
    for table, other in (("labels", "aliases"), ("aliases", "labels"))
    for moment in ("INSERT", "UPDATE")
)
"""Of the versions up to 0004."""

OWN_PROGRAMS = (*NAME_TRIGGERS, *EARLIER_TRIGGERS, CAPTION_INDEX, *CAPTION_TRIGGERS)

ORDINARY_COLUMN = 0


def require_shape(connection: sqlite3.Connection, path: Path, version: str) -> None:
    """Raise CatalogueError where tables or columns are missing, or where programs are not ours.

    Reads what the file says of itself and runs nothing of it.
    """
    found = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    known = {_spelt(sql) for sql in OWN_PROGRAMS}
    foreign = [
        str(name)
        for kind, name, sql in found
        if kind == "view"
        or (
            _spelt(sql) not in known
            and (kind == "trigger" or _spelt(sql).startswith("create virtual"))
        )
    ]
    if foreign:
        raise CatalogueError("catalogue-has-programs", path=path, names=", ".join(foreign[:5]))
    tables = {str(name) for kind, name, _ in found if kind == "table"}
    if int(version) < int(runner.SCHEMA_VERSION):
        is_whole = tables.issuperset(FIRST_TABLES)
    else:
        is_whole = tables.issuperset(metadata.tables) and all(
            _columns(connection, name) >= set(table.columns.keys())
            for name, table in metadata.tables.items()
        )
    if not is_whole:
        raise CatalogueError("catalogue-damaged", path=path)


def _spelt(sql: object) -> str:
    """A statement without what does not count: white space and large letters."""
    return re.sub(r"\s+", " ", str(sql or "")).strip().lower()


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    """The ordinary columns of a table: those that hold what was written to them."""
    rows = connection.execute(f'PRAGMA table_xinfo("{table}")')
    return {str(row[1]) for row in rows if row[6] == ORDINARY_COLUMN}
