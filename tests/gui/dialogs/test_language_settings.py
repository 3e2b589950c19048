"""Contexts and names as a curator edits them in the settings, on a real catalogue."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from engine.answers.language import LanguageSettings, language_settings
from engine.language.contexts import Context, default_contexts
from gui.dialogs.language_settings import CONTEXT, SHARE, WEIGHT, LanguageEditor
from gui.dialogs.settings import SettingsDialog
from gui.shell.main_window import MainWindow


@pytest.fixture
def editor(open_window: Callable[[], MainWindow], qtbot: QtBot) -> Iterator[LanguageEditor]:
    window = open_window()
    dialog = SettingsDialog(window.preferences, window.context)
    qtbot.addWidget(dialog)
    dialog.tabs.setCurrentWidget(dialog.language_editor)
    dialog.show()
    yield dialog.language_editor
    dialog.close()


def stored(editor: LanguageEditor) -> LanguageSettings:
    catalogue: Catalogue = editor._context.catalogue
    return language_settings(catalogue.settings)


def type_into(qtbot: QtBot, editor: LanguageEditor, row: int, column: int, text: str) -> None:
    field = editor.table.viewport().findChild(QLineEdit)
    if field is None:  # a new row is open for typing already
        editor.table.setCurrentCell(row, column)
        item = editor.table.item(row, column)
        assert item is not None
        editor.table.editItem(item)
        field = editor.table.viewport().findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.table.viewport().findChild(QLineEdit) is None)


def test_it_shows_the_programs_contexts_and_what_each_needs(editor: LanguageEditor) -> None:
    rows = editor.table.rows()

    assert [row[CONTEXT] for row in rows] == [one.text for one in default_contexts()]
    assert {row[SHARE] for row in rows if "{domain}" in row[CONTEXT]} == {"no {domain}"}
    assert {row[SHARE] for row in rows if "{kind}" in row[CONTEXT]} == {"no {kind}"}
    assert not editor.reset_button.isEnabled()
    assert not editor.remove_button.isEnabled()


def test_choices_hold_at_once_and_pages_are_told(editor: LanguageEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor._context.hub.refreshed):
        editor.archive.setCurrentIndex(editor.archive.findData("nb"))
    with qtbot.waitSignal(editor._context.hub.refreshed):
        editor.names.setCurrentIndex(editor.names.findData("original"))
    assert (stored(editor).archive, stored(editor).names) == ("nb", "original")
    assert editor.table.rows()[0][CONTEXT] == default_contexts("nb")[0].text

    editor.domain.setFocus()
    qtbot.keyClicks(editor.domain, "marinen")
    with qtbot.waitSignal(editor._context.hub.refreshed):
        qtbot.keyClick(editor.domain, Qt.Key.Key_Return)
    assert stored(editor).domain == "marinen"
    shares = [row[SHARE] for row in editor.table.rows() if "{domain}" in row[CONTEXT]]
    assert all(share.endswith("%") for share in shares)


def test_contexts_are_added_weighed_and_removed(editor: LanguageEditor, qtbot: QtBot) -> None:
    count = len(default_contexts())
    editor.add_button.click()
    with qtbot.waitSignal(editor._context.hub.refreshed):
        type_into(qtbot, editor, count, CONTEXT, "a map of {}")
    contexts = stored(editor).contexts
    assert contexts is not None
    assert contexts[-1] == Context("a map of {}", 100.0)
    assert editor.reset_button.isEnabled()

    with qtbot.waitSignal(editor._context.hub.refreshed):
        type_into(qtbot, editor, count, WEIGHT, "12.5")
    assert stored(editor).all_contexts()[-1].weight == 12.5

    editor.table.setCurrentCell(0, CONTEXT)
    with qtbot.waitSignal(editor._context.hub.refreshed):
        editor.remove_button.click()
    assert [one.text for one in stored(editor).all_contexts()] == [
        *(one.text for one in default_contexts()[1:]),
        "a map of {}",
    ]

    with qtbot.waitSignal(editor._context.hub.refreshed):
        editor.reset_button.click()
    assert stored(editor).contexts is None
    assert editor.table.rowCount() == count


@pytest.mark.parametrize(
    ("column", "typed", "sentence"),
    [
        (CONTEXT, "a map", "needs {}"),
        (CONTEXT, "a {colour} {}", "braces that mean nothing"),
        (WEIGHT, "much", "is no weight"),
        (WEIGHT, "101", "from 0 to 100"),
        (CONTEXT, default_contexts()[1].text, "there twice"),
    ],
)
def test_what_is_no_context_is_said_and_not_stored(
    editor: LanguageEditor, qtbot: QtBot, column: int, typed: str, sentence: str
) -> None:
    type_into(qtbot, editor, 0, column, typed)

    assert sentence in editor.problem.text()
    assert stored(editor).contexts is None
    assert editor.table.rows()[0][column] == typed  # to be mended, not typed again
    right = {CONTEXT: "a map of {}", WEIGHT: "50"}[column]
    with qtbot.waitSignal(editor._context.hub.refreshed):
        type_into(qtbot, editor, 0, column, right)
    assert editor.problem.text() == ""
    assert stored(editor).contexts is not None


def test_weights_are_written_as_the_language_writes_numbers(
    editor: LanguageEditor, qtbot: QtBot
) -> None:
    QLocale.setDefault(QLocale("nb"))

    with qtbot.waitSignal(editor._context.hub.refreshed):
        type_into(qtbot, editor, 0, WEIGHT, "12,5")

    assert stored(editor).all_contexts()[0].weight == 12.5
    assert editor.table.rows()[0][WEIGHT] == "12,5"
