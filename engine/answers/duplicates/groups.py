"""Which images of a catalogue stand for one another: what learning and measuring fold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from db.catalogue import Catalogue
from db.duplicate_records import LIKELY, DuplicateCluster
from engine.answers.current_encoder import current_encoder
from engine.answers.duplicates.choices import duplicate_choices
from engine.answers.duplicates.model import settle

IdArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Link = tuple[int, int]
"""The ids of two images that belong together."""


@dataclass(frozen=True, slots=True)
class ImageGroups:
    """Of n images, (n,) arrays of numbers that are equal for images of one group, the first
    group's first.

    same: equal files, members of certain clusters, and those that a curator said are the same: a
    label of one is a label of all, and one of them counts. together: also members of clusters that
    are likely: they are never told apart, as by a split. shares_labels: whether any are the same
    that are not equal files.
    """

    same: IdArray
    together: IdArray
    shares_labels: bool


def is_searched(catalogue: Catalogue, fingerprint: str) -> bool:
    """Whether duplicates were searched for with the features of this encoder."""
    run = catalogue.duplicates.run()
    return run is not None and run.encoder == fingerprint


def is_compared(catalogue: Catalogue, image_ids: Sequence[int], fingerprint: str) -> BoolArray:
    """(n,) bool: which images a search with this encoder has compared with all others."""
    compared = catalogue.duplicates.compared(fingerprint)
    return np.array([one in compared for one in image_ids], dtype=bool)


def image_groups(
    catalogue: Catalogue, image_ids: Sequence[int], content_hashes: Sequence[bytes]
) -> ImageGroups:
    """The groups of these images by what is known of duplicates now, pending changes worked out.

    Clusters that were found with another encoder than the current one are no more than likely, but
    for what is the same in every pixel.
    """
    settle(catalogue)
    clusters = _clusters(catalogue, image_ids)
    encoder = current_encoder(catalogue)
    by_model = encoder is not None and is_searched(catalogue, encoder[1])
    sure = list(_sure(catalogue, clusters, by_model=by_model))
    likely = [one for one in clusters if one.certain or one.probability >= LIKELY]
    same = _grouped(image_ids, content_hashes, sure)
    return ImageGroups(
        same=same,
        together=_grouped(image_ids, content_hashes, [*sure, *_within(likely)]),
        shares_labels=bool(sure),
    )


def _clusters(catalogue: Catalogue, image_ids: Sequence[int]) -> list[DuplicateCluster]:
    """The clusters that any of these images waits in."""
    numbers = set(catalogue.duplicates.clusters_of(image_ids).values())
    return catalogue.duplicates.clusters(sorted(numbers))


def _within(clusters: Iterable[DuplicateCluster]) -> Iterator[Link]:
    for one in clusters:
        for other in one.members[1:]:
            yield one.members[0], other


def _sure(
    catalogue: Catalogue, clusters: Sequence[DuplicateCluster], *, by_model: bool
) -> Iterator[Link]:
    """Images that are the same for certain: by their cluster where the model has a say, else as a
    curator said or in every pixel. All lie in one cluster: answers that contradict others do not.
    """
    certain = [one for one in clusters if one.certain and by_model]
    yield from _within(certain)
    cluster_of = _cluster_of(clusters, but=certain)
    if not cluster_of:
        return
    is_duplicate = duplicate_choices(catalogue).is_duplicate
    links = [
        one[:2] for one in catalogue.duplicates.answers(cluster_of) if is_duplicate(one.answer)
    ]
    if not by_model:
        links += [one[:2] for one in catalogue.duplicates.pairs(cluster_of) if one.same_pixels]
    for one, other in links:
        if one in cluster_of and cluster_of[one] == cluster_of.get(other):
            yield one, other


def _cluster_of(
    clusters: Iterable[DuplicateCluster], *, but: Iterable[DuplicateCluster]
) -> Mapping[int, int]:
    left_out = {one.id for one in but}
    return {member: one.id for one in clusters if one.id not in left_out for member in one.members}


def _grouped(
    image_ids: Sequence[int], content_hashes: Sequence[bytes], links: Sequence[Link]
) -> IdArray:
    """(n,) numbers of the groups that equal files and links make, in the order of first images."""
    count = len(image_ids)
    node_of: dict[int | bytes, int] = {}
    for row, image_id in enumerate(image_ids):
        node_of[image_id] = row
    for content_hash in content_hashes:
        node_of.setdefault(content_hash, len(node_of))
    for image_id in (one for link in links for one in link):
        node_of.setdefault(image_id, len(node_of))
    left = [*range(count), *(node_of[one] for one, _ in links)]
    right = [*(node_of[one] for one in content_hashes), *(node_of[other] for _, other in links)]
    graph = coo_array(
        (np.ones(len(left), dtype=np.int8), (left, right)), shape=(len(node_of), len(node_of))
    )
    _, component = connected_components(graph, directed=False)
    _, first, member = np.unique(component[:count], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return np.asarray(rank[member], dtype=np.int64)
