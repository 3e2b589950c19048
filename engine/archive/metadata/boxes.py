"""Metadata of files made of boxes: HEIC, AVIF, JPEG XL, JPEG 2000 and Canon's CR3.

Source: ISO/IEC 14496-12 (boxes, items), 23008-12 annex A (EXIF and XMP items), 18181-2 (JPEG XL),
15444-1 annex I; Adobe's XMP specification, part 3, section 1.1.4.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from engine.archive.metadata.blocks import MAX_BLOCK_BYTES, MOST_PARTS, MetadataBlocks, read_at
from engine.archive.metadata.photoshop import read_resources
from messages.message import Message

XMP_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
IPTC_UUIDS = (
    bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38"),
    bytes.fromhex("09a14e97c0b442e0bebf36df6f0ce36f"),
)
PHOTOSHOP_UUID = bytes.fromhex("2c4c0100854040b9a03e562148d6dfeb")
EXIF_UUIDS = (b"JpgTiffExif->JP2", bytes.fromhex("0537cdab9d0c4431a72afa561f2a113e"))
MOST_ITEMS = 16
"""Metadata items of a file; a picture has two or three."""
XMP_MIME = b"application/rdf+xml"


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its kind, and where its content begins and ends."""

    kind: bytes
    start: int
    end: int


@dataclass(slots=True)
class _Items:
    """What the meta box says of items: which hold metadata, and where they lie."""

    kinds: dict[int, bytes] = field(default_factory=dict)
    extents: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


def read_boxes(source: BinaryIO, blocks: MetadataBlocks) -> None:
    """Take in EXIF, XMP and IPTC boxes and items. Raises EOFError for a damaged file."""
    size = source.seek(0, 2)
    for box in _boxes(source, 0, size):
        if box.kind == b"meta":
            _read_items(source, box, blocks)
        elif box.kind == b"uuid":
            name = read_at(source, box.start, 16)
            _take_uuid(source, name, Box(box.kind, box.start + 16, box.end), blocks)
        elif box.kind in (b"Exif", b"xml "):
            _take(box.kind, _content(source, box, blocks), blocks)
        elif box.kind == b"brob":
            _take_compressed(_content(source, box, blocks), blocks)


def _boxes(source: BinaryIO, start: int, end: int) -> Iterator[Box]:
    at = start
    for _ in range(MOST_PARTS):
        if at + 8 > end:
            return
        size, kind = struct.unpack(">I4s", read_at(source, at, 8))
        head = 8
        if size == 1:
            size, head = struct.unpack(">Q", read_at(source, at + 8, 8))[0], 16
        elif size == 0:
            size = end - at
        if size < head:
            return
        yield Box(kind, at + head, min(at + size, end))
        at += size


def _content(source: BinaryIO, box: Box, blocks: MetadataBlocks) -> bytes:
    if box.end - box.start > MAX_BLOCK_BYTES:
        blocks.too_long(box.end - box.start)
        return b""
    return read_at(source, box.start, box.end - box.start)


def _take(kind: bytes, data: bytes, blocks: MetadataBlocks) -> None:
    if kind == b"Exif":
        # How far it is to the TIFF header stands before it.
        _take_exif(data, blocks)
    elif kind == b"xml " and (b"rdf:RDF" in data or b"xmpmeta" in data):
        blocks.add_xmp(data)


def _take_exif(data: bytes, blocks: MetadataBlocks) -> None:
    skipped = int.from_bytes(data[:4], "big")
    blocks.add_exif(data[4 + skipped :] if skipped < len(data) else data[4:])


