"""How good the suggesters are on a catalogue's own labelled images.

Only pixels count: features go in, file and folder names do not. They are shown in the report.
"""

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np

from db.catalogue import Catalogue
from engine.answers.calibrated_thresholds import beta_of
from engine.answers.current_encoder import open_features
from engine.answers.recommended import RECOMMENDABLE, RECOMMENDED_SETTING, recommendation_of
from engine.errors import InputError
from engine.evaluation.areas import drawn_areas
from engine.evaluation.report.records import EvaluationReport, SeedFigures, SuggesterFigures
from engine.evaluation.splits import DUPLICATE_SIMILARITY, SPLIT_NAME, read_split, write_split
from engine.evaluation.tables import metric_table
from engine.jobs.evaluate.data import (
    MINIMUM_TRAINING_IMAGES,
    EvaluationData,
    Preparation,
    load_labelled_images,
    prepared,
    split_rows,
)
from engine.jobs.evaluate.learning import learning_curve
from engine.jobs.evaluate.names import checked_version, evaluation_tasks
from engine.jobs.evaluate.report import checked_report_folder, save_report
from engine.jobs.evaluate.suggester import (
    Limits,
    Measured,
    figures,
    measure,
    tune,
)
from engine.jobs.measured_encoder import measured_encoder
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from engine.suggesters.registry import SUGGESTERS, SuggesterKind, suggester_kind
from messages.sentences import Value
from messages.stored import to_text

ALL = "all"
RECOMMENDED = "recommended"
"""Stands for those that may be recommended."""
MINIMUM_SETTING = "evaluate.minimum_images"
DUPLICATES_SETTING = "evaluate.duplicate_similarity"
INTENDED_S = 140.0
"""How long evaluating all suggesters on one split is meant to take. What a suggester has to do
anyhow takes its time; searching hyperparameters and drawing learning curves get shares of what is
left, so that a slow computer tries less and does not take longer."""
SEARCH_SHARE, LEARNING_SHARE = 0.45, 0.2
SEARCH_S = 2.5, 15.0
LEARNING_S = 0.5, 5.0
"""At least and at most, for one suggester on one split."""
TRIALS = 60
PERCENT = 100

Result = TypeVar("Result")


def evaluate(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    suggesters: Sequence[str] = (ALL,),
    out_dir: Path | None = None,
    split_file: Path | None = None,
    seeds: Sequence[int] = (0,),
    beta: float | None = None,
    minimum_images: int | None = None,
    duplicate_similarity: float | None = None,
    names: str | None = None,
    encoder: str | None = None,
    overwrite: bool = False,
) -> Job[EvaluationReport]:
    """Tune every suggester on training and validation images and measure it on test images.

    ``encoder``: measure with features of the encoder of this name; what labelled images lack is
    encoded first, and kept. The one in use stays, and nothing is recommended by it.
    ``suggesters``: names, "recommended" for those that may be recommended, or "all". What comes of
    it is the recommendation for the catalogue (``recommendation_of``). With several ``seeds``
    everything is done for each split; the main figures of all are in ``by_seed``. A ``split_file``
    fixes the parts, and the seed then only draws. ``beta``, ``minimum_images`` and
    ``duplicate_similarity`` default to the catalogue's settings. With ``out_dir``, the report, its
    plots and the split of the first seed are written there. ``names``: the version of the labels'
    names that the language-image suggester is measured with; None measures every version there is,
    side by side. Raises InputError for unknown suggesters or names, for one that goes by names
    where the encoder has no text tower (left out under "all"), a bad split file, a folder that is
    not fit (``checked_report_folder``), several seeds for one split, names that no label has, or
    too few labelled images.
    """
    started_s = time.monotonic()
    kinds = chosen_kinds(suggesters)
    if split_file is not None and len(seeds) > 1:
        raise InputError("evaluation-split-with-seeds")
    version = checked_version(catalogue, names)
    if out_dir is not None:
        out_dir = checked_report_folder(catalogue, out_dir, overwrite=overwrite)
    preparation = _preparation(catalogue, split_file, minimum_images, duplicate_similarity)
    beta = beta_of(catalogue) if beta is None else beta
    labelled = catalogue.labellings.references().content_hashes
    measured = yield from measured_encoder(catalogue, encoder, labelled, cancel=cancel)
    yield Progress("reading-labelled-images", 0, 0)
    # Near-duplicates as the encoder in use sees them, so that others are measured on its split.
    judge = open_features(catalogue)
    images = load_labelled_images(catalogue, measured.store, preparation, judge)
    vocabulary = [label.shown for label in catalogue.labels.all()]

    def watch() -> None:
        if cancel.is_set():
            raise JobCancelledError("evaluation-stopped")

    splits = [prepared(images, preparation, seed=seed) for seed in seeds]
    tasks, notes = yield from evaluation_tasks(
        catalogue,
        kinds,
        splits,
        version,
        encoder=measured,
        skip_wordless=ALL in suggesters,
        cancel=cancel,
    )
    measured.reader.close()  # everything has been read
    found = []
    for number, (kind, data) in enumerate(tasks, start=1):
        evaluation = _Evaluation(kind, data, seeds, measured.name, beta, vocabulary, watch)
        about: dict[str, Value] = {"suggester": kind.name, "number": number, "all": len(tasks)}
        left_s = INTENDED_S * len(seeds) - (time.monotonic() - started_s)
        limits = limits_for(left_s / (len(seeds) * (len(tasks) - number + 1)))
        found.append((yield from _shown(evaluation.run(limits), about)))
    said = [*splits[0].notes, *notes, *measured.cautions()]
    report = EvaluationReport(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        catalogue=catalogue.path.name.removesuffix(".nabolag.sqlite"),
        encoder=measured.name,
        fingerprint=measured.fingerprint,
        beta=beta,
        seeds=tuple(seeds),
        data=splits[0].figures,
        suggesters=tuple(found),
        notes=tuple(map(str, said)),
        note_messages=tuple(map(to_text, said)),
        seconds=time.monotonic() - started_s,
        out_dir=None if out_dir is None else str(out_dir),
    )
    recommendation = recommendation_of(report)
    if recommendation is not None and measured.is_in_use(catalogue):
        catalogue.settings.set(RECOMMENDED_SETTING, recommendation.as_json())
    if out_dir is not None:
        yield Progress("drawing-plots", 0, 0)
        save_report(catalogue, report, out_dir, overwrite=overwrite)
        rows = split_rows(images, preparation, seed=seeds[0])
        write_split(out_dir / SPLIT_NAME, rows, overwrite=overwrite)
    return report


