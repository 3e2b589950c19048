"""Measures what a catalogue with many clusters of duplicates answers, and how fast.

    python -m tests.benchmarks.catalogue.duplicate_rows [--clusters 20000] [--size 4]

On a catalogue made for it. Printed are the median and the 95th percentile of reading, in
milliseconds, and what one command on all certain clusters takes beside one on a single cluster.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from db.catalogue import Catalogue
from db.duplicate_records import (
    ClusterOrder,
    DuplicateGraph,
    DuplicatePair,
    DuplicateRun,
    FoundCluster,
    KeptImage,
)
from db.records import FoundKeyword, ScannedImage

PAGE = 50
ROUNDS = 40
BATCH = 5_000
TARGET_MS = 50.0


def tell(line: str) -> None:
    """Print one line."""
    sys.stdout.write(line + "\n")


def made_catalogue(folder: Path, clusters: int, size: int) -> Catalogue:
    """A catalogue of this many clusters, every second of them certain."""
    (folder / "archive").mkdir()
    catalogue = Catalogue.create(folder / "d.nabolag.sqlite", folder / "archive", curator="kari")
    words = [FoundKeyword((f"word {number}",), "csv") for number in range(200)]
    files = [
        ScannedImage(
            f"folder {number % 97}/{number:07}.jpg".encode(),
            number.to_bytes(32, "big"),
            1000,
            1,
            640,
            480,
            "JPEG",
            keywords=(words[number % 200], words[number % 131]),
        )
        for number in range(clusters * size)
    ]
    for start in range(0, len(files), BATCH):
        catalogue.commands.import_images(files[start : start + BATCH])
    catalogue.duplicates.store_found(
        DuplicateRun("fingerprint"),
        [
            DuplicatePair(first, first + other, 0.97, 0.6, 8, 0, 0.9, probability=0.99)
            for first in range(1, clusters * size, size)
            for other in range(1, size)
        ],
        compared=range(1, clusters * size + 1),
    )
    catalogue.duplicates.settle(lambda graph: clusters_of(graph, size))
    return catalogue


def clusters_of(graph: DuplicateGraph, size: int) -> Iterable[FoundCluster]:
    """Clusters of images whose ids follow one another."""
    by_cluster: dict[int, list[int]] = {}
    for image_id in graph.members:
        by_cluster.setdefault((image_id - 1) // size, []).append(image_id)
    for number, members in by_cluster.items():
        if len(members) > 1:
            weakest = (members[0], members[1])
            yield FoundCluster(tuple(members), 0.9 + number % 9 / 100, weakest, number % 2 == 0)


def milliseconds(work: Callable[[int], object]) -> tuple[float, float]:
    """The median and the 95th percentile of doing it, given which time it is."""
    taken = []
    for place in range(ROUNDS):
        begun_s = time.perf_counter()
        work(place)
        taken.append((time.perf_counter() - begun_s) * 1000)
    return statistics.median(taken), sorted(taken)[int(ROUNDS * 0.95)]


def once_s(work: Callable[[], object]) -> float:
    """How long it takes once."""
    begun_s = time.perf_counter()
    work()
    return time.perf_counter() - begun_s


def main() -> int:
    """Print the figures; 1 where a page of clusters takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clusters", type=int, default=20_000)
    parser.add_argument("--size", type=int, default=4)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        made_catalogue(Path(folder), options.clusters, options.size) as catalogue,
    ):
        duplicates, commands = catalogue.duplicates, catalogue.commands
        tell(f"{options.clusters} clusters of {options.size} images, {PAGE} a page")
        ids = duplicates.cluster_ids()

        def page(place: int) -> None:
            at = place * PAGE % len(ids)
            shown = duplicates.clusters(ids[at : at + PAGE])
            members = [image_id for one in shown for image_id in one.members]
            catalogue.images.cards(members)
            catalogue.labellings.of_images(members)

        def set_one_aside(place: int) -> None:
            (cluster,) = duplicates.clusters([ids[-1 - place]])
            kept = [KeptImage(cluster.members[0], cluster.members[1:])]
            commands.set_aside(kept, hand_labels=True, hand_titles=True)
            duplicates.settle(lambda graph: clusters_of(graph, options.size))

        slowest = 0.0
        for name, work in (
            ("list by size", lambda _: duplicates.cluster_ids(ClusterOrder.SIZE)),
            ("list by doubt", lambda _: duplicates.cluster_ids(ClusterOrder.DOUBT)),
            ("list by path", lambda _: duplicates.cluster_ids(ClusterOrder.PATH)),
            ("counts", lambda _: duplicates.counts()),
            ("a page of clusters", page),
            ("set one aside, settled", set_one_aside),
        ):
            median, high = milliseconds(work)
            tell(f"{name:24} median {median:7.1f} ms   95 % {high:7.1f} ms")
            if name == "a page of clusters":
                slowest = high
        kept = [
            KeptImage(one.members[0], one.members[1:])
            for one in duplicates.clusters(duplicates.cluster_ids(certain=True))
        ]
        tell(f"{len(kept)} certain clusters at once:")
        all_s = once_s(lambda: duplicates.handovers(kept))
        tell(f"{'preview':24} {all_s:7.2f} s")
        all_s = once_s(lambda: commands.set_aside(kept, hand_labels=True, hand_titles=True))
        tell(f"{'set aside':24} {all_s:7.2f} s")
        again_s = once_s(lambda: duplicates.settle(lambda graph: clusters_of(graph, options.size)))
        tell(f"{'settled':24} {again_s:7.2f} s")
        undo_s = once_s(commands.undo)
        tell(f"{'undo':24} {undo_s:7.2f} s")
    tell(f"a page within {TARGET_MS:.0f} ms: {'yes' if slowest <= TARGET_MS else 'NO'}")
    return int(slowest > TARGET_MS)


if __name__ == "__main__":
    raise SystemExit(main())
