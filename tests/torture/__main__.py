"""Mistreats the program and counts what is lost, what hangs and what ends as a fault of its own.

    python -m tests.torture [--only NAMES] [--minutes N] [--kills N] [--labellings N] [--seed N]

Takes a few minutes; larger numbers take hours. Prints one table and exits 1 on any loss, hang or
unhandled exception. Where root or a tool is missing it says what was left out. SIGKILL stands for
a crash of the program; it does not stand for a power failure.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from dataclasses import fields
from pathlib import Path

from tests.doomed import forked_from_loaded
from tests.torture.base import Options, Row, Tally, Torture
from tests.torture.failing_calls import compiled_shim, first_fork_with
from tests.torture.rows import ROWS

MOST_FAULTS = 20
LONGEST_FAULT = 700
HEADING = f"{'row':14}{'tries':>8}{'lost':>6}{'hung':>6}{'unhandled':>11}{'seconds':>9}"


def run_rows(rows: list[Row], options: Options, work: Path) -> dict[str, Tally]:
    """Run the rows one after the other and print a line for each; the tallies by name.

    The first faults of a row go to stderr as soon as it has ended.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["NABOLAG_DATA_DIR"] = str(work / "settings")
    shim, why_no_shim = compiled_shim(work)
    processes = forked_from_loaded("tests.kill_children", "tests.torture.rows")
    first_fork_with(shim, processes)
    tallies = {}
    _say(HEADING)
    for row in rows:
        folder = work / row.name
        folder.mkdir()
        choice = random.Random(f"{row.name} {options.seed}")
        torture = Torture(options, folder, processes, choice, shim, why_no_shim)
        started_s = time.monotonic()
        with torture.watched(row.name):
            row.run(torture)
        tally = tallies[row.name] = torture.tally
        counts = f"{tally.tries:8}{tally.lost:6}{tally.hung:6}{tally.unhandled:11}"
        _say(f"{row.name:14}{counts}{time.monotonic() - started_s:9.0f}")
        for fault in tally.faults[:MOST_FAULTS]:
            sys.stderr.write(f"{row.name}: {fault[-LONGEST_FAULT:]}\n")
    return tallies


def tell_rest(tallies: dict[str, Tally]) -> None:
    """Print figures, what was left out, and how many more faults there were."""
    for name, tally in tallies.items():
        for figure in tally.figures:
            _say(f"{name}: {figure}")
        for reason in tally.left_out:
            _say(f"{name}: left out: {reason}")
        if len(tally.faults) > MOST_FAULTS:
            _say(f"{name}: and {len(tally.faults) - MOST_FAULTS} more")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the rows asked for; 1 where anything was lost, hung or unhandled."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    known = [row.name for row in ROWS]
    parser.add_argument("--only", default=",".join(known), help="names, separated by commas")
    for option in fields(Options):
        kind = type(option.default)
        parser.add_argument(f"--{option.name}", type=kind, default=option.default)
    arguments = vars(parser.parse_args())
    wanted = arguments.pop("only").split(",")
    unknown = set(wanted) - set(known)
    if unknown:
        parser.error(f"no row {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    with tempfile.TemporaryDirectory(prefix="nabolag-torture-") as work:
        rows = [row for row in ROWS if row.name in wanted]
        tallies = run_rows(rows, Options(**arguments), Path(work))
    tell_rest(tallies)
    return 1 if any(tally.bad for tally in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