def _take_compressed(data: bytes, blocks: MetadataBlocks) -> None:
    """A box of JPEG XL that is packed by Brotli behind the name of what it is."""
    kind, packed = data[:4], data[4:]
    if kind not in (b"Exif", b"xml "):
        return
    import imagecodecs

    try:
        # Room for what is allowed and no more: what is longer is an error.
        unpacked = imagecodecs.brotli_decode(packed, out=MAX_BLOCK_BYTES // 4)
    except Exception:  # damaged, or too long; the library's errors have no common kind
        blocks.notes.append(Message("metadata-part-damaged", {"part": kind.decode().strip()}))
        return
    _take(kind, bytes(unpacked), blocks)


def _take_uuid(source: BinaryIO, name: bytes, box: Box, blocks: MetadataBlocks) -> None:
    if name == XMP_UUID:
        blocks.add_xmp(_content(source, box, blocks))
    elif name in IPTC_UUIDS:
        blocks.add_iptc(_content(source, box, blocks))
    elif name == PHOTOSHOP_UUID:
        read_resources(_content(source, box, blocks), blocks)
    elif name in EXIF_UUIDS:
        blocks.add_exif(_content(source, box, blocks))


# --- items of HEIC and AVIF ---------------------------------------------------------------------


def _read_items(source: BinaryIO, meta: Box, blocks: MetadataBlocks) -> None:
    items = _Items()
    data_start = 0
    for box in _boxes(source, meta.start + 4, meta.end):
        if box.kind == b"idat":
            data_start = box.start
    for box in _boxes(source, meta.start + 4, meta.end):
        if box.kind == b"iinf":
            _read_kinds(source, box, items)
        elif box.kind == b"iloc":
            _read_places(_content(source, box, blocks), data_start, items)
    for number, kind in list(items.kinds.items())[:MOST_ITEMS]:
        parts = [(at, size) for at, size in items.extents.get(number, ())]
        length = sum(size for _, size in parts)
        if length > MAX_BLOCK_BYTES:
            blocks.too_long(length)
            continue
        data = b"".join(read_at(source, at, size) for at, size in parts)
        if kind == b"Exif":
            _take_exif(data, blocks)
        else:
            blocks.add_xmp(data)


def _read_kinds(source: BinaryIO, box: Box, items: _Items) -> None:
    version = read_at(source, box.start, 1)[0]
    start = box.start + 4 + (2 if version == 0 else 4)
    for entry in _boxes(source, start, box.end):
        if entry.kind != b"infe":
            continue
        data = read_at(source, entry.start, min(entry.end - entry.start, 1024))
        if data[0] < 2:
            continue
        wide = 2 if data[0] == 2 else 4
        number = int.from_bytes(data[4 : 4 + wide], "big")
        at = 4 + wide + 2
        kind, texts = data[at : at + 4], data[at + 4 :].split(b"\0")
        if kind == b"Exif" or (kind == b"mime" and XMP_MIME in texts[1:2]):
            items.kinds[number] = kind


def _read_places(data: bytes, data_start: int, items: _Items) -> None:
    version = data[0]
    offset_bytes, length_bytes = data[4] >> 4, data[4] & 15
    base_bytes, index_bytes = data[5] >> 4, data[5] & 15 if version else 0
    wide = 4 if version == 2 else 2
    numbers = _Numbers(data, 6)
    left = MOST_PARTS
    for _ in range(min(numbers.next(wide), MOST_PARTS)):
        item = numbers.next(wide)
        method = numbers.next(2) & 15 if version else 0
        numbers.next(2)
        base = numbers.next(base_bytes) + (data_start if method == 1 else 0)
        extents = []
        count = numbers.next(2)
        left -= count
        if left < 0:
            raise EOFError
        for _ in range(count):
            numbers.next(index_bytes)
            offset = numbers.next(offset_bytes)
            extents.append((base + offset, numbers.next(length_bytes)))
        if method in (0, 1):
            items.extents[item] = extents


class _Numbers:
    """Reads numbers of given widths one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def next(self, width: int) -> int:
        """The next number; EOFError at the end."""
        value = self._data[self._at : self._at + width]
        if len(value) < width:
            raise EOFError
        self._at += width
        return int.from_bytes(value, "big")
