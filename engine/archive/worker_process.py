"""One child process that runs functions, with a pipe of its own.

No two workers share a lock or a pipe. A worker that is killed, at whatever moment, takes nothing
along but the call it had.
"""

import logging
import os
import pickle
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess, SpawnProcess
from typing import Any

import psutil

from engine.archive.decode import DecodeLimits, register_plugins
from engine.child_processes import child_processes, load_before

MEMORY_EXIT_CODE = 77
MEMORY_WATCH_INTERVAL_S = 0.05
POLL_INTERVAL_S = 0.1
"""A call that nobody wants any more ends within this."""

load_before(__name__, "PIL.JpegImagePlugin", "PIL.PngImagePlugin")

DYING_S = 5.0
"""A process that has closed its pipe is gone by then, also on a busy machine."""

Stop = Callable[[], bool]


class Ending(Enum):
    """How a call came to its end."""

    RETURNED = auto()
    RAISED = auto()
    OUT_OF_MEMORY = auto()
    OUT_OF_TIME = auto()
    DIED = auto()
    NOT_BEGUN = auto()
    """The worker was dead before it had the call."""
    STOPPED = auto()
    """Nobody waited for it any more."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a call. ``value`` is the result, the exception raised, or the exit code."""

    ending: Ending
    value: Any = None


class WorkerProcess:
    """A child process with a memory limit; of one thread of the parent, and used by that alone."""

    def __init__(self, limits: DecodeLimits) -> None:
        """Start the process. Raises OSError where the system gives none."""
        context = child_processes()
        self._connection, child_end = context.Pipe()
        self._process: ForkServerProcess | SpawnProcess = context.Process(
            target=_serve, args=(child_end, limits), name="decode-worker", daemon=True
        )
        try:
            with _without_interrupts():
                self._process.start()
        except BaseException:
            self._connection.close()
            raise
        finally:
            child_end.close()

    def is_ready(self, within_s: float, stop: Stop) -> bool:
        """Wait for the process to have loaded what it needs; False where it ended or was late."""
        try:
            return self._waited(within_s, stop) is None and self._connection.recv_bytes() == b""
        except (EOFError, OSError):
            return False

    def call(
        self, function: Callable[[Any], Any], item: object, limit_s: float, stop: Stop
    ) -> Reply:
        """``function(item)`` there. The process is of no more use after the last five endings."""
        call = pickle.dumps((function, item))
        try:
            self._connection.send_bytes(call)
        except OSError:
            return Reply(Ending.NOT_BEGUN)
        try:
            late = self._waited(limit_s, stop)
            if late is not None:
                return Reply(late)
            answer = self._connection.recv_bytes()
        except (EOFError, OSError):
            self._process.join(DYING_S)
            return Reply(Ending.DIED, self.end())
        try:
            ending, value = pickle.loads(answer)  # noqa: S301 - our own child's
        except Exception as error:
            return Reply(Ending.RAISED, error)
        return Reply(ending, value)

    def _waited(self, limit_s: float, stop: Stop) -> Ending | None:
        """None once there is something to receive, or the pipe has ended."""
        deadline_s = time.monotonic() + limit_s
        while not self._connection.poll(POLL_INTERVAL_S):
            if stop():
                return Ending.STOPPED
            if time.monotonic() > deadline_s:
                return Ending.OUT_OF_TIME
        return None

    def end(self) -> int:
        """Kill the process if it lives still; its exit code."""
        self._process.kill()
        self._process.join()
        self._connection.close()
        return self._process.exitcode or 0


# --- in the child -------------------------------------------------------------------------------


def _serve(connection: Connection, limits: DecodeLimits) -> None:
    _prepare(limits)
    try:
        connection.send_bytes(b"")
        while True:
            call = connection.recv_bytes()
            try:
                answer = pickle.dumps(_answer(call))
            except MemoryError:
                answer = pickle.dumps((Ending.OUT_OF_MEMORY, None))
            except Exception as error:  # what cannot be sent
                answer = pickle.dumps(
                    (Ending.RAISED, TypeError(f"{type(error).__name__}: {error}"))
                )
            del call
            connection.send_bytes(answer)
            del answer
    except (EOFError, OSError):
        return  # the parent is gone
    except MemoryError:
        os._exit(MEMORY_EXIT_CODE)


def _answer(call: bytes) -> tuple[Ending, object]:
    try:
        function, item = pickle.loads(call)  # noqa: S301 - our own parent's
        return Ending.RETURNED, function(item)
    except MemoryError:
        return Ending.OUT_OF_MEMORY, None
    except Exception as error:
        error.add_note("In a decoding process:\n" + traceback.format_exc())
        return Ending.RAISED, error


def _prepare(limits: DecodeLimits) -> None:
    # For systems where starting it without interrupts is not possible.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    register_plugins()
    limit_memory(limits.memory_bytes)
    # Decoders written in C complain about damaged files straight to the terminal.
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 2)
    os.close(quiet)


def limit_memory(memory_bytes: int, *, platform: str = sys.platform) -> None:
    """Let this process grow by at most ``memory_bytes`` from its present size.

    Linux enforces it (allocations fail, which decoders report); elsewhere a thread watches and
    ends the process with MEMORY_EXIT_CODE.
    """
    if platform == "linux":
        import resource

        limit = psutil.Process().memory_info().vms + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        return
    limit = psutil.Process().memory_info().rss + memory_bytes
    threading.Thread(target=_watch_memory, args=(limit,), daemon=True, name="memory-watch").start()


def _watch_memory(limit_bytes: int) -> None:
    process: Any = psutil.Process()
    pause = threading.Event()
    while not pause.wait(MEMORY_WATCH_INTERVAL_S):
        if process.memory_info().rss > limit_bytes:
            os._exit(MEMORY_EXIT_CODE)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Processes started here never hear Ctrl-C.

    It reaches the whole group of processes, also a worker that still imports what it needs to
    ignore it; the parent decides what it means.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    # Starting this process of Python's own unblocks what was blocked before it.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
