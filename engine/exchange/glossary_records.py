"""What a glossary says of one label."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """``label`` spells out the label's parents (``vehicle|truck``), ``original`` is its own name.

    ``automatic`` and ``manual`` are its English names, "" where there is none. ``keyword`` is how
    files spell it where that differs.
    """

    label: str
    original: str
    automatic: str = ""
    manual: str = ""
    keyword: str = ""
