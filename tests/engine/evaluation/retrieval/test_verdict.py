"""What kind of captions figures speak for, and what is advised."""

from dataclasses import replace

import pytest

from engine.evaluation.retrieval.verdict import NO_WORDS, Evidence, Words, verdict

DESCRIPTIVE = Evidence(
    captions=1_000,
    separation=2.0,
    z=60.0,
    top_1=0.57,  # OpenAI's CLIP on COCO in paper 001
    words=Words(0.6, 0.1, 900, 0.5, 0.05, 1_000),
    foreign=0.0,
    truncated=0.0,
    is_small_encoder=False,
    folders={},
    languages={},
)
COMMENTATIVE = replace(
    DESCRIPTIVE, separation=0.4, top_1=0.06, words=Words(0.05, 0.03, 900, 0.04, 0.03, 1_000)
)


def codes(evidence: Evidence) -> list[str]:
    return [one.code for one in verdict(evidence).said()]


def test_three_witnesses_tell_descriptive_from_commentative() -> None:
    assert verdict(DESCRIPTIVE).kind == "descriptive"
    assert codes(DESCRIPTIVE)[-1] == "caption-advice-none"
    assert verdict(COMMENTATIVE).kind == "commentative"
    assert codes(COMMENTATIVE)[-1] == "caption-advice-train"
    assert verdict(replace(DESCRIPTIVE, separation=0.4, top_1=None)).kind == "mixed"


def test_a_gap_within_chance_speaks_against_descriptive_captions() -> None:
    unsure = replace(DESCRIPTIVE, separation=1.0, z=1.0, top_1=None)
    assert verdict(unsure).kind == "mixed"
    assert "caption-reason-chance" in codes(unsure)
    assert verdict(replace(unsure, z=3.0)).kind == "descriptive"


def test_what_stands_in_the_way_of_a_judgement_comes_first() -> None:
    assert verdict(replace(COMMENTATIVE, captions=49)).kind == "few"
    foreign = replace(COMMENTATIVE, foreign=0.6)
    assert verdict(foreign).kind == "foreign"
    assert "caption-advice-languages" in codes(foreign)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_small_encoder": True}, "caption-advice-full-encoder"),
        ({"truncated": 0.2}, "caption-advice-cut"),
        ({"foreign": 0.3}, "caption-advice-languages"),
        ({"folders": {"press": (0.3, 100), "nature": (2.0, 400)}}, "caption-advice-group"),
        ({"languages": {"en": (0.3, 100), "no": (2.0, 400)}}, "caption-advice-language"),
    ],
)
def test_each_gap_has_its_advice(change: dict[str, object], code: str) -> None:
    assert code in codes(replace(DESCRIPTIVE, **change))
    assert code not in codes(DESCRIPTIVE)


def test_words_say_nothing_where_too_few_captions_were_looked_at() -> None:
    assert NO_WORDS.overlap is None
    assert Words(0.9, 0.0, 10, 0.0, 0.0, 0).overlap is None
    assert DESCRIPTIVE.words.overlap == pytest.approx(0.5)
