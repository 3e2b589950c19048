"""Pictures drawn for the tests: unlike one another, each with some detail."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from engine.duplicates.registration import Looked, look

ByteArray = NDArray[np.uint8]


def drawing(seed: int, width_px: int = 260, height_px: int = 200) -> ByteArray:
    """Flat shapes of several colours on white, as clip-art is; with margins."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", (width_px, height_px), (255, 255, 255))
    pen = ImageDraw.Draw(image)
    for _ in range(9):
        left = random.uniform(0.08, 0.6) * width_px
        top = random.uniform(0.08, 0.6) * height_px
        right = left + random.uniform(0.1, 0.32) * width_px
        bottom = top + random.uniform(0.1, 0.32) * height_px
        color = tuple(int(value) for value in random.integers(0, 220, 3))
        shape = random.integers(0, 3)
        if shape == 0:
            pen.ellipse((left, top, right, bottom), fill=color, outline=(0, 0, 0))
        elif shape == 1:
            pen.rectangle((left, top, right, bottom), fill=color)
        else:
            pen.polygon([(left, bottom), (right, bottom), (left, top)], fill=color)
    return np.asarray(image)


def photograph(seed: int, width_px: int = 260, height_px: int = 200) -> ByteArray:
    """Soft patches of light with grain, filling the picture."""
    random = np.random.default_rng(seed)
    layers = np.zeros((height_px, width_px, 3), dtype=np.float32)
    for cells, weight in ((4, 1.0), (9, 0.7), (24, 0.4)):
        patch = random.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
        grown = Image.fromarray(patch).resize((width_px, height_px), Image.Resampling.BICUBIC)
        layers += weight * np.asarray(grown, dtype=np.float32)
    layers = layers / 2.1 + random.normal(0, 3, layers.shape)
    return np.clip(layers, 0, 255).astype(np.uint8)


def looked(picture: ByteArray) -> Looked:
    """As the program looks at it: through a thumbnail."""
    image = Image.fromarray(np.ascontiguousarray(picture))
    width_px, height_px = image.size
    image.thumbnail((320, 320))
    return look(np.asarray(image), width_px=width_px, height_px=height_px)


def resized(picture: ByteArray, factor: float) -> ByteArray:
    image = Image.fromarray(np.ascontiguousarray(picture))
    size = (round(image.width * factor), round(image.height * factor))
    return np.asarray(image.resize(size, Image.Resampling.LANCZOS))


def compressed(picture: ByteArray, quality: int) -> ByteArray:
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


def cropped(picture: ByteArray, share: float) -> ByteArray:
    """A share of either side cut off on all four."""
    rows, columns = picture.shape[:2]
    down, right = round(rows * share), round(columns * share)
    return picture[down : rows - down, right : columns - right]


def bordered(picture: ByteArray, width_px: int = 16) -> ByteArray:
    return np.pad(picture, ((width_px, width_px), (width_px, width_px), (0, 0)))
