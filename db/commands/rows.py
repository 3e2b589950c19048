"""Row deltas: how a change is written, kept as JSON, checked and turned back."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import (
    Column,
    Connection,
    DefaultClause,
    Table,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from db import schema
from db.dialect import key_part, key_rows

Row = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class RecordedTable:
    """A table whose rows commands change through deltas, so that they can be undone.

    ``image_column`` and ``label_column`` name the image and the label a row is about; "" for none.
    ``makes_stale``: which open suggestions a changed row is a reason to work out anew, those of
    its "image", or those of its "label" where the row came or went. ``conflicts``: whether rows
    that are back as the deltas of this table say contradict others by now.
    """

    table: Table
    image_column: str = ""
    label_column: str = ""
    makes_stale: Literal["", "image", "label"] = ""
    conflicts: "Callable[[Connection, Sequence[RowDelta]], bool] | None" = None

    @cached_property
    def primary_key(self) -> tuple[str, ...]:
        """The columns by which rows are told apart."""
        return tuple(column.name for column in self.table.primary_key)

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


def _default(column: Column[Any]) -> object:
    """What a row has in this column where it was not told."""
    if not isinstance(column.server_default, DefaultClause):
        return None
    text = str(column.server_default.arg)
    return column.type.python_type(int(text)) if text.isdigit() else text


@dataclass(frozen=True, slots=True)
class RowDelta:
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
        return self._named(RECORDED[self.table].image_column)

    @property
    def label_id(self) -> int | None:
        """The label this is about, if any."""
        return self._named(RECORDED[self.table].label_column)

    def _named(self, column: str) -> int | None:
        keys = RECORDED[self.table].primary_key
        if column in keys:
            return int(self.key[keys.index(column)])
        row = self.after if self.after is not None else self.before
        value = None if row is None else row.get(column)
        return None if value is None else int(value)


def inserted(table: str, row: Row) -> RowDelta:
    """The delta of a row that was not there; ``row`` has every column."""
    return RowDelta(table, tuple(row[name] for name in RECORDED[table].primary_key), None, row)


def deleted(table: str, row: Row) -> RowDelta:
    """The delta of a row that goes; ``row`` has every column."""
    return RowDelta(table, tuple(row[name] for name in RECORDED[table].primary_key), row, None)


def updated(table: str, row: Row, values: Row) -> RowDelta | None:
    """The delta of a row that gets these values; None where it has them already."""
    changed = {name: value for name, value in values.items() if row[name] != value}
    if not changed:
        return None
    key = tuple(row[name] for name in RECORDED[table].primary_key)
    return RowDelta(table, key, {name: row[name] for name in changed}, changed)


def apply_deltas(connection: Connection, deltas: Sequence[RowDelta]) -> None:
    """Write the deltas in their order, runs of like ones at once."""
    for (table_name, kind, columns), run in groupby(deltas, key=_shape):
        group = list(run)
        table = RECORDED[table_name].table
        if kind == "insert":
            connection.execute(insert(table), [delta.after or {} for delta in group])
            continue
        matches = and_(
            *(
                table.c[name] == bindparam(f"key_{position}")
                for position, name in enumerate(RECORDED[table_name].primary_key)
            )
        )
        keys: list[Row] = [
            {f"key_{position}": part for position, part in enumerate(delta.key)} for delta in group
        ]
        if kind == "delete":
            connection.execute(delete(table).where(matches), keys)
            continue
        statement = (
            update(table)
            .where(matches)
            .values({name: bindparam(f"new_{name}") for name in columns})
        )
        connection.execute(
            statement,
            [
                key | {f"new_{name}": (delta.after or {})[name] for name in columns}
                for key, delta in zip(keys, group, strict=True)
            ],
        )


def first_conflict(connection: Connection, deltas: Sequence[RowDelta]) -> RowDelta | None:
    """The first delta whose row is not as its ``before`` says, or None.

    Reads the rows as they are now: for deltas that build on one another, ask run by run.
    """
    for (table_name, _, columns), run in groupby(deltas, key=_shape):
        group = list(run)
        names = columns or tuple(column.name for column in RECORDED[table_name].table.columns)
        present = _present_rows(connection, table_name, [delta.key for delta in group], names)
        for delta in group:
            if present.get(delta.key) != delta.before:
                return delta
    return None


def runs_of(deltas: Sequence[RowDelta]) -> Iterable[list[RowDelta]]:
    """The deltas in runs of like ones, in order."""
    return (list(run) for _, run in groupby(deltas, key=_shape))


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


def _shape(delta: RowDelta) -> tuple[str, str, tuple[str, ...]]:
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


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode
_decode = json.JSONDecoder(object_hook=_from_plain).decode


def store_deltas(connection: Connection, change_id: int, deltas: Sequence[RowDelta]) -> None:
    """Keep the deltas of a change, after those that it has already."""
    last = select(func.max(schema.change_rows.c.position)).where(
        schema.change_rows.c.change_id == change_id
    )
    first = -1 if (found := connection.scalar(last)) is None else int(found)
    rows = [
        {
            "change_id": change_id,
            "position": position,
            "table_name": delta.table,
            "row_key": _encode(delta.key),
            "image_id": delta.image_id,
            "before": None if delta.before is None else _encode(delta.before),
            "after": None if delta.after is None else _encode(delta.after),
        }
        for position, delta in enumerate(deltas, start=first + 1)
    ]
    if rows:
        connection.execute(insert(schema.change_rows), rows)


def load_deltas(connection: Connection, change_id: int) -> list[RowDelta]:
    """The deltas of a change in the order they were written.

    Whole rows kept by an older version get the columns that came since, with their defaults.
    """
    table = schema.change_rows
    query = (
        select(table.c.table_name, table.c.row_key, table.c.before, table.c.after)
        .where(table.c.change_id == change_id)
        .order_by(table.c.position)
    )
    found = []
    for table_name, key, before, after in connection.execute(query):
        delta = RowDelta(
            table_name,
            tuple(_decode(key)),
            None if before is None else _decode(before),
            None if after is None else _decode(after),
        )
        if delta.before is None or delta.after is None:
            blank = RECORDED[table_name].defaults
            delta = RowDelta(
                table_name,
                delta.key,
                None if delta.before is None else blank | delta.before,
                None if delta.after is None else blank | delta.after,
            )
        found.append(delta)
    return found
