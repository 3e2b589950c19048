"""Sizes and times as people read them."""

MINUTE_S, HOUR_S = 60, 3600


def size(size_bytes: float | None) -> str:
    """A size in kB, MB or GB (powers of 1000); "?" for one that is not known."""
    if size_bytes is None:
        return "?"
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.1f} {unit}"
    return f"{size_bytes:.0f} B"


def duration(seconds: float) -> str:
    """A time as 42 s, 3 min or 2 h 05 min."""
    if seconds < MINUTE_S:
        return f"{max(1, round(seconds))} s"
    if seconds < HOUR_S:
        return f"{round(seconds / MINUTE_S)} min"
    minutes = round(seconds / MINUTE_S)
    return f"{minutes // 60} h {minutes % 60:02} min"


def counted(count: int, what: str) -> str:
    """The number with its noun: "1 image", "2 images"."""
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def percentage(share: float, decimals: int = 0) -> str:
    """A share in [0, 1] as it is written everywhere: "38 %"."""
    return f"{100 * share:.{decimals}f} %"
