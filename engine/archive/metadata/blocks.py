"""The metadata of an image file as it lies there, found without decoding a pixel.

Every container has a place of its own for XMP packets, IPTC records and EXIF directories. Each
reader here walks one container and fills ``MetadataBlocks``; whether the picture can be shown does
not matter. Files are hostile until shown otherwise: lengths are checked against what is there,
what unpacks is bounded, and damage ends the walk with what was found before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from messages.message import Message

MAX_BLOCK_BYTES = 64 * 1024**2
"""A packet above it is not read: document histories and masks take some megabytes."""
MAX_BLOCKS_BYTES = 128 * 1024**2
"""All blocks of a file together."""
MOST_PARTS = 100_000
"""Segments, chunks, boxes and directory entries that are looked at in a file."""

ExifValue: TypeAlias = str | tuple[float, ...]
"""A text, or the numbers of a tag; fractions without a value are left out."""


@dataclass(slots=True)
class MetadataBlocks:
    """What a file holds: XMP packets, IPTC-IIM records, EXIF tags by number as stored bytes.

    ``exif_blocks`` are EXIF blocks whose tags nobody has read yet; ``exif_values`` are tags that
    tell of camera, place and people, read, by directory ("main", "gps") and number.
    """

    xmp: list[bytes] = field(default_factory=list)
    iptc: list[bytes] = field(default_factory=list)
    exif: list[Mapping[int, bytes]] = field(default_factory=list)
    exif_blocks: list[bytes] = field(default_factory=list)
    exif_values: list[Mapping[tuple[str, int], ExifValue]] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    taken_bytes: int = 0

    def add_xmp(self, packet: bytes) -> None:
        """Keep a packet; a second copy of one that is there is not kept."""
        if packet and packet not in self.xmp and self._fits(packet):
            self.xmp.append(packet)

    def add_iptc(self, record: bytes) -> None:
        """Keep an IIM record."""
        if record and record not in self.iptc and self._fits(record):
            self.iptc.append(record)

    def add_exif(self, block: bytes) -> None:
        """Keep an EXIF block, with or without "Exif" before it."""
        if block and self._fits(block):
            self.exif_blocks.append(block)

    def too_long(self, length_bytes: int) -> None:
        """Note a packet that is left out for its length."""
        note = Message("embedded-xmp-too-long", {"length_mib": length_bytes / 1024**2})
        if note not in self.notes:
            self.notes.append(note)

    def _fits(self, block: bytes) -> bool:
        self.taken_bytes += len(block)
        if len(block) > MAX_BLOCK_BYTES or self.taken_bytes > MAX_BLOCKS_BYTES:
            self.taken_bytes -= len(block)
            self.too_long(len(block))
            return False
        return True


def read_at(source: BinaryIO, offset: int, size: int) -> bytes:
    """``size`` bytes from ``offset``. Raises EOFError where the file ends before."""
    if size < 0 or offset < 0 or size > MAX_BLOCK_BYTES + 1:
        raise EOFError
    source.seek(offset)
    data = source.read(size)
    if len(data) < size:
        raise EOFError
    return data
