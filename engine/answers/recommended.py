"""Which suggester is recommended for a catalogue, and why.

Without an evaluation it is the one that did best on held-out images of several archives and shows
readable evidence. An evaluation of enough images recommends what did best on this archive, of those
that may be recommended: their evidence is their own, they need nothing but labelled images, and
they stay quick at 100 000 of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.answers.settings import Settings
from engine.evaluation.report.records import EvaluationReport, SuggesterFigures
from engine.suggesters.registry import NEIGHBOR_SEARCH
from engine.suggesters.regression.kernel_ridge import EXACT_REFERENCES, LANDMARKS
from engine.suggesters.regression.kinds import KERNEL_RIDGE, NEIGHBOR_MIX
from messages.message import Message
from messages.sentences import Value

RECOMMENDED_SETTING = "recommended.suggester"
"""What the last evaluation that was large enough recommends, as ``Recommendation`` stores it."""

USUAL = NEIGHBOR_MIX
RECOMMENDABLE = (NEIGHBOR_MIX, KERNEL_RIDGE, NEIGHBOR_SEARCH)
"""The usual one first."""

FEWEST_TEST_IMAGES = 100
"""An evaluation on fewer images moves too much from split to split to recommend by."""
CLEAR_GAIN = 0.02
"""So much F another one has to be ahead of the usual one: less may be chance, and comes and goes
with how long hyperparameters were searched."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A suggester that is recommended, with what an evaluation of the archive found.

    ``made_at``: when it was evaluated, an ISO moment; "" where no evaluation speaks for it, and the
    figures mean nothing then. ``others``: F of those it was held against.
    """

    suggester: str
    made_at: str = ""
    fingerprint: str = ""
    beta: float = 2.0
    f_score: float = 0.0
    others: Mapping[str, float] = field(default_factory=dict)

    @property
    def is_evaluated(self) -> bool:
        """Whether an evaluation of this archive recommends it."""
        return bool(self.made_at)

    def as_json(self) -> dict[str, Any]:
        """What ``recommended`` reads."""
        return {
            "suggester": self.suggester,
            "made_at": self.made_at,
            "fingerprint": self.fingerprint,
            "beta": self.beta,
            "f_score": self.f_score,
            "others": dict(self.others),
        }

    @property
    def reason(self) -> Message:
        """Why it is this one."""
        if not self.is_evaluated:
            return Message("recommended-usually")
        second = max(self.others, key=self.others.__getitem__)
        figures: dict[str, Value] = {
            "date": self.made_at[:10],
            "beta": f"{self.beta:g}",
            "score": 100 * self.f_score,
            "suggester": second,
            "other": 100 * self.others[second],
        }
        if self.others[second] > self.f_score:
            return Message("recommended-all-the-same", figures)
        return Message("recommended-by-evaluation", figures)


def recommended(settings: Settings) -> Recommendation:
    """What is recommended for a catalogue with these settings and its present encoder."""
    noted = settings.get(RECOMMENDED_SETTING)
    try:
        found = Recommendation(
            str(noted["suggester"]),
            datetime.fromisoformat(noted["made_at"]).isoformat(),
            str(noted["fingerprint"]),
            float(noted["beta"]),
            float(noted["f_score"]),
            {str(name): float(value) for name, value in noted["others"].items()},
        )
    except (TypeError, KeyError, ValueError, AttributeError):  # none yet, or of another version
        return Recommendation(USUAL)
    known = found.suggester in RECOMMENDABLE and bool(found.others)
    if not known or found.fingerprint != settings.get("encoder.fingerprint"):
        return Recommendation(USUAL)
    return found


def recommendation_of(report: EvaluationReport) -> Recommendation | None:
    """What an evaluation recommends; None where it was too small, or of too few suggesters.

    The usual one stays unless another one is clearly ahead of it.
    """
    figures = {one.name: one for one in report.suggesters if one.name in RECOMMENDABLE}
    if report.data.test < FEWEST_TEST_IMAGES or USUAL not in figures or len(figures) < 2:
        return None
    best = max(figures.values(), key=_f_score)
    if _f_score(best) < _f_score(figures[USUAL]) + CLEAR_GAIN:
        best = figures[USUAL]
    others = {name: _f_score(one) for name, one in figures.items() if one is not best}
    return Recommendation(
        best.name,
        report.made_at,
        report.fingerprint,
        report.beta,
        _f_score(best),
        others,
    )


def _f_score(one: SuggesterFigures) -> float:
    """Mean over the splits."""
    values = [figures.f_score for figures in one.by_seed]
    return sum(values) / len(values) if values else one.metrics.micro.f_score.value


MOST_CELLS, BLOCK_IMAGES = 8_000_000, 512
"""So many scores, of so many images, are held at a time at most."""
BYTES_A_CELL = 16
"""A score as it is added up and as it is kept, and whether it is high enough."""


@dataclass(frozen=True, slots=True)
class SuggestingCost:
    """What suggesting labels for a whole archive takes, roughly, on two processor cores."""

    seconds: float
    memory_bytes: int


def suggesting_cost(
    suggester: str, images: int, references: int, labels: int, *, feature_size: int = 512
) -> SuggestingCost:
    """The cost with one of ``RECOMMENDABLE``; figures by ``tests/benchmarks/suggesters_speed.py``.

    Comparing costs the same with each. A mix is solved for every image; a ridge inverts its kernel
    first, and keeps it. Scores of all labels are held for a block of images at a time; a ridge that
    goes by landmarks keeps a sum for each of them and each label, too.
    """
    seconds = images * references * 2.5e-8
    block_cells = min(MOST_CELLS, BLOCK_IMAGES * labels)
    memory_bytes = 4 * feature_size * references + BYTES_A_CELL * block_cells
    if suggester == NEIGHBOR_MIX:
        return SuggestingCost(seconds + images * (8e-4 + 3.5e-9 * labels), memory_bytes)
    if suggester == KERNEL_RIDGE:
        inverted = min(references, EXACT_REFERENCES)
        seconds += 6.0 * (inverted / EXACT_REFERENCES) ** 2
        memory_bytes += 8 * inverted**2
        if references > EXACT_REFERENCES:
            memory_bytes += 8 * LANDMARKS * labels
        return SuggestingCost(seconds + images * (3e-4 + 2e-8 * labels), memory_bytes)
    return SuggestingCost(seconds + images * (2e-4 + 3.5e-9 * labels), memory_bytes)
