"""A database file of its own in a catalogue's folder, made and opened at its first use."""

import threading
from pathlib import Path

from sqlalchemy import MetaData

from db.connection import Database
from db.errors import CatalogueError
from db.file.privacy import make_file, make_folder


class OwnFile:
    """The file with its tables; safe to use from many threads. Without ``durable`` it is not
    flushed at every commit (see ``Database``)."""

    def __init__(self, path: Path, tables: MetaData, *, durable: bool) -> None:
        self.path = path
        self._tables = tables
        self._durable = durable
        self._lock = threading.Lock()
        self._database: Database | None = None

    def opened(self) -> Database:
        """The database, with its tables. Raises CatalogueError where the file cannot be made."""
        with self._lock:
            if self._database is None:
                try:
                    make_folder(self.path.parent)
                    make_file(self.path)
                except OSError as error:
                    raise CatalogueError("database-not-opened", path=self.path) from error
                database = Database(self.path, durable=self._durable)
                with database.write() as connection:
                    self._tables.create_all(connection)
                self._database = database
            return self._database

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None
