"""Looks a catalogue over: one message for each thing that is wrong, with what to do."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.exc import DatabaseError

from db.backups import still_copy
from db.captions.index import compare_index, index_captions
from db.connection import Database
from db.errors import CatalogueError
from db.file.damage import odd_values
from db.repositories.open_suggestions import open_query
from db.schema import open_suggestions, suggestions
from db.text import caption_words, name_key
from messages.message import Message

# (what is counted, the code of the message about it); each must count nothing.
COUNTED_PROBLEMS = (
    (
        "SELECT count(*) FROM labels AS l JOIN aliases AS a ON a.name_key = l.name_key "
        "JOIN labels AS o ON o.id = a.label_id AND coalesce(o.parent_id, 0) = "
        "coalesce(l.parent_id, 0)",
        "check-names-twice",
    ),
    (
        "SELECT count(*) FROM decisions AS d WHERE accepted AND NOT EXISTS (SELECT 1 FROM "
        "labellings AS g WHERE g.image_id = d.image_id AND g.label_id = d.label_id)",
        "check-accepted-without-label",
    ),
    (
        "SELECT count(*) FROM decisions AS d JOIN labellings AS g ON g.image_id = d.image_id "
        "AND g.label_id = d.label_id WHERE NOT d.accepted",
        "check-rejected-with-label",
    ),
    (
        "SELECT count(*) FROM images WHERE status = 'ok' AND length(content_hash) <> 32",
        "check-no-content-hash",
    ),
    (
        "SELECT count(*) FROM images WHERE (status = 'unreadable') <> (problem <> '') "
        "AND status <> 'missing'",
        "check-unreadable-without-reason",
    ),
    (
        "SELECT count(*) FROM images AS i JOIN images AS k ON k.id = i.keeper_id "
        "WHERE k.keeper_id IS NOT NULL",
        "check-keeper-set-aside",
    ),
    (
        "SELECT count(*) FROM captions WHERE text = '' AND original = ''",
        "check-captions-empty",
    ),
    (
        "SELECT count(*) FROM question_answers WHERE NOT coalesce(probability, 0) BETWEEN 0 AND 1",
        "check-answers-outside-range",
    ),
    (
        "SELECT count(*) FROM suggestions WHERE label_id NOT IN (SELECT id FROM labels) "
        "AND label_id NOT IN (SELECT json_extract(row_key, '$[0]') FROM change_rows "
        "WHERE table_name = 'labels')",
        "check-suggestions-of-no-label",
    ),
    (
        "SELECT count(*) FROM suggestions WHERE NOT confidence BETWEEN 0 AND 1",
        "check-confidence-outside-range",
    ),
    (
        "SELECT count(*) FROM suggestions WHERE NOT coalesce(probability, 0) BETWEEN 0 AND 1",
        "check-probability-outside-range",
    ),
    (
        "SELECT count(*) FROM label_errors WHERE NOT (score BETWEEN 0 AND 1 "
        "AND probability BETWEEN 0 AND 1)",
        "check-suspects-outside-range",
    ),
)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What ``check`` found in the database; empty problems mean it is clean."""

    problems: list[Message] = field(default_factory=list)
    sqlite_version: str = ""
    journal_mode: str = ""


def check_database(database: Database) -> CheckReport:
    """Read everything and hold it against what must be so. Changes nothing.

    Looks at a copy: with a rollback journal whoever writes waits for those that read, and this
    reads for long. Where there is no room for a copy, or the file cannot be copied for its damage,
    the catalogue itself is read. Raises CatalogueError where it cannot be read at all.
    """
    with database.read() as connection:
        journal_mode = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())
    try:
        with still_copy(database.path) as path:
            still = Database(path, durable=False)
            try:
                problems = _problems(still) or _index_problems(still)
            finally:
                still.close()
    except CatalogueError:
        problems = _problems(database)
    return CheckReport(problems, sqlite3.sqlite_version, journal_mode)


def _problems(database: Database) -> list[Message]:
    with database.read() as connection:
        problems = list(_damage(connection))
        if not problems:
            problems.extend(
                Message("check-odd-value", {"place": place}) for place in odd_values(database.path)
            )
        if not problems:
            problems.extend(_dangling_rows(connection))
            problems.extend(_counted(connection))
            problems.extend(_wrong_name_keys(connection))
            problems.extend(_wrong_caption_words(connection))
            problems.extend(_circles(connection))
            problems.extend(_stale_open_suggestions(connection))
    return problems


def _damage(connection: Connection) -> Iterator[Message]:
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    if found != ["ok"]:
        yield Message("check-file-damaged", {"detail": "; ".join(found[:3])})


def _dangling_rows(connection: Connection) -> Iterator[Message]:
    counts: dict[tuple[str, str], int] = {}
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        key = (str(row[0]), str(row[2]))
        counts[key] = counts.get(key, 0) + 1
    for (table, parent), count in sorted(counts.items()):
        arguments: dict[str, str | int] = {"count": count, "table": table, "parent": parent}
        yield Message("check-dangling-rows", arguments)


def _counted(connection: Connection) -> Iterator[Message]:
    for query, code in COUNTED_PROBLEMS:
        count = int(connection.exec_driver_sql(query).scalar() or 0)
        if count:
            yield Message(code, {"count": count})


def _wrong_name_keys(connection: Connection) -> Iterator[Message]:
    for table in ("labels", "aliases", "questions"):
        for row in connection.exec_driver_sql(f"SELECT name, name_key FROM {table}"):  # noqa: S608
            if name_key(row[0]) != row[1]:
                yield Message("check-name-not-found", {"name": row[0]})


def _wrong_caption_words(connection: Connection) -> Iterator[Message]:
    rows = connection.exec_driver_sql("SELECT text, searchable FROM captions")
    count = sum(caption_words(text) != searchable for text, searchable in rows)
    if count:
        yield Message("check-captions-not-found", {"count": count})


def _index_problems(still: Database) -> list[Message]:
    """Whether the index fits the captions; looking asks for a lock, which a copy has to give."""
    try:
        with still.write() as connection:
            index_captions(connection)
            compare_index(connection)
    except (CatalogueError, DatabaseError):
        return [Message("check-caption-index-wrong")]
    return []


def _circles(connection: Connection) -> Iterator[Message]:
    rows = connection.exec_driver_sql("SELECT id, parent_id, name FROM labels").fetchall()
    parents = {row[0]: row[1] for row in rows}
    for label_id, _, name in rows:
        seen = {label_id}
        above = parents[label_id]
        while above is not None and above not in seen:
            seen.add(above)
            above = parents.get(above)
        if above == label_id:
            yield Message("check-label-below-itself", {"label": name})


def _stale_open_suggestions(connection: Connection) -> Iterator[Message]:
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
        yield Message("check-review-queue-wrong", {"images": len(stale)})
