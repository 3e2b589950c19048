"""What the Labels page shows, and finding labels on it."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from db.catalogue import Catalogue
from gui.labels.change_dialogs import CreateDialog
from gui.labels.page import LabelsPage
from gui.labels.rows import Column, Show
from gui.services.context import CatalogueContext, open_context
from tests.gui.labels.conftest import MakePage, dialog_of, go_to, label_id, names


def test_the_vocabulary_with_names_counts_and_figures(page: LabelsPage, qtbot: QtBot) -> None:
    def cells(name: str) -> list[str]:
        index = page.model.index_of(label_id(page, name))
        return [str(index.siblingAtColumn(column).data()) for column in Column]

    assert cells("skip")[:6] == ["skip", "ship", "by hand", "", "", "9"]
    assert cells("hus")[:3] == ["hus", "house", "by a service"]
    assert cells("lastebil")[:4] == ["lastebil", "lastebil", "not yet", "kjøretøy"]
    assert cells("skip")[Column.BY_NAME] == "96 % (79–99)"
    assert cells("skipet")[Column.BY_NAME] == "–"
    assert page.status.text().startswith("6 labels")
    assert "Quality: not measured yet" in page.status.text(), "its column is empty"
    assert page.bar.show_box.itemText(0) == "All labels (6)"
    assert page.bar.show_box.itemText(1) == "Names that find nothing (2)"


def test_j_and_k_go_down_and_up_the_labels(page: LabelsPage, qtbot: QtBot) -> None:
    tree = page.tree
    tree.setCurrentIndex(page.model.index(0, 0))
    first = tree.current_id
    qtbot.keyClick(tree, Qt.Key.Key_J)
    second = tree.current_id
    assert second not in (0, first)
    assert tree.selected_ids() == [second]
    qtbot.keyClick(tree, Qt.Key.Key_K)
    assert tree.current_id == first


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


def test_all_that_is_not_folded_away_is_selected_with_one_key(
    page: LabelsPage, qtbot: QtBot
) -> None:
    def select_all() -> list[str]:
        qtbot.keyClick(page.tree, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        return sorted(one.label.name for one in page.selected_rows())

    everything = ["fly", "hus", "kjøretøy", "lastebil", "skip", "skipet"]
    go_to(page, qtbot, "hus")
    page.tree.expandAll()
    assert select_all() == everything
    page.tree.collapse(page.model.index_of(label_id(page, "kjøretøy")))
    assert select_all() == [name for name in everything if name != "lastebil"]
    assert page.selected_rows()[0].label.name == "hus"
    qtbot.waitUntil(lambda: page.details.heading.text() == "5 labels selected")
    qtbot.keyClick(page.tree, Qt.Key.Key_T)
    assert select_all() == everything


def test_an_empty_vocabulary_offers_to_make_a_label(
    tmp_path: Path, make_page: MakePage, qtbot: QtBot
) -> None:
    (tmp_path / "archive").mkdir()
    made = Catalogue.create(tmp_path / "empty.nabolag.sqlite", tmp_path / "archive")
    context = open_context(made, made.settings.all())
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


def test_a_label_is_taken_to_its_grid(
    context: CatalogueContext, page: LabelsPage, qtbot: QtBot
) -> None:
    asked: list[tuple[int, str]] = []
    context.navigator.grid_requested.connect(lambda *wanted: asked.append(wanted))
    go_to(page, qtbot, "skip")
    qtbot.keyClick(page.tree, Qt.Key.Key_C)

    assert asked == [(label_id(page, "skip"), "suggested")]
    go_to(page, qtbot, "skip", "hus")
    qtbot.waitUntil(lambda: not page.page_actions.grid.isEnabled())


def test_a_label_that_another_page_asks_for_is_gone_to_whatever_is_shown(
    page: LabelsPage, qtbot: QtBot
) -> None:
    wanted = label_id(page, "fly")
    qtbot.keyClicks(page.bar.finder, "laste")
    qtbot.waitUntil(lambda: page.model.shown_count == 1)
    page.show_label(wanted, rename=False)
    assert page.tree.current_id == wanted
    assert page.tree.hasFocus()

    page.page_actions.same.trigger()
    page.show_label(label_id(page, "hus"), rename=True)
    assert page.tree.isVisible()
    assert page.details.editor.name.hasFocus()
    assert page.details.editor.name.selectedText() == "hus"


def test_a_label_is_gone_to_once_the_labels_are_read(
    context: CatalogueContext, make_page: MakePage, qtbot: QtBot
) -> None:
    wanted = context.catalogue.labels.find("skip")
    assert wanted is not None
    page = make_page(context)
    page.hide()
    context.run_command(lambda: context.catalogue.commands.create_label("other"))
    qtbot.waitUntil(lambda: context.catalogue.labels.find("other") is not None)
    page.show()
    page.activate()
    page.show_label(wanted.id, rename=True)
    qtbot.waitUntil(lambda: page.details.editor.name.selectedText() == "skip")
