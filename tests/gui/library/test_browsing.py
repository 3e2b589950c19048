"""Finding and choosing images on the Library page, and what it says."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.duplicate_records import KeptImage
from db.errors import CatalogueError
from db.records import ImageFilter, ImageOrder, ScannedImage, Status, SuggestionRun
from engine.jobs.table import JOBS
from gui.library.page import LibraryPage
from gui.services.context import CatalogueContext
from gui.widgets import file_actions
from tests.gui.library.conftest import CONTROL, Bench


def test_begins_with_all_images_and_counts(bench: Bench) -> None:
    page = bench.page
    assert len(page.grid.selection.ids) == 72
    bench.until(lambda: page.footer.count.text() == "72 images")
    bench.until(lambda: bench.facet(page.facets.status).get("Without labels") == 11)
    assert bench.facet(page.facets.status)["With labels"] == 60
    assert bench.facet(page.facets.labels) == {"ship": 30, "Kamaz": 10, "vehicle": 30}
    assert bench.facet(page.facets.folders) == {"boats": 30, "cars": 30, "other": 12}
    assert page.footer.problems_link.text() == "1 unreadable: show"
    with bench.qtbot.waitSignal(bench.context.navigator.problems_requested):
        page.footer.problems_link.click()


def test_images_that_are_set_aside_leave_and_are_shown_where_asked_for(
    bench: Bench,
) -> None:
    page, context = bench.page, bench.context
    first, *others = context.catalogue.images.ids()[:4]
    kept = [KeptImage(first, tuple(others))]
    commands = context.catalogue.commands
    context.run_command(lambda: commands.set_aside(kept, hand_labels=False, hand_titles=False))
    bench.shown(69)
    bench.until(lambda: bench.facet(page.facets.status).get("Set aside") == 3)

    bench.choose(page.facets.status, "Set aside")
    bench.shown(3)
    assert sorted(page.grid.selection.ids) == sorted(others)
    bench.until(lambda: "Set aside" in bench.chips())
    context.run_command(commands.undo)
    bench.shown(0)


def test_labels_of_one_name_have_chips_with_their_paths(bench: Bench) -> None:
    page, commands = bench.page, bench.context.catalogue.commands
    ship = bench.context.catalogue.labels.find("ship")
    assert ship is not None
    commands.create_label("truck", parent_id=ship.id)
    with bench.qtbot.waitSignal(page.vocabulary.changed):
        page.vocabulary.reload()
    page.facets.labels.tree.expandAll()
    bench.choose(page.facets.labels, "truck")

    bench.until(lambda: bool(bench.chips()))
    assert bench.chips().keys() & {"vehicle|truck", "ship|truck"}


def test_facets_narrow_down_together_and_chips_take_them_away(bench: Bench) -> None:
    page = bench.page
    bench.choose(page.facets.labels, "vehicle")  # which no image carries itself
    bench.shown(30)
    bench.choose(page.facets.labels, "vehicle")
    bench.shown(72)
    page.facets.labels.tree.expandAll()
    bench.choose(page.facets.labels, "truck")
    bench.shown(30)
    page.facets.labels.tree.expandAll()
    bench.choose(page.facets.labels, "Kamaz")
    bench.shown(10)
    bench.until(lambda: bench.facet(page.facets.labels) == {"Kamaz": 10, "vehicle": 10})
    bench.choose(page.facets.status, "Unreadable")
    bench.shown(0)
    assert page.empty.sentence.text() == "No image fits these filters."
    assert set(bench.chips()) == {"Kamaz", "truck", "Unreadable", "Clear all"}
    bench.chips()["Unreadable"].click()
    bench.shown(10)
    assert page.grid.isVisible()
    assert page.footer.count.text() == "10 of 72 images"
    bench.chips()["Clear all"].click()
    bench.shown(72)
    assert not page.chips.isVisible()
    bench.until(lambda: bench.facet(page.facets.labels).get("ship") == 30)


def test_a_folder_and_a_source(bench: Bench) -> None:
    page = bench.page
    bench.choose(page.facets.folders, "other")
    bench.shown(12)
    bench.choose(page.facets.folders, "other")
    bench.shown(72)
    page.facets.source.heading.click()
    bench.choose(page.facets.source, "Imported")
    bench.shown(60)
    bench.key(Qt.Key.Key_Backspace, CONTROL)
    bench.shown(72)


def test_searching_by_keys(bench: Bench) -> None:
    page = bench.page
    search = page.bar.search
    bench.key(Qt.Key.Key_F)
    assert search.hasFocus()
    QTest.keyClicks(search, "kamaz 1")
    bench.shown(12)
    bench.key(Qt.Key.Key_Return, widget=search)
    assert page.grid.hasFocus()
    assert list(bench.chips()) == ["“kamaz 1”"]
    bench.key(Qt.Key.Key_F)
    QTest.keyClicks(search, "shi")
    bench.key(Qt.Key.Key_Down, widget=search)
    bench.key(Qt.Key.Key_Return, widget=search)
    bench.shown(30)
    assert list(bench.chips()) == ["ship"]
    assert search.text() == ""


def test_a_facet_can_be_searched_and_folded(bench: Bench) -> None:
    section = bench.page.facets.labels
    QTest.keyClicks(section.search, "tru")
    assert bench.facet(section) == {"vehicle": 30}
    assert section.tree.isExpanded(section.tree.model().index(0, 0))
    section.heading.click()
    assert not section.tree.isVisible()
    assert not section.search.isVisible()


def test_order(bench: Bench) -> None:
    page = bench.page
    before = page.grid.selection.ids.tolist()
    page.bar.set_order(ImageOrder.LARGEST)
    bench.until(lambda: page.query.result is not None and page.query.result.order == "largest")
    assert sorted(page.grid.selection.ids.tolist()) == sorted(before)
    assert page.grid.selection.ids[-1] == 72
    largest = page.grid.selection.ids.tolist()
    assert page.bar.backwards.text() == "↓"
    QTest.mouseClick(page.bar.backwards, Qt.MouseButton.LeftButton)
    bench.until(lambda: page.grid.selection.ids.tolist() == largest[::-1])
    assert page.bar.backwards.text() == "↑"


def test_enter_opens_the_selection_in_review(bench: Bench) -> None:
    bench.select(2, 4)
    bench.page.grid.setFocus()
    bench.key(Qt.Key.Key_Return)
    ids = bench.page.grid.selection.ids.tolist()
    assert bench.reviewed == [[ids[4], ids[2], ids[3]]]
    bench.page.panel.review_button.click()
    assert len(bench.reviewed) == 2


def test_j_and_k_move(bench: Bench) -> None:
    bench.click(3)
    bench.key(Qt.Key.Key_J)
    bench.key(Qt.Key.Key_J)
    bench.key(Qt.Key.Key_K)
    assert bench.page.grid.current == 4


def test_typing_a_name_goes_to_the_next_file_called_so(bench: Bench) -> None:
    page = bench.page
    bench.click(0)
    QTest.keyClicks(page.grid, "thing")
    bench.until(lambda: page.grid.current == 60)
    typed = page.findChild(QWidget, "typed-name")
    assert typed is not None
    assert typed.isVisible()
    bench.key(Qt.Key.Key_Escape)
    assert not typed.isVisible()
    # "k" is a shortcut; an apostrophe says that a name follows.
    QTest.keyClicks(page.grid, "'kamaz 2")
    bench.until(lambda: page.grid.current == 49)
    bench.key(Qt.Key.Key_Escape)
    QTest.keyClicks(page.grid, "zz")
    bench.until(lambda: page.grid.current == 71)


def test_all_are_selected_by_one_key(bench: Bench) -> None:
    bench.key(Qt.Key.Key_A, CONTROL)
    assert bench.page.grid.selection.count == 72
    bench.until(lambda: bench.page.panel.heading.text() == "72 images selected")
    assert bench.rows()["ship"] == (30, 72)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_and_what_it_does(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    page = bench.page
    bench.click(0)

    direct = Qt.FindChildOption.FindDirectChildrenOnly

    def open_menu() -> tuple[QMenu, dict[str, QAction]]:
        bench.until(lambda: not page.findChild(QMenu, options=direct))
        page.grid.menu_requested.emit(page.mapToGlobal(QPoint(300, 300)))
        bench.until(lambda: page.findChild(QMenu, options=direct))
        menu = page.findChild(QMenu, options=direct)
        assert menu is not None
        return menu, {action.text(): action for action in menu.actions() if action.text()}

    menu, actions = open_menu()
    assert {"Review the selection", "Add a label", "Mark reviewed", "Select all"} <= set(actions)
    menu.setActiveAction(actions["Copy the path"])
    QTest.keyClick(menu, Qt.Key.Key_Return)
    path = str(bench.catalogue.archive_dir / "boats" / "ferry 01.jpg")
    bench.until(lambda: QGuiApplication.clipboard().text() == path)
    opened: list[str] = []

    def no_program(path: object) -> bool:
        opened.append(str(path))
        return False

    monkeypatch.setattr(file_actions, "show_file", no_program)
    menu, actions = open_menu()
    menu.setActiveAction(actions["Show in the file manager"])
    with bench.qtbot.waitSignal(bench.context.hub.failed) as failed:
        QTest.keyClick(menu, Qt.Key.Key_Return)
    assert opened == [path]
    assert failed.args is not None
    assert isinstance(failed.args[0], CatalogueError)


def test_a_filter_from_another_page(bench: Bench) -> None:
    bench.page.show_filter(ImageFilter(status=Status.UNREADABLE))
    bench.shown(1)
    assert list(bench.chips()) == ["Unreadable"]


def test_suggestions_show_once_there_are_any(bench: Bench) -> None:
    page = bench.page
    run = SuggestionRun("neighbor-search", "fingerprint", {}, 0.1)
    ship = bench.catalogue.labels.find("ship")
    assert ship is not None
    bench.catalogue.suggestions.replace_all(run, [(61, ship.id, 0.5), (62, ship.id, 0.7)])
    bench.context.hub.refreshed.emit()
    bench.until(lambda: bench.facet(page.facets.status)["With suggestions"] == 2)
    bench.choose(page.facets.status, "With suggestions")
    bench.shown(2)
    bench.until(lambda: getattr(page.grid.cards.card(61), "suggestion_count", 0) == 1)


def suggest(bench: Bench, rows: list[tuple[int, str, float]]) -> None:
    """Leave suggestions, as a job does."""
    labels = {label.name: label.id for label in bench.catalogue.labels.all()}
    run = SuggestionRun("neighbor-search", "fingerprint", {}, 0.1)
    bench.catalogue.suggestions.replace_all(
        run, [(image_id, labels[name], confidence) for image_id, name, confidence in rows]
    )
    bench.context.hub.refreshed.emit()


def test_a_facet_of_what_is_suggested(bench: Bench) -> None:
    page, facets = bench.page, bench.page.facets
    assert not facets.suggested.isVisible()
    suggest(bench, [(61, "ship", 0.5), (62, "ship", 0.7), (62, "Kamaz", 0.6), (63, "Kamaz", 0.2)])
    bench.until(lambda: bench.facet(facets.suggested) == {"Kamaz": 2, "ship": 2})
    assert facets.suggested.isVisible()

    bench.choose(facets.suggested, "ship")
    bench.shown(2)
    assert list(bench.chips()) == ["suggested: ship"]
    bench.until(lambda: bench.facet(facets.suggested) == {"ship": 2, "Kamaz": 1})
    bench.until(lambda: bench.facet(facets.status)["Without labels"] == 2)
    bench.until(lambda: bench.facet(facets.folders) == {"other": 2})
    bench.choose(facets.suggested, "Kamaz")
    bench.shown(1)
    ship = next(one for one in page.vocabulary.labels if one.name == "ship")
    bench.catalogue.commands.label_images([62], add=[ship.id])
    bench.chips()["suggested: Kamaz"].click()
    bench.shown(1)


def test_counts_follow_the_search(bench: Bench) -> None:
    facets = bench.page.facets
    bench.key(Qt.Key.Key_F)
    QTest.keyClicks(bench.page.bar.search, "ferry 0")
    bench.until(lambda: bench.facet(facets.folders) == {"boats": 12})
    assert bench.facet(facets.status)["With labels"] == 12
    assert bench.facet(facets.status)["Unreadable"] == 0
    facets.source.heading.click()
    assert bench.facet(facets.source)["Imported"] == 12


def test_an_empty_catalogue_says_what_to_do(
    qtbot: QtBot, make_context: Callable[[list[ScannedImage]], CatalogueContext]
) -> None:
    bench = Bench(qtbot, make_context([]))
    page = bench.page
    assert page.empty.isVisible()
    assert page.empty.sentence.text() == "This catalogue has no images yet."
    page.empty.button.click()
    assert bench.requests == ["scan"]
    page.shutdown()


def test_while_the_archive_is_read_it_says_so_and_can_be_stopped(
    qtbot: QtBot,
    make_context: Callable[[list[ScannedImage]], CatalogueContext],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slow = replace(JOBS["scan"], function="tests.gui.library.slow_reading:read_for_ever")
    monkeypatch.setitem(JOBS, "scan", slow)
    bench = Bench(qtbot, make_context([]))
    page = bench.page
    task = bench.context.tasks.start("scan")
    assert page.empty.sentence.text().startswith("The archive is being read.")
    assert page.empty.button.text() == "Stop reading"
    page.empty.button.click()
    bench.until(lambda: task.is_over)
    assert page.empty.sentence.text() == "This catalogue has no images yet."
    page.shutdown()


def test_a_catalogue_that_cannot_be_read_says_so_and_tries_again(
    qtbot: QtBot, context: CatalogueContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_options: object) -> list[int]:
        raise CatalogueError("plain-text", text="The disk is gone. Connect it again.")

    with monkeypatch.context() as patched:
        patched.setattr(context.catalogue.images, "ids", broken)
        page = LibraryPage(context)
        qtbot.addWidget(page)
        page.show()
        qtbot.waitUntil(page.empty.isVisible)
        assert page.empty.sentence.text().endswith("The disk is gone. Connect it again.")
    page.empty.button.click()
    qtbot.waitUntil(page.grid.isVisible)
    assert len(page.grid.selection.ids) == 72
    page.shutdown()


def test_remembers_how_it_stood(qtbot: QtBot, context: CatalogueContext) -> None:
    first = Bench(qtbot, context)
    first.page.footer.size_slider.setValue(200)
    first.page.facets.folders.set_open(False)
    first.page.bar.set_order(ImageOrder.NEWEST)
    first.page.bar.backwards.click()
    first.page.shutdown()
    second = Bench(qtbot, context)
    assert second.page.grid.cell_px == 200
    assert not second.page.facets.folders.is_open
    assert second.page.facets.labels.is_open
    assert second.page.query.order is ImageOrder.NEWEST
    assert second.page.query.backwards
    assert second.page.bar.backwards.isChecked()
    second.page.shutdown()


def test_everything_has_a_name_for_screen_readers(bench: Bench) -> None:
    bench.select(0, 0)
    nameless = [
        type(widget).__name__
        for widget in bench.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not widget.accessibleName()
        and not isinstance(widget, QLabel)
        and not (isinstance(widget, QPushButton) and widget.text())
    ]
    assert nameless == []


def test_changes_made_on_other_pages_are_counted_when_somebody_looks(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[object] = []
    facets = bench.catalogue.facets
    count = facets.counts
    monkeypatch.setattr(facets, "counts", lambda *given: (counted.append(given), count(*given))[1])
    page, commands = bench.page, bench.catalogue.commands
    page.hide()
    with bench.qtbot.waitSignal(page.counting._soon.timeout):
        bench.context.run_command(lambda: commands.label_images([61], add_names=["ship"]))
    bench.qtbot.wait(50)
    assert counted == []

    page.show()
    bench.until(lambda: counted)
    bench.until(lambda: bench.facet(page.facets.labels)["ship"] == 31)


def test_the_search_has_room_to_read_what_is_typed(bench: Bench) -> None:
    bench.page.resize(1240, 760)  # what a window of 1280 pixels leaves
    bench.until(lambda: bench.page.bar.search.width() >= 230)
    one_line = bench.page.bar.height()
    bench.page.resize(840, 560)
    bench.until(lambda: bench.page.bar.height() > one_line)
    assert bench.page.bar.search.width() >= 230


def test_the_arrow_keys_stay_with_the_images_after_the_slider_was_moved(bench: Bench) -> None:
    page = bench.page
    bench.shown(72)
    bench.select(0, 0)
    slider = page.footer.size_slider
    before = page.grid.cell_px
    bench.qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 4, 8))
    assert page.grid.cell_px > before

    focused = QApplication.focusWidget()
    assert focused is not None
    bench.qtbot.keyClick(focused, Qt.Key.Key_Right)
    assert page.grid.current == 1
