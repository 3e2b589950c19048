"""The old bytes of pictures, back in their places, or dropped for good."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from db.catalogue import Catalogue
from db.sidecar_journal import SidecarStep
from db.text import path_for_people
from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.jobs.sidecars.alone import writing_alone
from engine.jobs.sidecars.pictures.embed import BYTES_AT_A_TIME, FILES_AT_A_TIME, STOPPED
from engine.jobs.sidecars.pictures.follow import Followed, as_it_is, follow, originals_of, settle
from engine.jobs.sidecars.pictures.plan import guard_of
from engine.jobs.sidecars.pictures.summary import PicturesUndone
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.whole_file import FileChangedError, Replacement, replace_together, sha256_of
from messages.message import Message
from messages.os_reasons import reason_of


def undo_embedding(catalogue: Catalogue, *, cancel: CancelToken) -> Job[PicturesUndone]:
    """Give the picture files of the last run the bytes that they had before, also where that run
    was stopped or killed; the catalogue follows. One that was moved is found where the last scan
    saw it, one that was changed since stays.

    Stopped or killed, or where the system refused a file or a scan has yet to say where it is, the
    same call goes on; the next call takes back the run before. Raises InputError where nothing was
    written, what was before is not kept any more or the archive is not there; CatalogueError where
    another process writes into pictures of this catalogue.
    """
    journal = catalogue.pictures
    summary = PicturesUndone()
    with writing_alone(catalogue, journal):
        settle(catalogue)
        runs = journal.runs()
        if not runs:
            raise InputError("pictures-nothing-to-undo")
        journal.mark(runs[0].id, "begun")
        steps = journal.steps(runs[0].id)
        taken = {step.path for step in steps}
        done = 0
        is_whole = True
        for batch in _batches(steps):
            stop_if_cancelled(cancel, STOPPED)
            yield Progress("restoring-pictures", done, len(steps))
            is_whole &= _restore(catalogue, batch, taken, summary)
            done += len(batch)
        if is_whole:
            journal.mark(runs[0].id, "undone")
    return summary


def drop_originals(catalogue: Catalogue) -> int:
    """Delete the old bytes that are kept: what was written into pictures stays there for good. How
    many bytes are free.

    Raises InputError where they cannot be deleted; CatalogueError as ``undo_embedding``.
    """
    originals = originals_of(catalogue)
    with catalogue.pictures.writing_alone():
        settle(catalogue)
        size_bytes = originals.size_bytes()
        for run in catalogue.pictures.runs():
            catalogue.pictures.mark(run.id, "undone")
        try:
            originals.drop()
        except OSError as error:
            raise InputError(
                "path-unwritable", path=originals.folder, reason=reason_of(error)
            ) from error
    return size_bytes


def _batches(steps: Sequence[SidecarStep]) -> Iterator[list[SidecarStep]]:
    """Files that are restored together; a large one by itself."""
    batch: list[SidecarStep] = []
    for step in steps:
        together = sum(one.after.size_bytes for one in (*batch, step))
        if batch and (len(batch) == FILES_AT_A_TIME or together > BYTES_AT_A_TIME):
            yield batch
            batch = []
        batch.append(step)
    if batch:
        yield batch


def _restore(
    catalogue: Catalogue, steps: Sequence[SidecarStep], taken: set[bytes], summary: PicturesUndone
) -> bool:
    """Restore some files; False where one was refused, which may be tried again. ``taken`` are the
    paths that belong to a step of the run."""
    as_before: list[Followed] = []
    items: list[tuple[SidecarStep, Replacement]] = []
    is_whole = True
    for noted in steps:
        step = noted
        try:
            step, place, present = _found(catalogue, noted, taken)
            if present == step.before:
                as_before.append(as_it_is(step, place, is_new=False))
            elif present is None:
                summary.left.append((path_for_people(step.path), Message("picture-gone")))
                image = catalogue.images.by_path(step.path)
                is_whole &= image is None or image.status == "missing"
            elif present != step.after.sha256:
                raise FileChangedError(place)
            elif guard := guard_of(place, place.lstat()):
                summary.left.append((path_for_people(step.path), guard))
                is_whole = False
            else:
                content = _old_bytes(catalogue, step)
                items.append((step, Replacement(place, present, content, keeps_times=True)))
        except (InputError, OSError) as error:
            summary.left.append((path_for_people(step.path), _why(error)))
            is_whole &= isinstance(error, FileChangedError | InputError)
    outcomes = replace_together([item for _, item in items])
    for (step, item), failure in zip(items, outcomes, strict=True):
        if failure is None:
            as_before.append(as_it_is(step, item.path, is_new=False))
            summary.restored += 1
        else:
            summary.left.append((path_for_people(step.path), _why(failure)))
            is_whole &= isinstance(failure, FileChangedError)
    follow(catalogue, as_before)
    return is_whole


def _found(
    catalogue: Catalogue, step: SidecarStep, taken: set[bytes]
) -> tuple[SidecarStep, Path, bytes | None]:
    """Where the file of a step is, and the SHA-256 of what it holds (None where it is gone): where
    it was written, or where a scan has seen it since. Raises InputError, OSError."""
    root, ours = catalogue.archive_dir, (step.before, step.after.sha256)
    place = StoredFile(root, step.path).located()
    present = sha256_of(place) if not place.is_symlink() and place.is_file() else None
    if present in ours:
        return step, place, present
    for path in catalogue.images.paths_with(step.after.sha256):
        if path in taken:
            continue
        with suppress(InputError, OSError):
            elsewhere = StoredFile(root, path).located()
            held = sha256_of(elsewhere)
            if held in ours:
                taken.add(path)
                return _at(step, path), elsewhere, held
    return step, place, sha256_of(place)


def _at(step: SidecarStep, path: bytes) -> SidecarStep:
    """A step of a file that has moved."""
    before = step.state_before
    return replace(
        step,
        path=path,
        after=replace(step.after, path=path),
        state_before=None if before is None else replace(before, path=path),
    )


def _old_bytes(catalogue: Catalogue, step: SidecarStep) -> bytes:
    assert step.before is not None
    kept = originals_of(catalogue).find(step.before)
    if kept is None:
        raise InputError("picture-bytes-gone")
    return kept.read_bytes()


def _why(error: OSError | InputError) -> Message:
    if isinstance(error, InputError):
        return error.message
    if isinstance(error, FileChangedError):
        return Message("picture-changed-since")
    return Message("sidecar-unwritable", {"reason": reason_of(error)})
