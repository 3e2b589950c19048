"""Measures the grid of a label on a large catalogue, through the window, against its targets.

    python -m tests.benchmarks.catalogue.label_grid LARGE.nabolag.sqlite

``large_catalogue.py`` beside this makes one. In a copy one label gets ``WAITING`` suggestions on
images without labels, beside those of all other labels. Prints one table; the exit code is 1 where
a target is missed.
"""

import argparse
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtTest import QTest

from db.catalogue import Catalogue
from db.records import GridMode, ImageFilter, Status, SuggestionRun
from gui.review.grid.view import LabelGridView
from gui.review.page import ReviewPage
from gui.services.settings import Preferences
from gui.shell.app import create_application
from gui.shell.main_window import MainWindow
from gui.widgets.thumbnails.view import MIN_CELL_PX
from tests.benchmarks.copying import copy_catalogue
from tests.benchmarks.large_catalogue import SEED, THRESHOLD, suggestion_rows
from tests.benchmarks.window import (
    WINDOW_SIZE_PX,
    Figure,
    Heartbeat,
    open_window,
    percentile,
    print_table,
    run_for,
    wait_for,
)

WAITING = 20_000
PAGES = 60
PAGES_TAKEN = 12
PAUSE_S = 0.15
CELL_PX = MIN_CELL_PX
TAKEN_AT_ONCE = 200


def plant(path: Path) -> int:
    """Suggest one label for many images that carry none; its id."""
    with Catalogue.open(path) as catalogue:
        label_ids = [label.id for label in catalogue.labels.all()]
        label_id, others = label_ids[0], label_ids[1:]
        unlabelled = catalogue.images.ids(ImageFilter(status=Status.UNLABELLED))[:WAITING]
        randomness = random.Random(SEED)

        def rows() -> Iterator[tuple[int, int, float, float]]:
            for image_id, of_label, confidence in suggestion_rows(catalogue.images.ids(), others):
                yield image_id, of_label, confidence, confidence
            for image_id in unlabelled:
                confidence = THRESHOLD + (1 - THRESHOLD) * randomness.random()
                yield image_id, label_id, confidence, confidence

        run = SuggestionRun("neighbor-search", "benchmark", {}, THRESHOLD)
        catalogue.suggestions.replace_all(run, rows())
    return label_id


def measure_first_page(window: MainWindow, label_id: int) -> tuple[LabelGridView, list[Figure]]:
    """From the request for a label to its first page, on a page of the window that is built."""
    page = window.pages.page("review")
    if not isinstance(page, ReviewPage):
        raise TypeError("there is no review page")
    view = page.views.grid
    view.grid.set_cell_size(CELL_PX)
    window.show_page("review")
    run_for(1.0)
    context = window.context
    assert context is not None
    shown_ms, settled_ms = [], []
    for _ in range(5):
        view.desk.label_id = 0
        view.desk.pages.show(None)
        started_s = time.perf_counter()
        context.navigator.show_grid(label_id, GridMode.SUGGESTED)
        wait_for(lambda: len(view.grid.selection.ids) > 0 and view.desk.pages.total > 0, "a page")
        view.grid.viewport().repaint()
        shown_ms.append((time.perf_counter() - started_s) * 1000)
        wait_for(view.grid.is_settled, "pictures")
        settled_ms.append((time.perf_counter() - started_s) * 1000)
        wait_for(lambda: view.desk.is_counted and not view.desk.is_loading, "the labels")
        run_for(1.0)
    return view, [
        Figure("first page of the label, median of 5", statistics.median(shown_ms), "ms", 100),
        Figure("  the very first one", shown_ms[0], "ms"),
        Figure("  with all its pictures, median", statistics.median(settled_ms), "ms"),
    ]


