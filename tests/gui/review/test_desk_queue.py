"""Going through the queue and back."""

from hypothesis import given
from hypothesis import strategies as st

from db.records import DecisionRecord
from gui.review.desk.queue import Outcome, ReviewProgress, ReviewQueue


def test_forth_back_and_to_the_end() -> None:
    queue = ReviewQueue([5, 6, 7])
    assert queue.current == 5
    assert queue.upcoming(2) == [6, 7]
    for image_id in (5, 6):
        queue.set_outcome(image_id, Outcome.REVIEWED)
        queue.move_next()
    assert queue.current == 7
    assert queue.left == 1
    assert queue.preceding(2) == [6, 5]
    assert queue.move_previous() == 6
    assert queue.move_next() == 7
    queue.set_outcome(7, Outcome.SKIPPED)
    assert queue.move_next() is None
    assert (queue.left, queue.reviewed, queue.skipped) == (1, [5, 6], [7])
    assert queue.move_previous() == 7


def test_at_the_end_it_goes_to_what_is_still_open() -> None:
    queue = ReviewQueue([1, 2, 3])
    queue.go_to(3)
    queue.set_outcome(3, Outcome.REVIEWED)
    assert queue.move_next() == 1


def test_images_reviewed_elsewhere_are_left_out_but_not_those_seen_here() -> None:
    queue = ReviewQueue([1, 2, 3, 4])
    queue.set_outcome(2, Outcome.REVIEWED)
    assert queue.upcoming(2) == [3, 4]
    queue.set_outcome(1, Outcome.REVIEWED)
    assert queue.move_next() == 3
    assert queue.move_previous() == 2
    assert queue.move_previous() == 1
    assert queue.move_next() == 2


def test_an_image_from_elsewhere_is_put_in_where_the_curator_is() -> None:
    queue = ReviewQueue([1, 2, 3])
    queue.move_next()
    queue.go_to(9)
    assert queue.current == 9
    assert queue.move_next() == 2
    assert queue.preceding(2) == [9, 1]


def test_an_empty_queue() -> None:
    queue = ReviewQueue()
    assert (queue.current, queue.left, len(queue)) == (None, 0, 0)
    assert queue.move_next() is None
    assert queue.move_previous() is None


@given(st.lists(st.integers(1, 50), unique=True), st.lists(st.sampled_from("nprs"), max_size=60))
def test_whatever_is_pressed_it_stays_in_the_queue_and_counts_right(
    ids: list[int], presses: list[str]
) -> None:
    queue = ReviewQueue(ids)
    for press in presses:
        if press == "p":
            queue.move_previous()
        elif queue.current is not None:
            if press != "n":
                outcome = Outcome.REVIEWED if press == "r" else Outcome.SKIPPED
                queue.set_outcome(queue.current, outcome)
            queue.move_next()
        assert queue.current is None or queue.current in ids
        assert queue.left == len(ids) - len(queue.reviewed)
        if queue.current is None and ids:
            assert queue.left == len(queue.skipped)


def test_the_image_on_show_and_the_way_back_stay_when_the_queue_is_read_again() -> None:
    queue = ReviewQueue([1, 2, 3])
    queue.set_outcome(1, Outcome.REVIEWED)
    queue.move_next()

    renewed = queue.renewed([9, 3, 2])

    assert (renewed.current, renewed.upcoming(9), renewed.left) == (2, [9, 3], 3)
    assert renewed.outcome(1) is Outcome.REVIEWED
    assert renewed.move_previous() == 1


def test_the_tally_follows_what_is_taken_back() -> None:
    progress = ReviewProgress()
    progress.queue = ReviewQueue([1, 2])
    decisions = [
        DecisionRecord(1, label_id, accepted, 0.5, "neighbor-search", "Kari", "2026-01-01")
        for label_id, accepted in enumerate((True, True, False))
    ]
    progress.tally.count(1, decisions)
    progress.set_reviewed(1, reviewed=True)
    assert (progress.tally.reviewed, progress.tally.accepted, progress.tally.rejected) == (1, 2, 1)
    progress.changed_elsewhere(1, reviewed=False)
    assert (progress.tally.reviewed, progress.tally.accepted) == (0, 0)
    assert progress.queue.outcome(1) is None
    progress.changed_elsewhere(1, reviewed=True)
    assert progress.tally.reviewed == 1
    progress.changed_elsewhere(2, reviewed=True)
    assert progress.tally.reviewed == 1, "nobody saw the second image here"
    assert progress.queue.left == 0
