"""SQL that databases spell differently, in one place: for SQLite, which runs, and PostgreSQL.

Queries are written with these constructs; SQLAlchemy asks each for its text when it knows the
database (https://docs.sqlalchemy.org/en/20/core/compiler.html).
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum, auto
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    Float,
    Insert,
    Integer,
    LargeBinary,
    Select,
    Table,
    TableValuedAlias,
    Text,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

# --- many ids and keys ----------------------------------------------------------------------------
# As one JSON parameter, so that no limit on the number of variables is met.


def id_rows(ids: Iterable[int]) -> TableValuedAlias:
    """A table of the ids: ``value`` is the id, ``key`` its position from 0."""
    return _IdRows(json.dumps(list(ids))).table_valued("key", "value")


def id_set(ids: Iterable[int]) -> Select[tuple[int]]:
    """The ids as a subquery for ``column.in_(...)``."""
    return select(id_rows(ids).c.value)


def read_ids(connection: Connection, query: Select[tuple[int]]) -> list[int]:
    """The ids that a query finds, in its order: as one JSON text.

    A row at a time takes four times as long, and waits at each for the window's thread.
    """
    found = query.subquery("found")
    text = connection.scalar(select(_JsonList(found.c[0])).select_from(found))
    ids: list[int] = json.loads(text or "[]")
    return ids


def key_rows(keys: Iterable[Sequence[object]]) -> TableValuedAlias:
    """A table of keys of several parts: ``value`` is a key, to be taken apart by ``key_part``."""
    return _KeyRows(json.dumps([list(key) for key in keys])).table_valued("value")


def key_part(key: ColumnElement[Any], position: int, like: ColumnElement[Any]) -> "_KeyPart":
    """A part of a key from ``key_rows``, to be compared with the column ``like``."""
    return _KeyPart(key, position, like)


class _IdRows(FunctionElement[Any]):
    name = "id_rows"
    inherit_cache = True


@compiles(_IdRows, "sqlite")
def _id_rows_sqlite(element: _IdRows, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_IdRows, "postgresql")
def _id_rows_postgresql(
    element: _IdRows,
    compiler: SQLCompiler,
    **options: Any,  # noqa: ANN401
) -> str:
    ids = compiler.process(element.clauses, **options)
    each = f"jsonb_array_elements_text(CAST({ids} AS JSONB)) WITH ORDINALITY AS ids(id, place)"
    return f"(SELECT place - 1 AS key, CAST(id AS BIGINT) AS value FROM {each})"  # noqa: S608


class _KeyRows(FunctionElement[Any]):
    name = "key_rows"
    inherit_cache = True


@compiles(_KeyRows, "sqlite")
def _key_rows_sqlite(element: _KeyRows, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_KeyRows, "postgresql")
def _key_rows_postgresql(
    element: _KeyRows,
    compiler: SQLCompiler,
    **options: Any,  # noqa: ANN401
) -> str:
    keys = compiler.process(element.clauses, **options)
    return f"(SELECT value FROM jsonb_array_elements(CAST({keys} AS JSONB)) AS keys(value))"  # noqa: S608


class _KeyPart(FunctionElement[Any]):
    name = "key_part"
    inherit_cache = True

    def __init__(self, key: ColumnElement[Any], position: int, like: ColumnElement[Any]) -> None:
        super().__init__(key, position)
        self.type = BigInteger() if isinstance(like.type, Integer) else like.type


@compiles(_KeyPart, "sqlite")
def _key_part_sqlite(element: _KeyPart, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    key, position = (compiler.process(clause, **options) for clause in element.clauses)
    return f"json_extract({key}, '$[' || {position} || ']')"


@compiles(_KeyPart, "postgresql")
def _key_part_postgresql(
    element: _KeyPart,
    compiler: SQLCompiler,
    **options: Any,  # noqa: ANN401
) -> str:
    key, position = (compiler.process(clause, **options) for clause in element.clauses)
    kind = compiler.dialect.type_compiler_instance.process(element.type)
    return f"CAST({key} ->> CAST({position} AS INTEGER) AS {kind})"


# --- text -----------------------------------------------------------------------------------------


def holds(text: ColumnElement[Any], part: str) -> ColumnElement[bool]:
    """Whether a text holds another, letter by letter."""
    return _Place(text, part) > 0


class _Place(FunctionElement[int]):
    """Where a text begins in another, from 1; 0 where it does not."""

    name = "place"
    type = Integer()
    inherit_cache = True


@compiles(_Place, "sqlite")
def _place_sqlite(element: _Place, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_Place, "postgresql")
def _place_postgresql(element: _Place, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"strpos({compiler.process(element.clauses, **options)})"


def before_first(text: ColumnElement[str], separator: str) -> ColumnElement[str]:
    """What stands before the first of a separator; all where there is none."""
    at = _Place(text, literal(separator))
    return case((at > 0, func.substr(text, 1, at - 1)), else_=text)


def after_last(text: ColumnElement[str], separator: str) -> ColumnElement[str]:
    """What stands behind the last of a separator of one character; all where there is none.

    Wants a connection that was given ``add_functions``.
    """
    return _AfterLast(text, literal(separator))


class _AfterLast(FunctionElement[str]):
    name = "after_last"
    inherit_cache = True


@compiles(_AfterLast, "sqlite")
def _after_last_sqlite(element: _AfterLast, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"after_last({compiler.process(element.clauses, **options)})"


@compiles(_AfterLast, "postgresql")
def _after_last_postgresql(element: _AfterLast, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    text, separator = (compiler.process(part, **options) for part in element.clauses)
    return f"reverse(split_part(reverse({text}), {separator}, 1))"


def captions_with_words(query: str) -> TableValuedAlias:
    """A table of the captions that a query of words finds, as ``db.text.caption_query`` makes it:
    ``id``, and ``rank``, the lower the better."""
    return _CaptionsWithWords(query).table_valued("id", "rank")


class _CaptionsWithWords(FunctionElement[Any]):
    name = "captions_with_words"
    inherit_cache = True


@compiles(_CaptionsWithWords, "sqlite")
def _with_words_sqlite(
    element: _CaptionsWithWords,
    compiler: SQLCompiler,
    **options: Any,  # noqa: ANN401
) -> str:
    query = compiler.process(element.clauses, **options)
    return f"(SELECT rowid AS id, rank FROM captions_text WHERE captions_text MATCH {query})"  # noqa: S608


@compiles(_CaptionsWithWords, "postgresql")
def _with_words_postgresql(
    element: _CaptionsWithWords,
    compiler: SQLCompiler,
    **options: Any,  # noqa: ANN401
) -> str:
    query = f"websearch_to_tsquery('simple', {compiler.process(element.clauses, **options)})"
    words = "to_tsvector('simple', searchable)"
    return f"(SELECT id, -ts_rank({words}, {query}) AS rank FROM captions WHERE {words} @@ {query})"  # noqa: S608


# --- JSON -----------------------------------------------------------------------------------------


def json_text(value: ColumnElement[Any]) -> ColumnElement[str]:
    """A value as JSON text, as the type of its column says: "null" where there is none.

    Bytes become ``{"hex": …}``. Wants a connection that was given ``add_functions``.
    """
    return _JsonText(value)


def json_array(values: Iterable[ColumnElement[Any]]) -> ColumnElement[str]:
    """Numbers without a fraction and texts as the text of a JSON array."""
    return _JsonArray(*values)


def json_object(values: Mapping[str, ColumnElement[Any]]) -> ColumnElement[str]:
    """Numbers without a fraction and texts as the text of a JSON object, by name."""
    return _JsonObject(*(part for name, value in values.items() for part in (literal(name), value)))


def add_functions(connection: sqlite3.Connection) -> None:
    """Give SQLite what it lacks for the constructs of this module."""
    # Its own text of a number keeps 15 digits, of 17 that tell all numbers apart.
    connection.create_function("json_float", 1, json.dumps, deterministic=True)
    # What its own functions can say of it takes four times as long.
    connection.create_function("after_last", 2, _after_last, deterministic=True)


def _after_last(text: str, separator: str) -> str:
    return text[text.rfind(separator) + 1 :]


class _JsonText(FunctionElement[str]):
    name = "json_text"
    inherit_cache = True

    @property
    def value_type(self) -> Any:  # noqa: ANN401
        """Which kind of column the value is of."""
        (value,) = self.clauses
        kinds = (Boolean, Float, LargeBinary)
        return next((kind for kind in kinds if isinstance(value.type, kind)), Text)


_JSON_SQLITE = {
    Boolean: "CASE {0} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END",
    Float: "CASE WHEN {0} IS NULL THEN 'null' ELSE json_float({0}) END",
    LargeBinary: (
        "CASE WHEN {0} IS NULL THEN 'null' ELSE '{{\"hex\":\"' || lower(hex({0})) || '\"}}' END"
    ),
    Text: "json_quote({0})",
}
_JSON_POSTGRESQL = {
    LargeBinary: "coalesce(json_build_object('hex', encode({0}, 'hex'))::text, 'null')"
}


class _JsonArray(FunctionElement[str]):
    name = "json_array"
    inherit_cache = True


class _JsonObject(FunctionElement[str]):
    name = "json_object"
    inherit_cache = True


class _JsonList(FunctionElement[str]):
    """The values of all rows, in the order of the subquery they are from."""

    name = "json_group_array"
    inherit_cache = True


@compiles(_JsonList, "sqlite")
def _json_list_sqlite(element: _JsonList, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"json_group_array({compiler.process(element.clauses, **options)})"


@compiles(_JsonList, "postgresql")
def _json_list_postgresql(element: _JsonList, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return f"json_agg({compiler.process(element.clauses, **options)})::text"


@compiles(_JsonArray, "postgresql")
@compiles(_JsonObject, "postgresql")
def _json_postgresql(
    element: _JsonArray | _JsonObject,
    compiler: SQLCompiler,
    **options: Any,  # noqa: ANN401
) -> str:
    name = element.name.replace("json_", "json_build_")
    return f"{name}({compiler.process(element.clauses, **options)})::text"


@compiles(_JsonArray, "sqlite")
@compiles(_JsonObject, "sqlite")
def _json_sqlite(
    element: _JsonArray | _JsonObject,
    compiler: SQLCompiler,
    **options: Any,  # noqa: ANN401
) -> str:
    return f"{element.name}({compiler.process(element.clauses, **options)})"


@compiles(_JsonText, "sqlite")
def _json_text_sqlite(element: _JsonText, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    return _JSON_SQLITE[element.value_type].format(compiler.process(element.clauses, **options))


@compiles(_JsonText, "postgresql")
def _json_text_postgresql(
    element: _JsonText,
    compiler: SQLCompiler,
    **options: Any,  # noqa: ANN401
) -> str:
    spelling = _JSON_POSTGRESQL.get(element.value_type, "coalesce(to_json({0})::text, 'null')")
    return spelling.format(compiler.process(element.clauses, **options))


# --- writing --------------------------------------------------------------------------------------


def upsert(table: Table) -> Insert:
    """Insert rows; one with the primary key of a row that is there takes that row's place."""
    return _Upsert(table)


