"""The probability that a pair is a duplicate, learned from a curator's yes and no.

Source: thesis 3.1.2 (logistic regression of judged pairs on cosine similarity, thresholds at 1 %
and 99 %). Deviations: beside similarity it reads what normalisation, hash and registration found,
and starts from a prior, coefficients fitted on made copies, so that it says something before any
answer.
Coefficients have a Gaussian prior; their posterior is taken as Gaussian (Laplace), and the
uncertainty of a probability comes from it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.duplicates.pair_measures import PairMeasures

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

LOWER, UPPER = 0.01, 0.99
"""Probability from which a pair is suspected, and from which it is certain."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before any answer: mean (K,) of the coefficients, and covariance (K, K)."""

    mean: FloatArray
    covariance: FloatArray


@dataclass(frozen=True, slots=True)
class Probabilities:
    """probability: (P,) 0..1, with the doubt about the coefficients averaged in. uncertainty: (P,)
    0..0.5, the standard deviation of the probability over what the coefficients may be."""

    probability: FloatArray
    uncertainty: FloatArray


@dataclass(frozen=True, slots=True)
class Convergence:
    """settled: whether more answers would change little. changing: expected share of the suspected
    and certain pairs that would be judged otherwise with all answers there could be, 0..1.
    more_answers: how many it may take, None where that cannot be said yet."""

    settled: bool
    changing: float
    more_answers: int | None


class PairModel:
    """Logistic regression with a prior. Learned attributes end in ``_``.

    coefficients_: (K,). covariance_: (K, K). answers_: how many it was fitted on.
    """

    def __init__(self, encoder: str = "", *, prior: Prior | None = None) -> None:
        """encoder: the encoder's name, whose prior is taken (any other: a wide common one)."""
        raise NotImplementedError

    def fit(self, measures: PairMeasures, answers: BoolArray) -> "PairModel":
        """Learn from judged pairs; answers (P,) bool, True for a duplicate. None: the prior."""
        raise NotImplementedError

    def probability(self, measures: PairMeasures) -> Probabilities:
        """Of any pairs. Exact copies have probability 1, uncertainty 0."""
        raise NotImplementedError

    def similarity_thresholds(
        self, measures: PairMeasures, lower: float = LOWER, upper: float = UPPER
    ) -> tuple[float, float]:
        """The cosine similarities at which the probability passes ``lower`` and ``upper``, other
        measures being as they usually are there: what the thesis states. For words only."""
        raise NotImplementedError

    def next_questions(self, measures: PairMeasures, answered: BoolArray, n: int = 1) -> IntArray:
        """The n unanswered pairs whose answers would teach most, the best first; spread apart."""
        raise NotImplementedError

    def convergence(self, measures: PairMeasures, answered: BoolArray) -> Convergence:
        """Whether asking further pays."""
        raise NotImplementedError
