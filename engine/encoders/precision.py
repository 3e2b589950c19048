"""bfloat16 where it is as good and faster, float32 otherwise: decided by trying both."""

import time
from collections.abc import Callable

import numpy as np

from engine.encoders.base import FloatArray

LEAST_COSINE = 0.999
LEAST_SPEEDUP = 1.1
TIMED_RUNS = 3
BFLOAT16_CAPABILITIES = ("avx512_bf16", "amx_bf16", "bf16")

Encode = Callable[[], FloatArray]
"""Features (n, d), rows of length 1, of a check batch."""


def supports_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 numbers itself (AVX-512 BF16, AMX, or Arm's)."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return any(bool(capabilities.get(name)) for name in BFLOAT16_CAPABILITIES)


def is_as_good_and_faster(exact: Encode, rounded: Encode) -> bool:
    """Whether every row of ``rounded`` has a cosine of 0.999 or more to ``exact``'s, in less time.

    The shortest of a few runs counts; the runs alternate, so that other work on the machine slows
    both alike.
    """
    cosines = np.sum(exact() * rounded(), axis=1)
    if cosines.min() < LEAST_COSINE:
        return False
    runs = [(_duration_s(exact), _duration_s(rounded)) for _ in range(TIMED_RUNS)]
    exact_s, rounded_s = np.min(runs, axis=0)
    return bool(rounded_s * LEAST_SPEEDUP <= exact_s)


def _duration_s(encode: Encode) -> float:
    started_s = time.perf_counter()
    encode()
    return time.perf_counter() - started_s
