"""Kills the program while files of what is set aside leave the archive, and while they come back.

Before every call of the system that changes a folder or makes something durable, on one disk and
between two.
"""

import errno
import os
import shutil
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from engine.errors import InputError
from engine.jobs.duplicates.files import move_set_aside, put_back
from engine.progress import NeverCancelled, run_job
from tests.doomed import Doomed
from tests.torture import acts
from tests.torture.base import TRY_TIMEOUT_S, Torture
from tests.torture.program import hashes, in_child

CALLS = ("link", "rename", "unlink", "fsync", "mkdir", "utime")
ASIDE = 4
MOST_STEPS = 500


def killed_at_each_step(torture: Torture) -> None:
    """Kill a move and a way back before each call; putting back brings every file back."""
    before, work = torture.folder / "before", torture.folder / "work"
    in_child(torture, _prepare, work)
    work.rename(before)
    kills = 0
    for disks in (1, 2):
        for is_back in (False, True):
            for step in range(MOST_STEPS):
                shutil.rmtree(work, ignore_errors=True)
                shutil.copytree(before, work)
                if is_back:
                    move(work)
                if not _is_killed(torture, work, step, disks, is_back=is_back):
                    break
                kills += 1
                torture.tally.tries += 1
                name = f"{'back' if is_back else 'out'}, {disks} disks, step {step}"
                with torture.watched(name):
                    _judge(torture, name, before, work)
    torture.tally.figures.append(f"killed at {kills} steps")


def move(folder: Path) -> None:
    """Move the files of what is set aside away."""
    with Catalogue.open(acts.catalogue_in(folder)) as catalogue:
        run_job(move_set_aside(catalogue, cancel=NeverCancelled(), folder=folder / "away"))


def bring_back(folder: Path) -> None:
    """Put back what every manifest says."""
    with Catalogue.open(acts.catalogue_in(folder)) as catalogue:
        for manifest in sorted((folder / "away").glob("*.jsonl")):
            try:
                run_job(put_back(catalogue, cancel=NeverCancelled(), manifest=manifest))
            except InputError as error:
                # A kill before the first line was written: nothing was touched.
                if error.message.code != "manifest-empty":
                    raise


def _prepare(folder: Path) -> None:
    acts.scanned(folder)
    with Catalogue.open(acts.catalogue_in(folder)) as catalogue:
        keeper, *others = catalogue.images.ids()[: ASIDE + 1]
        kept = [KeptImage(keeper, tuple(others))]
        catalogue.commands.set_aside(kept, hand_labels=True, hand_titles=True)


def labelled(folder: Path) -> set[tuple[bytes, str]]:
    """Every (path, label), of what is set aside too."""
    with Catalogue.open(acts.catalogue_in(folder)) as catalogue:
        path = {one.image_id: one.path_bytes for one in catalogue.images.known_files()}
        found = catalogue.labellings.of_images(list(path))
    return {(path[at], one.label_name) for at, these in found.items() for one in these}


def _judge(torture: Torture, name: str, before: Path, work: Path) -> None:
    everywhere = {*hashes(work / "archive").values(), *hashes(work / "away").values()}
    if not set(hashes(before / "archive").values()) <= everywhere:
        torture.tally.loss(f"{name}: a file is whole at neither place")
    bring_back(work)
    if hashes(work / "archive") != hashes(before / "archive"):
        torture.tally.loss(f"{name}: not every file is back")
    if [one for one in hashes(work / "away") if not one.endswith(".jsonl")]:
        torture.tally.loss(f"{name}: something is left where files were moved to")
    if labelled(work) != labelled(before):
        torture.tally.loss(f"{name}: a labelling is lost")


def _is_killed(torture: Torture, folder: Path, step: int, disks: int, *, is_back: bool) -> bool:
    """Whether there was such a step; it ends by itself where there are fewer."""
    child = Doomed(torture.processes, _until, folder, step, disks, is_back)
    said, in_time = child.ends_within(TRY_TIMEOUT_S)
    if not in_time:
        torture.tally.hang(f"step {step}")
    if not said and child.exit_code != -signal.SIGKILL:
        torture.tally.exception(f"step {step}: exit code {child.exit_code}")
    return not said


def _until(tell: Connection, folder: Path, step: int, disks: int, is_back: bool) -> None:
    """In a child: move or bring back until the call ``step`` (from 0), and be killed before it."""
    left = [step]
    for call in CALLS:
        _watch(call, left, folder / "archive" if disks == 2 else None)
    (bring_back if is_back else move)(folder)
    tell.send("done")


def _watch(call: str, left: list[int], disk: Path | None) -> None:
    """Count a call of the system; between ``disk`` and elsewhere a file is not renamed."""
    real = getattr(os, call)

    def watched(*arguments: Any, **options: Any) -> Any:
        if disk is not None and call in ("link", "rename"):
            one, other = (Path(os.fsdecode(path)) for path in arguments[:2])
            if one.is_relative_to(disk) != other.is_relative_to(disk):
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        left[0] -= 1
        if left[0] < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)

    setattr(os, call, watched)
