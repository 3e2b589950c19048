"""Whose turn it is to write, among processes: first come, first served.

SQLite's own waiting polls ever more rarely for a lock that the holder takes again at once, so that
of two that write all the time one waits for many seconds. Here a writer first takes the place of
the next one, then the turn, and only then leaves that place: whoever has just written has to line
up behind it. The locks are the operating system's, so a killed process leaves none. SQLite's lock
is what keeps the file whole; this is manners, and where it cannot be had, all works without.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from db.file.privacy import make_file

NAMES = ("writers.next", "writers.turn")
POLL_INTERVAL_S = 0.002


class WriteTurn:
    """The turn of one catalogue; ``folder`` is the one beside it. For one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: list[int] = []

    @contextmanager
    def taken(self, timeout_s: float) -> Iterator[bool]:
        """Wait for the turn and keep it for the block; False where it did not come in time."""
        files = self._opened()
        if files is None:
            yield True
            return
        following, turn = files
        ends_s = time.monotonic() + timeout_s
        if not _locked(following, ends_s):
            yield False
            return
        try:
            has_turn = _locked(turn, ends_s)
        finally:
            _unlock(following)
        try:
            yield has_turn
        finally:
            if has_turn:
                _unlock(turn)

    def close(self) -> None:
        """Give the files back; the next turn opens them again."""
        for file in self._files:
            os.close(file)
        self._files = []

    def _opened(self) -> list[int] | None:
        """The two files that are locked; None where there is no place for them."""
        if not self._files:
            try:
                for name in NAMES:
                    make_file(self._folder / name)
                    self._files.append(os.open(self._folder / name, os.O_RDWR))
            except OSError:
                self.close()
                return None
        return self._files


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Hold a file's lock for the block; False, at once, where another process or thread holds it.

    Raises OSError where the file cannot be made.
    """
    make_file(path)
    file = os.open(path, os.O_RDWR)
    try:
        is_alone = _locked(file, time.monotonic())
        try:
            yield is_alone
        finally:
            if is_alone:
                _unlock(file)
    finally:
        os.close(file)


def _locked(file: int, ends_s: float) -> bool:
    """Wait for a file's lock; False where it did not come in time."""
    while True:
        try:
            _lock_now(file)
        except BlockingIOError:
            if time.monotonic() >= ends_s:
                return False
            time.sleep(POLL_INTERVAL_S)
        except OSError:
            return True  # a file system without locks
        else:
            return True


if sys.platform == "win32":
    import msvcrt

    def _lock_now(file: int) -> None:
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

    def _lock_now(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: int) -> None:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_UN)
