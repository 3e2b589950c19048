"""One suggester from tuning to all its figures, on one split.

Hyperparameters, thresholds and calibration come from held-out scores of the training and
validation images alone; both then serve as references when the test images are scored.
Suggesters that have to be fitted by folds search their hyperparameters on the validation images,
which costs one fit a trial and not five. Those that take long to fit choose thresholds and
calibration on these as well, and keep to the training images as references: fitted on more, they
would be surer of themselves than their calibration knows (nets that train: off by up to 0.08).
"""

import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.answers.calibrated_thresholds import CalibratedThresholds
from engine.evaluation.actions import InGrid, curator_actions
from engine.evaluation.areas import DrawnAreas
from engine.evaluation.curves import precision_recall_points, roc_points, thinned
from engine.evaluation.metrics import best_threshold
from engine.evaluation.reliability import reliability
from engine.evaluation.report.records import (
    Curve,
    EvidenceImage,
    ImageCounts,
    LearningPoint,
    MetricTable,
    Reliability,
    SeedFigures,
    SuggesterFigures,
    ValidationUse,
    WorstError,
)
from engine.evaluation.tables import RESAMPLES, Scored, label_figures, micro_f_score
from engine.evaluation.thresholds import TICKED_PROBABILITY, WEAKEST_PROBABILITY
from engine.jobs.evaluate.data import TEST, TRAIN, VALIDATION, EvaluationData
from engine.jobs.tune import HeldOutScorer, Scorer, Search
from engine.suggesters.base import FloatArray, IdArray, Suggester, Watch
from engine.suggesters.held_out import FOLDS, held_out_scores
from engine.suggesters.leave_one_out import LeaveOneOut
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.registry import Hyperparameters, SuggesterKind

ERRORS_OF_A_KIND = 8
EVIDENCE_OF_AN_ERROR = 6

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Limits:
    """How long one suggester may take on one split, in seconds, as far as that is ours to say."""

    search_s: float = 10.0
    trials: int = 60
    learning_s: float = 5.0
    resamples: int = RESAMPLES


@dataclass(frozen=True)
class Tuned:
    """A suggester as it was tuned on the training and validation images."""

    hyperparameters: Hyperparameters
    trials: int
    shown: CalibratedThresholds
    """thresholds by column and not by label id"""
    references: IdArray
    """Rows of the images it draws on for the test: those its calibration speaks of."""


@dataclass(frozen=True)
class Measured:
    """What one suggester did on the test images of one split."""

    tuned: Tuned
    fitted: Suggester
    scored: Scored
    probabilities: NDArray[np.float64]
    shown: Reliability
    everything: Reliability

    def seed_figures(self, seed: int, table: MetricTable) -> SeedFigures:
        """The main figures."""
        micro = table.micro
        return SeedFigures(
            seed=seed,
            f_score=micro.f_score.value,
            macro_f_score=table.macro.f_score.value,
            recall=micro.recall.value,
            precision=micro.precision.value,
            specificity=micro.specificity.value,
            accuracy=micro.accuracy.value,
            subset_accuracy=table.subset_accuracy.value,
            squared_error=table.squared_error.value,
            roc_auc=micro.roc_auc.value,
            calibration_error=self.shown.error,
            calibration_error_all=self.everything.error,
            prevalence=table.prevalence,
            average_precision=table.average_precision,
        )


class ValidationScorer:
    """Scores of the validation images from the training images, fitted anew for every trial.

    ``best_scores`` (v, C) are those of the trial with the highest F so far.
    """

    def __init__(
        self, kind: SuggesterKind, data: EvaluationData, beta: float, watch: Watch
    ) -> None:
        self._kind = kind
        self._data = data
        self._beta = beta
        self._watch = watch
        self._best_f_score = -1.0
        self.best_scores: FloatArray | None = None
        self._train, self._asked = data.rows(TRAIN), data.rows(VALIDATION)
        self._truths = data.truths[self._asked]
        self.label_count = data.truths.shape[1]

    @property
    def positives(self) -> int:
        """How many (image, label) pairs are true."""
        return int(np.count_nonzero(self._truths))

    @property
    def pairs(self) -> int:
        """How many (image, label) pairs there are."""
        return int(self._truths.size)

    def scores(self, hyperparameters: Hyperparameters) -> tuple[FloatArray, BoolArray]:
        """Every non-zero confidence (m,) and whether its label is true (m,)."""
        references = self._data.references
        fitted = self._kind.create(hyperparameters).fit(
            references.some(self._train), watch=self._watch
        )
        scores = fitted.score(references.features[self._asked])
        above_zero = scores > 0
        found = scores[above_zero], self._truths[above_zero]
        f_score = best_threshold(*found, self.positives, beta=self._beta).f_score
        if f_score > self._best_f_score:
            self._best_f_score, self.best_scores = f_score, scores
        return found


