"""Does work in a copy of a folder, disturbs it, and judges what is left."""

import os
import shutil
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from tests.doomed import Doomed
from tests.torture import acts
from tests.torture.acts import Act, State
from tests.torture.base import TRY_TIMEOUT_S, Torture
from tests.torture.failing_calls import KILL, arm, counts
from tests.torture.program import Ended, file_limit, hashes, in_child, work_ended

ORPHANS_GONE_S = 20.0


class Disturbed:
    """One act, its folder before, and what it leads to undisturbed."""

    def __init__(self, torture: Torture, act: Act) -> None:
        self.torture = torture
        self.act = act
        self.before = torture.folder / f"{act.name} before"
        self._work = torture.folder / f"{act.name} at work"
        """Always the same place: the archive's absolute path is in the catalogue."""
        self.before.mkdir()
        in_child(torture, act.prepare, self._work)
        self.before.rmdir()
        self._work.rename(self.before)
        self.archive = self._originals(self.before)
        self.first = act.state(self.fresh()) if acts.catalogue_in(self.before).exists() else None
        started_s = time.monotonic()
        in_child(torture, act.perform, self.fresh())
        self.takes_s = time.monotonic() - started_s
        self.last = act.state(self._work)

    def fresh(self) -> Path:
        """The folder as it was before, copied."""
        empty(self._work)
        shutil.copytree(self.before, self._work, dirs_exist_ok=True)
        return self._work

    @property
    def work(self) -> Path:
        """Where it is done."""
        return self._work

    def judge(self, what: str, *, was_done: bool = False) -> None:
        """Count what is lost after the disturbance, and after doing the act once more."""
        act, tally = self.act, self.torture.tally
        name = f"{act.name}, {what}"
        tally.tries += 1
        with self.torture.watched(name):
            if wrong := acts.damage(self._work):
                tally.loss(f"{name}: {wrong}")
            found = self._state()
            if act.is_whole and found not in (self.first, self.last):
                tally.loss(f"{name}: neither what was before nor what should be")
            if act.is_each_whole and (torn := self._torn(found)):
                tally.loss(f"{name}: {torn} is neither as before nor as it should be")
            if was_done and found != self.last:
                tally.loss(f"{name}: said to be done and is not")
            again = in_child(self.torture, act.perform, self._work)
            if again.how == "refused":
                tally.loss(f"{name}: cannot go on: {again.text}")
            elif again.how == "done" and self._state() != self.last:
                tally.loss(f"{name}: done again it ends elsewhere")
            if self._originals(self._work) != self.archive:
                tally.loss(f"{name}: the archive was written to")

    def _torn(self, found: State) -> str:
        """The first thing that is half made; "" where all are whole."""
        names = sorted({*found, *self.first, *self.last})
        sides = (self.first, self.last)
        return next(
            (name for name in names if found.get(name) not in [one.get(name) for one in sides]), ""
        )

    def _originals(self, folder: Path) -> dict[str, str]:
        """What the archive holds, but for the files that an act writes."""
        return {
            name: found
            for name, found in hashes(folder / "archive").items()
            if not (self.act.writes and name.endswith(self.act.writes))
        }

    def _state(self) -> object:
        """None, as before the act, where there is no catalogue yet."""
        return self.act.state(self._work) if acts.catalogue_in(self._work).exists() else None


def killed(torture: Torture, name: str) -> None:
    """Kill one act at random moments, again and again."""
    disturbed = Disturbed(torture, _act(name))
    orphans: list[psutil.Process] = []
    late = 0
    for number in range(torture.options.kills):
        child = Doomed(torture.processes, _perform, disturbed.act, disturbed.fresh())
        orphans += child.kill_after(torture.choice.uniform(0, disturbed.takes_s))
        late += bool(child.rest())
        disturbed.judge(f"kill {number}")
    _, left = psutil.wait_procs(orphans, timeout=ORPHANS_GONE_S)
    if left:
        torture.tally.hang(f"{name}: {len(left)} processes outlive the one that started them")
    torture.tally.figures.append(f"takes {disturbed.takes_s:.1f} s, {late} kills came after it")


def killed_at_each_step(torture: Torture) -> None:
    """Kill every act just before each call that makes something durable."""
    for disturbed, call, number in _at_calls(torture, ("fsync", "rename", "unlink")):
        child = Doomed(
            torture.processes, _perform, disturbed.act, disturbed.fresh(), call, number, KILL
        )
        _, in_time = child.ends_within(TRY_TIMEOUT_S)
        name = f"killed before {call} {number}"
        if not in_time:
            torture.tally.hang(f"{disturbed.act.name}, {name}")
        disturbed.judge(name)


