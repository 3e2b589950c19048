"""Every way of storing a picture gives the pixels that its rule promises, or one clear sentence."""

import io
import struct
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_jxl  # noqa: F401 - registers itself
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms, PngImagePlugin

from engine.archive.colour import BAND_PIXELS, rgb_array
from engine.archive.decode import DecodeLimits, open_image, read_pixels, upright
from engine.errors import InputError

HEIC = Path(__file__).parents[2] / "data" / "heic"
CheckQuarters = Callable[[NDArray[np.uint8], int], None]
SaveTurned = Callable[[str, int], Path]


def saved(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)
    return path


# --- formats ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "tolerance"),
    [
        (".png", 0), (".bmp", 0), (".tif", 0), (".gif", 3), (".jpg", 6), (".webp", 12),
        (".avif", 12), (".jxl", 12), (".jp2", 6), (".tga", 0), (".ppm", 0),
    ],
)  # fmt: skip
def test_every_format_shows_the_picture(
    tmp_path: Path,
    quarters: Image.Image,
    assert_quarters: CheckQuarters,
    suffix: str,
    tolerance: int,
) -> None:
    path = saved(tmp_path / f"picture{suffix}", quarters, quality=95)
    assert_quarters(read_pixels(path), tolerance)


def test_content_decides_and_not_the_name(
    tmp_path: Path, quarters: Image.Image, assert_quarters: CheckQuarters
) -> None:
    path = tmp_path / "really_a_jpeg.png"
    quarters.save(path, "JPEG", quality=95)
    assert_quarters(read_pixels(path), 6)


def test_postscript_named_png_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "program.png"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n")
    with pytest.raises(InputError, match="PostScript"):
        read_pixels(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"just text", "does not hold an image"),
        (b"<?xml version='1.0'?><svg/>", "XML or SVG"),
        (b"GIF89a", "header is damaged"),
        (b"\xff\xd8\xff\xe0nothing else", "cut short"),
    ],
)
def test_what_is_no_image_is_said_in_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    with pytest.raises(InputError, match=sentence):
        read_pixels(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not there any more"):
        read_pixels(tmp_path / "gone.jpg")
    with pytest.raises(InputError, match="cannot be read"):
        read_pixels(tmp_path)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".gif", ".bmp", ".tif", ".webp", ".avif"])
def test_a_truncated_file_is_reported(tmp_path: Path, suffix: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (60, 80, 3), dtype=np.uint8)
    path = saved(tmp_path / f"cut{suffix}", Image.fromarray(noise))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(InputError) as error:
        read_pixels(path)
    assert str(error.value).endswith(".")
    if suffix in (".jpg", ".png", ".gif", ".bmp", ".tif"):
        assert "cut short" in str(error.value)


def test_first_frame_of_an_animation_and_the_number_of_frames(
    tmp_path: Path, quarters: Image.Image, assert_quarters: CheckQuarters
) -> None:
    black = Image.new("RGB", quarters.size)
    path = tmp_path / "moving.gif"
    quarters.save(path, save_all=True, append_images=[black, quarters], duration=10)
    with open_image(path) as opened:
        assert opened.frame_count == 3
        assert_quarters(opened.pixels(), 3)


# --- orientation --------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".avif"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_orientations(
    save_turned: SaveTurned, assert_quarters: CheckQuarters, suffix: str, orientation: int
) -> None:
    assert_quarters(read_pixels(save_turned(suffix, orientation)), 14)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_all_orientations_of_heic(assert_quarters: CheckQuarters, orientation: int) -> None:
    assert_quarters(read_pixels(HEIC / f"orientation_{orientation}.heic"), 8)


@pytest.mark.parametrize(
    "exif",
    [
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x63\0\0",  # orientation 99
        b"Exif\0\0MM\0*\xff\xff\xff\xff",  # the first directory is far outside
        b"Exif\0\0nonsense",
        b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12",  # 65 535 entries announced, none there
        b"Exif\0\0",
    ],
)
def test_broken_exif_costs_no_image(
    tmp_path: Path, quarters: Image.Image, assert_quarters: CheckQuarters, exif: bytes
) -> None:
    path = saved(tmp_path / "a.jpg", quarters, quality=95, exif=exif)
    assert_quarters(read_pixels(path), 6)


