"""Named searches of the library, as a person saves, opens and keeps them."""

from typing import TypeVar

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QToolButton
from shiboken6 import isValid

from db.records import ImageFilter, ImageOrder
from engine.answers.saved_search_format import SavedSearch
from engine.answers.saved_searches import SETTING, save_search, saved_searches
from gui.library.saved.dialogs import SavedSearchesDialog, SaveSearchDialog
from tests.gui.library.conftest import CONTROL, Bench

Kind = TypeVar("Kind", bound=QDialog)
LEFT = Qt.MouseButton.LeftButton

pytestmark = pytest.mark.qt_log_ignore(
    "does not support raise", "does not support grab", extend=True
)


class Hands:
    """What a person does with the menu of searches."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def menu(self) -> QMenu:
        """Press the key and wait for the menu."""
        come_back(self.bench)
        self.bench.key(Qt.Key.Key_S, CONTROL)
        self.bench.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        found = QApplication.activePopupWidget()
        assert isinstance(found, QMenu)
        return found

    def entries(self) -> dict[str, bool]:
        """What the menu offers and whether it can be chosen; it is closed again."""
        menu = self.menu()
        found = {one.text(): one.isEnabled() for one in menu.actions() if one.text()}
        menu.close()
        return found

    def marked(self) -> list[str]:
        menu = self.menu()
        found = [one.text() for one in menu.actions() if one.isChecked()]
        menu.close()
        return found

    def choose(self, text: str) -> None:
        menu = self.menu()
        action = next(one for one in menu.actions() if one.text() == text)
        QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())

    def dialog(self, kind: type[Kind]) -> Kind:
        found: list[Kind] = []

        def is_there() -> bool:
            found[:] = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)]
            return bool(found) and found[0].isActiveWindow()

        self.bench.until(is_there)
        return found[0]

    def save_as(self, name: str) -> None:
        self.choose("Save this search…")
        dialog = self.dialog(SaveSearchDialog)
        dialog.name.selectAll()
        QTest.keyClicks(dialog.name, name)
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        self.bench.until(lambda: name in self.names())
        self.bench.until(lambda: not isValid(dialog) or not dialog.isVisible())

    def keep(self) -> SavedSearchesDialog:
        self.choose("Rename, replace or delete…")
        return self.dialog(SavedSearchesDialog)

    def names(self) -> tuple[str, ...]:
        return saved_searches(self.bench.catalogue).names


@pytest.fixture
def hands(bench: Bench) -> Hands:
    return Hands(bench)


def come_back(bench: Bench) -> None:
    """From a dialog to the window."""
    bench.window.activateWindow()
    bench.until(bench.window.isActiveWindow)
    bench.page.activate()


def everything(bench: Bench) -> None:
    come_back(bench)
    bench.key(Qt.Key.Key_Backspace, CONTROL)
    bench.until(lambda: bench.page.query.filter == ImageFilter())


def test_a_search_is_saved_and_opened_as_it_was(bench: Bench, hands: Hands) -> None:
    offered = hands.entries()
    assert offered == {"Save this search…": False, "Rename, replace or delete…": False}
    label = bench.page.vocabulary.labels[0]
    bench.choose(bench.page.facets.status, "With labels")
    bench.choose(bench.page.facets.labels, label.shown)
    bench.page.bar.set_order(ImageOrder.NAME)
    QTest.mouseClick(bench.page.bar.backwards, LEFT)
    query = bench.page.query
    bench.until(lambda: query.result and query.result.backwards)
    assert query.result is not None
    ids = query.result.ids.tolist()
    asked = (query.filter, query.order, query.backwards)
    hands.save_as("R & D")
    assert hands.marked() == ["R && D"]

    everything(bench)
    bench.page.bar.set_order(ImageOrder.PATH)
    QTest.mouseClick(bench.page.bar.backwards, LEFT)
    assert hands.marked() == []
    # Words that are still being typed do not come back over it.
    bench.page.bar.search.setFocus()
    QTest.keyClicks(bench.page.bar.search, "no such")
    hands.choose("R && D")
    bench.until(lambda: (query.filter, query.order, query.backwards) == asked)
    bench.until(lambda: query.result and query.result.ids.tolist() == ids)
    assert bench.page.bar.search.text() == ""
    assert bench.page.bar.order.currentData() == ImageOrder.NAME
    assert bench.page.bar.backwards.isChecked()
    QTest.qWait(300)
    assert query.filter == asked[0]
    assert hands.marked() == ["R && D"]


def test_a_name_that_is_taken_is_replaced_after_saying_so(bench: Bench, hands: Hands) -> None:
    save_search(bench.catalogue, SavedSearch("Mine", ImageFilter(text="x")))
    bench.choose(bench.page.facets.status, "With labels")
    hands.choose("Save this search…")
    dialog = hands.dialog(SaveSearchDialog)
    assert not dialog.button.isEnabled()
    QTest.keyClicks(dialog.name, "MINE")
    assert dialog.said.text() == "“Mine” is there already: saving replaces it."
    assert dialog.button.text() == "Replace"
    QTest.mouseClick(dialog.button, LEFT)
    bench.until(lambda: hands.names() == ("MINE",))


def test_searches_are_renamed_replaced_deleted_and_brought_back(bench: Bench, hands: Hands) -> None:
    for name in ("Birds", "Cars"):
        save_search(bench.catalogue, SavedSearch(name, ImageFilter(text=name)))
    bench.choose(bench.page.facets.status, "With labels")
    dialog = hands.keep()
    assert dialog.name == "Birds"
    assert not dialog.undo_button.isEnabled()

    QTest.mouseClick(dialog.rename_button, LEFT)
    editor = dialog.list.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClicks(editor, "Cars")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    bench.until(lambda: "already" in dialog.said.text())
    assert hands.names() == ("Birds", "Cars")

    QTest.mouseClick(dialog.delete_button, LEFT)
    bench.until(lambda: hands.names() == ("Cars",) and dialog.undo_button.isEnabled())
    assert dialog.said.text() == "“Birds” is deleted."
    QTest.mouseClick(dialog.undo_button, LEFT)
    bench.until(lambda: hands.names() == ("Birds", "Cars") and dialog.name == "Birds")
    assert not dialog.undo_button.isEnabled()

    QTest.mouseClick(dialog.replace_button, LEFT)
    bench.until(lambda: "what the library shows now" in dialog.said.text())
    dialog.close()
    wanted = bench.page.query.filter
    everything(bench)
    hands.choose("Birds")
    bench.until(lambda: bench.page.query.filter == wanted)


def test_a_label_that_is_gone_is_said_until_something_else_is_asked(
    bench: Bench, hands: Hands
) -> None:
    label = bench.page.vocabulary.labels[0]
    wanted = ImageFilter(label_ids=(label.id,), text="a")
    save_search(bench.catalogue, SavedSearch("Old", wanted))
    bench.catalogue.commands.delete_label(label.id)
    status = bench.page.status
    hands.choose("Old")
    bench.until(status.isVisible)
    assert "is not there any more" in status.sentence.text()
    assert bench.page.query.filter == ImageFilter(text="a")
    everything(bench)
    assert not status.isVisible()


def test_damaged_searches_are_told_of(bench: Bench, hands: Hands) -> None:
    bench.catalogue.settings.set(SETTING, {"version": 1, "searches": ["odd"]})
    hands.menu().close()
    assert bench.page.status.sentence.text().startswith("1 saved search cannot be read")


def test_the_mark_in_the_box_opens_the_menu(bench: Bench, hands: Hands) -> None:
    box = bench.page.bar.search
    marks = [one for one in box.findChildren(QToolButton) if one.isVisible()]
    mark = max(marks, key=lambda one: one.x())
    assert QRect(box.rect()).contains(mark.geometry())
    QTest.mouseClick(mark, LEFT)
    bench.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()
