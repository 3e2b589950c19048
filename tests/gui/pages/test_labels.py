"""The Labels page as a person uses it: real catalogue, real features, names with known vectors."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from db.records import ImageFilter
from engine.archive.thumbnails import make_thumbnail
from gui.context import CatalogueContext, open_context
from gui.dialogs.label_changes import ChangeDialog, CreateDialog, MergeDialog, MoveDialog
from gui.dialogs.label_split import SplitDialog
from gui.models.label_rows import Column, Show
from gui.pages.labels import LabelsPage
from tests.engine.jobs.conftest import SIZE, MadeCatalogue

SUBJECTS = ("lastebil", "skip", "hus", "fly")
IMAGES_EACH = 9


@pytest.fixture(autouse=True)
def british_numbers(qapp: object) -> Iterator[None]:
    """Numbers as in Britain, whatever the machine's language is."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def direction(subject: int) -> np.ndarray:
    """Where the images of a subject lie."""
    return np.random.default_rng(subject).standard_normal(SIZE)


def fill(made: MadeCatalogue) -> None:
    """Four subjects on nine images each; the encoder takes the first one's name for the third's.

    "lastebil" lies under "kjøretøy", which no image carries; "skipp" is a slip of "skip".
    """
    rng = np.random.default_rng(5)
    subjects = [*np.repeat(range(len(SUBJECTS)), IMAGES_EACH), 1]
    keywords = [[SUBJECTS[subject]] for subject in subjects[:-1]]
    vectors = np.stack([direction(subject) for subject in subjects])
    vectors += 0.6 * rng.standard_normal(vectors.shape)
    contents = [f"image {number}" for number in range(len(subjects))]
    made.add_at_once(contents, vectors, [*keywords, ["skipet"]])
    made.catalogue.settings.set("language.archive", "nb")
    commands = made.catalogue.commands
    commands.create_label("kjøretøy")
    commands.set_parent(made.label("lastebil"), made.label("kjøretøy"))
    commands.set_english_name(made.label("skip"), "ship")
    commands.set_automatic_names({made.label("hus"): "house"}, "libretranslate example.org")
    made.name_vectors(
        {
            "lastebil": direction(2),
            "kjøretøy": direction(2),
            "ship": direction(1),
            "skip": direction(1),
            "skipet": direction(1),
            "house": direction(2),
            "fly": direction(3),
            "truck": direction(0),
            "lorry": direction(0),
            "plane": direction(3),
        }
    )


@pytest.fixture
def context(tmp_path: Path, qapp: object) -> Iterator[CatalogueContext]:
    """The catalogue of ``fill``, open for the window."""
    archive = tmp_path / "archive"
    archive.mkdir()
    with Catalogue.create(tmp_path / "made.nabolag.sqlite", archive, curator="Kari") as made:
        fill(MadeCatalogue(made))
        pixels = np.full((30, 40, 3), 120, dtype=np.uint8)
        made.thumbnails.put_many(
            (content_hash, make_thumbnail(pixels)) for _, content_hash in made.images.readable()
        )
    opened = open_context(Catalogue.open(tmp_path / "made.nabolag.sqlite", curator="Kari"))
    yield opened
    opened.close()


MakePage = Callable[[CatalogueContext], LabelsPage]


@pytest.fixture
def make_page(qtbot: QtBot) -> Iterator[MakePage]:
    """Shows the Labels page of a catalogue and waits for its labels."""
    pages: list[LabelsPage] = []

    def make(context: CatalogueContext) -> LabelsPage:
        page = LabelsPage(context)
        pages.append(page)
        page.resize(1176, 740)
        page.show()
        page.activateWindow()
        page.activate()
        known = ("Reading the labels…", "")
        qtbot.waitUntil(lambda: bool(page.model.rows) or page.empty.sentence.text() not in known)
        return page

    yield make
    for page in pages:
        page.shutdown()
        page.close()
        page.deleteLater()


@pytest.fixture
def page(context: CatalogueContext, make_page: MakePage, qtbot: QtBot) -> LabelsPage:
    """The page with the figures of all names."""
    shown = make_page(context)
    qtbot.waitUntil(lambda: row(shown, "fly").figure is not None, timeout=10_000)
    return shown


def row(page: LabelsPage, name: str) -> object:
    """What the page knows of a label."""
    return next(one for one in page.model.rows.values() if one.label.name == name)


def label_id(page: LabelsPage, name: str) -> int:
    return row(page, name).label.id  # type: ignore[attr-defined, no-any-return]


