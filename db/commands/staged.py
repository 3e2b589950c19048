"""Rows that change, laid ready in temporary tables, so that SQLite compares and writes them itself,
many at once, and the catalogue is held up but briefly.

Undo lays ready what the history says before it asks for the lock: reading that, and taking it
apart, takes longer than writing it back. Commands let SQLite find the rows, by condition.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    TableClause,
    Text,
    case,
    column,
    func,
    insert,
    literal,
    null,
    select,
    table,
)

from db.commands.rows import (
    RECORDED,
    Key,
    Row,
    RowDelta,
    Shape,
    apply_deltas,
    first_conflict,
    next_position,
    quoted,
    shape_of,
)
from db.dialect import json_array, json_object, json_text
from db.schema import change_rows, suggestions

WORTH_A_TABLE = 100
"""Shorter runs of a history are written row by row."""

BULKY = frozenset({"images", "keywords", "captions", "labellings", "decisions", "question_answers"})
"""Tables of many rows, none of which holds another's name: their order within a run is free."""

Moment = Literal["old", "new"]


@dataclass(frozen=True, slots=True)
class StagedRun:
    """Rows that one statement writes: those with this number in the table for their shape."""

    number: int
    shape: Shape
    rows: int

    @property
    def table(self) -> str:
        """The name of the recorded table."""
        return self.shape[0]


