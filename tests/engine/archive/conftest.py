"""Pictures whose right appearance is known."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 200, 30), (30, 30, 220), (240, 220, 40)
QUARTERS = (RED, GREEN, BLUE, YELLOW)
# What was done to the upright picture before it was stored with this EXIF orientation.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.fixture
def quarters() -> Image.Image:
    """64 x 48 pixels: red and green above, blue and yellow below."""
    image = Image.new("RGB", (64, 48))
    for position, colour in enumerate(QUARTERS):
        left, top = position % 2 * 32, position // 2 * 24
        image.paste(colour, (left, top, left + 32, top + 24))
    return image


@pytest.fixture
def assert_quarters() -> Callable[[NDArray[np.uint8], int], None]:
    """Checks that pixels show ``quarters`` upright, each quarter within a tolerance."""

    def check(pixels: NDArray[np.uint8], tolerance: int) -> None:
        assert pixels.dtype == np.uint8
        height, width, channels = pixels.shape
        assert (width, height, channels) == (64, 48, 3)
        for position, colour in enumerate(QUARTERS):
            left, top = position % 2 * 32, position // 2 * 24
            middle = pixels[top + 8 : top + 16, left + 8 : left + 24].astype(int)
            assert np.abs(middle - colour).max() <= tolerance

    return check


@pytest.fixture
def save_turned(quarters: Image.Image, tmp_path: Path) -> Callable[[str, int], Path]:
    """Stores ``quarters`` turned, with the EXIF orientation that undoes it."""

    def save(suffix: str, orientation: int) -> Path:
        exif = Image.Exif()
        exif[0x0112] = orientation
        transpose = STORED[orientation]
        stored = quarters if transpose is None else quarters.transpose(transpose)
        path = tmp_path / f"turned_{orientation}{suffix}"
        stored.save(path, exif=exif, quality=95)
        return path

    return save
