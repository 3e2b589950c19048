"""How well the common part of two pictures agrees."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.ndimage import uniform_filter

from engine.duplicates.alignment import Box, grid_size, sample

FloatArray = NDArray[np.float32]

GRID_PX = 64
"""Longest side of the grid the common part is compared on; less where a picture has fewer."""
RETOUCHED_LEVEL = 0.1
"""Difference of brightness, 0..1, from which a place counts as retouched."""
OFF = 0.06
"""Difference of brightness, 0..1, at which a place counts half when brightness is made equal."""
GREY_SATURATION = 0.012
"""Mean distance from grey below which a picture is a grey one."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """edges: cosine of the signed gradients, -1..1. tones: correlation of the grey values, -1..1.
    colors: correlation of the colours as far as both have some, -1..1. retouched: share that
    differs where brightness and contrast are made equal, 0..1. brightness: how much brighter the
    second is, -1..1. recolored: mean distance of the colours, 0..1."""

    edges: float
    tones: float
    colors: float
    retouched: float
    brightness: float
    recolored: float


def edge_agreement(first: FloatArray, second: FloatArray) -> float:
    """Cosine of the gradients of two grids, -1..1; 0 where one is flat."""
    one, other = np.gradient(first), np.gradient(second)
    common = sum(float((a * b).sum()) for a, b in zip(one, other, strict=True))
    lengths = [sum(float((a * a).sum()) for a in each) for each in (one, other)]
    return common / float(np.sqrt(lengths[0] * lengths[1])) if min(lengths) > 1e-6 else 0.0


def common_grid(here: Box, there: Box) -> tuple[int, int]:
    """The grid for a common part: no finer than the coarser picture."""
    finest = min(max(box[2] - box[0], box[3] - box[1]) for box in (here, there))
    return grid_size(here, max(8, min(GRID_PX, round(finest))))


def compare_overlap(
    first: tuple[Image.Image, Image.Image],
    second: tuple[Image.Image, Image.Image],
    here: Box,
    there: Box,
) -> Overlap:
    """Compare the common part of two pictures, each in colour and grey."""
    size = common_grid(here, there)
    one, other = _unit(first[1], here, size), _unit(second[1], there, size)
    gain, offset = _levelled(one, other)
    residual = np.abs(uniform_filter(gain * other + offset - one, 3))
    color_one, color_other = (
        _unit(picture[0], box, size) for picture, box in ((first, here), (second, there))
    )
    chroma_one, chroma_other = _chroma(color_one), _chroma(color_other)
    return Overlap(
        edge_agreement(one, other),
        _correlation(one, other),
        _color_agreement(chroma_one, chroma_other),
        float((residual > RETOUCHED_LEVEL).mean()),
        float(other.mean() - one.mean()),
        float(np.abs(chroma_one - chroma_other).mean()),
    )


def _unit(picture: Image.Image, box: Box, size: tuple[int, int]) -> FloatArray:
    return np.asarray(sample(picture, box, size) / 255, dtype=np.float32)


def _levelled(one: FloatArray, other: FloatArray) -> tuple[float, float]:
    """Gain and offset that bring the second's grey values to the first's, places that differ
    counting less."""
    weight = np.ones_like(one)
    gain, offset = 1.0, 0.0
    for _ in range(3):
        total = float(weight.sum())
        mean_one, mean_other = (
            float((weight * one).sum()) / total,
            float((weight * other).sum()) / total,
        )
        spread = float((weight * (other - mean_other) ** 2).sum()) / total
        common = float((weight * (one - mean_one) * (other - mean_other)).sum()) / total
        gain = float(np.clip(common / (spread + 1e-4), 0.4, 2.5))
        offset = mean_one - gain * mean_other
        residual = gain * other + offset - one
        weight = np.asarray(1 / (1 + (residual / OFF) ** 2), dtype=np.float32)
    return gain, offset


def _correlation(one: FloatArray, other: FloatArray) -> float:
    a, b = one - one.mean(), other - other.mean()
    lengths = float((a * a).mean()), float((b * b).mean())
    if min(lengths) < 1e-5:
        # Both even: they agree as far as their brightness does.
        return 1 - abs(float(one.mean() - other.mean())) if max(lengths) < 1e-5 else 0.0
    return float((a * b).mean()) / float(np.sqrt(lengths[0] * lengths[1]))


def _chroma(color: FloatArray) -> FloatArray:
    """(rows, columns, 2): how far red and blue lie from green."""
    return np.stack([color[..., 0] - color[..., 1], color[..., 2] - color[..., 1]], axis=-1)


def _color_agreement(one: FloatArray, other: FloatArray) -> float:
    """Cosine of the colours; 1 where one of the two is grey: that says nothing against it."""
    lengths = [float(np.abs(each).mean()) for each in (one, other)]
    if min(lengths) < GREY_SATURATION:
        return 1.0
    return float((one * other).sum() / np.sqrt((one * one).sum() * (other * other).sum()))
