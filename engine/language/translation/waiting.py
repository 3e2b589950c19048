"""Waiting that ends: with a limit on time, and within a moment of being told to stop."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from engine.progress import CancelToken, JobCancelledError

Result = TypeVar("Result")

LOOK_INTERVAL_S = 0.03
"""How often a wait looks whether it was cancelled."""


class TookTooLongError(Exception):
    """The time limit passed before the work was done."""


def pause(seconds: float, cancel: CancelToken) -> None:
    """Sleep; raises JobCancelledError as soon as ``cancel`` is set."""
    until_s = time.monotonic() + seconds
    while True:
        if cancel.is_set():
            raise JobCancelledError("stopped-while-waiting")
        left_s = until_s - time.monotonic()
        if left_s <= 0:
            return
        time.sleep(min(LOOK_INTERVAL_S, left_s))


def run_within(
    work: Callable[[threading.Event], Result], limit_s: float, cancel: CancelToken
) -> Result:
    """What ``work`` gives, or its error; TookTooLongError or JobCancelledError where it is late.

    The work runs in a thread of its own and the caller waits on a clock, not on a socket: no
    timeout of a socket bounds a host that sends a byte a second, nor a name server that is
    silent. Late work is left behind; the event it was given is set, and it should end then.
    """
    abandoned = threading.Event()
    done = threading.Event()
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(abandoned))
        except BaseException as error:  # handed to the caller, whatever it is
            errors.append(error)
        finally:
            done.set()

    threading.Thread(target=run, name="translation request", daemon=True).start()
    until_s = time.monotonic() + limit_s
    while not done.wait(LOOK_INTERVAL_S):
        if cancel.is_set():
            abandoned.set()
            raise JobCancelledError("stopped-while-waiting-for-answer")
        if time.monotonic() >= until_s:
            abandoned.set()
            raise TookTooLongError
    if errors:
        raise errors[0]
    return results[0]


class RateLimit:
    """Lets callers through one after another, at most so many a second; for any thread."""

    def __init__(self, per_s: float) -> None:
        self._interval_s = 1 / per_s
        self._lock = threading.Lock()
        self._next_s = 0.0

    def wait(self, cancel: CancelToken) -> None:
        """Return when it is the caller's turn; raises JobCancelledError."""
        with self._lock:
            now_s = time.monotonic()
            turn_s = max(now_s, self._next_s)
            self._next_s = turn_s + self._interval_s
        pause(turn_s - now_s, cancel)
