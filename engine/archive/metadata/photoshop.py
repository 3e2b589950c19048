"""Photoshop's image resources, in JPEG, TIFF, PNG, GIF and PSD alike.

Source: Adobe Photoshop File Formats Specification, "Image Resource Blocks".
"""

import struct
from typing import BinaryIO

from engine.archive.metadata.blocks import MOST_PARTS, MetadataBlocks, read_at

SIGNATURES = (b"8BIM", b"PHUT", b"DCSR", b"AgHg", b"MeSa")
IPTC, EXIF, XMP = 0x0404, 0x0422, 0x0424


def read_resources(data: bytes, blocks: MetadataBlocks) -> None:
    """Take in the IPTC, EXIF and XMP of a run of image resources."""
    at = 0
    for _ in range(MOST_PARTS):
        if data[at : at + 4] not in SIGNATURES or at + 12 > len(data):
            return
        kind = int.from_bytes(data[at + 4 : at + 6], "big")
        name_bytes = 1 + data[at + 6]
        at += 6 + name_bytes + name_bytes % 2
        size = int.from_bytes(data[at : at + 4], "big")
        # A record that is cut short is read up to there, as IIM always is.
        value = data[at + 4 : at + 4 + size]
        at += 4 + size + size % 2
        if kind == IPTC:
            blocks.add_iptc(value)
        elif kind == XMP:
            blocks.add_xmp(value)
        elif kind == EXIF:
            blocks.add_exif(value)


def read_psd(source: BinaryIO, blocks: MetadataBlocks) -> None:
    """Take in the image resources of a PSD or PSB file. Raises EOFError for a damaged one."""
    at = 26
    colour_bytes = struct.unpack(">I", read_at(source, at, 4))[0]
    at += 4 + colour_bytes
    size = struct.unpack(">I", read_at(source, at, 4))[0]
    read_resources(read_at(source, at + 4, size), blocks)
