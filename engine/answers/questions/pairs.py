"""Images of a catalogue with their captions, as the pairs of vectors that questions go by."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from db.captions.records import TextInLanguage
from db.catalogue import Catalogue
from engine.answers.current_encoder import open_features
from engine.answers.pairs import caption_vectors
from engine.answers.text_encoder import NoTextTowerError, text_encoder_of
from engine.errors import InputError
from engine.words_and_pictures import paired

FloatArray = NDArray[np.float32]
BoolArray = NDArray[np.bool_]

BETWEEN = "\n"
"""Between the captions of an image where they are one text."""


class ReadPairs(NamedTuple):
    """(n, 2d) float32 pairs, (n,) which images are encoded (rows of others are zero), and the
    captions of each as one text, "" for none."""

    pairs: FloatArray
    there: BoolArray
    texts: list[str]


class PairReader:
    """Reads pairs of the encoder in use. An encoder without a text tower gives images alone.

    Raises InputError where nothing is encoded yet. ``read`` is for a lane: new captions are encoded
    by a child process, known ones come from the catalogue's folder.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        store = open_features(catalogue)
        if store is None:
            raise InputError("images-not-encoded")
        self._catalogue = catalogue
        self._store = store
        self.reads_texts = True
        """Whether captions count; False once the encoder turned out to read no words."""

    def read(self, image_ids: Sequence[int], content_hashes: Sequence[bytes]) -> ReadPairs:
        """The pairs of these images, in their order."""
        features, there = self._store.rows(content_hashes)
        captions = self._catalogue.captions.of_images(image_ids)
        own = [
            [
                TextInLanguage(text, one.language)
                for one in captions[image_id]
                if (text := " ".join(one.text.split()))
            ]
            for image_id in image_ids
        ]
        texts = self._text_vectors(own, features)
        said = [BETWEEN.join(one.text for one in captions) for captions in own]
        return ReadPairs(paired(features, texts), there, said)

    def _text_vectors(
        self, own: Sequence[Sequence[TextInLanguage]], like: FloatArray
    ) -> FloatArray:
        if self.reads_texts:
            try:
                return caption_vectors(text_encoder_of(self._catalogue), own, like)
            except NoTextTowerError:
                self.reads_texts = False
        return np.zeros_like(like)
