"""How the learning rate goes over the steps of a training."""

import math
from dataclasses import dataclass
from typing import Literal

ScheduleKind = Literal["flat", "cosine", "one-cycle"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """``peak``: the highest rate. ``warm_share``: of all steps, in [0, 1), those in which the rate
    rises to it. ``first_share`` and ``last_share``: the rates of the two ends over the peak.

    flat: rises in a line, then stays. cosine: rises in a line, then falls along half a cosine.
    one-cycle: both along half a cosine (Smith & Topin 2018, as in PyTorch's OneCycleLR).
    """

    kind: ScheduleKind
    peak: float
    warm_share: float = 0.1
    first_share: float = 0.0
    last_share: float = 0.0

    def rate(self, step: int, steps: int) -> float:
        """The rate of step 0, …, steps - 1."""
        warm = round(self.warm_share * steps)
        if step < warm:
            share = (step + (self.first_share == 0)) / warm
            risen = _half_cosine(share) if self.kind == "one-cycle" else share
            return self.peak * (self.first_share + (1 - self.first_share) * risen)
        if self.kind == "flat":
            return self.peak
        share = (step - warm) / max(1, steps - 1 - warm)
        return self.peak * (1 - (1 - self.last_share) * _half_cosine(share))


def _half_cosine(share: float) -> float:
    """From 0 to 1 as ``share`` does, slow at both ends."""
    return (1 - math.cos(math.pi * min(1.0, share))) / 2
