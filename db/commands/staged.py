"""Deltas laid ready in temporary tables, so that writing them holds the catalogue up but briefly.

Reading what a change did, and taking it apart, takes longer than writing it back, and needs no
lock: the history is only ever added to. Rows laid ready are compared and written by SQLite
itself, many at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection

from db.commands.rows import (
    RECORDED,
    Key,
    Row,
    RowDelta,
    Shape,
    apply_deltas,
    first_conflict,
    quoted,
    shape_of,
)

WORTH_A_TABLE = 100
"""Shorter runs are written row by row."""

BULKY = frozenset({"images", "keywords", "labellings", "decisions"})
"""Tables of many rows, none of which holds another's name: their order within a run is free."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Deltas that one statement writes; ``table`` is where they lie, "" for here."""

    number: int
    shape: Shape
    deltas: list[RowDelta]
    table: str = ""


class StagedDeltas:
    """Deltas in their order, laid ready on a ``scratch`` connection; ``drop`` them afterwards."""

    def __init__(self, connection: Connection, deltas: Iterable[RowDelta]) -> None:
        self._connection = connection
        self._runs: list[_Run] = []
        self._tables: dict[Shape, str] = {}
        with connection.begin():
            for number, (shape, group) in enumerate(_runs(deltas)):
                if shape[0] in BULKY and len(group) >= WORTH_A_TABLE:
                    self._lay_ready(number, shape, group)
                    self._runs.append(_Run(number, shape, [], self._tables[shape]))
                else:
                    self._runs.append(_Run(number, shape, group))

    def write(self) -> bool:
        """Write all; False where a row is not as its ``before`` says, after some are written."""
        for run in self._runs:
            if not run.table:
                if first_conflict(self._connection, run.deltas) is not None:
                    return False
                apply_deltas(self._connection, run.deltas)
            elif self._conflicts(run):
                return False
            else:
                self._write_run(run)
        return True

    def drop(self) -> None:
        """Remove what was laid ready. Must run in a transaction."""
        for table in self._tables.values():
            self._connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{table}")
        self._runs, self._tables = [], {}

    def _lay_ready(self, number: int, shape: Shape, deltas: Sequence[RowDelta]) -> None:
        keys, old, new = _columns(shape)
        columns = [*keys, *(f"old {name}" for name in old), *(f"new {name}" for name in new)]
        run = self._connection.exec_driver_sql
        if shape not in self._tables:
            table = self._tables[shape] = f"staged_{len(self._tables)}"
            run(f"DROP TABLE IF EXISTS temp.{table}")
            run(
                f"CREATE TEMPORARY TABLE {table} (run, {quoted(columns)}, "
                f"PRIMARY KEY (run, {quoted(keys)})) WITHOUT ROWID"
            )
        places = ", ".join("?" * (1 + len(columns)))
        run(
            f"INSERT INTO temp.{self._tables[shape]} VALUES ({places})",  # noqa: S608
            [(number, *_values(delta, old, new)) for delta in deltas],
        )

    def _conflicts(self, run: _Run) -> bool:
        name, kind, _ = run.shape
        keys, old, _ = _columns(run.shape)
        matches = " AND ".join(f't."{key}" = s."{key}"' for key in keys)
        there = f't."{keys[0]}" IS NOT NULL'
        if kind != "insert":
            unlike = [f't."{column}" IS NOT s."old {column}"' for column in old]
            there = " OR ".join([f't."{keys[0]}" IS NULL', *unlike])
        found = self._connection.exec_driver_sql(
            f"SELECT 1 FROM temp.{run.table} AS s LEFT JOIN main.{name} AS t ON {matches} "  # noqa: S608
            f"WHERE s.run = ? AND ({there}) LIMIT 1",
            (run.number,),
        )
        return found.fetchone() is not None

    def _write_run(self, run: _Run) -> None:
        name, kind, _ = run.shape
        keys, _, new = _columns(run.shape)
        if kind == "insert":
            values = quoted([*keys, *(f"new {column}" for column in new)])
            statement = (
                f"INSERT INTO main.{name} ({quoted([*keys, *new])}) "  # noqa: S608
                f"SELECT {values} FROM temp.{run.table} WHERE run = ?"
            )
        elif kind == "delete":
            statement = (
                f"DELETE FROM main.{name} WHERE ({quoted(keys)}) "  # noqa: S608
                f"IN (SELECT {quoted(keys)} FROM temp.{run.table} WHERE run = ?)"
            )
        else:
            assigned = ", ".join(f'"{column}" = s."new {column}"' for column in new)
            matches = " AND ".join(f'{name}."{key}" = s."{key}"' for key in keys)
            statement = (
                f"UPDATE main.{name} SET {assigned} "  # noqa: S608
                f"FROM temp.{run.table} AS s WHERE s.run = ? AND {matches}"
            )
        self._connection.exec_driver_sql(statement, (run.number,))


def _runs(deltas: Iterable[RowDelta]) -> Iterator[tuple[Shape, list[RowDelta]]]:
    """Runs of like deltas, in order; none has a row twice."""
    for shape, run in groupby(deltas, key=shape_of):
        group: list[RowDelta] = []
        seen: set[Key] = set()
        for delta in run:
            if delta.key in seen:
                yield shape, group
                group, seen = [], set()
            group.append(delta)
            seen.add(delta.key)
        yield shape, group


def _columns(shape: Shape) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """The primary key, and the columns with what they held before and hold afterwards."""
    recorded = RECORDED[shape[0]]
    rest = tuple(recorded.defaults)
    old = {"insert": (), "delete": rest, "update": shape[2]}[shape[1]]
    new = {"insert": rest, "delete": (), "update": shape[2]}[shape[1]]
    return recorded.primary_key, old, new


def _values(delta: RowDelta, old: Sequence[str], new: Sequence[str]) -> Key:
    before: Row = delta.before or {}
    after: Row = delta.after or {}
    return (*delta.key, *(before[name] for name in old), *(after[name] for name in new))
