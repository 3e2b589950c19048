import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.text import (
    clean_name,
    folder_of,
    name_key,
    path_for_people,
    search_fold,
    search_key,
    sort_key,
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=40)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Truck", "tRUCK"),
        ("  four\t axle\n", "Four Axle"),
        ("Ørsta", "ørsta"),
        ("cafe\u0301", "CAFÉ"),
        ("Straße", "STRAẞE"),
        ("ｶﾞ", unicodedata.normalize("NFC", "ｶﾞ")),
        ("a\u00a0b", "A B"),
        ("❤", "❤\ufe0f"),
        ("❤\ufe0f\u200d🔥", "❤\u200d🔥"),
        ("ＡＢＣ　１", "abc 1"),
        ("co\u00adoperate", "cooperate"),
        ("\u200eזאב\u200f", "זאב"),
        ("\ufeffcrane\u200b", "crane"),
        ("Auf\u200clage", "Auflage"),
        ("ﬁsh", "FISH"),
        ("한\u3164글", "한글"),
    ],
)
def test_spellings_of_one_name_share_a_key(name: str, other: str) -> None:
    assert name_key(name) == name_key(other)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("o", "ø"),
        ("a b", "ab"),
        ("1", "2"),
        ("é", "e"),
        ("Maße", "Masse"),
        ("m²", "m2"),
        ("👨\u200d👩\u200d👧", "👨👩👧"),
        ("می\u200cخواهم", "میخواهم"),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e007f", "🏴"),
    ],
)
def test_different_names_have_different_keys(name: str, other: str) -> None:
    assert name_key(name) != name_key(other)


@given(ANY_TEXT)
def test_a_key_is_its_own_key_and_can_be_stored(name: str) -> None:
    key = name_key(name)

    assert name_key(key) == key
    assert key == " ".join(key.split())
    key.encode("utf-8")


@given(ANY_TEXT)
def test_a_cleaned_name_keeps_its_key_and_has_no_control_characters(name: str) -> None:
    cleaned = clean_name(name)

    assert name_key(cleaned) == name_key(name)
    assert not any(unicodedata.category(character) == "Cc" for character in cleaned)
    cleaned.encode("utf-8")


def test_paths_sort_as_people_sort_them() -> None:
    paths = [
        "b 2/x.jpg",
        "B 10/x.jpg",
        "a/z.jpg",
        "a b.jpg",
        "a/img9.jpg",
        "a/IMG10.jpg",
        "a/img009b.jpg",
    ]

    assert sorted(paths, key=sort_key) == [
        "a/img9.jpg",
        "a/img009b.jpg",
        "a/IMG10.jpg",
        "a/z.jpg",
        "a b.jpg",
        "b 2/x.jpg",
        "B 10/x.jpg",
    ]


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_in_paths_sort_by_size(number: int, other: int) -> None:
    assert (sort_key(f"a{number}") < sort_key(f"a{other}")) == (number < other)


def test_paths_are_shown_whatever_their_bytes() -> None:
    assert path_for_people("kafe\u0301/ø.jpg".encode()) == "kafé/ø.jpg"
    assert path_for_people(b"\xff/x.jpg") == "\ufffd/x.jpg"


def test_the_folder_of_a_path() -> None:
    assert folder_of("a/b/c.jpg") == "a/b"
    assert folder_of("c.jpg") == ""


def test_a_name_of_nothing_that_is_seen_is_a_name_all_the_same() -> None:
    assert name_key("\u200b") != name_key("\u200e") != ""


def test_a_search_for_ss_finds_the_sharp_s() -> None:
    assert search_fold("Straße 1") == search_fold("STRASSE 1") == "strasse 1"


def test_search_looks_in_path_and_title() -> None:
    key = search_key("Biler/IMG.JPG", "En  Rød bil")

    assert "biler/img.jpg" in key
    assert "en rød bil" in key


def test_control_characters_are_those_of_unicode() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) == "Cc":
            assert clean_name(f"a{character}b") == "a b"
        elif not character.isspace() and unicodedata.category(character) != "Cs":
            assert " " not in clean_name(f"a{character}b")
