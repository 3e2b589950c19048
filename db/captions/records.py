"""Frozen values about captions that repositories hand out and commands take."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

CaptionSource = Literal["file", "table", "curator", "translated", "read"]
LanguageOrigin = Literal["", "stated", "detected"]


@dataclass(frozen=True, slots=True)
class FoundCaption:
    """A caption as found in a file or table.

    ``source``: "file" for the image itself and what lies beside it, "table" for tables and lists,
    "translated", "read" for words read in the picture. ``field`` says where there ("IPTC 2:120",
    "dc:description (x.jpg.xmp)", "csv"). ``language`` is a code of ISO 639 or BCP 47, "" where it
    is not known; ``language_from`` whether it was stated there or detected in the words. Author
    and time (ISO 8601) are "" where they are not known.
    """

    text: str
    field: str
    source: CaptionSource = "file"
    language: str = ""
    language_from: LanguageOrigin = ""
    author: str = ""
    made_at: str = ""


class TextInLanguage(NamedTuple):
    """What a caption says, and its language as ``FoundCaption`` has it."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class CaptionRecord:
    """A caption of an image; its values are those of ``FoundCaption``.

    ``original`` is what was found, where a curator has changed it since. ``decider`` and
    ``decided_at`` (UTC) say who brought or changed it, and when.
    """

    id: int
    image_id: int
    position: int
    text: str
    original: str
    language: str
    language_from: LanguageOrigin
    source: CaptionSource
    field: str
    author: str
    made_at: str
    decider: str
    decided_at: str


@dataclass(frozen=True, slots=True)
class CaptionHit:
    """A caption that a search by words has found, the best first."""

    image_id: int
    caption_id: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class TextRule:
    """Whose captions say a label.

    ``words`` are words and phrases, found as captions are searched: whole, without case and
    diacritics, and of those that end in "*" also longer words that begin so. ``patterns`` are
    regular expressions on the caption as it is written, without case. A caption with one of the
    ``exclusions``, written as words are, says nothing. With a ``language`` (ISO 639) only captions
    in it count, "" for all.
    """

    words: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    language: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether no caption can say the label."""
        return not (self.words or self.patterns)

    @property
    def terms(self) -> tuple[str, ...]:
        """Words and patterns, in their order."""
        return (*self.words, *self.patterns)
