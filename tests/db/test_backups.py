import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import db.backups
from db.backups import DAMAGED_REASON, BackupRecord, restorable, restore, superseded
from db.catalogue import Catalogue
from db.errors import CatalogueError, NewerCatalogueError

NOW = datetime(2026, 7, 15, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def record(age: timedelta) -> BackupRecord:
    created_at = (NOW - age).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return BackupRecord(Path(created_at), created_at, 1, "timed")


@given(st.lists(st.integers(0, 400 * 24 * 60), unique=True, max_size=150))
def test_thinning_keeps_all_of_a_day_then_daily_then_monthly(ages_min: list[int]) -> None:
    records = [record(timedelta(minutes=age)) for age in ages_min]
    kept = {each.created_at for each in records} - {
        each.created_at for each in superseded(records, NOW)
    }

    for periods, (youngest, oldest) in (
        (None, (0, 24 * 60)),
        (10, (24 * 60 + 1, 30 * 24 * 60)),
        (7, (30 * 24 * 60 + 1, 10**9)),
    ):
        aged = {
            record(timedelta(minutes=age)).created_at
            for age in ages_min
            if youngest <= age <= oldest
        }
        if periods is None:
            assert aged <= kept
        else:
            newest = {
                max(each for each in aged if each[:periods] == day)
                for day in {each[:periods] for each in aged}
            }
            assert newest == aged & kept


@given(st.lists(st.integers(0, 400 * 24 * 60), unique=True, min_size=1, max_size=60))
def test_thinning_twice_is_thinning_once_and_keeps_the_newest(ages_min: list[int]) -> None:
    records = [record(timedelta(minutes=age)) for age in ages_min]
    going = superseded(records, NOW)
    kept = [each for each in records if each not in going]

    assert superseded(kept, NOW) == []
    assert max(records, key=lambda each: each.created_at) in kept


def test_a_damaged_file_that_was_kept_takes_no_backups_place() -> None:
    good, damaged, newest = (
        record(timedelta(days=3)),
        record(timedelta(days=3)),
        record(timedelta()),
    )
    damaged = replace(
        damaged, created_at=good.created_at.replace("T12", "T15"), reason=DAMAGED_REASON
    )
    old_damaged = replace(record(timedelta(days=3, hours=1)), reason=DAMAGED_REASON)

    assert superseded([good, damaged, newest, old_damaged], NOW) == [old_damaged]


def test_a_backup_is_a_whole_catalogue(catalogue: Catalogue, kept_rows: Callable[..., Any]) -> None:
    backup = catalogue.backups.take("Before *that* thing")

    assert backup.path.parent == catalogue.folder / "backups"
    assert backup.reason == "before that thing"
    assert backup.size_bytes == backup.path.stat().st_size
    assert catalogue.backups.list() == [backup] == restorable(backup.path.parent)
    assert kept_rows(backup.path) == kept_rows(catalogue.path)
    assert [file.name for file in backup.path.parent.iterdir()] == [backup.path.name]


def test_timed_backups_are_taken_when_something_changed(catalogue: Catalogue) -> None:
    assert catalogue.backups.take_if_due() is not None
    assert catalogue.backups.take_if_due(interval_min=0) is None

    catalogue.commands.create_label("new")
    assert catalogue.backups.take_if_due() is None
    second = catalogue.backups.take_if_due(interval_min=0)
    assert second is not None
    assert second.reason == "timed"
    assert catalogue.backups.list()[0].path == second.path


def test_the_interval_is_a_setting(catalogue: Catalogue) -> None:
    catalogue.backups.take("manual")
    catalogue.commands.create_label("new")
    assert catalogue.backups.take_if_due() is None

    catalogue.settings.set("backups.interval_min", 0)
    assert catalogue.backups.take_if_due() is not None


def test_old_backups_go_when_a_new_one_is_there(catalogue: Catalogue) -> None:
    folder = catalogue.backups.folder
    folder.mkdir()
    for day in ("01", "02", "03"):
        (folder / f"test-202401{day}T120000000Z-timed.sqlite").write_bytes(b"x")
    (folder / "notes.sqlite").write_bytes(b"mine")
    abandoned = folder / "test-20240101T120000000Z-timed.partial"
    abandoned.write_bytes(b"x")
    os.utime(abandoned, (0, 0))

    catalogue.backups.take("manual")

    names = [each.path.name for each in catalogue.backups.list()]
    assert len(names) == 2
    assert names[1] == "test-20240103T120000000Z-timed.sqlite"
    assert (folder / "notes.sqlite").exists()
    assert not abandoned.exists()


def test_a_backup_can_be_taken_while_others_write(catalogue: Catalogue, kept_rows: Any) -> None:
    before = kept_rows(catalogue.path)
    with catalogue._database.write() as connection:
        connection.exec_driver_sql("UPDATE images SET title = 'half done'")
        backup = catalogue.backups.take("manual")
    assert kept_rows(backup.path) == before


def test_a_damaged_catalogue_makes_no_backup(catalogue: Catalogue) -> None:
    with closing(sqlite3.connect(catalogue.path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "UPDATE labellings SET label_id = 99 WHERE image_id = 1 AND label_id = 2"
        )
        connection.commit()

    with pytest.raises(CatalogueError, match="not sound"):
        catalogue.backups.take("manual")
    assert list(catalogue.backups.folder.iterdir()) == []


def test_restoring_brings_back_what_was_and_keeps_what_is(
    catalogue: Catalogue, kept_rows: Callable[..., Any]
) -> None:
    before = kept_rows(catalogue.path)
    backup = catalogue.backups.take("manual")
    catalogue.commands.delete_label(3)
    changed = kept_rows(catalogue.path)
    catalogue.close()

    replaced = restore(catalogue.path, backup.path)

    assert kept_rows(catalogue.path) == before
    assert kept_rows(replaced) == changed
    assert replaced in [each.path for each in restorable(catalogue.path)]
    with Catalogue.open(catalogue.path) as reopened:
        assert reopened.check().problems == []
    restore(catalogue.path, replaced)
    assert kept_rows(catalogue.path) == changed


def test_restoring_on_another_path(
    catalogue: Catalogue, kept_rows: Callable[..., Any], tmp_path: Path
) -> None:
    backup = catalogue.backups.take("manual")
    elsewhere = tmp_path / "other disk" / "copy.nabolag.sqlite"
    carried = tmp_path / "other disk" / backup.path.name
    elsewhere.parent.mkdir()
    shutil.copy(backup.path, carried)
    (tmp_path / "other disk" / "test archive").mkdir()
    catalogue.archive_dir.rmdir()

    assert restore(elsewhere, carried) == elsewhere
    with Catalogue.open(elsewhere) as restored:
        assert kept_rows(restored.path) == kept_rows(catalogue.path)
        assert restored.archive_dir == tmp_path / "other disk" / "test archive"
        assert restored.check().problems == []


@pytest.mark.parametrize("damage", ["half", "bytes", "text", "rows"])
def test_an_unsound_backup_is_refused_before_anything_is_touched(
    catalogue: Catalogue, kept_rows: Callable[..., Any], damage: str
) -> None:
    backup = catalogue.backups.take("manual").path
    content = bytearray(backup.read_bytes())
    if damage == "half":
        backup.write_bytes(content[: len(content) // 2])
    elif damage == "bytes":
        content[5 * 4096 : 12 * 4096] = b"\xa5" * (7 * 4096)
        backup.write_bytes(content)
    elif damage == "text":
        backup.write_text("no catalogue at all")
    else:
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute("UPDATE labellings SET image_id = 99 WHERE image_id = 1")
            connection.commit()
    catalogue.close()
    before = kept_rows(catalogue.path)
    files = sorted(catalogue.path.parent.rglob("*"))

    with pytest.raises(CatalogueError):
        restore(catalogue.path, backup)
    assert kept_rows(catalogue.path) == before
    assert sorted(catalogue.path.parent.rglob("*")) == files


def test_a_backup_of_a_newer_version_is_refused(catalogue: Catalogue) -> None:
    backup = catalogue.backups.take("manual").path
    catalogue.close()
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
        connection.commit()

    with pytest.raises(NewerCatalogueError):
        restore(catalogue.path, backup)


@pytest.mark.parametrize("damage", ["truncated", "garbage", "gone", "log", "journal"])
def test_a_damaged_catalogue_is_replaced_and_kept(
    catalogue: Catalogue, kept_rows: Callable[..., Any], damage: str
) -> None:
    before = kept_rows(catalogue.path)
    backup = catalogue.backups.take("manual").path
    catalogue.close()
    content = catalogue.path.read_bytes()
    remains = Path(f"{catalogue.path}-{'wal' if damage == 'log' else 'journal'}")
    if damage == "gone":
        catalogue.path.unlink()
    elif damage == "truncated":
        catalogue.path.write_bytes(content[:5000])
    else:
        catalogue.path.write_bytes(b"garbage" * 1000)
    if damage in ("log", "journal"):
        remains.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\xff" * 5000)

    kept = restore(catalogue.path, backup)

    assert kept_rows(catalogue.path) == before
    assert not remains.exists()
    if damage == "gone":
        assert kept == catalogue.path
    else:
        assert kept.parent == catalogue.backups.folder
        assert "damaged" in kept.name
        assert kept.read_bytes() != content
        assert Path(f"{kept}-wal").exists() == (damage == "log")
    with Catalogue.open(catalogue.path) as reopened:
        assert reopened.check().problems == []


def test_a_catalogue_in_use_is_not_replaced(
    catalogue: Catalogue, kept_rows: Callable[..., Any]
) -> None:
    backup = catalogue.backups.take("manual").path
    catalogue.commands.create_label("new")
    before = kept_rows(catalogue.path)

    with pytest.raises(CatalogueError, match=r"is open in a program \(process \d+\)"):
        restore(catalogue.path, backup)
    assert kept_rows(catalogue.path) == before


def test_what_is_labelled_while_a_restore_is_under_way_is_not_thrown_away(
    catalogue: Catalogue, kept_rows: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = catalogue.backups.take("manual").path
    catalogue.close()
    keep = db.backups._keep_replaced

    def keep_while_somebody_works(path: Path) -> Any:
        kept = keep(path)
        with Catalogue.open(path) as opened:
            opened.commands.create_label("meanwhile")
        return kept

    monkeypatch.setattr(db.backups, "_keep_replaced", keep_while_somebody_works)
    with pytest.raises(CatalogueError, match="changed while"):
        restore(catalogue.path, backup)
    assert catalogue.labels.find("meanwhile") is not None


def test_a_catalogue_opened_while_a_restore_is_under_way_is_not_replaced(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = catalogue.backups.take("manual").path
    catalogue.close()
    keep = db.backups._keep_replaced

    def keep_while_somebody_looks(path: Path) -> Any:
        kept = keep(path)
        assert catalogue.labels.all()
        return kept

    monkeypatch.setattr(db.backups, "_keep_replaced", keep_while_somebody_looks)
    with pytest.raises(CatalogueError, match="is open in a program"):
        restore(catalogue.path, backup)
    catalogue.commands.create_label("saved")
    with Catalogue.open(catalogue.path) as other:
        assert other.labels.find("saved") is not None


KILLED = """
import os, signal, sys
from pathlib import Path
import db.backups
name, before = sys.argv[4], sys.argv[5] == "before"
original, calls = getattr(db.backups, name), int(sys.argv[6])
def wrapped(*arguments, **options):
    global calls
    calls -= 1
    if calls == 0 and before:
        os.kill(os.getpid(), signal.SIGKILL)
    result = original(*arguments, **options)
    if calls == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return result
setattr(db.backups, name, wrapped)
if sys.argv[1] == "restore":
    db.backups.restore(Path(sys.argv[2]), Path(sys.argv[3]))
else:
    db.backups.take_backup(Path(sys.argv[2]), "killed")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize(
    ("work", "name", "when", "call"),
    [
        ("take", "_copy_database", "after", 1),
        ("take", "verify", "after", 1),
        ("take", "publish", "after", 1),
        ("restore", "_copy_database", "after", 1),
        ("restore", "_keep_replaced", "before", 1),
        ("restore", "publish", "after", 1),
        ("restore", "_remains", "before", 1),
        ("restore", "publish", "before", 2),
        ("restore", "publish", "after", 2),
    ],
)
def test_a_kill_leaves_the_old_catalogue_or_the_restored_one(
    catalogue: Catalogue,
    kept_rows: Callable[..., Any],
    work: str,
    name: str,
    when: str,
    call: int,
) -> None:
    old = kept_rows(catalogue.path)
    backup = catalogue.backups.take("manual").path
    catalogue.commands.delete_label(3)
    new = kept_rows(catalogue.path)
    catalogue.close()

    arguments = [work, str(catalogue.path), str(backup), name, when, str(call)]
    result = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=ROOT, check=False)

    assert result.returncode == -signal.SIGKILL
    restored = (work, name, when, call) == ("restore", "publish", "after", 2)
    assert kept_rows(catalogue.path) == (old if restored else new)
    for each in restorable(catalogue.path):
        assert kept_rows(each.path) in (old, new)
    restore(catalogue.path, backup)
    assert kept_rows(catalogue.path) == old
    assert not list(catalogue.path.parent.glob("*.restoring*"))


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs permissions")
def test_a_place_that_cannot_be_written_is_said(catalogue: Catalogue) -> None:
    (catalogue.folder / "backups").write_text("a file is in the way")

    with pytest.raises(CatalogueError, match="Nothing could be written"):
        catalogue.backups.take("manual")
