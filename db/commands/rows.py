"""Row deltas: how a change is written, kept as JSON, checked and turned back."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from sqlalchemy import Column, Connection, DefaultClause, Table, and_, func, select
from sqlalchemy import text as sql_text

from db import schema
from db.dialect import key_part, key_rows

Row = dict[str, Any]
Key = tuple[Any, ...]
Shape = tuple[str, Literal["insert", "delete", "update"], tuple[str, ...]]
"""Table, what happens to its rows, and the columns that change where that is only some."""


@dataclass(frozen=True)
class RecordedTable:
    """A table whose rows commands change through deltas, so that they can be undone.

    ``image_column`` and ``label_column`` name the image and the label a row is about; "" for none.
    ``makes_stale``: which open suggestions a changed row is a reason to work out anew, that of
    the "pair" of image and label that is its key, or those of its "label" where it came or went.
    ``duplicates``: the images whose clusters of duplicates a changed row is a reason to work out
    anew.
    ``conflicts``: whether rows that are back as the deltas of this table say contradict others by
    now.
    """

    table: Table
    image_column: str = ""
    label_column: str = ""
    makes_stale: Literal["", "pair", "label"] = ""
    duplicates: "Callable[[RowDelta], Iterable[int]] | None" = None
    conflicts: "Callable[[Connection, Sequence[RowDelta]], bool] | None" = None

    @cached_property
    def primary_key(self) -> tuple[str, ...]:
        """The columns by which rows are told apart."""
        return tuple(column.name for column in self.table.primary_key)

    @cached_property
    def key_of(self) -> Callable[[Row], Key]:
        """What takes the primary key out of a row."""
        return row_getter(self.primary_key)

    @cached_property
    def image_place(self) -> int | None:
        """Where the primary key has the image; None where it has not."""
        return _place_in(self.primary_key, self.image_column)

    @cached_property
    def label_place(self) -> int | None:
        """Where the primary key has the label; None where it has not."""
        return _place_in(self.primary_key, self.label_column)

    @cached_property
    def defaults(self) -> Row:
        """What a row has in the other columns where it was not told."""
        return {
            column.name: _default(column) for column in self.table.columns if not column.primary_key
        }


RECORDED: dict[str, RecordedTable] = {}
"""By name; every module of commands adds its own where it is loaded, with ``record``."""

NOT_RECORDED: Mapping[str, str] = {
    "settings": "kept by key, the newest value counts",
    "suggestions": "derived: replaced whole by every run of a suggester",
    "open_suggestions": "derived: brought up to date after every command",
    "suggestion_runs": "derived: goes with the suggestions",
    "label_errors": "derived: replaced whole by every search for label errors",
    "teaching_order": "derived: replaced whole by every search for images to label next",
    "queue_runs": "derived: goes with label errors and teaching order",
    "duplicate_pairs": "derived: what the search for duplicates found",
    "duplicate_clusters": "derived: worked out anew where a command touched them",
    "duplicate_members": "derived: goes with the clusters",
    "duplicate_stale": "derived: which clusters are to be worked out anew",
    "duplicate_runs": "derived: goes with the pairs",
    "duplicate_compared": "derived: goes with the pairs",
    "caption_queue": "derived: what the index of captions has still to learn",
    "changes": "the history itself",
    "change_rows": "the history itself",
}
"""The tables that commands and undo do not keep the rows of, and why."""


def record(*tables: RecordedTable) -> None:
    """Let commands change rows of these tables. ValueError where another module has said so."""
    for one in tables:
        if one.table.name in RECORDED:
            raise ValueError(f"{one.table.name} is recorded already")
        RECORDED[one.table.name] = one


def row_getter(names: Sequence[str]) -> Callable[[Row], Key]:
    """What takes the values of these columns out of a row, in this order."""
    if len(names) == 1:
        (name,) = names
        return lambda row: (row[name],)
    return itemgetter(*names)


def _place_in(names: tuple[str, ...], name: str) -> int | None:
    return names.index(name) if name in names else None


def _default(column: Column[Any]) -> object:
    """What a row has in this column where it was not told."""
    if not isinstance(column.server_default, DefaultClause):
        return None
    text = str(column.server_default.arg)
    return column.type.python_type(int(text)) if text.isdigit() else text


class RowDelta(NamedTuple):
    """One row before and after a change; None where it was not there.

    Of an updated row only the columns that change are named, so that undoing it leaves the
    others as they are.
    """

    table: str
    key: Key
    before: Row | None
    after: Row | None

    @property
    def reversed(self) -> "RowDelta":
        """The delta that takes this one back."""
        return RowDelta(self.table, self.key, self.after, self.before)

    @property
    def image_id(self) -> int | None:
        """The image whose history this belongs to, if any."""
        recorded = RECORDED[self.table]
        if recorded.image_place is not None:
            return int(self.key[recorded.image_place])
        return self._named(recorded.image_column)

    @property
    def label_id(self) -> int | None:
        """The label this is about, if any."""
        recorded = RECORDED[self.table]
        if recorded.label_place is not None:
            return int(self.key[recorded.label_place])
        return self._named(recorded.label_column)

    def _named(self, column: str) -> int | None:
        row = self.after if self.after is not None else self.before
        value = None if row is None else row.get(column)
        return None if value is None else int(value)


def inserted(table: str, row: Row) -> RowDelta:
    """The delta of a row that was not there; ``row`` has every column."""
    return RowDelta(table, RECORDED[table].key_of(row), None, row)


def deleted(table: str, row: Row) -> RowDelta:
    """The delta of a row that goes; ``row`` has every column."""
    return RowDelta(table, RECORDED[table].key_of(row), row, None)


def updated(table: str, row: Row, values: Row) -> RowDelta | None:
    """The delta of a row that gets these values; None where it has them already."""
    changed = {name: value for name, value in values.items() if row[name] != value}
    if not changed:
        return None
    key = RECORDED[table].key_of(row)
    return RowDelta(table, key, {name: row[name] for name in changed}, changed)


def naming_image(delta: RowDelta, row: Row) -> RowDelta:
    """The delta of a row that changes, with the image that the row belongs to, also where only a
    column beside that changes: what shows the image is told by it, by undo as well."""
    recorded = RECORDED[delta.table]
    name = recorded.image_column
    if delta.before is None or delta.after is None or recorded.image_place is not None or not name:
        return delta
    said = {name: row[name]}
    return RowDelta(delta.table, delta.key, {**said, **delta.before}, {**said, **delta.after})


def apply_deltas(connection: Connection, deltas: Sequence[RowDelta]) -> None:
    """Write the deltas in their order, runs of like ones at once.

    The driver gets tuples: putting parameters in order by name would take longer than SQLite
    takes to write the rows.
    """
    for (table_name, kind, columns), run in groupby(deltas, key=shape_of):
        group = list(run)
        recorded = RECORDED[table_name]
        matches = " AND ".join(f'"{name}" = ?' for name in recorded.primary_key)
        if kind == "insert":
            names = tuple(group[0].after or {})
            row_of = row_getter(names)
            connection.exec_driver_sql(
                f'INSERT INTO "{table_name}" ({quoted(names)}) '  # noqa: S608
                f"VALUES ({', '.join('?' * len(names))})",
                [row_of(delta.after or {}) for delta in group],
            )
        elif kind == "delete":
            connection.exec_driver_sql(
                f'DELETE FROM "{table_name}" WHERE {matches}',  # noqa: S608
                [delta.key for delta in group],
            )
        else:
            row_of = row_getter(columns)
            assigned = ", ".join(f'"{name}" = ?' for name in columns)
            connection.exec_driver_sql(
                f'UPDATE "{table_name}" SET {assigned} WHERE {matches}',  # noqa: S608
                [row_of(delta.after or {}) + delta.key for delta in group],
            )


def next_id(connection: Connection, table: Table) -> int:
    """The id that the next row gets; one that was ever given is not given again."""
    given = sql_text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :table")
    return int(connection.scalar(given, {"table": table.name}) or 0) + 1


def quoted(names: Iterable[str]) -> str:
    """Names of columns as SQL lists them."""
    return ", ".join(f'"{name}"' for name in names)


def first_conflict(connection: Connection, deltas: Sequence[RowDelta]) -> RowDelta | None:
    """The first delta whose row is not as its ``before`` says, or None.

    Reads the rows as they are now: for deltas that build on one another, ask run by run.
    """
    for (table_name, _, columns), run in groupby(deltas, key=shape_of):
        group = list(run)
        names = columns or tuple(column.name for column in RECORDED[table_name].table.columns)
        present = _present_rows(connection, table_name, [delta.key for delta in group], names)
        for delta in group:
            if present.get(delta.key) != delta.before:
                return delta
    return None


def _present_rows(
    connection: Connection, table_name: str, keys: Sequence[Key], names: Sequence[str]
) -> dict[Key, Row]:
    table = RECORDED[table_name].table
    wanted = key_rows(keys)
    key_names = RECORDED[table_name].primary_key
    matches = and_(
        *(
            table.c[name] == key_part(wanted.c.value, position, table.c[name])
            for position, name in enumerate(key_names)
        )
    )
    columns = [table.c[name] for name in (*key_names, *names)]
    width = len(key_names)
    query = select(*(column.label(f"c{at}") for at, column in enumerate(columns)))
    query = query.select_from(wanted.join(table, matches))
    return {
        tuple(row[:width]): dict(zip(names, row[width:], strict=True))
        for row in connection.execute(query)
    }


def shape_of(delta: RowDelta) -> Shape:
    """What deltas that are written by one statement have in common."""
    if delta.before is None:
        return delta.table, "insert", ()
    if delta.after is None:
        return delta.table, "delete", ()
    return delta.table, "update", tuple(sorted(delta.after))


def _plain(value: object) -> object:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    raise TypeError(f"{type(value).__name__} cannot be kept in the history")


def _from_plain(value: dict[str, Any]) -> Any:  # noqa: ANN401
    return bytes.fromhex(value["hex"]) if value.keys() == {"hex"} else value


# A line break stands between items and nowhere else: within texts it is written as "\\n".
_encode = json.JSONEncoder(ensure_ascii=False, separators=("\n,", ":"), default=_plain).encode
_decode = json.JSONDecoder(object_hook=_from_plain).decode


def _encode_all(values: Sequence[object], brackets: str) -> list[str]:
    """Each of the keys ("[]") or rows ("{}") as JSON: encoded together, which takes a third of the
    time, and taken apart where one ends and the next begins."""
    if not values:
        return []
    first, last = brackets[0], brackets[1]
    together = _encode(values)[2:-2].split(f"{last}\n,{first}")
    return [f"{first}{text.replace(chr(10), '')}{last}" for text in together]


def store_deltas(connection: Connection, change_id: int, deltas: Sequence[RowDelta]) -> None:
    """Keep the deltas of a change, after those that it has already."""
    first = next_position(connection, change_id)
    keys = _encode_all([delta.key for delta in deltas], "[]")
    before, after = (
        iter(_encode_all([row for row in rows if row is not None], "{}"))
        for rows in ([delta.before for delta in deltas], [delta.after for delta in deltas])
    )
    rows = [
        (
            change_id,
            position,
            delta.table,
            key,
            delta.image_id,
            None if delta.before is None else next(before),
            None if delta.after is None else next(after),
        )
        for position, (delta, key) in enumerate(zip(deltas, keys, strict=True), start=first)
    ]
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO change_rows (change_id, position, table_name, row_key, image_id, "
            '"before", "after") VALUES (?, ?, ?, ?, ?, ?, ?)',
            rows,
        )


def next_position(connection: Connection, change_id: int) -> int:
    """The place of the next row of a change in the history."""
    last = select(func.max(schema.change_rows.c.position)).where(
        schema.change_rows.c.change_id == change_id
    )
    return 0 if (found := connection.scalar(last)) is None else int(found) + 1


def row_count(connection: Connection, change_id: int) -> int:
    """How many deltas a change has by now; an import that goes on gets more."""
    table = schema.change_rows
    counted = select(func.count()).where(table.c.change_id == change_id)
    return int(connection.scalar(counted) or 0)


def load_deltas(
    connection: Connection, change_id: int, first: int = 0, most: int | None = None
) -> list[RowDelta]:
    """The deltas of a change in the order they were written, from one on, and how many at most.

    Whole rows kept by an older version get the columns that came since, with their defaults.
    """
    table = schema.change_rows
    query = (
        select(table.c.table_name, table.c.row_key, table.c.before, table.c.after)
        .where(table.c.change_id == change_id)
        .order_by(table.c.position)
        .offset(first)
        .limit(most)
    )
    return [_loaded(*row) for row in connection.execute(query).all()]


def _loaded(table: str, key_text: str, before_text: str | None, after_text: str | None) -> RowDelta:
    key = tuple(_decode(key_text))
    before = None if before_text is None else _decode(before_text)
    after = None if after_text is None else _decode(after_text)
    if before is None or after is None:
        blank = RECORDED[table].defaults
        before = None if before is None else blank | before
        after = None if after is None else blank | after
    return RowDelta(table, key, before, after)
