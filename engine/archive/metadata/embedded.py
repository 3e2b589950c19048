"""Keywords, title and time that an image file carries inside it, whether it can be shown or not."""

import io
import re
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from engine.archive.captions import caption, distinct
from engine.archive.formats import HEADER_BYTES, RAW, detect_format
from engine.archive.keywords import FoundText, clean, keyword, merged, union
from engine.archive.metadata.blocks import MetadataBlocks, read_at
from engine.archive.metadata.boxes import read_boxes
from engine.archive.metadata.iptc import read_iptc
from engine.archive.metadata.jpeg import read_jpeg
from engine.archive.metadata.photoshop import read_psd
from engine.archive.metadata.png import read_png
from engine.archive.metadata.riff_gif import read_gif, read_webp
from engine.archive.metadata.tiff_tags import (
    DESCRIPTION_TAG,
    MAX_VALUE_BYTES,
    TIME_TAGS,
    USER_COMMENT_TAG,
    XP_COMMENT_TAG,
    XP_KEYWORDS_TAG,
    XP_TITLE_TAG,
    read_exif_blocks,
    read_tiff,
)
from engine.archive.metadata.windows_text import WINDOWS_INSTEAD
from engine.archive.metadata.xmp import read_xmp
from engine.errors import InputError
from messages.message import Message

Reader = Callable[[BinaryIO, MetadataBlocks], None]
READERS: Mapping[str, Reader] = {
    "JPEG": read_jpeg,
    "PNG": read_png,
    "TIFF": read_tiff,
    "WEBP": read_webp,
    "GIF": read_gif,
    "HEIF": read_boxes,
    "AVIF": read_boxes,
    "JXL": read_boxes,
    "JPEG2000": read_boxes,
    "PSD": read_psd,
}
RAF, RAF_JPEG_AT = b"FUJIFILMCCD-RAW", 84
FIRST_YEAR, LAST_YEAR = 1800, 2200
"""No photograph is older; clocks that were never set and dates without a value lie outside."""
_EXIF_TIME = re.compile(rb"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")


@dataclass(frozen=True, slots=True)
class Embedded:
    """What a file says of itself; ``captured_at`` as ``captured_at`` below."""

    text: FoundText = field(default_factory=FoundText)
    captured_at: str | None = None


def read_embedded(path: Path, content: bytes | None = None) -> Embedded:
    """Keywords, title and time of an image file; ``content`` saves reading the file again.

    What is damaged is left out and noted; a file that cannot be read says nothing.
    """
    try:
        with path.open("rb") if content is None else io.BytesIO(content) as source:
            start = source.read(HEADER_BYTES)
            return _embedded(read_blocks(source, start, path.name))
    except OSError:
        return Embedded()


def read_blocks(source: BinaryIO, start: bytes, name: str) -> MetadataBlocks:
    """The metadata of a file that begins with ``start``, as far as it is not damaged."""
    blocks = MetadataBlocks()
    image_format = detect_format(start, name)
    reader = READERS.get(image_format or "")
    if image_format == RAW:
        reader = _raw_reader(start)
    if reader is not None:
        # What stands before damage is kept; the picture's reader says what is wrong.
        with suppress(EOFError, struct.error, IndexError):
            reader(source, blocks)
    read_exif_blocks(blocks)
    return blocks


def _raw_reader(start: bytes) -> Reader:
    """Canon's newest RAW files are made of boxes, Fujifilm's hold a JPEG, others are TIFF."""
    if start[4:8] == b"ftyp":
        return read_boxes
    return _read_raf if start.startswith(RAF) else read_tiff


def _read_raf(source: BinaryIO, blocks: MetadataBlocks) -> None:
    offset, size = struct.unpack(">II", read_at(source, RAF_JPEG_AT, 8))
    read_jpeg(io.BytesIO(read_at(source, offset, size)), blocks)


def _embedded(blocks: MetadataBlocks) -> Embedded:
    parts: list[FoundText] = [FoundText(notes=tuple(blocks.notes))]
    for packet in blocks.xmp:
        try:
            parts.append(read_xmp(packet))
        except InputError as error:
            note = Message("embedded-xmp-left-out", {"reason": error.message})
            parts.append(FoundText(notes=(note,)))
    parts += [read_iptc(record) for record in blocks.iptc]
    parts += [_exif_text(tags) for tags in blocks.exif]
    times = (captured_at(tags) for tags in blocks.exif)
    return Embedded(merged(parts), next((time for time in times if time), None))


def captured_at(tags: Mapping[int, bytes]) -> str | None:
    """When the picture was taken, ISO 8601 without a time zone as cameras write it; or None.

    Days and times that are in no calendar, and years that no picture is of, are left out.
    """
    for tag in TIME_TAGS:
        match = _EXIF_TIME.match(tags.get(tag, b""))
        if match is None:
            continue
        try:
            moment = datetime(*map(int, match.groups()))  # type: ignore[arg-type]
        except ValueError:
            continue
        if FIRST_YEAR <= moment.year <= LAST_YEAR:
            return moment.isoformat()
    return None


def _exif_text(tags: Mapping[int, bytes]) -> FoundText:
    """Windows' own fields, UTF-16: keywords between semicolons, and a title."""
    found = [keyword([word], "XPKeywords") for word in windows_keywords(tags)]
    title = clean(_utf_16(tags.get(XP_TITLE_TAG, b"")))
    captions, notes = distinct(
        (
            caption(_exif_ascii(tags.get(DESCRIPTION_TAG, b"")), "Exif ImageDescription"),
            caption(_user_comment(tags.get(USER_COMMENT_TAG, b"")), "Exif UserComment"),
            caption(_utf_16(tags.get(XP_COMMENT_TAG, b"")), "XPComment"),
        )
    )
    return FoundText(union(part for part in found if part), title, notes, captions=captions)


def windows_keywords(tags: Mapping[int, bytes]) -> list[str]:
    """The keywords of Windows' own field, [] without one."""
    words = _utf_16(tags.get(XP_KEYWORDS_TAG, b"")).split(";")
    return [word for word in words if word.strip()]


def _exif_ascii(value: bytes) -> str:
    """A text that should be ASCII and is what its program took for it: UTF-8 or Windows' own."""
    return value[:MAX_VALUE_BYTES].partition(b"\0")[0].decode("utf-8", WINDOWS_INSTEAD)


def _user_comment(value: bytes) -> str:
    """A comment in the character set that its first eight bytes name; "" in one nobody knows.

    UTF-16 is in the order of the file's numbers, or was meant to be: of the two the one is taken
    that makes letters.
    """
    kind, text = value[:8].rstrip(b"\0 "), value[8:MAX_VALUE_BYTES]
    if kind == b"UNICODE":
        if text[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return text.decode("utf-16", "ignore").rstrip("\0 ")
        low_first = len(text[0::2].replace(b"\0", b"")) >= len(text[1::2].replace(b"\0", b""))
        order = "utf-16-le" if low_first else "utf-16-be"
        return text.decode(order, "ignore").rstrip("\0 ")
    if kind == b"JIS":
        return text.decode("iso2022_jp", "ignore").rstrip("\0 ")
    if kind == b"ASCII" or (not kind and text):
        return _exif_ascii(text)
    return ""


def _utf_16(value: bytes) -> str:
    return value.decode("utf-16-le", "ignore").partition("\0")[0]
