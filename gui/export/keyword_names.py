"""Keywords in a cell of a table."""

SHOWN_KEYWORDS = 12


def names(keywords: tuple[str, ...]) -> str:
    """The first of them, and how many more."""
    more = len(keywords) - SHOWN_KEYWORDS
    return ", ".join(keywords[:SHOWN_KEYWORDS]) + (f" … (+{more})" if more > 0 else "")
