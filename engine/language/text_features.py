"""The vectors of texts an encoder has made, kept on disk so that no text is encoded twice.

A text is known by the SHA-256 of its UTF-8 bytes, its encoder by what makes text vectors
comparable (``text_fingerprint``). The files are feature shards: checksummed, written whole or not
at all, and a damaged one is set aside and its texts are encoded again.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import InputError
from engine.features.store import FeatureStore, VerifiedFeatures, verify_features

FloatArray = NDArray[np.float32]

WAITING_ROWS = 64
"""Vectors of single texts wait until there are so many: a search word is not worth a file."""
MOST_IN_MEMORY = 4096
TEXTS_AGAIN = "text-features-made-again"


class TextFeatures:
    """Vectors by text. Not thread-safe.

    ``folder`` is for text features alone; each fingerprint has its own folder in it.
    ``row_length`` as in ``FeatureStore``. ``keeps``: whether anything new goes to the disk.
    """

    def __init__(
        self,
        folder: Path,
        fingerprint: str,
        row_length: int | None = None,
        *,
        keeps: bool = True,
    ) -> None:
        self._keeps = keeps
        self._store = FeatureStore(folder, fingerprint, remedy=TEXTS_AGAIN, row_length=row_length)
        self._memory: dict[bytes, FloatArray] = {}
        self._waiting: list[bytes] = []

    def rows(self, texts: Sequence[str]) -> tuple[FloatArray, NDArray[np.bool_]]:
        """(n, d) float32, rows of length 1 (or zero where absent), and (n,) which are there."""
        hashes = [text_hash(text) for text in texts]
        in_memory = np.array([one in self._memory for one in hashes], dtype=bool)
        if len(hashes) and in_memory.all():
            found, there = np.stack([self._memory[one] for one in hashes]), in_memory
        else:
            found, there = self._store.rows(hashes)
            if not found.shape[1] and self._memory:
                size = len(next(iter(self._memory.values())))
                found = np.zeros((len(hashes), size), np.float32)
            for row in np.flatnonzero(in_memory):
                found[row] = self._memory[hashes[row]]
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        unit = np.asarray(found / np.where(lengths > 0, lengths, 1), dtype=np.float32)
        return unit, there | in_memory

    def add(self, texts: Sequence[str], vectors: FloatArray) -> None:
        """Keep (n, d) vectors of n distinct texts; few at a time wait in memory, see ``flush``.

        A folder that cannot be written to keeps nothing: that costs time only. Raises InputError
        for vectors that are no numbers.
        """
        if not np.isfinite(vectors).all():
            raise InputError("encoder-gives-no-numbers")
        # As the disk has them, so that an answer does not change with where it comes from.
        stored = vectors.astype(np.float16).astype(np.float32)
        hashes = [text_hash(text) for text in texts]
        if len(texts) >= WAITING_ROWS and self._written(hashes, stored):
            return
        if len(self._memory) + len(texts) > MOST_IN_MEMORY:
            self.flush()
            self._memory.clear()
        self._waiting += [key for key in hashes if key not in self._memory]
        self._memory |= dict(zip(hashes, stored, strict=True))
        if len(self._waiting) >= WAITING_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._written(waiting, np.stack([self._memory[key] for key in waiting]))

    def _written(self, hashes: list[bytes], vectors: FloatArray) -> bool:
        if not self._keeps:
            return False
        try:
            self._store.append(hashes, vectors)
        except InputError:
            return False
        return True


def verify_text_features(folder: Path, row_lengths: Mapping[str, int | None]) -> VerifiedFeatures:
    """Read every shard of every encoder under a folder of text features; set damaged aside.

    ``row_lengths`` as in ``verify_features``.
    """
    return verify_features(folder, remedy=TEXTS_AGAIN, row_lengths=row_lengths)


def text_hash(text: str) -> bytes:
    """What a text is kept by."""
    return hashlib.sha256(text.encode()).digest()
