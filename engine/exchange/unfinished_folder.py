"""A folder that is exported appears whole; a stopped export of it is taken up again.

While it is filled it lies beside its destination, hidden, under a name that follows from the
destination's:

    birds                     the destination, there only when all is done
    .birds.unfinished/        lock        held by who fills it
                              journal     which files are whole (engine.exchange.finished_pieces)
                              files/      becomes the destination
"""

import contextlib
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError
from engine.exchange.finished_pieces import FolderPieces, read_head, written_pieces
from engine.file_lock import FileLock
from engine.whole_file import sync_folder, sync_tree
from messages.os_reasons import reason_of

ENDING = ".unfinished"
MOST_NAME_BYTES = 180
LOCK, JOURNAL, FILES = "lock", "journal", "files"
PARTS = frozenset({LOCK, JOURNAL, FILES})


@dataclass(frozen=True, slots=True)
class FolderUnderWay:
    """``place`` is the folder to fill, empty but for what ``pieces`` knows of."""

    place: Path
    pieces: FolderPieces


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An export that was stopped: its kind, when it began (ISO 8601 UTC), and what is kept of
    it."""

    kind: str
    started_at: str
    files: int
    size_bytes: int


@contextlib.contextmanager
def resumable_folder(destination: Path, *, kind: str) -> Iterator[FolderUnderWay]:
    """A folder to fill that becomes ``destination`` when the block ends well.

    Where it does not, what ``pieces`` knows of is kept for the next who comes with the same
    destination and ``kind`` (the format with its options); of another kind it is thrown away.
    Pieces that nobody asked for this time are removed at the end. What was at the destination is
    only replaced where it is an empty folder.

    Raises InputError where another process exports to the same destination, where something else
    has the hidden name, and where it cannot be written there or the disk is full.
    """
    work = work_folder(destination)
    try:
        lock = _taken(destination, work)
    except OSError as error:
        raise _unwritable(destination, error) from error
    pieces: FolderPieces | None = None
    try:
        pieces = _begin(work, kind)
        yield FolderUnderWay(work / FILES, pieces)
        pieces.remove_stale()
        pieces.close()
        _appear(work / FILES, destination)
        _discard(work)
    except OSError as error:
        raise _unwritable(destination, error) from error
    finally:
        if pieces is not None:
            pieces.close()
            if not len(pieces):
                _discard(work)
        elif read_head(work / JOURNAL) is None:
            _discard(work)
        lock.release()


def unfinished_export(destination: Path) -> Unfinished | None:
    """What is kept of an export to ``destination`` that was stopped; None where there is none."""
    work = work_folder(destination)
    head = read_head(work / JOURNAL)
    if head is None or not (work / FILES).is_dir():
        return None
    files = size_bytes = 0
    with contextlib.suppress(OSError):
        for piece in written_pieces(work / JOURNAL):
            files += 1
            size_bytes += piece.size_bytes
    return Unfinished(head.kind, head.started_at, files, size_bytes)


def discard_unfinished(destination: Path) -> None:
    """Remove what is kept of a stopped export. Raises InputError where it is under way."""
    work = work_folder(destination)
    if not work.is_dir():
        return
    try:
        lock = _taken(destination, work)
        try:
            _discard(work)
        finally:
            lock.release()
    except OSError as error:
        raise _unwritable(destination, error) from error


def work_folder(destination: Path) -> Path:
    """Where an export to ``destination`` lies until it is done."""
    name = destination.name
    if len(name.encode("utf-8", "surrogateescape")) > MOST_NAME_BYTES:
        digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        name = f"{name[: MOST_NAME_BYTES // 4]}~{digest}"
    return destination.with_name(f".{name}{ENDING}")


def _unwritable(destination: Path, error: OSError) -> InputError:
    return InputError("path-unwritable", path=destination, reason=reason_of(error))


def _taken(destination: Path, work: Path) -> FileLock:
    """The lock of the folder beside the destination, which is made. Raises OSError, InputError."""
    with contextlib.suppress(FileExistsError):
        work.mkdir()
    status = work.lstat()
    is_own = not hasattr(os, "getuid") or status.st_uid == os.getuid()
    if not (stat.S_ISDIR(status.st_mode) and is_own and _is_of_an_export(work)):
        raise InputError("export-place-taken", path=work)
    lock = FileLock(work / LOCK)
    if not lock.try_take():
        raise InputError("export-under-way", path=destination)
    return lock


def _is_of_an_export(work: Path) -> bool:
    return all(one.name in PARTS and not one.is_symlink() for one in work.iterdir())


def _begin(work: Path, kind: str) -> FolderPieces:
    head = read_head(work / JOURNAL)
    if head is None or head.kind != kind:
        _empty(work)
    pieces = FolderPieces(work / FILES, work / JOURNAL, kind=kind)
    try:
        (work / FILES).mkdir(exist_ok=True)
    except BaseException:
        pieces.close()
        raise
    return pieces


def _appear(files: Path, destination: Path) -> None:
    sync_tree(files)
    if destination.is_dir():
        try:
            destination.rmdir()
        except OSError as error:
            raise InputError("destination-folder-not-empty", folder=destination) from error
    elif destination.exists():
        raise InputError("destination-exists", path=destination)
    files.rename(destination)
    sync_folder(destination.parent)


def _empty(work: Path) -> None:
    """The files first: while there is a journal, they are known to be an export's."""
    shutil.rmtree(work / FILES, ignore_errors=True)
    (work / JOURNAL).unlink(missing_ok=True)


def _discard(work: Path) -> None:
    """Remove all of it; what cannot be removed is taken up or removed the next time."""
    with contextlib.suppress(OSError):
        _empty(work)
        if os.name == "posix":
            (work / LOCK).unlink(missing_ok=True)
            work.rmdir()
