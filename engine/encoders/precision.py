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

    ``rounded`` goes first, which is a disadvantage, so being faster all the same settles it: each
    has then run once. Otherwise the first two images are timed again, the shortest of a few runs
    counting; the runs alternate, so that other work on the machine slows both alike.
    """
    rounded_features, rounded_s = _timed(rounded, pixels)
    exact_features, exact_s = _timed(exact, pixels)
    if np.sum(exact_features * rounded_features, axis=1).min() < LEAST_COSINE:
        return False
    if rounded_s * LEAST_SPEEDUP > exact_s:
        few = pixels[:TIMED_IMAGES]
        runs = [(_timed(exact, few)[1], _timed(rounded, few)[1]) for _ in range(TIMED_RUNS)]
        exact_s, rounded_s = np.min(runs, axis=0)
    return bool(rounded_s * LEAST_SPEEDUP <= exact_s)


def _timed(encode: Encode, pixels: PixelArray) -> tuple[FloatArray, float]:
    started_s = time.perf_counter()
    features = encode(pixels)
    return features, time.perf_counter() - started_s
