"""Picture files without their metadata, the pixels stored as they were, byte for byte.

What says where, when, by whom, with what and of whom a picture is goes: Exif, XMP, IPTC, comments,
texts, thumbnails, other pictures and films behind the end, and every block that is not known to be
needed. What is needed to show the same colours stays, profiles among them; of Exif only which side
is up.

Sources: ITU T.81 annex B (JPEG); PNG, third edition, chapter 11; WebP Container Specification;
GIF89a; ISO/IEC 18181-2 (JPEG XL) and 15444-1 annex I (JPEG 2000) for their boxes.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator

JPEG_PLAIN = frozenset({0xC4, 0xCC, *range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, 0xDE, 0xDF}) - {0xC8}
"""Tables, frames and arithmetic conditions: all segments that the pixels need."""
JPEG_START, JPEG_END, JPEG_SCAN = 0xD8, 0xD9, 0xDA
_JPEG_NEXT = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
"""What ends the entropy-coded bytes of a scan."""

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(
    (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"mDCV", b"cLLI", b"sBIT", b"bKGD")
) | frozenset((b"pHYs", b"hIST", b"acTL", b"fcTL", b"fdAT"))

WEBP_KEPT = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
WEBP_EXIF_FLAG, WEBP_XMP_FLAG = 0x08, 0x04

GIF_APPLICATIONS = (b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012")
"""How often it is played, and the colour profile."""

JXL_KEPT = frozenset((b"JXL ", b"ftyp", b"jxll", b"jxlc", b"jxlp", b"jxli"))
JP2_KEPT = frozenset((b"jP  ", b"ftyp", b"jp2h", b"jp2c"))


class DamagedError(ValueError):
    """The file is not built as its format demands, so that nothing can be taken out of it."""


def can_strip(image_format: str) -> bool:
    """Whether metadata can be taken out of such files without touching the pixels."""
    return image_format in _STRIP


def stripped(content: bytes, image_format: str, orientation: int) -> bytes | None:
    """The file without metadata; None where that cannot be done without storing the pixels anew.

    ``orientation`` as in Exif, 1 to 8, is kept.
    """
    strip = _STRIP.get(image_format)
    if strip is None:
        return None
    try:
        return strip(content, orientation)
    except (DamagedError, struct.error, IndexError):
        return None


def exif_with(orientation: int) -> bytes:
    """The smallest Exif block that says which side is up."""
    return struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def strip_jpeg(content: bytes, orientation: int) -> bytes:
    """JFIF without its thumbnail, Adobe's colour transform, profile, tables, frames and scans."""
    kept = [b"\xff\xd8"]
    if orientation != 1:
        exif = b"Exif\0\0" + exif_with(orientation)
        kept.append(b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif)
    for marker, data in _jpeg_parts(content):
        if marker == JPEG_SCAN:
            kept.append(data)
        elif marker in JPEG_PLAIN or _is_needed_of_application(marker, data):
            if marker == 0xE0:  # the thumbnail behind the density
                data = data[:12] + b"\0\0"
            kept.append(struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data)
    jfif = [part for part in kept if part[:2] == b"\xff\xe0"]
    # JFIF wants to be first, before the Exif that was put in.
    rest = [part for part in kept[1:] if part[:2] != b"\xff\xe0"]
    return b"".join([kept[0], *jfif[:1], *rest, b"\xff\xd9"])


