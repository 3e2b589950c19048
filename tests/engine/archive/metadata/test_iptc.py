"""Keywords and titles from IPTC records."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.archive.keywords import Keyword, clean
from engine.archive.metadata.iptc import read_iptc
from tests.engine.archive.metadata.made import data_set


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
        (None, "Côte d’Ivoire – 5 € Žižkov".encode("cp1252"), "Côte d’Ivoire – 5 € Žižkov"),
        (b"\x1b.A", "5 €".encode("cp1252"), "5 €"),
        (b"\x1b-A", b"\xc3\xa5", "Ã¥"),  # declared Latin-1: believed
        (b"\x1b(B\x1b-A", "5 €".encode("cp1252"), "5 €"),  # ASCII below, Latin-1 above
        (b"\x1b%/I", "ås".encode(), "ås"),  # UTF-8 of another level
        (b"\x1b-B", "Žižkov".encode("iso8859-2"), "Žižkov"),
        (b"\x1b-L", "лес".encode("iso8859-5"), "лес"),
        (b"\x1b.F", "δάσος".encode("iso8859-7"), "δάσος"),
        (b"\x1b-F", b"\xd2\xe4", "\u00d2δ"),  # no letter there: as Windows has it
        (b"\x1b-b", b"5 \xa4", "5 €"),
        (b"\x1b%@", "ås".encode("cp1252"), "ås"),  # of no kind that anybody knows
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
