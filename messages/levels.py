"""A label's names from the top of its hierarchy down, in one text: ``animals|birds|crane``."""

import re
from collections.abc import Iterable

LEVEL_SEPARATOR = "|"
_LEVEL = re.compile(r"(?:[^|\\]|\\.)*", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def join_levels(levels: Iterable[str]) -> str:
    r"""The levels in one text: ``vehicle|truck``. A ``|`` or ``\`` in a name gets a ``\`` first."""
    levels = tuple(levels)
    joined = LEVEL_SEPARATOR.join(levels)
    if "\\" not in joined and joined.count(LEVEL_SEPARATOR) == len(levels) - 1:
        return joined
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


def typed_levels(text: str) -> tuple[str, ...]:
    r"""The levels of a label as a person types it: ``machines|crane`` are two, and ``a\|b`` is one
    name. A text without ``|`` is a name as it is, and levels without a name are left out."""
    if LEVEL_SEPARATOR not in text:
        return (text,)
    levels = (" ".join(level.split()) for level in split_levels(text))
    return tuple(level for level in levels if level) or (text,)
