"""What a label's grid says of how many are right, and which label comes first."""

import numpy as np
import pytest

from db.records import GridChoice, GridMode, WaitingImages
from engine.answers.label_grid import GLANCE_S, KEY_S, LabelGrid, in_order


def grid(*shares: float) -> LabelGrid:
    ids = np.arange(1, len(shares) + 1, dtype=np.int64)
    values = np.array(shares)
    return LabelGrid(7, GridChoice(), "x", ids, values, values, calibrated=True)


def test_the_shares_above_and_below_the_line_add_up() -> None:
    found = grid(0.9, 0.8, 0.5, 0.3, 0.1).expected(0.5)

    assert (found.above, found.below) == (3, 2)
    assert (found.above_right, found.below_right) == pytest.approx((2.2, 0.4))
    assert grid(0.9, 0.3).expected(0.95).above == 0


def test_decided_images_leave_the_grid() -> None:
    left = grid(0.9, 0.8, 0.5).without({2})

    assert left.image_ids.tolist() == [1, 3]
    assert left.shares.tolist() == [0.9, 0.5]
    assert left.waiting(0.6) == WaitingImages(7, 1, 0.9, 1, 0.5)


def test_labels_come_by_right_ones_a_minute_then_by_uncertainty() -> None:
    many = WaitingImages(1, 100, 95.0, 0, 0.0)
    one_sure = WaitingImages(2, 1, 0.99, 0, 0.0)
    half = WaitingImages(3, 100, 60.0, 400, 20.0)
    certainly_not = WaitingImages(4, 0, 0.0, 50, 3.0)
    uncertain = WaitingImages(5, 0, 0.0, 4, 1.9)
    given = [certainly_not, one_sure, uncertain, half, many]

    ordered = [one.label_id for one in in_order(given, GridMode.SUGGESTED)]

    assert ordered == [1, 3, 2, 5, 4]
    # As the rule says: 60 right ones in 100 glances and 40 keys against one in two glances.
    assert 60 / (GLANCE_S * 101 + KEY_S * 41) > 0.99 / (GLANCE_S * 2 + KEY_S * 1.01)


def test_of_wrong_labels_those_are_easy_that_are_surely_wrong() -> None:
    kept = WaitingImages(1, 10, 9.0, 0, 0.0)
    wrong = WaitingImages(2, 0, 0.0, 10, 0.5)

    assert [one.label_id for one in in_order([kept, wrong], GridMode.WRONG)] == [2, 1]