def chosen_kinds(names: Sequence[str]) -> list[SuggesterKind]:
    """The suggesters of these names, each once; "all" stands for all there are, "recommended" for
    those that may be recommended."""
    given = [one for name in names for one in (RECOMMENDABLE if name == RECOMMENDED else (name,))]
    wanted = list(SUGGESTERS) if ALL in names else list(dict.fromkeys(given))
    if not wanted:
        raise InputError("no-suggester-named")
    return [suggester_kind(name) for name in wanted]


class _Evaluation:
    """One suggester over all splits."""

    def __init__(
        self,
        kind: SuggesterKind,
        splits: Sequence[EvaluationData],
        seeds: Sequence[int],
        encoder: str,
        beta: float,
        vocabulary: list[str],
        watch: Callable[[], None],
    ) -> None:
        self._kind = kind
        self._splits = splits
        self._seeds = seeds
        self._encoder = encoder
        self._beta = beta
        self._vocabulary = vocabulary
        self._watch = watch

    def run(self, limits: Limits) -> Generator[float, None, SuggesterFigures]:
        """All figures of the suggester; yields the share done."""
        started_s = time.monotonic()
        by_seed: list[SeedFigures] = []
        first: Measured | None = None
        for number, data in enumerate(self._splits):
            tuning = tune(
                self._kind,
                data,
                encoder=self._encoder,
                beta=self._beta,
                limits=limits,
                watch=self._watch,
            )
            tuned = yield from _scaled(tuning, number / len(self._seeds), 0.7 / len(self._seeds))
            self._watch()
            measured = measure(self._kind, data, tuned, self._watch)
            resamples = 0 if first is not None else limits.resamples
            scored = measured.scored
            areas = drawn_areas(scored.scores, scored.truths, resamples=resamples)
            table = metric_table(scored, beta=self._beta, resamples=resamples, areas=areas)
            by_seed.append(measured.seed_figures(self._seeds[number], table))
            if first is None:
                first, first_table, first_areas = measured, table, areas
            yield (number + 0.8) / len(self._seeds)
        assert first is not None
        learning = learning_curve(
            self._kind,
            self._splits[0],
            first,
            beta=self._beta,
            limits=limits,
            watch=self._watch,
        )
        return figures(
            self._kind,
            self._splits[0],
            first,
            table=first_table,
            areas=first_areas,
            by_seed=tuple(by_seed),
            learning=learning,
            vocabulary=self._vocabulary,
            beta=self._beta,
            resamples=limits.resamples,
            seconds=time.monotonic() - started_s,
        )


def limits_for(share_s: float) -> Limits:
    """What one suggester may do on one split when ``share_s`` seconds are its fair share."""
    return Limits(
        search_s=float(np.clip(SEARCH_SHARE * share_s, *SEARCH_S)),
        trials=TRIALS,
        learning_s=float(np.clip(LEARNING_SHARE * share_s, *LEARNING_S)),
    )


def _shown(
    work: Generator[float, None, Result], about: Mapping[str, Value]
) -> Generator[Progress, None, Result]:
    """Shares done as progress in percent."""
    yield Progress("evaluating", 0, PERCENT, about)
    while True:
        try:
            share = next(work)
        except StopIteration as stop:
            value: Result = stop.value
            return value
        yield Progress("evaluating", round(share * PERCENT), PERCENT, about)


def _scaled(
    work: Generator[float, None, Result], start: float, width: float
) -> Generator[float, None, Result]:
    while True:
        try:
            yield start + width * next(work)
        except StopIteration as stop:
            value: Result = stop.value
            return value


def _preparation(
    catalogue: Catalogue,
    split_file: Path | None,
    minimum_images: int | None,
    duplicate_similarity: float | None,
) -> Preparation:
    if minimum_images is None:
        minimum_images = int(_setting(catalogue, MINIMUM_SETTING, MINIMUM_TRAINING_IMAGES))
    if duplicate_similarity is None and catalogue.settings.get(DUPLICATES_SETTING) is not None:
        duplicate_similarity = _setting(catalogue, DUPLICATES_SETTING, DUPLICATE_SIMILARITY)
    split = None if split_file is None else read_split(split_file)
    return Preparation(duplicate_similarity, minimum_images, split, split_file)


def _setting(catalogue: Catalogue, key: str, default: float) -> float:
    return np.float64(catalogue.settings.get(key, default)).item()
