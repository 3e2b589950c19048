"""The window as a person meets it: begin, look around, take steps back, leave."""

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.backups import restorable
from db.catalogue import Catalogue
from db.records import ImageFilter, Status
from gui.labels.page import LabelsPage
from gui.library.page import LibraryPage
from gui.shell.main_window import MainWindow
from tests.gui.window_thread import DiskWatch

OpenWindow = Callable[[], MainWindow]


def label_id(catalogue: Catalogue, name: str) -> int:
    label = catalogue.labels.find(name)
    assert label is not None
    return label.id


def test_starts_with_the_ways_to_begin(window: MainWindow) -> None:
    assert window.start_page.isVisible()
    assert window.context is None
    assert not window.page_bar.isVisible()


def test_opens_a_catalogue_and_remembers_it(open_window: OpenWindow, catalogue_path: Path) -> None:
    window = open_window()

    assert window.windowTitle().startswith("small")
    assert window.pages.current_id == "library"
    assert window.pages.currentWidget().isVisible()
    assert window.preferences.recent == [catalogue_path]


def test_says_why_a_catalogue_cannot_be_opened(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "no.nabolag.sqlite"
    path.write_text("this is a text")

    with qtbot.waitSignal(window.session.failed):
        window.session.open(path)

    assert window.start_page.isVisible()
    assert len(window.task_bar.failures) == 1
    assert "no.nabolag.sqlite" in window.task_bar.failures[0]


@pytest.mark.parametrize(
    ("key", "modifier", "page"),
    [
        (Qt.Key.Key_R, Qt.KeyboardModifier.NoModifier, "review"),
        (Qt.Key.Key_L, Qt.KeyboardModifier.NoModifier, "labels"),
        (Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier, "export"),
    ],
)
def test_keys_change_the_page_and_come_back(
    open_window: OpenWindow,
    qtbot: QtBot,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier,
    page: str,
) -> None:
    window = open_window()

    qtbot.keyClick(window.focusWidget() or window, key, modifier)
    assert window.pages.current_id == page
    assert window.page_bar.actions_by_page[page].isChecked()

    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_G)
    assert window.pages.current_id == "library"


def test_the_page_is_the_one_left_open_last_time(
    open_window: OpenWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    window.show_page("export")
    window.session.close()
    assert window.start_page.isVisible()

    with qtbot.waitSignal(window.session.opened):
        window.session.open(catalogue_path)

    assert window.pages.current_id == "export"


def test_undo_and_redo_say_what_they_do_and_do_it(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    catalogue = context.catalogue
    truck = label_id(catalogue, "truck")
    ids = catalogue.images.ids()
    count = len(ids)

    def carriers() -> int:
        return len(catalogue.images.ids(ImageFilter(label_ids=(truck,))))

    read_in = "Undo: import 4 labellings and 4 new labels"
    qtbot.waitUntil(lambda: window.undo.undo.text() == read_in)
    context.run_command(lambda: catalogue.commands.label_images(ids, add=[truck]))
    qtbot.waitUntil(lambda: window.undo.undo.text() == f"Undo: add ‘truck’ to {count} images")
    assert carriers() == count
    assert window.task_bar._saved.text() == "All changes saved"

    qtbot.keyClick(window, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: window.undo.redo.text() == f"Redo: add ‘truck’ to {count} images")
    assert carriers() == 1
    assert window.task_bar.last_sentence == f"Undone: add ‘truck’ to {count} images"
    assert window.undo.undo.text() == read_in

    qtbot.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.undo.undo.text() == f"Undo: add ‘truck’ to {count} images")
    assert carriers() == count


def test_an_undo_that_would_overwrite_newer_work_is_refused_with_a_sentence(
    open_window: OpenWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    catalogue = context.catalogue
    first = catalogue.images.ids()[0]
    context.run_command(lambda: catalogue.commands.label_images([first], add_names=["bus"]))
    qtbot.waitUntil(lambda: "bus" in window.undo.undo.text())
    with sqlite3.connect(catalogue_path) as elsewhere:
        elsewhere.execute("UPDATE labellings SET decider = 'Ola' WHERE source = 'curator'")
    elsewhere.close()

    window.undo.undo.trigger()

    qtbot.waitUntil(lambda: len(window.task_bar.failures) == 1)
    assert label_id(catalogue, "bus") in [
        labelling.label_id for labelling in catalogue.labellings.of_image(first)
    ]


def test_a_request_for_images_shows_the_library_filtered(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    window.show_page("export")

    context.navigator.show_library(ImageFilter(status=Status.UNREADABLE))

    assert window.pages.current_id == "library"
    page = window.pages.page("library")
    assert isinstance(page, LibraryPage)


def test_a_request_for_a_label_shows_it_on_labels(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    wanted = context.catalogue.labels.all()[-1]

    context.navigator.show_label(wanted.id, rename=True)

    assert window.pages.current_id == "labels"
    page = window.pages.page("labels")
    assert isinstance(page, LabelsPage)
    qtbot.waitUntil(lambda: page.details.editor.name.selectedText() == wanted.name)


def test_dropping_a_catalogue_opens_it(
    window: MainWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(catalogue_path))])
    drop = QDropEvent(
        QPoint(400, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )

    with qtbot.waitSignal(window.session.opened):
        window.dropEvent(drop)

    assert drop.isAccepted()


def test_dropping_a_folder_starts_the_assistant_with_it(
    window: MainWindow, archive_dir: Path, qtbot: QtBot
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(archive_dir))])
    drop = QDropEvent(
        QPoint(400, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(drop)
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog)))

    dialog = window.findChildren(QDialog)[0]
    assert dialog.folder.archive_dir() == archive_dir
    dialog.reject()


