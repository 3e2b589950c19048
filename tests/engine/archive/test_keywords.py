"""Keywords from XMP, IPTC, EXIF and sidecars: the union, with the source of each."""

import io
import resource
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from engine.archive.inspect_file import InspectRequest, inspect_file
from engine.archive.iptc import read_iptc
from engine.archive.keywords import MAX_KEYWORD_CHARS, Keyword, clean, keyword
from engine.archive.sidecars import read_sidecars, sidecar_names
from engine.archive.xmp import MAX_XMP_BYTES, read_xmp
from engine.errors import InputError

NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    "mediapro": "http://ns.iview-multimedia.com/mediapro/1.0/",
    "acdsee": "http://ns.acdsee.com/iptc/1.0/",
}


def refusal(call: Callable[[], object]) -> str | None:
    """The sentence with which something is refused, or None."""
    try:
        call()
    except InputError as error:
        return str(error)
    return None


def packet(body: str, *, attributes: str = "") -> bytes:
    declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {declared}>'
        f'<rdf:Description rdf:about="" {attributes}>{body}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    ).encode()


def listed(name: str, *values: str, kind: str = "Bag") -> str:
    items = "".join(f"<rdf:li>{value}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>"


def data_set(record: int, number: int, value: bytes) -> bytes:
    return bytes((0x1C, record, number)) + struct.pack(">H", len(value)) + value


# --- XMP ----------------------------------------------------------------------------------------


def test_every_field_with_its_own_separator() -> None:
    categories = (
        '&lt;Categories&gt;&lt;Category Assigned="0"&gt;Nature&lt;Category Assigned="1"&gt;Birds'
        '&lt;/Category&gt;&lt;/Category&gt;&lt;Category Assigned="1"&gt;Work&lt;/Category&gt;'
        "&lt;/Categories&gt;"
    )
    found = read_xmp(
        packet(
            listed("dc:subject", "truck", "four axle")
            + listed("lr:hierarchicalSubject", "vehicle|truck|Kamaz")
            + listed("digiKam:TagsList", "Places/Oslo", kind="Seq")
            + listed("MicrosoftPhoto:LastKeywordXMP", "Family/Anna")
            + listed("mediapro:CatalogSets", "Sets|Best")
            + f"<acdsee:categories>{categories}</acdsee:categories>"
        )
    )
    assert found.keywords == (
        Keyword(("truck",), "dc:subject"),
        Keyword(("four axle",), "dc:subject"),
        Keyword(("vehicle", "truck", "Kamaz"), "lr:hierarchicalSubject"),
        Keyword(("Places", "Oslo"), "digiKam:TagsList"),
        Keyword(("Family", "Anna"), "MicrosoftPhoto:LastKeywordXMP"),
        Keyword(("Sets", "Best"), "mediapro:CatalogSets"),
        Keyword(("Nature", "Birds"), "acdsee:categories"),
        Keyword(("Work",), "acdsee:categories"),
    )


@pytest.mark.parametrize("kind", ["Bag", "Seq", "Alt"])
def test_lists_of_any_kind(kind: str) -> None:
    found = read_xmp(packet(listed("dc:subject", "a", "b", kind=kind)))
    assert [item.levels for item in found.keywords] == [("a",), ("b",)]


def test_plain_text_and_attributes_where_a_list_belongs() -> None:
    assert read_xmp(packet("<dc:subject>alone</dc:subject>")).keywords[0].levels == ("alone",)
    short = read_xmp(packet("", attributes='dc:subject="short" dc:title="T"'))
    assert (short.keywords[0].levels, short.title) == (("short",), "T")


def test_empty_repeated_and_internal_keywords_are_left_out() -> None:
    body = listed("dc:subject", "", "  ", "a", "a", " a ") + listed(
        "digiKam:TagsList", "_Digikam_Internal_Tags_/Scanned", "a//b/"
    )
    assert read_xmp(packet(body)).keywords == (
        Keyword(("a",), "dc:subject"),
        Keyword(("a", "b"), "digiKam:TagsList"),
    )


def test_the_title_in_the_default_language() -> None:
    body = (
        '<dc:title><rdf:Alt><rdf:li xml:lang="nb">Elg</rdf:li>'
        '<rdf:li xml:lang="x-default">Moose</rdf:li></rdf:Alt></dc:title>'
    )
    assert read_xmp(packet(body)).title == "Moose"
    assert read_xmp(packet(listed("dc:title", "One", "Two", kind="Alt"))).title == "One"


def test_encodings_and_padding() -> None:
    body = listed("dc:subject", "elg på ås")
    plain = packet(body)
    for encoded in (plain + b"\0\0\0", b"\n " + plain, plain.decode().encode("utf-16")):
        assert read_xmp(encoded).keywords[0].levels == ("elg på ås",)


def test_decomposed_letters_are_composed() -> None:
    found = read_xmp(packet(listed("dc:subject", "a\u030as")))
    assert found.keywords[0].levels == ("\u00e5s",)


@pytest.mark.parametrize(
    "hostile",
    [
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
        + b"]><x>&j;</x>",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>',
    ],
)
def test_entities_and_document_types_are_refused_before_they_are_read(hostile: bytes) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match="document type or entities"):
        read_xmp(hostile)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * (1 if sys.platform == "darwin" else 1024) < 50 * 1024**2


