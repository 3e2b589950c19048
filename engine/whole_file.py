"""Files that appear whole or not at all, and only where nothing is lost by it."""

import contextlib
import ctypes
import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from engine.errors import InputError
from engine.file_lock import lock_now
from messages.os_reasons import reason_of

CATALOGUE_NAME = ".nabolag.sqlite"
SQLITE_MAGIC = b"SQLite format 3\x00"
APPLICATION_ID_AT, CATALOGUE_MARK = slice(68, 72), b"Nabo"
"""What tells a catalogue from other SQLite files (https://sqlite.org/fileformat2.html#apid)."""
HEADER_BYTES = 100
TRIED_BYTES = 1024**2
SYNCED_AT_ONCE = 8
"""Files that are forced to the disk at the same time: it takes them together."""


@contextlib.contextmanager
def whole_file(destination: Path, *, overwrite: bool) -> Iterator[TextIO]:
    """A UTF-8 text stream that becomes ``destination`` as a place of ``whole_place`` does."""
    with (
        whole_place(destination, overwrite=overwrite) as place,
        place.open("w", encoding="utf-8", newline="") as stream,
    ):
        yield stream


def made_folder(folder: Path) -> None:
    """See that a folder is there; InputError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("path-unwritable", path=folder, reason=reason_of(error)) from error


def refuse_unwritable(folder: Path) -> None:
    """InputError where nothing can be written to a folder, or to the one that it would be made in:
    asked before long work. A report's worth of room is tried for; nothing stays.
    """
    try:
        existing = next((place for place in (folder, *folder.parents) if place.exists()), folder)
        with tempfile.TemporaryFile(dir=existing) as stream:
            stream.write(bytes(TRIED_BYTES))
            stream.flush()
    except OSError as error:
        raise InputError("path-unwritable", path=folder, reason=reason_of(error)) from error


@contextlib.contextmanager
def whole_place(destination: Path, *, overwrite: bool, is_folder: bool = False) -> Iterator[Path]:
    """A path to write, or an empty folder to fill, that becomes ``destination`` in the end.

    It lies beside its destination; what a killed writer of the same file left there goes. When the
    block ends well it is synced to disk and renamed, so that nobody ever finds half of it. After
    an error or a crash, what was there before is still there. A folder replaces only an empty one;
    a file replaces a plain one with ``overwrite`` and else nothing, also where it has come
    meanwhile.
    Raises InputError for those, and where the folder cannot be written to or the disk is full.
    """
    held: int | None = None
    try:
        if is_folder:
            place = _temporary_folder(destination)
        else:
            _remove_abandoned(destination)
            place, held = _temporary_file(destination)
    except OSError as error:
        raise InputError("path-unwritable", path=destination, reason=reason_of(error)) from error
    try:
        yield place
        if is_folder:
            sync_tree(place)
        else:
            sync_file(place)
        _take_permissions(place, destination, 0o777 if is_folder else 0o666)
        if is_folder:
            if destination.is_dir():
                destination.rmdir()
            place.replace(destination)
        elif overwrite:
            refuse_irreplaceable(destination, destination)
            place.replace(destination)
        else:
            _take_name(place, destination)
        sync_folder(destination.parent)
    except FileExistsError as error:
        raise InputError("destination-exists", path=destination) from error
    except OSError as error:
        raise InputError("path-unwritable", path=destination, reason=reason_of(error)) from error
    finally:
        if is_folder:
            shutil.rmtree(place, ignore_errors=True)
        else:
            # Gone where all went well; where it stays, that is no reason to say so in its place.
            with contextlib.suppress(OSError):
                place.unlink()
        if held is not None:
            os.close(held)


def _take_name(place: Path, destination: Path) -> None:
    """Rename a file to where none is. Raises FileExistsError where one has come."""
    if os.name == "nt":
        place.rename(destination)
        return
    try:
        os.link(place, destination)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the name is taken first
        os.close(os.open(destination, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        place.replace(destination)


PART_SUFFIX = ".part"


def remove_unfinished(destinations: Iterable[Path]) -> None:
    """Remove what lies beside files because whoever wrote them was killed."""
    prefixes: dict[Path, set[str]] = {}
    for destination in destinations:
        prefixes.setdefault(destination.parent, set()).add(_prefix(destination))
    for folder, of_folder in prefixes.items():
        with contextlib.suppress(OSError):
            for place in folder.glob(f".*{PART_SUFFIX}"):
                # What tempfile puts in between has no dot.
                if place.name.removesuffix(PART_SUFFIX).rpartition(".")[0] + "." in of_folder:
                    place.unlink()


def _prefix(destination: Path) -> str:
    return f".{destination.name[:40]}."


def _temporary_folder(destination: Path) -> Path:
    prefix = _prefix(destination)
    return Path(tempfile.mkdtemp(dir=destination.parent, prefix=prefix, suffix=PART_SUFFIX))


def _temporary_file(destination: Path) -> tuple[Path, int | None]:
    """A new file, and what holds its lock for as long as somebody writes it."""
    folder, prefix = destination.parent, _prefix(destination)
    while True:
        held, name = tempfile.mkstemp(dir=folder, prefix=prefix, suffix=PART_SUFFIX)
        place = Path(name)
        if os.name == "nt":  # what is open cannot be renamed
            os.close(held)
            return place, None
        _lock(held)
        if place.exists():
            return place, held
        os.close(held)  # another export took it for abandoned before it was locked


def _remove_abandoned(destination: Path) -> None:
    """Remove what killed writers of the same file left beside it: such files that nobody holds."""
    if os.name == "nt":  # they have no lock to be known by
        return
    made_by_tempfile = re.compile(
        re.escape(_prefix(destination)) + r"[a-z0-9_]{8}" + re.escape(PART_SUFFIX)
    )
    names: list[str] = []
    with contextlib.suppress(OSError):  # a folder that can be written to but not looked into
        names = [one.name for one in destination.parent.iterdir()]
    for name in filter(made_by_tempfile.fullmatch, names):
        place = destination.with_name(name)
        with contextlib.suppress(OSError):
            status = place.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_uid != os.getuid():
                continue
            found = os.open(place, os.O_RDWR | os.O_NOFOLLOW)
            try:
                if _lock(found):
                    place.unlink()
            finally:
                os.close(found)


def _lock(file: int) -> bool:
    """Hold an open file; False where another does, or the file system has no locks."""
    try:
        lock_now(file)
    except OSError:
        return False
    return True


def sync_file(file: Path) -> None:
    """Force what a file holds to the disk."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_tree(folder: Path) -> None:
    """Force all files below a folder to the disk; on Linux in one go, which is much faster than
    one by one."""
    if sys.platform == "linux" and _sync_file_system(folder):
        return
    for file in folder.rglob("*"):
        # Another name of a file elsewhere is not ours to open for writing, nor to sync.
        if file.is_file() and file.lstat().st_nlink == 1:
            sync_file(file)


