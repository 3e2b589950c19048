"""A head that answers a yes-or-no question with a calibrated probability.

Logistic regression (L2) on pairs of image and text as ``engine.words_and_pictures`` merges them:
the image counts alone where there is no text. How strongly it is regularised is chosen by
cross-validated log loss in folds that share no duplicates. It is calibrated by Platt scaling (Platt
1999) on the log odds that the same folds held out: two numbers, which is what some hundred answers
can carry; isotonic regression has a level for every few yeses and is wrong by more than it mends
below a thousand answers. A regression says probabilities already, and of a rare answer there are
some fifteen yeses to say otherwise: so the two numbers are held to "as it is" by a normal prior
(``SLOPE_SD``, ``OFFSET_SD``), in place of Platt's targets, which pull towards the middle, called
10 % what was 5 % and so made a threshold cost more that is named by what errors cost. With fewer
than ``FEWEST_OF_EACH`` yeses or noes even two are too many, and the regression's own probability
stands.

Curators are asked about uncertain images more than about others. Given the picture that changes
nothing about its answer, so the regression needs no correction; the calibration sees one number
instead of the picture and does. Where enough of the answers are to images drawn at random, these
alone calibrate. Else each answer weighs as much as there are images of the archive with such a
score for each answer with one (post-stratification over quantiles). Classes are not weighed:
a weight of ten for a yes is an answer's probability ten times too high, to be taken back by the
calibration, and what a missed yes costs is said by the threshold
(``engine.questions.figures.Costs``).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from engine.questions.folds import answer_folds, fold_masks
from engine.words_and_pictures import Form, merged

FloatArray = NDArray[np.float32]
FigureArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

STRENGTHS = (4.0, 12.0, 40.0, 120.0, 400.0)
"""Inverse of the regularisation, C in scikit-learn, for rows of length 1."""
USUAL_STRENGTH = 40.0
FEWEST_TO_LEARN = 2
"""Yeses and noes, each: below there is nothing to tell apart."""
FEWEST_OF_EACH = 10
"""Yeses and noes, each, below which nothing is chosen or calibrated by held-out answers."""
SLOPE_SD, OFFSET_SD = 0.5, 1.0
"""How far the calibration is expected to move log odds: by a half of them, and by one."""
MOST_STRATA = 10
ANSWERS_A_STRATUM = 20
WEIGHT_RANGE = (0.2, 5.0)
"""No answer counts more or less than so many others."""
MOST_ITERATIONS = 500
ROWS_AT_ONCE = 2048


@dataclass(frozen=True, slots=True, eq=False)
class HeadEvidence:
    """The answered rows behind one log odds: ``rows`` (m,) and what each adds, (m,); together with
    the offset they add up to it. The largest first."""

    rows: IntArray
    weights: FigureArray


class QuestionHead:
    """The probability of a yes from pairs of image and text.

    form: how the two are merged. strength: one for all, or None to choose it.
    """

    def __init__(self, form: Form = "all", strength: float | None = None) -> None:
        self.form: Form = form
        self.strength = strength

    def fit(
        self,
        pairs: FloatArray,
        yes: BoolArray,
        groups: IntArray,
        *,
        archive: FloatArray | None = None,
        drawn: BoolArray | None = None,
        seed: int = 0,
    ) -> Self:
        """Learn from (n, 2d) pairs with their answers. groups: (n,), equal for duplicates, which
        are never in two folds. archive: (m, 2d) a random sample of what will be asked about.
        drawn: (n,) whose images were drawn at random.

        ValueError for fewer than ``FEWEST_TO_LEARN`` yeses or noes.
        """
        if min(int(yes.sum()), int((~yes).sum())) < FEWEST_TO_LEARN:
            raise ValueError("too few yeses or noes to learn from")
        rows = merged(pairs, self.form).astype(np.float64)
        compact, back = _compact(rows)
        self.chosen_strength_ = self.strength or USUAL_STRENGTH
        self.slope_, self.shift_, self.is_calibrated_ = 1.0, 0.0, False
        held_out: FigureArray | None = None
        if min(int(yes.sum()), int((~yes).sum())) >= FEWEST_OF_EACH:
            held_out = self._cross_fitted(compact, yes, answer_folds(yes, groups, seed=seed))
        line, self.offset_ = _regression(compact, yes, self.chosen_strength_)
        self.line_ = back @ line
        self.learned_from_ = rows
        # The regression's own optimum: its line is the sum of the rows, each times this.
        errors = yes - expit(compact @ line + self.offset_)
        self.pulls_ = self.chosen_strength_ * errors
        self.held_out_: FigureArray | None = None
        if held_out is not None:
            rows_used = np.flatnonzero(drawn) if drawn is not None else np.arange(0)
            weights = np.ones(len(rows_used))
            if min(int(yes[rows_used].sum()), int((~yes[rows_used]).sum())) < FEWEST_OF_EACH:
                rows_used, weights = np.arange(len(yes)), np.ones(len(yes))
                if archive is not None and len(archive):
                    weights = stratum_weights(held_out, self._raw_odds(archive))
            self.slope_, self.shift_ = platt(held_out[rows_used], yes[rows_used], weights)
            self.is_calibrated_ = True
            self.held_out_ = np.asarray(expit(self.slope_ * held_out + self.shift_))
        return self

    def probability(self, pairs: FloatArray) -> FigureArray:
        """(q,) probabilities of a yes of (q, 2d) pairs."""
        return np.asarray(expit(self.log_odds(pairs)))

    def log_odds(self, pairs: FloatArray) -> FigureArray:
        """(q,) calibrated log odds of a yes."""
        return np.asarray(self.slope_ * self._raw_odds(pairs) + self.shift_)

    def evidence(self, pair: FloatArray, most: int = 12) -> HeadEvidence:
        """The answers that say most about one (2d,) pair, for yes (above 0) or against it."""
        row = merged(pair[None], self.form)[0].astype(np.float64)
        added = self.slope_ * self.pulls_ * (self.learned_from_ @ row)
        order = np.argsort(-np.abs(added), kind="stable")[:most]
        return HeadEvidence(order.astype(np.int64), added[order])

    def _raw_odds(self, pairs: FloatArray) -> FigureArray:
        parts = [
            merged(pairs[start : start + ROWS_AT_ONCE], self.form) @ self.line_
            for start in range(0, len(pairs), ROWS_AT_ONCE)
        ]
        return np.concatenate(parts) + self.offset_ if parts else np.zeros(0)

    def _cross_fitted(self, rows: FigureArray, yes: BoolArray, folds: IntArray) -> FigureArray:
        """(n,) log odds of every row from the other folds, of the strength with the least loss."""
        best, kept = np.inf, np.zeros(len(yes))
        for strength in (self.strength,) if self.strength else STRENGTHS:
            odds = np.zeros(len(yes))
            for own in fold_masks(folds):
                if yes[~own].all() or not yes[~own].any():
                    continue
                line, offset = _regression(rows[~own], yes[~own], strength)
                odds[own] = rows[own] @ line + offset
            loss = float(np.mean(np.logaddexp(0, odds) - yes * odds))
            if loss < best:
                best, kept, self.chosen_strength_ = loss, odds, strength
        return kept


def stratum_weights(answered: FigureArray, archive: FigureArray) -> FigureArray:
    """(n,) weights, 1 in the mean, with which (n,) scores of answers lie as (m,) scores of the
    archive do, over quantiles of these."""
    count = min(MOST_STRATA, len(answered) // ANSWERS_A_STRATUM)
    if count < 2:
        return np.ones(len(answered))
    edges = np.quantile(archive, np.linspace(0, 1, count + 1)[1:-1])
    own = np.digitize(answered, edges)
    wanted = np.bincount(np.digitize(archive, edges), minlength=count) / len(archive)
    there = np.bincount(own, minlength=count) / len(answered)
    weights = np.clip((wanted / np.maximum(there, 1e-12))[own], *WEIGHT_RANGE)
    return np.asarray(weights / weights.mean())


def _compact(rows: FigureArray) -> tuple[FigureArray, FigureArray]:
    """(n, r) rows with the same products among them, r at most n, and (d, r) the way back: a line
    learned on the first is that on the rows once multiplied by it. Hundreds of numbers a row in
    place of thousands."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # as in ``_regression``
        squares, left = np.linalg.eigh(rows @ rows.T)
        kept = squares > max(float(squares.max(initial=0)) * 1e-12, 1e-12)
        kept[-1:] = True  # rows that all say nothing still have one number each, 0
        sizes = np.sqrt(np.maximum(squares[kept], 1e-12))
        return left[:, kept] * sizes, rows.T @ (left[:, kept] / sizes)


