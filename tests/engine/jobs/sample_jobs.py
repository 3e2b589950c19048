"""Jobs that child processes of the tests run: they work, fail, hang and die on demand."""

import os
import time
from pathlib import Path
from typing import NoReturn

from db.catalogue import Catalogue
from db.errors import CatalogueError
from engine.errors import InputError
from engine.progress import CancelToken, Job, JobCancelledError, Progress


def count_up(catalogue: Catalogue, *, cancel: CancelToken, to: int) -> Job[tuple[str, int]]:
    """Reports ``to`` steps; the result names the curator and the process."""
    for done in range(1, to + 1):
        yield Progress("Counting", done, to)
    return catalogue.curator, os.getpid()


def work_until_cancelled(*, cancel: CancelToken) -> Job[None]:
    """Goes on for ever; stops when told to."""
    done = 0
    while True:
        yield Progress("Working", done, 0)
        done += 1
        time.sleep(0.01)
        if cancel.is_set():
            raise JobCancelledError("plain-text", text="Stopped after an item.")


def hang(*, cancel: CancelToken, note: Path) -> Job[None]:
    """Writes its process id and never comes back, whatever anybody says."""
    note.write_text(str(os.getpid()))
    yield Progress("Hanging", 0, 0)
    while True:
        time.sleep(60)


def refuse(*, cancel: CancelToken, kind: str) -> Job[None]:
    """Fails in a way a person can mend."""
    yield Progress("Trying", 0, 1)
    if kind == "input":
        raise InputError("path-unreadable", path=Path("a.csv"), reason="gone")
    raise CatalogueError("path-empty")


def break_down(*, cancel: CancelToken) -> Job[None]:
    """Fails by a bug of ours."""
    yield Progress("Trying", 0, 1)
    raise RuntimeError("two and two is five")


def break_a_pipe(*, cancel: CancelToken) -> Job[None]:
    """Fails by a broken pipe of its own, which is not the one to the parent."""
    yield Progress("Trying", 0, 1)
    raise BrokenPipeError("a worker went away")


def return_what_cannot_be_sent(*, cancel: CancelToken) -> Job[object]:
    """Ends with a result that does not fit through a pipe."""
    yield Progress("Trying", 0, 1)
    return lambda: None


def die(*, cancel: CancelToken) -> Job[NoReturn]:
    """Ends the process as a crash in native code does."""
    yield Progress("Dying", 0, 1)
    os._exit(42)
