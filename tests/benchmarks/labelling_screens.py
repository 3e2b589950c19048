"""What somebody sees who labels, and what keys do: the window, or the same without one.

Both show the pages of the grid and the images of Review, and take what was mended on them. The
one without a window goes by the same pages, rows, queues and commands; it is there because an
hour of work takes the window as long as a coffee break. Suggestions stay those of the beginning.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.catalogue import Catalogue
from db.records import AcceptedLabel, GridChoice, QueueOrder
from engine.answers.label_grid import read_label_grid, read_waiting
from engine.answers.review import ReviewSession
from gui.review.desk.reading import read_item
from gui.review.desk.state import (
    NOTHING_PENDING,
    RowState,
    SuggestionRow,
    Ticks,
    suggestion_rows,
)
from gui.review.grid.pages import GridPages
from gui.review.page import ReviewPage
from gui.services.settings import Preferences
from gui.shell.garbage import GarbageCollection
from gui.shell.main_window import MainWindow
from tests.benchmarks.window import wait_for

WINDOW_SIZE_PX = (1920, 1080)


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page of the grid: the label, and the images with ticks."""

    label_id: int
    ticks: dict[int, bool]


@dataclass(frozen=True, slots=True)
class ImageShown:
    """An image in Review: the labels it carries, and the open suggestions with ticks."""

    image_id: int
    carried: frozenset[int]
    ticks: dict[int, bool]


class Screen(Protocol):
    """What is on show, and what keys do to it."""

    def page(self) -> PageShown | None:
        """The page of the grid on show; None where nothing waits."""

    def take_page(self, turned: Collection[int]) -> None:
        """Turn the ticks of these images and press Enter."""

    def pass_label(self) -> bool:
        """Go to the next label (N); False where there is none."""

    def show_queue(self, order: QueueOrder) -> None:
        """Review one at a time in this order."""

    def show_images(self, image_ids: Sequence[int]) -> None:
        """Review these images."""

    def image(self) -> ImageShown | None:
        """The image on show; None at the end."""

    def take_image(self, turned: Collection[int], typed: Collection[int]) -> None:
        """Turn the ticks of these labels, type those, and press Enter."""

    def catalogue(self) -> Catalogue:
        """What is stored, with all that was done."""


