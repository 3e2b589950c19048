"""What is measured of a whole picture and kept by its content."""

from pathlib import Path

from PIL import Image, ImageCms

from engine.answers.duplicates.full_picture import (
    PictureRequest,
    full_picture_of,
    measure_picture,
)


def measured_name(path: Path, profile: bytes | None) -> str:
    Image.new("RGB", (40, 40), (200, 100, 50)).save(path, icc_profile=profile)
    measured = measure_picture(PictureRequest(path))
    assert full_picture_of(measured.stored()) == measured
    return measured.color_profile


def test_the_colour_profile_is_told_by_its_own_name(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert "sRGB" in measured_name(tmp_path / "srgb.png", srgb)
    assert "sRGB" in measured_name(tmp_path / "srgb.jpg", srgb)
    assert measured_name(tmp_path / "none.png", None) == ""
    assert measured_name(tmp_path / "damaged.jpg", b"not a profile") == ""


def test_what_is_kept_otherwise_is_measured_again(tmp_path: Path) -> None:
    stored = measure_picture(PictureRequest(small(tmp_path))).stored()
    for damaged in (None, b"", stored[:-1], stored + b"x", stored[:48]):
        assert full_picture_of(damaged) is None


def small(folder: Path) -> Path:
    path = folder / "small.png"
    Image.new("L", (40, 40), 90).save(path)
    return path
