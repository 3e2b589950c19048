"""What databases spell differently: run on SQLite, spelt for PostgreSQL too."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    Boolean,
    Executable,
    Float,
    Integer,
    LargeBinary,
    Text,
    cast,
    column,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from db.connection import Database, failure_message
from db.dialect import (
    FailureKind,
    _JsonList,
    after_last,
    begin_statement,
    captions_with_words,
    failure_kind,
    holds,
    id_rows,
    id_set,
    json_text,
    key_part,
    key_rows,
    read_ids,
    upsert,
)
from db.schema import images, labellings, metadata, settings


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "some.sqlite").touch()
    made = Database(tmp_path / "some.sqlite")
    with made.write() as connection:
        metadata.create_all(connection)
    yield made
    made.close()


def spelt(statement: Executable, dialect: str) -> str:
    known = postgresql.dialect() if dialect == "postgresql" else sqlite.dialect()
    return " ".join(str(statement.compile(dialect=known)).split())


def test_ids_come_with_their_places(database: Database) -> None:
    rows = id_rows([30, 10, 2**40])
    with database.read() as connection:
        found = connection.execute(select(rows.c.key, rows.c.value).order_by(rows.c.key)).all()
    assert [tuple(row) for row in found] == [(0, 30), (1, 10), (2, 2**40)]


def test_more_ids_than_there_may_be_variables_are_one_parameter(database: Database) -> None:
    with database.read() as connection:
        found = connection.scalars(select(id_rows(range(300_000)).c.value)).all()
    assert len(found) == 300_000


def test_ids_are_spelt_for_both() -> None:
    query = select(images.c.id).where(images.c.id.in_(id_set([1, 2])))
    assert "IN (SELECT anon_1.value FROM json_each(?) AS anon_1)" in spelt(query, "sqlite")
    there = spelt(query, "postgresql")
    assert "json_each" not in there
    assert "jsonb_array_elements_text(CAST(%(id_rows_1)s" in there
    assert "WITH ORDINALITY AS ids(id, place)) AS anon_1" in there


def test_words_of_captions_are_spelt_for_both() -> None:
    query = select(captions_with_words('"ship"*').c.id)
    assert "captions_text MATCH ?) AS anon_1" in spelt(query, "sqlite")
    there = spelt(query, "postgresql")
    assert "to_tsvector('simple', searchable) @@ websearch_to_tsquery('simple', %(" in there
    assert "captions_text" not in there


def test_many_ids_are_read_as_one_row_in_the_order_of_the_query(database: Database) -> None:
    rows = id_rows([5, 9, 2**40, 1])
    rowed: list[str] = []
    with database.read() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.row_factory = lambda _cursor, row: rowed.append(str(row)) or row
        try:
            backwards = read_ids(connection, select(rows.c.value).order_by(rows.c.key.desc()))
            none = read_ids(connection, select(rows.c.value).where(rows.c.value < 0))
        finally:
            driver.row_factory = None
    assert backwards == [1, 2**40, 9, 5]
    assert none == []
    assert len(rowed) == 2


def test_id_lists_are_spelt_for_postgresql() -> None:
    found = select(images.c.id).order_by(images.c.sort_key).subquery("found")
    there = spelt(select(_JsonList(found.c.id)), "postgresql")
    assert there.startswith("SELECT json_agg(found.id)::text AS")
    assert "ORDER BY images.sort_key) AS found" in there


def test_keys_of_several_parts_are_taken_apart(database: Database) -> None:
    keys = key_rows([(1, "a"), (2, 'b"%')])
    number, word = column("number", images.c.id.type), column("word", images.c.path.type)
    parts = [key_part(keys.c.value, 0, number), key_part(keys.c.value, 1, word)]
    with database.read() as connection:
        assert [tuple(row) for row in connection.execute(select(*parts))] == [(1, "a"), (2, 'b"%')]


def test_keys_are_spelt_for_both() -> None:
    keys = key_rows([(1, 2)])
    query = select(labellings.c.image_id).join(
        keys, labellings.c.image_id == key_part(keys.c.value, 0, labellings.c.image_id)
    )
    assert "json_extract(anon_1.value" in spelt(query, "sqlite")
    there = spelt(query, "postgresql")
    assert "jsonb_array_elements(CAST(" in there
    assert "->> CAST(" in there
    assert "AS BIGINT)" in there


def test_a_value_is_json_as_its_column_says(database: Database) -> None:
    values = [
        literal(0.1 + 0.2, Float()),
        literal(True, Boolean()),
        literal(b"\x00\xfe", LargeBinary()),
        literal('å "\\\n', Text()),
        literal(7, Integer()),
    ]
    listed = select(*values).subquery()
    with database.read() as connection:
        (row,) = connection.execute(select(*map(json_text, listed.c)))
        (none,) = connection.execute(select(json_text(cast(None, Float()))))
    assert [*map(json.loads, row)] == [0.1 + 0.2, True, {"hex": "00fe"}, 'å "\\\n', 7]
    assert [*none] == ["null"]


def test_json_is_spelt_for_both() -> None:
    query = select(json_text(labellings.c.confidence), json_text(images.c.content_hash))
    assert "json_float(labellings.confidence)" in spelt(query, "sqlite")
    there = spelt(query, "postgresql")
    assert "to_json(labellings.confidence)::text" in there
    assert "encode(images.content_hash, 'hex')" in there


@pytest.mark.parametrize(
    ("part", "held"), [("bla", True), ("BLA", False), ("b%a", False), ("50 %", True), ("_", False)]
)
def test_a_text_holds_another_letter_by_letter(database: Database, part: str, held: bool) -> None:
    text = literal_column("'blåbær 50 % bla'")
    with database.read() as connection:
        assert bool(connection.scalar(select(holds(text, part)))) is held
    assert "strpos(" in spelt(select(holds(text, part)), "postgresql")


def test_the_last_part_of_a_text(database: Database) -> None:
    texts = ("a/b/c.png", "c.png", "a/", "", "å/ø.png")
    with database.read() as connection:
        found = [connection.scalar(select(after_last(literal(text), "/"))) for text in texts]
    assert found == ["c.png", "c.png", "", "", "ø.png"]
    there = spelt(select(after_last(images.c.sort_key, "/")), "postgresql")
    assert "reverse(split_part(reverse(images.sort_key), %(param_1)s" in there


def test_a_row_takes_the_place_of_the_one_with_its_key(database: Database) -> None:
    with database.write() as connection:
        connection.execute(upsert(settings), [{"key": "a", "value": "1"}])
        connection.execute(
            upsert(settings), [{"key": "a", "value": "2"}, {"key": "b", "value": "3"}]
        )
    with database.read() as connection:
        rows = connection.execute(select(settings.c.key, settings.c.value)).all()
    assert sorted(tuple(row) for row in rows) == [("a", "2"), ("b", "3")]


def test_upserts_are_spelt_for_both() -> None:
    for dialect in ("sqlite", "postgresql"):
        text = spelt(upsert(settings), dialect)
        assert text.endswith('ON CONFLICT ("key") DO UPDATE SET value = excluded.value') or (
            text.endswith("ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        )


def test_transactions_begin_as_each_database_has_it() -> None:
    assert begin_statement("sqlite", writes=True) == "BEGIN IMMEDIATE"
    assert begin_statement("sqlite", writes=False) == "BEGIN"
    assert "READ ONLY" in begin_statement("postgresql", writes=False)
    assert "lock" in begin_statement("postgresql", writes=True)


class ServerError(Exception):
    """As a PostgreSQL driver raises it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "kind"),
    [
        ("53100", FailureKind.DISK_FULL),
        ("25006", FailureKind.READ_ONLY),
        ("55P03", FailureKind.BUSY),
        ("08006", FailureKind.CANNOT_OPEN),
        ("XX001", FailureKind.DAMAGED),
        ("42601", None),
    ],
)
def test_failures_of_a_server_have_the_same_kinds(sqlstate: str, kind: FailureKind | None) -> None:
    assert failure_kind(ServerError(sqlstate)) is kind


def test_failures_of_sqlite_have_kinds(tmp_path: Path) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database at all" * 100)
    with pytest.raises(sqlite3.DatabaseError) as caught:
        sqlite3.connect(broken).execute("SELECT * FROM sqlite_master")
    assert failure_kind(caught.value) is FailureKind.DAMAGED
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect(tmp_path / "nowhere" / "a.sqlite")
    assert failure_kind(caught.value) is FailureKind.CANNOT_OPEN
    assert failure_kind(ValueError("ours")) is None


def test_every_query_of_the_tables_can_be_spelt_for_postgresql() -> None:
    for table in metadata.sorted_tables:
        assert spelt(upsert(table), "postgresql").startswith("INSERT INTO")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_IOERR_DIR_FSYNC", "may be saved or not"),
        ("SQLITE_IOERR_DELETE", "may be saved or not"),
        ("SQLITE_IOERR_WRITE", "nothing of this change was saved"),
        ("SQLITE_IOERR_FSYNC", "nothing of this change was saved"),
    ],
)
def test_a_disk_that_fails_in_the_last_step_leaves_it_open(name: str, said: str) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = name
    assert said in str(failure_message(error, Path("x")))
