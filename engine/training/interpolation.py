"""Mixing weights: between a model and what training made of it, and of several trainings.

Source: Wortsman et al. 2022 (WiSE-FT), as in paper 004: ``(1 - a) W_base + a W_trained``, a chosen
by validation Recall@1 (a difference within its standard error may be left to the old task, which is
ours); model soups (Wortsman et al. 2022) are the mean of several. Works on any
named tensors; both ends are their models to the bit. Importing this loads torch.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.training.presets import MIXES

State = Mapping[str, Tensor]

ALPHAS = tuple(step / (MIXES - 1) for step in range(MIXES))


@dataclass(frozen=True, slots=True)
class AlphaPoint:
    """What a mix gives: on validation pairs, and on the old task (the mean zero-shot AUC of
    labels; None where there are none). All in [0, 1]."""

    alpha: float
    recall_at_1: float
    mrr: float
    old_auc: float | None = None


def interpolated(base: State, trained: State, alpha: float) -> dict[str, Tensor]:
    """The tensors of a share ``alpha`` in [0, 1] of ``trained`` and the rest of ``base``.

    Whole numbers and truths, which have no middle, are those of the nearer end. Raises ValueError
    where the two differ in names or shapes.
    """
    if not 0 <= alpha <= 1:
        raise ValueError(f"alpha {alpha} is not between 0 and 1")
    _check(base, trained)
    return {name: _mixed(base[name], trained[name], alpha) for name in base}


def souped(states: Sequence[State]) -> dict[str, Tensor]:
    """The mean of several trainings of one model; of one it is that one to the bit."""
    if not states:
        raise ValueError("nothing to mix")
    first = states[0]
    for other in states[1:]:
        _check(first, other)
    found = {}
    for name, one in first.items():
        if len(states) == 1 or not one.is_floating_point():
            found[name] = one.clone()
        else:
            mean = torch.stack([state[name].double() for state in states]).mean(dim=0)
            found[name] = mean.to(one.dtype)
    return found


def alpha_curve(
    base: State,
    trained: State,
    measure: Callable[[float, State], AlphaPoint],
    alphas: Sequence[float] = ALPHAS,
) -> list[AlphaPoint]:
    """What ``measure`` says of each mix."""
    return [measure(alpha, interpolated(base, trained, alpha)) for alpha in alphas]


def best_alpha(
    curve: Sequence[AlphaPoint], *, not_worse: bool = False, tolerance: float = 0.0
) -> AlphaPoint:
    """The mix with the best validation Recall@1. Those that are less than ``tolerance`` below it
    count as equal; of equals the better on the old task, then by MRR, then the one closer to the
    base. ``not_worse``: of those that are no worse on the old task than the base, which is one of
    them; raises ValueError without it."""
    points = list(curve)
    if not_worse:
        base = next((point for point in points if point.alpha == 0), None)
        if base is None:
            raise ValueError("the curve lacks alpha 0")
        points = [one for one in points if (one.old_auc or 0.0) >= (base.old_auc or 0.0)]
    least = max(one.recall_at_1 for one in points) - tolerance
    equals = [one for one in points if one.recall_at_1 >= least]
    return max(equals, key=lambda one: (one.old_auc or 0.0, one.mrr, -one.alpha))


def standard_error(share: float, count: int) -> float:
    """Of a share in [0, 1] of so many: what differs by less may be chance."""
    return math.sqrt(share * (1 - share) / max(1, count))


def _mixed(base: Tensor, trained: Tensor, alpha: float) -> Tensor:
    if alpha == 0 or torch.equal(base, trained):
        return base.clone()
    if alpha == 1:
        return trained.clone()
    if not base.is_floating_point():
        return (base if alpha < 0.5 else trained).clone()
    return ((1 - alpha) * base.double() + alpha * trained.double()).to(base.dtype)


def _check(one: State, other: State) -> None:
    if {name: value.shape for name, value in one.items()} != {
        name: value.shape for name, value in other.items()
    }:
        raise ValueError("the models differ in their names or shapes")
