"""Leave-one-out scores against fitting without the image, image by image."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.suggesters.base import References
from engine.suggesters.leave_one_out import LeaveOneOut
from engine.suggesters.neighbors.neighbor_search import NeighborSearch

HYPERPARAMETERS = {"temperature": 12.0, "max_difference": 4.0, "neighbors": 6}


def archive(count: int = 50, labels: int = 5) -> tuple[References, np.ndarray]:
    """References of which some are copies of others, and numbers equal for copies."""
    rng = np.random.default_rng(8)
    groups = np.concatenate([np.arange(count - 10), rng.integers(0, count - 10, 10)])
    features = rng.standard_normal((count - 10, 10)).astype(np.float32)[groups]
    features /= np.linalg.norm(features, axis=1, keepdims=True)
    matrix = (rng.random((count, labels)) < 0.35).astype(float)
    matrix[matrix.sum(axis=1) == 0, 0] = 1
    return References(features, csr_array(matrix), np.arange(count, dtype=np.int64)), groups


def naive(
    references: References, groups: np.ndarray, scored: np.ndarray, queries: np.ndarray
) -> list[tuple[float, bool]]:
    found = []
    truth = references.labels.toarray() > 0
    for row in queries:
        others = groups != groups[row]
        search = NeighborSearch(**HYPERPARAMETERS).fit(
            References(
                references.features[others],
                csr_array(references.labels[others]),
                references.image_ids[others],
            )
        )
        scores = search.score(references.features[row : row + 1])[0]
        found += [
            (float(scores[label]), bool(truth[row, label]))
            for label in np.flatnonzero(scored)
            if scores[label] > 0
        ]
    return sorted(found)


@pytest.mark.parametrize("sampled", [False, True])
def test_scores_are_those_of_fitting_without_the_image_and_its_copies(sampled: bool) -> None:
    references, groups = archive()
    scored = np.array([True, True, False, True, True])
    queries = np.array([3, 41, 17, 45]) if sampled else np.arange(50)
    scorer = LeaveOneOut(
        references, groups, scored_labels=scored, queries=queries if sampled else None
    )

    assert list(scorer.find_neighbors())[-1] == len(queries)
    scores, truths = scorer.scores(HYPERPARAMETERS)

    expected = naive(references, groups, scored, queries)
    found = sorted(zip(scores.tolist(), truths.tolist(), strict=True))
    assert [score for score, _ in found] == pytest.approx([score for score, _ in expected])
    assert [truth for _, truth in found] == [truth for _, truth in expected]
    truth = references.labels.toarray()[queries][:, scored]
    assert scorer.positives == truth.sum()
    assert scorer.pairs == truth.size


def test_without_any_true_label_that_counts_nothing_is_true() -> None:
    references, groups = archive()
    scorer = LeaveOneOut(references, groups, scored_labels=np.zeros(5, dtype=bool))

    list(scorer.find_neighbors())

    scores, truths = scorer.scores(HYPERPARAMETERS)
    assert len(scores) == len(truths) == 0
    assert scorer.positives == 0


def test_asking_too_early_or_for_too_much_is_refused() -> None:
    references, groups = archive()
    scorer = LeaveOneOut(references, groups, scored_labels=np.ones(5, dtype=bool))

    with pytest.raises(RuntimeError, match="find_neighbors"):
        scorer.scores(HYPERPARAMETERS)
    list(scorer.find_neighbors())
    with pytest.raises(ValueError, match="128 at most"):
        scorer.scores({**HYPERPARAMETERS, "neighbors": 129})
