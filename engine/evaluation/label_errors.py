"""Which labels are probably wrong, and which are probably missing.

Ranking (image, label) pairs by how much the held-out score contradicts what is carried is thesis
6.3 and Northcutt et al. 2021 ("Confident learning"). A score alone misleads, though: labels on few
images score low wherever they are right, and of two labels with the same score the one that always
goes with the image's other labels is the better one. So the score is one of several figures about
a pair (``PairFeatures``), and a logistic regression learns from the archive itself how they tell
carried pairs from pairs that are not. Images and labels are never judged by their own pair, and a
few wrong labels hardly move a regression over all pairs.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.evaluation.pair_features import (
    PAIRS_AT_A_TIME,
    FigureArray,
    FloatArray,
    IdArray,
    PairFeatures,
)

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

FEWEST_CARRIED = 50
"""Carried pairs below which nothing can be learned."""

MOST_CARRIED = 20_000
NEGATIVES_A_CARRIED = 4
CANDIDATES = 20
"""Labels an image may lack: those with its highest scores."""

WRONG_SHARE = 0.05
"""The share of carried labels taken to be wrong before looking, for the score's scale only."""

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class RankedPairs:
    """Pairs of one kind of error, the most suspicious first.

    rows, columns: (m,) int64. scores: (m,) how suspicious, in [0, 1], falling. probabilities:
    (m,) how likely the label belongs to the image, from the others.
    """

    rows: IdArray
    columns: IdArray
    scores: FigureArray
    probabilities: FigureArray


NO_PAIRS = RankedPairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


class LabelCheck:
    """Learns which pairs are to be expected; then tells how suspicious a pair is.

    scores: (N, C) float32 held-out scores in [0, 1]. labels: (N, C) sparse 0/1.
    """

    def __init__(self, scores: FloatArray, labels: csr_array, *, seed: int = 0) -> None:
        self._features = PairFeatures(scores, labels)
        self._scores = scores
        self._random = np.random.default_rng(seed)
        rows, columns = self._features.carried()
        self.enough = len(rows) >= FEWEST_CARRIED and len(rows) < scores.size
        if not self.enough:
            return
        chosen = np.sort(_sample(self._random, len(rows), MOST_CARRIED))
        carried = self._features.of(rows[chosen], columns[chosen])
        share = len(rows) / len(chosen)
        self._wrong = self._fit_wrong(carried, columns)
        self._belongs = self._fit_belongs(carried, share, len(rows))

    def wrong_scores(self, rows: IdArray, columns: IdArray) -> FigureArray:
        """(m,) how suspicious carried pairs are, in [0, 1].

        The probability that the label was put on the image at random, where one in twenty is and
        such labels are as frequent as they are in the archive.
        """
        odds = np.exp(-_log_odds(self._wrong, self._features, rows, columns))
        odds *= WRONG_SHARE / (1 - WRONG_SHARE) * NEGATIVES_A_CARRIED
        return np.asarray(odds / (1 + odds))

    def probabilities(self, rows: IdArray, columns: IdArray) -> FigureArray:
        """(m,) how likely an image like this carries a label like this, in [0, 1]."""
        return np.asarray(
            1 / (1 + np.exp(-_log_odds(self._belongs, self._features, rows, columns)))
        )

    def wrong(self) -> RankedPairs:
        """All carried pairs."""
        rows, columns = self._features.carried()
        if not self.enough:
            return NO_PAIRS
        scores = self.wrong_scores(rows, columns)
        return _ranked(rows, columns, scores, self.probabilities(rows, columns))

    def missing(self) -> RankedPairs:
        """The pairs that are not carried among each image's highest scores above 0."""
        if not self.enough:
            return NO_PAIRS
        rows, columns = self._candidates()
        scores = self.probabilities(rows, columns)
        return _ranked(rows, columns, scores, scores)

    def _candidates(self) -> tuple[IdArray, IdArray]:
        count, width = self._scores.shape
        most = min(CANDIDATES, width)
        columns = np.argpartition(-self._scores, most - 1, axis=1)[:, :most].ravel()
        rows = np.repeat(np.arange(count), most)
        some = self._scores[rows, columns] > 0
        rows, columns = rows[some], columns[some]
        lacking = ~self._features.carries(rows, columns)
        return rows[lacking], columns[lacking]

    def _fit_wrong(self, carried: FigureArray, columns: IdArray) -> "Pipeline":
        """Carried pairs against pairs of any image with a label as frequent as it is."""
        wanted = NEGATIVES_A_CARRIED * len(carried)
        rows = self._random.integers(self._scores.shape[0], size=wanted)
        labels = columns[self._random.integers(len(columns), size=wanted)]
        lacking = ~self._features.carries(rows, labels)
        random = self._features.of(rows[lacking], labels[lacking])
        # As many as were wanted count, however many of them happened to be carried.
        weight = np.full(len(random), wanted / max(1, len(random)))
        return _fitted(carried, random, np.ones(len(carried)), weight)

    def _fit_belongs(self, carried: FigureArray, share: float, positives: int) -> "Pipeline":
        """Carried pairs against all others: those with a high score, and a sample of the rest."""
        rows, columns = self._candidates()
        chosen = _sample(self._random, len(rows), 2 * MOST_CARRIED)
        near = self._features.of(rows[chosen], columns[chosen])
        count, width = self._scores.shape
        lacking = count * width - positives - len(rows)
        far = self._far(MOST_CARRIED)
        weight = np.concatenate(
            [
                np.full(len(near), len(rows) / max(1, len(near))),
                np.full(len(far), lacking / max(1, len(far))),
            ]
        )
        return _fitted(carried, np.concatenate([near, far]), np.full(len(carried), share), weight)

    def _far(self, wanted: int) -> FigureArray:
        """Figures of random pairs that are neither carried nor candidates."""
        count, width = self._scores.shape
        rows = self._random.integers(count, size=wanted)
        columns = self._random.integers(width, size=wanted)
        candidate_rows, candidate_columns = self._candidates()
        candidate = np.isin(rows * width + columns, candidate_rows * width + candidate_columns)
        other = ~candidate & ~self._features.carries(rows, columns)
        return self._features.of(rows[other], columns[other])


