"""The scan: files of the archive in, images, keywords and thumbnails of the catalogue out."""

import importlib.util
import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from db.records import ImageRecord, KnownFile, ScannedImage
from db.text import path_for_people
from engine.answers.limits import limits_from, workers_for
from engine.archive.compare import Comparison, Placement, compare, place
from engine.archive.decode_pool import NOT_YET, DecodeFailure, DecodePool, NotYet
from engine.archive.inspect_file import (
    SETTLED_PROBLEMS,
    InspectedFile,
    InspectRequest,
    described_file,
    hash_or_none,
    inspect_file,
    text_of,
    thumbnail_of,
)
from engine.archive.keyword_table import TableOptions
from engine.archive.keywords import FoundText, union
from engine.archive.metadata.bookkeeping import tidied
from engine.archive.presence import ArchivePresence
from engine.archive.sidecars import read_sidecars
from engine.archive.stored_file import StoredFile
from engine.archive.table_matching import MatchedTable, TableEntry, match_rows
from engine.archive.walk import FoundFile, WalkReport, walk_archive
from engine.errors import InputError
from engine.jobs.captions.news import CaptionNews
from engine.jobs.image_batches import (
    found_captions,
    found_keywords,
    free_path,
    import_batch,
    import_of,
    in_turns,
    moves_in_turns,
    readable_path,
    table_captions,
    table_keywords,
    with_keywords,
)
from engine.jobs.scan_table import remember_import, scan_rows, table_notes
from engine.jobs.sidecars.news import SidecarNews
from engine.jobs.sidecars.pictures.follow import settle_pictures
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

if TYPE_CHECKING:
    from db.catalogue import Catalogue

BATCH_FILES = 200
BATCH_S = 2.0
AHEAD = 128
WALK_REPORT_FILES = 500
READER_SETTING = "scan.reader"
LEFT_SETTING = "scan.left"
"""How many files a scan that was cut short had not read, 0 where it did not know; None once one has
come to its end."""

READER_VERSION = 3
"""Rises when files can be read that could not be read before."""

METADATA_SETTING = "scan.metadata_version"
METADATA_VERSION = 2
"""Rises when keywords or captions are read that were not before: the next scan reads those of every
known file again."""

Steps = Generator[Progress, None, None]
Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(slots=True)
class ScanSummary:
    """What a scan found and did.

    ``files`` is every file that is or should be an image: added + updated + moved + unchanged.
    ``problems`` are (path, reason) of images that cannot be read, ``notes`` of everything else
    that was passed over: broken sidecars, links, rows of the table without a file. ``labels``,
    ``labellings`` and ``captions`` are new ones. ``other_kinds``: by suffix, what is no image.
    """

    files: int = 0
    added: int = 0
    updated: int = 0
    moved: int = 0
    unchanged: int = 0
    missing: int = 0
    labels: int = 0
    labellings: int = 0
    captions: int = 0
    other_files: int = 0
    other_kinds: dict[str, int] = field(default_factory=dict)
    hidden: int = 0
    links: int = 0
    problems: list[tuple[str, Message]] = field(default_factory=list)
    notes: list[tuple[str | Message, Message]] = field(default_factory=list)
    duration_s: float = 0.0

    @property
    def message(self) -> Message:
        """How many images there are and what became of known ones."""
        return Message(
            "job-scan-done",
            {
                "files": self.files,
                "added": self.added,
                "updated": self.updated,
                "moved": self.moved,
                "missing": self.missing,
                "unreadable": len(self.problems),
            },
        )


