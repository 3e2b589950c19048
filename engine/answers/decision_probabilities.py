"""How probable the suggestions were that a curator has decided on."""

from collections.abc import Sequence

from db.catalogue import Catalogue
from db.records import DecisionRecord
from engine.answers.calibrated_thresholds import thresholds_of_run


def probabilities_of_decisions(
    catalogue: Catalogue, decisions: Sequence[DecisionRecord]
) -> dict[int, float]:
    """By label id, as the present suggestions would show the confidence that was decided on.

    Decisions on other suggesters' suggestions are left out: their confidences mean something else.
    Empty where the present suggestions have no calibration.
    """
    run = catalogue.suggestions.run()
    if run is None or not decisions:
        return {}
    shown = thresholds_of_run(catalogue, run)
    found = {
        one.label_id: shown.probability(one.confidence, one.label_id)
        for one in decisions
        if one.suggester == run.suggester
    }
    return {label_id: share for label_id, share in found.items() if share is not None}
