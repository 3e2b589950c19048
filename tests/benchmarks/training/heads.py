"""Measures heads trained on an archive's titles, and their mix with the encoder (WiSE-FT).

    python -m tests.benchmarks.training.heads CATALOGUE.nabolag.sqlite [--seeds 3] [--strict]

The titles of at least two words are the captions of their images; of near-copies one image stays.
A fifth is held out, drawn by the seed, and nothing is chosen by it: an eighth of the rest ends the
training early and chooses the mix. Many titles stand on several images, and a title that is also
the query image's own counts as right; --strict keeps equal titles in one part, so that none was
seen in training. Of labels the mean zero-shot ROC AUC is given, on images that were not trained on.
Figures are means over the seeds, with the standard error of the held-out MRR beside; figures of
both ways are one row each. Exit code 1 where trained heads have less than 1.5 times the zero-shot
MRR, where the mix is more than a standard error below the better of the two, or finds labels worse
than the trained heads. Nothing in the catalogue is changed.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from db.catalogue import Catalogue
from db.text import name_key
from engine.answers.current_encoder import current_encoder
from engine.answers.duplicates.groups import image_groups, is_searched
from engine.encoders.adapted import Heads
from engine.encoders.base import FloatArray
from engine.evaluation.retrieval.chance import chance_mrr
from engine.evaluation.retrieval.measures import RECALL_AT, Retrieval, figures
from engine.evaluation.retrieval.pairs import CaptionedImages
from engine.evaluation.retrieval.ranks import Direction, ranks
from engine.evaluation.splits import compare_all, joined
from engine.jobs.training.data import feature_store, loaded_base, unit
from engine.jobs.training.figures import LabelTask, label_task
from engine.progress import NeverCancelled, run_job
from engine.training.course import Run, train
from engine.training.heads import HeadShape, HeadsLearner, heads_of, through_heads
from engine.training.interpolation import AlphaPoint, alpha_curve, best_alpha, standard_error
from engine.training.pairs import IntArray, TrainingPairs
from engine.training.presets import HEADS, with_changes
from engine.training.splitting import TEST, TRAIN, VALIDATION, split_pairs
from engine.training.validating import validation_of

FEWEST_WORDS = 2
SHARES = (0.7, 0.1, 0.2)
EPOCHS = HEADS.epochs
WANTED_RATIO = 1.5
WAYS: tuple[Direction, ...] = ("image_to_text", "text_to_image")
COLUMNS = ("zero-shot", "heads", "WiSE-FT")


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Titled:
    """(n, d) features and titles' vectors, row by row; groups of images and of equal titles."""

    images: FloatArray
    titles: FloatArray
    ids: list[int]
    texts: IntArray


@dataclass(frozen=True)
class Measured:
    """One model on the held-out pairs of one seed."""

    ways: dict[Direction, Retrieval]
    error: float
    auc: float

    @property
    def mrr(self) -> float:
        return float(np.mean([one.mrr for one in self.ways.values()]))


def titled(catalogue: Catalogue) -> Titled:
    current = current_encoder(catalogue)
    assert current is not None
    encoder = loaded_base(catalogue, current[0])
    store = feature_store(catalogue, encoder)
    every = list(catalogue.images.get_many(catalogue.images.ids()))
    found = [one for one in every if len(one.title.split()) >= FEWEST_WORDS and one.readable_in_use]
    features, there = store.rows([one.content_hash for one in found])
    found = [one for one, has in zip(found, there, strict=True) if has]
    features, ids = unit(features[there]), [one.id for one in found]
    groups = image_groups(catalogue, ids, [one.content_hash for one in found])
    together = groups.together
    if not is_searched(catalogue, encoder.fingerprint):
        together = joined(together, compare_all(features, groups.same).groups)
    kept = np.sort(np.unique(together, return_index=True)[1])
    texts = [found[row].title for row in kept]
    _, equal = np.unique([name_key(text) for text in texts], return_inverse=True)
    say(f"{len(found)} titles, {len(kept)} without near-copies, {equal.max() + 1} different ones")
    vectors = encoder.encode_texts([" ".join(text.split()) for text in texts])
    return Titled(features[kept], vectors, [ids[row] for row in kept], equal.astype(np.int64))


def measured(pairs: CaptionedImages, labels: LabelTask, heads: Heads) -> Measured:
    through = through_heads(heads, pairs)
    found = {way: ranks(through, way) for way in WAYS}
    each = np.mean([1 / one.first for one in found.values()], axis=0)
    return Measured(
        {way: figures(one, chance_mrr(through, way, one)) for way, one in found.items()},
        float(each.std(ddof=1) / np.sqrt(len(each))),
        labels.auc(heads) or 0.0,
    )


