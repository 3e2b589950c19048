"""The probability that a pair is a duplicate, learned from a curator's yes and no.

Source: thesis 3.1.2 (logistic regression of judged pairs on cosine similarity, thresholds at 1 %
and 99 %). Deviations: beside similarity it reads what normalisation, hash and registration found,
and starts from a prior, coefficients fitted on made copies, so that it says something before any
answer. Coefficients have a Gaussian prior; their posterior is taken as Gaussian (Laplace), and the
uncertainty of a probability comes from it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

from engine.duplicates.pair_design import TERMS, Prior, design
from engine.duplicates.pair_measures import PairMeasures
from engine.duplicates.pair_prior import prior_of

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

LOWER, UPPER = 0.01, 0.99
"""Probability from which a pair is suspected, and from which it is certain."""
STEPS = 50
SMALL_STEP = 1e-8
SETTLED_SHARE = 0.01
"""Share of the pairs' judgements that further answers would change, up to which asking is over."""
PRIOR_ANSWERS = 10
"""Answers that the prior is worth, where it is said how many more are needed."""
LEARNING_POWER = 1.5
"""What further answers would change falls about with this power of their number: faster where a
curator answers as the prior expects, slower where not."""
FORESEEN = 0.5
"""How many more answers are foretold at most, as a share of those that are known (the prior's with
them). Further ahead no forecast held: it grew with the answers that came."""
DOUBTFUL = 1e-3
"""Probability down to which (and up to one less which) a pair is worth asking about."""


@dataclass(frozen=True, slots=True)
class Probabilities:
    """probability: (P,) 0..1, with the doubt about the coefficients averaged in. uncertainty: (P,)
    0..0.5, the standard deviation of the probability over what the coefficients may be."""

    probability: FloatArray
    uncertainty: FloatArray


@dataclass(frozen=True, slots=True)
class Convergence:
    """settled: whether more answers would change little. changing: expected share of the
    duplicates that would be judged otherwise with all answers there could be, 0..1.
    more_answers: about how many it may take, 0 where settled, None where that cannot be said:
    the answers so far do not reach far enough."""

    settled: bool
    changing: float
    more_answers: int | None


