"""Encode the images of a catalogue: files in, features of the current encoder in the store."""

import os
import time
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.answers.current_encoder import (
    FINGERPRINT_SETTING,
    NAME_SETTING,
    ROW_LENGTH_SETTING,
    current_encoder,
    features_dir,
    open_features,
)
from engine.answers.encoder_precision import (
    load_as_stored,
    note_precision,
    stored_precision,
)
from engine.answers.encoders_used import USED_SETTING, with_used
from engine.answers.limits import decode_workers, limits_from
from engine.answers.text_language import language_of_texts
from engine.archive.decode_pool import DecodePool
from engine.archive.presence import ArchivePresence
from engine.archive.stored_file import StoredFile
from engine.encoders.base import Encoder, MapsBaseFeatures, Precision
from engine.encoders.registry import BUILT_IN
from engine.encoding.contents import Content, EncodedContents, encode_contents
from engine.encoding.encoder_input import be_ready
from engine.errors import InputError
from engine.features.store import FeatureStore, Hashes
from engine.file_lock import FileLock
from engine.progress import CancelToken, Job, JobCancelledError, Progress
from messages.message import Message

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from db.records import KnownFile

MAPPED_AT_A_TIME = 2048
LOCK_NAME = "encoding.lock"
FAILED_SETTING = "encode.failed"
"""How many images the last encoding that came to its end could not encode."""


@dataclass(slots=True)
class EncodeSummary:
    """What an encoding did.

    ``encoded`` + ``already`` + len(``failed``) is the number of images that the scan could read;
    identical ones are encoded once, so ``distinct`` may be less than ``encoded``. ``failed`` holds
    (path, reason). ``precision`` is that of the features stored. ``images_per_s`` is ``distinct``
    over ``duration_s``, which leaves out loading the encoder.
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

    Raises InputError when the encoder or the archive is not there, or another process encodes this
    catalogue, JobCancelledError on request.
    """
    with _alone(catalogue):
        return (yield from _encode_alone(catalogue, cancel, encoder))


def encode_with(
    catalogue: "Catalogue", name: str, hashes: Hashes, *, cancel: CancelToken
) -> Job[Encoder]:
    """Compute what is missing of these contents with an encoder, and return it; the one in use
    stays. Errors as ``encode_archive``; nothing is asked of the archive where nothing is missing.
    """
    yield Progress("loading-encoder", 0, 0)
    language = language_of_texts(catalogue.settings, name)
    encoder = load_as_stored(catalogue, name, language=language)
    with _alone(catalogue), _pool(catalogue) as pool:
        yield from _Encoding(catalogue, encoder, pool, cancel).run(only=set(hashes))
        used = with_used(catalogue.settings, encoder.name, encoder.fingerprint)
        if catalogue.settings.get(USED_SETTING) != used:
            catalogue.settings.set(USED_SETTING, used)
    return encoder


@contextmanager
def _alone(catalogue: "Catalogue") -> Iterator[None]:
    """One process encodes a catalogue at a time; InputError for another one."""
    lock = FileLock(catalogue.folder / LOCK_NAME)
    if not lock.try_take():
        raise InputError("encoding-already")
    try:
        yield
    finally:
        lock.release()


def _encode_alone(
    catalogue: "Catalogue", cancel: CancelToken, encoder: str | None
) -> Job[EncodeSummary]:
    name = encoder or catalogue.settings.get(NAME_SETTING) or BUILT_IN
    if not catalogue.archive_dir.is_dir():
        raise InputError("archive-gone", folder=catalogue.archive_dir)
    yield Progress("loading-encoder", 0, 0)
    with _pool(catalogue) as pool:
        if _expects_work(catalogue, name):
            # The workers start while the encoder loads.
            for _ in range(decode_workers()):
                pool.submit(be_ready, None)
        encoding = _Encoding(catalogue, load_as_stored(catalogue, name), pool, cancel)
        if current_encoder(catalogue) is None:
            encoding.make_current()
        yield from encoding.run()
        encoding.make_current()
        catalogue.settings.set(FAILED_SETTING, len(encoding.summary.failed))
    return encoding.summary


def _pool(catalogue: "Catalogue") -> DecodePool:
    return DecodePool(workers=decode_workers(), limits=limits_from(catalogue.settings))


def _expects_work(catalogue: "Catalogue", name: str) -> bool:
    """Whether there are images without features, as far as is known without the encoder."""
    current, store = current_encoder(catalogue), open_features(catalogue)
    hashes = [content_hash for _, content_hash in catalogue.images.readable()]
    if current is None or store is None or current[0] != name:
        return bool(hashes)
    return bool(store.missing(hashes))


class _NotingStore(FeatureStore):
    """A store that notes the precision before the first features are in it."""

    def __init__(self, catalogue: "Catalogue", encoder: Encoder) -> None:
        super().__init__(
            features_dir(catalogue), encoder.fingerprint, row_length=encoder.feature_size
        )
        self._note = partial(note_precision, catalogue, encoder)

    def append(self, hashes: Hashes, features: NDArray[np.floating]) -> None:
        """As any store."""
        self._note()
        super().append(hashes, features)


