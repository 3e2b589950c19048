"""Days as people type them: a year, a month or a day stands for its first or last day."""

import calendar
import re
from datetime import date

PATTERN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def first_day(text: str) -> str | None:
    """The ISO date a year, month or day begins with; "" for nothing, None for what is no date."""
    return _day(text, last=False)


def last_day(text: str) -> str | None:
    """The ISO date it ends with."""
    return _day(text, last=True)


def _day(text: str, *, last: bool) -> str | None:
    if not text.strip():
        return ""
    match = PATTERN.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        whole_month = month or (12 if last else 1)
        days = calendar.monthrange(year or 0, whole_month)[1]
        return date(year or 0, whole_month, day or (days if last else 1)).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        return None
