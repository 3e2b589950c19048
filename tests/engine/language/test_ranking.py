"""Sums and differences of vectors against plain references, and that neither kind drowns."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.errors import InputError
from engine.language.ranking import MEANT_SHARE, MINUS_SHARE, FeatureRanker, best_first, least_meant

SIZE = 32
FloatArray = NDArray[np.float32]


def unit(vectors: NDArray[np.floating]) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / lengths, dtype=np.float32)


def two_subjects() -> tuple[FloatArray, FloatArray, FloatArray]:
    """600 images and the vectors of two words, with a gap between the kinds as encoders have it.

    Images share a direction (their similarities are high and vary much), words have theirs (low
    and varying little). Of four groups of 150 the first has neither subject, then come the one,
    the other, and both.
    """
    rng = np.random.default_rng(2)
    directions = np.linalg.qr(rng.standard_normal((SIZE, SIZE)))[0]
    images_share, words_share, first, second = directions[:4]
    groups = np.repeat([[0, 0], [1, 0], [0, 1], [1, 1]], 150, axis=0)
    images = 1.5 * images_share + groups @ np.stack([first, second])
    images = images + 0.04 * rng.standard_normal(images.shape)
    words = 2.0 * words_share + 0.3 * np.stack([first, second])
    return unit(images), unit(words[0]), unit(words[1])


def test_one_vector_alone_ranks_by_its_cosine() -> None:
    features, word, _ = two_subjects()
    ranker = FeatureRanker(features)
    query = ranker.combined([word], [1.0])
    np.testing.assert_allclose(query, word, atol=1e-6)
    np.testing.assert_allclose(ranker.scores(query), features @ word, atol=1e-6)
    away = ranker.scores(ranker.combined([word], [-1.0]))
    np.testing.assert_allclose(away, -(features @ word), atol=1e-6)


def test_spreads_are_standard_deviations_over_the_archive() -> None:
    features, first, second = two_subjects()
    ranker = FeatureRanker(features)
    for vector in (first, second, features[7]):
        assert ranker.spread(vector) == pytest.approx(np.std(features @ vector), rel=1e-4)


def test_a_sum_ranks_as_the_sum_of_standardized_similarities() -> None:
    features, first, second = two_subjects()
    ranker = FeatureRanker(features)
    scores = ranker.scores(ranker.combined([features[3], first, second], [1.0, 0.7, -1.0]))
    expected = np.zeros(len(features))
    for vector, weight in ((features[3], 1.0), (first, 0.7), (second, -MINUS_SHARE)):
        similarity = (features @ vector).astype(np.float64)
        expected += weight * (similarity - similarity.mean()) / similarity.std()
    assert np.corrcoef(scores, expected)[0, 1] > 0.99999


def test_neither_the_image_nor_the_word_drowns_in_their_sum() -> None:
    features, _, second = two_subjects()
    ranker = FeatureRanker(features)
    image = features[200]  # has the first subject alone
    by_image, by_word = features @ image, features @ second
    scores = ranker.scores(ranker.combined([image, second], [1.0, 1.0]))
    shares = [np.corrcoef(scores, one)[0, 1] for one in (by_image, by_word)]
    assert abs(shares[0] - shares[1]) < 0.02
    assert min(shares) > 0.4
    # As they are, the image decides nearly alone: that is what the spreads are for.
    raw = by_image + by_word
    assert np.corrcoef(raw, by_image)[0, 1] > np.corrcoef(raw, by_word)[0, 1] + 0.2
    with_both, with_both_raw = (np.mean(best_first(one)[:150] >= 450) for one in (scores, raw))
    assert with_both > with_both_raw + 0.2
    assert with_both > 0.6


def test_what_is_taken_away_is_not_among_the_best() -> None:
    features, first, second = two_subjects()
    ranker = FeatureRanker(features)
    best = best_first(ranker.scores(ranker.combined([first, second], [1.0, -1.0])))[:100]
    assert np.mean((best >= 150) & (best < 300)) > 0.9  # the first subject alone
    none = best_first(ranker.scores(ranker.combined([first, second], [-1.0, -1.0])))[:100]
    assert np.mean(none < 150) > 0.9


def test_terms_that_cancel_out_are_refused() -> None:
    features, word, _ = two_subjects()
    with pytest.raises(InputError, match="cancel out"):
        FeatureRanker(features).combined([word, word], [MINUS_SHARE, -1.0])


def test_one_image_alone_can_be_searched() -> None:
    features, word, other = two_subjects()
    ranker = FeatureRanker(features[:1])
    assert ranker.scores(ranker.combined([word, other], [1.0, 1.0])).shape == (1,)


SCORES = st.lists(
    st.floats(-1, 1, width=32) | st.sampled_from([0.0, -0.0, 0.25, -0.25, 1.0, -1.0]), max_size=60
)


@given(SCORES)
def test_best_first_is_a_stable_sort(scores: list[float]) -> None:
    array = np.array(scores, dtype=np.float32)
    assert best_first(array).tolist() == np.argsort(-array, kind="stable").tolist()


def test_what_is_meant_stands_out_from_the_average() -> None:
    features, word, _ = two_subjects()
    scores = FeatureRanker(features).scores(word)
    meant = np.flatnonzero(scores >= least_meant(scores))
    # The groups with the subject are the second and the last.
    assert len(meant) > 10
    assert set(meant // 150) == {1, 3}
    assert scores.argmax() in meant


def test_the_image_that_was_searched_with_does_not_count_as_the_best() -> None:
    features, _, _ = two_subjects()
    scores = FeatureRanker(features).scores(features[200])
    others = np.delete(scores, 200)
    expected = others.mean() + MEANT_SHARE * (others.max() - others.mean())
    assert least_meant(scores) == pytest.approx(float(expected), abs=1e-5)


def test_where_there_is_nothing_else_everything_is_meant() -> None:
    assert least_meant(np.ones(1, dtype=np.float32)) == -1.0
    assert least_meant(np.empty(0, dtype=np.float32)) == -1.0
