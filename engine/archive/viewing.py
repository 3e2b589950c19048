"""Pictures for the screen: decoded in a child process, never larger than what is looked at."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits, read_pixels
from engine.archive.stored_file import FileSource, located

# Shrinking by box averaging down to this multiple of the size, then Lanczos, looks like Lanczos
# alone and takes a fraction of the time.
REDUCING_GAP = 2.0


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """Which file, and the box in pixels that its picture is to fit; it is never enlarged.

    ``size_bytes`` of the file, where known, lengthens the time limit.
    """

    path: FileSource
    width_px: int
    height_px: int
    limits: DecodeLimits = DEFAULT_LIMITS
    size_bytes: int = 0


def decode_for_view(request: ViewRequest) -> NDArray[np.uint8]:
    """The picture at the largest size that fits the box: uint8 (height, width, 3).

    Raises InputError with the reason when the file cannot be read.
    """
    # The shortest side of what is shown is at most the box's shortest side.
    target_px = min(request.width_px, request.height_px)
    pixels = read_pixels(located(request.path), target_px=target_px, limits=request.limits)
    height_px, width_px = pixels.shape[:2]
    factor = min(request.width_px / width_px, request.height_px / height_px, 1.0)
    if factor == 1.0:
        return pixels
    size = (max(round(width_px * factor), 1), max(round(height_px * factor), 1))
    shrunk = Image.fromarray(pixels).resize(
        size, Image.Resampling.LANCZOS, reducing_gap=REDUCING_GAP
    )
    return np.asarray(shrunk)


def be_ready(_nothing: None) -> None:
    """Do nothing: a worker that has run this has started and loaded what it needs."""