def stored(context: CatalogueContext, name: str) -> object:
    """The label as the catalogue has it."""
    found = context.catalogue.labels.find(name)
    assert found is not None
    return found


def go_to(page: LabelsPage, qtbot: QtBot, *names: str) -> None:
    """Select labels and let the page follow."""
    page.tree.select([label_id(page, name) for name in names])
    qtbot.waitUntil(lambda: len(page.selected_rows()) == len(names))
    qtbot.wait(5)
    page.tree.setFocus()


def names(page: LabelsPage) -> list[str]:
    """The labels that are shown at the top level, from top to bottom."""
    return [str(page.model.index(n, 0).data()) for n in range(page.model.rowCount())]


def dialog_of(page: LabelsPage, qtbot: QtBot) -> ChangeDialog:
    """The dialog that is open, once it has said what it would do."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(QDialog)))
    (shown,) = [one for one in page.findChildren(ChangeDialog) if one.isVisible()]
    return shown


def confirm(dialog: ChangeDialog, qtbot: QtBot) -> None:
    """Press Enter once the dialog has said what it would do, and wait until it is done."""
    qtbot.waitUntil(dialog.button.isEnabled)
    with qtbot.waitSignal(dialog.changed, timeout=5000):
        qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)


def undo(context: CatalogueContext, qtbot: QtBot) -> None:
    """Take the last change back as the window does."""
    with qtbot.waitSignal(context.hub.changed, timeout=5000):
        context.run_command(context.catalogue.commands.undo)


# What is shown


def test_the_vocabulary_with_names_counts_and_figures(page: LabelsPage, qtbot: QtBot) -> None:
    def cells(name: str) -> list[str]:
        index = page.model.index_of(label_id(page, name))
        return [str(index.siblingAtColumn(column).data()) for column in Column]

    assert cells("skip")[:6] == ["skip", "ship", "by hand", "", "", "9"]
    assert cells("hus")[:3] == ["hus", "house", "translated"]
    assert cells("lastebil")[:4] == ["lastebil", "lastebil", "not yet", "kjøretøy"]
    assert cells("skip")[Column.BY_NAME] == "96 % (79–99)"
    assert cells("skipet")[Column.BY_NAME] == "–"
    assert page.status.text().startswith("6 labels")
    assert page.bar.show_box.itemText(0) == "All labels (6)"
    assert page.bar.show_box.itemText(1) == "Names the model cannot use (2)"


def test_names_the_model_cannot_use_are_a_filter(page: LabelsPage, qtbot: QtBot) -> None:
    page.bar.choose(Show.UNUSABLE)
    assert names(page) == ["kjøretøy"]
    assert page.model.shown_count == 2
    assert page.status.text().startswith("2 of 6 labels")
    page.bar.choose(Show.NO_IMAGES)
    assert page.model.shown_count == 0
    assert page.empty.sentence.text() == "No label fits."
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert page.model.shown_count == 6


def test_typing_finds_labels_with_what_they_lie_under(page: LabelsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page.tree, Qt.Key.Key_F)
    qtbot.keyClicks(page.bar.finder, "laste")
    qtbot.waitUntil(lambda: page.model.shown_count == 1)
    assert names(page) == ["kjøretøy"]
    assert page.tree.isExpanded(page.model.index(0, 0))
    qtbot.keyClick(page.bar.finder, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.model.shown_count == 6)


def test_a_click_on_a_heading_sorts(page: LabelsPage, qtbot: QtBot) -> None:
    header = page.tree.header()
    place = QPoint(header.sectionViewportPosition(Column.NAME) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    first = names(page)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert first == ["fly", "hus", "kjøretøy", "skip", "skipet"]
    assert names(page) == first[::-1]


def test_tree_and_table_are_switched_and_remembered(
    page: LabelsPage, make_page: MakePage, context: CatalogueContext, qtbot: QtBot
) -> None:
    assert page.tree.isColumnHidden(Column.PARENT)
    qtbot.keyClick(page.tree, Qt.Key.Key_T)
    assert not page.tree.isColumnHidden(Column.PARENT)
    assert page.model.rowCount() == 6
    page.shutdown()
    assert make_page(context).model.rowCount() == 6


def test_what_is_open_and_selected_stays_when_something_changes(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    parent = page.model.index_of(label_id(page, "kjøretøy"))
    page.tree.collapse(parent)
    go_to(page, qtbot, "hus", "fly")
    context.run_command(lambda: context.catalogue.commands.create_label("ny"))
    qtbot.waitUntil(lambda: len(page.model.rows) == 7)
    assert not page.tree.isExpanded(page.model.index_of(label_id(page, "kjøretøy")))
    assert {one.label.name for one in page.selected_rows()} == {"hus", "fly"}


def test_an_empty_vocabulary_offers_to_make_a_label(
    tmp_path: Path, make_page: MakePage, qtbot: QtBot
) -> None:
    (tmp_path / "archive").mkdir()
    made = Catalogue.create(tmp_path / "empty.nabolag.sqlite", tmp_path / "archive")
    context = open_context(made)
    page = make_page(context)
    assert "no labels yet" in page.empty.sentence.text()
    qtbot.waitUntil(lambda: "not encoded" in page.status.text())

    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(page, qtbot)
    assert isinstance(dialog, CreateDialog)
    qtbot.keyClicks(dialog.name, "truck")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: names(page) == ["truck"])
    page.shutdown()
    context.close()


# Names


def test_a_new_name_shows_its_figure_beside_the_old_one_and_is_kept(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "lastebil")
    editor = page.details.editor
    qtbot.keyClick(page.tree, Qt.Key.Key_E)
    assert editor.english.hasFocus()
    old = editor.old.text()

    qtbot.keyClicks(editor.english, "truck")
    qtbot.waitUntil(lambda: "%" in editor.new.text())

    assert editor.old.text() == old != editor.new.text()
    assert editor.verdict.text().startswith("Better")
    assert stored(context, "lastebil").english_name == ""  # type: ignore[attr-defined]
    qtbot.keyClick(editor.english, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.old.text() != old)
    assert stored(context, "lastebil").english_name == "truck"  # type: ignore[attr-defined]
    assert not editor.keep_button.isVisible()

    undo(context, qtbot)
    qtbot.waitUntil(lambda: editor.old.text() == old)
    assert editor.english.text() == ""


def test_escape_brings_the_old_name_back(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "skip")
    editor = page.details.editor
    editor.english.setFocus()
    editor.english.selectAll()
    qtbot.keyClicks(editor.english, "plane")
    qtbot.waitUntil(lambda: editor.verdict.text().startswith("Worse"))
    qtbot.keyClick(editor.english, Qt.Key.Key_Escape)
    assert editor.english.text() == "ship"
    assert not editor.new.isVisible()
    qtbot.keyClick(editor.english, Qt.Key.Key_Escape)
    assert page.tree.hasFocus()
    assert stored(context, "skip").english_name == "ship"  # type: ignore[attr-defined]


def test_what_is_typed_waits_while_another_label_is_looked_at(
    page: LabelsPage, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "lastebil")
    page.details.editor.english.setText("lorry")
    go_to(page, qtbot, "hus")
    qtbot.waitUntil(lambda: "1 changed name not kept yet" in page.status.text())
    assert page.details.editor.english.text() == ""
    assert "libretranslate example.org" in page.details.editor.origin.text()
    go_to(page, qtbot, "lastebil")
    assert page.details.editor.english.text() == "lorry"
    qtbot.waitUntil(lambda: "%" in page.details.editor.new.text())


def test_prompts_replace_the_contexts(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "lastebil")
    editor = page.details.editor
    qtbot.keyClick(page.tree, Qt.Key.Key_D)
    qtbot.keyClicks(editor.prompts, "truck")
    qtbot.waitUntil(lambda: editor.verdict.text().startswith("Better"))
    qtbot.keyClick(editor.prompts, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: stored(context, "lastebil").prompts == "truck")  # type: ignore[attr-defined]


def test_a_name_that_is_taken_is_refused_and_stays_to_be_mended(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "skip")
    editor = page.details.editor
    qtbot.keyClick(page.tree, Qt.Key.Key_F2)
    qtbot.keyClicks(editor.name, "Hus")
    qtbot.keyClick(editor.name, Qt.Key.Key_Return)
    qtbot.waitUntil(page.details.problem.isVisible)
    assert "There is already a label ‘hus’" in page.details.problem.text()
    assert editor.name.text() == "Hus"

    editor.name.setText("båt")
    qtbot.keyClick(editor.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.details.heading.text() == "båt")
    assert not page.details.problem.isVisible()


def test_without_features_the_page_says_why_there_are_no_figures(
    context: CatalogueContext, make_page: MakePage, qtbot: QtBot
) -> None:
    context.catalogue.settings.set("encoder.name", None)
    page = make_page(context)
    qtbot.waitUntil(lambda: "not encoded yet" in page.status.text())
    index = page.model.index_of(label_id(page, "skip")).siblingAtColumn(Column.BY_NAME)
    assert "not encoded yet" in str(index.data(Qt.ItemDataRole.ToolTipRole))


def test_similar_names_are_shown_the_nearest_first(page: LabelsPage, qtbot: QtBot) -> None:
    go_to(page, qtbot, "lastebil")
    qtbot.keyClick(page.tree, Qt.Key.Key_I)
    qtbot.waitUntil(lambda: "“lastebil”" in page.notice.sentence.text())
    assert names(page)[0] == "lastebil"
    assert {"hus", "kjøretøy"} <= set(names(page)[1:4])
    qtbot.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)
    assert page.model.shown_count == 6


# Changes


def test_merging_says_what_it_does_and_can_be_undone(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "skipet", "skip")
    assert page.details.heading.text() == "2 labels selected"
    qtbot.keyClick(page.tree, Qt.Key.Key_M)
    dialog = dialog_of(page, qtbot)
    assert isinstance(dialog, MergeDialog)
    assert dialog.choice.currentText() == "skip (9)"
    qtbot.waitUntil(lambda: "1 image get “skip”, 0 have it already" in dialog.effect.text())
    assert "‘skipet’" in dialog.effect.text()
    confirm(dialog, qtbot)

    qtbot.waitUntil(lambda: len(page.model.rows) == 5)
    assert page.tree.current_id == label_id(page, "skip")
    assert stored(context, "skip").aliases == ("skipet",)  # type: ignore[attr-defined]
    undo(context, qtbot)
    qtbot.waitUntil(lambda: len(page.model.rows) == 6)


def test_a_label_becomes_another_name_of_one_that_is_typed(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "skipet")
    qtbot.keyClick(page.tree, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    dialog = dialog_of(page, qtbot)
    assert isinstance(dialog, MergeDialog)
    qtbot.keyClicks(dialog.entry, "ski")
    qtbot.keyClick(dialog.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "“skip”" in dialog.effect.text())
    confirm(dialog, qtbot)
    assert stored(context, "skipet").name == "skip"  # type: ignore[attr-defined]


def test_deleting_says_what_is_lost(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "kjøretøy", "fly")
    qtbot.keyClick(page.tree, Qt.Key.Key_Delete)
    dialog = dialog_of(page, qtbot)
    qtbot.waitUntil(lambda: "9 images lose a label; 9 carry none then." in dialog.effect.text())
    assert "‘lastebil’" in dialog.effect.text()
    confirm(dialog, qtbot)
    qtbot.waitUntil(lambda: sorted(names(page)) == ["hus", "lastebil", "skip", "skipet"])
    undo(context, qtbot)
    qtbot.waitUntil(lambda: len(page.model.rows) == 6)
    assert stored(context, "fly").image_count == 9  # type: ignore[attr-defined]


def test_images_are_split_off_into_a_label_of_their_own(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "fly")
    qtbot.keyClick(page.tree, Qt.Key.Key_S)
    dialog = dialog_of(page, qtbot)
    assert isinstance(dialog, SplitDialog)
    qtbot.waitUntil(lambda: len(dialog.grid.selection.ids) == IMAGES_EACH)
    dialog.grid.set_current(0)
    qtbot.keyClick(dialog.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(dialog.name, "helikopter")
    qtbot.waitUntil(lambda: dialog.effect.text().startswith("2 images get the new label"))
    assert dialog.button.text() == "Split off 2 images"
    confirm(dialog, qtbot)

    qtbot.waitUntil(lambda: page.details.heading.text() == "helikopter")
    assert stored(context, "helikopter").image_count == 2  # type: ignore[attr-defined]
    assert stored(context, "fly").image_count == 7  # type: ignore[attr-defined]


def test_labels_are_moved_by_typing_and_by_dragging(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "fly")
    qtbot.keyClick(page.tree, Qt.Key.Key_P)
    dialog = dialog_of(page, qtbot)
    assert isinstance(dialog, MoveDialog)
    qtbot.keyClicks(dialog.entry, "kjø")
    qtbot.keyClick(dialog.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "9 images more are found under “kjøretøy”" in dialog.effect.text())
    confirm(dialog, qtbot)
    qtbot.waitUntil(
        lambda: page.model.rowCount(page.model.index_of(label_id(page, "kjøretøy"))) == 2
    )
    assert [chip.text() for chip in page.details.links.chips()] == ["kjøretøy  ✕"]

    data = page.model.mimeData([page.model.index_of(label_id(page, "fly"))])
    under = page.model.index_of(label_id(page, "hus"))
    page.model.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, under)
    dropped = dialog_of(page, qtbot)
    qtbot.waitUntil(lambda: "“hus”" in dropped.effect.text())
    confirm(dropped, qtbot)
    qtbot.waitUntil(lambda: row(page, "fly").parent_name == "hus")  # type: ignore[attr-defined]

    page.activateWindow()
    page.tree.setFocus()
    qtbot.waitUntil(page.tree.hasFocus)
    qtbot.keyClick(page.tree, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    confirm(dialog_of(page, qtbot), qtbot)
    assert stored(context, "fly").parent_id is None  # type: ignore[attr-defined]


def test_other_names_come_and_go(page: LabelsPage, context: CatalogueContext, qtbot: QtBot) -> None:
    go_to(page, qtbot, "skip")
    links = page.details.links
    qtbot.keyClick(page.tree, Qt.Key.Key_A)
    qtbot.keyClicks(links.alias_edit, "skute")
    qtbot.keyClick(links.alias_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [chip.text() for chip in links.chips()] == ["skute  ✕"])
    assert links.alias_edit.text() == ""
    qtbot.keyClicks(links.alias_edit, "hus")
    qtbot.keyClick(links.alias_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(page.details.problem.isVisible)

    qtbot.mouseClick(links.chips()[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: links.chips() == [])
    assert stored(context, "skip").aliases == ()  # type: ignore[attr-defined]


def test_labels_that_may_be_the_same_are_answered_with_one_key(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.same.count > 0, timeout=10_000)
    before = page.same.count
    assert page.bar.same_button.text() == f"Same labels? {before}"
    qtbot.keyClick(page.tree, Qt.Key.Key_W)
    assert page.same.list.hasFocus()
    first = str(page.same.list.currentIndex().data())
    assert "skipet (1)  →  skip (9)" in first

    qtbot.keyClick(page.same.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(context.catalogue.labels.different()) == 1)
    qtbot.waitUntil(lambda: page.same.count == before - 1)
    undo(context, qtbot)
    qtbot.waitUntil(lambda: page.same.count == before)

    qtbot.keyClick(page.same.list, Qt.Key.Key_X)
    assert "skip (9)  →  skipet (1)" in str(page.same.list.currentIndex().data())
    qtbot.keyClick(page.same.list, Qt.Key.Key_X)
    qtbot.keyClick(page.same.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.model.rows) == 5)
    undo(context, qtbot)
    qtbot.waitUntil(lambda: page.same.count == before)
    qtbot.keyClick(page.same.list, Qt.Key.Key_Escape)
    assert page.tree.hasFocus()


def test_enter_shows_the_images_in_the_library(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "hus")
    with qtbot.waitSignal(context.navigator.library_requested) as asked:
        qtbot.keyClick(page.tree, Qt.Key.Key_Return)
    assert asked.args == [ImageFilter(label_ids=(label_id(page, "hus"),))]


def test_examples_of_the_label_are_shown_and_opened(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "kjøretøy")
    buttons = page.details.examples.buttons
    qtbot.waitUntil(lambda: all(not one.icon().isNull() for one in buttons))
    with qtbot.waitSignal(context.navigator.review_requested) as asked:
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert len(asked.args[0]) == 1


def test_keyword_lists_are_written_and_read(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "list.txt"
    page.changes.write_list(str(file))
    qtbot.waitUntil(lambda: "6 labels written" in page.notice.sentence.text())
    assert "\tlastebil" in file.read_text("utf-8")

    file.write_text("kjøretøy\n\ttanks\n\t\t{stridsvogn}\n", "utf-8")
    page.changes.read_list(str(file))
    dialog = dialog_of(page, qtbot)
    qtbot.waitUntil(lambda: dialog.effect.text().startswith("1 new labels, 1 are there already."))
    confirm(dialog, qtbot)
    assert stored(context, "stridsvogn").name == "tanks"  # type: ignore[attr-defined]


def test_the_selected_labels_are_offered_for_translation(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "fly", "hus")
    with qtbot.waitSignal(context.navigator.translation_requested) as asked:
        qtbot.mouseClick(page.bar.translate_button, Qt.MouseButton.LeftButton)
    assert set(asked.args[0]) == {label_id(page, "fly"), label_id(page, "hus")}
