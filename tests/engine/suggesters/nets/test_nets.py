"""The neighbor nets against the thesis's formulas written down densely, in float64.

Thesis 3.2.3: the simple net is ``Lt softmax(T R f)``; the class-wise net repeats the similarities
along a class dimension, puts -inf where an image does not carry a label, takes a softmax over the
images, multiplies by the similarities, adds up and rescales from [-1, 1] to [0, 1].
"""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from engine.suggesters.base import References
from engine.suggesters.changeable_references import ChangeableReferences
from engine.suggesters.nets import net
from engine.suggesters.nets.grouping import clusters, grouped_by_label
from engine.suggesters.nets.plain_nets import ClassWiseNet, SimpleNet
from engine.suggesters.nets.prototype_nets import ClassWisePrototypeNet, SimplePrototypeNet

TOLERANCE = 1e-5
Problem = tuple[References, np.ndarray, np.ndarray, float]


def softmax(values: np.ndarray, axis: int) -> np.ndarray:
    """-inf counts nothing; all 0 where nothing counts."""
    best = values.max(axis=axis, keepdims=True, initial=-1e308)
    powers = np.exp(values - best)
    total = powers.sum(axis=axis, keepdims=True)
    return np.divide(powers, total, out=np.zeros_like(powers), where=total > 0)


def times(temperature: float, similarities: np.ndarray) -> np.ndarray:
    """-inf stays -inf at temperature 0."""
    finite = np.where(np.isneginf(similarities), 0.0, similarities)
    return np.where(np.isneginf(similarities), -np.inf, temperature * finite)


def dense_simple(similarities: np.ndarray, labels: np.ndarray, temperature: float) -> np.ndarray:
    return softmax(times(temperature, similarities), axis=1) @ labels


def dense_class_wise(
    similarities: np.ndarray, labels: np.ndarray, temperature: float
) -> np.ndarray:
    repeated = np.repeat(similarities[:, :, None], labels.shape[1], axis=2)
    masked = np.where(labels[None] > 0, repeated, -np.inf)
    weights = softmax(times(temperature, masked), axis=1)
    sums = (weights * np.where(np.isneginf(masked), 0.0, masked)).sum(axis=1)
    found = np.isfinite(masked).any(axis=1)
    return np.where(found, (sums + 1) / 2, 0.0)


