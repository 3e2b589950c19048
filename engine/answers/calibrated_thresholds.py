"""From which confidence a label is suggested, and how probable its suggestions are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.records import SuggestionRun
from engine.evaluation.calibration import Calibration
from engine.evaluation.metrics import BETA
from engine.evaluation.thresholds import Thresholds, choose_thresholds, held_out_alignment
from engine.suggesters.base import FloatArray

BETA_SETTING = "evaluate.beta"
RUN_SETTING = "suggestions.shown"


@dataclass(frozen=True)
class CalibratedThresholds:
    """Thresholds by label id, and the calibration; None where there was too little to learn from.

    The calibration is over scores aligned at their label's threshold (``Thresholds.aligned``), so
    that labels whose scores run higher than others' are not shown as surer for it; it is learned
    from images that had no say in their own alignment. The raw confidence stays what evidence adds
    up to; the probability goes beside it.
    """

    thresholds: Thresholds
    calibration: Calibration | None = None

    @classmethod
    def learned(
        cls,
        scores: FloatArray,
        truths: NDArray[np.bool_],
        label_ids: Sequence[int],
        *,
        beta: float,
        common: float | None = None,
    ) -> Self:
        """From held-out scores (n, C) and truths (n, C) of the labels ``label_ids``.

        ``common`` is the common threshold where it is known already.
        """
        chosen = choose_thresholds(scores, truths, beta=beta).thresholds
        if common is not None:
            chosen = Thresholds(common, chosen.per_label)
        aligned = held_out_alignment(scores, truths, chosen, beta=beta)
        calibration = Calibration.fit(aligned, truths)
        return cls(chosen.renamed(dict(enumerate(label_ids))), calibration)

    def row(self, label_ids: Sequence[int]) -> NDArray[np.float64]:
        """(C,) thresholds of these labels."""
        return np.array([self.thresholds.of(label_id) for label_id in label_ids], dtype=np.float64)

    def probabilities(
        self, confidences: NDArray[np.floating], thresholds: NDArray[np.float64]
    ) -> NDArray[np.float64] | None:
        """How likely suggestions are right; None without a calibration.

        ``thresholds``: those of the labels (``row``), of a shape that goes with ``confidences``.
        """
        if self.calibration is None:
            return None
        return self.calibration.probability(self.thresholds.aligned(confidences, thresholds))

    def probability(self, confidence: float, label_id: int) -> float | None:
        """How likely one suggestion is right; None without a calibration."""
        threshold = np.array([self.thresholds.of(label_id)])
        found = self.probabilities(np.array([confidence]), threshold)
        return None if found is None else float(found[0])

    def confidences_from(
        self, probability: float, thresholds: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """(C,) the confidences, to 1/65536, from which labels with these (C,) thresholds are at
        least so likely right: their thresholds where those are lower, or without a calibration."""
        above = np.asarray(thresholds, np.float64).copy()
        below = np.zeros_like(above)
        for _ in range(16):
            middle = (below + above) / 2
            found = self.probabilities(middle, thresholds)
            if found is None:
                return above
            reaches = found >= probability
            above = np.where(reaches, middle, above)
            below = np.where(reaches, below, middle)
        return above

    def as_json(self) -> dict[str, Any]:
        """What ``from_json`` takes."""
        calibration = None if self.calibration is None else self.calibration.as_json()
        return {"thresholds": self.thresholds.as_json(), "calibration": calibration}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Back from ``as_json``."""
        calibration = value["calibration"]
        return cls(
            Thresholds.from_json(value["thresholds"]),
            None if calibration is None else Calibration.from_json(calibration),
        )


def beta_of(catalogue: Catalogue) -> float:
    """How much more recall counts than precision in F, a setting."""
    return float(catalogue.settings.get(BETA_SETTING, BETA))


def settings_of_thresholds(run: SuggestionRun, shown: CalibratedThresholds) -> dict[str, Any]:
    """What a run shows its suggestions with, as settings to store with the run
    (``SuggestionRepository.replace_all``)."""
    return {RUN_SETTING: {"run": _key(run), **shown.as_json()}}


def thresholds_of_run(catalogue: Catalogue, run: SuggestionRun) -> CalibratedThresholds:
    """What was stored with this run (``settings_of_thresholds``).

    The run's threshold alone for a run of an older program, which stored nothing with it.
    """
    noted = catalogue.settings.get(RUN_SETTING)
    if noted is None or noted["run"] != _key(run):
        return CalibratedThresholds(Thresholds(run.threshold))
    return CalibratedThresholds.from_json(noted)


def _key(run: SuggestionRun) -> dict[str, Any]:
    return {
        "suggester": run.suggester,
        "encoder": run.encoder,
        "hyperparameters": dict(run.hyperparameters),
        "threshold": run.threshold,
    }
