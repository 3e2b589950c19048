"""Run a job on a terminal: its progress on stderr, and Ctrl-C as a request to stop."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from rich.console import Console
from rich.progress import BarColumn, TaskID, TextColumn
from rich.progress import Progress as ProgressBars

from cli.output.amounts import duration, percentage, size
from engine.jobs.table import JOBS, Unit
from engine.progress import CancelToken, Job, JobCancelledError, Progress, RateMeter

if TYPE_CHECKING:
    from db.catalogue import Catalogue

Result = TypeVar("Result")


def run_job(job: str, catalogue: "Catalogue | None" = None, /, **options: Any) -> Any:  # noqa: ANN401
    """Run a job of the table with its progress shown, as ``run_shown`` does; its summary."""
    kind = JOBS[job]
    try:
        return run_shown(
            lambda cancel: kind.run(catalogue, cancel=cancel, **options), unit=kind.unit
        )
    except JobCancelledError as error:
        error.goes_on = kind.keeps_finished
        raise


def run_shown(start: Callable[[CancelToken], Job[Result]], *, unit: Unit = Unit.ITEMS) -> Result:
    """Run the job that ``start`` gives to its end, showing one bar per stage; its result.

    The first Ctrl-C asks the job to stop at the next item, which raises JobCancelledError here;
    the second raises KeyboardInterrupt at once.
    """
    with _stop_requests() as cancel, _Stages(unit) as shown:
        job = start(cancel)
        while True:
            try:
                shown.update(next(job))
            except StopIteration as stop:
                shown.finish()
                result: Result = stop.value
                return result


@contextmanager
def _stop_requests() -> Iterator[CancelToken]:
    requested = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        if requested.is_set():
            raise KeyboardInterrupt
        requested.set()

    if threading.current_thread() is not threading.main_thread():
        yield requested  # only the main thread hears signals
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield requested
    finally:
        signal.signal(signal.SIGINT, before)


def _bars() -> ProgressBars:
    return ProgressBars(
        TextColumn("{task.description:26}"),
        BarColumn(bar_width=12),
        TextColumn("{task.fields[count]:>16}"),
        TextColumn("{task.fields[rate]:>9}"),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True),
        refresh_per_second=5,
    )


class _Stages:
    """One bar for every stage of a job, the earlier ones left standing."""

    def __init__(self, unit: Unit) -> None:
        self._bars = _bars()
        self._unit = unit
        self._meter = RateMeter()
        self._last: Progress | None = None
        self._bar: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bars.stop()

    def update(self, progress: Progress) -> None:
        """Show how far the job is; the first time, begin to show anything."""
        if self._bar is None:
            self._bars.start()
        self._meter.update(progress)
        if self._last is None or self._bar is None or progress.message != self._last.message:
            self.finish()
            self._bar = self._bars.add_task(
                str(progress.message), total=None, count="", rate="", left=""
            )
        self._last = progress
        rate, left_s = self._meter.rate_per_s, self._meter.left_s(progress)
        self._bars.update(
            self._bar,
            completed=progress.done,
            total=progress.total or None,
            count=self._count(progress),
            rate="" if rate is None or self._unit is Unit.PERCENT else f"{self._amount(rate)}/s",
            left="" if left_s is None else f"{duration(left_s)} left",
        )

    def finish(self) -> None:
        """The present stage is over; its last item was never reported as done."""
        if self._bar is not None and self._last is not None:
            total = self._last.total or self._last.done
            count = self._count(replace(self._last, done=total))
            self._bars.update(
                self._bar, total=total or 1, completed=total or 1, count=count, left=""
            )

    def _count(self, progress: Progress) -> str:
        if self._unit is Unit.PERCENT and progress.total:
            return percentage((100 * progress.done // progress.total) / 100)
        if not progress.total:
            return self._amount(progress.done) if progress.done else ""
        return f"{self._amount(progress.done)} of {self._amount(progress.total)}"

    def _amount(self, value: float) -> str:
        if self._unit is Unit.BYTES:
            return size(value)
        return f"{value:.1f}" if isinstance(value, float) and value < 10 else f"{value:.0f}"
