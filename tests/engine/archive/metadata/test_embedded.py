"""Metadata in files: the union, with the source of each."""

import io
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from engine.archive.inspect_file import InspectRequest, inspect_file
from engine.archive.keywords import Keyword
from tests.engine.archive.metadata.made import app13, data_set, listed, packet


def test_a_jpeg_with_everything(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x9C9E] = "von;nebenan\0".encode("utf-16-le")
    exif.get_ifd(0x8769)[0x9003] = "2019:05:17 10:20:30"
    body = listed("dc:subject", "elg") + listed("lr:hierarchicalSubject", "dyr|elg")
    path = tmp_path / "a.jpg"
    Image.new("RGB", (30, 20)).save(
        path,
        exif=exif,
        xmp=packet(body),
        extra=app13(data_set(2, 25, b"moose") + data_set(2, 5, b"From IPTC")),
    )
    found = inspect_file(InspectRequest(path))
    assert found.keywords == (
        Keyword(("elg",), "dc:subject"),
        Keyword(("dyr", "elg"), "lr:hierarchicalSubject"),
        Keyword(("moose",), "iptc"),
        Keyword(("von",), "XPKeywords"),
        Keyword(("nebenan",), "XPKeywords"),
    )
    assert found.title == "From IPTC"
    assert found.captured_at == "2019-05-17T10:20:30"
    assert (found.width_px, found.height_px, found.format) == (30, 20, "JPEG")


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".avif"])
def test_xmp_inside_every_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    xmp = packet(listed("dc:subject", "ås"))
    options: dict[str, object] = {"xmp": xmp}
    if suffix == ".tif":
        options = {"tiffinfo": {700: xmp}}
    if suffix == ".png":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options = {"pnginfo": info}
    Image.new("RGB", (16, 16)).save(path, **options)
    found = inspect_file(InspectRequest(path))
    assert (found.problem, found.keywords) == (None, (Keyword(("ås",), "dc:subject"),))


def test_iptc_inside_tiff(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    data = data_set(2, 25, b"scanned")
    for stored in (data, data + b"\0" * (-len(data) % 4)):
        tags = ImageFileDirectory_v2()
        tags.tagtype[33723] = 7
        tags[33723] = stored
        Image.new("RGB", (8, 8)).save(path, tiffinfo=tags)
        found = inspect_file(InspectRequest(path))
        assert found.keywords == (Keyword(("scanned",), "iptc"),)


def test_broken_embedded_xmp_is_a_note_and_costs_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (8, 8)).save(path, xmp=b"<broken", extra=app13(data_set(2, 25, b"kept")))
    found = inspect_file(InspectRequest(path))
    assert found.problem is None
    assert found.keywords == (Keyword(("kept",), "iptc"),)
    assert len(found.notes) == 1
    assert "damaged" in str(found.notes[0])


def test_a_truncated_image_keeps_its_keywords(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    buffer = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(
        buffer, "JPEG", xmp=packet(listed("dc:subject", "kept"))
    )
    path.write_bytes(buffer.getvalue()[:-3000])
    found = inspect_file(InspectRequest(path))
    assert "cut short" in str(found.problem)
    assert found.thumbnail is None
    assert found.keywords == (Keyword(("kept",), "dc:subject"),)
    assert (found.width_px, found.height_px) == (200, 200)


NO_TIMES = (
    *("0000:00:00 00:00:00", "yesterday", "", "0001:01:01 00:00:00", "9999:99:99 99:99:99"),
    *("9999:12:31 23:59:59", "2019:02:29 10:00:00", "2019:05:17 24:00:00", "2019:13:01 10:00:00"),
)


def test_a_photograph_taken_at_no_time(tmp_path: Path) -> None:
    for number, text in enumerate(NO_TIMES):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = text
        path = tmp_path / f"{number}.jpg"
        Image.new("RGB", (8, 8)).save(path, exif=exif)
        assert inspect_file(InspectRequest(path)).captured_at is None
