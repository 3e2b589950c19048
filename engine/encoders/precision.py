"""bfloat16 where it is as good and faster, float32 otherwise: decided by trying both."""

import time
from collections.abc import Callable

import numpy as np

from engine.encoders.base import FloatArray, PixelArray

LEAST_COSINE = 0.999
LEAST_SPEEDUP = 1.1
TIMED_RUNS = 2
TIMED_IMAGES = 2
BFLOAT16_CAPABILITIES = ("avx512_bf16", "amx_bf16", "bf16")

Encode = Callable[[PixelArray], FloatArray]
"""Features (n, d), rows of length 1, of pixels (n, s, s, 3)."""


def supports_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 numbers itself (AVX-512 BF16, AMX, or Arm's)."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return any(bool(capabilities.get(name)) for name in BFLOAT16_CAPABILITIES)


def is_as_good_and_faster(exact: Encode, rounded: Encode, pixels: PixelArray) -> bool:
    """Whether every row of ``rounded`` has a cosine of 0.999 or more to ``exact``'s, in less time.

    Timed on the first two images. The shortest of a few runs counts; the runs alternate, so that
    other work on the machine slows both alike.
    """
    cosines = np.sum(exact(pixels) * rounded(pixels), axis=1)
    if cosines.min() < LEAST_COSINE:
        return False
    few = pixels[:TIMED_IMAGES]
    runs = [(_duration_s(exact, few), _duration_s(rounded, few)) for _ in range(TIMED_RUNS)]
    exact_s, rounded_s = np.min(runs, axis=0)
    return bool(rounded_s * LEAST_SPEEDUP <= exact_s)


def _duration_s(encode: Encode, pixels: PixelArray) -> float:
    started_s = time.perf_counter()
    encode(pixels)
    return time.perf_counter() - started_s
