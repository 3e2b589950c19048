"""What is measured of a picture at its full size: sharpness, enlargement, and its very pixels."""

import hashlib
import struct
from dataclasses import dataclass

from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits, read_pixels
from engine.archive.stored_file import FileSource, located
from engine.duplicates.sharpness import Resolution, resolution

KIND = "full-picture"
"""Under which it is kept by content hash."""
_LAYOUT = struct.Struct("<dd32s")


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """Which file to measure; ``size_bytes`` lengthens the time limit."""

    path: FileSource
    size_bytes: int = 0
    limits: DecodeLimits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class FullPicture:
    """``pixels_hash``: 32 bytes, the same for pictures that are equal in every pixel."""

    resolution: Resolution
    pixels_hash: bytes

    def stored(self) -> bytes:
        """As it is kept."""
        measured = self.resolution
        return _LAYOUT.pack(measured.sharpness, measured.upscaled, self.pixels_hash)


def measure_picture(request: PictureRequest) -> FullPicture:
    """Decode a file whole and measure it. Raises InputError where it cannot be read."""
    pixels = read_pixels(located(request.path), limits=request.limits)
    digest = hashlib.sha256(repr(pixels.shape).encode())
    digest.update(pixels.tobytes())
    return FullPicture(resolution(pixels), digest.digest())


def full_picture_of(stored: bytes | None) -> FullPicture | None:
    """What was kept; None where there is nothing, or something else."""
    if stored is None or len(stored) != _LAYOUT.size:
        return None
    sharpness, upscaled, pixels_hash = _LAYOUT.unpack(stored)
    return FullPicture(Resolution(sharpness, upscaled), pixels_hash)
