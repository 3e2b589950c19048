"""Find the hyperparameters and the threshold that suit a catalogue, by F2 on held-out scores.

Source: thesis 4.2: Bayesian optimisation, 10 random starts, ending when the 10 best F2 lie within
0.1 percentage points. Deviations: leave-one-out over the references (folds, for suggesters that
train) in place of a validation set, a tree-structured Parzen estimator (Optuna) in place of a
Gaussian process, the values in force before any tuning as one more start so that tuning never
ends below them, and an end after a stated time.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from engine.answers.calibrated_thresholds import CalibratedThresholds, beta_of
from engine.answers.language import language_settings, settings_of_weights
from engine.answers.pairs import features_for
from engine.answers.references import (
    DEFAULT_SUGGESTER,
    IS_FIRST,
    LoadedReferences,
    encoder_and_features,
    load_references,
    minimum_images,
    supported_columns,
    tuned_key,
    with_names,
)
from engine.evaluation.metrics import BETA, BestThreshold, MicroCounts, best_threshold, counts_at
from engine.language.contexts import Context
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.suggesters.base import FloatArray, IdArray, References, Watch
from engine.suggesters.held_out import held_out_scores
from engine.suggesters.kinds import CONTEXT_WEIGHTS
from engine.suggesters.leave_one_out import LeaveOneOut
from engine.suggesters.registry import Hyperparameters, StartingPoint, SuggesterKind, suggester_kind
from engine.suggesters.search_space import SearchSpace, suggest_from, trial_values

if TYPE_CHECKING:
    import optuna

MINIMUM_REFERENCES = 200
RANDOM_STARTS = 10
MAXIMUM_TRIALS = 1000
MAXIMUM_SEARCH_S = 120.0
MAXIMUM_QUERIES = 20_000
"""Larger catalogues are tuned on a random sample of this size against all references."""

FIRST_QUERIES = 3_000
"""So many images tell how often first suggestions are right, before anything is tuned."""

MAXIMUM_COMPARISONS = 200_000_000
"""Queries times references of one trial, where every trial compares anew: about 3 s on 2 cores."""

MAXIMUM_CELLS = 50_000_000
"""Held-out scores that thresholds and calibration are learned from: 200 MB of float32."""

MOST_PREDICTED = 16
"""Times as many (image, label) pairs as are true: no threshold predicts more."""

BEST_COUNT = 10
BEST_WINDOW = 0.001
SEED = 20_240_601

Outcome = Literal["tuned", "too few", "nothing to tune"]


@dataclass(frozen=True)
class TuneSummary:
    """What tuning found; ``outcome`` "too few" below ``MINIMUM_REFERENCES`` labelled images.

    "nothing to tune": the suggester has no hyperparameters, or no label is on two images.

    F2 (F with another beta, where that is set) is micro-averaged over ``queries`` leave-one-out
    queries and the ``labels`` that are carried by enough images to be suggested. ``f2_before`` is
    that of the starting point with its own threshold.
    """

    outcome: Outcome
    suggester: str
    references: int
    needed: int = MINIMUM_REFERENCES
    queries: int = 0
    labels: int = 0
    f2: float = 0.0
    f2_before: float = 0.0
    precision: float = 0.0
    recall: float = 0.0
    threshold: float = 0.0
    hyperparameters: Hyperparameters = field(default_factory=dict)
    trials: int = 0
    ended: Literal["", "converged", "trials", "time"] = ""
    seconds: float = 0.0


class Scorer(Protocol):
    """Says how well hyperparameters predict the labels of images held out."""

    label_count: int

    @property
    def positives(self) -> int:
        """How many (query, label) pairs are true."""
        ...

    @property
    def pairs(self) -> int:
        """How many (query, label) pairs there are, counting scored labels."""
        ...

    def scores(self, hyperparameters: Hyperparameters) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Confidences (m,) float32 above 0 and whether their labels are true (m,).

        Those too low for any threshold worth having may be left out.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Trial:
    hyperparameters: dict[str, float | int | str]
    best: BestThreshold
    counts: MicroCounts


def tune_suggester(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    suggester: str = DEFAULT_SUGGESTER,
    trials: int = MAXIMUM_TRIALS,
    search_s: float = MAXIMUM_SEARCH_S,
    is_first: bool = False,
) -> Job[TuneSummary]:
    """Tune a suggester on the labelled images and store the result for ``suggest_labels``.

    ``is_first``: only measure, on a sample, from where on the usual hyperparameters suggest and
    how often they are right; what is stored counts as not tuned yet.

    Stored by encoder and suggester: hyperparameters, thresholds, calibration, F2, seed, date and
    how many references there were. Cancelled, nothing is stored. Raises InputError before
    anything is encoded; few labels are no error but the outcome "too few".
    """
    started_s = time.monotonic()
    kind = suggester_kind(suggester)
    yield Progress("reading-labelled-images", 0, 0)
    encoder, images = encoder_and_features(catalogue)
    store = yield from features_for(catalogue, images, kind, cancel=cancel)
    loaded = load_references(catalogue, store)
    count = len(loaded.references.image_ids)
    contexts: list[Context] = []
    if count >= MINIMUM_REFERENCES and kind.needs_names:
        contexts = language_settings(catalogue.settings).usable()
        loaded = yield from with_names(catalogue, store, loaded, all_contexts=True, cancel=cancel)
        kind = kind.weighing([one.weight for one in contexts], encoder[0])
    if not kind.tunable:
        return TuneSummary("nothing to tune", kind.name, count)
    if count < MINIMUM_REFERENCES:
        return TuneSummary("too few", kind.name, count)
    scored = supported_columns(loaded.references.labels, minimum_images(catalogue))
    groups = loaded.groups
    most_queries = min(FIRST_QUERIES if is_first else MAXIMUM_QUERIES, _most_queries(kind, count))
    queries = _sample(most_queries, count)
    scorer: Scorer
    if kind.tunes_by_weighing:
        scorer = LeaveOneOut(loaded.references, groups, scored_labels=scored, queries=queries)
        for done in scorer.find_neighbors():
            yield Progress("comparing-labelled-images", done, len(queries))
            stop_if_cancelled(cancel, "tuning-stopped")
    else:
        scorer = HeldOutScorer(
            kind,
            loaded.references,
            groups,
            scored_labels=scored,
            queries=queries,
            watch=lambda: stop_if_cancelled(cancel, "tuning-stopped"),
        )
    start = kind.starting_point(encoder[0])
    beta = beta_of(catalogue)
    most_trials = 1 if is_first else trials
    search = Search(kind.search_space, start, scorer, most_trials, search_s, beta=beta)
    while not search.ended:
        search.step()
        yield Progress("tuning-suggestions", len(search.trials), 0)
        stop_if_cancelled(cancel, "tuning-stopped")
    summary = _summary(kind, scorer, search, count, len(queries), started_s)
    if summary.outcome == "tuned":
        yield Progress("calibrating-suggestions", 0, 0)
        shown = _shown(
            kind, summary, loaded, groups, scored, most_queries, beta=beta, cancel=cancel
        )
        found = {tuned_key(kind.name, encoder[1]): _setting(summary, shown, is_first=is_first)}
        if CONTEXT_WEIGHTS in summary.hyperparameters:
            weights = str(summary.hyperparameters[CONTEXT_WEIGHTS])
            found |= settings_of_weights(catalogue, contexts, weights)
        # At once: thresholds go with the weights they were found with.
        catalogue.settings.set_many(found)
    return summary


class HeldOutScorer:
    """Held-out scores of any suggester, made anew for every trial."""

    def __init__(
        self,
        kind: SuggesterKind,
        references: References,
        groups: IdArray,
        *,
        scored_labels: NDArray[np.bool_],
        queries: IdArray,
        watch: Watch | None = None,
    ) -> None:
        self._kind = kind
        self._references = references
        self._groups = groups
        self._scored = scored_labels
        self._queries = queries
        self._watch = watch
        self._truth = references.labels[queries][:, scored_labels].toarray() > 0
        self.label_count = int(np.count_nonzero(scored_labels))

    @property
    def positives(self) -> int:
        """How many (query, label) pairs are true."""
        return int(np.count_nonzero(self._truth))

    @property
    def pairs(self) -> int:
        """How many (query, label) pairs there are, counting scored labels."""
        return self._truth.size

    def scores(self, hyperparameters: Hyperparameters) -> tuple[FloatArray, NDArray[np.bool_]]:
        """The highest confidences (m,) float32 and whether their labels are true (m,)."""
        scores = held_out_scores(
            self._kind,
            hyperparameters,
            self._references,
            self._groups,
            seed=SEED,
            queries=self._queries,
            watch=self._watch,
        )[:, self._scored]
        found = (scores > 0) & (scores >= self._floor(scores))
        return scores[found], self._truth[found]

    def _floor(self, scores: FloatArray) -> float:
        """A confidence that ``MOST_PREDICTED`` times as many pairs as are true reach.

        Predicting that many keeps F2 below 0.25, so what lies lower need not be sorted; a net
        gives every pair of images and labels a score.
        """
        most = MOST_PREDICTED * max(1, self.positives)
        if scores.size <= most:
            return 0.0
        return float(np.partition(scores, scores.size - most, axis=None)[scores.size - most])


class Search:
    """Trials one by one, until they agree, there are enough of them or the time is over."""

    def __init__(
        self,
        space: SearchSpace,
        start: StartingPoint,
        scorer: Scorer,
        most_trials: int,
        most_s: float,
        *,
        beta: float = BETA,
    ) -> None:
        self._space = space
        self._start_threshold = start.threshold
        self._scorer = scorer
        self._most_trials = most_trials
        self.beta = beta
        self._ends_s = time.monotonic() + most_s
        self._study = _study(space, start)
        self.trials: list[_Trial] = []
        self.before: MicroCounts | None = None
        """How good the starting point is at its own threshold, once it was tried: it goes first."""
        self.ended: Literal["", "converged", "trials", "time"] = ""

    @property
    def best(self) -> _Trial:
        """The trial with the highest F2, the earliest of equals."""
        return max(self.trials, key=lambda trial: trial.best.f_score)

    def step(self) -> None:
        """One trial."""
        asked = self._study.ask()
        hyperparameters = suggest_from(self._space, asked)
        found = self._scorer.scores(hyperparameters)
        best = best_threshold(*found, self._scorer.positives, beta=self.beta)
        self._study.tell(asked, best.f_score)
        self.trials.append(_Trial(hyperparameters, best, self._counts(found, best.threshold)))
        if self.before is None:
            self.before = self._counts(found, self._start_threshold)
        self._decide()

    def _counts(self, found: tuple[FloatArray, NDArray[np.bool_]], threshold: float) -> MicroCounts:
        return counts_at(*found, self._scorer.positives, self._scorer.pairs, threshold)

    def _decide(self) -> None:
        top = sorted((trial.best.f_score for trial in self.trials), reverse=True)[:BEST_COUNT]
        enough = len(self.trials) > RANDOM_STARTS and len(top) == BEST_COUNT
        if enough and top[0] - top[-1] <= BEST_WINDOW:
            self.ended = "converged"
        elif len(self.trials) >= self._most_trials:
            self.ended = "trials"
        elif time.monotonic() >= self._ends_s:
            self.ended = "time"


def _study(space: SearchSpace, start: StartingPoint) -> "optuna.Study":
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=SEED, n_startup_trials=RANDOM_STARTS + 1),
    )
    study.enqueue_trial(trial_values(space, start.hyperparameters))
    return study


def _summary(
    kind: SuggesterKind,
    scorer: Scorer,
    search: Search,
    references: int,
    queries: int,
    started_s: float,
) -> TuneSummary:
    best = search.best
    return TuneSummary(
        outcome="tuned" if best.best.f_score > 0 else "nothing to tune",
        suggester=kind.name,
        references=references,
        queries=queries,
        labels=scorer.label_count,
        f2=best.best.f_score,
        f2_before=search.before.f_score(search.beta) if search.before else 0.0,
        precision=best.counts.precision,
        recall=best.counts.recall,
        threshold=best.best.threshold,
        hyperparameters=best.hyperparameters,
        trials=len(search.trials),
        ended=search.ended,
        seconds=time.monotonic() - started_s,
    )


def _shown(
    kind: SuggesterKind,
    summary: TuneSummary,
    loaded: LoadedReferences,
    groups: IdArray,
    scored: NDArray[np.bool_],
    most_queries: int,
    *,
    beta: float,
    cancel: CancelToken,
) -> CalibratedThresholds:
    """Thresholds and calibration from held-out scores with the hyperparameters found."""
    columns = np.flatnonzero(scored)
    most = max(1000, MAXIMUM_CELLS // len(scored))
    queries = _sample(min(most, most_queries), len(groups))
    scores = held_out_scores(
        kind,
        summary.hyperparameters,
        loaded.references,
        groups,
        seed=SEED,
        queries=queries,
        watch=lambda: stop_if_cancelled(cancel, "tuning-stopped"),
    )[:, columns]
    truths = loaded.references.labels[queries][:, columns].toarray() > 0
    label_ids = [loaded.columns.ids[column] for column in columns]
    return CalibratedThresholds.learned(
        scores, truths, label_ids, beta=beta, common=summary.threshold
    )


def _setting(
    summary: TuneSummary, shown: CalibratedThresholds, *, is_first: bool
) -> dict[str, Any]:
    return {
        IS_FIRST: is_first,
        "hyperparameters": dict(summary.hyperparameters),
        "threshold": summary.threshold,
        "shown": shown.as_json(),
        "f2": summary.f2,
        "seed": SEED,
        "references": summary.references,
        "tuned_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _most_queries(kind: SuggesterKind, count: int) -> int:
    if kind.tunes_by_weighing:
        return MAXIMUM_QUERIES
    return min(MAXIMUM_QUERIES, max(1000, MAXIMUM_COMPARISONS // count))


def _sample(most: int, count: int) -> IdArray:
    """Which references are queries: all of them, or a fixed random choice."""
    if count <= most:
        return np.arange(count)
    chosen = np.random.default_rng(SEED).choice(count, most, replace=False)
    return np.sort(chosen)
