"""What every encoder is: an image tower and, where it has one, its text tower."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
PixelArray = NDArray[np.uint8]

Precision = Literal["float32", "bfloat16"]
PrecisionChoice = Literal["auto", "float32", "bfloat16"]


@dataclass(frozen=True, slots=True)
class Preprocess:
    """How an image becomes the encoder's input; part of the fingerprint.

    ``resize``: the "shortest" side to ``size_px``, then the centre square; "longest" side to
    ``size_px``, the rest filled with the grey level ``fill``; or "squash" both sides.
    ``mean`` and ``std`` are in units of pixel values / 255.
    """

    size_px: int
    resize: Literal["shortest", "longest", "squash"]
    interpolation: Literal["bicubic", "bilinear"]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    fill: int = 0


class Encoder(Protocol):
    """Turns pixels and texts into L2-normalised vectors of one space."""

    name: str
    fingerprint: str
    feature_size: int
    preprocess: Preprocess
    has_text_tower: bool

    @property
    def precision(self) -> Precision:
        """What images are encoded in; may be settled by the first batch."""
        ...

    def encode_images(self, pixels: PixelArray) -> FloatArray:
        """(n, size_px, size_px, 3) uint8 RGB to (n, feature_size) float32, rows of length 1."""
        ...

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, feature_size) float32, rows of length 1; InputError without a text tower."""
        ...


class ReadsTexts(Protocol):
    """An encoder, or a text tower alone."""

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, d) float32, rows of length 1."""
        ...


@runtime_checkable
class ReadsLanguages(Protocol):
    """An encoder or a text tower that can be told the language of texts."""

    def encode_texts_in(self, texts: Sequence[str], language: str) -> FloatArray:
        """As ``encode_texts``, of texts in a language (ISO 639-1)."""
        ...


def encode_texts_in(reader: ReadsTexts, texts: Sequence[str], language: str) -> FloatArray:
    """(n, d) float32, rows of length 1, of texts in a language, which a reader is told that takes
    it."""
    if isinstance(reader, ReadsLanguages):
        return reader.encode_texts_in(texts, language)
    return reader.encode_texts(texts)


@runtime_checkable
class MapsBaseFeatures(Protocol):
    """An encoder whose image features follow from those of another one, its base."""

    base_fingerprint: str
    base_feature_size: int

    def from_base(self, features: FloatArray) -> FloatArray:
        """(n, feature_size) features of this encoder from the base's, rows of length 1."""
        ...
