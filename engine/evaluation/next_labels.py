"""Which images to label next: those that make the labelled images resemble the archive best.

An image is covered as well as its most similar labelled image resembles it; suggestions for it
come from there. Each pick is the image that adds most to the coverage of all: one that stands for
many others (representative), where nothing similar is labelled yet (uncertain), and no second one
of a kind, because the first has covered it. With nothing labelled these are the typical images of
the archive's big groups; later they are what is still strange to the suggester.

Source: Bae et al. 2024, "Generalized coverage for more robust low-budget active learning"
(MaxHerding), picked with lazy evaluation (Minoux 1978). Deviations: the kernel's width follows the
archive's own spread; large archives are represented by a random sample. Weighting images by how
unsure the suggester is of them, as its successor does, was tried and left out: on the clip-art
archive it cost 0.03 F2 at 300 labelled images. ``tests/benchmarks/next_labels.py`` measures what
this choice is worth beside chance.
"""

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IdArray = NDArray[np.int64]
Watch = Callable[[], None]

SHARPNESS = 6.0
"""Similarity halves about nine times from an image to one that has nothing to do with it."""

MOST_COMPARED = 8_000
"""Images that stand for all others: their similarities take 256 MB."""

BLOCK = 4_096
SPREAD_PAIRS = 20_000


def most_instructive(
    unlabelled: FloatArray,
    labelled: FloatArray,
    wanted: int,
    *,
    seed: int = 0,
    watch: Watch | None = None,
) -> IdArray:
    """Rows of ``unlabelled`` in the order to label them, at most ``wanted``.

    unlabelled: (n, d), labelled: (m, d) float32 L2-normalised; m may be 0. The order is greedy:
    each row is the best one after those before it, so any beginning of it is a good choice.
    ``watch`` is called between blocks and picks and may raise to stop.
    """
    watch = watch or _nothing
    random = np.random.default_rng(seed)
    chosen = np.arange(len(unlabelled))
    if len(chosen) > MOST_COMPARED:
        chosen = np.sort(random.choice(len(unlabelled), MOST_COMPARED, replace=False))
    features = unlabelled[chosen]
    sharpness = SHARPNESS / _spread(features, random)
    covered = _coverage(features, labelled, sharpness, watch)
    kernel = np.empty((len(chosen), len(chosen)), np.float32)
    for start in range(0, len(chosen), BLOCK):
        watch()
        block = kernel[start : start + BLOCK]
        np.matmul(features[start : start + BLOCK], features.T, out=block)
        _similarity(block, sharpness)
    return np.asarray(chosen[_greedy(kernel, covered, wanted, watch)], dtype=np.int64)


def _greedy(kernel: FloatArray, covered: FloatArray, wanted: int, watch: Watch) -> list[int]:
    """Rows of the symmetric kernel that add most to the coverage, one after another.

    Gains only ever shrink, so an old gain is a bound: only the row with the highest one is worked
    out anew, and picked if it stays the highest.
    """
    heap = [(-_gain(row, covered), place) for place, row in enumerate(kernel)]
    heapq.heapify(heap)
    picked: list[int] = []
    fresh: set[int] = set()
    while heap and len(picked) < wanted:
        watch()
        _, place = heap[0]
        if place in fresh:
            heapq.heappop(heap)
            picked.append(place)
            np.maximum(covered, kernel[place], out=covered)
            fresh.clear()
        else:
            heapq.heapreplace(heap, (-_gain(kernel[place], covered), place))
            fresh.add(place)
    return picked


def _gain(row: FloatArray, covered: FloatArray) -> float:
    return float(np.maximum(row - covered, 0.0).sum(dtype=np.float64))


def _coverage(
    features: FloatArray, labelled: FloatArray, sharpness: float, watch: Watch
) -> FloatArray:
    """(n,) how well the labelled images cover each row; 0 where there are none."""
    best = np.full(len(features), -np.inf, np.float32)
    for start in range(0, len(labelled), BLOCK):
        watch()
        block = features @ labelled[start : start + BLOCK].T
        np.maximum(best, block.max(axis=1), out=best)
    return _similarity(best, sharpness)


def _similarity(cosines: FloatArray, sharpness: float) -> FloatArray:
    """exp(sharpness (cos - 1)), in place."""
    cosines -= 1.0
    cosines *= sharpness
    return np.exp(cosines, out=cosines)


def _spread(features: FloatArray, random: np.random.Generator) -> float:
    """The median of 1 - cosine over random pairs; encoders differ in it by a factor of three."""
    if len(features) < 2:
        return 1.0
    pairs = random.integers(len(features), size=(2, SPREAD_PAIRS))
    pairs = pairs[:, pairs[0] != pairs[1]]
    cosines = np.einsum("nd,nd->n", features[pairs[0]], features[pairs[1]])
    return max(float(np.median(1.0 - cosines)), 1e-3)


def _nothing() -> None:
    """Nobody watches."""
