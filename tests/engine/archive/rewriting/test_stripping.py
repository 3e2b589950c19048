"""Metadata out of picture files: the pixels untouched, nothing personal left, profiles kept."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from engine.archive.decode import read_pixels, register_plugins
from engine.archive.rewriting.stripping import can_strip, stripped

SECRET = b"Kari Nordmann"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Kari Nordmann</x:xmpmeta>'
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "GIF": ".gif", "JXL": ".jxl",
            "JPEG2000": ".jp2", "BMP": ".bmp"}  # fmt: skip


def picture(mode: str = "RGB") -> Image.Image:
    values = np.random.default_rng(3).integers(0, 255, (40, 60, 3), np.uint8)
    return Image.fromarray(values).convert(mode)


def exif_of(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    if orientation != 1:
        exif[0x0112] = orientation
    return exif


def file_with_secrets(image_format: str, orientation: int = 1) -> bytes:
    """A file of the format with the name of a person wherever it has room for it."""
    register_plugins()
    stream = io.BytesIO()
    exif = exif_of(orientation).tobytes()
    image = picture("P" if image_format == "GIF" else "RGB")
    if image_format == "JPEG":
        image.save(stream, "JPEG", exif=exif, xmp=XMP, comment=SECRET, icc_profile=PROFILE,
                   progressive=True)  # fmt: skip
        data = stream.getvalue() + b"\xff\xd8 another picture of " + SECRET
        iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0d" + SECRET
        return data[:2] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc + data[2:]
    if image_format == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", SECRET.decode())
        texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
        image.save(stream, "PNG", exif=exif, pnginfo=texts, icc_profile=PROFILE)
        return stream.getvalue() + SECRET
    if image_format == "WEBP":
        image.save(stream, "WEBP", exif=exif, xmp=XMP, icc_profile=PROFILE)
    elif image_format == "GIF":
        other = picture("P").rotate(180)
        image.save(stream, "GIF", comment=SECRET, save_all=True, append_images=[other], loop=3)
    elif image_format == "JXL":
        image.save(stream, "JXL", exif=exif, xmp=XMP, use_container=True)
    elif image_format == "JPEG2000":
        image.save(stream, "JPEG2000", irreversible=False)
        box = b"uuid" + b"0123456789abcdef" + SECRET
        return stream.getvalue() + (len(box) + 4).to_bytes(4, "big") + box
    else:
        image.save(stream, "BMP")
        return stream.getvalue() + SECRET
    return stream.getvalue()


def pixels(data: bytes, image_format: str, folder: Path) -> np.ndarray:
    place = folder / f"picture{SUFFIXES[image_format]}"
    place.write_bytes(data)
    return read_pixels(place)


@pytest.mark.parametrize("image_format", SUFFIXES)
def test_nothing_personal_is_left_and_every_pixel_is(image_format: str, tmp_path: Path) -> None:
    whole = file_with_secrets(image_format)
    assert SECRET in whole
    plain = stripped(whole, image_format, 1)
    assert plain is not None
    assert SECRET not in plain
    assert b"Exif" not in plain
    before, after = (pixels(one, image_format, tmp_path) for one in (whole, plain))
    assert np.array_equal(before, after)
    with Image.open(io.BytesIO(plain)) as image:
        assert not image.getexif()
        if image_format in ("JPEG", "PNG", "WEBP"):
            assert image.info["icc_profile"] == PROFILE
        if image_format == "GIF":
            assert image.n_frames == 2
            assert image.info["loop"] == 3


@pytest.mark.parametrize("image_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_which_side_is_up_stays(image_format: str, orientation: int, tmp_path: Path) -> None:
    whole = file_with_secrets(image_format, orientation)
    plain = stripped(whole, image_format, orientation)
    assert plain is not None
    assert SECRET not in plain
    with Image.open(io.BytesIO(plain)) as image:
        assert dict(image.getexif()) == {0x0112: orientation}
    before, after = (pixels(one, image_format, tmp_path) for one in (whole, plain))
    assert np.array_equal(before, after)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_colours_of_ink_and_grey_stay(mode: str, tmp_path: Path) -> None:
    stream = io.BytesIO()
    picture(mode).save(stream, "JPEG", comment=SECRET)
    plain = stripped(stream.getvalue(), "JPEG", 1)
    assert plain is not None
    assert SECRET not in plain
    before, after = (pixels(one, "JPEG", tmp_path) for one in (stream.getvalue(), plain))
    assert np.array_equal(before, after)


def test_formats_that_have_to_be_stored_anew_say_so() -> None:
    for image_format in ("TIFF", "HEIF", "RAW", "AVIF", "PSD", "TGA", "PPM"):
        assert not can_strip(image_format)
        assert stripped(b"anything", image_format, 1) is None


@given(st.sampled_from(sorted(SUFFIXES)), st.integers(0, 10_000), st.binary(max_size=8))
def test_damaged_files_end_in_a_file_or_a_refusal(
    image_format: str, cut_at: int, put_in: bytes
) -> None:
    whole = file_with_secrets(image_format) if image_format not in FILES else FILES[image_format]
    FILES[image_format] = whole
    at = cut_at % len(whole)
    for hostile in (whole[:at], whole[:at] + put_in + whole[at + len(put_in) :], put_in):
        found = stripped(hostile, image_format, 1)
        assert found is None or len(found) <= len(hostile) + 64


FILES: dict[str, bytes] = {}
