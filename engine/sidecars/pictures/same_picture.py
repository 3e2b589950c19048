"""Whether two files show the same picture: the judge of what is written."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits, open_image
from engine.archive.formats import HEADER_BYTES, detect_format
from engine.archive.rewriting.stripping import can_strip, stripped


@dataclass(frozen=True, slots=True)
class PicturePair:
    """Two files of one format; ``size_bytes`` lengthens the time limit."""

    before: Path
    after: Path
    size_bytes: int = 0
    limits: DecodeLimits = DEFAULT_LIMITS


def is_same_without_metadata(pair: PicturePair) -> bool:
    """Whether two files are the same, byte for byte, once their metadata is taken out; False also
    for formats of which that cannot be told. Decodes nothing. Raises OSError."""
    found = _without_metadata(pair.before)
    return found is not None and found == _without_metadata(pair.after)


def has_same_pixels(pair: PicturePair) -> bool:
    """Whether two files have the same values of every pixel of every page; for a worker process.
    Raises InputError for one that cannot be read, OSError."""
    return _pixels(pair.before, pair.limits) == _pixels(pair.after, pair.limits)


def _without_metadata(path: Path) -> bytes | None:
    content = path.read_bytes()
    image_format = detect_format(content[:HEADER_BYTES], path.name) or ""
    return stripped(content, image_format, 1) if can_strip(image_format) else None


def _pixels(path: Path, limits: DecodeLimits) -> bytes:
    """A digest of all pages as they are stored, with their profile and which side is up."""
    digest = hashlib.sha256()
    with open_image(path, limits=limits) as opened:
        pages = opened.frame_count
        image = opened.loaded()
        told = [pages, opened.orientation, image.info.get("icc_profile")]
        digest.update(repr([opened.format, *told]).encode())
        for page in range(pages):
            if page:
                assert opened.pillow is not None
                opened.pillow.seek(page)
                image = opened.pillow
            digest.update(repr((image.mode, image.size)).encode())
            digest.update(image.tobytes())
    return digest.digest()
