"""Suggestions of a new run, laid ready in temporary tables and then put in the place of the old.

Nobody else can write while the old ones give way, so that everything else is done beforehand. The
tables laid ready are built as those of the catalogue, with the same indexes: SQLite then copies
them record by record without looking into them (https://sqlite.org/src/doc/trunk/src/insert.c,
"transfer optimization"), in a fifth of the time. It does not where foreign keys are checked;
images, which alone they are about, are never removed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, CursorResult

from db.repositories.open_suggestions import refresh_open_suggestions

CHUNK = 10_000
LEAST_ID = -(2**63)
IMAGES_A_PAGE = 5_000
"""Read in one transaction: with a rollback journal a writer waits for those that read."""

SuggestionRow = (
    tuple[int, int, float]
    | tuple[int, int, float, float | None]
    | tuple[int, int, float, float | None, bool]
)
"""Image id, label id, confidence, the calibrated probability where there is one, and whether it is
weak: below its threshold, and seen in the grid of its label only."""

WholeRow = tuple[int, int, float, float | None, bool]

TABLES = ("arriving", "arriving_open")
CREATE = (
    "CREATE TEMPORARY TABLE arriving (image_id INTEGER NOT NULL, label_id INTEGER NOT NULL,"
    " confidence FLOAT NOT NULL, probability FLOAT, weak BOOLEAN DEFAULT '0' NOT NULL,"
    " PRIMARY KEY (image_id, label_id)) WITHOUT ROWID",
    "CREATE TEMPORARY TABLE arriving_open (image_id INTEGER NOT NULL, open_count INTEGER NOT NULL,"
    " confidence FLOAT NOT NULL, label_id INTEGER NOT NULL, PRIMARY KEY (image_id))",
)
# Made of sorted rows an index takes a tenth of the time of one that grows row by row.
CREATE_INDEXES = (
    "CREATE INDEX temp.ix_arriving ON arriving (label_id, weak, confidence, probability)",
    "CREATE INDEX temp.ix_arriving_open ON arriving_open (confidence)",
)
DROP_UNKNOWN = (
    "DELETE FROM temp.arriving WHERE image_id > ? AND image_id <= ?"
    " AND (image_id NOT IN (SELECT id FROM main.images)"
    " OR label_id NOT IN (SELECT id FROM main.labels))"
)
# With max() SQLite takes the bare column from the row that has it
# (https://sqlite.org/lang_select.html#bareagg).
FIND_OPEN = (
    "INSERT INTO temp.arriving_open"
    " SELECT s.image_id, count(*), max(s.confidence), s.label_id FROM temp.arriving AS s"
    " WHERE s.image_id > ? AND s.image_id <= ? AND NOT s.weak"
    " AND NOT EXISTS (SELECT 1 FROM main.labellings AS g"
    " WHERE g.image_id = s.image_id AND g.label_id = s.label_id)"
    " AND NOT EXISTS (SELECT 1 FROM main.decisions AS d"
    " WHERE d.image_id = s.image_id AND d.label_id = s.label_id)"
    " GROUP BY s.image_id"
)
# An undo or redo has no rows of its own: they are those of the change it acted on. The rows of
# an import's batch stand with its first one; its own entry names the images.
CHANGED_IMAGES = (
    "SELECT image_id FROM main.change_rows WHERE image_id IS NOT NULL AND change_id IN"
    " (SELECT coalesce(target_id, id) FROM main.changes WHERE id > ?)"
    " UNION SELECT told.value FROM main.changes AS c, json_each(c.details, '$.image_ids') AS told"
    " WHERE c.id > ?"
)


class ArrivingSuggestions:
    """Suggestions on their way into the catalogue, on a ``scratch`` connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._label_ids: frozenset[int] = frozenset()
        self._last_change = 0
        with connection.begin():
            self.drop()
            for statement in CREATE:
                connection.exec_driver_sql(statement)

    def gather(self, rows: Iterable[SuggestionRow]) -> None:
        """Take in rows; of a pair given twice the last counts. Locks nothing for others."""
        for chunk in _chunks(rows):
            with self._connection.begin():
                self._run("INSERT OR REPLACE INTO temp.arriving VALUES (?, ?, ?, ?, ?)", chunk)

    def lay_ready(self) -> None:
        """Leave out what the catalogue does not know, and find what is open, page by page."""
        with self._connection.begin():
            self._last_change = int(self._run("SELECT max(id) FROM main.changes").scalar() or 0)
        after = LEAST_ID
        while (until := self._end_of_page(after)) is not None:
            with self._connection.begin():
                self._run(DROP_UNKNOWN, (after, until))
                self._run(FIND_OPEN, (after, until))
            after = until
        with self._connection.begin():
            for statement in CREATE_INDEXES:
                self._run(statement)
            found = self._run("SELECT DISTINCT label_id FROM temp.arriving")
            self._label_ids = frozenset(int(row[0]) for row in found)

    def take_over(self) -> None:
        """Put all in the place of the old ones. Must run in a transaction that writes, without
        ``foreign_keys``."""
        run = self._run
        run("DELETE FROM main.suggestions")
        run("INSERT INTO main.suggestions SELECT * FROM temp.arriving")
        run("DELETE FROM main.open_suggestions")
        run("INSERT INTO main.open_suggestions SELECT * FROM temp.arriving_open")
        known = {int(row[0]) for row in run("SELECT id FROM main.labels")}
        gone = self._label_ids - known
        last = self._last_change
        changed = {int(row[0]) for row in run(CHANGED_IMAGES, (last, last))}
        for label_id in gone:
            images = run("SELECT image_id FROM main.suggestions WHERE label_id = ?", (label_id,))
            changed.update(int(row[0]) for row in images)
            run("DELETE FROM main.suggestions WHERE label_id = ?", (label_id,))
        refresh_open_suggestions(self._connection, changed)

    def drop(self) -> None:
        """Remove the tables. Must run in a transaction."""
        for table in TABLES:
            self._run(f"DROP TABLE IF EXISTS temp.{table}")

    def _end_of_page(self, after: int) -> int | None:
        """The last image id of the page behind this one; None behind the last."""
        with self._connection.begin():
            ids = self._run(
                "SELECT max(image_id) FROM (SELECT DISTINCT image_id FROM temp.arriving"
                " WHERE image_id > ? ORDER BY image_id LIMIT ?)",
                (after, IMAGES_A_PAGE),
            )
            last = ids.scalar()
        return None if last is None else int(last)

    def _run(self, statement: str, values: Any = ()) -> CursorResult[Any]:  # noqa: ANN401
        return self._connection.exec_driver_sql(statement, values)


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """A ``scratch`` connection that does not check foreign keys for the block, which begins and
    ends outside any transaction: the pragma does nothing inside one."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def _chunks(rows: Iterable[SuggestionRow]) -> Iterator[list[WholeRow]]:
    remaining = iter(rows)
    while chunk := [_whole(row) for row in islice(remaining, CHUNK)]:
        yield chunk


def _whole(row: SuggestionRow) -> WholeRow:
    probability = row[3] if len(row) >= 4 else None
    return (
        int(row[0]),
        int(row[1]),
        float(row[2]),
        None if probability is None else float(probability),
        len(row) == 5 and bool(row[4]),
    )
