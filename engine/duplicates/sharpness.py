"""How sharp a picture is, and whether it was enlarged beyond what it holds.

Edges have as much at every frequency once the spectrum is multiplied with the frequency. A picture
enlarged by a factor has next to nothing above the half of the sampling rate it had before.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import fft

FloatArray = NDArray[np.float32]

MOST_SIDE_PX = 1024
LEAST_SIDE_PX = 32
BANDS = 50
NYQUIST = 0.5
LOW_BAND = 0.04, 0.12
"""Frequencies, in cycles a pixel, that every picture has something in."""
HIGH_BAND = 0.25, 0.5
EMPTY = 0.02
"""Power, as a share of that in the low band, below which a frequency is empty."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """sharpness: 0..1, power in the upper half of the frequencies against that in the lower ones.
    upscaled: factor a side by which the picture is larger than what it holds, 1.0 and more."""

    sharpness: float
    upscaled: float


def resolution(picture: NDArray[np.uint8]) -> Resolution:
    """Of a decoded picture (H, W, 3) uint8 at its full size, not of a thumbnail.

    The middle, 1024 pixels a side at most, is looked at. Pictures narrower than 32 pixels and even
    ones have sharpness 0 and are not enlarged.
    """
    rows, columns = (min(side, MOST_SIDE_PX) for side in picture.shape[:2])
    if min(rows, columns) < LEAST_SIDE_PX:
        return Resolution(0.0, 1.0)
    top, left = (picture.shape[0] - rows) // 2, (picture.shape[1] - columns) // 2
    part = np.ascontiguousarray(picture[top : top + rows, left : left + columns])
    power = _power(np.asarray(Image.fromarray(part).convert("L"), dtype=np.float32))
    middles = (np.arange(BANDS) + 0.5) * NYQUIST / BANDS

    def mean(band: tuple[float, float]) -> float:
        return float(power[(middles >= band[0]) & (middles < band[1])].mean())

    low = mean(LOW_BAND)
    if low < 1e-6:
        return Resolution(0.0, 1.0)
    full = np.flatnonzero(power > EMPTY * low)
    reaches = (full[-1] + 1) / BANDS if len(full) else 1.0
    high = mean(HIGH_BAND)
    return Resolution(high / (high + low), float(max(1.0, 1 / reaches)))


def _power(grey: FloatArray) -> NDArray[np.float64]:
    """(BANDS,) mean power by frequency from 0 to 0.5, multiplied with the frequency's square."""
    rows, columns = grey.shape
    window = np.hanning(rows)[:, None] * np.hanning(columns)[None, :]
    spectrum = fft.rfft2((grey - grey.mean()) * window.astype(np.float32))
    down, right = np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :]
    square = down**2 + right**2
    band = np.minimum((np.sqrt(square) / NYQUIST * BANDS).astype(np.int64), BANDS).ravel()
    power = (np.abs(spectrum) ** 2 * square).ravel() / grey.size
    total = np.bincount(band, power, BANDS + 1)[:BANDS]
    count = np.bincount(band, minlength=BANDS + 1)[:BANDS]
    return np.asarray(total / np.maximum(1, count))
