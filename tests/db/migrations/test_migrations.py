import hashlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from db import schema
from db.backups import restorable
from db.catalogue import Catalogue
from db.errors import CatalogueError, NewerCatalogueError
from db.migrations import runner

pytestmark = pytest.mark.usefixtures("real_creation")

ROOT = Path(__file__).parents[3]
THIS, NEXT = runner.SCHEMA_VERSION, f"{int(runner.SCHEMA_VERSION) + 1:04d}"
NEXT_VERSION = f'''
"""Rebuilds a table that others point to, as a later version might."""
from alembic import op
import sqlalchemy as sa

revision = "{NEXT}"
down_revision = "{THIS}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("images", recreate="always") as batch:
        batch.add_column(sa.Column("rating", sa.Integer(), server_default="0", nullable=False))
    {{extra}}
'''


def statements(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
        )
        return {re.sub(r"\s+", "", row[0]) for row in rows}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def set_version(path: Path, version: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
        connection.commit()


@pytest.fixture
def next_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Makes the program know one more version; returns the folder of its step."""

    def install(extra: str = "") -> Path:
        folder = tmp_path / "versions"
        folder.mkdir(exist_ok=True)
        (folder / f"revision_{NEXT}.py").write_text(NEXT_VERSION.format(extra=extra))
        monkeypatch.setattr(runner, "VERSION_FOLDERS", (*runner.VERSION_FOLDERS[:1], folder))
        monkeypatch.setattr(runner, "SCHEMA_VERSION", NEXT)
        return folder

    return install


def test_the_migrations_lead_to_the_tables_of_the_program(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.sqlite"
    engine = create_engine(f"sqlite:///{fresh}")
    schema.metadata.create_all(engine)
    engine.dispose()

    assert statements(catalogue.path) == statements(fresh)


def test_the_known_version_is_the_last_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(runner.HERE))
    config.set_main_option("path_separator", "newline")

    assert ScriptDirectory.from_config(config).get_heads() == [runner.SCHEMA_VERSION]


def test_opening_an_older_catalogue_brings_it_up_to_date_after_a_backup(
    catalogue: Catalogue, kept_rows: Callable[..., Any], next_version: Callable[..., Path]
) -> None:
    catalogue.commands.label_images([1, 2], add_names=["red"])
    catalogue.close()
    before = kept_rows(catalogue.path)
    next_version()

    with Catalogue.open(catalogue.path) as reopened:
        after = kept_rows(reopened.path)
        assert {row[:-1] for row in after.pop("images")} == set(before.pop("images"))
        assert after == before
        assert reopened.check().problems == []
        assert reopened.commands.undo() is not None

    backups = restorable(catalogue.path)
    assert [backup.reason for backup in backups] == [f"before migration from {THIS}"]
    assert kept_rows(backups[0].path, ["labellings"])["labellings"] != []
    with Catalogue.open(catalogue.path):
        assert len(restorable(catalogue.path)) == 1


def test_a_newer_catalogue_is_left_as_it_is(catalogue: Catalogue) -> None:
    catalogue.close()
    set_version(catalogue.path, NEXT)
    before = digest(catalogue.path)

    with pytest.raises(NewerCatalogueError, match="Update Nabolag"):
        Catalogue.open(catalogue.path)
    assert digest(catalogue.path) == before
    assert restorable(catalogue.path) == []
    assert sorted(file.name for file in catalogue.path.parent.iterdir()) == [
        "test archive",
        "test.nabolag",
        "test.nabolag.sqlite",
    ]


@pytest.mark.parametrize("version", ["9999", "a1b2c3", ""])
def test_an_unknown_version_counts_as_newer(catalogue: Catalogue, version: str) -> None:
    catalogue.close()
    set_version(catalogue.path, version)

    with pytest.raises(NewerCatalogueError):
        Catalogue.open(catalogue.path)


@pytest.mark.parametrize(
    "extra",
    [
        "raise RuntimeError('the step broke')",
        "op.execute('DELETE FROM labels')",
        "op.execute('SELECT * FROM nowhere')",
    ],
)
def test_a_migration_that_fails_leaves_the_old_state(
    catalogue: Catalogue,
    kept_rows: Callable[..., Any],
    next_version: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    extra: str,
) -> None:
    catalogue.close()
    before, tables = kept_rows(catalogue.path), statements(catalogue.path)
    with monkeypatch.context():
        next_version(extra)
        with pytest.raises(
            (CatalogueError, RuntimeError, OperationalError), match=r"broke|point to|nowhere"
        ):
            Catalogue.open(catalogue.path)
    assert (kept_rows(catalogue.path), statements(catalogue.path)) == (before, tables)


KILLED = """
import os, signal, sys
from pathlib import Path
import db.catalogue, db.backups
from db.migrations import runner
path, folder, where = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
runner.VERSION_FOLDERS = (*runner.VERSION_FOLDERS, folder)
runner.SCHEMA_VERSION = sys.argv[4]

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def at(module, name, before):
    original = getattr(module, name)
    def wrapped(*arguments, **options):
        if before:
            die()
        result = original(*arguments, **options)
        die()
        return result
    setattr(module, name, wrapped)

steps = {
    "before the backup": (db.catalogue, "take_backup", True),
    "backup copied": (db.backups, "_copy_database", False),
    "backup verified": (db.backups, "verify", False),
    "backup published": (db.backups, "publish", False),
    "before the upgrade": (runner, "upgrade", True),
    "upgraded": (runner, "upgrade", False),
    "keys checked": (runner, "refuse_dangling_rows", False),
    "committed": (runner, "migrate", False),
}
at(*steps[where])
db.catalogue.Catalogue.open(path)
"""
STEPS = (
    "before the backup",
    "backup copied",
    "backup verified",
    "backup published",
    "before the upgrade",
    "upgraded",
    "keys checked",
    "committed",
)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_leaves_the_old_state_or_the_new(
    catalogue: Catalogue,
    kept_rows: Callable[..., Any],
    next_version: Callable[..., Path],
    tmp_path: Path,
    step: str,
) -> None:
    catalogue.close()
    before, tables = kept_rows(catalogue.path), statements(catalogue.path)
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / f"revision_{NEXT}.py").write_text(NEXT_VERSION.format(extra=""))

    result = subprocess.run(
        [sys.executable, "-c", KILLED, str(catalogue.path), str(folder), step, NEXT],
        cwd=ROOT,
        check=False,
    )

    assert result.returncode == -signal.SIGKILL
    if step == "committed":
        assert statements(catalogue.path) != tables
    else:
        assert (kept_rows(catalogue.path), statements(catalogue.path)) == (before, tables)
    for backup in restorable(catalogue.path):
        assert kept_rows(backup.path) == before
    shutil.rmtree(folder)
    next_version()
    with Catalogue.open(catalogue.path) as reopened:
        assert reopened.check().problems == []
        assert reopened.images.count() == 6


def test_opening_loads_no_migration_tool(catalogue: Catalogue) -> None:
    code = (
        "import sys; from pathlib import Path; from db.catalogue import Catalogue\n"
        "Catalogue.open(Path(sys.argv[1])).images.ids()\n"
        "heavy = {'alembic', 'torch', 'numpy', 'PySide6', 'PIL'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or 0)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(catalogue.path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert (result.returncode, result.stderr) == (0, "")
