"""Accepting, rejecting and typing labels on the Review page, and taking it back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.errors import CatalogueError
from gui.review.desk.state import RowState
from gui.review.panel import HEADING_PX, LABEL_HEIGHT_PX
from tests.gui.review.conftest import Bench, close


def test_enter_accepts_what_is_shown_marks_it_reviewed_and_moves_on(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    shown = {row.label_name for row in bench.page.desk.rows}
    assert {"truck", "kamaz"} <= shown
    bench.press(Qt.Key.Key_Return)
    assert bench.page.desk.image_id == bench.image("q2.png")
    bench.settle()
    assert bench.saved_labels("q1.png") == dict.fromkeys(shown, "accepted")
    assert bench.is_reviewed("q1.png")
    assert not bench.is_reviewed("q2.png")
    assert bench.page.bar.left.text() == "1 left"


def test_a_rejected_suggestion_is_not_accepted_by_enter(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    bench.focus("kamaz")
    bench.press(Qt.Key.Key_X)
    assert bench.state("kamaz") is RowState.REJECTED
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert "kamaz" not in bench.saved_labels("q1.png")
    assert "truck" in bench.saved_labels("q1.png")
    assert (bench.image("q1.png"), bench.label("kamaz")) in (
        bench.catalogue.labellings.rejected_pairs()
    )


def test_accepting_shows_before_it_is_saved_and_again_takes_it_back(bench: Bench) -> None:
    bench.show("q1.png")
    bench.accept("truck")
    assert bench.state("truck") is RowState.ACCEPTED
    assert "truck" in bench.shown_labels()
    bench.settle()
    assert bench.saved_labels("q1.png") == {"truck": "accepted"}
    assert bench.state("truck") is RowState.ACCEPTED
    bench.accept("truck")
    assert bench.state("truck") is RowState.OPEN
    bench.settle()
    assert bench.saved_labels("q1.png") == {}
    assert bench.state("truck") is RowState.OPEN
    assert bench.shown_labels() == []


def test_fast_toggling_ends_where_the_last_key_left_it(bench: Bench) -> None:
    bench.show("q1.png")
    for _ in range(5):
        bench.accept("truck")
    assert bench.state("truck") is RowState.ACCEPTED
    bench.settle()
    assert bench.state("truck") is RowState.ACCEPTED
    assert bench.saved_labels("q1.png") == {"truck": "accepted"}


def test_reject_all_and_take_one_back(bench: Bench) -> None:
    bench.show("q1.png")
    bench.press(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    bench.settle()
    assert {row.state for row in bench.page.desk.rows} == {RowState.REJECTED}
    bench.accept("truck")
    bench.settle()
    assert bench.saved_labels("q1.png") == {"truck": "accepted"}
    assert bench.state("kamaz") is RowState.REJECTED


def test_undo_comes_back_to_the_image_and_redo_does_it_again(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: bench.page.desk.image_id == bench.image("q1.png"))
    bench.settle()
    assert bench.saved_labels("q1.png") == {}
    assert not bench.is_reviewed("q1.png")
    assert bench.state("truck") is RowState.OPEN
    assert bench.page.bar.left.text() == "2 left"
    bench.press(Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    bench.settle()
    assert bench.is_reviewed("q1.png")
    assert bench.state("truck") is RowState.ACCEPTED


def test_going_back_shows_the_answers_and_lets_them_be_changed(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    bench.press(Qt.Key.Key_Backspace)
    bench.settle()
    assert bench.page.desk.image_id == bench.image("q1.png")
    assert bench.state("truck") is RowState.ACCEPTED
    bench.accept("truck")
    bench.settle()
    assert "truck" not in bench.saved_labels("q1.png")
    bench.press(Qt.Key.Key_Space)
    assert bench.page.desk.image_id == bench.image("q2.png")


def test_space_passes_over_without_a_decision(bench: Bench) -> None:
    bench.show("q1.png", "q2.png")
    bench.press(Qt.Key.Key_Space)
    bench.settle()
    assert bench.page.desk.image_id == bench.image("q2.png")
    assert not bench.is_reviewed("q1.png")
    assert bench.saved_labels("q1.png") == {}


def test_typing_an_existing_and_a_new_label(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.vocabulary.is_loaded)
    bench.press(Qt.Key.Key_Slash)
    assert bench.window.focusWidget() is bench.page.panel.entry
    QTest.keyClicks(bench.page.panel.entry, "tan")
    bench.press(Qt.Key.Key_Return)
    assert "tank" in bench.shown_labels()
    QTest.keyClicks(bench.page.panel.entry, "six axle 1a")
    bench.press(Qt.Key.Key_Return)
    assert "six axle 1a" in bench.shown_labels()
    bench.settle()
    assert bench.saved_labels("q1.png") == {"tank": "curator", "six axle 1a": "curator"}
    assert sorted(bench.shown_labels()) == ["six axle 1a", "tank"]
    bench.press(Qt.Key.Key_Escape)
    assert bench.window.focusWidget() is bench.page
    assert bench.page.desk.image_id == bench.image("q1.png"), "Enter in the field moved on"


def test_undo_in_the_field_takes_back_the_label_that_was_typed(bench: Bench) -> None:
    bench.show("q1.png")
    bench.until(lambda: bench.page.vocabulary.is_loaded)
    bench.press(Qt.Key.Key_Slash)
    QTest.keyClicks(bench.page.panel.entry, "tan")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.saved_labels("q1.png") == {"tank": "curator"}
    bench.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    bench.until(lambda: not bench.saved_labels("q1.png"))
    assert bench.page.panel.entry.text() == ""


def test_an_imported_label_is_removed_with_delete_and_comes_back_by_undo(bench: Bench) -> None:
    bench.show("truck1.png")
    labels = bench.page.panel.labels
    labels.setFocus()
    labels.setCurrentIndex(labels.model().index(bench.shown_labels().index("kamaz"), 0))
    bench.press(Qt.Key.Key_Delete)
    assert "kamaz" not in bench.shown_labels()
    bench.settle()
    assert bench.saved_labels("truck1.png") == {"truck": "imported"}
    assert bench.state("kamaz") is RowState.REJECTED, "a removed label was suggested again"
    bench.press(Qt.Key.Key_U)
    bench.until(lambda: "kamaz" in bench.saved_labels("truck1.png"))
    bench.settle()
    assert "kamaz" in bench.shown_labels()


def test_the_mouse_accepts_and_rejects(bench: Bench) -> None:
    bench.show("q1.png")
    view = bench.page.panel.suggestions
    delegate = view.itemDelegate()
    place = [row.label_name for row in view.rows].index("kamaz")
    index = view.model().index(place, 0)
    for button, state in (("reject", RowState.REJECTED), ("accept", RowState.ACCEPTED)):
        spot = delegate.button_rect(view.visualRect(index), index, button).center()
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot
        )
        assert bench.state("kamaz") is state
        bench.settle()
    assert bench.saved_labels("q1.png") == {"kamaz": "accepted"}


def test_decisions_are_there_after_the_program_ended(
    bench: Bench, open_bench: Callable[[Path], Bench], catalogue_path: Path
) -> None:
    bench.show("q1.png", "q2.png")
    bench.accept("truck")
    bench.press(Qt.Key.Key_Space)
    bench.press(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    close(bench)
    again = open_bench(catalogue_path)
    again.show("q1.png")
    assert again.state("truck") is RowState.ACCEPTED
    assert again.saved_labels("q1.png") == {"truck": "accepted"}


def test_the_labels_of_an_image_are_all_in_sight_where_there_is_room(bench: Bench) -> None:
    bench.show("q1.png")
    panel = bench.page.panel
    labels = panel.labels
    image_id = bench.image("q1.png")
    names = [f"subject {number}" for number in range(7)]
    bench.context.run_command(
        lambda: bench.catalogue.commands.label_images([image_id], add_names=names)
    )
    bench.until(lambda: set(names) <= set(bench.shown_labels()))
    bench.qtbot.wait(20)
    assert not labels.verticalScrollBar().isVisible()
    before = panel.splitter.sizes()
    bench.accept("truck")
    bench.settle()
    bench.show("q2.png")
    bench.show("q1.png")
    assert panel.splitter.sizes()[0] > before[0]
    assert not labels.verticalScrollBar().isVisible()


def test_the_labels_give_way_to_the_suggestions_in_a_low_window(bench: Bench) -> None:
    bench.show("q1.png")
    panel = bench.page.panel
    row = panel.suggestions.rows[0]
    many = [replace(row, label_id=row.label_id + place) for place in range(8)]
    panel.show_rows(bench.image("q1.png"), [], many, row.label_id)
    bench.window.resize(880, 600)
    bench.qtbot.wait(50)
    least_px = panel.splitter.widget(0).minimumHeight()
    assert panel.splitter.sizes()[0] <= max(least_px, HEADING_PX + LABEL_HEIGHT_PX)

    bench.window.resize(1280, 1200)
    bench.qtbot.wait(50)
    assert not panel.suggestions.verticalScrollBar().isVisible()


def test_a_failed_save_says_so_and_puts_everything_back(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.show("q1.png", "q2.png")
    decide = bench.catalogue.commands.decide

    def fail(*_args: object, **_options: object) -> None:
        raise CatalogueError("plain-text", text="The disk is full; free some space and try again.")

    monkeypatch.setattr(bench.catalogue.commands, "decide", fail)
    bench.accept("truck")
    assert bench.state("truck") is RowState.ACCEPTED
    bench.until(lambda: bench.page.notice.isVisible())
    assert "disk is full" in bench.page.notice.sentence.text()
    assert bench.state("truck") is RowState.OPEN
    bench.settle()
    bench.press(Qt.Key.Key_Return)
    bench.until(lambda: bench.page.notice.isVisible())
    bench.settle()
    assert bench.page.desk.image_id == bench.image("q1.png")
    assert bench.page.bar.left.text() == "2 left"
    monkeypatch.setattr(bench.catalogue.commands, "decide", decide)
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.is_reviewed("q1.png")
