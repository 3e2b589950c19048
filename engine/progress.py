"""How far long work is, how fast it goes and how it is told to stop; for the pure engine too."""

import time
from collections import deque
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from messages.message import MendableError, Message
from messages.sentences import Value

Result = TypeVar("Result")

RATE_WINDOW_S = 10.0


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` items (total 0: not known yet).

    ``stage`` is a code ("reading-images") with its ``arguments``; ``message`` says it in words.
    """

    stage: str
    done: int
    total: int
    arguments: Mapping[str, Value] = field(default_factory=dict)

    @property
    def message(self) -> Message:
        """What is being done: the message ``stage-`` and the code."""
        return Message(f"stage-{self.stage}", self.arguments)


class CancelToken(Protocol):
    """Asked by long work between items; ``threading.Event`` and its process twin fit."""

    def is_set(self) -> bool: ...


class NeverCancelled:
    """A token for work that nobody stops."""

    def is_set(self) -> bool:
        """Always False."""
        return False


class JobCancelledError(MendableError):
    """Work was stopped on request; its sentence says what is kept."""

    goes_on = True
    """Whether the same work, asked for again, goes on from there; the table of jobs says so."""


def stop_if_cancelled(cancel: CancelToken, code: str) -> None:
    """Raise JobCancelledError with this code where somebody has asked to stop."""
    if cancel.is_set():
        raise JobCancelledError(code)


Job = Generator[Progress, None, Result]


class RateMeter:
    """Items a second and seconds left, over the last ten seconds of one stage."""

    def __init__(self) -> None:
        self._stage: Message | None = None
        self._points: deque[tuple[float, int]] = deque()

    def update(self, progress: Progress, *, now_s: float | None = None) -> None:
        """Take in one progress report."""
        now_s = time.monotonic() if now_s is None else now_s
        if progress.message != self._stage:
            self._stage = progress.message
            self._points.clear()
        self._points.append((now_s, progress.done))
        while len(self._points) > 2 and now_s - self._points[0][0] > RATE_WINDOW_S:
            self._points.popleft()

    @property
    def rate_per_s(self) -> float | None:
        """Items a second, or None before there is anything to measure."""
        if len(self._points) < 2:
            return None
        (start_s, start), (end_s, end) = self._points[0], self._points[-1]
        return (end - start) / (end_s - start_s) if end_s > start_s and end > start else None

    def left_s(self, progress: Progress) -> float | None:
        """Seconds until ``progress.total`` at the present rate, or None when not known."""
        rate = self.rate_per_s
        return (progress.total - progress.done) / rate if rate and progress.total else None


def run_job(job: Job[Result]) -> Result:
    """Run a job to its end without showing its progress; its result."""
    while True:
        try:
            next(job)
        except StopIteration as stop:
            result: Result = stop.value
            return result
