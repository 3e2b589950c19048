"""Encode the images of a catalogue: files in, features of the current encoder in the store."""

import os
import time
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from engine.answers.current_encoder import (
    FINGERPRINT_SETTING,
    NAME_SETTING,
    current_encoder,
    features_dir,
    open_features,
)
from engine.answers.encoder_input import InputRequest, be_ready, read_input
from engine.answers.limits import decode_workers, limits_from
from engine.archive.decode_pool import DecodeFailure, DecodePool, NotYet
from engine.archive.stored_file import StoredFile
from engine.encoders.base import Encoder, FloatArray, PixelArray, Precision
from engine.encoders.registry import BUILT_IN, load_encoder
from engine.errors import InputError
from engine.features.store import FeatureStore
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from db.records import KnownFile

SHARD_ROWS = 2048
SHARD_INTERVAL_S = 60.0
"""A kill loses at most this much work."""
AHEAD = 96
"""Decoded images waiting for the encoder: 15 MB at 224 pixels."""
FIRST_BATCH, LARGEST_BATCH = 8, 64
BATCH_DURATION_S = 0.25


@dataclass(slots=True)
class EncodeSummary:
    """What an encoding did.

    ``encoded`` + ``already`` + len(``failed``) is the number of images that the scan could read;
    identical ones are encoded once, so ``distinct`` may be less than ``encoded``. ``failed`` holds
    (path, reason). ``images_per_s`` is ``distinct`` over ``duration_s``, which leaves out loading
    the encoder.
    """

    encoder: str
    fingerprint: str
    precision: Precision
    encoded: int = 0
    distinct: int = 0
    already: int = 0
    failed: list[tuple[str, Message]] = field(default_factory=list)
    images_per_s: float = 0.0
    duration_s: float = 0.0

    @property
    def message(self) -> Message:
        """How many images were encoded, and how fast."""
        return Message(
            "job-encode-done", {"encoded": self.encoded, "per_s": round(self.images_per_s)}
        )


def encode_archive(
    catalogue: "Catalogue", *, cancel: CancelToken, encoder: str | None = None
) -> Job[EncodeSummary]:
    """Compute the features that are missing, with ``encoder`` or else the one in use.

    Files are decoded and scaled in worker processes while this one encodes. Features are stored
    every 2 048 images and at least every minute: cancelled or killed, the next run goes on there.
    The catalogue changes over to another encoder when everything is encoded with it.

    Raises InputError when the encoder or the archive is not there, JobCancelledError on request.
    """
    name = encoder or catalogue.settings.get(NAME_SETTING) or BUILT_IN
    archive_dir = catalogue.archive_dir
    if not archive_dir.is_dir():
        raise InputError(
            f"The archive folder {archive_dir} is not there. Connect the disk it is on, or tell "
            "the catalogue where the archive is now."
        )
    yield Progress("loading-encoder", 0, 0)
    with DecodePool(workers=decode_workers(), limits=limits_from(catalogue.settings)) as pool:
        if _expects_work(catalogue, name):
            # The workers start while the encoder loads.
            for _ in range(decode_workers()):
                pool.submit(be_ready, None)
        encoding = _Encoding(catalogue, load_encoder(name), pool, cancel)
        if current_encoder(catalogue) is None:
            encoding.make_current()
        yield from encoding.run()
        encoding.make_current()
    return encoding.summary


def _expects_work(catalogue: "Catalogue", name: str) -> bool:
    """Whether there are images without features, as far as is known without the encoder."""
    current, store = current_encoder(catalogue), open_features(catalogue)
    hashes = [content_hash for _, content_hash in catalogue.images.readable()]
    if current is None or store is None or current[0] != name:
        return bool(hashes)
    return bool(store.missing(hashes))


