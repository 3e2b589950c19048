"""One command in the making: writes its rows and keeps what they were before."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from db.captions.index import index_captions
from db.clock import now_utc
from db.commands.rows import (
    RECORDED,
    Key,
    Row,
    RowDelta,
    Shape,
    apply_deltas,
    deleted,
    inserted,
    naming_image,
    store_deltas,
    updated,
)
from db.commands.staged import StagedRows, StagedRun
from db.connection import Database
from db.records import ChangeSet
from db.repositories.duplicate_clusters import mark_stale
from db.repositories.history import next_undo
from db.repositories.open_suggestions import refresh_open_suggestions, suggested_images
from db.schema import changes

T = TypeVar("T")

IMPORT_COMMAND = "import_keywords"
"""What came of the keywords of one scan or table, however many batches it was."""

Details = dict[str, str | int | float | list[int] | list[str]]


class ChangeRecorder:
    """Collects what one command does to rows, within one transaction.

    Few rows are written as Python has them. Rows there may be one of for every image are changed
    by condition, by SQLite itself, with ``insert_where``, ``delete_where`` and ``update_where``:
    whoever else wants to write waits.
    """

    def __init__(self, connection: Connection, curator: str) -> None:
        self.connection = connection
        self.curator = curator
        self.now = now_utc()
        self._written: list[StagedRun | list[RowDelta]] = []
        self._staged = StagedRows(connection)

    @property
    def deltas(self) -> list[RowDelta]:
        """What was written of rows that Python had."""
        return [delta for one in self._written if not isinstance(one, StagedRun) for delta in one]

    @property
    def _runs(self) -> list[StagedRun]:
        """What was written by condition."""
        return [one for one in self._written if isinstance(one, StagedRun)]

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows; each has every column."""
        self._write([inserted(table, row) for row in rows])

    def insert_new(self, table: str, row: Row) -> int:
        """Add one row that gets its id from the database; returns the id."""
        result = self.connection.execute(insert(RECORDED[table].table).values(row))
        key = result.inserted_primary_key
        assert key is not None
        self._note([inserted(table, {**row, "id": int(key[0])})])
        return int(key[0])

    def delete(self, table: str, rows: Sequence[Row]) -> None:
        """Remove rows, given as they are now."""
        self._write([deleted(table, row) for row in rows])

    def update(self, table: str, rows: Iterable[Row], values: Row) -> int:
        """Give all these rows, given as they are now, the same values; how many changed."""
        return self.update_each(table, [(row, values) for row in rows])

    def update_each(self, table: str, rows: Iterable[tuple[Row, Row]]) -> int:
        """Give each row its own values; how many changed."""
        deltas = [(updated(table, row, values), row) for row, values in rows]
        changed = [naming_image(delta, row) for delta, row in deltas if delta is not None]
        self._write(changed)
        return len(changed)

    def insert_where(self, table: str, values: Row, *conditions: ColumnElement[bool]) -> int:
        """Add a row of these values for each that meets the conditions, of the tables whose
        columns are among the values and conditions; how many. Each has every column."""
        return self._write_staged((table, "insert", ()), values, *conditions)

    def delete_where(self, table: str, *conditions: ColumnElement[bool]) -> int:
        """Remove the rows that meet the conditions; how many."""
        return self._write_staged((table, "delete", ()), {}, *conditions)

    def update_where(self, table: str, values: Row, *conditions: ColumnElement[bool]) -> int:
        """Give the rows that meet the conditions these values, which may be columns of others;
        how many changed."""
        present = RECORDED[table].table.c
        changes_something = or_(
            *(present[name].is_distinct_from(value) for name, value in values.items())
        )
        shape: Shape = (table, "update", tuple(sorted(values)))
        return self._write_staged(shape, values, changes_something, *conditions)

    def images_changed(self, table: str) -> set[int]:
        """The images that rows written in a table are about."""
        found = {delta.image_id for delta in self.deltas if delta.table == table} - {None}
        runs = (self._staged.image_ids(run) for run in self._runs if run.table == table)
        return set().union(found, *runs)  # type: ignore[arg-type]

    def rows(self, table: str, *conditions: ColumnElement[bool]) -> list[Row]:
        """The whole rows of a table that meet the conditions."""
        found = self.connection.execute(select(RECORDED[table].table).where(*conditions))
        names = tuple(found.keys())
        return [dict(zip(names, row, strict=True)) for row in found.all()]

    def values(self, column: ColumnElement[T], *conditions: ColumnElement[bool]) -> list[T]:
        """One column of the rows that meet the conditions."""
        return list(self.connection.scalars(select(column).where(*conditions)))

    def finish(
        self,
        command: str,
        details: Details,
        *,
        undoable: bool = True,
        target_id: int | None = None,
        images_unknown: bool = False,
    ) -> ChangeSet:
        """Write the entry of the audit trail and bring derived rows up to date.

        An undoable command that changed nothing leaves no entry; its change_id is 0.
        """
        if undoable and not self._written:
            return ChangeSet(0, command, details, undoable=False)
        image_ids, label_ids = touched(self.deltas)
        image_ids = image_ids.union(*map(self._staged.image_ids, self._runs))
        label_ids = label_ids.union(*map(self._staged.label_ids, self._runs))
        stale_after(self.deltas).refresh(
            self.connection, set().union(*map(self._staged.suggested_images, self._runs))
        )
        if undoable:
            drop_redo(self.connection)
        change_id = write_entry(
            self.connection, command, details, self.curator, self.now, undoable, target_id
        )
        self._store(change_id)
        return ChangeSet(
            change_id,
            command,
            details,
            image_ids=frozenset() if images_unknown else image_ids,
            label_ids=label_ids,
            images_unknown=images_unknown,
            undoable=undoable,
            in_use_changed=changes_use(self.deltas),
        )

    def finish_import(self, details: Details, counted: Details, import_id: int) -> int:
        """As ``finish`` for a batch of an import, of which undo takes back what came of keywords.

        That is one change for all batches: ``import_id`` where an earlier batch has begun it and
        undo would take it back next, else a new one; its id, or 0 where there is nothing for it.
        ``counted``
        is added up in its details. What a scan says of files is an entry of its own that undo
        passes over: the files are as they are.
        """
        undoable = [delta for delta in self.deltas if _comes_of_keywords(delta)]
        if undoable:
            stale_after(undoable).refresh(self.connection)
            drop_redo(self.connection)
            import_id = self._add_to_import(import_id, counted)
            store_deltas(self.connection, import_id, undoable)
        image_ids = sorted(touched(undoable)[0])
        if image_ids:
            # A snapshot follows the newest entries: rows of an older one are news to it.
            details = {**details, "image_ids": image_ids}
        change_id = write_entry(
            self.connection, "import_images", details, self.curator, self.now, False, None
        )
        others = [delta for delta in self.deltas if not _comes_of_keywords(delta)]
        mark_stale(self.connection, stale_after(others).duplicates)
        store_deltas(self.connection, change_id, others)
        return import_id if undoable else 0

    def close(self) -> None:
        """Remove what lies ready no longer. A transaction that fails leaves nothing of it."""
        self._staged.drop()

    def _add_to_import(self, import_id: int, counted: Details) -> int:
        """The change that an import is, with the details of one more batch."""
        newest = next_undo(self.connection)
        if newest is None or newest.change_id != import_id or newest.command != IMPORT_COMMAND:
            # Also where a curator has changed something since: undo goes backwards.
            return write_entry(
                self.connection, IMPORT_COMMAND, counted, self.curator, self.now, True, None
            )
        before = newest.details
        total = {
            name: int(str(before.get(name, 0))) + int(str(value)) for name, value in counted.items()
        }
        self.connection.execute(
            update(changes)
            .where(changes.c.id == import_id)
            .values(details=json.dumps(total, ensure_ascii=False))
        )
        return import_id

    def _store(self, change_id: int) -> None:
        """Keep all that was written, in its order."""
        for one in self._written:
            if isinstance(one, StagedRun):
                self._staged.store(one, change_id)
            else:
                store_deltas(self.connection, change_id, one)

    def _write_staged(self, shape: Shape, values: Row, *conditions: ColumnElement[bool]) -> int:
        run = self._staged.select(shape, values, *conditions)
        if run.rows:
            self._staged.write(run)
            self._written.append(run)
        return run.rows

    def _write(self, deltas: Sequence[RowDelta]) -> None:
        apply_deltas(self.connection, deltas)
        self._note(deltas)

    def _note(self, deltas: Sequence[RowDelta]) -> None:
        if self._written and not isinstance(self._written[-1], StagedRun):
            self._written[-1].extend(deltas)
        elif deltas:
            self._written.append([*deltas])


