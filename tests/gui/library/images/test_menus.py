"""The menu of the images, and labels given by a key."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from db.records import SuggestionRun
from tests.gui.library.conftest import CONTROL, SHIFT, Bench

ALT = Qt.KeyboardModifier.AltModifier

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def right_click(bench: Bench, position: int) -> QMenu:
    """Press the right button on a thumbnail; offscreen, Qt leaves the menu to be asked for."""
    grid = bench.page.grid
    place = grid.cell_rect(position).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, pos=place)
    return open_menu(bench, QContextMenuEvent.Reason.Mouse, place)


def open_menu(bench: Bench, reason: QContextMenuEvent.Reason, place: QPoint | None = None) -> QMenu:
    grid = bench.page.grid
    bench.until(lambda: not bench.page.findChild(QMenu, options=DIRECT))
    at = place or QPoint(1, 1)
    target = grid.viewport() if reason == QContextMenuEvent.Reason.Mouse else grid
    event = QContextMenuEvent(reason, at, target.mapToGlobal(at))
    QApplication.sendEvent(target, event)
    menu = bench.page.findChild(QMenu, options=DIRECT)
    assert menu is not None
    return menu


DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def entries(menu: QMenu) -> dict[str, QAction]:
    return {one.text().split("\t")[0]: one for one in menu.actions() if one.text()}


def choose(menu: QMenu, text: str) -> None:
    menu.setActiveAction(entries(menu)[text])
    QTest.keyClick(menu, Qt.Key.Key_Return)


def labels_of(bench: Bench, image_id: int) -> set[str]:
    names = {label.id: label.name for label in bench.catalogue.labels.all()}
    return {names[one.label_id] for one in bench.catalogue.labellings.of_image(image_id)}


def test_a_right_click_keeps_a_selection_of_several_or_chooses_what_it_is_on(bench: Bench) -> None:
    grid = bench.page.grid
    bench.select(0, 2)
    right_click(bench, 1).close()
    assert grid.selection.count == 3
    right_click(bench, 5).close()
    assert grid.selection.selected_ids() == [grid.selection.ids[5]]


def test_the_menu_has_the_actions_with_their_keys_and_none_that_needs_an_image_without_one(
    bench: Bench,
) -> None:
    bench.key(Qt.Key.Key_Escape)
    menu = open_menu(bench, QContextMenuEvent.Reason.Keyboard)
    found = entries(menu)
    usable = [text for text, action in found.items() if action.isEnabled()]
    assert usable == ["Show large (loupe)", "Export these images", "Select all"]
    menu.close()
    bench.until(found["Mark reviewed"].isEnabled)

    menu = right_click(bench, 2)
    found = entries(menu)
    keys = {text: action.shortcut().toString() for text, action in found.items()}
    expected = {
        "Show large (loupe)": "Space",
        "Review the selection": "Return",
        "Find similar images": "S",
        "Add a label": "/",
        "Same labels as the image before": "B",
        "Copy labels": "Ctrl+Shift+C",
        "Paste labels": "Ctrl+Shift+V",
        "Mark reviewed": "M",
        "Open in the system's viewer": "Shift+O",
        "Show in the file manager": "O",
        "Copy the image": "Ctrl+C",
        "Copy the path": "Ctrl+Shift+P",
    }
    assert expected.items() <= keys.items()
    assert all(found[text].isEnabled() for text in expected)
    choose(menu, "Show large (loupe)")
    assert bench.page.images.shows_loupe


def test_the_loupe_has_the_menu_too(bench: Bench) -> None:
    bench.click(4)
    bench.key(Qt.Key.Key_Space)
    loupe = bench.page.images.loupe
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(9, 9), QPoint(9, 9))
    QApplication.sendEvent(loupe.view, event)
    menu = bench.page.findChild(QMenu, options=DIRECT)
    assert menu is not None
    choose(menu, "Mark reviewed")
    image_id = bench.page.grid.current_id
    bench.until(lambda: bench.catalogue.images.get(image_id).reviewed_at is not None)


def test_what_is_suggested_is_accepted_from_the_menu(bench: Bench) -> None:
    ship = bench.catalogue.labels.find("ship")
    assert ship is not None
    run = SuggestionRun("neighbor-search", "fingerprint", {}, 0.1)
    ids = bench.page.grid.selection.ids.tolist()
    bench.catalogue.suggestions.replace_all(run, [(ids[61], ship.id, 0.5)])
    bench.context.hub.refreshed.emit()
    bench.page.grid.setFocus()
    bench.key(Qt.Key.Key_End)
    bench.until(lambda: bench.page.grid.is_settled())
    menu = right_click(bench, 61)
    below = next(one for one in menu.findChildren(QMenu) if one.title() == "Accept a suggestion")
    bench.until(lambda: "ship" in entries(below))
    assert below.menuAction().isEnabled()
    entries(below)["ship"].trigger()
    menu.close()
    bench.until(lambda: labels_of(bench, ids[61]) == {"ship"})
    assert bench.catalogue.labellings.of_image(ids[61])[0].source == "accepted"


def test_labels_are_repeated_copied_and_pasted_and_given_by_a_number(bench: Bench) -> None:
    page = bench.page
    ids = page.grid.selection.ids.tolist()
    bench.key(Qt.Key.Key_B)
    bench.select(30, 31)
    page.panel.add_name("brand new")
    # At once: what was just given belongs to what is repeated.
    bench.click(32)
    bench.key(Qt.Key.Key_B)
    bench.until(lambda: labels_of(bench, ids[32]) >= {"brand new", "truck", "Kamaz"})

    bench.select(30, 40)
    bench.key(Qt.Key.Key_C, CONTROL | SHIFT)
    bench.until(lambda: QGuiApplication.clipboard().text() == "truck")
    bench.click(60)
    bench.key(Qt.Key.Key_V, CONTROL | SHIFT)
    bench.until(lambda: labels_of(bench, ids[60]) == {"truck"})

    truck = bench.catalogue.labels.find("vehicle|truck")
    assert truck is not None
    place = bench.context.label_sets.label_ids.index(truck.id)
    bench.click(61)
    bench.key(Qt.Key(Qt.Key.Key_1 + place), ALT)
    bench.until(lambda: labels_of(bench, ids[61]) == {"truck"})
    menu = right_click(bench, 62)
    below = next(one for one in menu.findChildren(QMenu) if one.title() == "Labels on keys")
    given = next(text for text in entries(below) if text.endswith("truck"))
    entries(below)[given].trigger()
    menu.close()
    bench.until(lambda: labels_of(bench, ids[62]) == {"truck"})


def test_the_loupe_shows_the_labels_on_keys_and_gives_them(bench: Bench) -> None:
    page = bench.page
    bench.click(0)
    page.panel.add_name("brand new")
    bench.until(lambda: any("brand new" in one.text() for one in page.set_keys.chips))
    assert not page.set_keys.isVisible()
    bench.click(1)
    bench.key(Qt.Key.Key_Space)
    assert page.set_keys.isVisible()
    bench.key(Qt.Key.Key_1, ALT, page.images.loupe)
    image_id = page.grid.current_id
    bench.until(lambda: "brand new" in labels_of(bench, image_id))


def test_the_picture_is_copied_at_its_own_size(bench: Bench) -> None:
    folder = Path(bench.catalogue.archive_dir) / "boats"
    folder.mkdir()
    Image.new("RGB", (200, 100), (250, 0, 0)).save(folder / "ferry 01.jpg", quality=95)
    bench.click(0)
    bench.key(Qt.Key.Key_C, CONTROL)
    clipboard = QGuiApplication.clipboard()
    bench.until(lambda: clipboard.image().width() == 200)
    assert clipboard.image().height() == 100
    assert clipboard.image().pixelColor(10, 10).red() > 240

    # One that is not there is said, not passed over.
    bench.click(1)
    with bench.qtbot.waitSignal(bench.context.hub.failed) as failed:
        bench.key(Qt.Key.Key_C, CONTROL)
    assert failed.args is not None
    assert str(failed.args[0]) == "The file is not there any more."


class Viewer(QObject):
    """Stands for the program that the system opens files with."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


def test_a_file_is_opened_in_the_systems_viewer(bench: Bench) -> None:
    viewer = Viewer()
    QDesktopServices.setUrlHandler("file", viewer, "take")
    try:
        bench.click(0)
        bench.key(Qt.Key.Key_O, SHIFT)
        bench.until(lambda: viewer.urls)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    opened = Path(viewer.urls[0].toLocalFile())
    assert opened == Path(bench.catalogue.archive_dir) / "boats" / "ferry 01.jpg"
