"""The pictures that are compared: each distinct content once, with its images."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from engine.duplicates.hashing import HASH_BITS, Hashes, hashes
from engine.duplicates.looking import pixels_of_jpeg
from engine.duplicates.turns import TURNS
from engine.features.store import FeatureStore
from engine.progress import Job, Progress

HASH_KIND = "pdq"
"""Under which hashes are kept by content hash: one byte of quality, then eight hashes."""
HASH_BYTES = HASH_BITS // 8
THUMBNAILS_AT_A_TIME = 256
ByteArray = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Contents:
    """(N,) distinct contents in the order of their first image's path, those with features.

    images: the ids of each content's images. features: (N, d) float32. sizes: (width, height) px.
    without_features: images left out because they are not encoded.
    """

    hashes: Sequence[bytes]
    images: Sequence[Sequence[int]]
    features: NDArray[np.float32]
    sizes: Sequence[tuple[int, int]]
    without_features: int

    def __len__(self) -> int:
        return len(self.hashes)


def read_contents(catalogue: Catalogue, store: FeatureStore) -> Contents:
    """What can be compared: readable images in use, with features."""
    images: defaultdict[bytes, list[int]] = defaultdict(list)
    for image_id, content_hash in catalogue.images.readable_in_use():
        images[content_hash].append(image_id)
    every = list(images)
    features, found = store.rows(every)
    kept = [one for one, has in zip(every, found, strict=True) if has]
    records = catalogue.images.get_many([images[one][0] for one in kept])
    return Contents(
        kept,
        [images[one] for one in kept],
        features[found],
        [(one.width_px or 1, one.height_px or 1) for one in records],
        sum(len(images[one]) for one, has in zip(every, found, strict=True) if not has),
    )


def read_hashes(
    catalogue: Catalogue, contents: Contents
) -> Job[tuple[ByteArray, NDArray[np.int64]]]:
    """Hashes (N, 8, 32) and their quality (N,), 0 where there is no thumbnail; made once."""
    bits = np.zeros((len(contents), TURNS, HASH_BYTES), dtype=np.uint8)
    quality = np.zeros(len(contents), dtype=np.int64)
    kept = catalogue.marks.get_many(HASH_KIND, contents.hashes)
    missing = []
    for row, content_hash in enumerate(contents.hashes):
        stored = kept.get(content_hash, b"")
        if len(stored) == 1 + TURNS * HASH_BYTES:
            quality[row] = stored[0]
            bits[row] = np.frombuffer(stored, np.uint8, offset=1).reshape(TURNS, HASH_BYTES)
        else:
            missing.append(row)
    for start in range(0, len(missing), THUMBNAILS_AT_A_TIME):
        yield Progress("hashing-images", start, len(missing))
        rows = missing[start : start + THUMBNAILS_AT_A_TIME]
        fresh = []
        for row, picture in _pictures(catalogue, [contents.hashes[row] for row in rows], rows):
            found: Hashes = hashes(picture)
            quality[row], bits[row] = found.quality, found.bits
            fresh.append((contents.hashes[row], bytes([found.quality]) + found.bits.tobytes()))
        catalogue.marks.put_many(HASH_KIND, fresh)
    return bits, quality


def _pictures(
    catalogue: Catalogue, content_hashes: Sequence[bytes], rows: Sequence[int]
) -> list[tuple[int, ByteArray]]:
    """Thumbnails as pixels (H, W, 3), with their rows; our own files, and still read with care."""
    jpegs = catalogue.thumbnails.get_many(content_hashes)
    found = []
    for row, content_hash in zip(rows, content_hashes, strict=True):
        jpeg = jpegs.get(content_hash)
        pixels = None if jpeg is None else pixels_of_jpeg(jpeg)
        if pixels is not None:
            found.append((row, pixels))
    return found
