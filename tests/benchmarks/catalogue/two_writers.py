"""Measures how long a writer waits for another process that does something big.

    python -m tests.benchmarks.catalogue.two_writers LARGE.nabolag.sqlite
        [--only NAMES] [--seconds 20]

On a copy of the catalogue. A second process does the same over and over: what a person does to
one image, or to every image of the archive, and what jobs write. This one keeps a setting every
twentieth of a second. Printed are the median and the longest wait of each, and of writing alone.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from db.catalogue import Catalogue
from db.records import FoundKeyword, LabelError, QueueRun, ScannedImage, SuggestionRun
from engine.archive.keywords import Keyword
from engine.jobs.image_batches import in_turns, moves_in_turns, with_keywords
from engine.jobs.import_table import IMAGES_AT_A_TIME
from engine.jobs.queues import MOST_ERRORS, TEACHING_IMAGES
from tests.benchmarks.copying import copy_catalogue

MEASURED_S = 20.0
BATCH = 200
SUGGESTIONS = 500_000
TARGET_S = 2.0
ROOT = Path(__file__).parents[3]


Steps = Iterator[None]
"""What the other process does: makes ready up to the first step, then works between them."""


def label(catalogue: Catalogue) -> Steps:
    """Label one image after the other."""
    ids = catalogue.images.ids()
    for step in range(10**9):
        yield
        catalogue.commands.label_images([ids[step % len(ids)]], add_names=[f"other {step % 50}"])


def scan(catalogue: Catalogue) -> Steps:
    """Import batches of new images with three keywords each."""
    for step in range(10**9):
        yield
        catalogue.commands.import_images(
            [
                ScannedImage(
                    f"new/{step}/{number}.jpg".encode(),
                    (step * BATCH + number).to_bytes(32, "big"),
                    1,
                    1,
                    keywords=tuple(
                        FoundKeyword((f"word {number % 40 + k}",), "csv") for k in range(3)
                    ),
                )
                for number in range(BATCH)
            ]
        )


def suggest(catalogue: Catalogue) -> Steps:
    """Replace all suggestions, again and again."""
    ids = catalogue.images.ids()
    labels = [one.id for one in catalogue.labels.all()]
    each = max(1, min(len(labels), SUGGESTIONS // len(ids)))
    run = SuggestionRun("neighbor-search", "x", {}, 0.5)
    for step in range(10**9):
        yield
        catalogue.suggestions.replace_all(
            run,
            (
                (image_id, labels[(place + image_id) % len(labels)], (step + place) % 7 / 8 + 0.1)
                for image_id in ids
                for place in range(each)
            ),
        )


def find_queues(catalogue: Catalogue) -> Steps:
    """Replace the queues of label errors and images to label, as large as they get."""
    ids = catalogue.images.ids()
    labels = [one.id for one in catalogue.labels.all()]
    errors = [
        LabelError(image_id, labels[image_id % len(labels)], kind, 0.5, 0.5)
        for place, image_id in enumerate(ids[: 2 * MOST_ERRORS])
        for kind in (("wrong", "missing")[place % 2],)
    ]
    while True:
        yield
        run = QueueRun("neighbor-search", "x")
        catalogue.queues.replace_all(run, errors=errors, teaching=ids[:TEACHING_IMAGES])


def undo_import(catalogue: Catalogue) -> Steps:
    """Take back the import of a keyword for every image, and do it again."""
    ids = catalogue.images.ids()
    import_id = 0
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        images = catalogue.images.get_many(ids[start : start + IMAGES_AT_A_TIME])
        batch = [
            with_keywords(image, [Keyword((f"imported {image.id % 300}",), "csv")], image.title)
            for image in images
        ]
        import_id = catalogue.commands.import_images(batch, import_id=import_id).import_id
    while True:
        yield
        catalogue.commands.undo()
        yield
        catalogue.commands.redo()


def label_all(catalogue: Catalogue) -> Steps:
    """Label every image and take the label off again."""
    ids = catalogue.images.ids()
    label_id = made_label(catalogue, "everything")
    while True:
        yield
        catalogue.commands.label_images(ids, add=[label_id])
        yield
        catalogue.commands.label_images(ids, remove=[label_id])


def merge(catalogue: Catalogue) -> Steps:
    """Merge a label of every image into one of every other image, and take that back."""
    ids = catalogue.images.ids()
    source, target = (made_label(catalogue, name) for name in ("a source", "a target"))
    catalogue.commands.label_images(ids, add=[source])
    catalogue.commands.label_images(ids[::2], add=[target])
    while True:
        yield
        catalogue.commands.merge_labels([source], target)
        yield
        catalogue.commands.undo()


def split(catalogue: Catalogue) -> Steps:
    """Split nearly all off a label of every image, and take that back."""
    ids = catalogue.images.ids()
    label_id = made_label(catalogue, "to be split")
    catalogue.commands.label_images(ids, add=[label_id])
    while True:
        yield
        catalogue.commands.split_label(label_id, ids[10:], "split off")
        yield
        catalogue.commands.undo()


def delete(catalogue: Catalogue) -> Steps:
    """Delete a label of every image, and take that back."""
    label_id = made_label(catalogue, "to be deleted")
    catalogue.commands.label_images(catalogue.images.ids(), add=[label_id])
    while True:
        yield
        catalogue.commands.delete_label(label_id)
        yield
        catalogue.commands.undo()


def rename(catalogue: Catalogue) -> Steps:
    """Rename a label of every image."""
    label_id = made_label(catalogue, "to be renamed")
    catalogue.commands.label_images(catalogue.images.ids(), add=[label_id])
    for step in range(10**9):
        yield
        catalogue.commands.rename_label(label_id, f"renamed {step}")


def review_all(catalogue: Catalogue) -> Steps:
    """Mark every image as reviewed, and as not."""
    ids = catalogue.images.ids()
    while True:
        for reviewed in (True, False):
            yield
            catalogue.commands.mark_reviewed(ids, reviewed)


def move_all(catalogue: Catalogue) -> Steps:
    """Find every file missing, and then in another folder, as a scan does."""
    ids = catalogue.images.ids()
    for step in range(10**9):
        yield
        for part in in_turns(ids):
            catalogue.commands.mark_missing(part)
        yield
        moves = [
            (image.id, b"moved %d/%d.jpg" % (step, image.id), image.modified_ns)
            for image in catalogue.images.get_many(ids)
        ]
        for moves_part in moves_in_turns(moves, {}):
            catalogue.commands.move_images(moves_part)


def export(catalogue: Catalogue) -> Steps:
    """Read everything as an export does."""
    while True:
        yield
        with catalogue.snapshot() as snapshot:
            for _ in snapshot.take():
                pass


def check(catalogue: Catalogue) -> Steps:
    """Look the whole catalogue over."""
    while True:
        yield
        catalogue.check()


def back_up(catalogue: Catalogue) -> Steps:
    """Take a backup."""
    while True:
        yield
        catalogue.backups.take("benchmark")


def made_label(catalogue: Catalogue, name: str) -> int:
    """The id of a new label."""
    return int(str(catalogue.commands.create_label(name).details["label_id"]))


OTHERS = {
    "label": label,
    "scan": scan,
    "suggest": suggest,
    "queues": find_queues,
    "undo-import": undo_import,
    "label-all": label_all,
    "merge": merge,
    "split": split,
    "delete": delete,
    "rename": rename,
    "review-all": review_all,
    "move-all": move_all,
    "export": export,
    "check": check,
    "backup": back_up,
}


def do_for_ever(catalogue: Catalogue, other: str) -> None:
    """Make ready, say so, and begin."""
    for step, _ in enumerate(OTHERS[other](catalogue)):
        if step == 0:
            sys.stdout.write("ready\n")
            sys.stdout.flush()


def waits(catalogue: Catalogue, seconds: float) -> list[float]:
    """Seconds each of many small changes took."""
    found: list[float] = []
    ends_s = time.monotonic() + seconds
    while time.monotonic() < ends_s:
        started_s = time.monotonic()
        catalogue.settings.set("evaluate.two_writers", len(found))
        found.append(time.monotonic() - started_s)
        time.sleep(0.05)
    return found


def beside(path: Path, other: str, seconds: float) -> list[float]:
    """The waits beside a process that does ``other``."""
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.benchmarks.catalogue.two_writers",
            str(path),
            "--other",
            other,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            with Catalogue.open(path) as catalogue:
                found = waits(catalogue, seconds)
            assert process.poll() is None
        finally:
            process.kill()
    return found


def main() -> None:
    """Print one line for writing alone and one for each other writer; the exit code is 1 where
    somebody waited for longer than they should."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--only", default="", help=f"separated by commas: {', '.join(OTHERS)}")
    parser.add_argument("--seconds", type=float, default=MEASURED_S, help="of each")
    parser.add_argument("--other", choices=OTHERS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.other:
        with Catalogue.open(arguments.catalogue) as catalogue:
            do_for_ever(catalogue, arguments.other)
    longest_s = 0.0
    for other in ("nobody", *(arguments.only.split(",") if arguments.only else OTHERS)):
        with tempfile.TemporaryDirectory() as folder:
            path = copy_catalogue(arguments.catalogue, Path(folder))
            if other == "nobody":
                with Catalogue.open(path) as catalogue:
                    found = waits(catalogue, arguments.seconds)
            else:
                found = beside(path, other, arguments.seconds)
        longest_s = max(longest_s, *found)
        sys.stdout.write(
            f"a change beside {other:<12} median {statistics.median(found):6.3f} s, "
            f"longest {max(found):6.3f} s   target {TARGET_S} s\n"
        )
        sys.stdout.flush()
    sys.exit(1 if longest_s > TARGET_S else 0)


if __name__ == "__main__":
    main()
