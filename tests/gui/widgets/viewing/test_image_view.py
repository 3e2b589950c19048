"""The view of one picture, driven with mouse and wheel."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.widgets.viewing.image_view import EDGE_SPACE_PX, Detail, ImageView
from gui.widgets.viewing.image_view_geometry import Point, image_point


def picture(width: int, height: int, colour: str = "#3366aa") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture
def view(qtbot: QtBot) -> ImageView:
    widget = ImageView()
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def wheel(view: ImageView, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def pixel_at(view: ImageView, at: QPoint) -> Point:
    assert view.viewport is not None
    return image_point(view.viewport, Point(at.x() - EDGE_SPACE_PX, at.y() - EDGE_SPACE_PX))


def test_a_sharper_picture_takes_the_place_of_a_coarser_one_and_not_the_other_way(
    view: ImageView, qtbot: QtBot
) -> None:
    shown: list[tuple[int, int]] = []
    view.shown.connect(lambda image_id, detail: shown.append((image_id, detail)))
    view.show_image(7, 4000, 3000)
    view.set_picture(7, Detail.THUMBNAIL, picture(320, 240))
    qtbot.waitUntil(lambda: shown == [(7, Detail.THUMBNAIL)])
    view.set_picture(7, Detail.SCREEN, picture(768, 576))
    qtbot.waitUntil(lambda: len(shown) == 2)
    view.set_picture(7, Detail.THUMBNAIL, picture(320, 240))
    view.set_picture(8, Detail.FULL, picture(4000, 3000))
    assert view.detail is Detail.SCREEN
    assert shown == [(7, Detail.THUMBNAIL), (7, Detail.SCREEN)]


def test_the_colours_on_the_screen_are_those_of_the_picture(view: ImageView) -> None:
    view.show_image(1, 800, 600)
    view.set_picture(1, Detail.SCREEN, picture(768, 576, "#12ab34"))
    assert view.grab().toImage().pixelColor(400, 300) == QColor("#12ab34")


def test_the_wheel_zooms_to_the_pixel_under_the_pointer(view: ImageView) -> None:
    view.show_image(1, 4000, 3000)
    view.set_picture(1, Detail.SCREEN, picture(768, 576))
    at = QPoint(500, 350)
    before = pixel_at(view, at)
    percent = view.percent()
    wheel(view, at, 3)
    after = pixel_at(view, at)
    assert view.percent() > percent
    assert (after.x, after.y) == pytest.approx((before.x, before.y), abs=0.01)
    wheel(view, at, -12)
    assert view.percent() == percent


def test_zooming_in_asks_for_the_full_size_once(view: ImageView) -> None:
    asked: list[int] = []
    view.detail_wanted.connect(asked.append)
    view.show_image(5, 4000, 3000)
    view.set_picture(5, Detail.SCREEN, picture(768, 576))
    for _ in range(4):
        wheel(view, QPoint(400, 300), 1)
    assert asked == [5]


def test_a_picture_that_is_shown_whole_needs_no_full_size(view: ImageView) -> None:
    asked: list[int] = []
    view.detail_wanted.connect(asked.append)
    view.show_image(5, 300, 200)
    view.set_picture(5, Detail.SCREEN, picture(300, 200))
    wheel(view, QPoint(400, 300), 4)
    assert asked == []


def test_double_click_goes_to_the_own_pixels_and_back(view: ImageView) -> None:
    view.show_image(1, 4000, 3000)
    view.set_picture(1, Detail.SCREEN, picture(768, 576))
    fitted = view.percent()
    at = QPoint(300, 200)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert view.percent() == 100
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert view.percent() == fitted


def test_dragging_moves_a_zoomed_picture(view: ImageView) -> None:
    view.show_image(1, 4000, 3000)
    view.set_picture(1, Detail.SCREEN, picture(768, 576))
    view.toggle_zoom()
    assert view.viewport is not None
    before = view.viewport.center
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(400, 300))
    QTest.mouseMove(view, QPoint(340, 280))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(340, 280))
    assert view.viewport.center.x == pytest.approx(before.x + 60)
    assert view.viewport.center.y == pytest.approx(before.y + 20)


def test_two_views_show_the_same_part(view: ImageView, qtbot: QtBot) -> None:
    other = ImageView()
    qtbot.addWidget(other)
    other.resize(800, 600)
    for one, size in ((view, (4000, 3000)), (other, (2000, 1500))):
        one.show_image(1, *size)
        one.set_picture(1, Detail.SCREEN, picture(768, 576))
    wheel(view, QPoint(600, 300), 4)
    assert view.viewport is not None
    other.copy_view(view.viewport)
    assert other.viewport is not None
    assert other.viewport.center.x / 2000 == pytest.approx(view.viewport.center.x / 4000)
    assert other.viewport.scale == pytest.approx(view.viewport.scale * 2)


def test_a_message_stands_where_there_is_no_picture(view: ImageView) -> None:
    view.show_image(1, None, None)
    view.show_message("The file is empty.", "Go on with Space.")
    empty = view.grab().toImage()
    view.show_message("", "")
    assert empty != view.grab().toImage()
    view.show_image(2, 10, 10)
    assert view.message == ""
