"""Labelling and reviewing images on the Library page."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from db.records import ImageFilter, Status
from tests.gui.library.conftest import CONTROL, NONE, SHIFT, Bench


def test_labels_of_many_images_are_added_seen_removed_and_undone(bench: Bench) -> None:
    page = bench.page
    bench.select(27, 32)
    bench.until(lambda: bench.rows())
    assert bench.rows() == {"ship": (3, 6), "Kamaz": (3, 6), "truck": (3, 6)} | bench.rows()
    bench.key(Qt.Key.Key_Slash)
    assert page.panel.entry.hasFocus()
    QTest.keyClicks(page.panel.entry, "ship")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(lambda: bench.rows().get("ship") == (6, 6))
    assert page.panel.state.text() == "Saved on 3 images."
    QTest.keyClicks(page.panel.entry, "never heard of")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(lambda: bench.rows().get("never heard of") == (6, 6))
    created = bench.catalogue.labels.find("never heard of")
    assert created is not None
    assert created.image_count == 6

    index = page.panel.model.index([row.name for row in page.panel.model.rows].index("ship"))
    remove = page.panel.list.button_rect(index, "remove").center()
    QTest.mouseClick(page.panel.list.viewport(), Qt.MouseButton.LeftButton, NONE, remove)
    bench.until(lambda: "ship" not in bench.rows())

    for expected in ((6, 6), (6, 6), (3, 6)):
        bench.until(bench.undo.undo.isEnabled)
        before = bench.catalogue.history.next_undo()
        bench.undo.undo.trigger()
        bench.until(lambda before=before: bench.catalogue.history.next_undo() != before)
        bench.until(lambda expected=expected: bench.rows().get("ship") == expected)
    assert "never heard of" not in bench.rows()


def test_a_partial_label_is_put_on_all_by_its_button_and_by_enter(bench: Bench) -> None:
    page = bench.page
    bench.select(27, 32)
    bench.until(lambda: bench.rows().get("Kamaz") == (3, 6))
    panel = page.panel
    index = panel.model.index([row.name for row in panel.model.rows].index("Kamaz"))
    add = panel.list.button_rect(index, "add").center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, NONE, add)
    bench.until(lambda: bench.rows().get("Kamaz") == (6, 6))
    panel.list.setFocus()
    row = [row.name for row in panel.model.rows].index("truck")
    panel.list.setCurrentIndex(panel.model.index(row))
    bench.key(Qt.Key.Key_Return, widget=panel.list)
    bench.until(lambda: bench.rows().get("truck") == (6, 6))
    row = [row.name for row in panel.model.rows].index("Kamaz")
    panel.list.setCurrentIndex(panel.model.index(row))
    bench.key(Qt.Key.Key_Delete, widget=panel.list)
    bench.until(lambda: "Kamaz" not in bench.rows())
    panel.grab()


def test_saved_is_said_only_after_the_commit(bench: Bench) -> None:
    page = bench.page
    bench.select(0, 1)
    # The write lane is kept busy, as by a long import.
    gate = threading.Event()
    bench.context.writes.submit(gate.wait)
    QTest.keyClicks(page.panel.entry, "Kamaz")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    assert page.panel.state.text() == "Saving…"
    bench.qtbot.wait(100)
    assert page.panel.state.text() == "Saving…"
    assert page.panel.is_saving
    gate.set()
    bench.until(lambda: page.panel.state.text() == "Saved on 2 images.")
    assert not page.panel.is_saving
    QTest.keyClicks(page.panel.entry, "Kamaz")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(lambda: page.panel.state.text() == "Nothing to change.")


def test_a_label_given_while_its_image_is_read_is_shown(bench: Bench) -> None:
    page, context = bench.page, bench.context
    bench.select(0, 3)
    gate = threading.Event()
    context.reads.submit(gate.wait)
    bench.click(5)
    bench.qtbot.wait(200)
    gate.set()
    # It is read by now, and nobody has been told.
    context.reads.finish()
    (image_id,) = page.grid.selection.selected_ids()
    change = bench.catalogue.commands.label_images([image_id], add_names=["brand new"])
    assert change is not None
    context.hub.changed.emit(change)
    bench.until(lambda: bench.rows().get("brand new") == (1, 1))


def test_an_unusable_name_is_refused_with_a_sentence(bench: Bench) -> None:
    page = bench.page
    bench.select(0, 1)
    QTest.keyClicks(page.panel.entry, "x" * 300)
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(lambda: page.panel.state.text().startswith("Not saved. "))
    assert len(page.panel.state.text()) > len("Not saved. ")


def test_images_stay_while_they_are_labelled_and_leave_when_asked_to(bench: Bench) -> None:
    page = bench.page
    bench.choose(page.facets.status, "Without labels")
    bench.shown(11)
    bench.select(0, 2)
    QTest.keyClicks(page.panel.entry, "ship")
    bench.key(Qt.Key.Key_Return, widget=page.panel.entry)
    bench.until(page.footer.update_link.isVisible)
    assert page.footer.update_link.text() == "The list has changed by 3 images: update"
    assert len(page.grid.selection.ids) == 11
    assert page.grid.selection.count == 3
    page.footer.update_link.click()
    bench.shown(8)
    assert not page.footer.update_link.isVisible()
    assert page.footer.selected.text() == "0 selected, 3 hidden by the filter"
    bench.until(lambda: "hidden by the filter" in page.panel.hidden_note.text())


def test_hidden_images_are_not_changed(bench: Bench) -> None:
    page = bench.page
    bench.select(0, 2)
    bench.choose(page.facets.folders, "cars")
    bench.shown(30)
    bench.until(lambda: not page.panel.shown.image_ids)
    assert not page.panel.entry.isVisible()
    bench.key(Qt.Key.Key_M)
    bench.click(0, CONTROL)
    bench.until(lambda: page.panel.shown.single)
    bench.key(Qt.Key.Key_M)
    bench.until(lambda: bench.catalogue.images.count(ImageFilter(status=Status.REVIEWED)) == 1)
    bench.key(Qt.Key.Key_Backspace, CONTROL)
    bench.shown(72)
    assert page.grid.selection.count == 4


def test_reviewed_by_key_and_by_button(bench: Bench) -> None:
    page = bench.page
    bench.click(4)
    bench.until(lambda: page.panel.shown.single)
    assert page.panel.reviewed_button.text() == "Mark reviewed"
    page.panel.reviewed_button.click()
    bench.until(lambda: page.panel.reviewed_button.text() == "Mark not reviewed")
    bench.until(lambda: bench.facet(page.facets.status)["Reviewed"] == 1)
    bench.key(Qt.Key.Key_M, SHIFT)
    bench.until(lambda: page.panel.reviewed_button.text() == "Mark reviewed")


def test_one_image_shows_all_that_is_known_of_it(bench: Bench) -> None:
    page = bench.page
    bench.select(30, 30)
    bench.until(lambda: page.panel.heading.text() == "kamaz 01.jpg")
    texts = [label.text() for label in page.panel.details.findChildren(QLabel)]
    assert "cars" in texts
    assert "200 × 100 px, 1,000 bytes" in texts
    assert "Kamaz; vehicle › truck" in texts
    assert "from csv" in texts
    assert {row.note for row in page.panel.model.rows} == {"imported"}
    bench.key(Qt.Key.Key_M)
    bench.until(
        lambda: any(
            "kari: mark 1 image" in label.text()
            for label in page.panel.details.findChildren(QLabel)
        )
    )
    bench.key(Qt.Key.Key_End)
    bench.until(lambda: page.panel.heading.text() == "zz broken.jpg")
    texts = [label.text() for label in page.panel.details.findChildren(QLabel)]
    assert "The file is cut short." in texts


def test_buttons_with_long_words_go_below_one_another(bench: Bench) -> None:
    page = bench.page
    bench.select(1, 4)
    bench.until(page.panel.reviewed_button.isVisible)

    page.panel.review_button.setText("Gå gjennom alle disse bildene")
    page.panel.reviewed_button.setText("Merk alle som gjennomgått")

    for button in (page.panel.review_button, page.panel.reviewed_button):
        bench.until(lambda button=button: button.width() >= button.sizeHint().width())
        bench.until(lambda button=button: button.visibleRegion().boundingRect() == button.rect())