def test_upright_against_pillow() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (3, 5, 3), dtype=np.uint8)
    by_pillow = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }
    assert np.array_equal(upright(pixels, 1), pixels)
    for orientation, transpose in by_pillow.items():
        expected = np.asarray(Image.fromarray(pixels).transpose(transpose))
        turned = upright(pixels, orientation)
        assert np.array_equal(turned, expected)
        assert turned.flags.c_contiguous


# --- colour rules -------------------------------------------------------------------------------


def test_alpha_is_composited_on_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (2, 1))
    image.putpixel((0, 0), (0, 0, 0, 0))
    image.putpixel((1, 0), (200, 0, 0, 128))
    pixels = read_pixels(saved(tmp_path / "a.png", image))
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert np.abs(pixels[0, 1].astype(int) - (227, 127, 127)).max() <= 1


def test_transparent_palette_entry_is_white_and_not_its_hidden_colour(tmp_path: Path) -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([0, 0, 0, 10, 200, 10])
    image.putpixel((1, 0), 1)
    pixels = read_pixels(saved(tmp_path / "a.png", image, transparency=0))
    assert pixels.tolist() == [[[255, 255, 255], [10, 200, 10]]]


def test_palette_with_partly_transparent_entries(tmp_path: Path) -> None:
    image = Image.new("P", (2, 1))
    image.putpalette([0, 0, 0, 100, 100, 100])
    image.putpixel((1, 0), 1)
    pixels = read_pixels(saved(tmp_path / "a.png", image, transparency=bytes([0, 51])))
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert np.abs(pixels[0, 1].astype(int) - 224).max() <= 1


def test_colour_key_transparency(tmp_path: Path) -> None:
    image = Image.new("RGB", (2, 1), (1, 2, 3))
    image.putpixel((1, 0), (9, 9, 9))
    pixels = read_pixels(saved(tmp_path / "a.png", image, transparency=(1, 2, 3)))
    assert pixels.tolist() == [[[255, 255, 255], [9, 9, 9]]]


def test_grey_with_alpha_and_one_bit(tmp_path: Path) -> None:
    grey = Image.new("LA", (1, 1), (0, 0))
    assert read_pixels(saved(tmp_path / "la.png", grey)).tolist() == [[[255, 255, 255]]]
    bits = Image.fromarray(np.array([[True, False]]))
    assert read_pixels(saved(tmp_path / "1.png", bits))[0, :, 0].tolist() == [255, 0]
    assert read_pixels(saved(tmp_path / "1.tif", bits, compression="group4"))[0, :, 0].tolist() == [
        255,
        0,
    ]


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_sixteen_bits_use_the_whole_range(tmp_path: Path, suffix: str) -> None:
    values = np.array([[0, 128, 129, 256, 257, 32768, 65407, 65535]], np.uint16)
    pixels = read_pixels(saved(tmp_path / f"a{suffix}", Image.fromarray(values)))
    assert pixels[0, :, 0].tolist() == np.rint(values[0] / 257).astype(int).tolist()
    assert np.array_equal(pixels[..., 0], pixels[..., 2])