def _is_needed_of_application(marker: int, data: bytes) -> bool:
    return (
        (marker == 0xE0 and data.startswith(b"JFIF\0") and len(data) >= 14)
        or (marker == 0xE2 and data.startswith(b"ICC_PROFILE\0"))
        or (marker == 0xEE and data.startswith(b"Adobe"))
    )


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, data without length) of the first picture; a scan with marker and coded bytes."""
    if not content.startswith(b"\xff\xd8"):
        raise DamagedError("no start")
    at, scans = 2, 0
    while True:
        found = _JPEG_NEXT.search(content, at)
        if found is None:
            if not scans:
                raise DamagedError("no scan")
            return
        marker = found.group(1)[0]
        at = found.end()
        if marker == JPEG_END:
            if not scans:
                raise DamagedError("no scan")
            return
        if marker in (0x01, JPEG_START):
            continue
        (length,) = struct.unpack_from(">H", content, at)
        if length < 2:
            raise DamagedError("length")
        if marker != JPEG_SCAN:
            yield marker, content[at + 2 : at + length]
            at += length
            continue
        scans += 1
        after = _JPEG_NEXT.search(content, at + length)
        end = len(content) if after is None else after.start()
        yield marker, b"\xff\xda" + content[at:end]
        at = end


def strip_png(content: bytes, orientation: int) -> bytes:
    """All that the pixels need and what says how colours are meant; of animations every frame."""
    kept = [PNG_SIGNATURE]
    at = len(PNG_SIGNATURE)
    has_end = False
    while at + 12 <= len(content) and not has_end:
        length, kind = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + length + 12]
        if len(chunk) < length + 12:
            break
        if not kind[0] & 0x20 or kind in PNG_KEPT:
            if kind == b"IDAT" and orientation != 1:
                exif = exif_with(orientation)
                kept.append(_png_chunk(b"eXIf", exif))
                orientation = 1
            kept.append(chunk)
        has_end = kind == b"IEND"
        at += length + 12
    if not has_end:
        raise DamagedError("no end")
    return b"".join(kept)


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def strip_webp(content: bytes, orientation: int) -> bytes:
    """Pixels, transparency, animation and profile."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise DamagedError("no WebP")
    (size,) = struct.unpack_from("<I", content, 4)
    at, end = 12, min(len(content), size + 8)
    kept: list[bytes] = []
    is_extended = has_pixels = False
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", content, at)
        data = content[at + 8 : at + 8 + length]
        if len(data) < length:
            raise DamagedError("cut short")
        at += 8 + length + length % 2
        if kind not in WEBP_KEPT:
            continue
        if kind == b"VP8X":
            is_extended = True
            flags = data[0] & ~(WEBP_EXIF_FLAG | WEBP_XMP_FLAG)
            data = bytes([flags | (WEBP_EXIF_FLAG if orientation != 1 else 0)]) + data[1:]
        has_pixels = has_pixels or kind in (b"VP8 ", b"VP8L", b"ANMF")
        kept.append(struct.pack("<4sI", kind, length) + data + b"\0" * (length % 2))
    if not has_pixels or (orientation != 1 and not is_extended):
        raise DamagedError("no pixels, or no head that can speak of Exif")
    if orientation != 1:
        exif = exif_with(orientation)
        kept.append(struct.pack("<4sI", b"EXIF", len(exif)) + exif)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def strip_gif(content: bytes, orientation: int) -> bytes:
    """Frames, their times and how often they are played."""
    if content[:6] not in (b"GIF87a", b"GIF89a") or orientation != 1:
        raise DamagedError("no GIF, or turned")
    at = 13 + _gif_colours(content[10])
    kept = [content[:at]]
    while True:
        start, kind = at, content[at]
        if kind == 0x3B:
            return b"".join([*kept, b"\x3b"])
        if kind == 0x2C:
            at = _gif_blocks_end(content, at + 10 + _gif_colours(content[at + 9]) + 1)
            kept.append(content[start:at])
        elif kind == 0x21:
            at = _gif_blocks_end(content, at + 2)
            is_loop = content[start + 1] == 0xFF and content[start + 3 :].startswith(
                GIF_APPLICATIONS
            )
            if is_loop or content[start + 1] == 0xF9:
                kept.append(content[start:at])
        else:
            raise DamagedError("no block")


def _gif_colours(flags: int) -> int:
    """Bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks_end(content: bytes, at: int) -> int:
    """Behind the empty block that ends a row of blocks."""
    while content[at]:
        at += content[at] + 1
    return at + 1


def strip_jxl(content: bytes, orientation: int) -> bytes:
    """The codestream, which says itself which side is up; a bare one has no metadata.

    How to get the JPEG file back that it was made of goes too: that has its metadata.
    """
    if orientation != 1:
        raise DamagedError("turned by Exif")
    return content if content.startswith(b"\xff\x0a") else _boxes(content, JXL_KEPT)


def strip_jp2(content: bytes, orientation: int) -> bytes:
    """The head and the codestream."""
    if orientation != 1:
        raise DamagedError("turned by Exif")
    return content if content.startswith(b"\xff\x4f") else _boxes(content, JP2_KEPT)


def _boxes(content: bytes, kinds: frozenset[bytes]) -> bytes:
    kept: list[bytes] = []
    at = 0
    while at + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, at)
        if length == 1:
            (length,) = struct.unpack_from(">Q", content, at + 8)
        end = len(content) if length == 0 else at + length
        if end > len(content) or end < at + 8:
            raise DamagedError("cut short")
        if kind in kinds:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def strip_bmp(content: bytes, orientation: int) -> bytes:
    """As it is: there is no room for metadata but behind the end."""
    (size,) = struct.unpack_from("<I", content, 2)
    if orientation != 1:
        raise DamagedError("turned by Exif")
    return content[:size] if 26 < size <= len(content) else content


_STRIP: dict[str, Callable[[bytes, int], bytes]] = {
    "JPEG": strip_jpeg,
    "PNG": strip_png,
    "WEBP": strip_webp,
    "GIF": strip_gif,
    "JXL": strip_jxl,
    "JPEG2000": strip_jp2,
    "BMP": strip_bmp,
}
