"""Long work beside the window: jobs in child processes, their progress as Qt signals.

One heavy job runs at a time, the others wait in a queue; light ones (an export, a download) run
beside it. A reader thread per task waits for the child's messages and hands them to the window's
thread through a queued signal, so that nothing here ever blocks painting.
"""

import logging
import threading
import time
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from engine.jobs import table
from engine.jobs.process import JobFailure, JobProcess, JobRequest, JobResult
from engine.progress import Progress, RateMeter
from messages.message import Message

CANCEL_GRACE_MS = 700
"""How long a cancelled job may take to finish its item; then its process is ended."""

PLACE_GRACE_MS = 60_000
"""The same where the job keeps its place: ended before, it would fall back to an earlier one."""

JOIN_TIMEOUT_S = 5.0


class TaskState(StrEnum):
    """Where a task is between being asked for and being over."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Task(QObject):
    """One job somebody asked for, from the queue to its end. Lives on the window's thread."""

    changed = Signal()
    ended = Signal()

    _reported = Signal(object)
    _over = Signal(object)

    def __init__(self, request: JobRequest, parent: QObject) -> None:
        super().__init__(parent)
        self.request = request
        self.kind = table.JOBS[request.name]
        self.state = TaskState.QUEUED
        self.progress: Progress | None = None
        self.summary: object = None
        self.failure: JobFailure | None = None
        self.cancelling = False
        self._meter = RateMeter()
        self._work: JobProcess | None = None
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._reported.connect(self._take_progress, Qt.ConnectionType.QueuedConnection)
        self._over.connect(self._take_end, Qt.ConnectionType.QueuedConnection)

    @property
    def job(self) -> str:
        """The name of its job."""
        return self.kind.name

    @property
    def title(self) -> Message:
        """What it is called."""
        return table.title(self.job, self.request.options)

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
        """Stop: at once while queued, else at the next item and within a second, or where the work
        keeps its place after it."""
        if self.state is TaskState.QUEUED:
            self._end(JobFailure(None, mendable=True, cancelled=True))
        elif self.state is TaskState.RUNNING and not self.cancelling:
            self.cancelling = True
            with self._lock:
                if self._work is not None:
                    self._work.cancel()
            stage = self.progress.stage if self.progress is not None else ""
            keeps_place = stage in self.kind.keeps_place_in
            grace_ms = PLACE_GRACE_MS if keeps_place else CANCEL_GRACE_MS
            QTimer.singleShot(grace_ms, self, self._kill)
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
            work = JobProcess(self.request)
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
                    None, False, cancelled=self.cancelling, details=f"exit code {exit_code}"
                )
        except Exception as error:
            logging.getLogger(__name__).exception("task %s", self.job)
            end = JobFailure(None, False, details=f"{type(error).__name__}: {error}")
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

    def start(self, job: str, **options: object) -> Task:
        """Run ``engine.jobs.table.JOBS[job]``, now or when its turn comes.

        ``options`` are the job's own and must be picklable. A heavy job that is already waiting
        with the same options is not queued twice.
        """
        waiting = self.find(job)
        if waiting is not None and waiting.kind.is_heavy and waiting.request.options == options:
            return waiting
        catalogue = self._catalogue if table.JOBS[job].needs_catalogue else None
        task = Task(JobRequest(job, catalogue, self._curator, options), self)
        self._tasks.append(task)
        task.ended.connect(self._task_ended)
        self.added.emit(task)
        self._begin_next()
        return task

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

    def _begin_next(self) -> None:
        if self._closed:
            return
        heavy_runs = any(
            task.kind.is_heavy and task.state is TaskState.RUNNING for task in self._tasks
        )
        for task in self.tasks:
            if task.state is TaskState.QUEUED and not (task.kind.is_heavy and heavy_runs):
                heavy_runs = heavy_runs or task.kind.is_heavy
                task.begin()

    @Slot()
    def _task_ended(self) -> None:
        task = self.sender()
        if self._closed or not isinstance(task, Task):
            return
        self._tasks.remove(task)
        self.ended.emit(task)
        self._begin_next()
