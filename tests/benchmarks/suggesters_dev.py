"""Measures how well suggesters predict labels they have not seen, side by side.

    python -m tests.benchmarks.suggesters_dev CATALOGUE.nabolag.sqlite [--seeds 3] [--trials 16]

Near-duplicates above cosine 0.97 are folded, labels on at least 10 training images count, and the
rest is split 60/20/20 by seed. Every model gets the same images, labels and features, and as many
trials on the same validation images to find its hyperparameters in; the ensemble takes those of
its members, and models that train for long (``--only all`` measures them too) keep those they
start from. Paths and names stay out.

Reported is micro F2 on the test images, mean and standard deviation over the seeds, from two
kinds of references:

train: test images are scored from the training images alone, with the threshold that is best on
the validation images.
train + validation: both serve as references; thresholds and calibration are learned from their
own held-out scores (leave-one-out, or five folds), as the window does.

ECE is the calibration error of the percentages shown with the suggestions of the second; beside
it that of the seed where it is largest, and what chance alone gives percentages that are exactly
right. Nothing in the catalogue changes. The exit code is 1 where a target is missed.
"""

import argparse
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from engine.answers.calibrated_thresholds import CalibratedThresholds
from engine.answers.references import encoder_and_features
from engine.evaluation.metrics import BETA, best_threshold, micro_counts
from engine.evaluation.reliability import reliability
from engine.jobs.evaluate.data import (
    TEST,
    TRAIN,
    VALIDATION,
    EvaluationData,
    Preparation,
    load_labelled_images,
    prepared,
)
from engine.jobs.evaluate.suggester import ValidationScorer
from engine.jobs.tune import Scorer, Search
from engine.suggesters.base import References, Watch
from engine.suggesters.changeable_references import ChangeableReferences
from engine.suggesters.held_out import held_out_scores
from engine.suggesters.kinds import Hyperparameters, StartingPoint, SuggesterKind
from engine.suggesters.leave_one_out import LeaveOneOut
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.registry import SUGGESTERS
from engine.suggesters.search_space import Choice, IntRange

MARGIN = 0.02
MINIMUM_IMAGES = 10
"""Training images of a label that is measured."""
CALIBRATION_ERROR = 0.05
FEWEST_JUDGED = 1000
"""Test scores of smaller archives are too noisy to hold against a target."""

MOST_S = 600.0
"""A search ends by its trials; this only stops one that would never end."""

DRAWINGS = 50

PEERS = ("scikit-learn kNN", "linear-probe")
COLUMNS = ("train", "train + validation")


class ScikitNeighbors:
    """scikit-learn's own k-nearest-neighbours classifier with cosine distances."""

    def __init__(self, neighbors: int = 8, weights: str = "distance") -> None:
        self.neighbors = neighbors
        self.weights = weights

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        self.references_ = ChangeableReferences(references)
        return self._learn()

    def update(self, references: References) -> Self:
        self.references_.update(references)
        return self._learn()

    def forget(self, image_ids: np.ndarray) -> Self:
        self.references_.remove(image_ids)
        return self._learn()

    def score(self, features: np.ndarray, *, query_ids: np.ndarray | None = None) -> np.ndarray:
        columns = zip(self.model_.classes_, self.model_.predict_proba(features), strict=True)
        scores = [
            one[:, list(classes).index(True)] if True in classes else np.zeros(len(features))
            for classes, one in columns
        ]
        return np.stack(scores, axis=1).astype(np.float32)

    def evidence(self, feature: np.ndarray, label: int, *, query_id: int = -1) -> list[Any]:
        return []

    def _learn(self) -> Self:
        from sklearn.neighbors import KNeighborsClassifier

        known = self.references_
        count = min(self.neighbors, len(known))
        self.model_ = KNeighborsClassifier(count, weights=self.weights, metric="cosine")
        self.model_.fit(known.features, known.labels.toarray() > 0)
        return self


KINDS: Mapping[str, SuggesterKind] = {
    **{name: kind for name, kind in SUGGESTERS.items() if not kind.needs_names},
    PEERS[0]: SuggesterKind(
        PEERS[0],
        "the peer",
        ScikitNeighbors,
        StartingPoint({"neighbors": 8, "weights": "distance"}, 0.2),
        search_space={
            "neighbors": IntRange(1, 40, log=True),
            "weights": Choice(("uniform", "distance")),
        },
        has_evidence=False,
        held_out="folds",
    ),
}
USUAL = [name for name in KINDS if "fine-tuned" not in name and "prototypes" not in name]


