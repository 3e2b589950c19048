"""Work off the window's thread, results on it.

A lane runs callables one after another in one thread of its own. Reads and writes of the
catalogue have a lane each, so that a long write never keeps the next picture from being shown;
numerics have a third. Jobs that take longer run in a process (``gui.services.tasks``).
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

Result = TypeVar("Result")


def is_gone(callback: Callable[..., object]) -> bool:
    """Whether a widget that wants to be told is no more: a dialog may be closed before its answer.

    It is what the method belongs to, or what a function made in a method keeps hold of.
    """
    cells = getattr(callback, "__closure__", None) or ()
    owners = [getattr(callback, "__self__", None), *(cell.cell_contents for cell in cells)]
    return any(isinstance(one, QObject) and not isValid(one) for one in owners)


class _Relay(QObject):
    """Carries one finished call to the window's thread."""

    finished = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.closed = False
        self.untold: set[Future[Any]] = set()
        """Calls whose outcome has not been delivered."""
        self.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @Slot(object, object)
    def _deliver(self, callback: Callable[[Any], None], call: Future[Any]) -> None:
        self.untold.discard(call)
        if self.closed or is_gone(callback):
            return
        error = call.exception()
        callback(error if error is not None else call.result())


class Lane(QObject):
    """A queue of calls run by one thread; their results come back on the window's thread."""

    failed = Signal(object)
    """An exception no ``on_error`` was given for."""

    def __init__(
        self,
        name: str,
        parent: QObject | None = None,
        *,
        around: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """``around`` makes what every call runs in, such as what explains its errors."""
        super().__init__(parent)
        self._around = around
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._relay = _Relay(self)

    def submit(
        self,
        work: Callable[[], Result],
        on_done: Callable[[Result], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> Future[Result]:
        """Run ``work`` in the lane; then ``on_done(result)`` or ``on_error(error)`` here.

        The future's ``cancel`` drops work that has not begun (a request scrolled off screen).
        """
        if self._relay.closed:
            # A timer of a page that is being taken down may still ask.
            dropped: Future[Result] = Future()
            dropped.cancel()
            return dropped
        future = self._executor.submit(self._run, work)
        self._relay.untold.add(future)

        def relay(finished: Future[Result]) -> None:
            if self._relay.closed:
                return
            error = None if finished.cancelled() else finished.exception()
            if error is not None:
                logging.getLogger(__name__).debug("lane call failed", exc_info=error)
                self._relay.finished.emit(on_error or self.failed.emit, finished)
            elif on_done is not None and not finished.cancelled():
                self._relay.finished.emit(on_done, finished)
            else:
                self._relay.untold.discard(finished)

        future.add_done_callback(relay)
        return future

    def _run(self, work: Callable[[], Result]) -> Result:
        with self._around():
            return work()

    def finish(self) -> list[BaseException]:
        """Wait for everything that was asked for; the errors that nobody has been told of yet.

        They are delivered as ever when the window's thread goes on.
        """
        calls = list(self._relay.untold)
        wait(calls)
        errors = [call.exception() for call in calls if not call.cancelled()]
        return [error for error in errors if error is not None]

    def abandon(self) -> None:
        """Drop what waits, and leave what runs to itself: a question to a disk that may hang."""
        self._relay.closed = True
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._relay.untold.clear()

    def close(self, *, drop_waiting: bool = True) -> None:
        """Finish what is running, drop the rest (or finish that too, as a lane of writes must).

        Nothing is delivered afterwards: what fails then is in the log.
        """
        self._relay.closed = True
        self._executor.shutdown(wait=True, cancel_futures=drop_waiting)
        if not drop_waiting:
            for error in self.finish():
                logging.getLogger(__name__).error("failed while closing", exc_info=error)
        self._relay.untold.clear()
