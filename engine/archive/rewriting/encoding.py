"""From pixels to a file of a format, with as much of the metadata as it has room for."""

import io
import re
import struct
from contextlib import suppress
from dataclasses import dataclass, field, replace

from PIL import Image, PngImagePlugin, TiffImagePlugin

from engine.archive.decode import OpenImage
from engine.archive.metadata.jpeg import PHOTOSHOP
from engine.errors import InputError

MOST_SIDE_PX = {"JPEG": 65_500, "WEBP": 16_383, "GIF": 65_535}
MOST_EXIF_BYTES = 65_000
"""What a JPEG has room for."""
FULL_COLOUR_QUALITY = 90
"""From this quality on, JPEG keeps colours at full resolution."""
EXIF_IFD, COLOUR_SPACE, EXIF_WIDTH, EXIF_HEIGHT = 0x8769, 0xA001, 0xA002, 0xA003
XMP_TAG = 700
EXIF_TAGS = frozenset({0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x8298}) | {
    *(0x8769, 0x8825, 0x4746, 0x4749, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F)
}
"""What a picture is, when and where it was taken, by whom, with what; rating and Windows' texts."""
_XMP_ORIENTATION = re.compile(rb"""(tiff:Orientation\s*(?:=\s*["']|>)\s*)[2-8]""")

_FITTING = {
    "JPEG": frozenset({"1", "L", "RGB", "RGBX"}),
    "PNG": frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "I;16", "La", "RGBa"}),
    "WEBP": frozenset({"1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "La", "RGBa"}),
}
_FITTING["TIFF"] = _FITTING["PNG"] | {"I;16B"}
_FITTING["GIF"] = _FITTING["WEBP"]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is taken over; ``photoshop`` are the resources of a JPEG, IPTC among them."""

    exif: Image.Exif | None = None
    xmp: bytes = b""
    photoshop: tuple[bytes, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)

    def in_srgb(self) -> "Metadata":
        """For pixels that have become sRGB."""
        if self.exif is not None:
            with suppress(Exception):  # broken Exif raises nearly anything
                self.exif.get_ifd(EXIF_IFD)[COLOUR_SPACE] = 1
        return replace(self)


def fits(image: Image.Image, image_format: str) -> bool:
    """Whether the format has room for such pixels as they are. CMYK and numbers wider than a
    format's own become sRGB; so does what is transparent in a JPEG."""
    if image_format == "JPEG" and "transparency" in image.info:
        return False
    return image.mode in _FITTING.get(image_format, frozenset())


def metadata_of(opened: OpenImage, image: Image.Image, content: bytes, target: str) -> Metadata:
    """Of an image that is loaded, for a picture that will be upright."""
    exif = opened.exif
    with suppress(Exception):
        # A TIFF's tags also say how its pixels are stored.
        for tag in set(exif) - EXIF_TAGS:
            del exif[tag]
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    xmp = xmp.encode() if isinstance(xmp, str) else bytes(xmp)
    photoshop: tuple[bytes, ...] = ()
    if opened.format == target == "JPEG":
        applied = getattr(opened.pillow, "applist", [])
        photoshop = tuple(
            data for name, data in applied if name == "APP13" and data.startswith(PHOTOSHOP)
        )
    texts = (
        {
            key: text
            for key, text in getattr(opened.pillow, "text", {}).items()
            if isinstance(text, str) and not key.startswith(("Raw profile", "XML:"))
        }
        if opened.format == target == "PNG"
        else {}
    )
    return Metadata(exif, _XMP_ORIENTATION.sub(rb"\g<1>1", xmp), photoshop, texts)


def encode(
    image: Image.Image,
    image_format: str,
    quality: int,
    profile: bytes | None,
    metadata: Metadata,
    *,
    lossless_webp: bool = False,
) -> bytes:
    """The file. Raises InputError where the picture is larger than the format allows."""
    most = MOST_SIDE_PX.get(image_format, max(image.size))
    if max(image.size) > most:
        raise InputError("picture-too-large-for-format", format=image_format, limit_px=most)
    image = image.copy() if image.info else image
    image.info.clear()
    exif = _exif_bytes(metadata.exif, image.size)
    options: dict[str, object] = {"icc_profile": profile} if profile else {}
    if image_format == "JPEG":
        subsampling = 0 if quality >= FULL_COLOUR_QUALITY else 2
        options |= {"quality": quality, "subsampling": subsampling, "exif": exif}
        options |= {"xmp": metadata.xmp} if 0 < len(metadata.xmp) < MOST_EXIF_BYTES else {}
    elif image_format == "WEBP":
        options |= {"quality": quality, "exif": exif, "xmp": metadata.xmp}
        options |= {"lossless": True, "exact": True} if lossless_webp else {}
    elif image_format == "PNG":
        options |= {"exif": exif} if exif else {}
        options["pnginfo"] = _png_texts(metadata)
    elif image_format == "TIFF":
        options["compression"] = "tiff_adobe_deflate"
        options["tiffinfo"] = _tiff_tags(metadata)
    buffer = io.BytesIO()
    image.save(buffer, image_format, **options)
    data = buffer.getvalue()
    return _with_photoshop(data, metadata.photoshop) if metadata.photoshop else data


def _exif_bytes(exif: Image.Exif | None, size: tuple[int, int]) -> bytes:
    """Empty where there is none, or it is too broken or long to be written again."""
    if exif is None:
        return b""
    try:
        details = exif.get_ifd(EXIF_IFD)
        if details:
            details[EXIF_WIDTH], details[EXIF_HEIGHT] = size
        if not len(exif):
            return b""
        data = exif.tobytes()
    except Exception:
        return b""
    return data if len(data) <= MOST_EXIF_BYTES else b""


def _png_texts(metadata: Metadata) -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    for key, text in metadata.texts.items():
        texts.add_itxt(key, text)
    if metadata.xmp:
        texts.add_itxt("XML:com.adobe.xmp", metadata.xmp.decode("utf-8", "replace"))
    return texts


def _tiff_tags(metadata: Metadata) -> TiffImagePlugin.ImageFileDirectory_v2:
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    if metadata.xmp:
        tags.tagtype[XMP_TAG] = 1
        tags[XMP_TAG] = metadata.xmp
    return tags


def _with_photoshop(data: bytes, parts: tuple[bytes, ...]) -> bytes:
    """Put the resources behind the application segments that are there."""
    at = 2
    while data[at : at + 1] == b"\xff" and 0xE0 <= data[at + 1] <= 0xEF:
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    segments = b"".join(b"\xff\xed" + struct.pack(">H", len(part) + 2) + part for part in parts)
    return data[:at] + segments + data[at:]
