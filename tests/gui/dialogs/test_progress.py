"""The archive's progress at a glance, and on to the images behind a figure."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.dialogs.progress import ProgressDialog
from gui.library.page import LibraryPage
from gui.shell.main_window import MainWindow

OpenWindow = Callable[[], MainWindow]


def test_a_figure_of_a_folder_leads_to_its_images(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = window.pages.page("library")
    assert isinstance(page, LibraryPage)
    assert page.footer.progress_link.isVisible()
    qtbot.mouseClick(page.footer.progress_link, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(ProgressDialog)
    qtbot.waitUntil(lambda: dialog.folders.rowCount() == 3)

    assert dialog.folders.rows() == [
        ["The whole archive", "6", "3  (50 %)", "2", "0", "0", "1"],
        ["cars", "3", "2  (67 %)", "1", "0", "0", "0"],
        ["ships", "3", "1  (33 %)", "1", "0", "0", "1"],
    ]
    assert dialog.explanation.text() == "3 of 6 images labelled (50 %), 0 reviewed."
    assert [row[1:] for row in dialog.weeks.rows()] == [["0", "3"]]

    cell = dialog.folders.visualItemRect(dialog.folders.item(1, 3))
    place = cell.center()
    qtbot.mouseClick(dialog.folders.viewport(), Qt.MouseButton.LeftButton, pos=place)
    catalogue = window.context.catalogue  # type: ignore[union-attr]
    new = catalogue.images.by_path(b"cars/new.png")
    assert new is not None
    qtbot.waitUntil(lambda: list(page.grid.selection.ids) == [new.id])


def test_the_figures_follow_what_is_labelled(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    window.menus.show_progress()
    (dialog,) = window.findChildren(ProgressDialog)
    qtbot.waitUntil(lambda: dialog.folders.rowCount() == 3)
    new = context.catalogue.images.by_path(b"cars/new.png")
    assert new is not None

    context.run_command(lambda: context.catalogue.commands.label_images([new.id], add_names=["a"]))

    qtbot.waitUntil(lambda: dialog.folders.rows()[1][2] == "3  (100 %)")
    assert [row[1:] for row in dialog.weeks.rows()] == [["0", "4"]]
