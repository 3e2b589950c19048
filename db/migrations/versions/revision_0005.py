"""Labels are told apart by name and parent; names are folded by new rules.

"ß" and "ss" are two words now, and characters that nobody sees count no longer. Labels below one
parent whose names have become the same are made one, with all their labellings.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from alembic import op
from sqlalchemy import Connection

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

LABELS = """
CREATE TABLE labels (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    parent_id INTEGER,
    english_name TEXT DEFAULT '' NOT NULL,
    created_at TEXT NOT NULL,
    automatic_name TEXT DEFAULT '' NOT NULL,
    automatic_from TEXT DEFAULT '' NOT NULL,
    prompts TEXT DEFAULT '' NOT NULL,
    grouping BOOLEAN DEFAULT '0' NOT NULL,
    CONSTRAINT fk_labels_parent_id_labels FOREIGN KEY(parent_id) REFERENCES labels (id)
)
"""
ALIASES = """
CREATE TABLE aliases (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    label_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    CONSTRAINT fk_aliases_label_id_labels FOREIGN KEY(label_id) REFERENCES labels (id)
)
"""
COLUMNS = {
    "labels": "id, name, name_key, parent_id, english_name, created_at, automatic_name, "
    "automatic_from, prompts, grouping",
    "aliases": "id, label_id, name, name_key",
}
OLD_TRIGGERS = ("tr_labels_INSERT", "tr_labels_UPDATE", "tr_aliases_INSERT", "tr_aliases_UPDATE")
INDEXES = (
    "CREATE INDEX ix_labels_parent_id ON labels (parent_id)",
    "CREATE INDEX ix_labels_name_key ON labels (name_key)",
    "CREATE UNIQUE INDEX uq_labels_place ON labels (coalesce(parent_id, 0), name_key)",
    "CREATE INDEX ix_aliases_name_key ON aliases (name_key)",
    "CREATE UNIQUE INDEX uq_aliases_label_id ON aliases (label_id, name_key)",
)
TRIGGERS = (
    """
CREATE TRIGGER tr_labels_INSERT BEFORE INSERT ON labels
WHEN EXISTS (
    SELECT 1 FROM aliases AS a JOIN labels AS l ON l.id = a.label_id
    WHERE a.name_key = NEW.name_key
    AND coalesce(l.parent_id, 0) = coalesce(NEW.parent_id, 0))
BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
""",
    """
CREATE TRIGGER tr_labels_UPDATE BEFORE UPDATE OF name_key, parent_id ON labels
WHEN EXISTS (
    SELECT 1 FROM aliases AS a JOIN labels AS l ON l.id = a.label_id
    WHERE a.name_key = NEW.name_key
    AND (l.id = NEW.id OR coalesce(l.parent_id, 0) = coalesce(NEW.parent_id, 0)))
OR EXISTS (
    SELECT 1 FROM aliases AS own JOIN labels AS l ON l.name_key = own.name_key
    WHERE own.label_id = NEW.id AND l.id <> NEW.id
    AND coalesce(l.parent_id, 0) = coalesce(NEW.parent_id, 0))
OR EXISTS (
    SELECT 1 FROM aliases AS own JOIN aliases AS a ON a.name_key = own.name_key
    JOIN labels AS l ON l.id = a.label_id
    WHERE own.label_id = NEW.id AND l.id <> NEW.id
    AND coalesce(l.parent_id, 0) = coalesce(NEW.parent_id, 0))
BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
""",
    *(
        """
CREATE TRIGGER tr_aliases_MOMENT BEFORE MOMENT ON aliases
WHEN EXISTS (
    SELECT 1 FROM labels AS own
    JOIN labels AS l ON coalesce(l.parent_id, 0) = coalesce(own.parent_id, 0)
    WHERE own.id = NEW.label_id AND l.name_key = NEW.name_key)
OR EXISTS (
    SELECT 1 FROM aliases AS a JOIN labels AS l ON l.id = a.label_id
    JOIN labels AS own ON coalesce(l.parent_id, 0) = coalesce(own.parent_id, 0)
    WHERE own.id = NEW.label_id AND l.id <> own.id
    AND a.name_key = NEW.name_key AND a.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'the name is taken'); END
