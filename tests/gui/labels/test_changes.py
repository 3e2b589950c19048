"""Changing labels on the Labels page, and leading elsewhere from it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.captions.records import TextRule
from db.records import ImageFilter
from gui.labels.change_dialogs import MergeDialog, MoveDialog
from gui.labels.page import LabelsPage
from gui.labels.split_dialog import SplitDialog
from gui.labels.text_rule_dialog import TextRuleDialog
from gui.services.context import CatalogueContext
from tests.gui.labels.conftest import (
    IMAGES_EACH,
    confirm,
    dialog_of,
    go_to,
    label_id,
    names,
    row,
    stored,
    undo,
)


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
    assert page.status.text().startswith("5 labels")
    assert stored(context, "skip").aliases == ("skipet",)  # type: ignore[attr-defined]
    undo(context, qtbot)
    qtbot.waitUntil(lambda: len(page.model.rows) == 6)
    assert page.status.text().startswith("6 labels")
    assert set(page.tree.selected_ids()) == {label_id(page, "skipet"), label_id(page, "skip")}


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
    qtbot.waitUntil(lambda: "“kjøretøy” then finds 9 images more" in dialog.effect.text())
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


def test_enter_chooses_where_to_move_and_enter_again_moves(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    go_to(page, qtbot, "fly")
    qtbot.keyClick(page.tree, Qt.Key.Key_P)
    dialog = dialog_of(page, qtbot)
    assert isinstance(dialog, MoveDialog)
    qtbot.keyClicks(dialog.entry, "kjø")
    qtbot.keyClick(dialog.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.button.hasFocus)
    with qtbot.waitSignal(dialog.changed):
        qtbot.keyClick(dialog.button, Qt.Key.Key_Return)

    assert stored(context, "fly").parent_id == label_id(page, "kjøretøy")  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", [Qt.Key.Key_P, Qt.Key.Key_A])
def test_what_is_no_longer_in_the_field_is_not_done(
    page: LabelsPage, qtbot: QtBot, key: Qt.Key
) -> None:
    go_to(page, qtbot, "fly")
    shift = Qt.KeyboardModifier.ShiftModifier
    plain = Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(page.tree, key, shift if key == Qt.Key.Key_A else plain)
    dialog = dialog_of(page, qtbot)
    assert isinstance(dialog, MoveDialog | MergeDialog)
    qtbot.keyClicks(dialog.entry, "kjø")
    qtbot.keyClick(dialog.entry, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.button.isEnabled)

    dialog.entry.setFocus()
    qtbot.keyClick(dialog.entry, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert not dialog.button.isEnabled()
    assert dialog.effect.text() == ""
    qtbot.keyClick(dialog.entry, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_label_is_taken_from_captions(
    page: LabelsPage, context: CatalogueContext, qtbot: QtBot
) -> None:
    commands, fly = context.catalogue.commands, label_id(page, "fly")
    carrying = context.catalogue.images.ids(ImageFilter(label_ids=(fly,)))
    others = sorted(set(context.catalogue.images.ids()) - set(carrying))
    commands.add_caption(carrying[0], "A plane over a fjord", language="en")
    commands.add_caption(others[0], "Planes <b>in</b> a hangar", language="en-GB")
    commands.add_caption(others[1], "A toy plane", language="en")
    commands.add_caption(others[2], "Et fly over fjorden", language="nb")
    go_to(page, qtbot, "fly")
    qtbot.keyClick(page.tree, Qt.Key.Key_T, Qt.KeyboardModifier.ShiftModifier)
    (dialog,) = page.findChildren(TextRuleDialog)
    qtbot.waitUntil(lambda: dialog.said.text().startswith("Type a word"))
    assert not dialog.apply_button.isEnabled()
    assert not dialog.withdraw_button.isEnabled()

    qtbot.keyClicks(dialog.words, "plane*")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.words, "fly")
    qtbot.keyClick(dialog.words, Qt.Key.Key_Tab)
    qtbot.keyClicks(dialog.exclusions, "TOY")
    said = "3 images found, 2 without the label, 1 have it."
    qtbot.waitUntil(lambda: dialog.said.text() == said)
    qtbot.waitUntil(lambda: dialog.language.count() == 3)
    assert dialog.captions.marked_words() == ["Planes", "fly"]
    assert "Planes <b>in</b> a hangar" in dialog.captions.toPlainText()
    dialog.language.setCurrentIndex(dialog.language.findData("en"))
    qtbot.waitUntil(lambda: dialog.apply_button.text() == "Add to 1 image")
    assert dialog.problem.text() == "No caption has these words: fly"
    dialog.patterns.setPlainText("(")
    qtbot.waitUntil(lambda: "no regular expression" in dialog.problem.text())
    assert not dialog.apply_button.isEnabled()
    assert not dialog.save_button.isEnabled()
    dialog.patterns.setPlainText("")
    qtbot.waitUntil(dialog.apply_button.isEnabled)

    dialog.apply_button.click()
    qtbot.waitUntil(lambda: dialog.said.text().startswith("2 images found, 0 without"))
    assert not dialog.apply_button.isEnabled()
    assert not dialog.save_button.isEnabled()
    rule = TextRule(("plane*", "fly"), (), ("TOY",), "en")
    assert stored(context, "fly").text_rule == rule  # type: ignore[attr-defined]
    assert context.catalogue.images.ids(ImageFilter(source="rule")) == [others[0]]
    dialog.withdraw_button.click()
    qtbot.waitUntil(dialog.apply_button.isEnabled)
    assert context.catalogue.images.ids(ImageFilter(source="rule")) == []
    undo(context, qtbot)
    qtbot.waitUntil(dialog.withdraw_button.isEnabled)
    undo(context, qtbot)
    qtbot.waitUntil(dialog.apply_button.isEnabled)
    assert stored(context, "fly").text_rule is None  # type: ignore[attr-defined]
    dialog.save_button.click()
    qtbot.waitUntil(lambda: stored(context, "fly").text_rule == rule)  # type: ignore[attr-defined]
    dialog.close()
