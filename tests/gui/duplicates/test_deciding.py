"""Clusters are decided on with a key each, written behind, and taken back by undo."""

from PySide6.QtCore import Qt

from engine.answers.duplicates.model import rescore
from gui.duplicates.accept_dialogs import AcceptCertainDialog, HandOverDialog
from gui.shell.undo import UndoActions
from tests.gui.duplicates.conftest import Bench

CERTAIN = [["a1.png", "a2.png", "a3.png"], ["b1.png", "b2.png"]]
SUSPECTED = [["c1.png", "c2.png"], ["d1.png", "d2.png"]]


def test_certain_clusters_come_first_with_the_larger_image_marked(bench: Bench) -> None:
    assert bench.waiting() == CERTAIN + SUSPECTED
    row = bench.page.clusters.row(0)
    assert row is not None
    assert row.title == "Certain"
    captions = [thumb.caption for thumb in row.thumbs]
    assert captions[1] == "stays"
    assert all(one.endswith("but smaller") for one in (captions[0], captions[2]))


def test_one_key_sets_the_others_of_a_certain_cluster_aside_and_goes_on(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Return)
    assert bench.page.desk.position == 0
    assert bench.waiting()[0] == CERTAIN[1]
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: bench.set_aside().keys() == {"a2.png", "b1.png"})
    assert bench.set_aside()["a2.png"] == ["a1.png", "a3.png"]
    assert bench.labels("a2.png") == {"lorry", "crane"}
    assert bench.waiting() == SUSPECTED


def test_a_key_held_down_decides_once_and_goes_on_through_the_list(bench: Bench) -> None:
    bench.hold(Qt.Key.Key_Return, 4)
    bench.wait(lambda: bool(bench.set_aside()))
    assert bench.waiting() == [CERTAIN[1], *SUSPECTED]
    bench.hold(Qt.Key.Key_Down, 3)
    assert bench.page.desk.position == 2
    bench.page.open_together()
    bench.hold(Qt.Key.Key_X, 4)
    bench.wait(lambda: len(bench.catalogue.duplicates.answers()) == 1)
    bench.page.show_view(bench.page.questions)
    desk = bench.page.question_desk
    bench.wait(lambda: desk.current is not None and desk.following is not None)
    bench.hold(Qt.Key.Key_N, 4)
    bench.wait(lambda: len(bench.catalogue.duplicates.answers()) == 2)
    assert len(bench.page.question_desk._done) == 1


def test_undo_brings_the_cluster_back_with_the_cursor_on_it(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: bool(bench.set_aside()))
    bench.press(Qt.Key.Key_Down)
    bench.undo()
    bench.wait(lambda: bench.waiting() == CERTAIN + SUSPECTED)
    assert bench.page.desk.position == 0
    assert bench.set_aside() == {}
    assert bench.labels("a2.png") == set()


def test_the_image_at_the_cursor_is_kept_where_somebody_says_so(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Right)
    bench.press(Qt.Key.Key_K)
    row = bench.page.clusters.row(0)
    assert row is not None
    assert [bool(thumb.icon) for thumb in row.thumbs] == [False, False, True]
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: bench.set_aside() == {"a3.png": ["a1.png", "a2.png"]})


def test_an_image_that_is_not_the_same_is_taken_out_for_ever(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Left)
    bench.press(Qt.Key.Key_X)
    bench.wait(lambda: bench.waiting() and ["a2.png", "a3.png"] in bench.waiting())
    out = bench.ids["a1.png"]
    others = (bench.ids["a2.png"], bench.ids["a3.png"])
    bench.wait(lambda: bool(told_apart(bench)))
    assert told_apart(bench) == {tuple(sorted((out, other))) for other in others}
    bench.undo()
    bench.wait(lambda: bench.waiting() == CERTAIN + SUSPECTED)


def test_no_two_images_of_a_cluster_are_the_same(bench: Bench) -> None:
    bench.press(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    bench.wait(lambda: len(bench.catalogue.duplicates.answers()) == 3)
    bench.wait(lambda: bench.waiting() == [CERTAIN[1], *SUSPECTED])


def test_a_cluster_is_merged_with_the_next_one(bench: Bench) -> None:
    bench.press(Qt.Key.Key_M)
    bench.wait(lambda: bench.waiting()[0] == [*CERTAIN[0], *CERTAIN[1]])
    bench.undo()
    bench.wait(lambda: bench.waiting() == CERTAIN + SUSPECTED)


def test_labels_of_a_cluster_that_is_not_certain_are_handed_over_on_a_yes_alone(
    bench: Bench,
) -> None:
    for _ in CERTAIN:
        bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Return)
    dialog = bench.dialog()
    assert isinstance(dialog, HandOverDialog)
    bench.wait(lambda: "ship" in dialog.effect.text())
    dialog.without.click()
    bench.wait(lambda: bench.set_aside() == {"c1.png": ["c2.png"]})
    assert bench.labels("c1.png") == set()
    bench.window.activateWindow()
    bench.wait(bench.window.isActiveWindow)
    # Without labels on any of them there is nothing to ask.
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: "d1.png" in bench.set_aside())


