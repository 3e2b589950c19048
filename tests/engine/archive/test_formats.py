"""Files are told apart by what they hold."""

import io

import pytest
from PIL import Image

from engine.archive.formats import HEADER_BYTES, detect_format, looks_like_image_name

SAVED = {
    "JPEG": "JPEG",
    "PNG": "PNG",
    "GIF": "GIF",
    "BMP": "BMP",
    "TIFF": "TIFF",
    "WEBP": "WEBP",
    "AVIF": "AVIF",
}


@pytest.mark.parametrize("image_format", SAVED)
def test_what_pillow_writes_is_recognised_whatever_its_name(image_format: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 16)).save(buffer, image_format)
    start = buffer.getvalue()[:HEADER_BYTES]
    assert detect_format(start, "wrong.txt") == image_format


@pytest.mark.parametrize(
    ("start", "name", "expected"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.heic", "HEIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "a", "HEIF"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "a", "AVIF"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "a.cr3", "RAW"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "film.mp4", None),
        (b"II*\0\x10\0\0\0CR\2\0", "renamed.tif", "RAW"),
        (b"II*\0\x08\0\0\0", "camera.NEF", "RAW"),
        (b"II*\0\x08\0\0\0", "scan.tif", "TIFF"),
        (b"FUJIFILMCCD-RAW 0201", "a.raf", "RAW"),
        (b"IIRO\x08\0\0\0", "a.orf", "RAW"),
        (b"IIU\0\x18\0\0\0", "a.rw2", "RAW"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "drawing.png", None),
        (b"BM is the short name of a museum in London", "notes.txt", None),
        (b"RIFF\x24\0\0\0WAVEfmt ", "sound.webp", None),
        (b"", "empty.jpg", None),
        (b"\xff\xd8", "short.jpg", None),
    ],
)
def test_signatures(start: bytes, name: str, expected: str | None) -> None:
    assert detect_format(start, name) == expected


def test_names_that_promise_an_image() -> None:
    assert looks_like_image_name("A.JPG")
    assert looks_like_image_name("b.Nef")
    assert not looks_like_image_name("keywords.csv")
    assert not looks_like_image_name("jpg")