class PairModel:
    """Logistic regression with a prior. Learned attributes end in ``_``.

    coefficients_: (K,), for ``pair_design.TERMS``. covariance_: (K, K). answers_: how many it was
    fitted on.
    """

    def __init__(self, encoder: str = "", *, prior: Prior | None = None) -> None:
        """encoder: the encoder's name, whose prior is taken (any other: a common, wider one)."""
        self.encoder = encoder
        self.prior = prior or prior_of(encoder)
        self.coefficients_ = self.prior.mean
        self.covariance_ = self.prior.covariance
        self.answers_ = 0

    def fit(self, measures: PairMeasures, answers: BoolArray) -> "PairModel":
        """Learn from judged pairs; answers (P,) bool, True for a duplicate. None: the prior."""
        rows = design(measures)
        truths = answers.astype(np.float64)
        precision = np.linalg.inv(self.prior.covariance)
        found = self.prior.mean.copy()
        for _ in range(STEPS):
            probability = expit(rows @ found)
            gradient = rows.T @ (truths - probability) - precision @ (found - self.prior.mean)
            curvature = (rows.T * (probability * (1 - probability))) @ rows + precision
            step = np.linalg.solve(curvature, gradient)
            # Long steps overshoot where the first guess is far off.
            found = found + step / max(1.0, float(np.abs(rows @ step).max(initial=0)) / 4)
            if np.abs(step).max() < SMALL_STEP:
                break
        weight = expit(rows @ found)
        self.coefficients_ = found
        self.covariance_ = np.linalg.inv((rows.T * (weight * (1 - weight))) @ rows + precision)
        self.answers_ = len(truths)
        return self

    def probability(self, measures: PairMeasures) -> Probabilities:
        """Of any pairs. Exact copies have probability 1, uncertainty 0."""
        logit, variance = self._logits(design(measures))
        probability = _averaged(logit, variance)
        point = expit(logit)
        uncertainty = np.minimum(0.5, np.sqrt(variance) * point * (1 - point))
        exact = measures.same_pixels > 0
        return Probabilities(np.where(exact, 1.0, probability), np.where(exact, 0.0, uncertainty))

    def _logits(self, rows: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Mean (P,) and variance (P,) of the logits."""
        variance = np.einsum("ij,jk,ik->i", rows, self.covariance_, rows)
        return rows @ self.coefficients_, variance

    def similarity_thresholds(
        self, measures: PairMeasures, lower: float = LOWER, upper: float = UPPER
    ) -> tuple[float, float] | None:
        """The cosine similarities at which the probability passes ``lower`` and ``upper``, all else
        being as it mostly is in the pairs in doubt: what the thesis states, for words only.

        None where similarity says nothing by itself.
        """
        rows = design(measures)
        at = TERMS.index("similarity")
        slope = float(self.coefficients_[at])
        if slope <= 0 or not len(rows):
            return None
        probability = expit(rows @ self.coefficients_)
        weight = probability * (1 - probability) + 1e-12
        usual = np.average(rows, axis=0, weights=weight) @ self.coefficients_
        background = np.average(measures.similarity - measures.normalized, weights=weight)
        middle = np.average(rows[:, at], weights=weight)
        found = []
        for share in (lower, upper):
            wanted = middle + (float(np.log(share / (1 - share))) - usual) / slope
            found.append(float(background + wanted / 4 * (1 - background)))
        return found[0], found[1]

    def next_questions(self, measures: PairMeasures, answered: BoolArray, n: int = 1) -> IntArray:
        """The n unanswered pairs whose answers would teach most, the best first.

        Each time the pair is taken whose answer is expected to take most from the variance of all
        pairs' probabilities; the next is chosen as if it were answered, which spreads them.
        """
        rows = design(measures)
        logit, variance = self._logits(rows)
        probability = _averaged(logit, variance)
        weight = probability * (1 - probability)
        free = np.flatnonzero(
            ~answered & (measures.same_pixels == 0) & (weight > DOUBTFUL * (1 - DOUBTFUL))
        )
        if len(free) < n:
            rest = np.flatnonzero(~answered & (measures.same_pixels == 0))
            free = rest[np.argsort(-weight[rest], kind="stable")][: max(n, 1)]
        pool = (rows.T * weight**2) @ rows
        covariance = self.covariance_.copy()
        chosen: list[int] = []
        for _ in range(min(n, len(free))):
            reached = rows[free] @ covariance
            variance = np.einsum("ij,ij->i", reached, rows[free])
            gain = weight[free] * np.einsum("ij,jk,ik->i", reached, pool, reached)
            gain /= 1 + weight[free] * variance
            at = int(gain.argmax())
            row, own = reached[at], weight[free[at]]
            covariance -= np.outer(row, row) * (own / (1 + own * variance[at]))
            chosen.append(int(free[at]))
            free = np.delete(free, at)
        return np.array(chosen, dtype=np.int64)

    def convergence(self, measures: PairMeasures, answered: BoolArray) -> Convergence:
        """Whether asking further pays: how many of the unanswered pairs may lie on the other side
        of one half, against how many duplicates there are."""
        logit, variance = self._logits(design(measures))
        open_to = ~answered & (measures.same_pixels == 0)
        flips = ndtr(-np.abs(logit) / np.sqrt(np.maximum(variance, 1e-12)))
        duplicates = max(1.0, float(expit(logit).sum()))
        changing = min(1.0, float(flips[open_to].sum()) / duplicates)
        if changing <= SETTLED_SHARE or not open_to.any():
            return Convergence(True, changing, 0)
        known = self.answers_ + PRIOR_ANSWERS
        growth = (changing / SETTLED_SHARE) ** (1 / LEARNING_POWER)
        more = min(int(np.ceil(known * (growth - 1))), int(open_to.sum()))
        return Convergence(False, changing, more if more <= FORESEEN * known else None)


def _averaged(logit: FloatArray, variance: FloatArray) -> FloatArray:
    """The logistic function averaged over a Gaussian, after MacKay."""
    return np.asarray(expit(logit / np.sqrt(1 + np.pi / 8 * variance)))
