"""Labellings leave the catalogue as a file or folder. The archive is never written to."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from db.catalogue import Catalogue
from db.records import ImageFilter, LabellingRecord, Status
from db.snapshot import Snapshot, SnapshotImage
from engine.answers.calibrated_thresholds import CalibratedThresholds, thresholds_of_run
from engine.answers.destinations import checked_destination
from engine.errors import InputError
from engine.exchange.content import ExchangedLabel, ExportContent
from engine.exchange.export_format import ExportFormat, Options, OptionValue, Preview, Writing
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_named
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from engine.whole_file import whole_place
from messages.message import Message

IMAGES_AT_A_TIME = 500
NO_OPTIONS: dict[str, OptionValue] = {}


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What was written where; ``labels`` counts the labels that some image carries."""

    destination: Path
    format: str
    images: int
    labelled_images: int
    labels: int
    labellings: int
    size_bytes: int

    @property
    def message(self) -> Message:
        """What was written where."""
        return Message(
            "job-export-done",
            {"labellings": self.labellings, "images": self.images, "file": self.destination},
        )


def export_labellings(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    destination: Path,
    format: str,
    options: Options = NO_OPTIONS,
    overwrite: bool = False,
) -> Job[ExportSummary]:
    """Write every image of the catalogue with its labels to ``destination``.

    Unlabelled, unreadable and missing images are there too, so that the export is complete. All
    of it is one state of the catalogue, and it appears whole or not at all. ``options`` are those
    of the format. Raises InputError when the destination is unusable (see ``check_destination``),
    the format or an option unknown, or an image has more labels than the format has room for.
    """
    chosen = format_named(format)
    settings = chosen.checked_options(options)
    resolved = checked_destination(
        catalogue, destination, overwrite=overwrite, is_folder=chosen.writes_folder
    )
    with catalogue.snapshot() as snapshot:
        for _, total in snapshot.take():
            yield Progress("exporting", 0, total)
            _stop_if_cancelled(cancel)
        exported = _Exported(snapshot, chosen, _Shown.of(catalogue))
        with (
            whole_place(resolved, overwrite=overwrite, is_folder=chosen.writes_folder) as place,
            closing(_written(exported, place, settings)) as written,
        ):
            for done, _ in enumerate(written):
                if done % IMAGES_AT_A_TIME == 0:
                    yield Progress("exporting", done, snapshot.image_count)
                    _stop_if_cancelled(cancel)
        total = snapshot.image_count
    yield Progress("exporting", total, total)
    return ExportSummary(
        resolved,
        chosen.name,
        total,
        exported.labelled_images,
        len(exported.label_ids),
        exported.labellings,
        _size_bytes(resolved),
    )


def export_preview(
    catalogue: Catalogue, *, format: str, options: Options = NO_OPTIONS, images: int = 5
) -> Preview:
    """The head of what ``export_labellings`` would write: the first labelled images."""
    chosen = format_named(format)
    settings = chosen.checked_options(options)
    ids = catalogue.images.ids(ImageFilter(status=Status.LABELLED))[:images]
    with (
        tempfile.TemporaryDirectory(prefix="nabolag-preview-") as folder,
        catalogue.snapshot(ids) as snapshot,
    ):
        for _ in snapshot.take():
            pass
        place = Path(folder, f"preview{chosen.suffix}")
        if chosen.writes_folder:
            place.mkdir()
        for _ in _written(_Exported(snapshot, chosen, _Shown.of(catalogue)), place, settings):
            pass
        return chosen.preview(place)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The suggester of the present suggestions, and what its confidences are shown as."""

    suggester: str = ""
    thresholds: CalibratedThresholds | None = None

    @classmethod
    def of(cls, catalogue: Catalogue) -> Self:
        run = catalogue.suggestions.run()
        return cls() if run is None else cls(run.suggester, thresholds_of_run(catalogue, run))

    def probability(self, labelling: LabellingRecord, suggester: str) -> float | None:
        """How likely an accepted suggestion was right, as the window shows it; None for those of
        other suggesters, whose confidences mean something else."""
        if labelling.confidence is None or self.thresholds is None or suggester != self.suggester:
            return None
        return self.thresholds.probability(labelling.confidence, labelling.label_id)


@dataclass
class _Exported:
    """The images of a snapshot as they leave the program, with running counts."""

    snapshot: Snapshot
    format: ExportFormat
    shown: _Shown
    label_ids: set[int] = field(default_factory=set)
    labelled_images: int = 0
    labellings: int = 0

    def images(self) -> Iterator[ExchangedImage]:
        """One after the other, by path. Raises InputError where the format has no room."""
        for page in self.snapshot.pages(IMAGES_AT_A_TIME):
            for image in page:
                count = len(image.labellings)
                if self.format.one_label_only and count > 1:
                    raise InputError(
                        "export-one-label-only",
                        file=image.path,
                        labels=count,
                        format=self.format.name,
                    )
                self.label_ids.update(labelling.label_id for labelling in image.labellings)
                self.labelled_images += count > 0
                self.labellings += count
                yield _exchanged(image, self.snapshot.levels, self.shown)


def _written(exported: _Exported, place: Path, settings: Options) -> Writing:
    content = ExportContent(
        exported.images(),
        exported.snapshot.image_count,
        [ExchangedLabel(levels) for levels in sorted(exported.snapshot.levels.values())],
    )
    return exported.format.write(place, content, settings)


def _exchanged(
    image: SnapshotImage, levels: dict[int, tuple[str, ...]], shown: _Shown
) -> ExchangedImage:
    return ExchangedImage(
        os.fsdecode(image.path_bytes),
        tuple(
            ExchangedLabelling(
                levels[labelling.label_id],
                labelling.source,
                labelling.decider,
                labelling.decided_at,
                labelling.confidence,
                shown.probability(labelling, image.suggesters.get(labelling.label_id, "")),
            )
            for labelling in image.labellings
        ),
        image.title,
        image.reviewed_at or "",
    )


def _stop_if_cancelled(cancel: CancelToken) -> None:
    if cancel.is_set():
        raise JobCancelledError("nothing-written")


def _size_bytes(written: Path) -> int:
    files = written.rglob("*") if written.is_dir() else [written]
    return sum(file.stat().st_size for file in files if file.is_file())
