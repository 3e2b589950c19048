"""Pictures in another form: smaller, in sRGB, in another format, with or without metadata."""

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from engine.archive.rewriting.rewrite import (
    COLOURS_CONVERTED,
    ENCODED_ANEW,
    FIRST_FRAME,
    RewriteRequest,
    leaves_as,
    rewrite_picture,
)
from engine.errors import InputError

SRGB = ImageCms.createProfile("sRGB")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" tiff:Orientation="6">Kari</x:xmpmeta>'


def gradient(width_px: int = 90, height_px: int = 60) -> Image.Image:
    x = np.linspace(0, 255, width_px)
    y = np.linspace(0, 255, height_px)[:, None]
    channels = [np.broadcast_to(one, (height_px, width_px)) for one in (x, y, 255 - x)]
    return Image.fromarray(np.stack(channels, axis=2).astype(np.uint8))


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_what_is_as_it_is_wanted_stays_byte_for_byte(tmp_path: Path) -> None:
    place = tmp_path / "a.jpg"
    gradient().save(place, quality=40)
    found = rewrite_picture(RewriteRequest(place, "JPEG", longest_side_px=90, to_srgb=True))
    assert found.data == place.read_bytes()
    assert (found.width_px, found.height_px) == (90, 60)


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
def test_smaller_and_upright_in_each_format(image_format: str, tmp_path: Path) -> None:
    place = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Kari"
    gradient().save(place, exif=exif, xmp=XMP, quality=95)
    found = rewrite_picture(RewriteRequest(place, image_format, longest_side_px=45))
    image = opened(found.data)
    assert image.format == image_format == found.format
    assert image.size == (30, 45) == (found.width_px, found.height_px)
    said = image.getexif()
    assert said[0x013B] == "Kari"
    assert said.get(0x0112, 1) == 1
    expected = np.asarray(gradient().rotate(-90, expand=True).resize((30, 45)), np.float64)
    assert np.abs(np.asarray(image.convert("RGB"), np.float64) - expected).mean() < 6
    plain = rewrite_picture(RewriteRequest(place, image_format, longest_side_px=45, strip=True))
    assert b"Kari" not in plain.data
    assert opened(plain.data).size == (30, 45)


def test_a_picture_is_never_enlarged(tmp_path: Path) -> None:
    place = tmp_path / "a.png"
    gradient(8, 5).save(place)
    found = rewrite_picture(RewriteRequest(place, "WEBP", longest_side_px=500))
    assert opened(found.data).size == (8, 5)


def test_transparency_stays_where_there_is_room(tmp_path: Path) -> None:
    place = tmp_path / "a.png"
    image = gradient()
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    image.save(place)
    kept = rewrite_picture(RewriteRequest(place, "PNG", longest_side_px=45, to_srgb=True))
    assert opened(kept.data).mode == "RGBA"
    white = rewrite_picture(RewriteRequest(place, "JPEG"))
    assert opened(white.data).mode == "RGB"
    assert opened(white.data).getpixel((0, 0)) > (240, 240, 240)


def test_profiles_are_kept_or_converted(tmp_path: Path) -> None:
    place = tmp_path / "a.png"
    profile = ImageCms.ImageCmsProfile(SRGB).tobytes().replace(b"s\0R\0G\0B", b"x\0R\0G\0B")
    profile = profile.replace(b"sRGB built-in", b"xRGB built-in")
    gradient().save(place, icc_profile=profile)
    kept = rewrite_picture(RewriteRequest(place, "JPEG", longest_side_px=45))
    assert opened(kept.data).info["icc_profile"] == profile
    converted = rewrite_picture(RewriteRequest(place, "PNG", to_srgb=True))
    assert "icc_profile" not in opened(converted.data).info


def test_sixteen_bits_and_inks(tmp_path: Path) -> None:
    grey = tmp_path / "grey.png"
    values = np.linspace(0, 65535, 90 * 60).reshape(60, 90).astype(np.uint16)
    Image.fromarray(values).save(grey)
    kept = opened(rewrite_picture(RewriteRequest(grey, "PNG", longest_side_px=45)).data)
    assert kept.mode == "I;16"
    assert np.asarray(kept).max() > 60_000
    narrow = rewrite_picture(RewriteRequest(grey, "JPEG"))
    assert opened(narrow.data).mode == "L"
    assert narrow.notes == (COLOURS_CONVERTED,)
    assert 120 < np.asarray(opened(narrow.data)).mean() < 135
    ink = tmp_path / "ink.jpg"
    gradient().convert("CMYK").save(ink, quality=95)
    found = rewrite_picture(RewriteRequest(ink, "PNG"))
    assert found.notes == (COLOURS_CONVERTED,)
    shown = np.asarray(opened(found.data).convert("RGB"), np.float64)
    assert np.abs(shown - np.asarray(gradient(), np.float64)).mean() < 12


def test_metadata_that_only_goes_with_the_pixels_says_so(tmp_path: Path) -> None:
    place = tmp_path / "a.tif"
    tifffile.imwrite(place, np.asarray(gradient()), description="Kari", photometric="rgb")
    found = rewrite_picture(RewriteRequest(place, "TIFF", strip=True))
    assert found.notes == (ENCODED_ANEW,)
    assert b"Kari" not in found.data
    assert np.array_equal(np.asarray(opened(found.data)), np.asarray(gradient()))


def test_of_several_frames_the_first_is_taken_where_it_is_stored_anew(tmp_path: Path) -> None:
    place = tmp_path / "a.gif"
    gradient().convert("P").save(place, save_all=True, append_images=[gradient().rotate(9)])
    assert rewrite_picture(RewriteRequest(place, "PNG")).notes == (FIRST_FRAME,)
    assert rewrite_picture(RewriteRequest(place, "GIF")).data == place.read_bytes()


def test_a_file_that_changed_or_is_damaged_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "a.jpg"
    gradient().save(place)
    right = hashlib.sha256(place.read_bytes()).hexdigest()
    assert rewrite_picture(RewriteRequest(place, "PNG", sha256=right)).format == "PNG"
    with pytest.raises(InputError, match="changed"):
        rewrite_picture(RewriteRequest(place, "PNG", sha256="0" * 64))
    place.write_bytes(place.read_bytes()[:300])
    with pytest.raises(InputError):
        rewrite_picture(RewriteRequest(place, "PNG"))
    wide = tmp_path / "wide.png"
    Image.new("L", (17_000, 2)).save(wide)
    with pytest.raises(InputError, match="16383"):
        rewrite_picture(RewriteRequest(wide, "WEBP"))


@pytest.mark.parametrize(
    ("image_format", "choice", "expected"),
    [
        ("HEIF", {}, "HEIF"),
        ("HEIF", {"is_too_large": True}, "JPEG"),
        ("RAW", {"strip": True}, "JPEG"),
        ("PSD", {"to_srgb": True}, "PNG"),
        ("GIF", {"strip": True, "to_srgb": True}, "GIF"),
        ("GIF", {"is_too_large": True}, "PNG"),
        ("TIFF", {"strip": True}, "TIFF"),
        ("PNG", {"wanted": "WEBP"}, "WEBP"),
    ],
)
def test_which_format_a_picture_leaves_in(
    image_format: str, choice: dict[str, object], expected: str
) -> None:
    usual = {"wanted": None, "is_too_large": False, "to_srgb": False, "strip": False}
    assert leaves_as(image_format, **{**usual, **choice}) == expected  # type: ignore[arg-type]
