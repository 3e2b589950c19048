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
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from db.captions.records import FoundCaption
from db.connection import Database
from db.names import names_of
from db.records import LabellingRecord

IMAGES_A_PAGE = 5_000
CHANGED_ROWS_A_PAGE = 10_000
ALL_ROWS = 2**62
"""A position behind all rows of a change."""

TABLES = (
    *("changed_images", "copied_images", "copied_labellings", "copied_captions"),
    "copied_suggestions",
)
CREATE = (
    "CREATE TEMPORARY TABLE changed_images (id INTEGER PRIMARY KEY)",
    "CREATE TEMPORARY TABLE copied_images (id INTEGER PRIMARY KEY, path_bytes BLOB, path TEXT,"
    " title TEXT, reviewed_at TEXT, sort_key TEXT, content_hash BLOB, size_bytes INTEGER,"
    " width_px INTEGER, height_px INTEGER, captured_at TEXT, status TEXT)",
    "CREATE TEMPORARY TABLE copied_labellings (image_id INTEGER, label_id INTEGER, source TEXT,"
    " decider TEXT, decided_at TEXT, confidence REAL, from_image_id INTEGER, suggester TEXT,"
    " PRIMARY KEY (image_id, label_id)) WITHOUT ROWID",
    "CREATE TEMPORARY TABLE copied_captions (image_id INTEGER, position INTEGER, id INTEGER,"
    " text TEXT, field TEXT, source TEXT, language TEXT, language_from TEXT, author TEXT,"
    " made_at TEXT, PRIMARY KEY (image_id, position, id)) WITHOUT ROWID",
    "CREATE TEMPORARY TABLE copied_suggestions (image_id INTEGER, label_id INTEGER,"
    " confidence REAL, probability REAL, PRIMARY KEY (image_id, label_id)) WITHOUT ROWID",
)
COPY_IMAGES = (
    "INSERT INTO temp.copied_images SELECT id, path_bytes, path, title, reviewed_at, sort_key,"
    " content_hash, size_bytes, width_px, height_px, captured_at, status"
    " FROM main.images WHERE keeper_id IS NULL AND "
)
COPY_LABELLINGS = (
    "INSERT INTO temp.copied_labellings SELECT image_id, label_id, source, decider, decided_at,"
    " confidence, from_image_id, (SELECT d.suggester FROM main.decisions AS d WHERE d.accepted"
    " AND d.image_id = labellings.image_id AND d.label_id = labellings.label_id)"
    " FROM main.labellings WHERE "
)
COPY_CAPTIONS = (
    "INSERT INTO temp.copied_captions SELECT image_id, position, id, text, field, source, language,"
    " language_from, author, made_at FROM main.captions WHERE text <> '' AND "
)
COPY_SUGGESTIONS = (
    "INSERT INTO temp.copied_suggestions SELECT s.image_id, s.label_id, s.confidence,"
    " s.probability FROM main.suggestions AS s JOIN main.labels AS l ON l.id = s.label_id"
    " WHERE NOT s.weak AND coalesce(s.probability, s.confidence) >= ?"
    " AND NOT EXISTS (SELECT 1 FROM main.labellings AS o"
    " WHERE o.image_id = s.image_id AND o.label_id = s.label_id)"
    " AND NOT EXISTS (SELECT 1 FROM main.decisions AS d"
    " WHERE d.image_id = s.image_id AND d.label_id = s.label_id) AND s.image_id IN "
)
COPY_ANEW = (
    "DELETE FROM temp.copied_images WHERE id IN (SELECT id FROM temp.changed_images)",
    "DELETE FROM temp.copied_labellings WHERE image_id IN (SELECT id FROM temp.changed_images)",
    "DELETE FROM temp.copied_captions WHERE image_id IN (SELECT id FROM temp.changed_images)",
    "DELETE FROM temp.copied_suggestions WHERE image_id IN (SELECT id FROM temp.changed_images)",
    COPY_IMAGES + "id IN (SELECT id FROM temp.changed_images)",  # noqa: S608
    COPY_LABELLINGS + "image_id IN (SELECT id FROM temp.changed_images)",  # noqa: S608
    COPY_CAPTIONS + "image_id IN (SELECT id FROM temp.changed_images)",  # noqa: S608
)


