"""What a sidecar says, as it is compared with what is known of it."""

from collections.abc import Iterable

from engine.archive.metadata.bookkeeping import FLAT_LISTS, tidied
from engine.archive.metadata.xmp import read_xmp
from engine.sidecars.fields import WRITTEN, Levels

FoundKeyword = tuple[str, Levels]
"""The field that a keyword stands in, as it is shown ("dc:subject"), and its levels."""

Found = frozenset[FoundKeyword]


def keywords_in(file: bytes) -> Found:
    """The keywords of a sidecar in all fields, but for programs' bookkeeping.

    Raises InputError for what is no XMP.
    """
    return frozenset((one.source, one.levels) for one in tidied((read_xmp(file),)).keywords)


def is_path(field: str) -> bool:
    """Whether a field holds keywords with all their levels."""
    return not field.startswith(FLAT_LISTS)


def written_as(labels: Iterable[Levels]) -> Found:
    """What our fields hold for labels."""
    return frozenset(
        (field.shown, field.levels(field.text(label))) for label in labels for field in WRITTEN
    )
