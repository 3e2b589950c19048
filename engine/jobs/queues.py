"""Find what is worth a look next: labels that are probably wrong or missing, and images whose
labels would teach most."""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from db.catalogue import Catalogue
from db.records import ImageFilter, LabelError, LabelErrorKind, QueueOrder, QueueRun, Status
from engine.answers.chosen_rows import EVERY_ROW, ChosenRows
from engine.answers.destinations import checked_destination
from engine.answers.pairs import features_for
from engine.answers.references import (
    DEFAULT_SUGGESTER,
    CurrentEncoder,
    LoadedReferences,
    SuggesterSettings,
    encoder_and_features,
    load_references,
    settings_in_force,
    settings_of_run,
)
from engine.evaluation.label_errors import LabelCheck, RankedPairs
from engine.evaluation.next_labels import most_instructive
from engine.exchange.queue_table import QueuedRow, write_queue_lines, write_queues
from engine.features.store import FeaturesByHash
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from engine.suggesters.base import FloatArray
from engine.whole_file import whole_file

TEACHING_IMAGES = 1_000
SUSPICIOUS = 0.5
"""Pairs more suspicious than not are worth a curator's time."""

MOST_ERRORS = 5_000
QUERIES_AT_A_TIME = 4_096


@dataclass(frozen=True)
class QueueSummary:
    """How many pairs and images the queues hold; ``references`` labelled images spoke."""

    suggester: str
    references: int
    probably_wrong: int
    probably_missing: int
    teaching: int
    seconds: float


def find_queues(catalogue: Catalogue, *, cancel: CancelToken) -> Job[QueueSummary]:
    """Fill the review queues "probably wrong", "probably missing" and "teaches most".

    Label errors come from leave-one-out scores of the suggester that made the present suggestions
    (neighbor search where that one cannot leave its references out). With few or no labels only
    the images that teach most are found. Replaces the old queues in one transaction at the end;
    cancelled before that, nothing has changed. Raises InputError before anything is encoded.
    """
    started_s = time.monotonic()

    def watch() -> None:
        if cancel.is_set():
            raise JobCancelledError("queues-stopped")

    yield Progress("reading-labelled-images", 0, 0)
    encoder, images = encoder_and_features(catalogue)
    settings = _settings(catalogue, encoder)
    store = yield from features_for(catalogue, images, settings.kind, cancel=cancel)
    loaded = load_references(catalogue, store)
    count = len(loaded.references.image_ids)
    wrong: list[LabelError] = []
    missing: list[LabelError] = []
    if count > 1:
        scores = yield from _left_out_scores(loaded, settings, cancel)
        yield Progress("checking-labels", 0, 0)
        check = LabelCheck(scores, loaded.references.labels)
        watch()
        wrong = _errors("wrong", check.wrong(), loaded)
        watch()
        missing = _errors("missing", check.missing(), loaded)
        watch()
    yield Progress("choosing-next-images", 0, 0)
    unlabelled, features = _unlabelled(catalogue, store)
    order = most_instructive(features, loaded.references.features, TEACHING_IMAGES, watch=watch)
    watch()
    catalogue.queues.replace_all(
        QueueRun(settings.kind.name, encoder[1]),
        errors=[*wrong, *missing],
        teaching=[unlabelled[row] for row in order],
    )
    return QueueSummary(
        settings.kind.name,
        count,
        len(catalogue.queues.errors("wrong")),
        len(catalogue.queues.errors("missing")),
        len(catalogue.queues.teaching()),
        time.monotonic() - started_s,
    )


def write_queue_table(
    catalogue: Catalogue,
    destination: Path,
    *,
    raw: bool = False,
    overwrite: bool = False,
    chosen: ChosenRows = EVERY_ROW,
) -> int:
    """Write what the queues hold now to ``destination`` as CSV; how many rows.

    As JSON Lines where its name ends in .jsonl. Raises InputError where the destination is unusable
    (see ``checked_destination``).
    """
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    with whole_file(resolved, overwrite=overwrite) as stream:
        if resolved.suffix.casefold() == ".jsonl":
            return write_queue_lines(stream, queue_rows(catalogue, chosen))
        return write_queues(stream, queue_rows(catalogue, chosen), raw=raw)


