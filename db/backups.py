"""Copies of a catalogue: taken while it is in use, thinned with age, and restored."""

import os
import re
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from db.connection import open_file, translated
from db.errors import CatalogueError
from db.file.new_name import rename_to_new
from db.file.privacy import make_file, make_folder
from db.identity import require_catalogue
from db.places import backups_folder, data_folder
from db.repositories.settings import SettingsRepository
from messages.os_reasons import reason_of

DEFAULT_INTERVAL_MIN = 30
ASKED_REASON = "asked for"
DAMAGED_REASON = "damaged"
ABANDONED_AFTER_S = 3600.0
KEEP_ALL = timedelta(days=1)
KEEP_DAILY = timedelta(days=30)
NAME_PATTERN = re.compile(r"-(\d{8}T\d{9}Z)-([a-z0-9-]*)\.sqlite$")
STAMP_FORMAT = "%Y%m%dT%H%M%S"

FileState = tuple[tuple[int, int, int], ...]
"""Inode, size and time of change of the catalogue's files."""


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """A copy of the catalogue taken at ``created_at`` (UTC), newest first in lists.

    How many labels and labellings it holds is None before somebody looked into it, and where it
    cannot be read.
    """

    path: Path
    created_at: str
    size_bytes: int
    reason: str
    labels: int | None = None
    labellings: int | None = None


class Backups:
    """The backups of one catalogue, in ``name.nabolag/backups``.

    They hold the catalogue file: images, labels, labellings, history. Thumbnails and features are
    computed anew, the archive itself is never copied.
    """

    def __init__(self, path: Path, settings: SettingsRepository) -> None:
        self._path = path
        self._settings = settings

    @property
    def folder(self) -> Path:
        """Where the backups lie."""
        return backups_folder(self._path)

    def take(self, reason: str) -> BackupRecord:
        """Copy the catalogue as it is now, verify the copy, then thin the older ones.

        Raises CatalogueError where the copy could not be written or is not sound; no partial
        copy stays.
        """
        record = take_backup(self._path, reason)
        for old in superseded(self.list(), datetime.now(UTC)):
            old.path.unlink(missing_ok=True)
        _remove_abandoned(self.folder)
        return record

    def take_if_due(self, interval_min: float | None = None) -> BackupRecord | None:
        """Take a backup when the newest is older than the interval and the catalogue changed since.

        The interval is the setting "backups.interval_min" (30) unless given. Returns None when no
        backup was due.
        """
        if interval_min is None:
            interval_min = float(self._settings.get("backups.interval_min", DEFAULT_INTERVAL_MIN))
        newest = next(iter(sound_backups(self._path)), None)
        if newest is not None:
            taken_at = parse_time(newest.created_at)
            changed_at = max(
                datetime.fromtimestamp(file.stat().st_mtime, UTC)
                for file in (self._path, Path(f"{self._path}-wal"))
                if file.exists()
            )
            # In seconds: a setting may say more minutes than an interval can hold.
            too_soon = (datetime.now(UTC) - taken_at).total_seconds() < interval_min * 60
            if too_soon or changed_at <= taken_at:
                return None
        return self.take("timed")

    def list(self) -> "list[BackupRecord]":
        """The backups there are, newest first."""
        return restorable(self._path)


def restorable(catalogue_path: Path) -> list[BackupRecord]:
    """The backups of a catalogue, newest first; works without opening it.

    ``catalogue_path`` may also be a folder that backups lie in.
    """
    folder = catalogue_path if catalogue_path.is_dir() else backups_folder(catalogue_path)
    records = []
    for file in folder.glob("*.sqlite"):
        match = NAME_PATTERN.search(file.name)
        if match is not None:
            stamp, reason = match.groups()
            records.append(
                BackupRecord(
                    path=file,
                    created_at=_stamp_to_time(stamp),
                    size_bytes=file.stat().st_size,
                    reason=reason.replace("-", " "),
                )
            )
    return sorted(records, key=lambda record: record.created_at, reverse=True)


def with_contents(record: BackupRecord) -> BackupRecord:
    """The record with how many labels and labellings the backup holds."""
    if record.reason == DAMAGED_REASON:
        return record  # opening it would use up the journals kept beside it
    try:
        with closing(open_file(record.path)) as connection:
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in ("labels", "labellings")
            ]
    except sqlite3.Error:
        return record
    return replace(record, labels=counts[0], labellings=counts[1])


def sound_backups(catalogue_path: Path) -> list[BackupRecord]:
    """The backups that were verified, newest first: all but the damaged files a restore kept."""
    return [record for record in restorable(catalogue_path) if record.reason != DAMAGED_REASON]