class _Upsert(Insert):
    inherit_cache = True


@compiles(_Upsert, "sqlite", "postgresql")
def _upsert(element: _Upsert, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    inserted = compiler.visit_insert(element, **options)  # type: ignore[no-untyped-call]
    quoted = compiler.preparer.quote
    columns = element.table.columns
    given = set(compiler.column_keys or columns.keys())
    keys = ", ".join(quoted(column.name) for column in columns if column.primary_key)
    rest = [
        quoted(column.name) for column in columns if column.key in given and not column.primary_key
    ]
    if not rest:
        return f"{inserted} ON CONFLICT ({keys}) DO NOTHING"
    taken = ", ".join(f"{name} = excluded.{name}" for name in rest)
    return f"{inserted} ON CONFLICT ({keys}) DO UPDATE SET {taken}"


WRITERS_LOCK = 0x4E61626F
"""PostgreSQL's advisory lock that whoever writes holds, so that there is one writer at a time."""

_BEGIN = {
    # BEGIN alone would fail at once where a read turns into a write, without waiting its turn.
    ("sqlite", False): "BEGIN",
    ("sqlite", True): "BEGIN IMMEDIATE",
    # The driver has begun by then. Repeatable read: one state from the first read on.
    ("postgresql", False): "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    ("postgresql", True): f"SELECT pg_advisory_xact_lock({WRITERS_LOCK})",
}


def begin_statement(dialect: str, *, writes: bool) -> str:
    """What begins a transaction: one that reads a consistent state, or the only one to write."""
    return _BEGIN[dialect, writes]


# --- failures -------------------------------------------------------------------------------------


class FailureKind(Enum):
    """What a failure of the database means, whatever the database calls it."""

    DISK_FULL = auto()
    READ_ONLY = auto()
    BUSY = auto()
    DAMAGED = auto()
    CANNOT_OPEN = auto()
    DISK_FAILED = auto()
    DISK_FAILED_LAST = auto()
    """In the very step that makes a change last: it may be saved or not."""


# By the beginning of a name: SQLite's extended codes go on after it.
_SQLITE_KINDS = (
    ("SQLITE_FULL", FailureKind.DISK_FULL),
    ("SQLITE_READONLY", FailureKind.READ_ONLY),
    ("SQLITE_PERM", FailureKind.READ_ONLY),
    ("SQLITE_AUTH", FailureKind.READ_ONLY),
    ("SQLITE_BUSY", FailureKind.BUSY),
    ("SQLITE_LOCKED", FailureKind.BUSY),
    ("SQLITE_CORRUPT", FailureKind.DAMAGED),
    ("SQLITE_NOTADB", FailureKind.DAMAGED),
    ("SQLITE_CANTOPEN", FailureKind.CANNOT_OPEN),
    # With a rollback journal, removing it is the commit.
    ("SQLITE_IOERR_DELETE", FailureKind.DISK_FAILED_LAST),
    ("SQLITE_IOERR_DIR_", FailureKind.DISK_FAILED_LAST),
    ("SQLITE_IOERR", FailureKind.DISK_FAILED),
)
# SQLSTATEs: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL_KINDS = (
    ("53100", FailureKind.DISK_FULL),
    ("25006", FailureKind.READ_ONLY),
    ("42501", FailureKind.READ_ONLY),
    ("55P03", FailureKind.BUSY),
    ("40001", FailureKind.BUSY),
    ("40P01", FailureKind.BUSY),
    ("XX001", FailureKind.DAMAGED),
    ("XX002", FailureKind.DAMAGED),
    ("08", FailureKind.CANNOT_OPEN),
    ("58030", FailureKind.DISK_FAILED),
)


UNDECODABLE = "Could not decode to UTF-8"
"""What Python's driver says of a text that is none; SQLite itself does not look."""


def failure_name(error: BaseException) -> str:
    """What the database calls a failure: SQLite's code by name, or an SQLSTATE; "" for others."""
    named = (getattr(error, name, None) for name in ("sqlite_errorname", "sqlstate"))
    return next((str(name) for name in named if name), "")


def failure_kind(error: BaseException) -> FailureKind | None:
    """What a driver's error means; None for our own bugs and everything unknown."""
    name = failure_name(error)
    if not name and str(error).startswith(UNDECODABLE):
        return FailureKind.DAMAGED
    kinds = _SQLITE_KINDS if name.startswith("SQLITE_") else _POSTGRESQL_KINDS
    return next((kind for start, kind in kinds if name.startswith(start)), None)