def test_big_endian_sixteen_bits(tmp_path: Path) -> None:
    values = np.array([[0, 257, 65535]], ">u2")
    image = Image.frombytes("I;16B", (3, 1), values.tobytes())
    assert read_pixels(saved(tmp_path / "a.tif", image))[0, :, 0].tolist() == [0, 1, 255]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 100, 255], [0, 100, 255]),
        ([0, 25700, 65535], [0, 100, 255]),
        ([-1000, 0, 1000], [0, 128, 255]),
        ([0, 1_000_000, 2_000_000], [0, 128, 255]),
        ([7_000_000, 7_000_000, 7_000_000], [0, 0, 0]),
    ],
)
def test_wide_integers(tmp_path: Path, values: list[int], expected: list[int]) -> None:
    image = Image.fromarray(np.array([values], np.int32))
    assert read_pixels(saved(tmp_path / "a.tif", image))[0, :, 0].tolist() == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 0.5, 1.0], [0, 128, 255]),
        ([0.0, 100.4, 255.0], [0, 100, 255]),
        ([-1.0, 0.0, 1.0], [0, 128, 255]),
        ([0.0, float("nan"), 1.0], [0, 0, 255]),
        ([-5.0, float("nan"), 5.0], [0, 0, 255]),
        ([-5.0, float("inf"), 5.0], [0, 255, 255]),
        ([float("nan")] * 3, [0, 0, 0]),
    ],
)
def test_floating_point(tmp_path: Path, values: list[float], expected: list[int]) -> None:
    image = Image.fromarray(np.array([values], np.float32))
    assert read_pixels(saved(tmp_path / "a.tif", image))[0, :, 0].tolist() == expected


def test_cmyk_without_profile(tmp_path: Path) -> None:
    inks = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    red = read_pixels(saved(tmp_path / "a.tif", inks))
    assert red[0, 0].tolist() == [255, 0, 0]
    half_black = Image.new("CMYK", (16, 16), (0, 0, 0, 128))
    assert read_pixels(saved(tmp_path / "b.tif", half_black))[0, 0].tolist() == [127, 127, 127]


def test_cmyk_jpeg_with_and_without_the_adobe_marker(tmp_path: Path) -> None:
    """Adobe stores inks inverted and says so; the same bytes without the marker are plain inks."""
    inks = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    buffer = io.BytesIO()
    inks.save(buffer, "JPEG", quality=95)
    content = buffer.getvalue()
    adobe = tmp_path / "adobe.jpg"
    adobe.write_bytes(content)
    assert np.abs(read_pixels(adobe)[0, 0].astype(int) - (255, 0, 0)).max() <= 4
    start = content.index(b"\xff\xee")
    length = int.from_bytes(content[start + 2 : start + 4], "big")
    plain = tmp_path / "plain.jpg"
    plain.write_bytes(content[:start] + content[start + 2 + length :])
    # Stored inverted: cyan 255, magenta 0, yellow 0, black 255, which as plain inks is black.
    assert read_pixels(plain)[0, 0].max() <= 4


def test_an_embedded_profile_is_applied(tmp_path: Path) -> None:
    """Red of a profile whose channels are swapped by its matrix is not sRGB's red."""
    swapped = swapped_profile()
    image = Image.new("RGB", (8, 8), (255, 0, 0))
    pixels = read_pixels(saved(tmp_path / "a.png", image, icc_profile=swapped))
    assert np.abs(pixels[0, 0].astype(int) - (0, 0, 255)).max() <= 6


def test_srgb_profile_leaves_pixels_alone_and_bad_ones_are_ignored(tmp_path: Path) -> None:
    image = Image.new("RGB", (8, 8), (200, 100, 50))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for number, profile in enumerate((srgb, b"not a profile", srgb[:200], swapped_profile()[:150])):
        path = saved(tmp_path / f"{number}.png", image, icc_profile=profile)
        assert read_pixels(path)[0, 0].tolist() == [200, 100, 50]
    grey = Image.new("L", (8, 8), 90)
    mismatched = saved(tmp_path / "grey.png", grey, icc_profile=swapped_profile())
    assert read_pixels(mismatched)[0, 0].tolist() == [90, 90, 90]


