"""Labels into the picture files themselves, told beforehand and taken back afterwards.

The one job that changes the originals. Of each file the old bytes are kept first; exiftool writes
another file from that copy; it is read again and compared with the old one; and only then it takes
the place of the old one, whole or not at all.
"""

import hashlib
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from db.catalogue import Catalogue
from db.clock import now_utc
from db.sidecar_journal import KnownKeyword, SidecarState, SidecarStep
from engine.answers.limits import limits_from
from engine.archive.decode_pool import DecodeFailure, DecodePool
from engine.errors import InputError
from engine.jobs.sidecars.alone import writing_alone
from engine.jobs.sidecars.pictures.follow import (
    Followed,
    as_it_is,
    follow,
    originals_of,
    settle,
    work_folder,
)
from engine.jobs.sidecars.pictures.plan import PicturePlan, PictureView, format_reason
from engine.jobs.sidecars.pictures.summary import MIB, PicturesSummary
from engine.jobs.sidecars.write import STOPPING
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.sidecars.pictures.exiftool import UNSUPPORTED, ExifTool, Writing
from engine.sidecars.pictures.same_picture import (
    PicturePair,
    has_same_pixels,
    is_same_without_metadata,
)
from engine.sidecars.pictures.text import arguments_of, is_as_meant, read_picture_text
from engine.whole_file import FileChangedError, Replacement, replace_together
from messages.message import Message
from messages.os_reasons import reason_of

STOPPED = "pictures-stopped"
FILES_AT_A_TIME = 50
BYTES_AT_A_TIME = 64 * MIB
"""Of files that are written together; a larger one is written by itself."""
FOLLOWED_AT_A_TIME = 1_000
"""Files after which the catalogue follows: each time, features get a shard of their own."""
IMAGES_BETWEEN_REPORTS = 100


def preview_embedding(
    catalogue: Catalogue, *, cancel: CancelToken, image_ids: Collection[int] | None = None
) -> Job[PicturesSummary]:
    """Tell what ``embed_keywords`` with the same options would do. Changes nothing.

    Raises InputError where the archive or exiftool is not there.
    """
    view = PictureView(catalogue, ExifTool())
    return (yield from _foretold(catalogue, view, cancel, image_ids))


def embed_keywords(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    image_ids: Collection[int] | None = None,
    from_copy: bool = False,
) -> Job[PicturesSummary]:
    """Write the labels of all images in use, or of these, into their own files; only where
    something differs. Everything that the catalogue knows of the images stays.

    The old bytes of each file are kept in the catalogue's folder for ``undo_embedding`` until
    somebody drops them. A file that is not as the last scan saw it, is protected or has a second
    name is left, and so is one whose picture or other metadata would not come out as it was.
    Stopped or killed, each file is old or new, and the same call goes on.

    The pictures of a copied catalogue are still those of the one that it was copied from; they are
    written into only with ``from_copy``.

    Raises InputError where the archive or exiftool is not there, there is no room, or the catalogue
    is a copy; CatalogueError where another process writes into pictures of this catalogue.
    """
    with writing_alone(catalogue, catalogue.pictures):
        original = catalogue.original()
        if original is None:
            catalogue.note_place()
        elif not from_copy:
            raise InputError("pictures-of-other-catalogue", catalogue=original)
        settle(catalogue)
        view = PictureView(catalogue, ExifTool())
        foretold = yield from _foretold(catalogue, view, cancel, image_ids)
        _require_room(catalogue, foretold)
        # Limits of the catalogue, one process: exiftool is what takes the time.
        with DecodePool(workers=1, limits=limits_from(catalogue.settings)) as pool:
            writer = _Writer(catalogue, pool)
            try:
                for done, planned in view.plans(image_ids):
                    if planned is not None and not writer.has_room_for(planned):
                        writer.write()
                        stop_if_cancelled(cancel, STOPPED)
                        yield Progress("writing-pictures", done, len(view.images))
                    if planned is not None:
                        writer.take(planned)
                writer.write()
            finally:
                writer.finish()
    writer.summary.kept_bytes = originals_of(catalogue).size_bytes()
    return writer.summary


