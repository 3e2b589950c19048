"""Near pairs among too many images to compare all pairs: by groups about centres (faiss).

Every image belongs to the group of its nearest centre, and is compared with the images of the
groups whose centres are nearest to it: group by group, as one matrix product. A pair is found where
either of the two looks into the other's group.
"""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
PROBED_SHARE = 0.01
LEAST_PROBED = 16
"""Groups that each image is compared with, as a share of all and at least."""
TRAINED_A_GROUP = 48
"""Images that a group's centre is learned from."""
ROUNDS = 8
MOST_ROWS = 2048
"""Images that are compared with a group at a time."""
ASSIGNED_AT_ONCE = 65_536
SEED = 0


@dataclass(frozen=True, slots=True)
class _Groups:
    """members: the images (N,) group by group; starts: (groups + 1,) where each group begins in it.
    askers, asker_starts: the same for the images that are compared with each group's members."""

    members: IntArray
    starts: IntArray
    askers: IntArray
    asker_starts: IntArray

    def of(self, group: int) -> tuple[IntArray, IntArray]:
        """Members and askers of a group."""
        members = self.members[self.starts[group] : self.starts[group + 1]]
        askers = self.askers[self.asker_starts[group] : self.asker_starts[group + 1]]
        return members, askers


class _Nearest:
    """The nearest of each image so far: places and similarities, in no order."""

    def __init__(self, count: int, keep: int) -> None:
        self.place = np.full((count, keep), -1, dtype=np.int64)
        self.similarity = np.full((count, keep), -np.inf, dtype=np.float32)

    def add(self, asked: IntArray, members: IntArray, similarity: FloatArray) -> None:
        """similarity: (asked, members)."""
        keep = self.place.shape[1]
        if similarity.shape[1] > keep:
            best = np.argpartition(similarity, -keep, axis=1)[:, -keep:]
            similarity = np.take_along_axis(similarity, best, axis=1)
            places = members[best]
        else:
            places = np.broadcast_to(members, similarity.shape)
        places = np.concatenate([self.place[asked], places], axis=1)
        similarity = np.concatenate([self.similarity[asked], similarity], axis=1)
        best = np.argpartition(similarity, -keep, axis=1)[:, -keep:]
        self.place[asked] = np.take_along_axis(places, best, axis=1)
        self.similarity[asked] = np.take_along_axis(similarity, best, axis=1)

    def sort(self) -> None:
        """Put the nearest first."""
        order = np.argsort(-self.similarity, axis=1, kind="stable")
        self.place = np.take_along_axis(self.place, order, axis=1)
        self.similarity = np.take_along_axis(self.similarity, order, axis=1)


def compare_by_index(
    features: FloatArray,
    *,
    least_similarity: float,
    new: BoolArray | None = None,
    neighbors: int = NEIGHBORS,
    background: int = BACKGROUND,
) -> Generator[int, None, NearPairs]:
    """As ``candidates.compare``; a few pairs may be missed (the benchmark says how many).

    What it yields is how many images would be done by the share of the work that is.
    """
    count = len(features)
    fresh = np.arange(count) if new is None else np.flatnonzero(new)
    nearest = _Nearest(count, max(neighbors, 1 + background))
    keys: list[IntArray] = []
    values: list[FloatArray] = []
    groups = _groups(features, fresh)
    asked_in_all = 0
    for group in range(len(groups.starts) - 1):
        members, askers = groups.of(group)
        member_features = features[members]
        for start in range(0, len(askers) if len(members) else 0, MOST_ROWS):
            asked = askers[start : start + MOST_ROWS]
            similarity = features[asked] @ member_features.T
            similarity[asked[:, None] == members[None, :]] = -np.inf
            nearest.add(asked, members, similarity)
            near = np.flatnonzero(similarity > least_similarity)
            rows, columns = np.divmod(near, len(members))
            keys.append(_keys(asked[rows], members[columns], count))
            values.append(similarity.ravel()[near])
        asked_in_all += len(askers)
        yield len(fresh) * asked_in_all // max(1, len(groups.askers))
    nearest.sort()
    place, found = nearest.place[fresh, :neighbors], nearest.similarity[fresh, :neighbors]
    rows, columns = np.nonzero(np.isfinite(found))
    keys.append(_keys(fresh[rows], place[rows, columns], count))
    values.append(found[rows, columns])
    around = np.full(count, np.nan, dtype=np.float32)
    around[fresh] = background_of(nearest.similarity[fresh], background)
    key, first = np.unique(np.concatenate(keys), return_index=True)
    left, right = np.divmod(key, max(1, count))
    return NearPairs(left, right, np.concatenate(values)[first].astype(np.float32), around)


def _keys(ones: IntArray, others: IntArray, count: int) -> IntArray:
    return np.asarray(np.minimum(ones, others) * count + np.maximum(ones, others))


def _groups(features: FloatArray, fresh: IntArray) -> _Groups:
    # Here alone: on macOS faiss and torch bring each their own threads, and fall over one another.
    import faiss

    count, size = features.shape
    groups = max(1, count // GROUP_IMAGES)
    sample = np.random.default_rng(SEED).permutation(count)[: groups * TRAINED_A_GROUP]
    learned = faiss.Kmeans(size, groups, niter=ROUNDS, seed=SEED, spherical=True)
    # faiss warns where a centre has few images to learn from.
    learned.cp.min_points_per_centroid = 1
    learned.train(features[sample])
    most = min(groups, max(LEAST_PROBED, round(groups * PROBED_SHARE)))
    probed = np.empty((count, most), dtype=np.int32)
    for start in range(0, count, ASSIGNED_AT_ONCE):
        part = slice(start, start + ASSIGNED_AT_ONCE)
        probed[part] = learned.index.search(features[part], most)[1]
    members, starts = _by_group(probed[:, :1], groups)
    askers, asker_starts = _by_group(probed[fresh], groups)
    return _Groups(members, starts, fresh[askers], asker_starts)


def _by_group(probed: NDArray[np.int32], groups: int) -> tuple[IntArray, IntArray]:
    """The rows by group, and where each group begins."""
    order = np.argsort(probed.ravel(), kind="stable")
    starts = np.searchsorted(probed.ravel()[order], np.arange(groups + 1))
    return order // probed.shape[1], starts