@pytest.mark.parametrize("broken", [b"", b"<", b"<a><b></a>", b"\xff\xfe\x00", b"plain text"])
def test_broken_xml_is_one_sentence(broken: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        read_xmp(broken)


def test_an_unknown_encoding_is_one_sentence() -> None:
    with pytest.raises(InputError, match="damaged"):
        read_xmp(b'<?xml version="1.0" encoding="no-such-thing"?><x/>')


def test_too_large_is_refused_without_parsing() -> None:
    with pytest.raises(InputError, match="1 MiB"):
        read_xmp(b"<x>" + b" " * MAX_XMP_BYTES + b"</x>")


def test_deeply_nested_xml_is_survived() -> None:
    depth = 50_000
    nested = b"<a>" * depth + b"</a>" * depth
    assert refusal(lambda: read_xmp(nested)) is None


@given(st.binary(max_size=400))
def test_any_bytes_give_keywords_or_one_sentence(data: bytes) -> None:
    sentence = refusal(lambda: read_xmp(data))
    assert sentence is None or sentence.startswith("The XMP")


# --- IPTC ---------------------------------------------------------------------------------------


def test_iptc_keywords_and_title() -> None:
    data = (
        data_set(1, 90, b"\x1b%G")
        + data_set(2, 5, "Tittel på norsk".encode())
        + data_set(2, 25, b"elg")
        + data_set(2, 25, "ås".encode())
        + data_set(2, 120, b"a caption")
        + data_set(2, 25, b"elg")
    )
    found = read_iptc(data)
    assert found.title == "Tittel på norsk"
    assert found.keywords == (Keyword(("elg",), "iptc"), Keyword(("ås",), "iptc"))


@pytest.mark.parametrize(
    ("declared", "stored", "read"),
    [
        (b"\x1b%G", "ås".encode(), "ås"),
        (b"\x1b%G", "ås".encode("latin-1"), "ås"),  # declared UTF-8 and is not
        (None, "ås".encode(), "ås"),
        (None, "ås".encode("latin-1"), "ås"),
        (b"\x1b.A", "ås".encode("latin-1"), "ås"),
        (b"\x1b-A", b"\xc3\xa5", "Ã¥"),  # declared Latin-1: believed
    ],
)
def test_the_character_set_is_respected(declared: bytes | None, stored: bytes, read: str) -> None:
    start = data_set(1, 90, declared) if declared else b""
    assert read_iptc(start + data_set(2, 25, stored)).keywords[0].levels == (read,)


def test_an_extended_data_set() -> None:
    extended = bytes((0x1C, 2, 25)) + struct.pack(">H", 0x8004) + struct.pack(">I", 3) + b"cat"
    found = read_iptc(extended + data_set(2, 25, b"dog"))
    assert [item.levels[0] for item in found.keywords] == ["cat", "dog"]


def test_what_comes_before_damage_is_kept() -> None:
    whole = data_set(2, 25, b"one") + data_set(2, 25, b"two")
    for cut in range(len(whole)):
        names = [item.levels[0] for item in read_iptc(whole[:cut]).keywords]
        assert names == (["one"] if cut >= 8 else [])


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30), max_size=9))
def test_iptc_round_trip(names: list[str]) -> None:
    data = data_set(1, 90, b"\x1b%G") + b"".join(data_set(2, 25, n.encode()) for n in names)
    read = [item.levels[0] for item in read_iptc(data).keywords]
    assert read == list(dict.fromkeys(clean(name) for name in names))


