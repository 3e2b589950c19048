"""Which images the grid of a label asks about."""

import pytest

from db.catalogue import Catalogue
from db.records import (
    AcceptedLabel,
    GridChoice,
    GridMode,
    LabelError,
    QueueRun,
    SuggestionRun,
    WaitingImages,
)

RUN = SuggestionRun("neighbor-search", "fingerprint", {}, 0.2)
CAR, SHIP = 4, 5
ALL = GridChoice(labelled=True)


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    """Car: suggested for 1, 2, 4 (they came with labels) and 6, weak for 6's ship."""
    rows = [
        (1, CAR, 0.3, 0.35),
        (2, CAR, 0.9, 0.95),
        (4, CAR, 0.5, 0.6),
        (6, CAR, 0.4, 0.5),
        (6, SHIP, 0.1, 0.06, True),
        (5, CAR, 0.9, 0.9),
    ]
    catalogue.suggestions.replace_all(RUN, rows)
    catalogue.queues.replace_all(
        QueueRun("x", "y"),
        errors=[
            LabelError(1, CAR, "missing", 0.9, 0.8),
            LabelError(3, SHIP, "missing", 0.9, 0.7),
            LabelError(3, CAR, "wrong", 0.9, 0.05),
        ],
        teaching=[],
    )
    return catalogue


def ids(catalogue: Catalogue, label_id: int, choice: GridChoice) -> list[int]:
    return [row.image_id for row in catalogue.label_grid.rows(label_id, choice)]


def test_the_surest_come_first_and_images_with_labels_only_where_asked_for(
    filled: Catalogue,
) -> None:
    assert ids(filled, CAR, GridChoice()) == [6]
    assert ids(filled, CAR, ALL) == [2, 4, 6, 1]
    assert ids(filled, SHIP, ALL) == []
    (first, *_) = filled.label_grid.rows(CAR, ALL)
    assert (first.confidence, first.share, first.calibrated) == (0.9, 0.95, True)


def test_weak_and_probably_missing_ones_can_be_mixed_in(filled: Catalogue) -> None:
    assert ids(filled, SHIP, GridChoice(weak=True)) == [6]
    assert ids(filled, SHIP, GridChoice(weak=True, missing=True)) == [3, 6]
    mixed = filled.label_grid.rows(CAR, GridChoice(labelled=True, missing=True))
    assert [(row.image_id, row.share) for row in mixed] == [(2, 0.95), (1, 0.8), (4, 0.6), (6, 0.5)]


def test_doubts_have_grids_of_their_own(filled: Catalogue) -> None:
    assert ids(filled, CAR, GridChoice(GridMode.WRONG)) == [3]
    assert ids(filled, CAR, GridChoice(GridMode.MISSING)) == [1]
    assert ids(filled, SHIP, GridChoice(GridMode.MISSING)) == [3]


def test_what_is_decided_labelled_or_reviewed_is_not_open(filled: Catalogue) -> None:
    filled.commands.decide(2, rejected=[AcceptedLabel(CAR, 0.9)], suggester="x")
    filled.commands.label_images([4], add=[CAR])
    filled.commands.mark_reviewed([1], True)
    filled.commands.decide(3, accepted=[AcceptedLabel(CAR, 0.1)], suggester="x")

    assert ids(filled, CAR, ALL) == [6]
    assert ids(filled, CAR, GridChoice(GridMode.WRONG)) == []
    assert ids(filled, CAR, GridChoice(GridMode.MISSING)) == [1]
    filled.commands.undo()
    assert ids(filled, CAR, GridChoice(GridMode.WRONG)) == [3]


def test_an_image_labelled_here_still_waits_for_its_other_labels(filled: Catalogue) -> None:
    filled.commands.label_images([6], add=[SHIP])

    assert ids(filled, CAR, GridChoice()) == [6]


def test_every_label_says_how_many_wait_on_each_side_of_the_line(filled: Catalogue) -> None:
    (car,) = filled.label_grid.waiting(ALL, 0.6)

    assert (car.label_id, car.likely, car.unlikely, car.total) == (CAR, 2, 2, 4)
    assert (car.likely_shares, car.unlikely_shares) == pytest.approx((1.55, 0.85))
    assert filled.label_grid.waiting(GridChoice(weak=True), 0.5) == [
        WaitingImages(CAR, 1, 0.5, 0, 0.0),
        WaitingImages(SHIP, 0, 0.0, 1, 0.06),
    ]
    filled.commands.delete_label(CAR)
    assert filled.label_grid.waiting(ALL, 0.5) == []


def test_without_calibration_the_confidence_stands_in(filled: Catalogue) -> None:
    filled.suggestions.replace_all(RUN, [(6, CAR, 0.4)])

    (row,) = filled.label_grid.rows(CAR, GridChoice())
    assert (row.share, row.calibrated) == (0.4, False)


def test_the_first_ones_can_be_asked_for_alone(filled: Catalogue) -> None:
    for choice in (ALL, GridChoice(labelled=True, missing=True)):
        whole = filled.label_grid.rows(CAR, choice)
        assert filled.label_grid.rows(CAR, choice, 2) == whole[:2]
