"""Keywords beside the pictures, as a person writes them, takes them back and takes others' over."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from gui.export.page import ExportPage
from gui.export.sidecars import SidecarsDialog
from gui.shell.main_window import MainWindow
from tests.engine.jobs.sidecars.pictures.conftest import contents, needs_exiftool

OpenWindow = Callable[[], MainWindow]
LONG_MS = 30_000


def opened(window: MainWindow, qtbot: QtBot) -> SidecarsDialog:
    window.show_page("export")
    page = window.pages.page("export")
    assert isinstance(page, ExportPage)
    qtbot.mouseClick(page.formats.keywords_button, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(SidecarsDialog)
    return dialog


def press(button: QPushButton, qtbot: QtBot) -> None:
    qtbot.waitUntil(button.isEnabled, timeout=LONG_MS)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_sidecars_are_foretold_written_and_taken_back(
    open_window: OpenWindow, archive_dir: Path, qtbot: QtBot
) -> None:
    dialog = opened(open_window(), qtbot)
    out = dialog.out
    qtbot.waitUntil(out.write_button.isEnabled, timeout=LONG_MS)
    assert out.write_button.text() == "Write 3 files"
    assert out.table.rowCount() == 3
    assert not list(archive_dir.rglob("*.xmp"))

    press(out.write_button, qtbot)
    qtbot.waitUntil(lambda: len(list(archive_dir.rglob("*.xmp"))) == 3, timeout=LONG_MS)
    qtbot.waitUntil(lambda: "3 sidecars written" in out.said.text(), timeout=LONG_MS)

    press(out.undo_button, qtbot)
    qtbot.waitUntil(lambda: not list(archive_dir.rglob("*.xmp")), timeout=LONG_MS)
    qtbot.waitUntil(lambda: not out.is_busy, timeout=LONG_MS)


def test_the_way_of_naming_is_chosen(
    open_window: OpenWindow, archive_dir: Path, qtbot: QtBot
) -> None:
    out = opened(open_window(), qtbot).out
    qtbot.waitUntil(out.write_button.isEnabled, timeout=LONG_MS)

    out.style_box.setCurrentIndex(1)
    out.style_box.activated.emit(1)
    assert not out.write_button.isEnabled()
    press(out.write_button, qtbot)

    qtbot.waitUntil(lambda: (archive_dir / "cars" / "ford.xmp").exists(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: not out.is_busy, timeout=LONG_MS)


def test_what_another_program_put_in_is_taken_over(
    open_window: OpenWindow, archive_dir: Path, qtbot: QtBot
) -> None:
    window = open_window()
    dialog = opened(window, qtbot)
    press(dialog.out.write_button, qtbot)
    sidecar = archive_dir / "cars" / "ford.png.xmp"
    qtbot.waitUntil(lambda: "3 sidecars written" in dialog.out.said.text(), timeout=LONG_MS)
    text = sidecar.read_text(encoding="utf-8")
    first = text.index("</rdf:Bag>")
    sidecar.write_text(f"{text[:first]}<rdf:li>vintage</rdf:li>{text[first:]}", encoding="utf-8")

    changes = dialog.changes
    dialog.tabs.setCurrentWidget(changes)
    changes.look()
    qtbot.waitUntil(lambda: changes.table.rowCount() == 1, timeout=LONG_MS)
    assert changes.table.rows()[0] == ["+ vintage", "cars/ford.png.xmp", ""]
    assert [one.label for one in changes.ticked()] == ["vintage"]
    press(changes.accept_button, qtbot)

    context = window.context
    assert context is not None
    qtbot.waitUntil(lambda: context.catalogue.labels.find("vintage") is not None, timeout=LONG_MS)
    qtbot.waitUntil(lambda: changes.table.rowCount() == 0, timeout=LONG_MS)
    context.catalogue.commands.undo()
    assert context.catalogue.labels.find("vintage") is None


@needs_exiftool
def test_pictures_are_changed_only_once_a_person_has_agreed(
    open_window: OpenWindow, archive_dir: Path, qtbot: QtBot
) -> None:
    before = contents(archive_dir)
    dialog = opened(open_window(), qtbot)
    pictures = dialog.pictures
    dialog.tabs.setCurrentWidget(pictures)
    qtbot.waitUntil(lambda: pictures.table.rowCount() == 3, timeout=LONG_MS)
    qtbot.waitUntil(lambda: pictures.write_button.text() == "Change 3 pictures", timeout=LONG_MS)
    assert "would be kept" in pictures.said.text()
    assert not pictures.write_button.isEnabled()

    pictures.agreed.click()
    press(pictures.write_button, qtbot)
    qtbot.waitUntil(lambda: "3 pictures written into" in pictures.said.text(), timeout=LONG_MS)
    assert not pictures.agreed.isChecked()
    after = contents(archive_dir)
    assert after.keys() == before.keys()
    assert sum(after[name] != before[name] for name in before) == 3

    press(pictures.undo_button, qtbot)
    qtbot.waitUntil(lambda: "3 pictures are as they were" in pictures.said.text(), timeout=LONG_MS)
    assert contents(archive_dir) == before
    qtbot.waitUntil(lambda: not dialog.out.is_busy, timeout=LONG_MS)


@needs_exiftool
def test_a_copied_catalogue_warns_and_old_pictures_are_deleted_once_confirmed(
    open_window: OpenWindow, archive_dir: Path, catalogue_path: Path, qtbot: QtBot
) -> None:
    first = catalogue_path.with_name("first.nabolag.sqlite")
    catalogue_path.rename(first)
    with Catalogue.open(first) as opened_first:
        opened_first.note_place()
    shutil.copyfile(first, catalogue_path)
    window = open_window()
    dialog = opened(window, qtbot)
    pictures = dialog.pictures
    dialog.tabs.setCurrentWidget(pictures)
    qtbot.waitUntil(lambda: pictures.write_button.text() == "Change 3 pictures", timeout=LONG_MS)
    assert first.name in pictures.said.text()
    header, mode = pictures.table.horizontalHeader(), QHeaderView.ResizeMode
    assert header.sectionResizeMode(1) is mode.Stretch
    assert header.sectionResizeMode(2) is mode.ResizeToContents  # nothing goes
    assert not pictures.drop_button.isEnabled()

    pictures.agreed.click()
    press(pictures.write_button, qtbot)
    qtbot.waitUntil(pictures.drop_button.isEnabled, timeout=LONG_MS)
    press(pictures.drop_button, qtbot)
    (box,) = pictures.findChildren(QMessageBox)
    assert "kB become free" in box.text() or "bytes become free" in box.text()
    (delete,) = (one for one in box.buttons() if one.text().startswith("Delete"))
    qtbot.mouseClick(delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "old pictures are deleted" in pictures.said.text(), timeout=LONG_MS)
    assert not pictures.drop_button.isEnabled()
    context = window.context
    assert context is not None
    assert not list((context.catalogue.folder / "originals").rglob("*"))
    press(pictures.undo_button, qtbot)
    qtbot.waitUntil(lambda: "no writing into pictures" in pictures.said.text(), timeout=LONG_MS)
    qtbot.waitUntil(lambda: not dialog.out.is_busy, timeout=LONG_MS)
