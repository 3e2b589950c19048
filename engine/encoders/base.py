"""What every encoder is: an image tower and, where it has one, its text tower."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
PixelArray = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Preprocess:
    """How an image becomes the encoder's input; part of the fingerprint.

    ``resize``: "shortest" side to ``size_px`` then the centre square, or "squash" both sides.
    """

    size_px: int
    resize: Literal["shortest", "squash"]
    interpolation: Literal["bicubic", "bilinear"]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


class Encoder(Protocol):
    """Turns pixels and texts into L2-normalised vectors of one space."""

    name: str
    fingerprint: str
    feature_size: int
    preprocess: Preprocess
    has_text_tower: bool
    precision: Literal["float32", "bfloat16"]

    def encode_images(self, pixels: PixelArray) -> FloatArray:
        """(n, size_px, size_px, 3) uint8 RGB to (n, feature_size) float32, rows of length 1."""
        ...

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, feature_size) float32, rows of length 1; InputError without a text tower."""
        ...
