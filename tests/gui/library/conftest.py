"""The Library page on a small catalogue, as a person drives it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.library.facet_model import FacetRole
from gui.library.facet_tree import FacetSection
from gui.library.page import LibraryPage
from gui.services.context import CatalogueContext
from gui.shell.undo import UndoActions

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
