"""TIFF by what it says of itself: every number of bits, kind of value, order and packing."""

from pathlib import Path

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from engine.archive.decode import DecodeLimits, read_pixels
from engine.errors import InputError

PIXELS: NDArray[np.uint8] = np.random.default_rng(7).integers(0, 256, (48, 64, 4), dtype=np.uint8)
PIXELS[0, 0], PIXELS[0, 1] = 0, 255
RGB, GREY, ALPHA = PIXELS[..., :3], PIXELS[..., 0], PIXELS[..., 3:]


def on_white(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Colours with ALPHA as seen on white."""
    share = ALPHA / 255
    shown: NDArray[np.uint8] = np.rint(colours * share + 255 * (1 - share)).astype(np.uint8)
    return shown


def written(path: Path, values: NDArray[np.generic], **options: object) -> Path:
    tifffile.imwrite(path, values, **options)
    return path


@pytest.mark.parametrize(
    "packing", [None, "lzw", "deflate", "zstd", "packbits", "lzma", "webp", "jpegxl", "jpeg2000"]
)
def test_every_packing(tmp_path: Path, packing: str | None) -> None:
    options: dict[str, object] = {"compression": packing}
    if packing in ("webp", "jpeg2000"):
        options["compressionargs"] = {"level": 100 if packing == "webp" else 0}
    path = written(tmp_path / "a.tif", RGB, photometric="rgb", **options)
    assert np.abs(read_pixels(path).astype(int) - RGB).max() <= 2


def test_jpeg_inside(tmp_path: Path) -> None:
    smooth = np.asarray(Image.fromarray(RGB).resize((8, 6)).resize((64, 48)))
    path = written(
        tmp_path / "a.tif",
        smooth,
        photometric="rgb",
        compression="jpeg",
        compressionargs={"level": 95},
    )
    assert np.abs(read_pixels(path).astype(int) - smooth).mean() < 4


@pytest.mark.parametrize("kind", [np.uint16, np.float16, np.float32, np.float64, np.uint32])
def test_wide_colour_values(tmp_path: Path, kind: type[np.generic]) -> None:
    values = RGB.astype(kind)
    if np.issubdtype(kind, np.floating):
        values = (RGB / 255).astype(kind)
    elif kind is np.uint16:
        values = RGB.astype(np.uint16) * 257
    path = written(tmp_path / "a.tif", values, photometric="rgb")
    assert np.abs(read_pixels(path).astype(int) - RGB).max() <= 1


@pytest.mark.parametrize("kind", [np.float64, np.uint64, np.int32])
def test_wide_grey_values(tmp_path: Path, kind: type[np.generic]) -> None:
    values = (GREY / 255).astype(kind) if kind is np.float64 else GREY.astype(kind)
    path = written(tmp_path / "a.tif", values, photometric="minisblack")
    assert np.array_equal(read_pixels(path)[..., 0], GREY)


def test_twelve_bits_use_the_whole_range(tmp_path: Path) -> None:
    values = np.linspace(0, 4095, 64 * 48).astype(np.uint16).reshape(48, 64)
    path = tmp_path / "a.tif"
    path.write_bytes(_twelve_bit_tiff(values))

    shown = read_pixels(path)[..., 0]

    assert (shown[0, 0], shown[-1, -1]) == (0, 255)
    assert np.abs(shown - values / 4095 * 255).max() <= 0.5


def _twelve_bit_tiff(values: NDArray[np.uint16]) -> bytes:
    """A little-endian grey TIFF of one strip: two values in three bytes."""
    height, width = values.shape
    pairs = values.astype(np.uint32).reshape(-1, 2)
    joined = pairs[:, 0] << 12 | pairs[:, 1]
    packed = np.stack([joined >> 16, joined >> 8 & 255, joined & 255], axis=1).astype(np.uint8)
    data = packed.tobytes()
    entries = {
        256: width, 257: height, 258: 12, 259: 1, 262: 1,
        273: 8, 277: 1, 278: height, 279: len(data),
    }  # fmt: skip
    directory = len(entries).to_bytes(2, "little")
    for tag, value in entries.items():
        directory += tag.to_bytes(2, "little") + b"\4\0\1\0\0\0" + value.to_bytes(4, "little")
    return b"II*\0" + (8 + len(data)).to_bytes(4, "little") + data + directory + bytes(4)


@pytest.mark.parametrize("scale", [1, 257])
def test_grey_with_alpha(tmp_path: Path, scale: int) -> None:
    kind = np.uint8 if scale == 1 else np.uint16
    values = np.dstack([GREY, ALPHA[..., 0]]).astype(kind) * kind(scale)
    path = written(
        tmp_path / "a.tif", values, photometric="minisblack", extrasamples=["unassalpha"]
    )
    assert np.abs(read_pixels(path).astype(int) - on_white(GREY[..., None])).max() <= 1


def test_colours_with_alpha_of_sixteen_bits(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.tif",
        PIXELS.astype(np.uint16) * 257,
        photometric="rgb",
        extrasamples=["unassalpha"],
    )
    assert np.abs(read_pixels(path).astype(int) - on_white(RGB)).max() <= 1


def test_associated_alpha_is_taken_out_before_white_is_put_behind(tmp_path: Path) -> None:
    premultiplied = np.rint(RGB * (ALPHA / 255)).astype(np.uint8)
    values = np.dstack([premultiplied, ALPHA]).astype(np.uint16) * 257
    path = written(tmp_path / "a.tif", values, photometric="rgb", extrasamples=["assocalpha"])
    assert np.abs(read_pixels(path).astype(int) - on_white(RGB)).max() <= 3


@pytest.mark.parametrize("bits", [8, 16])
def test_planes_tiles_and_inverted_grey(tmp_path: Path, bits: int) -> None:
    kind, scale = (np.uint8, 1) if bits == 8 else (np.uint16, 257)
    wide = RGB.astype(kind) * kind(scale)
    planes = written(
        tmp_path / "planes.tif",
        np.ascontiguousarray(np.moveaxis(wide, -1, 0)),
        photometric="rgb",
        planarconfig="separate",
    )
    tiles = written(tmp_path / "tiles.tif", wide, photometric="rgb", tile=(16, 16))
    inverted = written(
        tmp_path / "inverted.tif", (255 - GREY).astype(kind) * kind(scale), photometric="miniswhite"
    )
    assert np.array_equal(read_pixels(planes), RGB)
    assert np.array_equal(read_pixels(tiles), RGB)
    assert np.abs(read_pixels(inverted)[..., 0].astype(int) - GREY).max() <= 1


@pytest.mark.parametrize("bits", [8, 16])
def test_lab(tmp_path: Path, bits: int) -> None:
    # Grey in Lab is neutral: a and b are 0, and lightness 50 is sRGB 119.
    values = np.zeros((16, 16, 3), np.uint8 if bits == 8 else np.uint16)
    values[..., 0] = round(0.5 * (255 if bits == 8 else 65535))
    path = written(tmp_path / "a.tif", values, photometric="cielab")
    assert np.abs(read_pixels(path).astype(int) - 119).max() <= 2


def test_orientation_of_a_page_that_pillow_does_not_know(tmp_path: Path) -> None:
    turned = np.rot90(RGB).astype(np.float32) / 255
    path = written(
        tmp_path / "a.tif", turned, photometric="rgb", extratags=[(274, "H", 1, 6, True)]
    )
    assert np.array_equal(read_pixels(path), RGB)


def test_values_that_do_not_fit_the_memory_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tif", RGB.astype(np.float64), photometric="rgb")
    with pytest.raises(InputError, match="more memory"):
        read_pixels(path, limits=DecodeLimits(memory_bytes=48 * 64 * 20))


def test_a_damaged_one_is_one_sentence(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.tif", RGB.astype(np.float32), photometric="rgb", compression="zstd"
    )
    content = bytearray(path.read_bytes())
    content[300:2000] = bytes(1700)
    path.write_bytes(content)
    with pytest.raises(InputError) as error:
        read_pixels(path)
    assert str(error.value).endswith(".")
