"""All images and their labellings as they were at one moment, to be read at leisure.

With a rollback journal a writer's commit waits for every open read transaction. One that is open
for a whole export would stop a curator for minutes, and one that copies a million images in one
go for five seconds. Read page by page in transactions of their own, half a merge is seen.

Therefore the rows are copied page by page, each in a short transaction, to temporary tables of
one connection. Then what the audit trail says has changed meanwhile is copied once more, until a
transaction finds nothing newer. What is copied by then is the state of that transaction. A writer
waits for one page at most. ADR 13 has the measurements.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from db.connection import Database
from db.names import names_of
from db.records import LabellingRecord

IMAGES_A_PAGE = 5_000
CHANGED_ROWS_A_PAGE = 10_000
ALL_ROWS = 2**62
"""A position behind all rows of a change."""

TABLES = ("changed_images", "copied_images", "copied_labellings")
CREATE = (
    "CREATE TEMPORARY TABLE changed_images (id INTEGER PRIMARY KEY)",
    "CREATE TEMPORARY TABLE copied_images (id INTEGER PRIMARY KEY, path_bytes BLOB, path TEXT,"
    " title TEXT, reviewed_at TEXT, sort_key TEXT)",
    "CREATE TEMPORARY TABLE copied_labellings (image_id INTEGER, label_id INTEGER, source TEXT,"
    " decider TEXT, decided_at TEXT, confidence REAL, from_image_id INTEGER, suggester TEXT,"
    " PRIMARY KEY (image_id, label_id)) WITHOUT ROWID",
)
COPY_IMAGES = (
    "INSERT INTO temp.copied_images SELECT id, path_bytes, path, title, reviewed_at, sort_key"
    " FROM main.images WHERE keeper_id IS NULL AND "
)
COPY_LABELLINGS = (
    "INSERT INTO temp.copied_labellings SELECT image_id, label_id, source, decider, decided_at,"
    " confidence, from_image_id, (SELECT d.suggester FROM main.decisions AS d WHERE d.accepted"
    " AND d.image_id = labellings.image_id AND d.label_id = labellings.label_id)"
    " FROM main.labellings WHERE "
)
COPY_ANEW = (
    "DELETE FROM temp.copied_images WHERE id IN (SELECT id FROM temp.changed_images)",
    "DELETE FROM temp.copied_labellings WHERE image_id IN (SELECT id FROM temp.changed_images)",
    COPY_IMAGES + "id IN (SELECT id FROM temp.changed_images)",  # noqa: S608
    COPY_LABELLINGS + "image_id IN (SELECT id FROM temp.changed_images)",  # noqa: S608
)


@dataclass(frozen=True, slots=True)
class SnapshotImage:
    """An image as it was, with its labellings by label name; ``suggesters`` says by label id
    which suggester's suggestion was accepted."""

    id: int
    path_bytes: bytes
    path: str
    title: str
    reviewed_at: str | None
    labellings: tuple[LabellingRecord, ...]
    suggesters: Mapping[int, str] = field(default_factory=dict)