def superseded(records: Iterable[BackupRecord], now: datetime) -> list[BackupRecord]:
    """The backups that may go.

    Kept are: all of the last 24 hours, the newest of each day (UTC) for 30 days, the newest of
    each month before that, and always the newest of all. Damaged files that a restore kept are
    counted by themselves: none takes the place of a sound backup.
    """
    every = list(records)
    damaged = [record for record in every if record.reason == DAMAGED_REASON]
    sound = [record for record in every if record.reason != DAMAGED_REASON]
    return [*_superseded_among(sound, now), *_superseded_among(damaged, now)]


def _superseded_among(records: list[BackupRecord], now: datetime) -> list[BackupRecord]:
    newest_first = sorted(records, key=lambda record: record.created_at, reverse=True)
    kept_periods: set[str] = set()
    going = []
    for position, record in enumerate(newest_first):
        age = now - parse_time(record.created_at)
        if age <= KEEP_ALL:
            continue
        period = record.created_at[:10] if age <= KEEP_DAILY else record.created_at[:7]
        if period in kept_periods and position > 0:
            going.append(record)
        kept_periods.add(period)
    return going


def take_backup(catalogue_path: Path, reason: str) -> BackupRecord:
    """Copy a catalogue, which may be in use, into its backups folder and verify the copy.

    Uses SQLite's backup interface: one consistent state, whatever is being written meanwhile.
    """
    folder = backups_folder(catalogue_path)
    with _disk_errors(folder):
        make_folder(folder)
        target = _new_name(catalogue_path, reason)
        partial = target.with_suffix(".partial")
        try:
            _copy_database(catalogue_path, partial)
            verify(partial)
            publish(partial, target)
        finally:
            partial.unlink(missing_ok=True)
    match = NAME_PATTERN.search(target.name)
    assert match is not None
    return BackupRecord(
        target, _stamp_to_time(match[1]), target.stat().st_size, match[2].replace("-", " ")
    )


@contextmanager
def still_copy(catalogue_path: Path) -> Iterator[Path]:
    """A copy of the catalogue that nobody writes to, for as long as the block takes.

    Lies among the backups; what a killed process leaves of it goes with a later backup. Raises
    CatalogueError where it could not be made.
    """
    folder = backups_folder(catalogue_path)
    copy = folder / f"check-{os.getpid()}-{time.monotonic_ns()}.partial"
    with _disk_errors(folder):
        make_folder(folder)
    try:
        with _disk_errors(folder):
            _copy_database(catalogue_path, copy)
        yield copy
    finally:
        with suppress(OSError):
            copy.unlink()


def restore(catalogue_path: Path, backup_path: Path) -> Path:
    """Put a backup in the place of a closed catalogue; returns the copy of what was replaced.

    The backup is copied beside the catalogue and verified before anything is touched; what it
    replaces, damaged or not, is kept among the backups. Also restores to a path where no
    catalogue is; then the returned path is the catalogue's. Raises CatalogueError where the
    backup is not sound or the catalogue is in use; then nothing has changed.
    """
    require_catalogue(backup_path)
    _refuse_open(catalogue_path)
    arriving = catalogue_path.with_name(catalogue_path.name + ".restoring")
    with _disk_errors(catalogue_path.parent):
        make_folder(data_folder(catalogue_path))
        try:
            _copy_database(backup_path, arriving)
            verify(arriving)
            replaced, kept_state = _keep_replaced(catalogue_path)
            # Copying takes a while, in which somebody may have opened it.
            _refuse_open(catalogue_path)
            if kept_state is not None and kept_state != _state(catalogue_path):
                raise CatalogueError("catalogue-changed-while-restoring", path=catalogue_path)
            # A left-over journal would be played into the file that takes its place.
            for remains in _remains(catalogue_path):
                remains.unlink(missing_ok=True)
            if catalogue_path.exists():
                arriving.chmod(stat.S_IMODE(catalogue_path.stat().st_mode))
            publish(arriving, catalogue_path)
        finally:
            arriving.unlink(missing_ok=True)
    return replaced if replaced is not None else catalogue_path