def measure_pages(view: LabelGridView) -> list[Figure]:
    """Page Down at a person's pace."""
    beat = Heartbeat()
    shown_ms, settled_ms = [], []
    view.grid.setFocus()
    beat.start()
    for _ in range(PAGES):
        before = view.desk.pages.start
        started_s = time.perf_counter()
        QTest.keyClick(view.grid, Qt.Key.Key_PageDown)
        if view.desk.pages.start == before:
            break
        view.grid.viewport().repaint()
        shown_ms.append((time.perf_counter() - started_s) * 1000)
        wait_for(view.grid.is_settled, "pictures")
        view.grid.viewport().repaint()
        settled_ms.append((time.perf_counter() - started_s) * 1000)
        run_for(PAUSE_S)
    beat.stop()
    return [
        Figure("next page, 95 %", percentile(shown_ms, 95), "ms", 50),
        Figure("  with all its pictures, 95 %", percentile(settled_ms, 95), "ms"),
        Figure("  loop blocked, 99 %", percentile(beat.late_ms, 99), "ms"),
        Figure("  loop blocked, worst", max(beat.late_ms), "ms"),
    ]


def measure_taking(window: MainWindow, view: LabelGridView) -> list[Figure]:
    """Enter until the page is in the catalogue, and the undo of a page until it is shown again."""
    desk, context = view.desk, window.context
    assert context is not None
    saved: list[float] = []
    context.hub.changed.connect(lambda _change: saved.append(time.perf_counter()))
    desk.pages.start = 0
    # As many as a page may have, whatever fits.
    desk.set_page_size(TAKEN_AT_ONCE)
    beat = Heartbeat()
    shown_ms, saved_ms, sizes = [], [], []
    beat.start()
    for _ in range(PAGES_TAKEN):
        saved.clear()
        sizes.append(len(desk.pages.image_ids))
        if not sizes[-1]:
            break
        started_s = time.perf_counter()
        QTest.keyClick(view.grid, Qt.Key.Key_Return)
        view.grid.viewport().repaint()
        shown_ms.append((time.perf_counter() - started_s) * 1000)
        wait_for(lambda: bool(saved), "the page to be saved")
        saved_ms.append((saved[0] - started_s) * 1000)
        run_for(2 * PAUSE_S)
    late_ms = list(beat.late_ms)
    wait_for(window.undo.undo.isEnabled, "undo")
    total = desk.pages.total
    started_s = time.perf_counter()
    QTest.keyClick(view.grid, Qt.Key.Key_U)
    wait_for(lambda: desk.pages.total > total and not desk.is_loading, "the page again")
    undone_ms = (time.perf_counter() - started_s) * 1000
    beat.stop()
    return [
        Figure("images on a page that is taken", statistics.median(sizes), ""),
        Figure("Enter until the page is saved, 95 %", percentile(saved_ms, 95), "ms", 300),
        Figure("Enter until the next page is painted, 95 %", percentile(shown_ms, 95), "ms", 50),
        Figure("  loop blocked, 99 %", percentile(late_ms, 99), "ms"),
        Figure("undo until the page is shown again", undone_ms, "ms"),
    ]


def measure_labels(view: LabelGridView) -> list[Figure]:
    """All labels counted and put in order, off the window's thread."""
    beat = Heartbeat()
    beat.start()
    started_s = time.perf_counter()
    view.desk.choose_mode(GridMode.MISSING)
    view.desk.choose_mode(GridMode.SUGGESTED)
    wait_for(lambda: view.desk.is_counted, "the labels")
    taken_s = time.perf_counter() - started_s
    beat.stop()
    return [
        Figure("labels counted and put in order", taken_s, "s"),
        Figure("  loop blocked meanwhile, worst", max(beat.late_ms), "ms"),
    ]


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NABOLAG_DATA_DIR"] = folder
        catalogue = copy_catalogue(options.catalogue.absolute(), Path(folder))
        label_id = plant(catalogue)
        application = create_application(Preferences())
        window, library = open_window(catalogue)
        count = len(library.grid.selection.ids)
        run_for(1.0)
        view, figures = measure_first_page(window, label_id)
        waiting = view.desk.pages.total
        figures += measure_pages(view)
        figures += measure_taking(window, view)
        figures += measure_labels(view)
        window.close()
        application.processEvents()
    machine = f"{os.cpu_count()} CPUs, Python {platform.python_version()}, Qt {qVersion()}"
    print_table(figures, f"{count} images, {waiting} wait, window {WINDOW_SIZE_PX}, {machine}")
    sys.exit(0 if all(figure.passed for figure in figures) else 1)


if __name__ == "__main__":
    main()
