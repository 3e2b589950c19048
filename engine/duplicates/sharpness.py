"""How sharp a picture is, and whether it was enlarged beyond what it holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Resolution:
    """sharpness: about 0..1, the strength of edges one pixel wide against those four wide.
    upscaled: factor a side by which the picture was enlarged, 1.0 where it seems not to be."""

    sharpness: float
    upscaled: float


def resolution(picture: NDArray[np.uint8]) -> Resolution:
    """Of a decoded picture (H, W, 3) uint8 at its full size, not of a thumbnail: a part of at most
    1024 x 1024 pixels of it is looked at."""
    raise NotImplementedError
