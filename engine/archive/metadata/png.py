"""Metadata of PNG files: XMP in iTXt, eXIf, and "Raw profile type ..." as ImageMagick began it.

Source: PNG specification, third edition; Adobe's XMP specification, part 3, section 1.1.5.
exiv2 (in Shotwell, gThumb and digiKam) and exiftool write IPTC in such profiles: hexadecimal digits
in a compressed text.
"""

import re
import zlib
from typing import BinaryIO

from engine.archive.metadata.blocks import MAX_BLOCK_BYTES, MetadataBlocks, read_at
from engine.archive.metadata.photoshop import SIGNATURES, read_resources
from engine.archive.png_chunks import (
    LARGEST_TEXT_BYTES,
    TEXTS,
    Chunk,
    chunks_of,
    is_metadata_text,
    packed_part,
)
from messages.message import Message

XMP_KEYWORD = b"XML:com.adobe.xmp"
PROFILE = b"Raw profile type "
_PROFILE_TEXT = re.compile(rb"\n?[^\n]*\n *\d+\s*\n([0-9A-Fa-f\s]*)\0*")
XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\0"


def read_png(source: BinaryIO, blocks: MetadataBlocks) -> None:
    """Take in the metadata of all chunks, also those behind the pixels."""
    left = MAX_BLOCK_BYTES * 2
    for chunk in chunks_of(source):
        if chunk.kind == b"eXIf":
            data = _data(source, chunk)
            if data is not None:
                blocks.add_exif(data)
        elif chunk.kind in TEXTS and is_metadata_text(source, chunk):
            data = _data(source, chunk)
            if data is None:
                if chunk.length > LARGEST_TEXT_BYTES:
                    part = chunk.kind.decode("latin-1")
                    blocks.notes.append(Message("png-part-damaged", {"part": part}))
                continue
            text = _unpacked(chunk.kind, data, min(left, MAX_BLOCK_BYTES))
            if text is None:
                blocks.too_long(MAX_BLOCK_BYTES)
                continue
            left -= len(text)
            _take(data.partition(b"\0")[0], text, blocks)


def _data(source: BinaryIO, chunk: Chunk) -> bytes | None:
    """What a chunk holds; None where its checksum is wrong.

    That is noted with the picture, for those that are as long as the picture's reader looks.
    """
    data = read_at(source, chunk.offset + 4, chunk.length + 8)
    if zlib.crc32(data[:-4]) != int.from_bytes(data[-4:], "big"):
        return None
    return data[4:-4]


def _unpacked(kind: bytes, data: bytes, limit_bytes: int) -> bytes | None:
    """The text of a chunk; b"" where it is damaged, None where it is too long."""
    packed = packed_part(kind, data)
    if packed is not None:
        try:
            text = zlib.decompressobj().decompress(packed, limit_bytes + 1)
        except zlib.error:
            return b""
    elif kind == b"iTXt":
        text = data.partition(b"\0")[2][2:].partition(b"\0")[2].partition(b"\0")[2]
    else:
        text = data.partition(b"\0")[2]
    return None if len(text) > limit_bytes else text


def _take(name: bytes, text: bytes, blocks: MetadataBlocks) -> None:
    if name == XMP_KEYWORD:
        blocks.add_xmp(text)
        return
    profile = _profile(text)
    if profile.startswith(XMP_HEADER):
        blocks.add_xmp(profile[len(XMP_HEADER) :])
    elif profile.startswith(SIGNATURES):
        read_resources(profile, blocks)
    elif name == PROFILE + b"iptc":
        blocks.add_iptc(profile)
    elif name == PROFILE + b"xmp":
        blocks.add_xmp(profile)
    elif name in (PROFILE + b"exif", PROFILE + b"APP1"):
        blocks.add_exif(profile)


def _profile(text: bytes) -> bytes:
    """The bytes of a raw profile: a name, a length and hexadecimal digits, each on lines."""
    match = _PROFILE_TEXT.fullmatch(text)
    if match is None:
        return b""
    try:
        return bytes.fromhex(match[1].decode("ascii"))
    except ValueError:
        return b""
