"""Runs migrations: foreign keys off, one transaction, keys checked, then committed or undone."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import NullPool

from db.connection import open_file, translated
from db.errors import CatalogueError

# The newest revision under versions/. A constant, so that opening a catalogue loads no Alembic.
SCHEMA_VERSION = "0001"

HERE = Path(__file__).parent


def migrate(path: Path, *, extra_versions: Sequence[Path] = (), create: bool = False) -> None:
    """Bring the tables of a file to the newest version, wholly or not at all.

    ``extra_versions`` are further folders of revisions. Raises CatalogueError where the file
    cannot be written or rows would be left pointing nowhere.
    """
    engine = create_engine(
        "sqlite+pysqlite://", creator=lambda: open_file(path, create=create), poolclass=NullPool
    )
    event.listen(engine, "begin", _begin_immediate)
    with translated(path), engine.connect() as connection:
        # Rebuilding a table drops the old one, and with foreign keys on its children go with it.
        # Off only outside a transaction; with a commit because reading the pragma began one.
        _driver(connection).execute("PRAGMA foreign_keys = OFF")
        _driver(connection).execute("PRAGMA synchronous = FULL")
        with connection.begin():
            upgrade(connection, extra_versions)
            refuse_dangling_rows(connection, path)


def upgrade(connection: Connection, extra_versions: Sequence[Path] = ()) -> None:
    """Run the missing revisions within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _escaped(HERE))
    config.set_main_option("path_separator", "newline")
    locations = [HERE / "versions", *extra_versions]
    config.set_main_option("version_locations", "\n".join(_escaped(place) for place in locations))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def refuse_dangling_rows(connection: Connection, path: Path) -> None:
    """Raise CatalogueError where a row points to one that is not there."""
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if dangling:
        tables = ", ".join(sorted({str(row[0]) for row in dangling}))
        raise CatalogueError(
            f"{path} could not be brought up to date: {len(dangling)} rows of {tables} point to "
            "rows that are not there. It was left as it was; restore a backup or report this."
        )


def version_of(connection: Connection) -> str | None:
    """The revision the file's tables have; None where no migration has run."""
    tables = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).fetchall()
    if not tables:
        return None
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _driver(connection: Connection):  # type: ignore[no-untyped-def]  # noqa: ANN202
    return connection.connection.driver_connection


def _escaped(path: Path) -> str:
    # The options go through a ConfigParser, which reads % as the start of a reference.
    return str(path).replace("%", "%%")