def _comes_of_keywords(delta: RowDelta) -> bool:
    """Whether a row that an import wrote is about words, not about the file."""
    if delta.table != "images":
        return True
    return delta.after is not None and delta.after.keys() <= {"title", "search_key"}


class CommandGroup:
    """What every group of commands has: the database and the curator's name."""

    def __init__(self, database: Database, curator: str) -> None:
        self._database = database
        self._curator = curator

    @contextmanager
    def _recording(self) -> Iterator[ChangeRecorder]:
        """A recorder in a write transaction that is committed at the end."""
        with self._database.write() as connection:
            recorder = ChangeRecorder(connection, self._curator)
            yield recorder
            recorder.close()


def touched(deltas: Iterable[RowDelta]) -> tuple[frozenset[int], frozenset[int]]:
    """The ids of the images and of the labels that the deltas are about."""
    image_ids: set[int | None] = set()
    label_ids: set[int | None] = set()
    for delta in deltas:
        image_ids.add(delta.image_id)
        label_ids.add(delta.label_id)
        if (others := RECORDED[delta.table].duplicates) is not None:
            image_ids.update(others(delta))
    return frozenset(image_ids - {None}), frozenset(label_ids - {None})  # type: ignore[arg-type]


def changes_use(deltas: Iterable[RowDelta]) -> bool:
    """Whether images are set aside or in use again."""
    return any(delta.table == "images" and "keeper_id" in (delta.after or {}) for delta in deltas)