def failing_calls(torture: Torture) -> None:
    """Let every act's writes, fsyncs and unlinks fail, one in its course or all from there on."""
    import errno

    for disturbed, call, number in _at_calls(torture, ("write", "fsync", "unlink", "rename")):
        all_later = torture.choice.random() < 0.5
        error = errno.ENOSPC if call == "write" and torture.choice.random() < 0.5 else errno.EIO
        name = f"{call} {number} {'and all later ' * all_later}{errno.errorcode[error]}"
        with torture.watched(f"{disturbed.act.name}, {name}"):
            ended = _ended(torture, disturbed, name, call, number, error, all_later)
            disturbed.judge(name, was_done=ended.how == "done")


def disk_full(torture: Torture) -> None:
    """Do every act on a disk with 0, 64, 128 … KiB left until it is enough."""
    from tests.torture import small_disk

    for act in chosen_acts(torture):
        with torture.watched(act.name), small_disk.limits(torture) as limit:
            disturbed = Disturbed(torture, act)
            for number in range(small_disk.MOST_STEPS):
                with limit(disturbed.fresh(), number * small_disk.STEP_BYTES) as file_bytes:
                    name = f"{number * small_disk.STEP_BYTES // 1024} KiB left"
                    ended = _ended(torture, disturbed, name, "", 0, 0, False, file_bytes)
                disturbed.judge(name, was_done=ended.how == "done")
                if ended.how == "done":
                    break


def chosen_acts(torture: Torture) -> list[Act]:
    """The kinds of work that are asked for."""
    wanted = torture.options.works.split(",") if torture.options.works else None
    return [act for act in acts.ACTS if wanted is None or act.name in wanted]


def _act(name: str) -> Act:
    return next(act for act in acts.ACTS if act.name == name)


def _ended(torture: Torture, disturbed: Disturbed, what: str, *how: object) -> Ended:
    """Let the act be done under a disturbance and count how it must not end."""
    tally, name = torture.tally, f"{disturbed.act.name}, {what}"
    child = Doomed(torture.processes, _perform, disturbed.act, disturbed.work, *how)
    said, in_time = child.ends_within(TRY_TIMEOUT_S)
    if not in_time:
        tally.hang(name)
    elif not said:
        tally.exception(f"{name}: died, exit code {child.exit_code}")
    elif said[-1].how == "fault":
        tally.exception(f"{name}: {said[-1].text}")
    return said[-1] if said else Ended("died")


def _at_calls(torture: Torture, calls: tuple[str, ...]) -> Iterator[tuple[Disturbed, str, int]]:
    """Every act with each of its calls, at most ``steps`` of a kind spread over its course."""
    if torture.shim is None:
        torture.tally.left_out.append(torture.why_no_shim)
        return
    for act in chosen_acts(torture):
        disturbed = Disturbed(torture, act)
        child = Doomed(torture.processes, _count_calls, act, disturbed.fresh())
        said, _ = child.ends_within(TRY_TIMEOUT_S)
        made = said[-1]
        for call in calls:
            most = torture.options.steps
            chosen = range(made[call])
            if len(chosen) > most:
                chosen = sorted(torture.choice.sample(chosen, most))
            for number in chosen:
                disturbed.fresh()
                yield disturbed, call, number
        torture.tally.figures.append(
            f"{act.name}: " + ", ".join(f"{made[call]} {call}" for call in calls)
        )


def _perform(
    tell: Connection,
    act: Act,
    folder: Path,
    call: str = "",
    number: int = 0,
    error: int = 0,
    all_later: bool = False,
    file_bytes: int | None = None,
) -> None:
    """In a child: do the act under a disturbance and tell how it ended."""
    if file_bytes is not None:
        file_limit(file_bytes)
    if call:
        arm(call, number, error, folder, all_later=all_later)
    ended = work_ended(act.perform, folder)
    if call:
        arm("", 0, 0, Path("/nowhere"))
    tell.send(ended)


def _count_calls(tell: Connection, act: Act, folder: Path) -> None:
    arm("", 0, 0, folder)
    work_ended(act.perform, folder)
    tell.send(counts())


def empty(folder: Path) -> None:
    """Make the folder, or take out what is in it; it may be a mount."""
    folder.mkdir(exist_ok=True)
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            Path(entry.path).unlink()
