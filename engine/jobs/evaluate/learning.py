"""How the scores of one suggester grow with the labelled images it may learn from."""

import time

import numpy as np

from engine.evaluation.metrics import best_threshold, counts_at, micro_counts
from engine.evaluation.report.records import LearningPoint
from engine.jobs.evaluate.data import TEST, EvaluationData
from engine.jobs.evaluate.suggester import BoolArray, Limits, Measured, Tuned
from engine.suggesters.base import FloatArray, IdArray, Watch
from engine.suggesters.kinds import SuggesterKind

LEARNING_IMAGES = (1, 2, 5, 10, 20, 50)
FEW_IMAGES = (5, 20)
"""Points of the learning curve before there is an image for every label."""
LEARNING_REPEATS = 3
LEARNING_SEARCH_IMAGES = 1000


def learning_curve(
    kind: SuggesterKind,
    data: EvaluationData,
    measured: Measured,
    *,
    beta: float,
    limits: Limits,
    watch: Watch,
) -> tuple[LearningPoint, ...]:
    """F on the test images with few images as references, 1, 2, 5, ... per label, and with all.

    Suggesters that go by names begin with no reference at all. The hyperparameters stay; the common
    threshold is chosen anew on labelled images that are not among the references. Labels have no
    thresholds of their own here, at the last point neither. Several drawings each, fewer where the
    time does not suffice.
    """
    ends_s = time.monotonic() + limits.learning_s
    known = data.known()
    few = _few_images(kind, data, measured, beta=beta, watch=watch)
    found: dict[int, list[tuple[int, float]]] = {}
    for repeat in range(LEARNING_REPEATS):
        rng = np.random.default_rng(repeat)
        for wanted in LEARNING_IMAGES:
            if time.monotonic() > ends_s:
                break
            watch()
            chosen = drawn_per_label(data.truths[known], wanted, rng)
            if len(chosen) > 0.9 * len(known):
                break
            f_score = _f_score_with(kind, data, measured.tuned, known[chosen], beta, rng, watch)
            found.setdefault(wanted, []).append((len(chosen), f_score))
    points = [_learning_point(wanted, results) for wanted, results in found.items()]
    scored = measured.scored
    common = measured.tuned.shown.thresholds.common
    last = micro_counts(scored.truths, (scored.scores >= common) & (scored.scores > 0))
    fewest = points[0].references if points else float(len(known))
    few = tuple(point for point in few if point.references < fewest)
    return (*few, *points, LearningPoint(0, float(len(known)), last.f_score(beta), 0.0, 1))


def _few_images(
    kind: SuggesterKind, data: EvaluationData, measured: Measured, *, beta: float, watch: Watch
) -> tuple[LearningPoint, ...]:
    """The points with no, and with a handful of images, whatever their labels."""
    known = data.known()
    found: dict[int, list[tuple[int, float]]] = {}
    for wanted in (0, *FEW_IMAGES) if kind.needs_names else FEW_IMAGES:
        if wanted >= len(known):
            break
        for repeat in range(LEARNING_REPEATS if wanted else 1):
            watch()
            rng = np.random.default_rng([repeat, wanted])
            chosen = np.sort(rng.choice(known, wanted, replace=False))
            f_score = _f_score_with(kind, data, measured.tuned, chosen, beta, rng, watch)
            found.setdefault(wanted, []).append((wanted, f_score))
    return tuple(_learning_point(0, results) for results in found.values())


def _learning_point(wanted: int, results: list[tuple[int, float]]) -> LearningPoint:
    f_scores = [f_score for _, f_score in results]
    return LearningPoint(
        wanted,
        float(np.mean([count for count, _ in results])),
        float(np.mean(f_scores)),
        float(np.std(f_scores)),
        len(results),
    )


def drawn_per_label(truths: BoolArray, wanted: int, rng: np.random.Generator) -> IdArray:
    """Rows drawn at random until every label is on ``wanted`` of them, or on all it is on; an
    image is taken where one of its labels still needs it."""
    counts = np.zeros(truths.shape[1], dtype=np.int64)
    chosen = []
    for row in rng.permutation(len(truths)):
        if np.any(counts[truths[row]] < wanted):
            chosen.append(row)
            counts += truths[row]
    return np.sort(np.array(chosen, dtype=np.int64))


def _f_score_with(
    kind: SuggesterKind,
    data: EvaluationData,
    tuned: Tuned,
    chosen: IdArray,
    beta: float,
    rng: np.random.Generator,
    watch: Watch,
) -> float:
    """F on the test images with these rows as references."""
    references = data.references
    others = np.setdiff1d(data.known(), chosen)
    others = np.sort(rng.permutation(others)[:LEARNING_SEARCH_IMAGES])
    fitted = kind.create(tuned.hyperparameters).fit(references.some(chosen), watch=watch)

    def scored(rows: IdArray) -> tuple[FloatArray, BoolArray, int, int]:
        scores, truths = fitted.score(references.features[rows]), data.truths[rows]
        above_zero = scores > 0
        return scores[above_zero], truths[above_zero], int(truths.sum()), truths.size

    scores, truths, positives, _ = scored(others)
    threshold = best_threshold(scores, truths, positives, beta=beta).threshold
    return counts_at(*scored(data.rows(TEST)), threshold).f_score(beta)
