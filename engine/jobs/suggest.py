"""Suggest labels for all images of a catalogue, or for one image with the evidence."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.records import SuggestionRun
from engine.answers.calibrated_thresholds import settings_of_thresholds
from engine.answers.pairs import features_for
from engine.answers.references import (
    DEFAULT_SUGGESTER,
    MAXIMUM_PER_IMAGE,
    WEAK_PER_IMAGE,
    LabelColumns,
    LoadedReferences,
    SuggesterSettings,
    encoder_and_features,
    left_out_for,
    minimum_images,
    references_for,
    settings_in_force,
    suggestable_columns,
)
from engine.evaluation.thresholds import WEAKEST_PROBABILITY
from engine.features.store import FeaturesByHash
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from engine.suggesters.base import FloatArray, IdArray, Suggester
from engine.suggesters.neighbors.nearest import QUERY_BLOCK
from engine.suggesters.registry import Hyperparameters
from messages.message import Message

BLOCK_CELLS = 8_000_000
"""Scores held at a time: 32 MB of float32, whatever the size of the vocabulary."""


@dataclass(frozen=True)
class SuggestSummary:
    """What a run of a suggester did; every image of the catalogue is in one of five counts.

    ``images`` = ``with_suggestions`` + ``without_suggestions`` + ``not_encoded`` + ``unreadable``
    + ``missing``. ``references`` are the labelled images drawn from, ``labels`` what they carry;
    labels on fewer than ``minimum_images`` of them are never suggested. For suggesters that go by
    names, ``labels`` are all there are and every one is suggested.
    """

    suggester: str
    hyperparameters: Hyperparameters
    threshold: float
    tuned: bool
    references: int
    references_not_encoded: int
    labels: int
    labels_suggestable: int
    minimum_images: int
    images: int
    with_suggestions: int
    without_suggestions: int
    not_encoded: int
    unreadable: int
    missing: int
    suggestions: int
    seconds: float

    @property
    def message(self) -> Message:
        """How many suggestions there are for how many images, drawn from how many."""
        return Message(
            "job-suggest-done",
            {
                "suggestions": self.suggestions,
                "images": self.with_suggestions,
                "references": self.references,
            },
        )


@dataclass
class _Rows:
    """Suggestions as they are found, in arrays: image ids, label ids, confidences, where there is
    a calibration probabilities, and whether the whole array is of weak ones."""

    image_ids: list[IdArray] = field(default_factory=list)
    label_ids: list[IdArray] = field(default_factory=list)
    confidences: list[FloatArray] = field(default_factory=list)
    probabilities: list[list[float] | list[None]] = field(default_factory=list)
    weak: list[bool] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, int, float, float | None, bool]]:
        for image_ids, label_ids, confidences, probabilities, weak in zip(
            self.image_ids,
            self.label_ids,
            self.confidences,
            self.probabilities,
            self.weak,
            strict=True,
        ):
            yield from zip(
                image_ids.tolist(),
                label_ids.tolist(),
                confidences.tolist(),
                probabilities,
                repeat(weak, len(image_ids)),
                strict=True,
            )


def suggest_labels(
    catalogue: Catalogue, *, cancel: CancelToken, suggester: str = DEFAULT_SUGGESTER
) -> Job[SuggestSummary]:
    """Score every readable, encoded image in use and store what reaches the threshold.

    Of what does not, pairs that are right with a probability of ``WEAKEST_PROBABILITY`` are kept as
    weak ones, for a label's grid; nothing else sees or counts them.

    Labels an image carries, or that a curator rejected for it, are not suggested. Of labelled
    images that are certainly the same one is the reference, which none of them learns from; an
    image without labels does learn from its labelled copies. The new
    suggestions replace the old ones in one transaction at the end; cancelled before that,
    nothing has changed. Raises InputError where nothing is encoded or labelled yet; suggesters that
    go by names need no labelled images, but an encoder with a text tower, and those that need
    texts want captions, too.
    """
    started_s = time.monotonic()
    yield Progress("reading-labelled-images", 0, 0)
    encoder, store = encoder_and_features(catalogue)
    settings = settings_in_force(catalogue, suggester, encoder)
    features = yield from features_for(catalogue, store, settings.kind, cancel=cancel)
    loaded = yield from references_for(catalogue, features, settings.kind, cancel=cancel)
    fitted = settings.kind.create(settings.hyperparameters).fit(loaded.references)
    run = _Run(catalogue, features, settings, loaded, fitted)
    readable = catalogue.images.readable_in_use()
    for done in run.blocks(readable):
        yield Progress("suggesting-labels", done, len(readable))
        if cancel.is_set():
            raise JobCancelledError("suggesting-stopped")
    stored_run = SuggestionRun(
        settings.kind.name, encoder[1], settings.hyperparameters, settings.threshold
    )
    stored = catalogue.suggestions.replace_all(
        stored_run, run.rows, settings=settings_of_thresholds(stored_run, settings.shown)
    )
    problems = catalogue.images.problems()
    return SuggestSummary(
        suggester=settings.kind.name,
        hyperparameters=settings.hyperparameters,
        threshold=settings.threshold,
        tuned=settings.tuned,
        references=len(loaded.references.image_ids),
        references_not_encoded=loaded.not_encoded,
        labels=len(loaded.columns),
        labels_suggestable=int(run.supported.sum()),
        minimum_images=run.minimum_images,
        images=len(readable) + len(problems),
        with_suggestions=run.with_suggestions,
        without_suggestions=len(readable) - run.with_suggestions - run.not_encoded,
        not_encoded=run.not_encoded,
        unreadable=sum(image.status == "unreadable" for image in problems),
        missing=sum(image.status == "missing" for image in problems),
        suggestions=stored,
        seconds=time.monotonic() - started_s,
    )


class _Run:
    """Suggesting block by block."""

    def __init__(
        self,
        catalogue: Catalogue,
        store: FeaturesByHash,
        settings: SuggesterSettings,
        loaded: LoadedReferences,
        fitted: Suggester,
    ) -> None:
        self._store = store
        self._fitted = fitted
        self._shown = settings.shown
        self._thresholds = settings.shown.row(loaded.columns.ids)
        self._weak_from = settings.shown.confidences_from(WEAKEST_PROBABILITY, self._thresholds)
        self._label_ids = np.array(loaded.columns.ids, dtype=np.int64)
        self._stands_for = loaded.stands_for
        self._closed = _closed_pairs(catalogue, loaded.columns)
        self.minimum_images = minimum_images(catalogue)
        self.supported = suggestable_columns(
            settings.kind, loaded.references.labels, self.minimum_images
        )
        self.rows = _Rows()
        self.not_encoded = 0
        self.with_suggestions = 0

    def blocks(self, readable: list[tuple[int, bytes]]) -> Iterator[int]:
        """Score images block by block; yields how many are done."""
        step = max(1, min(QUERY_BLOCK, BLOCK_CELLS // max(1, len(self._label_ids))))
        for start in range(0, len(readable), step):
            block = readable[start : start + step]
            features, found = self._store.rows([content_hash for _, content_hash in block])
            self.not_encoded += len(block) - int(np.count_nonzero(found))
            ids = np.array([image_id for image_id, _ in block], dtype=np.int64)[found]
            if len(ids):
                self._score(features[found], ids)
            yield start + len(block)

    def _score(self, features: FloatArray, ids: IdArray) -> None:
        left_out = left_out_for(ids, self._stands_for)
        scores = self._fitted.score(features, query_ids=left_out)
        scores[:, ~self.supported] = 0.0
        scores[self._closed.among(ids)] = 0.0
        rows, columns = best_cells(scores, self._thresholds, MAXIMUM_PER_IMAGE)
        self.with_suggestions += len(np.unique(rows))
        self._keep(scores, ids, rows, columns, weak=False)
        scores[scores >= self._thresholds] = 0.0
        rows, columns = best_cells(scores, self._weak_from, WEAK_PER_IMAGE)
        self._keep(scores, ids, rows, columns, weak=True)

    def _keep(
        self, scores: FloatArray, ids: IdArray, rows: IdArray, columns: IdArray, *, weak: bool
    ) -> None:
        self.rows.weak.append(weak)
        self.rows.image_ids.append(ids[rows])
        self.rows.label_ids.append(self._label_ids[columns])
        confidences = scores[rows, columns]
        self.rows.confidences.append(confidences)
        probabilities = self._shown.probabilities(confidences, self._thresholds[columns])
        self.rows.probabilities.append(
            [None] * len(rows) if probabilities is None else probabilities.tolist()
        )


def best_cells(
    scores: FloatArray, thresholds: NDArray[np.float64] | float, most: int
) -> tuple[IdArray, IdArray]:
    """(rows, columns) of scores above 0 and at or above their label's threshold ((C,), or one for
    all), at most ``most`` a row.

    Rows in order, within one the highest score first.
    """
    rows, columns = np.nonzero((scores >= thresholds) & (scores > 0))
    order = np.lexsort((columns, -scores[rows, columns], rows))
    rows, columns = rows[order], columns[order]
    first = np.searchsorted(rows, rows, side="left")
    within = np.arange(len(rows)) - first < most
    return rows[within], columns[within]


class _ClosedPairs:
    """(image, label) pairs that need no suggestion: carried already, or rejected."""

    def __init__(self, image_ids: IdArray, columns: IdArray) -> None:
        order = np.argsort(image_ids, kind="stable")
        self._image_ids = image_ids[order]
        self._columns = columns[order]

    def among(self, image_ids: IdArray) -> tuple[IdArray, IdArray]:
        """(position in ``image_ids``, column) of every pair of these images."""
        first = np.searchsorted(self._image_ids, image_ids, side="left")
        counts = np.searchsorted(self._image_ids, image_ids, side="right") - first
        rows = np.repeat(np.arange(len(image_ids)), counts)
        within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
        return rows, self._columns[np.repeat(first, counts) + within]


def _closed_pairs(catalogue: Catalogue, columns: LabelColumns) -> _ClosedPairs:
    rows = catalogue.labellings.references()
    pairs = [(rows.image_ids[position], label_id) for position, label_id in rows.pairs]
    pairs += catalogue.labellings.rejected_pairs()
    known = [
        (image_id, column)
        for image_id, label_id in pairs
        if (column := columns.get(label_id)) is not None
    ]
    array = np.array(known, dtype=np.int64).reshape(-1, 2)
    return _ClosedPairs(array[:, 0], array[:, 1])