def dense_similarities(references: References, queries: np.ndarray, ids: np.ndarray) -> np.ndarray:
    similarities = queries.astype(np.float64) @ references.features.T.astype(np.float64)
    similarities[ids[:, None] == references.image_ids[None, :]] = -np.inf
    return similarities


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """References and queries, the references among them; labels that one or no image carries."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count, size = draw(st.integers(1, 30)), 16
    temperature = draw(st.sampled_from([0.0, 0.3, 5.0, 60.0, 1e6, 1e38]))
    if temperature > 100 or draw(st.booleans()):
        # Four components of a half each: products are exact, and many of them equal.
        everything = np.zeros((count + 4, size), np.float32)
        for row in everything:
            row[rng.choice(size, 4, replace=False)] = rng.choice([-0.5, 0.5], 4)
    else:
        everything = rng.standard_normal((count + 4, size)).astype(np.float32)
        everything /= np.linalg.norm(everything, axis=1, keepdims=True)
    features = everything[:count]
    if draw(st.booleans()):
        features[:] = features[0]
    labels = (rng.random((count, draw(st.integers(0, 6)))) < 0.3).astype(float)
    if labels.shape[1] > 1:
        labels[:, 0] = 0
        labels[0, 0] = 1
    ids = np.arange(count, dtype=np.int64) + 5
    queries = np.concatenate([features, everything[count:]])
    query_ids = np.concatenate([ids, np.full(4, -1)])
    return References(features, csr_array(labels), ids), queries, query_ids, temperature


@given(problems())
@settings(max_examples=150, deadline=None)
def test_the_simple_net_is_the_dense_formula(problem: Problem) -> None:
    references, queries, ids, temperature = problem
    suggester = SimpleNet(temperature).fit(references)

    scores = suggester.score(queries, query_ids=ids)

    expected = dense_simple(
        dense_similarities(references, queries, ids), references.labels.toarray(), temperature
    )
    np.testing.assert_allclose(scores, expected, rtol=0, atol=TOLERANCE)


@given(problems())
@settings(max_examples=150, deadline=None)
def test_the_class_wise_net_is_the_dense_formula(problem: Problem) -> None:
    references, queries, ids, temperature = problem
    suggester = ClassWiseNet(temperature).fit(references)

    scores = suggester.score(queries, query_ids=ids)

    expected = dense_class_wise(
        dense_similarities(references, queries, ids), references.labels.toarray(), temperature
    )
    np.testing.assert_allclose(scores, expected, rtol=0, atol=TOLERANCE)


@given(problems())
@settings(max_examples=50, deadline=None)
def test_blocks_of_any_size_give_the_same(problem: Problem) -> None:
    references, queries, ids, temperature = problem
    for model in (SimpleNet(temperature), ClassWiseNet(temperature)):
        whole = model.fit(references).score(queries, query_ids=ids)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(net, "BLOCK_CELLS", 3 * len(references.features))
            blocked = model.score(queries, query_ids=ids)
        np.testing.assert_allclose(blocked, whole, rtol=0, atol=TOLERANCE)


def naive_prototypes(
    references: References,
    left_out: int,
    grouped: tuple[np.ndarray, np.ndarray, np.ndarray],
    average: bool,
) -> tuple[np.ndarray, np.ndarray]:
    """Prototype features and labels from the groups, without one image."""
    rows, labels, groups = grouped
    truth = references.labels.toarray()
    means, stand_for = [], []
    for group in np.unique(groups):
        members = [row for row in rows[groups == group] if references.image_ids[row] != left_out]
        if not members:
            continue
        means.append(references.features[members].astype(np.float64).mean(axis=0))
        one_hot = np.eye(truth.shape[1])[labels[groups == group][0]]
        stand_for.append(truth[members].mean(axis=0) if average else one_hot)
    size = references.features.shape[1]
    return np.reshape(means, (-1, size)), np.reshape(stand_for, (-1, truth.shape[1]))


@given(
    problems().filter(lambda problem: problem[3] < 100),
    st.sampled_from(["random", "k-means"]),
    st.integers(1, 5),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_prototype_nets_are_the_dense_formulas_over_means_of_the_others(
    problem: Problem, grouping: str, prototypes: int, average: bool
) -> None:
    references, queries, ids, temperature = problem
    if references.labels.nnz == 0:
        return
    options: dict[str, Any] = {"prototypes": prototypes, "grouping": grouping, "seed": 3}
    simple = SimplePrototypeNet(
        temperature, prototype_labels="average" if average else "one-hot", **options
    ).fit(references)
    class_wise = ClassWisePrototypeNet(temperature, **options).fit(references)

    of_simple = simple.score(queries, query_ids=ids)
    of_class_wise = class_wise.score(queries, query_ids=ids)

    grouped = grouped_by_label(ChangeableReferences(references), prototypes, grouping, seed=3)
    for row, image_id in enumerate(ids):
        query = queries[row : row + 1].astype(np.float64)
        means, labels = naive_prototypes(references, int(image_id), grouped, average)
        expected = dense_simple(query @ means.T, labels, temperature)
        np.testing.assert_allclose(of_simple[row], expected[0], rtol=0, atol=TOLERANCE)
        means, labels = naive_prototypes(references, int(image_id), grouped, average=False)
        expected = dense_class_wise(query @ means.T, labels, temperature)
        np.testing.assert_allclose(of_class_wise[row], expected[0], rtol=0, atol=TOLERANCE)


def random_references(count: int, labels: int, seed: int = 0) -> References:
    rng = np.random.default_rng(seed)
    features = rng.standard_normal((count, 12)).astype(np.float32)
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    matrix = (rng.random((count, labels)) < 0.3).astype(float)
    matrix[matrix.sum(axis=1) == 0, 0] = 1
    return References(features, csr_array(matrix), np.arange(count, dtype=np.int64) + 1)


@pytest.mark.parametrize("grouping", ["random", "k-means"])
def test_a_label_has_at_most_as_many_prototypes_as_asked_for(grouping: str) -> None:
    references = random_references(90, 5)

    rows, labels, groups = grouped_by_label(ChangeableReferences(references), 4, grouping, 0)

    assert set(zip(rows.tolist(), labels.tolist(), strict=True)) == set(
        zip(*(axis.tolist() for axis in references.labels.nonzero()), strict=True)
    )
    for label in range(5):
        assert 2 <= len(np.unique(groups[labels == label])) <= 4
    assert len({(g, label) for g, label in zip(groups, labels, strict=True)}) == len(set(groups))
    if grouping == "random":
        assert np.ptp(np.unique(groups[labels == 0], return_counts=True)[1]) <= 1


def test_k_means_puts_what_is_alike_together() -> None:
    rng = np.random.default_rng(0)
    middles = np.repeat(np.eye(4, 12, dtype=np.float32), 30, axis=0)
    features = middles + 0.05 * rng.standard_normal(middles.shape).astype(np.float32)

    numbers = clusters(features, 4, seed=0)

    by_middle = numbers.reshape(4, 30)
    assert (by_middle == by_middle[:, :1]).all()
    assert len(set(by_middle[:, 0].tolist())) == 4


@pytest.mark.parametrize("grouping", ["random", "k-means"])
def test_prototypes_follow_what_a_curator_changes(grouping: str) -> None:
    references = random_references(60, 4)
    changed = random_references(12, 5, seed=1)
    changed = References(changed.features, changed.labels, np.arange(12, dtype=np.int64) * 9 + 1)
    options = {"prototypes": 3, "grouping": grouping}
    suggester = SimplePrototypeNet(8.0, prototype_labels="average", **options).fit(references)
    queries = random_references(20, 1, seed=2).features

    suggester.update(changed).forget(np.arange(20, 40)).update(references.some(np.arange(30, 33)))

    layer = suggester.layer_
    truth = layer.references.labels.toarray()
    members = layer.members.toarray()
    assert members.sum() == truth.sum()
    assert len(layer.references) == 60 - 20 + 3 + sum(
        int(image_id) > 60 for image_id in changed.image_ids
    )
    alive = members.sum(axis=0) > 0
    means = (members.T @ layer.references.features)[alive] / members.sum(axis=0)[alive, None]
    np.testing.assert_allclose(layer.means[alive], means, rtol=0, atol=1e-6)
    stand_for = (members.T @ truth)[alive] / members.sum(axis=0)[alive, None]
    expected = dense_simple(queries.astype(np.float64) @ means.T, stand_for, 8.0)
    np.testing.assert_allclose(suggester.score(queries), expected, rtol=0, atol=TOLERANCE)


def test_when_every_image_is_forgotten_nothing_is_suggested() -> None:
    references = random_references(9, 3)
    for model in (SimpleNet(), ClassWiseNet(), SimplePrototypeNet(), ClassWisePrototypeNet()):
        model.fit(references).forget(references.image_ids)

        assert not model.score(references.features).any()
        model.update(references)
        assert model.score(references.features).any()


@pytest.mark.parametrize(
    "model",
    [
        SimpleNet(-1.0),
        ClassWiseNet(np.inf),
        SimplePrototypeNet(prototypes=0),
        SimplePrototypeNet(prototype_labels="all"),
        ClassWisePrototypeNet(grouping="by colour"),
    ],
)
def test_impossible_hyperparameters_are_refused_at_fit(model: SimpleNet) -> None:
    with pytest.raises(ValueError, match=r"must|is one of"):
        model.fit(random_references(5, 2))


def test_naming_the_suggesters_loads_neither_torch_nor_scikit_learn() -> None:
    code = (
        "import sys, engine.suggesters.registry, engine.suggesters.held_out\n"
        "sys.exit(' '.join({'torch', 'sklearn', 'optuna'} & set(sys.modules)) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
