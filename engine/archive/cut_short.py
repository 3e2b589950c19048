"""Pictures whose file ends early: what is there is shown when little is missing.

Pillow refuses a file that is cut short by one byte as it refuses one that is cut in half. Browsers
and libjpeg show what there is. Here a picture counts as readable when nine tenths of it are there;
what is missing is said in a note.
"""

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

LEAST_SHARE = 0.9
"""So much of a picture has to be there."""

JPEG_END = b"\xff\xd9"
JPEG_SCAN = b"\xff\xda"
BLOCK_PX = 16
"""A JPEG is stored in blocks of at most so many rows."""
SMALLEST_PADDING_BYTES = 4096


@contextmanager
def truncated_files_allowed() -> Iterator[None]:
    """Let Pillow load what there is of a file that ends early.

    The switch is global in Pillow; files are decoded one at a time in a process of their own.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def with_end(content: bytes) -> bytes:
    """A JPEG with its end marker, which tells the decoder to fill up what is missing."""
    return content + JPEG_END


def share_there(content: bytes, image_format: str) -> float:
    """Which share of the picture the file holds, 0 to 1. Raises whatever a decoder raises."""
    if image_format == "JPEG":
        return _share_of_jpeg(content)
    with truncated_files_allowed(), Image.open(io.BytesIO(content)) as image:
        image.load()
        pixels = np.asarray(image)
        # Pillow does not say whether a GIF is; most are.
        is_interlaced = image_format == "GIF" or bool(image.info.get("interlace"))
    rows = pixels.reshape(len(pixels), -1)
    # What was not decoded is zero in every channel; in a GIF it is the background.
    filling = rows[-1, -1] if image_format == "GIF" else 0
    empty: NDArray[np.bool_] = np.logical_and.reduce(rows == filling, axis=1)
    if is_interlaced:
        return 1.0 - float(empty.mean())
    # Rows are stored from the top, in BMP from the bottom.
    missing = max(_leading(empty), _leading(empty[::-1]))
    return 1.0 - missing / len(empty)


def _leading(flags: NDArray[np.bool_]) -> int:
    """How many of the first flags are set."""
    return len(flags) if flags.all() else int(flags.argmin())


def _share_of_jpeg(content: bytes) -> float:
    """What comes out alike whatever follows the last byte was there; the rest is made up.

    A progressive file that has begun its second scan holds the whole picture, less sharp.
    """
    if content.count(JPEG_SCAN) > 1:
        return 1.0
    filled = _decoded(with_end(content))
    noise = random.Random(0)  # noqa: S311 - padding, not a secret
    length = max(SMALLEST_PADDING_BYTES, len(content))
    padding = noise.randbytes(length).replace(b"\xff", b"\x00")
    padded = _decoded(with_end(content + padding))
    differs: NDArray[np.int64] = np.abs(filled.astype(np.int64) - padded)
    made_up = differs.reshape(*differs.shape[:2], -1).sum(axis=2) > 0
    if not made_up.any():
        return 1.0
    height, width = made_up.shape
    first = int(made_up.any(axis=1).argmax()) // BLOCK_PX * BLOCK_PX
    column = int(made_up[first : first + BLOCK_PX].any(axis=0).argmax())
    return float(min(1.0, (first + BLOCK_PX * column / width) / height))


def _decoded(content: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(content), formats=("JPEG",)) as image:
        image.load()
        return np.asarray(image)
