"""The Library page as a person uses it, over a catalogue made by real commands."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from db.errors import CatalogueError
from db.records import ImageFilter, ImageOrder, ScannedImage, Status, SuggestionRun
from engine.jobs.process import JobMessage
from gui.context import CatalogueContext
from gui.models.facets import FacetRole
from gui.pages import library
from gui.pages.library import LibraryPage
from gui.undo import UndoActions
from gui.widgets.facet_tree import FacetSection

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WAIT_MS = 10_000


class Bench:
    """The page in a window with undo, and hands to use it."""

    def __init__(self, qtbot: QtBot, context: CatalogueContext) -> None:
        self.qtbot = qtbot
        self.context = context
        self.catalogue = context.catalogue
        self.reviewed: list[list[int]] = []
        self.requests: list[str] = []
        context.navigator.review_requested.connect(self.reviewed.append)
        context.navigator.work_requested.connect(self.requests.append)
        self.window = QMainWindow()
        self.undo = UndoActions(self.window)
        self.undo.attach(context)
        self.page = LibraryPage(context, self.window)
        self.window.setCentralWidget(self.page)
        self.window.resize(1200, 800)
        qtbot.addWidget(self.window)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        self.page.activate()
        self.until(lambda: self.page.query.result and self.page.vocabulary.is_loaded)
        self.until(self.page.grid.is_settled)
        self.until(lambda: self.facet(self.page.facets.status)["Missing"] is not None)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, widget: QWidget | None = None
    ) -> None:
        QTest.keyClick(widget or self.page.grid, key, modifier)

    def click(self, position: int, modifier: Qt.KeyboardModifier = NONE) -> None:
        grid = self.page.grid
        place = grid.cell_rect(position).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    def select(self, first: int, last: int) -> None:
        self.click(first)
        self.click(last, SHIFT)
        self.until(lambda: len(self.page.panel.shown.image_ids) == last - first + 1)

    def choose(self, section: FacetSection, text: str) -> None:
        """Click a row of a facet."""
        tree = section.tree
        found = tree.model().match(
            tree.model().index(0, 0),
            Qt.ItemDataRole.DisplayRole,
            text,
            flags=Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive,
        )
        assert found, text
        tree.scrollTo(found[0])
        place = tree.visualRect(found[0]).center()
        QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, NONE, place)

    def shown(self, count: int) -> None:
        self.until(lambda: len(self.page.grid.selection.ids) == count)

    def rows(self) -> dict[str, tuple[int, int]]:
        """The labels in the panel with how many of how many images carry them."""
        return {row.name: (row.count, row.total) for row in self.page.panel.model.rows}

    def chips(self) -> dict[str, QPushButton]:
        buttons = self.page.chips.findChildren(QPushButton)
        return {button.text(): button for button in buttons if button.isVisible()}

    def facet(self, section: FacetSection) -> dict[str, int]:
        model = section.tree.model()
        indexes = [model.index(row, 0) for row in range(model.rowCount())]
        return {index.data(): index.data(FacetRole.COUNT) for index in indexes}


@pytest.fixture
def bench(qtbot: QtBot, context: CatalogueContext) -> Iterator[Bench]:
    made = Bench(qtbot, context)
    yield made
    made.page.shutdown()


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


def test_labels_of_many_images_are_added_seen_removed_and_undone(bench: Bench) -> None:
    page = bench.page
    bench.select(27, 32)
    bench.until(lambda: bench.rows())
    assert bench.rows() == {"ship": (3, 6), "Kamaz": (3, 6), "truck": (3, 6)} | bench.rows()
    bench.key(Qt.Key.Key_Slash)
    assert page.panel.entry.hasFocus()
    QTest.keyClicks(page.panel.entry, "ship")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(lambda: bench.rows().get("ship") == (6, 6))
    assert page.panel.state.text() == "Saved on 3 images."
    QTest.keyClicks(page.panel.entry, "never heard of")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(lambda: bench.rows().get("never heard of") == (6, 6))
    created = bench.catalogue.labels.find("never heard of")
    assert created is not None
    assert created.image_count == 6

    index = page.panel.model.index([row.name for row in page.panel.model.rows].index("ship"))
    remove = page.panel.list.button_rect(index, "remove").center()
    QTest.mouseClick(page.panel.list.viewport(), Qt.MouseButton.LeftButton, NONE, remove)
    bench.until(lambda: "ship" not in bench.rows())

    for expected in ((6, 6), (6, 6), (3, 6)):
        bench.until(bench.undo.undo.isEnabled)
        before = bench.catalogue.history.next_undo()
        bench.undo.undo.trigger()
        bench.until(lambda before=before: bench.catalogue.history.next_undo() != before)
        bench.until(lambda expected=expected: bench.rows().get("ship") == expected)
    assert "never heard of" not in bench.rows()


def test_a_partial_label_is_put_on_all_by_its_button_and_by_enter(bench: Bench) -> None:
    page = bench.page
    bench.select(27, 32)
    bench.until(lambda: bench.rows().get("Kamaz") == (3, 6))
    panel = page.panel
    index = panel.model.index([row.name for row in panel.model.rows].index("Kamaz"))
    add = panel.list.button_rect(index, "add").center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, NONE, add)
    bench.until(lambda: bench.rows().get("Kamaz") == (6, 6))
    panel.list.setFocus()
    row = [row.name for row in panel.model.rows].index("truck")
    panel.list.setCurrentIndex(panel.model.index(row))
    bench.key(Qt.Key.Key_Return, widget=panel.list)
    bench.until(lambda: bench.rows().get("truck") == (6, 6))
    row = [row.name for row in panel.model.rows].index("Kamaz")
    panel.list.setCurrentIndex(panel.model.index(row))
    bench.key(Qt.Key.Key_Delete, widget=panel.list)
    bench.until(lambda: "Kamaz" not in bench.rows())
    panel.grab()


def test_saved_is_said_only_after_the_commit(bench: Bench) -> None:
    page = bench.page
    bench.select(0, 1)
    # The write lane is kept busy, as by a long import.
    gate = threading.Event()
    bench.context.writes.submit(gate.wait)
    QTest.keyClicks(page.panel.entry, "Kamaz")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    assert page.panel.state.text() == "Saving…"
    bench.qtbot.wait(100)
    assert page.panel.state.text() == "Saving…"
    assert page.panel.is_saving
    gate.set()
    bench.until(lambda: page.panel.state.text() == "Saved on 2 images.")
    assert not page.panel.is_saving
    QTest.keyClicks(page.panel.entry, "Kamaz")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(lambda: page.panel.state.text() == "Nothing to change.")


def test_an_unusable_name_is_refused_with_a_sentence(bench: Bench) -> None:
    page = bench.page
    bench.select(0, 1)
    QTest.keyClicks(page.panel.entry, "x" * 300)
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(lambda: page.panel.state.text().startswith("Not saved. "))
    assert len(page.panel.state.text()) > len("Not saved. ")


def test_images_stay_while_they_are_labelled_and_leave_when_asked_to(bench: Bench) -> None:
    page = bench.page
    bench.choose(page.facets.status, "Without labels")
    bench.shown(11)
    bench.select(0, 2)
    QTest.keyClicks(page.panel.entry, "ship")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(page.footer.update_link.isVisible)
    assert page.footer.update_link.text() == "The list has changed by 3 images: update"
    assert len(page.grid.selection.ids) == 11
    assert page.grid.selection.count == 3
    page.footer.update_link.click()
    bench.shown(8)
    assert not page.footer.update_link.isVisible()
    assert page.footer.selected.text() == "0 selected, 3 hidden by the filter"
    bench.until(lambda: "hidden by the filter" in page.panel.hidden_note.text())


def test_hidden_images_are_not_changed(bench: Bench) -> None:
    page = bench.page
    bench.select(0, 2)
    bench.choose(page.facets.folders, "cars")
    bench.shown(30)
    bench.until(lambda: not page.panel.shown.image_ids)
    assert not page.panel.entry.isVisible()
    bench.key(Qt.Key.Key_M)
    bench.click(0, CONTROL)
    bench.until(lambda: page.panel.shown.single)
    bench.key(Qt.Key.Key_M)
    bench.until(lambda: bench.catalogue.images.count(ImageFilter(status=Status.REVIEWED)) == 1)
    bench.key(Qt.Key.Key_Backspace, CONTROL)
    bench.shown(72)
    assert page.grid.selection.count == 4


def test_reviewed_by_key_and_by_button(bench: Bench) -> None:
    page = bench.page
    bench.click(4)
    bench.until(lambda: page.panel.shown.single)
    assert page.panel.reviewed_button.text() == "Mark reviewed"
    page.panel.reviewed_button.click()
    bench.until(lambda: page.panel.reviewed_button.text() == "Mark not reviewed")
    bench.until(lambda: bench.facet(page.facets.status)["Reviewed"] == 1)
    bench.key(Qt.Key.Key_M, SHIFT)
    bench.until(lambda: page.panel.reviewed_button.text() == "Mark reviewed")


def test_one_image_shows_all_that_is_known_of_it(bench: Bench) -> None:
    page = bench.page
    bench.select(30, 30)
    bench.until(lambda: page.panel.heading.text() == "kamaz 01.jpg")
    texts = [label.text() for label in page.panel.details.findChildren(QLabel)]
    assert "cars" in texts
    assert "200 × 100 px, 1000 bytes" in texts
    assert "Kamaz; vehicle › truck" in texts
    assert "from csv" in texts
    assert {row.note for row in page.panel.model.rows} == {"imported"}
    bench.key(Qt.Key.Key_M)
    bench.until(
        lambda: any(
            "kari: mark 1 image" in label.text()
            for label in page.panel.details.findChildren(QLabel)
        )
    )
    bench.key(Qt.Key.Key_End)
    bench.until(lambda: page.panel.heading.text() == "zz broken.jpg")
    texts = [label.text() for label in page.panel.details.findChildren(QLabel)]
    assert "The file is cut short." in texts


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
    page.grid.menu_requested.emit(page.mapToGlobal(QPoint(300, 300)))
    bench.until(lambda: page.findChild(QMenu))
    menu = page.findChild(QMenu)
    assert menu is not None
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert {"Review the selection", "Add a label", "Mark reviewed", "Select all"} <= set(actions)
    actions["Copy the path"].trigger()
    path = str(bench.catalogue.archive_dir / "boats" / "ferry 01.jpg")
    bench.until(lambda: QGuiApplication.clipboard().text() == path)
    opened: list[str] = []

    def no_program(path: object) -> bool:
        opened.append(str(path))
        return False

    monkeypatch.setattr(library, "show_file", no_program)
    with bench.qtbot.waitSignal(bench.context.hub.failed) as failed:
        actions["Show in the file manager"].trigger()
    assert opened == [path]
    assert failed.args is not None
    assert isinstance(failed.args[0], CatalogueError)
    menu.close()


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


class SlowReading:
    """A scan that goes on until somebody stops it."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def receive(self) -> JobMessage | None:
        self.stopped.wait()
        return None

    def cancel(self) -> None:
        self.stopped.set()

    def kill(self) -> None:
        self.stopped.set()

    def join(self, timeout_s: float | None = None) -> int | None:
        return 0


def test_while_the_archive_is_read_it_says_so_and_can_be_stopped(
    qtbot: QtBot, make_context: Callable[[list[ScannedImage]], CatalogueContext]
) -> None:
    bench = Bench(qtbot, make_context([]))
    page = bench.page
    task = bench.context.tasks.start_work("scan", "Read the archive", SlowReading)
    assert page.empty.sentence.text().startswith("The archive is being read.")
    assert page.empty.button.text() == "Stop reading"
    page.empty.button.click()
    bench.until(lambda: task.is_over)
    assert page.empty.sentence.text() == "This catalogue has no images yet."
    page.shutdown()


def test_a_catalogue_that_cannot_be_read_says_so_and_tries_again(
    qtbot: QtBot, context: CatalogueContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object) -> list[int]:
        raise CatalogueError("The disk is gone. Connect it again.")

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
    first.page.bar.size_slider.setValue(200)
    first.page.facets.folders.set_open(False)
    first.page.bar.set_order(ImageOrder.NEWEST)
    first.page.shutdown()
    second = Bench(qtbot, context)
    assert second.page.grid.cell_px == 200
    assert not second.page.facets.folders.is_open
    assert second.page.facets.labels.is_open
    assert second.page.query.order is ImageOrder.NEWEST
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
