"""Rows that SQLite itself writes and keeps: as Python would, and many with as few statements."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Connection, Float, Integer, LargeBinary, insert, select, text

from db.catalogue import Catalogue
from db.commands.recorder import write_entry
from db.commands.rows import RECORDED, Row, RowDelta, deleted, inserted, store_deltas, updated
from db.commands.staged import BULKY, StagedRows
from db.connection import Database
from db.errors import CatalogueError
from db.records import ScannedImage
from db.schema import change_rows, metadata
from tests.db.commands.test_undo import statements, while_locked

Scan = Callable[..., ScannedImage]

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    Boolean: st.booleans(),
    Float: FLOATS | st.sampled_from([0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 1e22, 1e16]),
    LargeBinary: st.binary(max_size=9),
    Integer: st.integers(-(2**63), 2**63 - 1),
}
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
CHOSEN = {
    "labellings.source": st.sampled_from(["imported", "curator", "accepted"]),
    "captions.source": st.sampled_from(["file", "curator"]),
    "captions.language_from": st.sampled_from(["", "stated"]),
    "question_answers.answer": st.sampled_from(["yes", "no", "unsure"]),
    "question_answers.source": st.sampled_from(["curator", "label"]),
    "question_answers.chosen_by": st.sampled_from(["", "random"]),
    "images.status": st.sampled_from(["ok", "missing"]),
}
KEYS = {"id": 1, "image_id": 1, "label_id": 1, "question_id": 1}


@st.composite
def rows_of(draw: st.DrawFn, table: str, *, key: bool) -> Row:
    """A row with every column, or the values of all but the key's."""
    row: Row = {}
    for column in RECORDED[table].table.columns:
        if column.name in KEYS:
            if key or (column.name == "label_id" and not column.primary_key):
                row[column.name] = KEYS[column.name]
            continue
        kind = next((kind for kind in VALUES if isinstance(column.type, kind)), None)
        values = CHOSEN.get(str(column), VALUES.get(kind, TEXTS))
        row[column.name] = draw(st.none() | values if column.nullable else values)
    return row


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("staged") / "some.sqlite"
    path.touch()
    made = Database(path)
    with made.write() as connection:
        metadata.create_all(connection)
    yield made
    made.close()


class _TakenBackError(Exception):
    pass


@contextmanager
def taken_back(database: Database) -> Iterator[Connection]:
    """A transaction that leaves nothing."""
    try:
        with database.write() as connection:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            yield connection
            raise _TakenBackError
    except _TakenBackError:
        pass


def kept(connection: Connection, change_id: int) -> list[tuple[object, ...]]:
    """What the history has of a change."""
    found = connection.execute(
        select(change_rows).where(change_rows.c.change_id == change_id).order_by("position")
    )
    return [
        (*row[1:5], *(None if one is None else json.loads(one) for one in row[5:])) for row in found
    ]


def kept_by_python(connection: Connection, delta: RowDelta) -> list[tuple[object, ...]]:
    change_id = write_entry(connection, "one", {}, "kari", "now", True, None)
    store_deltas(connection, change_id, [delta])
    return kept(connection, change_id)


def an_entry(connection: Connection) -> int:
    return write_entry(connection, "other", {}, "kari", "now", True, None)


@pytest.mark.parametrize("table", sorted(BULKY))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_sqlite_keeps_rows_as_python_does(
    database: Database, table: str, data: st.DataObject
) -> None:
    row = data.draw(rows_of(table, key=True))
    values = dict(sorted(data.draw(rows_of(table, key=False)).items()))
    present = RECORDED[table].table
    with taken_back(database) as connection:
        connection.execute(insert(present).values(row))
        staged = StagedRows(connection)
        (found,) = connection.execute(select(present)).mappings()
        change = updated(table, dict(found), values)
        if change is not None:
            changed_id = an_entry(connection)
            run = staged.select((table, "update", tuple(values)), values)
            staged.store(run, changed_id)
            assert kept(connection, changed_id) == kept_by_python(connection, change)

        gone_id = an_entry(connection)
        run = staged.select((table, "delete", ()), {})
        staged.store(run, gone_id)
        assert kept(connection, gone_id) == kept_by_python(connection, deleted(table, row))
        staged.write(run)
        assert connection.execute(select(present)).all() == []

        arrived_id = an_entry(connection)
        run = staged.select((table, "insert", ()), row)
        staged.store(run, arrived_id)
        assert kept(connection, arrived_id) == kept_by_python(connection, inserted(table, row))
        staged.write(run)
        (again,) = connection.execute(select(present)).mappings()
        assert repr(dict(again)) == repr(dict(found))


