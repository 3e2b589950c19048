"""A catalogue whose labels wait for many images, open on the grid of the Review page."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.records import GridMode, LabelError, QueueRun, SuggestionRun
from gui.review.grid.view import LabelGridView
from tests.gui.review.conftest import FINGERPRINT, Bench


@dataclass
class GridBench:
    """The grid as a person uses it."""

    bench: Bench
    view: LabelGridView

    def settle(self) -> None:
        """Until all is saved, read, counted and shown."""
        desk = self.view.desk
        self.bench.settle()
        self.bench.until(lambda: not desk.is_loading and desk.is_counted)
        self.bench.until(lambda: self.view.grid.is_settled() or not desk.pages.total)

    def open(self, label: str = "", mode: GridMode = GridMode.SUGGESTED) -> None:
        """Show the images of a label."""
        label_id = self.bench.label(label) if label else 0
        self.bench.page.show_grid(label_id, mode)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """A key, wherever the keyboard is; then wait for what comes of it."""
        self.bench.press(key, modifier)
        self.settle()

    def click(self, path: str) -> None:
        """A click on an image."""
        position = self.shown().index(path)
        place = self.view.grid.cell_rect(position).center()
        QTest.mouseClick(self.view.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)

    def path(self, image_id: int) -> str:
        """What an image is called."""
        return self.bench.catalogue.images.get(image_id).path

    def shown(self) -> list[str]:
        """The images on the page."""
        return [self.path(one) for one in self.view.desk.pages.image_ids.tolist()]

    def ticked(self) -> list[str]:
        """Those of them that are ticked."""
        pages = self.view.desk.pages
        return [self.path(one) for one in pages.image_ids.tolist() if pages.is_ticked(one)]

    def label_name(self) -> str:
        """The label on show."""
        return self.view.line.name.text()

    def waiting(self) -> dict[str, int]:
        """The list of labels: how many images wait."""
        return {name: one.total for one, name in self.view.labels.rows}

    def carrying(self, label: str) -> set[str]:
        """The images that were accepted for a label."""
        label_id = self.bench.label(label)
        found = self.bench.catalogue.labellings.of_images(self.bench.catalogue.images.ids())
        return {
            self.path(image_id)
            for image_id, labellings in found.items()
            for one in labellings
            if one.label_id == label_id
        }


@pytest.fixture
def grid_bench(bench: Bench) -> GridBench:
    """Truck: q1 95 %, q2 80 %, q4 60 %, q3 10 %; kamaz: q1 40 %; truck also for an image that came
    with labels; tank is weak for q1; doubts on tank and truck."""
    truck, kamaz, tank = (bench.label(name) for name in ("truck", "kamaz", "tank"))
    rows = [
        (bench.image("q1.png"), truck, 0.9, 0.95),
        (bench.image("q2.png"), truck, 0.8, 0.8),
        (bench.image("q4.png"), truck, 0.6, 0.6),
        (bench.image("q3.png"), truck, 0.3, 0.1),
        (bench.image("mistaken.png"), truck, 0.7, 0.7),
        (bench.image("q1.png"), kamaz, 0.4, 0.4),
        (bench.image("q1.png"), tank, 0.1, 0.06, True),
    ]
    run = SuggestionRun("neighbor-search", FINGERPRINT, {}, 0.25)
    bench.catalogue.suggestions.replace_all(run, rows)
    bench.catalogue.queues.replace_all(
        QueueRun("neighbor-search", FINGERPRINT),
        errors=[
            LabelError(bench.image("mistaken.png"), tank, "wrong", 0.9, 0.02),
            LabelError(bench.image("tank1.png"), tank, "wrong", 0.6, 0.3),
            LabelError(bench.image("mistaken.png"), truck, "missing", 0.95, 0.97),
        ],
        teaching=[],
    )
    return GridBench(bench, bench.page.views.grid)
