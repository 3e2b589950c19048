"""Keys: unique where they work, changeable, and the same in tooltips and on the sheet."""

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs.keys import KeysSheet
from gui.dialogs.settings import KeysEditor
from gui.services import shortcuts, translations
from gui.services.shortcuts import BY_ID, WINDOW, BoundAction, Shortcut
from gui.shell.main_window import MainWindow
from gui.shell.pages import PAGES


def test_no_key_means_two_things_on_any_page() -> None:
    pages = {shortcut.page for shortcut in BY_ID.values()} - {WINDOW}
    for page in pages:
        keys = Counter(
            QKeySequence(key).toString()
            for shortcut in BY_ID.values()
            if shortcut.page in (page, WINDOW)
            for key in shortcut.keys
        )
        assert [key for key, count in keys.items() if count > 1] == [], page


def test_every_key_is_one_that_qt_knows() -> None:
    for shortcut in BY_ID.values():
        for key in shortcut.keys:
            assert not QKeySequence(key).isEmpty(), f"{shortcut.id}: {key}"


def test_keys_are_the_same_in_every_language(qapp: QApplication) -> None:
    portable = QKeySequence.SequenceFormat.PortableText
    translators = translations.install(qapp, "nb")
    try:
        # One name for two keys there; what is pressed is told by the key.
        assert QKeySequence("Enter").toString(portable) == "Return"
        for shortcut in BY_ID.values():
            keys = [key.toString(portable) for key in shortcuts.book().keys(shortcut.id)]
            assert len(keys) == len({*keys}), shortcut.id
        accept = [key.toString(portable) for key in shortcuts.book().keys("clusters.accept")]
        assert accept == ["Return", "Enter"]
    finally:
        for translator in translators:
            qapp.removeTranslator(translator)
        translations.install(qapp, "en")


def test_ids_are_unique() -> None:
    with pytest.raises(ValueError, match=r"window\.undo"):
        shortcuts.add([Shortcut("window.undo", (), "Undo")], {})


def test_a_changed_key_works_at_once_and_shows_in_the_tooltip(qtbot: QtBot) -> None:
    calls = []
    widget = QWidget()
    qtbot.addWidget(widget)
    action = shortcuts.action("library.reviewed", widget, lambda: calls.append("done"))
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.setFocus()

    shortcuts.book().set_keys("library.reviewed", [QKeySequence("Y")])
    qtbot.keyClick(widget, Qt.Key.Key_M)
    qtbot.keyClick(widget, Qt.Key.Key_Y)

    assert calls == ["done"]
    assert action.toolTip() == "Mark reviewed (Y)"
    shortcuts.book().set_keys("library.reviewed", None)
    assert action.toolTip() == "Mark reviewed (M)"


def test_a_taken_key_is_refused_with_what_has_it(
    qtbot: QtBot, find_button: Callable[..., QPushButton]
) -> None:
    editor = KeysEditor()
    qtbot.addWidget(editor)
    editor.select("library.reviewed")

    editor.key_edit.setKeySequence(QKeySequence("G"))
    assert "Library" in editor.problem.text()
    assert not editor.use_button.isEnabled()

    editor.key_edit.setKeySequence(QKeySequence("Ctrl+M"))
    assert editor.problem.text() == ""
    find_button(editor, "Use this key").click()
    assert shortcuts.book().keys("library.reviewed") == [QKeySequence("Ctrl+M")]

    find_button(editor, "Back to default").click()
    assert shortcuts.book().keys("library.reviewed") == [QKeySequence("M")]


def test_the_sheet_shows_every_key_there_is(qtbot: QtBot) -> None:
    sheet = KeysSheet("review")
    qtbot.addWidget(sheet)
    shown = " ".join(label.text() for label in sheet.findChildren(QLabel))

    native = QKeySequence.SequenceFormat.NativeText
    for shortcut in BY_ID.values():
        if not shortcut.id.startswith(("review.toggle_", "review.give_")):
            for key in shortcuts.book().keys(shortcut.id):
                assert key.toString(native) in shown
    assert " 1 … 9" in shown
    assert "Alt+1 … Alt+9" in shown


def test_every_key_of_the_table_belongs_to_an_action(
    open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    for page in PAGES:
        window.show_page(page)
    bound = {action.shortcut_id for action in window.findChildren(BoundAction)}

    assert {shortcut.id for shortcut in BY_ID.values()} - bound == set()


def test_the_actions_of_pages_outlive_changing_between_them(
    open_window: Callable[[], MainWindow],
) -> None:
    window = open_window()
    window.show_page("review")
    review = window.pages.page("review")
    before = len(review.findChildren(BoundAction))

    for page in ("library", "export", "review", "library"):
        window.show_page(page)

    assert before > 10
    assert len(review.findChildren(BoundAction)) == before


@pytest.fixture
def page(qtbot: QtBot) -> tuple[QWidget, QComboBox, QMenu, list[str]]:
    """A page on which X does something, with a list to choose from and a menu."""
    done: list[str] = []
    widget = QWidget()
    qtbot.addWidget(widget)
    shortcuts.action("review.reject", widget, lambda: done.append("rejected"))
    choice = QComboBox(widget)
    choice.addItems(["birds", "xylophones"])
    menu = QMenu(widget)
    menu.addAction("Open")
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    widget.setFocus()
    return widget, choice, menu, done


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_letter_typed_into_a_list_finds_an_entry_and_does_nothing_else(
    page: tuple[QWidget, QComboBox, QMenu, list[str]], qtbot: QtBot
) -> None:
    widget, choice, _menu, done = page
    qtbot.keyClick(widget, Qt.Key.Key_X)
    assert done == ["rejected"]

    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_X)
    assert (choice.currentText(), done) == ("xylophones", ["rejected"])

    choice.setCurrentIndex(0)
    qtbot.wait(QApplication.keyboardInputInterval() + 50)  # else it is the second letter
    choice.showPopup()
    qtbot.waitUntil(choice.view().isVisible)
    qtbot.keyClick(choice.view(), Qt.Key.Key_X)
    assert choice.view().currentIndex().data() == "xylophones"
    assert done == ["rejected"]
    choice.hidePopup()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_key_pressed_behind_an_open_menu_does_nothing(
    page: tuple[QWidget, QComboBox, QMenu, list[str]], qtbot: QtBot
) -> None:
    widget, _choice, menu, done = page
    menu.popup(widget.mapToGlobal(widget.rect().center()))
    qtbot.waitUntil(menu.isVisible)

    qtbot.keyClick(widget, Qt.Key.Key_X)

    assert done == []
    menu.close()
    qtbot.keyClick(widget, Qt.Key.Key_X)
    assert done == ["rejected"]
