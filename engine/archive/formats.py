"""Which files are images the program reads: decided by their first bytes, not by their name."""

import re
from pathlib import PurePath

HEADER_BYTES = 64

IMAGE_SUFFIXES = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".png",
        ".apng",
        ".gif",
        ".bmp",
        ".dib",
        ".tif",
        ".tiff",
        ".webp",
        ".heic",
        ".heif",
        ".hif",
        ".avif",
        ".jxl",
        ".jp2",
        ".j2k",
        ".jpf",
        ".jpx",
        ".psd",
        ".tga",
        ".pnm",
        ".pbm",
        ".pgm",
        ".ppm",
    }
)
# RAW files without a signature of their own: TIFF inside, told apart by the name.
TIFF_RAW_SUFFIXES = frozenset(
    {
        ".3fr",
        ".arw",
        ".cr2",
        ".dcr",
        ".dng",
        ".erf",
        ".fff",
        ".iiq",
        ".kdc",
        ".mef",
        ".mos",
        ".nef",
        ".nrw",
        ".pef",
        ".rwl",
        ".sr2",
        ".srf",
        ".srw",
    }
)
RAW_SUFFIXES = TIFF_RAW_SUFFIXES | {".cr3", ".crw", ".mrw", ".orf", ".raf", ".raw", ".rw2", ".x3f"}
RAW = "RAW"

_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"\xff\x0a", "JXL"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JXL"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG2000"),
    (b"\xff\x4f\xff\x51", "JPEG2000"),
    (b"8BPS\0\x01", "PSD"),
    (b"FUJIFILMCCD-RAW", RAW),
    (b"IIRO", RAW),
    (b"IIRS", RAW),
    (b"MMOR", RAW),
    (b"IIU\0", RAW),
    (b"II\x1a\0\0\0HEAPCCDR", RAW),
    (b"FOVb", RAW),
    (b"\0MRM", RAW),
)
_BMP_HEADER_SIZES = {size.to_bytes(4, "little") for size in (12, 16, 40, 52, 56, 64, 108, 124)}
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_CR3_BRAND = b"crx "
_PORTABLE_MAP = re.compile(rb"P[1-6][ \t\r\n]+(?:#[^\n]*\n\s*)*[0-9]")
_TGA_IMAGE_KINDS = {1, 2, 3, 9, 10, 11}
_TGA_DEPTHS = {8, 15, 16, 24, 32}


def detect_format(start: bytes, name: str = "") -> str | None:
    """Name of the image format that a file starts with, or None for anything else.

    ``start`` holds the first HEADER_BYTES bytes. ``name`` is used for two things only: most RAW
    formats are TIFF files and have no signature of their own, and TGA has none at all. The result
    is a Pillow format name or "RAW".
    """
    suffix = PurePath(name).suffix.lower()
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "WEBP"
    if start[4:8] == b"ftyp":
        return _box_format(start)
    for signature, image_format in _SIGNATURES:
        if start.startswith(signature):
            if image_format == "BMP" and start[14:18] not in _BMP_HEADER_SIZES:
                return None  # a text that begins with these two letters
            if image_format == "TIFF" and (suffix in TIFF_RAW_SUFFIXES or start[8:10] == b"CR"):
                return RAW
            return image_format
    if _PORTABLE_MAP.match(start):
        return "PPM"
    return "TGA" if suffix == ".tga" and _is_targa(start) else None


def _is_targa(start: bytes) -> bool:
    """Whether a file named .tga has a header that makes sense: TGA has no signature in front."""
    return (
        len(start) >= 18
        and start[1] in (0, 1)
        and start[2] in _TGA_IMAGE_KINDS
        and start[16] in _TGA_DEPTHS
    )


def looks_like_image_name(name: str) -> bool:
    """Whether a person would expect a file of this name to be an image."""
    return PurePath(name).suffix.lower() in IMAGE_SUFFIXES | RAW_SUFFIXES


def _box_format(start: bytes) -> str | None:
    """The format of an ISO base media file: the major brand, then the compatible ones."""
    length = min(int.from_bytes(start[:4], "big"), len(start))
    brands = [start[8:12]] + [start[at : at + 4] for at in range(16, length - 3, 4)]
    if brands[0] == _CR3_BRAND:
        return RAW
    if _AVIF_BRANDS.intersection(brands):
        return "AVIF"
    return "HEIF" if _HEIF_BRANDS.intersection(brands) else None
