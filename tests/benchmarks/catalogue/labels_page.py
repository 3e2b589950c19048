"""Measures the Labels page on an encoded catalogue, and with 10 000 labels, through the window.

    python -m tests.benchmarks.catalogue.labels_page ENCODED.nabolag.sqlite

A copy is measured. Says how long it takes from the last letter of a new name to its figure, and
for how long the event loop is blocked while the page works. The exit code is 1 where a target is
missed.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtTest import QTest

from db.catalogue import Catalogue
from db.records import VocabularyEntry
from gui.labels.page import LabelsPage
from gui.labels.rows import Column
from gui.services.settings import Preferences
from gui.shell.app import create_application
from gui.shell.main_window import MainWindow
from tests.benchmarks.copying import copy_catalogue
from tests.benchmarks.window import (
    WINDOW_SIZE_PX,
    Figure,
    Heartbeat,
    open_window,
    print_table,
    run_for,
    wait_for,
)

NEW_NAMES = ("lorry", "sailing boat", "red flower", "old map", "arrow", "smiling face", "tree")
LABELS = 10_000
PER_GROUP = 20


def labels_page(window: MainWindow) -> LabelsPage:
    """The Labels page, shown, with its labels."""
    window.show_page("labels")
    page = window.pages.page("labels")
    if not isinstance(page, LabelsPage):
        raise TypeError("there is no Labels page")
    wait_for(lambda: bool(page.model.rows), "the labels")
    return page


def measure_opening(window: MainWindow) -> list[Figure]:
    """The first visit: labels, then the figures of all names, some of them never encoded."""
    beat = Heartbeat()
    beat.start()
    started_s = time.perf_counter()
    page = labels_page(window)
    shown_s = time.perf_counter() - started_s
    done: list[float] = []

    def note(count: int, total: int) -> None:
        if count == total:
            done.append(time.perf_counter() - started_s)

    page.trials.progressed.connect(note)
    wait_for(lambda: bool(done), "the figures of all names")
    run_for(2.0)
    worst_ms = max(beat.late_ms)
    return [
        Figure(f"{len(page.model.rows)} labels shown", shown_s, "s"),
        Figure("the figures of all their names", done[0], "s"),
        Figure("  loop blocked meanwhile, worst", worst_ms, "ms"),
    ]


def measure_trials(window: MainWindow) -> list[Figure]:
    """From the last letter of a new English name to its figure."""
    page = labels_page(window)
    most = max(page.model.rows.values(), key=lambda row: row.label.image_count)
    page.go_to(most.label.id)
    editor = page.details.editor
    answered: list[float] = []
    page.trials.tried.connect(lambda *_: answered.append(time.perf_counter()))
    beat = Heartbeat()
    beat.start()
    taken_ms = []
    for name in NEW_NAMES:
        editor.english.selectAll()
        editor.english.setFocus()
        answered.clear()
        QTest.keyClicks(editor.english, name)
        typed_s = time.perf_counter()
        wait_for(lambda: bool(answered), "the figure")
        taken_ms.append((answered[0] - typed_s) * 1000)
        run_for(0.3)
    editor.revert()
    return [
        Figure("new name to its AUC, median", statistics.median(taken_ms), "ms", 200),
        Figure("new name to its AUC, slowest", max(taken_ms), "ms"),
        Figure("  loop blocked meanwhile, worst", max(beat.late_ms), "ms"),
    ]


def add_labels(catalogue: Path) -> None:
    """10 000 labels in groups of 20, in one step."""
    entries: list[VocabularyEntry] = []
    for number in range(LABELS):
        above = None if number % PER_GROUP == 0 else number - number % PER_GROUP
        entries.append(
            VocabularyEntry(f"measured label {number * 7919 % LABELS}", above, (), False)
        )
    with Catalogue.open(catalogue) as opened:
        opened.commands.import_keyword_list(entries)


def measure_many(window: MainWindow) -> list[Figure]:
    """Filter, sort, scroll and switch with 10 000 labels."""
    page = labels_page(window)
    wait_for(lambda: len(page.model.rows) > LABELS, "the labels")
    run_for(3.0)
    figures = []
    acts: tuple[tuple[str, Callable[[], object]], ...] = (
        ("a letter typed to find", lambda: QTest.keyClicks(page.bar.finder, "7")),
        ("two more", lambda: QTest.keyClicks(page.bar.finder, "77")),
        ("all labels again", lambda: page.bar.finder.clear()),
        ("shown as a table", lambda: QTest.keyClick(page.tree, Qt.Key.Key_T)),
        ("sorted by name", lambda: page.tree.sortByColumn(Column.NAME, order())),
        ("sorted by images", lambda: page.tree.sortByColumn(Column.IMAGES, order())),
        ("to the last label", lambda: QTest.keyClick(page.tree, Qt.Key.Key_End)),
        ("all selected", lambda: page.tree.selectAll()),
        ("all shown as a tree", lambda: QTest.keyClick(page.tree, Qt.Key.Key_T)),
    )
    for name, act in acts:
        beat = Heartbeat()
        page.tree.setFocus()
        beat.start()
        run_for(0.02)
        act()
        run_for(0.6)
        beat.stop()
        figures.append(
            Figure(f"{LABELS} labels, {name}: loop blocked", max(beat.late_ms), "ms", 250)
        )
    return figures


def order() -> Qt.SortOrder:
    """From the top down."""
    return Qt.SortOrder.DescendingOrder


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NABOLAG_DATA_DIR"] = folder
        catalogue = copy_catalogue(options.catalogue.absolute(), Path(folder))
        application = create_application(Preferences())
        window, _ = open_window(catalogue)
        run_for(1.0)
        figures = measure_opening(window)
        figures += measure_trials(window)
        window.session.close()
        add_labels(catalogue)
        window.session.open(catalogue)
        wait_for(lambda: window.context is not None, "the catalogue to open")
        figures += measure_many(window)
        window.close()
        application.processEvents()
    machine = f"{os.cpu_count()} CPUs, Python {platform.python_version()}, Qt {qVersion()}"
    print_table(figures, f"Labels page, window {WINDOW_SIZE_PX}, {machine}")
    sys.exit(0 if all(figure.passed for figure in figures) else 1)


if __name__ == "__main__":
    main()
