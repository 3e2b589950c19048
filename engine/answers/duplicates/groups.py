"""Which images of a catalogue stand for one another: what learning and measuring fold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from db.duplicate_records import LIKELY

IdArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ImageGroups:
    """Of n images, (n,) arrays of numbers that are equal for images of one group.

    same: equal files, and members of certain clusters: a label of one is a label of all. likely:
    also members of likely clusters: one of them counts. together: also members of clusters that are
    only suspected: none is in another part of a split. has_certain: whether there are any clusters
    whose members share labels.
    """

    same: IdArray
    likely: IdArray
    together: IdArray
    has_certain: bool


def is_searched(catalogue: Catalogue, fingerprint: str) -> bool:
    """Whether duplicates were searched for with the features of this encoder."""
    return bool(catalogue.duplicates.compared(fingerprint))


def image_groups(
    catalogue: Catalogue, image_ids: Sequence[int], content_hashes: Sequence[bytes]
) -> ImageGroups:
    """The groups of these images, by what is known of duplicates now."""
    cluster_of = catalogue.duplicates.clusters_of(image_ids)
    known = {one.id: one for one in catalogue.duplicates.clusters(sorted(set(cluster_of.values())))}

    def groups(counted: Iterable[int]) -> IdArray:
        return _joined(image_ids, content_hashes, cluster_of, set(counted))

    return ImageGroups(
        same=groups(one.id for one in known.values() if one.certain),
        likely=groups(one.id for one in known.values() if one.certain or one.probability >= LIKELY),
        together=groups(known),
        has_certain=any(one.certain for one in known.values()),
    )


def _joined(
    image_ids: Sequence[int],
    content_hashes: Sequence[bytes],
    cluster_of: Mapping[int, int],
    counted: set[int],
) -> IdArray:
    """Numbers by cluster, for images in one that counts, else by content. Equal files are always
    members of one cluster, where they are in any."""
    numbers: dict[int | bytes, int] = {}
    found = np.empty(len(image_ids), dtype=np.int64)
    for row, (image_id, content_hash) in enumerate(zip(image_ids, content_hashes, strict=True)):
        cluster = cluster_of.get(image_id, 0)
        key = cluster if cluster in counted else content_hash
        found[row] = numbers.setdefault(key, len(numbers))
    return found
