"""Metadata of JPEG files: APP1 (EXIF, XMP and its extension) and APP13 (Photoshop resources).

Source: ITU T.81 annex B; Adobe's XMP specification, part 3, section 1.1.3.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from engine.archive.metadata.blocks import MAX_BLOCK_BYTES, MOST_PARTS, MetadataBlocks, read_at
from engine.archive.metadata.photoshop import read_resources
from messages.message import Message

APP1, APP13 = 0xE1, 0xED
END, SCAN = 0xD9, 0xDA
WITHOUT_LENGTH = (0x01, *range(0xD0, 0xD9))
EXIF = b"Exif\0"
XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
PHOTOSHOP = b"Photoshop 3.0\0"
_EXTENDED = re.compile(rb"HasExtendedXMP\s*(?:=\s*[\"']|>)\s*([0-9A-Fa-f]{32})")


def read_jpeg(source: BinaryIO, blocks: MetadataBlocks) -> None:
    """Take in the metadata before the first scan."""
    extension: dict[bytes, _Extension] = {}
    resources: list[bytes] = []
    exif: list[bytes] = []
    for marker, data in _segments(source):
        if marker == APP13 and data.startswith(PHOTOSHOP):
            # Resources that are too long for a segment go on in the next.
            resources.append(data[len(PHOTOSHOP) :])
        elif marker == APP1 and data.startswith(EXIF):
            exif.append(data[6:])
        elif marker == APP1 and data.startswith(XMP):
            blocks.add_xmp(data[len(XMP) :])
        elif marker == APP1 and data.startswith(EXTENSION):
            _add_part(extension, data[len(EXTENSION) :])
    # So does EXIF, where what follows does not begin like a block of its own.
    rest = b"".join(more for more in exif[1:] if more[:2] not in (b"II", b"MM"))
    blocks.add_exif(exif[0] + rest if exif else b"")
    read_resources(b"".join(resources), blocks)
    _take_extension(extension, blocks)


class _Extension:
    """Parts of one extended packet, by where they belong."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.parts: dict[int, bytes] = {}

    def joined(self) -> bytes:
        """The packet as far as nothing is missing."""
        whole = bytearray()
        for offset, part in sorted(self.parts.items()):
            if offset > len(whole):
                break
            whole[offset:] = part
        return bytes(whole)


def _add_part(extension: dict[bytes, _Extension], data: bytes) -> None:
    """A segment: an identifier of 32 letters, the whole length, this part's offset, the part."""
    if len(data) < 40:
        return
    length, offset = int.from_bytes(data[32:36], "big"), int.from_bytes(data[36:40], "big")
    extension.setdefault(data[:32].upper(), _Extension(length)).parts[offset] = data[40:]


def _take_extension(extension: dict[bytes, _Extension], blocks: MetadataBlocks) -> None:
    """Only the extension that a packet names belongs to the picture."""
    named = [found.upper() for packet in blocks.xmp for found in _EXTENDED.findall(packet)]
    for identifier in dict.fromkeys(named):
        found = extension.get(identifier)
        if found is None:
            blocks.notes.append(Message("xmp-extension-missing"))
        elif found.length > MAX_BLOCK_BYTES:
            blocks.too_long(found.length)
        else:
            packet = found.joined()
            blocks.add_xmp(packet)
            if len(packet) < found.length:
                blocks.notes.append(Message("xmp-extension-missing"))


def _segments(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(marker, data) of the segments that may hold metadata."""
    at = 2
    for _ in range(MOST_PARTS):
        source.seek(at)
        head = source.read(4)
        if len(head) < 4 or head[0] != 0xFF:
            return
        marker = head[1]
        if marker == 0xFF or marker in WITHOUT_LENGTH:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in (END, SCAN):
            return
        size = int.from_bytes(head[2:], "big")
        if size < 2:
            return
        if marker in (APP1, APP13):
            yield marker, read_at(source, at + 4, size - 2)
        at += 2 + size