def test_all_certain_clusters_are_accepted_as_foretold_and_taken_back_at_once(
    bench: Bench,
) -> None:
    bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    dialog = bench.dialog()
    assert isinstance(dialog, AcceptCertainDialog)
    bench.wait(dialog.button.isEnabled)
    assert dialog.button.text() == "Accept 2 clusters"
    assert "3 images are set aside" in dialog.effect.text()
    assert "2 labels are handed over" in dialog.effect.text()
    dialog.button.click()
    bench.wait(lambda: bench.waiting() == SUSPECTED)
    assert bench.set_aside() == {"a2.png": ["a1.png", "a3.png"], "b1.png": ["b2.png"]}
    bench.undo()
    bench.wait(lambda: bench.waiting() == CERTAIN + SUSPECTED)
    assert bench.set_aside() == {}


def test_what_is_set_aside_is_brought_back_with_a_key(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: bool(bench.set_aside()))
    aside = bench.page.aside
    bench.page.show_view(aside)
    bench.wait(lambda: aside.row(0) is not None)
    assert aside.count.text() == "2 images set aside"
    bench.press(Qt.Key.Key_B)
    bench.wait(lambda: bench.set_aside() == {"a2.png": ["a3.png"]})
    bench.wait(lambda: aside.count.text() == "1 image set aside")
    # Its label goes back with it; the other's stays.
    assert bench.labels("a2.png") == {"crane"}


def test_what_an_answer_taught_is_unlearned_when_it_is_undone_from_the_clusters(
    bench: Bench,
) -> None:
    rescore(bench.catalogue)
    desk = bench.page.question_desk

    def likely() -> list[float]:
        return [round(one.probability, 9) for one in bench.catalogue.duplicates.pairs()]

    before = likely()
    desk.set_active(True)
    bench.wait(lambda: desk.current is not None)
    desk.answer("different")
    bench.wait(lambda: len(bench.catalogue.duplicates.answers()) == 1)
    desk.set_active(False)
    bench.wait(lambda: likely() != before)
    learned = likely()

    bench.undo()

    bench.wait(lambda: not bench.catalogue.duplicates.answers() and likely() == before)

    redo = bench.window.findChild(UndoActions).redo
    bench.wait(redo.isEnabled)
    redo.trigger()

    bench.wait(lambda: likely() == learned)


def test_accepting_at_once_after_an_image_was_taken_out_leaves_that_image(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Left)
    bench.press(Qt.Key.Key_X)
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: bool(bench.set_aside()))
    assert bench.set_aside() == {"a2.png": ["a3.png"]}
    bench.wait(lambda: bench.waiting() == [CERTAIN[1], *SUSPECTED])


def test_accepting_at_once_after_a_merge_sets_all_of_both_aside(bench: Bench) -> None:
    bench.press(Qt.Key.Key_M)
    bench.press(Qt.Key.Key_Return)
    bench.wait(lambda: bool(bench.set_aside()))
    assert bench.set_aside() == {"a2.png": ["a1.png", "a3.png", "b1.png", "b2.png"]}
    bench.wait(lambda: bench.waiting() == SUSPECTED)


def test_keys_one_after_the_other_each_mean_the_cluster_as_the_last_one_left_it(
    bench: Bench,
) -> None:
    bench.press(Qt.Key.Key_M)
    bench.press(Qt.Key.Key_X)
    bench.press(Qt.Key.Key_X)
    bench.wait(lambda: ["a1.png", "a3.png", "b2.png"] in bench.waiting())
    bench.wait(lambda: len(told_apart(bench)) == 7)
    out = {bench.ids[name] for name in ("a2.png", "b1.png")}
    assert all(out & {*pair} for pair in told_apart(bench))


def test_an_answer_done_again_is_not_asked_and_undone_once_more_it_is(bench: Bench) -> None:
    desk = bench.page.question_desk
    bench.page.show_view(bench.page.questions)
    bench.wait(lambda: desk.current is not None)
    first = asked(bench)
    bench.press(Qt.Key.Key_Y)
    bench.wait(lambda: asked(bench) not in (first, None))
    second = asked(bench)
    bench.press(Qt.Key.Key_Y)
    bench.wait(lambda: len(bench.catalogue.duplicates.answers()) == 2)
    bench.undo()
    bench.wait(lambda: asked(bench) == second)
    redo = bench.window.findChild(UndoActions).redo
    bench.wait(redo.isEnabled)
    redo.trigger()
    bench.wait(lambda: asked(bench) not in (second, None))
    assert len(bench.catalogue.duplicates.answers()) == 2
    bench.undo()
    bench.wait(lambda: asked(bench) == second)


def test_what_was_said_of_a_cluster_is_not_asked_about(bench: Bench) -> None:
    desk = bench.page.question_desk
    bench.page.show_view(bench.page.questions)
    bench.wait(lambda: desk.current is not None)
    pair = asked(bench)
    assert pair is not None
    bench.page.show_view(bench.page.clusters)
    row = next(row for row, names in enumerate(bench.waiting()) if {*pair} <= {*names})
    bench.page.desk.go_to(row)
    bench.press(Qt.Key.Key_X, Qt.KeyboardModifier.ShiftModifier)
    bench.wait(lambda: bool(told_apart(bench)))
    bench.page.show_view(bench.page.questions)
    bench.wait(lambda: asked(bench) not in (pair, None))


def asked(bench: Bench) -> tuple[str, ...] | None:
    """The files that are asked about."""
    question = bench.page.question_desk.current
    return tuple(bench.names(question.pair[:2])) if question is not None else None


def told_apart(bench: Bench) -> set[tuple[int, ...]]:
    """Pairs that were said not to be the same."""
    answers = bench.catalogue.duplicates.answers()
    return {one[:2] for one in answers if one.answer == "different"}
