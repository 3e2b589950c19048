"""Pages and ticks of a label's grid, as arithmetic."""

import numpy as np

from db.records import GridChoice, GridMode
from engine.answers.label_grid import LabelGrid
from gui.review.grid.pages import GridPages


def pages(*shares: float, size: int = 3, mode: GridMode = GridMode.SUGGESTED) -> GridPages:
    ids = np.arange(1, len(shares) + 1, dtype=np.int64)
    values = np.array(shares)
    shown = GridPages()
    shown.set_size(size)
    shown.show(LabelGrid(7, GridChoice(mode), "x", ids, values / 2, values, calibrated=True))
    return shown


def ticked(shown: GridPages) -> list[int]:
    return [one for one in shown.image_ids.tolist() if shown.is_ticked(one)]


def test_the_line_ticks_and_a_person_overrules_it() -> None:
    shown = pages(0.9, 0.6, 0.4, 0.2)

    assert shown.image_ids.tolist() == [1, 2, 3]
    assert ticked(shown) == [1, 2]
    shown.tick(1, False)
    shown.tick(3, True)
    assert ticked(shown) == [2, 3]
    shown.line = 0.7
    assert ticked(shown) == [3]
    shown.tick_all(True)
    assert ticked(shown) == [1, 2, 3]


def test_taking_a_page_rejects_what_has_no_tick_and_the_next_page_comes() -> None:
    shown = pages(0.9, 0.6, 0.4, 0.2)
    taken = shown.take(reject=True)

    assert taken is not None
    assert (taken.accepted, taken.rejected, taken.left) == ({1: 0.45, 2: 0.3}, {3: 0.2}, 0)
    assert shown.image_ids.tolist() == [4]
    assert shown.take(reject=True) is not None
    assert shown.is_at_end
    assert shown.take(reject=True) is None


def test_what_is_left_open_is_passed_over_and_can_be_gone_back_to() -> None:
    shown = pages(0.9, 0.4, 0.3, 0.2)
    taken = shown.take(reject=False)

    assert taken is not None
    assert (taken.accepted, taken.rejected, taken.left) == ({1: 0.45}, {}, 2)
    assert shown.image_ids.tolist() == [4]
    assert shown.go_back()
    assert shown.image_ids.tolist() == [2, 3, 4]


def test_a_label_that_is_probably_wrong_is_kept_or_taken_off() -> None:
    taken = pages(0.1, 0.9, mode=GridMode.WRONG).take(reject=False)

    assert taken is not None
    assert (set(taken.accepted), set(taken.rejected)) == ({2}, {1})


def test_the_first_image_stays_the_first_when_more_fit_on_a_page() -> None:
    shown = pages(0.9, 0.8, 0.7, 0.6, 0.5)
    assert shown.go_forward()
    assert not shown.go_forward()
    assert shown.set_size(1)
    assert not shown.set_size(1)
    assert shown.image_ids.tolist() == [4]
    shown.show(shown.grid, at=[3])
    assert shown.image_ids.tolist() == [3]
