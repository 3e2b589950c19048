"""Two processes write to one catalogue: nobody is refused, nothing is lost, nobody waits long."""

import time
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np

from db.catalogue import Catalogue
from db.records import ScannedImage
from tests.doomed import Doomed
from tests.torture.base import TRY_TIMEOUT_S, Torture

IMAGES = 50
WRITERS = ("kari", "ola")
MOST_WAIT_S = 2.0


def write(tell: Connection, path: Path, curator: str, steps: int) -> None:
    """Label as fast as possible; how long each command took, in seconds."""
    with Catalogue.open(path, curator=curator) as catalogue:
        ids = catalogue.images.ids()
        for step in range(steps):
            started_s = time.monotonic()
            name = f"{curator} {step}"
            catalogue.commands.label_images([ids[step % IMAGES]], add_names=[name])
            tell.send(time.monotonic() - started_s)


def two_at_once(torture: Torture) -> None:
    """Two processes label at once; then every label of both is there."""
    path = torture.folder / "a.nabolag.sqlite"
    (torture.folder / "archive").mkdir()
    with Catalogue.create(path, torture.folder / "archive") as catalogue:
        names = [f"{number}.jpg".encode() for number in range(IMAGES)]
        catalogue.commands.import_images(
            [ScannedImage(name, name.rjust(32), 1, 1) for name in names]
        )
    steps = max(1, torture.options.labellings // 100)
    children = [Doomed(torture.processes, write, path, name, steps) for name in WRITERS]
    waits_s: list[float] = []
    for name, child in zip(WRITERS, children, strict=True):
        said, in_time = child.ends_within(TRY_TIMEOUT_S + steps)
        torture.tally.tries += len(said)
        waits_s += said
        if not in_time:
            torture.tally.hang(f"{name} is not done after {len(said)} of {steps}")
        elif len(said) < steps:
            torture.tally.exception(f"{name} ended after {len(said)} of {steps}")
    with Catalogue.open(path) as catalogue:
        found = {label.name for label in catalogue.labels.all()}
        if problems := catalogue.check().problems:
            torture.tally.loss(f"{problems}")
    if len(found) < len(waits_s):
        torture.tally.loss(f"{len(waits_s) - len(found)} acknowledged labels")
    if waits_s:
        p99, longest = np.percentile(waits_s, 99), max(waits_s)
        over = sum(wait_s > MOST_WAIT_S for wait_s in waits_s)
        torture.tally.figures.append(
            f"a command took {p99:.2f} s at p99, {longest:.2f} s at most; {over} over 2 s"
        )
