"""The images of a snapshot as an export has them: chosen, named, divided, counted."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np

from db.catalogue import Catalogue
from db.records import LabellingRecord
from db.snapshot import Snapshot, SnapshotImage
from engine.answers.calibrated_thresholds import CalibratedThresholds, thresholds_of_run
from engine.answers.current_encoder import current_encoder
from engine.answers.duplicates.groups import image_groups
from engine.answers.exporting.settings import ExportSettings, SplitSettings
from engine.answers.language import ARCHIVE_SETTING
from engine.evaluation.splits import PARTS, assigned_parts, read_split
from engine.evaluation.stratified import stratified_parts
from engine.exchange.export_format import ExportFormat
from engine.exchange.records import (
    ExchangedCaption,
    ExchangedImage,
    ExchangedLabelling,
    ExchangedSuggestion,
)
from engine.jobs.exports.labels_out import DECIDED, LabelsOut
from messages.message import Message

IMAGES_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """The suggester of the present suggestions, and what its confidences are shown as."""

    suggester: str = ""
    encoder: str = ""
    thresholds: CalibratedThresholds | None = None

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        """Of the newest run."""
        run = catalogue.suggestions.run()
        if run is None:
            return cls()
        return cls(run.suggester, run.encoder, thresholds_of_run(catalogue, run))

    def probability(self, labelling: LabellingRecord, suggester: str) -> float | None:
        """How likely an accepted suggestion was right, as the window shows it; None for those of
        other suggesters, whose confidences mean something else."""
        if labelling.confidence is None or self.thresholds is None or suggester != self.suggester:
            return None
        return self.thresholds.probability(labelling.confidence, labelling.label_id)


@dataclass
class Counts:
    """What has gone out so far; ``parts``: images in each."""

    images: int = 0
    labelled_images: int = 0
    labellings: int = 0
    suggestions: int = 0
    size_bytes: int = 0
    parts: Counter[str] = field(default_factory=Counter)
    labels: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, image: ExchangedImage) -> None:
        """One more image."""
        self.images += 1
        self.labelled_images += bool(image.labellings)
        self.labellings += len(image.labellings)
        self.suggestions += len(image.suggestions)
        self.size_bytes += image.size_bytes or 0
        self.labels.update(one.levels for one in image.labellings)
        if image.part:
            self.parts[image.part] += 1


class Counted:
    """Images that are counted while somebody goes through them, each time anew."""

    def __init__(self, images: Iterable[ExchangedImage]) -> None:
        self._images = images
        self.counts = Counts()

    def __iter__(self) -> Iterator[ExchangedImage]:
        self.counts = Counts()
        for image in self._images:
            self.counts.add(image)
            yield image


class ImagesOut:
    """The images of an export, to be gone through as often as a format likes."""

    def __init__(
        self,
        catalogue: Catalogue,
        snapshot: Snapshot,
        chosen: ExportFormat,
        settings: ExportSettings,
        *,
        limit: int | None = None,
        top: int | None = None,
    ) -> None:
        """Of a snapshot that is taken, less what ``settings.state`` and a format with pictures
        or times leave out: the first ``limit`` images, each with its ``top`` surest suggestions.

        Raises InputError for a split that fits nothing.
        """
        snapshot.keep(settings.state)
        if chosen.pictures == "always" or settings.pictures is not None:
            snapshot.keep("readable")
        self.remarks: tuple[Message, ...] = ()
        """What is to be said of images that the format has no room for."""
        if chosen.needs_time(chosen.checked_options(settings.options)):
            before = snapshot.image_count
            snapshot.keep("dated")
            undated = before - snapshot.image_count
            self.remarks = (Message("export-undated", {"images": undated}),) if undated else ()
        if limit is not None:
            snapshot.keep_first(limit)
        self._top = top
        self._snapshot = snapshot
        self._shown = Shown.of(catalogue)
        current = current_encoder(catalogue)
        self.current_encoder = "" if current is None else current[1]
        """The fingerprint of the encoder in use, "" before the first encoding."""
        self.labels = LabelsOut(snapshot, catalogue.labels.all(), settings)
        spoken = str(catalogue.settings.get(ARCHIVE_SETTING, ""))
        self.language = "en" if settings.names == "english" else spoken
        """The ISO code of the labels' names, "" where it is not known."""
        self._part_of = _part_of(catalogue, snapshot, settings)
        self.parts: tuple[str, ...] = ()
        """Those that have images: an empty file of a part would open as a data set of nothing."""
        if settings.split is not None:
            used = set(self._part_of.values())
            self.parts = tuple(one for n, one in enumerate(PARTS) if n in used) or PARTS

    def __len__(self) -> int:
        return self._snapshot.image_count - sum(part < 0 for part in self._part_of.values())

    def __iter__(self) -> Iterator[ExchangedImage]:
        for page in self._snapshot.pages(IMAGES_AT_A_TIME):
            for image in page:
                number = self._part_of.get(image.id, 0)
                if number < 0:
                    continue
                yield self._exchanged(image, PARTS[number] if self.parts else "")

    def compared(self, catalogue: Catalogue) -> tuple[str, int]:
        """By which encoder's features duplicates were searched for, and how many of the images
        were compared; "" and 0 where there was no search that came to its end."""
        run = catalogue.duplicates.run()
        if run is None or not run.encoder:
            return "", 0
        compared = catalogue.duplicates.compared(run.encoder)
        ids = (row[0] for row in self._snapshot.contents())
        return run.encoder, sum(one in compared for one in ids if self._part_of.get(one, 0) >= 0)

    @property
    def suggester(self) -> str:
        """Which suggester made the suggestions, "" for none."""
        return self._shown.suggester

    @property
    def encoder(self) -> str:
        """The fingerprint of the encoder that it saw the images by."""
        return self._shown.encoder

    def _exchanged(self, image: SnapshotImage, part: str) -> ExchangedImage:
        labels = self.labels
        labellings = [
            (one.label_id, self._labelling(one, image.suggesters.get(one.label_id, "")))
            for one in image.labellings
            if labels.wants(one.source)
        ]
        return ExchangedImage(
            os.fsdecode(image.path_bytes),
            labels.of_image(labellings),
            image.title,
            image.reviewed_at or "",
            suggestions=tuple(
                ExchangedSuggestion(labels.levels(one.label_id), one.confidence, one.probability)
                for one in image.suggestions
                if labels.has(one.label_id)
            )[: self._top],
            part=part,
            sha256=image.content_hash.hex(),
            width_px=image.width_px,
            height_px=image.height_px,
            size_bytes=image.size_bytes,
            captured_at=image.captured_at or "",
            captions=tuple(
                ExchangedCaption(
                    one.text, one.language, one.source, one.field, one.author, one.made_at
                )
                for one in image.captions
            ),
        )

    def _labelling(self, one: LabellingRecord, suggester: str) -> ExchangedLabelling:
        return ExchangedLabelling(
            self.labels.levels(one.label_id),
            one.source,
            one.decider,
            one.decided_at,
            one.confidence,
            self._shown.probability(one, suggester),
        )


