"""What programs write among the keywords for themselves, and what is only a piece of a keyword.

darktable marks pictures as changed, exported, of a format and with a style ("darktable|style|..."),
digiKam keeps labels and states below "_Digikam_Internal_Tags_". The flat lists beside hold the
same words without their parent ("changed", "orf"). None of it says what a picture shows. Lightroom
and ACDSee keep theirs in fields of their own; plug-ins put theirs below the program's name.
"""

from collections.abc import Iterable
from dataclasses import replace

from engine.archive.keywords import FoundText, Keyword, merged

PROGRAMS = frozenset({"darktable", "digikam", "lightroom", "acdsee"})
DIGIKAM_INTERNAL = "_digikam_"
FLAT_LISTS = ("dc:subject", "acdsee:keywords", "iptc", "XPKeywords")
"""Sources that hold names without their parents."""


def tidied(parts: Iterable[FoundText]) -> FoundText:
    """What all places say of one image, the first title first.

    Left out are keywords that are a program's bookkeeping, which are counted, and those that IPTC
    cut at 64 bytes where the whole one stands elsewhere.
    """
    found = merged(parts)
    genuine = _genuine(found.keywords)
    return replace(
        found,
        keywords=_whole(genuine, set(found.cut)),
        bookkeeping=len(found.keywords) - len(genuine),
    )


def is_bookkeeping(levels: tuple[str, ...]) -> bool:
    """Whether a keyword stands below the name of a program."""
    top = levels[0].casefold()
    return top.startswith(DIGIKAM_INTERNAL) or (len(levels) > 1 and top in PROGRAMS)


def _genuine(keywords: tuple[Keyword, ...]) -> tuple[Keyword, ...]:
    """Keywords without bookkeeping and without its words in flat lists."""
    internal = [found for found in keywords if is_bookkeeping(_split(found))]
    if not internal:
        return keywords
    words = {level.casefold() for found in internal for level in _split(found)}
    kept = [found for found in keywords if found not in set(internal)]
    # A word that also stands below a parent of its own, or alone in a list of paths, is genuine.
    words -= {level.casefold() for found in kept if _is_in_paths(found) for level in found.levels}
    return tuple(
        found for found in kept if len(found.levels) > 1 or found.levels[0].casefold() not in words
    )


def _split(found: Keyword) -> tuple[str, ...]:
    """The levels, also of a path that stands whole in a flat list."""
    if len(found.levels) > 1:
        return found.levels
    return tuple(level for level in found.levels[0].split("|") if level.strip()) or found.levels


def _is_in_paths(found: Keyword) -> bool:
    """Whether the list that a keyword stands in holds paths."""
    return len(found.levels) > 1 or not found.source.startswith(FLAT_LISTS)


def _whole(keywords: tuple[Keyword, ...], cut: set[str]) -> tuple[Keyword, ...]:
    """Keywords without those that are the beginning of another one, cut where IPTC has no room."""
    if not cut:
        return keywords
    texts = {text for found in keywords for text in _spellings(found)}
    stumps = {
        name
        for name in cut
        if any(len(text) > len(name) and text.startswith(name) for text in texts)
    }
    return tuple(
        found
        for found in keywords
        if not (found.source.startswith("iptc") and found.levels[0] in stumps)
    )


def _spellings(found: Keyword) -> tuple[str, ...]:
    return (*found.levels, "|".join(found.levels), "/".join(found.levels))
