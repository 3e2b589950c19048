"""The captions of a catalogue with their images, and both as vectors."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field

import numpy as np

from db.catalogue import Catalogue
from db.text import folder_of, name_key
from engine.answers.duplicates.groups import image_groups
from engine.captions.cleaning import NOTHING, Cleaning, clean_captions
from engine.errors import InputError
from engine.evaluation.retrieval.pairs import CaptionedImages, FloatArray, IntArray
from engine.features.store import FeatureStore
from engine.progress import CancelToken, JobCancelledError, Progress

IMAGES_AT_A_TIME = 1_000


@dataclass(slots=True)
class Captions:
    """m captions of n images in use: ``owner`` has the row of each caption's image."""

    image_ids: list[int] = field(default_factory=list)
    hashes: list[bytes] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    owner: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)


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
        """The folder of each caption's image, by its first level; "" for the root."""
        first = [folder_of(path).partition("/")[0] for path in self.paths]
        return [first[row] for row in self.owner]


def read_captions(
    catalogue: Catalogue, cancel: CancelToken, cleaning: Cleaning = NOTHING
) -> Generator[Progress, None, Captions]:
    """All captions of readable images in use, their blanks as one each; as ``cleaning`` makes them,
    without those that it leaves out, while the catalogue keeps what it has."""
    found = Captions()
    ids = catalogue.images.ids()
    for start in range(0, len(ids), IMAGES_AT_A_TIME):
        yield Progress("reading-captions", start, len(ids))
        stop_if_cancelled(cancel)
        part = ids[start : start + IMAGES_AT_A_TIME]
        captions = catalogue.captions.of_images(part)
        for image in catalogue.images.get_many(part):
            own = [one for one in captions.get(image.id, []) if one.text.strip()]
            if not own or not image.readable_in_use:
                continue
            found.owner += [len(found.hashes)] * len(own)
            found.hashes.append(image.content_hash)
            found.image_ids.append(image.id)
            found.paths.append(image.path)
            found.texts += [" ".join(one.text.split()) for one in own]
            found.languages += [one.language for one in own]
    return _cleaned(catalogue, found, cleaning) if cleaning.steps else found


def _cleaned(catalogue: Catalogue, found: Captions, cleaning: Cleaning) -> Captions:
    groups = image_groups(catalogue, found.image_ids, found.hashes).same
    texts = clean_captions(found.texts, [int(groups[row]) for row in found.owner], cleaning).texts
    kept = [at for at, text in enumerate(texts) if text]
    rows = sorted({found.owner[at] for at in kept})
    place = {row: number for number, row in enumerate(rows)}
    return Captions(
        [found.image_ids[row] for row in rows],
        [found.hashes[row] for row in rows],
        [found.paths[row] for row in rows],
        [place[found.owner[at]] for at in kept],
        [" ".join(texts[at].split()) for at in kept],
        [found.languages[at] for at in kept],
    )


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


def stop_if_cancelled(cancel: CancelToken) -> None:
    """Raises JobCancelledError where the work was stopped; nothing has been written then."""
    if cancel.is_set():
        raise JobCancelledError("nothing-written")


def sampled(count: int, most: int, seed: int) -> IntArray:
    """At most so many of 0 to count, in ascending order, the same for the same seed."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, most, replace=False))
