"""What is typed into a list or a field of a page never acts on the images behind it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.services import shortcuts
from gui.services.shortcuts import WINDOW, BoundAction
from gui.shell.main_window import MainWindow
from gui.shell.pages import PAGES

# Lists and menus open, for which the screen of the tests has no keyboard of its own.
pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grabbing", extend=True
)

OpenWindow = Callable[[], MainWindow]

OF_A_CLOSED_LIST = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


def typed_keys(page: str) -> Iterator[tuple[Qt.Key, Qt.KeyboardModifier]]:
    """Every key of a page and of the window that is pressed without Ctrl, Alt and Meta."""
    for row in shortcuts.BY_ID.values():
        for name in row.keys if row.page in (page, WINDOW) else ():
            stroke = QKeySequence(name)[0]
            if stroke.keyboardModifiers() in PLAIN and not name.startswith("F1"):
                yield stroke.key(), stroke.keyboardModifiers()


class Fired:
    """The actions of keys that went off."""

    def __init__(self, window: MainWindow) -> None:
        self.ids: list[str] = []
        for action in window.findChildren(BoundAction):
            # What it would do is not of interest here.
            action.triggered.disconnect()
            action.setEnabled(True)
            action.triggered.connect(
                lambda _checked=False, name=action.shortcut_id: self.ids.append(name)
            )


def fields(page: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in page.findChildren(kind) if one.isVisible() and one.isEnabled()]


@pytest.mark.parametrize("page_id", list(PAGES))
def test_no_key_of_a_page_works_in_a_list_or_a_field(
    open_window: OpenWindow, qtbot: QtBot, page_id: str
) -> None:
    window = open_window()
    window.activateWindow()
    window.show_page(page_id)
    qtbot.wait(200)
    page = window.pages.page(page_id)
    fired = Fired(window)

    page.setFocus()
    key, modifiers = next(iter(typed_keys(WINDOW)))
    qtbot.keyClick(page, key, modifiers)
    assert fired.ids, "keys work where nothing has opened"
    fired.ids.clear()

    for combo in fields(page, QComboBox):
        assert isinstance(combo, QComboBox)
        combo.addItems(["x", "m"])
        for key, modifiers in typed_keys(page_id):
            combo.blockSignals(True)
            combo.showPopup()
            popup = QApplication.activePopupWidget()
            assert popup is not None
            qtbot.keyClick(combo.view(), key, modifiers)
            combo.hidePopup()
            combo.setFocus()
            if key < Qt.Key.Key_Escape or key in OF_A_CLOSED_LIST:
                qtbot.keyClick(combo, key, modifiers)
            combo.hidePopup()
        assert fired.ids == [], combo.accessibleName()

    for line in fields(page, QLineEdit):
        line.setFocus()
        for key in (Qt.Key.Key_X, Qt.Key.Key_M, Qt.Key.Key_1):
            line.blockSignals(True)
            qtbot.keyClick(line, key)
            line.setFocus()
        assert fired.ids == [], line.accessibleName()


@pytest.mark.parametrize("page_id", list(PAGES))
def test_undo_in_a_field_without_typing_is_for_the_window(
    open_window: OpenWindow, qtbot: QtBot, page_id: str
) -> None:
    window = open_window()
    window.activateWindow()
    window.show_page(page_id)
    qtbot.wait(200)
    fired = Fired(window)
    control = Qt.KeyboardModifier.ControlModifier
    for line in fields(window.pages.page(page_id), QLineEdit):
        assert isinstance(line, QLineEdit)
        line.setText("")
        line.setFocus()
        qtbot.keyClick(line, Qt.Key.Key_Z, control)
        assert fired.ids == ["window.undo"], line.accessibleName()
        fired.ids.clear()
        if not line.isReadOnly() and line.validator() is None:
            line.blockSignals(True)
            line.insert("ship")
            qtbot.keyClick(line, Qt.Key.Key_Z, control)
            assert (fired.ids, line.text()) == ([], ""), line.accessibleName()


def test_enter_presses_the_button_that_has_the_focus_on_the_first_screen(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    pressed = []
    for button in fields(window.start_page, QPushButton):
        assert isinstance(button, QPushButton)
        button.clicked.disconnect()
        button.clicked.connect(lambda _checked=False, one=button: pressed.append(one))
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Return)
        assert pressed == [button]
        pressed.clear()
