"""Metadata in a TIFF structure: a TIFF or BigTIFF file, a RAW file built like one, an EXIF block.

Source: TIFF 6.0; the BigTIFF layout of libtiff; Exif 3.0, section 4.6. The first directory, its
EXIF and its GPS directory are read; further pages and previews have metadata of their own.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, NamedTuple

from engine.archive.metadata.blocks import (
    MAX_BLOCK_BYTES,
    MOST_PARTS,
    ExifValue,
    MetadataBlocks,
    read_at,
)
from engine.archive.metadata.photoshop import read_resources
from engine.archive.metadata.windows_text import WINDOWS_INSTEAD

XMP_TAG = 700
IPTC_TAG = 33723
PHOTOSHOP_TAG = 34377
EXIF_IFD_TAG = 34665
GPS_IFD_TAG = 0x8825
TYPE_SIZES = {
    **dict.fromkeys((1, 2, 6, 7), 1),
    **dict.fromkeys((3, 8), 2),
    **dict.fromkeys((4, 9, 11, 13), 4),
    **dict.fromkeys((5, 10, 12, 16, 17, 18), 8),
}
NUMBER_FORMATS = {1: "B", 3: "H", 4: "I", 5: "II", 9: "i", 10: "ii", 11: "f", 12: "d"}
"""The letters of ``struct`` for the kinds of numbers; two are a fraction."""
MOST_NUMBERS = 8
"""Of one tag: a latitude has three."""
XP_TITLE_TAG, XP_KEYWORDS_TAG = 0x9C9B, 0x9C9E
TIME_TAGS = (0x9003, 0x9004)
"""When the shutter opened, when the picture was digitised."""
BLOCK_TAGS = (XMP_TAG, IPTC_TAG, PHOTOSHOP_TAG)
USER_COMMENT_TAG = 0x9286
DESCRIPTION_TAG, MAKE_TAG, MODEL_TAG, ARTIST_TAG, COPYRIGHT_TAG = 0x10E, 0x10F, 0x110, 0x13B, 0x8298
EXPOSURE_TAG, F_NUMBER_TAG, ISO_TAG, FOCAL_LENGTH_TAG = 0x829A, 0x829D, 0x8827, 0x920A
LENS_MAKE_TAG, LENS_MODEL_TAG = 0xA433, 0xA434
XP_COMMENT_TAG, XP_AUTHOR_TAG = 0x9C9C, 0x9C9D
KEPT_TAGS = (
    *(EXIF_IFD_TAG, GPS_IFD_TAG, XP_TITLE_TAG, XP_KEYWORDS_TAG, *TIME_TAGS),
    *(DESCRIPTION_TAG, XP_COMMENT_TAG, USER_COMMENT_TAG),
)
GPS_TAGS = (1, 2, 3, 4)
"""North or south, latitude, east or west, longitude."""
XP_TAGS = (XP_TITLE_TAG, XP_COMMENT_TAG, XP_AUTHOR_TAG)
VALUE_TAGS = (
    *(DESCRIPTION_TAG, MAKE_TAG, MODEL_TAG, ARTIST_TAG, COPYRIGHT_TAG),
    *(EXPOSURE_TAG, F_NUMBER_TAG, ISO_TAG, FOCAL_LENGTH_TAG, LENS_MAKE_TAG, LENS_MODEL_TAG),
    *XP_TAGS,
)
MAX_VALUE_BYTES = 64 * 1024
"""Of one value of them: nobody reads a longer caption beside a picture."""
MOST_EXIF_BLOCKS = 16
"""Blocks may hold Photoshop resources, which may hold blocks."""
MAX_KEPT_BYTES = 1024**2
IIM_MARKER = 0x1C


class Layout(NamedTuple):
    """How a file writes numbers: the sign of ``struct`` for its order, and whether it is big."""

    order: str
    is_big: bool


def read_tiff(source: BinaryIO, blocks: MetadataBlocks) -> None:
    """Take in what a TIFF file holds. Raises EOFError, struct.error for a damaged one."""
    start = read_at(source, 0, 8)
    order = {b"II": "<", b"MM": ">"}.get(start[:2])
    if order is None:
        return
    layout = Layout(order, struct.unpack(order + "H", start[2:4])[0] == 43)
    if layout.is_big:
        offset = struct.unpack(order + "Q", read_at(source, 8, 8))[0]
    else:
        offset = struct.unpack(order + "I", start[4:8])[0]
    tags: dict[int, bytes] = {}
    blocks.exif.append(tags)
    values: dict[tuple[str, int], ExifValue] = {}
    blocks.exif_values.append(values)
    wanted = {*BLOCK_TAGS, *KEPT_TAGS, *VALUE_TAGS}
    for tag, kind, value in _entries(source, offset, layout, wanted):
        _keep_value(values, ("main", tag), kind, value, order)
        if tag == XMP_TAG:
            blocks.add_xmp(value)
        elif tag == IPTC_TAG:
            blocks.add_iptc(_in_order(value))
        elif tag == PHOTOSHOP_TAG:
            read_resources(value, blocks)
        elif len(value) <= MAX_KEPT_BYTES:
            tags[tag] = value
    _read_directories_below(source, layout, tags, values)


def _read_directories_below(
    source: BinaryIO,
    layout: Layout,
    tags: dict[int, bytes],
    values: dict[tuple[str, int], ExifValue],
) -> None:
    """Take in the EXIF and the GPS directory. Raises EOFError, struct.error for damaged ones."""
    order = layout.order
    below = _pointer(tags.get(EXIF_IFD_TAG, b""), order)
    if below is not None:
        for tag, kind, value in _entries(source, below, layout, {*KEPT_TAGS, *VALUE_TAGS}):
            _keep_value(values, ("main", tag), kind, value, order)
            if len(value) <= MAX_KEPT_BYTES:
                tags.setdefault(tag, value)
    below = _pointer(tags.get(GPS_IFD_TAG, b""), order)
    if below is not None:
        for tag, kind, value in _entries(source, below, layout, set(GPS_TAGS)):
            _keep_value(values, ("gps", tag), kind, value, order)


def _pointer(value: bytes, order: str) -> int | None:
    """Where another directory begins, as a tag says it."""
    if len(value) not in (4, 8):
        return None
    return int.from_bytes(value, "little" if order == "<" else "big")


def _keep_value(
    values: dict[tuple[str, int], ExifValue],
    name: tuple[str, int],
    kind: int,
    value: bytes,
    order: str,
) -> None:
    """Keep a tag that tells of camera, place or people, the first one of its name."""
    directory, tag = name
    if name in values or len(value) > MAX_VALUE_BYTES:
        return
    if directory == "main" and tag not in VALUE_TAGS:
        return
    if directory == "main" and tag in XP_TAGS:
        values[name] = value.decode("utf-16-le", "ignore").partition("\0")[0]
    elif kind in (2, 129):
        values[name] = value.partition(b"\0")[0].decode("utf-8", WINDOWS_INSTEAD)
    elif kind in NUMBER_FORMATS:
        layout = struct.Struct(order + NUMBER_FORMATS[kind])
        room = len(value) // layout.size * layout.size
        numbers = [*layout.iter_unpack(value[:room])][:MOST_NUMBERS]
        if kind in (5, 10):
            values[name] = tuple(top / bottom for top, bottom in numbers if bottom)
        else:
            values[name] = tuple(float(one) for (one,) in numbers)


def read_exif_blocks(blocks: MetadataBlocks) -> None:
    """Take in the EXIF blocks that were found; what comes before damage is kept."""
    for _ in range(MOST_EXIF_BLOCKS):
        if not blocks.exif_blocks:
            return
        block = blocks.exif_blocks.pop(0)
        if block.startswith((b"Exif\0\0", b"Exif\0\xff")):
            block = block[6:]
        with suppress(EOFError, struct.error):
            read_tiff(io.BytesIO(block), blocks)


def _entries(
    source: BinaryIO, offset: int, layout: Layout, wanted: set[int]
) -> Iterator[tuple[int, int, bytes]]:
    """(tag, kind, value as stored) of a directory, each tag once; what lies outside is left out."""
    left = set(wanted)
    order, is_big = layout
    size, count_format, inline, head = (20, "Q", 8, "HHQ") if is_big else (12, "H", 4, "HHI")
    count_bytes = struct.calcsize(order + count_format)
    count = struct.unpack(order + count_format, read_at(source, offset, count_bytes))[0]
    for number in range(min(count, MOST_PARTS)):
        entry = read_at(source, offset + count_bytes + number * size, size)
        tag, kind, values = struct.unpack(order + head, entry[: size - inline])
        if tag not in left:
            continue
        left.remove(tag)
        length = TYPE_SIZES.get(kind, 0) * values
        if length <= inline:
            yield tag, kind, entry[size - inline :][:length]
        elif length <= MAX_BLOCK_BYTES:
            where = struct.unpack(order + ("Q" if is_big else "I"), entry[size - inline :])[0]
            try:
                yield tag, kind, read_at(source, where, length)
            except EOFError:
                continue


def _in_order(record: bytes) -> bytes:
    """An IIM record that was written as 32-bit numbers of the wrong byte order, put right."""
    if record[:1] == bytes((IIM_MARKER,)) or record[3:4] != bytes((IIM_MARKER,)):
        return record
    whole = len(record) // 4 * 4
    return b"".join(record[at : at + 4][::-1] for at in range(0, whole, 4))
