"""Camera, place, people and rights, in files as Pillow and programs write them."""

import os
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

from engine.archive.metadata.description import MAX_TEXT_CHARS, Description, read_description
from engine.archive.stored_file import StoredFile
from tests.engine.archive.metadata.made import app13, data_set, listed, packet

MORE = {
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "aux": "http://ns.adobe.com/exif/1.0/aux/",
    "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}


def more(body: str) -> bytes:
    """A packet with further namespaces."""
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in MORE.items())
    return packet(body, attributes=declared)


def camera_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0110] = "A street", "NIKON CORPORATION", "NIKON D750"
    exif[0x013B], exif[0x8298] = "Kari Nordmann", "Museum of Oslo"
    inside = exif.get_ifd(0x8769)
    inside[0x9003] = "2019:05:17 10:20:30"
    inside[0x829A], inside[0x829D] = IFDRational(1, 250), IFDRational(28, 10)
    inside[0x8827], inside[0x920A], inside[0xA434] = 400, IFDRational(50, 1), "50mm f/1.8"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (IFDRational(59, 1), IFDRational(54, 1), IFDRational(30, 1))
    gps[3], gps[4] = "W", (IFDRational(10, 1), IFDRational(45, 1), IFDRational(0, 1))
    return exif


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".avif"])
def test_exif_and_gps_in_every_format(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    Image.new("RGB", (16, 16)).save(path, exif=camera_exif().tobytes())
    found = read_description(path)
    assert found == Description(
        captured_at="2019-05-17T10:20:30",
        make="NIKON CORPORATION",
        model="NIKON D750",
        lens="50mm f/1.8",
        exposure_s=1 / 250,
        f_number=2.8,
        focal_length_mm=50,
        iso=400,
        coordinates=(pytest.approx(59.908333, abs=1e-6), pytest.approx(-10.75)),
        caption="A street",
        creators=("Kari Nordmann",),
        copyright="Museum of Oslo",
    )


def test_iptc_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    texts = {
        5: "Havn",
        120: "Båter i havna",
        80: "Kari",
        116: "Arkivet",
        90: "Bergen",
        101: "Norge",
    }
    record = b"".join(data_set(2, number, text.encode()) for number, text in texts.items())
    Image.new("RGB", (16, 16)).save(path, extra=app13(record))
    assert read_description(path) == Description(
        places=("Bergen", "Norge"),
        title="Havn",
        caption="Båter i havna",
        creators=("Kari",),
        copyright="Arkivet",
    )


def test_xmp_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    body = (
        '<dc:title><rdf:Alt><rdf:li xml:lang="nb">Havn</rdf:li>'
        '<rdf:li xml:lang="x-default">Harbour</rdf:li></rdf:Alt></dc:title>'
        + listed("dc:description", "Boats", kind="Alt")
        + listed("dc:creator", "Kari", "Ola", kind="Seq")
        + listed("dc:rights", "CC BY", kind="Alt")
        + "<photoshop:City>Bergen</photoshop:City><core:Location>Bryggen</core:Location>"
        + "<photoshop:DateCreated>1936-05</photoshop:DateCreated>"
        + "<tiff:Make>Leica</tiff:Make><tiff:Model>II</tiff:Model><aux:Lens>Elmar</aux:Lens>"
        + "<exif:GPSLatitude>60,23.82N</exif:GPSLatitude>"
        + "<exif:GPSLongitude>5,19,30E</exif:GPSLongitude>"
    )
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", more(body).decode())
    Image.new("RGB", (16, 16)).save(path, pnginfo=info)
    assert read_description(path) == Description(
        captured_at="1936-05",
        make="Leica",
        model="II",
        lens="Elmar",
        coordinates=(pytest.approx(60.397), pytest.approx(5.325)),
        places=("Bryggen", "Bergen"),
        title="Harbour",
        caption="Boats",
        creators=("Kari", "Ola"),
        copyright="CC BY",
    )


def test_numbers_without_sense_are_left_out(tmp_path: Path) -> None:
    exif = camera_exif()
    inside, gps = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
    inside[0x829A], inside[0x829D] = IFDRational(1, 0), IFDRational(0, 10)
    inside[0x9003] = "0000:00:00 00:00:00"
    gps[2] = (IFDRational(91, 1), IFDRational(0, 1), IFDRational(0, 1))
    path = tmp_path / "a.jpg"
    Image.new("RGB", (16, 16)).save(path, exif=exif)
    found = read_description(path)
    assert (found.exposure_s, found.f_number, found.coordinates) == (None, None, None)
    assert (found.captured_at, found.focal_length_mm) == ("", 50)


def test_a_camera_without_a_fix_is_nowhere(tmp_path: Path) -> None:
    exif = camera_exif()
    zero = (IFDRational(0, 1), IFDRational(0, 1), IFDRational(0, 1))
    exif.get_ifd(0x8825)[2] = exif.get_ifd(0x8825)[4] = zero
    path = tmp_path / "a.jpg"
    Image.new("RGB", (16, 16)).save(path, exif=exif)
    assert read_description(path).coordinates is None


def test_texts_have_an_end_and_no_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    exif = Image.Exif()
    exif[0x010E] = "a\x07b\n" + "x" * 20_000
    exif[0x8298] = "y" * 100_000
    body = listed("dc:creator", *(f"n{number}" for number in range(5000)), kind="Seq")
    exif_bytes = exif.tobytes()
    Image.new("RGB", (16, 16)).save(path.with_suffix(".webp"), exif=exif_bytes, xmp=packet(body))
    found = read_description(path.with_suffix(".webp"))
    assert found.caption.startswith("a b xxx")
    assert len(found.caption) == MAX_TEXT_CHARS
    assert found.copyright == ""
    assert len(found.creators) == 20


def test_entities_and_huge_packets_are_not_read(tmp_path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boo">]>' + packet(
        listed("dc:description", "&b;")
    )
    huge = packet(listed("dc:description", "x") + "<dc:source>" + "y" * 3_000_000 + "</dc:source>")
    for name, xmp in (("bomb", bomb), ("huge", huge)):
        path = tmp_path / f"{name}.webp"
        Image.new("RGB", (16, 16)).save(path, xmp=xmp)
        assert read_description(path) == Description(), name


def test_a_damaged_file_never_raises(tmp_path: Path) -> None:
    whole = tmp_path / "whole.jpg"
    data = data_set(2, 120, b"caption")
    Image.new("RGB", (16, 16)).save(
        whole, exif=camera_exif(), xmp=packet(listed("dc:rights", "me")), extra=app13(data)
    )
    content = whole.read_bytes()
    damaged = tmp_path / "damaged.jpg"
    for at in range(0, 900, 3):
        damaged.write_bytes(content[:at])
        assert isinstance(read_description(damaged), Description)
        damaged.write_bytes(content[:at] + b"\xff\xff\xff" + content[at + 3 :])
        assert isinstance(read_description(damaged), Description)


def test_a_directory_that_leads_to_itself(tmp_path: Path) -> None:
    def entry(tag: int, kind: int, count: int, value: int) -> bytes:
        return b"".join(
            number.to_bytes(size, "little")
            for number, size in ((tag, 2), (kind, 2), (count, 4), (value, 4))
        )

    entries = entry(0x8769, 4, 1, 8) + entry(0x8825, 4, 1, 8) + entry(0x829A, 5, 2**32 - 1, 0)
    path = tmp_path / "loop.tif"
    path.write_bytes(b"II*\0\x08\0\0\0\x03\0" + entries + b"\0" * 8)
    assert read_description(path) == Description()


def test_what_is_no_file_of_the_archive_says_nothing(tmp_path: Path) -> None:
    outside = tmp_path / "outside.jpg"
    Image.new("RGB", (16, 16)).save(outside, exif=camera_exif())
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "link.jpg").symlink_to(outside)
    os.mkfifo(archive / "pipe.jpg")
    for name in (b"link.jpg", b"pipe.jpg", b"gone.jpg", b"../outside.jpg", b""):
        assert read_description(StoredFile(archive, name)) == Description()
