"""How far work is, and how it is told to stop: what the pure engine shares with its jobs."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` items (total 0: not known yet); ``stage`` is a verb phrase."""

    stage: str
    done: int
    total: int


class CancelToken(Protocol):
    """Asked by long work between items; ``threading.Event`` and its process twin fit."""

    def is_set(self) -> bool: ...


class NeverCancelled:
    """A token for work that nobody stops."""

    def is_set(self) -> bool:
        """Always False."""
        return False


class JobCancelledError(Exception):
    """Work was stopped on request; what was finished before is kept."""


Job = Generator[Progress, None, Result]