def _part_of(catalogue: Catalogue, snapshot: Snapshot, settings: ExportSettings) -> dict[int, int]:
    """The part of every image, a place in ``PARTS``, by id; -1 for one that a table of parts does
    not name, which stays out. Empty where nothing is split."""
    if settings.split is None:
        return {}
    rows = list(snapshot.contents())
    ids = [row[0] for row in rows]
    if settings.split.file:
        files = [os.fsdecode(row[2]) for row in rows]
        parts = assigned_parts(read_split(Path(settings.split.file)), files)
    else:
        parts = _stratified(
            catalogue, snapshot, settings.split, ids, [row[1] for row in rows], settings
        )
    return dict(zip(ids, parts.tolist(), strict=True))


def _stratified(
    catalogue: Catalogue,
    snapshot: Snapshot,
    split: SplitSettings,
    ids: Sequence[int],
    hashes: Sequence[bytes],
    settings: ExportSettings,
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Each label divided by the shares; images that are the same, or are likely to be, together."""
    groups = image_groups(catalogue, ids, hashes).together
    row_of = {image_id: row for row, image_id in enumerate(ids)}
    pairs = [
        (row_of[image_id], label_id)
        for image_id, label_id in snapshot.label_pairs(sources=DECIDED[settings.sources])
    ]
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return stratified_parts(groups, (both[:, 0], both[:, 1]), split.shares, seed=split.seed)
