"""Processes that read images, so that a hostile, huge or broken file harms nothing but itself."""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, TimeoutError, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from types import TracebackType
from typing import Any, Self, TypeVar

import psutil
from pebble import ProcessExpired, ProcessPool

from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits, out_of_memory, register_heif
from engine.errors import InputError
from messages.message import Message

Item = TypeVar("Item")
Result = TypeVar("Result")

MEMORY_EXIT_CODE = 77
# Whatever a function raises is sent to us; a worker only ends like this when the memory left does
# not hold the message.
UNSENT_EXIT_CODE = 1
MEMORY_WATCH_INTERVAL_S = 0.05
START_S = 30.0
"""A worker has started by then, also on a busy machine."""


@dataclass(frozen=True, slots=True)
class DecodeFailure:
    """A file that could not be read; ``reason`` says why."""

    reason: Message


class DecodePool:
    """Worker processes with a memory limit each and a time limit per file.

    The memory limit is RLIMIT_AS on Linux, counted from what the libraries themselves have mapped
    when a worker starts; elsewhere each worker watches its own size every 50 ms. A worker over
    the time limit is killed and replaced. Functions given to ``map`` and ``submit`` must live at
    the top of a module that loads quickly: every worker imports it.
    """

    def __init__(self, *, workers: int, limits: DecodeLimits = DEFAULT_LIMITS) -> None:
        self._workers = workers
        self.limits = limits
        self._pool: ProcessPool | None = None
        self._lock = threading.Lock()

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
        its process died; any other exception is a bug and is raised here. Closing the iterator
        drops what has not started.
        """
        waiting: deque[tuple[Item, Future[Result]]] = deque()
        remaining = iter(items)
        try:
            while True:
                while len(waiting) < ahead:
                    try:
                        item = next(remaining)
                    except StopIteration:
                        break
                    waiting.append((item, self.submit(function, item)))
                if not waiting:
                    return
                item, future = waiting.popleft()
                outcome: Result | DecodeFailure
                try:
                    self._wait_for(future, [item, *(left for left, _ in waiting)])
                    outcome = self.outcome(future)
                except (BrokenProcessPool, CancelledError):
                    # The pool went down around these items through no fault of their own.
                    self._discard()
                    future = self.submit(function, item)
                    waiting = deque((left, self.submit(function, left)) for left, _ in waiting)
                    outcome = self.outcome(future)
                yield outcome
        finally:
            for _, future in waiting:
                future.cancel()

    def submit(self, function: Callable[[Item], Result], item: Item) -> "Future[Result]":
        """Run ``function(item)`` in a worker; ask ``outcome`` for its result.

        An item that has a ``size_bytes`` gets the time for a file of this size. Cancelling the
        future kills the worker if it has begun.
        """
        timeout_s = self.limits.time_for(getattr(item, "size_bytes", 0))
        for _ in range(2):
            try:
                with _without_interrupts():
                    future: Future[Result] = self._running().schedule(
                        function, args=(item,), timeout=timeout_s
                    )
                return future
            except RuntimeError:
                # All workers died while idle (the system ran out of memory): start again.
                self._discard()
        raise InputError("decoders-dying")

    def outcome(self, future: "Future[Result]") -> Result | DecodeFailure:
        """Wait for a submitted future: its result, or why there is none."""
        try:
            return future.result()
        except InputError as error:
            return DecodeFailure(error.message)
        except TimeoutError:
            return DecodeFailure(Message("image-too-slow", {"limit_s": self.limits.timeout_s}))
        except MemoryError:
            return DecodeFailure(out_of_memory(self.limits).message)
        except ProcessExpired as error:
            if error.exitcode in (MEMORY_EXIT_CODE, UNSENT_EXIT_CODE):
                return DecodeFailure(out_of_memory(self.limits).message)
            return DecodeFailure(Message("decoder-crashed", {"exit_code": error.exitcode}))

    def _wait_for(self, future: "Future[Result]", items: Sequence[object]) -> None:
        """Until the future is done; CancelledError where it never will be.

        A worker that is killed just as it takes an item from the queue takes it along, and nobody
        notices. The oldest of ``items`` waits for a worker to start or to end one of the others.
        """
        longest_s = max(self.limits.time_for(getattr(item, "size_bytes", 0)) for item in items)
        if not wait([future], 2 * longest_s + START_S).done:
            raise CancelledError

    def close(self) -> None:
        """Stop the workers at once."""
        self._discard()

    def _running(self) -> ProcessPool:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self._workers,
                    initializer=_start_worker,
                    initargs=(self.limits,),
                    context=multiprocessing.get_context("spawn"),
                )
            return self._pool

    def _discard(self) -> None:
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Threads begun here, and the processes they start, never hear Ctrl-C.

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


def _start_worker(limits: DecodeLimits) -> None:
    # For systems where starting it without interrupts is not possible.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    register_heif()
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
