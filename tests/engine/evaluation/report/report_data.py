"""An invented report with every kind of thing in it, hostile names included."""

import numpy as np

from engine.evaluation.curves import precision_recall_points, roc_points, thinned
from engine.evaluation.reliability import reliability
from engine.evaluation.report.records import (
    CuratorActions,
    Curve,
    DataFigures,
    Estimate,
    EvaluationReport,
    EvidenceImage,
    LearningPoint,
    SeedFigures,
    SuggesterFigures,
    WorstError,
)
from engine.evaluation.tables import Scored, label_figures, metric_table

HOSTILE = '<script>alert("x")</script> & \'"'


def suggester(name: str, seed: int) -> SuggesterFigures:
    """Figures of invented scores."""
    rng = np.random.default_rng(seed)
    truths = rng.random((40, 5)) < 0.3
    scores = np.clip(truths * 0.5 + rng.random((40, 5)) * 0.6, 0, 1).astype(np.float32)
    scored = Scored(truths, scores, scores > 0.5)
    table = metric_table(scored, resamples=20)
    evidence = EvidenceImage(8, f"{HOSTILE}.jpg", 0.6, 0.9, True)
    error = WorstError(
        "wrong", 7, "folder/ø.jpg", 1, HOSTILE, 0.9, 0.8, 0.5, ("label 2",), (evidence,), False
    )
    seeds = SeedFigures(0, *([0.5] * 12))
    return SuggesterFigures(
        name=name,
        description="invented",
        hyperparameters={"temperature": 20.0, "neighbors": 36, "labels": "average"},
        trials=12,
        threshold=0.5,
        own_thresholds=1,
        calibration="isotonic",
        metrics=table,
        by_seed=(seeds, SeedFigures(1, *([0.6] * 12))),
        precision_recall=Curve(*thinned(*precision_recall_points(scores.ravel(), truths.ravel()))),
        roc=Curve(*thinned(*roc_points(scores.ravel(), truths.ravel()))),
        reliability_shown=reliability(scores[scored.predicted], truths[scored.predicted]),
        reliability_all=reliability(scores.ravel(), truths.ravel()),
        labels=label_figures(
            scored,
            label_ids=range(5),
            names=[HOSTILE, "label 1", "label 2", "Ærfugl", "label 4"],
            references=np.arange(5),
            thresholds=np.full(5, 0.5),
            own_threshold=np.arange(5) == 2,
        ),
        actions=CuratorActions(1.2, 0.8, 0.4, 1.6, 4.0, 9.0, 2.5),
        learning=(LearningPoint(1, 5.0, 0.3, 0.02, 3), LearningPoint(0, 30.0, 0.5, 0.0, 1)),
        errors=(error,),
        seconds=3.0,
        f_score_at_common=Estimate(0.61, 0.55, 0.66),
    )


def report(*names: str, made_at: str = "2026-03-01T12:00:00+00:00") -> EvaluationReport:
    """A report with these suggesters."""
    data = DataFigures(60, 1, 5, 0, 0.97, 30, 10, 40, 5, 2, 10, 1.6, None)
    return EvaluationReport(
        made_at=made_at,
        catalogue=f"ships {HOSTILE}",
        encoder="built-in",
        fingerprint="f" * 64,
        beta=2.0,
        seeds=(0, 1),
        data=data,
        suggesters=tuple(suggester(name, seed) for seed, name in enumerate(names)),
        notes=(f"a note {HOSTILE}",),
        seconds=9.0,
    )
