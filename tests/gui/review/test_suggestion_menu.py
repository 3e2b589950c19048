"""What can be done with a suggestion, from the menu of its row."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from gui.review.desk.state import RowState
from tests.gui.review.conftest import Bench

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def open_menu(bench: Bench, label: str, reason: QContextMenuEvent.Reason) -> QMenu:
    """The menu of a suggestion."""
    rows = bench.page.panel.suggestions
    place = [row.label_name for row in rows.rows].index(label)
    at = rows.visualRect(rows.model().index(place, 0)).center()
    if reason is QContextMenuEvent.Reason.Keyboard:
        bench.focus(label)
        at = QPoint(1, 1)
    target = rows.viewport()
    QGuiApplication.sendEvent(target, QContextMenuEvent(reason, at, target.mapToGlobal(at)))
    (menu,) = [one for one in bench.page.findChildren(QMenu) if one.isVisible()]
    return menu


def choose(menu: QMenu, chosen: int | str) -> None:
    """Choose an entry, by its place or what it says, with the keyboard."""
    actions = menu.actions()
    texts = [one.text() for one in actions]
    menu.setActiveAction(actions[texts.index(chosen) if isinstance(chosen, str) else chosen])
    QTest.keyClick(menu, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    "reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard]
)
def test_a_suggestion_is_accepted_and_rejected_from_its_menu(
    bench: Bench, reason: QContextMenuEvent.Reason
) -> None:
    bench.show("q1.png", "q2.png")
    choose(open_menu(bench, "kamaz", reason), 0)
    assert bench.state("kamaz") is RowState.ACCEPTED
    assert bench.page.desk.focused_label == bench.label("kamaz")
    menu = open_menu(bench, "kamaz", reason)
    assert menu.actions()[0].text() == "Take back the acceptance (A)"
    choose(menu, 1)
    bench.settle()
    assert bench.state("kamaz") is RowState.REJECTED
    assert bench.saved_labels("q1.png") == {}


def test_the_menu_leads_to_the_label_in_the_grid_and_in_the_library(bench: Bench) -> None:
    shown: list[object] = []
    bench.context.navigator.library_requested.connect(lambda found: shown.append(found.label_ids))
    bench.context.navigator.grid_requested.connect(lambda label, _mode: shown.append(label))
    bench.show("q1.png")
    truck = bench.label("truck")
    mouse = QContextMenuEvent.Reason.Mouse
    choose(open_menu(bench, "truck", mouse), "Confirm it on its images")
    choose(open_menu(bench, "truck", mouse), "Show all images with it")
    assert shown == [truck, (truck,)]
