"""A file that ends early shows what it holds when little is missing, and says so."""

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.archive.decode import open_image, read_pixels
from engine.archive.inspect_file import InspectRequest, inspect_file
from engine.errors import InputError

HEIGHT, WIDTH = 320, 240


def noise() -> Image.Image:
    values = np.random.default_rng(5).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    return Image.fromarray(values)


def white_below() -> Image.Image:
    picture = noise()
    picture.paste("white", (0, HEIGHT // 2, WIDTH, HEIGHT))
    return picture


def stored(picture: Image.Image, image_format: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, image_format, **options)
    return buffer.getvalue()


def read_cut(path: Path, content: bytes, missing_bytes: int) -> tuple[NDArray[np.uint8], list[str]]:
    """Pixels of a file without its last bytes, and what is noted."""
    path.write_bytes(content[: len(content) - missing_bytes])
    with open_image(path) as opened:
        pixels = opened.pixels()
        return pixels, [note.code for note in opened.notes]


@pytest.mark.parametrize("picture", [noise(), white_below()])
@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_without_its_end_marker_is_whole(
    tmp_path: Path, picture: Image.Image, progressive: bool
) -> None:
    content = stored(picture, "JPEG", quality=90, progressive=progressive)
    whole = tmp_path / "whole.jpg"
    whole.write_bytes(content)

    pixels, notes = read_cut(tmp_path / "cut.jpg", content, 2)

    assert np.array_equal(pixels, read_pixels(whole))
    assert notes == ["picture-without-end"]


@pytest.mark.parametrize(
    ("image_format", "suffix", "share"),
    [("JPEG", ".jpg", 0.04), ("PNG", ".png", 0.05), ("BMP", ".bmp", 0.05), ("PPM", ".ppm", 0.05)],
)
def test_a_picture_cut_in_its_last_rows_shows_the_others(
    tmp_path: Path, image_format: str, suffix: str, share: float
) -> None:
    content = stored(noise(), image_format)
    path = tmp_path / f"whole{suffix}"
    path.write_bytes(content)
    whole = read_pixels(path)

    pixels, notes = read_cut(tmp_path / f"cut{suffix}", content, int(len(content) * share))

    assert notes == ["picture-cut-short"]
    alike = (pixels == whole).reshape(HEIGHT, -1).all(axis=1).mean()
    assert 0.85 <= alike < 1


@pytest.mark.parametrize(
    ("image_format", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("BMP", ".bmp")]
)
def test_a_picture_that_lacks_a_quarter_is_damaged(
    tmp_path: Path, image_format: str, suffix: str
) -> None:
    content = stored(noise(), image_format)
    with pytest.raises(InputError, match="cut short"):
        read_cut(tmp_path / f"cut{suffix}", content, len(content) // 4)


def test_white_that_is_missing_is_missing(tmp_path: Path) -> None:
    # The lower half takes few bytes: what is filled up looks like what was there.
    content = stored(white_below(), "JPEG", quality=90)
    with pytest.raises(InputError, match="cut short"):
        read_cut(tmp_path / "cut.jpg", content, len(content) // 20)


def test_shrinking_reads_the_same_picture(tmp_path: Path) -> None:
    content = stored(noise().resize((960, 1280)), "JPEG", quality=90)
    path = tmp_path / "cut.jpg"
    path.write_bytes(content[:-2])
    whole = tmp_path / "whole.jpg"
    whole.write_bytes(content)

    assert np.array_equal(read_pixels(path, target_px=100), read_pixels(whole, target_px=100))


def test_the_note_is_kept_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "cut.jpg"
    path.write_bytes(stored(noise(), "JPEG")[:-2])

    found = inspect_file(InspectRequest(path))

    assert found.problem is None
    assert [str(note) for note in found.notes] == [
        "The file lacks its last bytes; the picture is whole."
    ]
