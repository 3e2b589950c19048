"""The captions of a catalogue with their images, and both as vectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from db.catalogue import Catalogue
from db.text import folder_of, name_key
from engine.answers.duplicates.groups import image_groups
from engine.errors import InputError
from engine.evaluation.retrieval.pairs import CaptionedImages, FloatArray, IntArray
from engine.features.store import FeatureStore
from engine.jobs.captions.reading import Captions

STOPPED = "nothing-written"


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """The captions whose images have features. images: (n, d) float32. All lists and arrays are
    parallel to the rows of either; ``not_encoded``: images that were left out."""

    images: FloatArray
    image_ids: IntArray
    hashes: list[bytes]
    paths: list[str]
    image_groups: IntArray
    owner: IntArray
    texts: list[str]
    languages: list[str]
    not_encoded: int

    def pairs(self, captions: FloatArray) -> CaptionedImages:
        """With the (m, d) vectors of the captions."""
        _, groups = np.unique([name_key(text) for text in self.texts], return_inverse=True)
        return CaptionedImages(self.images, captions, self.owner, self.image_groups, groups)

    def folders(self) -> list[str]:
        """The folder of each caption's image, by ``top_folders``."""
        top = top_folders(self.paths)
        return [top[row] for row in self.owner]


def top_folders(paths: Sequence[str]) -> list[str]:
    """The folder of each path down to the first level at which they differ; "" for the root. An
    archive whose images all lie below one folder has groups all the same."""
    parts = [folder_of(path).split("/") if "/" in path else [] for path in paths]
    both = list(zip(min(parts, default=[]), max(parts, default=[]), strict=False))
    shared = next((at for at, (one, other) in enumerate(both) if one != other), len(both))
    return ["/".join(one[: shared + 1]) for one in parts]


def with_features(catalogue: Catalogue, found: Captions, store: FeatureStore) -> Encoded:
    """What of it the store has features of; InputError for nothing."""
    rows, there = store.rows(found.hashes)
    owner = np.array(found.owner, dtype=np.int64)
    kept = np.flatnonzero(there[owner]) if len(owner) else owner
    if not len(kept):
        raise InputError("captions-none-to-measure")
    images = np.flatnonzero(there)
    place = np.cumsum(there) - 1
    groups = image_groups(catalogue, found.image_ids, found.hashes).same
    return Encoded(
        rows[images],
        np.array(found.image_ids, dtype=np.int64)[images],
        [found.hashes[row] for row in images],
        [found.paths[row] for row in images],
        groups[images],
        place[owner[kept]],
        [found.texts[row] for row in kept],
        [found.languages[row] for row in kept],
        len(there) - len(images),
    )


def labels_of(catalogue: Catalogue, image_ids: IntArray) -> Mapping[int, IntArray]:
    """The rows of ``image_ids`` that carry each label, by its id; labels without any left out."""
    order = np.argsort(image_ids)
    ordered = image_ids[order]
    found = {}
    for label_id, ids in catalogue.labels.image_ids().items():
        wanted = np.array(ids, dtype=np.int64)
        at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
        rows = order[at[ordered[at] == wanted]]
        if len(rows):
            found[label_id] = rows
    return found


def sampled(count: int, most: int, seed: int) -> IntArray:
    """At most so many of 0 to count, in ascending order, the same for the same seed."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, most, replace=False))
