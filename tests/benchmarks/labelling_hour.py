"""Measures how much of an archive is labelled in an hour, by several ways, through the window.

    python -m tests.benchmarks.labelling_hour ENCODED.nabolag.sqlite [--images 2000] [--minutes 60]

The labels of so many images are taken off in a copy, and suggestions are made without them. The
window is then worked in as a person does: keys and clicks on what is on screen, answered by the
labels that were taken off. Nobody errs. What goes by is counted, not waited for:

- a glance, ``GLANCE_S``: one for each thumbnail of a page of the grid and one for the label's name;
  in Review one for the image and one for each row of its suggestions;
- a key or click, ``KEY_S``: Enter, a tick that is wrong or missing; a typed label takes what
  ``keys_to_type`` says.

The ways:

- grid first: pages of labels in a grid as long as any are above the line, then as below;
- one at a time: the queue that Review opens with, what is ticked mended, what is missing typed;
- as it was: the most uncertain images first, everything from the threshold on ticked;
- typing: the images in the order of files, every label typed.

The window is driven for the first minutes, and the same work is done without a window from the
first minute to the last: were the two not alike after those minutes, this would fail. Suggestions
stay those of the beginning in both.

The last two are shown in today's window, its queue and its level set to what they were. When a
queue has no image left, the images without a label that were not looked at come in the order of
files, then those that have some. Decisions are (image, label) answered: a thumbnail of a page that
was taken, a row of suggestions, a typed label. Prints a table; the exit code is 1 where grid first
stores fewer right labels than another way.
"""

import argparse
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from cli.running.steps import suggest
from db.catalogue import Catalogue
from db.records import QueueOrder
from engine.answers.label_grid import GLANCE_S, KEY_S
from engine.evaluation.actions import keys_to_type
from engine.evaluation.metrics import MicroCounts
from gui.services.settings import Preferences
from gui.shell.app import create_application
from tests.benchmarks.copying import copy_catalogue
from tests.benchmarks.labelling_screens import NoWindow, Screen, WindowScreen

HIDDEN_IMAGES = 2_000
SEED = 0
MINUTES = (10.0, 30.0, 60.0)
WINDOW_MINUTES = 3.0
"""So long the window is driven; for the rest the same work is done without."""
OLD_LEVEL_PERCENT = 1
"""Everything that is a suggestion is ticked."""
NO_LEVEL_PERCENT = 100


@dataclass
class Truth:
    """The labels that were taken off, and what it takes to type each."""

    labels: dict[int, frozenset[int]]
    names: dict[int, str]
    typing: dict[int, float]

    def f2(self, stored: dict[int, frozenset[int]]) -> tuple[int, float]:
        """How many right labels are stored, and the F2 over all images."""
        right = wrong = missing = 0
        for image_id, true in self.labels.items():
            found = stored.get(image_id, frozenset())
            right += len(found & true)
            wrong += len(found - true)
            missing += len(true - found)
        pairs = len(self.labels) * len(self.names)
        counts = MicroCounts(right, wrong, missing, pairs - right - wrong - missing)
        return right, counts.f_score()


