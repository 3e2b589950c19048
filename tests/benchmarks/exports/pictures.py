"""How fast picture files leave, against a plain loop that copies them.

    python -m tests.benchmarks.exports.pictures [--images 100000] [--bytes 30000] [--rounds 3]

Both copy the same small files to empty folders of the same disk, in turns; the files are in the
system's cache. Ours also hashes each, notes it in the journal, and syncs the folder in the end,
which is measured apart: the plain loop leaves that to the system.
"""

import argparse
import hashlib
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from engine.answers.limits import decode_workers
from engine.exchange.finished_pieces import FolderPieces
from engine.exchange.picture_settings import PictureSettings
from engine.exchange.records import ExchangedImage
from engine.jobs.exports.pictures import open_pictures
from engine.whole_file import sync_tree

FILES_A_FOLDER = 1_000
WANTED_RATIO = 1.3


def make_archive(folder: Path, images: int, size_bytes: int) -> list[ExchangedImage]:
    """Files that begin like JPEGs; about so large, no two alike."""
    chance = random.Random(1)
    made: list[ExchangedImage] = []
    for number in range(images):
        file = f"{number // FILES_A_FOLDER:04}/{number:07}.jpg"
        place = folder / file
        place.parent.mkdir(exist_ok=True, parents=True)
        size = chance.randrange(size_bytes // 2, size_bytes * 3 // 2)
        data = b"\xff\xd8\xff\xe0" + number.to_bytes(8, "big") + bytes(size - 12)
        place.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        made.append(ExchangedImage(file, sha256=digest, size_bytes=size, width_px=9, height_px=9))
    return made


def plain_loop(archive: Path, target: Path, images: list[ExchangedImage]) -> float:
    """Seconds of copying in a loop."""
    began = time.perf_counter()
    for image in images:
        place = target / image.file
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(archive / image.file, place)
    return time.perf_counter() - began


def ours(archive: Path, target: Path, images: list[ExchangedImage]) -> tuple[float, float]:
    """Seconds of copying as an export does, and of syncing."""
    target.mkdir()
    pieces = FolderPieces(target, target.with_name("journal"), kind="measured")
    began = time.perf_counter()
    with open_pictures(archive, PictureSettings(), pieces, workers=decode_workers()) as pictures:
        for image in pictures.through(iter(images)):
            place = target / image.file
            place.parent.mkdir(parents=True, exist_ok=True)
            pictures.place(image, place)
    took_s = time.perf_counter() - began
    pieces.close()
    target.with_name("journal").unlink()
    began = time.perf_counter()
    sync_tree(target)
    return took_s, time.perf_counter() - began


def rounds_of(archive: Path, folder: Path, images: list[ExchangedImage]) -> Iterator[float]:
    """Ratios, one at a time."""
    while True:
        os.sync()
        plain_s = plain_loop(archive, folder / "plain", images)
        os.sync()
        ours_s, sync_s = ours(archive, folder / "ours", images)
        rate = len(images) / ours_s
        say(
            f"plain loop {plain_s:.1f} s, ours {ours_s:.1f} s ({rate:,.0f} a second), "
            f"syncing {sync_s:.1f} s: {ours_s / plain_s:.2f} times"
        )
        for name in ("plain", "ours"):
            shutil.rmtree(folder / name)
        yield ours_s / plain_s


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Measure and print; 1 where it takes longer than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--bytes", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="nabolag-bench-") as name:
        archive = Path(name, "archive")
        images = make_archive(archive, chosen.images, chosen.bytes)
        found = rounds_of(archive, Path(name), images)
        ratio = statistics.median(next(found) for _ in range(chosen.rounds))
    say(f"copying pictures takes {ratio:.2f} times a plain loop (at most {WANTED_RATIO})")
    return int(ratio > WANTED_RATIO)


if __name__ == "__main__":
    raise SystemExit(main())
