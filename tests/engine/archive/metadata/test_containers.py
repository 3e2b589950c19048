"""Where metadata lies in each container, and what damage and malice do to it."""

import io
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engine.archive.decode import DecodeLimits, register_plugins
from engine.archive.inspect_file import InspectRequest, described_file, inspect_file
from engine.archive.keywords import Keyword
from engine.archive.metadata.embedded import read_embedded
from messages.message import Message
from tests.engine.archive.metadata.made import app13, data_set, listed, packet

SUBJECT = packet(listed("dc:subject", "elg"))
ELG = Keyword(("elg",), "dc:subject")
IPTC_RECORD = data_set(2, 25, b"kim")
KIM = Keyword(("kim",), "iptc")
EXTENDED = "0123456789ABCDEF0123456789ABCDEF"


def app1(data: bytes) -> bytes:
    return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


def jpeg(*segments: bytes) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "JPEG")
    return buffer.getvalue()[:2] + b"".join(segments) + buffer.getvalue()[2:]


def extended(body: bytes, name: str, *, lost: int | None = None) -> list[bytes]:
    """Segments of an extended packet; one of them may be lost."""
    parts = [(at, body[at : at + 60_000]) for at in range(0, len(body), 60_000)]
    head = b"http://ns.adobe.com/xmp/extension/\0" + name.encode()
    return [
        app1(head + struct.pack(">II", len(body), at) + part)
        for number, (at, part) in reversed(list(enumerate(parts)))
        if number != lost
    ]


def main_packet(name: str = EXTENDED) -> bytes:
    attribute = f'xmpNote:HasExtendedXMP="{name}" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"'
    body = packet(listed("dc:title", "T"), attributes=attribute)
    return app1(b"http://ns.adobe.com/xap/1.0/\0" + body)


WORDS = [f"word {number:05d}" for number in range(5000)]


def test_the_extension_of_a_packet_in_a_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    body = packet(listed("dc:subject", *WORDS))
    path.write_bytes(jpeg(*extended(body, EXTENDED.lower()), main_packet()))
    found = inspect_file(InspectRequest(path))
    assert [item.levels[0] for item in found.keywords] == WORDS
    assert (found.title, found.notes) == ("T", ())


def test_an_extension_that_is_not_whole_gives_what_is_there_and_a_note(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    body = packet(listed("dc:subject", *WORDS))
    path.write_bytes(jpeg(main_packet(), *extended(body, EXTENDED, lost=2)))
    found = inspect_file(InspectRequest(path))
    assert 0 < len(found.keywords) < len(WORDS)
    assert [item.levels[0] for item in found.keywords] == WORDS[: len(found.keywords)]
    assert {note.code for note in found.notes} == {"xmp-extension-missing", "xmp-damaged-after"}


def test_an_extension_of_another_packet_is_not_the_picture_s(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(main_packet("F" * 32), *extended(SUBJECT, EXTENDED)))
    found = inspect_file(InspectRequest(path))
    assert found.keywords == ()
    assert [note.code for note in found.notes] == ["xmp-extension-missing"]


def raw_profile(name: str, data: bytes) -> bytes:
    """As ImageMagick, exiv2 and exiftool write it, who name the profile differently."""
    digits = data.hex()
    lines = "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72))
    return f"\n{name}\n{len(data):8}\n{lines}\n".encode()


@pytest.mark.parametrize("behind_pixels", [False, True])
@pytest.mark.parametrize("name", ["iptc", "IPTC profile"])
@pytest.mark.parametrize("kind", [b"zTXt", b"tEXt"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_iptc_in_a_png(
    tmp_path: Path, kind: bytes, name: str, wrapped: bool, behind_pixels: bool
) -> None:
    path = tmp_path / "a.png"
    data = app13(IPTC_RECORD)[len(b"\xff\xed\0\0Photoshop 3.0\0") :] if wrapped else IPTC_RECORD
    text = raw_profile(name, data)
    content = b"Raw profile type iptc\0" + (
        b"\0" + zlib.compress(text) if kind == b"zTXt" else text
    )
    path.write_bytes(png_with(kind, content, behind_pixels=behind_pixels))
    found = inspect_file(InspectRequest(path))
    assert (found.problem, found.keywords, found.notes) == (None, (KIM,), ())


def png_with(kind: bytes, content: bytes, *, behind_pixels: bool = False) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "PNG")
    whole = buffer.getvalue()
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    chunk = struct.pack(">I", len(content)) + kind + content + checksum
    at = len(whole) - 12 if behind_pixels else 33
    return whole[:at] + chunk + whole[at:]


@pytest.mark.parametrize("compressed", [False, True])
def test_xmp_above_a_mebibyte_in_a_png(tmp_path: Path, compressed: bool) -> None:
    path = tmp_path / "a.png"
    ancestors = listed("digiKam:Ancestors", *(f"{number:040}" for number in range(40_000)))
    body = packet(ancestors + listed("dc:subject", "elg"))
    assert len(body) > 2 * 1024**2
    stored = zlib.compress(body) if compressed else body
    head = b"XML:com.adobe.xmp\0" + (b"\1\0" if compressed else b"\0\0") + b"\0\0"
    path.write_bytes(png_with(b"iTXt", head + stored))
    found = inspect_file(InspectRequest(path))
    assert (found.problem, found.keywords, found.notes) == (None, (ELG,), ())


def test_what_unpacks_to_more_than_any_packet_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1024**2) for _ in range(200)) + packer.flush()
    path.write_bytes(png_with(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + packed))
    found = inspect_file(InspectRequest(path))
    assert (found.problem, found.keywords) == (None, ())
    assert [note.code for note in found.notes] == ["embedded-xmp-too-long"]


