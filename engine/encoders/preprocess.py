"""From decoded pixels to the square an encoder takes. Loads no torch: decode workers do this."""

import numpy as np
from PIL import Image

from engine.encoders.base import PixelArray, Preprocess

FILTERS = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}
LONGEST_SIDE_RATIO = 32


def prepare(pixels: PixelArray, preprocess: Preprocess) -> PixelArray:
    """(height, width, 3) uint8 RGB to (size_px, size_px, 3) uint8.

    The same numbers as torchvision's Resize and CenterCrop on a Pillow image, which is what
    open_clip's own preprocessing does.
    """
    size_px = preprocess.size_px
    image = Image.fromarray(pixels)
    if preprocess.resize == "shortest":
        image = _without_far_ends(image)
    resample = FILTERS[preprocess.interpolation]
    if preprocess.resize == "squash":
        return np.asarray(image.resize((size_px, size_px), resample))
    width, height = _scaled_size(image.width, image.height, preprocess)
    if (width, height) != image.size:
        image = image.resize((width, height), resample)
    # torchvision rounds the margins half to even; an odd margin must fall on the same side here.
    left, top = round((width - size_px) / 2.0), round((height - size_px) / 2.0)
    if preprocess.resize == "shortest":
        return np.asarray(image.crop((left, top, left + size_px, top + size_px)))
    square = np.full((size_px, size_px, 3), preprocess.fill, dtype=np.uint8)
    left, top = (size_px - width) // 2, (size_px - height) // 2
    square[top : top + height, left : left + width] = np.asarray(image)
    return square


def _without_far_ends(image: Image.Image) -> Image.Image:
    """Cut what lies far outside the centre square, which for a very long image is nearly all."""
    longest_px = LONGEST_SIDE_RATIO * min(image.size)
    if max(image.size) <= longest_px:
        return image
    width, height = min(image.width, longest_px), min(image.height, longest_px)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def _scaled_size(width: int, height: int, preprocess: Preprocess) -> tuple[int, int]:
    """(width, height) with the shortest or longest side at ``size_px``."""
    size_px = preprocess.size_px
    if preprocess.resize == "longest":
        scale = size_px / max(width, height)
        return max(1, round(width * scale)), max(1, round(height * scale))
    if width <= height:
        return size_px, int(size_px * height / width)
    return int(size_px * width / height), size_px
