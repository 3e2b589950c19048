"""Names in English, prompts and what the encoder makes of them."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.labels.page import LabelsPage
from gui.labels.rows import Column
from gui.services.context import CatalogueContext
from tests.gui.labels.conftest import MakePage, go_to, label_id, names, stored, undo


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
