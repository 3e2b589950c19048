"""Measures how long a writer waits for another process that writes all the time.

    python -m tests.benchmarks.two_writers LARGE.nabolag.sqlite

On a copy of the catalogue. A second process labels image after image, imports batches as a scan
does, or replaces all suggestions; this one labels one image at a time, as a person does. Printed
are the median and the longest wait of each, and of writing alone.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage, SuggestionRun
from tests.benchmarks.copying import copy_catalogue

MEASURED_S = 40.0
HEAD_START_S = 5.0
"""By then the other process is at it."""
BATCH = 200
SUGGESTIONS = 500_000
TARGET_S = 2.0
ROOT = Path(__file__).parents[2]


def label(catalogue: Catalogue) -> None:
    """Label one image after the other, for ever."""
    ids = catalogue.images.ids()
    for step in range(10**9):
        catalogue.commands.label_images([ids[step % len(ids)]], add_names=[f"other {step % 50}"])


def scan(catalogue: Catalogue) -> None:
    """Import batches of new images with three keywords each, for ever."""
    for step in range(10**9):
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


def suggest(catalogue: Catalogue) -> None:
    """Replace all suggestions, again and again."""
    ids = catalogue.images.ids()
    labels = [one.id for one in catalogue.labels.all()]
    each = max(1, min(len(labels), SUGGESTIONS // len(ids)))
    run = SuggestionRun("neighbor-search", "x", {}, 0.5)
    for step in range(10**9):
        catalogue.suggestions.replace_all(
            run,
            (
                (image_id, labels[(place + image_id) % len(labels)], (step + place) % 7 / 8 + 0.1)
                for image_id in ids
                for place in range(each)
            ),
        )


OTHERS = {"label": label, "scan": scan, "suggest": suggest}


def waits(catalogue: Catalogue) -> list[float]:
    """Seconds each of many small changes took."""
    ids = catalogue.images.ids()
    found: list[float] = []
    ends_s = time.monotonic() + MEASURED_S
    while time.monotonic() < ends_s:
        step = len(found)
        started_s = time.monotonic()
        catalogue.commands.label_images([ids[step % len(ids)]], add_names=[f"mine {step % 20}"])
        found.append(time.monotonic() - started_s)
        time.sleep(0.05)
    return found


def beside(path: Path, other: str) -> list[float]:
    """The waits beside a process that does ``other``."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.two_writers", str(path), "--other", other],
        cwd=ROOT,
    )
    try:
        time.sleep(HEAD_START_S)
        with Catalogue.open(path) as catalogue:
            found = waits(catalogue)
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()
    return found


def main() -> None:
    """Print one line for writing alone and one for each other writer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--other", choices=OTHERS)
    arguments = parser.parse_args()
    if arguments.other:
        with Catalogue.open(arguments.catalogue) as catalogue:
            OTHERS[arguments.other](catalogue)
    with tempfile.TemporaryDirectory() as folder:
        for other in ("nobody", *OTHERS):
            place = Path(folder, other)
            place.mkdir()
            path = copy_catalogue(arguments.catalogue, place)
            if other == "nobody":
                with Catalogue.open(path) as catalogue:
                    found = waits(catalogue)
            else:
                found = beside(path, other)
            sys.stdout.write(
                f"a change beside {other:<10} median {statistics.median(found):6.3f} s, "
                f"longest {max(found):6.3f} s   target {TARGET_S} s\n"
            )


if __name__ == "__main__":
    main()
