"""Days as people type them."""

import pytest

from gui.library.filters.days import first_day, last_day


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("", "", ""),
        ("2019", "2019-01-01", "2019-12-31"),
        (" 2020-2 ", "2020-02-01", "2020-02-29"),
        ("2019-05-17", "2019-05-17", "2019-05-17"),
        ("2019-13", None, None),
        ("2019-02-30", None, None),
        ("0000", None, None),
        ("May", None, None),
    ],
)
def test_a_year_a_month_or_a_day(text: str, first: str | None, last: str | None) -> None:
    assert (first_day(text), last_day(text)) == (first, last)
