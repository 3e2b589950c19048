"""Neighbor search against a plain loop that follows thesis 3.2.2 word by word."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from engine.suggesters.base import References
from engine.suggesters.neighbors import nearest
from engine.suggesters.neighbors.neighbor_search import NeighborSearch, neighbor_weights
from engine.suggesters.registry import suggester_kind

Problem = tuple[References, np.ndarray, np.ndarray, dict[str, Any]]


def unit_rows(rng: np.random.Generator, count: int, size: int = 16) -> np.ndarray:
    features = rng.standard_normal((count, size)).astype(np.float32)
    return features / np.linalg.norm(features, axis=1, keepdims=True)


def references_of(features: np.ndarray, labels: np.ndarray) -> References:
    return References(features, csr_array(labels), np.arange(len(features), dtype=np.int64) + 100)


def naive_weights(
    query: np.ndarray,
    query_id: int,
    references: References,
    temperature: float,
    max_difference: float,
    neighbors: int,
) -> list[tuple[int, float]]:
    """(row, weight) of the references that count, most similar first."""
    matches = []
    for row, image_id in enumerate(references.image_ids):
        if image_id == query_id:
            continue
        similarity = math.fsum(
            float(a) * float(b) for a, b in zip(query, references.features[row], strict=True)
        )
        # Rounded as the program does, so that copies of one image tie here as well.
        matches.append((round(similarity, nearest.DECIMALS), int(image_id), row))
    matches.sort(key=lambda match: (-match[0], match[1]))
    if not matches:
        return []
    best = temperature * matches[0][0]
    kept = [match for match in matches if temperature * match[0] >= best - max_difference]
    kept = kept[:neighbors]
    total = math.fsum(math.exp(temperature * similarity - best) for similarity, _, _ in kept)
    added: list[tuple[int, float]] = []
    for similarity, _, row in kept:
        if math.fsum(weight for _, weight in added) >= 0.99 - 1e-9:
            break
        added.append((row, math.exp(temperature * similarity - best) / total))
    return added


def naive_scores(
    queries: np.ndarray, query_ids: np.ndarray, references: References, **hyperparameters: Any
) -> np.ndarray:
    labels = references.labels.toarray()
    scores = np.zeros((len(queries), labels.shape[1]))
    for row, query in enumerate(queries):
        for position, weight in naive_weights(
            query, int(query_ids[row]), references, **hyperparameters
        ):
            scores[row] += weight * labels[position]
    return scores


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """References with copies among them, queries with references among them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(1, 40))
    features = unit_rows(rng, count, draw(st.sampled_from([1, 3, 16])))
    copies = draw(st.integers(0, count - 1))
    features[rng.integers(0, count, copies)] = features[rng.integers(0, count, copies)]
    labels = (rng.random((count, draw(st.integers(1, 6)))) < 0.4).astype(float)
    labels[labels.sum(axis=1) == 0, 0] = 1
    references = references_of(features, labels)
    strangers = unit_rows(rng, draw(st.integers(0, 4)), features.shape[1])
    queries = np.concatenate([features, strangers])
    ids = np.concatenate([references.image_ids, np.full(len(strangers), -1)])
    hyperparameters = {
        "temperature": draw(st.sampled_from([0.0, 1.0, 20.0, 68.566, 300.0])),
        "max_difference": draw(st.sampled_from([0.0, 0.5, 5.2568, 1e6])),
        "neighbors": draw(st.integers(1, 45)),
    }
    return references, queries, ids, hyperparameters


@given(problems())
@settings(max_examples=150, deadline=None)
def test_scores_and_evidence_are_those_of_the_plain_loop(problem: Problem) -> None:
    references, queries, ids, hyperparameters = problem
    search = NeighborSearch(**hyperparameters).fit(references)

    scores = search.score(queries, query_ids=ids)

    expected = naive_scores(queries, ids, references, **hyperparameters)
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-6)
    row = len(queries) // 2
    added = naive_weights(queries[row], int(ids[row]), references, **hyperparameters)
    for label in range(scores.shape[1]):
        evidence = search.evidence(queries[row], label, query_id=int(ids[row]))
        assert [one.image_id for one in evidence] == [
            int(references.image_ids[position]) for position, _ in added
        ]
        assert [one.weight for one in evidence] == pytest.approx(
            [weight for _, weight in added], abs=1e-6
        )
        for_it = sum(one.weight for one in evidence if one.carries_label)
        assert for_it == pytest.approx(scores[row, label], abs=1e-6)


