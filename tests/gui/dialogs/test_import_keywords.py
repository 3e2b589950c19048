"""A table into the catalogue that is open, from the menu."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from engine.exchange.content import ExchangedLabel, ExportContent
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_named
from gui.dialogs.import_keywords import ImportKeywordsDialog
from gui.services.shortcuts import BoundAction
from gui.shell.main_window import MainWindow
from gui.shell.task_bar import FailureRow
from tests.exchanging import FolderPictures


def dialog_of(window: MainWindow) -> ImportKeywordsDialog:
    actions = window.findChildren(BoundAction)
    next(one for one in actions if one.shortcut_id == "window.import_keywords").trigger()
    return window.findChildren(ImportKeywordsDialog)[-1]


def test_a_table_is_shown_taken_in_and_taken_back(
    open_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "k.csv"
    table.write_text(
        "file;keywords\nships/ferry.png;steam\nships/gone.png;sail\n", encoding="utf-8"
    )
    window = open_window()
    assert window.context is not None
    catalogue = window.context.catalogue
    dialog = dialog_of(window)
    assert not dialog.import_button.isEnabled()

    dialog.form.path_edit.setText(str(table))
    qtbot.waitUntil(dialog.form.rejected.isVisible)
    assert dialog.form.preview.rows()[0] == ["ships/ferry.png", "steam"]
    assert dialog.form.rejected.rows()[0][0] == "row 3: ships/gone.png"
    assert catalogue.labels.find("steam") is None

    qtbot.mouseClick(dialog.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: catalogue.labels.find("steam") is not None, timeout=30_000)
    assert catalogue.labels.find("sail") is None
    undo = window.undo.undo
    qtbot.waitUntil(
        lambda: undo.text() == "Undo: import 1 labelling and 1 new label", timeout=30_000
    )
    (row,) = window.task_bar.findChildren(FailureRow)
    assert row.sentence.text().endswith("1 row fits no image")
    assert row._details.toPlainText().startswith("row 3: ships/gone.png: ")

    undo.trigger()
    qtbot.waitUntil(lambda: catalogue.labels.find("steam") is None)


def test_what_an_export_would_change_is_told_label_by_label(
    open_window: Callable[[], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    export = tmp_path / "back.jsonl"
    export.write_text(
        '{"file": "ships/ferry.png", "labels": [{"path": ["steam"]}, {"path": ["boat", "ferry"]}]}',
        encoding="utf-8",
    )
    window = open_window()
    dialog = dialog_of(window)

    dialog.form.path_edit.setText(str(export))
    qtbot.waitUntil(lambda: dialog.difference.table.rowCount() == 2, timeout=30_000)

    assert dialog.difference.table.rows() == [
        ["boat|ferry", "1", "", "", ""],
        ["steam", "1", "", "", ""],
    ]
    assert dialog.difference.said.text() == "1 image would change. 2 labels are new."
    assert not dialog.difference.removals.isVisible()
    dialog.form.path_edit.setText(str(tmp_path))
    qtbot.waitUntil(lambda: not dialog.difference.isVisible())
    dialog.reject()


def test_a_folder_that_was_exported_comes_back(
    open_window: Callable[[], MainWindow], archive_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    assert window.context is not None
    folder = tmp_path / "exported"
    folder.mkdir()
    image = ExchangedImage("ships/ferry.png", (ExchangedLabelling(("steam",)),))
    content = ExportContent(
        [image], 1, [ExchangedLabel(("steam",))], pictures=FolderPictures(archive_dir)
    )
    for _ in format_named("imagefolder").write(folder, content, {}):
        pass
    dialog = dialog_of(window)

    dialog.form.path_edit.setText(str(folder))

    qtbot.waitUntil(dialog.import_button.isEnabled, timeout=30_000)
    dialog.reject()
