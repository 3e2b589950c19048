"""The captions of a catalogue as pairs to train on: vectors of one encoder, groups, parts."""

import hashlib
import json
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from db.catalogue import Catalogue
from db.text import name_key
from engine.answers.current_encoder import current_encoder, features_dir
from engine.answers.duplicates.groups import image_groups
from engine.answers.text_encoder import text_features_dir
from engine.answers.text_language import language_of_texts
from engine.captions.cleaning import cleaning_of
from engine.encoders.base import Encoder, FloatArray, ReadsTexts, encode_texts_in
from engine.encoders.languages_taken import takes_language
from engine.encoders.registry import BUILT_IN, load_encoder, text_fingerprint
from engine.encoders.text_languages import rows_by_language
from engine.errors import InputError
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.splits import joined
from engine.features.store import FeatureStore
from engine.jobs.captions.reading import Captions, cleaned_captions
from engine.jobs.training.request import TrainRequest
from engine.language.text_features import TextFeatures
from engine.progress import CancelToken, JobCancelledError, Progress
from engine.training.pairs import IntArray, TrainingPairs
from engine.training.splitting import TRAIN, PairSplit, split_pairs

STOPPED = "training-stopped"
TEXTS_AT_A_TIME = 256
FEWEST_PAIRS = 20
MOST_HELD_OUT = 5_000
"""Pairs of a held-out part that are measured: more say little more and take long."""


@dataclass(frozen=True, slots=True)
class PairData:
    """Captions with who is held out. Groups: (m,) of pairs, near-duplicates of images, and equal
    texts. ``not_encoded``: images with captions that the encoder has no features of."""

    captions: Captions
    image_groups: IntArray
    text_groups: IntArray
    split: PairSplit
    not_encoded: int

    def training(self) -> TrainingPairs:
        """The pairs that are trained on, rows of images and texts."""
        return self._pairs().some(self.split.rows(TRAIN))

    def held_out_pairs(self, part: int) -> TrainingPairs:
        """The pairs of a part, rows of images and texts; a random choice where there are very
        many."""
        rows = self.split.rows(part)
        if len(rows) > MOST_HELD_OUT:
            rows = np.sort(np.random.default_rng(0).choice(rows, MOST_HELD_OUT, replace=False))
        return self._pairs().some(rows)

    def held_out(self, part: int, images: FloatArray, texts: FloatArray) -> CaptionedImages:
        """``held_out_pairs`` with their vectors, (n, d) and (m, d) of all."""
        rows = self.held_out_pairs(part).text
        owner = np.array(self.captions.owner, dtype=np.int64)
        by_image = np.zeros(len(images), dtype=np.int64)
        by_image[owner] = self.image_groups
        whole = CaptionedImages(images, texts, owner, by_image, self.text_groups)
        return whole.some(np.unique(owner[rows]), rows)

    def trained_images(self) -> set[int]:
        """The ids of images that are trained on."""
        captions = self.captions
        return {captions.image_ids[captions.owner[row]] for row in self.split.rows(TRAIN)}

    def facts(self) -> dict[str, object]:
        """What a card says of the data."""
        sizes = np.bincount(self.split.part, minlength=3).tolist()
        languages = {one or "?" for one in self.captions.languages}
        return {
            "images": len(self.captions.hashes),
            "pairs": len(self.captions.texts),
            "train": sizes[0],
            "validation": sizes[1],
            "test": sizes[2],
            "split_by": self.split.by,
            "languages": {
                one: sum((own or "?") == one for own in self.captions.languages)
                for one in sorted(languages)
            },
            "not_encoded": self.not_encoded,
            "kept_together": "near-duplicates and equal texts",
        }

    def _pairs(self) -> TrainingPairs:
        return TrainingPairs.of(
            np.array(self.captions.owner, dtype=np.int64),
            np.arange(len(self.captions.texts)),
            image_groups=self.image_groups,
            text_groups=self.text_groups,
        )


def base_name(catalogue: Catalogue, bases: tuple[str, ...]) -> str:
    """The encoder to begin from: the one named, else the one in use."""
    current = current_encoder(catalogue)
    return bases[0] if bases else (BUILT_IN if current is None else current[0])


class Present(Protocol):
    """What has something of some contents, as features or pictures."""

    def missing(self, hashes: Sequence[bytes]) -> Sequence[bytes]:
        """Those it has nothing of."""
        ...


def run_identity(request: TrainRequest, base: str, data: PairData) -> str:
    """What a run is of: what was asked, by which encoder (its fingerprint), on which pairs."""
    digest = hashlib.sha256(json.dumps(request.as_json(), sort_keys=True).encode())
    digest.update(base.encode())
    digest.update(b"".join(data.captions.hashes))
    digest.update("\n".join(data.captions.texts).encode())
    digest.update(data.split.part.tobytes())
    return digest.hexdigest()


