"""The window started and quit in the middle of its work, and what it takes up in long use."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from tests.torture import acts
from tests.torture.base import TRY_TIMEOUT_S, Torture
from tests.torture.program import in_child

ROOT = Path(__file__).parents[2]
LONGEST_STAY_S = 4.0
WARM_SHARE = 0.3
MOST_MORE_HANDLES = 10
MOST_MORE_THREADS = 5
AN_HOUR_S = 3600.0
COMPLAINTS = ("QThread: Destroyed", "Traceback", "Segmentation", "terminate called")


def cycles(torture: Torture) -> None:
    """Start the window, let it read, encode and suggest, and close it at odd moments."""
    acts.make_archive(torture.folder, 4 * acts.IMAGES)
    for number in range(torture.options.cycles):
        stay_s = torture.choice.uniform(0.1, LONGEST_STAY_S)
        torture.tally.tries += 1
        name = f"cycle {number}, {stay_s:.1f} s"
        try:
            done = _window("cycle", torture.folder, stay_s)
        except subprocess.TimeoutExpired:
            torture.tally.hang(name)
            continue
        said = [line for line in done.stderr.splitlines() if any(c in line for c in COMPLAINTS)]
        if done.returncode != 0 or said:
            torture.tally.exception(f"{name}: exit code {done.returncode}: {done.stderr}")
        if wrong := acts.damage(torture.folder):
            torture.tally.loss(f"{name}: {wrong}")


def long_use(torture: Torture) -> None:
    """Use the window for ``minutes``; how fast memory, threads and open files grow."""
    in_child(torture, acts.scanned, torture.folder / "used")
    seconds = torture.options.minutes * 60
    try:
        done = _window("use", torture.folder / "used", seconds)
    except subprocess.TimeoutExpired:
        torture.tally.hang(f"the window does not close after {seconds:.0f} s")
        return
    torture.tally.tries += 1
    if done.returncode != 0:
        torture.tally.exception(f"exit code {done.returncode}: {done.stderr}")
    lines = [line.split() for line in done.stdout.splitlines() if line[:1].isdigit()]
    samples = np.array(lines, dtype=float)
    warm = samples[samples[:, 0] > WARM_SHARE * seconds]
    if len(warm) < 3:
        torture.tally.exception(f"{len(samples)} samples in {seconds:.0f} s: {done.stderr}")
        return
    memory, threads, handles = (
        np.polyfit(warm[:, 0], warm[:, column], 1)[0] * AN_HOUR_S for column in (1, 2, 3)
    )
    torture.tally.figures.append(
        f"{seconds:.0f} s, {samples[-1, 4]:.0f} acts; an hour would add {memory:.0f} MiB to "
        f"{warm[0, 1]:.0f}, {threads:.0f} threads to {warm[0, 2]:.0f} and {handles:.0f} open files "
        f"to {warm[0, 3]:.0f}"
    )
    if warm[-3:, 3].min() > warm[:3, 3].max() + MOST_MORE_HANDLES:
        torture.tally.exception("open files grow in number")
    if warm[-3:, 2].min() > warm[:3, 2].max() + MOST_MORE_THREADS:
        torture.tally.exception("threads grow in number")


def _window(what: str, folder: Path, seconds: float) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.torture.window_child", what, str(folder), str(seconds)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=seconds + TRY_TIMEOUT_S,
        check=False,
    )
