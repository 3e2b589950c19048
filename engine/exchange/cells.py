"""Text in table cells that a spreadsheet takes for neither a formula nor a command, and back.

Source: OWASP "CSV Injection" (and CVE-2021-41270): a cell whose first character is one of
``= + - @``, TAB or CR may run as a formula when the file is opened in a spreadsheet.
"""

import re

# The quotes already there count too: 'x=1 must come back as 'x=1 and "'=1" as "'=1", not as "=1".
_NEEDS_QUOTE = re.compile(r"'*[=+\-@\t\r]")
_HAS_QUOTE = re.compile(r"'+[=+\-@\t\r]")

LEVEL_SEPARATOR = "|"
_LEVEL = re.compile(r"(?:[^|\\]|\\.)*", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def safe_cell(text: str) -> str:
    """``text`` with an apostrophe in front where a spreadsheet could run it."""
    return f"'{text}" if _NEEDS_QUOTE.match(text) else text


def original_cell(cell: str) -> str:
    """What ``safe_cell`` was given."""
    return cell[1:] if _HAS_QUOTE.match(cell) else cell


def join_levels(levels: tuple[str, ...]) -> str:
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