""".replace("MOMENT", moment)
        for moment in ("INSERT", "UPDATE")
    ),
)


def upgrade() -> None:
    """Fold names anew, make one of labels that are the same now, and rebuild the two tables."""
    connection = op.get_bind()
    for trigger in OLD_TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    _rebuild(connection, "labels", LABELS)
    _rebuild(connection, "aliases", ALIASES)
    _fold_names(connection)
    _fold_search_keys(connection)
    _fold_history(connection)
    merged = False
    while (pair := _same_place(connection)) is not None:
        _merge(connection, *pair)
        merged = True
    _drop_taken_aliases(connection)
    if merged:
        # Derived, and no longer what the labels are: the next run makes them again.
        for table in ("suggestions", "open_suggestions"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608
    for statement in (*INDEXES, *TRIGGERS):
        connection.exec_driver_sql(statement)


def _rebuild(connection: Connection, table: str, create: str) -> None:
    """Make a table anew with its rows; no id is ever used twice, also afterwards."""
    run = connection.exec_driver_sql
    last_id = run("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    columns = COLUMNS[table]
    run(f"CREATE TEMPORARY TABLE kept AS SELECT {columns} FROM main.{table}")  # noqa: S608
    run(f"DROP TABLE main.{table}")
    run(create)
    run(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM temp.kept")  # noqa: S608
    run("DROP TABLE temp.kept")
    if last_id is not None:
        run("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last_id))


def _fold_names(connection: Connection) -> None:
    run = connection.exec_driver_sql
    for table in ("labels", "aliases"):
        rows = run(f"SELECT id, name, name_key FROM {table}").fetchall()  # noqa: S608
        for row_id, name, old_key in rows:
            if name_key(name) != old_key:
                run(
                    f"UPDATE {table} SET name_key = ? WHERE id = ?",  # noqa: S608
                    (name_key(name), row_id),
                )


def _fold_search_keys(connection: Connection) -> None:
    run = connection.exec_driver_sql
    rows = run(
        "SELECT id, path, title, search_key FROM images"
        " WHERE path GLOB '*[^ -~]*' OR title GLOB '*[^ -~]*'"
    ).fetchall()
    for image_id, path, title, old_key in rows:
        key = _search_fold(path) + "\n" + _search_fold(title)
        if key != old_key:
            run("UPDATE images SET search_key = ? WHERE id = ?", (key, image_id))


def _fold_history(connection: Connection) -> None:
    """Undo writes the rows it kept: their keys have to be those of today."""
    run = connection.exec_driver_sql
    rows = run(
        "SELECT change_id, position, before, after FROM change_rows"
        " WHERE table_name IN ('labels', 'aliases')"
    ).fetchall()
    for change_id, position, before, after in rows:
        folded = [_with_key(text) for text in (before, after)]
        if folded != [before, after]:
            run(
                "UPDATE change_rows SET before = ?, after = ? WHERE change_id = ? AND position = ?",
                (*folded, change_id, position),
            )


def _with_key(text: str | None) -> str | None:
    row: dict[str, Any] = json.loads(text) if text is not None else {}
    if "name" not in row or row.get("name_key") == name_key(row["name"]):
        return text
    row["name_key"] = name_key(row["name"])
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _same_place(connection: Connection) -> tuple[int, int] | None:
    """Two labels below one parent with one name: the older, which stays, and the other."""
    row = connection.exec_driver_sql(
        "SELECT min(id), max(id) FROM labels GROUP BY coalesce(parent_id, 0), name_key"
        " HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    return None if row is None else (row[0], row[1])


def _merge(connection: Connection, kept: int, gone: int) -> None:
    run = connection.exec_driver_sql
    for change_id in _changes_of(connection, (kept, gone)):
        run(
            "UPDATE changes SET state = 'dropped' WHERE id = ? AND undoable AND state <> 'dropped'",
            (change_id,),
        )
    for table in ("labellings", "decisions"):
        run(f"UPDATE OR IGNORE {table} SET label_id = ? WHERE label_id = ?", (kept, gone))  # noqa: S608
        run(f"DELETE FROM {table} WHERE label_id = ?", (gone,))  # noqa: S608
    run(
        "DELETE FROM decisions WHERE label_id = ? AND NOT accepted AND image_id IN"
        " (SELECT image_id FROM labellings WHERE label_id = ?)",
        (kept, kept),
    )
    run("UPDATE keywords SET label_id = ? WHERE label_id = ?", (kept, gone))
    run("UPDATE labels SET parent_id = ? WHERE parent_id = ?", (kept, gone))
    run("UPDATE aliases SET label_id = ? WHERE label_id = ?", (kept, gone))
    run("DELETE FROM different_labels WHERE label_id = ? OR other_id = ?", (gone, gone))
    run("DELETE FROM label_errors WHERE label_id = ?", (gone,))
    for column in ("english_name", "automatic_name", "automatic_from", "prompts"):
        run(
            f"UPDATE labels SET {column} = (SELECT {column} FROM labels WHERE id = ?)"  # noqa: S608
            f" WHERE id = ? AND {column} = ''",
            (gone, kept),
        )
    run("DELETE FROM labels WHERE id = ?", (gone,))


def _changes_of(connection: Connection, label_ids: tuple[int, int]) -> Iterator[int]:
    """The changes with a row about one of the labels: they can no longer be undone."""
    rows = connection.exec_driver_sql(
        "SELECT change_id, table_name, row_key, before, after FROM change_rows"
        " WHERE table_name <> 'images'"
    ).fetchall()
    for change_id, table, key, before, after in rows:
        named = set(json.loads(key)) if table == "different_labels" else {json.loads(key)[-1]}
        if table in ("keywords", "aliases"):
            named = set()
        for text in (before, after):
            row = json.loads(text) if text is not None else {}
            named |= {row.get("label_id"), row.get("parent_id")}
        if named & set(label_ids):
            yield change_id


def _drop_taken_aliases(connection: Connection) -> None:
    """Aliases that have become the name, or an alias, of the label itself or one beside it."""
    connection.exec_driver_sql(
        "DELETE FROM aliases WHERE id IN (SELECT a.id FROM aliases AS a"
        " JOIN labels AS own ON own.id = a.label_id"
        " JOIN labels AS l ON coalesce(l.parent_id, 0) = coalesce(own.parent_id, 0)"
        " LEFT JOIN aliases AS b ON b.label_id = l.id"
        " WHERE l.name_key = a.name_key OR (b.name_key = a.name_key AND b.id < a.id))"
    )


# How names are folded from this version on, stated here so that it stays.
_SURROGATE = re.compile("[\ud800-\udfff]")
# Characters that Unicode calls ignorable, but for joiners and the tags of flags: they are seen.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0100-\U000e01ef]"
)
# Joiners (U+200C, U+200D) that do not stand between two letters of a script that may need them.
_LOOSE_JOINERS = re.compile(
    "(?<![^\u0000-\u02ff\u2000-\u206f])[\u200c\u200d]|[\u200c\u200d](?![^\u0000-\u02ff\u2000-\u206f])"
)


def _storable(text: str) -> str:
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", text)).replace("\0", " ")


def _clean(name: str) -> str:
    text = "".join(
        " " if unicodedata.category(character) == "Cc" else character
        for character in _storable(name)
    )
    return " ".join(text.split())


def name_key(name: str) -> str:
    cleaned = _clean(name)
    if cleaned.isascii():
        return cleaned.lower()
    # Folding may take a text out of NFC and composing may need another fold: settle both.
    key = cleaned
    while (folded := _folded(key)) != key:
        key = folded
    return key


def _search_fold(text: str) -> str:
    return name_key(text).replace("ß", "ss")


def _folded(text: str) -> str:
    seen = _LOOSE_JOINERS.sub("", _UNSEEN.sub("", text)) or text
    one_width = "".join(map(_one_width, seen))
    lower = "".join(map(_lower, unicodedata.normalize("NFC", one_width)))
    return _clean(lower) or text


def _one_width(character: str) -> str:
    kind, _, code = unicodedata.decomposition(character).partition(" ")
    return chr(int(code, 16)) if kind in ("<wide>", "<narrow>") else character


def _lower(character: str) -> str:
    folded = character.casefold()
    is_ligature = "\ufb00" <= character <= "\ufb17"
    return folded if len(folded) == 1 or is_ligature else character.lower()
