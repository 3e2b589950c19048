"""Metadata of WebP (chunks of a RIFF file) and GIF (application extensions).

Source: WebP container specification; GIF89a; Adobe's XMP specification, part 3, sections 1.1.2
and 2. ImageMagick keeps Photoshop resources and IPTC in extensions of its own.
"""

from typing import BinaryIO

from engine.archive.metadata.blocks import MAX_BLOCK_BYTES, MOST_PARTS, MetadataBlocks, read_at
from engine.archive.metadata.photoshop import read_resources

XMP_EXTENSION = b"XMP DataXMP"
PHOTOSHOP_EXTENSION = b"MGK8BIM0000"
IPTC_EXTENSION = b"MGKIPTC0000"
MAGIC_TRAILER_BYTES = 257
"""Behind the packet: bytes that lead a reader who counts sub-blocks to their end."""


def read_webp(source: BinaryIO, blocks: MetadataBlocks) -> None:
    """Take in the EXIF and XMP chunks. Raises EOFError for a damaged file."""
    at = 12
    for _ in range(MOST_PARTS):
        head = read_at(source, at, 8)
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"EXIF":
            blocks.add_exif(read_at(source, at + 8, size))
        elif head[:3] == b"XMP":
            if size > MAX_BLOCK_BYTES:
                blocks.too_long(size)
            else:
                blocks.add_xmp(read_at(source, at + 8, size))
        at += 8 + size + size % 2


def read_gif(source: BinaryIO, blocks: MetadataBlocks) -> None:
    """Take in the application extensions. Raises EOFError for a damaged file."""
    flags = read_at(source, 10, 1)[0]
    at = 13 + _table_bytes(flags)
    for _ in range(MOST_PARTS):
        kind = read_at(source, at, 1)
        if kind == b"\x2c":
            flags = read_at(source, at + 9, 1)[0]
            at = _after_sub_blocks(source, at + 11 + _table_bytes(flags))
        elif kind == b"\x21":
            at = _read_extension(source, at + 1, blocks)
        else:
            return


def _table_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _read_extension(source: BinaryIO, at: int, blocks: MetadataBlocks) -> int:
    """Take in one extension; where the next block begins."""
    label, size = read_at(source, at, 2)
    name = read_at(source, at + 2, size)
    start = at + 2 + size
    end = _after_sub_blocks(source, start)
    if label != 0xFF:
        return end
    if name == XMP_EXTENSION:
        if end - start > MAX_BLOCK_BYTES:
            blocks.too_long(end - start)
        else:
            # The packet stands there as it is; its letters only pass for lengths.
            packet = read_at(source, start, end - start)
            blocks.add_xmp(packet[: -1 - MAGIC_TRAILER_BYTES])
    elif name == PHOTOSHOP_EXTENSION:
        read_resources(_joined(read_at(source, start, end - start)), blocks)
    elif name == IPTC_EXTENSION:
        blocks.add_iptc(_joined(read_at(source, start, end - start)))
    return end


def _after_sub_blocks(source: BinaryIO, at: int) -> int:
    source.seek(at)
    while True:
        size = source.read(1)
        if not size:
            raise EOFError
        if size == b"\0":
            return source.tell()
        source.seek(size[0], 1)


def _joined(data: bytes) -> bytes:
    joined, at = bytearray(), 0
    while at < len(data) and data[at]:
        joined += data[at + 1 : at + 1 + data[at]]
        at += 1 + data[at]
    return bytes(joined)