def _foretold(
    catalogue: Catalogue,
    view: PictureView,
    cancel: CancelToken,
    image_ids: Collection[int] | None,
) -> Job[PicturesSummary]:
    summary = PicturesSummary(preview=True, copied_from=catalogue.original())
    originals = originals_of(catalogue)
    for done, planned in view.plans(image_ids):
        if done % IMAGES_BETWEEN_REPORTS == 0:
            stop_if_cancelled(cancel, STOPPED)
            yield Progress("comparing-pictures", done, len(view.images))
        if planned is None:
            continue
        summary.count(planned)
        if planned.kind == "changed":
            summary.changed_bytes += planned.image.size_bytes
            if not originals.has(planned.image.content_hash):
                summary.needed_bytes += planned.image.size_bytes
    summary.kept_bytes = originals.size_bytes()
    return summary


def _require_room(catalogue: Catalogue, foretold: PicturesSummary) -> None:
    """Raise InputError where the old bytes, and what is written at a time, do not fit."""
    if not foretold.changed:
        return
    at_a_time = min(BYTES_AT_A_TIME, foretold.changed_bytes)
    kept, written = foretold.needed_bytes + at_a_time, at_a_time
    if catalogue.folder.stat().st_dev == catalogue.archive_dir.stat().st_dev:
        kept, written = kept + written, 0
    for code, folder, size_bytes in (
        ("pictures-no-room", catalogue.folder, kept),
        ("pictures-no-room-in-archive", catalogue.archive_dir, written),
    ):
        free_bytes = shutil.disk_usage(folder).free
        if free_bytes < size_bytes:
            raise InputError(
                code,
                folder=folder,
                needed_mib=size_bytes / MIB,
                free_mib=free_bytes / MIB,
            )


@dataclass(frozen=True, slots=True)
class _Written:
    """A file that exiftool has written beside, judged, and ready to take its place."""

    planned: PicturePlan
    step: SidecarStep
    content: bytes


