"""The image tower of an encoder: uint8 pixels in, vectors of length 1 out, at either precision."""

import copy
import logging
from typing import TYPE_CHECKING

import numpy as np

from engine.encoders.base import (
    FloatArray,
    PixelArray,
    Precision,
    PrecisionChoice,
    Preprocess,
)
from engine.encoders.precision import is_as_good_and_faster, supports_bfloat16
from engine.encoders.threads import map_in_threads, usable_cores

if TYPE_CHECKING:
    from torch import Tensor, nn

BATCH_SIZE = 8

logger = logging.getLogger(__name__)


class ImageTower:
    """A module that maps normalised images (n, 3, s, s) to features (n, d), made ready for use.

    ``start`` comes before ``module`` and always stays in float32. ``centre`` (d,) is taken away
    from the features before they are scaled to length 1. Runs on the CPU, in memory format
    channels-last. With precision "auto" on a processor that has bfloat16, the first eight images
    decide, or fewer repeated: in bfloat16 if that is as good and faster on those very images, in
    float32 otherwise.
    """

    def __init__(
        self,
        module: "nn.Module",
        preprocess: Preprocess,
        *,
        precision: PrecisionChoice,
        start: "nn.Module | None" = None,
        centre: FloatArray | None = None,
    ) -> None:
        import torch

        self._preprocess = preprocess
        self._start = None if start is None else _ready(start)
        self._module = _ready(module)
        self._centre = None if centre is None else torch.from_numpy(centre)
        self._mean = torch.tensor(preprocess.mean).mul(255).view(1, 3, 1, 1)
        self._scale = torch.tensor(preprocess.std).mul(255).reciprocal().view(1, 3, 1, 1)
        self._undecided = precision == "auto" and supports_bfloat16()
        self.precision: Precision = "float32"
        if precision == "bfloat16":
            self.precision = "bfloat16"
            self._module = self._module.to(torch.bfloat16)

    def encode(self, pixels: PixelArray) -> FloatArray:
        """(n, size_px, size_px, 3) uint8 RGB to (n, d) float32, rows of length 1."""
        size_px = self._preprocess.size_px
        if pixels.dtype != np.uint8 or pixels.shape[1:] != (size_px, size_px, 3):
            raise ValueError(f"pixels must be uint8 (n, {size_px}, {size_px}, 3)")
        if self._undecided and len(pixels):
            # Few images again and again: what is encoded later must not be at another precision.
            self._decide(pixels[np.arange(BATCH_SIZE) % len(pixels)])
        return self._encode(self._module, pixels)

    def _decide(self, pixels: PixelArray) -> None:
        self._undecided = False
        lower = _rounded(self._module)
        try:
            better = is_as_good_and_faster(
                lambda some: self._encode(self._module, some),
                lambda some: self._encode(lower, some),
                pixels,
            )
        except RuntimeError:
            # Some layers of some models know no bfloat16.
            logger.info("no bfloat16", exc_info=True)
            return
        if better:
            self._module, self.precision = lower, "bfloat16"

    def _encode(self, module: "nn.Module", pixels: PixelArray) -> FloatArray:
        import torch

        dtype = next(module.parameters()).dtype

        def encode_batch(batch: PixelArray) -> "Tensor":
            inputs = self._normalised(torch.tensor(batch).permute(0, 3, 1, 2))
            hidden = inputs if self._start is None else self._start(inputs)
            return unit_rows(module(hidden.to(dtype)).float(), self._centre)

        # All cores take part even in a small number of images.
        size = min(BATCH_SIZE, max(1, -(-len(pixels) // usable_cores())))
        batches = [pixels[start : start + size] for start in range(0, len(pixels), size)]
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


def _ready(module: "nn.Module") -> "nn.Module":
    import torch

    return module.eval().requires_grad_(False).to(memory_format=torch.channels_last)


def _rounded(module: "nn.Module") -> "nn.Module":
    """A copy in bfloat16, made without a copy in float32 on the way, which may be gigabytes."""
    import torch
    from torch import nn

    numbers = [one for one in module.parameters() if one.is_floating_point()]
    copies: dict[int, object] = {
        id(one): nn.Parameter(one.to(torch.bfloat16), requires_grad=False) for one in numbers
    }
    return copy.deepcopy(module, copies).to(torch.bfloat16)
