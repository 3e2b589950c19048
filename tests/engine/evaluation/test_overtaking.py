import pytest

from engine.evaluation.overtaking import overtaking

FLAT = ("names", [(0.0, 0.2), (100.0, 0.2)])


def test_the_crossing_lies_between_the_points_around_it() -> None:
    found = overtaking(FLAT, [("a", [(9.0, 0.1), (99.0, 0.3)])])

    assert found is not None
    assert found.by_images == "a"
    # Half way between log 10 and log 100.
    assert found.images == pytest.approx(10**1.5 - 1, rel=1e-6)


def test_the_best_by_images_counts_at_every_point() -> None:
    early = ("early", [(3.0, 0.4), (100.0, 0.1)])
    late = ("late", [(3.0, 0.0), (100.0, 0.5)])

    alone = overtaking(FLAT, [late])
    both = overtaking(FLAT, [late, early])

    assert alone is not None
    assert both is not None
    assert alone.images is not None
    assert both.images is not None
    assert both.images < 3 < alone.images
    assert both.by_images == "early"


def test_names_that_stay_ahead_are_not_overtaken() -> None:
    found = overtaking(FLAT, [("a", [(10.0, 0.1), (100.0, 0.19)])])

    assert found is not None
    assert found.images is None
    assert found.most_images == 100


def test_a_lead_that_is_lost_again_is_no_crossing() -> None:
    found = overtaking(FLAT, [("a", [(5.0, 0.3), (10.0, 0.1), (100.0, 0.4)])])

    assert found is not None
    assert found.images is not None
    assert 10 < found.images < 100


def test_without_either_there_is_nothing_to_compare() -> None:
    assert overtaking(FLAT, []) is None
    assert overtaking(("names", []), [("a", [(5.0, 0.3)])]) is None