class WindowScreen:
    """The program's window, driven by keys and clicks."""

    def __init__(self, catalogue: Path, level_percent: int) -> None:
        Preferences().tick_level_percent = level_percent
        self.window = MainWindow(Preferences())
        GarbageCollection(self.window)
        self.window.resize(*WINDOW_SIZE_PX)
        self.window.show()
        self.window.session.open(catalogue)
        wait_for(lambda: self.window.context is not None, "the catalogue to open")
        self.window.show_page("review")
        page = self.window.pages.page("review")
        assert isinstance(page, ReviewPage)
        self._page = page
        self._names = {one.id: one.name for one in self.catalogue().labels.all()}
        # Suggestions stay those of the beginning.
        page.desk.session.refresh = lambda change: None
        page.desk.start_suggesting()
        wait_for(lambda: page.vocabulary.is_loaded, "the labels")

    def page(self) -> PageShown | None:
        """The page on show, when it is read."""
        views, grid = self._page.views, self._page.views.grid
        if not views.shows_grid:
            QTest.keyClick(self._page, Qt.Key.Key_T)
        desk = grid.desk
        wait_for(lambda: not desk.is_loading and desk.is_counted, "the images of a label")
        ids = desk.pages.image_ids.tolist()
        if not ids:
            return None
        ticks = {image_id: desk.pages.is_ticked(image_id) for image_id in ids}
        return PageShown(desk.label_id, ticks)

    @property
    def page_size(self) -> int:
        """How many images a page of the grid has."""
        return self._page.views.grid.desk.pages.size

    def take_page(self, turned: Collection[int]) -> None:
        """Click the images and press Enter."""
        view = self._page.views.grid
        pages = view.desk.pages
        before = (view.desk.label_id, pages.image_ids.tolist())
        for position, image_id in enumerate(before[1]):
            if image_id in turned:
                middle = view.grid.cell_rect(position).center()
                QTest.mouseClick(view.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        QTest.keyClick(view.grid, Qt.Key.Key_Return)
        wait_for(lambda: (view.desk.label_id, pages.image_ids.tolist()) != before, "the next page")

    def pass_label(self) -> bool:
        """N on the images."""
        view = self._page.views.grid
        before = view.desk.label_id
        QTest.keyClick(view.grid, Qt.Key.Key_N)
        return bool(view.desk.label_id != before)

    def show_queue(self, order: QueueOrder) -> None:
        """Choose the order in its list."""
        if self._page.views.shows_grid:
            QTest.keyClick(self._page.views.grid.grid, Qt.Key.Key_T)
        orders = self._page.bar.orders
        orders.setCurrentIndex(orders.findData(order))
        orders.activated.emit(orders.currentIndex())

    def show_images(self, image_ids: Sequence[int]) -> None:
        """As the Library does with what is selected."""
        self._page.show_images(image_ids)

    def image(self) -> ImageShown | None:
        """The image on show, when its suggestions are there."""
        desk = self._page.desk
        wait_for(lambda: not desk.choice.is_loading, "the queue")
        if not desk.image_id:
            return None
        wait_for(lambda: desk.item is not None and desk.is_live, "suggestions")
        carried = frozenset(row.label_id for row in self._page.panel.labels.rows)
        return ImageShown(desk.image_id, carried, _open_ticks(self._page.panel.suggestions.rows))

    def take_image(self, turned: Collection[int], typed: Collection[int]) -> None:
        """Digits, the line for labels, Enter."""
        page, desk = self._page, self._page.desk
        before, entry = desk.image_id, self._page.panel.entry
        for row in page.panel.suggestions.rows:
            if row.label_id in turned and row.digit:
                QTest.keyClick(page, Qt.Key(int(Qt.Key.Key_0) + row.digit))
            elif row.label_id in turned:
                page.panel.suggestions.tick_toggled.emit(row.label_id)
        for label_id in typed:
            QTest.keyClick(page, Qt.Key.Key_Slash)
            QTest.keyClicks(entry, self._names[label_id])
            QTest.keyClick(entry, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(entry, Qt.Key.Key_Escape)
        wait_for(lambda: desk.suggested is not None, "suggestions")
        QTest.keyClick(page, Qt.Key.Key_Return)
        wait_for(lambda: desk.image_id != before, "the next image")

    def catalogue(self) -> Catalogue:
        """The open catalogue, when all is saved."""
        context = self.window.context
        assert context is not None
        done: list[bool] = []
        context.writes.submit(lambda: True, done.append)
        wait_for(lambda: bool(done), "what is being saved")
        return context.catalogue

    def close(self) -> None:
        """Close the window."""
        self.window.close()
        QApplication.processEvents()


class NoWindow:
    """The same pages, rows, queues and commands, without a window."""

    def __init__(self, catalogue: Path, level_percent: int, page_size: int) -> None:
        self._catalogue = Catalogue.open(catalogue)
        self._level_percent = level_percent
        self._session = ReviewSession(self._catalogue)
        self._pages = GridPages()
        self._pages.set_size(page_size)
        self._labels: list[int] | None = None
        self._label_id = 0
        self._queue: list[int] = []
        self._rows: tuple[SuggestionRow, ...] = ()
        self._suggester = ""

    def page(self) -> PageShown | None:
        """The next page of the label, or the first one of the next label."""
        choice = GridChoice()
        if self._labels is None:
            waiting = read_waiting(self._catalogue, choice, self._pages.line)
            self._labels = [one.label_id for one in waiting]
        while self._pages.is_at_end:
            if not self._labels:
                return None
            self._label_id = self._labels.pop(0)
            self._pages.forget_ticks()
            self._pages.show(read_label_grid(self._catalogue, self._label_id, choice))
        ids = self._pages.image_ids.tolist()
        ticks = {image_id: self._pages.is_ticked(image_id) for image_id in ids}
        return PageShown(self._label_id, ticks)

    def take_page(self, turned: Collection[int]) -> None:
        """Decide on the page."""
        for image_id in turned:
            self._pages.tick(image_id, not self._pages.is_ticked(image_id))
        taken = self._pages.take(reject=True)
        assert taken is not None
        self._catalogue.commands.decide_images(
            taken.label_id,
            accepted=taken.accepted,
            rejected=taken.rejected,
            suggester=taken.suggester,
        )

    def pass_label(self) -> bool:
        """Leave the rest of the label."""
        self._pages.show(None)
        return bool(self._labels)

    def show_queue(self, order: QueueOrder) -> None:
        """Read the queue."""
        queues = self._catalogue.queues
        self._queue = queues.images(order, level_percent=self._level_percent)

    def show_images(self, image_ids: Sequence[int]) -> None:
        """Take them as the queue."""
        self._queue = list(image_ids)

    def image(self) -> ImageShown | None:
        """The next image of the queue with the rows that Review shows."""
        if not self._queue:
            return None
        image_id = self._queue[0]
        read, suggested = read_item(self._catalogue, image_id), self._session.suggest(image_id)
        assert read is not None
        ticks = Ticks(self._level_percent, {}, 0)
        self._rows = suggestion_rows(read.item, suggested, NOTHING_PENDING, ticks=ticks)
        self._suggester = suggested.suggester
        carried = frozenset(one.label_id for one in read.item.labellings)
        return ImageShown(image_id, carried, _open_ticks(self._rows))

    def take_image(self, turned: Collection[int], typed: Collection[int]) -> None:
        """Put on what was typed, accept what is ticked, and count the image as reviewed."""
        image_id = self._queue.pop(0)
        commands = self._catalogue.commands
        if typed:
            commands.label_images([image_id], add=list(typed))
        accepted = [
            AcceptedLabel(row.label_id, row.confidence)
            for row in self._rows
            if row.state is RowState.OPEN
            and row.label_id not in typed
            and row.ticked != (row.label_id in turned)
        ]
        commands.decide(image_id, accepted=accepted, suggester=self._suggester, reviewed=True)

    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self._catalogue

    def close(self) -> None:
        """Close it."""
        self._catalogue.close()


def _open_ticks(rows: Sequence[SuggestionRow]) -> dict[int, bool]:
    return {row.label_id: row.ticked for row in rows if row.state is RowState.OPEN}
