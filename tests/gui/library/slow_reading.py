"""A scan that goes on until somebody stops it; runs in a real child process."""

import time

from engine.progress import CancelToken, Job, JobCancelledError, Progress


def read_for_ever(catalogue: object, *, cancel: CancelToken) -> Job[None]:
    """Reports nothing new; ends when it is told to."""
    while not cancel.is_set():
        yield Progress("reading-images", 0, 0)
        time.sleep(0.01)
    raise JobCancelledError("scan-stopped")