class _Writer:
    """Writes pictures batch by batch: kept, written beside, judged, said in the journal, put in
    place, and followed by the catalogue."""

    def __init__(self, catalogue: Catalogue, pool: DecodePool) -> None:
        self._catalogue = catalogue
        self._originals = originals_of(catalogue)
        self._work = work_folder(catalogue)
        self._pool = pool
        self._tool = ExifTool()
        self._run_id = 0
        self._is_half_done = False
        self._to_write: list[PicturePlan] = []
        self._followed: list[Followed] = []
        self.summary = PicturesSummary(preview=False)

    def has_room_for(self, planned: PicturePlan) -> bool:
        """Whether one more file may be written with those that wait."""
        waiting = [one.image.size_bytes for one in self._to_write]
        if planned.kind != "changed" or not waiting:
            return True
        fits = sum(waiting) + planned.image.size_bytes <= BYTES_AT_A_TIME
        return fits and len(waiting) < FILES_AT_A_TIME

    def take(self, planned: PicturePlan) -> None:
        """Take in a file; those that differ wait for ``write``."""
        if planned.kind == "changed":
            self._to_write.append(planned)
        else:
            self.summary.count(planned)

    def write(self) -> None:
        """Write all that waits."""
        to_write, self._to_write = self._to_write, []
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(parents=True, mode=0o700)
        try:
            written = self._judged(list(self._kept(to_write)))
        finally:
            shutil.rmtree(self._work, ignore_errors=True)
        if not written:
            return
        self._is_half_done = True
        if not self._run_id:
            self._run_id = self._catalogue.pictures.begin(now_utc(), self._catalogue.curator)
        self._catalogue.pictures.note(self._run_id, [one.step for one in written], {})
        outcomes = replace_together(
            [
                Replacement(one.planned.file, one.step.before, one.content, keeps_times=True)
                for one in written
            ]
        )
        for one, error in zip(written, outcomes, strict=True):
            if error is None:
                self._followed.append(as_it_is(one.step, one.planned.file, is_new=True))
                self.summary.count(one.planned)
            else:
                self._fail(one.planned, error)
        self._is_half_done = False
        if len(self._followed) >= FOLLOWED_AT_A_TIME:
            self._follow()

    def finish(self) -> None:
        """The run has come to its end, or was stopped between two batches. One that failed inside
        a batch stays begun: the next look at pictures settles what it wrote."""
        if self._run_id and not self._is_half_done:
            self._follow()
            self._catalogue.pictures.mark(self._run_id, "done")

    def _follow(self) -> None:
        followed, self._followed = self._followed, []
        follow(self._catalogue, followed)

    def _kept(self, plans: Sequence[PicturePlan]) -> Iterator[tuple[PicturePlan, Writing]]:
        """Keep the old bytes of files, and say what is to be written."""
        for number, one in enumerate(plans):
            assert one.change is not None
            try:
                source = self._originals.keep(one.file, one.image.content_hash)
                arguments = arguments_of(one.change, self._work, str(number))
            except OSError as error:
                self._fail(one, error)
                continue
            target = self._work / f"{number}{source.suffix}"
            yield one, Writing(source, target, arguments)

    def _judged(self, pairs: Sequence[tuple[PicturePlan, Writing]]) -> list[_Written]:
        """Let exiftool write, and read again what it wrote."""
        answers = self._tool.write(self._work, [writing for _, writing in pairs])
        written = []
        for (planned, writing), answer in zip(pairs, answers, strict=True):
            failure = self._judge(planned, writing, answer)
            if failure is not None and failure.code == "picture-format":
                self.summary.count(replace(planned, kind="format", reason=failure))
                continue
            if failure is not None:
                self.summary.count(planned, failure)
                continue
            content = writing.target.read_bytes()
            written.append(_Written(planned, _step(planned, content), content))
        return written

    def _judge(self, planned: PicturePlan, writing: Writing, answer: str) -> Message | None:
        """Why a file that exiftool wrote may not take the place of the old one."""
        if not writing.target.exists() and any(said in answer for said in UNSUPPORTED):
            return format_reason(planned.file)
        if not writing.target.exists():
            return Message("picture-not-written", {"reason": answer or "exiftool"})
        pair = PicturePair(
            writing.source, writing.target, planned.image.size_bytes, self._pool.limits
        )
        if not is_same_without_metadata(pair):
            outcome = self._pool.run(has_same_pixels, pair)
            if isinstance(outcome, DecodeFailure) or not outcome:
                return Message("picture-would-differ")
        if not _says_what_was_meant(planned, writing.target):
            return Message("picture-text-would-differ")
        return None

    def _fail(self, planned: PicturePlan, error: OSError) -> None:
        """Count a file that stays; raise InputError for what the next one would meet as well."""
        if isinstance(error, FileChangedError):
            reason = Message("picture-changed-since-scan")
        elif error.errno in STOPPING:
            raise InputError(
                "path-unwritable", path=planned.file, reason=reason_of(error)
            ) from error
        else:
            reason = Message("sidecar-unwritable", {"reason": reason_of(error)})
        self.summary.count(planned, reason)


def _says_what_was_meant(planned: PicturePlan, target: Path) -> bool:
    assert planned.text is not None
    assert planned.change is not None
    try:
        return is_as_meant(planned.text, read_picture_text(target), planned.change)
    except InputError:
        return False


def _step(planned: PicturePlan, content: bytes) -> SidecarStep:
    path = planned.image.path_bytes
    after = SidecarState(
        path=path,
        sha256=hashlib.sha256(content).digest(),
        size_bytes=len(content),
        modified_ns=planned.image.modified_ns,
        looked_at=now_utc(),
        known=tuple(KnownKeyword(label_id, levels) for label_id, levels in planned.labels.items()),
        found=frozenset(),
    )
    return SidecarStep(path, planned.image.content_hash, after, planned.state)
