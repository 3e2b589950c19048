"""The linear probe against scikit-learn, the ensemble against its members."""

import numpy as np
import pytest
from scipy.optimize import nnls
from scipy.sparse import csr_array
from sklearn.linear_model import LogisticRegression

from engine.suggesters.base import References
from engine.suggesters.ensemble import Ensemble
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.regression.kernel_ridge import KernelRidge
from engine.suggesters.regression.linear_probe import LinearProbe


def archive(count: int = 90, labels: int = 4, seed: int = 0) -> References:
    """Images near the middles of their labels."""
    rng = np.random.default_rng(seed)
    subject = rng.integers(0, labels, count)
    middles = np.random.default_rng(77).standard_normal((labels, 12))
    features = middles[subject] + 0.9 * rng.standard_normal((count, 12))
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    matrix = (rng.random((count, labels)) < 0.1).astype(float)
    matrix[np.arange(count), subject] = 1
    return References(
        features.astype(np.float32), csr_array(matrix), np.arange(count, dtype=np.int64)
    )


def test_the_probe_is_a_logistic_regression_for_each_label() -> None:
    references = archive()
    queries = archive(20, seed=1).features

    scores = LinearProbe(30.0).fit(references).score(queries)

    for label in range(4):
        truths = references.labels.toarray()[:, label] > 0
        peer = LogisticRegression(C=30.0, max_iter=300).fit(references.features, truths)
        np.testing.assert_allclose(
            scores[:, label], peer.predict_proba(queries)[:, 1], rtol=0, atol=1e-5
        )


def test_a_label_on_all_images_or_on_none_is_certain() -> None:
    references = archive()
    labels = references.labels.toarray()
    labels[:, 0], labels[:, 1] = 1, 0

    scores = (
        LinearProbe()
        .fit(References(references.features, csr_array(labels), references.image_ids))
        .score(archive(5, seed=2).features)
    )

    np.testing.assert_array_equal(scores[:, :2], [[1, 0]] * 5)


def test_a_new_label_is_learned_and_the_others_are_left_alone() -> None:
    references = archive()
    probe = LinearProbe().fit(references)
    before = probe.score(references.features)
    labels = np.zeros((30, 5))
    labels[:, 4] = 1
    labels[:, 0] = references.labels.toarray()[:30, 0]
    kept = references.labels.toarray()[:30]
    labels[:, 1:4] = kept[:, 1:4]
    changed = References(references.features[:30], csr_array(labels), references.image_ids[:30])

    after = probe.update(changed).score(references.features)

    assert after.shape == (90, 5)
    np.testing.assert_allclose(after[:, :4], before, rtol=0, atol=1e-4)
    assert after[:30, 4].mean() > after[30:, 4].mean() + 0.3


def test_the_probe_refuses_an_impossible_strength() -> None:
    with pytest.raises(ValueError, match="must be positive"):
        LinearProbe(0.0).fit(archive(5))


def test_shares_are_the_least_squares_ones_scaled_to_one() -> None:
    references = archive()
    model = Ensemble(temperature=8.0, neighbors=10).fit(references)
    alone = np.arange(90)
    members = (NeighborSearch(8.0, 8.0, 10), KernelRidge(2.0, 0.05))
    scores = [member.fit(references).leave_one_out(alone).ravel() for member in members]

    plain, _ = nnls(np.stack(scores, axis=1).astype(float), references.labels.toarray().ravel())

    np.testing.assert_allclose(model.shares_, plain / plain.sum(), rtol=0, atol=1e-5)
    queries = archive(15, seed=3).features
    together = sum(
        share * member.score(queries) for share, member in zip(model.shares_, members, strict=True)
    )
    np.testing.assert_allclose(model.score(queries), together, rtol=0, atol=1e-5)


def test_a_member_that_only_misleads_is_not_trusted() -> None:
    references = archive()
    shares = Ensemble(temperature=0.0, neighbors=90).fit(references).shares_

    assert shares[0] < 0.2
    assert shares.sum() == pytest.approx(1.0)


def test_copies_do_not_buy_trust() -> None:
    """Each image twice: a neighbour model that finds the copy would look perfect."""
    one = archive(40)
    twice = References(
        np.repeat(one.features, 2, axis=0),
        csr_array(one.labels[np.repeat(np.arange(40), 2)]),
        np.arange(80, dtype=np.int64),
    )

    doubled = Ensemble(temperature=200.0, neighbors=1).fit(twice).shares_

    single = Ensemble(temperature=200.0, neighbors=1).fit(one).shares_
    np.testing.assert_allclose(doubled, single, rtol=0, atol=0.1)


def test_with_a_single_reference_both_are_trusted_alike() -> None:
    assert Ensemble().fit(archive(1)).shares_.tolist() == [0.5, 0.5]
