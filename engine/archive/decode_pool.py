"""Processes that read images, so that a hostile, huge or broken file harms nothing but itself."""

import itertools
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, InvalidStateError, wait
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import Any, Self, TypeVar

from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits, out_of_memory
from engine.archive.worker_process import MEMORY_EXIT_CODE, Ending, Reply, WorkerProcess
from engine.errors import InputError
from messages.message import Message

Item = TypeVar("Item")
Result = TypeVar("Result")

START_S = 30.0
"""A worker has started by then, also on a busy machine."""

STARTS = 8
"""Where a worker ends so often in a row before it is ready, the system lets none live."""

BLAMED_KILLS = 4
BLAMED_CRASHES = 2
"""So many workers, all but the first started for it alone, have died with an item that is at fault.
A crash is the item's own doing and once more makes sure. A kill may come from outside (a person, a
system short of memory), but hardly ever meets the same item again and again."""

KILL_EXIT_CODES = (-9, -15, 15)
"""SIGKILL and SIGTERM; the last one is how a process is ended on Windows."""

PAUSE_S = 0.4
"""Before a worker is started in place of a dead one, times the deaths so far."""

POLL_INTERVAL_S = 0.1


@dataclass(frozen=True, slots=True)
class DecodeFailure:
    """A file that could not be read; ``reason`` says why."""

    reason: Message


class NotYet(Enum):
    """Stands in for an outcome that is still waited for."""

    NOT_YET = "not yet"


NOT_YET = NotYet.NOT_YET


@dataclass(order=True, slots=True)
class _Task:
    """A call; those of lower rank go first, and those of one rank in the order they came."""

    rank: int
    number: int
    function: Callable[[Any], Any] = field(compare=False)
    item: object = field(compare=False)
    future: "Future[Any]" = field(compare=False)


_END = 2
"""The rank of what tells a thread to end: after everything else."""


