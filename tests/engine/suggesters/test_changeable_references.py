"""References that change in place give the answers of a suggester fitted from nothing."""

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from scipy.sparse import csr_array

from engine.suggesters.base import References
from engine.suggesters.changeable_references import ChangeableReferences
from engine.suggesters.neighbors.neighbor_search import NeighborSearch

SIZE = 6
IMAGES = 12


def feature_of(image_id: int, version: int = 0) -> np.ndarray:
    feature = np.random.default_rng([image_id, version]).standard_normal(SIZE).astype(np.float32)
    return feature / np.linalg.norm(feature)


def references_from(known: dict[int, tuple[np.ndarray, set[int]]], columns: int) -> References:
    ids = sorted(known)
    labels = np.zeros((len(ids), columns))
    for row, image_id in enumerate(ids):
        labels[row, sorted(known[image_id][1])] = 1
    features = np.array([known[image_id][0] for image_id in ids]).reshape(len(ids), SIZE)
    return References(features.astype(np.float32), csr_array(labels), np.array(ids, dtype=np.int64))


images = st.integers(0, IMAGES - 1)
label_sets = st.sets(st.integers(0, 7), min_size=1, max_size=4)


class CuratorAtWork(RuleBasedStateMachine):
    """Labels put on, changed and taken off in any order, against a dictionary."""

    @initialize(image=images, labels=label_sets)
    def first_label(self, image: int, labels: set[int]) -> None:
        self.known = {image: (feature_of(image), labels)}
        self.columns = max(labels) + 1
        self.search = NeighborSearch(temperature=10, max_difference=9, neighbors=5)
        self.first = references_from(self.known, self.columns)
        self.search.fit(self.first)

    @rule(changes=st.dictionaries(images, label_sets, min_size=1), version=st.integers(0, 1))
    def label(self, changes: dict[int, set[int]], version: int) -> None:
        fresh = {image: (feature_of(image, version), labels) for image, labels in changes.items()}
        self.columns = max(self.columns, *(max(labels) + 1 for labels in changes.values()))
        self.search.update(references_from(fresh, self.columns))
        self.known.update(fresh)

    @precondition(lambda self: len(self.known) > 1)
    @rule(gone=st.sets(images, min_size=1, max_size=5))
    def forget(self, gone: set[int]) -> None:
        if set(self.known) <= gone:
            gone.remove(max(self.known))
        self.search.forget(np.array(sorted(gone), dtype=np.int64))
        for image in gone:
            self.known.pop(image, None)

    @invariant()
    def answers_as_one_fitted_anew(self) -> None:
        again = NeighborSearch(temperature=10, max_difference=9, neighbors=5)
        again.fit(references_from(self.known, self.columns))
        queries = np.array([feature_of(image) for image in range(IMAGES)])
        ids = np.arange(IMAGES)
        np.testing.assert_array_equal(
            self.search.score(queries, query_ids=ids), again.score(queries, query_ids=ids)
        )
        assert sorted(self.search.references_.image_ids.tolist()) == sorted(self.known)
        assert self.search.evidence(queries[3], 0) == again.evidence(queries[3], 0)


TestCuratorAtWork = CuratorAtWork.TestCase
TestCuratorAtWork.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)


def test_what_it_was_fitted_on_stays_as_it_was() -> None:
    references = references_from({1: (feature_of(1), {0}), 2: (feature_of(2), {1})}, 2)
    features, ids = references.features.copy(), references.image_ids.copy()
    growing = ChangeableReferences(references)

    growing.update(references_from({1: (feature_of(1, 5), {1}), 9: (feature_of(9), {0})}, 2))
    growing.remove(np.array([2]))

    np.testing.assert_array_equal(references.features, features)
    np.testing.assert_array_equal(references.image_ids, ids)
    assert references.labels.toarray().tolist() == [[1, 0], [0, 1]]


def test_the_last_reference_can_go_and_another_come() -> None:
    growing = ChangeableReferences(references_from({1: (feature_of(1), {0})}, 1))

    growing.remove(np.array([1, 77]))
    assert len(growing) == 0
    assert growing.labels.shape == (0, 1)

    growing.update(references_from({2: (feature_of(2), {1})}, 2))
    assert growing.image_ids.tolist() == [2]
    assert growing.labels.toarray().tolist() == [[0, 1]]


def test_an_image_given_twice_is_refused() -> None:
    one = references_from({1: (feature_of(1), {0})}, 1)
    twice = References(
        np.repeat(one.features, 2, axis=0), csr_array(np.ones((2, 1))), np.array([1, 1])
    )

    with pytest.raises(ValueError, match="twice"):
        ChangeableReferences(twice)


def test_arrays_of_different_length_are_refused() -> None:
    one = references_from({1: (feature_of(1), {0})}, 1)

    with pytest.raises(ValueError, match="differ in length"):
        ChangeableReferences(References(one.features, csr_array(np.ones((2, 1))), one.image_ids))
