"""Makes a catalogue's file: whole or not at all, and never in the place of another one."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import psutil

from db.backups import publish_new
from db.commands.importing import write_archive_dir
from db.commands.recorder import ChangeRecorder
from db.connection import Database, open_file, translated
from db.errors import CatalogueError
from db.file.privacy import make_file, make_folder
from db.identity import APPLICATION_ID, IDENTITY_SETTING, PLACE_SETTING, left_journal, new_identity
from db.migrations import runner
from db.places import data_folder
from db.repositories.settings import store_settings
from db.text import storable_text
from messages.os_reasons import reason_of

SUFFIX = ".creating"


def create_file(path: Path, archive_dir: Path, curator: str) -> None:
    """Make the file of a new, empty catalogue of this archive, and the folder beside it.

    It grows under a name of its own and gets its name at the end, in one step: killed on the way
    or met by a full disk, there is no catalogue, and of two that are made at once one is there.
    Raises CatalogueError where the file exists or cannot be made.
    """
    _clear_left(path)
    _refuse_place(path, archive_dir)
    try:
        with _folders_for(path), _growing(path) as growing:
            with translated(growing), closing(open_file(growing)) as connection:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            runner.migrate(growing)
            _write_archive(growing, path, archive_dir, curator)
            try:
                publish_new(growing, path)
            except FileExistsError as error:
                raise CatalogueError("catalogue-exists", path=path) from error
            make_folder(data_folder(path))  # another creation that failed may have taken it away
    except OSError as error:
        raise CatalogueError("catalogue-not-made", path=path, reason=reason_of(error)) from error


def _refuse_place(path: Path, archive_dir: Path) -> None:
    if path.exists():
        raise CatalogueError("catalogue-exists", path=path)
    if not archive_dir.is_dir():
        raise CatalogueError("archive-no-folder", folder=archive_dir)
    if path.resolve().is_relative_to(archive_dir.resolve()):
        raise CatalogueError("catalogue-inside-archive", path=path, folder=archive_dir)
    journal = left_journal(path)
    if journal is not None and path.exists():  # made meanwhile, and in use
        raise CatalogueError("catalogue-exists", path=path)
    if journal is not None:
        # SQLite would play it into the new file.
        raise CatalogueError("catalogue-journal-left", path=journal)


@contextmanager
def _folders_for(path: Path) -> Iterator[None]:
    """The folder of the catalogue and the one beside it; gone again where nothing is made."""
    missing = [folder for folder in path.parents if not folder.exists()]
    beside = data_folder(path)
    made = [*([] if beside.exists() else [beside]), *missing]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if beside.exists() and not beside.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), beside)
        make_folder(beside)
        yield
    finally:
        if not path.exists():
            with suppress(OSError):
                for folder in made:
                    folder.rmdir()  # only an empty one goes


@contextmanager
def _growing(path: Path) -> Iterator[Path]:
    """An empty file beside a catalogue to be, which is gone afterwards with all that is its own.

    Its name holds the number of this process, so that what a killed one left is known by it.
    """
    growing = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}")
    try:
        make_file(growing)
        yield growing
    except CatalogueError as error:
        # The person never heard of this file.
        arguments = error.message.arguments
        if arguments.get("path") != growing:
            raise
        raise type(error)(error.message.code, **{**arguments, "path": path}) from error
    finally:
        for remains in (growing, Path(f"{growing}-journal")):
            with suppress(OSError):
                remains.unlink()


def _clear_left(path: Path) -> None:
    """Remove what killed creations left, also an empty file that had taken the name for one."""
    for left in path.parent.glob(f"{_escaped(path.name)}.*{SUFFIX}*"):
        number = left.name.removeprefix(f"{path.name}.").partition("-")[0]
        if not number.isdecimal() or psutil.pid_exists(int(number)):
            continue
        with suppress(OSError):
            if left.suffix == SUFFIX and stat.S_ISREG(path.lstat().st_mode):
                with path.open("rb") as stream:
                    is_empty = not stream.read(1)
                if is_empty:
                    path.unlink()
        with suppress(OSError):
            left.unlink()


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _write_archive(growing: Path, path: Path, archive_dir: Path, curator: str) -> None:
    """Say which archive a catalogue in the making is about, before it gets its name ``path``."""
    database = Database(growing)
    try:
        with database.write() as connection:
            recorder = ChangeRecorder(connection, curator)
            write_archive_dir(recorder, archive_dir, path)
            store_settings(
                connection,
                {IDENTITY_SETTING: new_identity(), PLACE_SETTING: storable_text(str(path))},
            )
            recorder.finish(
                "create_catalogue", {"path": storable_text(str(archive_dir))}, undoable=False
            )
    finally:
        database.close()
