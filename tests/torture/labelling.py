"""Labelling killed at random moments: everything that was acknowledged is there afterwards."""

import sqlite3
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

from db.catalogue import Catalogue
from db.records import ScannedImage
from tests.doomed import Doomed
from tests.torture.base import Torture

IMAGES = 1000
AT_ONCE = 100
BLOCKS = IMAGES // AT_ONCE
FIRST_STEPS = 2  # of the history: the catalogue made, its images taken in


def label_for_ever(acknowledge: Connection, path: Path, start: int) -> None:
    """Put label after label on a hundred images at once, naming each command once committed."""
    with Catalogue.open(path, curator="kari") as catalogue:
        ids = catalogue.images.ids()
        number = start
        while True:
            label(catalogue, ids, number)
            acknowledge.send(number)
            number += 1


def label(catalogue: Catalogue, ids: list[int], number: int) -> None:
    """The command of this number: one label on a hundred images."""
    word, block = divmod(number, BLOCKS)
    images = ids[block * AT_ONCE : (block + 1) * AT_ONCE]
    catalogue.commands.label_images(images, add_names=[f"label {word}"])


def make_catalogue(path: Path) -> None:
    """A catalogue with images and no labels, of the folder ``archive`` beside it."""
    with Catalogue.create(path, path.parent / "archive", curator="kari") as catalogue:
        names = [f"{number:05}.jpg".encode() for number in range(IMAGES)]
        catalogue.commands.import_images(
            [ScannedImage(name, name.rjust(32), 1, 1) for name in names]
        )


def killed(torture: Torture) -> None:
    """Label and kill until there are enough of both."""
    options, choice = torture.options, torture.choice
    path = torture.folder / "a.nabolag.sqlite"
    (torture.folder / "archive").mkdir()
    make_catalogue(path)
    typical = max(1, options.labellings // AT_ONCE // options.kills)
    commands = unacknowledged = 0
    while torture.tally.tries < options.kills or commands * AT_ONCE < options.labellings:
        child = Doomed(torture.processes, label_for_ever, path, commands)
        heard = [child.say() for _ in range(choice.randint(1, 2 * typical))]
        child.kill_after(choice.uniform(0, 0.05))
        heard += child.rest()
        torture.tally.tries += 1
        acknowledged = [number for number in heard if number is not None]
        if acknowledged != list(range(commands, commands + len(acknowledged))):
            torture.tally.exception(f"labelling ended by itself at {commands + len(acknowledged)}")
            return
        found = commands_found(torture, path)
        extra = found - commands - len(acknowledged)
        if extra not in (0, 1):
            torture.tally.loss(f"{found} commands of {commands + len(acknowledged)} acknowledged")
            return
        unacknowledged += extra
        commands = found
    torture.tally.figures.append(
        f"{commands * AT_ONCE} labellings in {commands} commands, {torture.tally.tries} kills, "
        f"{unacknowledged} committed and not yet acknowledged"
    )


def commands_found(torture: Torture, path: Path) -> int:
    """How many whole commands the catalogue holds: the first so many, each with its history."""
    with closing(sqlite3.connect(path)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        if not sound or connection.execute("PRAGMA foreign_key_check").fetchall():
            torture.tally.loss("the catalogue is damaged")
        found = connection.execute(
            "SELECT CAST(substr(labels.name, 7) AS INTEGER), (image_id - 1) / ?, count(*) "
            "FROM labellings JOIN labels ON labels.id = label_id GROUP BY 1, 2 ORDER BY 1, 2",
            (AT_ONCE,),
        ).fetchall()
    expected = [(*divmod(number, BLOCKS), AT_ONCE) for number in range(len(found))]
    if found != expected:
        torture.tally.loss("a command is there in part, or out of turn")
    with Catalogue.open(path) as catalogue:
        steps = len(catalogue.history.entries(limit=len(found) + 10))
    if steps != len(found) + FIRST_STEPS:
        torture.tally.loss(f"{steps} steps in the history of {len(found)} commands")
    return len(found)
