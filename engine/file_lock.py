"""A file that one process holds at a time; the system lets go of it when the process ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class FileLock:
    """Held from ``try_take`` until ``release``, or until the process ends in whatever way."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def try_take(self) -> bool:
        """Make the file if it is not there and hold it; False where another process does.

        A file system without locks lets everybody. Raises OSError where the file cannot be made.
        """
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        while True:
            file = os.open(self._path, flags, 0o666)
            try:
                lock_now(file)
            except BlockingIOError:
                os.close(file)
                return False
            except OSError:
                pass  # a file system without locks
            if self._is_still(file):
                self._file = file
                return True
            os.close(file)  # who had it took it away meanwhile

    def _is_still(self, file: int) -> bool:
        try:
            return os.path.samestat(os.fstat(file), self._path.stat())
        except OSError:
            return False

    def release(self) -> None:
        """Let others take it."""
        if self._file is not None:
            _unlock(self._file)
            os.close(self._file)
            self._file = None


@contextmanager
def folder_held(folder: Path) -> Iterator[bool]:
    """Hold a folder for the block, without a file in it; False where another does.

    It holds across catalogues and people. Systems without locks on folders let everybody.
    """
    if sys.platform == "win32":
        yield True
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    is_held = True
    try:
        try:
            lock_now(opened)
        except BlockingIOError:
            is_held = False
        except OSError:
            pass  # a file system without locks
        yield is_held
    finally:
        os.close(opened)


if sys.platform == "win32":
    import msvcrt

    def lock_now(file: int) -> None:
        """Hold an open file. Raises BlockingIOError where another does, OSError without locks."""
        os.lseek(file, 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError as error:
            raise BlockingIOError from error

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def lock_now(file: int) -> None:
        """Hold an open file. Raises BlockingIOError where another does, OSError without locks."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)
