"""A keyword table or an export into a catalogue that is there: one change, told beforehand."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from db.catalogue import Catalogue
from engine.archive.keyword_table import TableOptions
from engine.archive.table_matching import MatchedTable, match_rows
from engine.jobs.image_batches import (
    import_batch,
    import_of,
    table_captions,
    table_keywords,
    with_keywords,
)
from engine.jobs.import_difference import (
    Compared,
    Difference,
    compared,
    said_by_export,
    said_by_table,
)
from engine.jobs.keyword_rows import (
    WholeLines,
    check_rows,
    export_rows,
    is_export,
    read_rows,
    refuse_other_formats,
    whole_lines,
)
from engine.jobs.scan_table import Notes, table_notes
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

IMAGES_AT_A_TIME = 1_000


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table would bring: how its rows fit the files, and whether its cells look as if they
    should be taken apart at another sign."""

    table: MatchedTable
    whole_lines: WholeLines | None

    @property
    def notes(self) -> Notes:
        """What to know of how it fits."""
        return table_notes(self.table)


@dataclass(slots=True)
class ImportSummary:
    """What an import did, or with ``dry_run`` would do.

    ``images`` have rows in the table. ``labels`` and ``labellings`` are new ones; a dry run counts
    them in its ``difference``. ``removed`` and ``rejected``: labels that were taken off because
    somebody left them out in another program, and suggestions that were rejected so. ``notes`` are
    about rows that fit no image.
    """

    dry_run: bool
    images: int = 0
    rejected_rows: int = 0
    labels: int = 0
    labellings: int = 0
    removed: int = 0
    rejected: int = 0
    difference: Difference | None = None
    notes: Notes = field(default_factory=list)

    @property
    def message(self) -> Message:
        """What came of it."""
        return Message(
            "job-import-table-done",
            {
                "images": self.images,
                "labellings": self.labellings,
                "labels": self.labels,
                "rejected": self.rejected_rows,
            },
        )


def foretell_table(
    file: Path,
    options: TableOptions,
    paths: Sequence[str],
    root: Path,
    hashes: Mapping[str, str] | None = None,
) -> TableReading:
    """How a table fits the files of these archive paths, ``hashes`` their SHA-256 where they are
    known (``known_hashes``). Changes nothing.

    Raises InputError for what is no table of keywords.
    """
    odd = None
    if not is_export(file, options):
        odd = whole_lines(read_rows(file, options), options.separator)
    return TableReading(match_rows(read_rows(file, options), paths, root, hashes), odd)


def known_paths(catalogue: Catalogue) -> dict[str, int]:
    """The image of every path, spelled as on disk."""
    return {
        os.fsdecode(known.path_bytes): known.image_id for known in catalogue.images.known_files()
    }


def known_hashes(catalogue: Catalogue) -> dict[str, str]:
    """The SHA-256 of every file that could be read, in hexadecimal, by its path."""
    return {
        os.fsdecode(known.path_bytes): known.content_hash.hex()
        for known in catalogue.images.known_files()
        if known.content_hash
    }


def import_table(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    file: Path,
    csv_options: TableOptions | None = None,
    format: str = "",
    dry_run: bool = False,
    removals: bool = True,
) -> Job[ImportSummary]:
    """Take the keywords of a table, or the labels of an export, into the catalogue.

    All of it is one change, which undo takes back. Stopped half-way, what was taken in stays, and
    the same import goes on. Of what people decided in another program nothing is taken in before
    all is; they are the deciders, and with ``removals`` what they left out is taken off.
    ``format`` is that of an export, "keywords" for a keyword table, ""
    for whichever it is. Raises InputError as ``check_rows`` does, also where it is of another
    format.
    """
    options = csv_options or TableOptions()
    refuse_other_formats(file, format)
    check_rows(file, options)
    yield Progress("importing-keywords", 0, 0)
    ids = known_paths(catalogue)
    table = match_rows(
        read_rows(file, options), list(ids), catalogue.archive_dir, known_hashes(catalogue)
    )
    summary = ImportSummary(
        dry_run, len(table.entries), table.rejected_rows, notes=table_notes(table)
    )
    if dry_run or _has_answers(file, options):
        is_own = is_export(file, options)
        said = said_by_export(file, table) if is_own else said_by_table(table)
        yield Progress("comparing-labels", 0, len(said))
        found = Compared()
        for done, now in compared(catalogue, said, ids, table.entries, removals=removals):
            if cancel.is_set():
                raise JobCancelledError("nothing-imported")
            found = now
            yield Progress("comparing-labels", done, len(said))
        if dry_run:
            summary.difference = found.told
        else:
            _take(catalogue, found, summary)
        return summary
    import_id = 0
    every = sorted(table.entries.items(), key=lambda one: ids[one[0]])
    for start in range(0, len(every), IMAGES_AT_A_TIME):
        if cancel.is_set():
            raise JobCancelledError("import-stopped")
        yield Progress("importing-keywords", start, len(every))
        part = every[start : start + IMAGES_AT_A_TIME]
        images = catalogue.images.get_many([ids[path] for path, _ in part])
        batch = [
            with_keywords(
                image, table_keywords(entry), entry.title or image.title, table_captions(entry)
            )
            for image, (_, entry) in zip(images, part, strict=True)
        ]
        counts, refused = import_batch(catalogue, batch, import_id)
        import_id = import_of(counts, import_id)
        summary.labels += sum(one.labels_created for one in counts)
        summary.labellings += sum(one.labellings_added for one in counts)
        summary.notes += [
            (os.fsdecode(image.path_bytes), Message("image-not-kept")) for image in refused
        ]
    return summary


def _has_answers(file: Path, options: TableOptions) -> bool:
    """Whether people decided something of the file's images in another program."""
    return is_export(file, options) and any(
        image.answer is not None for _, image in export_rows(file)
    )


def _take(catalogue: Catalogue, found: Compared, summary: ImportSummary) -> None:
    """Take in what people decided, as one change."""
    if not found.given and not found.refused:
        return
    run = catalogue.suggestions.run()
    suggester = "" if run is None else run.suggester
    details = catalogue.commands.take_answers(
        found.given, found.refused, suggester=suggester
    ).details
    summary.labellings = int(str(details["added"]))
    summary.labels = int(str(details["labels_created"]))
    summary.removed = int(str(details["removed"]))
    summary.rejected = found.told.rejected
