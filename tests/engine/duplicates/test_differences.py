"""What was done to a copy, told of either picture."""

from engine.duplicates.differences import (
    DIFFERENCE_CODES,
    Difference,
    is_first_the_copy,
    opposite_differences,
)


def test_differences_are_told_of_the_other_picture_too() -> None:
    done = [Difference("extended", 0.19), Difference("larger", 2.0), Difference("darker", 0.1)]
    told = opposite_differences(one.document() for one in done)
    assert told == (
        {"code": "cropped", "amount": 0.19},
        {"code": "smaller", "amount": 0.5},
        {"code": "brighter", "amount": 0.1},
    )
    turned = Difference("turned", 90.0).document()
    assert opposite_differences([turned]) == ({"code": "turned", "amount": 270.0},)
    mirrored = [Difference("mirrored").document(), turned]
    assert opposite_differences(mirrored) == tuple(mirrored)


def test_telling_it_twice_tells_what_was_said_first() -> None:
    for code in DIFFERENCE_CODES:
        one = Difference(code, 0.25).document()
        assert opposite_differences(opposite_differences([one])) == (one,)


def test_the_copy_is_the_one_something_was_taken_from() -> None:
    smaller, brighter = Difference("smaller", 0.5), Difference("brighter", 0.1)
    done = [smaller.document(), brighter.document()]
    assert not is_first_the_copy(done)
    assert is_first_the_copy(opposite_differences(done))
    assert not is_first_the_copy([])
