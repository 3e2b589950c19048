"""How a square of the grid looks at every pixel density: nothing lies on the picture."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from db.records import ImageCard
from gui.style import theme
from gui.widgets.thumbnails.paint import (
    FOOT_PX,
    INSET_PX,
    Badge,
    CellPainter,
    CellState,
    badges_of,
)

CELL_PX = 150
PLAIN = CellState(selected=False, current=False, hovered=False)
HOVERED = CellState(selected=False, current=False, hovered=True)
RED, BLUE = QColor(255, 0, 0), QColor(0, 0, 255)


def card(**values: object) -> ImageCard:
    known: dict[str, object] = {
        "id": 1,
        "path": "a/name.jpg",
        "content_hash": b"",
        "width_px": 2000,
        "height_px": 3000,
        "status": "ok",
        "reviewed": False,
        "label_count": 3,
        "suggestion_count": 2,
    }
    return ImageCard(**(known | values))  # type: ignore[arg-type]


@pytest.fixture
def painter(qapp: object) -> Iterator[CellPainter]:
    owner = QObject()
    yield CellPainter(owner)
    owner.deleteLater()


def striped(size_px: QSize) -> QPixmap:
    """A picture of lines one pixel thick: any stretching mixes their colours."""
    image = QImage(size_px, QImage.Format.Format_RGB32)
    for y in range(image.height()):
        for x in range(image.width()):
            image.setPixelColor(x, y, RED if x % 2 else BLUE)
    return QPixmap.fromImage(image)


def inside_px(ratio: int) -> QSize:
    side = CELL_PX - 2 * INSET_PX
    return QSize(side * ratio, (side - FOOT_PX) * ratio)


def painted(painter: CellPainter, one: ImageCard, state: CellState, ratio: int) -> QImage:
    """A square, painted on a surface of this density, its thumbnail decoded to fit."""
    fitted = QSize(213, 320).scaled(inside_px(ratio), Qt.AspectRatioMode.KeepAspectRatio)
    target = QPixmap(CELL_PX * ratio, CELL_PX * ratio)
    target.setDevicePixelRatio(ratio)
    with QPainter(target) as on_it:
        cell = QRect(0, 0, CELL_PX, CELL_PX)
        painter.paint(on_it, cell, one, striped(fitted), state)
    image = target.toImage()
    image.setDevicePixelRatio(1)
    return image


@pytest.mark.parametrize("ratio", [1, 2])
@pytest.mark.parametrize("reviewed", [False, True])
def test_the_picture_is_whole_and_sharp_beside_its_badges(
    painter: CellPainter, ratio: int, reviewed: bool
) -> None:
    image = painted(painter, card(reviewed=reviewed), HOVERED, ratio)
    allowed = {RED.rgb(), BLUE.rgb(), theme.colour("surface").rgb()}
    above = (CELL_PX - INSET_PX - FOOT_PX) * ratio
    found = {image.pixel(x, y) for y in range(above) for x in range(image.width())}
    assert found == allowed
    fitted = QSize(213, 320).scaled(inside_px(ratio), Qt.AspectRatioMode.KeepAspectRatio)
    pixels = sum(
        image.pixel(x, y) in (RED.rgb(), BLUE.rgb())
        for y in range(image.height())
        for x in range(image.width())
    )
    assert pixels == fitted.width() * fitted.height()


@pytest.mark.parametrize("ratio", [1, 2])
def test_badges_and_the_name_stand_below(painter: CellPainter, ratio: int) -> None:
    above = (CELL_PX - INSET_PX - FOOT_PX) * ratio

    def foot(state: CellState, **values: object) -> QImage:
        image = painted(painter, card(**values), state, ratio)
        return image.copy(0, above, image.width(), image.height() - above)

    plain = foot(PLAIN)
    assert plain != foot(PLAIN, label_count=4)
    assert plain != foot(PLAIN, suggestion_count=0)
    assert plain != foot(PLAIN, reviewed=True)
    assert plain != foot(HOVERED)
    # The name alone is new on the left; the badges stay.
    right = QRect(100 * ratio, 0, 50 * ratio, plain.height())
    assert plain.copy(right) == foot(HOVERED).copy(right)


def test_badges_have_all_the_pixels_of_a_dense_screen(painter: CellPainter) -> None:
    """At twice the density they are drawn anew and not enlarged."""
    once, twice = (painted(painter, card(), PLAIN, ratio) for ratio in (1, 2))
    top = CELL_PX - INSET_PX - FOOT_PX
    enlarged = once.copy(0, top, CELL_PX, FOOT_PX).scaled(2 * CELL_PX, 2 * FOOT_PX)
    assert twice.copy(0, 2 * top, 2 * CELL_PX, 2 * FOOT_PX) != enlarged
    blocks = [
        {twice.pixel(2 * x + dx, 2 * y + dy) for dx in (0, 1) for dy in (0, 1)}
        for y in range(top, top + FOOT_PX)
        for x in range(CELL_PX)
    ]
    assert sum(len(block) > 1 for block in blocks) > 50


def test_a_narrow_square_leaves_out_what_has_no_room(painter: CellPainter) -> None:
    target = QPixmap(40, 72)
    target.fill(Qt.GlobalColor.black)
    with QPainter(target) as on_it:
        wide = card(label_count=1234, suggestion_count=567)
        painter.paint(on_it, QRect(10, 0, 20, 72), wide, None, HOVERED)
    image = target.toImage()
    beside = {image.pixelColor(x, y).name() for y in range(72) for x in (*range(9), *range(31, 40))}
    assert beside == {"#000000"}


@pytest.mark.parametrize(
    ("values", "badges"),
    [
        ({}, [Badge("tag", "3", "text_muted"), Badge("sparkles", "2", "accent")]),
        (
            {"reviewed": True},
            [Badge("circle-check", "", "positive"), Badge("tag", "3", "text_muted")],
        ),
        (
            {"suggestion_count": 0, "cluster_id": 7},
            [Badge("tag", "3", "text_muted"), Badge("copy", "", "accent")],
        ),
        (
            {"suggestion_count": 0, "keeper_id": 7},
            [Badge("tag", "3", "text_muted"), Badge("copy", "", "text_muted")],
        ),
        ({"label_count": 0, "suggestion_count": 0}, [Badge("circle-dashed", "", "text_muted")]),
        ({"label_count": 0, "reviewed": True}, [Badge("circle-check", "", "positive")]),
        (
            {"status": "unreadable", "label_count": 0},
            [Badge("triangle-alert", "", "negative")],
        ),
        (
            {"status": "missing"},
            [Badge("image-off", "", "negative"), Badge("tag", "3", "text_muted")],
        ),
    ],
)
def test_what_stands_below_an_image(values: dict[str, object], badges: list[Badge]) -> None:
    assert badges_of(card(**values)) == badges
