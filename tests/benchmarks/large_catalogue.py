"""Makes a large catalogue from the images of a small archive, for measuring.

    python -m tests.benchmarks.large_catalogue OUT.nabolag.sqlite --images 100000 --archive DIR

The catalogue gets rows, about 160 labels, labellings on half of the images, suggestions for all,
queues of images to review and thumbnails. The images are hard links to copies of those in DIR,
spread over a folder tree beside OUT, so that every one can be opened; the thumbnails are those of
DIR, therefore many images share one.
"""

import argparse
import csv
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.catalogue import Catalogue
from db.records import (
    FoundKeyword,
    ImageOrder,
    LabelError,
    QueueRun,
    ReferenceRows,
    ScannedImage,
    SuggestionRun,
)
from engine.archive.decode_pool import DecodeFailure, DecodePool
from engine.archive.inspect_file import InspectedFile, InspectRequest, inspect_file

SEED = 1
LABELS = 160
THRESHOLD = 0.1
BATCH = 5_000
IMAGES_PER_FOLDER = 500


@dataclass(frozen=True)
class Original:
    """An image of the small archive."""

    path: Path
    file: InspectedFile


def read_originals(archive: Path, limit: int) -> list[Original]:
    """Up to ``limit`` readable images of the archive, spread evenly over it."""
    files = sorted(path for path in archive.rglob("*") if path.is_file() and path.suffix != ".csv")
    files = files[:: max(1, len(files) // limit)][:limit]
    with DecodePool(workers=os.cpu_count() or 1) as pool:
        outcomes = pool.map(inspect_file, (InspectRequest(path) for path in files))
        return [
            Original(path, outcome)
            for path, outcome in zip(files, outcomes, strict=True)
            if not isinstance(outcome, DecodeFailure) and not outcome.problem
        ]


def label_names(archive: Path) -> list[str]:
    """The most frequent keywords of the archive's table, or made-up names without one."""
    table = archive / "keywords.csv"
    counts: Counter[str] = Counter()
    if table.exists():
        with table.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                counts.update(word.strip() for word in row["keywords"].split(";") if word.strip())
    names = [name for name, _ in counts.most_common(LABELS)]
    return names + [f"label {number}" for number in range(len(names), LABELS)]


def copied(original: Original, links: Path) -> Path:
    """The image on the disk of the links, beside the archive."""
    copies = links.with_name(links.name + "-originals")
    copy = copies / f"{original.file.content_hash.hex()}{original.path.suffix}"
    if not copy.exists():
        copies.mkdir(exist_ok=True)
        shutil.copyfile(original.path, copy)
    return copy


def scanned_images(
    originals: Sequence[Original], names: Sequence[str], count: int, links: Path
) -> Iterator[ScannedImage]:
    """The rows, each with its link; every other image carries one to five labels."""
    randomness = random.Random(SEED)
    weights = [1 / (rank + 3) for rank in range(len(names))]
    for number in range(count):
        original = originals[number % len(originals)]
        folder = number // IMAGES_PER_FOLDER
        relative = Path(
            f"collection {folder // 10:02d}",
            f"box {folder % 10}",
            f"{original.path.stem} {number}{original.path.suffix}",
        )
        link = links / relative
        link.parent.mkdir(parents=True, exist_ok=True)
        if not link.exists():
            # A symbolic link would lead out of the archive, and is not opened.
            link.hardlink_to(copied(original, links))
        words = randomness.choices(names, weights, k=randomness.randint(1, 5) if number % 2 else 0)
        yield ScannedImage(
            path_bytes=os.fsencode(relative.as_posix()),
            content_hash=original.file.content_hash,
            size_bytes=original.path.stat().st_size,
            modified_ns=1_600_000_000_000_000_000 + number * 1_000_000_000,
            width_px=original.file.width_px,
            height_px=original.file.height_px,
            format=original.file.format,
            title=original.path.stem.replace("_", " "),
            keywords=tuple(FoundKeyword((word,), "csv") for word in words),
        )


def suggestion_rows(
    image_ids: Sequence[int], label_ids: Sequence[int]
) -> Iterator[tuple[int, int, float]]:
    """One to eight suggestions for every image."""
    randomness = random.Random(SEED)
    for image_id in image_ids:
        for label_id in randomness.sample(label_ids, randomness.randint(1, 8)):
            yield image_id, label_id, THRESHOLD + (1 - THRESHOLD) * randomness.random() ** 2


def label_errors(references: ReferenceRows, label_ids: Sequence[int]) -> Iterator[LabelError]:
    """Of every twenty labellings one is wrong, and beside another a label is missing."""
    randomness = random.Random(SEED)
    for number, (position, label_id) in enumerate(references.pairs):
        image_id, doubt = references.image_ids[position], randomness.random()
        if number % 20 == 0:
            yield LabelError(image_id, label_id, "wrong", doubt, 1 - doubt)
        elif number % 20 == 1:
            yield LabelError(image_id, randomness.choice(label_ids), "missing", doubt, doubt)


def make_catalogue(path: Path, images: int, archive: Path, thumbnails: int) -> None:
    """Write the catalogue, its links and its thumbnails."""
    links = path.parent / (path.name.split(".")[0] + "-archive")
    links.mkdir(parents=True, exist_ok=True)
    originals = read_originals(archive, thumbnails)
    names = label_names(archive)
    with Catalogue.create(path, links, curator="benchmark") as catalogue:
        catalogue.thumbnails.put_many(
            (original.file.content_hash, original.file.thumbnail)
            for original in originals
            if original.file.thumbnail is not None
        )
        batch: list[ScannedImage] = []
        for image in scanned_images(originals, names, images, links):
            batch.append(image)
            if len(batch) == BATCH:
                catalogue.commands.import_images(batch)
                batch = []
        catalogue.commands.import_images(batch)
        run = SuggestionRun("neighbor-search", "benchmark", {}, THRESHOLD)
        label_ids = [label.id for label in catalogue.labels.all()]
        catalogue.suggestions.replace_all(run, suggestion_rows(catalogue.images.ids(), label_ids))
        catalogue.queues.replace_all(
            QueueRun("neighbor-search", "benchmark"),
            errors=label_errors(catalogue.labellings.references(), label_ids),
            teaching=catalogue.images.ids(order=ImageOrder.NEWEST),
        )


def main() -> None:
    """Read the arguments, make the catalogue, say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--images", type=int, default=100_000)
    parser.add_argument("--archive", type=Path, required=True, help="folder with images")
    parser.add_argument("--thumbnails", type=int, default=2_000, help="how many different ones")
    options = parser.parse_args()
    started_s = time.perf_counter()
    make_catalogue(options.catalogue, options.images, options.archive, options.thumbnails)
    with Catalogue.open(options.catalogue) as catalogue:
        sys.stdout.write(
            f"{catalogue.images.count()} images, {len(catalogue.labels.all())} labels and "
            f"{catalogue.suggestions.count()} suggestions "
            f"in {time.perf_counter() - started_s:.0f} s\n"
        )


if __name__ == "__main__":
    main()
