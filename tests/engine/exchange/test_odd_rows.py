"""What nobody meant so is told; times are as they are written here."""

from datetime import UTC, datetime

import pytest

from engine.exchange.odd_rows import checked_row
from engine.exchange.records import Answer, ExchangedImage, ExchangedLabelling


def row(level: str = "elk", decided_at: str = "") -> ExchangedImage:
    return ExchangedImage("a.jpg", (ExchangedLabelling((level,), decided_at=decided_at),))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", ""),
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z"),
        ("2026-03-01T12:00:00.123Z", "2026-03-01T12:00:00.123Z"),
        ("2026-03-01 13:00:00+01:00", "2026-03-01T12:00:00.000Z"),
        ("2026-03-01", "2026-03-01T00:00:00.000Z"),
    ],
)
def test_times_are_written_as_here(given: str, kept: str) -> None:
    assert checked_row(row(decided_at=given)).labellings[0].decided_at == kept


def test_a_clock_that_is_ahead_says_now() -> None:
    (found,) = checked_row(row(decided_at="9999-12-31T23:59:59Z")).labellings

    now = datetime.now(UTC)
    assert abs((datetime.fromisoformat(found.decided_at) - now).total_seconds()) < 60


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (row("two\nlines"), "row-label-odd"),
        (row("nul\0"), "row-label-odd"),
        (row(" "), "row-label-odd"),
        (row(decided_at="yesterday"), "row-time-odd"),
        (row(decided_at="0001-01-01T00:00:00+14:00"), "row-time-odd"),
        (ExchangedImage("a", reviewed_at="12"), "row-time-odd"),
        (ExchangedImage("a", answer=Answer(frozenset({("a\r",)}))), "row-label-odd"),
        (ExchangedImage("a", answer=Answer(frozenset(), "kari", "soon")), "row-time-odd"),
    ],
)
def test_odd_rows_are_left_out(image: ExchangedImage, code: str) -> None:
    found = checked_row(image)

    assert found.problem is not None
    assert found.problem.code == code
    assert found.labellings == ()
    assert found.answer is None
