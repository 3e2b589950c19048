"""Measures how long candidates of duplicates take to find among very many images.

    python -m tests.benchmarks.duplicates_scale [--images 130000] [--index-images 1000000]

Features of 512 numbers about 2 000 subjects, of one image in twenty a near copy. Exact: time of all
pairs above the threshold with every image's nearest and its background, as a ratio to the bare
product of the same blocks; peak memory. With --index-images the same by an index, its recall
against comparing a random part of the images with all exactly. Exits 1 where the ratio is above
2.5, the peak above 3 GB, a planted pair is missed by the exact way, or the index's recall is below
0.99.
"""

import argparse
import resource
import sys
import time

import numpy as np
from numpy.typing import NDArray

from engine.duplicates.candidates import BLOCK_COLUMNS, BLOCK_ROWS, NearPairs, near_pairs
from engine.duplicates.index import compare_by_index

SIZE = 512
SUBJECTS = 2000
COPIED = 20
LEAST_SIMILARITY = 0.9
SAMPLE = 2000
MOST_RATIO = 2.5
MOST_GB = 3.0
LEAST_RECALL = 0.99

FloatArray = NDArray[np.float32]


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def peak_gb() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def made_features(count: int) -> tuple[FloatArray, int]:
    """(count, SIZE) features, the last of which are near copies of the first; how many copies."""
    random = np.random.default_rng(0)
    subjects = random.standard_normal((SUBJECTS, SIZE), dtype=np.float32)
    features = random.standard_normal((count, SIZE), dtype=np.float32)
    copies = count // COPIED
    for start in range(0, count, 65_536):
        part = features[start : start + 65_536]
        part += subjects[random.integers(0, SUBJECTS, len(part))]
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    noise = random.standard_normal((copies, SIZE), dtype=np.float32)
    features[-copies:] = features[:copies] + 0.3 / SIZE**0.5 * noise
    features[-copies:] /= np.linalg.norm(features[-copies:], axis=1, keepdims=True)
    return features, copies


def bare_s(features: FloatArray) -> float:
    """Seconds that the products of all blocks take by themselves."""
    started_s = time.perf_counter()
    for start in range(0, len(features), BLOCK_ROWS):
        for first in range(start, len(features), BLOCK_COLUMNS):
            features[start : start + BLOCK_ROWS] @ features[first : first + BLOCK_COLUMNS].T
    return time.perf_counter() - started_s


def found_share(found: NearPairs, wanted: NDArray[np.int64], count: int) -> float:
    """Share of the wanted pairs (as left * count + right) that were found."""
    keys = found.left * count + found.right
    return float(np.isin(wanted, keys).mean()) if len(wanted) else 1.0


def exact(count: int) -> bool:
    features, copies = made_features(count)
    say(f"{count} x {SIZE}, {copies} copies; {peak_gb():.2f} GB before")
    bare = bare_s(features)
    started_s = time.perf_counter()
    found = near_pairs(features, least_similarity=LEAST_SIMILARITY)
    took_s = time.perf_counter() - started_s
    planted = np.arange(copies) * count + np.arange(count - copies, count)
    share = found_share(found, planted, count)
    ratio, peak = took_s / bare, peak_gb()
    say(
        f"exact: {ratio:.2f} x the bare product of the same blocks ({took_s:.0f} s, {bare:.0f} s); "
        f"{len(found.left)} pairs, {int((found.similarity > LEAST_SIMILARITY).sum())} of them "
        f"above {LEAST_SIMILARITY}, {share:.4f} of the planted; peak {peak:.2f} GB"
    )
    return ratio <= MOST_RATIO and peak <= MOST_GB and share == 1


def by_index(count: int) -> bool:
    features, _ = made_features(count)
    started_s = time.perf_counter()
    steps = compare_by_index(features, least_similarity=LEAST_SIMILARITY)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            found: NearPairs = stop.value
            break
    took_s = time.perf_counter() - started_s
    sample = np.sort(np.random.default_rng(1).choice(count, min(SAMPLE, count), replace=False))
    similarity = features[sample] @ features.T
    similarity[np.arange(len(sample)), sample] = -1
    rows, columns = np.nonzero(similarity > LEAST_SIMILARITY)
    ones = sample[rows]
    wanted = np.unique(np.minimum(ones, columns) * count + np.maximum(ones, columns))
    nearest = similarity.argmax(axis=1)
    first = np.unique(np.minimum(sample, nearest) * count + np.maximum(sample, nearest))
    recall = found_share(found, wanted, count)
    say(
        f"index of {count} x {SIZE}: {took_s:.0f} s, {len(found.left)} pairs; of a sample's "
        f"{len(wanted)} pairs above {LEAST_SIMILARITY} {recall:.4f} found, of its images' nearest "
        f"whatever their similarity {found_share(found, first, count):.4f}; peak {peak_gb():.2f} GB"
    )
    return recall >= LEAST_RECALL


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=130_000)
    parser.add_argument("--index-images", type=int, default=0)
    arguments = parser.parse_args()
    good = exact(arguments.images) if arguments.images else True
    if arguments.index_images:
        good &= by_index(arguments.index_images)
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
