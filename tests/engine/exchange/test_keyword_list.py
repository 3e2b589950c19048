"""Lightroom's keyword lists, well written and not."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.exchange import keyword_list
from engine.exchange.keyword_list import (
    LineProblem,
    ListedKeyword,
    parse_keyword_list,
    read_keyword_list,
    write_keyword_list,
)

LIST = """\
[animals]
\tbird
\t\t{fowl}
\t\teagle
\t\t\t{Haliaeetus albicilla}
\t\t\t{sea eagle}
\tfish
[kjøretøy]
\tlastebil
"""


def told(keywords: tuple[ListedKeyword, ...]) -> list[tuple[str, str | None, list[str], bool]]:
    return [
        (
            one.name,
            None if one.parent is None else keywords[one.parent].name,
            one.synonyms,
            one.grouping,
        )
        for one in keywords
    ]


WANTED = [
    ("animals", None, [], True),
    ("bird", "animals", ["fowl"], False),
    ("eagle", "bird", ["Haliaeetus albicilla", "sea eagle"], False),
    ("fish", "animals", [], False),
    ("kjøretøy", None, [], True),
    ("lastebil", "kjøretøy", [], False),
]


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode(),
        b"\xef\xbb\xbf" + LIST.encode(),
        LIST.replace("\n", "\r\n").encode("utf-16"),
        LIST.replace("\n", "\r").encode("cp1252"),
        LIST.replace("\t", "  ").encode(),
        LIST.replace("\n", "\n\n \t \n").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "western", "spaces", "blank lines"],
)
def test_a_list_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "keywords.txt"
    path.write_bytes(content)

    found = read_keyword_list(path)

    assert told(found.keywords) == WANTED
    assert found.problems == ()


def test_what_is_wrong_is_told_by_line() -> None:
    lines = ["\t{nobody's}", "a", "\t\t\tb", "\t[]", "\t{c}", "{d}", "\t\te"]

    found = parse_keyword_list(lines)

    assert told(found.keywords) == [
        ("a", None, ["c", "d"], False),
        ("b", "a", [], False),
        ("e", "b", [], False),
    ]
    assert found.problems == (
        (1, LineProblem.SYNONYM_OF_NOTHING),
        (3, LineProblem.SKIPS_LEVELS),
        (4, LineProblem.NO_NAME),
    )


def test_a_bottomless_list_is_cut() -> None:
    lines = ["\t" * depth + f"level {depth}" for depth in range(1_000)]

    found = parse_keyword_list([*lines, "top"])

    assert len(found.keywords) == keyword_list.DEEPEST + 1
    assert found.keywords[-1].parent is None
    assert found.problems == ((keyword_list.DEEPEST + 1, LineProblem.TOO_DEEP),)


def test_what_is_no_list_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00")
    with pytest.raises(InputError, match="is no text"):
        read_keyword_list(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_keyword_list(tmp_path / "none.txt")
    with pytest.raises(InputError, match="cannot be read"):
        read_keyword_list(tmp_path)
    monkeypatch.setattr(keyword_list, "LARGEST_BYTES", 3)
    with pytest.raises(InputError, match="larger than any keyword list"):
        read_keyword_list(path)
    monkeypatch.setattr(keyword_list, "MOST_LINES", 3)
    with pytest.raises(InputError, match="4 lines"):
        parse_keyword_list(["a"] * 4)


def test_names_that_mean_something_else_in_a_list_are_written_otherwise() -> None:
    keywords = [ListedKeyword("[x]"), ListedKeyword("y", 0, ["{z}", "a, b"]), ListedKeyword("[")]
    stream = io.StringIO()

    odd = write_keyword_list(stream, keywords)

    assert stream.getvalue() == "[\n(x)\n\ty\n\t\t{(z)}\n\t\t{a, b}\n"
    assert odd == ["[x]", "{z}", "a, b"]


names = st.text("abcæø []{}'-0", min_size=1, max_size=6).filter(
    lambda name: name == " ".join(name.split()) and name[0] + name[-1] not in ("[]", "{}") and name
)


@st.composite
def trees(draw: st.DrawFn) -> list[ListedKeyword]:
    keywords: list[ListedKeyword] = []
    for name in draw(st.lists(names, max_size=12, unique=True)):
        above = draw(st.none() | st.integers(0, len(keywords) - 1)) if keywords else None
        synonyms = draw(st.lists(names, max_size=2))
        keywords.append(ListedKeyword(name, above, synonyms, draw(st.booleans())))
    return keywords


@given(trees())
def test_what_is_written_is_read_again(keywords: list[ListedKeyword]) -> None:
    stream = io.StringIO()
    assert write_keyword_list(stream, keywords) == []

    found = parse_keyword_list(stream.getvalue().splitlines())

    assert found.problems == ()
    assert sorted(told(found.keywords)) == sorted(told(tuple(keywords)))


@given(st.text("\t {}[]\n\rab\x00\u2028", max_size=60))
def test_no_list_breaks_the_reader(text: str) -> None:
    found = parse_keyword_list(text.splitlines())

    for at, keyword in enumerate(found.keywords):
        assert keyword.name
        assert keyword.parent is None or keyword.parent < at
