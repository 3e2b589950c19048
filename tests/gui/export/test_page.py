"""Exporting as a person does it."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QRadioButton, QScrollArea
from pytestqt.qtbot import QtBot

from db.records import ImageFilter
from engine.answers.exporting.presets import open_preset
from engine.answers.exporting.settings import ExportSettings
from engine.errors import InputError
from engine.exchange import registry
from engine.exchange.content import ExportContent
from engine.exchange.export_format import ExportFormat, FormatOption, Options, Writing, first_files
from engine.exchange.formats.csv_files import RAW
from engine.exchange.formats.folders import PRIMARY
from gui.export import formats
from gui.export.page import ExportPage
from gui.export.presets import SavePresetDialog
from gui.shell.main_window import MainWindow
from messages.message import Message

OpenWindow = Callable[[], MainWindow]


def export_page(window: MainWindow) -> ExportPage:
    window.show_page("export")
    page = window.pages.page("export")
    assert isinstance(page, ExportPage)
    return page


ENDING = FormatOption(
    "ending",
    Message("export-option-raw"),
    default="txt",
    choices=(("txt", Message("export-format-csv-long")), ("md", Message("export-format-jsonl"))),
)


def write_notes(place: Path, content: ExportContent, options: Options) -> Writing:
    """A file for each image."""
    for image in content.images:
        (place / Path(image.file).with_suffix(f".{options['ending']}").name).touch()
        yield


def refuse(content: ExportContent, options: Options) -> None:
    """The check of a format without room for anything."""
    raise InputError("export-no-pictures", format="single")


def test_options_stand_below_the_chosen_format(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window()
    window.resize(1280, 800)
    page = export_page(window)

    page.formats.choose("folders")
    qtbot.wait(50)
    field = page.formats.options[PRIMARY]
    button = page.formats.chosen_button()
    gap = field.mapTo(page, QPoint()).y() - button.mapTo(page, QPoint(0, button.height())).y()
    assert 0 <= gap < 40
    page.show_settings(ExportSettings(format="folders", options={"primary": "cars, ships"}))
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect().height() > 10)
    assert field.names.isVisible()
    assert field.names.text() == "cars, ships"
    field.names.clear()
    assert field.value() == "none"
    qtbot.keyClicks(field.names, "first")
    assert page.formats.chosen_options()["primary"] == "first,"
    field.choices.setCurrentIndex(0)
    assert not field.names.isVisible()


def test_every_purpose_offers_something(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1280, 800)
    page = export_page(window)
    qtbot.wait(50)

    assert {one.purpose for one in registry.FORMATS} | {"keywords"} == {
        purpose for purpose, _ in formats.PURPOSES
    }
    button = page.formats.keywords_button
    assert button.visibleRegion().boundingRect().height() == button.height()


def test_says_what_would_be_written_and_shows_the_first_rows(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    page = export_page(open_window())
    qtbot.waitUntil(lambda: page.outlook.preview.rowCount() > 0)

    qtbot.waitUntil(
        lambda: page.outlook.counts.text().startswith("4 labellings with 4 labels on 3 of 6")
    )
    files = [row[0] for row in page.outlook.preview.rows()]
    assert files[0] == "cars/ford.png"
    assert all(not file.startswith("/") for file in files)

    page.formats.choose("jsonl")
    qtbot.waitUntil(lambda: page.outlook.preview.columnCount() == 1)
    raw = page.formats.options[RAW]
    assert not raw.isVisible()
    assert page.destination.text().endswith(".jsonl")


def test_exports_and_offers_the_folder(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = export_page(open_window())
    target = tmp_path / "out.csv"
    page.destination.setText(str(target))
    qtbot.waitUntil(page.export_button.isEnabled)

    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert not page.export_button.isEnabled()
    qtbot.waitUntil(page.show_button.isVisible, timeout=30_000)

    assert str(target) in page.result.text()
    assert target.read_text(encoding="utf-8-sig").startswith("file,label,")
    qtbot.waitUntil(page.export_button.isEnabled)
    assert page.export_button.text() == "Replace the file and export"
    page.destination.setText(str(tmp_path / "other.csv"))
    assert not page.export_button.isEnabled(), "nobody knows yet whether it will do"
    qtbot.waitUntil(page.export_button.isEnabled)
    assert page.export_button.text() == "Export"
    page.destination.setText("")
    assert page.problem.text() == "Say which file to export to."
    assert not page.export_button.isEnabled()


def test_what_is_typed_last_is_what_is_checked(
    open_window: OpenWindow, archive_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = export_page(open_window())
    good, bad = str(tmp_path / "out.csv"), str(archive_dir / "out.csv")

    for path in (bad, good, bad, good):
        page.destination.setText(path)
    qtbot.waitUntil(page.export_button.isEnabled)
    assert page.problem.text() == ""
    for path in (good, bad):
        page.destination.setText(path)
    qtbot.waitUntil(lambda: "choose another place" in page.problem.text())
    assert not page.export_button.isEnabled()


def test_never_into_the_archive(open_window: OpenWindow, archive_dir: Path, qtbot: QtBot) -> None:
    page = export_page(open_window())

    for target in (archive_dir / "out.csv", archive_dir / "cars" / "ford.png"):
        page.destination.setText(str(target))
        qtbot.waitUntil(lambda path=str(target): page.problem.text().startswith(path))
        assert "choose another place" in page.problem.text()
        assert not page.export_button.isEnabled()


def test_counts_follow_what_is_labelled_meanwhile(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = export_page(window)
    context = window.context
    assert context is not None
    qtbot.waitUntil(lambda: page.outlook.counts.text().startswith("4 labellings"))
    ids = context.catalogue.images.ids()

    context.run_command(lambda: context.catalogue.commands.label_images(ids, add_names=["all"]))

    qtbot.waitUntil(lambda: page.outlook.counts.text().startswith("10 labellings"))


def test_a_format_of_a_folder_with_options_is_offered_like_any_other(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ExportFormat(
        name="notes",
        title=Message("export-format-jsonl"),
        suffix="",
        write=write_notes,
        preview=first_files,
        writes_folder=True,
        options=(ENDING,),
    )
    single = dataclasses.replace(made, name="single", check=refuse)
    offered = (*registry.FORMATS, made, single)
    for module in (registry, formats):
        monkeypatch.setattr(module, "FORMATS", offered)
    page = export_page(open_window())

    page.formats.choose("notes")
    field = page.formats.options[ENDING]
    assert field.isVisible()
    assert not page.formats.options[RAW].isVisible()
    qtbot.waitUntil(lambda: ["ford.txt"] in page.outlook.preview.rows())
    qtbot.keyClick(field.choices, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: ["ford.md"] in page.outlook.preview.rows())
    assert page.formats.chosen_options() == {"ending": "md"}

    page.destination.setText(str(tmp_path))
    qtbot.waitUntil(lambda: "is not empty" in page.problem.text())
    assert not page.export_button.isEnabled()
    (tmp_path / "notes").mkdir()
    page.destination.setText(str(tmp_path / "notes"))
    qtbot.waitUntil(page.export_button.isEnabled)
    assert page.export_button.text() == "Export"
    page.formats.choose("csv-long")
    qtbot.waitUntil(lambda: "is a folder" in page.problem.text())

    page.formats.choose("single")
    qtbot.waitUntil(lambda: "holds no picture files" in page.outlook.counts.text())


def test_the_button_stays_in_sight_in_a_low_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = export_page(window)
    window.setMinimumSize(1, 1)
    window.resize(1280, 480)
    qtbot.wait(50)

    assert page.export_button.visibleRegion().boundingRect() == page.export_button.rect()


def test_nothing_is_cut_off_in_the_smallest_window(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    page = export_page(window)
    window.resize(880, 600)
    for step in range(page.steps.count()):
        page.steps.setCurrentIndex(step)
        scroll = page.steps.currentWidget()
        assert isinstance(scroll, QScrollArea)

        def fits(scroll: QScrollArea = scroll) -> bool:
            return scroll.widget().width() <= scroll.viewport().width()

        qtbot.waitUntil(fits)
    page.steps.setCurrentIndex(0)
    button = page.formats.findChild(QRadioButton, "imagefolder")
    assert isinstance(button, QRadioButton)
    qtbot.waitUntil(lambda: "\n" in button.text())
    assert button.fontMetrics().size(0, button.text()).width() < button.width()
    assert button.accessibleName() == button.text().replace("\n", " ")


def test_what_is_chosen_is_what_leaves(
    open_window: OpenWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    page = export_page(open_window())
    page.formats.choose("jsonl")
    page.images.state.setCurrentIndex(page.images.state.findData("labelled"))
    page.images.divides.setChecked(True)
    page.images.shares.setText("50/50")
    page.images.shares.textEdited.emit("50/50")
    page.labels.least_images.setValue(1)
    page.about.lines["licence"].setText("CC0-1.0")
    page.destination.setText(str(tmp_path / "out.jsonl"))
    qtbot.waitUntil(lambda: "Train" in page.outlook.counts.text())
    qtbot.waitUntil(page.export_button.isEnabled)

    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.show_button.isVisible, timeout=30_000)

    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    qtbot.waitUntil(lambda: page.last.newest() is not None)
    last = page.last.newest()
    assert last is not None
    assert last.settings == page.settings()
    assert last.settings.statement.licence == "CC0-1.0"
    told, where, _, images, labels = page.last.table.rows()[0]
    assert (
        told
        == "JSON Lines: an image a line · labelled images · labels on at least 1 images · 50/0/50"
    )
    assert (where, images, labels) == ("out.jsonl", "3", "4")
    assert str(tmp_path / "out.jsonl") in page.last.about.text()
    assert page.last.keys.text().startswith("Ctrl+R chooses the newest again")


def test_a_division_that_cannot_be_made_is_said_before(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    page = export_page(open_window())
    qtbot.waitUntil(page.export_button.isEnabled)
    page.images.divides.setChecked(True)

    page.images.shares.setText("lots")
    page.images.shares.textEdited.emit("lots")

    assert "80/10/10" in page.problem.text()
    assert not page.export_button.isEnabled()
    page.images.divides.setChecked(False)
    qtbot.waitUntil(page.export_button.isEnabled)


def test_settings_are_kept_under_a_name_and_chosen_again(
    open_window: OpenWindow, qtbot: QtBot
) -> None:
    window = open_window()
    page = export_page(window)
    page.labels.parents.setChecked(True)
    page.formats.choose("csv-wide")
    kept = page.settings()
    menu = page.presets.menu_of([])
    save = next(action for action in menu.actions() if action.text() == "Save these settings…")
    save.trigger()
    (dialog,) = page.presets.findChildren(SavePresetDialog)
    dialog.name.setText("for mother")
    qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())

    page.labels.parents.setChecked(False)
    page.formats.choose("csv-long")
    page.presets.open("for mother")

    qtbot.waitUntil(lambda: page.settings() == kept)
    context = window.context
    assert context is not None
    assert open_preset(context.catalogue, "for mother") == kept


def test_the_images_of_the_library_are_exported(open_window: OpenWindow, qtbot: QtBot) -> None:
    window = open_window()
    context = window.context
    assert context is not None
    ids = context.catalogue.images.ids()

    context.navigator.export_requested.emit(ids[:2])
    page = export_page(window)
    assert page.images.images().ids == tuple(ids[:2])
    qtbot.waitUntil(lambda: " of 2 images" in page.outlook.counts.text())

    context.navigator.export_requested.emit(ImageFilter(folder="cars"))
    assert page.images.images().filter.folder == "cars"
    assert page.images.which.currentText() == "What the Library showed"
    page.images.which.setCurrentIndex(0)
    page.images.which.activated.emit(0)
    qtbot.waitUntil(lambda: " of 6 images" in page.outlook.counts.text())
