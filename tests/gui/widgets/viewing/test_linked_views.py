"""Pictures compared side by side, driven with mouse and wheel."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.viewing.image_view import Detail, ImageView
from gui.widgets.viewing.image_view_geometry import image_rectangle
from gui.widgets.viewing.linked_views import LinkedViews, comparing_view
from tests.gui.widgets.viewing.test_image_view import picture, wheel

SIZES = ((40, 30), (400, 300), (1600, 1200))


class Table(QWidget):
    """Pictures side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.views = [comparing_view(self) for _ in SIZES]
        self.links = LinkedViews(self.views, self)
        row = QHBoxLayout(self)
        for number, (view, (width, height)) in enumerate(zip(self.views, SIZES, strict=True), 1):
            row.addWidget(view)
            view.show_image(number, width, height)
            view.set_picture(number, Detail.FULL, picture(width, height))
        self.resize(1200, 500)


@pytest.fixture
def table(qtbot: QtBot) -> Table:
    table = Table()
    qtbot.addWidget(table)
    with qtbot.waitExposed(table):
        table.show()
    return table


def part(view: ImageView) -> tuple[float, float, float]:
    """Where the middle of the view is in the image, and how wide the image is drawn."""
    viewport = view.viewport
    assert viewport is not None
    return (
        viewport.center.x / viewport.image.width,
        viewport.center.y / viewport.image.height,
        image_rectangle(viewport).width,
    )


def assert_alike(views: list[ImageView]) -> None:
    first, *others = (part(view) for view in views)
    for other in others:
        assert other == pytest.approx(first, rel=0.02)


def test_pictures_of_any_size_are_drawn_at_one_scale(table: Table) -> None:
    views = table.views
    assert_alike(views)
    assert part(views[0])[2] > 10 * SIZES[0][0] * 0.7


def test_wheel_and_drag_in_one_move_the_others(table: Table) -> None:
    views = table.views
    for view in views:
        before = part(view)
        wheel(view, QPoint(60, 150), 4)
        assert part(view)[2] > 2 * before[2]
        assert_alike(views)
        middle = view.rect().center()
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle)
        QTest.mouseMove(view, middle + QPoint(40, 25))
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 25))
        assert_alike(views)
        view.fit()
        assert_alike(views)


def test_unlinked_views_move_alone_and_meet_again(table: Table) -> None:
    views, links = table.views, table.links
    links.set_linked(False)
    wheel(views[1], QPoint(60, 150), 4)
    assert part(views[1])[2] > 2 * part(views[0])[2]
    links.set_linked(True)
    assert_alike(views)


def test_the_next_picture_shows_the_part_that_was_looked_at(table: Table) -> None:
    views, links = table.views, table.links
    wheel(views[0], QPoint(60, 150), 4)
    seen = part(views[0])
    with links.shown_alike(views[2]):
        views[2].show_image(9, 800, 600)
    assert part(views[0]) == seen
    assert_alike(views)
