"""Measures the window on a large catalogue, through the window, against its targets.

    python -m tests.benchmarks.window LARGE.nabolag.sqlite

``large_catalogue.py`` beside this makes one. A copy is measured, so that the catalogue stays as
it is; nothing is shown on a display unless QT_QPA_PLATFORM says so. Prints one table;
the exit code is 1 where a target is missed.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QTimer, qVersion
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.library.label_conditions import toggled
from gui.library.page import LibraryPage
from gui.review.page import ReviewPage
from gui.services.settings import Preferences
from gui.shell.app import create_application
from gui.shell.garbage import GarbageCollection
from gui.shell.main_window import MainWindow
from gui.widgets.viewing.image_view import Detail
from tests.benchmarks.copying import copy_catalogue

WINDOW_SIZE_PX = (1920, 1080)
TICK_MS = 2
WHEEL_NOTCHES = 4
WHEEL_INTERVAL_MS = 10
DRAG_STEPS = 300
DRAG_INTERVAL_MS = 16
REVIEW_STEPS = 60
REVIEW_PAUSE_S = 0.35
LOUPE_STEPS = 60
LOUPE_PAUSE_S = 0.35
SELECTED = 10_000
START_RUNS = 3
TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; ``target`` is the most it may be, None where it only informs."""

    name: str
    value: float
    unit: str
    target: float | None = None

    @property
    def passed(self) -> bool:
        """Whether the target, if any, is met."""
        return self.target is None or self.value <= self.target


class Heartbeat(QObject):
    """How late a timer comes: for so long was the event loop blocked."""

    def __init__(self) -> None:
        super().__init__()
        self.late_ms: list[float] = []
        self._last_s = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Begin to listen."""
        self.late_ms.clear()
        self._last_s = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Listen no more."""
        self._timer.stop()

    def _tick(self) -> None:
        now_s = time.perf_counter()
        self.late_ms.append(max(0.0, (now_s - self._last_s) * 1000 - TICK_MS))
        self._last_s = now_s


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that ``percent`` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Run the event loop, as the program does, until something holds."""
    deadline_s = time.monotonic() + TIMEOUT_S
    application = QApplication.instance()
    while not condition():
        if application is not None:
            application.processEvents()
        if time.monotonic() > deadline_s:
            raise TimeoutError(f"waited {TIMEOUT_S:.0f} s in vain for {what}")
        time.sleep(0.0005)


def run_for(seconds: float) -> None:
    """Run the event loop for a while."""
    end_s = time.monotonic() + seconds
    wait_for(lambda: time.monotonic() >= end_s, "time to pass")


def every(interval_ms: int, steps: int, act: Callable[[int], object]) -> None:
    """Do something ``steps`` times from a timer while the event loop runs."""
    done = 0
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(interval_ms)

    def step() -> None:
        nonlocal done
        if done < steps:
            act(done)
            done += 1

    timer.timeout.connect(step)
    timer.start()
    wait_for(lambda: done >= steps, "the steps")
    timer.stop()


def turn_wheel(widget: QWidget, angle: int) -> None:
    """One event of a mouse wheel over the middle of a widget; negative turns towards the person."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(0, 0),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def open_window(catalogue: Path) -> tuple[MainWindow, LibraryPage]:
    """The program's window with the catalogue open and the first pictures painted."""
    window = MainWindow(Preferences())
    window.resize(*WINDOW_SIZE_PX)
    window.show()
    GarbageCollection(window)
    window.session.open(catalogue)
    wait_for(lambda: window.context is not None, "the catalogue to open")
    page = window.pages.page("library")
    if not isinstance(page, LibraryPage):
        raise TypeError("the first page is not the library")
    wait_for(lambda: page.query.result is not None and page.grid.is_settled(), "pictures")
    page.grid.viewport().repaint()
    return window, page


def measure_start(catalogue: Path) -> float:
    """Seconds from the imports being done to the first grid with all its pictures, one start."""
    started_s = time.perf_counter()
    create_application(Preferences())
    window, _ = open_window(catalogue)
    taken_s = time.perf_counter() - started_s
    window.close()
    return taken_s


