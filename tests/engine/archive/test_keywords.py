"""Keywords before anything maps them to labels."""

from hypothesis import given
from hypothesis import strategies as st

from engine.archive.keywords import MAX_KEYWORD_CHARS, Keyword, clean, keyword


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
