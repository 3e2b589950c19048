"""One picture file in another form: smaller, in another format, in sRGB, without metadata.

A file that is as it is wanted comes back byte for byte. Metadata that may stay is taken over as
far as the formats have room for it: Exif and XMP everywhere, IPTC from JPEG to JPEG, texts from PNG
to PNG; which side is up is carried out and no longer said. What was not there is not made up: a
picture is never enlarged.
"""

import hashlib
from dataclasses import dataclass

from PIL import Image

from engine.archive.colour import is_srgb, rgb_array
from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits, OpenImage, open_image
from engine.archive.formats import HEADER_BYTES, RAW
from engine.archive.rewriting.encoding import (
    Metadata,
    encode,
    fits,
    metadata_of,
)
from engine.archive.rewriting.stripping import can_strip, stripped
from engine.archive.stored_file import FileSource, located
from engine.errors import InputError

REDUCING_GAP = 2.0
WITHOUT_PROFILES = frozenset({"GIF", "BMP", "PPM", "TGA"})
"""Formats whose files are taken as sRGB."""
ANEW = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WEBP", "TIFF": "TIFF"} | dict.fromkeys(
    ("GIF", "BMP", "PSD", "TGA", "PPM"), "PNG"
)
"""The format that a picture is stored in anew where it is to stay in its own; JPEG for others,
which are those of cameras and photographs."""
_SAYS_WHICH_SIDE_IS_UP = (b"Exif", b"eXIf", b"EXIF", b"exif", b"xap/1.0", b"adobe.xmp", b"XMP")

# What is said of a picture beside that it was written.
KEPT_QUALITY = "kept-quality"
"""It is stored with loss and was as it is wanted: the quality that was asked for did nothing."""
ENCODED_ANEW = "encoded-anew"
"""Its metadata could not be taken out without storing the pixels anew."""
FIRST_FRAME = "first-frame"
COLOURS_CONVERTED = "colours-converted"
"""To sRGB, as the format has no room for its colours."""


@dataclass(frozen=True, slots=True)
class RewriteRequest:
    """What is to become of which file; ``sha256`` in hexadecimal is what it should hold, "" where
    nobody knows. ``longest_side_px`` None: as large as it is. ``format`` as Pillow calls it; it is
    that of the file itself where only this is in question. ``quality`` 1..100."""

    path: FileSource
    format: str
    sha256: str = ""
    longest_side_px: int | None = None
    quality: int = 92
    to_srgb: bool = False
    strip: bool = False
    limits: DecodeLimits = DEFAULT_LIMITS
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class RewrittenPicture:
    """The whole file; width and height of the picture as it is seen. ``notes`` are codes."""

    data: bytes
    format: str
    width_px: int
    height_px: int
    notes: tuple[str, ...] = ()


def leaves_as(
    image_format: str,
    *,
    wanted: str | None,
    is_too_large: bool,
    to_srgb: bool,
    strip: bool,
) -> str:
    """The format that a file of ``image_format`` leaves in; ``wanted`` None: its own if it can."""
    if wanted is not None:
        return wanted
    colours_may_change = to_srgb and image_format not in WITHOUT_PROFILES
    if is_too_large or colours_may_change or (strip and not can_strip(image_format)):
        return ANEW.get(image_format, "JPEG")
    return image_format


def rewrite_picture(request: RewriteRequest) -> RewrittenPicture:
    """The picture in the form that is asked for.

    Raises InputError where the file is gone, damaged, too large for the limits or the format, or
    holds something else than it should.
    """
    path = located(request.path)
    content = read_checked(path, request.sha256)
    with open_image(path, content=content, limits=request.limits) as opened:
        width, height = opened.stored_size
        longest = request.longest_side_px
        is_small = longest is None or max(width, height) <= longest
        if opened.format == request.format and is_small and _has_colours(opened, request):
            as_it_is = _as_it_is(opened, content, request)
            if as_it_is is not None:
                return as_it_is
        return _anew(opened, content, request)


def read_checked(path: "FileSource", sha256: str) -> bytes:
    """All of a file. Raises InputError where it cannot be read or holds something else."""
    try:
        content = located(path).read_bytes()
    except FileNotFoundError as error:
        raise InputError("file-gone") from error
    except PermissionError as error:
        raise InputError("file-forbidden") from error
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        raise InputError("picture-changed")
    return content


