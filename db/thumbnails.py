"""Thumbnails by content hash in a file of their own. Derived: lost ones are made again."""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

from sqlalchemy import Column, Connection, LargeBinary, MetaData, Table, select
from sqlalchemy.exc import DBAPIError

from db.connection import Database
from db.dialect import FailureKind, failure_kind, upsert
from db.errors import CatalogueError
from db.file.privacy import make_file, make_folder

FILE_NAME = "thumbnails.sqlite"
CHUNK = 500

metadata = MetaData()
thumbnails = Table(
    "thumbnails",
    metadata,
    Column("content_hash", LargeBinary, primary_key=True),
    Column("jpeg", LargeBinary, nullable=False),
)
key = thumbnails.c.content_hash


class ThumbnailStore:
    """JPEG thumbnails (longest side 320 px), keyed by the content hash of the image.

    Without foreign keys to the catalogue and without flushing: after a power failure the file may
    be damaged; it is then emptied and filled again.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._lock = threading.Lock()
        self._database: Database | None = None

    def get(self, content_hash: bytes) -> bytes | None:
        """The thumbnail as JPEG, or None where there is none."""
        return self.get_many([content_hash]).get(content_hash)

    def get_many(self, content_hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        """The thumbnails there are, by content hash."""
        found: dict[bytes, bytes] = {}

        def read(connection: Connection) -> None:
            for chunk in _chunks(content_hashes):
                rows = connection.execute(select(thumbnails).where(key.in_(chunk)))
                found.update((row[0], row[1]) for row in rows)

        self._run(read, writes=False)
        return found

    def put_many(self, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep thumbnails, given as (content hash, JPEG), in the place of older ones."""
        rows = [{"content_hash": content_hash, "jpeg": jpeg} for content_hash, jpeg in items]

        def write(connection: Connection) -> None:
            if rows:
                connection.execute(upsert(thumbnails), rows)

        self._run(write, writes=True)

    def missing(self, content_hashes: Iterable[bytes]) -> list[bytes]:
        """Those of the hashes that have no thumbnail, each once, in the order given."""
        wanted = list(dict.fromkeys(content_hashes))
        present: set[bytes] = set()

        def read(connection: Connection) -> None:
            for chunk in _chunks(wanted):
                present.update(connection.scalars(select(key).where(key.in_(chunk))))

        self._run(read, writes=False)
        return [content_hash for content_hash in wanted if content_hash not in present]

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def _run(self, work: Callable[[Connection], None], *, writes: bool) -> None:
        """Do the work; on a damaged file begin a new one and do it there."""
        try:
            self._attempt(work, writes=writes)
        except CatalogueError as error:
            if not _is_damage(error):
                raise
            logging.getLogger(__name__).warning("thumbnails are damaged and made anew: %s", error)
            self.close()
            self.path.unlink(missing_ok=True)
            self._attempt(work, writes=writes)

    def _attempt(self, work: Callable[[Connection], None], *, writes: bool) -> None:
        database = self._opened()
        with database.write() if writes else database.read() as connection:
            work(connection)

    def _opened(self) -> Database:
        with self._lock:
            if self._database is None:
                try:
                    make_folder(self.path.parent)
                    make_file(self.path)
                except OSError as error:
                    raise CatalogueError("database-not-opened", path=self.path) from error
                database = Database(self.path, durable=False)
                with database.write() as connection:
                    metadata.create_all(connection)
                self._database = database
            return self._database


def _is_damage(error: CatalogueError) -> bool:
    cause = error.__cause__
    original = cause.orig if isinstance(cause, DBAPIError) else cause
    return original is not None and failure_kind(original) is FailureKind.DAMAGED


def _chunks(items: Iterable[bytes]) -> Iterable[list[bytes]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
