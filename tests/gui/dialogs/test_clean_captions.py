"""The dialog that cleans captions, in the real window."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from gui.dialogs.clean_captions import CleanCaptionsDialog
from gui.shell.main_window import MainWindow

WAIT_MS = 30_000


def test_captions_are_seen_before_and_after_cleaned_and_taken_back(
    open_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    window = open_window()
    assert window.context is not None
    catalogue = window.context.catalogue
    catalogue.commands.add_caption(1, "#OsloFjord by @ola")
    catalogue.commands.add_caption(2, "A ship")
    window.menus.show_cleaning()
    (dialog,) = window.findChildren(CleanCaptionsDialog)

    def until(condition: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    path = catalogue.images.get(1).path
    until(lambda: dialog.table.rows() == [[path, "#OsloFjord by @ola", "Oslo Fjord by"]])
    assert dialog.said.text().startswith("Of 2 captions, 1 would change and 0 be left out.")
    assert dialog.clean_button.isEnabled()
    for step in ("urls", "users", "emoji", "empty"):
        dialog.boxes[step].setChecked(False)
    until(lambda: dialog.table.rows()[:1] == [[path, "#OsloFjord by @ola", "Oslo Fjord by @ola"]])
    # A number that is changed ticks its step.
    dialog.least_words.setValue(4)
    until(lambda: len(dialog.table.rows()) == 2)
    assert dialog.boxes["short"].isChecked()
    assert dialog.table.rows()[1][2] == "(left out)"
    dialog.clean_button.click()
    until(lambda: catalogue.captions.count() == 1)
    until(lambda: not dialog.clean_button.isEnabled() and not dialog.table.rows())
    dialog.close()
    undo = window.undo.undo
    until(lambda: undo.isEnabled() and "clean 2 captions" in undo.text())
    undo.trigger()
    until(lambda: catalogue.captions.count() == 2)
