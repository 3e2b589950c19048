import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from db.catalogue import Catalogue
from db.connection import Database, failure_message, open_file
from db.errors import CatalogueError
from db.schema import labellings

ROOT = Path(__file__).parents[2]
# Less leaves the removal of the rollback journal, which is the commit, to the operating system.
EXTRA = 3


def pragma(database: Database, name: str) -> object:
    with database.read() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def test_foreign_keys_are_enforced(catalogue: Catalogue) -> None:
    row = {
        "image_id": 999,
        "label_id": 1,
        "source": "curator",
        "decider": "kari",
        "decided_at": "2026-01-01T00:00:00.000Z",
    }
    with (
        pytest.raises(IntegrityError, match="FOREIGN KEY"),
        catalogue._database.write() as connection,
    ):
        connection.execute(insert(labellings), [row])


def test_every_connection_is_durable_and_waits(catalogue: Catalogue) -> None:
    assert pragma(catalogue._database, "synchronous") == EXTRA
    assert pragma(catalogue._database, "foreign_keys") == 1
    assert pragma(catalogue._database, "busy_timeout") == 30_000


def test_a_failed_write_leaves_nothing(catalogue: Catalogue) -> None:
    def fail_half_way() -> None:
        with catalogue._database.write() as connection:
            connection.exec_driver_sql("DELETE FROM keywords")
            connection.exec_driver_sql("CREATE TABLE stray (x)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()

    assert catalogue.images.keywords_of(1) != []
    with catalogue._database.read() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars().all()
    assert "stray" not in tables


def test_reads_see_one_state_while_another_thread_is_about_to_write(catalogue: Catalogue) -> None:
    done = threading.Event()

    def write() -> None:
        catalogue.commands.create_label("new")
        done.set()

    with catalogue._database.read() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM labels").scalar()
        writer = threading.Thread(target=write)
        writer.start()
        assert not done.wait(0.2) or pragma(catalogue._database, "journal_mode") == "wal"
        assert connection.exec_driver_sql("SELECT count(*) FROM labels").scalar() == count
    writer.join(10)
    assert done.is_set()
    assert len(catalogue.labels.all()) == count + 1


def test_a_writer_that_never_finishes_is_named(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.connection.BUSY_TIMEOUT_S", 0.1)
    with closing(sqlite3.connect(catalogue.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with Catalogue.open(catalogue.path) as second:
            assert second.images.count() == 6
            with pytest.raises(CatalogueError, match="Another program"):
                second.commands.create_label("new")
        other.execute("ROLLBACK")


def test_a_commit_that_a_reader_keeps_waiting_is_taken_back_whole(
    catalogue: Catalogue, kept_rows: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    if pragma(catalogue._database, "journal_mode") == "wal":
        pytest.skip("readers keep nobody waiting")
    before = kept_rows(catalogue.path)
    monkeypatch.setattr("db.connection.BUSY_TIMEOUT_S", 0.1)
    with (
        closing(sqlite3.connect(catalogue.path, isolation_level=None)) as other,
        Catalogue.open(catalogue.path) as second,
    ):
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM labels").fetchall()
        with pytest.raises(CatalogueError, match="Another program"):
            second.commands.label_images([1], add_names=["new"])
        other.execute("ROLLBACK")
        assert kept_rows(catalogue.path) == before

        second.commands.label_images([1], add_names=["newer"])
        assert second.labels.find("new") is None
        assert second.labels.find("newer") is not None
        assert second.check().problems == []


def test_a_full_disk_is_said_and_nothing_is_half_saved(
    catalogue: Catalogue,
    scanned: Callable[..., object],
    kept_rows: Callable[..., object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = kept_rows(catalogue.path)
    batch = [scanned(f"new/{number}.jpg", f"keyword {number}") for number in range(2_000)]
    open_normally = Database._connect

    def open_on_small_disk(database: Database) -> sqlite3.Connection:
        connection = open_normally(database)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 8}")
        return connection

    monkeypatch.setattr(Database, "_connect", open_on_small_disk)
    with (
        Catalogue.open(catalogue.path) as cramped,
        pytest.raises(CatalogueError, match="disk is full"),
    ):
        cramped.commands.import_images(batch)
    assert kept_rows(catalogue.path) == before

    monkeypatch.setattr(Database, "_connect", open_normally)
    assert catalogue.commands.import_images(batch).added == 2_000
    assert catalogue.check().problems == []


READ_ONLY = """
import os, sys
from pathlib import Path
from db.catalogue import Catalogue
from db.errors import CatalogueError
from messages.sentences import bundle
# Nobody may read less of Python than we do: load what is loaded late now.
bundle("en")
with Catalogue.open(Path(sys.argv[1])) as catalogue:
    catalogue.labels.all()
for place in sys.argv[2:]:
    mode, _, path = place.partition(":")
    os.chmod(path, int(mode, 8))
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with Catalogue.open(Path(sys.argv[1]), curator="kari") as catalogue:
    print(catalogue.images.count())
    try:
        catalogue.commands.create_label("new")
    except CatalogueError as error:
        print(error)
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions work differently")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_catalogue_can_be_looked_at(catalogue: Catalogue, what: str) -> None:
    catalogue.close()
    # A child without rights of its own has to get there: folders of pytest are closed to others.
    with TemporaryDirectory() as place:
        folder = Path(place)
        shutil.copytree(catalogue.path.parent, folder, dirs_exist_ok=True)
        path = folder / catalogue.path.name
        modes = ("444", "777") if what == "file" else ("666", "555")
        try:
            result = subprocess.run(
                [
                    sys.executable,
                    "-c",
                    READ_ONLY,
                    str(path),
                    f"{modes[0]}:{path}",
                    f"{modes[1]}:{folder}",
                ],
                capture_output=True,
                text=True,
                check=False,
                cwd=ROOT,
            )
        finally:
            folder.chmod(0o755)
    assert result.stderr == ""
    count, sentence = result.stdout.splitlines()
    assert count == "6"
    assert "nothing of this change was saved" in sentence or "cannot be opened" in sentence
    assert "writ" in sentence


def test_missing_files_are_not_made_by_opening(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_file(tmp_path / "none.sqlite")
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.parametrize("name", ["a b", "per%20cent", "question?mark", "hash#", "ø", "it's"])
def test_any_file_name_works(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(tmp_path / f"{name}.nabolag.sqlite", archive) as made:
        assert made.images.count() == 0
        made.backups.take("manual")
    assert (tmp_path / f"{name}.nabolag.sqlite").exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(
        ["archive", f"{name}.nabolag", f"{name}.nabolag.sqlite"]
    )


def test_our_own_mistakes_are_not_dressed_up() -> None:
    with (
        pytest.raises(sqlite3.OperationalError) as caught,
        closing(sqlite3.connect(":memory:")) as connection,
    ):
        connection.execute("SELECT * FROM nowhere")
    assert failure_message(caught.value, Path("x")) is None
