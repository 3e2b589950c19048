"""Patterns within bounds, and the places of words, beside a plain way of finding words."""

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.captions.records import TextRule
from db.catalogue import Catalogue
from engine.captions.rule_tables import NamedRule, read_rules, write_rules
from engine.captions.text_rules import TextPattern, word_places
from engine.errors import InputError
from tests.db.conftest import scanned_image

LATIN = st.sampled_from(
    ["flood", "Flood", "floods", "FLØD", "élan", "elan", "Ål", "al", "ål", "x1"]
)
CAPTIONS = st.lists(
    st.one_of(LATIN, st.sampled_from(["洪水", "水", "東京", ",", "-", "…"])), max_size=6
)
WORDS = st.sampled_from(
    [
        "flood",
        "flood*",
        "elan",
        "al",
        "ål",
        "洪水",
        "水*",
        "flood flood",
        "x",
        "x*",
        "fl*",
        "Flød",
        "水 東",
    ]
)


def plain_words(text: str) -> list[str]:
    """Words as a person tells them: in small letters without marks, each Han sign by itself."""
    small = unicodedata.normalize("NFD", text.lower())
    bare = "".join(sign for sign in small if not unicodedata.combining(sign))
    return re.findall(r"[\u4e00-\u9fff]|[^\W_\u4e00-\u9fff]+", bare)


def is_said(caption: str, word: str) -> bool:
    wanted, there = plain_words(word), plain_words(caption)
    for at in range(len(there) - len(wanted) + 1):
        part = there[at : at + len(wanted)]
        last = part[-1].startswith(wanted[-1]) if word.endswith("*") else part[-1] == wanted[-1]
        if part[:-1] == wanted[:-1] and last:
            return True
    return False


@settings(max_examples=10, deadline=None)
@given(st.lists(CAPTIONS, min_size=1, max_size=8), WORDS, st.one_of(st.none(), WORDS))
def test_the_index_finds_what_a_plain_way_finds(
    tmp_path_factory: pytest.TempPathFactory,
    captions: list[list[str]],
    word: str,
    other: str | None,
) -> None:
    texts = [" ".join(words) or "nothing" for words in captions]
    folder = tmp_path_factory.mktemp("rules")
    (folder / "archive").mkdir()
    with Catalogue.create(
        folder / "c.nabolag.sqlite", folder / "archive", curator="k"
    ) as catalogue:
        catalogue.commands.import_images([scanned_image(f"{at}.jpg") for at in range(len(texts))])
        for image_id, text in enumerate(texts, start=1):
            catalogue.commands.add_caption(image_id, text)
        rule = TextRule((word,), exclusions=() if other is None else (other,))
        found = catalogue.rule_matches.images_with(word, rule)

    assert sorted(found) == [
        at
        for at, text in enumerate(texts, start=1)
        if is_said(text, word) and not (other and is_said(text, other))
    ]
    for text in texts:
        assert bool(word_places(text, [word])) == is_said(text, word)


def test_places_are_those_of_the_words_as_written() -> None:
    text = "A FLOOD in Åmål, after flooding; 大洪水。"

    assert [text[at:to] for at, to in word_places(text, ["flood*", "amal", "洪水"])] == [
        "FLOOD",
        "Åmål",
        "flooding",
        "洪水",
    ]


@pytest.mark.parametrize("pattern", [r"(a+)+$"])
def test_a_hostile_pattern_is_given_up(pattern: str) -> None:
    began_s = time.monotonic()

    with pytest.raises(InputError, match="takes too long"):
        TextPattern(pattern).place("a" * 5000 + "!")

    assert time.monotonic() - began_s < 10


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(?:ab?){99999999}", "repeats too often"),
        (r"(?:(?:a{999}){999}){999}", "repeats too often"),
        ("(", "no regular expression"),
        (r"\p{Nothing}", "no regular expression"),
    ],
)
def test_a_wrong_pattern_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        TextPattern(pattern)


def test_patterns_look_without_case_and_never_find_nothing() -> None:
    assert TextPattern(r"m/?s\s+\w+").place("The M/S Fjord") == (4, 13)
    assert TextPattern(r"b*").place("aaa") is None


def test_rules_come_back_from_both_kinds_of_file(tmp_path: Path) -> None:
    rules = [
        NamedRule(
            "nature|flood",
            {"word": ["flood*", "=SUM(1)"], "pattern": [r"\bfl\w+"], "not": ["a, b"]},
            "en",
        ),
        NamedRule("洪水", {"word": ["洪水"], "pattern": [], "not": []}),
    ]
    for ending in (".csv", ".json"):
        path = tmp_path / f"rules{ending}"
        with path.open("w", encoding="utf-8", newline="") as stream:
            write_rules(stream, rules, ending)
        assert read_rules(path) == rules


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.txt", "", "neither .csv nor .json"),
        ("a.csv", "file,keywords\n1,2\n", "no columns label, kind and text"),
        ("a.csv", "label,kind,text\nflood,words,a\n", "row 2"),
        ("a.csv", "label,kind,text\n", "holds no rules"),
        ("a.json", '[{"label": 3}]', "no list of rules"),
        ("a.json", '{"label": "x"}', "no list of rules"),
        ("a.json", '[{"label": "x", "words": "ab"}]', "no list of rules"),
        ("a.json", '[{"label": "x", "words": ["a"]}, {"label": "x"}]', "two rules"),
        ("a.json", '[{"label": "x", "wrods": ["a"]}]', "no list of rules"),
        ("a.json", '[{"label": "x", "not": ["a"]}]', "no word and no pattern for ‘x’"),
        ("a.csv", "label,kind,text\nflood,word,\n", "no word and no pattern for ‘flood’"),
    ],
)
def test_files_that_are_no_rules_are_refused(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")

    with pytest.raises(InputError, match=re.escape(said)):
        read_rules(path)
