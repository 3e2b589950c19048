"""What reading one file may cost, as this catalogue's settings say."""

import math
import os

from engine.answers.settings import Settings
from engine.archive.decode import DEFAULT_LIMITS, DecodeLimits

MEMORY_SETTING = "decode.memory_bytes"
TIMEOUT_SETTING = "decode.timeout_s"
MIN_MEMORY_BYTES = 64 * 1024**2
MIN_TIMEOUT_S = 1.0
FILES_WORTH_A_WORKER = 50


def limits_from(settings: Settings) -> DecodeLimits:
    """The decoding limits set for a catalogue; senseless values give way to the defaults."""
    memory_bytes = settings.get(MEMORY_SETTING, DEFAULT_LIMITS.memory_bytes)
    timeout_s = settings.get(TIMEOUT_SETTING, DEFAULT_LIMITS.timeout_s)
    return DecodeLimits(
        memory_bytes=max(int(memory_bytes), MIN_MEMORY_BYTES)
        if _is_number(memory_bytes)
        else DEFAULT_LIMITS.memory_bytes,
        timeout_s=max(float(timeout_s), MIN_TIMEOUT_S)
        if _is_number(timeout_s)
        else DEFAULT_LIMITS.timeout_s,
    )


def decode_workers() -> int:
    """How many processes read images at once: one for each core this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers_for(files: int) -> int:
    """How many processes are worth starting to read so many files: each takes as long to start as
    it takes to read some."""
    return min(decode_workers(), 1 + files // FILES_WORTH_A_WORKER)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