def _regression(rows: FigureArray, yes: BoolArray, strength: float) -> tuple[FigureArray, float]:
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    # Small products: threads wait for each other more than they work.
    with threadpool_limits(1):
        model = LogisticRegression(C=strength, max_iter=MOST_ITERATIONS, tol=1e-6).fit(rows, yes)
    return model.coef_[0], float(model.intercept_[0])


def platt(
    odds: FigureArray,
    yes: BoolArray,
    weights: FigureArray,
    *,
    slope_sd: float = SLOPE_SD,
    offset_sd: float = OFFSET_SD,
) -> tuple[float, float]:
    """Slope and offset of a sigmoid over log odds, most likely a posteriori: normal priors around
    1 and 0 with these standard deviations. The slope never falls below 0."""
    from scipy.optimize import minimize

    middle, width = np.array([1.0, 0.0]), np.array([slope_sd, offset_sd])

    def loss(values: FigureArray) -> tuple[float, FigureArray]:
        found = values[0] * odds + values[1]
        gap = weights * (expit(found) - yes)
        away = (values - middle) / width
        total = float(np.sum(weights * (np.logaddexp(0, found) - yes * found)))
        return total + float(away @ away) / 2, np.array([gap @ odds, gap.sum()]) + away / width

    found = minimize(loss, middle, jac=True, method="L-BFGS-B", bounds=[(0, None), (None, None)])
    return float(found.x[0]), float(found.x[1])