@dataclass(frozen=True, slots=True)
class StalePlaces:
    """What changes may have made wrong: of the open suggestions (image, label) pairs and labels
    that came or went, of the clusters of ``duplicates`` those with these images."""

    pairs: list[tuple[int, int]]
    label_ids: frozenset[int]
    duplicates: frozenset[int]

    def refresh(self, connection: Connection, image_ids: Collection[int] = ()) -> None:
        """Bring the open suggestions up to date, those of these images too, and the index of
        captions; mark the clusters."""
        mark_stale(connection, self.duplicates)
        index_captions(connection)
        refresh_open_suggestions(
            connection, suggested_images(connection, self.pairs).union(image_ids), self.label_ids
        )


def stale_after(deltas: Iterable[RowDelta]) -> StalePlaces:
    """What rows that changed make stale."""
    pairs: set[Key] = set()
    label_ids: set[int] = set()
    duplicates: set[int] = set()
    for delta in deltas:
        if (touches := RECORDED[delta.table].duplicates) is not None:
            duplicates.update(touches(delta))
        kind = RECORDED[delta.table].makes_stale
        if kind == "pair":
            pairs.add(delta.key)
        elif kind == "label" and (delta.before is None or delta.after is None):
            label_ids.add(int(delta.key[0]))
    return StalePlaces(
        [(int(key[0]), int(key[1])) for key in pairs], frozenset(label_ids), frozenset(duplicates)
    )


def drop_redo(connection: Connection) -> None:
    """A new change ends what could be redone."""
    connection.execute(
        update(changes)
        .where(changes.c.undoable.is_(True), changes.c.state == "undone")
        .values(state="dropped")
    )


def write_entry(
    connection: Connection,
    command: str,
    details: Details,
    curator: str,
    changed_at: str,
    undoable: bool,
    target_id: int | None,
) -> int:
    """Add a line to the audit trail; its id."""
    result = connection.execute(
        insert(changes).values(
            command=command,
            details=json.dumps(details, ensure_ascii=False),
            curator=curator,
            changed_at=changed_at,
            undoable=undoable,
            state="done",
            target_id=target_id,
        )
    )
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])
