"""Which statements the window's thread runs: none may come from the window's code.

A statement waits for whoever holds the file, up to half a minute, and so does the window then.
"""

import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from sqlalchemy import Engine, event

OURS = ("gui", "engine", "db", "tests")


class WindowThreadWatch:
    """Notes what ``gui`` asks a database for on the main thread while it listens."""

    def __init__(self) -> None:
        self.found: list[str] = []
        """The statements, each with the project's functions that led to it."""
        self._is_allowed = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to every database of this process, and to files that are opened as one."""
        connect = sqlite3.connect

        def noted_connect(*args: Any, **options: Any) -> sqlite3.Connection:
            self._note("connect")
            return connect(*args, **options)

        event.listen(Engine, "before_cursor_execute", self._before)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sqlite3, "connect", noted_connect)
            try:
                yield
            finally:
                event.remove(Engine, "before_cursor_execute", self._before)

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """For a test that itself runs what a lane would run."""
        before, self._is_allowed = self._is_allowed, True
        try:
            yield
        finally:
            self._is_allowed = before

    def _before(self, _connection: object, _cursor: object, statement: str, *_: object) -> None:
        self._note(statement)

    def _note(self, statement: str) -> None:
        if self._is_allowed or threading.current_thread() is not threading.main_thread():
            return
        frames = list(_our_frames(sys._getframe(2)))
        if any(_package(frame) == "gui" for frame in frames):
            self.found.append("\n".join([statement, *map(_place, frames)]))


def _our_frames(frame: FrameType | None) -> Iterator[FrameType]:
    """The project's frames, the innermost first."""
    while frame is not None:
        if _package(frame) in OURS:
            yield frame
        frame = frame.f_back


def _package(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0]


def _place(frame: FrameType) -> str:
    return f"  {frame.f_globals['__name__']}:{frame.f_lineno} {frame.f_code.co_name}"
