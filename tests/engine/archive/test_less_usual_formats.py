"""Formats that are met less often: Photoshop's flattened picture, portable maps."""

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.archive.decode import read_pixels
from engine.errors import InputError

CheckQuarters = Callable[[NDArray[np.uint8], int], None]


@pytest.mark.parametrize("packed", [False, True])
def test_the_flattened_picture_of_a_psd_is_shown(
    tmp_path: Path, quarters: Image.Image, assert_quarters: CheckQuarters, packed: bool
) -> None:
    path = tmp_path / "layers.psd"
    path.write_bytes(flattened_psd(quarters, packed=packed))
    assert_quarters(read_pixels(path), 0)


def flattened_psd(image: Image.Image, *, packed: bool) -> bytes:
    """A Photoshop file without layers: header, three empty sections, the flattened picture."""
    width, height = image.size
    header = b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, height, width, 8, 3) + bytes(12)
    planes = [band.tobytes() for band in image.split()]
    if not packed:
        return header + b"\0\0" + b"".join(planes)
    rows = [plane[at : at + width] for plane in planes for at in range(0, len(plane), width)]
    runs = [bytes([width - 1]) + row for row in rows]
    lengths = b"".join(struct.pack(">H", len(run)) for run in runs)
    return header + b"\0\1" + lengths + b"".join(runs)


def test_a_portable_map_may_begin_with_a_comment_and_a_text_is_none(
    tmp_path: Path, quarters: Image.Image, assert_quarters: CheckQuarters
) -> None:
    path = tmp_path / "plain.ppm"
    quarters.save(path)
    content = path.read_bytes()
    path.write_bytes(content[:3] + b"# made by hand\n" + content[3:])
    assert_quarters(read_pixels(path), 0)
    text = tmp_path / "text.ppm"
    text.write_bytes(b"P3 is what the museum calls its third depot\n")
    with pytest.raises(InputError, match="does not hold an image"):
        read_pixels(text)
