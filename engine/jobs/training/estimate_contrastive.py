"""How long fine-tuning would take here, how much memory and disk: one small batch is tried."""

import time

import numpy as np
import psutil
import torch

from db.catalogue import Catalogue
from engine.encoders.full import load_tokenizer
from engine.encoders.sources import FullSource
from engine.jobs.training.contrastive import new_learner, whole_source
from engine.jobs.training.data import base_name, read_pairs
from engine.jobs.training.estimate import MIXED, PROGRAM_BYTES, Estimate, mix_estimate
from engine.jobs.training.request import TrainRequest
from engine.progress import CancelToken, Job, Progress
from engine.training.contrastive.learner import CHUNK_SIZE, ContrastiveData, ContrastiveLearner
from engine.training.pairs import TrainingPairs, batches_in_epoch
from engine.training.splitting import TRAIN, VALIDATION

TRIED_PAIRS = 4
FORWARD_TWICE = 4 / 3
"""What a batch in chunks takes over one that fits: forward is a third of a step."""
FORWARD = 1 / 3
NUMBERS_PER_WEIGHT, NUMBERS_PER_TRAINED = 2, 5
"""The model and what it is read from; of what is trained its gradient, two moments, and the best
twice, for a moment."""


def estimate_contrastive(
    catalogue: Catalogue, request: TrainRequest, *, cancel: CancelToken
) -> Job[Estimate]:
    """Also for a mix of whole models. Raises InputError as the training would."""
    name = base_name(catalogue, request.bases)
    source = whole_source(name)
    data = yield from read_pairs(
        catalogue, None, seed=request.seed, clean=request.clean, cancel=cancel
    )
    yield Progress("estimating", 0, 0)
    settings = request.settings()
    chunk = int(request.extra.get("chunk_size", CHUNK_SIZE))
    pair_s, pair_bytes, learner = _tried(source, request)
    trained = sum(one.numel() for one in learner.tensors().values() if one.requires_grad)
    every = sum(one.numel() for one in learner.weights().values())
    train, held = (len(data.split.rows(part)) for part in (TRAIN, VALIDATION))
    batch = min(settings.batch_size, max(2, train))
    step_s = pair_s * batch * (FORWARD_TWICE if batch > chunk else 1)
    per_epoch = batches_in_epoch(train, settings.batch_size)
    validation_s = pair_s * FORWARD * held * settings.validations_per_epoch
    swept = len(settings.sweep_rates) * settings.sweep_steps
    steps = per_epoch * settings.epochs
    images = len(data.captions.hashes)
    found = Estimate(
        encoder=name,
        images=images,
        pairs=len(data.captions.texts),
        train=train,
        split_by=data.split.by,
        steps=steps + swept,
        texts=0,
        epoch_s=per_epoch * step_s + validation_s,
        seconds=(steps + swept) * step_s + settings.epochs * validation_s,
        memory_bytes=PROGRAM_BYTES
        + 4 * (NUMBERS_PER_WEIGHT * every + NUMBERS_PER_TRAINED * trained)
        + pair_bytes * min(chunk, batch),
        disk_bytes=images * 3 * source.preprocess.size_px**2,
    )
    if request.method != MIXED:
        return found
    return mix_estimate(found, pair_s * FORWARD * (found.pairs - train))


def _tried(source: FullSource, request: TrainRequest) -> tuple[float, int, ContrastiveLearner]:
    """Seconds and bytes of a pair, forth and back, and the learner they were tried with."""
    size_px, rows = source.preprocess.size_px, np.arange(TRIED_PAIRS)
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (TRIED_PAIRS, size_px, size_px, 3), dtype=np.uint8)
    tokens = load_tokenizer(source)([f"a photo of {number}" for number in rows])
    pairs = TrainingPairs.of(rows, rows)
    learner = new_learner(source, ContrastiveData(pixels, tokens, pairs, pairs), request)
    learner.backward(rows)  # the first is slower
    process = psutil.Process()
    before, started_s = process.memory_info().rss, time.perf_counter()
    learner.backward(rows)
    seconds = (time.perf_counter() - started_s) / TRIED_PAIRS
    grown = max(0, process.memory_info().rss - before)
    # What is kept between forth and back is at least some times what went in.
    least = TRIED_PAIRS * 3 * size_px**2 * torch.finfo(torch.float32).bits // 8 * LEAST_TIMES
    return seconds, max(grown, least) // TRIED_PAIRS, learner


LEAST_TIMES = 30
"""What a picture's activations take over the picture; a ViT-B/32 keeps about 40 times as much."""