def scan_archive(
    catalogue: "Catalogue",
    *,
    cancel: CancelToken,
    keywords_csv: Path | None = None,
    csv_options: TableOptions | None = None,
) -> Job[ScanSummary]:
    """Bring the catalogue up to date with its archive; serves the first scan and every later one.

    Known files of the same size and time are passed over; moved ones are found by content, and
    keep everything. New and changed ones are read in worker processes, thumbnails and embedded
    keywords in the same pass, and stored about every 200 files or two seconds: stopped or killed,
    the next scan goes on where this one was. ``keywords_csv`` (or a table this program exported)
    is remembered and read again by later scans. The archive is only read.

    Raises InputError when the archive or the table cannot be read, JobCancelledError on request,
    CatalogueError while keywords are written into pictures elsewhere.
    """
    settle_pictures(catalogue)
    scan = _Scan(catalogue, cancel)
    yield from scan.run(keywords_csv, csv_options)
    return scan.summary


class _Scan:
    def __init__(self, catalogue: "Catalogue", cancel: CancelToken) -> None:
        self._catalogue = catalogue
        self._cancel = cancel
        self._root = catalogue.archive_dir
        self._presence = ArchivePresence(self._root)
        self._limits = limits_from(catalogue.settings)
        self._table = MatchedTable({}, ())
        self._bookkeeping: Counter[str] = Counter()
        self._news = SidecarNews(catalogue)
        self._captions = CaptionNews(catalogue)
        self._import_id = 0
        self.summary = ScanSummary()
        self._left = 0

    def run(self, keywords_csv: Path | None, options: TableOptions | None) -> Steps:
        started_s = time.monotonic()
        if self._catalogue.settings.get(LEFT_SETTING) is None:
            self._catalogue.settings.set(LEFT_SETTING, 0)
        if not self._catalogue.images.count():
            # Nothing was read by an older version, also where this scan is stopped half-way.
            self._catalogue.settings.set(METADATA_SETTING, METADATA_VERSION)
        rows = scan_rows(self._catalogue, keywords_csv, options, self.summary.notes)
        report = WalkReport()
        files: list[FoundFile] = []
        for file in walk_archive(self._root, report):
            files.append(file)
            if len(files) % WALK_REPORT_FILES == 0:
                self._stop_if_cancelled()
                yield Progress("looking-for-files", len(files), 0)
        if report.closed:
            self._presence.require()
        self._refuse_vanished_archive(files)
        self._take_report(report, files)
        self._table = match_rows(rows, [file.path for file in files], self._root)
        self.summary.notes += table_notes(self._table)
        settled = self._settled()
        comparison = compare(files, self._known_files(report), settled.keys())
        workers = workers_for(len(comparison.open_files))
        with DecodePool(workers=workers, limits=self._limits) as pool:
            hashes: dict[str, bytes] = {}
            yield from self._hash(pool, comparison.to_hash(), hashes)
            placement = place(comparison, hashes)
            self._move(comparison, placement)
            yield from self._refresh_keywords(pool, comparison.unchanged + placement.found)
            self._left = len(placement.to_read)
            self._catalogue.settings.set(LEFT_SETTING, self._left)
            yield from self._read(pool, placement.to_read)
            yield from self._mend_thumbnails(pool)
        self._note_bookkeeping()
        self._catalogue.settings.set_many(
            {
                READER_SETTING: self._reader(),
                METADATA_SETTING: METADATA_VERSION,
                LEFT_SETTING: None,
            }
        )
        self._list_settled(settled, comparison.unchanged)
        self.summary.duration_s = time.monotonic() - started_s

    # --- before anything is read ----------------------------------------------------------------

    def _refuse_vanished_archive(self, files: Sequence[FoundFile]) -> None:
        if not files and any(known.status == "ok" for known in self._known()):
            raise InputError("archive-without-images", folder=self._root)

    def _take_report(self, report: WalkReport, files: Sequence[FoundFile]) -> None:
        summary = self.summary
        summary.files = len(files)
        summary.other_files = report.other_files
        summary.other_kinds = dict(report.other_kinds.most_common())
        summary.hidden, summary.links = report.hidden, report.links
        summary.notes += [(readable_path(path), reason) for path, reason in report.notes]

    def _reader(self) -> dict[str, object]:
        """What decides which files can be read: another reader tries all of them again."""
        return {
            "version": READER_VERSION,
            "memory_bytes": self._limits.memory_bytes,
            "timeout_s": self._limits.timeout_s,
            "raw": importlib.util.find_spec("rawpy") is not None,
        }

    def _settled(self) -> dict[int, Message]:
        """Images that this reader has found to be unreadable for what they hold, with reasons."""
        if self._catalogue.settings.get(READER_SETTING) != self._reader():
            return {}
        return {
            image.id: image.problem
            for image in self._catalogue.images.problems()
            if image.problem is not None and image.problem.code in SETTLED_PROBLEMS
        }

    def _list_settled(
        self, settled: Mapping[int, Message], unchanged: Sequence[tuple[FoundFile, int]]
    ) -> None:
        self.summary.problems += [
            (readable_path(file.path), settled[image_id])
            for file, image_id in unchanged
            if image_id in settled
        ]
        self.summary.problems.sort(key=itemgetter(0))

    def _known(self) -> list[KnownFile]:
        return self._catalogue.images.known_files()

    def _known_files(self, report: WalkReport) -> list[KnownFile]:
        """Known files, but for those that could not be looked at: they stay what they are."""
        closed = tuple(os.fsencode(f"{path}/") for path in report.closed)
        return [
            image
            for image in self._known()
            if not closed or not (image.path_bytes + b"/").startswith(closed)
        ]

    # --- known files ----------------------------------------------------------------------------

    def _hash(
        self, pool: DecodePool, files: Sequence[FoundFile], hashes: dict[str, bytes]
    ) -> Steps:
        """Hash what may have moved; files that cannot be read are met again when inspected."""
        paths = (self._root / file.path for file in files)
        done = 0
        for outcome in self._outcomes(pool, hash_or_none, paths):
            yield Progress("comparing-moved-files", done, len(files))
            if isinstance(outcome, bytes):
                hashes[files[done].path] = outcome
            done += outcome is not NOT_YET

    def _move(self, comparison: Comparison, placement: Placement) -> None:
        known = {image.image_id: image for image in comparison.open_images}
        moves = [
            (image_id, file.path_bytes, file.modified_ns) for file, image_id in placement.found
        ]
        holders = {image.path_bytes: image.image_id for image in self._known()}
        taken = holders.keys() | {path for _, path, _ in moves}
        for image in placement.displaced:
            # Another image's file stands at its path now; the row needs one of its own.
            path = free_path(image.path_bytes, taken)
            taken.add(path)
            moves.append((image.image_id, path, image.modified_ns))
        for moving in moves_in_turns(moves, holders):
            self._catalogue.commands.move_images(moving)
        missing = [image_id for image_id in placement.gone if known[image_id].status != "missing"]
        for going in in_turns(missing):
            self._presence.require()
            self._catalogue.commands.mark_missing(going)
        moved = sum(
            known[image_id].path_bytes != file.path_bytes for file, image_id in placement.found
        )
        self.summary.moved = moved
        self.summary.unchanged = len(comparison.unchanged) + len(placement.found) - moved
        self.summary.missing = len(missing)

    def _refresh_keywords(self, pool: DecodePool, known: Sequence[tuple[FoundFile, int]]) -> Steps:
        """Keywords that sidecars or the table have gained for images read earlier; all that is in
        the files too where an older version of the program read them."""
        is_older = self._catalogue.settings.get(METADATA_SETTING) != METADATA_VERSION
        entries = self._table.entries
        known = [
            (file, id_) for file, id_ in known if is_older or file.sidecars or file.path in entries
        ]
        taken_back = self._catalogue.history.taken_back_keywords() if is_older and known else {}
        for start in range(0, len(known), BATCH_FILES):
            self._stop_if_cancelled()
            yield Progress("comparing-keywords", start, len(known))
            part = known[start : start + BATCH_FILES]
            ids = [image_id for _, image_id in part]
            images = self._catalogue.images.get_many(ids)
            keywords = self._catalogue.images.keywords_of_many(ids)
            self._captions.look_at(ids)
            for image_id in taken_back.keys() & set(ids):
                keywords.setdefault(image_id, set()).update(taken_back[image_id])
            texts = self._texts(pool, [file for file, _ in part], is_older=is_older)
            gained = [
                self._gained(file, text, image, keywords.get(image.id, set()))
                for (file, _), text, image in zip(part, texts, images, strict=True)
            ]
            self._import([image for image in gained if image is not None])

    def _texts(
        self, pool: DecodePool, files: Sequence[FoundFile], *, is_older: bool
    ) -> list[FoundText]:
        """What stands beside the files, and with ``is_older`` in them."""
        if not is_older:
            return [tidied((read_sidecars(self._request(file).sidecars),)) for file in files]
        outcomes = self._outcomes(pool, text_of, map(self._request, files))
        return [
            FoundText() if isinstance(one, DecodeFailure) else one
            for one in outcomes
            if not isinstance(one, NotYet)
        ]

    def _gained(
        self, file: FoundFile, beside: FoundText, image: ImageRecord, known: set[tuple[str, str]]
    ) -> ScannedImage | None:
        self.summary.notes += [(readable_path(file.path), note) for note in beside.notes]
        self._count_bookkeeping(beside.bookkeeping)
        entry = self._table.entries.get(file.path, TableEntry())
        found = union(table_keywords(entry) + self._news.of(file, beside.keywords))
        new = tuple(item for item in found if ("|".join(item.levels), item.source) not in known)
        title = entry.title or image.title or beside.title
        captions = self._captions.new(image.id, beside.captions, entry)
        is_new = new or captions or title != image.title
        return with_keywords(image, new, title, captions) if is_new else None

    # --- new and changed files ------------------------------------------------------------------

    def _read(self, pool: DecodePool, files: Sequence[FoundFile]) -> Steps:
        known = {image.path_bytes: image for image in self._known()}
        batch: list[ScannedImage] = []
        thumbnails: list[tuple[bytes, bytes]] = []
        stored_s = time.monotonic()
        done = 0
        requests = (self._request(file) for file in files)
        remaining = iter(files)
        try:
            for outcome in self._outcomes(pool, inspect_file, requests):
                yield Progress("reading-images", done, len(files))
                if isinstance(outcome, NotYet):
                    continue
                file = next(remaining)
                done += 1
                inspected = (
                    described_file(self._request(file), outcome.reason)
                    if isinstance(outcome, DecodeFailure)
                    else outcome
                )
                if inspected.problem and inspected.problem.code not in SETTLED_PROBLEMS:
                    self._presence.require()
                if inspected.thumbnail is not None:
                    thumbnails.append((inspected.content_hash, inspected.thumbnail))
                batch.append(self._scanned(file, inspected, file.path_bytes in known))
                self._count(file, inspected, known.get(file.path_bytes))
                if len(batch) >= BATCH_FILES or time.monotonic() - stored_s > BATCH_S:
                    self._store(batch, thumbnails)
                    stored_s = time.monotonic()
        finally:
            # Also when cancelled: what has been read is kept.
            self._store(batch, thumbnails)

    def _request(self, file: FoundFile) -> InspectRequest:
        sidecars = tuple(self._root / path for path in file.sidecars)
        return InspectRequest(self._root / file.path, sidecars, self._limits, file.size_bytes)

    def _scanned(self, file: FoundFile, inspected: InspectedFile, is_known: bool) -> ScannedImage:
        entry = self._table.entries.get(file.path, TableEntry())
        found = self._news.of(file, inspected.keywords) if is_known else inspected.keywords
        return ScannedImage(
            path_bytes=file.path_bytes,
            content_hash=inspected.content_hash,
            size_bytes=file.size_bytes,
            modified_ns=file.modified_ns,
            width_px=inspected.width_px,
            height_px=inspected.height_px,
            format=inspected.format,
            frame_count=inspected.frame_count,
            title=entry.title or inspected.title,
            captured_at=inspected.captured_at,
            problem=inspected.problem,
            keywords=found_keywords(union(table_keywords(entry) + found)),
            captions=(*table_captions(entry), *found_captions(inspected.captions)),
        )

    def _count(self, file: FoundFile, inspected: InspectedFile, known: KnownFile | None) -> None:
        if known is None:
            self.summary.added += 1
        elif inspected.problem and inspected.content_hash in (b"", known.content_hash):
            self.summary.unchanged += 1  # its bytes are those of before, or nobody knows
        else:
            self.summary.updated += 1
        path = readable_path(file.path)
        if inspected.problem is not None:
            self.summary.problems.append((path, inspected.problem))
        self.summary.notes += [(path, note) for note in inspected.notes]
        self._count_bookkeeping(inspected.bookkeeping)

    def _count_bookkeeping(self, keywords: int) -> None:
        if keywords:
            self._bookkeeping["keywords"] += keywords
            self._bookkeeping["images"] += 1

    def _note_bookkeeping(self) -> None:
        """One note for the archive: there may be some at every image."""
        if self._bookkeeping:
            note = Message("bookkeeping-left-out", dict(self._bookkeeping))
            self.summary.notes.append((Message("scan-whole-archive"), note))

    def _store(self, batch: list[ScannedImage], thumbnails: list[tuple[bytes, bytes]]) -> None:
        # Thumbnails first: an image that is in the catalogue then has one, whenever we are killed.
        if thumbnails:
            self._catalogue.thumbnails.put_many(thumbnails)
            thumbnails.clear()
        self._left -= len(batch)
        self._import(batch)
        self._catalogue.settings.set(LEFT_SETTING, self._left)

    def _import(self, batch: list[ScannedImage]) -> None:
        brought, refused = import_batch(self._catalogue, batch, self._import_id)
        import_id = import_of(brought, self._import_id)
        if import_id != self._import_id and self._table.entries:
            remember_import(self._catalogue, import_id)
        self._import_id = import_id
        self.summary.labels += sum(counts.labels_created for counts in brought)
        self.summary.labellings += sum(counts.labellings_added for counts in brought)
        self.summary.captions += sum(counts.captions_added for counts in brought)
        not_kept = Message("image-not-kept")
        self.summary.problems += [(path_for_people(one.path_bytes), not_kept) for one in refused]
        batch.clear()

    def _mend_thumbnails(self, pool: DecodePool) -> Steps:
        """Make thumbnails that are not there, as after their file was lost or damaged."""
        by_hash = {
            content_hash: image_id for image_id, content_hash in self._catalogue.images.readable()
        }
        missing = self._catalogue.thumbnails.missing(list(by_hash))
        if not missing:
            return
        ids = [by_hash[content_hash] for content_hash in missing]
        images: list[ImageRecord] = []
        requests: list[InspectRequest] = []
        for image in self._catalogue.images.get_many(ids):
            try:
                path = StoredFile(self._root, image.path_bytes).located()
            except InputError as error:
                self.summary.notes.append((image.path, error.message))
                continue
            images.append(image)
            requests.append(InspectRequest(path, (), self._limits, image.size_bytes))
        done = 0
        for outcome in self._outcomes(pool, thumbnail_of, requests):
            yield Progress("making-thumbnails", done, len(images))
            if isinstance(outcome, bytes):
                self._catalogue.thumbnails.put_many([(images[done].content_hash, outcome)])
            done += outcome is not NOT_YET

    def _outcomes(
        self,
        pool: DecodePool,
        function: Callable[[Item], Result],
        items: Iterable[Item],
    ) -> Iterator[Result | DecodeFailure | NotYet]:
        """What the pool makes of each item; stops within 0.1 s, however slow an item is."""
        for outcome in pool.poll(function, items, ahead=AHEAD):
            self._stop_if_cancelled()
            yield outcome

    def _stop_if_cancelled(self) -> None:
        if self._cancel.is_set():
            raise JobCancelledError("scan-stopped")
