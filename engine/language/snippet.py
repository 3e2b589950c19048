"""The part of a text where the words of a search stand, and where in it they are."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from engine.language.query import Query

AROUND = 60
"""Characters of a long text that are shown before and after the words."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text on one line; ``marks`` are (from, to) of the words in it, in order."""

    text: str
    marks: tuple[tuple[int, int], ...]


def caption_terms(query: Query) -> tuple[str, tuple[str, ...]]:
    """The words that captions are searched for, and those that no caption found may have."""
    words = [term for term in query.terms if term.kind == "words"]
    wanted = " ".join(term.text for term in words if term.weight > 0)
    return wanted, tuple(term.text for term in words if term.weight < 0)


def snippet(text: str, searched: str, *, around: int = AROUND) -> Snippet:
    """What stands around the first of the searched words, or of words that begin so."""
    line = " ".join(text.split())
    # Only Latin, Greek and the like have words; of others a character is found where it stands.
    wanted = tuple(filter(None, (_folded(one) for one in _WORD.findall(searched))))
    found = [
        match.span() for match in _WORD.finditer(line) if _folded(match.group()).startswith(wanted)
    ]
    found = found or [
        (at, at + len(one))
        for one in _WORD.findall(searched)
        if (at := line.casefold().find(one.casefold())) >= 0
    ]
    return cut_out(line, sorted(found), around=around)


def cut_out(line: str, found: Sequence[tuple[int, int]], *, around: int = AROUND) -> Snippet:
    """What stands around the first of the places (from, to) found in a text on one line."""
    first = found[0][0] if found else 0
    begin = max(0, first - around) if len(line) > 2 * around else 0
    if begin:
        begin = line.find(" ", begin, first) + 1 or begin
    end = len(line) if len(line) - begin <= 2 * around else begin + 2 * around
    if end < len(line):
        end = max(line.rfind(" ", first + 1, end), min(end, begin + around))
    before, after = "…" if begin else "", "…" if end < len(line) else ""
    shift = len(before) - begin
    marks = tuple((at + shift, to + shift) for at, to in sorted(found) if begin <= at and to <= end)
    return Snippet(before + line[begin:end] + after, marks)


def _folded(word: str) -> str:
    """Without case and diacritics, as the index of captions compares words."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(one for one in parts if not unicodedata.combining(one))
