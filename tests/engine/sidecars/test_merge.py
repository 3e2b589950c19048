"""Labels go into a sidecar, what is somebody else's stays, and no other byte changes."""

from collections.abc import Callable

import pytest

from engine.errors import InputError
from engine.sidecars.fields import Levels
from engine.sidecars.merge import EMPTY, Known, merge
from tests.engine.sidecars.shapes import (
    SHAPES,
    compact,
    darktable,
    digikam,
    lightroom,
    lists_of,
    other_bytes,
    other_nodes,
)

CAT, DOG = ("animals", "cat"), ("animals", "dog")
BIRD, MACHINE = ("birds", "crane"), ("machines", "crane")
NOTHING = Known()
WITH_ENTITIES = EMPTY.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "b">]>', 1)
Shape = Callable[[list[str]], bytes]


def paths(*labels: Levels) -> list[str]:
    return ["|".join(label) for label in labels]


def texts(file: bytes) -> dict[str, set[str]]:
    return {name: set(items) for name, (_, items) in lists_of(file).items()}


def test_a_new_sidecar_has_all_three_fields_as_programs_expect_them() -> None:
    file = merge(None, [CAT, ("moon",)], NOTHING).file
    assert lists_of(file) == {
        "subject": ("Bag", ["cat", "moon"]),
        "hierarchicalSubject": ("Bag", ["animals|cat", "moon"]),
        "TagsList": ("Seq", ["animals/cat", "moon"]),
    }


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_other_node_stays(shape: Shape) -> None:
    before = shape(paths(CAT, BIRD))
    found = merge(before, [BIRD, DOG], Known.of([CAT, BIRD]))
    assert other_nodes(merge(before, [CAT, BIRD, DOG], Known.of([CAT, BIRD])).file) == other_nodes(
        before
    )
    fields = texts(found.file)
    assert {"animals|dog", "birds|crane"} <= fields["hierarchicalSubject"]
    assert "animals|cat" not in fields["hierarchicalSubject"]
    assert {"animals/dog", "birds/crane"} == fields["TagsList"]
    assert {"dog", "crane"} <= fields["subject"]
    assert "cat" not in fields["subject"]


@pytest.mark.parametrize("shape", [digikam, lightroom, darktable])
def test_every_other_byte_stays(shape: Shape) -> None:
    before = shape(paths(CAT))
    after = merge(before, [CAT, BIRD], Known.of([CAT])).file
    assert other_bytes(after) == other_bytes(before)
    assert after != before


@pytest.mark.parametrize("shape", [digikam, lightroom, darktable])
def test_what_was_added_and_taken_off_again_leaves_the_old_bytes(shape: Shape) -> None:
    before = merge(shape(paths(CAT)), [CAT], Known.of([CAT])).file
    with_bird = merge(before, [CAT, BIRD], Known.of([CAT])).file
    assert with_bird != before
    assert merge(with_bird, [CAT], Known.of([CAT, BIRD])).file == before


def test_nothing_to_change_gives_the_very_file() -> None:
    before = digikam(paths(CAT))
    found = merge(before, [CAT], Known.of([CAT]))
    assert found.file is before
    assert (found.added, found.removed, found.fields) == ((), (), ())


def test_what_is_not_known_stays_and_what_is_known_goes() -> None:
    before = digikam(paths(CAT, DOG))
    found = merge(before, [], Known.of([CAT]))
    assert texts(found.file)["TagsList"] == {"animals/dog"}
    assert texts(found.file)["subject"] == {"dog"}
    assert (found.added, found.removed) == ((), (CAT,))


def test_a_keyword_that_goes_leaves_the_fields_of_other_programs_too() -> None:
    before = digikam(paths(CAT, DOG))
    after = merge(before, [DOG], Known.of([CAT, DOG])).file
    assert b"cat" not in after
    assert b"<MicrosoftPhoto:LastKeywordXMP>" in after
    assert b"<rdf:li>animals|dog</rdf:li>" in after[after.index(b"<mediapro:CatalogSets>") :]
    assert b"MicrosoftPhoto:Last" not in merge(before, [], Known.of([CAT, DOG])).file


def test_labels_of_the_same_name_stay_two() -> None:
    found = merge(None, [BIRD, MACHINE], NOTHING)
    assert lists_of(found.file)["subject"] == ("Bag", ["crane"])
    assert lists_of(found.file)["hierarchicalSubject"][1] == ["birds|crane", "machines|crane"]
    less = merge(found.file, [BIRD], Known.of([BIRD, MACHINE]))
    assert lists_of(less.file)["hierarchicalSubject"][1] == ["birds|crane"]
    assert lists_of(less.file)["subject"][1] == ["crane"]
    assert less.removed == (MACHINE,)


def test_a_name_stays_where_a_path_of_somebody_else_ends_in_it() -> None:
    before = lightroom(paths(BIRD, MACHINE))
    after = merge(before, [], Known.of([BIRD])).file
    assert texts(after)["subject"] == {"crane"}
    assert texts(after)["hierarchicalSubject"] == {"machines|crane"}