def swapped_profile() -> bytes:
    """sRGB with the red and the blue primary exchanged, under another name."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    count = struct.unpack(">I", profile[128:132])[0]
    tags = {profile[at : at + 4]: at for at in range(132, 132 + 12 * count, 12)}
    swapped = bytearray(profile)
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    swapped[red + 4 : red + 12], swapped[blue + 4 : blue + 12] = (
        profile[blue + 4 : blue + 12],
        profile[red + 4 : red + 12],
    )
    name = "sRGB".encode("utf-16-be")
    return (
        bytes(swapped)
        .replace(name, "test".encode("utf-16-be"))
        .replace(b"sRGB built", b"test built")
    )


def test_bands_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = np.random.default_rng(2).integers(0, 256, (101, 67, 4), dtype=np.uint8)
    image = Image.fromarray(noise)
    whole = [rgb_array(image, reduce_by=factor) for factor in (1, 3, 4)]
    assert BAND_PIXELS > 101 * 67  # one band so far
    monkeypatch.setattr("engine.archive.colour.BAND_PIXELS", 67 * 10)
    for factor, expected in zip((1, 3, 4), whole, strict=True):
        assert np.array_equal(rgb_array(image, reduce_by=factor), expected)


# --- smaller on request -------------------------------------------------------------------------


@pytest.mark.parametrize(("suffix", "gap"), [(".jpg", 1.5), (".png", 2)])
@pytest.mark.parametrize("size", [(1000, 750), (750, 1000), (640, 480), (300, 3000), (90, 90)])
@pytest.mark.parametrize("target_px", [32, 50, 100])
def test_never_much_smaller_than_the_final_resize_needs(
    tmp_path: Path, suffix: str, gap: float, size: tuple[int, int], target_px: int
) -> None:
    path = saved(tmp_path / f"a{suffix}", Image.new("RGB", size, (10, 20, 30)))
    height, width, _ = read_pixels(path, target_px=target_px).shape
    least = min(gap * target_px, *size)
    assert min(height, width) >= least
    assert min(height, width) <= max(4 * target_px, least)
    assert abs(width / height - size[0] / size[1]) < 0.05 * size[0] / size[1]


def test_shrinking_keeps_the_picture(tmp_path: Path) -> None:
    """The mean colour of each quarter survives draft and box averaging."""
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 256, (800, 800, 3), dtype=np.uint8)
    noise[:400, :400] //= 4
    for suffix in (".jpg", ".png"):
        path = saved(tmp_path / f"a{suffix}", Image.fromarray(noise), quality=95)
        full = read_pixels(path).astype(float)
        small = read_pixels(path, target_px=50).astype(float)
        assert small.shape == (100, 100, 3)
        for rows, columns in ((slice(0, 1), slice(0, 1)), (slice(1, 2), slice(1, 2))):
            ours = small[rows.start * 50 : rows.stop * 50, columns.start * 50 : columns.stop * 50]
            whole = full[
                rows.start * 400 : rows.stop * 400, columns.start * 400 : columns.stop * 400
            ]
            assert abs(ours.mean() - whole.mean()) < 2


# --- limits -------------------------------------------------------------------------------------


def png_header(width: int, height: int) -> bytes:
    """A PNG of any size that holds no pixels."""
    buffer = io.BytesIO()
    buffer.write(b"\x89PNG\r\n\x1a\n")
    PngImagePlugin.putchunk(buffer, b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    PngImagePlugin.putchunk(buffer, b"IDAT", b"x\x9c")
    PngImagePlugin.putchunk(buffer, b"IEND", b"")
    return buffer.getvalue()


@pytest.mark.parametrize("size", [(20_000, 20_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_before_its_pixels_are_allocated(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(*size))
    with pytest.raises(InputError, match=r"million pixels|too large|damaged"):
        read_pixels(path)


def test_the_pixel_limit_follows_the_memory_limit(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", Image.new("RGB", (1000, 1000)))
    jpeg = saved(tmp_path / "a.jpg", Image.new("RGB", (1000, 1000)))
    small = DecodeLimits(memory_bytes=1_000_000)
    with pytest.raises(InputError, match=r"1 million pixels.*Raise the limit"):
        read_pixels(path, limits=small)
    with pytest.raises(InputError, match="million pixels"):
        read_pixels(jpeg, limits=small)
    assert read_pixels(jpeg, target_px=60, limits=small).shape == (125, 125, 3)
    assert DecodeLimits().pixels > 231_000_000


def test_reading_warns_nobody(tmp_path: Path, quarters: Image.Image) -> None:
    path = saved(tmp_path / "a.tif", quarters)
    path.write_bytes(path.read_bytes()[:4000])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(InputError):
            read_pixels(path)