def _sync_file_system(folder: Path) -> bool:
    """Everything of the file system that holds the folder; False where it cannot be asked for.

    Raises OSError where something could not be written.
    """
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor) == 0:
            return True
        number = ctypes.get_errno()
        if number in (errno.ENOSYS, errno.EINVAL, errno.EPERM):
            return False
        raise OSError(number, os.strerror(number))
    finally:
        os.close(descriptor)


def _take_permissions(temporary: Path, destination: Path, usual: int) -> None:
    # What tempfile makes is for the owner's eyes only; an export is an ordinary file.
    if destination.exists():
        temporary.chmod(destination.stat().st_mode & 0o777)
    elif os.name == "posix":
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(usual & ~umask)


def sync_folder(folder: Path) -> None:
    """Force a folder's list of names to the disk, where the system can (Windows cannot)."""
    if os.name != "posix":
        return  # a folder cannot be opened for syncing on Windows
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A file and what it shall hold: ``content`` None is no file. ``expected`` is the SHA-256 of
    what it holds now, None where it is not there; where it holds something else, it is left.
    ``keeps_times``: the new file has the times of the old one. Owner, group, mode and attributes
    are taken over in any case, as far as this user may."""

    path: Path
    expected: bytes | None
    content: bytes | None
    keeps_times: bool = False


class FileChangedError(OSError):
    """A file holds something else than was expected; it was left as it is."""


def replace_together(items: Sequence[Replacement]) -> list[OSError | None]:
    """Replace small files, each whole or not at all; what went wrong with each, None for nothing.
    One that is protected against writing stays.

    They are forced to the disk together, which takes a fraction of the time of one after another.
    """
    places: list[Path | None] = [None] * len(items)
    outcomes: list[OSError | None] = [None] * len(items)

    def lay_beside(at: int) -> None:
        item = items[at]
        try:
            status = None if item.expected is None else item.path.stat()
            if status is not None and not status.st_mode & 0o222:
                # Renaming would not mind, but somebody has said that nobody writes to it.
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), item.path)
            if item.content is None:
                return
            name = _prefix(item.path) + secrets.token_hex(4) + PART_SUFFIX
            place = places[at] = item.path.with_name(name)
            with place.open("xb") as stream:
                stream.write(item.content)
                stream.flush()
                os.fsync(stream.fileno())
            if status is not None:
                _take_over(item, place, status)
        except OSError as error:
            outcomes[at] = error

    def put(at: int) -> None:
        if outcomes[at] is None:
            outcomes[at] = _put(items[at], places[at])
            if outcomes[at] is None:
                places[at] = None

    try:
        with ThreadPoolExecutor(SYNCED_AT_ONCE) as threads:
            list(threads.map(lay_beside, range(len(items))))
            list(threads.map(put, range(len(items))))
        for folder in {item.path.parent for item in items}:
            with contextlib.suppress(OSError):  # where it refuses, the files are whole all the same
                sync_folder(folder)
    finally:
        for place in places:
            with contextlib.suppress(OSError):
                if place is not None:
                    place.unlink()
    return outcomes


def _take_over(item: Replacement, place: Path, status: os.stat_result) -> None:
    """What the system notes of the file that is replaced: owner and group as far as this user may
    give them, mode and attributes, and its times where they are to stay."""
    if os.name == "posix":
        for owner, group in ((status.st_uid, status.st_gid), (-1, status.st_gid)):
            with contextlib.suppress(OSError):
                os.chown(place, owner, group)
                break
    shutil.copystat(item.path, place)
    if not item.keeps_times:
        os.utime(place)


def _put(item: Replacement, place: Path | None) -> OSError | None:
    try:
        if sha256_of(item.path) != item.expected:
            return FileChangedError(item.path)
        if place is None:
            item.path.unlink(missing_ok=True)
        else:
            place.replace(item.path)
    except OSError as error:
        return error
    return None


def sha256_of(path: Path) -> bytes | None:
    """The SHA-256 of a plain file; None where nothing is. Raises OSError for what is no file."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise FileChangedError(path)
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").digest()
    except FileNotFoundError:
        return None


