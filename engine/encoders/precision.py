"""bfloat16 where it is as good and faster, float32 otherwise: decided by trying both."""

import copy
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from engine.encoders.base import FloatArray, PixelArray, Precision, PrecisionChoice
from engine.encoders.generated_images import generated_pixels

if TYPE_CHECKING:
    from torch import nn

LEAST_COSINE = 0.999
LEAST_SPEEDUP = 1.1
CHECK_IMAGES = 8
TIMED_RUNS = 2
BFLOAT16_CAPABILITIES = ("avx512_bf16", "amx_bf16", "bf16")

Encode = Callable[["nn.Module", PixelArray, Precision], FloatArray]
"""Features (n, d), rows of length 1, of pixels (n, s, s, 3) by a tower of a precision."""


def supports_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 numbers itself (AVX-512 BF16, AMX, or Arm's)."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return any(bool(capabilities.get(name)) for name in BFLOAT16_CAPABILITIES)


def choose_tower(
    tower: "nn.Module", size_px: int, choice: PrecisionChoice, encode: Encode
) -> tuple["nn.Module", Precision]:
    """The tower to use, and its precision.

    With "auto", all of the tower in bfloat16 where the processor has it, the features of eight
    generated images then keep a cosine of at least 0.999 to those of float32, and it takes less
    time; else float32. The other precisions are taken as told.
    """
    import torch

    if choice == "float32" or (choice == "auto" and not supports_bfloat16()):
        return tower, "float32"
    if choice == "bfloat16":
        return tower.to(torch.bfloat16), "bfloat16"
    lower = copy.deepcopy(tower).to(torch.bfloat16)
    pixels = generated_pixels(CHECK_IMAGES, size_px)
    exact, exact_s = _timed(lambda: encode(tower, pixels, "float32"))
    rounded, rounded_s = _timed(lambda: encode(lower, pixels, "bfloat16"))
    cosines = np.sum(exact * rounded, axis=1)
    if cosines.min() >= LEAST_COSINE and rounded_s * LEAST_SPEEDUP <= exact_s:
        return lower, "bfloat16"
    return tower, "float32"


def _timed(encode: Callable[[], FloatArray]) -> tuple[FloatArray, float]:
    """The features, and the shortest of a few runs after the first, which sets things up."""
    features = encode()
    durations_s = []
    for _ in range(TIMED_RUNS):
        started_s = time.perf_counter()
        encode()
        durations_s.append(time.perf_counter() - started_s)
    return features, min(durations_s)