class DecodePool:
    """Worker processes with a memory limit each and a time limit per file.

    The memory limit is RLIMIT_AS on Linux, counted from what the libraries themselves have mapped
    when a worker starts; elsewhere each worker watches its own size every 50 ms. A worker over
    the time limit is killed and replaced. One that dies is replaced too, and what it had is tried
    again in workers of its own before the item is blamed. Every future ends: nobody waits longer
    than starting workers and the time limits allow. Functions given to the pool must live at the
    top of a module that loads quickly: every worker imports it.
    """

    def __init__(self, *, workers: int, limits: DecodeLimits = DEFAULT_LIMITS) -> None:
        self._workers = workers
        self.limits = limits
        self._threads: list[threading.Thread] = []
        self._tasks: queue.PriorityQueue[_Task] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def map(
        self, function: Callable[[Item], Result], items: Iterable[Item], *, ahead: int = 32
    ) -> Iterator[Result | DecodeFailure]:
        """``function(item)`` for each item in order, at most ``ahead`` items before the reader.

        A DecodeFailure stands where the function raised InputError, ran out of time or memory, or
        its workers died of the item; any other exception is a bug and is raised here. Closing the
        iterator drops what has not started. Raises InputError where no worker stays alive.
        """
        for outcome in self.poll(function, items, ahead=ahead):
            if outcome is not NOT_YET:
                yield outcome

    def poll(
        self, function: Callable[[Item], Result], items: Iterable[Item], *, ahead: int = 32
    ) -> Iterator[Result | DecodeFailure | NotYet]:
        """Like ``map``, with NOT_YET every 0.1 s while the next outcome is not there."""
        waiting: deque[Future[Result | DecodeFailure]] = deque()
        remaining = iter(items)
        try:
            while True:
                for item in itertools.islice(remaining, ahead - len(waiting)):
                    waiting.append(self.submit(function, item))
                if not waiting:
                    return
                if wait([waiting[0]], POLL_INTERVAL_S).done:
                    yield waiting.popleft().result()
                else:
                    yield NOT_YET
        finally:
            for future in waiting:
                future.cancel()

    def submit(
        self, function: Callable[[Item], Result], item: Item, *, first: bool = False
    ) -> "Future[Result | DecodeFailure]":
        """Run ``function(item)`` in a worker, ``first`` before all that are not.

        The future ends as the items of ``map`` do. An item that has a ``size_bytes`` gets the
        time for a file of this size. Cancelling the future kills the worker if it has begun;
        closing the pool cancels.
        """
        future: Future[Result | DecodeFailure] = Future()
        with self._lock:
            if self._closed.is_set():
                _cancel(future)
                return future
            while len(self._threads) < self._workers:
                # A daemon: whoever ends without closing does not wait for it.
                thread = threading.Thread(target=self._work, name="decode-pool", daemon=True)
                self._threads.append(thread)
                thread.start()
            rank = 0 if first else 1
            self._tasks.put(_Task(rank, next(self._numbers), function, item, future))
        return future

    def run(
        self, function: Callable[[Item], Result], item: Item, *, first: bool = False
    ) -> Result | DecodeFailure:
        """Submit one item and wait for its outcome."""
        return self.submit(function, item, first=first).result()

    def close(self) -> None:
        """Stop the workers at once and cancel what is left; the pool takes nothing more."""
        with self._lock:
            self._closed.set()
            for _ in self._threads:
                self._tasks.put(_Task(_END, next(self._numbers), print, None, Future()))
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join()

    # --- in the threads, each with a worker of its own -------------------------------------------

    def _work(self) -> None:
        worker: WorkerProcess | None = None
        try:
            worker = self._try_to_start()  # before there is an item: both take their time
            while (task := self._tasks.get()).rank != _END:
                worker = self._do(task, worker)
        finally:
            if worker is not None:
                worker.end()

    def _do(self, task: _Task, worker: WorkerProcess | None) -> WorkerProcess | None:
        """Give the task its end, with the worker or new ones; the worker to go on with."""

        def unwanted() -> bool:
            return self._closed.is_set() or task.future.cancelled()

        limit_s = self.limits.time_for(getattr(task.item, "size_bytes", 0))
        exit_codes: list[int] = []
        while not unwanted():
            try:
                worker = worker or self._started(unwanted)
                if worker is None:
                    break
                reply = worker.call(task.function, task.item, limit_s, unwanted)
            except Exception as error:  # no worker stays alive, or the item cannot be sent
                _fail(task.future, error)
                return worker
            if reply.ending in (Ending.RETURNED, Ending.RAISED, Ending.OUT_OF_MEMORY):
                self._finish(task.future, reply)
                return worker
            worker.end()
            worker = None
            if reply.ending is Ending.DIED:
                exit_codes.append(reply.value)
            if reply.ending is Ending.OUT_OF_TIME or _is_at_fault(exit_codes):
                self._finish(task.future, reply)
                return None
            self._closed.wait(PAUSE_S * len(exit_codes))
        _cancel(task.future)
        return worker

    def _started(self, unwanted: Callable[[], bool]) -> WorkerProcess | None:
        """A worker that is ready; None where it is not wanted any more.

        Raises InputError where the system lets none live.
        """
        for attempt in range(STARTS):
            if unwanted():
                return None
            self._closed.wait(PAUSE_S * attempt)
            worker = self._try_to_start(unwanted)
            if worker is not None:
                return worker
        raise InputError("decoders-dying")

    def _try_to_start(self, unwanted: Callable[[], bool] | None = None) -> WorkerProcess | None:
        try:
            worker = WorkerProcess(self.limits)
        except OSError:
            return None
        if worker.is_ready(START_S, unwanted or self._closed.is_set):
            return worker
        worker.end()
        return None

    def _finish(self, future: "Future[Any]", reply: Reply) -> None:
        if reply.ending is Ending.RETURNED:
            _resolve(future, reply.value)
        elif reply.ending is Ending.RAISED and not isinstance(reply.value, InputError):
            _fail(future, reply.value)
        else:
            _resolve(future, DecodeFailure(self._reason(reply)))

    def _reason(self, reply: Reply) -> Message:
        """Why there is no result."""
        if reply.ending is Ending.RAISED:
            return reply.value.message  # type: ignore[no-any-return]
        if reply.ending is Ending.OUT_OF_TIME:
            return Message("image-too-slow", {"limit_s": self.limits.timeout_s})
        if reply.ending is Ending.OUT_OF_MEMORY or reply.value == MEMORY_EXIT_CODE:
            return out_of_memory(self.limits).message
        return Message("decoder-crashed", {"exit_code": reply.value})


def _is_at_fault(exit_codes: Sequence[int]) -> bool:
    """Whether an item is to blame for the deaths of the workers that had it."""
    kills = sum(code in KILL_EXIT_CODES for code in exit_codes)
    return (
        MEMORY_EXIT_CODE in exit_codes
        or len(exit_codes) - kills >= BLAMED_CRASHES
        or len(exit_codes) >= BLAMED_KILLS
    )


def _resolve(future: "Future[Any]", outcome: object) -> None:
    with suppress(InvalidStateError):  # cancelled meanwhile
        future.set_result(outcome)


def _fail(future: "Future[Any]", error: BaseException) -> None:
    with suppress(InvalidStateError):  # cancelled meanwhile
        future.set_exception(error)


def _cancel(future: "Future[Any]") -> None:
    """Cancel a future and wake those who wait for it."""
    if future.cancel():
        future.set_running_or_notify_cancel()
