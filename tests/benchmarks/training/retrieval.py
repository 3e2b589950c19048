"""Measures how long all captions take to be ranked for all images, and the other way round.

    python -m tests.benchmarks.training.retrieval [--pairs 100000] [--dimensions 512]

Made: one caption an image, near it. Beside the ranking stand the bare products of the same blocks,
whose results are thrown away. Printed: seconds and their ratio, peak memory above what the vectors
take, and the mean reciprocal rank. Exits 1 where the peak is above 2 GB: all similarities together
would take 40.
"""

import argparse
import resource
import sys
import time

import numpy as np

from engine.evaluation.retrieval.pairs import CaptionedImages, FloatArray
from engine.evaluation.retrieval.ranks import BLOCK_CELLS, Direction, ranks

MOST_GB = 2.0
NOISE = 0.1
WAYS: tuple[Direction, ...] = ("image_to_text", "text_to_image")


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def peak_gb() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def made_pairs(count: int, dimensions: int) -> CaptionedImages:
    """Images in all directions, and a caption beside each."""
    random = np.random.default_rng(0)
    images = random.standard_normal((count, dimensions), dtype=np.float32)
    captions = images * NOISE + random.standard_normal(images.shape, dtype=np.float32)
    for rows in (images, captions):
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return CaptionedImages.of(images, captions, np.arange(count))


def bare_products(queries: FloatArray, candidates: FloatArray) -> float:
    """Seconds for the products alone, block by block."""
    size = max(1, BLOCK_CELLS // len(candidates))
    started_s = time.perf_counter()
    for start in range(0, len(queries), size):
        queries[start : start + size] @ candidates.T
    return time.perf_counter() - started_s


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=100_000)
    parser.add_argument("--dimensions", type=int, default=512)
    options = parser.parse_args()
    pairs = made_pairs(options.pairs, options.dimensions)
    before_gb = peak_gb()
    for way in WAYS:
        bare_s = bare_products(pairs.images, pairs.captions)
        started_s = time.perf_counter()
        found = ranks(pairs, way)
        took_s = time.perf_counter() - started_s
        say(
            f"{way}: {took_s:.0f} s, {took_s / bare_s:.2f} x the bare products ({bare_s:.0f} s), "
            f"MRR {np.mean(1 / found.first):.3f} among {options.pairs}"
        )
    above_gb = peak_gb() - before_gb
    say(f"peak {peak_gb():.2f} GB, {above_gb:.2f} GB above the vectors")
    return 0 if peak_gb() <= MOST_GB else 1


if __name__ == "__main__":
    sys.exit(main())
