"""From contents, and files that hold them, to features in a store. Knows no catalogue."""

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from engine.archive.decode_pool import DecodeFailure, DecodePool, NotYet
from engine.archive.stored_file import FileSource
from engine.encoders.base import Encoder, FloatArray, PixelArray
from engine.encoding.encoder_input import InputRequest, read_input
from engine.features.store import FeatureStore
from messages.message import Message

SHARD_ROWS = 2048
SHARD_INTERVAL_S = 60.0
"""A kill loses at most this much work."""
AHEAD = 96
"""Decoded images waiting for the encoder: 15 MB at 224 pixels."""
FIRST_BATCH, LARGEST_BATCH = 8, 64
BATCH_DURATION_S = 0.25


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be encoded: a content by its SHA-256, and the files that should hold it.

    ``size_bytes`` of the content lengthens the time limit.
    """

    content_hash: bytes
    sources: tuple[FileSource, ...]
    size_bytes: int = 0


@dataclass(slots=True)
class EncodedContents:
    """What has come of the contents so far: hashes in the store, and (hash, reason) of the rest."""

    stored: list[bytes] = field(default_factory=list)
    failed: list[tuple[bytes, Message]] = field(default_factory=list)


def encode_contents(
    contents: Sequence[Content],
    result: EncodedContents,
    *,
    encoder: Encoder,
    pool: DecodePool,
    store: FeatureStore,
) -> Generator[int, None, None]:
    """Encode each content and append its feature to the store, in shards; fills ``result``.

    Files are read and scaled in the pool while this process encodes. Yields how many contents are
    done, at least every 0.1 s or after each batch. Features are stored every 2 048 contents, at
    least every minute, and when the generator ends or is closed. A content whose files cannot be
    read fails alone.
    """
    encoding = _Encoding(encoder, store, result)
    done = 0
    try:
        for content, outcome in _inputs(contents, encoder, pool):
            if isinstance(outcome, DecodeFailure):
                result.failed.append((content.content_hash, outcome.reason))
            elif not isinstance(outcome, NotYet):
                encoding.add(content.content_hash, outcome)
            done += not isinstance(outcome, NotYet)
            yield done
        encoding.encode()
    finally:
        encoding.store()


def _inputs(
    contents: Sequence[Content], encoder: Encoder, pool: DecodePool
) -> Iterator[tuple[Content, PixelArray | DecodeFailure | NotYet]]:
    """Each content with its pixels, in order; NOT_YET every 0.1 s while they are not there."""
    requests = (
        InputRequest(one.content_hash, one.sources, encoder.preprocess, pool.limits, one.size_bytes)
        for one in contents
    )
    at = 0
    for outcome in pool.poll(read_input, requests, ahead=AHEAD):
        yield contents[at], outcome
        at += not isinstance(outcome, NotYet)


class _Encoding:
    """Gathers pixels into batches and features into shards."""

    def __init__(self, encoder: Encoder, store: FeatureStore, result: EncodedContents) -> None:
        self._encoder = encoder
        self._store = store
        self._result = result
        self._batch: list[tuple[bytes, PixelArray]] = []
        self._batch_size = FIRST_BATCH
        self._is_warm = False
        self._unstored: list[tuple[bytes, FloatArray]] = []
        self._stored_s = time.monotonic()

    def add(self, content_hash: bytes, pixels: PixelArray) -> None:
        """Take a content in; encodes when there are enough for a batch."""
        self._batch.append((content_hash, pixels))
        if len(self._batch) >= self._batch_size:
            self.encode()

    def encode(self) -> None:
        """Encode what has been taken in; stores when there is enough or it is time."""
        batch, self._batch = self._batch, []
        if not batch:
            return
        started_s = time.monotonic()
        features = self._encoder.encode_images(np.stack([pixels for _, pixels in batch]))
        finished_s = time.monotonic()
        self._unstored += zip((content_hash for content_hash, _ in batch), features, strict=True)
        if self._is_warm:  # the first batch also starts threads and decides the precision
            self._batch_size = next_batch_size(len(batch), finished_s - started_s)
        self._is_warm = True
        if len(self._unstored) >= SHARD_ROWS or finished_s - self._stored_s >= SHARD_INTERVAL_S:
            self.store()

    def store(self) -> None:
        """Append what is encoded to the store as one shard."""
        self._stored_s = time.monotonic()
        if not self._unstored:
            return
        hashes = [content_hash for content_hash, _ in self._unstored]
        self._store.append(hashes, np.stack([feature for _, feature in self._unstored]))
        self._unstored = []
        self._result.stored += hashes


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
