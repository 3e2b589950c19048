"""A list of captions into a catalogue: one change, which undo takes back."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from db.captions.records import FoundCaption
from db.catalogue import Catalogue
from engine.archive.caption_files import read_captions
from engine.archive.table_matching import match_rows
from engine.jobs.image_batches import (
    import_batch,
    import_of,
    readable_path,
    table_captions,
    with_keywords,
)
from engine.jobs.import_table import known_hashes, known_paths
from engine.jobs.scan_table import Notes, table_notes
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

IMAGES_AT_A_TIME = 1_000


@dataclass(slots=True)
class CaptionSummary:
    """What an import of captions did, or with ``dry_run`` would fit.

    ``images`` have captions in the list, ``found`` is how many; ``captions`` are new ones, not
    counted in a dry run. ``notes`` are about rows that fit no image, and
    captions that were left out or cut.
    """

    dry_run: bool
    images: int = 0
    found: int = 0
    captions: int = 0
    rejected_rows: int = 0
    notes: Notes = field(default_factory=list)

    @property
    def message(self) -> Message:
        """What came of it."""
        return Message(
            "job-import-captions-done", {"images": self.images, "captions": self.captions}
        )


def import_captions(
    catalogue: Catalogue, *, cancel: CancelToken, file: Path, dry_run: bool = False
) -> Job[CaptionSummary]:
    """Take the captions of a list (``read_captions``) into the catalogue.

    A caption that an image has already, or had before somebody changed it, is not new. Stopped
    half-way, what was taken in stays, and the same import goes on. Raises InputError where the
    list cannot be read; then nothing has changed.
    """
    yield Progress("importing-captions", 0, 0)
    ids = known_paths(catalogue)
    table = match_rows(
        read_captions(file, sorted(ids)),
        list(ids),
        catalogue.archive_dir,
        known_hashes(catalogue),
    )
    summary = CaptionSummary(
        dry_run,
        sum(bool(entry.captions) for entry in table.entries.values()),
        sum(len(entry.captions) for entry in table.entries.values()),
        rejected_rows=table.rejected_rows,
        notes=table_notes(table),
    )
    if not dry_run:
        entries = {ids[path]: table_captions(entry) for path, entry in table.entries.items()}
        yield from take_in(catalogue, entries, summary, cancel)
    return summary


def take_in(
    catalogue: Catalogue,
    captions: Mapping[int, tuple[FoundCaption, ...]],
    summary: CaptionSummary,
    cancel: CancelToken,
) -> Job[None]:
    """Add captions found of images (by id) as one change, and count what is new."""
    import_id = 0
    ids = sorted(captions)
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        if cancel.is_set():
            raise JobCancelledError("import-stopped")
        yield Progress("importing-captions", start, len(ids))
        images = catalogue.images.get_many(ids[start : start + IMAGES_AT_A_TIME])
        batch = [with_keywords(image, (), image.title, captions[image.id]) for image in images]
        counts, refused = import_batch(catalogue, batch, import_id)
        import_id = import_of(counts, import_id)
        summary.captions += sum(one.captions_added for one in counts)
        not_kept = Message("image-not-kept")
        summary.notes += [(readable_path(os.fsdecode(one.path_bytes)), not_kept) for one in refused]
