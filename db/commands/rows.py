"""Row deltas: how a change is written, kept as JSON, checked and turned back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DefaultClause,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from db import schema
from db.dialect import key_part, key_rows

Row = dict[str, Any]
Key = tuple[Any, ...]

# The tables whose rows commands change through deltas, by name.
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        schema.images,
        schema.labels,
        schema.aliases,
        schema.keywords,
        schema.labellings,
        schema.decisions,
        schema.different_labels,
    )
}
PRIMARY_KEYS: dict[str, tuple[str, ...]] = {
    name: tuple(column.name for column in table.primary_key) for name, table in TABLES.items()
}


def _default(column: Column[Any]) -> object:
    """What a row has in this column where it was not told."""
    if not isinstance(column.server_default, DefaultClause):
        return None
    text = str(column.server_default.arg)
    return column.type.python_type(int(text)) if text.isdigit() else text


COLUMN_DEFAULTS: dict[str, Row] = {
    name: {column.name: _default(column) for column in table.columns if not column.primary_key}
    for name, table in TABLES.items()
}


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
        if self.table == "images":
            return int(self.key[0])
        return self._named("image_id")

    @property
    def label_id(self) -> int | None:
        """The label this is about, if any."""
        if self.table == "labels":
            return int(self.key[0])
        return self._named("label_id")

    def _named(self, column: str) -> int | None:
        keys = PRIMARY_KEYS[self.table]
        if column in keys:
            return int(self.key[keys.index(column)])
        row = self.after if self.after is not None else self.before
        value = None if row is None else row.get(column)
        return None if value is None else int(value)


def inserted(table: str, row: Row) -> RowDelta:
    """The delta of a row that was not there; ``row`` has every column."""
    return RowDelta(table, tuple(row[name] for name in PRIMARY_KEYS[table]), None, row)


def deleted(table: str, row: Row) -> RowDelta:
    """The delta of a row that goes; ``row`` has every column."""
    return RowDelta(table, tuple(row[name] for name in PRIMARY_KEYS[table]), row, None)


def updated(table: str, row: Row, values: Row) -> RowDelta | None:
    """The delta of a row that gets these values; None where it has them already."""
    changed = {name: value for name, value in values.items() if row[name] != value}
    if not changed:
        return None
    key = tuple(row[name] for name in PRIMARY_KEYS[table])
    return RowDelta(table, key, {name: row[name] for name in changed}, changed)


def apply_deltas(connection: Connection, deltas: Sequence[RowDelta]) -> None:
    """Write the deltas in their order, runs of like ones at once."""
    for (table_name, kind, columns), run in groupby(deltas, key=_shape):
        group = list(run)
        table = TABLES[table_name]
        if kind == "insert":
            connection.execute(insert(table), [delta.after or {} for delta in group])
            continue
        matches = and_(
            *(
                table.c[name] == bindparam(f"key_{position}")
                for position, name in enumerate(PRIMARY_KEYS[table_name])
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
        names = columns or tuple(column.name for column in TABLES[table_name].columns)
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
    table = TABLES[table_name]
    wanted = key_rows(keys)
    key_names = PRIMARY_KEYS[table_name]
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
    """Keep the deltas of a change."""
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
        for position, delta in enumerate(deltas)
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
            blank = COLUMN_DEFAULTS[table_name]
            delta = RowDelta(
                table_name,
                delta.key,
                None if delta.before is None else blank | delta.before,
                None if delta.after is None else blank | delta.after,
            )
        found.append(delta)
    return found
