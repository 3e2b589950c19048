"""Which labels are probably wrong or missing, on archives whose errors are known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.metrics import roc_auc_score

from engine.evaluation.label_errors import CANDIDATES, LabelCheck
from engine.evaluation.pair_features import SCORE_FLOOR, SHARE_FLOOR, PairFeatures

Scores = NDArray[np.float32]
Labels = NDArray[np.bool_]


def archive(seed: int, images: int = 300, labels: int = 12) -> tuple[Scores, Labels]:
    """Labels that come in threes by the image's kind, and scores that mostly know."""
    random = np.random.default_rng(seed)
    kind = random.integers(labels // 3, size=images)
    carried = (np.arange(labels)[None, :] // 3 == kind[:, None]) & (
        random.random((images, labels)) < 0.85
    )
    scores = np.clip(carried * 0.3 + random.normal(0.2, 0.2, carried.shape), 0, 1)
    return scores.astype(np.float32), carried


def planted(carried: Labels, seed: int, share: float = 0.05) -> tuple[Labels, Labels, Labels]:
    """The labels with errors in them, where wrong ones are, where some are missing."""
    random = np.random.default_rng(seed)
    removed = carried & (random.random(carried.shape) < share / 2)
    added = ~carried & (random.random(carried.shape) < share / 2 * carried.sum() / (~carried).sum())
    return (carried & ~removed) | added, added, removed


def sparse(labels: Labels) -> csr_array:
    return csr_array(labels.astype(np.float64))


def naive(scores: Scores, labels: Labels, row: int, column: int) -> list[float]:
    """The figures of one pair, one label and image after another, its own label unknown."""
    images, width = labels.shape
    known = labels.copy()
    known[row, column] = False
    pairs = list(zip(*np.nonzero(known), strict=True))
    mean = np.mean([scores[i, c] for i, c in pairs]) if pairs else 0.0
    of_label = [float(scores[i, column]) for i in range(images) if known[i, column]]
    of_image = [float(scores[row, c]) for c in range(width) if known[row, c]]
    rival = max((float(scores[row, c]) for c in range(width) if c != column), default=0.0)
    prior = (len(of_label) + 0.5) / images
    shares = []
    for other in np.flatnonzero(known[row]):
        rest = [i for i in range(images) if i != row and labels[i, other]]
        both = sum(bool(labels[i, column]) for i in rest)
        shares.append((both + prior) / (len(rest) + 1.0))
    score = float(scores[row, column])
    return [
        np.log(score + SCORE_FLOOR),
        score,
        np.log((sum(of_label) + 2 * mean) / (len(of_label) + 2) + SCORE_FLOOR),
        np.log((sum(of_image) + mean) / (len(of_image) + 1) + SCORE_FLOOR),
        rival,
        np.log((max(shares) if shares else prior) + SHARE_FLOOR),
        np.log((np.exp(np.mean(np.log(shares))) if shares else prior) + SHARE_FLOOR),
        np.log(prior),
        len(of_image),
    ]


@st.composite
def archives(draw: st.DrawFn) -> tuple[Scores, Labels]:
    images, width = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    seed = draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(seed)
    density = draw(st.sampled_from([0.0, 0.2, 0.6, 1.0]))
    scores = random.random((images, width)) * (random.random((images, width)) < 0.7)
    return scores.astype(np.float32), random.random((images, width)) < density


@settings(max_examples=60, deadline=None)
@given(archives())
def test_the_figures_of_a_pair_are_those_counted_by_hand(made: tuple[Scores, Labels]) -> None:
    scores, labels = made
    rows, columns = (part.ravel() for part in np.indices(labels.shape))

    found = PairFeatures(scores, sparse(labels)).of(rows, columns)

    expected = [naive(scores, labels, r, c) for r, c in zip(rows, columns, strict=True)]
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(archives(), st.integers(0, 1000))
def test_a_label_has_no_say_about_itself(made: tuple[Scores, Labels], pick: int) -> None:
    scores, labels = made
    row, column = np.unravel_index(pick % labels.size, labels.shape)
    flipped = labels.copy()
    flipped[row, column] ^= True
    pair = np.array([row]), np.array([column])

    np.testing.assert_allclose(
        PairFeatures(scores, sparse(labels)).of(*pair),
        PairFeatures(scores, sparse(flipped)).of(*pair),
        rtol=1e-6,
        atol=1e-9,
    )


@pytest.mark.parametrize("seed", range(3))
def test_planted_errors_are_found_better_than_by_the_scores_alone(seed: int) -> None:
    scores, carried = archive(seed)
    noisy, added, removed = planted(carried, seed)
    check = LabelCheck(scores, sparse(noisy))

    rows, columns = np.nonzero(noisy)
    wrong = roc_auc_score(added[rows, columns], check.wrong_scores(rows, columns))
    assert wrong >= roc_auc_score(added[rows, columns], -scores[rows, columns])
    assert wrong > 0.9

    rows, columns = np.nonzero(~noisy)
    missing = roc_auc_score(removed[rows, columns], check.probabilities(rows, columns))
    assert missing >= roc_auc_score(removed[rows, columns], scores[rows, columns])
    assert missing > 0.9


def test_the_most_suspicious_come_first_and_kinds_do_not_mix() -> None:
    scores, carried = archive(7)
    noisy, _, _ = planted(carried, 7)
    check = LabelCheck(scores, sparse(noisy))

    wrong, missing = check.wrong(), check.missing()

    assert len(wrong.rows) == noisy.sum()
    assert noisy[wrong.rows, wrong.columns].all()
    assert not noisy[missing.rows, missing.columns].any()
    assert (scores[missing.rows, missing.columns] > 0).all()
    assert len(np.unique(missing.rows * 100 + missing.columns)) == len(missing.rows)
    assert np.bincount(missing.rows).max() <= CANDIDATES
    for ranked in (wrong, missing):
        assert (np.diff(ranked.scores) <= 0).all()
        for figures in (ranked.scores, ranked.probabilities):
            assert ((figures >= 0) & (figures <= 1)).all()


def test_the_same_archive_gives_the_same_ranking() -> None:
    scores, carried = archive(3)

    first, second = (LabelCheck(scores, sparse(carried)).wrong() for _ in range(2))

    assert np.array_equal(first.rows, second.rows)
    assert np.array_equal(first.scores, second.scores)


@pytest.mark.parametrize(
    "labels",
    [
        np.zeros((60, 3), np.bool_),
        np.ones((60, 3), np.bool_),
        np.eye(10, 3, dtype=np.bool_),
        np.zeros((0, 0), np.bool_),
    ],
    ids=["no label", "every label", "hardly any", "nothing"],
)
def test_where_there_is_nothing_to_learn_nothing_is_suspicious(labels: Labels) -> None:
    check = LabelCheck(np.full(labels.shape, 0.5, np.float32), sparse(labels))

    assert len(check.wrong().rows) == len(check.missing().rows) == 0


def test_scores_that_say_nothing_and_single_images_of_a_label_do_no_harm() -> None:
    labels = np.zeros((80, 4), np.bool_)
    labels[:, 0] = True
    labels[0, 1:] = True

    for value in (0.0, 1.0):
        check = LabelCheck(np.full(labels.shape, value, np.float32), sparse(labels))
        assert np.isfinite(check.wrong().scores).all()
        assert np.isfinite(check.missing().scores).all()
