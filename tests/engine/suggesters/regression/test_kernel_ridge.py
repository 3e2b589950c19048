"""Kernel ridge against plain linear algebra, its shortcuts against fitting anew."""

import pickle
import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from scipy.sparse import csr_array

from engine.suggesters.base import References
from engine.suggesters.regression import kernel_ridge
from engine.suggesters.regression.kernel_ridge import KernelRidge
from engine.suggesters.regression.ridge_solvers import ExactSolver, LandmarkSolver

EQUAL = 1e-5


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def archive(count: int = 80, labels: int = 6, size: int = 10, seed: int = 0) -> References:
    rng = np.random.default_rng(seed)
    matrix = (rng.random((count, labels)) < 0.3).astype(float)
    matrix[np.arange(count), rng.integers(0, labels, count)] = 1
    features = unit(rng.standard_normal((count, size)))
    return References(features, csr_array(matrix), np.arange(count, dtype=np.int64) * 3 + 1)


def naive(references: References, queries: np.ndarray, temperature: float, ridge: float):  # noqa: ANN201
    """Scores before clipping, and the weights: the formula, written down."""
    features = references.features.astype(float)
    matrix = np.exp(temperature * (features @ features.T - 1)) + ridge * np.eye(len(features))
    towards = np.exp(temperature * (queries.astype(float) @ features.T - 1))
    weights = np.linalg.solve(matrix, towards.T).T
    return weights @ references.labels.toarray(), weights


def all_equal() -> References:
    one = archive(12)
    return References(np.repeat(one.features[:1], 12, axis=0), one.labels, one.image_ids)


def single() -> References:
    return archive(1)


def label_on_one_image() -> References:
    one = archive(30)
    labels = one.labels.toarray()
    labels[1:, 2] = 0
    labels[0, 2] = 1
    return References(one.features, csr_array(labels), one.image_ids)


