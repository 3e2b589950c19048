"""Images with their captions as the features of suggesters that go by both."""

from collections.abc import Generator, Sequence

import numpy as np

from db.captions.records import TextInLanguage
from db.catalogue import Catalogue
from engine.answers.text_encoder import TextEncoder, text_encoder_of
from engine.errors import InputError
from engine.features.store import BoolArray, FeaturesByHash, FeatureStore, Hashes
from engine.progress import CancelToken, Progress, stop_if_cancelled
from engine.suggesters.base import FloatArray
from engine.suggesters.kinds import SuggesterKind
from engine.words_and_pictures import mean_texts, paired

TEXTS_AT_ONCE = 256


class NoCaptionsError(InputError):
    """The suggester goes by captions, and there are none."""


def features_for(
    catalogue: Catalogue,
    store: FeatureStore,
    kind: SuggesterKind,
    *,
    cancel: CancelToken | None = None,
    reader: TextEncoder | None = None,
) -> Generator[Progress, None, FeaturesByHash]:
    """What a suggester of this kind looks at: features of images or, where it needs texts, pairs.
    ``reader``: what reads captions, by the encoder in use where none is given.

    Captions that were not encoded yet are, with progress. NoCaptionsError where there are no
    captions, InputError where the encoder knows no words.
    """
    if not kind.needs_texts:
        return store
    texts = catalogue.captions.texts()
    if not texts:
        raise NoCaptionsError("suggester-without-captions", suggester=kind.name)
    encoder = reader or text_encoder_of(catalogue)
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        yield Progress("encoding-captions", start, len(texts))
        if cancel is not None:
            stop_if_cancelled(cancel, "reading-names-stopped")
        part = texts[start : start + TEXTS_AT_ONCE]
        encoder.encode([one.text for one in part], [one.language for one in part])
    return PairFeatures(catalogue, store, encoder)


class PairFeatures:
    """Pairs of images and their captions, by content hash: (n, 2d), see
    ``engine.words_and_pictures``.

    Captions are read at every question, so that a new one counts at once; those of files with the
    same content are of one picture. Several count as their mean. Vectors of captions are kept
    where those of all texts are.
    """

    def __init__(self, catalogue: Catalogue, store: FeatureStore, reader: TextEncoder) -> None:
        self._catalogue = catalogue
        self._store = store
        self._reader = reader
        self.fingerprint = store.fingerprint

    @property
    def is_all_damaged(self) -> bool:
        """Whether no image has a feature because what was stored is damaged."""
        return self._store.is_all_damaged

    def rows(self, hashes: Hashes) -> tuple[FloatArray, BoolArray]:
        """(n, 2d) float32 pairs and (n,) which images are there; see ``FeatureStore.rows``."""
        images, there = self._store.rows(hashes)
        wanted = [bytes(one) for one in hashes]
        captions = self._catalogue.captions.of_contents(wanted)
        texts = np.zeros_like(images)
        if there.any():
            own = [captions.get(one, ()) for one in wanted]
            texts = caption_vectors(self._reader, own, images)
        return paired(images, texts, there), there

    def with_text(self, feature: FloatArray, text: str | None) -> FloatArray:
        """(2d,) a pair of a picture and a text said of it, which need not be of the catalogue.

        feature: (d,) of an image, or (2d,) a pair, whose captions ``text`` replaces; None or blanks
        keep them, an image without any counts alone. Raises InputError as ``TextEncoder.encode``.
        """
        size = self._store.feature_size or len(feature)
        is_pair = len(feature) == 2 * size
        text = " ".join((text or "").split())
        if not text and is_pair:
            return feature
        known: Sequence[str] = [text] if text else []
        image = feature[None, :size]
        texts = self._reader.encode(known) if known else np.zeros_like(image)
        pair: FloatArray = paired(image, texts)[0]
        return pair


def caption_vectors(
    reader: TextEncoder, captions: Sequence[Sequence[TextInLanguage]], like: FloatArray
) -> FloatArray:
    """(n, d) the mean vector of each image's captions, zero for none; ``like``: (n, d) of their
    images. Raises InputError as ``TextEncoder.encode``."""
    every = [one for own in captions for one in own]
    if not every:
        return np.zeros_like(like)
    vectors = reader.encode([one.text for one in every], [one.language for one in every])
    owner = np.repeat(np.arange(len(captions)), [len(own) for own in captions])
    return mean_texts(vectors, owner.astype(np.int64), len(captions))
