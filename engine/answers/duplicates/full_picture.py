"""What is measured of a picture at its full size: sharpness, enlargement, its very pixels; and the
colour profile that its file names."""

import hashlib
import struct
from dataclasses import dataclass

from engine.archive.colour import profile_name
from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits, open_image
from engine.archive.stored_file import FileSource, located
from engine.duplicates.sharpness import Resolution, resolution

KIND = "full-picture"
"""Under which it is kept by content hash."""
_LAYOUT = struct.Struct("<dd32sH")
MOST_NAME_BYTES = 200


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """Which file to measure; ``size_bytes`` lengthens the time limit."""

    path: FileSource
    size_bytes: int = 0
    limits: DecodeLimits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class FullPicture:
    """``pixels_hash``: 32 bytes, the same for pictures that are equal in every pixel.
    ``color_profile``: as the file's ICC profile calls itself, "" without one."""

    resolution: Resolution
    pixels_hash: bytes
    color_profile: str = ""

    def stored(self) -> bytes:
        """As it is kept."""
        measured = self.resolution
        name = self.color_profile.encode()[:MOST_NAME_BYTES]
        return (
            _LAYOUT.pack(measured.sharpness, measured.upscaled, self.pixels_hash, len(name)) + name
        )


def measure_picture(request: PictureRequest) -> FullPicture:
    """Decode a file whole and measure it. Raises InputError where it cannot be read."""
    with open_image(located(request.path), limits=request.limits) as opened:
        pixels = opened.pixels()
        color_profile = profile_name(opened.pillow) if opened.pillow is not None else ""
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(pixels.tobytes())
    return FullPicture(resolution(pixels), digest.digest(), color_profile)


def full_picture_of(stored: bytes | None) -> FullPicture | None:
    """What was kept; None where there is nothing, or something else."""
    if stored is None or len(stored) < _LAYOUT.size:
        return None
    sharpness, upscaled, pixels_hash, length = _LAYOUT.unpack_from(stored)
    name = stored[_LAYOUT.size :]
    if len(name) != length:
        return None
    # A name that was too long may have been cut within a letter.
    return FullPicture(Resolution(sharpness, upscaled), pixels_hash, name.decode("utf-8", "ignore"))
