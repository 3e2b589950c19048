"""Text in table cells that a spreadsheet takes for neither a formula nor a command, and back.

Source: OWASP "CSV Injection" (and CVE-2021-41270): a cell whose first character is one of
``= + - @``, TAB or CR may run as a formula when the file is opened in a spreadsheet.
"""

import os
import re
from collections.abc import Callable

# The quotes already there count too: 'x=1 must come back as 'x=1 and "'=1" as "'=1", not as "=1".
_NEEDS_QUOTE = re.compile(r"'*[=+\-@\t\r]")
_HAS_QUOTE = re.compile(r"'+[=+\-@\t\r]")

_LIKE_BYTE = re.compile(r"\\(x(?:[89A-F][0-9A-F]|5C))", re.IGNORECASE)
_SURROGATE = re.compile("[\udc80-\udcff]")


def safe_cell(text: str) -> str:
    """``text`` with an apostrophe in front where a spreadsheet could run it."""
    return f"'{text}" if _NEEDS_QUOTE.match(text) else text


def original_cell(cell: str) -> str:
    """What ``safe_cell`` was given."""
    return cell[1:] if _HAS_QUOTE.match(cell) else cell


def spelled_file(file: str) -> str:
    r"""A file's path as it is written: every byte that is no UTF-8 as ``\xE5``.

    ``file`` has those as lone surrogates (PEP 383). Where a name looks like that itself, its
    backslash becomes ``\x5C``.
    """
    if file.isascii() and "\\" not in file:
        return file  # Most are; there may be a million.
    escaped = _LIKE_BYTE.sub(r"\\x5C\1", file)
    return _SURROGATE.sub(lambda found: f"\\x{ord(found[0]) - 0xDC00:02X}", escaped)


def file_cell(file: str, cell: Callable[[str], str] = safe_cell) -> str:
    """The cell of a table that names a file; ``file_of_cell`` reads it.

    ``cell`` is what makes a cell of a text (``str`` for raw ones).
    """
    return cell(spelled_file(file))


def file_of_cell(cell: str) -> str:
    """The file that ``file_cell`` named: bytes that are no UTF-8 are lone surrogates (PEP 383)."""
    return file_as_spelled(original_cell(cell))


def file_as_spelled(text: str) -> str:
    """What ``spelled_file`` was given."""

    def byte(found: re.Match[str]) -> str:
        value = int(found[1][1:], 16)
        return "\\" if value < 0x80 else chr(0xDC00 + value)

    plain = _LIKE_BYTE.sub(byte, text)
    # Bytes that are UTF-8 after all, written by hand.
    return os.fsdecode(os.fsencode(plain)) if plain != text else text
