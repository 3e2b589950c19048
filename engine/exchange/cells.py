"""Text in table cells that a spreadsheet takes for neither a formula nor a command, and back.

Source: OWASP "CSV Injection" (and CVE-2021-41270): a cell whose first character is one of
``= + - @``, TAB or CR may run as a formula when the file is opened in a spreadsheet.
"""

import re

# The quotes already there count too: 'x=1 must come back as 'x=1 and "'=1" as "'=1", not as "=1".
_NEEDS_QUOTE = re.compile(r"'*[=+\-@\t\r]")
_HAS_QUOTE = re.compile(r"'+[=+\-@\t\r]")


def safe_cell(text: str) -> str:
    """``text`` with an apostrophe in front where a spreadsheet could run it."""
    return f"'{text}" if _NEEDS_QUOTE.match(text) else text


def original_cell(cell: str) -> str:
    """What ``safe_cell`` was given."""
    return cell[1:] if _HAS_QUOTE.match(cell) else cell
