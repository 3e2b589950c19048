"""Counts the keys and clicks that it takes to empty the clusters of an archive's own duplicates.

    python -m tests.benchmarks.catalogue.duplicates_curator CATALOGUE [--clusters 500]

A copy is worked on, searched first where it was not yet. A scripted curator goes through the list
as it is shown, by keys alone: Enter on a cluster that is certain or likely (a half and more), and
again where the program asks whether labels are handed over; "no two are the same" on any other. So
it measures the keys that the page asks for, not whether the answers are right. The exit code is 1
where a certain cluster takes more than 1.5 keys.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.catalogue import Catalogue
from db.duplicate_records import LIKELY
from engine.answers.duplicates.cards import ClusterCard
from engine.answers.duplicates.state import duplicate_state
from engine.jobs.duplicates.find import find_duplicates
from engine.progress import NeverCancelled
from gui.duplicates.accept_dialogs import HandOverDialog
from gui.duplicates.page import DuplicatesPage
from gui.services.settings import Preferences
from gui.shell.app import create_application
from tests.benchmarks.copying import copy_catalogue
from tests.benchmarks.window import Figure, open_window, print_table, run_for, wait_for

MOST_KEYS = 150
"""For a hundred certain clusters."""


class Curator:
    """Presses keys, and counts them; ``keys`` and ``clusters`` by whether they were certain."""

    def __init__(self, page: DuplicatesPage) -> None:
        self._page = page
        self.keys = {True: 0, False: 0}
        self.clusters = {True: 0, False: 0}

    def decide(self) -> None:
        """Decide on the cluster at the cursor."""
        wait_for(lambda: self._page.desk.current is not None, "a cluster")
        card = self._page.desk.current
        if card is None:
            return
        same = card.certain or card.probability >= LIKELY
        self.clusters[card.certain] += 1
        if same:
            self._press(card, Qt.Key.Key_Return)
            self._answer_dialog(card)
        else:
            self._press(card, Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
        run_for(0)

    def _press(
        self,
        card: ClusterCard,
        key: Qt.Key,
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.keys[card.certain] += 1
        QTest.keyClick(self._page.clusters.rows, key, held)

    def _answer_dialog(self, card: ClusterCard) -> None:
        dialog = next(
            (
                one
                for one in QApplication.topLevelWidgets()
                if isinstance(one, HandOverDialog) and one.isVisible()
            ),
            None,
        )
        if dialog is not None:
            self.keys[card.certain] += 1
            wait_for(dialog.isActiveWindow, "the dialog")
            QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
            wait_for(lambda: not dialog.isVisible(), "the dialog to close")


def search(path: Path) -> None:
    """Look for duplicates where nobody has."""
    with Catalogue.open(path) as catalogue:
        if duplicate_state(catalogue).run is None:
            for _progress in find_duplicates(catalogue, cancel=NeverCancelled()):
                pass


def measure(path: Path, clusters: int) -> list[Figure]:
    """Empty so many clusters of a catalogue, or all there are."""
    window, _library = open_window(path)
    window.show_page("duplicates")
    page = window.pages.page("duplicates")
    if not isinstance(page, DuplicatesPage):
        raise TypeError("there is no Duplicates page")
    wait_for(lambda: page.desk.state is not None, "the clusters")
    window.activateWindow()
    page.clusters.rows.setFocus()
    curator = Curator(page)
    begun_s = time.perf_counter()
    while page.desk.ids and sum(curator.clusters.values()) < clusters:
        curator.decide()
    took_s = time.perf_counter() - begun_s
    window.close()
    keys, done = curator.keys, curator.clusters
    pressed, emptied = sum(keys.values()), sum(done.values())
    return [
        Figure("certain clusters", done[True], "clusters"),
        Figure("  keys for 100 of them", hundred(keys[True], done[True]), "keys", MOST_KEYS),
        Figure("other clusters", done[False], "clusters"),
        Figure("  keys for 100 of them", hundred(keys[False], done[False]), "keys"),
        Figure("all clusters", emptied, "clusters"),
        Figure("  keys for 100 of them", hundred(pressed, emptied), "keys"),
        Figure("  clicks", 0, "clicks"),
        Figure("by a script that needs no time to look", took_s, "s"),
    ]


def hundred(keys: int, clusters: int) -> float:
    """Keys for a hundred clusters."""
    return 100 * keys / max(clusters, 1)


def main() -> int:
    """Print the figures; 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--clusters", type=int, default=500)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NABOLAG_DATA_DIR"] = folder
        path = copy_catalogue(options.catalogue, Path(folder))
        search(path)
        preferences = Preferences()
        preferences.language = "en"
        create_application(preferences)
        figures = measure(path, options.clusters)
    print_table(figures, "Clusters emptied by keys")
    return int(not all(figure.passed for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
