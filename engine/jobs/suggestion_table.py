"""The suggestions leave the catalogue as a file in which every image is accounted for."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from db.catalogue import Catalogue
from db.records import ImageRecord, SuggestionRecord
from engine.answers.calibrated_thresholds import CalibratedThresholds, thresholds_of_run
from engine.answers.chosen_rows import EVERY_ROW, ChosenRows
from engine.answers.destinations import checked_destination
from engine.answers.fitted import Asked, FittedSuggester, fitted_suggester
from engine.answers.review import MESSAGE_TEXTS, ImageSuggestions, ReviewSession
from engine.errors import InputError
from engine.exchange.suggestion_table import (
    SuggestedImage,
    SuggestedLabel,
    suggestion_writer,
)
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from engine.whole_file import whole_file

IMAGES_AT_A_TIME = 500

NOT_ENCODED = "not encoded yet"
NO_OPEN_SUGGESTION = "no open suggestion"


@dataclass(frozen=True, slots=True)
class SuggestionExportSummary:
    """What was written where.

    The file names all ``images`` of the catalogue; ``images_with_suggestions`` of them have some,
    each of the others has one row that says why not.
    """

    destination: Path
    images: int
    images_with_suggestions: int
    suggestions: int
    size_bytes: int


def export_suggestions(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    destination: Path,
    raw: bool = False,
    overwrite: bool = False,
    chosen: ChosenRows = EVERY_ROW,
) -> Job[SuggestionExportSummary]:
    """Write the open suggestions of every image to ``destination``, most confident first.

    CSV, or JSON Lines where the name ends in .jsonl. Confidence and evidence are those of the
    references as they are now; right after a run they are the run's. ``chosen``: only these; an
    image without any is named with the reason, unless its rows were left out for what they say.
    Raises InputError before the first run, and where the destination is unusable (see
    ``checked_destination``).
    """
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    run = catalogue.suggestions.run()
    if run is None:
        raise InputError("no-suggestions")
    yield Progress("reading-labelled-images", 0, 0)
    table = _Table(catalogue, fitted_suggester(catalogue), thresholds_of_run(catalogue, run))
    table.chosen = chosen
    ids = catalogue.images.ids(chosen.images)
    with whole_file(resolved, overwrite=overwrite) as stream:
        write = suggestion_writer(
            stream, resolved, threshold=run.threshold, suggester=run.suggester, raw=raw
        )
        for start in range(0, len(ids), IMAGES_AT_A_TIME):
            yield Progress("writing-suggestions", start, len(ids))
            if cancel.is_set():
                raise JobCancelledError("nothing-written")
            for image in table.rows(ids[start : start + IMAGES_AT_A_TIME]):
                write(image)
            if table.is_full:
                break
    return SuggestionExportSummary(
        resolved,
        table.images,
        table.images_with_suggestions,
        table.suggestions,
        resolved.stat().st_size,
    )


def write_suggestions_of(
    session: ReviewSession,
    found: Iterable[tuple[str, ImageSuggestions]],
    destination: Path,
    *,
    raw: bool = False,
    overwrite: bool = False,
) -> SuggestionExportSummary:
    """Write what a session suggests for some images, each with its file as it is to be called, in
    the rows of ``export_suggestions``. Raises InputError where the destination is unusable."""
    catalogue = session.catalogue
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    paths = _Paths(catalogue)
    levels = catalogue.labels.levels()
    images = with_suggestions = suggestions = 0
    with whole_file(resolved, overwrite=overwrite) as stream:
        write = None
        for file, one in found:
            labels = tuple(
                SuggestedLabel(
                    levels.get(shown.label_id, (shown.label_name,)),
                    shown.confidence,
                    tuple(
                        (paths.of(each.image_id), each.weight)
                        for each in session.evidence(one.image_id, shown.label_id)
                        if each.carries_label and not one.borrowed_evidence
                    ),
                    shown.threshold,
                    shown.name_similarity,
                    shown.name_share,
                    shown.probability,
                )
                for shown in sorted(one.suggestions, key=lambda shown: -shown.confidence)
            )
            write = write or suggestion_writer(
                stream, resolved, threshold=one.threshold, suggester=one.suggester, raw=raw
            )
            write(SuggestedImage(file, labels, "" if labels else MESSAGE_TEXTS[one.message]))
            images += 1
            with_suggestions += bool(labels)
            suggestions += len(labels)
    size_bytes = resolved.stat().st_size
    return SuggestionExportSummary(resolved, images, with_suggestions, suggestions, size_bytes)


class _Paths:
    """Files of images by id, each looked up once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[int, str] = {}

    def of(self, image_id: int) -> str:
        """The file as spelled on disk."""
        if image_id not in self._known:
            self._known[image_id] = file_on_disk(self._catalogue.images.get(image_id))
        return self._known[image_id]


