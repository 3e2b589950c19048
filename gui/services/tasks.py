"""Long work beside the window: jobs in child processes, their progress as Qt signals.

One heavy job runs at a time, the others wait in a queue; light ones (an export, a download) run
beside it. A reader thread per task waits for the child's messages and hands them to the window's
thread through a queued signal, so that nothing here ever blocks painting.
"""

import logging
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from engine.jobs.process import JobFailure, JobMessage, JobProcess, JobRequest, JobResult
from engine.progress import Progress, RateMeter

HEAVY_JOBS = frozenset({"scan", "encode", "tune", "suggest", "queues", "evaluate"})
"""Jobs that use the whole machine or write much; one of them runs at a time."""

CHANGES_IMAGES = frozenset({"scan", "encode", "tune", "suggest", "queues"})
KEEPS_PARTS = frozenset({"translate"})
"""Jobs that leave what they have finished in the catalogue however they end."""

CANCEL_GRACE_MS = 700
"""How long a cancelled job may take to finish its item; then its process is ended."""

JOIN_TIMEOUT_S = 5.0


class TaskState(StrEnum):
    """Where a task is between being asked for and being over."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Work(Protocol):
    """What runs a task; ``JobProcess`` is one."""

    def receive(self) -> JobMessage | None: ...

    def cancel(self) -> None: ...

    def kill(self) -> None: ...

    def join(self, timeout_s: float | None = None) -> int | None: ...


class Task(QObject):
    """One job somebody asked for, from the queue to its end. Lives on the window's thread."""

    changed = Signal()
    ended = Signal()

    _reported = Signal(object)
    _over = Signal(object)

    def __init__(
        self, job: str, title: str, make_work: Callable[[], Work], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.job = job
        self.title = title
        self.state = TaskState.QUEUED
        self.progress: Progress | None = None
        self.summary: object = None
        self.failure: JobFailure | None = None
        self.cancelling = False
        self.options: dict[str, object] = {}
        self._meter = RateMeter()
        self._make_work = make_work
        self._work: Work | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._reported.connect(self._take_progress, Qt.ConnectionType.QueuedConnection)
        self._over.connect(self._take_end, Qt.ConnectionType.QueuedConnection)

    @property
    def is_heavy(self) -> bool:
        """Whether it has to wait for other heavy tasks."""
        return self.job in HEAVY_JOBS

    @property
    def is_over(self) -> bool:
        """Whether it has finished, failed or was stopped."""
        return self.state not in (TaskState.QUEUED, TaskState.RUNNING)

    @property
    def rate_per_s(self) -> float | None:
        """Items a second over the last seconds, or None."""
        return self._meter.rate_per_s

    @property
    def left_s(self) -> float | None:
        """Seconds until the present stage is done, or None."""
        return self._meter.left_s(self.progress) if self.progress is not None else None

    def begin(self) -> None:
        """Start the work; called by the runner when it is this task's turn."""
        self.state = TaskState.RUNNING
        self._thread = threading.Thread(target=self._read, name=f"task-{self.job}", daemon=True)
        self._thread.start()
        self.changed.emit()

    def cancel(self) -> None:
        """Stop: at once while queued, else at the next item and within a second."""
        if self.state is TaskState.QUEUED:
            self._end(JobFailure("", mendable=True, cancelled=True))
        elif self.state is TaskState.RUNNING and not self.cancelling:
            self.cancelling = True
            with self._lock:
                if self._work is not None:
                    self._work.cancel()
            QTimer.singleShot(CANCEL_GRACE_MS, self, self._kill)
            self.changed.emit()

    def ask_to_stop(self) -> None:
        """Let the work stop at its next item; used when the window closes."""
        with self._lock:
            self.cancelling = True
            if self._work is not None:
                self._work.cancel()

    def wait_or_kill(self, until_s: float) -> None:
        """Wait until ``until_s`` (monotonic) for the work to stop, then end it."""
        if self._thread is None:
            return
        self._thread.join(max(0.0, until_s - time.monotonic()))
        if self._thread.is_alive():
            self._kill()
            self._thread.join(JOIN_TIMEOUT_S)

    @Slot()
    def _kill(self) -> None:
        with self._lock:
            if self._work is not None:
                self._work.kill()

    def _read(self) -> None:
        """Runs in the reader thread."""
        end: JobResult | JobFailure | None = None
        try:
            work = self._make_work()
            with self._lock:
                self._work = work
                if self.cancelling:
                    work.cancel()
            while (message := work.receive()) is not None:
                if isinstance(message, Progress):
                    self._reported.emit(message)
                else:
                    end = message
            if work.join(JOIN_TIMEOUT_S) is None:
                work.kill()
            exit_code = work.join(JOIN_TIMEOUT_S)
            with self._lock:
                self._work = None
            if end is None:
                end = JobFailure(
                    "", False, cancelled=self.cancelling, details=f"exit code {exit_code}"
                )
        except Exception as error:
            logging.getLogger(__name__).exception("task %s", self.job)
            end = JobFailure(f"{type(error).__name__}: {error}", False)
        self._over.emit(end)

    @Slot(object)
    def _take_progress(self, progress: Progress) -> None:
        if not self.is_over:
            self.progress = progress
            self._meter.update(progress)
            self.changed.emit()

    @Slot(object)
    def _take_end(self, end: JobResult | JobFailure) -> None:
        self._end(end)

    def _end(self, end: JobResult | JobFailure) -> None:
        if self.is_over:
            return
        if isinstance(end, JobResult):
            self.state, self.summary = TaskState.FINISHED, end.summary
        else:
            self.failure = end
            self.state = TaskState.CANCELLED if end.cancelled else TaskState.FAILED
        self.changed.emit()
        self.ended.emit()


class TaskRunner(QObject):
    """Starts tasks in turn and tells about them."""

    added = Signal(object)
    """A Task, queued or begun."""

    ended = Signal(object)
    """A Task that finished, failed or was cancelled."""

    def __init__(
        self, catalogue: Path | None, curator: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._catalogue = catalogue
        self._curator = curator
        self._tasks: list[Task] = []
        self._closed = False

    @property
    def tasks(self) -> list[Task]:
        """The tasks that are queued or running, in the order they were asked for."""
        return [task for task in self._tasks if not task.is_over]

    def find(self, job: str) -> Task | None:
        """The queued or running task of a job, if there is one."""
        return next((task for task in self.tasks if task.job == job), None)

    def start(self, job: str, title: str, **options: object) -> Task:
        """Run ``engine.jobs.process.JOBS[job]`` on the catalogue, now or when its turn comes.

        ``title`` is what the task bar shows; ``options`` are the job's own and must be picklable.
        A heavy job that is already waiting with the same options is not queued twice.
        """
        waiting = self.find(job)
        if waiting is not None and waiting.is_heavy and waiting.options == options:
            return waiting
        request = JobRequest(job, self._catalogue, self._curator, options)
        task = Task(job, title, lambda: JobProcess(request), self)
        task.options = options
        return self._add(task)

    def start_download(self, encoder: str, title: str) -> Task:
        """Fetch an encoder; needs no catalogue and runs beside other work."""
        request = JobRequest("download", None, "", {"name": encoder})
        return self._add(Task("download", title, lambda: JobProcess(request), self))

    def start_work(self, job: str, title: str, make_work: Callable[[], Work]) -> Task:
        """Run work that is not a job of the catalogue; ``make_work`` is called in a thread."""
        return self._add(Task(job, title, make_work, self))

    def cancel_all(self) -> None:
        """Cancel everything that waits or runs."""
        for task in reversed(self.tasks):
            task.cancel()

    def shutdown(self) -> None:
        """End all work within a second or so; nothing is started or told afterwards.

        Work gets a moment to stop by itself: its own helper processes end in order then.
        """
        self._closed = True
        for task in self.tasks:
            task.ask_to_stop()
        until_s = time.monotonic() + CANCEL_GRACE_MS / 1000
        for task in self._tasks:
            task.wait_or_kill(until_s)

    def _add(self, task: Task) -> Task:
        self._tasks.append(task)
        task.ended.connect(self._task_ended)
        self.added.emit(task)
        self._begin_next()
        return task

    def _begin_next(self) -> None:
        if self._closed:
            return
        heavy_runs = any(t.is_heavy and t.state is TaskState.RUNNING for t in self._tasks)
        for task in self.tasks:
            if task.state is TaskState.QUEUED and not (task.is_heavy and heavy_runs):
                heavy_runs = heavy_runs or task.is_heavy
                task.begin()

    @Slot()
    def _task_ended(self) -> None:
        task = self.sender()
        if self._closed or not isinstance(task, Task):
            return
        self._tasks.remove(task)
        self.ended.emit(task)
        self._begin_next()
