"""Keys on the Library page: they do what the place says where the keyboard is."""

from PySide6.QtCore import Qt

from db.records import ImageFilter, Status
from tests.gui.library.conftest import CONTROL, Bench


def reviewed_count(bench: Bench) -> int:
    return bench.catalogue.images.count(ImageFilter(status=Status.REVIEWED))


def settle(bench: Bench) -> None:
    """Wait until whatever was asked for is written."""
    done: list[bool] = []
    bench.context.writes.submit(lambda: True, done.append)
    bench.until(lambda: done)


def test_select_all_after_a_facet_selects_the_images(bench: Bench) -> None:
    page = bench.page
    bench.choose(page.facets.folders, "cars")
    bench.shown(30)
    page.facets.folders.tree.setFocus()
    assert page.facets.folders.tree.hasFocus()
    bench.key(Qt.Key.Key_A, CONTROL, page.facets.folders.tree)
    assert page.grid.selection.count == 30
    assert page.grid.hasFocus()


def test_select_all_in_a_field_selects_its_text(bench: Bench) -> None:
    search = bench.page.bar.search
    search.setText("kamaz")
    search.setFocus()
    search.deselect()
    bench.key(Qt.Key.Key_A, CONTROL, search)
    assert search.selectedText() == "kamaz"
    assert bench.page.grid.selection.count == 0


def test_a_letter_in_the_list_of_orders_marks_nothing(bench: Bench) -> None:
    page = bench.page
    bench.select(0, 2)
    page.bar.order.setFocus()
    bench.key(Qt.Key.Key_M, widget=page.bar.order)
    settle(bench)
    assert reviewed_count(bench) == 0


def test_the_letter_marks_where_the_labels_of_the_images_are(bench: Bench) -> None:
    bench.select(0, 2)
    labels = bench.page.panel.list
    bench.until(labels.isVisible)
    labels.setFocus()
    bench.key(Qt.Key.Key_M, widget=labels)
    bench.until(lambda: reviewed_count(bench) == 3)


def test_undo_keeps_what_is_selected(bench: Bench) -> None:
    page = bench.page
    bench.choose(page.facets.status, "Without labels")
    bench.shown(11)
    bench.select(0, 2)
    page.panel.add_name("brand new")
    bench.until(lambda: "brand new" in bench.rows())
    bench.until(bench.undo.undo.isEnabled)
    bench.undo.undo.trigger()
    bench.until(lambda: "brand new" not in bench.rows())
    assert page.grid.selection.count == 3
    assert page.grid.selection.hidden_count == 0
