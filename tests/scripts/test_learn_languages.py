"""What is taught to the built-in encoder of other languages; the model itself is not needed."""

from collections.abc import Sequence

import numpy as np
import pytest

from engine.encoders.built_in_parts.other_languages import likely
from engine.encoders.built_in_parts.word_regression import unit, word_directions
from scripts.learn_languages import (
    CLASSES_SHARE,
    NAME_WEIGHT,
    Drawn,
    english_classes,
    english_weights,
    language_lessons,
    lessons,
)
from scripts.learn_words import Emoji

KEYS = ["dog", "dog", "red-apple", "cat"]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    features = unit(np.random.default_rng(5).normal(size=(4, 1280)).astype(np.float32))
    english = {
        "dog": ["dog", "pet", "robot"],
        "red-apple": ["red apple", "fruit"],
        "cat": ["cat", "pet"],
    }
    norwegian = {
        "dog": Emoji("hund", ("kjæledyr", "robot"), ("dyr",)),
        "red-apple": Emoji("rødt eple", ("frukt",), ("mat",)),
        "cat": Emoji("katt", ("kjæledyr",), ("dyr",)),
    }
    return Drawn(KEYS, features, english, {"nb": norwegian}, ["house", "cat", "pet"])


def read_english(texts: Sequence[str]) -> np.ndarray:
    return np.stack([np.eye(1280, dtype=np.float32)[len(text)] for text in texts])


def test_names_are_taught_where_their_drawings_lie_with_the_classes_of_the_english_name(
    drawn: Drawn,
) -> None:
    given = lessons(drawn, read_english)

    row = {text: number for number, text in enumerate(given.texts)}
    weights = np.array([0.5**0.5, 0.5**0.5, 1, 1], np.float32)
    (dogs, pets) = word_directions(drawn.features, weights, [np.array([0, 1]), np.array([0, 1, 3])])
    named = unit((dogs + CLASSES_SHARE * english_classes(["dog"])[0])[None])[0]
    np.testing.assert_allclose(given.targets[row["hund"]], named, atol=1e-5)
    np.testing.assert_allclose(given.targets[row["dog"]], named, atol=1e-5)
    np.testing.assert_allclose(given.targets[row["kjæledyr"]], pets, atol=1e-5)
    np.testing.assert_array_equal(given.targets[row["house"]], read_english(["house"])[0])
    assert [given.weights[row[text]] for text in ("hund", "dog", "kjæledyr")] == [NAME_WEIGHT, 1, 1]
    assert given.texts.count("pet") == 1


def test_what_is_held_back_is_seen_neither_drawn_nor_named(drawn: Drawn) -> None:
    given = lessons(drawn, read_english, frozenset(["cat"]))

    assert not {"cat", "katt"} & set(given.texts)
    assert {"pet", "kjæledyr", "hund"} <= set(given.texts)
    others = Drawn(KEYS[:3], drawn.features[:3], drawn.english, drawn.others, ["house"])
    alone = lessons(others, read_english)
    rows = [given.texts.index(text) for text in ("hund", "kjæledyr", "frukt")]
    expected = [alone.texts.index(text) for text in ("hund", "kjæledyr", "frukt")]
    np.testing.assert_allclose(given.targets[rows], alone.targets[expected], atol=1e-5)


def test_english_is_told_from_other_languages_by_words_of_one_alone(drawn: Drawn) -> None:
    texts, is_english = language_lessons(drawn)

    assert "robot" not in texts
    assert {text for text, one in zip(texts, is_english, strict=True) if one} == {
        "dog", "pet", "red apple", "fruit", "cat",
    }  # fmt: skip
    rng = np.random.default_rng(2)
    sentences = unit(rng.normal(size=(len(texts), 8)).astype(np.float32))
    sentences[:, 0] = np.where(is_english, 1, -1)
    found = likely(sentences, english_weights(sentences, is_english))
    assert ((found > 0.5) == is_english).all()
