"""Long work in a process of its own, so that the window never waits and a crash stays there.

The child opens the catalogue itself, runs the named job and sends what happens through a pipe.
It ends by itself when the parent is gone: the pipe breaks at the next report.
"""

import logging
import multiprocessing
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.file.damage import damage_told
from engine.child_processes import Surroundings, child_processes, load_before
from engine.errors import InputError
from engine.jobs.table import JOBS, JobKind
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

MIN_REPORT_INTERVAL_S = 0.05

load_before(__name__)


@dataclass(frozen=True, slots=True)
class JobRequest:
    """Which job of the table, on which catalogue, with which options (all picklable)."""

    name: str
    catalogue: Path | None
    curator: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JobResult:
    """The job finished; ``summary`` is what its function returned."""

    summary: Any


@dataclass(frozen=True, slots=True)
class JobFailure:
    """The job ended early. ``mendable`` errors carry a message for the person; others details.

    ``cancelled`` is set where a person stopped it.
    """

    message: Message | None
    mendable: bool
    cancelled: bool = False
    details: str = ""


JobMessage = Progress | JobResult | JobFailure


class ParentGoneError(Exception):
    """Nobody listens any more; nothing is worth reporting."""


def run_reported(job: Job[Any], send: Callable[[JobMessage], None]) -> None:
    """Run a job to its end, sending its progress (thinned), then its result or failure."""
    last_sent_s = 0.0
    last: Progress | None = None

    try:
        while True:
            progress = next(job)
            now_s = time.monotonic()
            if (
                last is None
                or progress.message != last.message
                or (now_s - last_sent_s >= MIN_REPORT_INTERVAL_S)
            ):
                send(progress)
                last, last_sent_s = progress, now_s
    except StopIteration as stop:
        send(JobResult(stop.value))
    except JobCancelledError as error:
        send(JobFailure(error.message, mendable=True, cancelled=True))
    except (CatalogueError, InputError) as error:
        send(JobFailure(error.message, mendable=True))
    except ParentGoneError:
        raise
    except Exception:
        logging.getLogger(__name__).exception("job failed")
        send(JobFailure(None, mendable=False, details=traceback.format_exc()))


def _child(
    kind: JobKind,
    request: JobRequest,
    connection: Connection,
    cancel: CancelToken,
    surroundings: Surroundings,
) -> None:
    surroundings.enter()
    # Ctrl-C in a terminal reaches the whole group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _exit_with_parent()

    def send(message: JobMessage) -> None:
        try:
            connection.send(message)
        except BrokenPipeError as error:
            raise ParentGoneError from error

    try:
        if request.catalogue is None:
            run_reported(kind.run(None, cancel=cancel, **request.options), send)
            return
        with Catalogue.open(request.catalogue, curator=request.curator) as catalogue:
            job = kind.run(catalogue, cancel=cancel, **request.options)
            run_reported(_blaming_damage(job, request.catalogue), send)
    except (CatalogueError, InputError) as error:
        send(JobFailure(error.message, mendable=True))
    except ParentGoneError:
        return
    except Exception:
        send(JobFailure(None, mendable=False, details=traceback.format_exc()))
    finally:
        connection.close()


def _blaming_damage(job: Job[Any], path: Path) -> Job[Any]:
    """The job; where it fails because the catalogue is damaged, it says that."""
    with damage_told(path):
        return (yield from job)


def _exit_with_parent() -> None:
    """End this process when its parent dies without a word, as after a crash of the window."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(3)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()


def asked_apart(request: JobRequest) -> Any:  # noqa: ANN401  # whatever the job returns
    """The result of a short job in a process of its own; waits for it. Raises InputError where the
    job ends with something a person can mend, RuntimeError where it fails."""
    process = JobProcess(request)
    last: JobMessage | None = None
    while (message := process.receive()) is not None:
        last = message
    process.join()
    if isinstance(last, JobResult):
        return last.summary
    if isinstance(last, JobFailure) and last.message is not None:
        raise InputError(last.message.code, **last.message.arguments)
    raise RuntimeError(last.details if isinstance(last, JobFailure) else request.name)


class JobProcess:
    """One job running in a child process."""

    def __init__(self, request: JobRequest) -> None:
        context = child_processes()
        self.request = request
        self._cancel = context.Event()
        self._connection, child_connection = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_child,
            args=(
                *(JOBS[request.name], request, child_connection, self._cancel),
                Surroundings.here(),
            ),
            name=request.name,
        )
        self._process.start()
        child_connection.close()

    def receive(self) -> JobMessage | None:
        """Wait for the next message; None once the process has ended and said all it had to."""
        try:
            message: JobMessage = self._connection.recv()
        except (EOFError, OSError):  # OSError: killed in the middle of a message
            return None
        return message

    def cancel(self) -> None:
        """Ask the job to stop at the next item; it keeps what it has finished."""
        self._cancel.set()

    def kill(self) -> None:
        """End the process now. Safe at any moment: the next run goes on where it was."""
        self._process.kill()

    def join(self, timeout_s: float | None = None) -> int | None:
        """Wait for the process; its exit code, or None where it still runs."""
        self._process.join(timeout_s)
        return self._process.exitcode
