"""Image and text as one vector: lengths, cosines, and images without a text."""

import numpy as np
import pytest

from engine.words_and_pictures import FORMS, FloatArray, apart, mean_texts, merged, paired

SIZE = 16


def vectors(count: int, seed: int) -> FloatArray:
    return np.random.default_rng(seed).standard_normal((count, SIZE)).astype(np.float32)


def unit(rows: FloatArray) -> FloatArray:
    scaled: FloatArray = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return scaled


def test_a_pair_has_length_one_and_comes_apart_into_what_it_was_made_of() -> None:
    images, texts = vectors(5, 0), 7 * vectors(5, 1)
    texts[2] = 0

    pairs = paired(images, texts)
    again = apart(pairs)

    np.testing.assert_allclose(np.linalg.norm(pairs, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(again.images, unit(images), atol=1e-6)
    np.testing.assert_allclose(again.texts[[0, 1, 3, 4]], unit(texts[[0, 1, 3, 4]]), atol=1e-6)
    assert again.has_text.tolist() == [True, True, False, True, True]
    assert not again.texts[2].any()


def test_texts_that_are_said_not_to_count_do_not() -> None:
    images, texts = vectors(3, 0), vectors(3, 1)

    said = paired(images, texts, np.array([True, False, True]))

    texts[1] = 0
    np.testing.assert_array_equal(said, paired(images, texts))


@pytest.mark.parametrize("form", FORMS)
def test_rows_have_length_one_in_every_form(form: str) -> None:
    texts = vectors(4, 1)
    texts[3] = 0

    found = merged(paired(vectors(4, 0), texts), form)  # type: ignore[arg-type]

    assert found.dtype == np.float32
    assert found.shape[1] == {"all": 4, "mix": 2}.get(form, 1) * SIZE
    lengths = np.linalg.norm(found, axis=1)
    np.testing.assert_allclose(lengths, [1, 1, 1, 0 if form == "text" else 1], atol=1e-6)


def test_the_cosine_of_mixes_is_the_weighted_mean_of_the_cosines() -> None:
    images, texts = unit(vectors(6, 0)), unit(vectors(6, 1))

    mixes = merged(paired(images, texts), "mix", text_share=0.3)

    expected = 0.7 * images @ images.T + 0.3 * texts @ texts.T
    np.testing.assert_allclose(mixes @ mixes.T, expected, atol=1e-5)


def test_all_are_image_text_product_and_difference_each_counting_as_much() -> None:
    images, texts = unit(vectors(1, 0)), unit(vectors(1, 1))

    blocks = merged(paired(images, texts), "all").reshape(4, SIZE)

    expected = np.concatenate([images, texts, images * texts, np.abs(images - texts)])
    np.testing.assert_allclose(blocks, unit(expected) / 2, atol=1e-5)


@pytest.mark.parametrize("form", ["sum", "mix", "all"])
def test_without_a_text_the_image_counts_alone(form: str) -> None:
    images = unit(vectors(2, 0))
    pairs = paired(images, np.zeros_like(images))

    found = merged(pairs, form, text_share=1.0)  # type: ignore[arg-type]

    np.testing.assert_allclose(found[:, :SIZE], images, atol=1e-6)
    assert not found[:, SIZE:].any()


def test_several_captions_count_as_their_mean_whatever_their_lengths() -> None:
    captions = unit(vectors(3, 2)) * np.array([[1], [5], [2]], np.float32)

    means = mean_texts(captions, np.array([0, 0, 2]), 3)

    expected = unit(unit(captions[:2]).mean(axis=0, keepdims=True))
    np.testing.assert_allclose(means[0], expected[0], atol=1e-6)
    assert not means[1].any()
    np.testing.assert_allclose(means[2], unit(captions[2:])[0], atol=1e-6)


def test_a_share_outside_0_to_1_is_refused() -> None:
    pairs = paired(vectors(1, 0), vectors(1, 1))
    with pytest.raises(ValueError, match="text_share"):
        merged(pairs, "mix", text_share=1.5)
