"""Measures dual encoders trained on titles: the image tower in use, and another text tower.

    python -m tests.benchmarks.training.dual CATALOGUE.nabolag.sqlite [--seeds 3] [--strict]
        [--text-tower NAME]

Who is held out, and what counts, is as in ``tests.benchmarks.training.heads``. Rows: the encoder's
own texts (zero-shot); projections as they are solved, before any step; trained from there; and
trained from random ones with both sides free, by the settings of paper 001 but in batches of 512
and at a rate of 1e-3, for the paper's own learn next to nothing in so few steps. Exit code 1 where
the solved and trained ones have less than 1.5 times the zero-shot MRR.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from db.catalogue import Catalogue
from engine.answers.current_encoder import current_encoder
from engine.encoders.base import FloatArray
from engine.encoders.dual import projected
from engine.encoders.registry import BUILT_IN, load_encoder
from engine.encoders.text_towers import TextTower, load_text_tower
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.jobs.training.data import feature_store, loaded_base, unit
from engine.jobs.training.figures import LabelTask, labelled_images
from engine.progress import NeverCancelled, run_job
from engine.training.course import Run, train
from engine.training.dual.learner import DualLearner, through_projections
from engine.training.dual.start import Start
from engine.training.pairs import TrainingPairs
from engine.training.presets import HEADS
from engine.training.splitting import TEST, TRAIN, VALIDATION, split_pairs
from tests.benchmarks.training.heads import (
    SHARES,
    WANTED_RATIO,
    Measured,
    Titled,
    measured,
    say,
    say_table,
    titled,
)

COLUMNS = ("zero-shot", "solved", "trained", "from random")


@dataclass(frozen=True)
class Read:
    """What the text tower makes of titles, (n, e), and the labels' images, names and truths."""

    titles: FloatArray
    tower: TextTower


def of_seed(
    catalogue: Catalogue, data: Titled, read: Read, seed: int, *, strict: bool
) -> dict[str, Measured]:
    rows = np.arange(len(data.ids))
    split = split_pairs(data.texts if strict else rows, seed=seed, shares=SHARES)
    own = CaptionedImages.of(data.images, data.titles, rows, caption_groups=data.texts)
    whole = CaptionedImages.of(data.images, read.titles, rows, caption_groups=data.texts)
    held = {part: split.rows(part) for part in (VALIDATION, TEST)}
    validation, test = (whole.some(some, some) for some in held.values())
    pairs = TrainingPairs.of(rows, rows, text_groups=data.texts).some(split.rows(TRAIN))
    trained_on = {data.ids[row] for row in split.rows(TRAIN)}
    own_labels, labels = label_tasks(catalogue, read, trained_on)
    found = {"zero-shot": measured(own.some(held[TEST], held[TEST]), own_labels, {})}
    starts: tuple[tuple[Start, bool, str], ...] = (
        ("correlated", True, "trained"),
        ("random", False, "from random"),
    )
    for start, locked, name in starts:
        learner = DualLearner(
            data.images,
            read.titles,
            pairs,
            validation,
            start=start,
            locked_images=locked,
            seed=seed,
        )
        if start == "correlated":
            found["solved"] = projected_figures(learner, test, labels)
        started_s = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            run = Run(len(pairs), HEADS, Path(folder), "benchmark", seed)
            outcome = run_job(train(learner, run, cancel=NeverCancelled()))
        seconds = time.monotonic() - started_s
        found[name] = projected_figures(learner, test, labels)
        say(
            f"seed {seed}, {name}: {outcome.steps} steps in {seconds:.0f} s, the best at "
            f"{outcome.best_step}; validation MRR {outcome.base.mrr:.3f} to "
            f"{outcome.validation.mrr:.3f}; {len(test.captions)} held out"
        )
    return found


def label_tasks(catalogue: Catalogue, read: Read, trained: set[int]) -> tuple[LabelTask, LabelTask]:
    """By the encoder's own texts, and by the text tower before it is projected."""
    current = current_encoder(catalogue)
    assert current is not None
    encoder = loaded_base(catalogue, current[0])
    store = feature_store(catalogue, encoder)
    found = labelled_images(catalogue, trained, store)
    images = unit(store.matrix(found.hashes).astype(np.float32))
    own, others = encoder.encode_texts(found.names), read.tower.encode_texts(found.names)
    return LabelTask(images, own, found.truths), LabelTask(images, others, found.truths)


def projected_figures(learner: DualLearner, test: CaptionedImages, labels: LabelTask) -> Measured:
    projections: Mapping[str, FloatArray] = learner.projections()
    task = LabelTask(
        projected(projections, "image", labels.images),
        projected(projections, "text", labels.names),
        labels.truths,
    )
    return measured(through_projections(projections, test), task, {})


def main() -> int:
    """Print the table; 1 where the target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--strict", action="store_true", help="no title of training is held out")
    parser.add_argument("--text-tower", default=BUILT_IN)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with Catalogue.open(arguments.catalogue, curator="benchmark") as catalogue:
        data = titled(catalogue)
        tower = load_text_tower(arguments.text_tower, load_encoder)
        by_id = {one.id: one.title for one in catalogue.images.get_many(data.ids)}
        titles = tower.encode_texts([" ".join(by_id[one].split()) for one in data.ids])
        read = Read(titles, tower)
        found = [
            of_seed(catalogue, data, read, seed, strict=arguments.strict)
            for seed in range(arguments.seeds)
        ]
    say_table(found, COLUMNS)
    zero, trained = (
        float(np.mean([one[name].mrr for one in found])) for name in ("zero-shot", "trained")
    )
    error = float(np.mean([one["trained"].error for one in found]))
    say(f"MRR of both ways {zero:.3f}, {trained:.3f} ({trained / zero:.2f} times); {error:.3f}")
    return 0 if trained >= WANTED_RATIO * zero else 1


if __name__ == "__main__":
    sys.exit(main())
