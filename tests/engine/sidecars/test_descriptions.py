"""Captions go into dc:description with their languages, and what others wrote there stays."""

from collections.abc import Callable

import pytest

from engine.archive.metadata.xmp import read_xmp
from engine.sidecars.descriptions import Captions, SaidCaption
from engine.sidecars.merge import Known, Merge, merge
from tests.engine.sidecars.shapes import SHAPES, other_nodes

EAGLE, BIRD = SaidCaption("An eagle & its prey", "en"), SaidCaption("En ørn", "nb")
UNKNOWN = SaidCaption("Haliaeetus")
HEAD = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    b'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
TAIL = b"</rdf:Description></rdf:RDF></x:xmpmeta>"


def described(**texts: str) -> bytes:
    """A sidecar with these alternatives; ``default`` is x-default."""
    items = "".join(
        f'<rdf:li xml:lang="{name.replace("default", "x-default")}">{text}</rdf:li>'
        for name, text in texts.items()
    )
    inner = f"<dc:description><rdf:Alt>{items}</rdf:Alt></dc:description>"
    return HEAD + b">" + inner.encode() + TAIL


def written(file: bytes | None, *texts: SaidCaption, known: tuple[str, ...] = ()) -> Merge:
    return merge(file, [], Known(), Captions(texts, frozenset(known)))


def alternatives(file: bytes) -> list[tuple[str, str]]:
    return [(one.text, one.language) for one in read_xmp(file).captions]


def test_a_new_sidecar_says_the_first_of_each_language_and_is_read_back_equal() -> None:
    done = written(None, EAGLE, BIRD, SaidCaption("Another one", "en"), UNKNOWN)
    assert alternatives(done.file) == [
        ("Haliaeetus", ""),
        ("An eagle & its prey", "en"),
        ("En ørn", "nb"),
    ]
    assert written(done.file, EAGLE, BIRD, UNKNOWN).file == done.file


def test_the_first_one_is_the_default_where_all_have_a_language() -> None:
    file = written(None, BIRD, EAGLE).file
    assert b'x-default">En \xc3\xb8rn<' in file
    assert alternatives(file) == [("En ørn", "nb"), ("An eagle & its prey", "en")]


def test_what_somebody_else_wrote_stays_and_other_languages_are_added() -> None:
    done = written(described(default="Mine", en="Mine"), EAGLE, BIRD)
    assert alternatives(done.file) == [("Mine", "en"), ("En ørn", "nb")]


def test_a_caption_that_was_changed_or_taken_away_follows() -> None:
    before = described(default="A egle", en="A egle", de="Ein Adler")
    done = written(before, EAGLE, known=("A egle", "Ein Adler", EAGLE.text))
    assert alternatives(done.file) == [("An eagle & its prey", "en")]
    assert done.file.count(b"An eagle") == 2
    assert [one.text for one in done.captions.removed] == ["A egle", "A egle", "Ein Adler"]
    empty = written(done.file, known=("An eagle & its prey",))
    assert alternatives(empty.file) == []
    assert b"dc:description" not in empty.file


def test_another_language_of_the_same_words_takes_its_place() -> None:
    done = written(described(de="En ørn"), BIRD, known=("En ørn",))
    assert alternatives(done.file) == [("En ørn", "nb")]


def test_a_guessed_language_is_not_said_of_words_that_stand_there() -> None:
    before = described(default="An eagle")
    guess = SaidCaption("An  eagle", "en", is_guess=True)
    assert written(before, guess, known=("An eagle",)).file == before


@pytest.mark.parametrize(
    "text",
    [
        HEAD + b' dc:description="Mine">' + TAIL,
        HEAD + b"><dc:description>Mine</dc:description>" + TAIL,
    ],
)
def test_a_text_in_no_list_becomes_the_default_of_one(text: bytes) -> None:
    assert alternatives(written(text, BIRD).file) == [("Mine", ""), ("En ørn", "nb")]
    assert written(text).file == text


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_sidecars_of_programs_keep_all_else(shape: Callable[[list[str]], bytes]) -> None:
    before = shape(["animals|cat"])
    done = written(before, BIRD)
    assert "En ørn" in [text for text, _ in alternatives(done.file)]
    gone = written(done.file, known=(BIRD.text,)).file
    assert other_nodes(gone) == other_nodes(before)