def test_an_archive_that_moved_away_is_told_and_found_again(
    open_window: OpenWindow, archive_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    moved = tmp_path / "elsewhere"
    archive_dir.rename(moved)
    window = open_window()
    context = window.context
    assert context is not None
    qtbot.waitUntil(window.notice.isVisible)
    assert str(archive_dir) in window.notice.sentence.text()
    assert window.notice.button.text() == "Choose folder…"

    with qtbot.waitSignal(context.tasks.ended, timeout=60_000):
        window.menus.use_archive_dir(str(moved))

    assert context.catalogue.archive_dir == moved
    assert window.task_bar.failures == []
    assert context.catalogue.images.count(ImageFilter(status=Status.MISSING)) == 0


def test_timed_backups_are_taken_beside_the_window(
    open_window: OpenWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    assert restorable(catalogue_path) == []

    window._upkeep_timer.timeout.emit()

    qtbot.waitUntil(lambda: len(restorable(catalogue_path)) == 1, timeout=10_000)


def test_no_backups_are_taken_when_turned_off(
    open_window: OpenWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    window.preferences.backup_interval_min = 0

    window._upkeep_timer.timeout.emit()
    window.upkeep.submit(lambda: None).result()

    assert restorable(catalogue_path) == []


def test_a_fault_is_one_sentence_and_the_window_goes_on(open_window: OpenWindow) -> None:
    window = open_window()

    window.show_error(ZeroDivisionError("division by zero"))
    window.show_error(ZeroDivisionError("division by zero"))

    assert len(window.task_bar.failures) == 1
    assert "What was saved is safe" in window.task_bar.failures[0]
    assert window.isVisible()


def test_fits_a_small_screen(open_window: OpenWindow) -> None:
    window = open_window()
    window.resize(1024, 700)
    for page in ("library", "review", "export"):
        window.show_page(page)
        assert window.size().width() == 1024
        assert window.size().height() == 700


def test_leaving_in_the_middle_of_work_is_quick_and_clean(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    assert window.work is not None
    window.work.start("scan")
    start_s = time.monotonic()

    window.close()

    assert time.monotonic() - start_s < 5
    assert window.context is None


def test_the_same_window_opens_and_closes_catalogues_many_times(
    window: MainWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    for _ in range(8):
        with qtbot.waitSignal(window.session.opened):
            window.session.open(catalogue_path)
        for page in ("review", "export", "library"):
            window.show_page(page)
        window.session.close()
    assert window.pages.count() == 0


def test_the_window_stays_when_the_last_change_could_not_be_saved(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    commands = context.catalogue.commands
    context.run_command(lambda: commands.create_label("new"))
    context.run_command(lambda: commands.create_label("truck"))

    window.close()

    assert window.isVisible()
    qtbot.waitUntil(lambda: len(window.task_bar.failures) == 1)
    assert "already a label" in window.task_bar.failures[0]
    assert context.catalogue.labels.find("new") is not None
    window.close()
    assert not window.isVisible()


def test_another_catalogue_waits_until_what_could_not_be_saved_is_told(
    open_window: OpenWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    context.run_command(lambda: context.catalogue.commands.create_label("truck"))

    window.session.open(catalogue_path)

    assert window.context is context
    qtbot.waitUntil(lambda: len(window.task_bar.failures) == 1)
    with qtbot.waitSignal(window.session.opened, timeout=10_000):
        window.session.open(catalogue_path)


def test_what_could_not_be_saved_is_not_said_to_be(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    commands = context.catalogue.commands
    context.run_command(lambda: commands.create_label("new"))
    qtbot.waitUntil(lambda: window.task_bar._saved.text() == "All changes saved")
    context.run_command(lambda: commands.create_label("truck"))
    qtbot.waitUntil(lambda: len(window.task_bar.failures) == 1)
    assert window.task_bar._saved.text() == ""


def test_two_quick_steps_back_each_say_what_they_took_back(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    commands = context.catalogue.commands
    said: list[str] = []
    window.undo.said.connect(said.append)
    for name in ("one", "two"):
        context.run_command(lambda name=name: commands.create_label(name))
    qtbot.waitUntil(lambda: window.undo.undo.text() == "Undo: create the label ‘two’")

    window.undo.undo.trigger()
    window.undo.undo.trigger()

    qtbot.waitUntil(lambda: len(said) == 2)
    assert said == ["Undone: create the label ‘two’", "Undone: create the label ‘one’"]


def test_what_an_undo_said_goes_with_the_next_change_and_after_a_while(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    commands = context.catalogue.commands
    context.run_command(lambda: commands.create_label("one"))
    qtbot.waitUntil(lambda: window.undo.undo.text() == "Undo: create the label ‘one’")
    window.undo.undo.trigger()
    qtbot.waitUntil(lambda: window.task_bar.last_sentence == "Undone: create the label ‘one’")

    context.run_command(lambda: commands.create_label("two"))
    qtbot.waitUntil(lambda: window.task_bar.last_sentence == "")

    window.task_bar._said_long_enough.setInterval(50)
    window.undo.undo.trigger()
    qtbot.waitUntil(lambda: window.task_bar.last_sentence == "Undone: create the label ‘two’")
    qtbot.waitUntil(lambda: window.task_bar.last_sentence == "")


class Opened(QObject):
    """Takes the folders that the system's file browser would show."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """One of them."""
        self.urls.append(url)


def test_the_folder_of_logs_is_made_beside_the_window(
    open_window: OpenWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    opened, watch = Opened(), DiskWatch(catalogue_path.parent)
    QDesktopServices.setUrlHandler("file", opened, "take")
    try:
        with watch.listening():
            window.menus.open_log_folder()
            qtbot.waitUntil(lambda: len(opened.urls) == 1)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert Path(opened.urls[0].toLocalFile()).is_dir()
    assert watch.found == []


def test_the_strip_at_the_bottom_is_there_only_while_it_says_something(window: MainWindow) -> None:
    bar = window.task_bar
    assert bar.isHidden()
    bar.say("Exported.")
    assert bar.isVisible()
    bar.clear()
    assert bar.isHidden()
    bar.show_failure("It failed.")
    assert bar.isVisible()
    bar.clear()
    assert bar.isHidden()
