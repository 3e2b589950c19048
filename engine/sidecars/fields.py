"""How labels are spelled in the fields of a sidecar, and which spellings mean the same keyword.

dc:subject holds names alone, lr:hierarchicalSubject ``a|b|c`` and digiKam:TagsList ``a/b/c``. Bags
and Seq are what the programs expect: digiKam takes the levels of a Seq of hierarchicalSubject for
keywords of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from engine.archive.keywords import clean
from engine.archive.metadata.xmp import KEYWORD_LISTS, RDF

RDF_URI = RDF.removesuffix("}")

Levels = tuple[str, ...]
"""A keyword's names from the top down; one for a keyword without levels."""

Key = tuple[str, ...]
"""Levels folded: what means the same keyword has the same key."""


@dataclass(frozen=True, slots=True)
class Field:
    """A property that holds keywords. ``separator`` stands between its levels, "" in names alone;
    ``prefix`` and ``container`` are how it is written where it is new."""

    shown: str
    uri: str
    local: str
    separator: str
    prefix: str = ""
    container: str = "Bag"

    @property
    def name(self) -> str:
        """ "uri}local", as the reader of XML names it."""
        return f"{self.uri}}}{self.local}"

    def text(self, levels: Levels) -> str:
        r"""A label as the field spells it. Of ``/`` in a name digiKam makes ``\`` where it reads
        paths of Lightroom, and so do we; ``|`` in a name becomes ``/``."""
        if not self.separator:
            return levels[-1]
        names = (level.replace("|", "/") for level in levels)
        if self.separator == "/":
            names = (level.replace("/", "\\") for level in names)
        return self.separator.join(names)

    def levels(self, text: str) -> Levels:
        """The levels of a text in this field, cleaned; () for one of nothing but space."""
        parts = text.split(self.separator) if self.separator else [text]
        return tuple(level for level in map(clean, parts) if level)


SUBJECT = Field("dc:subject", "http://purl.org/dc/elements/1.1/", "subject", "", "dc")
HIERARCHICAL = Field(
    "lr:hierarchicalSubject",
    "http://ns.adobe.com/lightroom/1.0/",
    "hierarchicalSubject",
    "|",
    "lr",
)
TAGS_LIST = Field(
    "digiKam:TagsList", "http://www.digikam.org/ns/1.0/", "TagsList", "/", "digiKam", "Seq"
)
WRITTEN = (SUBJECT, HIERARCHICAL, TAGS_LIST)
"""The fields that hold every label of an image."""

MIRRORS = tuple(
    Field(shown, name.partition("}")[0], name.partition("}")[2], separator or "")
    for name, (shown, separator) in KEYWORD_LISTS.items()
    if shown not in {field.shown for field in WRITTEN}
)
"""Fields that other programs write beside them. They are never added to; a keyword that leaves the
written fields leaves them too, or the next program to read them would bring it back."""

CAPTION = Field(
    "dc:description", "http://purl.org/dc/elements/1.1/", "description", "", "dc", "Alt"
)
"""Captions, one for each language; no keywords."""

DEFAULT_LANGUAGE = "x-default"
"""The text for programs that know of no languages."""

FIELDS = {field.name: field for field in (*WRITTEN, *MIRRORS, CAPTION)}


def key_of(levels: Iterable[str]) -> Key:
    r"""What is the same for all spellings of a keyword: case, composed letters, and the ``\`` and
    ``/`` that stand for separators in names."""
    return tuple(map(_folded, levels))


@lru_cache(maxsize=100_000)
def _folded(level: str) -> str:
    return clean(level).casefold().replace("\\", "/").replace("|", "/")
