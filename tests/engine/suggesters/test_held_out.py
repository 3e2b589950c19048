"""Held-out scores against fitting, image by image or fold by fold, without what is held out."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.suggesters.base import References
from engine.suggesters.held_out import fold_numbers, held_out_scores
from engine.suggesters.kinds import SuggesterKind
from engine.suggesters.registry import SUGGESTERS, suggester_kind

ONE_PASS = [kind for kind in SUGGESTERS.values() if kind.held_out == "leave-one-out"]
NEIGHBORS_AS_FOLDS = replace(suggester_kind("neighbor-search"), held_out="folds")


def archive(
    kind: SuggesterKind | None = None, count: int = 40, labels: int = 5
) -> tuple[References, np.ndarray]:
    """References of which some are copies of others, and numbers equal for copies."""
    rng = np.random.default_rng(8)
    groups = np.concatenate([np.arange(count - 8), rng.integers(0, count - 8, 8)])
    features = rng.standard_normal((count - 8, 10)).astype(np.float32)[groups]
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    matrix = (rng.random((count, labels)) < 0.35).astype(float)
    matrix[matrix.sum(axis=1) == 0, 0] = 1
    phrases = rng.standard_normal((2, labels, 5 if kind and kind.needs_texts else 10)).astype(
        np.float32
    )
    ids = np.arange(count) * 3 + 7
    return References(features, csr_array(matrix), ids, phrases), groups * 11


@pytest.mark.parametrize("kind", ONE_PASS, ids=[kind.name for kind in ONE_PASS])
def test_leaving_one_out_is_forgetting_the_image_and_its_copies(kind: SuggesterKind) -> None:
    references, groups = archive(kind)

    scores = held_out_scores(kind, {}, references, groups)

    assert scores.shape == (40, 5)
    assert scores.dtype == np.float32
    fitted = pickle.dumps(kind.create().fit(references))
    for row in range(40):
        same = references.image_ids[groups == groups[row]]
        others = pickle.loads(fitted).forget(same)
        expected = others.score(references.features[row : row + 1])[0]
        np.testing.assert_allclose(scores[row], expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    "kind", [*ONE_PASS, NEIGHBORS_AS_FOLDS], ids=lambda kind: f"{kind.name} {kind.held_out}"
)
def test_some_queries_score_as_they_do_among_all(kind: SuggesterKind) -> None:
    references, groups = archive(kind)
    queries = np.array([39, 4, 17])

    some = held_out_scores(kind, {}, references, groups, queries=queries)

    everything = held_out_scores(kind, {}, references, groups)
    np.testing.assert_allclose(some, everything[queries], rtol=0, atol=1e-5)


def test_by_folds_a_model_never_meets_the_group_it_is_asked_about() -> None:
    references, groups = archive()

    scores = held_out_scores(NEIGHBORS_AS_FOLDS, {}, references, groups, folds=4, seed=3)

    fold_of = fold_numbers(groups, 4, 3)
    for row in range(40):
        learned = np.flatnonzero(fold_of != fold_of[row])
        assert not np.isin(groups[learned], groups[row]).any()
        fitted = NEIGHBORS_AS_FOLDS.create().fit(references.some(learned))
        expected = fitted.score(references.features[row : row + 1])[0]
        np.testing.assert_allclose(scores[row], expected, rtol=0, atol=1e-5)


def test_folds_keep_groups_together_and_are_of_about_one_size() -> None:
    groups = np.random.default_rng(1).integers(0, 103, 400)

    folds = fold_numbers(groups, 5, 9)

    by_group = {int(group): set(folds[groups == group].tolist()) for group in groups}
    assert all(len(found) == 1 for found in by_group.values())
    sizes = np.bincount([found.pop() for found in by_group.values()])
    assert sizes.max() - sizes.min() <= 1
    np.testing.assert_array_equal(folds, fold_numbers(groups, 5, 9))
    assert (folds != fold_numbers(groups, 5, 10)).any()


def test_copies_of_a_single_image_have_nothing_to_learn_from() -> None:
    references, _ = archive()

    scores = held_out_scores(NEIGHBORS_AS_FOLDS, {}, references, np.zeros(40, np.int64))

    assert not scores.any()


def test_fewer_groups_than_folds_are_a_fold_each() -> None:
    assert sorted(fold_numbers(np.array([5, 5, 2, 9]), 5, 0).tolist()) in (
        [0, 0, 1, 2],
        [0, 1, 1, 2],
        [0, 1, 2, 2],
    )


@pytest.mark.parametrize("kind", SUGGESTERS.values(), ids=SUGGESTERS.keys())
def test_the_caller_can_stop_it_where_it_takes_long(kind: SuggesterKind) -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    if kind.held_out == "folds":
        with pytest.raises(StoppedError):
            held_out_scores(kind, {}, *archive(kind), watch=stop)
    else:
        held_out_scores(kind, {}, *archive(kind), watch=lambda: None)
