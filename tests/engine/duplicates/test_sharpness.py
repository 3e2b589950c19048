"""Enlarged pictures are known from their spectrum."""

import numpy as np
import pytest
from PIL import Image

from engine.duplicates.keeper import UPSCALED
from engine.duplicates.sharpness import resolution
from tests.engine.duplicates.pictures import ByteArray, drawing, resized


def enlarged(picture: ByteArray, factor: int, how: Image.Resampling) -> ByteArray:
    image = Image.fromarray(picture)
    return np.asarray(image.resize((image.width * factor, image.height * factor), how))


@pytest.mark.parametrize("how", [Image.Resampling.BICUBIC, Image.Resampling.LANCZOS])
def test_an_enlarged_picture_is_told_from_one_drawn_at_that_size(how: Image.Resampling) -> None:
    for seed in range(4):
        large = drawing(seed, 1600, 1200)
        drawn = resolution(resized(large, 0.5))
        grown = resolution(enlarged(resized(large, 0.25), 2, how))
        assert drawn.upscaled < UPSCALED < grown.upscaled
        assert grown.sharpness < drawn.sharpness / 2


def test_even_and_tiny_pictures_are_not_enlarged() -> None:
    for picture in (np.full((100, 100, 3), 7, dtype=np.uint8), drawing(1)[:8, :8]):
        found = resolution(picture)
        assert (found.sharpness, found.upscaled) == (0.0, 1.0)
