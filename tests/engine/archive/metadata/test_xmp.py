"""Keywords and titles from XMP packets, and what is no packet."""

import io
import resource
import sys
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.archive.keywords import Keyword
from engine.archive.metadata.xml_stream import MAX_XML_BYTES
from engine.archive.metadata.xmp import MOST_KEYWORDS, read_xmp
from engine.errors import InputError
from tests.engine.archive.metadata.made import listed, packet


def refusal(call: Callable[[], object]) -> str | None:
    """The sentence with which something is refused, or None."""
    try:
        call()
    except InputError as error:
        return str(error)
    return None


def test_a_slash_in_a_name_is_one_where_digikam_has_a_backslash() -> None:
    found = read_xmp(
        packet(
            listed("lr:hierarchicalSubject", "music|AC/DC", "path|a")
            + listed("digiKam:TagsList", r"music/AC\DC", r"odd\one", kind="Seq")
        )
    )
    assert {one.levels for one in found.keywords} == {
        ("music", "AC/DC"),
        ("path", "a"),
        ("odd\\one",),
    }


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


@pytest.mark.parametrize("stored", ["utf-8", "cp1252", "utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("said", ["UTF-8", "utf-16", "ISO-8859-1", "us-ascii", "no-such-thing"])
def test_the_encoding_is_what_the_bytes_are_in(said: str, stored: str) -> None:
    body = f'<?xml version="1.0" encoding="{said}"?>' + packet(
        listed("dc:subject", "elg på ås", "5 €")
    ).decode().replace("\ufeff", "")
    found = read_xmp(body.encode(stored))
    assert [item.levels[0] for item in found.keywords] == ["elg på ås", "5 €"]


def test_an_encoding_of_one_byte_a_letter_is_believed_where_it_is_not_utf_8() -> None:
    body = '<?xml version="1.0" encoding="windows-1251"?>' + packet(
        listed("dc:subject", "Трамвай")
    ).decode().replace("\ufeff", "")
    for stored in ("cp1251", "utf-8"):
        assert read_xmp(body.encode(stored)).keywords[0].levels == ("Трамвай",)


def test_one_damaged_letter_costs_no_other() -> None:
    body = packet(listed("dc:subject", "på ås", "grønn")).replace("å ".encode(), b"\xe5 ")
    assert [item.levels[0] for item in read_xmp(body).keywords] == ["på ås", "grønn"]


def test_what_stands_before_damage_is_read_and_the_rest_noted() -> None:
    whole = packet(listed("dc:subject", "kept") + listed("digiKam:TagsList", "lost"))
    found = read_xmp(whole[: whole.index(b"lost")])
    assert found.keywords == (Keyword(("kept",), "dc:subject"),)
    assert [note.code for note in found.notes] == ["xmp-damaged-after"]


def test_a_value_with_qualifiers() -> None:
    items = (
        '<rdf:li rdf:parseType="Resource"><rdf:value>one</rdf:value><dc:type>no</dc:type></rdf:li>'
        "<rdf:li> <rdf:Description><dc:type>no</dc:type><rdf:value>two</rdf:value>"
        '</rdf:Description> </rdf:li><rdf:li><rdf:Description rdf:value="three"/></rdf:li>'
        '<rdf:li rdf:value="four" dc:type="no"/>'
    )
    body = f"<dc:subject><rdf:Bag>{items}</rdf:Bag></dc:subject>"
    found = read_xmp(packet(body + "<dc:title><rdf:value>T</rdf:value></dc:title>"))
    assert [item.levels[0] for item in found.keywords] == ["one", "two", "three", "four"]
    assert found.title == "T"


def test_what_is_said_of_other_pictures_is_not_taken() -> None:
    inner = f"<rdf:Description>{listed('dc:subject', 'ingredient')}</rdf:Description>"
    pantry = f"<digiKam:Pantry><rdf:Bag><rdf:li>{inner}</rdf:li></rdf:Bag></digiKam:Pantry>"
    found = read_xmp(packet(pantry + listed("dc:subject", "own")))
    assert [item.levels[0] for item in found.keywords] == ["own"]


def test_megabytes_around_the_keywords_are_passed_over_without_being_kept() -> None:
    ancestors = (f"xmp.did:{number:032x}" for number in range(200_000))
    body = packet(listed("digiKam:Ancestors", *ancestors) + listed("dc:subject", "behind"))
    tracemalloc.start()
    found = read_xmp(io.BytesIO(body))
    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.keywords == (Keyword(("behind",), "dc:subject"),)
    assert peak_bytes < 8 * 1024**2 < len(body)


def test_a_mask_of_megabytes_in_an_attribute() -> None:
    mask = f'<digiKam:mask digiKam:points="{"0" * 2**22}"/>'
    assert read_xmp(packet(mask + listed("dc:subject", "behind"))).keywords[0].levels == ("behind",)


def test_more_keywords_than_any_picture_has_are_noted() -> None:
    found = read_xmp(packet(listed("dc:subject", *map(str, range(MOST_KEYWORDS + 1)))))
    assert len(found.keywords) == MOST_KEYWORDS
    assert [note.code for note in found.notes] == ["xmp-too-many-keywords"]


def test_too_large_is_refused_without_parsing() -> None:
    with pytest.raises(InputError, match="64 MiB"):
        read_xmp(b"<x>" + b" " * MAX_XML_BYTES + b"</x>")


def test_deeply_nested_xml_is_survived() -> None:
    depth = 50_000
    nested = b"<a>" * depth + b"</a>" * depth
    assert refusal(lambda: read_xmp(nested)) is None


@given(st.binary(max_size=400))
def test_any_bytes_give_keywords_or_one_sentence(data: bytes) -> None:
    sentence = refusal(lambda: read_xmp(data))
    assert sentence is None or sentence.startswith("The XMP")
