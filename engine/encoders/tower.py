"""The image tower of an encoder: uint8 pixels in, vectors of length 1 out, at either precision."""

from typing import TYPE_CHECKING

import numpy as np

from engine.encoders.base import (
    FloatArray,
    PixelArray,
    Precision,
    PrecisionChoice,
    Preprocess,
)
from engine.encoders.precision import choose_tower
from engine.encoders.threads import map_in_threads

if TYPE_CHECKING:
    from torch import Tensor, nn

BATCH_SIZE = 8


class ImageTower:
    """A module that maps normalised images (n, 3, s, s) to features (n, d), made ready for use.

    ``centre`` (d,) is taken away from the features before they are scaled to length 1. Runs on
    the CPU, in memory format channels-last.
    """

    def __init__(
        self,
        module: "nn.Module",
        preprocess: Preprocess,
        *,
        precision: PrecisionChoice,
        centre: FloatArray | None = None,
    ) -> None:
        import torch

        self._preprocess = preprocess
        self._centre = None if centre is None else torch.from_numpy(centre)
        self._mean = torch.tensor(preprocess.mean).mul(255).view(1, 3, 1, 1)
        self._scale = torch.tensor(preprocess.std).mul(255).reciprocal().view(1, 3, 1, 1)
        ready = module.eval().requires_grad_(False).to(memory_format=torch.channels_last)
        self._module, self.precision = choose_tower(
            ready, preprocess.size_px, precision, self._encode
        )

    def encode(self, pixels: PixelArray) -> FloatArray:
        """(n, size_px, size_px, 3) uint8 RGB to (n, d) float32, rows of length 1."""
        return self._encode(self._module, pixels, self.precision)

    def _encode(self, module: "nn.Module", pixels: PixelArray, precision: Precision) -> FloatArray:
        import torch

        size_px = self._preprocess.size_px
        if pixels.dtype != np.uint8 or pixels.shape[1:] != (size_px, size_px, 3):
            raise ValueError(f"pixels must be uint8 (n, {size_px}, {size_px}, 3)")
        batches = [
            pixels[start : start + BATCH_SIZE] for start in range(0, len(pixels), BATCH_SIZE)
        ]

        def encode_batch(batch: PixelArray) -> "Tensor":
            inputs = self._normalised(torch.from_numpy(batch).permute(0, 3, 1, 2))
            features = module(inputs.to(getattr(torch, precision))).float()
            return unit_rows(features, self._centre)

        encoded: FloatArray = torch.cat(map_in_threads(encode_batch, batches)).numpy()
        return encoded

    def _normalised(self, pixels: "Tensor") -> "Tensor":
        return pixels.float().sub_(self._mean).mul_(self._scale)


def unit_rows(features: "Tensor", centre: "Tensor | None" = None) -> "Tensor":
    """Rows scaled to length 1, after ``centre`` (d,) is taken away from each."""
    import torch

    if centre is not None:
        features = features - centre
    return torch.nn.functional.normalize(features, dim=-1)
