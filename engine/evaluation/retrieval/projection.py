"""Images and captions laid out in the plane, so that what is alike lies together.

t-SNE (van der Maaten and Hinton 2008) and PCA by scikit-learn, UMAP (McInnes et al. 2018) where the
package umap-learn is there. Source for what is drawn: paper 001, figures 1 and 3.
"""

import importlib.util
from collections.abc import Generator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError
from engine.evaluation.retrieval.pairs import FloatArray

Method = Literal["t-sne", "pca", "umap"]

METHODS: tuple[Method, ...] = ("t-sne", "pca", "umap")
PERPLEXITY = 30.0
EXAGGERATION = 12.0
"""Of the first round; with its rate of n / 12 / 4 as scikit-learn has it."""
ITERATIONS_OF_A_ROUND, ROUNDS = 250, 3
LEAST_RATE = 50.0
NARROW_DIMENSIONS = 50
"""Vectors are narrowed by PCA to so many numbers first, as van der Maaten advises."""
FEWEST_POINTS = 10


def has_umap() -> bool:
    """Whether umap-learn is installed."""
    return importlib.util.find_spec("umap") is not None


def project(
    vectors: FloatArray, method: Method, *, seed: int = 0
) -> Generator[tuple[int, int], None, FloatArray]:
    """(n, d) vectors to (n, 2) float32 in [0, 1], the same for the same seed. Yields how many
    rounds are done, of how many.

    Deviation from scikit-learn's t-SNE: three rounds of 250 iterations that go on from each other,
    the first one exaggerated, so that the work can be stopped between them.

    Raises InputError for fewer than ten points, and for UMAP without its package.
    """
    if len(vectors) < FEWEST_POINTS:
        raise InputError("map-too-few", points=len(vectors), fewest=FEWEST_POINTS)
    if method == "umap":
        yield 0, 1
        return _in_square(_umap(vectors, seed))
    yield 0, ROUNDS + 1
    placed = _principal(vectors, 2, seed)
    if method == "pca":
        return _in_square(placed)
    narrow = _principal(vectors, NARROW_DIMENSIONS, seed)
    placed = placed / max(float(placed[:, 0].std()), 1e-12) * 1e-4
    for number in range(ROUNDS):
        yield 1 + number, ROUNDS + 1
        placed = _round(narrow, placed, exaggerated=number == 0, seed=seed)
    return _in_square(placed)


def _principal(vectors: FloatArray, dimensions: int, seed: int) -> FloatArray:
    from sklearn.decomposition import PCA

    count = min(dimensions, *vectors.shape)
    found = PCA(count, random_state=seed).fit_transform(vectors)
    return np.asarray(found, dtype=np.float32)


def _round(narrow: FloatArray, placed: FloatArray, *, exaggerated: bool, seed: int) -> FloatArray:
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    tsne = TSNE(
        init=placed,
        perplexity=min(PERPLEXITY, (len(narrow) - 1) / 3),
        early_exaggeration=EXAGGERATION if exaggerated else 1.0,
        learning_rate=max(len(narrow) / EXAGGERATION / 4, LEAST_RATE),
        max_iter=ITERATIONS_OF_A_ROUND,
        random_state=seed,
    )
    # Two thousand points are too few for several threads, which wait for each other; and one adds
    # up in the same order everywhere.
    with threadpool_limits(1):
        return np.asarray(tsne.fit_transform(narrow), dtype=np.float32)


def _umap(vectors: FloatArray, seed: int) -> FloatArray:
    if not has_umap():
        raise InputError("umap-absent")
    from umap import UMAP

    found = UMAP(random_state=seed, metric="cosine", n_jobs=1).fit_transform(vectors)
    return np.asarray(found, dtype=np.float32)


def _in_square(placed: NDArray[np.floating]) -> FloatArray:
    """The same picture, its longer side from 0 to 1 and the shorter one in the middle."""
    low, high = placed.min(axis=0), placed.max(axis=0)
    side = max(float((high - low).max()), 1e-12)
    middle = (low + high) / 2
    return np.asarray((placed - middle) / side + 0.5, dtype=np.float32)
