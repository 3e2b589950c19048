"""An encoder whose vectors are those of another one, mapped by small heads on either tower.

A head is linear, ``x + x W + b``, or a residual adapter, ``x + relu(x D + c) U + b``, and its
result is scaled to length 1 again. Heads of zeros leave every vector as it is, to the bit.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from engine.encoders.base import Encoder, FloatArray, PixelArray, Precision, encode_texts_in
from engine.encoders.files import read_weights
from engine.encoders.trained import HEADS_NAME, AdaptedSource
from engine.errors import InputError

Tower = Literal["image", "text"]
Heads = Mapping[str, FloatArray]
"""``TOWER.weight`` (d, d) and ``TOWER.bias`` (d,); or ``TOWER.down`` (d, h), ``TOWER.inner`` (h,),
``TOWER.up`` (h, d) and ``TOWER.bias``. A tower without any stays as it is."""


class AdaptedEncoder:
    """See the module's description. Raises InputError where heads and base do not go together."""

    def __init__(self, source: AdaptedSource, base: Encoder) -> None:
        if base.fingerprint != source.base_fingerprint or base.feature_size != source.feature_size:
            raise InputError("encoder-base-other", encoder=source.name, base=source.base)
        self.name = source.name
        self.fingerprint = source.fingerprint
        self.base_fingerprint = source.base_fingerprint
        self.feature_size = self.base_feature_size = source.feature_size
        self.preprocess = base.preprocess
        self.has_text_tower = base.has_text_tower
        self._base = base
        self._heads = checked_heads(source)

    @property
    def precision(self) -> Precision:
        """That of the base."""
        return self._base.precision

    def encode_images(self, pixels: PixelArray) -> FloatArray:
        """(n, size_px, size_px, 3) uint8 RGB to (n, feature_size) float32, rows of length 1."""
        return self.from_base(self._base.encode_images(pixels))

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """(n, feature_size) float32, rows of length 1; InputError without a text tower."""
        return mapped(self._heads, "text", self._base.encode_texts(texts))

    def encode_texts_in(self, texts: Sequence[str], language: str) -> FloatArray:
        """As ``encode_texts``, of texts in a language (ISO 639-1)."""
        return mapped(self._heads, "text", encode_texts_in(self._base, texts, language))

    def from_base(self, features: FloatArray) -> FloatArray:
        """(n, feature_size) image features of this encoder from those of its base."""
        return mapped(self._heads, "image", features)


def mapped(heads: Heads, tower: Tower, vectors: FloatArray) -> FloatArray:
    """(n, d) float32 rows of length 1, through the head of a tower."""
    prefix = f"{tower}."
    own = {name.removeprefix(prefix): one for name, one in heads.items() if name.startswith(prefix)}
    if not any(own[name].any() for name in ("weight", "up", "bias") if name in own):
        return vectors
    if "weight" in own:
        added = vectors @ own["weight"]
    else:
        added = np.maximum(vectors @ own["down"] + own["inner"], 0) @ own["up"]
    moved = vectors + added + own["bias"]
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    found: FloatArray = (moved / np.maximum(lengths, 1e-12)).astype(np.float32)
    return found


def checked_heads(source: AdaptedSource) -> Heads:
    """The heads of an encoder; InputError where they are no whole ones for vectors of its size."""
    path, size = source.folder / HEADS_NAME, source.feature_size
    heads = {name: one.float().numpy() for name, one in read_weights(path).items()}
    for tower in ("image", "text"):
        shapes = {
            name.partition(".")[2]: one.shape
            for name, one in heads.items()
            if name.startswith(f"{tower}.")
        }
        hidden = sum(shapes.get("inner", ())[:1])
        linear = {"weight": (size, size), "bias": (size,)}
        residual = {"down": (size, hidden), "inner": (hidden,), "up": (hidden, size)}
        if shapes and shapes not in (linear, {**residual, "bias": (size,)}):
            raise InputError("encoder-trained-damaged", path=path)
    if not all(np.isfinite(one).all() for one in heads.values()):
        raise InputError("encoder-trained-damaged", path=path)
    return heads
