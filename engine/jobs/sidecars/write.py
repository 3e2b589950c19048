"""Labels and captions into the sidecars of an archive: told beforehand, taken back afterwards."""

import errno
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from db.catalogue import Catalogue
from db.clock import now_utc
from db.sidecar_journal import SidecarState, SidecarStep
from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.jobs.sidecars.alone import writing_alone
from engine.jobs.sidecars.plan import Choices, Kind, Plan, plan
from engine.jobs.sidecars.view import SidecarView
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.sidecars.edits import Alternative
from engine.sidecars.fields import DEFAULT_LANGUAGE
from engine.sidecars.naming import Shared, Style
from engine.whole_file import (
    FileChangedError,
    Replacement,
    remove_unfinished,
    replace_together,
    sha256_of,
)
from messages.levels import join_levels
from messages.message import Message
from messages.os_reasons import reason_of

FILES_AT_A_TIME = 200
IMAGES_BETWEEN_REPORTS = 500
LISTED_AT_MOST = 10_000
STOPPED = "sidecars-stopped"
STOPPING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS})
"""What the next file would meet as well."""


@dataclass(frozen=True, slots=True)
class FileDifference:
    """One sidecar: what comes and what goes, as paths of labels, and in each field.

    ``captions`` and ``captions_gone`` are texts with their languages, each once; ``reason`` says
    why one is left as it is.
    """

    sidecar: str
    images: tuple[str, ...]
    kind: Kind
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    reason: Message | None = None
    captions: tuple[str, ...] = ()
    captions_gone: tuple[str, ...] = ()


@dataclass(slots=True)
class SidecarSummary:
    """What writing does, or with ``preview`` would do, to how many sidecars.

    ``new``, ``changed`` and ``same`` are sidecars; ``asked`` were changed by another program since
    and are left, ``shared`` are of images with different labels and are left, ``unreadable`` (whole
    folders too) and ``failed`` are left for what ``files`` says. ``added`` and ``removed`` count
    keywords, ``captions`` the texts that come. ``files`` lists the first 10 000 that are not the
    same.
    """

    preview: bool
    new: int = 0
    changed: int = 0
    same: int = 0
    asked: int = 0
    shared: int = 0
    unreadable: int = 0
    failed: int = 0
    added: int = 0
    removed: int = 0
    captions: int = 0
    files: list[FileDifference] = field(default_factory=list)

    @property
    def left(self) -> int:
        """How many were left as they are although something would change in them."""
        return self.asked + self.shared + self.unreadable + self.failed

    @property
    def message(self) -> Message:
        """How many sidecars were written and left."""
        return Message(
            "job-preview-sidecars-done" if self.preview else "job-write-sidecars-done",
            {"written": self.new + self.changed, "new": self.new, "left": self.left},
        )

    def count(self, planned: Plan, reason: Message | None = None) -> None:
        """Take in a sidecar; ``reason``: why it could not be written."""
        kind, merged = planned.kind, planned.merge
        if reason is not None:
            self.failed += 1
        else:
            setattr(self, kind, getattr(self, kind) + 1)
        is_written = reason is None and kind in ("new", "changed")
        if merged is not None and is_written:
            self.added += len(merged.added)
            self.removed += len(merged.removed)
            self.captions += len(spoken(merged.captions.added))
        if kind != "same" and len(self.files) < LISTED_AT_MOST:
            self.files.append(_difference(planned, reason))

    def count_closed(self, folders: Sequence[tuple[str, Message]]) -> None:
        """Take in folders that could not be looked into."""
        self.unreadable += len(folders)
        self.files += [
            FileDifference(folder, (), "unreadable", reason=reason) for folder, reason in folders
        ]


