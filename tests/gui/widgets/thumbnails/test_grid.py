"""The grid by mouse and keys."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.services.context import CatalogueContext
from gui.style import theme
from gui.widgets.thumbnails.grid import ThumbnailGrid

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
COLUMNS = 4


@pytest.fixture
def grid(qtbot: QtBot, context: CatalogueContext) -> Iterator[ThumbnailGrid]:
    """72 images in rows of four, about three rows of them visible."""
    catalogue = context.catalogue
    made = ThumbnailGrid(catalogue.images, catalogue.thumbnails)
    qtbot.addWidget(made)
    made.set_cell_size(120)
    made.resize(560, 420)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    made.set_images(np.asarray(catalogue.images.ids(), dtype=np.int64))
    qtbot.waitUntil(made.is_settled)
    assert made.cells.columns == COLUMNS
    yield made
    made.close_lanes()


def click(grid: ThumbnailGrid, position: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(
        grid.viewport(), Qt.MouseButton.LeftButton, modifier, grid.cell_rect(position).center()
    )


def press(grid: ThumbnailGrid, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(grid, key, modifier)


def selected(grid: ThumbnailGrid) -> list[int]:
    """The selected positions."""
    ids = grid.selection.ids.tolist()
    return [ids.index(image_id) for image_id in grid.selection.selected_ids()]


def test_click_ctrl_and_shift_select_as_in_a_file_manager(grid: ThumbnailGrid) -> None:
    click(grid, 1)
    assert selected(grid) == [1]
    click(grid, 6, SHIFT)
    assert selected(grid) == [1, 2, 3, 4, 5, 6]
    click(grid, 3, CONTROL)
    assert selected(grid) == [1, 2, 4, 5, 6]
    click(grid, 8, CONTROL)
    click(grid, 10, SHIFT | CONTROL)
    assert selected(grid) == [1, 2, 4, 5, 6, 8, 9, 10]
    click(grid, 0)
    assert selected(grid) == [0]
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(2, 2))
    assert selected(grid) == []


def test_keys_move_and_extend(grid: ThumbnailGrid) -> None:
    press(grid, Qt.Key.Key_Right)
    assert selected(grid) == [0]
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_Down)
    assert selected(grid) == [1 + COLUMNS]
    press(grid, Qt.Key.Key_Left, SHIFT)
    press(grid, Qt.Key.Key_Up, SHIFT)
    assert selected(grid) == [0, 1, 2, 3, 4, 5]
    press(grid, Qt.Key.Key_End)
    assert selected(grid) == [71]
    assert grid.verticalScrollBar().value() == grid.verticalScrollBar().maximum()
    press(grid, Qt.Key.Key_PageUp)
    assert selected(grid) == [71 - 3 * COLUMNS]
    press(grid, Qt.Key.Key_Home)
    assert selected(grid) == [0]
    press(grid, Qt.Key.Key_PageDown)
    assert selected(grid) == [3 * COLUMNS]
    press(grid, Qt.Key.Key_Escape)
    assert selected(grid) == []


def test_keys_stop_at_the_ends(grid: ThumbnailGrid) -> None:
    press(grid, Qt.Key.Key_Home)
    press(grid, Qt.Key.Key_Left)
    press(grid, Qt.Key.Key_Up)
    assert grid.current == 0
    press(grid, Qt.Key.Key_End)
    press(grid, Qt.Key.Key_Right)
    press(grid, Qt.Key.Key_Down)
    assert grid.current == 71


def test_ctrl_moves_without_selecting_and_ctrl_space_selects(grid: ThumbnailGrid) -> None:
    click(grid, 0)
    press(grid, Qt.Key.Key_Right, CONTROL)
    press(grid, Qt.Key.Key_Right, CONTROL)
    assert (selected(grid), grid.current) == ([0], 2)
    press(grid, Qt.Key.Key_Space, CONTROL)
    assert selected(grid) == [0, 2]


def drag(
    grid: ThumbnailGrid, start: QPoint, end: QPoint, modifier: Qt.KeyboardModifier = NONE
) -> None:
    """Press, move in steps as a hand does, release."""
    viewport = grid.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, modifier, start)
    for step in range(1, 6):
        place = QPointF(start + (end - start) * step / 5)
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            viewport.mapToGlobal(place),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            modifier,
        )
        QApplication.sendEvent(viewport, move)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, modifier, end)


def test_a_rubber_band_selects_what_it_touches(grid: ThumbnailGrid) -> None:
    start, end = grid.cell_rect(1).center(), grid.cell_rect(6).center()
    drag(grid, start, end)
    assert selected(grid) == [1, 2, 5, 6]
    drag(grid, grid.cell_rect(8).center(), grid.cell_rect(9).center(), CONTROL)
    assert selected(grid) == [1, 2, 5, 6, 8, 9]
    drag(grid, grid.cell_rect(0).center(), grid.cell_rect(0).center() + QPoint(20, 20))
    assert selected(grid) == [0]


def test_a_rubber_band_scrolls_on_at_the_edge(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    viewport, bar = grid.viewport(), grid.verticalScrollBar()
    start = grid.cell_rect(0).center()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NONE, start)
    below = QPointF(grid.cell_rect(3).center().x(), viewport.height() + 40)
    for place in (QPointF(start) + QPointF(30, 30), below):
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            viewport.mapToGlobal(place),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            NONE,
        )
        QApplication.sendEvent(viewport, move)
    qtbot.waitUntil(lambda: bar.value() > 300)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NONE, below.toPoint())
    at_release = selected(grid)
    assert at_release == list(range(len(at_release)))
    assert len(at_release) >= 5 * COLUMNS


def turn_wheel(grid: ThumbnailGrid, angle: int, modifier: Qt.KeyboardModifier = NONE) -> None:
    middle = QPointF(grid.viewport().rect().center())
    event = QWheelEvent(
        middle,
        grid.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, angle),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid.viewport(), event)


def test_the_wheel_scrolls_and_with_ctrl_changes_the_size(grid: ThumbnailGrid) -> None:
    turn_wheel(grid, -120)
    assert grid.verticalScrollBar().value() > 0
    before = grid.cell_px
    sizes: list[int] = []
    grid.cell_size_changed.connect(sizes.append)
    turn_wheel(grid, 120, CONTROL)
    assert sizes == [grid.cell_px]
    assert grid.cell_px > before
    turn_wheel(grid, -120 * 50, CONTROL)
    assert grid.cells.columns > COLUMNS
    press(grid, Qt.Key.Key_End)
    assert grid.selection.count == 1


def test_another_size_keeps_the_current_image_in_its_place(grid: ThumbnailGrid) -> None:
    for _ in range(3):
        press(grid, Qt.Key.Key_PageDown)
    top = grid.cell_rect(grid.current).top()
    grid.set_cell_size(80)
    assert grid.cell_rect(grid.current).top() == top


def test_selection_is_kept_while_the_images_change(grid: ThumbnailGrid) -> None:
    click(grid, 1)
    click(grid, 3, CONTROL)
    ids = grid.selection.ids
    kept, current = grid.selection.selected_ids(), grid.current_id
    grid.set_images(ids[3:20])
    assert grid.selection.selected_ids() == kept[1:]
    assert grid.selection.hidden_count == 1
    assert (grid.current, grid.current_id) == (0, current)
    grid.set_images(ids[30:])
    assert (grid.current, grid.current_id) == (-1, 0)
    assert grid.selection.selected_ids() == []
    grid.set_images(ids)
    assert grid.selection.selected_ids() == kept


def test_enter_order_begins_at_the_current_image(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    ids = grid.selection.ids.tolist()
    click(grid, 2)
    click(grid, 4, SHIFT)
    click(grid, 4, SHIFT)
    assert grid.ids_to_open() == [ids[4], ids[2], ids[3]]
    with qtbot.waitSignal(grid.opened):
        place = grid.cell_rect(7).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, place)
        QTest.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, place)
    assert grid.current_id == ids[7]


def test_typed_letters_are_told_together_until_a_pause(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    told: list[str] = []
    grid.name_typed.connect(told.append)
    QTest.keyClicks(grid, "fer")
    assert told == ["f", "fe", "fer"]
    press(grid, Qt.Key.Key_Backspace)
    assert told[-1] == "fe"
    press(grid, Qt.Key.Key_Escape)
    QTest.keyClicks(grid, "t")
    assert told[-1] == "t"


def test_the_right_button_selects_what_it_is_over_and_asks_for_the_menu(
    grid: ThumbnailGrid, qtbot: QtBot
) -> None:
    click(grid, 1)
    click(grid, 2, SHIFT)
    for position, expected in ((2, [1, 2]), (5, [5])):
        place = grid.cell_rect(position).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, NONE, place)
        assert selected(grid) == expected
    with qtbot.waitSignal(grid.menu_requested):
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, place, grid.viewport().mapToGlobal(place)
        )
        QApplication.sendEvent(grid.viewport(), event)


def colours_in(grid: ThumbnailGrid, position: int) -> Counter[str]:
    """How many pixels of each colour a cell has, with its borders."""
    picture = grid.viewport().grab(grid.cell_rect(position).adjusted(-3, -3, 3, 3)).toImage()
    return Counter(
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    )


def test_what_a_cell_shows(grid: ThumbnailGrid, qtbot: QtBot) -> None:
    accent = theme.current().accent
    assert accent not in colours_in(grid, 0)
    click(grid, 0)
    assert colours_in(grid, 0)[accent] > 4 * 100
    # The last one cannot be read: a mark, and an icon in the place of the picture.
    press(grid, Qt.Key.Key_End)
    described = "zz broken.jpg, no labels, Cannot be read"
    qtbot.waitUntil(lambda: grid.accessibleDescription() == described)
    QTest.mouseMove(grid.viewport(), grid.cell_rect(71).center())
    assert "other/zz broken.jpg" in grid.viewport().toolTip()
    assert colours_in(grid, 71)[theme.current().text_muted] > 20


def test_names_are_shown_while_hovered(grid: ThumbnailGrid) -> None:
    before = colours_in(grid, 2)
    QTest.mouseMove(grid.viewport(), grid.cell_rect(2).center())
    during = colours_in(grid, 2)
    assert during != before
    QTest.mouseMove(grid.viewport(), grid.cell_rect(3).center())
    assert colours_in(grid, 2) == before


def test_what_is_moved_by_scrolling_looks_as_painted_anew(
    grid: ThumbnailGrid, qtbot: QtBot
) -> None:
    press(grid, Qt.Key.Key_Right)
    QTest.mouseMove(grid.viewport(), grid.cell_rect(5).center())
    QApplication.processEvents()
    for angle in (-120, -60, 40):
        turn_wheel(grid, angle)
        qtbot.waitUntil(grid.is_settled)
        QApplication.processEvents()
        on_screen = grid.screen().grabWindow(grid.winId()).toImage()
        assert on_screen == grid.grab().toImage().convertToFormat(on_screen.format())


def test_only_what_is_on_screen_and_near_is_read(grid: ThumbnailGrid) -> None:
    # Three rows and a bit are visible; a page ahead is read too.
    assert grid.cards.card(1) is not None
    assert grid.cards.card(8 * COLUMNS + 8) is None


def test_a_card_that_changed_is_read_again(
    grid: ThumbnailGrid, context: CatalogueContext, qtbot: QtBot
) -> None:
    context.catalogue.commands.mark_reviewed([1], True)
    card = grid.cards.card(1)
    assert card is not None
    assert not card.reviewed
    grid.cards.mark_stale([1])
    assert grid.cards.card(1) is card
    qtbot.waitUntil(lambda: getattr(grid.cards.card(1), "reviewed", False))


def test_an_empty_grid_takes_every_key(grid: ThumbnailGrid) -> None:
    grid.set_images(np.empty(0, dtype=np.int64))
    for key in (Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Space):
        press(grid, key)
        press(grid, key, CONTROL)
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(50, 50))
    grid.grab()
    assert grid.current_id == 0
    assert grid.ids_to_open() == []
