"""A database file of its own for what can be computed again: lost or damaged, it begins anew."""

import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, LargeBinary, MetaData, Table, bindparam, insert, select
from sqlalchemy.exc import DBAPIError

from db.dialect import FailureKind, failure_kind
from db.errors import CatalogueError
from db.own_file import OwnFile

CHUNK = 500


class DerivedFile(OwnFile):
    """Tables without foreign keys to the catalogue and without flushing.

    After a power failure the file may be damaged; it is then emptied and filled again.
    """

    def __init__(self, path: Path, tables: MetaData) -> None:
        super().__init__(path, tables, durable=False)

    def run(self, work: Callable[[Connection], None], *, writes: bool) -> None:
        """Do the work; on a damaged file begin a new one and do it there."""
        try:
            self._attempt(work, writes=writes)
        except CatalogueError as error:
            if not _is_damage(error):
                raise
            logging.getLogger(__name__).warning(
                "%s is damaged and made anew: %s", self.path.name, error
            )
            self.close()
            self.path.unlink(missing_ok=True)
            self._attempt(work, writes=writes)

    def _attempt(self, work: Callable[[Connection], None], *, writes: bool) -> None:
        database = self.opened()
        with database.write() if writes else database.read() as connection:
            work(connection)


def chunks(items: Iterable[bytes]) -> Iterator[list[bytes]]:
    """The items in parts that fit into one statement."""
    remaining = iter(items)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def carry_over(file: DerivedFile, table: Table, pairs: Iterable[tuple[bytes, bytes]]) -> None:
    """Copy the rows of old content hashes to new ones, given as (old, new), where there are none
    yet; ``table`` has a column ``content_hash``."""
    rows = [{"old": old, "new": new} for old, new in pairs]
    columns = [
        bindparam("new", type_=LargeBinary) if one.name == "content_hash" else one
        for one in table.columns
    ]
    copied = select(*columns).where(table.c.content_hash == bindparam("old", type_=LargeBinary))
    statement = (
        insert(table)
        .prefix_with("OR IGNORE", dialect="sqlite")
        .from_select([one.name for one in table.columns], copied)
    )

    def write(connection: Connection) -> None:
        for row in rows:
            connection.execute(statement, row)

    if rows:
        file.run(write, writes=True)


def _is_damage(error: CatalogueError) -> bool:
    cause = error.__cause__
    original = cause.orig if isinstance(cause, DBAPIError) else cause
    return original is not None and failure_kind(original) is FailureKind.DAMAGED