ImageState = Literal["any", "labelled", "decided", "reviewed", "readable", "dated"]
"""Of images: all, those with a label, those with a label that a curator gave or accepted or whom a
curator has finished with, the latter alone, those whose file could be read, those
of which is known when they were taken."""
HAS_LABEL = "id IN (SELECT image_id FROM temp.copied_labellings)"
DECIDED_SOURCES = ("curator", "accepted")
"""Of labellings that a curator gave or accepted."""
HAS_DECISION = (
    f"id IN (SELECT image_id FROM temp.copied_labellings WHERE source IN {DECIDED_SOURCES})"  # noqa: S608
)
STATES: Mapping[ImageState, str] = {
    "any": "TRUE",
    "labelled": HAS_LABEL,
    "decided": f"reviewed_at IS NOT NULL OR {HAS_DECISION}",
    "reviewed": "reviewed_at IS NOT NULL",
    "readable": "status = 'ok'",
    "dated": "coalesce(captured_at, '') <> ''",
}


class SnapshotSuggestion(NamedTuple):
    """An open suggestion as it was."""

    label_id: int
    confidence: float
    probability: float | None


@dataclass(frozen=True, slots=True)
class SnapshotImage:
    """An image as it was, with its labellings by label name; ``suggesters`` says by label id
    which suggester's suggestion was accepted. ``suggestions``: the surest first."""

    id: int
    path_bytes: bytes
    path: str
    title: str
    reviewed_at: str | None
    content_hash: bytes
    size_bytes: int
    width_px: int | None
    height_px: int | None
    captured_at: str | None
    status: str
    labellings: tuple[LabellingRecord, ...]
    suggesters: Mapping[int, str] = field(default_factory=dict)
    suggestions: tuple[SnapshotSuggestion, ...] = ()
    captions: tuple[FoundCaption, ...] = ()


