"""How long a training would take here and how much memory, before it begins; loads no torch."""

import time
from dataclasses import dataclass

import numpy as np

from db.catalogue import Catalogue
from engine.answers.current_encoder import current_encoder, features_dir, row_length
from engine.answers.text_encoder import text_features_dir
from engine.answers.text_language import language_of_texts
from engine.encoders.built_in import FEATURE_SIZE
from engine.encoders.registry import text_fingerprint
from engine.errors import InputError
from engine.features.store import FeatureStore
from engine.jobs.training.data import read_pairs
from engine.jobs.training.request import TrainRequest
from engine.language.text_features import TextFeatures
from engine.progress import CancelToken, Job, Progress
from engine.training.pairs import batches_in_epoch
from engine.training.splitting import TRAIN

TEXT_S = 0.008
"""A text through the built-in encoder's text tower, on one core."""
PROGRAM_BYTES = 600 * 1024**2
"""What is taken before any vectors: the program and torch, and the encoder."""
NUMBERS_PER_WEIGHT = 5
"""A weight, its gradient, two moments, and the best."""
WEIGHT_S = 1e-8
"""A step of the optimiser, for each weight."""
PASSES = 3
"""Forth, and back by weights and by inputs."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """``seconds`` and ``memory_bytes`` of the whole training if it is not ended early; ``epoch_s``
    of one epoch. ``texts``: captions that have to be encoded first. ``disk_bytes``: what it takes
    of the disk while it runs. ``split_by``: "time" or "strata"."""

    encoder: str
    images: int
    pairs: int
    train: int
    split_by: str
    steps: int
    texts: int
    epoch_s: float
    seconds: float
    memory_bytes: int
    disk_bytes: int = 0


def estimate_training(
    catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken
) -> Job[Estimate]:
    """For heads on the encoder in use: reads the captions, and multiplies once to see how fast this
    computer is. Raises InputError as the training would."""
    current = current_encoder(catalogue)
    if current is None:
        raise InputError("images-not-encoded")
    # An older catalogue does not say how long the vectors are: a guess would make them damaged.
    length = row_length(catalogue, current[1])
    store = FeatureStore(features_dir(catalogue), current[1], row_length=length)
    size = store.feature_size or FEATURE_SIZE
    data = yield from read_pairs(
        catalogue, store, seed=request.seed, clean=request.clean, cancel=cancel
    )
    yield Progress("estimating", 0, 0)
    settings = request.settings()
    texts = list(dict.fromkeys(data.captions.texts))
    language = language_of_texts(catalogue.settings, current[0])
    kept = TextFeatures(text_features_dir(catalogue), text_fingerprint(*current, language), size)
    absent = int(np.count_nonzero(~kept.rows(texts)[1]))
    train = len(data.split.rows(TRAIN))
    batch = min(settings.batch_size, max(2, train))
    towers = 2 if request.towers == "both" else 1
    step_s = PASSES * _product_s(batch, size) * (towers + batch / size)
    step_s += WEIGHT_S * size * size * towers
    per_epoch = batches_in_epoch(train, settings.batch_size)
    steps = per_epoch * settings.epochs
    swept = len(settings.sweep_rates) * settings.sweep_steps
    vectors = 4 * size * (len(data.captions.hashes) + len(data.captions.texts))
    weights = 4 * size * size * towers * NUMBERS_PER_WEIGHT
    return Estimate(
        encoder=current[0],
        images=len(data.captions.hashes),
        pairs=len(data.captions.texts),
        train=train,
        split_by=data.split.by,
        steps=steps + swept,
        texts=absent,
        epoch_s=per_epoch * step_s,
        seconds=(steps + swept) * step_s + absent * TEXT_S,
        memory_bytes=PROGRAM_BYTES + 2 * vectors + weights,
    )


def _product_s(batch: int, size: int) -> float:
    """Seconds of a (batch, size) by (size, size) product, the best of three."""
    left, right = np.ones((batch, size), np.float32), np.ones((size, size), np.float32)
    best = float("inf")
    for _ in range(3):
        started_s = time.perf_counter()
        left @ right
        best = min(best, time.perf_counter() - started_s)
    return best
