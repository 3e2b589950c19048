"""How sentences are made of codes and arguments, in every language."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.errors import InputError
from messages import sentences
from messages.message import Message
from messages.sentences import printable, sentence

ENGLISH = """
images = { $count ->
    [0] no images
    [one] one image
   *[other] { $count } images
}
said = It said: { $what }
long = { $one } and { $two }
time = at { $time }
-term = a term
only-attribute =
    .hint = a hint
"""
NORWEGIAN = """
images = { $count ->
    [0] ingen bilder
    [one] ett bilde
   *[other] { $count } bilder
}
said = Det sa: { $what }
long = { $one } og { $two }
time = kl. { $time }
only-attribute =
    .hint = et hint
"""


@pytest.fixture
def own_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two files of each language in place of the program's."""
    for language, text in (("en", ENGLISH), ("nb", NORWEGIAN)):
        folder = tmp_path / language
        folder.mkdir()
        first, second = text.split("time =")
        (folder / "a.ftl").write_text(first, encoding="utf-8")
        (folder / "b.ftl").write_text(f"time ={second}", encoding="utf-8")
    monkeypatch.setattr(sentences, "MESSAGES_DIR", tmp_path)
    sentences.bundle.cache_clear()
    yield
    sentences.bundle.cache_clear()


@pytest.mark.parametrize(
    ("count", "english", "norwegian"),
    [
        (0, "no images", "ingen bilder"),
        (1, "one image", "ett bilde"),
        (2, "2 images", "2 bilder"),
        (12_345, "12,345 images", "12\u00a0345 bilder"),
    ],
)
def test_numbers_decide_between_one_and_many(
    own_sentences: None, count: int, english: str, norwegian: str
) -> None:
    message = Message("images", {"count": count})

    assert str(message) == sentence(message) == english
    assert sentence(message, "nb").replace("\u202f", "\u00a0") == norwegian


def test_a_message_or_an_error_inside_becomes_its_own_sentence(own_sentences: None) -> None:
    inner = Message("images", {"count": 1})

    for what in (inner, InputError("images", count=1)):
        message = Message("said", {"what": Message("said", {"what": what})})
        assert sentence(message) == "It said: It said: one image"
        assert sentence(message, "nb") == "Det sa: Det sa: ett bilde"
    assert str(Message("said", {"what": OSError("no disk")})) == "It said: no disk"


def test_paths_times_and_lists_are_written_out(own_sentences: None) -> None:
    path = Path("a") / "Ørn.jpg"
    time = datetime(2024, 2, 3, 4, 5)

    assert str(Message("long", {"one": path, "two": ["x", "y"]})) == f"{path} and x, y"
    assert str(Message("time", {"time": time})) == "at 2024-02-03 04:05"


@pytest.mark.parametrize(
    ("name", "shown"),
    [(os.fsdecode(b"caf\xe9.jpg"), r"caf\xe9.jpg"), ("\ud800a", r"\ud800a"), ("Ørn", "Ørn")],
)
def test_odd_names_can_be_written_everywhere(own_sentences: None, name: str, shown: str) -> None:
    assert printable(name) == shown
    for what in (name, Path(name), [name]):
        text = str(Message("said", {"what": what}))
        assert text == f"It said: {shown}"
        text.encode()


def test_a_name_with_fluent_in_it_is_only_a_name(own_sentences: None) -> None:
    assert str(Message("said", {"what": '{ $two } {"x"}'})) == 'It said: { $two } {"x"}'


def test_nothing_is_said_for_a_code_without_a_sentence(own_sentences: None) -> None:
    for code in ("no-such-code", "only-attribute", "-term"):
        with pytest.raises(KeyError, match=code):
            str(Message(code))


def test_a_missing_argument_is_a_mistake(own_sentences: None) -> None:
    with pytest.raises(ValueError, match="said"):
        str(Message("said"))


def test_a_language_there_are_no_sentences_in_gets_english(own_sentences: None) -> None:
    assert sentence(Message("images", {"count": 1}), "fr") == "one image"


@pytest.mark.parametrize("number", [1e300, -1e300, 10**40, 1e-300, float("inf"), float("nan")])
def test_no_number_is_too_odd_to_be_said(own_sentences: None, number: float) -> None:
    assert str(Message("said", {"what": number})).startswith("It said: ")


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("whole", ["begin" + "x" * 100_000 + "end", "x" * 2001, "ø" * 2500])
def test_an_argument_of_any_length_has_its_sentence(
    own_sentences: None, language: str, whole: str
) -> None:
    inner = Message("said", {"what": whole})
    for what in (whole, Path(whole), [whole, whole], inner):
        said = sentence(Message("said", {"what": what}), language)
        assert "…" in said
        assert len(said) < 2100
    said = sentence(Message("said", {"what": whole}), language)
    assert said.startswith(sentence(Message("said", {"what": whole[:5]}), language))
    assert said.endswith(whole[-3:])


def test_an_argument_as_long_as_a_sentence_takes_stands_whole(own_sentences: None) -> None:
    assert sentence(Message("said", {"what": "x" * 2000})) == f"It said: {'x' * 2000}"


@pytest.mark.parametrize("language", ["en", "nb"])
def test_pictures_that_are_left_do_not_say_what_the_catalogue_does(language: str) -> None:
    counts = {"changed": 0, "left": 3, "mib": 0}
    some_left = sentence(Message("job-preview-embedding-done", counts), language)
    none_left = sentence(Message("job-preview-embedding-done", counts | {"left": 0}), language)
    assert some_left.split(";")[0] != none_left.rstrip(".")
