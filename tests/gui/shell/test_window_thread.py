"""The window answers while another process holds the catalogue's file."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from gui.dialogs.assistant.assistant import NewCatalogueAssistant
from gui.dialogs.glossary import GlossaryDialog
from gui.dialogs.import_keywords import ImportKeywordsDialog
from gui.export.page import ExportPage
from gui.labels.page import LabelsPage
from gui.models.reports import stored_reports
from gui.review.desk.reading import read_item
from gui.shell.main_window import MainWindow
from gui.shell.pages import PAGES
from tests.gui.window_thread import DiskWatch, WindowThreadWatch

Dialog = TypeVar("Dialog", bound=QDialog)
OpenWindow = Callable[[], MainWindow]

HELD_S = 3.0
HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""


class Pulse(QObject):
    """Beats as often as the event loop lets it."""

    def __init__(self) -> None:
        super().__init__()
        self.longest_pause_s = 0.0
        self._last_s = time.monotonic()
        self._timer = QTimer(self, interval=5)
        self._timer.timeout.connect(self.beat)
        self._timer.start()

    def beat(self) -> None:
        """The event loop, or a step of a test, has come this far."""
        now_s = time.monotonic()
        self.longest_pause_s = max(self.longest_pause_s, now_s - self._last_s)
        self._last_s = now_s


@contextmanager
def held(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process keeps everybody from reading and writing the file, for HELD_S."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), str(HELD_S)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield holder
    finally:
        holder.communicate(timeout=30)


def walk_through(window: MainWindow, qtbot: QtBot) -> float:
    """Type on Export, show every page and open dialogs; the longest pause of the event loop."""
    pulse = Pulse()
    export = window.pages.page("export")
    assert isinstance(export, ExportPage)
    menus = window.menus

    def type_a_name() -> None:
        export.destination.clear()
        for letter in "out.csv":
            qtbot.keyClick(export.destination, letter)
            pulse.beat()

    steps: list[Callable[[], object]] = [
        lambda: window.show_page("export"),
        type_a_name,
        *(lambda page=page: window.show_page(page) for page in PAGES),
        menus.show_settings,
        menus.show_encoders,
        menus.show_history,
        menus.show_problems,
        menus.show_translation,
        menus.show_glossary,
        menus.show_cleaning,
    ]
    for step in steps:
        step()
        pulse.beat()
        qtbot.wait(20)
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog):
            widget.close()
    return pulse.longest_pause_s


def test_no_page_or_dialog_waits_for_who_holds_the_file(
    open_window: OpenWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    # Pages and modules are there from the first walk on.
    walk_through(window, qtbot)
    pause_s = walk_through(window, qtbot)
    assert window.context is not None
    window.context.reads.finish()

    with held(catalogue_path) as holder:
        held_pause_s = walk_through(window, qtbot)
        assert holder.poll() is None, "the walk was over only after the file was free"

    assert held_pause_s < pause_s + HELD_S / 10
    window.show_page("export")
    export = window.pages.page("export")
    assert isinstance(export, ExportPage)
    qtbot.keyClick(export.destination, Qt.Key.Key_Backspace)
    export.destination.setText(str(catalogue_path.with_name("out.csv")))
    qtbot.waitUntil(export.export_button.isEnabled, timeout=15_000)


def test_what_the_window_reads_on_its_own_thread_is_found(
    catalogue_path: Path, window_thread: WindowThreadWatch
) -> None:
    with Catalogue.open(catalogue_path) as catalogue:
        image_id = catalogue.images.ids()[0]
        assert window_thread.found == [], "a test may ask"

        read_item(catalogue, image_id)
        selects = [found for found in window_thread.found if found.startswith("SELECT")]
        assert selects
        assert all("gui.review.desk.reading" in found for found in selects)
        window_thread.found.clear()

        with window_thread.allowed():
            read_item(catalogue, image_id)
        assert window_thread.found == []


def drop(target: QWidget, path: Path) -> None:
    """Drag a file or folder of this computer over a widget and let go of it there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    for event in (
        QDragEnterEvent(QPoint(5, 5), copy, data, left, none),
        QDropEvent(QPointF(5, 5), copy, data, left, none),
    ):
        QApplication.sendEvent(target, event)


def shown(window: MainWindow, kind: type[Dialog], qtbot: QtBot) -> Dialog:
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(kind)))
    return next(one for one in window.findChildren(kind) if one.isVisible())


def test_no_page_or_dialog_asks_a_disk_on_the_windows_thread(
    window: MainWindow, catalogue_path: Path, archive_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    table = archive_dir / "keywords.csv"
    table.write_text("file,keywords\nships/ferry.png,steam\n", encoding="utf-8")
    watch = DiskWatch(tmp_path)
    with watch.listening():
        window.menus.open_sample()
        qtbot.waitUntil(lambda: window.context is not None, timeout=10_000)
        drop(window, catalogue_path)
        qtbot.waitUntil(lambda: catalogue_path in window.preferences.recent, timeout=10_000)
        walk_through(window, qtbot)

        window.menus.import_keywords()
        importing = shown(window, ImportKeywordsDialog, qtbot)
        importing.form.path_edit.setText(str(table))
        qtbot.waitUntil(importing.import_button.isEnabled)
        importing.form.separator.setCurrentText(",")
        importing.reject()

        window.menus.show_glossary()
        glossary = shown(window, GlossaryDialog, qtbot)
        glossary.save(str(tmp_path / "glossary.csv"))
        qtbot.waitUntil(lambda: bool(glossary.notes.text()))
        glossary.reject()

        labels = window.pages.page("labels")
        assert isinstance(labels, LabelsPage)
        labels.changes.write_list(str(tmp_path / "list.txt"))
        qtbot.waitUntil((tmp_path / "list.txt").exists)

        window.show_page("library")
        drop(window.pages.page("library"), archive_dir / "cars" / "ford.png")
        drop(window, table)
        qtbot.waitUntil(lambda: bool(window.task_bar.failures))
        drop(window, archive_dir)
        assistant = shown(window, NewCatalogueAssistant, qtbot)
        for step in range(3):
            qtbot.waitUntil(assistant.next_button.isEnabled)
            assert assistant.step_index == step
            assistant.next_button.click()
        assistant.reject()
    assert watch.found == []
    assert "keywords.csv is neither a folder" in window.task_bar.failures[0]


def test_what_the_window_asks_a_disk_on_its_own_thread_is_found(
    catalogue_path: Path, tmp_path: Path
) -> None:
    watch = DiskWatch(tmp_path)
    with watch.listening():
        assert catalogue_path.exists(), "a test may ask"
        assert watch.found == []
        stored_reports(catalogue_path.parent)
    assert watch.found
    assert all("gui.models.reports" in found for found in watch.found)