class Snapshot:
    """One consistent state of some or all images in use and their labellings, from ``snapshot_of``.

    Call ``take`` to its end first. Everything else answers from the copy and locks nothing.
    """

    def __init__(self, connection: Connection, image_ids: Sequence[int] | None) -> None:
        self._connection = connection
        self._wanted = None if image_ids is None else sorted(set(image_ids))
        self._wanted_set = frozenset(self._wanted or ())
        self._last_id = 0
        self._copied = 0
        self._followed = (0, 0)
        self._names: dict[int, str] = {}
        self._places: dict[int, int] = {}
        self.levels: dict[int, tuple[str, ...]] = {}
        """The names of every label from the top of the hierarchy down to it, by label id."""
        self.image_count = 0
        """How many images it holds."""
        with connection.begin():
            self.drop()
            for statement in CREATE:
                connection.exec_driver_sql(statement)

    def take(self) -> Iterator[tuple[int, int]]:
        """Copy the state; yields how many images are copied so far, and of how many.

        Nothing is locked while it yields. Stop there to give up.
        """
        with self._connection.begin():
            self._followed = (self._number("SELECT max(id) FROM main.changes"), ALL_ROWS)
            total = self._image_total()
        while not self._copy_more():
            yield self._copied, max(self._copied, total)
        with self._connection.begin():
            self.image_count = self._number("SELECT count(*) FROM temp.copied_images")
            self._connection.exec_driver_sql(
                "CREATE INDEX temp.ix_copied_images ON copied_images (sort_key, id)"
            )

    def pages(self, size: int = 500) -> Iterator[list[SnapshotImage]]:
        """The images in the order of their paths, ``size`` at a time."""
        after: tuple[str, int] = ("", 0)
        while True:
            with self._connection.begin():
                rows = self._connection.exec_driver_sql(
                    "SELECT sort_key, id, path_bytes, path, title, reviewed_at"
                    " FROM temp.copied_images"
                    " WHERE (sort_key, id) > (?, ?) ORDER BY sort_key, id LIMIT ?",
                    (*after, size),
                ).fetchall()
                found = self._labellings([row[1] for row in rows])
            if not rows:
                return
            after = (rows[-1][0], rows[-1][1])
            yield [
                SnapshotImage(
                    row.id,
                    row.path_bytes,
                    row.path,
                    row.title,
                    row.reviewed_at,
                    tuple(one for one, _ in found[row.id]),
                    {one.label_id: suggester for one, suggester in found[row.id] if suggester},
                )
                for row in rows
            ]

    def drop(self) -> None:
        """Remove the copy. Must run in a transaction."""
        for table in TABLES:
            self._connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{table}")

    def _image_total(self) -> int:
        if self._wanted is not None:
            return len(self._wanted)
        return self._number("SELECT count(*) FROM main.images WHERE keeper_id IS NULL")

    def _copy_more(self) -> bool:
        """Copy a page; whether the copy is now the state of this transaction.

        First come the images that are not copied yet: an import adds images without rows in the
        audit trail, but always with higher ids. Then come those that changed since: the trail
        has a row for every other row that a command wrote, with its image.
        """
        run = self._connection.exec_driver_sql
        with self._connection.begin():
            if self._copy_next_images() == IMAGES_A_PAGE:
                return False
            changed, is_all = self._changed_images()
            self._copy_anew(changed if self._wanted is None else changed & self._wanted_set)
            if not is_all:
                return False
            names = names_of(self._connection)
            self.levels = {label_id: names.levels(label_id) for label_id in names}
            by_name = run("SELECT id, name FROM main.labels ORDER BY name_key, id").fetchall()
            self._names = {row[0]: row[1] for row in by_name}
            self._places = {row[0]: place for place, row in enumerate(by_name)}
            return True

    def _copy_next_images(self) -> int:
        """Copy the images with the next ids; how many. Fewer than a page are the last there are."""
        if self._wanted is not None:
            page = self._wanted[self._copied : self._copied + IMAGES_A_PAGE]
            self._copy_anew(page)
            self._copied += len(page)
            return len(page)
        run = self._connection.exec_driver_sql
        count = run(
            COPY_IMAGES + "id > ? ORDER BY id LIMIT ?", (self._last_id, IMAGES_A_PAGE)
        ).rowcount
        if count:
            before, self._last_id = (
                self._last_id,
                self._number("SELECT max(id) FROM temp.copied_images"),
            )
            run(COPY_LABELLINGS + "image_id > ? AND image_id <= ?", (before, self._last_id))
            self._copied += count
        return count

    def _changed_images(self) -> tuple[set[int], bool]:
        """A page of what the trail says has changed, and whether that is all there is.

        An undo or redo has no rows of its own: they are those of the change it acted on.
        Details of other commands may hold ids of images too, which does no harm.
        """
        run = self._connection.exec_driver_sql
        found: set[int] = set()
        left = CHANGED_ROWS_A_PAGE
        last, position = self._followed
        changes = run(
            "SELECT id, coalesce(target_id, id), json_extract(details, '$.image_ids')"
            " FROM main.changes WHERE id >= ? ORDER BY id",
            (last,),
        ).fetchall()
        for change_id, told_by, image_ids in changes:
            # A batch of an import, whose rows stand with the import's first one.
            found.update(json.loads(image_ids or "[]"))
            rows = run(
                "SELECT position, image_id FROM main.change_rows"
                " WHERE change_id = ? AND position > ? ORDER BY position LIMIT ?",
                (told_by, position if change_id == last else -1, left),
            ).fetchall()
            found.update(int(row[1]) for row in rows if row[1] is not None)
            if len(rows) == left:
                self._followed = (change_id, rows[-1][0])
                return found, False
            left -= len(rows)
            self._followed = (change_id, ALL_ROWS)
        return found, True

    def _copy_anew(self, image_ids: Iterable[int]) -> None:
        run = self._connection.exec_driver_sql
        run("DELETE FROM temp.changed_images")
        run(
            "INSERT INTO temp.changed_images SELECT value FROM json_each(?)",
            (json.dumps(list(image_ids)),),
        )
        for statement in COPY_ANEW:
            run(statement)

    def _labellings(
        self, image_ids: Sequence[int]
    ) -> dict[int, list[tuple[LabellingRecord, str | None]]]:
        """The labellings of each of the images by label name, each with the suggester whose
        suggestion it was; every id given is a key."""
        found: dict[int, list[tuple[LabellingRecord, str | None]]] = {
            image_id: [] for image_id in image_ids
        }
        rows = self._connection.exec_driver_sql(
            "SELECT image_id, label_id, source, decider, decided_at, confidence, from_image_id,"
            " suggester FROM temp.copied_labellings"
            " WHERE image_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(image_ids)),),
        )
        for row in sorted(rows, key=lambda row: self._places[row[1]]):
            labelling = LabellingRecord(row[0], row[1], self._names[row[1]], *row[2:7])
            found[row[0]].append((labelling, row[7]))
        return found

    def _number(self, query: str) -> int:
        return int(self._connection.exec_driver_sql(query).scalar() or 0)


@contextmanager
def snapshot_of(database: Database, image_ids: Sequence[int] | None = None) -> Iterator[Snapshot]:
    """A snapshot of the images with these ids, or of all; the copy goes with the block."""
    with database.scratch() as connection:
        snapshot = Snapshot(connection, image_ids)
        try:
            yield snapshot
        finally:
            with connection.begin():
                snapshot.drop()
