"""Damage, and catalogues from somebody else: told as that, and never a fault of the program."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError, NewerCatalogueError
from db.file.damage import damage_told
from db.schema import metadata
from tests.command_line import Command

GOLDEN = Path(__file__).parents[2] / "golden"
DEEP = "[" * 100_000 + "]" * 100_000


def run_on(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.executescript(statement)
        connection.commit()


@pytest.fixture
def closed(catalogue: Catalogue) -> Path:
    catalogue.commands.label_images([1], add_names=["red"])
    catalogue.close()
    return catalogue.path


@pytest.mark.parametrize("table", list(metadata.tables))
def test_a_table_or_column_that_is_missing_is_damage(closed: Path, table: str) -> None:
    copy = closed.with_name("copy.nabolag.sqlite")
    shutil.copyfile(closed, copy)
    run_on(closed, "PRAGMA foreign_keys = OFF", f"DROP TABLE {table}")
    names = metadata.tables[table].columns.keys()
    column = next(each for each in reversed(names) if each != "name_key")
    run_on(copy, f"ALTER TABLE {table} RENAME COLUMN {column} TO odd")
    for path in (closed, copy):
        # A trigger that writes to the column is another one by then.
        with pytest.raises(CatalogueError, match=r"is damaged|run by themselves"):
            Catalogue.open(path)


@pytest.mark.parametrize(
    "program",
    [
        "CREATE TRIGGER run AFTER INSERT ON changes BEGIN SELECT 1; END",
        "DROP TRIGGER tr_labels_insert; CREATE TRIGGER tr_labels_insert BEFORE INSERT ON labels "
        "BEGIN DELETE FROM labellings; END",
        "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) "
        "SELECT i FROM n",
        "DROP TABLE teaching_order; CREATE VIEW teaching_order AS WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i FROM n) SELECT i AS position, i AS image_id FROM n",
    ],
)
def test_programs_that_are_not_ours_are_refused(closed: Path, program: str) -> None:
    run_on(closed, program)
    before = closed.read_bytes()
    with pytest.raises(CatalogueError, match="run by themselves"):
        Catalogue.open(closed)
    assert closed.read_bytes() == before


@pytest.mark.parametrize("version", ["0001", "0002", "0003", "0004"])
def test_programs_are_refused_before_a_migration_too(tmp_path: Path, version: str) -> None:
    path = tmp_path / "c.nabolag.sqlite"
    shutil.copyfile(GOLDEN / f"schema_{version}.sqlite", path)
    run_on(path, "CREATE TRIGGER run AFTER UPDATE ON images BEGIN DELETE FROM labellings; END")
    with pytest.raises(CatalogueError, match="run by themselves"):
        Catalogue.open(path)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE alembic_version SET version_num = '0000'", "is damaged"),
        ("UPDATE alembic_version SET version_num = x'30303034'", "is damaged"),
        ("INSERT INTO alembic_version VALUES ('0001')", "is damaged"),
        ("UPDATE alembic_version SET version_num = '0001'", "is damaged"),
        ("DROP TABLE alembic_version; CREATE TABLE alembic_version (id)", "is damaged"),
        ("UPDATE alembic_version SET version_num = '²'", "newer version"),
        ("UPDATE alembic_version SET version_num = '-1'", "newer version"),
        (f"UPDATE alembic_version SET version_num = '{'9' * 5000}'", "newer version"),
    ],
)
def test_an_odd_version_is_said(closed: Path, change: str, said: str) -> None:
    run_on(closed, change)
    with pytest.raises(CatalogueError, match=said) as caught:
        Catalogue.open(closed)
    assert isinstance(caught.value, NewerCatalogueError) == (said == "newer version")


@pytest.mark.parametrize("name", [b"labels", b"alembic_version"])
def test_names_of_tables_that_are_no_text_are_damage(closed: Path, name: bytes) -> None:
    statement = b"CREATE TABLE " + name
    content = closed.read_bytes()
    closed.write_bytes(content.replace(statement, statement[:-2] + b"\xff\xc1", 1))
    assert closed.read_bytes() != content
    with pytest.raises(CatalogueError, match="is damaged"):
        Catalogue.open(closed)
    with pytest.raises(CatalogueError, match="is damaged"), damage_told(closed):
        raise ZeroDivisionError


VALUES = [
    "UPDATE images SET path = CAST(x'ff41' AS TEXT) WHERE id = 1",
    "UPDATE images SET size_bytes = 'many' WHERE id = 1",
    "UPDATE images SET problem = x'00' WHERE id = 1",
    "UPDATE labels SET name = 5 || x'ff' WHERE id = 1",
    "UPDATE settings SET value = '5' WHERE key = 'archive.absolute'",
    "UPDATE settings SET value = 'no JSON' WHERE key = 'archive.relative'",
    f"UPDATE settings SET value = '{DEEP}' WHERE key = 'archive.absolute'",
    "INSERT INTO settings VALUES ('scan.keyword_table', '7')",
    "INSERT INTO settings VALUES ('language.contexts', '\"x\"')",
    "INSERT INTO settings VALUES ('backups.interval_min', '[]')",
    # Of the right kind outside and of a wrong one inside.
    """INSERT INTO settings VALUES ('scan.keyword_table', '{"path": 7, "options": {}}')""",
    """INSERT INTO settings VALUES ('scan.keyword_table', '{"path": "k", "options": {"a": 1}}')""",
    """INSERT INTO settings VALUES ('language.contexts', '[["a {}"]]')""",
    """INSERT INTO settings VALUES ('language.contexts', '[["a {}", "heavy"]]')""",
    """INSERT INTO settings VALUES ('tuned.fused.abc', '{"threshold": []}')""",
    """INSERT INTO settings VALUES
        ('tuned.fused.abc', '{"threshold": 0.1, "hyperparameters": {"sharpness": []}}')""",
    """INSERT INTO settings VALUES ('suggestions.shown', '{"run": {}, "thresholds": 5}')""",
    "INSERT INTO settings VALUES ('evaluate.beta', 'NaN')",
    "INSERT INTO settings VALUES ('suggest.minimum_images', '1e999')",
    "INSERT INTO settings VALUES ('encode.failed', '\"x\"')",
    f"UPDATE changes SET details = '{DEEP}'",
    "UPDATE changes SET details = '{'",
    "UPDATE change_rows SET after = CAST(x'ff' AS TEXT)",
    "UPDATE changes SET details = '[1, 2]'",
    "UPDATE change_rows SET table_name = 'no_such_table'",
    "UPDATE change_rows SET row_key = '7'",
    "UPDATE change_rows SET row_key = '[1, 2, 3, 4]'",
    "UPDATE change_rows SET after = '[1]'",
    "UPDATE change_rows SET after = '{\"no_such_column\": 1}'",
    "UPDATE change_rows SET after = '{\"name\": [1]}' WHERE table_name = 'labels'",
    "UPDATE change_rows SET row_key = '[99999999999999999999]' WHERE table_name = 'labels'",
    'UPDATE change_rows SET after = \'{"name": {"hex": "x"}}\' WHERE table_name = \'labels\'',
]


@pytest.mark.parametrize("change", VALUES)
def test_what_fails_on_a_damaged_catalogue_is_told_as_damage(closed: Path, change: str) -> None:
    with pytest.raises(ZeroDivisionError), damage_told(closed):
        raise ZeroDivisionError  # a fault of the program, on a sound catalogue
    run_on(closed, change)
    with pytest.raises(CatalogueError, match="is damaged"), damage_told(closed):
        raise ZeroDivisionError
    with Catalogue.open(closed) as opened:
        assert any("no value of a catalogue" in str(problem) for problem in opened.check().problems)


@pytest.mark.parametrize("change", VALUES)
def test_no_command_calls_damage_its_own_fault(closed: Path, change: str, command: Command) -> None:
    run_on(closed, change)
    for arguments in (("check",), ("rescan",), ("labels", "list"), ("undo",), ("export",)):
        name, *rest = arguments
        options = [closed.with_name("x.csv"), "--force"] if name == "export" else []
        answer = command(name, *rest, closed, *options)
        assert answer.code in (0, 2), (arguments, answer)


def test_old_tables_that_cannot_be_brought_up_to_date_are_damage(
    tmp_path: Path, changed: Callable[[Path], None]
) -> None:
    path = tmp_path / "c.nabolag.sqlite"
    shutil.copyfile(GOLDEN / "schema_0003.sqlite", path)
    changed(path)
    with pytest.raises(CatalogueError, match="is damaged"):
        Catalogue.open(path)


@pytest.fixture(
    params=[
        "UPDATE images SET problem = CAST(x'ff' AS TEXT)",
        "DROP TABLE labellings",
    ]
)
def changed(request: pytest.FixtureRequest) -> Callable[[Path], None]:
    return lambda path: run_on(path, request.param)
