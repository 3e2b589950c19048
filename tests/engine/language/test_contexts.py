"""Contexts and phrases."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.language.contexts import (
    Context,
    checked_context,
    context_languages,
    default_contexts,
    filled,
    phrases,
    usable_contexts,
)
from engine.language.label_texts import (
    LabelText,
    phrase_vectors,
    phrases_of_label,
    prompts_of,
    readable_name,
)

SIZE = 6


def vector_of(text: str) -> np.ndarray:
    """A vector of length 1 that depends on the text alone."""
    vector = np.random.default_rng(list(text.encode())).standard_normal(SIZE)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


def encode(texts: Sequence[str]) -> np.ndarray:
    return np.stack([vector_of(text) for text in texts]) if texts else np.empty((0, SIZE), "f4")


@pytest.mark.parametrize("language", context_languages())
def test_those_that_come_along_are_contexts_and_all_different(language: str) -> None:
    contexts = default_contexts(language)

    assert len({one.text for one in contexts}) == len(contexts) >= 10
    assert [checked_context(one.text, one.weight) for one in contexts] == list(contexts)
    assert any("{domain}" in one.text for one in contexts)
    assert any("{kind}" in one.text for one in contexts)


def test_a_language_without_contexts_gets_english_ones() -> None:
    assert context_languages()[0] == "en"
    assert {"nb", "de", "es"} <= set(context_languages())
    assert default_contexts("tlh") == default_contexts("en") == default_contexts()


def test_words_are_put_in_and_the_labels_name_is_no_template() -> None:
    contexts = [Context("a {domain} photo of a {}"), Context("{}, a type of {kind}, {}")]

    assert phrases("T-34 {kind} {}", contexts, domain="military", kind="tank") == [
        "a military photo of a T-34 {kind} {}",
        "T-34 {kind} {}, a type of tank, T-34 {kind} {}",
    ]
    assert filled("a description", "x", domain="", kind="") == "a description"


@pytest.mark.parametrize(
    ("text", "weight", "sentence"),
    [
        ("a photo", 1.0, "lacks {}"),
        ("{} {colour}", 1.0, "braces"),
        ("{} }", 1.0, "braces"),
        ("{}", -1.0, "from 0 to 100"),
        ("{}", 100.5, "from 0 to 100"),
        ("{}", float("nan"), "from 0 to 100"),
    ],
)
def test_what_is_no_context_is_refused(text: str, weight: float, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        checked_context(text, weight)


@given(domain=st.sampled_from(["", "naval"]), kind=st.sampled_from(["", "ship"]))
def test_usable_ones_leave_no_braces_in_a_phrase(domain: str, kind: str) -> None:
    usable = usable_contexts(default_contexts(), domain=domain, kind=kind)

    assert usable
    for phrase in phrases("ferry", usable, domain=domain, kind=kind):
        assert "{" not in phrase
        assert "ferry" in phrase
    left_out = set(default_contexts()) - set(usable)
    assert all(
        ("{domain}" in one.text and not domain) or ("{kind}" in one.text and not kind)
        for one in left_out
    )


def test_names_are_made_readable_and_prompts_read_line_by_line() -> None:
    assert readable_name("  map_symbol\tof_Norway ") == "map symbol of Norway"
    assert prompts_of("  a {}  at sea \n\n\n a vessel\n") == ("a {} at sea", "a vessel")
    assert prompts_of(" \n") == ()


def test_own_prompts_replace_the_contexts() -> None:
    label = LabelText("fire_truck", ("a red {}", "a truck with a ladder"))
    contexts = [Context("a photo of a {}")]

    assert phrases_of_label(label, contexts) == ["a red fire truck", "a truck with a ladder"]
    assert phrases_of_label(LabelText("fire_truck"), contexts) == ["a photo of a fire truck"]


names = st.text(alphabet="ab_ ", max_size=4)
prompts = st.lists(st.sampled_from(["{} x", "y", "z {kind}"]), max_size=2, unique=True)


@given(
    labels=st.lists(st.tuples(names, prompts), max_size=5),
    texts=st.lists(
        st.sampled_from(["a {}", "{}", "b {}", "{} {kind}"]), min_size=1, max_size=4, unique=True
    ),
)
def test_phrase_vectors_are_those_of_each_phrase_by_itself(
    labels: list[tuple[str, list[str]]], texts: list[str]
) -> None:
    contexts = [Context(text) for text in texts]
    made = [LabelText(name, tuple(own)) for name, own in labels]
    asked: list[str] = []

    def noting(wanted: Sequence[str]) -> np.ndarray:
        asked.extend(wanted)
        return encode(wanted)

    found = phrase_vectors(made, contexts, noting, kind="k")

    assert len(set(asked)) == len(asked)
    assert found.shape == (len(contexts), len(made), SIZE)
    assert found.dtype == np.float32
    for row, context in enumerate(contexts):
        for column, label in enumerate(made):
            name = " ".join(label.name.replace("_", " ").split())
            if label.prompts:
                filled_in = [
                    one.replace("{kind}", "k").replace("{}", name) for one in label.prompts
                ]
                expected = np.mean([vector_of(one) for one in filled_in], axis=0)
                expected = expected / np.linalg.norm(expected)
            elif name:
                expected = vector_of(context.text.replace("{kind}", "k").replace("{}", name))
            else:
                expected = np.zeros(SIZE)
            np.testing.assert_allclose(found[row, column], expected, atol=1e-6)


def test_without_contexts_the_bare_name_serves() -> None:
    (vectors,) = phrase_vectors([LabelText("ferry")], [], encode)

    np.testing.assert_allclose(vectors[0], vector_of("ferry"))
