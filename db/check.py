"""Looks a catalogue over: one sentence for each thing that is wrong, with what to do."""

import sqlite3
from collections.abc import Iterator

from sqlalchemy import Connection, and_, func, select

from db.connection import Database
from db.file.damage import odd_values
from db.records import CheckReport
from db.repositories.open_suggestions import open_query
from db.schema import open_suggestions, suggestions
from db.text import name_key

RESTORE = "Restore a backup."

# (what is counted, the sentence about it); each must count nothing.
COUNTED_PROBLEMS = (
    (
        "SELECT count(*) FROM labels AS l JOIN aliases AS a ON a.name_key = l.name_key "
        "JOIN labels AS o ON o.id = a.label_id AND coalesce(o.parent_id, 0) = "
        "coalesce(l.parent_id, 0)",
        "{count} names are both a label and an alias. Remove the alias.",
    ),
    (
        "SELECT count(*) FROM decisions AS d WHERE accepted AND NOT EXISTS (SELECT 1 FROM "
        "labellings AS g WHERE g.image_id = d.image_id AND g.label_id = d.label_id)",
        "{count} accepted suggestions put no label on their image. Decide on them again.",
    ),
    (
        "SELECT count(*) FROM decisions AS d JOIN labellings AS g ON g.image_id = d.image_id "
        "AND g.label_id = d.label_id WHERE NOT d.accepted",
        "{count} images carry a label that was rejected for them. Remove or add it again.",
    ),
    (
        "SELECT count(*) FROM images WHERE status = 'ok' AND length(content_hash) <> 32",
        "{count} images have no proper content hash. Scan the archive again.",
    ),
    (
        "SELECT count(*) FROM images WHERE (status = 'unreadable') <> (problem <> '') "
        "AND status <> 'missing'",
        "{count} images are unreadable without a reason or the other way round. "
        "Scan the archive again.",
    ),
    (
        "SELECT count(*) FROM suggestions WHERE label_id NOT IN (SELECT id FROM labels) "
        "AND label_id NOT IN (SELECT json_extract(row_key, '$[0]') FROM change_rows "
        "WHERE table_name = 'labels')",
        "{count} suggestions are of labels that never were. Suggest again.",
    ),
    (
        "SELECT count(*) FROM suggestions WHERE NOT confidence BETWEEN 0 AND 1",
        "{count} suggestions have a confidence outside 0 to 1. Suggest again.",
    ),
    (
        "SELECT count(*) FROM suggestions WHERE NOT coalesce(probability, 0) BETWEEN 0 AND 1",
        "{count} suggestions have a probability outside 0 to 1. Suggest again.",
    ),
    (
        "SELECT count(*) FROM label_errors WHERE NOT (score BETWEEN 0 AND 1 "
        "AND probability BETWEEN 0 AND 1)",
        "{count} suspicious labels have a figure outside 0 to 1. Suggest again.",
    ),
    (
        "SELECT count(*) FROM change_rows WHERE table_name NOT IN ('images', 'labels', "
        "'aliases', 'keywords', 'labellings', 'decisions', 'different_labels')",
        "{count} rows of the history are of unknown tables, so undo may fail. " + RESTORE,
    ),
)


def check_database(database: Database) -> CheckReport:
    """Read everything and hold it against what must be so. Changes nothing.

    Raises CatalogueError where the file cannot be read at all.
    """
    with database.read() as connection:
        problems = list(_damage(connection))
        if not problems:
            problems.extend(
                f"{place} holds what is no value of a catalogue. {RESTORE}"
                for place in odd_values(database.path)
            )
        if not problems:
            problems.extend(_dangling_rows(connection))
            problems.extend(_counted(connection))
            problems.extend(_wrong_name_keys(connection))
            problems.extend(_circles(connection))
            problems.extend(_stale_open_suggestions(connection))
        journal_mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
    return CheckReport(problems, sqlite3.sqlite_version, journal_mode)


def _damage(connection: Connection) -> Iterator[str]:
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    if found != ["ok"]:
        yield f"The file is damaged ({'; '.join(found[:3])}). {RESTORE}"


def _dangling_rows(connection: Connection) -> Iterator[str]:
    counts: dict[tuple[str, str], int] = {}
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        key = (str(row[0]), str(row[2]))
        counts[key] = counts.get(key, 0) + 1
    for (table, parent), count in sorted(counts.items()):
        yield f"{count} rows of {table} point to {parent} that are not there. {RESTORE}"


def _counted(connection: Connection) -> Iterator[str]:
    for query, sentence in COUNTED_PROBLEMS:
        count = int(connection.exec_driver_sql(query).scalar() or 0)
        if count:
            yield sentence.format(count=count)


def _wrong_name_keys(connection: Connection) -> Iterator[str]:
    for table in ("labels", "aliases"):
        for row in connection.exec_driver_sql(f"SELECT name, name_key FROM {table}"):  # noqa: S608
            if name_key(row[0]) != row[1]:
                yield f"‘{row[0]}’ cannot be found by its name. Rename it and name it back."


def _circles(connection: Connection) -> Iterator[str]:
    rows = connection.exec_driver_sql("SELECT id, parent_id, name FROM labels").fetchall()
    parents = {row[0]: row[1] for row in rows}
    for label_id, _, name in rows:
        seen = {label_id}
        above = parents[label_id]
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == label_id:
            yield f"The label ‘{name}’ lies below itself. Move it to the top."


def _stale_open_suggestions(connection: Connection) -> Iterator[str]:
    """Images whose derived row is not what their suggestions say."""
    highest = func.max(suggestions.c.confidence)
    fresh = open_query(suggestions.c.image_id, func.count(), highest, highest).group_by(
        suggestions.c.image_id
    )
    stored = select(
        open_suggestions.c.image_id,
        open_suggestions.c.open_count,
        open_suggestions.c.confidence,
        suggestions.c.confidence,
    ).outerjoin(
        suggestions,
        and_(
            suggestions.c.image_id == open_suggestions.c.image_id,
            suggestions.c.label_id == open_suggestions.c.label_id,
        ),
    )
    stale = {row[0] for row in connection.execute(fresh.except_(stored))}
    stale |= {row[0] for row in connection.execute(stored.except_(fresh))}
    if stale:
        yield f"The review queue is wrong about {len(stale)} images. Suggest again."
