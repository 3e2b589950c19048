"""One feature shard: an immutable safetensors file whose name carries its checksums.

The file holds ``features`` (n, d) float16 and ``hashes`` (n, 32) uint8, in that order, so that
what is needed to know which images a shard covers (the header and the hashes) can be read and
checked without the features. Its name is ``<rows>-<checksum of header and hashes>-<checksum of
features>.safetensors``: a byte changed, lost or added anywhere is seen before it is used.

float16 halves the space of float32 (2.6 GB for a million images of 1 280 numbers) and moves the
cosine of two vectors by less than 0.0001.
"""

import json
import os
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xxhash
from numpy.typing import NDArray
from safetensors.numpy import save

from engine.whole_file import sync_folder
from messages.message import MendableError

HashArray = NDArray[np.uint8]
FeatureArray = NDArray[np.float32]
StoredArray = NDArray[np.float16]

HASH_BYTES = 32
SUFFIX = ".safetensors"
DAMAGED_SUFFIX = ".damaged"
UNFINISHED_SUFFIX = ".unfinished"
NAME_PATTERN = re.compile(r"(\d+)-([0-9a-f]{16})-([0-9a-f]{16})\.safetensors")
LENGTH_BYTES = 8
# The header names two tensors; one longer than this is not ours.
LONGEST_HEADER_BYTES = 4096


class DamagedShardError(MendableError):
    """A shard's bytes are not the ones that were written; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class ShardHead:
    """What is known of a shard before its features are read.

    ``hashes`` (n, 32) uint8 are the content hashes in row order; the features, (n,
    ``feature_size``) float16, begin at ``features_at`` of the file's ``size_bytes``.
    """

    path: Path
    hashes: HashArray
    feature_size: int
    features_at: int
    size_bytes: int

    @property
    def rows(self) -> int:
        """Number of images."""
        return len(self.hashes)


def is_shard_name(name: str) -> bool:
    """Whether a file of this name claims to be a shard."""
    return NAME_PATTERN.fullmatch(name) is not None


def write_shard(folder: Path, hashes: HashArray, features: FeatureArray) -> ShardHead:
    """Write (n, 32) hashes and (n, d) features as one file: all of it or nothing.

    Written beside its place, forced to disk, then renamed; a kill leaves only a file whose name
    is no shard's. Raises OSError where the disk is full or read-only.
    """
    content = save({"features": features.astype(np.float16), "hashes": hashes})
    hashes_at = len(content) - hashes.nbytes
    features_at = hashes_at - features.size * 2
    view = memoryview(content)
    name = (
        f"{len(hashes)}-{_checksum(view[:features_at], view[hashes_at:])}"
        f"-{_checksum(view[features_at:hashes_at])}{SUFFIX}"
    )
    unfinished = folder / f"{uuid.uuid4().hex}{UNFINISHED_SUFFIX}"
    try:
        with unfinished.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(folder / name)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(folder)
    return ShardHead(folder / name, hashes, features.shape[1], features_at, len(content))


def read_head(path: Path) -> ShardHead:
    """Read and check a shard's header and hashes.

    Raises DamagedShardError for a damaged file, FileNotFoundError for one that is gone.
    """
    match = NAME_PATTERN.fullmatch(path.name)
    if match is None:
        raise DamagedShardError("shard-name-odd")
    rows, expected = int(match[1]), match[2]
    with path.open("rb") as stream:
        size_bytes = os.fstat(stream.fileno()).st_size
        length = stream.read(LENGTH_BYTES)
        header_bytes = int.from_bytes(length, "little")
        hashes_at = size_bytes - rows * HASH_BYTES
        features_at = LENGTH_BYTES + header_bytes
        if header_bytes > LONGEST_HEADER_BYTES or features_at > hashes_at:
            raise DamagedShardError("shard-size-odd")
        header = stream.read(header_bytes)
        stream.seek(hashes_at)
        hashes = stream.read(rows * HASH_BYTES)
    if _checksum(length, header, hashes) != expected:
        raise DamagedShardError("shard-bytes-odd")
    try:
        feature_size = int(json.loads(header)["features"]["shape"][1])
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        # The checksum fits: somebody else wrote it.
        raise DamagedShardError("shard-bytes-odd") from error
    if hashes_at - features_at != rows * feature_size * 2:
        raise DamagedShardError("shard-size-odd")
    array = np.frombuffer(hashes, dtype=np.uint8).reshape(rows, HASH_BYTES)
    return ShardHead(path, array, feature_size, features_at, size_bytes)


def read_features(head: ShardHead) -> StoredArray:
    """All features of a shard, checked: (n, d) float16, read-only.

    Raises DamagedShardError for a damaged file, FileNotFoundError for one that is gone.
    """
    match = NAME_PATTERN.fullmatch(head.path.name)
    assert match is not None
    with head.path.open("rb") as stream:
        if os.fstat(stream.fileno()).st_size != head.size_bytes:
            raise DamagedShardError("shard-size-odd")
        stream.seek(head.features_at)
        content = stream.read(head.rows * head.feature_size * 2)
    if _checksum(content) != match[3]:
        raise DamagedShardError("shard-bytes-odd")
    return np.frombuffer(content, dtype=np.float16).reshape(head.rows, head.feature_size)


def read_feature_rows(head: ShardHead, rows: NDArray[np.int64]) -> StoredArray:
    """Chosen rows of a shard that has been checked before: (len(rows), d) float16.

    Plain reads in place of a memory map: a file cut short by a full or failing disk then raises
    instead of killing the process (https://github.com/python/cpython/issues/148650).
    Raises DamagedShardError where the file has another size by now.
    """
    row_bytes = head.feature_size * 2
    found = np.empty((len(rows), head.feature_size), dtype=np.float16)
    with head.path.open("rb", buffering=0) as stream:
        if os.fstat(stream.fileno()).st_size != head.size_bytes:
            raise DamagedShardError("shard-size-odd")
        for target, row in enumerate(rows.tolist()):
            stream.seek(head.features_at + row * row_bytes)
            if stream.readinto(found[target].data) != row_bytes:
                raise DamagedShardError("shard-cut-short")
    return found


def _checksum(*parts: bytes | memoryview) -> str:
    digest = xxhash.xxh3_64()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
