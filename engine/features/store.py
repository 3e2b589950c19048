"""All features one encoder has made of a catalogue's images, by content hash.

Shards are written once and never changed. Several processes may use a store at the same time:
each looks for new shards before it answers. Nothing read is used before its checksum fits; a
damaged shard is renamed to ``….damaged`` and its images count as not encoded.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError
from engine.features.shard import (
    DAMAGED_SUFFIX,
    HASH_BYTES,
    UNFINISHED_SUFFIX,
    DamagedShardError,
    HashArray,
    ShardHead,
    StoredArray,
    is_shard_name,
    read_feature_rows,
    read_features,
    read_head,
    write_shard,
)
from messages.message import Message
from messages.os_reasons import reason_of

logger = logging.getLogger(__name__)

Hashes = Sequence[bytes] | HashArray
BoolArray = NDArray[np.bool_]
IndexArray = NDArray[np.int64]

FINGERPRINT_CHARACTERS = 16
"""How much of a fingerprint names its folder: enough to tell any two encoders apart."""
READ_WHOLE_SHARE = 0.1
"""Above this share of a shard's rows, reading all of it is faster than one row after the other."""
ABANDONED_AFTER_S = 3600.0
IMAGES_AGAIN = "features-encoded-again"
NOT_THERE = -1


@dataclass(frozen=True)
class VerifiedFeatures:
    """How many shards were read whole, and what there is to say of each one found damaged."""

    shards: int
    problems: list[Message]


@dataclass
class _Index:
    """Where each content hash is: sorted first eight bytes, and the row among all shards' rows."""

    keys: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    order: IndexArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    hashes: HashArray = field(default_factory=lambda: np.empty((0, HASH_BYTES), dtype=np.uint8))
    starts: IndexArray = field(default_factory=lambda: np.zeros(1, dtype=np.int64))

    @classmethod
    def of(cls, shards: Sequence[ShardHead]) -> "_Index":
        if not shards:
            return cls()
        hashes = np.concatenate([shard.hashes for shard in shards])
        keys = _keys(hashes)
        order = np.argsort(keys, kind="stable")
        starts = np.cumsum([0, *(shard.rows for shard in shards)])
        return cls(keys[order], order, hashes, starts)

    def find(self, hashes: HashArray) -> IndexArray:
        """The row of each hash among all rows, NOT_THERE where there is none."""
        rows = np.full(len(hashes), NOT_THERE, dtype=np.int64)
        if not len(self.keys):
            return rows
        wanted = _keys(hashes)
        at = np.searchsorted(self.keys, wanted)
        open_ = np.arange(len(hashes))
        # One step serves nearly all; more only where first eight bytes coincide.
        while len(open_):
            inside = at[open_] < len(self.keys)
            open_ = open_[inside]
            open_ = open_[self.keys[at[open_]] == wanted[open_]]
            candidates = self.order[at[open_]]
            same = np.all(self.hashes[candidates] == hashes[open_], axis=1)
            rows[open_[same]] = candidates[same]
            open_ = open_[~same]
            at[open_] += 1
        return rows


class FeaturesByHash(Protocol):
    """Features of images by the SHA-256 of their content, wherever they are from."""

    fingerprint: str

    @property
    def is_all_damaged(self) -> bool:
        """Whether nothing is stored because what was has been set aside as damaged."""
        ...

    def rows(self, hashes: Hashes) -> tuple[NDArray[np.float32], BoolArray]:
        """(n, d) float32 rows of length 1, zero for images not there, and (n,) which are."""
        ...


