"""Files that appear whole or not at all, and never among the originals."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from engine.errors import InputError


def check_destination(destination: Path, *, forbidden: tuple[Path, ...], overwrite: bool) -> Path:
    """``destination`` with links resolved, once it is safe to write there.

    ``forbidden`` are folders (the archive, the catalogue's own) and files nothing is written into;
    what counts is where links lead. Raises InputError for those, for a folder, for a missing
    parent folder, and for a file that is there already unless ``overwrite``.
    """
    resolved = destination.expanduser().resolve()
    for place in (resolved, *resolved.parents):
        for other in forbidden:
            if place.exists() and other.exists() and place.samefile(other):
                raise InputError(
                    "destination-forbidden"
                    if place == resolved
                    else "destination-inside-forbidden",
                    path=destination,
                    folder=other,
                )
    if resolved.is_dir():
        raise InputError("destination-is-folder", path=destination)
    if not resolved.parent.is_dir():
        raise InputError("destination-folder-missing", folder=resolved.parent)
    if resolved.exists() and not overwrite:
        raise InputError("destination-exists", path=destination)
    return resolved


@contextlib.contextmanager
def whole_file(destination: Path) -> Iterator[TextIO]:
    """A UTF-8 text stream that becomes ``destination`` when the block ends well.

    It is written beside its destination, synced to disk and renamed, so that nobody ever finds
    half a file; after an error or a crash the file that was there before is still there.
    Raises InputError where the folder cannot be written to or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(
            dir=destination.parent, prefix=f".{destination.name[:40]}.", suffix=".part"
        )
    except OSError as error:
        raise InputError("path-unwritable", path=destination, reason=str(error.strerror)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _take_permissions(temporary, destination)
        temporary.replace(destination)
        _sync_folder(destination.parent)
    except OSError as error:
        raise InputError("path-unwritable", path=destination, reason=str(error.strerror)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _take_permissions(temporary: Path, destination: Path) -> None:
    # mkstemp makes files for the owner's eyes only; an export is an ordinary file.
    if destination.exists():
        temporary.chmod(destination.stat().st_mode & 0o777)
    elif os.name == "posix":
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # a folder cannot be opened for syncing on Windows
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
