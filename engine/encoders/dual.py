"""Dual encoder: an image tower and a text tower that never met, each projected into one space.

Source: Theisen and Scheirer, "C-CLIP" (paper 001). A projection is ``x W + b``, scaled to length 1.
Deviation: the paper's have no ``b``.
"""

import functools
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from engine.encoders.base import Encoder, FloatArray, PixelArray, Precision, encode_texts_in
from engine.encoders.files import read_weights
from engine.encoders.text_towers import TextTower
from engine.encoders.trained import HEADS_NAME, DualSource
from engine.errors import InputError

Projections = Mapping[str, FloatArray]
"""``image.weight`` (d, s), ``image.bias`` (s,), ``text.weight`` (e, s), ``text.bias`` (s,)."""


class DualEncoder:
    """See the module's description. The text tower is loaded when the first text comes. Raises
    InputError where projections and towers do not go together."""

    has_text_tower = True

    def __init__(
        self, source: DualSource, base: Encoder, load_text_tower: Callable[[], TextTower]
    ) -> None:
        if base.fingerprint != source.base_fingerprint:
            raise InputError("encoder-base-other", encoder=source.name, base=source.base)
        self.name = source.name
        self.fingerprint = source.fingerprint
        self.base_fingerprint = source.base_fingerprint
        self.base_feature_size = base.feature_size
        self.feature_size = source.feature_size
        self.preprocess = base.preprocess
        self._source, self._base, self._load_text_tower = source, base, load_text_tower
        self._projections = _checked(source, base.feature_size)

    @property
    def precision(self) -> Precision:
        """That of the image tower."""
        return self._base.precision

    def encode_images(self, pixels: PixelArray) -> FloatArray:
        """(n, size_px, size_px, 3) uint8 RGB to (n, feature_size) float32, rows of length 1."""
        return self.from_base(self._base.encode_images(pixels))

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, feature_size) float32, rows of length 1; InputError where the text tower is gone or
        another than it was."""
        if not texts:
            return np.empty((0, self.feature_size), dtype=np.float32)
        read = self._texts.encode_texts(texts)
        if read.shape[1] != len(self._projections["text.weight"]):
            raise InputError("encoder-trained-damaged", path=self._source.folder / HEADS_NAME)
        return projected(self._projections, "text", read)

    def encode_texts_in(self, texts: Sequence[str], language: str) -> FloatArray:
        """As ``encode_texts``, of texts in a language (ISO 639-1)."""
        if not texts:
            return self.encode_texts(texts)
        vectors = encode_texts_in(self._texts, texts, language)
        return projected(self._projections, "text", vectors)

    def from_base(self, features: FloatArray) -> FloatArray:
        """(n, feature_size) image features of this encoder from those of its image tower."""
        return projected(self._projections, "image", features)

    @functools.cached_property
    def _texts(self) -> TextTower:
        tower, source = self._load_text_tower(), self._source
        if tower.fingerprint != source.base_text_fingerprint:
            raise InputError("encoder-base-other", encoder=source.name, base=source.text_tower)
        return tower


def projected(projections: Projections, tower: str, vectors: FloatArray) -> FloatArray:
    """(n, s) float32, rows of length 1."""
    moved = vectors @ projections[f"{tower}.weight"] + projections[f"{tower}.bias"]
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    found: FloatArray = (moved / np.maximum(lengths, 1e-12)).astype(np.float32)
    return found


def _checked(source: DualSource, image_size: int) -> Projections:
    path, size = source.folder / HEADS_NAME, source.feature_size
    found = {name: one.float().numpy() for name, one in read_weights(path).items()}
    text = found.get("text.weight")
    shapes = {
        "image.weight": (image_size, size),
        "image.bias": (size,),
        "text.weight": (0 if text is None or not text.ndim else len(text), size),
        "text.bias": (size,),
    }
    fits = {name: one.shape for name, one in found.items()} == shapes
    if not fits or not all(np.isfinite(one).all() for one in found.values()):
        raise InputError("encoder-trained-damaged", path=path)
    return found
