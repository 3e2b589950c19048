"""Pictures for the screen, against plain Pillow."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.archive.viewing import ViewRequest, decode_for_view
from engine.errors import InputError


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_the_picture_fills_the_box_and_looks_like_pillows(tmp_path: Path, name: str) -> None:
    y, x = np.mgrid[0:900, 0:1600]
    smooth = np.stack([x / 1600, y / 900, (x + y) / 2500], axis=2)
    original = Image.fromarray((smooth * 255).astype(np.uint8))
    original.save(tmp_path / name, quality=95)
    pixels = decode_for_view(ViewRequest(tmp_path / name, 400, 300))
    assert pixels.shape == (225, 400, 3)
    assert pixels.dtype == np.uint8
    wanted = np.asarray(original.resize((400, 225), Image.Resampling.LANCZOS), dtype=float)
    assert np.abs(pixels - wanted).mean() < 1.5


def test_it_is_never_enlarged(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), (9, 9, 9)).save(tmp_path / "a.png")
    assert decode_for_view(ViewRequest(tmp_path / "a.png", 400, 300)).shape == (20, 30, 3)


def test_a_very_wide_image_keeps_at_least_a_pixel_of_height(tmp_path: Path) -> None:
    Image.new("RGB", (3000, 2), (9, 9, 9)).save(tmp_path / "a.png")
    assert decode_for_view(ViewRequest(tmp_path / "a.png", 300, 300)).shape == (1, 300, 3)


def test_what_is_no_image_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("no image")
    with pytest.raises(InputError, match="image"):
        decode_for_view(ViewRequest(tmp_path / "a.png", 300, 300))
