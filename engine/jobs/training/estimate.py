"""How long a training would take here and how much memory, before it begins; loads no torch."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from db.catalogue import Catalogue
from engine.answers.current_encoder import current_encoder, features_dir, row_length
from engine.answers.encoders_used import UsedEncoder, encoders_with_features
from engine.answers.text_encoder import text_features_dir
from engine.encoders.built_in import BUILT_IN, FEATURE_SIZE
from engine.encoders.registry import encoders_dir, find_source, text_fingerprint
from engine.encoders.sources import TOWER_CONFIG
from engine.encoders.trained import adapted_source, kind_of, trained_folder
from engine.errors import InputError
from engine.features.store import FeatureStore
from engine.jobs.captions.reading import Captions
from engine.jobs.training.data import caption_rows, read_pairs
from engine.jobs.training.request import TrainRequest
from engine.language.text_features import TextFeatures
from engine.progress import CancelToken, Job, Progress
from engine.training.pairs import batches_in_epoch
from engine.training.presets import MIXES
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
SOLVED_AS_PRODUCTS = 60
"""What the two projections that a dual encoder begins with take, in products of their size: two
eigenvalue problems and a singular value decomposition."""
DUAL, MIXED = "dual", "wise-ft"
MEASURED_IN_THE_END = 3
"""The base, what was trained, and the mix that was chosen, once more on other pairs."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """``seconds`` and ``memory_bytes`` of the whole training if it is not ended early; ``epoch_s``
    of one epoch. ``texts``: captions that have to be encoded first. ``disk_bytes``: what it takes
    of the disk while it runs. ``split_by``: "time" or "strata". ``mixes``: how many mixes are
    measured where nothing is trained, without steps and epochs."""

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
    mixes: int = 0


def estimate_training(
    catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken
) -> Job[Estimate]:
    """For heads and dual encoders on any encoder with features: reads the captions, and multiplies
    once to see how fast this computer is. Raises InputError as the training would."""
    encoder = _encoder(catalogue, _bases(request))
    # An older catalogue does not say how long the vectors are: a guess would make them damaged.
    length = row_length(catalogue, encoder.fingerprint)
    store = FeatureStore(features_dir(catalogue), encoder.fingerprint, row_length=length)
    size = store.feature_size or FEATURE_SIZE
    data = yield from read_pairs(
        catalogue, store, seed=request.seed, clean=request.clean, cancel=cancel
    )
    yield Progress("estimating", 0, 0)
    settings = request.settings()
    # A dual encoder's text tower is another, and what it has read is known once it is loaded.
    if request.method == DUAL:
        absent = len(set(data.captions.texts))
    else:
        absent = _absent(catalogue, encoder, data.captions, size)
    train = len(data.split.rows(TRAIN))
    batch = min(settings.batch_size, max(2, train))
    towers = 2 if request.towers == "both" else 1
    product_s = _product_s(batch, size)
    step_s = PASSES * product_s * (towers + batch / size)
    step_s += WEIGHT_S * size * size * towers
    begin_s = SOLVED_AS_PRODUCTS * product_s * size / batch if request.method == DUAL else 0.0
    per_epoch = batches_in_epoch(train, settings.batch_size)
    steps = per_epoch * settings.epochs
    swept = len(settings.sweep_rates) * settings.sweep_steps
    vectors = 4 * size * (len(data.captions.hashes) + len(data.captions.texts))
    weights = 4 * size * size * towers * NUMBERS_PER_WEIGHT
    found = Estimate(
        encoder=encoder.name,
        images=len(data.captions.hashes),
        pairs=len(data.captions.texts),
        train=train,
        split_by=data.split.by,
        steps=steps + swept,
        texts=absent,
        epoch_s=per_epoch * step_s,
        seconds=(steps + swept) * step_s + absent * TEXT_S + begin_s,
        memory_bytes=PROGRAM_BYTES + 2 * vectors + weights,
    )
    if request.method != MIXED:
        return found
    held = len(data.captions.texts) - train
    measured_s = product_s * held * (2 + held / size) / batch
    return mix_estimate(found, measured_s, texts_s=absent * TEXT_S)


def mix_estimate(found: Estimate, measured_s: float, *, texts_s: float = 0.0) -> Estimate:
    """That of a mix, of a training on the same captions: ``measured_s`` seconds for each mix."""
    seconds = (MIXES + MEASURED_IN_THE_END) * measured_s + texts_s
    return replace(found, steps=0, epoch_s=0.0, seconds=seconds, mixes=MIXES)


def _encoder(catalogue: Catalogue, bases: tuple[str, ...]) -> UsedEncoder:
    """The encoder that is begun from; InputError where it has no features."""
    current = current_encoder(catalogue)
    if current is not None and bases in ((), current[:1]):
        _require(current[0])
        return UsedEncoder(*current)
    named = bases[0] if bases else BUILT_IN
    for one in encoders_with_features(catalogue):
        if one.name == named:
            return one
    _require(named)
    raise InputError("images-not-encoded")


def _require(name: str) -> None:
    """InputError for an encoder that is not there, or not any more."""
    if name != BUILT_IN and trained_folder(name, encoders_dir()) is None:
        find_source(name, encoders_dir())


def _bases(request: TrainRequest) -> tuple[str, ...]:
    """What is begun from; InputError for a mix of nothing, and a text tower that is not there."""
    tower = request.extra.get("text_tower") or BUILT_IN
    is_folder = (Path(tower).expanduser() / TOWER_CONFIG).is_file()
    if not is_folder:
        _require(tower)
    if request.method != MIXED:
        return request.bases
    folders = [trained_folder(name, encoders_dir()) for name in request.bases]
    if not folders:
        raise InputError("training-nothing-to-mix")
    if folders[0] is None or None in folders:
        raise InputError("training-mix-of-others", encoders=", ".join(request.bases))
    is_adapted = kind_of(folders[0]) == "adapted"
    return (adapted_source(request.bases[0], folders[0]).base,) if is_adapted else request.bases


def _absent(catalogue: Catalogue, encoder: UsedEncoder, captions: Captions, size: int) -> int:
    """How many texts the encoder has not read yet."""
    absent = 0
    for language, rows in caption_rows(catalogue, encoder.name, captions).items():
        read_as = text_fingerprint(encoder.name, encoder.fingerprint, language)
        kept = TextFeatures(text_features_dir(catalogue), read_as, size)
        texts = list(dict.fromkeys(captions.texts[row] for row in rows))
        absent += int(np.count_nonzero(~kept.rows(texts)[1]))
    return absent


def _product_s(batch: int, size: int) -> float:
    """Seconds of a (batch, size) by (size, size) product, the best of three."""
    left, right = np.ones((batch, size), np.float32), np.ones((size, size), np.float32)
    best = float("inf")
    for _ in range(3):
        started_s = time.perf_counter()
        left @ right
        best = min(best, time.perf_counter() - started_s)
    return best
