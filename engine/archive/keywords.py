"""A keyword as it is found in a file or a table, before anything maps it to a label."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from engine.archive.captions import Caption, distinct
from messages.message import Message

# Longer ones are somebody's caption in the wrong field, or an attack.
MAX_KEYWORD_CHARS = 500
MAX_LEVELS = 32


@dataclass(frozen=True, slots=True)
class Keyword:
    """``levels`` from the top down, one for a flat keyword; ``source`` names field and file."""

    levels: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class FoundText:
    """What one place (a file's own metadata, a sidecar) says about an image.

    ``notes`` say what could not be read there. ``cut`` are keywords that may have been cut short by
    the field they stand in; ``bookkeeping`` counts what
    ``engine.archive.metadata.bookkeeping`` has left out as a program's own.
    """

    keywords: tuple[Keyword, ...] = ()
    title: str = ""
    notes: tuple[Message, ...] = ()
    cut: tuple[str, ...] = ()
    bookkeeping: int = 0
    captions: tuple[Caption, ...] = ()


def keyword(levels: Iterable[str], source: str) -> Keyword | None:
    """A keyword with its levels cleaned; None when nothing is left or it is out of all bounds."""
    cleaned = tuple(level for level in map(clean, levels) if level)
    if not cleaned or len(cleaned) > MAX_LEVELS or max(map(len, cleaned)) > MAX_KEYWORD_CHARS:
        return None
    return Keyword(cleaned, source)


def clean(text: str) -> str:
    """The text in NFC without control characters, spaces around it, and runs of spaces inside."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    # Lone surrogates come from broken encodings; no database or screen takes them.
    storable = visible.encode("utf-8", "replace").decode()
    return " ".join(unicodedata.normalize("NFC", storable).split())


def merged(parts: Iterable[FoundText]) -> FoundText:
    """What several places say of one image together; the first title goes first."""
    parts = tuple(parts)
    captions, left_out = distinct(found for part in parts for found in part.captions)
    return FoundText(
        union(found for part in parts for found in part.keywords),
        next((part.title for part in parts if part.title), ""),
        (*(note for part in parts for note in part.notes), *left_out),
        tuple(name for part in parts for name in part.cut),
        captions=captions,
    )


def union(keywords: Iterable[Keyword]) -> tuple[Keyword, ...]:
    """Each (levels, source) once, in the order found."""
    return tuple(dict.fromkeys(keywords))