class _Encoding:
    def __init__(
        self, catalogue: "Catalogue", encoder: Encoder, pool: DecodePool, cancel: CancelToken
    ) -> None:
        self._catalogue = catalogue
        self._encoder = encoder
        self._pool = pool
        self._cancel = cancel
        self._root = catalogue.archive_dir
        self._presence = ArchivePresence(self._root)
        self._store = _NotingStore(catalogue, encoder)
        self._files: dict[bytes, list[KnownFile]] = {}
        precision = stored_precision(catalogue, encoder) or encoder.precision
        self.summary = EncodeSummary(encoder.name, encoder.fingerprint, precision)

    def make_current(self) -> None:
        """Let the catalogue use this encoder's features from now on."""
        self._catalogue.settings.set_many(
            {
                NAME_SETTING: self._encoder.name,
                FINGERPRINT_SETTING: self._encoder.fingerprint,
                ROW_LENGTH_SETTING: [self._encoder.fingerprint, self._encoder.feature_size],
                USED_SETTING: with_used(
                    self._catalogue.settings, self._encoder.name, self._encoder.fingerprint
                ),
            }
        )

    def run(self, only: Set[bytes] | None = None) -> Generator[Progress, None, None]:
        """``only``: of these contents, of all where it is None."""
        yield Progress("checking-present-features", 0, 0)
        self._store.verify()
        self._files = self._readable_files()
        if only is not None:
            self._files = {one: files for one, files in self._files.items() if one in only}
        missing = self._store.missing(list(self._files))
        self.summary.already = self._images(self._files.keys() - set(missing))
        if not missing:
            return
        started_s = time.monotonic()
        missing = yield from self._mapped(missing)
        if missing and not self._root.is_dir():
            raise InputError("archive-gone", folder=self._root)
        yield from self._encode([self._content(one) for one in missing])
        self.summary.duration_s = time.monotonic() - started_s
        stored = stored_precision(self._catalogue, self._encoder)
        self.summary.precision = stored or self._encoder.precision
        self.summary.images_per_s = self.summary.distinct / self.summary.duration_s
        self.summary.failed.sort(key=itemgetter(0))

    def _mapped(self, missing: list[bytes]) -> Generator[Progress, None, list[bytes]]:
        """Take over what the encoder that this one adapts has made; those of which it has not."""
        encoder = self._encoder
        if not isinstance(encoder, MapsBaseFeatures):
            return missing
        base = FeatureStore(
            features_dir(self._catalogue),
            encoder.base_fingerprint,
            row_length=encoder.base_feature_size,
        )
        left: list[bytes] = []
        for start in range(0, len(missing), MAPPED_AT_A_TIME):
            yield Progress("encoding", start, len(missing))
            if self._cancel.is_set():
                raise JobCancelledError("encoding-stopped")
            part = missing[start : start + MAPPED_AT_A_TIME]
            features, there = base.rows(part)
            known = [one for one, has in zip(part, there, strict=True) if has]
            left += [one for one, has in zip(part, there, strict=True) if not has]
            if known:
                self._store.append(known, encoder.from_base(features[there]))
                self.summary.distinct += len(known)
                self.summary.encoded += self._images(known)
        return left

    def _readable_files(self) -> "dict[bytes, list[KnownFile]]":
        """The files of each content that the scan could read, in the order of paths."""
        files: defaultdict[bytes, list[KnownFile]] = defaultdict(list)
        for file in self._catalogue.images.known_files():
            if file.status == "ok":
                files[file.content_hash].append(file)
        return files

    def _images(self, hashes: Iterable[bytes]) -> int:
        return sum(len(self._files[one]) for one in hashes)

    def _encode(self, contents: Sequence[Content]) -> Generator[Progress, None, None]:
        result = EncodedContents()
        steps = encode_contents(
            contents, result, encoder=self._encoder, pool=self._pool, store=self._store
        )
        told = 0
        try:
            # Closed also when cancelled: what has been encoded is kept.
            with closing(steps):
                for done in steps:
                    if self._cancel.is_set():
                        raise JobCancelledError("encoding-stopped")
                    for content_hash, reason in result.failed[told:]:
                        self._take_failure(content_hash, reason)
                    told = len(result.failed)
                    yield Progress("encoding", done, len(contents))
        finally:
            self.summary.distinct += len(result.stored)
            self.summary.encoded += self._images(result.stored)

    def _content(self, content_hash: bytes) -> Content:
        files = self._files[content_hash]
        sources = tuple(StoredFile(self._root, one.path_bytes) for one in files)
        return Content(content_hash, sources, files[0].size_bytes)

    def _take_failure(self, content_hash: bytes, reason: Message) -> None:
        """Report every file of this content; those that are gone are missing from now on."""
        files = self._files[content_hash]
        paths = [os.fsdecode(file.path_bytes) for file in files]
        self.summary.failed += [(path, reason) for path in paths]
        gone = [file.image_id for file in files if self._is_gone(file)]
        if gone:
            self._presence.require()
            self._catalogue.commands.mark_missing(gone)

    def _is_gone(self, file: "KnownFile") -> bool:
        try:
            return not StoredFile(self._root, file.path_bytes).located().exists()
        except InputError:  # refused: what lies there is none of our business
            return False
        except OSError:  # it cannot be looked at, as in a folder that may not be entered
            return False
