"""How sharpness and enlargement of a picture are kept between runs."""

import struct

from engine.duplicates.sharpness import Resolution

RESOLUTION_KIND = "resolution"
_LAYOUT = struct.Struct("<dd")


def bytes_of_resolution(measured: Resolution) -> bytes:
    """16 bytes that hold what was measured."""
    return _LAYOUT.pack(measured.sharpness, measured.upscaled)


def resolution_of_bytes(stored: bytes | None) -> Resolution | None:
    """What was measured; None where nothing was, or not this."""
    if stored is None or len(stored) != _LAYOUT.size:
        return None
    return Resolution(*_LAYOUT.unpack(stored))
