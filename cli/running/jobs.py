"""Run a job on a terminal: its progress on stderr, and Ctrl-C as a request to stop."""

import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING, Any, Self, TextIO, TypeVar, cast

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, TaskID, TextColumn
from rich.progress import Progress as ProgressBars
from rich.table import Column

from cli.output.amounts import duration, percentage, size
from cli.output.asked import ASKED, ProgressAs
from cli.output.streams import Forgiving, put_aside
from engine.jobs.table import JOBS, Unit
from engine.progress import CancelToken, Job, JobCancelledError, Progress, RateMeter

if TYPE_CHECKING:
    from db.catalogue import Catalogue

Result = TypeVar("Result")

WIDE = 80
"""Columns from which on there is room for a bar and whole names."""

TOLD_EVERY_S = 0.2


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

    The first Ctrl-C, or SIGTERM, asks the job to stop at the next item, which raises
    JobCancelledError here; the second raises KeyboardInterrupt at once.
    """
    with _stop_requests() as cancel, _shown_stages(unit) as shown:
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
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield requested
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _shown_stages(unit: Unit) -> "_Stages | _JsonLines | _Nothing":
    match ASKED.shows_progress:
        case ProgressAs.JSON:
            return _JsonLines()
        case ProgressAs.NONE:
            return _Nothing()
        case _:
            return _Stages(unit)


def _bars() -> ProgressBars:
    """A line a stage. Where it is narrow, names are shortened before rate and time left are."""
    console = Console(file=cast("TextIO", Forgiving()), stderr=True)
    columns: list[ProgressColumn] = [
        TextColumn("{task.fields[count]:>16}"),
        TextColumn("{task.fields[rate]:>9}"),
        TextColumn("{task.fields[left]}"),
    ]
    if console.width >= WIDE:
        columns = [TextColumn("{task.description:26}"), BarColumn(bar_width=12), *columns]
    else:
        name = Column(no_wrap=True, overflow="ellipsis", ratio=1, min_width=4)
        columns = [TextColumn("{task.description}", table_column=name)]
        for field in ("count", "rate", "left"):
            text = f"{{task.fields[{field}]}}"
            columns.append(TextColumn(text, table_column=Column(no_wrap=True)))
    return ProgressBars(
        *columns, console=console, refresh_per_second=5, expand=console.width < WIDE
    )


class _Nothing:
    """Shows nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def update(self, progress: Progress) -> None:
        """Nothing to show."""

    def finish(self) -> None:
        """Nothing to show."""


class _JsonLines(_Nothing):
    """A JSON object a line on stderr: every stage once at least, and five times a second."""

    def __init__(self) -> None:
        self._meter = RateMeter()
        self._stage = ""
        self._told_s = 0.0

    def update(self, progress: Progress) -> None:
        """Tell how far the job is, unless that was told just now."""
        self._meter.update(progress)
        now_s = time.monotonic()
        if progress.stage == self._stage and now_s - self._told_s < TOLD_EVERY_S:
            return
        self._stage, self._told_s = progress.stage, now_s
        told = {
            "stage": progress.stage,
            "message": str(progress.message),
            "done": progress.done,
            "total": progress.total or None,
            "rate_per_s": self._meter.rate_per_s,
            "left_s": self._meter.left_s(progress),
        }
        put_aside(json.dumps({"progress": told}))


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
