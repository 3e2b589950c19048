"""Cleaning captions: what each step takes out, what it leaves, what is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.captions.cleaning import (
    STEPS,
    Cleaning,
    clean_captions,
    cleaning_of,
    word_count,
)
from engine.errors import InputError


def cleaned(text: str, steps: str) -> str:
    return clean_captions([text], [1], cleaning_of(steps)).texts[0]


@pytest.mark.parametrize(
    ("step", "text", "expected"),
    [
        ("urls", "A ship (https://t.co/x1?y=2).", "A ship."),
        ("urls", "See www.nb.no, or pic.twitter.com/aB3 now", "See, or now"),
        ("urls", "Ca. 3.5 km/h and/or more", "Ca. 3.5 km/h and/or more"),
        ("users", "RT @kari_n: A ship by @ola.n@fjord.social!", "A ship by!"),
        ("users", "Write to kari@example.org @ the quay", "Write to kari@example.org @ the quay"),
        ("hashtags", "#OsloFjord2019 and #red_deer", "Oslo Fjord 2019 and red deer"),
        ("hashtags", "#NASAImage #ØsteRås #Été", "NASA Image Øste Rås Été"),
        ("hashtags", "No #1 &#39;quote&#39;", "No #1 &#39;quote&#39;"),
        ("hashtags", "＃東京", "東京"),
        ("emoji", "Ship⚓️ahoy 👩🏽‍🚀🇳🇴 1️⃣ ❤", "Ship ahoy"),
        ("emoji", "© 2019 → 5 * 3 #1 ™", "© 2019 → 5 * 3 #1 ™"),
        ("emoji", "One 🙂\nTwo", "One\nTwo"),
        ("urls,users", "By https://medium.com/@kari", "By"),
    ],
)
def test_a_step_takes_out_what_it_is_named_after(step: str, text: str, expected: str) -> None:
    assert cleaned(text, step) == expected


def test_what_is_left_out_is_counted_by_its_step() -> None:
    texts = ["A red ship", "a  red SHIP", "A ship", "🙂", "@me", "Same here too", "A red ship"]
    images = [1, 2, 3, 4, 5, 6, 1]
    found = clean_captions(texts, images, cleaning_of("users,emoji,empty,short:3,repeated:1"))
    assert found.texts == ["", "", "", "", "", "Same here too", ""]
    assert found.left_out == ["repeated", "repeated", "short", "empty", "empty", "", "repeated"]
    assert found.counts == {"users": 1, "emoji": 1, "empty": 2, "short": 1, "repeated": 3}
    # On one image, or on near-duplicates, a text may stand as often as it likes.
    once = clean_captions(["A red ship"] * 3, [1, 1, 1], cleaning_of("repeated:1"))
    assert once.left_out == ["", "", ""]


def test_words_are_counted_in_scripts_without_spaces() -> None:
    assert word_count("二人の男が立っている") == 5
    assert word_count("Red ship, 1903") == 3


def test_steps_are_read_as_they_are_written() -> None:
    assert cleaning_of("all").steps == set(STEPS)
    assert cleaning_of(" urls, short:5 ") == Cleaning(frozenset({"urls", "short"}), 5)
    for wrong in ("urls:3", "short:x", "short:0", "nonsense", "all:2"):
        with pytest.raises(InputError):
            cleaning_of(wrong)


@given(st.sets(st.sampled_from(STEPS)), st.integers(1, 99), st.integers(1, 99))
def test_steps_written_are_read_again(steps: set[str], least_words: int, most_images: int) -> None:
    made = Cleaning(frozenset(steps), least_words, most_images)  # type: ignore[arg-type]
    read = cleaning_of(str(made))
    assert read.steps == made.steps
    assert str(read) == str(made)


@given(st.text(alphabet="ab é1 h\n.,(東)🙂"))
def test_what_no_step_is_about_stays_to_the_character(text: str) -> None:
    assert cleaned(text, "urls,users,hashtags") == text
    assert "🙂" not in cleaned(text, "emoji")
