"""Two encoders side by side on a catalogue's captions."""

from collections.abc import Generator

import numpy as np

from db.catalogue import Catalogue
from engine.answers.current_encoder import features_dir
from engine.answers.encoders_used import UsedEncoder
from engine.answers.text_encoder import TextEncoder
from engine.encoders.registry import encoders_dir
from engine.encoders.trained import trained_folder
from engine.errors import InputError
from engine.evaluation.retrieval.encoders import EncoderComparison, compare
from engine.evaluation.retrieval.pairs import CaptionedImages, FloatArray
from engine.features.store import FeatureStore
from engine.jobs.captions.reading import read_captions
from engine.jobs.retrieval.data import STOPPED, Encoded, with_features
from engine.progress import CancelToken, Job, Progress, stop_if_cancelled

TEXTS_AT_A_TIME = 256


def compare_encoders(
    catalogue: Catalogue, *, cancel: CancelToken, first: UsedEncoder, second: UsedEncoder
) -> Job[EncoderComparison]:
    """Find the image of every caption with both encoders; nothing is written.

    Raises InputError where no image with a caption has features of both, or one cannot be loaded.
    """
    captions = yield from read_captions(catalogue, cancel, stopped=STOPPED)
    found = with_features(catalogue, captions, _store(catalogue, first))
    rows, there = _store(catalogue, second).rows(found.hashes)
    images, kept = np.flatnonzero(there), np.flatnonzero(there[found.owner])
    if not len(kept):
        raise InputError("captions-none-of-both")
    made = []
    for encoder in (first, second):
        made.append((yield from _encoded(catalogue, encoder, found, cancel)))
    yield Progress("measuring-captions", 0, 2)
    stop_if_cancelled(cancel, STOPPED)
    of_first = found.pairs(made[0])
    of_second = CaptionedImages(
        rows, made[1], found.owner, of_first.image_groups, of_first.caption_groups
    )
    return compare(
        (first.name, second.name),
        of_first.some(images, kept),
        of_second.some(images, kept),
        [found.texts[row] for row in kept],
        found.image_ids[images].tolist(),
        trained=tuple(
            one.name for one in (first, second) if trained_folder(one.name, encoders_dir())
        ),
    )


def _store(catalogue: Catalogue, encoder: UsedEncoder) -> FeatureStore:
    return FeatureStore(features_dir(catalogue), encoder.fingerprint)


def _encoded(
    catalogue: Catalogue, encoder: UsedEncoder, found: Encoded, cancel: CancelToken
) -> Generator[Progress, None, FloatArray]:
    """(m, d) vectors of the captions; the encoder's process ends afterwards."""
    words = TextEncoder(catalogue, encoder=(encoder.name, encoder.fingerprint))
    try:
        vectors = []
        for start in range(0, len(found.texts), TEXTS_AT_A_TIME):
            yield Progress("encoding-captions", start, len(found.texts))
            stop_if_cancelled(cancel, STOPPED)
            part = slice(start, start + TEXTS_AT_A_TIME)
            vectors.append(words.encode(found.texts[part], found.languages[part]))
        return np.concatenate(vectors)
    finally:
        words.close()
