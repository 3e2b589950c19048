"""The old bytes of sidecars, back in their places."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from db.catalogue import Catalogue
from db.sidecar_journal import SidecarStep
from db.text import path_for_people
from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.jobs.sidecars.alone import writing_alone
from engine.jobs.sidecars.write import FILES_AT_A_TIME, STOPPED, settle
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled
from engine.whole_file import FileChangedError, Replacement, replace_together, sha256_of
from messages.message import Message
from messages.os_reasons import reason_of


@dataclass(slots=True)
class SidecarsUndone:
    """What taking back the last run did: ``restored`` hold their old bytes, ``removed`` are gone as
    before; ``left`` are (sidecar, why) of those that stay."""

    restored: int = 0
    removed: int = 0
    left: list[tuple[str, Message]] = field(default_factory=list)

    @property
    def message(self) -> Message:
        """How many sidecars are as they were."""
        counts = {"restored": self.restored, "removed": self.removed, "left": len(self.left)}
        return Message("job-undo-sidecars-done", counts)


def undo_sidecars(catalogue: Catalogue, *, cancel: CancelToken) -> Job[SidecarsUndone]:
    """Give the sidecars of the last run the bytes that they had before, also where that run was
    stopped or killed; those that it made go. One that another program has changed since stays.

    Stopped or killed, or where the system refused a file, the same call goes on; the next call
    takes back the run before. Raises InputError where nothing was written or the archive is not
    there, CatalogueError where another process writes sidecars of this catalogue.
    """
    journal = catalogue.sidecars
    summary = SidecarsUndone()
    with writing_alone(catalogue, journal):
        settle(catalogue)
        runs = journal.runs()
        if not runs:
            raise InputError("sidecars-nothing-to-undo")
        journal.mark(runs[0].id, "begun")
        steps = journal.steps(runs[0].id)
        is_whole = True
        for start in range(0, len(steps), FILES_AT_A_TIME):
            stop_if_cancelled(cancel, STOPPED)
            yield Progress("restoring-sidecars", start, len(steps))
            is_whole &= _restore(catalogue, steps[start : start + FILES_AT_A_TIME], summary)
        if is_whole:
            journal.mark(runs[0].id, "undone")
    return summary


def _restore(catalogue: Catalogue, steps: Sequence[SidecarStep], summary: SidecarsUndone) -> bool:
    """Restore some files; False where the system refused one, which may be tried again."""
    root = catalogue.archive_dir
    as_before: list[SidecarStep] = []
    items: list[tuple[SidecarStep, Replacement]] = []
    for step in steps:
        try:
            place = StoredFile(root, step.path).located()
            present = sha256_of(place)
        except (InputError, OSError) as error:
            summary.left.append((path_for_people(step.path), _why(error)))
            continue
        if present == step.before:
            as_before.append(step)
        elif present != step.after.sha256:
            summary.left.append((path_for_people(step.path), _why(FileChangedError(place))))
        else:
            content = None if step.before is None else catalogue.sidecars.content(step.before)
            items.append((step, Replacement(place, present, content)))
    outcomes = replace_together([item for _, item in items])
    for (step, item), failure in zip(items, outcomes, strict=True):
        if failure is not None:
            summary.left.append((path_for_people(step.path), _why(failure)))
            continue
        as_before.append(step)
        summary.removed += item.content is None
        summary.restored += item.content is not None
    refused = [one for one in outcomes if one and not isinstance(one, FileChangedError)]
    catalogue.sidecars.keep(
        [one.state_before for one in as_before if one.state_before is not None],
        [one.path for one in as_before if one.state_before is None],
    )
    return not refused


def _why(error: OSError | InputError) -> Message:
    if isinstance(error, InputError):
        return error.message
    if isinstance(error, FileChangedError):
        return Message("sidecar-changed-since")
    return Message("sidecar-unwritable", {"reason": reason_of(error)})