def _fitted(
    carried: FigureArray, other: FigureArray, weight: FigureArray, other_weight: FigureArray
) -> "Pipeline":
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler

    weights = np.concatenate([weight, other_weight])
    model = make_pipeline(
        StandardScaler(),
        PolynomialFeatures(2, include_bias=False),
        StandardScaler(),
        LogisticRegression(C=0.1, max_iter=500, tol=1e-3),
    )
    return model.fit(
        np.concatenate([carried, other]),
        np.concatenate([np.ones(len(carried), np.bool_), np.zeros(len(other), np.bool_)]),
        logisticregression__sample_weight=weights,
    )


def _log_odds(
    model: "Pipeline", features: PairFeatures, rows: IdArray, columns: IdArray
) -> FigureArray:
    """(m,), in blocks, kept where exp can follow."""
    found = np.zeros(len(rows))
    for start in range(0, len(rows), PAIRS_AT_A_TIME):
        block = slice(start, start + PAIRS_AT_A_TIME)
        found[block] = model.decision_function(features.of(rows[block], columns[block]))
    return np.clip(found, -500, 500)


def _ranked(
    rows: IdArray, columns: IdArray, scores: FigureArray, probabilities: FigureArray
) -> RankedPairs:
    order = np.lexsort((columns, rows, -scores))
    return RankedPairs(rows[order], columns[order], scores[order], probabilities[order])


def _sample(random: np.random.Generator, count: int, most: int) -> IdArray:
    if count <= most:
        return np.arange(count)
    return random.choice(count, most, replace=False)
