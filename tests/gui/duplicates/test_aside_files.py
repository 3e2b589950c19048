"""Files of what is set aside leave the archive by a few keys, and come back."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QPushButton

from gui.duplicates.aside_files import TrashDialog
from tests.gui.duplicates.conftest import WAIT_MS, Bench

SHIFT = Qt.KeyboardModifier.ShiftModifier


def digests(folder: Path) -> dict[str, str]:
    return {
        one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in folder.rglob("*")
        if one.is_file()
    }


@pytest.fixture(autouse=True)
def plain_dialogs(qapp: QApplication) -> Iterator[None]:
    """Qt's own file dialogs: the system's cannot be typed into from here."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, True)
    yield
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs, False)


@pytest.fixture
def aside(bench: Bench) -> Bench:
    """One cluster is set aside, and what is set aside is on show."""
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: bool(bench.set_aside()))
    bench.page.show_view(bench.page.aside)
    bench.wait(lambda: len(bench.page.aside.groups) == 1 and bench.page.aside.row(0) is not None)
    return bench


def choose(bench: Bench, file: Path) -> None:
    """Choose a file in the file dialog that is open, and press its button."""
    dialog = bench.dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(file))
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    QTest.mouseClick(box.buttons()[0], Qt.MouseButton.LeftButton)
    bench.wait(lambda: not dialog.isVisible())
    bench.window.activateWindow()
    bench.wait(bench.window.isActiveWindow)


def said(bench: Bench, words: str) -> str:
    """What the line above the rows says, once these words are in it."""
    notice = bench.page.aside.files.notice
    bench.qtbot.waitUntil(
        lambda: notice.isVisible() and words in notice.sentence.text(), timeout=6 * WAIT_MS
    )
    return notice.sentence.text()


def test_files_are_moved_by_a_key_and_put_back_by_another(
    aside: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = aside.catalogue.archive_dir
    before = digests(archive)
    away = tmp_path / "away"
    away.mkdir()

    aside.press(Qt.Key.Key_M, SHIFT)
    choose(aside, away)

    said(aside, "2 files moved")
    assert before.keys() - digests(archive).keys() == {"a1.png", "a3.png"}
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True
    )
    button = aside.page.aside.files.notice.button
    assert button.text() == "Open the folder"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened == [str(away)]

    aside.context.hub.refresh(in_background=False)
    aside.wait(lambda: "not in the archive" in captions(aside))
    (manifest,) = away.glob("*.jsonl")
    aside.page.aside.take_focus()
    aside.press(Qt.Key.Key_P, SHIFT)
    choose(aside, manifest)

    assert said(aside, "back").startswith("2 files are back in the archive.")
    assert digests(archive) == before


def captions(bench: Bench) -> list[str]:
    row = bench.page.aside.row(0)
    return [] if row is None else [thumb.caption for thumb in row.thumbs]


def test_files_can_be_put_back_where_nothing_is_set_aside_any_more(
    aside: Bench, tmp_path: Path
) -> None:
    archive = aside.catalogue.archive_dir
    before = digests(archive)
    (tmp_path / "away").mkdir()
    aside.press(Qt.Key.Key_M, SHIFT)
    choose(aside, tmp_path / "away")
    said(aside, "2 files moved")
    aside.page.aside.take_focus()
    aside.press(Qt.Key.Key_B, SHIFT)
    view = aside.page.aside
    aside.wait(lambda: not view.groups and view.empty.button.isVisible())
    assert view.empty.button.text() == "Put files back…"
    QTest.mouseClick(view.empty.button, Qt.MouseButton.LeftButton)
    (manifest,) = (tmp_path / "away").glob("*.jsonl")
    choose(aside, manifest)
    said(aside, "2 files are back")
    assert digests(archive) == before
    # By its key as well.
    aside.page.aside.take_focus()
    aside.press(Qt.Key.Key_P, SHIFT)
    assert isinstance(aside.dialog(), QFileDialog)
    aside.dialog().reject()


def test_one_that_stays_is_named_with_the_reason(aside: Bench, tmp_path: Path) -> None:
    (aside.catalogue.archive_dir / "a1.png").write_bytes(b"changed")
    (tmp_path / "away").mkdir()
    aside.press(Qt.Key.Key_M, SHIFT)
    choose(aside, tmp_path / "away")
    text = said(aside, "1 file moved; 1 file stayed where it was")
    assert "a1.png: it holds something else" in text


def test_the_trash_is_asked_about_and_says_that_it_alone_brings_files_back(
    aside: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    archive = aside.catalogue.archive_dir
    before = digests(archive)
    aside.press(Qt.Key.Key_Delete)
    dialog = aside.dialog()
    assert isinstance(dialog, TrashDialog)
    assert "2 images" in dialog.explanation.text()
    assert "The trash alone brings them back" in dialog.explanation.text()
    assert str(tmp_path) in dialog.place.text()
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    assert digests(archive) == before

    QTest.mouseClick(aside.page.aside.files.trash_button, Qt.MouseButton.LeftButton)
    dialog = aside.dialog()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    said(aside, "2 files are in the system's trash, which alone brings them back")
    trashed = digests(tmp_path / "data" / "Trash" / "files")
    assert sorted(trashed.values()) == sorted(before[one] for one in ("a1.png", "a3.png"))


def test_a_list_is_written(aside: Bench, tmp_path: Path) -> None:
    aside.press(Qt.Key.Key_L, SHIFT)
    choose(aside, tmp_path / "list.csv")
    said(aside, "2 files are listed")
    with (tmp_path / "list.csv").open(newline="", encoding="utf-8-sig") as stream:
        rows = [(row["file"], row["keeper"]) for row in csv.DictReader(stream)]
    assert rows == [("a1.png", "a2.png"), ("a3.png", "a2.png")]


def test_buttons_tell_their_keys_and_work_where_there_is_something_to_do(bench: Bench) -> None:
    files = bench.page.aside.files
    bench.page.show_view(bench.page.aside)
    bench.wait(lambda: bench.page.aside.empty.button.isVisible())
    enabled: dict[QPushButton, bool] = {one: one.isEnabled() for one in files.buttons}
    assert list(enabled.values()) == [False, False, True, False]
    assert all("(" in one.toolTip() for one in files.buttons)