class _Table:
    """Rows for images, with running counts."""

    def __init__(
        self, catalogue: Catalogue, fitted: FittedSuggester, shown: CalibratedThresholds
    ) -> None:
        self._catalogue = catalogue
        self._fitted = fitted
        self._thresholds = shown.thresholds
        self._levels = catalogue.labels.levels()
        self._paths = _Paths(catalogue)
        self.chosen = EVERY_ROW
        self.images = 0
        self.images_with_suggestions = 0
        self.suggestions = 0

    @property
    def is_full(self) -> bool:
        """Whether there are as many rows as there may be."""
        return self.chosen.limit is not None and self.suggestions >= self.chosen.limit

    def rows(self, image_ids: list[int]) -> list[SuggestedImage]:
        """What the table says of these images."""
        images = self._catalogue.images.get_many(image_ids)
        features, found = self._fitted.store.rows([image.content_hash for image in images])
        stored = [self._stored(image.id) for image in images]
        asked = np.flatnonzero(
            [bool(own) and bool(here) for own, here in zip(stored, found, strict=True)]
        )
        ids = np.array([images[row].id for row in asked], dtype=np.int64)
        answers = self._fitted.ask(features[asked], ids) if len(ids) else []
        by_row = dict(zip(asked.tolist(), answers, strict=True))
        rows: list[SuggestedImage] = []
        for row, image in enumerate(images):
            if self.is_full:
                break
            if row not in by_row:
                if not self.chosen.takes_every_row:
                    continue
                self.images += 1
                rows.append(
                    SuggestedImage(file_on_disk(image), reason=_reason(image, bool(found[row])))
                )
                continue
            labels = [self._label(by_row[row], one) for one in stored[row]]
            labels.sort(key=lambda label: -label.confidence)
            if self.chosen.limit is not None:
                labels = labels[: self.chosen.limit - self.suggestions]
            self.images += 1
            rows.append(SuggestedImage(file_on_disk(image), tuple(labels)))
            self.images_with_suggestions += 1
            self.suggestions += len(labels)
        return rows

    def _stored(self, image_id: int) -> list[SuggestionRecord]:
        return [
            one
            for one in self._catalogue.suggestions.of_image(image_id)
            if self.chosen.takes(one.label_id, one.probability)
        ][: self.chosen.top]

    def _label(self, asked: Asked, suggestion: SuggestionRecord) -> SuggestedLabel:
        levels = self._levels.get(suggestion.label_id, (suggestion.label_name,))
        column = self._fitted.columns.get(suggestion.label_id)
        if column is None:
            return SuggestedLabel(levels, 0.0)
        # Evidence borrowed from another suggester does not add up to this one's confidence.
        evidence = [] if self._fitted.borrows_evidence else asked.evidence(column)
        carrying = [one for one in evidence if one.carries_label]
        return SuggestedLabel(
            levels,
            asked.scores.get(column, 0.0),
            tuple((self._paths.of(one.image_id), one.weight) for one in carrying),
            self._thresholds.of(suggestion.label_id),
            asked.name_similarity(column),
            asked.name_share(column),
            suggestion.probability,
        )


def file_on_disk(image: ImageRecord) -> str:
    """An image's path as on disk; bytes that are no UTF-8 are lone surrogates (PEP 383)."""
    return os.fsdecode(image.path_bytes)


def _reason(image: ImageRecord, encoded: bool) -> str:
    """Why nothing is suggested for an image."""
    if image.status != "ok":
        return f"{image.status}: {image.problem}" if image.problem else image.status
    return NO_OPEN_SUGGESTION if encoded else NOT_ENCODED