def queue_rows(catalogue: Catalogue, chosen: ChosenRows = EVERY_ROW) -> Iterator[QueuedRow]:
    """What the queues hold now: of each kind the most suspicious first, ``top`` of each kind. With
    a label or probability asked for, the images to label next are left out: they have none."""
    return islice(_every_row(catalogue, chosen), chosen.limit)


def _every_row(catalogue: Catalogue, chosen: ChosenRows) -> Iterator[QueuedRow]:
    shown = None if chosen.images == ImageFilter() else set(catalogue.images.ids(chosen.images))
    names = {label.id: label.shown for label in catalogue.labels.all()}
    kinds: tuple[tuple[LabelErrorKind, QueueOrder], ...] = (
        ("wrong", QueueOrder.PROBABLY_WRONG),
        ("missing", QueueOrder.PROBABLY_MISSING),
    )
    for kind, order in kinds:
        errors = [
            one
            for one in catalogue.queues.errors(kind)
            if (shown is None or one.image_id in shown)
            and chosen.takes(one.label_id, one.probability)
        ][: chosen.top]
        images = catalogue.images.get_many([one.image_id for one in errors])
        for one, image in zip(errors, images, strict=True):
            yield QueuedRow(
                order.value,
                os.fsdecode(image.path_bytes),
                names[one.label_id],
                one.score,
                one.probability,
            )
    teaching = catalogue.queues.teaching() if chosen.takes_every_row else []
    teaching = [one for one in teaching if shown is None or one in shown][: chosen.top]
    for image in catalogue.images.get_many(teaching):
        yield QueuedRow(QueueOrder.TEACHES_MOST.value, os.fsdecode(image.path_bytes))


def _settings(catalogue: Catalogue, encoder: CurrentEncoder) -> SuggesterSettings:
    """Those of the present suggestions, where that suggester can leave its references out."""
    settings = settings_of_run(catalogue, encoder)
    if settings.kind.held_out == "leave-one-out":
        return settings
    return settings_in_force(catalogue, DEFAULT_SUGGESTER, encoder)


def _left_out_scores(
    loaded: LoadedReferences, settings: SuggesterSettings, cancel: CancelToken
) -> Job[FloatArray]:
    """(N, C) what the others say about every reference."""
    references = loaded.references
    groups = loaded.groups
    fitted = settings.kind.leaving_one_out(
        settings.kind.create(settings.hyperparameters).fit(references)
    )
    scores = np.zeros(references.labels.shape, np.float32)
    count = len(groups)
    for start in range(0, count, QUERIES_AT_A_TIME):
        yield Progress("comparing-labelled-images", start, count)
        if cancel.is_set():
            raise JobCancelledError("queues-stopped")
        rows = np.arange(start, min(start + QUERIES_AT_A_TIME, count))
        scores[rows] = fitted.leave_one_out(groups, rows)
    return scores


def _errors(kind: LabelErrorKind, pairs: RankedPairs, loaded: LoadedReferences) -> list[LabelError]:
    """The suspicious ones, as the catalogue keeps them."""
    image_ids, label_ids = loaded.references.image_ids, loaded.columns.ids
    most = min(int(np.count_nonzero(pairs.scores >= SUSPICIOUS)), MOST_ERRORS)
    return [
        LabelError(
            int(image_ids[pairs.rows[place]]),
            label_ids[pairs.columns[place]],
            kind,
            float(pairs.scores[place]),
            float(pairs.probabilities[place]),
        )
        for place in range(most)
    ]


def _unlabelled(catalogue: Catalogue, store: FeaturesByHash) -> tuple[list[int], FloatArray]:
    """Ids and features of the readable, encoded images without a label."""
    wanted = set(catalogue.images.ids(ImageFilter(status=Status.UNLABELLED)))
    readable = [(one, digest) for one, digest in catalogue.images.readable() if one in wanted]
    features, found = store.rows([digest for _, digest in readable])
    return [one for (one, _), here in zip(readable, found, strict=True) if here], features[found]
