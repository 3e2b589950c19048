"""How fast formats with pictures are written against a plain loop that copies the files, and how
much memory a large table takes.

python -m tests.benchmarks.exports.formats [--images 100000] [--rows 1000000]

Each format is written and read back in a process of its own, whose largest memory is told.
"""

import argparse
import io
import multiprocessing
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image

from engine.exchange.content import ExchangedLabel, ExportContent, Picture
from engine.exchange.records import ExchangedImage, ExchangedLabelling
from engine.exchange.registry import format_named, read_export

FORMATS = ("hf-parquet", "webdataset", "imagefolder", "croissant")
TABLES = ("parquet", "jsonl")
MOST_RATIO = 1.3
MOST_BYTES = 1024**3
DISTINCT = 500
IN_A_FOLDER = 1_000
SIDE_PX = 320
LABELS = 300


def main() -> None:
    """Print the figures; the exit says where a target was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1_000_000)
    arguments = parser.parse_args()
    missed = []
    with tempfile.TemporaryDirectory(prefix="nabolag-export-") as work:
        archive = make_archive(Path(work, "archive"), arguments.images)
        for name in FORMATS:
            # Before and after, as the disk is not equally fast all the time.
            plain_s = copied_s(archive, Path(work, "copies"))
            found = measured(name, arguments.images, archive, Path(work))
            plain_s = (plain_s + copied_s(archive, Path(work, "copies"))) / 2
            ratio = found.written_s / plain_s
            say(
                name, found, arguments.images, f"{ratio:.2f} x a loop that copies ({plain_s:.1f} s)"
            )
            if ratio > MOST_RATIO:
                missed.append(f"{name} takes {ratio:.2f} x")
            if found.peak_bytes > MOST_BYTES:
                missed.append(f"{name} takes {found.peak_bytes / 2**20:.0f} MiB")
        shutil.rmtree(archive)
        for name in TABLES:
            found = measured(name, arguments.rows, None, Path(work))
            say(name, found, arguments.rows, "rows without pictures")
            if found.peak_bytes > MOST_BYTES:
                missed.append(f"{name} takes {found.peak_bytes / 2**20:.0f} MiB")
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds to write and to read back, the most memory, and the size of what was written."""

    written_s: float
    read_s: float
    peak_bytes: int
    size_bytes: int


def say(name: str, found: Measured, images: int, more: str) -> None:
    """Print the figures of a format."""
    sys.stdout.write(
        f"{name}: {images / found.written_s:.0f} images/s, {more}; read back at "
        f"{images / found.read_s:.0f} images/s; {found.peak_bytes / 2**20:.0f} MiB at most; "
        f"{found.size_bytes / 2**20:.0f} MiB ({images} images)\n"
    )
    sys.stdout.flush()


def file_name(number: int) -> str:
    """The image's path in the archive."""
    return f"{number // IN_A_FOLDER:04}/{number:07}.jpg"


def make_archive(archive: Path, images: int) -> Path:
    """An archive of small JPEG files."""
    chance = np.random.default_rng(0)
    pictures = []
    for _ in range(min(DISTINCT, images)):
        coarse = chance.integers(0, 256, (10, 10, 3), dtype=np.uint8)
        made = Image.fromarray(coarse).resize((SIDE_PX, SIDE_PX), Image.Resampling.BICUBIC)
        stream = io.BytesIO()
        made.save(stream, "JPEG", quality=90)
        pictures.append(stream.getvalue())
    for number in range(images):
        file = archive / file_name(number)
        if number % IN_A_FOLDER == 0:
            file.parent.mkdir(parents=True)
        file.write_bytes(pictures[number % len(pictures)])
    return archive


def copied_s(archive: Path, target: Path) -> float:
    """How long a plain loop takes to copy all files."""
    started_s = time.perf_counter()
    for folder in sorted(archive.iterdir()):
        (target / folder.name).mkdir(parents=True)
        for file in sorted(folder.iterdir()):
            shutil.copyfile(file, target / folder.name / file.name)
    taken_s = time.perf_counter() - started_s
    shutil.rmtree(target)
    return taken_s


class Images:
    """Images with a few labels each, made as they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.labellings = [
            tuple(
                ExchangedLabelling(
                    label_levels((number * step) % LABELS),
                    "accepted",
                    "kari",
                    "2026-11-22T10:00:00Z",
                    0.25,
                    0.5,
                )
                for step in range(1, 2 + number % 4)
            )
            for number in range(LABELS)
        ]

    def __iter__(self) -> Iterator[ExchangedImage]:
        for number in range(self.count):
            yield ExchangedImage(
                file_name(number),
                self.labellings[number % LABELS],
                sha256=f"{number:064x}",
                width_px=SIDE_PX,
                height_px=SIDE_PX,
            )


def label_levels(number: int) -> tuple[str, ...]:
    """The names of a label."""
    return f"group {number % 20}", f"label {number}"


class Originals:
    """Pictures as they are in the archive."""

    def __init__(self, archive: Path) -> None:
        self._archive = archive

    def suffix(self, image: ExchangedImage) -> str:
        return ".jpg"

    def place(self, image: ExchangedImage, target: Path) -> None:
        shutil.copyfile(self._archive / image.file, target)

    def read(self, image: ExchangedImage) -> Picture:
        with open(f"{self._archive}/{image.file}", "rb") as stream:  # noqa: PTH123
            data = stream.read()
        return Picture(data, ".jpg", "image/jpeg", SIDE_PX, SIDE_PX)


def measured(name: str, images: int, archive: Path | None, work: Path) -> Measured:
    """The figures of a format, written in a process of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=run, args=(theirs, name, images, archive, work))
    process.start()
    theirs.close()
    found: Measured = ours.recv()
    process.join()
    return found


def run(connection: Any, name: str, images: int, archive: Path | None, work: Path) -> None:
    """Write a format and read it back."""
    chosen = format_named(name)
    place = work / f"export{chosen.suffix}"
    if chosen.writes_folder:
        place.mkdir()
    content = ExportContent(
        Images(images),
        images,
        [ExchangedLabel(levels) for levels in sorted(map(label_levels, range(LABELS)))],
        pictures=None if archive is None else Originals(archive),
    )
    started_s = time.perf_counter()
    for _ in chosen.write(place, content, chosen.checked_options({})):
        pass
    written_s = time.perf_counter() - started_s
    started_s = time.perf_counter()
    count = sum(1 for _ in read_export(place))
    read_s = time.perf_counter() - started_s
    if count != images:
        raise AssertionError(f"{count} of {images} images came back")
    files = place.rglob("*") if place.is_dir() else [place]
    size_bytes = sum(file.stat().st_size for file in files if file.is_file())
    connection.send(Measured(written_s, read_s, peak_bytes(), size_bytes))
    shutil.rmtree(place) if place.is_dir() else place.unlink()


def peak_bytes() -> int:
    """The most memory this process has had."""
    try:
        import resource
    except ImportError:  # Windows tells it in another way
        return int(psutil.Process().memory_info().peak_wset)
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


if __name__ == "__main__":
    main()
