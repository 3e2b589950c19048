"""Measures a catalogue against its targets, on a copy of it.

    python -m tests.benchmarks.catalogue.database LARGE.nabolag.sqlite

``large_catalogue.py`` beside this makes one. Each line is the median and the worst of several
runs and the median of processor time (what the wall clock shows on an idle machine, but for the
disk), with the target where there is one.
"""

import argparse
import os
import platform
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from db.catalogue import Catalogue
from db.records import AcceptedLabel, ImageFilter, ImageOrder, QueueOrder, Status
from tests.benchmarks.copying import copy_catalogue

SELECTED = 10_000
DECISIONS = 50


def measure(name: str, work: Callable[[], object], target_s: float | None, runs: int = 5) -> None:
    """Run the work several times and print one line."""
    durations_s = []
    processor_s = []
    for _ in range(runs):
        started_s, started_processor_s = time.perf_counter(), time.process_time()
        work()
        durations_s.append(time.perf_counter() - started_s)
        processor_s.append(time.process_time() - started_processor_s)
    target = "" if target_s is None else f"   target {target_s * 1000:.0f} ms"
    sys.stdout.write(
        f"{name:<44} {statistics.median(durations_s) * 1000:8.1f} ms, "
        f"worst {max(durations_s) * 1000:8.1f} ms, "
        f"processor {statistics.median(processor_s) * 1000:8.1f} ms{target}\n"
    )


def measure_reads(catalogue: Catalogue) -> None:
    """What the pages ask for."""
    images, labels = catalogue.images, catalogue.labels.all()
    ids = images.ids()
    label = labels[len(labels) // 2]
    filters = {
        "all": ImageFilter(),
        "folder": ImageFilter(folder="collection 03"),
        "label": ImageFilter(label_ids=(label.id,)),
        "text": ImageFilter(text="flower 9"),
        "source": ImageFilter(source="imported"),
        **{status.value: ImageFilter(status=status) for status in Status},
    }
    middle = len(ids) // 2
    for name, wanted in filters.items():
        measure(f"ids, {name} ({images.count(wanted)})", lambda w=wanted: images.ids(w), 0.1)
    for order in ImageOrder:
        measure(f"ids by {order.value}", lambda o=order: images.ids(order=o), None)
    for order in QueueOrder:
        measure(f"queue, {order.value}", lambda o=order: catalogue.queues.images(o), 0.2)
    measure(
        "queue, by label, one label",
        lambda: catalogue.queues.images(QueueOrder.LABEL, label_id=label.id),
        0.2,
    )
    measure("cards of 200", lambda: images.cards(ids[middle : middle + 200]), 0.01, runs=50)
    measure("one image with labels and suggestions", lambda: read_one(catalogue, ids[middle]), 0.01)
    measure("all labels with counts", catalogue.labels.all, None)
    measure(
        "label counts of 10 000 images", lambda: catalogue.labels.counts_for(ids[:SELECTED]), None
    )
    measure(
        "facet counts of 10 000 images",
        lambda: catalogue.labels.tree_counts_for(ids[:SELECTED]),
        None,
    )
    measure("folders", images.folders, None)
    measure("status counts", images.status_counts, None)
    measure("reference rows", catalogue.labellings.references, None)
    measure("snapshot, taken and read", lambda: read_snapshot(catalogue), None, runs=2)
    hashes = [card.content_hash for card in images.cards(ids[:200])]
    measure("thumbnails of 200", lambda: catalogue.thumbnails.get_many(hashes), None)


def read_snapshot(catalogue: Catalogue) -> int:
    """What an export reads; how many labellings."""
    with catalogue.snapshot() as snapshot:
        for _ in snapshot.take():
            pass
        return sum(len(image.labellings) for page in snapshot.pages() for image in page)


def read_one(catalogue: Catalogue, image_id: int) -> None:
    """What Review reads of an image."""
    catalogue.images.get(image_id)
    catalogue.labellings.of_image(image_id)
    catalogue.suggestions.of_image(image_id)


def measure_writes(catalogue: Catalogue) -> None:
    """What a curator does."""
    commands = catalogue.commands
    ids = catalogue.images.ids()
    selected = ids[: SELECTED * 2 : 2]
    names = iter(f"measured {number}" for number in range(100))
    measure(
        "label on 10 000 images",
        lambda: commands.label_images(selected, add_names=[next(names)]),
        1,
        3,
    )
    measure("undo of it", commands.undo, 1, 3)
    measure("redo of it", commands.redo, 1, 3)
    frequent = max(catalogue.labels.all(), key=lambda label: label.image_count)
    measure(
        "frequent label on 10 000 images",
        lambda: commands.label_images(selected, add=[frequent.id]),
        1,
        1,
    )
    measure("undo of it", commands.undo, 1, 1)
    queue = iter(catalogue.queues.images(QueueOrder.LEAST_CONFIDENT))
    accepted = [AcceptedLabel(frequent.id, 0.5)]
    measure(
        "decision on one image",
        lambda: commands.decide(next(queue), accepted=accepted, suggester="x", reviewed=True),
        0.05,
        DECISIONS,
    )
    measure("backup", lambda: catalogue.backups.take("measured"), None, 2)
    measure("check", catalogue.check, None, 1)


def main() -> None:
    """Copy the catalogue, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = copy_catalogue(options.catalogue, Path(folder))
        started_s = time.perf_counter()
        with Catalogue.open(copy) as catalogue:
            opened_s = time.perf_counter() - started_s
            sys.stdout.write(
                f"{platform.platform()}, {os.cpu_count()} processors, Python "
                f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, journal "
                f"{catalogue.check().journal_mode}\nopened in {opened_s * 1000:.1f} ms\n"
            )
            measure_reads(catalogue)
            measure_writes(catalogue)


if __name__ == "__main__":
    main()
