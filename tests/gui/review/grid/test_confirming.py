"""Confirming a label on all its images, by keys and by clicks."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import ChangeSet, GridChoice, GridMode, WaitingImages
from db.repositories.label_grid import LabelGridRepository
from engine.answers.label_grid import LabelGrid
from engine.answers.review import ImageSuggestions, ReviewSession
from gui.dialogs.settings import SettingsDialog
from gui.review.grid import desk as grid_desk
from gui.services.settings import Preferences
from tests.gui.review.grid.conftest import GridBench

TRUCKS = ["q1.png", "q2.png", "q4.png", "q3.png"]


def test_the_label_that_promises_most_comes_first_with_what_is_above_the_line_ticked(
    grid_bench: GridBench,
) -> None:
    grid_bench.open()

    assert grid_bench.label_name() == "truck"
    assert grid_bench.waiting() == {"truck": 4, "kamaz": 1}
    assert grid_bench.shown() == TRUCKS
    assert grid_bench.ticked() == TRUCKS[:3]
    view = grid_bench.view
    assert view.line.sentence.text() == "3 above, about 2 of them right; 1 below, about 0 right"
    assert view.page_bar.take.text() == "Accept 3, reject 1"
    assert view.page_bar.where.text() == "1–4 of 4"


def test_the_page_in_hand_stays_when_suggestions_are_renewed_in_the_background(
    grid_bench: GridBench,
) -> None:
    grid_bench.open()
    bench, desk = grid_bench.bench, grid_bench.view.desk
    desk.set_page_size(2)
    assert grid_bench.shown() == TRUCKS[:2]
    run = bench.catalogue.suggestions.run()
    assert run is not None
    shares = {"q1.png": 0.2, "q2.png": 0.3, "q4.png": 0.7, "q3.png": 0.9}
    truck = bench.label("truck")
    rows = [(bench.image(path), truck, share, share) for path, share in shares.items()]
    bench.catalogue.suggestions.replace_all(run, rows)
    bench.context.hub.refresh(in_background=True)
    bench.qtbot.wait(2 * grid_desk.RECOUNT_DELAY_MS)
    grid_bench.settle()
    assert grid_bench.shown() == grid_bench.ticked() == TRUCKS[:2]

    grid_bench.press(Qt.Key.Key_Return)
    assert grid_bench.shown() == ["q3.png", "q4.png"]
    assert grid_bench.ticked() == ["q3.png", "q4.png"]
    assert grid_bench.carrying("truck") >= {"q1.png", "q2.png"}


def test_enter_takes_the_page_and_goes_on_to_the_next_label_and_undo_shows_it_again(
    grid_bench: GridBench,
) -> None:
    grid_bench.open()
    grid_bench.press(Qt.Key.Key_Right)
    grid_bench.press(Qt.Key.Key_Space)
    assert grid_bench.ticked() == ["q1.png", "q4.png"]
    grid_bench.press(Qt.Key.Key_Return)

    assert grid_bench.carrying("truck") >= {"q1.png", "q4.png"}
    assert not grid_bench.carrying("truck") & {"q2.png", "q3.png"}
    truck = grid_bench.bench.label("truck")
    labellings = grid_bench.bench.catalogue.labellings
    decided = {
        path: [one.accepted for one in labellings.decisions_of(grid_bench.bench.image(path))]
        for path in TRUCKS
    }
    assert decided == {"q1.png": [True], "q2.png": [False], "q4.png": [True], "q3.png": [False]}
    accepted = next(
        one
        for one in labellings.of_image(grid_bench.bench.image("q1.png"))
        if one.label_id == truck
    )
    assert (accepted.source, accepted.decider, accepted.confidence) == ("accepted", "Kari", 0.9)
    assert grid_bench.label_name() == "kamaz"
    assert grid_bench.waiting() == {"truck": 0, "kamaz": 1}

    undo = grid_bench.bench.catalogue.commands.undo
    grid_bench.bench.context.run_command(undo)
    grid_bench.bench.until(lambda: grid_bench.label_name() == "truck")
    grid_bench.settle()
    assert grid_bench.shown() == TRUCKS
    assert grid_bench.ticked() == ["q1.png", "q4.png"]
    assert not grid_bench.carrying("truck") & set(TRUCKS)


def test_u_undoes_the_page_in_one_step(grid_bench: GridBench) -> None:
    grid_bench.open()
    grid_bench.press(Qt.Key.Key_Return)
    grid_bench.press(Qt.Key.Key_U)
    grid_bench.bench.until(lambda: grid_bench.label_name() == "truck")
    grid_bench.settle()

    assert grid_bench.shown() == TRUCKS
    newest = grid_bench.bench.catalogue.history.next_undo()
    assert newest is None or newest.command != "decide_images"
    assert grid_bench.waiting()["truck"] == 4


def test_taking_a_page_and_undoing_it_counts_no_other_label_again(
    grid_bench: GridBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid_bench.open()
    counts: list[GridChoice] = []
    count = LabelGridRepository.waiting

    def counted(
        repository: LabelGridRepository, choice: GridChoice, line: float
    ) -> list[WaitingImages]:
        counts.append(choice)
        return count(repository, choice, line)

    monkeypatch.setattr(LabelGridRepository, "waiting", counted)
    grid_bench.press(Qt.Key.Key_Return)
    grid_bench.press(Qt.Key.Key_U)
    grid_bench.bench.until(lambda: grid_bench.label_name() == "truck")
    grid_bench.bench.qtbot.wait(2 * grid_desk.RECOUNT_DELAY_MS)
    grid_bench.settle()

    assert counts == []
    assert grid_bench.waiting() == {"truck": 4, "kamaz": 1}


def test_a_click_ticks_and_the_images_without_a_tick_can_be_left_open(
    grid_bench: GridBench,
) -> None:
    grid_bench.open("truck")
    grid_bench.press(Qt.Key.Key_X)
    assert grid_bench.view.page_bar.take.text() == "Accept 3, leave 1 open"
    grid_bench.click("q1.png")
    assert grid_bench.ticked() == ["q2.png", "q4.png"]
    grid_bench.view.page_bar.take.click()
    grid_bench.settle()

    assert grid_bench.carrying("truck") >= {"q2.png", "q4.png"}
    assert grid_bench.waiting()["truck"] == 2
    assert grid_bench.label_name() == "kamaz"
    assert grid_bench.bench.context.view.get("grid/others") == "leave"
    grid_bench.open("truck")
    assert grid_bench.shown() == ["q1.png", "q3.png"]


def test_the_settings_say_what_becomes_of_images_without_a_tick(grid_bench: GridBench) -> None:
    grid_bench.open("truck")
    bench = grid_bench.bench
    dialog = SettingsDialog(Preferences(), bench.context, bench.window)
    assert dialog.others.currentText() == "is rejected"
    dialog.others.setCurrentIndex(1)
    assert grid_bench.view.page_bar.take.text() == "Accept 3, leave 1 open"
    assert bench.context.view.get("grid/others") == "leave"
    grid_bench.press(Qt.Key.Key_X)
    assert dialog.others.currentText() == "is rejected"
    assert grid_bench.view.page_bar.take.text() == "Accept 3, reject 1"


def test_the_line_moves_by_keys_and_by_its_slider(grid_bench: GridBench) -> None:
    grid_bench.open("truck")
    for _ in range(5):
        grid_bench.press(Qt.Key.Key_Plus)
    assert grid_bench.view.line.place.text() == "Ticked from 75 %"
    assert grid_bench.ticked() == ["q1.png", "q2.png"]
    grid_bench.view.line.slider.setValue(5)
    assert grid_bench.ticked() == TRUCKS
    assert grid_bench.view.line.sentence.text().startswith(
        "4 above, about 2 of them right; 0 below"
    )
    grid_bench.press(Qt.Key.Key_Minus)
    assert grid_bench.view.line.slider.value() == 0


def test_weak_labelled_and_missing_ones_are_mixed_in_where_asked_for(
    grid_bench: GridBench,
) -> None:
    grid_bench.open("truck")
    grid_bench.press(Qt.Key.Key_5)
    assert grid_bench.shown() == ["q1.png", "q2.png", "mistaken.png", "q4.png", "q3.png"]
    grid_bench.press(Qt.Key.Key_5)
    grid_bench.press(Qt.Key.Key_6)
    assert grid_bench.shown() == ["mistaken.png", *TRUCKS]
    grid_bench.press(Qt.Key.Key_4)
    assert grid_bench.waiting() == {"truck": 5, "kamaz": 1, "tank": 1}
    grid_bench.open("tank")
    assert grid_bench.shown() == ["q1.png"]


def test_probably_wrong_labels_lose_what_has_no_tick(grid_bench: GridBench) -> None:
    grid_bench.open("tank", GridMode.WRONG)
    assert grid_bench.shown() == ["mistaken.png", "tank1.png"]
    assert grid_bench.ticked() == []
    assert grid_bench.view.page_bar.take.text() == "Keep 0, take off 2"
    grid_bench.click("tank1.png")
    grid_bench.press(Qt.Key.Key_Return)

    assert grid_bench.carrying("tank") == {"tank1.png", "tank2.png"}
    assert grid_bench.view.empty.sentence.text() == "No label looks wrong."


def test_probably_missing_labels_are_added(grid_bench: GridBench) -> None:
    grid_bench.open(mode=GridMode.MISSING)
    assert (grid_bench.label_name(), grid_bench.shown()) == ("truck", ["mistaken.png"])
    grid_bench.press(Qt.Key.Key_Return)

    assert "mistaken.png" in grid_bench.carrying("truck")


def test_another_question_stays_at_the_label_where_it_can(grid_bench: GridBench) -> None:
    grid_bench.open("truck")
    grid_bench.press(Qt.Key.Key_3)
    assert (grid_bench.label_name(), grid_bench.shown()) == ("truck", ["mistaken.png"])
    grid_bench.press(Qt.Key.Key_2)
    assert (grid_bench.label_name(), grid_bench.shown()) == ("tank", ["mistaken.png", "tank1.png"])


def test_a_page_that_cannot_be_saved_comes_back_with_its_ticks(
    grid_bench: GridBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid_bench.open("truck")
    grid_bench.click("q2.png")

    def refuse(*_arguments: object, **_options: object) -> ChangeSet:
        raise CatalogueError("some-images-gone")

    monkeypatch.setattr(grid_bench.bench.catalogue.commands, "decide_images", refuse)
    grid_bench.press(Qt.Key.Key_Return)
    grid_bench.bench.until(lambda: grid_bench.label_name() == "truck")
    grid_bench.settle()

    assert not grid_bench.view.notice.isHidden()
    assert grid_bench.shown() == TRUCKS
    assert grid_bench.ticked() == ["q1.png", "q4.png"]


def test_what_is_labelled_elsewhere_leaves_the_grid(grid_bench: GridBench) -> None:
    grid_bench.open("truck")
    commands, truck = grid_bench.bench.catalogue.commands, grid_bench.bench.label("truck")
    q2 = grid_bench.bench.image("q2.png")
    grid_bench.bench.context.run_command(lambda: commands.label_images([q2], add=[truck]))

    grid_bench.bench.until(lambda: "q2.png" not in grid_bench.shown())
    grid_bench.bench.until(lambda: grid_bench.waiting()["truck"] == 3)


def test_pages_are_as_large_as_the_window_shows(grid_bench: GridBench) -> None:
    grid_bench.open("truck")
    view = grid_bench.view
    view.grid.set_cell_size(320)
    grid_bench.bench.window.resize(880, 600)
    bar = view.grid.verticalScrollBar()
    grid_bench.bench.until(lambda: len(grid_bench.shown()) < 4 and bar.maximum() == 0)
    fitting = len(grid_bench.shown())
    first = grid_bench.shown()
    grid_bench.press(Qt.Key.Key_PageDown)
    assert grid_bench.shown() == TRUCKS[fitting : 2 * fitting]
    grid_bench.press(Qt.Key.Key_PageUp)
    assert grid_bench.shown() == first


def test_a_label_is_found_by_typing_and_enter_in_the_line_takes_no_page(
    grid_bench: GridBench,
) -> None:
    grid_bench.open("truck")
    grid_bench.press(Qt.Key.Key_F)
    QTest.keyClicks(grid_bench.view.labels.finder, "kam")
    assert [name for _, name in grid_bench.view.labels.rows] == ["kamaz"]
    grid_bench.press(Qt.Key.Key_Return)

    assert grid_bench.label_name() == "kamaz"
    assert grid_bench.view.grid.hasFocus()
    assert not grid_bench.carrying("truck") & set(TRUCKS)
    grid_bench.press(Qt.Key.Key_F)
    QTest.keyClicks(grid_bench.view.labels.finder, "xe")
    grid_bench.press(Qt.Key.Key_Escape)
    assert grid_bench.view.labels.finder.text() == ""
    assert grid_bench.view.grid.hasFocus()
    assert grid_bench.ticked() == []


def test_a_page_can_be_taken_before_all_images_of_the_label_are_read(
    grid_bench: GridBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid_desk, "MOST_ON_A_PAGE", 2)
    view, pages = grid_bench.view, grid_bench.view.desk.pages
    reads = threading.Event()
    whole = grid_desk.read_label_grid

    def slow(catalogue: Catalogue, label_id: int, choice: GridChoice, limit: int = 0) -> LabelGrid:
        if not limit:
            reads.wait(10)
        return whole(catalogue, label_id, choice, limit or None)

    monkeypatch.setattr(grid_desk, "read_label_grid", slow)
    grid_bench.bench.page.show_grid(grid_bench.bench.label("truck"), GridMode.SUGGESTED)
    grid_bench.bench.until(lambda: len(pages.image_ids) == 2)
    assert view.line.sentence.text() == ""
    grid_bench.bench.press(Qt.Key.Key_Return)
    assert len(pages.image_ids) == 0
    reads.set()
    grid_bench.settle()

    assert grid_bench.label_name() == "truck"
    assert grid_bench.shown() == ["q4.png", "q3.png"]
    assert grid_bench.carrying("truck") >= {"q1.png", "q2.png"}


def test_the_image_that_is_not_on_show_is_asked_about_once_when_it_is_shown_again(
    grid_bench: GridBench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = grid_bench.bench
    bench.show("q3.png", "q1.png", "q2.png")
    asked: list[int] = []
    suggest = ReviewSession.suggest

    def counted(session: ReviewSession, image_id: int) -> ImageSuggestions:
        asked.append(image_id)
        return suggest(session, image_id)

    monkeypatch.setattr(ReviewSession, "suggest", counted)
    grid_bench.open("truck")
    grid_bench.press(Qt.Key.Key_Return)
    grid_bench.press(Qt.Key.Key_U)
    grid_bench.press(Qt.Key.Key_Return)
    reviewed = bench.catalogue.commands.mark_reviewed
    bench.context.run_command(lambda: reviewed([bench.image("q1.png")], True))
    grid_bench.settle()
    assert asked == []

    bench.page.views.show_single()
    bench.until(lambda: bench.page.desk.is_live)
    bench.settle()

    assert asked == [bench.image("q3.png")]
    decided = bench.catalogue.labellings.decisions_of(bench.image("q3.png"))
    assert bench.page.desk.item is not None
    assert list(bench.page.desk.item.decisions) == decided != []
    assert bench.page.desk.queue.left == 2, "one was reviewed elsewhere"


def test_what_waits_for_all_labels_is_not_called_a_number_of_images(grid_bench: GridBench) -> None:
    grid_bench.open("truck")
    waiting = grid_bench.waiting()
    assert len(waiting) > 1, "an image waits for several labels"
    total = grid_bench.view.labels.total.text()
    assert total == f"{len(waiting)} labels, {sum(waiting.values())} to decide"