@dataclass
class Figures:
    """What one model reached, a number per seed."""

    f2: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    errors: list[float] = field(default_factory=list)
    errors_by_chance: list[float] = field(default_factory=list)
    values: Hyperparameters = field(default_factory=dict)
    trials: int = 0
    seconds: float = 0.0


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def measure(
    kind: SuggesterKind,
    data: EvaluationData,
    encoder: str,
    trials: int,
    figures: Figures,
    tuned: dict[str, Hyperparameters],
) -> None:
    """One model on one split; ``tuned`` are the hyperparameters of models measured before."""
    started_s = time.monotonic()
    test, train, known = data.rows(TEST), data.rows(TRAIN), data.known()
    truths, asked = data.truths[test], data.references.features[test]

    start = starting_values(kind, kind.starting_point(encoder), tuned)
    values, threshold, tried = search(kind, start, validation_scorer(kind, data), trials)
    scores = kind.create(values).fit(data.references.some(train)).score(asked)
    figures.f2["train"].append(micro_counts(truths, scores >= threshold).f_score())

    references = data.references.some(known)
    held_out = held_out_scores(kind, values, references, np.arange(len(known)))
    columns = range(truths.shape[1])
    shown = CalibratedThresholds.learned(held_out, data.truths[known], columns, beta=BETA)
    scores = kind.create(values).fit(references).score(asked)
    thresholds = shown.row(columns)
    predicted = (scores >= thresholds) & (scores > 0)
    figures.f2["train + validation"].append(micro_counts(truths, predicted).f_score())
    chances = shown.probabilities(scores, thresholds)
    if chances is not None and predicted.any():
        figures.errors.append(reliability(chances[predicted], truths[predicted]).error)
        figures.errors_by_chance.append(error_by_chance(chances[predicted]))
    tuned[kind.name] = figures.values = values
    figures.trials += tried
    figures.seconds += time.monotonic() - started_s


def validation_scorer(kind: SuggesterKind, data: EvaluationData) -> Scorer:
    """Scores of the validation images from the training images.

    Neighbor search is compared once for all trials: as if the validation images were copies of
    each other, which never find each other.
    """
    if kind.factory is not NeighborSearch or kind.fixed:
        return ValidationScorer(kind, data, BETA, lambda: None)
    known = data.known()
    groups = np.arange(len(known))
    asked = np.flatnonzero(data.part[known] == VALIDATION)
    groups[asked] = -1
    everything = np.ones(data.truths.shape[1], dtype=bool)
    references = data.references.some(known)
    scorer = LeaveOneOut(references, groups, scored_labels=everything, queries=asked)
    for _ in scorer.find_neighbors():
        pass
    return scorer


def search(
    kind: SuggesterKind, start: StartingPoint, scorer: Scorer, trials: int
) -> tuple[Hyperparameters, float, int]:
    """The best hyperparameters with their best threshold, and how many were tried.

    The ensemble and nets that train, which take minutes a trial, keep those they start from.
    """
    if not kind.tunable or "epochs" in kind.search_space or kind.name == "ensemble":
        found = scorer.scores(start.hyperparameters)
        return start.hyperparameters, best_threshold(*found, scorer.positives).threshold, 1
    running = Search(kind.search_space, start, scorer, trials, MOST_S)
    while not running.ended:
        running.step()
    best = running.best
    return best.hyperparameters, best.best.threshold, len(running.trials)


def starting_values(
    kind: SuggesterKind, start: StartingPoint, tuned: Mapping[str, Hyperparameters]
) -> StartingPoint:
    """Where the search begins: the ensemble where its members' searches ended."""
    if kind.name != "ensemble" or not {"neighbor-search", "kernel-ridge"} <= tuned.keys():
        return start
    neighbors, ridge = tuned["neighbor-search"], tuned["kernel-ridge"]
    values = {
        "temperature": neighbors["temperature"],
        "neighbors": neighbors["neighbors"],
        "ridge_temperature": ridge["temperature"],
        "regularization": ridge["regularization"],
    }
    return StartingPoint(values, start.threshold)


