"""The assistant as somebody meets it who has never seen the program."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from engine.archive.keyword_table import TableOptions
from engine.encoders.purposes import PURPOSES
from engine.encoders.registry import BUILT_IN
from engine.exchange.suggestion_table import SuggestedImage, SuggestedLabel, csv_writer
from gui.dialogs.assistant.assistant import NewCatalogueAssistant
from gui.dialogs.assistant.folder_step import default_catalogue_path
from gui.dialogs.encoders import EncodersDialog
from gui.models.new_catalogue import NewCatalogue

TABLE = "file,keywords,title\ncars/ford.png,car;red,A Ford\nships/boat.png,ship,\n"


@pytest.fixture
def assistant(qtbot: QtBot) -> Iterator[NewCatalogueAssistant]:
    """The assistant, shown, without a folder."""
    assistant = NewCatalogueAssistant()
    assistant.show()
    yield assistant
    assistant.reject()


def until_checked(assistant: NewCatalogueAssistant, qtbot: QtBot) -> None:
    """Wait until the disk has answered what it was asked."""
    qtbot.waitUntil(lambda: assistant.folder.checked is not None)


def plan_of(assistant: NewCatalogueAssistant, qtbot: QtBot) -> NewCatalogue:
    with qtbot.waitSignal(assistant.planned) as planned:
        while assistant.isVisible():
            qtbot.waitUntil(assistant.next_button.isEnabled)
            qtbot.mouseClick(assistant.next_button, Qt.MouseButton.LeftButton)
    plan = planned.args[0]
    assert isinstance(plan, NewCatalogue)
    return plan


def test_only_a_folder_has_to_be_chosen(
    assistant: NewCatalogueAssistant, archive_dir: Path, qtbot: QtBot
) -> None:
    assert not assistant.next_button.isEnabled()

    qtbot.keyClicks(assistant.folder.folder_edit, str(archive_dir))
    qtbot.waitUntil(lambda: assistant.folder.image_count == 6)

    plan = plan_of(assistant, qtbot)
    assert plan == NewCatalogue(
        path=archive_dir.parent / "pictures.nabolag.sqlite",
        archive_dir=archive_dir,
        encoder=BUILT_IN,
        scan_options={},
    )


def test_a_table_in_the_folder_is_found_and_shown(
    assistant: NewCatalogueAssistant, archive_dir: Path, qtbot: QtBot
) -> None:
    table = archive_dir / "keywords.csv"
    table.write_text(TABLE, encoding="utf-8")
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.next_button.click()
    qtbot.waitUntil(lambda: bool(assistant.keywords.form.preview.rows()))

    assert assistant.keywords.use_table.isChecked()
    assert assistant.keywords.form.preview.rows() == [
        ["cars/ford.png", "car  ·  red"],
        ["ships/boat.png", "ship"],
    ]
    plan = plan_of(assistant, qtbot)
    assert plan.scan_options["keywords_csv"] == table
    options = plan.scan_options["csv_options"]
    assert isinstance(options, TableOptions)
    assert (options.file_column, options.keywords_column) == ("file", "keywords")


def test_all_tables_that_were_found_are_shown_and_one_is_taken(
    assistant: NewCatalogueAssistant, archive_dir: Path, qtbot: QtBot
) -> None:
    tables = [archive_dir / "a.csv", archive_dir / "b.csv", archive_dir.parent / "c.csv"]
    for table in tables:
        table.write_text(f"file,keywords\ncars/ford.png,from {table.name}\n", encoding="utf-8")
    (archive_dir / "accounts.csv").write_text("year,sum\n1950,3\n", encoding="utf-8")
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.next_button.click()
    step = assistant.keywords
    qtbot.waitUntil(lambda: step.form.preview.rows() == [["cars/ford.png", "from a.csv"]])

    assert step.found_line.text() == "3 tables of keywords were found. This one is read:"
    names = [step.found.itemText(at) for at in range(step.found.count())]
    assert names == ["pictures/a.csv", "pictures/b.csv", f"{archive_dir.parent.name}/c.csv"]

    qtbot.keyClick(step.found, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: step.form.preview.rows() == [["cars/ford.png", "from c.csv"]])
    assert step.scan_options()["keywords_csv"] == tables[2]


def test_other_column_names_separators_and_encodings_are_chosen_by_hand(
    assistant: NewCatalogueAssistant,
    archive_dir: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    table = tmp_path / "register.csv"
    table.write_bytes("Bilde;Emneord\ncars/ford.png;bil, rød\n".encode("cp1252"))
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.next_button.click()
    step = assistant.keywords
    step.use_table.setChecked(True)
    step.form.path_edit.setText(str(table))
    assert not assistant.next_button.isEnabled()

    step.form.encoding.setCurrentText("cp1252")
    qtbot.waitUntil(lambda: step.form.keywords_column.currentText() == "Emneord")
    step.form.file_column.setCurrentText("Bilde")
    step.form.separator.setCurrentText(",")

    qtbot.waitUntil(lambda: bool(step.form.preview.rows()))
    assert step.form.problem.text() == ""
    assert step.form.preview.rows() == [["cars/ford.png", "bil  ·  rød"]]
    assert assistant.next_button.isEnabled()


def test_one_other_file_is_one_file(
    assistant: NewCatalogueAssistant, archive_dir: Path, qtbot: QtBot
) -> None:
    (archive_dir / "keywords.csv").write_text("file,keywords\n", encoding="utf-8")
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)

    def is_said() -> bool:
        words = [label.text() for label in assistant.folder.findChildren(QLabel)]
        return any(text.endswith(" images, 1 other file") for text in words)

    qtbot.waitUntil(is_said)


def test_rows_that_fit_no_file_are_listed_beforehand(
    assistant: NewCatalogueAssistant, archive_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "register.csv"
    rows = [f"pictures/{file},x" for file in ("cars/ford.png", "ships/boat.png", "gone.png")]
    table.write_text("\n".join(["file,keywords", *rows]), encoding="utf-8")
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.next_button.click()
    form = assistant.keywords.form
    assistant.keywords.use_table.setChecked(True)
    form.path_edit.setText(str(table))
    qtbot.waitUntil(form.rejected.isVisible)

    assert form.fit.text() == (
        "The table has keywords for 2 files of the archive. "
        "The folder “pictures” was taken off the table's paths; without it 2 of them fit. "
        "1 row fits no file:"
    )
    assert form.rejected.rows() == [
        ["row 4: pictures/gone.png", "There is no such file in the archive."]
    ]
    assert assistant.next_button.isEnabled()


def test_files_without_keywords_in_the_table_are_not_counted_as_having_some(
    assistant: NewCatalogueAssistant, archive_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "register.csv"
    table.write_text("file,keywords\ncars/ford.png,car\nships/boat.png,\n", encoding="utf-8")
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.next_button.click()
    form = assistant.keywords.form
    assistant.keywords.use_table.setChecked(True)
    form.path_edit.setText(str(table))
    qtbot.waitUntil(lambda: bool(form.fit.text()))

    assert form.fit.text() == "The table has keywords for 1 file of the archive."


def test_a_wrong_separator_is_warned_of(
    assistant: NewCatalogueAssistant, archive_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "register.csv"
    files = ("cars/ford.png", "ships/boat.png", "ships/ferry.png")
    rows = [f'{file},"old, small"' for file in files]
    table.write_text("\n".join(["file,keywords", *rows]), encoding="utf-8")
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.next_button.click()
    form = assistant.keywords.form
    assistant.keywords.use_table.setChecked(True)
    form.path_edit.setText(str(table))
    qtbot.waitUntil(form.warning.isVisible)
    assert "“old, small”" in form.warning.text()
    assert form.options().whole_lines, "whoever goes on has read the warning"

    form.separator.setCurrentText(",")
    assert not form.warning.isVisible()
    assert not form.options().whole_lines


def test_suggestions_are_no_table_of_keywords(
    assistant: NewCatalogueAssistant, archive_dir: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    table = tmp_path / "suggestions.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        write = csv_writer(stream, threshold=0.1, suggester="neighbors")
        write(SuggestedImage("cars/ford.png", (SuggestedLabel(("car",), 0.5),)))
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.next_button.click()
    assistant.keywords.use_table.setChecked(True)
    form = assistant.keywords.form
    form.path_edit.setText(str(table))
    qtbot.waitUntil(lambda: form.keywords_column.count() > 0)
    form.keywords_column.setCurrentText("label")

    qtbot.waitUntil(lambda: "holds suggestions" in form.problem.text())
    assert not assistant.next_button.isEnabled()


def test_a_table_that_is_not_there_stops_the_step_with_a_sentence(
    assistant: NewCatalogueAssistant,
    archive_dir: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.next_button.click()
    assistant.keywords.use_table.setChecked(True)
    assistant.keywords.form.path_edit.setText(str(tmp_path / "nothing.csv"))

    problem = assistant.keywords.form.problem
    qtbot.waitUntil(lambda: problem.text() == "There is no such file.")
    assert not assistant.next_button.isEnabled()


@pytest.mark.parametrize(
    ("make_place", "sentence"),
    [
        (lambda archive: archive / "inside.nabolag.sqlite", "cannot lie inside"),
        (lambda archive: archive / "cars" / "deep.nabolag.sqlite", "cannot lie inside"),
        (lambda archive: archive.parent / "no" / "x.nabolag.sqlite", "does not exist"),
    ],
)
def test_bad_places_for_the_catalogue_are_refused(
    assistant: NewCatalogueAssistant,
    archive_dir: Path,
    make_place: Callable[[Path], Path],
    sentence: str,
    qtbot: QtBot,
) -> None:
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.folder.catalogue_edit.setText(str(make_place(archive_dir)))
    assistant.folder.catalogue_edit.textEdited.emit("")
    until_checked(assistant, qtbot)

    assert sentence in assistant.folder.problem.text()
    assert not assistant.next_button.isEnabled()


def test_a_file_in_the_place_of_the_folder_is_told_apart_from_nothing(
    assistant: NewCatalogueAssistant, archive_dir: Path, qtbot: QtBot
) -> None:
    file = archive_dir.parent / "photo.jpg"
    file.touch()
    assistant.folder.choose_archive(file)
    until_checked(assistant, qtbot)
    assert "a file and no folder" in assistant.folder.problem.text()

    assistant.folder.choose_archive(archive_dir.parent / "nothing")
    until_checked(assistant, qtbot)
    assert assistant.folder.problem.text() == "There is no such folder."


def test_a_link_into_the_archive_is_no_way_around(
    assistant: NewCatalogueAssistant,
    archive_dir: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    link = tmp_path / "link"
    link.symlink_to(archive_dir, target_is_directory=True)
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.folder.catalogue_edit.setText(str(link / "x.nabolag.sqlite"))
    assistant.folder.catalogue_edit.textEdited.emit("")
    until_checked(assistant, qtbot)

    assert "cannot lie inside" in assistant.folder.problem.text()


def test_a_catalogue_made_before_can_be_opened_instead(
    assistant: NewCatalogueAssistant, archive_dir: Path, qtbot: QtBot
) -> None:
    existing = default_catalogue_path(archive_dir)
    Catalogue.create(existing, archive_dir).close()

    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)

    assert assistant.folder.existing_button.isVisible()
    assert not assistant.next_button.isEnabled()
    with qtbot.waitSignal(assistant.existing_chosen) as chosen:
        assistant.folder.existing_button.click()
    assert chosen.args == [existing]


def test_where_nothing_can_be_written_beside_it_the_catalogue_goes_to_the_documents(
    archive_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, for whom every folder can be written to.
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    assert default_catalogue_path(archive_dir).parent != archive_dir.parent


def test_the_suffix_is_added(
    assistant: NewCatalogueAssistant, archive_dir: Path, qtbot: QtBot
) -> None:
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.folder.catalogue_edit.setText(str(archive_dir.parent / "mine"))
    assert assistant.folder.catalogue_path().name == "mine.nabolag.sqlite"


def test_the_built_in_encoder_says_that_it_is_the_small_one(
    assistant: NewCatalogueAssistant, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(assistant.encoder.findChildren(QRadioButton)))
    buttons = {
        str(one.property("encoder")): one for one in assistant.encoder.findChildren(QRadioButton)
    }

    assert list(buttons) == list(PURPOSES)
    assert "small" in buttons[BUILT_IN].text()
    assert buttons[BUILT_IN].isChecked()
    # The others are chosen once they are here.
    assert [name for name, one in buttons.items() if one.isEnabled()] == [BUILT_IN]
    said = " ".join(label.text() for label in assistant.encoder.findChildren(QLabel))
    assert "1.5 GB to download  ·  3.7 GB of memory  ·  licence Apache-2.0" in said
    assert assistant.encoder.more_button.text() == "More encoders…"


def test_an_encoder_of_the_short_list_is_fetched_from_the_assistant(
    assistant: NewCatalogueAssistant, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: bool(assistant.encoder.findChildren(QRadioButton)))
    best = list(PURPOSES)[1]
    (button,) = [
        one
        for one in assistant.encoder.findChildren(QPushButton)
        if one.accessibleName() == f"Get {best}"
    ]

    button.click()

    (dialog,) = assistant.findChildren(EncodersDialog)
    qtbot.waitUntil(lambda: best in dialog._title.text())
    dialog.close()


def test_back_keeps_what_was_chosen(
    assistant: NewCatalogueAssistant, archive_dir: Path, qtbot: QtBot
) -> None:
    assistant.folder.choose_archive(archive_dir)
    until_checked(assistant, qtbot)
    assistant.next_button.click()
    qtbot.waitUntil(assistant.next_button.isEnabled)
    assistant.next_button.click()
    assert assistant.step_index == 2

    assistant.back_button.click()
    assistant.back_button.click()

    assert assistant.step_index == 0
    assert assistant.folder.archive_dir() == archive_dir
    assert not assistant.back_button.isEnabled()
