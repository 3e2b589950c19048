"""One list out of a ranking by meaning and what full-text search found."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.fusion import RANK_CONSTANT, fused_order
from engine.language.query import parse
from engine.language.snippet import caption_terms, snippet


@given(
    st.integers(0, 12),
    st.integers(0, 12),
    st.lists(st.integers(0, 15), unique=True, max_size=8),
)
def test_ranks_are_fused_as_published_and_the_rest_follows_by_meaning(
    ranked: int, meant: int, hits: list[int]
) -> None:
    meant = min(meant, ranked)
    # Entries without a rank by meaning stand right above those with one.
    bare = sorted(one for one in hits if one >= ranked)
    hits = [ranked + bare.index(one) if one >= ranked else one for one in hits]
    order, first = fused_order(ranked, meant, np.array(hits, dtype=np.int64))

    def value(entry: int) -> float:
        by_words = 1 / (RANK_CONSTANT + hits.index(entry) + 1) if entry in hits else 0.0
        return by_words + (1 / (RANK_CONSTANT + entry + 1) if entry < ranked else 0.0)

    found = set(hits) | set(range(meant))
    assert first == len(found)
    assert order[:first].tolist() == sorted(found, key=lambda one: (-value(one), one))
    assert order[first:].tolist() == [one for one in range(ranked) if one not in found]


@pytest.mark.parametrize(
    ("text", "searched", "expected", "marked"),
    [
        ("An eagle over the fjord", "fjord eag", "An eagle over the fjord", ["eagle", "fjord"]),
        ("Élan\nvital", "elan", "Élan vital", ["Élan"]),
        ("二人の男", "男", "二人の男", ["男"]),
        ("No such words", "fjord", "No such words", []),
    ],
)
def test_a_snippet_marks_the_words(
    text: str, searched: str, expected: str, marked: list[str]
) -> None:
    found = snippet(text, searched)
    assert found.text == expected
    assert [found.text[begin:end] for begin, end in found.marks] == marked


def test_a_long_text_is_cut_around_the_words() -> None:
    text = "word " * 50 + "the white eagle flies " + "more " * 50
    found = snippet(text, "eagle", around=30)
    assert found.text.startswith("…word")
    assert found.text.endswith("more…")
    assert len(found.text) <= 62
    assert [found.text[begin:end] for begin, end in found.marks] == ["eagle"]


def test_captions_are_searched_for_the_words_alone_and_not_for_what_is_taken_away() -> None:
    query = parse("two men + 0.5*snow - cars like:a/b.jpg", lambda _name: False)
    assert caption_terms(query) == ("two men snow", ("cars",))
