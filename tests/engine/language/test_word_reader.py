"""How typed words become what an encoder is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.query import tidy
from engine.language.word_reader import LabelNames, WordReader

NORWEGIAN = WordReader(
    [
        LabelNames("lastebil", ("trekkvogn",), "truck"),
        LabelNames("snø", (), "snow"),
        LabelNames("gul lastebil", (), "yellow truck", ("a yellow lorry", "{} in a street")),
        LabelNames("and", (), "duck"),
        LabelNames("Kamaz", (), "Kamaz"),
        LabelNames("truck", (), "Truck"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "read", "label"),
    [
        ("lastebil", "truck", "lastebil"),
        ("  LASTEBIL ", "truck", "lastebil"),
        ("Trekkvogn", "truck", "lastebil"),
        ("and", "duck", "and"),
        ("Kamaz", "Kamaz", "Kamaz"),
        ("snow", "snow", "snø"),  # a label by its English name
        ("truck", "Truck", "truck"),  # a name comes before another's English name
        ("rød lastebil i snø", "rød truck i snow", ""),
        ("stor gul lastebil", "stor yellow truck", ""),
        ("and i snø", "duck i snow", ""),
        ("cars and people", "cars and people", ""),
        ("Kamaz 4310", "Kamaz 4310", ""),
        ("lastebiler", "lastebiler", ""),
    ],
)
def test_names_are_read_in_english(typed: str, read: str, label: str) -> None:
    found = NORWEGIAN.read(typed)
    assert (found.text.name, found.label) == (read, label)


def test_a_label_brings_its_own_prompts_but_not_into_a_phrase() -> None:
    assert NORWEGIAN.read("gul lastebil").text.prompts == ("a yellow lorry", "{} in a street")
    assert NORWEGIAN.read("stor gul lastebil").text.prompts == ()


@given(st.text(max_size=40))
def test_without_a_vocabulary_words_stay_as_they_are(typed: str) -> None:
    found = WordReader().read(typed)
    assert (found.text.name, found.label) == (tidy(typed), "")
