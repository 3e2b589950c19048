"""Suggestions for the selected images in the label panel, accepted and rejected there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from db.records import SuggestionRun
from tests.gui.library.conftest import NONE, Bench

RUN = SuggestionRun("neighbor-search", "fingerprint", {}, 0.2)
# The images without labels are those with the ids from 61 on; they stand at positions from 60 on.
FIRST = 60


@pytest.fixture
def suggested(bench: Bench) -> Bench:
    """Ship for four of the first five images without labels, Kamaz for one."""
    ids = {label.name: label.id for label in bench.catalogue.labels.all()}
    rows = [(61 + at, ids["ship"], 0.5 + at / 10, 0.6 + at / 10) for at in range(4)]
    rows.append((61, ids["Kamaz"], 0.3, 0.4))
    bench.catalogue.suggestions.replace_all(RUN, rows)
    bench.context.hub.refreshed.emit()
    return bench


def shown(bench: Bench) -> dict[str, str]:
    return {row.name: row.figures for row in bench.page.panel.suggested_model.rows}


def press(bench: Bench, label: str, button: str) -> None:
    panel = bench.page.panel
    index = panel.suggested_model.index(list(shown(bench)).index(label))
    place = panel.suggested_list.button_rect(index, button).center()
    QTest.mouseClick(panel.suggested_list.viewport(), Qt.MouseButton.LeftButton, NONE, place)


def test_one_image_shows_what_is_suggested_with_how_likely_it_is(suggested: Bench) -> None:
    suggested.key(Qt.Key.Key_End)
    suggested.click(FIRST)
    suggested.until(lambda: shown(suggested) == {"ship": "60 %", "Kamaz": "40 %"})
    assert suggested.page.panel.suggested_heading.isVisible()
    suggested.click(FIRST + 4)
    suggested.until(lambda: shown(suggested) == {})
    assert not suggested.page.panel.suggested_heading.isVisible()
    assert not suggested.page.panel.suggested_list.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_of_a_row_does_what_its_buttons_do_and_leads_to_its_images(
    suggested: Bench,
) -> None:
    bench = suggested
    panel = bench.page.panel
    bench.key(Qt.Key.Key_End)
    bench.select(FIRST, FIRST + 4)
    bench.until(lambda: list(shown(bench)) == ["ship", "Kamaz"])
    menu = open_menu(bench)
    assert [one.text() for one in menu.actions() if one.text()] == [
        "Accept on 4 images (Enter)",
        "Reject on 4 images (Delete)",
        "Show all images with it",
        "Confirm it on its images",
        "Show on Labels",
        "Rename…",
    ]
    menu.setActiveAction(menu.actions()[0])
    QTest.keyClick(menu, Qt.Key.Key_Return)
    bench.until(lambda: bench.rows().get("ship") == (4, 5))

    asked: list[int] = []
    bench.context.navigator.grid_requested.connect(lambda label_id, _mode: asked.append(label_id))
    bench.until(lambda: list(shown(bench)) == ["Kamaz"])
    menu = open_menu(bench)
    menu.setActiveAction(menu.actions()[-3])
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert asked == [panel.suggested_model.rows[0].label_id]


def open_menu(bench: Bench) -> QMenu:
    """The menu of the first suggestion, by a click of the right button."""
    rows = bench.page.panel.suggested_list
    place = rows.visualRect(rows.model().index(0, 0)).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, rows.viewport().mapToGlobal(place)
    )
    QGuiApplication.sendEvent(rows.viewport(), event)
    (menu,) = [one for one in bench.page.panel.findChildren(QMenu) if one.isVisible()]
    return menu


def test_accepting_for_a_selection_is_one_step_with_its_source(suggested: Bench) -> None:
    bench, labellings = suggested, suggested.catalogue.labellings
    bench.key(Qt.Key.Key_End)
    bench.select(FIRST, FIRST + 4)
    bench.until(lambda: shown(bench) == {"ship": "4 of 5   75 %", "Kamaz": "1 of 5   40 %"})

    press(bench, "ship", "accept")
    bench.until(lambda: bench.rows().get("ship") == (4, 5))
    bench.until(lambda: list(shown(bench)) == ["Kamaz"])
    assert bench.page.panel.state.text() == "Saved on 4 images."
    (one,) = labellings.of_image(62)
    assert (one.source, one.decider, one.confidence) == ("accepted", "kari", 0.6)
    (decision,) = labellings.decisions_of(62)
    assert (decision.accepted, decision.suggester) == (True, "neighbor-search")

    bench.until(bench.undo.undo.isEnabled)
    bench.undo.undo.trigger()
    bench.until(lambda: shown(bench).get("ship") == "4 of 5   75 %")
    assert bench.rows() == {}
    assert labellings.decisions_of(62) == []
    assert bench.page.grid.selection.count == 5


def test_rejecting_for_a_selection_leaves_no_label(suggested: Bench) -> None:
    bench = suggested
    bench.key(Qt.Key.Key_End)
    bench.select(FIRST, FIRST + 4)
    bench.until(lambda: "ship" in shown(bench))
    press(bench, "ship", "reject")
    bench.until(lambda: list(shown(bench)) == ["Kamaz"])
    assert bench.rows() == {}
    (decision,) = bench.catalogue.labellings.decisions_of(62)
    assert not decision.accepted


def test_keys_accept_and_reject_and_stay_in_the_list(suggested: Bench) -> None:
    bench, panel = suggested, suggested.page.panel
    bench.key(Qt.Key.Key_End)
    bench.click(FIRST)
    bench.until(lambda: len(shown(bench)) == 2)
    panel.suggested_list.setFocus()
    panel.suggested_list.setCurrentIndex(panel.suggested_model.index(0))
    bench.key(Qt.Key.Key_Return, widget=panel.suggested_list)
    bench.until(lambda: list(shown(bench)) == ["Kamaz"] and "ship" in bench.rows())
    assert panel.suggested_list.currentIndex().row() == 0
    bench.key(Qt.Key.Key_Delete, widget=panel.suggested_list)
    bench.until(lambda: not shown(bench))
    assert list(bench.rows()) == ["ship"]


def test_a_row_says_how_many_of_its_suggestions_are_probably_right(suggested: Bench) -> None:
    bench, panel = suggested, suggested.page.panel
    bench.key(Qt.Key.Key_End)
    bench.select(FIRST, FIRST + 4)
    bench.until(lambda: len(shown(bench)) == 2)
    row = panel.suggested_model.rows[0]
    assert row.tooltip("") == "About 3 of these 4 are right."
    assert row.tooltip("accept") == "Accept on 4 images (Enter)"
    assert row.spoken() == "ship, suggested for 4 of 5 images, 75 %"
    panel.suggested_list.grab()
