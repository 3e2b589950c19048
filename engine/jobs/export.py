"""Labellings leave the catalogue as a file. The archive is never written to."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from db.catalogue import Catalogue
from db.records import ImageFilter, ImageRecord, LabellingRecord, Status
from engine.answers.destinations import checked_destination
from engine.errors import InputError
from engine.exchange.destination import whole_file
from engine.exchange.formats import FORMATS, ExportFormat, export_writer
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

IMAGES_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What was written where; ``labels`` counts the labels that some image carries."""

    destination: Path
    format: ExportFormat
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
    format: ExportFormat,
    raw: bool = False,
    overwrite: bool = False,
) -> Job[ExportSummary]:
    """Write every image of the catalogue with its labels to ``destination``.

    Unlabelled, unreadable and missing images are there too, so that the file is complete. It
    appears whole or not at all. ``raw`` leaves CSV cells as they are, for programs that do not
    undo the protection against spreadsheet formulas. Raises InputError when the destination is
    unusable (see ``check_destination``) or the format unknown.
    """
    if format not in FORMATS:
        raise InputError(f"There is no format {format!r}; choose one of {', '.join(FORMATS)}.")
    resolved = checked_destination(catalogue, destination, overwrite=overwrite)
    ids = catalogue.images.ids()
    levels = catalogue.labels.levels()
    used: set[int] = set()
    labelled_images = labellings = 0

    with whole_file(resolved) as stream:
        write = export_writer(stream, format, labels=sorted(levels.values()), raw=raw)
        for done, page in _pages(ids, cancel):
            yield Progress("Exporting", done, len(ids))
            found = catalogue.labellings.of_images(page)
            for image in catalogue.images.get_many(page):
                own = found.get(image.id, [])
                write(_exchanged(image, own, levels))
                used.update(labelling.label_id for labelling in own)
                labelled_images += bool(own)
                labellings += len(own)
    yield Progress("Exporting", len(ids), len(ids))
    size_bytes = resolved.stat().st_size
    return ExportSummary(
        resolved, format, len(ids), labelled_images, len(used), labellings, size_bytes
    )


def export_preview(
    catalogue: Catalogue, *, format: ExportFormat, raw: bool = False, images: int = 5
) -> str:
    """The head of the file that ``export_labellings`` would write: the first labelled images."""
    levels = catalogue.labels.levels()
    ids = catalogue.images.ids(ImageFilter(status=Status.LABELLED))[:images]
    found = catalogue.labellings.of_images(ids)
    stream = io.StringIO(newline="")
    write = export_writer(stream, format, labels=sorted(levels.values()), raw=raw)
    for image in catalogue.images.get_many(ids):
        write(_exchanged(image, found.get(image.id, []), levels))
    return stream.getvalue()


def _pages(ids: list[int], cancel: CancelToken) -> Iterator[tuple[int, list[int]]]:
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        if cancel.is_set():
            raise JobCancelledError("Nothing was written.")
        yield start, ids[start : start + IMAGES_AT_A_TIME]


def _levels_of(label_id: int, name: str, levels: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The label's levels; its bare name where it was created after they were read."""
    return levels.get(label_id, (name,))


def _exchanged(
    image: ImageRecord, labellings: list[LabellingRecord], levels: dict[int, tuple[str, ...]]
) -> ExchangedImage:
    return ExchangedImage(
        image.path,
        tuple(
            ExchangedLabelling(
                _levels_of(labelling.label_id, labelling.label_name, levels),
                labelling.source,
                labelling.decider,
                labelling.decided_at,
                labelling.confidence,
            )
            for labelling in labellings
        ),
        image.title,
        image.reviewed_at or "",
    )
