"""The small pictures of the grid: made once while scanning, kept by content hash."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

THUMBNAIL_PX = 320
JPEG_QUALITY = 85


def make_thumbnail(pixels: NDArray[np.uint8]) -> bytes:
    """A JPEG of pixels uint8 (height, width, 3) whose longest side is at most 320 px.

    Smaller pictures keep their size.
    """
    image = Image.fromarray(pixels)
    image.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX), Image.Resampling.LANCZOS, reducing_gap=2.0)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def thumbnail_target_px(width_px: int, height_px: int) -> int:
    """Shortest side of the thumbnail of such an image: ``target_px`` for ``read_pixels``."""
    shortest, longest = sorted((max(width_px, 1), max(height_px, 1)))
    return max(1, shortest * THUMBNAIL_PX // longest)
