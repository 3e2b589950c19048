"""Vectors of texts on disk: kept whole, told apart by encoder, damaged ones left out."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.text_features import MOST_IN_MEMORY, WAITING_ROWS, TextFeatures

ONE, OTHER = "a" * 64, "b" * 64


def vectors_of(texts: list[str], size: int = 8) -> np.ndarray:
    rows = [
        np.random.default_rng(list(text.encode()) or [0]).standard_normal(size) for text in texts
    ]
    vectors = np.array(rows).reshape(len(texts), size)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def some_texts(count: int) -> list[str]:
    return [f"a photo of {number}" for number in range(count)]


@pytest.mark.parametrize("count", [1, WAITING_ROWS - 1, WAITING_ROWS, 3 * WAITING_ROWS])
def test_they_come_back_from_memory_and_from_disk_alike(tmp_path: Path, count: int) -> None:
    texts = some_texts(count)
    kept = TextFeatures(tmp_path, ONE)
    kept.add(texts, vectors_of(texts))
    asked = [*texts[::-1], "never seen", texts[0]]

    found, there = kept.rows(asked)
    kept.flush()
    again, still_there = TextFeatures(tmp_path, ONE).rows(asked)

    expected = vectors_of(asked)
    assert there.tolist() == [True] * count + [False, True]
    np.testing.assert_array_equal(there, still_there)
    np.testing.assert_allclose(found[there], expected[there], atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(found[there], axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(again, found, atol=1e-6)
    assert not found[~there].any()


@given(
    steps=st.lists(
        st.lists(st.integers(0, 9), unique=True, max_size=5).map(
            lambda numbers: [f"t{number}" for number in numbers]
        ),
        max_size=6,
    )
)
def test_whatever_was_added_is_there_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("texts")
    kept = TextFeatures(folder, ONE)
    added: set[str] = set()
    everything = [f"t{number}" for number in range(10)]
    for texts in steps:
        kept.add(texts, vectors_of(texts))
        added |= set(texts)
        _, there = kept.rows(everything)
        assert {text for text, has in zip(everything, there, strict=True) if has} == added
    kept.flush()
    _, there = TextFeatures(folder, ONE).rows(everything)
    assert {text for text, has in zip(everything, there, strict=True) if has} == added


def test_encoders_do_not_meet(tmp_path: Path) -> None:
    texts = some_texts(WAITING_ROWS)
    TextFeatures(tmp_path, ONE).add(texts, vectors_of(texts))

    _, there = TextFeatures(tmp_path, OTHER).rows(texts)

    assert not there.any()


def test_a_damaged_file_is_set_aside_and_its_texts_are_absent(tmp_path: Path) -> None:
    first, second = some_texts(WAITING_ROWS), [f"b{number}" for number in range(WAITING_ROWS)]
    for texts in (first, second):
        TextFeatures(tmp_path, ONE).add(texts, vectors_of(texts))
    damaged = max((tmp_path / ONE[:16]).glob("*.safetensors"))
    content = bytearray(damaged.read_bytes())
    content[-3] ^= 0xFF
    damaged.write_bytes(content)

    kept = TextFeatures(tmp_path, ONE)
    found, there = kept.rows([*first, *second])

    assert np.count_nonzero(there) == WAITING_ROWS
    expected = vectors_of([*first, *second])
    np.testing.assert_allclose(found[there], expected[there], atol=1e-3)
    lost = [text for text, has in zip([*first, *second], there, strict=True) if not has]
    kept.add(lost, vectors_of(lost))
    assert TextFeatures(tmp_path, ONE).rows([*first, *second])[1].all()


def test_what_cannot_be_written_is_remembered_all_the_same(tmp_path: Path) -> None:
    in_the_way = tmp_path / "texts"
    in_the_way.write_text("a file where the folder should be")
    kept = TextFeatures(in_the_way, ONE)
    texts = some_texts(2 * WAITING_ROWS)

    kept.add(texts, vectors_of(texts))

    assert kept.rows(texts)[1].all()


def test_memory_has_an_end(tmp_path: Path) -> None:
    kept = TextFeatures(tmp_path, ONE)
    texts = some_texts(MOST_IN_MEMORY + 5)
    for start in range(0, len(texts), 50):
        part = texts[start : start + 50]
        kept.add(part, vectors_of(part))

    assert len(kept._memory) <= MOST_IN_MEMORY
    assert kept.rows(texts)[1].all()


def test_vectors_of_another_length_than_the_encoders_are_made_again(tmp_path: Path) -> None:
    texts = some_texts(WAITING_ROWS)
    TextFeatures(tmp_path, ONE).add(texts, vectors_of(texts))
    kept = TextFeatures(tmp_path, ONE, row_length=9)
    assert not kept.rows(texts)[1].any()
    kept.add(texts, vectors_of(texts, size=9))
    assert kept.rows(texts)[0].shape == (WAITING_ROWS, 9)