def check_names(paths: Iterable[Path], *, overwrite: bool) -> None:
    """Raise InputError where ``whole_place`` would refuse one of several files, before any is
    written."""
    for path in paths:
        refuse_irreplaceable(path, path)
        if not overwrite and path.exists():
            raise InputError("destination-exists", path=path)


def refuse_irreplaceable(destination: Path, place: Path) -> None:
    """Raise InputError where something is that nothing replaces, whoever allows it: a folder, a
    pipe or device, a link, a catalogue. ``destination`` is what the person called ``place``."""
    try:
        status = place.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise InputError("path-unwritable", path=destination, reason=reason_of(error)) from error
    if stat.S_ISDIR(status.st_mode):
        raise InputError("destination-is-folder", path=destination)
    if not stat.S_ISREG(status.st_mode):
        raise InputError("destination-not-plain", path=destination)
    if _is_catalogue(place):
        raise InputError("destination-is-catalogue", path=destination)


def _is_catalogue(file: Path) -> bool:
    """A catalogue, whatever it is called, or what SQLite keeps beside one by its name."""
    if CATALOGUE_NAME in file.name.lower():
        return True
    try:
        with file.open("rb") as stream:
            header = stream.read(HEADER_BYTES)
    except OSError:
        return False  # whoever may not read it may be allowed to replace it
    return header.startswith(SQLITE_MAGIC) and header[APPLICATION_ID_AT] == CATALOGUE_MARK
