"""A label's names from the top of its hierarchy down, in one text: ``animals|birds|crane``."""

import re
from collections.abc import Iterable

LEVEL_SEPARATOR = "|"
_LEVEL = re.compile(r"(?:[^|\\]|\\.)*", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def join_levels(levels: Iterable[str]) -> str:
    r"""The levels in one text: ``vehicle|truck``. A ``|`` or ``\`` in a name gets a ``\`` first."""
    return LEVEL_SEPARATOR.join(
        level.replace("\\", "\\\\").replace(LEVEL_SEPARATOR, "\\" + LEVEL_SEPARATOR)
        for level in levels
    )


def split_levels(text: str) -> tuple[str, ...]:
    """What ``join_levels`` was given."""
    levels: list[str] = []
    position = 0
    while True:
        match = _LEVEL.match(text, position)
        part = match.group() if match else ""
        levels.append(_ESCAPED.sub(r"\1", part))
        position += len(part) + 1
        if position > len(text):
            return tuple(levels)
