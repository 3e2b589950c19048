"""Batches of what a scan read, taken in so that no image costs another its place."""

import logging
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from db.captions.records import CaptionSource, FoundCaption, LanguageOrigin
from db.records import FoundKeyword, ImageRecord, ImportCounts, ScannedImage
from engine.archive.captions import Caption
from engine.archive.keywords import Keyword, keyword
from engine.archive.table_matching import TableEntry
from engine.language.spoken import detected_language

if TYPE_CHECKING:
    from db.catalogue import Catalogue

TABLE_SOURCE = "csv"
EXPORT_SOURCE = "export"
"""Of a file this program exported: it names every label by its whole path."""

IMAGES_A_TURN = 1_000
"""Changed in one transaction, so that others who write wait but briefly."""

Item = TypeVar("Item")
Move = tuple[int, bytes, int]
"""Image id, the path of its file now, and when that was changed, in ns."""


def in_turns(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """The items in parts, each of which is changed in one transaction."""
    for start in range(0, len(items), IMAGES_A_TURN):
        yield items[start : start + IMAGES_A_TURN]


def moves_in_turns(moves: Sequence[Move], holders: Mapping[bytes, int]) -> Iterator[Sequence[Move]]:
    """The moves in parts, each of which may stand alone; ``holders``: image ids by present path.

    Whatever becomes of the next part, no two images have one path, and a later scan finds those
    that are left. Images that take the place of others come last, together: places may change.
    """
    yield from in_turns([move for move in moves if holders.get(move[1], move[0]) == move[0]])
    taken = [move for move in moves if holders.get(move[1], move[0]) != move[0]]
    if taken:
        yield taken


def import_batch(
    catalogue: "Catalogue", batch: Sequence[ScannedImage], import_id: int = 0
) -> tuple[list[ImportCounts], list[ScannedImage]]:
    """Import the images of a batch; what that brought, and the images that could not be taken in.

    A batch is one transaction. Where something in it cannot be stored, its halves are tried, down
    to the image it comes from. ``import_id`` is that of an earlier batch of the same import.
    Raises CatalogueError where nothing can be stored at all.
    """
    if not batch:
        return [], []
    try:
        return [catalogue.commands.import_images(batch, import_id=import_id)], []
    except (ArithmeticError, ValueError, TypeError, SQLAlchemyError):
        if len(batch) == 1:
            logging.getLogger(__name__).exception("an image could not be stored")
            return [], list(batch)
    middle = len(batch) // 2
    counts, refused = import_batch(catalogue, batch[:middle], import_id)
    import_id = import_of(counts, import_id)
    more_counts, more_refused = import_batch(catalogue, batch[middle:], import_id)
    return counts + more_counts, refused + more_refused


def import_of(counts: Sequence[ImportCounts], before: int) -> int:
    """The import that the next batch goes on with."""
    return next((one.import_id for one in reversed(counts) if one.import_id), before)


def table_keywords(entry: TableEntry) -> tuple[Keyword, ...]:
    """The keywords that a table says of an image."""
    source = EXPORT_SOURCE if entry.whole_paths else TABLE_SOURCE
    found = (keyword(levels, source) for levels in entry.keywords)
    return tuple(item for item in found if item is not None)


def table_captions(entry: TableEntry) -> tuple[FoundCaption, ...]:
    """The captions that a table says of an image."""
    return found_captions(entry.captions, "table")


def found_keywords(keywords: Iterable[Keyword]) -> tuple[FoundKeyword, ...]:
    """Keywords as the catalogue takes them."""
    return tuple(FoundKeyword(item.levels, item.source) for item in keywords)


def found_captions(
    captions: Iterable[Caption], source: CaptionSource = "file"
) -> tuple[FoundCaption, ...]:
    """Captions as the catalogue takes them, their language detected where it is not stated."""
    found = []
    for one in captions:
        language = one.language or detected_language(one.text)
        origin: LanguageOrigin = "stated" if one.language else "detected" if language else ""
        found.append(
            FoundCaption(one.text, one.field, source, language, origin, one.author, one.made_at)
        )
    return tuple(found)


def with_keywords(
    image: ImageRecord,
    keywords: Iterable[Keyword],
    title: str,
    captions: tuple[FoundCaption, ...] = (),
) -> ScannedImage:
    """A known image as it is, with new keywords and captions and a title."""
    return ScannedImage(
        path_bytes=image.path_bytes,
        content_hash=image.content_hash,
        size_bytes=image.size_bytes,
        modified_ns=image.modified_ns,
        width_px=image.width_px,
        height_px=image.height_px,
        format=image.format,
        frame_count=image.frame_count,
        title=title,
        captured_at=image.captured_at,
        problem=image.problem,
        keywords=found_keywords(keywords),
        captions=captions,
    )


def free_path(path: bytes, taken: set[bytes]) -> bytes:
    """A path that no image has, for one whose file was overwritten by another's."""
    number = 1
    while (candidate := path + b" (overwritten %d)" % number) in taken:
        number += 1
    return candidate


def readable_path(path: str) -> str:
    """A path for people: bytes that are no text show as the replacement character."""
    return os.fsencode(path).decode("utf-8", "replace")
