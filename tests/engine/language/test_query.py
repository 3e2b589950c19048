"""How a search is read: what people type, and that a query survives being written down."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.query import Query, QueryError, Term, parse, tidy


def words(text: str, weight: float = 1.0) -> Term:
    return Term("words", text, weight)


def image(path: str, weight: float = 1.0) -> Term:
    return Term("image", path, weight)


READ = {
    "truck": [words("truck")],
    "  red   truck\ton a road ": [words("red truck on a road")],
    "truck + snow − people": [words("truck"), words("snow"), words("people", -1)],
    "truck+snow−people": [words("truck"), words("snow"), words("people", -1)],
    "truck - people on a road": [words("truck"), words("people on a road", -1)],
    "truck – people": [words("truck"), words("people", -1)],
    "truck -people snow": [words("truck"), words("people", -1), words("snow")],
    "-people -cars": [words("people", -1), words("cars", -1)],
    "− people": [words("people", -1)],
    "truck + -people": [words("truck"), words("people", -1)],
    "mime-types": [words("mime-types")],
    "T-72 1939–45": [words("T-72 1939–45")],
    '"a + b" c': [words("a + b"), words("c")],
    '-"two people" truck': [words("two people", -1), words("truck")],
    "“typed by” «another» „keyboard“": [words("typed by"), words("another"), words("keyboard")],
    '"say ""yes"""': [words('say "yes"')],
    "like:birds/0412.jpg": [image("birds/0412.jpg")],
    "truck LIKE:a+b-c.jpg": [words("truck"), image("a+b-c.jpg")],
    'like:"my photos/a b.jpg" − snow': [image("my photos/a b.jpg"), words("snow", -1)],
    "-like:x.jpg": [image("x.jpg", -1)],
    r"like:C:\photos\x.jpg": [image(r"C:\photos\x.jpg")],
    "0.5*snow + 2 × truck": [words("snow", 0.5), words("truck", 2)],
    "truck −0,5*people": [words("truck"), words("people", -0.5)],
    "3 axles": [words("3 axles")],
    "lastebil i snø": [words("lastebil i snø")],
}


@pytest.mark.parametrize("text", READ)
def test_reads_what_people_type(text: str) -> None:
    assert list(parse(text).terms) == READ[text]


UNREADABLE = {
    "": "query-empty",
    "   ": "query-empty",
    '"never closed': "query-quote-open",
    "truck +": "query-nothing-behind",
    "-": "query-nothing-behind",
    "c++": "query-nothing-behind",
    "2*": "query-nothing-behind",
    "2* + x": "query-nothing-behind",
    "truck - - snow": "query-two-signs",
    "truck ++ snow": "query-two-signs",
    "like:": "query-no-path",
    'like:" "': "query-no-path",
    "truck + ...": "query-no-words",
    '""': "query-no-words",
    "0*snow": "query-weight-out-of-range",
    "101*snow": "query-weight-out-of-range",
    "+".join("x" * 21): "query-too-many-terms",
    # Not read to its end, where something else is wrong.
    "x + " * 2_000: "query-too-many-terms",
    "x" * 301: "query-term-too-long",
}


@pytest.mark.parametrize("text", UNREADABLE)
def test_says_in_one_sentence_what_cannot_be_read(text: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert caught.value.message.code == UNREADABLE[text]
    sentence = str(caught.value)
    assert "{" not in sentence
    assert len(sentence) < 160


NAMES = ("black - white", "C++", "-people", "2*x", "like:a", 'the "best"', "red truck", "+")

NAMED = {
    "black - white": [words("black - white")],
    " black  -  white ": [words("black - white")],
    "C++": [words("C++")],
    "-people": [words("-people")],
    "2*x": [words("2*x")],
    "like:a": [words("like:a")],
    "+": [words("+")],
    "C++ + snow − black - white": [words("C++"), words("snow"), words("black - white", -1)],
    "0.5*C++ -C++": [words("C++", 0.5), words("C++", -1)],
    'the "best" + snow': [words('the "best"'), words("snow")],
    "black - white snow": [words("black - white"), words("snow")],
    # No name, or none that would be read otherwise.
    "black - whitest": [words("black"), words("whitest", -1)],
    "black −white": [words("black"), words("white", -1)],
    "red truck on a road": [words("red truck on a road")],
    '"black" - "white"': [words("black"), words("white", -1)],
}


@pytest.mark.parametrize("text", NAMED)
def test_what_a_label_is_called_wins_over_signs(text: str) -> None:
    def is_name(typed: str) -> bool:
        return tidy(typed) in NAMES

    query = parse(text, is_name)
    assert list(query.terms) == NAMED[text]
    assert parse(str(query), is_name) == query


TERM_WORDS = (
    st.text(max_size=30).map(tidy).filter(lambda text: any(one.isalnum() for one in text))
) | st.sampled_from(["like:x", "-x", "2*x", "a 2*b", 'a "b" c', "a − b", "x like: y", "2 * x"])
PATHS = st.text(min_size=1, max_size=30).filter(lambda text: bool(text.strip()))
WEIGHTS = st.integers(1, 10**8).map(lambda millionths: millionths / 10**6)
TERMS = st.builds(
    lambda made, weight, sign: Term(made[0], made[1], sign * weight),
    st.tuples(st.just("words"), TERM_WORDS) | st.tuples(st.just("image"), PATHS),
    WEIGHTS | st.just(1.0),
    st.sampled_from([1, -1]),
)
QUERIES = st.lists(TERMS, min_size=1, max_size=6).map(lambda terms: Query(tuple(terms)))


@given(QUERIES)
def test_a_query_that_is_written_down_is_read_as_the_same(query: Query) -> None:
    assert parse(str(query)) == query


@given(st.text(alphabet="ab +-−–\"“”«»*×.,0123like:/\\'\t", max_size=40) | st.text(max_size=40))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    with contextlib.suppress(QueryError):
        query = parse(text)
        assert parse(str(query)) == query


@given(QUERIES)
def test_terms_can_be_taken_away_one_by_one(query: Query) -> None:
    left: Query | None = query
    for _ in query.terms:
        assert left is not None
        left = left.without(0)
    assert left is None
