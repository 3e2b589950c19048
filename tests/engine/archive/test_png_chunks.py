"""What is wrong beside the pixels of a PNG costs no picture."""

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.archive.decode import DecodeLimits, open_image, read_pixels
from engine.archive.inspect_file import InspectRequest, inspect_file
from engine.archive.png_chunks import readable_png
from engine.errors import InputError

XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>crane</rdf:li>'
    b"</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def chunk(kind: bytes, data: bytes, *, right: bool = True) -> bytes:
    checksum = zlib.crc32(kind + data) ^ (0 if right else 1)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def picture() -> bytes:
    values = np.random.default_rng(2).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(values).save(buffer, "PNG")
    return buffer.getvalue()


def with_chunk(extra: bytes, *, behind_pixels: bool = False) -> bytes:
    """The picture with one more chunk, behind its header or before its end."""
    content = picture()
    at = len(content) - 12 if behind_pixels else 33
    return content[:at] + extra + content[at:]


PACKED = zlib.compress(b"a" * 1_500_000)
DAMAGED = {
    "checksum of a text": chunk(b"tEXt", b"Comment\0hello", right=False),
    "checksum of the time": chunk(b"tIME", b"\x07\xe8\1\1\0\0\0", right=False),
    "packing of a text": chunk(b"zTXt", b"Comment\0\0not packed"),
}
TOO_LARGE = {
    "packed text": chunk(b"zTXt", b"Comment\0\0" + PACKED),
    "international text": chunk(b"iTXt", b"Comment\0\1\0\0\0" + PACKED),
    "profile": chunk(b"iCCP", b"profile\0\0" + PACKED),
    "plain text": chunk(b"tEXt", b"Comment\0" + b"a" * 1_500_000),
}


@pytest.mark.parametrize("extra", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("behind_pixels", [False, True])
def test_a_damaged_side_chunk_is_left_out_and_noted(
    tmp_path: Path, extra: bytes, behind_pixels: bool
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(with_chunk(extra, behind_pixels=behind_pixels))
    plain = tmp_path / "plain.png"
    plain.write_bytes(picture())

    found = inspect_file(InspectRequest(path))

    assert (found.problem, found.width_px, found.height_px) == (None, 40, 30)
    assert [note.code for note in found.notes] == ["png-part-damaged"]
    assert np.array_equal(read_pixels(path), read_pixels(plain))


@pytest.mark.parametrize("extra", TOO_LARGE.values(), ids=TOO_LARGE)
def test_what_unpacks_to_too_much_is_left_out_and_noted(tmp_path: Path, extra: bytes) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(with_chunk(extra))

    found = inspect_file(InspectRequest(path))

    assert found.problem is None
    assert [note.code for note in found.notes] == ["png-part-too-large"]


def test_damaged_pixels_are_damaged(tmp_path: Path) -> None:
    content = bytearray(picture())
    content[content.index(b"IDAT") + 10] ^= 0xFF
    path = tmp_path / "a.png"
    path.write_bytes(content)

    with pytest.raises(InputError):
        read_pixels(path)


def test_a_whole_file_is_read_as_it_is() -> None:
    source = io.BytesIO(picture())
    readable, notes = readable_png(source)
    assert readable is source
    assert notes == []


def test_keywords_behind_the_pixels_are_read_without_decoding_them(tmp_path: Path) -> None:
    extra = chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    path = tmp_path / "a.png"
    path.write_bytes(with_chunk(extra, behind_pixels=True))
    with open_image(path) as opened:
        assert opened.pillow is not None
        assert "xmp" in opened.pillow.info or "XML:com.adobe.xmp" in opened.pillow.info


def test_a_refused_picture_is_not_decoded_for_its_metadata(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(with_chunk(chunk(b"tEXt", b"Comment\0hello")))
    decoded: list[object] = []
    load = Image.Image.load
    monkeypatch.setattr(
        "PIL.PngImagePlugin.PngImageFile.load", lambda image: decoded.append(image) or load(image)
    )

    found = inspect_file(InspectRequest(path, limits=DecodeLimits(memory_bytes=7 * 100)))

    assert found.problem is not None
    assert found.problem.code == "image-too-many-pixels"
    assert (found.width_px, found.height_px) == (40, 30)
    assert decoded == []