class StagedRows:
    """Runs of rows in temporary tables of a connection; ``drop`` them afterwards.

    Must be used within transactions. None of the runs has a row twice.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables: dict[Shape, TableClause] = {}
        self._count = 0

    def add(self, shape: Shape, deltas: Sequence[RowDelta]) -> StagedRun:
        """Lay deltas of one shape ready."""
        staged = self._table(shape)
        run = self._run(shape, len(deltas))
        _, old, new = _columns(shape)
        places = ", ".join("?" * len(staged.columns))
        self._connection.exec_driver_sql(
            f"INSERT INTO temp.{staged.name} VALUES ({places})",  # noqa: S608
            [(run.number, *_values(delta, old, new)) for delta in deltas],
        )
        return run

    def select(self, shape: Shape, values: Row, *conditions: ColumnElement[bool]) -> StagedRun:
        """Lay ready what a query finds: the rows that meet the conditions, which go, get these
        values, or come to be of these values; a value may be a column."""
        staged = self._table(shape)
        keys, old, new = _columns(shape)
        present = RECORDED[shape[0]].table.c
        given = {
            name: value
            if isinstance(value, ColumnElement)
            else null()
            if value is None
            else literal(value, present[name].type)
            for name, value in values.items()
        }
        source: Mapping[str, Any] = given if shape[1] == "insert" else dict(present)
        query: Select[Any] = select(
            literal(self._count + 1),
            *(source[name] for name in keys),
            *(present[name] for name in old),
            *(given[name] for name in new),
        ).where(*conditions)
        found = self._connection.execute(
            insert(staged).from_select([one.name for one in staged.columns], query),
            execution_options={"preserve_rowcount": True},
        )
        return self._run(shape, found.rowcount)

    def conflicts(self, run: StagedRun) -> bool:
        """Whether a row is not as it was when the run was laid ready."""
        name, kind, _ = run.shape
        keys, old, _ = _columns(run.shape)
        matches = " AND ".join(f't."{key}" = s."{key}"' for key in keys)
        there = f't."{keys[0]}" IS NOT NULL'
        if kind != "insert":
            unlike = [f't."{one}" IS NOT s."old {one}"' for one in old]
            there = " OR ".join([f't."{keys[0]}" IS NULL', *unlike])
        found = self._connection.exec_driver_sql(
            f"SELECT 1 FROM temp.{self._tables[run.shape].name} AS s "  # noqa: S608
            f"LEFT JOIN main.{name} AS t ON {matches} WHERE s.run = ? AND ({there}) LIMIT 1",
            (run.number,),
        )
        return found.fetchone() is not None

    def write(self, run: StagedRun) -> None:
        """Write the rows."""
        name, kind, _ = run.shape
        keys, _, new = _columns(run.shape)
        staged = f"temp.{self._tables[run.shape].name}"
        if kind == "insert":
            values = quoted([*keys, *(f"new {one}" for one in new)])
            statement = (
                f"INSERT INTO main.{name} ({quoted([*keys, *new])}) "  # noqa: S608
                f"SELECT {values} FROM {staged} WHERE run = ?"
            )
        elif kind == "delete":
            statement = (
                f"DELETE FROM main.{name} WHERE ({quoted(keys)}) "  # noqa: S608
                f"IN (SELECT {quoted(keys)} FROM {staged} WHERE run = ?)"
            )
        else:
            assigned = ", ".join(f'"{one}" = s."new {one}"' for one in new)
            matches = " AND ".join(f'{name}."{key}" = s."{key}"' for key in keys)
            statement = (
                f"UPDATE main.{name} SET {assigned} "  # noqa: S608
                f"FROM {staged} AS s WHERE s.run = ? AND {matches}"
            )
        self._connection.exec_driver_sql(statement, (run.number,))

    def store(self, run: StagedRun, change_id: int) -> None:
        """Keep the run in the history of a change, after what it has already, as ``store_deltas``
        keeps deltas."""
        staged = self._tables[run.shape].c
        keys, old, new = _columns(run.shape)
        is_update = run.shape[1] == "update"
        unlike: dict[str, ColumnElement[bool]] = {}
        if is_update and len(new) > 1:
            # A row may have some of the values already.
            unlike = {
                name: staged[f"old {name}"].is_distinct_from(staged[f"new {name}"]) for name in new
            }
        # Rows in which the same columns changed stand together: undo writes them at once.
        order = [*unlike.values(), *(staged[key] for key in keys)]
        whole = {} if is_update else {key: staged[key] for key in keys}
        before, after = (
            _object(whole | {name: staged[f"{moment} {name}"] for name in names}, unlike)
            if names
            else null()
            for moment, names in (("old", old), ("new", new))
        )
        image_id = self._image_id(run.shape)
        query = select(
            literal(change_id),
            func.row_number().over(order_by=order)
            + (next_position(self._connection, change_id) - 1),
            literal(run.table),
            json_array(staged[key] for key in keys),
            null() if image_id is None else image_id,
            before,
            after,
        ).where(staged.run == run.number)
        self._connection.execute(
            insert(change_rows).from_select([one.name for one in change_rows.columns], query)
        )

    def image_ids(self, run: StagedRun) -> set[int]:
        """The images that the rows are about."""
        return self._distinct(run, self._image_id(run.shape))

    def label_ids(self, run: StagedRun) -> set[int]:
        """The labels that the rows are about."""
        return self._distinct(run, self._named(run.shape, RECORDED[run.table].label_column))

    def suggested_images(self, run: StagedRun) -> set[int]:
        """The images with a suggestion of an (image, label) pair of the run."""
        if RECORDED[run.table].makes_stale != "pair":
            return set()
        staged = self._tables[run.shape].c
        query = select(suggestions.c.image_id).where(
            staged.run == run.number,
            suggestions.c.image_id == staged.image_id,
            suggestions.c.label_id == staged.label_id,
        )
        return set(self._connection.scalars(query))

    def drop(self) -> None:
        """Remove what was laid ready."""
        for staged in self._tables.values():
            self._connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{staged.name}")
        self._tables = {}

    def _run(self, shape: Shape, rows: int) -> StagedRun:
        self._count += 1
        return StagedRun(self._count, shape, rows)

    def _table(self, shape: Shape) -> TableClause:
        if shape in self._tables:
            return self._tables[shape]
        if shape[0] not in BULKY:
            raise ValueError(f"{shape[0]} has too few rows to lay them ready")
        name = f"staged_{len(self._tables)}"
        keys, old, new = _columns(shape)
        present = RECORDED[shape[0]].table.c
        columns = [
            column("run"),
            *(column(key, present[key].type) for key in keys),
            *(column(f"old {name}", present[name].type) for name in old),
            *(column(f"new {name}", present[name].type) for name in new),
        ]
        run = self._connection.exec_driver_sql
        run(f"DROP TABLE IF EXISTS temp.{name}")
        run(
            f"CREATE TEMPORARY TABLE {name} ({quoted(one.name for one in columns)}, "
            f"PRIMARY KEY (run, {quoted(keys)})) WITHOUT ROWID"
        )
        self._tables[shape] = table(name, *columns, schema="temp")
        return self._tables[shape]

    def _image_id(self, shape: Shape) -> ColumnElement[Any] | None:
        return self._named(shape, RECORDED[shape[0]].image_column)

    def _named(self, shape: Shape, name: str) -> ColumnElement[Any] | None:
        """A column of what the rows become or, where they go, of what they were."""
        staged = self._tables[shape].c
        return next(
            (staged[one] for one in (name, f"new {name}", f"old {name}") if one in staged), None
        )

    def _distinct(self, run: StagedRun, wanted: ColumnElement[Any] | None) -> set[int]:
        if wanted is None:
            return set()
        query = select(wanted).distinct().where(self._tables[run.shape].c.run == run.number)
        return {int(one) for one in self._connection.scalars(query) if one is not None}


class StagedDeltas:
    """Deltas in their order, laid ready on a ``scratch`` connection; ``drop`` them afterwards."""

    def __init__(self, connection: Connection, deltas: Iterable[RowDelta]) -> None:
        self._connection = connection
        self._rows = StagedRows(connection)
        self._runs: list[StagedRun | list[RowDelta]] = []
        with connection.begin():
            for shape, group in _runs(deltas):
                if shape[0] in BULKY and len(group) >= WORTH_A_TABLE:
                    self._runs.append(self._rows.add(shape, group))
                else:
                    self._runs.append(group)

    def write(self) -> bool:
        """Write all; False where a row is not as its ``before`` says, after some are written."""
        for run in self._runs:
            if isinstance(run, StagedRun):
                if self._rows.conflicts(run):
                    return False
                self._rows.write(run)
            elif first_conflict(self._connection, run) is not None:
                return False
            else:
                apply_deltas(self._connection, run)
        return True

    def drop(self) -> None:
        """Remove what was laid ready. Must run in a transaction."""
        self._rows.drop()
        self._runs = []


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


def _object(
    values: Mapping[str, ColumnElement[Any]], wanted: Mapping[str, ColumnElement[bool]]
) -> ColumnElement[str]:
    """The values as a JSON object by name; of those in ``wanted`` the ones of which that holds."""
    plain = {
        name: one
        for name, one in values.items()
        if name not in wanted and isinstance(one.type, Integer | Text)
    }
    items = [
        case((wanted[name], item), else_="") if name in wanted else item
        for name, item in (
            (name, literal(f',"{name}":').concat(json_text(one)))
            for name, one in values.items()
            if name not in plain
        )
    ]
    if not items:
        return json_object(plain)
    # Each begins with a comma.
    together = func.substr(reduce(lambda one, other: one.concat(other), items), 2, type_=Text)
    rest = literal(",").concat(func.substr(json_object(plain), 2)) if plain else literal("}")
    return literal("{").concat(together).concat(rest)
