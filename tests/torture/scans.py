"""Scans under which something is pulled away: the workers that read, the archive itself."""

import os
import time
from multiprocessing.connection import Connection
from pathlib import Path

from db.catalogue import Catalogue
from tests.doomed import Doomed
from tests.kill_workers import killed_in_pairs
from tests.torture import acts
from tests.torture.base import TRY_TIMEOUT_S, Torture
from tests.torture.program import Ended, command, commands, in_child

IMAGES = 150
PAIRS = 3


def statuses(folder: Path) -> dict[str, str]:
    """What the catalogue says of every file."""
    with Catalogue.open(acts.catalogue_in(folder)) as catalogue:
        images = catalogue.images.get_many(catalogue.images.ids())
    return {image.path: image.status for image in images}


def expected() -> dict[str, str]:
    """What is so of every file."""
    readable = {f"{number:02}.jpg": "ok" for number in range(IMAGES)}
    return {**readable, "text.jpg": "unreadable"}


def workers_killed(torture: Torture) -> None:
    """Kill the processes that read images: every image is read all the same."""
    acts.make_archive(torture.folder, IMAGES)
    killed = 0
    for number in range(torture.options.steps):
        catalogue = acts.catalogue_in(torture.folder)
        catalogue.unlink(missing_ok=True)
        ended = in_child(torture, _create_while_killing, torture.folder, number)
        torture.tally.tries += 1
        killed += ended.result if isinstance(ended.result, int) else 0
        if ended.how == "refused":
            torture.tally.loss(f"{number}: {ended.text}")
        elif ended.how == "done" and statuses(torture.folder) != expected():
            wrong = dict(statuses(torture.folder).items() - expected().items())
            torture.tally.loss(f"{number}: blamed without fault: {wrong}")
    torture.tally.figures.append(f"{killed} workers killed")


def _create_while_killing(folder: Path, seed: int) -> Ended:
    with killed_in_pairs(seed, pairs=PAIRS) as killed:
        ended = command("create", acts.catalogue_in(folder), folder / "archive")
    return Ended(ended.how, ended.text, len(killed))


def unplugged(torture: Torture) -> None:
    """Take the archive away while it is read: no image changes for it, and it goes on."""
    acts.make_archive(torture.folder, IMAGES)
    archive, away = torture.folder / "archive", torture.folder / "away"
    catalogue = acts.catalogue_in(torture.folder)
    if not commands(torture, "create", catalogue, archive).is_orderly:
        return
    whole = statuses(torture.folder)
    if whole != expected():
        torture.tally.loss("the first scan has not read all")
    takes_s = 2.0
    endings: dict[str, int] = {}
    for number in range(torture.options.kills):
        _touch(archive)
        name = f"unplugged {number}"
        child = Doomed(torture.processes, _rescan, torture.folder)
        child.say()
        started_s = time.monotonic()
        time.sleep(torture.choice.uniform(0, takes_s))
        archive.rename(away)
        said, in_time = child.ends_within(TRY_TIMEOUT_S)
        takes_s = max(0.5, min(takes_s, time.monotonic() - started_s))
        torture.tally.tries += 1
        if not in_time:
            torture.tally.hang(name)
        elif not said:
            torture.tally.exception(f"{name}: died, exit code {child.exit_code}")
        elif said[-1].how == "fault":
            torture.tally.exception(f"{name}: {said[-1].text}")
        how = said[-1].how if said else "died"
        endings[how] = endings.get(how, 0) + 1
        wrong = dict(statuses(torture.folder).items() - whole.items())
        if wrong:
            torture.tally.loss(f"{name} ({how}): {len(wrong)} images changed: {wrong}")
        away.rename(archive)
        commands(torture, "rescan", catalogue)
        if statuses(torture.folder) != whole:
            torture.tally.loss(f"{name}: plugged in again, not all is back")
    torture.tally.figures.append(f"scans ended: {endings}")


def _touch(archive: Path) -> None:
    """Make every file one that has to be read again."""
    for path in archive.iterdir():
        changed_ns = path.stat().st_mtime_ns + 1_000_000_000
        os.utime(path, ns=(changed_ns, changed_ns))


def _rescan(tell: Connection, folder: Path) -> None:
    tell.send("begun")
    tell.send(command("rescan", acts.catalogue_in(folder)))