def preview_sidecars(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    style: str = Style.FULL_NAME,
    shared: str = Shared.ASK,
    over_changes: bool = False,
    captions: bool = False,
    image_ids: Collection[int] | None = None,
) -> Job[SidecarSummary]:
    """Tell what ``write_sidecars`` with the same options would do. Changes nothing."""
    summary = SidecarSummary(preview=True)
    view = SidecarView(catalogue)
    choices = Choices(Shared(shared), over_changes, captions)
    for done, planned in _planned(view, Style(style), choices, image_ids):
        if done % FILES_AT_A_TIME == 0:
            stop_if_cancelled(cancel, STOPPED)
            yield Progress("comparing-sidecars", done, view.image_count)
        if planned is not None:
            summary.count(planned)
    summary.count_closed(view.closed)
    return summary


def write_sidecars(
    catalogue: Catalogue,
    *,
    cancel: CancelToken,
    style: str = Style.FULL_NAME,
    shared: str = Shared.ASK,
    over_changes: bool = False,
    captions: bool = False,
    image_ids: Collection[int] | None = None,
) -> Job[SidecarSummary]:
    """Write the labels of all images in use, or of these, into their sidecars; only where something
    differs. With ``captions``, what is said of them too, in dc:description: of each language the
    first. The originals are not touched.

    A sidecar that is there is used, else one is made as ``style`` says. Each is written whole or
    not at all, what it held before is kept for ``undo_sidecars``, and one that another program has
    changed meanwhile is left unless ``over_changes``. Stopped or killed, the same call goes on.
    Raises InputError where the archive is not there, is written into for another catalogue, or the
    disk refuses, CatalogueError where
    another process writes sidecars of this catalogue.
    """
    with writing_alone(catalogue, catalogue.sidecars):
        yield Progress("comparing-sidecars", 0, 0)
        settle(catalogue)
        view = SidecarView(catalogue)
        writer = _Writer(catalogue)
        choices = Choices(Shared(shared), over_changes, captions)
        planned = _planned(view, Style(style), choices, image_ids)
        try:
            for done, one in planned:
                if one is not None:
                    writer.take(one)
                is_full = writer.is_full
                if is_full:
                    writer.write()
                if is_full or done % IMAGES_BETWEEN_REPORTS == 0:
                    stop_if_cancelled(cancel, STOPPED)
                    yield Progress("writing-sidecars", done, view.image_count)
            writer.write()
            writer.summary.count_closed(view.closed)
        finally:
            writer.finish()
    return writer.summary


def _planned(
    view: SidecarView, style: Style, choices: Choices, image_ids: Collection[int] | None
) -> Iterator[tuple[int, Plan | None]]:
    """Each sidecar's plan, with how many images came before it."""
    done = 0
    apart = choices.shared is Shared.APART
    wanted = None if image_ids is None else frozenset(image_ids)
    for sidecar in view.sidecars(style, wanted, apart=apart):
        yield done, plan(view, sidecar, choices)
        done += len(sidecar.images)


