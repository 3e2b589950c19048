"""Keywords, title and time that an image file carries inside it."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from PIL import Image

from engine.archive.iptc import read_iptc
from engine.archive.keywords import FoundText, Keyword, keyword, union
from engine.archive.xmp import read_xmp
from engine.errors import InputError
from messages.message import Message

PHOTOSHOP_IPTC = 0x0404
TIFF_IPTC_TAG = 33723
XP_KEYWORDS_TAG = 0x9C9E
EXIF_IFD = 0x8769
# When the shutter opened, else when the picture was digitised.
TIME_TAGS = (0x9003, 0x9004)
_EXIF_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)")


def read_embedded_keywords(image: Image.Image, exif: Image.Exif) -> FoundText:
    """The union of XMP, IPTC and EXIF XPKeywords of a Pillow image; XMP's title goes first.

    Call it after the pixels are loaded: a PNG may hold its texts behind them. What is damaged is
    left out and noted.
    """
    parts: list[FoundText] = []
    notes: list[Message] = []
    packet = _bytes(image.info.get("xmp")) or _bytes(image.info.get("XML:com.adobe.xmp"))
    if packet:
        try:
            parts.append(read_xmp(packet))
        except InputError as error:
            notes.append(Message("embedded-xmp-left-out", {"reason": error.message}))
    parts.append(read_iptc(_iptc_block(image)))
    parts.append(FoundText(_xp_keywords(exif)))
    return FoundText(
        union(found for part in parts for found in part.keywords),
        next((part.title for part in parts if part.title), ""),
        tuple(notes),
    )


def captured_at(exif: Image.Exif) -> str | None:
    """When the picture was taken, ISO 8601 without a time zone as cameras write it; or None."""
    try:
        values: Mapping[int, Any] = exif.get_ifd(EXIF_IFD)
        texts = [str(values.get(tag, "")) for tag in TIME_TAGS]
    except Exception:  # broken EXIF raises nearly anything and costs no image
        return None
    for text in texts:
        match = _EXIF_TIME.match(text)
        if match:
            with suppress(ValueError):  # cameras without a clock write nonsense
                return datetime.fromisoformat(
                    "{}-{}-{}T{}:{}:{}".format(*match.groups())
                ).isoformat()
    return None


def _bytes(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    return value if isinstance(value, bytes) else b""


def _iptc_block(image: Image.Image) -> bytes:
    photoshop = image.info.get("photoshop")
    if isinstance(photoshop, dict):
        return _bytes(photoshop.get(PHOTOSHOP_IPTC))
    try:
        value = getattr(image, "tag_v2", {}).get(TIFF_IPTC_TAG)
    except Exception:  # a damaged tag raises nearly anything
        return b""
    if isinstance(value, tuple) and all(isinstance(part, int) for part in value):
        # Some programs call the block a list of 32-bit numbers, in the byte order of the file.
        order = getattr(image, "tag_v2", None)
        endian = getattr(order, "_endian", "<")
        return b"".join(
            (part & 0xFFFFFFFF).to_bytes(4, "little" if endian == "<" else "big") for part in value
        )
    return _bytes(value)


def _xp_keywords(exif: Image.Exif) -> tuple[Keyword, ...]:
    try:
        value = exif.get(XP_KEYWORDS_TAG)
    except Exception:  # broken EXIF raises nearly anything and costs no image
        return ()
    if isinstance(value, tuple) and all(isinstance(part, int) for part in value):
        value = bytes(part & 0xFF for part in value)
    text = _bytes(value).decode("utf-16-le", "ignore")
    found = (keyword([part], "XPKeywords") for part in text.split(";"))
    return union(part for part in found if part)
