"""Phrase averages and the scores of names against a plain loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from engine.language.phrases import label_vectors, weights_of, weights_text
from engine.suggesters.base import References
from engine.suggesters.language_image import LanguageImage
from engine.suggesters.registry import suggester_kind
from engine.suggesters.search_space import Weights, suggest_from, trial_values


def unit(array: np.ndarray) -> np.ndarray:
    scaled = array / np.linalg.norm(array, axis=-1, keepdims=True)
    return np.asarray(scaled, dtype=np.float32)


def references_with(phrases: np.ndarray, count: int = 0) -> References:
    labels = csr_array((count, phrases.shape[1]))
    features = unit(np.random.default_rng(5).standard_normal((count, phrases.shape[2])))
    return References(features, labels, np.arange(count), phrases)


weight_lists = st.lists(st.floats(0, 100), min_size=1, max_size=4)


@given(weights=weight_lists, labels=st.integers(0, 4), seed=st.integers(0, 99))
def test_a_label_is_the_weighted_average_of_its_phrases(
    weights: list[float], labels: int, seed: int
) -> None:
    phrases = unit(np.random.default_rng(seed).standard_normal((len(weights), labels, 5)))

    found = label_vectors(phrases, np.array(weights))

    used = weights if sum(weights) > 0 else [1.0] * len(weights)
    for label in range(labels):
        total = np.zeros(5)
        for weight, vectors in zip(used, phrases, strict=True):
            total += weight / sum(used) * vectors[label]
        length = np.linalg.norm(total)
        if length > 1e-3:
            np.testing.assert_allclose(found[label], total / length, atol=1e-4)


@given(weights=weight_lists)
def test_weights_survive_being_text(weights: list[float]) -> None:
    np.testing.assert_allclose(weights_of(weights_text(weights), len(weights)), weights, rtol=1e-3)


def test_weights_of_other_contexts_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="2 weights do not go with 3 contexts"):
        weights_of("1 2", 3)
    with pytest.raises(ValueError, match="do not go"):
        label_vectors(np.ones((3, 1, 2), np.float32), np.ones(2))
    np.testing.assert_array_equal(weights_of(" ", 3), [1, 1, 1])


def test_confidence_is_the_cosine_between_0_and_1_and_a_name_that_says_nothing_scores_0() -> None:
    rng = np.random.default_rng(0)
    phrases = unit(rng.standard_normal((2, 3, 4)))
    phrases[:, 1] = 0
    queries = unit(rng.standard_normal((6, 4)))

    suggester = LanguageImage("75 25").fit(references_with(phrases))
    scores = suggester.score(queries)

    for row, query in enumerate(queries):
        for label in (0, 2):
            mixed = 0.75 * phrases[0, label] + 0.25 * phrases[1, label]
            cosine = float(query @ mixed / np.linalg.norm(mixed))
            assert scores[row, label] == pytest.approx((cosine + 1) / 2, abs=1e-6)
            assert suggester.name_similarity(query, label) == pytest.approx(cosine, abs=1e-6)
        assert scores[row, 1] == 0
        assert suggester.name_similarity(query, 1) is None


def test_labels_added_since_score_nothing_until_their_names_are_known() -> None:
    phrases = unit(np.random.default_rng(0).standard_normal((1, 3, 4)))
    suggester = LanguageImage().fit(references_with(phrases[:, :2]))
    query = phrases[0, 2][None]

    grown = References(np.empty((0, 4), np.float32), csr_array((0, 3)), np.empty(0, np.int64))
    assert suggester.update(grown).score(query).shape == (1, 3)
    assert suggester.score(query)[0, 2] == 0
    assert suggester.update(references_with(phrases)).score(query)[0, 2] == pytest.approx(1)


def test_tuning_weighs_as_many_contexts_as_there_are() -> None:
    optuna = pytest.importorskip("optuna")
    kind = suggester_kind("language-image").weighing([50.0, 0.0, 25.0], "built-in", "x")

    assert kind.name == "x"
    assert kind.search_space == {"context_weights": Weights(3)}
    start = kind.starting_point("built-in").hyperparameters
    assert start == {"context_weights": "50 0 25"}
    study = optuna.create_study()
    study.enqueue_trial(trial_values(kind.search_space, start))
    first = suggest_from(kind.search_space, study.ask())
    assert first == {"context_weights": "100 0 50"}  # the same shares, over the whole range
    assert not suggester_kind("language-image").weighing([100.0], "built-in").tunable
