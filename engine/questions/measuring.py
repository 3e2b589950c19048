"""How good a question's head is on answers that it did not learn from, beside its baselines."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.questions.figures import (
    Costs,
    Figure,
    cost_curve,
    draws,
    figures,
    interval,
    with_intervals,
)

FigureArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

THRESHOLDS = np.linspace(0, 1, 101)
FEWEST_DRAWN = 30
"""Answers drawn at random from which they have figures of their own."""


@dataclass(frozen=True, slots=True)
class ModelReport:
    """A model's figures (``engine.questions.figures.FIGURES``) on held-out answers.

    ``curve``: the mean cost an image at each of ``THRESHOLDS``.
    ``gain_in_f1``: the interval of the head's F1 for yes less this model's, over the same draws.
    """

    figures: Mapping[str, Figure]
    curve: tuple[float, ...]
    gain_in_f1: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """What was measured of a question by models that learned in ``folds`` of its answers.

    ``prevalence`` is the share of yes, the chance level of pr_auc_yes; ``drawn_only``: whether
    only answers to images drawn at random are measured, so that it is the archive's share.
    ``threshold``: what the costs name. ``cheapest``: the threshold that cost least on these answers
    in hindsight, and what the head costs there and at ``threshold``; a head whose probabilities are
    right has little to gain by it. ``always``: what it costs to say always yes, and always no.
    """

    question: str
    answers: int
    yes: int
    unsure: int
    drawn_only: bool
    folds: int
    prevalence: float
    costs: Costs
    threshold: float
    cheapest: float
    cheapest_cost: float
    always: Mapping[str, float]
    models: Mapping[str, ModelReport] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The report as one document."""
        return asdict(self) | {"thresholds": THRESHOLDS.round(2).tolist()}


def question_report(
    question: str,
    probabilities: Mapping[str, FigureArray],
    yes: BoolArray,
    groups: NDArray[np.int64],
    costs: Costs,
    *,
    rows: NDArray[np.int64] | None = None,
    unsure: int = 0,
    folds: int = 0,
    seed: int = 0,
) -> QuestionReport:
    """The figures of (n,) held-out probabilities by model, the first of which is compared with the
    others; of some ``rows`` only, which are those drawn at random, or of all."""
    chosen = np.arange(len(yes)) if rows is None else rows
    truth = yes[chosen]
    drawn = draws(groups[chosen], seed=seed)
    first = next(iter(probabilities))
    spread = {
        name: figures(every[chosen], truth, drawn, costs) for name, every in probabilities.items()
    }
    models = {}
    for name, every in probabilities.items():
        own = every[chosen]
        gain = interval(spread[first]["f1_yes"] - spread[name]["f1_yes"])
        models[name] = ModelReport(
            with_intervals(own, truth, spread[name], costs),
            tuple(cost_curve(own, truth, costs, THRESHOLDS).round(6).tolist()),
            None if name == first else gain,
        )
    head = probabilities[first][chosen]
    cheapest, cost = cheapest_threshold(head, truth, costs)
    share = float(truth.mean())
    return QuestionReport(
        question,
        len(truth),
        int(truth.sum()),
        unsure,
        rows is not None,
        folds,
        share,
        costs,
        costs.threshold,
        cheapest,
        cost,
        {"yes": costs.wrong_yes * (1 - share), "no": costs.missed_yes * share},
        models,
    )


def cheapest_threshold(
    probability: FigureArray, yes: BoolArray, costs: Costs
) -> tuple[float, float]:
    """The threshold, among the probabilities and 1, with the least cost in hindsight, and that."""
    tried = np.append(np.unique(probability), 1.0 + 1e-9)
    found = cost_curve(probability, yes, costs, tried)
    best = int(np.argmin(found))
    return float(min(tried[best], 1.0)), float(found[best])


def rows_drawn(drawn: BoolArray, yes: Sequence[bool] | BoolArray) -> NDArray[np.int64] | None:
    """The answers drawn at random where they have figures of their own: not too few, both yes and
    no, and not all; else None."""
    rows = np.flatnonzero(drawn)
    answers = np.asarray(yes)[rows]
    enough = len(rows) >= FEWEST_DRAWN and bool(answers.any()) and not bool(answers.all())
    return rows if enough and len(rows) < len(drawn) else None