@given(st.binary(max_size=200))
def test_any_iptc_bytes_are_survived(data: bytes) -> None:
    read_iptc(b"\x1c" + data)


# --- inside files -------------------------------------------------------------------------------


def app13(data: bytes) -> bytes:
    resource_block = (
        b"8BIM\x04\x04\0\0" + struct.pack(">I", len(data)) + data + b"\0" * (len(data) % 2)
    )
    payload = b"Photoshop 3.0\0" + resource_block
    return b"\xff\xed" + struct.pack(">H", len(payload) + 2) + payload


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


def test_a_photograph_taken_at_no_time(tmp_path: Path) -> None:
    for number, text in enumerate(("0000:00:00 00:00:00", "yesterday", "")):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = text
        path = tmp_path / f"{number}.jpg"
        Image.new("RGB", (8, 8)).save(path, exif=exif)
        assert inspect_file(InspectRequest(path)).captured_at is None


# --- sidecars -----------------------------------------------------------------------------------


def test_sidecar_names_of_either_kind() -> None:
    beside = {
        "x.jpg.xmp": "x.JPG.xmp",
        "x.xmp": "X.XMP",
        "y.xmp": "y.xmp",
        "plain.xmp": "plain.xmp",
    }
    assert sidecar_names("x.jpg", beside) == ("x.JPG.xmp", "X.XMP")
    assert sidecar_names("x.cr2", beside) == ("X.XMP",)
    assert sidecar_names("plain", beside) == ("plain.xmp",)
    assert sidecar_names("z.jpg", beside) == ()


def test_sidecars_are_read_with_their_names_and_broken_ones_noted(tmp_path: Path) -> None:
    good, broken, gone = tmp_path / "x.jpg.xmp", tmp_path / "x.xmp", tmp_path / "gone.xmp"
    good.write_bytes(packet(listed("dc:subject", "a") + listed("dc:title", "T", kind="Alt")))
    broken.write_bytes(b"<nothing")
    found = read_sidecars((broken, good, gone))
    assert found.keywords == (Keyword(("a",), "dc:subject (x.jpg.xmp)"),)
    assert found.title == "T"
    assert len(found.notes) == 2
    assert "x.xmp" in str(found.notes[0])


def test_an_enormous_sidecar_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.xmp"
    with path.open("wb") as stream:
        stream.truncate(10 * 1024**3)
    assert "1 MiB" in str(read_sidecars((path,)).notes[0])


# --- text ---------------------------------------------------------------------------------------


@given(st.text())
def test_cleaning_is_settled_after_once(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    cleaned.encode()


def test_keywords_out_of_all_bounds_are_dropped() -> None:
    assert keyword(["a" * (MAX_KEYWORD_CHARS + 1)], "dc:subject") is None
    assert keyword(["a"] * 100, "dc:subject") is None
    assert keyword(["", " \t"], "dc:subject") is None
    assert keyword(["a\0b"], "dc:subject") == Keyword(("a b",), "dc:subject")