def of_seed(
    catalogue: Catalogue, data: Titled, seed: int, *, strict: bool
) -> tuple[dict[str, Measured], float]:
    count = len(data.ids)
    rows = np.arange(count)
    split = split_pairs(data.texts if strict else rows, seed=seed, shares=SHARES)
    whole = CaptionedImages.of(data.images, data.titles, rows, caption_groups=data.texts)
    held = {part: split.rows(part) for part in (VALIDATION, TEST)}
    validation, test = (whole.some(some, some) for some in held.values())
    pairs = TrainingPairs.of(rows, rows, text_groups=data.texts).some(split.rows(TRAIN))
    settings = with_changes(HEADS, epochs=EPOCHS)
    learner = HeadsLearner(
        data.images, data.titles, pairs, validation, shape=HeadShape(), seed=seed
    )
    started_s = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        run = Run(len(pairs), settings, Path(folder), "benchmark", seed)
        outcome = run_job(train(learner, run, cancel=NeverCancelled()))
    seconds = time.monotonic() - started_s
    current = current_encoder(catalogue)
    assert current is not None
    encoder = loaded_base(catalogue, current[0])
    trained_on = {data.ids[row] for row in split.rows(TRAIN)}
    labels = run_job(label_task(catalogue, encoder, trained_on, cancel=NeverCancelled()))
    trained = {
        name: one for name, one in outcome.best.items() if name.split(".")[0] in ("image", "text")
    }
    base = {name: torch.zeros_like(one) for name, one in trained.items()}

    def measure(alpha: float, state: Heads) -> AlphaPoint:
        heads = heads_of(state)
        found = validation_of(through_heads(heads, validation))
        return AlphaPoint(alpha, found.recall_at_1, found.mrr, labels.auc(heads))

    curve = alpha_curve(base, trained, measure)
    best = max(one.recall_at_1 for one in curve)
    chosen = best_alpha(curve, tolerance=standard_error(best, len(validation.captions)))
    mixed = {name: one * chosen.alpha for name, one in trained.items()}
    say(
        f"seed {seed}: {outcome.steps} steps in {seconds:.0f} s, the best at {outcome.best_step}; "
        f"alpha {chosen.alpha}; {len(test.captions)} held out, {len(labels.names)} labels"
    )
    for point in curve:
        say(
            f"  alpha {point.alpha:.1f}: validation Recall@1 {point.recall_at_1:.3f}, MRR "
            f"{point.mrr:.3f}; labels' AUC {point.old_auc or 0:.4f}"
        )
    models = dict(zip(COLUMNS, ({}, heads_of(trained), heads_of(mixed)), strict=True))
    return {name: measured(test, labels, heads) for name, heads in models.items()}, seconds


def say_table(found: list[dict[str, Measured]], columns: Sequence[str]) -> None:
    """Each of these ways to make an encoder, in both directions; means over the seeds."""
    at = [f"R@{k}" for k in RECALL_AT]
    say(f"\n{'':26}{'MRR@100':>8}" + "".join(f"{name:>8}" for name in at) + f"{'labels':>8}")
    for way in WAYS:
        for name in columns:
            own = [one[name].ways[way] for one in found]
            mrr = np.mean([one.mrr_at_100 for one in own])
            recalls = [np.mean([one.recall_at[k] for one in own]) for k in RECALL_AT]
            auc = np.mean([one[name].auc for one in found])
            cells = "".join(f"{value:8.3f}" for value in (mrr, *recalls, auc))
            say(f"{way.replace('_', ' '):14}{name:12}{cells}")
    chance = np.mean([one[columns[0]].ways[WAYS[0]].chance_mrr for one in found])
    say(f"chance {chance:.3f}")


def reaches(found: list[dict[str, Measured]]) -> bool:
    mrr = {name: float(np.mean([one[name].mrr for one in found])) for name in COLUMNS}
    auc = {name: float(np.mean([one[name].auc for one in found])) for name in COLUMNS}
    error = float(np.mean([one["WiSE-FT"].error for one in found]))
    zero, heads, mixed = (mrr[name] for name in COLUMNS)
    say(
        f"MRR of both ways {zero:.3f}, {heads:.3f} ({heads / zero:.2f} times), {mixed:.3f}; "
        f"standard error {error:.3f}; labels {auc['zero-shot']:.3f}, {auc['heads']:.3f}, "
        f"{auc['WiSE-FT']:.3f}"
    )
    return (
        heads >= WANTED_RATIO * zero
        and mixed >= max(zero, heads) - error
        and auc["WiSE-FT"] >= auc["heads"]
    )


def main() -> int:
    """Print the table; 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--strict", action="store_true", help="no title of training is held out")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    with Catalogue.open(arguments.catalogue, curator="benchmark") as catalogue:
        data = titled(catalogue)
        runs = [
            of_seed(catalogue, data, seed, strict=arguments.strict)
            for seed in range(arguments.seeds)
        ]
    found = [one for one, _ in runs]
    say_table(found, COLUMNS)
    return 0 if reaches(found) else 1


if __name__ == "__main__":
    sys.exit(main())