def _has_colours(opened: OpenImage, request: RewriteRequest) -> bool:
    if not request.to_srgb or opened.format in WITHOUT_PROFILES:
        return True
    return opened.pillow is not None and is_srgb(opened.pillow)


def _as_it_is(
    opened: OpenImage, content: bytes, request: RewriteRequest
) -> RewrittenPicture | None:
    """The file with its pixels untouched; None where its metadata cannot go without that."""
    width, height = opened.stored_size
    orientation = _orientation(opened, content)
    data: bytes | None = content
    if request.strip:
        data = stripped(content, opened.format, orientation)
    if data is None:
        return None
    if orientation >= 5:
        width, height = height, width
    notes = (KEPT_QUALITY,) if opened.format in ("JPEG", "WEBP") else ()
    return RewrittenPicture(data, opened.format, width, height, notes)


def _orientation(opened: OpenImage, content: bytes) -> int:
    """Asked for only where something can say it: a whole PNG is decoded to look for it."""
    if opened.format == RAW or not any(mark in content for mark in _SAYS_WHICH_SIDE_IS_UP):
        return 1
    return opened.orientation


def _anew(opened: OpenImage, content: bytes, request: RewriteRequest) -> RewrittenPicture:
    notes: list[str] = []
    if opened.frame_count > 1 and opened.format != "JPEG":  # what is behind one is no frame
        notes.append(FIRST_FRAME)
    if request.strip and opened.format == request.format:
        notes.append(ENCODED_ANEW)
    image = opened.loaded(_target_px(opened.stored_size, request.longest_side_px))
    orientation = opened.orientation
    metadata = Metadata() if request.strip else metadata_of(opened, image, content, request.format)
    profile = image.info.get("icc_profile")
    if request.to_srgb or not fits(image, request.format):
        if not request.to_srgb and not is_srgb(image):
            notes.append(COLOURS_CONVERTED)
        image, profile = _in_srgb(image, keeps_alpha=request.format != "JPEG"), None
        metadata = metadata.in_srgb()
    image = _upright(_smaller(_plain(image), request.longest_side_px), orientation)
    lossless = opened.format == "WEBP" and b"VP8L" in content[:HEADER_BYTES]
    data = encode(image, request.format, request.quality, profile, metadata, lossless_webp=lossless)
    return RewrittenPicture(data, request.format, image.width, image.height, tuple(notes))


def _target_px(size: tuple[int, int], longest_side_px: int | None) -> int | None:
    """Shortest side of the picture as it is to be; None where it keeps its size."""
    if longest_side_px is None or max(size) <= longest_side_px:
        return None
    return max(1, min(size) * longest_side_px // max(size))


def _in_srgb(image: Image.Image, *, keeps_alpha: bool) -> Image.Image:
    """By the rules of engine.archive.colour; transparency stays where there is room for it."""
    if keeps_alpha and (image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info):
        whole = image if image.mode in ("LA", "RGBA") else _with_profile(image, "RGBA")
        alpha = whole.getchannel("A")
        if alpha.getextrema() != (255, 255):
            colours = "L" if whole.mode == "LA" else "RGB"
            converted = Image.fromarray(rgb_array(_with_profile(whole, colours)))
            converted.putalpha(alpha)
            return converted
    is_grey = image.mode in ("1", "L", "LA", "I", "F") or image.mode.startswith("I;16")
    converted = Image.fromarray(rgb_array(image))
    if is_grey and "icc_profile" not in image.info:
        return converted.getchannel("G")
    return converted


def _with_profile(image: Image.Image, mode: str) -> Image.Image:
    made = image.convert(mode)
    made.info.pop("transparency", None)
    if "icc_profile" in image.info:
        made.info["icc_profile"] = image.info["icc_profile"]
    return made


def _plain(image: Image.Image) -> Image.Image:
    """A mode that can be made smaller without stairs: no palette, no single bits."""
    if image.mode in ("L", "LA", "RGB", "RGBA") or image.mode.startswith("I;16"):
        if "transparency" in image.info:
            return _with_profile(image, "RGBA")
        return image
    if image.mode == "1":
        return image.convert("L")
    has_alpha = image.mode in ("PA", "La", "RGBa") or "transparency" in image.info
    return _with_profile(image, "RGBA" if has_alpha else "RGB")


def _smaller(image: Image.Image, longest_side_px: int | None) -> Image.Image:
    if longest_side_px is None or max(image.size) <= longest_side_px:
        return image
    factor = longest_side_px / max(image.size)
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=REDUCING_GAP)


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)