class _Writer:
    """Writes sidecars batch by batch: said in the journal, then done, then remembered."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._journal = catalogue.sidecars
        self._run_id = 0
        self._is_half_done = False
        self._to_write: list[Plan] = []
        self._looked_at: list[SidecarState] = []
        self.summary = SidecarSummary(preview=False)

    @property
    def is_full(self) -> bool:
        """Whether enough waits to be written."""
        return max(len(self._to_write), len(self._looked_at)) >= FILES_AT_A_TIME

    def take(self, planned: Plan) -> None:
        """Take in a sidecar; those that differ wait for ``write``."""
        if planned.kind in ("new", "changed"):
            self._to_write.append(planned)
            return
        self.summary.count(planned)
        if planned.after is not None and planned.kind == "same":
            self._looked_at.append(planned.after)

    def write(self) -> None:
        """Write all that waits."""
        to_write, self._to_write = self._to_write, []
        looked_at, self._looked_at = self._looked_at, []
        outcomes: list[OSError | None] = []
        if to_write:
            self._is_half_done = True
            self._note(to_write)
            outcomes = replace_together(
                [Replacement(one.sidecar.file, one.sha256, _content(one)) for one in to_write]
            )
            written = [one for one, error in zip(to_write, outcomes, strict=True) if error is None]
            looked_at += [_as_it_is(one) for one in written]
        if looked_at:
            self._journal.keep(looked_at)
        self._is_half_done = False
        self._count(to_write, outcomes)

    def finish(self) -> None:
        """The run has come to its end, or was stopped between two batches. One that failed inside
        a batch stays begun: the next look at sidecars settles what it wrote."""
        if self._run_id and not self._is_half_done:
            self._journal.mark(self._run_id, "done")

    def _note(self, plans: Sequence[Plan]) -> None:
        if not self._run_id:
            self._run_id = self._journal.begin(now_utc(), self._catalogue.curator)
        steps = [
            SidecarStep(one.sidecar.path_bytes, one.sha256, one.after, one.state)
            for one in plans
            if one.after is not None
        ]
        contents = {
            one.sha256: one.content
            for one in plans
            if one.sha256 is not None and one.content is not None
        }
        self._journal.note(self._run_id, steps, contents)

    def _count(self, plans: Sequence[Plan], outcomes: Sequence[OSError | None]) -> None:
        for one, error in zip(plans, outcomes, strict=True):
            if error is None:
                self.summary.count(one)
            elif isinstance(error, FileChangedError):
                reason = Message("sidecar-changed-elsewhere")
                self.summary.count(replace(one, kind="asked", reason=reason))
            elif error.errno in STOPPING:
                raise InputError(
                    "path-unwritable", path=one.sidecar.file, reason=reason_of(error)
                ) from error
            else:
                reason = Message("sidecar-unwritable", {"reason": reason_of(error)})
                self.summary.count(one, reason)


def _content(planned: Plan) -> bytes:
    assert planned.merge is not None
    return planned.merge.file


def _as_it_is(planned: Plan) -> SidecarState:
    """The state of a sidecar that has just been written."""
    assert planned.after is not None
    size_and_time = planned.sidecar.size_and_time()
    return replace(planned.after, modified_ns=size_and_time[1] if size_and_time else 0)


def settle(catalogue: Catalogue) -> None:
    """Remember what a run that was cut off, also in taking it back, has left: files that hold what
    they were to hold, or what they held before. What is half made beside them goes."""
    journal, root = catalogue.sidecars, catalogue.archive_dir
    for run in journal.runs():
        if run.state != "begun":
            continue
        found: list[SidecarState] = []
        without: list[bytes] = []
        places: list[Path] = []
        for step in journal.steps(run.id):
            try:
                file = StoredFile(root, step.path).located()
                places.append(file)
                present = sha256_of(file)
                if present == step.after.sha256:
                    found.append(replace(step.after, modified_ns=file.lstat().st_mtime_ns))
                elif present == step.before:
                    found += [] if step.state_before is None else [step.state_before]
                    without += [step.path] if step.state_before is None else []
            except (InputError, OSError):
                continue
        remove_unfinished(places)
        journal.keep(found, without)
        journal.mark(run.id, "done")


def _difference(planned: Plan, reason: Message | None) -> FileDifference:
    merged = planned.merge
    return FileDifference(
        planned.sidecar.path,
        tuple(image.path for image in planned.sidecar.images),
        planned.kind,
        tuple(map(join_levels, merged.added)) if merged else (),
        tuple(map(join_levels, merged.removed)) if merged else (),
        tuple(one.field for one in merged.fields) if merged else (),
        reason or planned.reason,
        spoken(merged.captions.added) if merged else (),
        spoken(merged.captions.removed) if merged else (),
    )


def spoken(texts: Sequence[Alternative]) -> tuple[str, ...]:
    """Texts with their languages, "An eagle (en)", each once: the default one says mostly what
    another does."""
    own = {one.text for one in texts if one.language != DEFAULT_LANGUAGE}
    return tuple(
        one.text if one.language == DEFAULT_LANGUAGE else f"{one.text} ({one.language})"
        for one in texts
        if one.language != DEFAULT_LANGUAGE or one.text not in own
    )
