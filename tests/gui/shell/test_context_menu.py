"""The menu of what the keyboard is at, by the keyboard."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gui.library.page import LibraryPage
from gui.shell.main_window import MainWindow


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_shift_f10_opens_the_menu_of_the_images(
    window: MainWindow, catalogue_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.session.opened):
        window.session.open(catalogue_path)
    page = window.pages.page("library")
    assert isinstance(page, LibraryPage)
    qtbot.waitUntil(lambda: page.query.result is not None and page.grid.is_settled())
    page.activate()
    page.grid.set_current(0)
    QTest.keyClick(page.grid, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Mark reviewed" in [one.text() for one in menu.actions()]
    menu.close()