def tune(
    kind: SuggesterKind,
    data: EvaluationData,
    *,
    encoder: str,
    beta: float,
    limits: Limits,
    watch: Watch,
) -> Generator[float, None, Tuned]:
    """Search hyperparameters, then choose thresholds and calibration; yields the share done."""
    known = data.known()
    hyperparameters: Hyperparameters = kind.starting_point(encoder).hyperparameters
    trials = 0
    started_s = time.monotonic()
    validation = ValidationScorer(kind, data, beta, watch)
    if kind.tunable:
        scorer = _scorer(kind, data, known, validation, watch)
        search = Search(
            kind.search_space,
            kind.starting_point(encoder),
            scorer,
            limits.trials,
            limits.search_s,
            beta=beta,
        )
        while not search.ended:
            watch()
            search.step()
            spent = (time.monotonic() - started_s) / limits.search_s
            yield min(1.0, max(spent, len(search.trials) / limits.trials)) * 0.8
        hyperparameters, trials = search.best.hyperparameters, len(search.trials)
    trial_s = (time.monotonic() - started_s) / max(1, trials)
    scores, truths = validation.best_scores, data.truths[data.rows(VALIDATION)]
    references = data.rows(TRAIN)
    if scores is None or FOLDS * trial_s <= limits.search_s / 2:
        groups = np.arange(len(known))  # copies are folded already
        scores = held_out_scores(
            kind, hyperparameters, data.references.some(known), groups, watch=watch
        )
        truths, references = data.truths[known], known
    yield 0.9
    shown = CalibratedThresholds.learned(scores, truths, range(truths.shape[1]), beta=beta)
    return Tuned(hyperparameters, trials, shown, references)


def measure(kind: SuggesterKind, data: EvaluationData, tuned: Tuned, watch: Watch) -> Measured:
    """Fit on the images it was tuned for and score the test images."""
    test = data.rows(TEST)
    fitted = kind.create(tuned.hyperparameters).fit(
        data.references.some(tuned.references), watch=watch
    )
    scores = fitted.score(data.references.features[test])
    truths = data.truths[test]
    thresholds = tuned.shown.row(range(scores.shape[1]))
    predicted = (scores >= thresholds) & (scores > 0)
    probabilities = tuned.shown.probabilities(scores, thresholds)
    if probabilities is None:
        probabilities = scores.astype(np.float64)
    return Measured(
        tuned,
        fitted,
        Scored(truths, scores, predicted),
        probabilities,
        reliability(probabilities[predicted], truths[predicted]),
        reliability(probabilities.ravel(), truths.ravel()),
    )


def figures(
    kind: SuggesterKind,
    data: EvaluationData,
    measured: Measured,
    *,
    table: MetricTable,
    areas: DrawnAreas,
    by_seed: tuple[SeedFigures, ...],
    learning: tuple[LearningPoint, ...],
    vocabulary: list[str],
    beta: float,
    resamples: int,
    seconds: float,
) -> SuggesterFigures:
    """Everything a report says about one suggester."""
    scored, tuned = measured.scored, measured.tuned
    flat_scores, flat_truths = scored.scores.ravel(), scored.truths.ravel()
    labels = scored.truths.shape[1]
    own = np.zeros(labels, dtype=bool)
    thresholds = tuned.shown.thresholds
    own[list(thresholds.per_label)] = True
    calibration = tuned.shown.calibration
    return SuggesterFigures(
        name=kind.name,
        description=str(kind.method),
        hyperparameters=dict(tuned.hyperparameters),
        trials=tuned.trials,
        threshold=thresholds.common,
        own_thresholds=len(thresholds.per_label),
        calibration="none" if calibration is None else calibration.method,
        metrics=table,
        by_seed=by_seed,
        precision_recall=Curve(*thinned(*precision_recall_points(flat_scores, flat_truths))),
        roc=Curve(*thinned(*roc_points(flat_scores, flat_truths))),
        reliability_shown=measured.shown,
        reliability_all=measured.everything,
        labels=label_figures(
            scored,
            label_ids=data.label_ids,
            names=data.label_names,
            references=np.count_nonzero(data.truths[tuned.references], axis=0),
            thresholds=thresholds.row(labels),
            own_threshold=own,
            beta=beta,
            areas=areas,
        ),
        actions=curator_actions(
            scored.truths, scored.predicted, in_grid(measured), data.label_names, vocabulary
        ),
        learning=learning,
        errors=worst_errors(kind, data, measured),
        seconds=seconds,
        goes_by="images" if not kind.needs_names else "both" if kind.has_evidence else "names",
        f_score_at_common=micro_f_score(
            scored.truths,
            (scored.scores >= thresholds.common) & (scored.scores > 0),
            beta=beta,
            resamples=resamples,
        ),
        counts=_image_counts(data, scored),
        validation=ValidationUse(
            learned_from=len(tuned.references) > len(data.rows(TRAIN)),
            searched_alone=_is_searched_alone(kind, data),
        ),
    )


