"""Jobs that behave in a known way, run in real child processes."""

import os
import time
from collections.abc import Iterator

from engine.errors import InputError
from engine.progress import CancelToken, JobCancelledError, Progress

SLEEP_S = 60


def count_slowly(
    catalogue: object, *, cancel: CancelToken, items: int, pause_s: float = 0.01
) -> Iterator[Progress]:
    """Counts; stops at the next item when cancelled."""
    for done in range(items):
        yield Progress("encoding", done, items)
        if cancel.is_set():
            raise JobCancelledError("plain-text", text=f"Stopped: {done} were kept.")
        time.sleep(pause_s)
    yield Progress("encoding", items, items)
    return items


def never_look_up(catalogue: object, *, cancel: CancelToken) -> Iterator[Progress]:
    """Does not look at its cancel token for a minute."""
    yield Progress("encoding", 1, 10)
    time.sleep(SLEEP_S)


def die(catalogue: object, *, cancel: CancelToken) -> Iterator[Progress]:
    """Ends without a word, as a process does that the system kills."""
    yield Progress("encoding", 0, 0)
    os._exit(9)


def refuse(catalogue: object, *, cancel: CancelToken) -> Iterator[Progress]:
    """Fails with a sentence for people."""
    yield Progress("encoding", 0, 0)
    raise InputError("plain-text", text="The archive is not there. Connect the disk.")


def break_down(catalogue: object, *, cancel: CancelToken) -> Iterator[Progress]:
    """Fails with a bug."""
    yield Progress("encoding", 0, 0)
    raise ZeroDivisionError("division by zero")
