"""Exporting as a person does it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.export.page import ExportPage
from gui.shell.main_window import MainWindow

OpenWindow = Callable[[], MainWindow]


def export_page(window: MainWindow) -> ExportPage:
    window.show_page("export")
    page = window.pages.page("export")
    assert isinstance(page, ExportPage)
    return page


def test_says_what_would_be_written_and_shows_the_first_rows(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    page = export_page(open_window())
    qtbot.waitUntil(lambda: page.preview.rowCount() > 0)

    qtbot.waitUntil(lambda: page.counts.text().startswith("4 labellings with 4 labels on 3 of 6"))
    files = [row[0] for row in page.preview.rows()]
    assert files[0] == "cars/ford.png"
    assert all(not file.startswith("/") for file in files)

    page.formats.choose("jsonl")
    qtbot.waitUntil(lambda: page.preview.columnCount() == 1)
    (raw,) = page.formats.options.values()
    assert not raw.isVisible()
    assert page.destination.text().endswith(".jsonl")


def test_exports_and_offers_the_folder(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = export_page(open_window())
    target = tmp_path / "out.csv"
    page.destination.setText(str(target))

    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert not page.export_button.isEnabled()
    qtbot.waitUntil(page.show_button.isVisible, timeout=30_000)

    assert str(target) in page.result.text()
    assert target.read_text(encoding="utf-8").startswith("file,label,")
    assert page.export_button.text() == "Replace the file and export"
    page.destination.setText(str(tmp_path / "other.csv"))
    assert page.export_button.text() == "Export"
    assert page.export_button.isEnabled()


def test_never_into_the_archive(open_window: OpenWindow, archive_dir: Path) -> None:
    page = export_page(open_window())

    for target in (archive_dir / "out.csv", archive_dir / "cars" / "ford.png"):
        page.destination.setText(str(target))
        assert "choose another place" in page.problem.text()
        assert not page.export_button.isEnabled()


def test_counts_follow_what_is_labelled_meanwhile(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = export_page(window)
    context = window.context
    assert context is not None
    qtbot.waitUntil(lambda: page.counts.text().startswith("4 labellings"))
    ids = context.catalogue.images.ids()

    context.run_command(lambda: context.catalogue.commands.label_images(ids, add_names=["all"]))

    qtbot.waitUntil(lambda: page.counts.text().startswith("10 labellings"))
