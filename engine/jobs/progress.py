"""How long work tells how far it is and is told to stop."""

import time
from collections import deque

from engine.progress import (
    CancelToken,
    Job,
    JobCancelledError,
    NeverCancelled,
    Progress,
    Result,
)

__all__ = [
    "CancelToken",
    "Job",
    "JobCancelledError",
    "NeverCancelled",
    "Progress",
    "RateMeter",
    "run_job",
]

RATE_WINDOW_S = 10.0


class RateMeter:
    """Items a second and seconds left, over the last ten seconds of one stage."""

    def __init__(self) -> None:
        self._stage = ""
        self._points: deque[tuple[float, int]] = deque()

    def update(self, progress: Progress, *, now_s: float | None = None) -> None:
        """Take in one progress report."""
        now_s = time.monotonic() if now_s is None else now_s
        if progress.stage != self._stage:
            self._stage = progress.stage
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