def verify(path: Path) -> None:
    """Raise CatalogueError where a copy is not a sound catalogue."""
    require_catalogue(path)
    with translated(path), closing(open_file(path)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        dangling = connection.execute("PRAGMA foreign_key_check").fetchall()
    if found != ["ok"] or dangling:
        raise CatalogueError("backup-not-sound", path=path)


def publish(partial: Path, target: Path) -> None:
    """Give a finished file its name: flushed, renamed in one step, the folder flushed."""
    _flush(partial)
    partial.replace(target)
    _flush_folder(target.parent)


def publish_new(partial: Path, target: Path) -> None:
    """As ``publish``, but never in the place of another file (``rename_to_new``):
    FileExistsError where one is."""
    _flush(partial)
    rename_to_new(partial, target)
    _flush_folder(target.parent)


def _flush(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # a folder cannot be opened for flushing there
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def parse_time(created_at: str) -> datetime:
    """A time as records hold it."""
    return datetime.fromisoformat(created_at)


def _copy_database(source_path: Path, target_path: Path) -> None:
    target_path.unlink(missing_ok=True)
    make_file(target_path)
    with (
        translated(target_path),
        closing(open_file(source_path)) as source,
        closing(open_file(target_path)) as target,
    ):
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)
        # The header of a copy says WAL where the source's does; a copy is one file.
        target.execute("PRAGMA journal_mode = DELETE")


def _keep_replaced(catalogue_path: Path) -> tuple[Path | None, FileState | None]:
    """Keep what a restore replaces; a damaged file as it is, with its journals.

    Returns the copy (None where nothing is replaced) and the state of the file that the copy is
    of, by which a later change is seen; None for a damaged one, which nobody can change.
    """
    if not catalogue_path.exists():
        return None, None
    kept = _new_name(catalogue_path, DAMAGED_REASON)
    make_folder(kept.parent)
    # Copied before SQLite looks at them: opening a file uses up the journals beside it.
    copies = {
        file: kept.with_name(kept.name + file.name.removeprefix(catalogue_path.name))
        for file in (catalogue_path, *_remains(catalogue_path))
        if file.exists()
    }
    partials = {file: Path(f"{copy}.partial") for file, copy in copies.items()}
    try:
        for file, partial in partials.items():
            make_file(partial)
            shutil.copyfile(file, partial)
        require_catalogue(catalogue_path)  # uses up the journal of a crash
        state = _state(catalogue_path)
        return take_backup(catalogue_path, "before restore").path, state
    except CatalogueError:
        for file, copy in reversed(copies.items()):
            publish(partials[file], copy)
        return kept, None
    finally:
        for partial in partials.values():
            partial.unlink(missing_ok=True)


def _state(catalogue_path: Path) -> FileState:
    """What changes with every change of a catalogue."""
    files = (catalogue_path, Path(f"{catalogue_path}-wal"))
    found = [file.stat() for file in files if file.exists() and file.stat().st_size]
    return tuple((one.st_ino, one.st_size, one.st_mtime_ns) for one in found)


def _remains(catalogue_path: Path) -> list[Path]:
    return [Path(f"{catalogue_path}{suffix}") for suffix in ("-journal", "-wal", "-shm")]


def _remove_abandoned(folder: Path) -> None:
    """Remove copies that a killed process left half done; one in the making is younger."""
    oldest_s = time.time() - ABANDONED_AFTER_S
    for partial in folder.glob("*.partial*"):
        with suppress(FileNotFoundError):
            if partial.stat().st_mtime < oldest_s:
                partial.unlink()


def _refuse_open(catalogue_path: Path) -> None:
    """Raise CatalogueError while a process of this user has the catalogue open."""
    wanted = str(catalogue_path.resolve())
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if any(file.path == wanted for file in process.open_files()):
                raise CatalogueError(
                    "catalogue-open-elsewhere", path=catalogue_path, process=process.pid
                )


def _new_name(catalogue_path: Path, reason: str) -> Path:
    stem = data_folder(catalogue_path).stem
    slug = re.sub("[^a-z0-9]+", "-", reason.lower()).strip("-")
    moment = datetime.now(UTC)
    while True:
        stamp = f"{moment.strftime(STAMP_FORMAT)}{moment.microsecond // 1000:03d}Z"
        target = backups_folder(catalogue_path) / f"{stem}-{stamp}-{slug}.sqlite"
        if not target.exists():
            return target
        moment += timedelta(milliseconds=1)


def taken_at(backup: Path) -> str:
    """When a backup was taken (UTC), as its name says; "" for another file."""
    match = NAME_PATTERN.search(backup.name)
    return "" if match is None else _stamp_to_time(match[1])


def _stamp_to_time(stamp: str) -> str:
    day, clock = stamp[:8], stamp[9:]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:6]}.{clock[6:9]}Z"


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    """Turn the operating system's refusals into sentences."""
    try:
        yield
    except OSError as error:
        raise CatalogueError("backup-unwritable", folder=folder, reason=reason_of(error)) from error