def hide_labels(catalogue: Path, images: int) -> Truth:
    """Take the labels off so many images of a catalogue, with all that was learned from them."""
    with closing(sqlite3.connect(catalogue)) as connection, connection:
        rows = connection.execute(
            "SELECT image_id, label_id FROM labellings JOIN images ON images.id = image_id"
            " WHERE status = 'ok' ORDER BY image_id"
        ).fetchall()
        names = dict(connection.execute("SELECT id, name FROM labels ORDER BY id").fetchall())
        found: dict[int, set[int]] = {}
        for image_id, label_id in rows:
            found.setdefault(image_id, set()).add(label_id)
        hidden = random.Random(SEED).sample(sorted(found), min(images, len(found)))
        ids = [(image_id,) for image_id in sorted(hidden)]
        for table in ("labellings", "keywords", "decisions"):
            connection.executemany(f"DELETE FROM {table} WHERE image_id = ?", ids)
        connection.executemany("UPDATE images SET reviewed_at = NULL WHERE id = ?", ids)
        for table in ("suggestions", "open_suggestions", "suggestion_runs", "label_errors"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute(
            "DELETE FROM settings WHERE key LIKE 'tuned.%' OR key LIKE 'suggestions.%'"
        )
    typing = keys_to_type(list(names.values()), list(names.values())).tolist()
    return Truth(
        {image_id: frozenset(found[image_id]) for (image_id,) in ids},
        names,
        dict(zip(names, typing, strict=True)),
    )


@dataclass
class Person:
    """What somebody has done by now."""

    glances: int = 0
    keys: float = 0.0
    decisions: int = 0
    pages: int = 0
    images: int = 0

    @property
    def seconds(self) -> float:
        """The time that took."""
        return GLANCE_S * self.glances + KEY_S * self.keys


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody works: ``queue`` None takes the images in the order of files."""

    name: str
    grid_first: bool
    queue: QueueOrder | None
    level_percent: int
    looks_at_suggestions: bool = True


WAYS = {
    "grid": Way("grid first", True, QueueOrder.UNLABELLED, 50),
    "one": Way("one at a time", False, QueueOrder.UNLABELLED, 50),
    "old": Way("as it was", False, QueueOrder.LEAST_CONFIDENT, OLD_LEVEL_PERCENT),
    "typing": Way("typing", False, None, NO_LEVEL_PERCENT, looks_at_suggestions=False),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """What is stored after so many minutes."""

    minutes: float
    right: int
    f2: float
    person: Person


@dataclass
class Worker:
    """Somebody at a screen, who looks up the answers."""

    screen: Screen
    truth: Truth
    way: Way
    person: Person = field(default_factory=Person)

    def steps(self) -> Iterator[None]:
        """Work until nothing is left; yields after every page and every image."""
        if self.way.grid_first:
            yield from self._confirm_labels()
        if self.way.queue is not None:
            self.screen.show_queue(self.way.queue)
            yield from self._review()
        for labelled in (False, True):
            self.screen.show_images(self._in_order_of_files(labelled=labelled))
            yield from self._review()

    def stored(self) -> dict[int, frozenset[int]]:
        """The labels of the images as they are stored."""
        found = self.screen.catalogue().labellings.of_images(self.truth.labels)
        return {key: frozenset(one.label_id for one in rows) for key, rows in found.items()}

    def _confirm_labels(self) -> Iterator[None]:
        """Page after page of the grid, down to the labels of which nothing is above the line."""
        person, label_id = self.person, 0
        while (page := self.screen.page()) is not None:
            is_first = page.label_id != label_id
            label_id = page.label_id
            if not any(page.ticks.values()):
                person.glances += 1
                person.keys += 1
                if is_first or not self.screen.pass_label():
                    return
                continue
            person.glances += len(page.ticks) + is_first
            true = {key for key in page.ticks if page.label_id in self.truth.labels.get(key, ())}
            turned = [key for key, ticked in page.ticks.items() if ticked != (key in true)]
            self.screen.take_page(turned)
            person.keys += len(turned) + 1
            person.decisions += len(page.ticks)
            person.pages += 1
            yield

    def _review(self) -> Iterator[None]:
        """Image after image of the queue."""
        person = self.person
        while (shown := self.screen.image()) is not None:
            true = self.truth.labels.get(shown.image_id, frozenset())
            looked_at = shown.ticks if self.way.looks_at_suggestions else {}
            turned = [
                key
                for key, ticked in shown.ticks.items()
                if ticked != (key in looked_at and key in true)
            ]
            typed = sorted(true - shown.carried - looked_at.keys())
            self.screen.take_image(turned, typed)
            person.glances += 1 + len(looked_at)
            person.keys += len(turned) + 1 + sum(self.truth.typing[key] for key in typed)
            person.decisions += len(looked_at) + len(typed)
            person.images += 1
            yield

    def _in_order_of_files(self, *, labelled: bool) -> list[int]:
        stored, images = self.stored(), self.screen.catalogue().images
        records = [images.get(image_id) for image_id in self.truth.labels]
        return [
            one.id
            for one in sorted(records, key=lambda one: one.path)
            if one.reviewed_at is None and bool(stored.get(one.id)) is labelled
        ]


def work(worker: Worker, minutes: Sequence[float]) -> list[Moment]:
    """Work until the last of these minutes have gone by; what is stored at each of them."""
    moments: list[Moment] = []
    for _ in worker.steps():
        while len(moments) < len(minutes) and worker.person.seconds >= minutes[len(moments)] * 60:
            moments.append(_moment(worker, minutes[len(moments)]))
        if len(moments) == len(minutes):
            break
    return moments + [_moment(worker, one) for one in minutes[len(moments) :]]


def _moment(worker: Worker, minutes: float) -> Moment:
    right, f2 = worker.truth.f2(worker.stored())
    return Moment(minutes, right, f2, replace(worker.person))


def line(way: Way, moments: list[Moment]) -> str:
    """A row of the table."""
    last = moments[-1]
    minutes = max(last.person.seconds / 60, 1e-9)
    cells = "".join(f"{one.right:>8}{one.f2:>7.3f}" for one in moments)
    return (
        f"{way.name:<16}{60 * last.person.decisions / minutes:>12.0f}"
        f"{60 * last.right / minutes:>9.0f}{cells}   {last.person.pages} pages, "
        f"{last.person.images} images, {last.person.keys:.0f} keys in {minutes:.1f} min"
    )


@dataclass(frozen=True, slots=True)
class Options:
    """For how long somebody works."""

    minutes: list[float]
    window_minutes: float


def measure(template: Path, folder: Path, truth: Truth, way: Way, options: Options) -> list[Moment]:
    """Work in the window for a while, then all the time without; both must say the same."""
    for name in ("window", "none"):
        (folder / name).mkdir(parents=True)
    window = WindowScreen(copy_catalogue(template, folder / "window"), way.level_percent)
    started_s = time.monotonic()
    driven = work(Worker(window, truth, way), [options.window_minutes])[0]
    driven_s = time.monotonic() - started_s
    page_size = window.page_size
    window.close()
    screen = NoWindow(copy_catalogue(template, folder / "none"), way.level_percent, page_size)
    moments = work(Worker(screen, truth, way), [options.window_minutes, *options.minutes])
    screen.close()
    found = moments.pop(0)
    if found != driven:
        raise ValueError(f"{way.name}: in the window {driven}, without {found}")
    sys.stdout.write(
        f"{line(way, moments)}; the first {options.window_minutes:g} min in the window too "
        f"({driven_s:.0f} s)\n"
    )
    sys.stdout.flush()
    return moments


def main() -> None:
    """Read the arguments, work, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--images", type=int, default=HIDDEN_IMAGES)
    parser.add_argument("--minutes", type=float, default=MINUTES[-1])
    parser.add_argument("--window-minutes", type=float, default=WINDOW_MINUTES)
    parser.add_argument("--ways", default=",".join(WAYS), help=f"of {', '.join(WAYS)}")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    minutes = [one for one in MINUTES if one < arguments.minutes] + [arguments.minutes]
    options = Options(minutes, min(arguments.window_minutes, arguments.minutes))
    with tempfile.TemporaryDirectory() as name:
        os.environ["NABOLAG_DATA_DIR"] = name
        template = copy_catalogue(arguments.catalogue.absolute(), Path(name))
        truth = prepare(template, arguments.images)
        create_application(Preferences())
        sys.stdout.write(title(truth, minutes))
        right = {}
        for key in arguments.ways.split(","):
            moments = measure(template, Path(name) / key, truth, WAYS[key], options)
            right[key] = moments[-1].right
    most = max(right.values())
    sys.exit(0 if right.get("grid", most) == most else "A target was missed.")


def prepare(catalogue: Path, images: int) -> Truth:
    """Hide labels in a catalogue; tune and make its suggestions without them, as `suggest` does."""
    with Catalogue.open(catalogue):  # brings an older one up to date
        pass
    truth = hide_labels(catalogue, images)
    with Catalogue.open(catalogue) as opened:
        suggest(opened)
    return truth


def title(truth: Truth, minutes: Sequence[float]) -> str:
    """What was measured, and the heads of the columns."""
    labels = sum(map(len, truth.labels.values()))
    return (
        f"{len(truth.labels)} images without their {labels} labels; {GLANCE_S} s a glance, "
        f"{KEY_S} s a key; right labels and F2 after so many minutes\n"
        f"{'':<16}{'decisions/h':>12}{'right/h':>9}"
        + "".join(f"{f'{one:g} min':>8}{'F2':>7}" for one in minutes)
        + "\n"
    )


if __name__ == "__main__":
    main()