class FeatureStore:
    """Features (float16 on disk, float32 handed out) of one encoder, by SHA-256 of the image.

    ``folder`` is the catalogue's features folder; the store keeps to
    ``folder/<first 16 characters of the fingerprint>``. ``remedy`` is the code of the message that
    says what becomes of the ``rows`` of a damaged shard. ``row_length`` is that of the encoder's
    vectors, where it is known: shards of any other are damaged.
    """

    def __init__(
        self,
        folder: Path,
        fingerprint: str,
        *,
        remedy: str = IMAGES_AGAIN,
        row_length: int | None = None,
    ) -> None:
        self.fingerprint = fingerprint
        self._remedy = remedy
        self._row_length = row_length
        self.folder = folder / fingerprint[:FINGERPRINT_CHARACTERS]
        self._shards: dict[str, ShardHead] = {}
        self._checked: set[str] = set()
        self._index: _Index | None = None
        self._problems: list[Message] = []
        self._unusable: set[str] = set()
        self._swept = False

    def __len__(self) -> int:
        """Number of rows stored."""
        self._look_again()
        return sum(shard.rows for shard in self._shards.values())

    @property
    def feature_size(self) -> int | None:
        """Length of a vector; None in an empty store."""
        self._look_again()
        return next((shard.feature_size for shard in self._shards.values()), None)

    @property
    def is_all_damaged(self) -> bool:
        """Whether nothing is stored because what was has been set aside as damaged."""
        return len(self) == 0 and any(
            path.name.endswith(DAMAGED_SUFFIX) for path in _entries(self.folder)
        )

    def missing(self, hashes: Hashes) -> list[bytes]:
        """Those of the content hashes that no features are stored for, each once, in order.

        Looks at headers and hashes only; ``verify`` reads everything.
        """
        wanted = _hash_array(hashes)
        self._look_again()
        there = self._indexed().find(wanted) != NOT_THERE
        return list(dict.fromkeys(row.tobytes() for row in wanted[~there]))

    def append(self, hashes: Hashes, features: NDArray[np.floating]) -> None:
        """Store (n, d) features of n images as one shard; they survive a crash from then on.

        Raises ValueError for vectors that have another length than those stored, or do not go with
        the hashes; InputError for such as are not finite, or cannot be written.
        """
        array = _hash_array(hashes)
        vectors = np.ascontiguousarray(features, dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(array) or not len(array):
            raise ValueError(f"{len(array)} hashes do not go with features {vectors.shape}")
        if not np.isfinite(vectors.astype(np.float16)).all():
            raise InputError("encoder-gives-no-numbers")
        if self.feature_size not in (None, vectors.shape[1]):
            raise ValueError(f"features must have {self.feature_size} numbers each")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._sweep()
            shard = write_shard(self.folder, array, vectors)
        except OSError as error:
            raise InputError(
                "features-unwritable", folder=self.folder, reason=reason_of(error)
            ) from error
        self._shards[shard.path.name] = shard
        self._index = None

    def rows(self, hashes: Hashes) -> tuple[NDArray[np.float32], BoolArray]:
        """(n, d) float32 features of n images and (n,) bool, which of them are there.

        Rows of images that are not there are zero; others have length 1 to within 0.001.
        """
        wanted = _hash_array(hashes)
        found, there = self._collect(wanted, np.dtype(np.float32))
        return found, there

    def matrix(self, hashes: Hashes, dtype: type[np.floating] = np.float32) -> NDArray[np.floating]:
        """(n, d) features of images that must all be there; InputError where one is not."""
        found, there = self._collect(_hash_array(hashes), np.dtype(dtype))
        if not there.all():
            if self.is_all_damaged:
                raise InputError("features-all-damaged")
            absent = int(np.count_nonzero(~there))
            raise InputError("features-absent", absent=absent, images=len(there))
        return found

    def verify(self) -> list[Message]:
        """Read every shard whole, set damaged ones aside; a message for each one found.

        The messages include shards set aside earlier by this object.
        """
        self._look_again()
        for name, shard in list(self._shards.items()):
            with self._setting_aside(name):
                read_features(shard)
                self._checked.add(name)
        problems, self._problems = self._problems, []
        return problems

    # --- which shards there are ---------------------------------------------------------------

    def _look_again(self) -> None:
        """Take in shards that others have written or set aside since."""
        names = {path.name for path in _shard_paths(self.folder)} - self._unusable
        if names == self._shards.keys():
            return
        for name in self._shards.keys() - names:
            self._forget(name)
        # Sorted: which of two shards answers for an image held by both must not be chance.
        for name in sorted(names - self._shards.keys()):
            with self._setting_aside(name):
                self._shards[name] = read_head(self.folder / name)
        self._set_other_lengths_aside()
        self._index = None

    def _set_other_lengths_aside(self) -> None:
        """Keep the shards of the encoder's length, or else of the one that most rows have."""
        rows: Counter[int] = Counter()
        for shard in self._shards.values():
            rows[shard.feature_size] += shard.rows
        if not rows:
            return
        usual = self._row_length or max(rows, key=lambda size: (rows[size], size))
        for name, shard in list(self._shards.items()):
            if shard.feature_size != usual:
                with self._setting_aside(name):
                    raise DamagedShardError(
                        "shard-length-odd" if len(rows) > 1 else "shard-length-not-of-encoder"
                    )

    def _indexed(self) -> _Index:
        if self._index is None:
            self._index = _Index.of(list(self._shards.values()))
        return self._index

    def _forget(self, name: str) -> None:
        self._shards.pop(name, None)
        self._checked.discard(name)
        self._index = None

    @contextmanager
    def _setting_aside(self, name: str) -> Iterator[None]:
        """Move a shard out of the way when what is done inside finds it damaged or gone."""
        try:
            yield
        except FileNotFoundError:
            self._forget(name)
        except PermissionError as error:
            raise InputError("features-forbidden", folder=self.folder) from error
        except (DamagedShardError, OSError) as error:
            self._forget(name)
            path = self.folder / name
            try:
                path.replace(path.with_name(name + DAMAGED_SUFFIX))
            except OSError:
                # On a disk that may not be written to, not looking at it again has to do.
                self._unusable.add(name)
            remedy = Message(self._remedy, {"rows": name.split("-")[0]})
            shard = f"{self.folder.name}/{name}"
            detail = reason_of(error) if isinstance(error, OSError) else error.message
            problem = Message(
                "features-damaged", {"shard": shard, "detail": detail, "remedy": remedy}
            )
            logger.warning("%s", problem)
            self._problems.append(problem)

    def _sweep(self) -> None:
        """Remove what killed processes left half-written, once; young files may be in use."""
        if self._swept:
            return
        self._swept = True
        oldest_s = time.time() - ABANDONED_AFTER_S
        for path in self.folder.glob(f"*{UNFINISHED_SUFFIX}"):
            if path.stat().st_mtime < oldest_s:
                path.unlink(missing_ok=True)

    # --- reading ------------------------------------------------------------------------------

    def _collect(
        self, wanted: HashArray, dtype: np.dtype[np.floating]
    ) -> tuple[NDArray[np.floating], BoolArray]:
        """Read until nothing damaged is met: each shard set aside changes where rows are."""
        while True:
            self._look_again()
            index = self._indexed()
            rows = index.find(wanted)
            shards = list(self._shards.values())
            size = shards[0].feature_size if shards else 0
            found = np.zeros((len(wanted), size), dtype=dtype)
            if self._fill(found, rows, index, shards):
                return found, rows != NOT_THERE

    def _fill(
        self,
        found: NDArray[np.floating],
        rows: IndexArray,
        index: _Index,
        shards: Sequence[ShardHead],
    ) -> bool:
        """Copy the rows into ``found``; False when a shard had to be set aside on the way."""
        order = np.argsort(rows, kind="stable")
        bounds = np.searchsorted(rows[order], index.starts)
        whole = True
        for number, shard in enumerate(shards):
            targets = order[bounds[number] : bounds[number + 1]]
            if not len(targets):
                continue
            with self._setting_aside(shard.path.name):
                found[targets] = self._read(shard, rows[targets] - index.starts[number])
            whole = whole and shard.path.name in self._shards
        return whole

    def _read(self, shard: ShardHead, rows: IndexArray) -> StoredArray:
        name = shard.path.name
        if name in self._checked and len(rows) < READ_WHOLE_SHARE * shard.rows:
            return read_feature_rows(shard, rows)
        features = read_features(shard)
        self._checked.add(name)
        if len(rows) == shard.rows and np.array_equal(rows, np.arange(len(rows))):
            return features
        return features[rows]


def verify_features(
    folder: Path, *, remedy: str = IMAGES_AGAIN, row_lengths: Mapping[str, int | None] | None = None
) -> VerifiedFeatures:
    """Read every shard of every encoder under a catalogue's features folder; set damaged aside.

    ``remedy`` as in ``FeatureStore``; ``row_lengths`` by fingerprint, as far as they are known.
    """
    lengths = {one[:FINGERPRINT_CHARACTERS]: size for one, size in (row_lengths or {}).items()}
    shards = 0
    problems: list[Message] = []
    for encoder_folder in sorted(path for path in _entries(folder) if path.is_dir()):
        name = encoder_folder.name
        store = FeatureStore(folder, name, remedy=remedy, row_length=lengths.get(name))
        shards += len(_shard_paths(encoder_folder))
        problems += store.verify()
    return VerifiedFeatures(shards, problems)


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _shard_paths(folder: Path) -> list[Path]:
    return [path for path in _entries(folder) if is_shard_name(path.name)]


def _keys(hashes: HashArray) -> NDArray[np.uint64]:
    """The first eight bytes of each hash as a number."""
    return np.ascontiguousarray(hashes[:, :8]).view(np.uint64)[:, 0]


def _hash_array(hashes: Hashes) -> HashArray:
    """Hashes as (n, 32) uint8; ValueError when one has another length."""
    if isinstance(hashes, np.ndarray):
        array = np.ascontiguousarray(hashes, dtype=np.uint8)
    else:
        if any(len(one) != HASH_BYTES for one in hashes):
            raise ValueError(f"content hashes have {HASH_BYTES} bytes")
        array = np.frombuffer(b"".join(hashes), dtype=np.uint8).reshape(-1, HASH_BYTES)
    if array.ndim != 2 or array.shape[1] != HASH_BYTES:
        raise ValueError(f"content hashes have {HASH_BYTES} bytes")
    return array
