"""Which statements the window's thread runs, and what it asks of disks: none may come from gui.

A statement waits for whoever holds the file, up to half a minute, and so does the window then. A
disk that is a network drive whose computer is off answers after minutes.
"""

import builtins
import io
import os
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
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


class DiskWatch:
    """Notes what ``gui`` asks of a place on the main thread while it listens.

    ``place`` stands for a drive that may be dead; what lies elsewhere, as the program's own files
    and the preferences, may be asked for.
    """

    def __init__(self, place: Path) -> None:
        self.found: list[str] = []
        """The questions, each with the project's functions that led to it."""
        self._place = os.fspath(place)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to looking at files, listing folders and opening files in this process."""
        asked = [(os, name) for name in ("stat", "lstat", "scandir", "listdir", "mkdir")]
        with pytest.MonkeyPatch.context() as patch:
            for module, name in [*asked, (io, "open"), (builtins, "open")]:
                patch.setattr(module, name, self._noted(name, getattr(module, name)))
            yield

    def _noted(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **options: Any) -> Any:
            self._note(name, args[0] if args else None)
            return call(*args, **options)

        return noted

    def _note(self, name: str, path: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        if not isinstance(path, str | os.PathLike) or not os.fspath(path).startswith(self._place):
            return
        frames = list(_our_frames(sys._getframe(2)))
        # A test may ask; where a slot asks, the innermost function of the project is not a test's.
        frames = [frame for frame in frames if frame.f_globals["__name__"] != __name__]
        if frames and _package(frames[0]) != "tests" and any(_package(f) == "gui" for f in frames):
            self.found.append("\n".join([f"{name} {path!s}", *map(_place, frames)]))


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
