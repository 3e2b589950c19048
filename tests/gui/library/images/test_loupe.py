"""The loupe: an image of the grid large in its place, walked through by keys."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from db.records import ImageFilter
from gui.library.images.loupe import Loupe
from gui.widgets.viewing.image_view import Detail
from tests.gui.library.conftest import CONTROL, NONE, Bench

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def pictures(bench: Bench) -> Bench:
    """The first ferries as files."""
    folder = Path(bench.catalogue.archive_dir) / "boats"
    folder.mkdir()
    for number in range(1, 6):
        Image.new("RGB", (200, 100), (200, 40 * number, 20)).save(
            folder / f"ferry {number:02d}.jpg"
        )
    return bench


def shown_name(bench: Bench) -> str:
    return loupe(bench).name.text().rsplit("/", 1)[-1]


def loupe(bench: Bench) -> Loupe:
    return bench.page.images.loupe


def press(bench: Bench, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    bench.key(key, modifier, loupe(bench))


def test_space_shows_an_image_large_and_arrows_walk_through_the_grid(pictures: Bench) -> None:
    bench, page = pictures, pictures.page
    bench.click(0)
    bench.key(Qt.Key.Key_Space)
    assert page.images.shows_loupe
    assert loupe(bench).hasFocus()
    assert page.panel.isVisible()
    bench.until(lambda: loupe(bench).view.detail >= Detail.SCREEN)
    assert (shown_name(bench), loupe(bench).place.text()) == ("ferry 01.jpg", "1 of 72")

    press(bench, Qt.Key.Key_Right)
    assert (shown_name(bench), loupe(bench).place.text()) == ("ferry 02.jpg", "2 of 72")
    press(bench, Qt.Key.Key_J)
    press(bench, Qt.Key.Key_Left)
    assert shown_name(bench) == "ferry 02.jpg"
    columns = page.grid.cells.columns
    press(bench, Qt.Key.Key_Down)
    bench.until(lambda: loupe(bench).place.text() == f"{2 + columns} of 72")
    press(bench, Qt.Key.Key_Up)
    press(bench, Qt.Key.Key_End)
    bench.until(lambda: loupe(bench).place.text() == "72 of 72")
    bench.until(lambda: loupe(bench).view.message == "The file is cut short.")
    press(bench, Qt.Key.Key_Home)
    bench.until(lambda: loupe(bench).place.text() == "1 of 72")


def test_the_images_beside_are_decoded_before_they_are_asked_for(pictures: Bench) -> None:
    bench = pictures
    bench.click(1)
    bench.key(Qt.Key.Key_Space)
    ids = bench.page.grid.selection.ids.tolist()
    source = bench.page.images.source
    bench.until(lambda: all(source.picture(ids[place]) is not None for place in (0, 2)))
    press(bench, Qt.Key.Key_Right)
    # At once, with nothing read or decoded in between.
    assert loupe(bench).view.image_id == ids[2]
    assert loupe(bench).view.detail is Detail.SCREEN


def test_back_in_the_grid_the_keyboard_is_at_the_image_seen_last(bench: Bench) -> None:
    page = bench.page
    bench.click(2)
    bench.key(Qt.Key.Key_Space)
    press(bench, Qt.Key.Key_End)
    press(bench, Qt.Key.Key_Space)
    grid = page.grid
    assert grid.isVisible()
    assert grid.hasFocus()
    assert grid.current == 71
    assert grid.viewport().rect().contains(grid.cell_rect(71).center())
    assert grid.selection.selected_ids() == [grid.current_id]


def test_a_double_click_shows_large_and_one_on_the_picture_goes_back(bench: Bench) -> None:
    page = bench.page
    place = page.grid.cell_rect(3).center()
    bench.click(3)
    QTest.mouseDClick(page.grid.viewport(), LEFT, NONE, place)
    assert page.images.shows_loupe
    assert shown_name(bench) == "ferry 04.jpg"
    QTest.mouseDClick(loupe(bench).view, LEFT, NONE, loupe(bench).view.rect().center())
    assert page.grid.isVisible()
    bench.key(Qt.Key.Key_Space)
    press(bench, Qt.Key.Key_Escape)
    assert page.grid.isVisible()


def test_labels_go_on_the_image_on_show_and_not_on_those_selected_before(bench: Bench) -> None:
    page = bench.page
    bench.select(0, 4)
    bench.key(Qt.Key.Key_Space)
    ids = page.grid.selection.ids.tolist()
    press(bench, Qt.Key.Key_Right)
    press(bench, Qt.Key.Key_Slash)
    assert page.panel.entry.hasFocus()
    QTest.keyClicks(page.panel.entry, "brand new")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(lambda: "brand new" in bench.rows())
    assert bench.rows()["brand new"] == (1, 1)
    bench.key(Qt.Key.Key_Escape, widget=page.panel.entry)
    assert loupe(bench).hasFocus()
    press(bench, Qt.Key.Key_M)
    bench.until(lambda: bench.catalogue.images.get(ids[5]).reviewed_at is not None)
    assert bench.catalogue.images.get(ids[3]).reviewed_at is None

    press(bench, Qt.Key.Key_Escape)
    assert page.grid.selection.selected_ids() == ids[:5]
    assert page.grid.current == 5


def test_zoom_by_key_and_wheel(pictures: Bench) -> None:
    bench = pictures
    bench.click(0)
    bench.key(Qt.Key.Key_Space)
    view = loupe(bench).view
    bench.until(lambda: view.detail >= Detail.SCREEN)
    fitted = loupe(bench).zoom.text()
    press(bench, Qt.Key.Key_Z)
    assert loupe(bench).zoom.text() == "100 %" != fitted
    press(bench, Qt.Key.Key_Z)
    assert loupe(bench).zoom.text() == fitted


def test_other_images_on_show_keep_it_only_where_its_image_is_among_them(bench: Bench) -> None:
    page = bench.page
    bench.click(31)
    bench.key(Qt.Key.Key_Space)
    assert loupe(bench).place.text() == "32 of 72"
    bench.choose(page.facets.folders, "cars")
    bench.shown(30)
    assert loupe(bench).place.text() == "2 of 30"
    assert page.images.shows_loupe
    page.show_filter(ImageFilter(folder="boats"))
    bench.until(lambda: not page.images.shows_loupe)
    assert page.grid.isVisible()


def test_everything_is_selected_in_the_grid_where_it_is_seen(bench: Bench) -> None:
    bench.click(0)
    bench.key(Qt.Key.Key_Space)
    press(bench, Qt.Key.Key_A, CONTROL)
    assert bench.page.grid.isVisible()
    assert bench.page.grid.selection.count == 72


def test_buttons_do_what_the_keys_do(bench: Bench) -> None:
    bench.click(0)
    bench.key(Qt.Key.Key_Space)
    for button, name in (
        (loupe(bench).next, "ferry 02.jpg"),
        (loupe(bench).previous, "ferry 01.jpg"),
    ):
        QTest.mouseClick(button, LEFT, NONE, QPoint(5, 5))
        assert shown_name(bench) == name
    QTest.mouseClick(loupe(bench).back, LEFT, NONE, QPoint(5, 5))
    assert bench.page.grid.isVisible()