def read_pairs(
    catalogue: Catalogue,
    hashes_there: Present | None,
    *,
    seed: int,
    clean: str,
    cancel: CancelToken,
) -> Generator[Progress, None, PairData]:
    """All pairs, split; of images that the store has features of, where one is given. ``clean``
    names the steps that captions are cleaned in first, "" for none.

    Raises InputError where there are fewer than 20, and for a step that there is not.
    """
    found = yield from cleaned_captions(catalogue, cancel, cleaning_of(clean), stopped=STOPPED)
    every = len(found.hashes)
    if hashes_there is not None:
        absent = set(hashes_there.missing(found.hashes))
        found = found.of_images([r for r, one in enumerate(found.hashes) if one not in absent])
    if len(found.texts) < FEWEST_PAIRS:
        raise InputError("training-too-few-pairs", pairs=len(found.texts), fewest=FEWEST_PAIRS)
    owner = np.array(found.owner, dtype=np.int64)
    together = image_groups(catalogue, found.image_ids, found.hashes).together[owner]
    _, texts = np.unique([name_key(text) for text in found.texts], return_inverse=True)
    split = split_pairs(
        joined(together, texts.astype(np.int64)),
        times=found.times,
        strata=_strata(found),
        seed=seed,
    )
    return PairData(found, together, texts.astype(np.int64), split, every - len(found.hashes))


def cached_vectors(
    catalogue: Catalogue, encoder: Encoder, data: Captions, *, cancel: CancelToken
) -> Generator[Progress, None, tuple[FloatArray, FloatArray]]:
    """(n, d) of the images, all of which are stored, and (m, d) of the texts: those that were not
    encoded before are, and are kept."""
    images = feature_store(catalogue, encoder).matrix(data.hashes)
    texts = yield from encode_captions(
        encoder,
        lambda language: text_features_of(catalogue, encoder, language),
        data,
        caption_rows(catalogue, encoder.name, data),
        cancel=cancel,
    )
    return unit(images.astype(np.float32)), texts


def caption_rows(catalogue: Catalogue, encoder: str, data: Captions) -> dict[str, list[int]]:
    """The rows of captions by the language that an encoder of this name, or a text tower in a
    folder, is told; all of them in the catalogue's where it takes none."""
    usual = language_of_texts(catalogue.settings, encoder)
    if takes_language(encoder):
        return rows_by_language(data.languages, usual)
    return {usual: list(range(len(data.texts)))}


def encode_captions(
    reader: ReadsTexts,
    kept_in: Callable[[str], TextFeatures],
    data: Captions,
    rows_of: Mapping[str, Sequence[int]],
    *,
    cancel: CancelToken,
) -> Generator[Progress, None, FloatArray]:
    """(m, d) vectors of all captions; ``kept_in``: where those in a language are kept, ``rows_of``:
    the captions in each."""
    parts = []
    for language, rows in rows_of.items():
        kept, texts = kept_in(language), [data.texts[row] for row in rows]
        distinct = list(dict.fromkeys(texts))
        yield from encode_texts(reader, kept, distinct, language=language, cancel=cancel)
        parts.append(kept.rows(texts)[0])
    found: FloatArray = np.concatenate(parts)
    order = np.argsort([row for rows in rows_of.values() for row in rows], kind="stable")
    return found[order]


def text_features_of(
    catalogue: Catalogue, encoder: Encoder, language: str | None = None
) -> TextFeatures:
    """The vectors of texts that an encoder has made for the catalogue, of those in a language where
    it is told."""
    language = language or language_of_texts(catalogue.settings, encoder.name)
    return TextFeatures(
        text_features_dir(catalogue),
        text_fingerprint(encoder.name, encoder.fingerprint, language),
        encoder.feature_size,
    )


def encode_texts(
    encoder: ReadsTexts,
    kept: TextFeatures,
    texts: list[str],
    *,
    language: str,
    cancel: CancelToken,
) -> Generator[Progress, None, None]:
    """Have the vectors of distinct texts among those kept; ``language``: what the encoder is told
    that takes one."""
    _, there = kept.rows(texts)
    absent = [text for text, has in zip(texts, there, strict=True) if not has]
    for start in range(0, len(absent), TEXTS_AT_A_TIME):
        yield Progress("encoding-captions", start, len(absent))
        if cancel.is_set():
            kept.flush()
            raise JobCancelledError(STOPPED)
        part = absent[start : start + TEXTS_AT_A_TIME]
        kept.add(part, encode_texts_in(encoder, part, language))
    kept.flush()


def feature_store(catalogue: Catalogue, encoder: Encoder) -> FeatureStore:
    """What an encoder has made of the catalogue's images."""
    return FeatureStore(
        features_dir(catalogue), encoder.fingerprint, row_length=encoder.feature_size
    )


def loaded_base(catalogue: Catalogue, name: str) -> Encoder:
    """The encoder of this name, which reads words; InputError else."""
    encoder = load_encoder(name, language=language_of_texts(catalogue.settings, name))
    if not encoder.has_text_tower:
        raise InputError("encoder-without-text", encoder=name)
    return encoder


def unit(rows: FloatArray) -> FloatArray:
    """Rows scaled to length 1: storage in half precision leaves them a little off."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: FloatArray = rows / np.maximum(lengths, 1e-12)
    return found


def _strata(captions: Captions) -> IntArray:
    """Folder and language of each pair, as a number."""
    names = [
        f"{captions.paths[row].rpartition('/')[0]}\n{language}"
        for row, language in zip(captions.owner, captions.languages, strict=True)
    ]
    return np.unique(names, return_inverse=True)[1].astype(np.int64)
