"""Near pairs by a faiss index, where there are too many images to compare all pairs.

Images are grouped about centres (inverted lists); each is compared with those of the groups nearest
to it, exactly. A pair is found where either of the two looks into the other's group.
"""

from collections.abc import Generator

import faiss
import numpy as np

from engine.duplicates.candidates import (
    BACKGROUND,
    NEIGHBORS,
    BoolArray,
    FloatArray,
    IntArray,
    NearPairs,
    background_of,
)

GROUP_IMAGES = 500
"""Images of a group, about."""
PROBED_SHARE = 0.02
LEAST_PROBED = 16
"""Groups that are looked into, as a share of all and at least."""
TRAINED_A_GROUP = 64
"""Images that a group's centre is learned from."""
MOST_FOUND = 64
"""Nearest images of each that are looked at."""
BLOCK_ROWS = 8192
SEED = 0


def compare_by_index(
    features: FloatArray,
    *,
    least_similarity: float,
    new: BoolArray | None = None,
    neighbors: int = NEIGHBORS,
    background: int = BACKGROUND,
) -> Generator[int, None, NearPairs]:
    """As ``candidates.compare``; a few pairs may be missed (the benchmark says how many).

    Of pairs above ``least_similarity`` each image gives its nearest ``MOST_FOUND`` only.
    """
    count = len(features)
    fresh = np.arange(count) if new is None else np.flatnonzero(new)
    index = _index(features)
    keep = max(neighbors, 1 + background) + 1
    keys: list[IntArray] = []
    values: list[FloatArray] = []
    around = np.full(count, np.nan, dtype=np.float32)
    for start in range(0, len(fresh), BLOCK_ROWS):
        asked = fresh[start : start + BLOCK_ROWS]
        similarity, place = index.search(features[asked], max(keep, MOST_FOUND))
        others = place != asked[:, None]
        # Each image finds itself: put last, so that the others are in order.
        back = np.argsort(~others, axis=1, kind="stable")
        similarity = np.where(others, similarity, -np.inf)
        similarity = np.take_along_axis(similarity, back, axis=1)
        place = np.take_along_axis(np.where(others, place, -1), back, axis=1)
        similarity[place < 0] = -np.inf
        around[asked] = background_of(similarity, background)
        near = similarity > least_similarity
        near[:, :neighbors] |= place[:, :neighbors] >= 0
        rows, columns = np.nonzero(near)
        one, other = asked[rows], place[rows, columns]
        keys.append(np.minimum(one, other) * count + np.maximum(one, other))
        values.append(similarity[rows, columns])
        yield min(start + BLOCK_ROWS, len(fresh))
    key, first = np.unique(np.concatenate([*keys, np.empty(0, dtype=np.int64)]), return_index=True)
    left, right = np.divmod(key, max(1, count))
    found = np.concatenate([*values, np.empty(0, dtype=np.float32)])[first]
    return NearPairs(left, right, found.astype(np.float32), around)


def _index(features: FloatArray) -> faiss.IndexIVFFlat:
    count, size = features.shape
    groups = max(1, count // GROUP_IMAGES)
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(size), size, groups, faiss.METRIC_INNER_PRODUCT)
    index.cp.seed = SEED
    sample = np.random.default_rng(SEED).permutation(count)[: groups * TRAINED_A_GROUP]
    index.train(features[sample])
    index.add(features)
    index.nprobe = min(groups, max(LEAST_PROBED, round(groups * PROBED_SHARE)))
    return index
