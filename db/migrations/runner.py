"""Runs migrations: foreign keys off, one transaction, keys checked, then committed or undone."""

import re
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from db.connection import open_file, translated
from db.errors import CatalogueError
from db.file.damage import damage_told

# The newest revision under versions/. A constant, so that opening a catalogue loads no Alembic.
SCHEMA_VERSION = "0010"

MORE_THAN_IT_SAYS = re.compile("duplicate column name|already exists")
"""What SQLite says where a file holds tables of a newer version than it says of itself."""

HERE = Path(__file__).parent
VERSION_FOLDERS = (HERE / "versions",)


def migrate(path: Path) -> None:
    """Bring the tables of a file to the newest version, wholly or not at all.

    Raises CatalogueError where the file cannot be written, is damaged, has more than its version
    says, or rows would be left pointing nowhere.
    """
    engine = create_engine("sqlite+pysqlite://", creator=lambda: _connect(path), poolclass=NullPool)
    event.listen(engine, "begin", _begin_immediate)
    with (
        damage_told(path),
        translated(path),
        engine.connect() as connection,
        connection.begin(),
    ):
        try:
            upgrade(connection)
        except OperationalError as error:
            if MORE_THAN_IT_SAYS.search(str(error.orig)):
                raise CatalogueError("catalogue-damaged", path=path) from error
            raise
        refuse_dangling_rows(connection, path)


def upgrade(connection: Connection) -> None:
    """Run the missing revisions within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escaped(HERE))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_escaped, VERSION_FOLDERS)))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def refuse_dangling_rows(connection: Connection, path: Path) -> None:
    """Raise CatalogueError where a row points to one that is not there."""
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if dangling:
        tables = ", ".join(sorted({str(row[0]) for row in dangling}))
        raise CatalogueError(
            "migration-dangling-rows", path=path, rows=len(dangling), tables=tables
        )


def _connect(path: Path) -> sqlite3.Connection:
    connection = open_file(path)
    # Rebuilding a table drops the old one, and with foreign keys on its children go with it. The
    # pragma does nothing inside a transaction, therefore here.
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA synchronous = EXTRA")
    return connection


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _escaped(path: Path) -> str:
    # The options go through a ConfigParser, which reads % as the start of a reference.
    return str(path).replace("%", "%%")