def measure_starts(catalogue: Path) -> list[Figure]:
    """The median of several starts, each in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.window", str(catalogue), "--start-only"]
    starts_s = [
        float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
        for _ in range(START_RUNS)
    ]
    return [
        Figure("start to first painted grid, median", statistics.median(starts_s), "s", 1.0),
        Figure("start to first painted grid, slowest", max(starts_s), "s"),
    ]


def measure_scrolling(page: LibraryPage) -> list[Figure]:
    """Wheel from the first row to the last, then the bar's handle all the way back."""
    grid, beat = page.grid, Heartbeat()
    bar = grid.verticalScrollBar()
    bar.setValue(0)
    wait_for(grid.is_settled, "pictures")
    beat.start()
    while bar.value() < bar.maximum():
        every(
            WHEEL_INTERVAL_MS, 100, lambda _step: turn_wheel(grid.viewport(), -120 * WHEEL_NOTCHES)
        )
    wheel_ms = list(beat.late_ms)
    beat.start()
    top = bar.maximum()
    every(
        DRAG_INTERVAL_MS, DRAG_STEPS, lambda i: bar.setSliderPosition(top - top * i // DRAG_STEPS)
    )
    started_s = time.perf_counter()
    wait_for(grid.is_settled, "pictures")
    settled_ms = (time.perf_counter() - started_s) * 1000
    drag_ms = list(beat.late_ms)
    beat.stop()
    return [
        Figure("wheel, first to last row: loop blocked, 99 %", percentile(wheel_ms, 99), "ms", 50),
        Figure("wheel, first to last row: loop blocked, worst", max(wheel_ms), "ms"),
        Figure("scroll bar dragged back: loop blocked, 99 %", percentile(drag_ms, 99), "ms", 50),
        Figure("scroll bar dragged back: loop blocked, worst", max(drag_ms), "ms"),
        Figure("all pictures there after scrolling stops", settled_ms, "ms"),
        Figure("memory of cached thumbnails", grid.loader.bytes_used / 1e6, "MB"),
    ]


def measure_filter(page: LibraryPage) -> list[Figure]:
    """Clicking a facet until its result is painted, and until all facets are counted."""
    label = max(page.vocabulary.labels, key=lambda item: item.image_count)
    counted: list[str] = []
    page.counting.counted.connect(lambda _counts, _is_filtered: counted.append("facets"))
    page.counting.suggested_counted.connect(lambda _counts: counted.append("suggested"))
    taken_ms: dict[str, list[float]] = {"result": [], "facets": [], "suggested": []}
    for _ in range(4):
        before = page.query.result
        counted.clear()
        started_s = time.perf_counter()
        page.query.set_filter(toggled(page.query.filter, "label_ids", label.id))
        wait_for(lambda before=before: page.query.result is not before, "the result")
        page.grid.viewport().repaint()
        taken_ms["result"].append((time.perf_counter() - started_s) * 1000)
        for what in ("facets", "suggested"):
            wait_for(lambda what=what: what in counted, "the counts")
            taken_ms[what].append((time.perf_counter() - started_s) * 1000)
        run_for(0.5)
    slowest = {what: max(times) for what, times in taken_ms.items()}
    return [
        Figure("filter by a label to its result, slowest of 4", slowest["result"], "ms", 200),
        Figure("  to the counts of the facets", slowest["facets"], "ms"),
        Figure("  to the counts of what is suggested", slowest["suggested"], "ms"),
    ]


def measure_labelling(window: MainWindow, page: LibraryPage) -> list[Figure]:
    """A new label typed for 10 000 selected images, and taken back with Ctrl+Z."""
    grid, panel = page.grid, page.panel
    grid.setFocus()
    grid.set_current(0)
    grid.selection.select_range(0, SELECTED - 1)
    wait_for(lambda: len(panel.shown.image_ids) == SELECTED, "the labels of the selection")
    panel.focus_entry()
    QTest.keyClicks(panel.entry, "label of the benchmark")
    beat = Heartbeat()
    beat.start()
    started_s = time.perf_counter()
    QTest.keyClick(panel.entry, Qt.Key.Key_Return)
    wait_for(lambda: not panel.is_saving, "the label to be saved")
    added_s = time.perf_counter() - started_s
    wait_for(lambda: any(row.name == "label of the benchmark" for row in panel.model.rows), "it")
    shown_s = time.perf_counter() - started_s
    wait_for(window.undo.undo.isEnabled, "undo")
    grid.setFocus()
    label = page.vocabulary.index.exact("label of the benchmark")
    label_id = label.id if label is not None else 0
    started_s = time.perf_counter()
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_for(lambda: label_id not in {row.label_id for row in panel.model.rows}, "the undo")
    undone_s = time.perf_counter() - started_s
    beat.stop()
    return [
        Figure(f"label put on {SELECTED} selected images, committed", added_s, "s", 1.0),
        Figure("  and shown in the panel", shown_s, "s"),
        Figure("  undone and no longer shown", undone_s, "s", 1.0),
        Figure("  loop blocked meanwhile, worst", max(beat.late_ms), "ms"),
    ]


def measure_loupe(page: LibraryPage) -> list[Figure]:
    """Right arrow at a person's pace, and held down: from the key to the picture on screen."""
    grid, loupe = page.grid, page.images.loupe
    seen: dict[tuple[int, int], float] = {}

    def note(image_id: int, detail: int) -> None:
        seen.setdefault((image_id, detail), time.perf_counter())

    loupe.view.shown.connect(note)
    page.activate()
    grid.set_current(0)
    QTest.keyClick(grid, Qt.Key.Key_Space)
    wait_for(lambda: loupe.view.detail >= Detail.SCREEN, "the first image")
    run_for(2.0)
    sharp_ms, held_ms = [], []
    for times_ms, pause_s in ((sharp_ms, LOUPE_PAUSE_S), (held_ms, 0.0)):
        for _ in range(LOUPE_STEPS):
            pressed_s = time.perf_counter()
            QTest.keyClick(loupe, Qt.Key.Key_Right)
            key = (loupe.image_id, int(Detail.SCREEN))
            wait_for(lambda key=key: key in seen, "a sharp picture")
            times_ms.append((seen[key] - pressed_s) * 1000)
            run_for(pause_s)
    QTest.keyClick(loupe, Qt.Key.Key_Space)
    loupe.view.shown.disconnect(note)
    return [
        Figure("loupe: key press to next image, sharp, 95 %", percentile(sharp_ms, 95), "ms", 30),
        Figure("loupe: key press to next image, median", statistics.median(sharp_ms), "ms"),
        Figure("loupe: without a pause in between, sharp, 95 %", percentile(held_ms, 95), "ms"),
    ]


def measure_review(window: MainWindow) -> list[Figure]:
    """Space at a person's pace: from the key press to the picture on screen."""
    window.show_page("review")
    page = window.pages.page("review")
    if not isinstance(page, ReviewPage):
        raise TypeError("there is no review page")
    view = page.stage.view
    seen: dict[tuple[int, int], float] = {}

    def note(image_id: int, detail: int) -> None:
        seen.setdefault((image_id, detail), time.perf_counter())

    view.shown.connect(note)
    wait_for(lambda: view.image_id != 0 and view.detail >= Detail.SCREEN, "the first image")
    run_for(2.0)
    any_ms, sharp_ms = [], []
    beat = Heartbeat()
    beat.start()
    for _ in range(REVIEW_STEPS):
        before = view.image_id
        pressed_s = time.perf_counter()
        QTest.keyClick(page, Qt.Key.Key_Space)
        wait_for(lambda before=before: view.image_id != before, "the next image")
        image_id = view.image_id
        sharp = [(image_id, int(Detail.SCREEN)), (image_id, int(Detail.FULL))]
        wait_for(lambda keys=sharp: any(key in seen for key in keys), "a sharp picture")
        first_s = min(time_s for (seen_id, _), time_s in seen.items() if seen_id == image_id)
        sharp_s = min(seen[key] for key in sharp if key in seen)
        any_ms.append((first_s - pressed_s) * 1000)
        sharp_ms.append((sharp_s - pressed_s) * 1000)
        run_for(REVIEW_PAUSE_S)
    beat.stop()
    return [
        Figure("Review: key press to next image, sharp, 95 %", percentile(sharp_ms, 95), "ms", 50),
        Figure("Review: key press to next image, median", statistics.median(sharp_ms), "ms"),
        Figure("Review: key press to any picture of it, 95 %", percentile(any_ms, 95), "ms"),
        Figure("Review: loop blocked, 99 %", percentile(beat.late_ms, 99), "ms"),
    ]


def print_table(figures: Sequence[Figure], title: str) -> None:
    """One line a figure: what, how much, the target, whether it is met."""
    lines = [title, f"{'':<52}{'measured':>12}{'target':>12}"]
    for figure in figures:
        shown = (
            f"{figure.value:.2f} s" if figure.unit == "s" else f"{figure.value:.0f} {figure.unit}"
        )
        target = "" if figure.target is None else f"{figure.target:g} {figure.unit}"
        verdict = "" if figure.target is None else "pass" if figure.passed else "FAIL"
        lines.append(f"{figure.name:<52}{shown:>12}{target:>12}  {verdict}".rstrip())
    sys.stdout.write("\n".join(lines) + "\n")


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--start-only", action="store_true", help="measure one start, print it")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if options.start_only:
        sys.stdout.write(f"{measure_start(options.catalogue)}\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NABOLAG_DATA_DIR"] = folder
        catalogue = copy_catalogue(options.catalogue.absolute(), Path(folder))
        figures = measure_starts(catalogue)
        application = create_application(Preferences())
        window, page = open_window(catalogue)
        run_for(2.0)
        count = len(page.grid.selection.ids)
        figures += measure_scrolling(page)
        figures += measure_filter(page)
        figures += measure_labelling(window, page)
        figures += measure_loupe(page)
        figures += measure_review(window)
        window.close()
        application.processEvents()
    machine = f"{os.cpu_count()} CPUs, Python {platform.python_version()}, Qt {qVersion()}"
    print_table(figures, f"{count} images, window {WINDOW_SIZE_PX}, {machine}")
    sys.exit(0 if all(figure.passed for figure in figures) else 1)


if __name__ == "__main__":
    main()
