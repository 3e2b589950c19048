"""Measures names and images together against either alone, by how many images are labelled.

    python -m tests.benchmarks.fused CATALOGUE.nabolag.sqlite [--seeds 5] [--plot FILE.png]

Images are prepared as in ``suggesters_dev.py``: near-duplicates folded, labels on at least 10
training images, 60/20/20 by seed. References come from training and validation images in two ways.
"whole images": drawn with all their labels until every label is on 0, 1, 2, 5, ... of them; common
labels are then on many more. "examples": for each label exactly so many images that show it, of
which nothing else is known, as few-shot learning is measured (Zhang et al. 2022, "Tip-Adapter").
The threshold is the best for up to 1 000 labelled images that are not among them; reported is micro
F2 on the test images, mean and standard error over the seeds. All suggesters start from their own
hyperparameters for the encoder, nothing is tuned; "kernel-ridge as in fused" has those of the fused
one's own kernel ridge.

"what names could add" (whole images) is no suggester: gradient-boosted trees are given the
neighbours' share, how often each label occurs and, in the second line, the cosine with its name,
and learn from the truth of the 1 000 labelled images how to put these together for all labels. It
says how much is in the names beside the images, with one rule for all labels. Nothing in the
catalogue changes.
Exit code 1 where fused is more than a standard error below the best by images alone at a point, or
gains less than 0.05 at 1 and 2 references a label.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from db.catalogue import Catalogue
from engine.evaluation.metrics import best_threshold, micro_counts
from engine.jobs.evaluate.data import TEST, EvaluationData, Preparation, load_labelled_images
from engine.jobs.evaluate.data import prepared as prepared_split
from engine.jobs.evaluate.learning import drawn_per_label
from engine.jobs.evaluate.names import evaluation_tasks
from engine.jobs.measured_encoder import MeasuredEncoder, measured_encoder
from engine.language.phrases import label_vectors
from engine.progress import NeverCancelled, run_job
from engine.suggesters.base import References
from engine.suggesters.registry import (
    FUSED,
    FUSED_RIDGE,
    LANGUAGE_IMAGE,
    SUGGESTERS,
    suggester_kind,
)
from engine.suggesters.regression.kernel_ridge import KernelRidge

POINTS = (0, 1, 2, 5, 10, 20, 50)
SEARCHED_IMAGES = 1000
GAIN = 0.05
GAIN_AT = (1, 2)
BY_IMAGES = (
    "1-nn",
    "neighbor-search",
    "neighbor-mix",
    "simple-net",
    "kernel-ridge",
    "ensemble",
    "linear-probe",
)
SAME_RIDGE = "kernel-ridge as in fused"
CEILING = ("what names could add: without names", "what names could add: with names")

MINIMUM_IMAGES = 10
"""Training images of a label that is measured."""

Drawn = Literal["whole images", "examples"]
DRAWN: tuple[Drawn, ...] = ("whole images", "examples")

Scorer = Callable[[References, NDArray[np.float32], "Task"], NDArray[np.float32]]
Task = tuple[NDArray[np.bool_], int]
"""The truth of the queries, and how many of them at the beginning may be learned from."""


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def with_phrases(
    catalogue: Catalogue, splits: Sequence[EvaluationData], encoder: MeasuredEncoder
) -> list[EvaluationData]:
    work = evaluation_tasks(
        catalogue,
        [suggester_kind(FUSED)],
        splits,
        None,
        encoder=encoder,
        skip_wordless=False,
        cancel=NeverCancelled(),
    )
    tasks, _ = run_job(work)
    return list(tasks[0][1])


def scorers(encoder: str) -> Mapping[str, Scorer]:
    def by_name(name: str) -> Scorer:
        kind = SUGGESTERS[name]
        start = kind.starting_point(encoder).hyperparameters
        return lambda references, asked, _: kind.create(start).fit(references).score(asked)

    found = {name: by_name(name) for name in BY_IMAGES if name in SUGGESTERS}
    found[SAME_RIDGE] = lambda references, asked, _: (
        KernelRidge(**FUSED_RIDGE).fit(references).score(asked)
    )
    found[LANGUAGE_IMAGE] = by_name(LANGUAGE_IMAGE)
    found[FUSED] = by_name(FUSED)
    for name in CEILING:
        found[name] = lambda references, asked, task, name=name: ceiling(
            references, asked, task, names=name == CEILING[1]
        )
    return found


def ceiling(
    references: References, asked: NDArray[np.float32], task: Task, *, names: bool
) -> NDArray[np.float32]:
    from sklearn.ensemble import HistGradientBoostingClassifier

    assert references.phrases is not None
    truth, learned = task
    votes = KernelRidge(**FUSED_RIDGE).fit(references).score(asked)
    often = np.broadcast_to(references.labels.mean(axis=0), votes.shape)
    signals = [votes, often]
    if names:
        vectors = label_vectors(references.phrases, np.ones(len(references.phrases)))
        signals.append(asked @ vectors.T - (references.features @ vectors.T).mean(axis=0))
    pairs = np.stack([one.ravel() for one in signals], axis=1)
    model = HistGradientBoostingClassifier(max_iter=60, random_state=0)
    model.fit(pairs[: learned * truth.shape[1]], truth[:learned].ravel())
    scores: NDArray[np.float32] = model.predict_proba(pairs)[:, 1].reshape(votes.shape)
    return scores.astype(np.float32)


def drawn_references(data: EvaluationData, wanted: int, drawn: Drawn, seed: int) -> References:
    """Labelled images to learn from; see the top."""
    known = data.known()
    rng = np.random.default_rng([seed, wanted])
    if not wanted:
        return data.references.some(known[:0])
    if drawn == "whole images":
        return data.references.some(known[drawn_per_label(data.truths[known], wanted, rng)])
    examples = np.zeros_like(data.truths)
    for label in range(examples.shape[1]):
        showing = known[data.truths[known, label]]
        examples[rng.permutation(showing)[:wanted], label] = True
    chosen = np.flatnonzero(examples.any(axis=1))
    labels = csr_array(examples[chosen].astype(np.float64))
    return replace(data.references.some(chosen), labels=labels)


def measured(
    data: EvaluationData, score: Scorer, references: References, wanted: int, seed: int
) -> float:
    """F2 on the test images."""
    known = data.known()
    ids = data.references.image_ids[known]
    others = known[~np.isin(ids, references.image_ids)]
    rng = np.random.default_rng([seed, wanted, 1])
    others = np.sort(rng.permutation(others)[:SEARCHED_IMAGES])
    asked = np.concatenate([others, data.rows(TEST)])
    task = data.truths[asked], len(others)
    scores = score(references, data.references.features[asked], task)
    own, truths = scores[: len(others)], data.truths[others]
    above = own > 0
    threshold = best_threshold(own[above], truths[above], int(truths.sum())).threshold
    found = micro_counts(data.truths[data.rows(TEST)], scores[len(others) :] >= threshold)
    return found.f_score()


Table = dict[str, dict[int, list[float]]]


def measured_table(
    splits: Sequence[EvaluationData], encoder: str, drawn: Drawn
) -> tuple[Table, dict[int, float]]:
    """F2 by suggester and point, and the labelled images at each point."""
    table: Table = {}
    references = {
        (point, seed): drawn_references(data, point, drawn, seed)
        for point in POINTS
        for seed, data in enumerate(splits)
    }
    say(f"{drawn + ': F2, mean ± standard error':<44}" + "".join(f"{one:>15}" for one in POINTS))
    for name, score in scorers(encoder).items():
        if drawn == "examples" and name in CEILING:
            continue
        row = table.setdefault(name, {})
        for point in POINTS:
            if point == 0 and name not in (LANGUAGE_IMAGE, FUSED):
                continue
            row[point] = [
                measured(data, score, references[point, seed], point, seed)
                for seed, data in enumerate(splits)
            ]
        cells = [
            f"{np.mean(row[point]):.3f} ± {standard_error(row[point]):.3f}" if point in row else "-"
            for point in POINTS
        ]
        say(f"{name:<44}" + "".join(f"{cell:>15}" for cell in cells))
    counts = {
        point: float(
            np.mean([len(references[point, seed].image_ids) for seed in range(len(splits))])
        )
        for point in POINTS
    }
    say(f"{'labelled images':<44}" + "".join(f"{counts[point]:>15.0f}" for point in POINTS))
    say()
    return table, counts


def judged(table: Table) -> bool:
    """Whether the targets are met, said point by point."""
    met = True
    for point in POINTS[1:]:
        rivals = {n: np.array(table[n][point]) for n in (*BY_IMAGES, SAME_RIDGE) if n in table}
        best = max(rivals, key=lambda name: float(rivals[name].mean()))
        gains = np.array(table[FUSED][point]) - rivals[best]
        error = standard_error(list(gains))
        good = gains.mean() >= -error and (point not in GAIN_AT or gains.mean() >= GAIN)
        met &= bool(good)
        say(
            f"{point:>3} a label: fused {gains.mean():+.4f} ± {error:.4f} over {best}"
            + (f" (target +{GAIN})" if point in GAIN_AT else "")
        )
    return met


def standard_error(values: Sequence[float]) -> float:
    return float(np.std(values, ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0


def draw(table: Table, counts: Mapping[int, float], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot()
    for name, row in table.items():
        if name in CEILING or not row:
            continue
        x = [counts[point] for point in row]
        y = [float(np.mean(values)) for values in row.values()]
        errors = [standard_error(values) for values in row.values()]
        width = 2.4 if name == FUSED else 1.2
        axes.errorbar(x, y, yerr=errors, marker="o", markersize=3, linewidth=width, label=name)
    axes.set_xscale("symlog", linthresh=counts[POINTS[1]], linscale=0.4)
    axes.set(xlabel="labelled images to learn from", ylabel="F2 on the test images", ylim=(0, 1))
    axes.set_xticks([counts[point] for point in POINTS])
    axes.xaxis.set_major_formatter("{x:.0f}")
    axes.legend(fontsize=8)
    figure.savefig(path, dpi=120)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--plot", type=Path, default=None)
    arguments = parser.parse_args()
    with Catalogue.open(arguments.catalogue) as catalogue:
        preparation = Preparation(minimum_images=MINIMUM_IMAGES)
        in_use = measured_encoder(catalogue, None, [], cancel=NeverCancelled())
        encoder = run_job(in_use)
        images = load_labelled_images(catalogue, encoder.store, preparation)
        seeds = range(arguments.seeds)
        splits = [prepared_split(images, preparation, seed=seed) for seed in seeds]
        splits = with_phrases(catalogue, splits, encoder)
    met = True
    for drawn in DRAWN:
        table, counts = measured_table(splits, encoder.name, drawn)
        met &= judged(table)
        say()
        if arguments.plot is not None and drawn == DRAWN[0]:
            draw(table, counts, arguments.plot)
    if not met and len(splits[0].part) >= SEARCHED_IMAGES:
        sys.exit("A target was missed.")


if __name__ == "__main__":
    main()
