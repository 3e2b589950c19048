"""What was done to a copy is told as the window tells it."""

import pytest

from db.duplicate_records import IMPORTED
from engine.duplicates.differences import DIFFERENCE_CODES
from engine.exchange.told_differences import TOLD, told_differences
from gui.duplicates.words import differences_text


@pytest.mark.parametrize("amount", [0.15, 0.5, 0.9, 1.3, 2.0, 90.0])
def test_the_terminal_says_what_the_window_says(amount: float) -> None:
    for code in DIFFERENCE_CODES:
        documents = [{"code": code, "amount": amount}]
        assert told_differences(documents) == differences_text(documents) != ""


def test_several_are_told_in_a_row_and_unknown_ones_are_not() -> None:
    found = [
        {"code": "cropped", "amount": 0.15},
        {"code": "new"},
        {"code": "smaller", "amount": 0.5},
    ]
    assert told_differences(found) == "cropped by 15 %, half size"
    named = [{"code": IMPORTED, "from": "{fclones}"}]
    assert told_differences(named) == "named by {fclones}"
    assert set(TOLD) > set(DIFFERENCE_CODES)
