"""Connections to one SQLite file: short transactions, one writer, errors as codes.

SQLite's own transaction handling in the Python driver is switched off (``isolation_level=None``)
and every transaction is begun here: plain BEGIN for reads, BEGIN IMMEDIATE for writes, because a
read that turns into a write fails at once, without waiting for its turn.
"""

import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from db.dialect import FailureKind, add_functions, begin_statement, failure_kind, failure_name
from db.errors import CatalogueError
from db.file.write_turn import WriteTurn
from db.places import data_folder
from messages.message import Message

BUSY_TIMEOUT_S = 30.0
CACHE_KIB = 64 * 1024


def open_file(path: Path) -> sqlite3.Connection:
    """A driver connection to a file that is there, with the busy timeout and foreign keys on.

    Raises sqlite3.Error.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=BUSY_TIMEOUT_S,
        isolation_level=None,
        check_same_thread=False,
    )
    # A no-op inside a transaction, therefore here (https://github.com/python/cpython/issues/137205).
    connection.execute("PRAGMA foreign_keys = ON")
    # What the file says of itself may call no function that reaches outside it.
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


class Database:
    """The connections to one file; safe to use from many threads.

    ``durable`` files are flushed to the disk at every commit, and so is the removal of their
    journal; others (derived data) are left to the operating system. ``reads_only``: SQLite
    refuses every write, with CatalogueError; what a crash left is completed all the same.
    """

    def __init__(self, path: Path, *, durable: bool = True, reads_only: bool = False) -> None:
        self.path = path
        self._durable = durable
        self.reads_only = reads_only
        # SQLite polls for the lock; waiting in line for it is fairer, within the process and
        # among processes.
        self._thread_turn = threading.Lock()
        self._process_turn = WriteTurn(data_folder(path)) if durable and not reads_only else None
        self._watching: sqlite3.Connection | None = None
        self._engine: Engine = create_engine(
            "sqlite+pysqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=8,
            max_overflow=24,
            pool_timeout=BUSY_TIMEOUT_S,
        )
        event.listen(self._engine, "begin", _begin)

    def _connect(self) -> sqlite3.Connection:
        connection = open_file(self.path)
        add_functions(connection)
        # With a rollback journal, removing it is the commit. FULL leaves the removal to the system,
        # and a power failure may bring the journal back, which takes the commit back:
        # https://sqlite.org/pragma.html#pragma_synchronous. In WAL mode the two are the same.
        connection.execute(f"PRAGMA synchronous = {'EXTRA' if self._durable else 'OFF'}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        if sys.platform == "darwin" and self._durable:
            # Plain fsync leaves data in the drive's own cache there.
            connection.execute("PRAGMA fullfsync = ON")
            connection.execute("PRAGMA checkpoint_fullfsync = ON")
        if self.reads_only:
            connection.execute("PRAGMA query_only = ON")
        return connection

    def data_version(self) -> int:
        """A number that changes with every commit of another connection; costs a file's header.

        For one thread at a time.
        """
        with translated(self.path):
            if self._watching is None:
                self._watching = open_file(self.path)  # the number is one connection's own
            return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection in a read transaction: one consistent state from the first read on."""
        with translated(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in a write transaction, committed at the end or rolled back on an error.

        Raises CatalogueError where the change could not be saved; then nothing of it is. Where
        the disk fails in the last step of a commit, nobody knows, and the sentence says so.
        """
        with (
            self._turn(),
            translated(self.path),
            self._engine.connect() as plain,
        ):
            connection = plain.execution_options(nabolag_writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def scratch(self) -> Iterator[Connection]:
        """A connection outside any transaction, for work with temporary tables of its own.

        ``connection.begin()`` reads; ``write_on`` writes with it.
        """
        with translated(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write_on(self, connection: Connection) -> Iterator[None]:
        """A write transaction on a ``scratch`` connection."""
        with self._turn():
            connection.execution_options(nabolag_writes=True)
            try:
                with connection.begin():
                    yield
            finally:
                connection.execution_options(nabolag_writes=False)

    def close(self) -> None:
        """Close every connection; the next use opens new ones."""
        self._engine.dispose()
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.close()
        with self._thread_turn:
            if self._process_turn is not None:
                self._process_turn.close()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait until it is this thread's turn to write. Raises CatalogueError after too long."""
        with self._thread_turn:
            if self._process_turn is None:
                yield
                return
            with self._process_turn.taken(BUSY_TIMEOUT_S) as has_turn:
                if not has_turn:
                    raise CatalogueError(
                        "database-busy", path=self.path, waited_s=round(BUSY_TIMEOUT_S)
                    )
                yield


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("nabolag_writes", False)
    connection.exec_driver_sql(begin_statement(connection.dialect.name, writes=writes))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the failures of SQLite that a person can mend into CatalogueError."""
    try:
        yield
    except DBAPIError as error:
        message = None if error.orig is None else failure_message(error.orig, path)
        if message is not None:
            raise CatalogueError(message.code, **message.arguments) from error
        raise
    except sqlite3.Error as error:
        message = failure_message(error, path)
        if message is not None:
            raise CatalogueError(message.code, **message.arguments) from error
        raise


def failure_message(error: BaseException, path: Path) -> Message | None:
    """What a failure of SQLite means to a person and what to do; None for our own bugs."""
    kind = failure_kind(error)
    if kind is FailureKind.DISK_FULL:
        return Message("database-disk-full", {"path": path})
    if kind is FailureKind.READ_ONLY:
        return Message("database-read-only", {"path": path})
    if kind is FailureKind.BUSY:
        return Message("database-busy", {"path": path, "waited_s": round(BUSY_TIMEOUT_S)})
    if kind is FailureKind.DAMAGED:
        return Message("catalogue-damaged", {"path": path})
    if kind is FailureKind.CANNOT_OPEN:
        return Message("database-not-opened", {"path": path})
    if kind is FailureKind.DISK_FAILED_LAST:
        return Message("database-disk-failed-last", {"path": path, "error": failure_name(error)})
    if kind is FailureKind.DISK_FAILED:
        return Message("database-disk-failed", {"path": path, "error": failure_name(error)})
    return None