def test_a_file_with_names_alone_gets_the_paths() -> None:
    before = compact(["cat"])
    found = merge(before, [CAT], Known.of([], [("cat",)]))
    assert found.added == ()
    assert lists_of(found.file)["subject"] == ("Bag", ["cat"])
    assert lists_of(found.file)["hierarchicalSubject"] == ("Bag", ["animals|cat"])


def test_a_known_keyword_is_spelled_as_the_label_and_an_unknown_one_stays_as_it_is() -> None:
    before = digikam(["Animals|Cat", "Animals|Dog"])
    found = merge(before, [CAT, DOG], Known.of([CAT]))
    assert texts(found.file)["TagsList"] == {"animals/cat", "Animals/Dog"}
    assert (found.added, found.removed) == ((), ())


@pytest.mark.parametrize(
    "held",
    [
        'dc:subject="cat">',
        ">\n   <dc:subject>cat</dc:subject>",
        ">\n   <dc:subject><rdf:Alt><rdf:li>cat</rdf:li></rdf:Alt></dc:subject>",
        ">\n   <dc:subject><rdf:Seq><rdf:li rdf:value='cat'/></rdf:Seq></dc:subject>",
    ],
)
def test_a_keyword_that_stands_in_no_bag_comes_into_one(held: str) -> None:
    before = EMPTY.replace(b'lightroom/1.0/">', f'lightroom/1.0/" {held}'.encode())
    found = merge(before, [DOG], NOTHING)
    kind, items = lists_of(found.file)["subject"]
    assert kind == "Bag"
    assert len(items) == 2
    assert b"cat" in found.file
    assert other_nodes(found.file) == other_nodes(EMPTY)
    assert any(change.is_recast for change in found.fields)


@pytest.mark.parametrize(
    "rdf",
    [
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
        b'<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></RDF>',
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description rdf:about=""/></rdf:RDF>',
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:lr="urn:other">\n'
        b'<rdf:Description><dc:subject xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Bag/>'
        b"</dc:subject></rdf:Description></rdf:RDF>",
    ],
)
def test_a_packet_that_says_nothing_is_filled(rdf: bytes) -> None:
    assert lists_of(merge(rdf, [CAT], NOTHING).file) == lists_of(merge(None, [CAT], NOTHING).file)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-be"])
def test_a_file_keeps_its_encoding(encoding: str) -> None:
    text = digikam(paths(CAT)).decode().replace('encoding="UTF-8"', "")
    before = text.encode(encoding)
    after = merge(before, [CAT, ("caf\u00e9",)], Known.of([CAT])).file
    assert after[:2] == before[:2]
    assert "caf\u00e9" in lists_of(after.decode(encoding).encode())["subject"][1]


def test_signs_of_xml_and_of_levels_come_through() -> None:
    odd = [("a<b>&\"'",), ("AC/DC",), ("one|two",), ("\ufffe",)]
    found = merge(None, odd, NOTHING)
    fields = lists_of(found.file)
    assert set(fields["TagsList"][1]) == {"a<b>&\"'", "AC\\DC", "one\\two", "\ufffd"}
    assert set(fields["hierarchicalSubject"][1]) == {"a<b>&\"'", "AC/DC", "one/two", "\ufffd"}
    assert merge(found.file, odd[:3], Known.of(odd[:3])).file == found.file


def test_keywords_of_ingredients_are_not_the_pictures_own() -> None:
    nested = digikam(paths(CAT)).replace(
        b"   <!--",
        b'   <xmpMM:Pantry xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><rdf:Bag><rdf:li>'
        b"<rdf:Description><dc:subject><rdf:Bag><rdf:li>cat</rdf:li></rdf:Bag></dc:subject>"
        b"</rdf:Description></rdf:li></rdf:Bag></xmpMM:Pantry>\n   <!--",
    )
    after = merge(nested, [], Known.of([CAT])).file
    assert after.count(b"<rdf:li>cat</rdf:li>") == 1


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "xmp-damaged"),
        (b"no xml", "xmp-damaged"),
        (b"<a/>", "sidecar-without-rdf"),
        (EMPTY[:-20], "xmp-damaged"),
        (
            EMPTY.replace(b'"UTF-8"?>', b'"UTF-8"?><!DOCTYPE x [<!ENTITY a "b">]>'),
            "xmp-declares-entities",
        ),
        (EMPTY.replace(b"Nabolag", b"\xe6"), "xmp-damaged"),
    ],
)
def test_what_cannot_be_merged_is_refused_in_a_sentence(file: bytes, code: str) -> None:
    with pytest.raises(InputError) as error:
        merge(file, [CAT], NOTHING)
    assert error.value.message.code == code
    assert str(error.value)


def test_many_blanks_and_many_keywords_come_through() -> None:
    blanks = b"\n" + b" " * 10_000
    before = digikam(paths(CAT, DOG)).replace(b"\n    <rdf:li>", blanks + b"<rdf:li>")
    after = merge(before, [DOG], Known.of([CAT, DOG])).file
    assert after.count(blanks) == before.count(blanks)
    many = [(f"group {number % 7}", f"label {number}") for number in range(3000)]
    file = merge(before, many, NOTHING).file
    assert len(lists_of(file)["TagsList"][1]) == 3002
    assert merge(file, [], Known.of(many)).file == before