def label_on_none() -> References:
    one = archive(30)
    labels = one.labels.toarray()
    labels[:, 3] = 0
    return References(one.features, csr_array(labels), one.image_ids)


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Landmarks from 50 references on."""
    monkeypatch.setattr(kernel_ridge, "EXACT_REFERENCES", 50)
    monkeypatch.setattr(kernel_ridge, "LANDMARKS", 40)


@pytest.mark.parametrize("make", [archive, all_equal, single, label_on_one_image, label_on_none])
@pytest.mark.parametrize(("temperature", "ridge"), [(2.0, 0.05), (0.5, 1.0), (20.0, 0.003)])
def test_it_is_the_formula(make, temperature: float, ridge: float) -> None:  # noqa: ANN001
    references = make()
    queries = np.concatenate([archive(15, seed=3).features, references.features[:3]])

    scores = KernelRidge(temperature, ridge).fit(references).score(queries)

    expected, _ = naive(references, queries, temperature, ridge)
    np.testing.assert_allclose(scores, np.clip(expected, 0, 1), rtol=0, atol=EQUAL)


def test_evidence_are_the_weights_of_the_formula() -> None:
    references = label_on_one_image()
    model = KernelRidge(3.0, 0.02).fit(references)
    # Between the images of one label their votes exceed 1.
    middles = (references.labels.T @ references.features)[:3]
    queries = np.concatenate([unit(middles), archive(6, seed=4).features])
    sums, weights = naive(references, queries, 3.0, 0.02)
    carried = references.labels.toarray() > 0
    row_of = {int(one): row for row, one in enumerate(references.image_ids)}
    kinds_met = set()

    for query, own_sums, own_weights in zip(queries, sums, weights, strict=True):
        for label in range(6):
            evidence = model.evidence(query, label)
            if own_sums[label] <= 0:
                kinds_met.add("none")
                assert evidence == []
                continue
            kinds_met.add("above" if own_sums[label] > 1 else "between")
            told = {row_of[one.image_id]: one.weight for one in evidence}
            assert set(np.flatnonzero(carried[:, label])) <= set(told)
            for row, weight in told.items():
                assert weight == pytest.approx(own_weights[row] / max(1, own_sums[label]), abs=1e-6)
            others = [one.weight for one in evidence if not one.carries_label]
            assert all(weight > 0 for weight in others)
            best_other = own_weights[~carried[:, label]].max() / max(1, own_sums[label])
            assert max(others) == pytest.approx(best_other, abs=1e-6)
    assert kinds_met == {"none", "between", "above"}


def test_leaving_one_out_is_fitting_without_the_image_and_its_copies() -> None:
    references = archive()
    groups = np.arange(80)
    groups[[5, 17, 33]] = 5
    groups[[60, 61]] = 60
    model = KernelRidge(2.0, 0.1).fit(references)

    scores = model.leave_one_out(groups)

    for row in range(80):
        others = references.some(np.flatnonzero(groups != groups[row]))
        again = KernelRidge(2.0, 0.1).fit(others).score(references.features[row : row + 1])
        np.testing.assert_allclose(scores[row], again[0], rtol=0, atol=EQUAL)


@pytest.mark.usefixtures("few_are_many")
def test_leaving_out_with_landmarks_is_forgetting() -> None:
    references = archive()
    groups = np.arange(80)
    groups[[5, 17, 33]] = 5
    model = KernelRidge(2.0, 0.1).fit(references)
    assert isinstance(model.solver_, LandmarkSolver)
    fitted = pickle.dumps(model)

    scores = model.leave_one_out(groups)

    for row in range(0, 80, 3):
        without = pickle.loads(fitted).forget(references.image_ids[groups == groups[row]])
        expected = without.score(references.features[row : row + 1])[0]
        np.testing.assert_allclose(scores[row], expected, rtol=0, atol=EQUAL)


@pytest.mark.usefixtures("few_are_many")
def test_with_landmarks_evidence_adds_up_and_new_labels_count() -> None:
    references = archive()
    model = KernelRidge(2.0, 0.1).fit(references)
    changed = archive(10, labels=8, seed=9)
    changed = References(
        np.concatenate([references.features[:5], changed.features[5:]]),
        changed.labels,
        np.concatenate([references.image_ids[:5], np.arange(5) + 9000]),
    )

    model.update(changed)

    again = pickle.loads(pickle.dumps(model))
    query = archive(1, seed=5).features[0]
    own = int(references.image_ids[7])
    scores = again.score(query[None, :], query_ids=np.array([own]))[0]
    assert len(scores) == 8
    for label in range(8):
        evidence = again.evidence(query, label, query_id=own)
        total = sum(one.weight for one in evidence if one.carries_label)
        assert total == pytest.approx(scores[label], abs=1e-6)
        assert own not in {one.image_id for one in evidence}
    wide = csr_array((references.labels.data, references.labels.nonzero()), shape=(80, 8))
    fresh = KernelRidge(2.0, 0.1).fit(References(references.features, wide, references.image_ids))
    fresh.forget(references.image_ids[:5]).update(changed)
    np.testing.assert_allclose(
        model.score(query[None, :]), fresh.score(query[None, :]), rtol=0, atol=EQUAL
    )


def test_all_references_as_landmarks_approximate_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    references = archive(size=30)
    queries = archive(20, size=30, seed=2).features
    exact = KernelRidge(2.0, 0.1).fit(references).score(queries)
    monkeypatch.setattr(kernel_ridge, "EXACT_REFERENCES", 79)
    monkeypatch.setattr(kernel_ridge, "LANDMARKS", 80)

    approximated = KernelRidge(2.0, 0.1).fit(references).score(queries)

    np.testing.assert_allclose(approximated, exact, rtol=0, atol=2e-4)


@pytest.mark.usefixtures("few_are_many")
def test_growing_past_the_exact_size_it_turns_to_landmarks() -> None:
    references = archive()
    model = KernelRidge(2.0, 0.1).fit(references.some(np.arange(49)))
    assert isinstance(model.solver_, ExactSolver)

    model.update(references.some(np.arange(45, 80)))

    assert isinstance(model.solver_, LandmarkSolver)
    queries = archive(9, seed=6).features
    again = KernelRidge(2.0, 0.1).fit(references)
    np.testing.assert_allclose(model.score(queries), again.score(queries), rtol=0, atol=EQUAL)


def test_the_last_reference_can_go_and_another_come() -> None:
    references = archive(3)
    model = KernelRidge().fit(references)

    model.forget(references.image_ids)
    assert not model.score(references.features).any()
    assert model.evidence(references.features[0], 0) == []

    model.update(references)
    np.testing.assert_allclose(
        model.score(references.features),
        KernelRidge().fit(references).score(references.features),
        rtol=0,
        atol=EQUAL,
    )


@pytest.mark.parametrize("hyperparameters", [(0.0, 1.0), (1.0, 0.0), (np.inf, 1.0), (1.0, np.nan)])
def test_impossible_hyperparameters_are_refused(hyperparameters: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="must be positive"):
        KernelRidge(*hyperparameters).fit(archive(3))


def test_a_changed_label_costs_next_to_nothing_and_shows_at_once() -> None:
    references = archive(1500, size=32)
    model = KernelRidge().fit(references)
    relabelled = References(
        references.features[:1], csr_array(np.eye(1, 7, 6)), references.image_ids[:1]
    )

    def processor_s(work: Callable[[], object]) -> float:
        began_s = time.process_time()
        work()
        return time.process_time() - began_s

    refit_s = min(processor_s(lambda: KernelRidge().fit(references)) for _ in range(2))
    update_s = processor_s(lambda: model.update(relabelled))

    assert update_s < refit_s / 2
    assert model.score(references.features[:1])[0, 6] > 0.5


images = st.integers(0, 11)
label_sets = st.sets(st.integers(0, 5), min_size=1, max_size=3)


class CuratorAtWork(RuleBasedStateMachine):
    """Labels put on, changed and taken off in any order, against fitting from nothing."""

    @initialize(image=images, labels=label_sets)
    def first_label(self, image: int, labels: set[int]) -> None:
        self.known = {image: (0, labels)}
        self.columns = max(labels) + 1
        self.model = KernelRidge(2.0, 0.1).fit(self.references(self.known))

    @rule(changes=st.dictionaries(images, label_sets, min_size=1), version=st.integers(0, 1))
    def label(self, changes: dict[int, set[int]], version: int) -> None:
        fresh = {image: (version, labels) for image, labels in changes.items()}
        self.columns = max(self.columns, *(max(labels) + 1 for labels in changes.values()))
        self.model.update(self.references(fresh))
        self.known.update(fresh)

    @precondition(lambda self: len(self.known) > 1)
    @rule(gone=st.sets(images, min_size=1, max_size=5))
    def forget(self, gone: set[int]) -> None:
        if set(self.known) <= gone:
            gone.remove(max(self.known))
        self.model.forget(np.array(sorted(gone), dtype=np.int64))
        for image in gone:
            self.known.pop(image, None)

    @invariant()
    def answers_as_one_fitted_anew(self) -> None:
        again = KernelRidge(2.0, 0.1).fit(self.references(self.known))
        everything = {image: (0, {0}) for image in range(12)}
        queries = self.references(everything)
        np.testing.assert_allclose(
            self.model.score(queries.features, query_ids=queries.image_ids),
            again.score(queries.features, query_ids=queries.image_ids),
            rtol=0,
            atol=EQUAL,
        )

    def references(self, known: dict[int, tuple[int, set[int]]]) -> References:
        ids = sorted(known)
        labels = np.zeros((len(ids), self.columns))
        for row, image in enumerate(ids):
            labels[row, sorted(known[image][1])] = 1
        rows = [np.random.default_rng([image, known[image][0]]).standard_normal(6) for image in ids]
        return References(unit(np.array(rows)), csr_array(labels), np.array(ids, dtype=np.int64))


TestCuratorAtWork = CuratorAtWork.TestCase
TestCuratorAtWork.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