class Snapshot:
    """One consistent state of some or all images in use and their labellings, from ``snapshot_of``.

    Call ``take`` to its end first. Everything else answers from the copy and locks nothing.
    """

    def __init__(
        self,
        connection: Connection,
        image_ids: Sequence[int] | None,
        suggestions_from: float | None = None,
    ) -> None:
        self._connection = connection
        self._suggestions_from = suggestions_from
        self._run = 0
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
            self._run = self._number("SELECT max(id) FROM main.suggestion_runs")
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
                    "SELECT * FROM temp.copied_images"
                    " WHERE (sort_key, id) > (?, ?) ORDER BY sort_key, id LIMIT ?",
                    (*after, size),
                ).fetchall()
                ids = [row.id for row in rows]
                found, suggested = self._labellings(ids), self._suggestions(ids)
                captions = self._captions(ids)
            if not rows:
                return
            after = (rows[-1].sort_key, rows[-1].id)
            yield [
                SnapshotImage(
                    row.id,
                    row.path_bytes,
                    row.path,
                    row.title,
                    row.reviewed_at,
                    row.content_hash,
                    row.size_bytes,
                    row.width_px,
                    row.height_px,
                    row.captured_at,
                    row.status,
                    tuple(one for one, _ in found[row.id]),
                    {one.label_id: suggester for one, suggester in found[row.id] if suggester},
                    tuple(suggested[row.id]),
                    tuple(captions[row.id]),
                )
                for row in rows
            ]

    def keep(self, state: ImageState) -> None:
        """Leave out all images that are not in this state, once all is taken."""
        self._leave_out(f"NOT ({STATES[state]})")

    def keep_first(self, images: int) -> None:
        """Leave out all but the first so many images, once all is taken."""
        self._leave_out(
            "id NOT IN (SELECT id FROM temp.copied_images ORDER BY id LIMIT ?)",
            images,
        )

    def _leave_out(self, condition: str, *parameters: int) -> None:
        with self._connection.begin():
            self._connection.exec_driver_sql(
                f"DELETE FROM temp.copied_images WHERE {condition}",  # noqa: S608
                parameters,
            )
            self.image_count = self._number("SELECT count(*) FROM temp.copied_images")

    def label_pairs(self, *, sources: Sequence[str] = ()) -> Iterator[tuple[int, int]]:
        """The (image id, label id) pairs of all labellings, image by image; of these sources where
        any are named."""
        wanted = f" AND l.source IN ({', '.join('?' * len(sources))})" if sources else ""
        with self._connection.begin():
            rows = self._connection.exec_driver_sql(
                "SELECT l.image_id, l.label_id FROM temp.copied_labellings AS l"  # noqa: S608
                " JOIN temp.copied_images AS i ON i.id = l.image_id WHERE TRUE" + wanted,
                tuple(sources),
            )
            while page := rows.fetchmany(CHANGED_ROWS_A_PAGE):
                yield from ((row[0], row[1]) for row in page)

    def contents(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Id, content hash and path of every image, in the order of their paths."""
        with self._connection.begin():
            rows = self._connection.exec_driver_sql(
                "SELECT id, content_hash, path_bytes FROM temp.copied_images ORDER BY sort_key, id"
            )
            while page := rows.fetchmany(CHANGED_ROWS_A_PAGE):
                yield from ((row[0], row[1], row[2]) for row in page)

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
            self._follow_run()
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
            for copy in (COPY_LABELLINGS, COPY_CAPTIONS):
                run(copy + "image_id > ? AND image_id <= ?", (before, self._last_id))
            self._copy_suggestions(
                "(SELECT id FROM temp.copied_images WHERE id > ? AND id <= ?)",
                (before, self._last_id),
            )
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
        self._copy_suggestions("(SELECT id FROM temp.changed_images)")

    def _copy_suggestions(self, images: str, parameters: tuple[int, ...] = ()) -> None:
        """Copy the suggestions of the images that this subquery finds, where any are wanted."""
        if self._suggestions_from is not None:
            self._connection.exec_driver_sql(
                COPY_SUGGESTIONS + images, (self._suggestions_from, *parameters)
            )

    def _follow_run(self) -> None:
        """Copy all suggestions once more where others have replaced them meanwhile: the audit
        trail does not know of them."""
        newest = self._number("SELECT max(id) FROM main.suggestion_runs")
        if newest != self._run and self._suggestions_from is not None:
            self._connection.exec_driver_sql("DELETE FROM temp.copied_suggestions")
            self._copy_suggestions("(SELECT id FROM temp.copied_images)")
        self._run = newest

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

    def _captions(self, image_ids: Sequence[int]) -> dict[int, list[FoundCaption]]:
        """The captions of each of the images in their order; every id given is a key."""
        found: dict[int, list[FoundCaption]] = {image_id: [] for image_id in image_ids}
        rows = self._connection.exec_driver_sql(
            "SELECT image_id, text, field, source, language, language_from, author, made_at"
            " FROM temp.copied_captions WHERE image_id IN (SELECT value FROM json_each(?))"
            " ORDER BY image_id, position, id",
            (json.dumps(list(image_ids)),),
        )
        for row in rows:
            found[row[0]].append(FoundCaption(*row[1:]))
        return found

    def _suggestions(self, image_ids: Sequence[int]) -> dict[int, list[SnapshotSuggestion]]:
        """The suggestions of each of the images, the surest first; every id given is a key."""
        found: dict[int, list[SnapshotSuggestion]] = {image_id: [] for image_id in image_ids}
        if self._suggestions_from is not None:
            rows = self._connection.exec_driver_sql(
                "SELECT * FROM temp.copied_suggestions"
                " WHERE image_id IN (SELECT value FROM json_each(?))"
                " ORDER BY image_id, coalesce(probability, confidence) DESC, label_id",
                (json.dumps(list(image_ids)),),
            )
            for row in rows:
                found[row[0]].append(SnapshotSuggestion(*row[1:4]))
        return found

    def _number(self, query: str) -> int:
        return int(self._connection.exec_driver_sql(query).scalar() or 0)


@contextmanager
def snapshot_of(
    database: Database,
    image_ids: Sequence[int] | None = None,
    suggestions_from: float | None = None,
) -> Iterator[Snapshot]:
    """A snapshot of the images with these ids, or of all; the copy goes with the block."""
    with database.scratch() as connection:
        snapshot = Snapshot(connection, image_ids, suggestions_from)
        try:
            yield snapshot
        finally:
            with connection.begin():
                snapshot.drop()
