"""Permissions that count for root as well, who may otherwise read everything."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

CAPABILITY_VERSION_3 = 0x20080522
OVERRIDES = (1 << 1) | (1 << 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH (capabilities(7))."""


@contextmanager
def rights_counting() -> Iterator[None]:
    """Within the block, permissions hold for this thread whoever runs it (Linux)."""
    if sys.platform != "linux" or os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    # Effective, permitted and inheritable, 32 of each at a time.
    before = (ctypes.c_uint32 * 6)()
    _checked(libc.capget(header, before))
    _checked(libc.capset(header, (ctypes.c_uint32 * 6)(before[0] & ~OVERRIDES, *before[1:])))
    try:
        yield
    finally:
        _checked(libc.capset(header, before))


def _checked(result: int) -> None:
    if result != 0:
        raise OSError(ctypes.get_errno(), "capabilities cannot be changed")