def _image_counts(data: EvaluationData, scored: Scored) -> tuple[ImageCounts, ...]:
    outcomes = (
        scored.truths & scored.predicted,
        ~scored.truths & scored.predicted,
        scored.truths & ~scored.predicted,
    )
    counts = np.stack([np.count_nonzero(one, axis=1) for one in outcomes], axis=1)
    files = (data.files[row] for row in data.rows(TEST))
    return tuple(ImageCounts(file, *row) for file, row in zip(files, counts.tolist(), strict=True))


def in_grid(measured: Measured) -> InGrid:
    """The test images that each label's grid shows, and which of them it ticks."""
    scored, probabilities = measured.scored, measured.probabilities
    shown = scored.predicted | ((scored.scores > 0) & (probabilities >= WEAKEST_PROBABILITY))
    return InGrid(shown, shown & (probabilities >= TICKED_PROBABILITY))


def worst_errors(
    kind: SuggesterKind, data: EvaluationData, measured: Measured
) -> tuple[WorstError, ...]:
    """The missed and the wrong labels the suggester was surest about, one of each an image."""
    scored = measured.scored
    test, known = data.rows(TEST), data.known()
    neighbors = measured.fitted
    if not kind.has_evidence:
        neighbors = NeighborSearch().fit(data.references.some(known))
    files = {int(data.references.image_ids[row]): data.files[row] for row in known}
    missed = scored.truths & ~scored.predicted
    wrong = ~scored.truths & scored.predicted
    found = []
    for pairs, name in ((missed, "missed"), (wrong, "wrong")):
        surprise = measured.probabilities if name == "missed" else -measured.probabilities
        for row, column in _first_of_each_row(pairs, surprise, ERRORS_OF_A_KIND):
            at = test[row]
            image_id = int(data.references.image_ids[at])
            evidence = neighbors.evidence(
                data.references.features[at], int(column), query_id=image_id
            )
            found.append(
                WorstError(
                    kind="missed" if name == "missed" else "wrong",
                    image_id=image_id,
                    file=data.files[at],
                    label_id=data.label_ids[column],
                    label=data.label_names[column],
                    confidence=float(scored.scores[row, column]),
                    probability=float(measured.probabilities[row, column]),
                    threshold=measured.tuned.shown.thresholds.of(int(column)),
                    labels=tuple(
                        data.label_names[one] for one in np.flatnonzero(scored.truths[row])
                    ),
                    evidence=tuple(
                        EvidenceImage(
                            one.image_id,
                            files[one.image_id],
                            float(one.weight),
                            float(one.similarity),
                            one.carries_label,
                        )
                        for one in evidence[:EVIDENCE_OF_AN_ERROR]
                    ),
                    borrowed_evidence=not kind.has_evidence,
                )
            )
    return tuple(found)


def _first_of_each_row(
    pairs: BoolArray, order: NDArray[np.float64], most: int
) -> Iterator[tuple[int, int]]:
    """(row, column) of the pairs with the lowest ``order``, one a row; labels that are rarer in
    ``pairs`` first where that ties, being errors the suggester does not make all the time."""
    rows, columns = np.nonzero(pairs)
    often = np.count_nonzero(pairs, axis=0)
    ranked = np.lexsort((rows, often[columns], order[rows, columns]))
    seen: set[int] = set()
    for place in ranked:
        row = int(rows[place])
        if row not in seen:
            seen.add(row)
            yield row, int(columns[place])
        if len(seen) == most:
            return


def _scorer(
    kind: SuggesterKind,
    data: EvaluationData,
    known: IdArray,
    validation: ValidationScorer,
    watch: Watch,
) -> Scorer:
    everything = np.ones(data.truths.shape[1], dtype=bool)
    references = data.references.some(known)
    groups = np.arange(len(known))
    if kind.tunes_by_weighing:
        scorer = LeaveOneOut(references, groups, scored_labels=everything)
        for _ in scorer.find_neighbors():
            watch()
        return scorer
    if not _is_searched_alone(kind, data):
        return HeldOutScorer(
            kind, references, groups, scored_labels=everything, queries=groups, watch=watch
        )
    return validation


def _is_searched_alone(kind: SuggesterKind, data: EvaluationData) -> bool:
    """Whether hyperparameters are searched on the validation images alone, fitted to the others."""
    leaves_out = kind.tunes_by_weighing or kind.held_out == "leave-one-out"
    return not leaves_out and len(data.rows(VALIDATION)) > 0