@given(problems())
@settings(max_examples=100, deadline=None)
def test_blocks_of_any_size_find_the_same(problem: Problem) -> None:
    references, queries, ids, hyperparameters = problem
    whole = NeighborSearch(**hyperparameters).fit(references).score(queries, query_ids=ids)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "QUERY_BLOCK", 3)
        patch.setattr(nearest, "BLOCK_CELLS", 12)
        patch.setattr(nearest, "SPARE", 1)
        patch.setattr(nearest, "PIECE", 2)
        patch.setattr(nearest, "EXACT_BLOCK_BYTES", 1)
        blocked = NeighborSearch(**hyperparameters).fit(references).score(queries, query_ids=ids)

    np.testing.assert_array_equal(blocked, whole)
    expected = naive_scores(queries, ids, references, **hyperparameters)
    np.testing.assert_allclose(blocked, expected, rtol=0, atol=1e-6)


def test_many_copies_of_one_image_are_cut_by_image_id() -> None:
    rng = np.random.default_rng(1)
    features = np.repeat(unit_rows(rng, 1, 512), 200, axis=0)
    references = References(
        features, csr_array(np.ones((200, 1))), rng.permutation(200).astype(np.int64)
    )

    search = NeighborSearch(neighbors=5).fit(references)

    found = [one.image_id for one in search.evidence(features[0], 0, query_id=2)]
    assert found == [0, 1, 3, 4, 5]
    many = search.score(features, query_ids=np.full(200, 2))
    assert many.tolist() == [[1.0]] * 200


def test_one_neighbor_gives_the_labels_of_the_nearest_whatever_the_rest() -> None:
    rng = np.random.default_rng(2)
    references = references_of(unit_rows(rng, 30), np.eye(30))
    queries = unit_rows(rng, 9)
    nearest_rows = (queries @ references.features.T).argmax(axis=1)

    for temperature in (0.0, 5.0, 200.0):
        scores = suggester_kind("1-nn").create({"temperature": temperature}).fit(references)

        np.testing.assert_array_equal(scores.score(queries), np.eye(30)[nearest_rows])


def test_an_image_that_is_the_only_reference_gets_no_score_and_no_evidence() -> None:
    references = references_of(unit_rows(np.random.default_rng(3), 1), np.ones((1, 2)))
    search = NeighborSearch().fit(references)

    assert search.score(references.features, query_ids=np.array([100])).tolist() == [[0.0, 0.0]]
    assert search.evidence(references.features[0], 0, query_id=100) == []
    assert search.score(references.features).tolist() == [[1.0, 1.0]]


def test_weights_stop_when_those_added_reach_99_percent() -> None:
    similarities = np.array([[1.0, 1.0, 0.5, 0.4]])

    weights = neighbor_weights(similarities, temperature=20, max_difference=1e9, neighbors=4)

    assert weights[0, :2] == pytest.approx([0.5, 0.5], abs=1e-4)
    assert weights[0, 2:].tolist() == [0.0, 0.0]
    assert 0.99 <= weights.sum() < 1.0


def test_a_temperature_of_zero_lets_every_neighbor_count_the_same() -> None:
    similarities = np.array([[0.9, 0.5, -0.2, -np.inf]])

    weights = neighbor_weights(similarities, temperature=0, max_difference=0, neighbors=9)

    assert weights.tolist() == [[1 / 3, 1 / 3, 1 / 3, 0.0]]


@pytest.mark.parametrize(
    "wrong", [{"temperature": -1.0}, {"max_difference": -0.1}, {"neighbors": 0}]
)
def test_impossible_hyperparameters_are_refused_at_fit(wrong: dict[str, Any]) -> None:
    references = references_of(unit_rows(np.random.default_rng(4), 3), np.ones((3, 1)))

    with pytest.raises(ValueError, match="must not be negative"):
        NeighborSearch(**wrong).fit(references)
