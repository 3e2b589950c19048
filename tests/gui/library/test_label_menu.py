"""The menu of a label in the facets, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from db.records import ImageFilter, Status, SuggestionRun
from gui.library.facet_tree import FacetSection
from tests.gui.library.conftest import Bench

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def ask(bench: Bench, section: FacetSection, reason: QContextMenuEvent.Reason) -> None:
    """Ask for the menu of the current row with a button or a key."""
    tree = section.tree
    key = QContextMenuEvent.Reason.Keyboard
    place = QPoint() if reason is key else tree.visualRect(tree.currentIndex()).center()
    event = QContextMenuEvent(reason, place, tree.viewport().mapToGlobal(place))
    QApplication.sendEvent(tree.viewport(), event)


def menu_of(
    bench: Bench,
    section: FacetSection,
    name: str,
    reason: QContextMenuEvent.Reason = QContextMenuEvent.Reason.Mouse,
) -> dict[str, QMenu]:
    """The menu of a row, open, by what it offers."""
    model = section.tree.model()
    (index,) = model.match(
        model.index(0, 0),
        Qt.ItemDataRole.DisplayRole,
        name,
        flags=Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
    )
    section.tree.setCurrentIndex(index)
    ask(bench, section, reason)
    (menu,) = [one for one in bench.page.facets.findChildren(QMenu) if one.isVisible()]
    return {action.text(): menu for action in menu.actions() if action.text()}


def choose(entries: dict[str, QMenu], text: str) -> None:
    menu = entries[text]
    menu.setActiveAction(next(one for one in menu.actions() if one.text() == text))
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_a_label_narrows_the_images_down_alone_together_and_excluded(bench: Bench) -> None:
    page = bench.page
    ids = {one.name: one.id for one in page.vocabulary.labels}
    labels, query = page.facets.labels, page.query
    bench.choose(page.facets.status, "With labels")
    entries = menu_of(bench, labels, "ship")
    assert list(entries) == [
        *("Show only this", "Not this (exclude)"),
        *("Confirm it on its images", "Show on Labels", "Rename…"),
    ]
    choose(entries, "Show only this")
    bench.shown(30)
    assert query.filter == ImageFilter(status=Status.LABELLED, label_ids=(ids["ship"],))

    entries = menu_of(bench, labels, "ship", QContextMenuEvent.Reason.Keyboard)
    assert list(entries)[:2] == ["Do not filter by this any more", "Not this (exclude)"]
    choose(entries, "Not this (exclude)")
    bench.shown(30)
    assert query.filter == ImageFilter(status=Status.LABELLED, no_label_ids=(ids["ship"],))
    bench.until(lambda: "not ship" in bench.chips())

    bench.until(lambda: "Kamaz" in bench.facet(labels))
    choose(menu_of(bench, labels, "Kamaz"), "And this")
    bench.shown(10)
    assert query.filter.label_ids == (ids["Kamaz"],)
    assert query.filter.no_label_ids == (ids["ship"],)
    choose(menu_of(bench, labels, "Kamaz"), "Show only this")
    bench.until(lambda: query.filter.no_label_ids == ())
    assert query.filter == ImageFilter(status=Status.LABELLED, label_ids=(ids["Kamaz"],))


def test_a_suggested_label_is_filtered_by_and_confirmed(bench: Bench) -> None:
    ids = {one.name: one.id for one in bench.page.vocabulary.labels}
    run = SuggestionRun("neighbor-search", "fingerprint", {}, 0.2)
    rows = [(image, ids[name], 0.5, 0.6) for image in (61, 62) for name in ("ship", "Kamaz")]
    bench.catalogue.suggestions.replace_all(run, rows[:3])
    bench.context.hub.refreshed.emit()
    suggested = bench.page.facets.suggested
    bench.until(lambda: bench.facet(suggested) == {"ship": 2, "Kamaz": 1})
    entries = menu_of(bench, suggested, "ship")
    assert "Not this (exclude)" not in entries
    choose(entries, "Show only this")
    bench.shown(2)
    choose(menu_of(bench, suggested, "Kamaz"), "And this")
    bench.shown(1)
    assert bench.page.query.filter == ImageFilter(suggested_ids=(ids["ship"], ids["Kamaz"]))

    asked: list[tuple[int, str]] = []
    bench.context.navigator.grid_requested.connect(lambda *wanted: asked.append(wanted))
    choose(menu_of(bench, suggested, "Kamaz"), "Confirm it on its images")
    assert asked == [(ids["Kamaz"], "suggested")]


def test_the_ways_to_labels_name_the_label(bench: Bench) -> None:
    asked: list[tuple[int, bool]] = []
    bench.context.navigator.label_requested.connect(lambda *wanted: asked.append(wanted))
    ship = next(one.id for one in bench.page.vocabulary.labels if one.name == "ship")
    choose(menu_of(bench, bench.page.facets.labels, "ship"), "Show on Labels")
    choose(menu_of(bench, bench.page.facets.labels, "ship"), "Rename…")
    assert asked == [(ship, False), (ship, True)]
