"""The time as it is written everywhere: ISO 8601, UTC, milliseconds, ending in Z."""

from datetime import UTC, datetime


def now_utc() -> str:
    """The present time, such as "2026-03-01T12:00:00.123Z"; such texts sort by time."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
