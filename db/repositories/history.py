"""Reads the audit trail."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, Row, Select, func, or_, select

from db.connection import Database
from db.dialect import id_set
from db.records import HistoryEntry
from db.schema import change_rows, changes, images, keywords

ABOUT_ONE = frozenset(
    {"decide", "clear_decisions", "add_caption", "edit_caption", "delete_caption"}
)
"""Commands on one image."""


class HistoryRepository:
    """Who changed what and when, newest first."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def entries(self, limit: int = 200) -> list[HistoryEntry]:
        """The newest entries, with their image; undo and redo are entries of their own."""
        with self._database.read() as connection:
            query = select(changes).order_by(changes.c.id.desc()).limit(limit)
            found = [history_entry(row) for row in connection.execute(query)]
            paths = _image_paths(connection, found)
        return [replace(one, image_path=paths.get(one.change_id, "")) for one in found]

    def of_image(self, image_id: int) -> list[HistoryEntry]:
        """Every entry that changed this image or its labels, undoing and redoing included."""
        ids = select(change_rows.c.change_id).where(change_rows.c.image_id == image_id)
        touched = or_(changes.c.id.in_(ids), changes.c.target_id.in_(ids))
        return self._read(select(changes).where(touched).order_by(changes.c.id.desc()))

    def newest_id(self) -> int:
        """The number of the newest entry, which grows with each; 0 for none."""
        with self._database.read() as connection:
            return int(connection.scalar(select(func.max(changes.c.id))) or 0)

    def next_undo(self) -> HistoryEntry | None:
        """The change that undo would take back; None where there is none."""
        with self._database.read() as connection:
            return next_undo(connection)

    def next_redo(self) -> HistoryEntry | None:
        """The change that redo would do again; None where there is none."""
        with self._database.read() as connection:
            return next_redo(connection)

    def is_undone(self, change_id: int) -> bool:
        """Whether a change was taken back, and not done again since."""
        query = select(changes.c.state).where(changes.c.id == change_id)
        with self._database.read() as connection:
            return connection.scalar(query) in ("undone", "dropped")

    def taken_back_keywords(self) -> dict[int, set[tuple[str, str]]]:
        """(text, source) of keywords whose import was undone and not redone since, by image."""
        query = (
            select(change_rows.c.after)
            .join(changes, changes.c.id == change_rows.c.change_id)
            .where(
                changes.c.state.in_(("undone", "dropped")),
                change_rows.c.table_name == keywords.name,
                change_rows.c.before.is_(None),
            )
        )
        with self._database.read() as connection:
            rows = [json.loads(text) for text in connection.scalars(query) if text is not None]
        found: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        for row in rows:
            found[row["image_id"]].add((row["text"], row["source"]))
        return dict(found)

    def _read(self, query: Select[tuple[object, ...]]) -> list[HistoryEntry]:
        with self._database.read() as connection:
            return [history_entry(row) for row in connection.execute(query)]


def _image_paths(connection: Connection, entries: Iterable[HistoryEntry]) -> dict[int, str]:
    """By change, the path of the image that it was about; changes of several are left out."""
    about_one = [one.change_id for one in entries if _is_about_one(one)]
    query = (
        select(change_rows.c.change_id, images.c.path)
        .join(images, images.c.id == change_rows.c.image_id)
        .where(change_rows.c.change_id.in_(id_set(about_one)))
        .distinct()
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _is_about_one(entry: HistoryEntry) -> bool:
    if entry.command in ABOUT_ONE:
        return True
    counts = {
        "label_images": "image_count",
        "mark_reviewed": "images",
        "answer_images": "images",
        "take_back_answers": "images",
    }
    return entry.details.get(counts.get(entry.command, "")) == 1


def next_undo(connection: Connection) -> HistoryEntry | None:
    """The newest change that stands and can be undone."""
    query = (
        select(changes)
        .where(changes.c.undoable.is_(True), changes.c.state == "done")
        .order_by(changes.c.id.desc())
        .limit(1)
    )
    row = connection.execute(query).fetchone()
    return None if row is None else history_entry(row)


def next_redo(connection: Connection) -> HistoryEntry | None:
    """The change undone last: the oldest of those undone, for undo goes backwards."""
    query = (
        select(changes)
        .where(changes.c.undoable.is_(True), changes.c.state == "undone")
        .order_by(changes.c.id)
        .limit(1)
    )
    row = connection.execute(query).fetchone()
    return None if row is None else history_entry(row)


def history_entry(row: Row[tuple[object, ...]]) -> HistoryEntry:
    """A row of ``changes`` as a record."""
    return HistoryEntry(
        change_id=row.id,
        command=row.command,
        details=json.loads(row.details),
        curator=row.curator,
        changed_at=row.changed_at,
        undoable=row.undoable,
        state=row.state,
        target_id=row.target_id,
    )