def test_tables_of_few_rows_are_not_laid_ready(database: Database) -> None:
    with taken_back(database) as connection, pytest.raises(ValueError, match="labels has too few"):
        StagedRows(connection).select(("labels", "delete", ()), {})


def _label_all(made: Catalogue) -> None:
    made.commands.label_images(made.images.ids(), add_names=["another"])


def _unlabel_all(made: Catalogue) -> None:
    made.commands.label_images(made.images.ids(), remove=[_id_of(made, "everything")])


def _merge(made: Catalogue) -> None:
    made.commands.merge_labels([_id_of(made, "everything")], _id_of(made, "half"))


def _split(made: Catalogue) -> None:
    made.commands.split_label(_id_of(made, "everything"), made.images.ids()[3:], "split off")


def _delete(made: Catalogue) -> None:
    made.commands.delete_label(_id_of(made, "everything"))


def _review_all(made: Catalogue) -> None:
    made.commands.mark_reviewed(made.images.ids(), True)


def _id_of(made: Catalogue, name: str) -> int:
    return next(label.id for label in made.labels.all() if label.name == name)


COMMANDS = [_label_all, _unlabel_all, _merge, _split, _delete, _review_all]


def _filled(made: Catalogue, scanned: Scan, count: int) -> Catalogue:
    """Every image carries "everything", every other one "half"; imported ones, those by hand and
    accepted ones, with keywords and decisions."""
    made.commands.import_images(
        [scanned(f"{at}.jpg", *(["everything"] * (at % 3 == 0))) for at in range(count)]
    )
    ids = made.images.ids()
    made.commands.label_images(ids, add_names=["everything"])
    made.commands.label_images(ids[::2], add_names=["half"])
    everything, half = _id_of(made, "everything"), _id_of(made, "half")
    made.commands.decide_images(
        everything,
        accepted={one: one / 7 % 1 for one in ids[::5]},
        rejected={},
        suggester="neighbor-search",
    )
    made.commands.decide_images(
        half,
        accepted={one: one / 9 % 1 for one in ids[1::4]},
        rejected={one: one / 9 % 1 for one in ids[::6]},
        suggester="neighbor-search",
    )
    return made


@pytest.mark.parametrize("command", COMMANDS)
def test_others_wait_no_longer_for_more_rows_than_sqlite_needs(
    command: Callable[[Catalogue], None],
    make_catalogue: Callable[..., Catalogue],
    scanned: Scan,
    kept_rows: Callable[..., Any],
) -> None:
    asked_by_count = {}
    for count in (120, 360):
        made = _filled(make_catalogue(name=f"with {count}"), scanned, count)
        before = kept_rows(made.path)
        with statements() as asked:
            command(made)
        after = kept_rows(made.path)
        assert after != before
        made.commands.undo()
        assert kept_rows(made.path) == before
        made.commands.redo()
        assert kept_rows(made.path) == after
        assert made.check().problems == []
        asked_by_count[count] = while_locked(asked)

    few, many = asked_by_count.values()
    assert [statement for statement, _ in few] == [statement for statement, _ in many]
    # The label itself and its alias are written row by row.
    assert [values for _, values in many if isinstance(values, list) and len(values) > 9] == []


def test_nothing_is_left_lying_ready(catalogue: Catalogue) -> None:
    def left() -> list[Any]:
        with catalogue._database.read() as connection:
            return [*connection.execute(text("SELECT name FROM sqlite_temp_schema"))]

    catalogue.commands.mark_reviewed([1], True)
    assert left() == []
    catalogue.commands.mark_reviewed([1], True)
    assert left() == []
    with pytest.raises(CatalogueError):
        catalogue.commands.label_images([1], add_names=["new"], remove=[99])
    assert left() == []
