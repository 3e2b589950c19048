"""Measures how fast sidecars of a large archive are written, beside a plain copy of its files.

    python -m tests.benchmarks.exports.sidecars [--images 20000] [--kib 400]

The archive is made: files of random bytes in folders of 500, each with three of 2 000 labels at
three levels. Measured: the first writing, a look where nothing has changed, writing after one
image in ten got another label, comparing, undo; each as images a second and, of the first writing,
as a ratio to copying the files one after another. Peak memory. Exits 1 where the ratio is above 1.3
or the peak above 1 GB.
"""

import argparse
import hashlib
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np

from db.catalogue import Catalogue
from db.records import FoundKeyword, ScannedImage
from engine.jobs.sidecars.changes import compare_sidecars
from engine.jobs.sidecars.undo import undo_sidecars
from engine.jobs.sidecars.write import preview_sidecars, write_sidecars
from engine.progress import NeverCancelled, run_job

FILES_A_FOLDER = 500
LABELS = 2000
BATCH = 1000
MOST_RATIO = 1.3
MOST_GB = 1.0

Result = TypeVar("Result")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def peak_gb() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    started_s = time.perf_counter()
    result = work()
    return time.perf_counter() - started_s, result


def make_archive(archive: Path, images: int, kib: int) -> Iterator[ScannedImage]:
    """Files of random bytes, and what a scan would say of them."""
    random = np.random.default_rng(0)
    for number in range(images):
        path = Path(f"{number // FILES_A_FOLDER:04}", f"{number:06}.jpg")
        (archive / path).parent.mkdir(exist_ok=True, parents=True)
        content = random.bytes(kib * 1024)
        (archive / path).write_bytes(content)
        keywords = tuple(
            FoundKeyword((f"group {one % 20}", f"kind {one % 200}", f"label {one}"), "csv")
            for one in random.integers(0, LABELS, 3)
        )
        status = (archive / path).stat()
        yield ScannedImage(
            path_bytes=os.fsencode(path.as_posix()),
            content_hash=hashlib.sha256(content).digest(),
            size_bytes=status.st_size,
            modified_ns=status.st_mtime_ns,
            keywords=keywords,
        )


def copied(archive: Path, target: Path) -> None:
    """The plain loop: every file of the archive, one after the other."""
    for file in sorted(archive.rglob("*.jpg")):
        place = target / file.relative_to(archive)
        place.parent.mkdir(exist_ok=True, parents=True)
        shutil.copyfile(file, place)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--kib", type=int, default=400)
    options = parser.parse_args()
    images = options.images
    with tempfile.TemporaryDirectory(prefix="nabolag-sidecars-") as name:
        folder = Path(name)
        archive = folder / "archive"
        archive.mkdir()
        with Catalogue.create(folder / "a.nabolag.sqlite", archive) as catalogue:
            batch: list[ScannedImage] = []
            for image in make_archive(archive, images, options.kib):
                batch.append(image)
                if len(batch) == BATCH:
                    catalogue.commands.import_images(batch)
                    batch = []
            catalogue.commands.import_images(batch)
            copying_s, _ = timed(lambda: copied(archive, folder / "copy"))
            shutil.rmtree(folder / "copy")

            def write() -> object:
                return run_job(write_sidecars(catalogue, cancel=NeverCancelled()))

            writing_s, _ = timed(write)
            ratio = writing_s / copying_s
            say(f"writing {ratio:5.2f} x copying   {writing_s:6.1f} s {images / writing_s:8.0f}/s")

            def told(what: str, images: int, work: Callable[[], object]) -> None:
                took_s, _ = timed(work)
                say(f"{what:17} {took_s / copying_s:5.2f} x   {images / took_s:8.0f}/s")

            never = NeverCancelled()
            told(
                "nothing to write",
                images,
                lambda: run_job(preview_sidecars(catalogue, cancel=never)),
            )
            catalogue.commands.label_images(catalogue.images.ids()[::10], add_names=["new|one"])
            told("one in ten", images // 10, write)
            told("comparing", images, lambda: run_job(compare_sidecars(catalogue, cancel=never)))
            told(
                "undo of these",
                images // 10,
                lambda: run_job(undo_sidecars(catalogue, cancel=never)),
            )
            told("undo of all", images, lambda: run_job(undo_sidecars(catalogue, cancel=never)))
            journal_mb = catalogue.sidecars.path.stat().st_size / 1e6
            say(f"journal {journal_mb:.0f} MB, peak {peak_gb():.2f} GB, copying {copying_s:.1f} s")
    return 0 if ratio <= MOST_RATIO and peak_gb() <= MOST_GB else 1


if __name__ == "__main__":
    sys.exit(main())