def test_xmp_in_a_gif(tmp_path: Path) -> None:
    path = tmp_path / "a.gif"
    buffer = io.BytesIO()
    Image.new("P", (8, 8)).save(buffer, "GIF")
    trailer = b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    extension = b"\x21\xff\x0bXMP DataXMP" + SUBJECT + trailer
    path.write_bytes(buffer.getvalue()[:-1] + extension + b"\x3b")
    assert inspect_file(InspectRequest(path)).keywords == (ELG,)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("is_big", [False, True])
def test_a_tiff_of_either_size_and_order(tmp_path: Path, order: str, is_big: bool) -> None:
    path = tmp_path / "a.tif"
    resources = app13(IPTC_RECORD)[len(b"\xff\xed\0\0Photoshop 3.0\0") :]
    extra = [(700, "B", len(SUBJECT), SUBJECT, True), (34377, "B", len(resources), resources, True)]
    pixels = np.zeros((8, 8, 3), np.uint8)
    tifffile.imwrite(
        path, pixels, bigtiff=is_big, byteorder=order, photometric="rgb", extratags=extra
    )  # type: ignore[arg-type]
    found = inspect_file(InspectRequest(path))
    assert (found.problem, found.keywords) == (None, (ELG, KIM))


def test_iptc_written_as_numbers_of_the_other_byte_order(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    record = IPTC_RECORD + b"\0" * (-len(IPTC_RECORD) % 4)
    numbers = np.frombuffer(record, ">u4").tolist()
    extra = [(33723, "I", len(numbers), tuple(numbers), True)]
    tifffile.imwrite(path, np.zeros((8, 8), np.uint8), byteorder="<", extratags=extra)
    assert inspect_file(InspectRequest(path)).keywords == (KIM,)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif"])
def test_a_refused_picture_keeps_its_keywords_and_its_time(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    save_with_metadata(path, size=(400, 300))
    limits = DecodeLimits(memory_bytes=7 * 100 * 100 if suffix != ".jpg" else 100)
    found = inspect_file(InspectRequest(path, limits=limits))
    assert found.problem is not None
    assert found.problem.code in ("image-too-many-pixels", "image-too-large")
    assert (found.keywords, found.captured_at) == ((ELG,), "2019-05-17T10:20:30")


def test_a_picture_that_ended_its_process_keeps_its_keywords(tmp_path: Path) -> None:
    path, sidecar = tmp_path / "a.jpg", tmp_path / "a.jpg.xmp"
    save_with_metadata(path)
    sidecar.write_bytes(packet(listed("dc:subject", "beside")))
    problem = Message("image-too-slow", {"limit_s": 1})
    found = described_file(InspectRequest(path, (sidecar,)), problem)
    beside = Keyword(("beside",), "dc:subject (a.jpg.xmp)")
    assert (found.keywords, len(found.content_hash)) == ((ELG, beside), 32)
    assert found.captured_at == "2019-05-17T10:20:30"
    assert found.problem == problem
    assert described_file(InspectRequest(tmp_path / "gone.jpg"), problem).content_hash == b""


def test_a_raw_file_built_like_a_tiff_keeps_its_keywords(tmp_path: Path) -> None:
    path = tmp_path / "a.nef"
    extra = [(700, "B", len(SUBJECT), SUBJECT, True)]
    tifffile.imwrite(path, np.zeros((8, 8), np.uint8), extratags=extra)
    assert inspect_file(InspectRequest(path)).keywords == (ELG,)


def test_the_jpeg_inside_a_fujifilm_raw_file(tmp_path: Path) -> None:
    path = tmp_path / "a.raf"
    picture = jpeg(app1(b"http://ns.adobe.com/xap/1.0/\0" + SUBJECT))
    head = b"FUJIFILMCCD-RAW 0201".ljust(84, b"0") + struct.pack(">II", 200, len(picture))
    path.write_bytes(head.ljust(200, b"\0") + picture)
    assert inspect_file(InspectRequest(path)).keywords == (ELG,)


def save_with_metadata(path: Path, *, size: tuple[int, int] = (16, 16)) -> None:
    exif = Image.Exif()
    exif[0x010E] = "a description"
    exif.get_ifd(0x8769)[0x9003] = "2019:05:17 10:20:30"
    options: dict[str, object] = {"exif": exif.tobytes(), "xmp": SUBJECT}
    if path.suffix == ".tif":
        options = {"tiffinfo": {700: SUBJECT}}
    if path.suffix == ".png":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", SUBJECT.decode())
        options = {"exif": exif, "pnginfo": info}
    if path.suffix == ".jpg":
        options["extra"] = app13(data_set(2, 25, b""))
    register_plugins()
    Image.new("RGB", size).save(path, **options)


def damaged(content: bytes, seed: int) -> Iterator[bytes]:
    rng = np.random.default_rng(seed)
    for _ in range(150):
        changed = bytearray(content)
        for position in rng.integers(0, len(content), 4):
            changed[position] = int(rng.choice([0, 1, 0x7F, 0x80, 0xFF, rng.integers(0, 256)]))
        yield bytes(changed)
    for cut in rng.integers(0, len(content), 50):
        yield content[:cut]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".avif", ".jxl"])
def test_damage_never_raises_and_never_takes_long(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    save_with_metadata(path)
    content = path.read_bytes()
    assert read_embedded(path).text.keywords == (ELG,)
    started_s = time.process_time()
    for changed in damaged(content, len(suffix)):
        found = read_embedded(path, changed)
        assert {item.source for item in found.text.keywords} <= {"dc:subject", "iptc", "XPKeywords"}
    assert time.process_time() - started_s < 20


def test_places_without_width_are_no_endless_work(tmp_path: Path) -> None:
    def box(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I4s", len(data) + 8, kind) + data

    items = b"".join(struct.pack(">HHH", number, 0, 65_535) for number in range(60_000))
    places = box(b"iloc", b"\0\0\0\0" + b"\0\0" + struct.pack(">H", 60_000) + items)
    head = box(b"ftyp", b"avif\0\0\0\0mif1")
    started_s = time.process_time()
    found = read_embedded(tmp_path / "a.avif", head + box(b"meta", b"\0\0\0\0" + places))
    assert found.text.keywords == ()
    assert time.process_time() - started_s < 5