def error_by_chance(chances: NDArray[np.float64]) -> float:
    """The calibration error that exactly right percentages have, on as many suggestions."""
    rng = np.random.default_rng(0)
    drawn = [rng.random(len(chances)) < chances for _ in range(DRAWINGS)]
    return float(np.mean([reliability(chances, one).error for one in drawn]))


def say_table(figures: Mapping[str, Figures]) -> None:
    say(
        f"\n{'test F2, mean ± sd':<36}{COLUMNS[0]:>16}{COLUMNS[1]:>20}"
        f"{'ECE shown':>11}{'worst':>7}{'by chance':>11}"
    )
    for name, one in figures.items():
        cells = [f"{np.mean(one.f2[c]):.4f} ± {deviation(one.f2[c]):.4f}" for c in COLUMNS]
        errors = ["-", "-", "-"]
        if one.errors:
            found = np.mean(one.errors), np.max(one.errors), np.mean(one.errors_by_chance)
            errors = [f"{value:.3f}" for value in found]
        say(f"{name:<36}{cells[0]:>16}{cells[1]:>20}{errors[0]:>11}{errors[1]:>7}{errors[2]:>11}")
    say("\nhyperparameters of the last seed:")
    for name, one in figures.items():
        values = ", ".join(
            f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}"
            for key, value in one.values.items()
        )
        say(f"{name}: {values or 'none'} ({one.trials} trials, {one.seconds:.0f} s in all)")


def deviation(values: list[float]) -> float:
    """The standard deviation of what the values are drawn from; 0 for a single one."""
    return float(np.std(values, ddof=1)) if len(values) > 1 else 0.0


def judged(figures: Mapping[str, Figures]) -> bool:
    """Whether the targets are met, said line by line."""
    met = True
    for column in COLUMNS:
        means = {name: float(np.mean(one.f2[column])) for name, one in figures.items()}
        best = max((name for name in means if name not in PEERS), key=means.__getitem__)
        gains = {peer: means[best] - means[peer] for peer in PEERS}
        ahead = means["neighbor-search"] - means["1-nn"]
        say(
            f"{column}: neighbor search is {ahead:+.4f} over 1-NN; the best, {best}, is "
            + ", ".join(f"{gain:+.4f} over {peer}" for peer, gain in gains.items())
        )
        met &= ahead > 0 and min(gains.values()) >= MARGIN
    errors = {name: float(np.mean(one.errors)) for name, one in figures.items() if one.errors}
    worst = max(errors, key=errors.__getitem__)
    say(f"largest mean calibration error of what is shown: {errors[worst]:.3f} ({worst})")
    return met and errors[worst] <= CALIBRATION_ERROR


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--trials", type=int, default=16, help="per search")
    parser.add_argument("--only", default=",".join(USUAL), help="names, separated by commas; all")
    arguments = parser.parse_args()
    wanted = list(KINDS) if arguments.only == "all" else arguments.only.split(",")
    figures = {name: Figures() for name in wanted}
    started_s = time.monotonic()
    with Catalogue.open(arguments.catalogue) as catalogue:
        encoder, store = encoder_and_features(catalogue)
        preparation = Preparation(minimum_images=MINIMUM_IMAGES)
        images = load_labelled_images(catalogue, store, preparation)
    for seed in range(arguments.seeds):
        data = prepared(images, preparation, seed=seed)
        parts = [len(data.rows(part)) for part in (TRAIN, VALIDATION, TEST)]
        prevalence = data.truths[data.rows(TEST)].mean()
        say(
            f"seed {seed}: {'/'.join(map(str, parts))} images, {data.truths.shape[1]} labels, "
            f"prevalence {prevalence:.3%}, encoder {encoder[0]}"
        )
        tuned: dict[str, Hyperparameters] = {}
        for name in wanted:
            measure(KINDS[name], data, encoder[0], arguments.trials, figures[name], tuned)
            say(f"  {name}: {figures[name].seconds:.0f} s so far")
    say_table(figures)
    say(f"{time.monotonic() - started_s:.0f} s in all")
    if {*PEERS, "1-nn", "neighbor-search"} <= set(wanted):
        met = judged(figures)
        if not met and sum(parts) >= FEWEST_JUDGED:
            sys.exit("A target was missed.")


if __name__ == "__main__":
    main()
