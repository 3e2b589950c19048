"""How a picture gets to its place in an export: bytes, copies and links, never onto an original.

What lies at the place already is taken away first. It may be another name of an original, from an
export that was stopped; writing into it would change the original.
"""

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

BLOCK_BYTES = 1024**2
FICLONE = 0x40049409
"""ioctl_ficlone(2): the same blocks of the disk under another name, apart as soon as one of the
two is written to."""
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_CANNOT_LINK = frozenset(
    {errno.EXDEV, errno.EPERM, errno.EACCES, errno.EMLINK, errno.EOPNOTSUPP, errno.ENOTSUP}
    | {errno.ENOSYS, errno.EINVAL, errno.ENOTTY, errno.ETXTBSY}
)
"""Another disk, a file of somebody else, too many names, a file system without such links."""


def write_bytes(target: str, data: bytes) -> None:
    """Make the file with its folder. Raises OSError."""
    file = _new_file(target)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(file, view) :]
    finally:
        os.close(file)


def copy_hashed(source: int, target: str) -> tuple[int, str]:
    """Copy an open file; how many bytes, and their SHA-256. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    file = _new_file(target)
    try:
        while block := os.read(source, BLOCK_BYTES):
            digest.update(block)
            size += len(block)
            view = memoryview(block)
            while view:
                view = view[os.write(file, view) :]
    finally:
        os.close(file)
    return size, digest.hexdigest()


def hard_link(source: str, target: str) -> bool:
    """Give the file a second name; False where that cannot be. Raises OSError."""
    return _linked(lambda: os.link(source, target), target)


def reflink(source: int, target: str) -> bool:
    """A copy that shares the blocks of an open file until one changes; False where the file system
    has no such copies. Raises OSError."""
    if sys.platform == "darwin":
        return _linked(lambda: _clone_on_mac(source, target), target)
    if sys.platform != "linux":
        return False
    import fcntl

    file = _new_file(target)
    try:
        fcntl.ioctl(file, FICLONE, source)
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        with suppress(OSError):
            Path(target).unlink()
        return False
    finally:
        os.close(file)
    return True


def _clone_on_mac(source: int, target: str) -> None:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    at_cwd = -2
    if library.fclonefileat(source, at_cwd, os.fsencode(target), 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), target)


def _linked(link: Callable[[], object], target: str) -> bool:
    try:
        _with_room(link, target)
    except OSError as error:
        if error.errno in _CANNOT_LINK:
            return False
        raise
    return True


def _new_file(target: str) -> int:
    opened: list[int] = []
    _with_room(lambda: opened.append(os.open(target, _NEW, 0o666)), target)
    return opened[0]


def _with_room(make: Callable[[], object], target: str) -> None:
    """Make what is new, after taking away what is in its way or making its folder."""
    try:
        make()
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(Path(target).parent)
        make()
    except (FileExistsError, IsADirectoryError):
        place = Path(target)
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink()
        make()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        for above in (folder, *folder.parents):
            if above.is_symlink() or above.is_file():
                above.unlink()
                break
        folder.mkdir(parents=True, exist_ok=True)