class _Encoding:
    def __init__(
        self, catalogue: "Catalogue", encoder: Encoder, pool: DecodePool, cancel: CancelToken
    ) -> None:
        self._catalogue = catalogue
        self._encoder = encoder
        self._pool = pool
        self._cancel = cancel
        self._root = catalogue.archive_dir
        self._store = FeatureStore(features_dir(catalogue), encoder.fingerprint)
        self._files: dict[bytes, list[KnownFile]] = {}
        self._unstored: list[tuple[bytes, FloatArray]] = []
        self._stored_s = time.monotonic()
        self._batch_size = FIRST_BATCH
        self._is_warm = False
        self.summary = EncodeSummary(encoder.name, encoder.fingerprint, encoder.precision)

    def make_current(self) -> None:
        """Let the catalogue use this encoder's features from now on."""
        self._catalogue.settings.set_many(
            {NAME_SETTING: self._encoder.name, FINGERPRINT_SETTING: self._encoder.fingerprint}
        )

    def run(self) -> Generator[Progress, None, None]:
        yield Progress("checking-present-features", 0, 0)
        self._store.verify()
        self._files = self._readable_files()
        missing = self._store.missing(list(self._files))
        self.summary.already = self._images(self._files.keys() - set(missing))
        if not missing:
            return
        started_s = self._stored_s = time.monotonic()
        try:
            yield from self._encode_all(missing)
        finally:
            # Also when cancelled: what has been encoded is kept.
            self._store_features()
        self.summary.duration_s = time.monotonic() - started_s
        self.summary.precision = self._encoder.precision
        self.summary.images_per_s = self.summary.distinct / self.summary.duration_s
        self.summary.failed.sort(key=itemgetter(0))

    def _readable_files(self) -> "dict[bytes, list[KnownFile]]":
        """The files of each content that the scan could read, in the order of paths."""
        files: defaultdict[bytes, list[KnownFile]] = defaultdict(list)
        for file in self._catalogue.images.known_files():
            if file.status == "ok":
                files[file.content_hash].append(file)
        return files

    def _images(self, hashes: Iterable[bytes]) -> int:
        return sum(len(self._files[one]) for one in hashes)

    # --- decoding and encoding ----------------------------------------------------------------

    def _encode_all(self, missing: Sequence[bytes]) -> Generator[Progress, None, None]:
        done = 0
        batch: list[tuple[bytes, PixelArray]] = []
        for decoded in self._decode_all(missing):
            if self._cancel.is_set():
                raise JobCancelledError(
                    "Encoding was stopped; what is encoded is kept, and the next run goes on."
                )
            if decoded is not None:
                content_hash, outcome = decoded
                done += 1
                if isinstance(outcome, DecodeFailure):
                    self._take_failure(content_hash, outcome.reason)
                else:
                    batch.append((content_hash, outcome))
            if len(batch) >= self._batch_size:
                self._encode_batch(batch)
                batch = []
            yield Progress("encoding", done, len(missing))
        if batch:
            self._encode_batch(batch)

    def _decode_all(
        self, missing: Sequence[bytes]
    ) -> Iterator[tuple[bytes, PixelArray | DecodeFailure] | None]:
        """Each content with its pixels, in order; None every 0.1 s while none is ready."""
        hashes = iter(missing)
        requests = (self._request(content_hash) for content_hash in missing)
        for outcome in self._pool.poll(read_input, requests, ahead=AHEAD):
            yield None if isinstance(outcome, NotYet) else (next(hashes), outcome)

    def _request(self, content_hash: bytes) -> InputRequest:
        files = self._files[content_hash]
        paths = tuple(StoredFile(self._root, one.path_bytes) for one in files)
        return InputRequest(
            content_hash, paths, self._encoder.preprocess, self._pool.limits, files[0].size_bytes
        )

    def _encode_batch(self, batch: Sequence[tuple[bytes, PixelArray]]) -> None:
        started_s = time.monotonic()
        features = self._encoder.encode_images(np.stack([pixels for _, pixels in batch]))
        finished_s = time.monotonic()
        self._unstored += zip((content_hash for content_hash, _ in batch), features, strict=True)
        if self._is_warm:  # the first batch also starts threads and decides the precision
            self._batch_size = next_batch_size(len(batch), finished_s - started_s)
        self._is_warm = True
        if len(self._unstored) >= SHARD_ROWS or finished_s - self._stored_s >= SHARD_INTERVAL_S:
            self._store_features()

    def _store_features(self) -> None:
        self._stored_s = time.monotonic()
        if not self._unstored:
            return
        hashes = [content_hash for content_hash, _ in self._unstored]
        self._store.append(hashes, np.stack([feature for _, feature in self._unstored]))
        self._unstored = []
        self.summary.distinct += len(hashes)
        self.summary.encoded += self._images(hashes)

    def _take_failure(self, content_hash: bytes, reason: Message) -> None:
        """Report every file of this content; those that are gone are missing from now on."""
        files = self._files[content_hash]
        paths = [os.fsdecode(file.path_bytes) for file in files]
        self.summary.failed += [(path, reason) for path in paths]
        gone = [file.image_id for file in files if self._is_gone(file)]
        if gone and self._root.is_dir():
            self._catalogue.commands.mark_missing(gone)

    def _is_gone(self, file: "KnownFile") -> bool:
        try:
            return not StoredFile(self._root, file.path_bytes).located().exists()
        except InputError:  # refused: what lies there is none of our business
            return False


def next_batch_size(size: int, duration_s: float) -> int:
    """The size of the next batch after one of ``size`` took ``duration_s``.

    Big enough that starting a batch costs little, small enough that one takes about a quarter of
    a second and stopping is quick, with the largest model on the slowest machine too.
    """
    if duration_s > 2 * BATCH_DURATION_S:
        return max(size // 2, 1)
    if duration_s < BATCH_DURATION_S / 2:
        return min(size * 2, LARGEST_BATCH)
    return size
