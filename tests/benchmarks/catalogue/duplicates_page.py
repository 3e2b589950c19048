"""Measures the Duplicates page on a catalogue with many clusters, through the window.

    python -m tests.benchmarks.catalogue.duplicates_page [--clusters 20000] [--size 4]

On a catalogue made for it. Says how long the page takes to open, how long after a key the next
cluster is painted, and how many certain clusters are decided on a minute with how many keys. The
exit code is 1 where a target is missed.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.answers.current_encoder import FINGERPRINT_SETTING, NAME_SETTING
from gui.duplicates.page import DuplicatesPage
from gui.services.settings import Preferences
from gui.shell.app import create_application
from gui.shell.main_window import MainWindow
from tests.benchmarks.catalogue.duplicate_rows import made_catalogue
from tests.benchmarks.window import (
    Figure,
    Heartbeat,
    open_window,
    percentile,
    print_table,
    run_for,
    wait_for,
)

STEPS = 200
PAUSE_S = 0.05
ACCEPTED = 100


def shows_current(page: DuplicatesPage) -> bool:
    """Whether the cluster at the cursor is there to be painted."""
    return page.desk.current is not None


def pressed_ms(page: DuplicatesPage, key: Qt.Key) -> float:
    """From a key to the cluster at the cursor, painted."""
    begun_s = time.perf_counter()
    QTest.keyClick(page.clusters.rows, key)
    wait_for(lambda: shows_current(page), "the next cluster")
    page.clusters.rows.viewport().repaint()
    return (time.perf_counter() - begun_s) * 1000


def measure(window: MainWindow) -> list[Figure]:
    """Opening the page, walking, and accepting."""
    beat = Heartbeat()
    beat.start()
    begun_s = time.perf_counter()
    window.show_page("duplicates")
    page = window.pages.page("duplicates")
    if not isinstance(page, DuplicatesPage):
        raise TypeError("there is no Duplicates page")
    wait_for(lambda: bool(page.desk.ids) and shows_current(page), "the clusters")
    page.clusters.rows.viewport().repaint()
    opened_s = time.perf_counter() - begun_s
    opened_late_ms = max(beat.late_ms)
    run_for(1.0)
    window.activateWindow()
    page.clusters.rows.setFocus()
    steps = []
    for _ in range(STEPS):
        steps.append(pressed_ms(page, Qt.Key.Key_Down))
        run_for(PAUSE_S)
    page.desk.go_to(0)
    run_for(0.5)
    waiting = len(page.desk.ids)
    beat.start()
    begun_s = time.perf_counter()
    accepting = [pressed_ms(page, Qt.Key.Key_Return) for _ in range(ACCEPTED)]
    pressed_s = time.perf_counter() - begun_s
    late_ms = max(beat.late_ms, default=0.0)
    context = window.context
    if context is None:
        raise TypeError("no catalogue is open")
    # In the order of writing: the last one is there when this is answered.
    saved: list[bool] = []
    context.writes.submit(lambda: True, saved.append)
    wait_for(lambda: bool(saved), "the last cluster to be saved")
    saved_s = time.perf_counter() - begun_s
    decided = waiting - len(page.desk.ids)
    return [
        Figure(f"page opened, {waiting} clusters", opened_s, "s", 1.0),
        Figure("  loop blocked meanwhile, worst", opened_late_ms, "ms"),
        Figure("next cluster painted, 95 %", percentile(steps, 95), "ms", 50.0),
        Figure("decided and next one painted, 95 %", percentile(accepting, 95), "ms", 50.0),
        Figure("  loop blocked meanwhile, worst", late_ms, "ms"),
        Figure("keys for 100 certain clusters", 100 * ACCEPTED / max(decided, 1), "keys", 150.0),
        Figure(f"{ACCEPTED} certain clusters by keys alone", pressed_s, "s", 60.0),
        Figure("  until all are saved", saved_s, "s", 60.0),
    ]


def main() -> int:
    """Print the figures; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clusters", type=int, default=20_000)
    parser.add_argument("--size", type=int, default=4)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NABOLAG_DATA_DIR"] = folder
        with made_catalogue(Path(folder), options.clusters, options.size) as catalogue:
            path = catalogue.path
            catalogue.settings.set(NAME_SETTING, "measured")
            catalogue.settings.set(FINGERPRINT_SETTING, "fingerprint")
        preferences = Preferences()
        preferences.language = "en"
        create_application(preferences)
        window, _library = open_window(path)
        figures = measure(window)
        window.close()
    print_table(figures, f"Duplicates page, {options.clusters} clusters of {options.size}")
    return int(not all(figure.passed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
