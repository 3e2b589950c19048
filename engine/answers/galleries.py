"""What an encoder that features are stored of finds for a text, whether it is in use or not."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from db.records import ImageFilter
from engine.answers.current_encoder import features_dir
from engine.answers.encoders_used import UsedEncoder
from engine.answers.text_encoder import TextEncoder
from engine.features.store import FeatureStore

if TYPE_CHECKING:
    from db.catalogue import Catalogue

IMAGES_AT_A_TIME = 20_000
TOP = 12


@dataclass(frozen=True, slots=True)
class Gallery:
    """The first images for a text, best first, with their cosines; and at which rank, from 1, the
    image that was asked for stands among ``images``: None where it has no features."""

    image_ids: tuple[int, ...]
    scores: tuple[float, ...]
    images: int
    rank: int | None


class Galleries:
    """Keeps a process with each encoder that was asked. Safe to call from several threads."""

    def __init__(self, catalogue: "Catalogue") -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._words: dict[UsedEncoder, TextEncoder] = {}

    def find(
        self, encoder: UsedEncoder, text: str, *, image_id: int = 0, top: int = TOP
    ) -> Gallery:
        """The images in use nearest to a text. Raises InputError where the encoder cannot be
        loaded or reads no words."""
        with self._lock:
            query = self._words_of(encoder).encode([text])[0]
            store = FeatureStore(features_dir(self._catalogue), encoder.fingerprint)
            ids, scores = [], []
            images = self._images_in_use()
            for start in range(0, len(images), IMAGES_AT_A_TIME):
                part = images[start : start + IMAGES_AT_A_TIME]
                rows, there = store.rows([content_hash for _, content_hash in part])
                ids.append(np.array([image for image, _ in part], dtype=np.int64)[there])
                scores.append(rows[there] @ query)
        every_id, every_score = np.concatenate(ids), np.concatenate(scores)
        order = np.argsort(-every_score, kind="stable")
        at = np.flatnonzero(every_id[order] == image_id)
        return Gallery(
            tuple(every_id[order[:top]].tolist()),
            tuple(every_score[order[:top]].tolist()),
            len(every_id),
            int(at[0]) + 1 if len(at) else None,
        )

    def close(self) -> None:
        """End the encoders' processes."""
        for words in self._words.values():
            words.abandon()
        with self._lock:
            for words in self._words.values():
                words.close()

    def _words_of(self, encoder: UsedEncoder) -> TextEncoder:
        if encoder not in self._words:
            known = (encoder.name, encoder.fingerprint)
            self._words[encoder] = TextEncoder(self._catalogue, encoder=known)
        return self._words[encoder]

    def _images_in_use(self) -> list[tuple[int, bytes]]:
        """Of all images in use; read anew each time, since a scan may have brought some."""
        images = self._catalogue.images
        ids = images.ids(ImageFilter())
        found = []
        for start in range(0, len(ids), IMAGES_AT_A_TIME):
            found += [
                (image.id, image.content_hash)
                for image in images.get_many(ids[start : start + IMAGES_AT_A_TIME])
                if image.readable_in_use
            ]
        return found
