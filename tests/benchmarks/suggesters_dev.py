"""Measures how well suggesters predict labels they have not seen, side by side.

    python tests/benchmarks/suggesters_dev.py CATALOGUE.nabolag.sqlite [--seeds 3] [--trials 12]

Near-duplicates above cosine 0.97 are folded, labels on at least 10 training images count, and the
rest is split 60/20/20 by seed. Every model gets the same images, labels and features; paths and
names stay out. Reported is micro F2 on the test images, mean and standard deviation over the
seeds, from two kinds of references:

train: hyperparameters and threshold are those best on the validation images; test images are then
scored from the training images alone.
train + validation: both serve as references; the threshold is the best for their own held-out
scores (leave-one-out, or five folds). Hyperparameters likewise, except that models that have to
be fitted by folds keep those found on the validation images, where a trial costs one fit.

Calibration is learned from the held-out scores of the second and measured on the test images'
suggestions; "all" counts the pairs that are not suggested too. Nothing in the catalogue changes.
"""

import argparse
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np

from db.catalogue import Catalogue
from engine.evaluation.calibration import Calibration
from engine.evaluation.metrics import BETA, best_threshold, micro_counts
from engine.evaluation.reliability import reliability
from engine.jobs.evaluation_data import (
    TEST,
    TRAIN,
    VALIDATION,
    EvaluationData,
    Preparation,
    load_labelled_images,
    prepared,
)
from engine.jobs.evaluation_suggester import ValidationScorer
from engine.jobs.references import encoder_and_features
from engine.jobs.tune import HeldOutScorer, Scorer, Search
from engine.suggesters.base import References, Watch
from engine.suggesters.held_out import held_out_scores
from engine.suggesters.kinds import StartingPoint, SuggesterKind
from engine.suggesters.registry import SUGGESTERS
from engine.suggesters.search_space import Choice, IntRange

MARGIN = 0.02
CALIBRATION_ERROR = 0.05
FEWEST_JUDGED = 1000
"""Test scores of smaller archives are too noisy to hold against a target."""

MOST_S = 600.0
"""A search ends by its trials; this only stops one that would never end."""

PEERS = ("scikit-learn kNN", "linear-probe")
COLUMNS = ("train", "train + validation")


class ScikitNeighbors:
    """scikit-learn's own k-nearest-neighbours classifier with cosine distances."""

    def __init__(self, neighbors: int = 8, weights: str = "distance") -> None:
        self.neighbors = neighbors
        self.weights = weights

    def fit(self, references: References, *, watch: Watch | None = None) -> Self:
        from sklearn.neighbors import KNeighborsClassifier

        count = min(self.neighbors, len(references.image_ids))
        self.model_ = KNeighborsClassifier(count, weights=self.weights, metric="cosine")
        self.model_.fit(references.features, references.labels.toarray() > 0)
        return self

    def score(self, features: np.ndarray, *, query_ids: np.ndarray | None = None) -> np.ndarray:
        columns = zip(self.model_.classes_, self.model_.predict_proba(features), strict=True)
        scores = [
            one[:, list(classes).index(True)] if True in classes else np.zeros(len(features))
            for classes, one in columns
        ]
        return np.stack(scores, axis=1).astype(np.float32)

    def update(self, references: References) -> Self:
        raise NotImplementedError

    def forget(self, image_ids: np.ndarray) -> Self:
        raise NotImplementedError

    def evidence(self, feature: np.ndarray, label: int, *, query_id: int = -1) -> list[Any]:
        return []


KINDS: Mapping[str, SuggesterKind] = {
    **SUGGESTERS,
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


@dataclass
class Figures:
    """What one model reached, a number per seed."""

    f2: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    errors: list[float] = field(default_factory=list)
    errors_all: list[float] = field(default_factory=list)
    values: dict[str, float | int | str] = field(default_factory=dict)
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
    tuned: dict[str, dict[str, Any]],
) -> None:
    """One model on one split; ``tuned`` are the hyperparameters of models measured before."""
    started_s = time.monotonic()
    start = kind.starting_point(encoder)
    test, train, known = data.rows(TEST), data.rows(TRAIN), data.known()
    truths, asked = data.truths[test], data.references.features[test]

    scorer: Scorer = ValidationScorer(kind, data, BETA, lambda: None)
    first = starting_values(kind, start, tuned)
    values = search(kind, first, scorer, trials)
    threshold = best_of(scorer, values)
    scores = kind.create(values).fit(data.references.some(train)).score(asked)
    figures.f2["train"].append(micro_counts(truths, scores >= threshold).f_score())

    references, groups = data.references.some(known), np.arange(len(known))
    if kind.held_out == "leave-one-out" or kind.name == PEERS[0]:
        everything = np.ones(data.truths.shape[1], dtype=bool)
        scorer = HeldOutScorer(
            kind, references, groups, scored_labels=everything, queries=np.arange(len(known))
        )
        values = search(kind, StartingPoint(values, 0), scorer, trials)
    held_out = held_out_scores(kind, values, references, groups)
    above = held_out > 0
    own = data.truths[known]
    threshold = best_threshold(held_out[above], own[above], int(own.sum())).threshold
    scores = kind.create(values).fit(references).score(asked)
    shown = scores >= threshold
    figures.f2["train + validation"].append(micro_counts(truths, shown).f_score())
    calibration = Calibration.fit(held_out, own)
    if calibration is not None and shown.any():
        chances = calibration.probability(scores)
        figures.errors.append(reliability(chances[shown], truths[shown]).error)
        figures.errors_all.append(reliability(chances.ravel(), truths.ravel()).error)
    tuned[kind.name] = figures.values = values
    figures.seconds += time.monotonic() - started_s


def starting_values(
    kind: SuggesterKind, start: StartingPoint, tuned: dict[str, dict[str, Any]]
) -> StartingPoint:
    """Where the search begins: the ensemble where its members' searches ended."""
    if kind.name != "ensemble" or not {"neighbor-search", "kernel-ridge"} <= tuned.keys():
        return start
    search, ridge = tuned["neighbor-search"], tuned["kernel-ridge"]
    values = {
        "temperature": search["temperature"],
        "neighbors": search["neighbors"],
        "ridge_temperature": ridge["temperature"],
        "regularization": ridge["regularization"],
    }
    return StartingPoint(values, start.threshold)


def search(
    kind: SuggesterKind, start: StartingPoint, scorer: Scorer, trials: int
) -> dict[str, float | int | str]:
    """The best hyperparameters of some trials; nets that train keep those they start from."""
    if not kind.tunable or "epochs" in kind.search_space or kind.name == "ensemble":
        return dict(start.hyperparameters)
    running = Search(kind.search_space, start, scorer, trials, MOST_S)
    while not running.ended:
        running.step()
    return dict(running.best.hyperparameters)


def best_of(scorer: Scorer, values: Mapping[str, float | int | str]) -> float:
    scores, truths = scorer.scores(values)
    return best_threshold(scores, truths, scorer.positives).threshold


def say_table(figures: Mapping[str, Figures]) -> None:
    say(f"\n{'test F2, mean ± sd':<40}{COLUMNS[0]:>18}{COLUMNS[1]:>24}{'ECE shown':>12}{'all':>8}")
    for name, one in figures.items():
        cells = [f"{np.mean(one.f2[c]):.4f} ± {np.std(one.f2[c]):.4f}" for c in COLUMNS]
        errors = [
            f"{np.mean(errors):.3f}" if errors else "-" for errors in (one.errors, one.errors_all)
        ]
        say(f"{name:<40}{cells[0]:>18}{cells[1]:>24}{errors[0]:>12}{errors[1]:>8}")
    say()
    for name, one in figures.items():
        values = ", ".join(
            f"{key} {value:.4g}" if isinstance(value, float) else f"{key} {value}"
            for key, value in one.values.items()
        )
        say(f"{name}: {values or 'nothing to tune'} ({one.seconds:.0f} s)")


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
    worst = max((name for name in figures if name not in PEERS), key=lambda n: error_of(figures[n]))
    say(f"largest calibration error of what is shown: {error_of(figures[worst]):.3f} ({worst})")
    met &= error_of(figures["neighbor-search"]) <= CALIBRATION_ERROR
    best = max(figures, key=lambda name: float(np.mean(figures[name].f2[COLUMNS[1]])))
    return met and error_of(figures[best]) <= CALIBRATION_ERROR


def error_of(figures: Figures) -> float:
    return float(np.mean(figures.errors)) if figures.errors else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--trials", type=int, default=12, help="per search")
    parser.add_argument("--only", default="", help="names, separated by commas")
    arguments = parser.parse_args()
    wanted = arguments.only.split(",") if arguments.only else list(KINDS)
    figures = {name: Figures() for name in wanted}
    with Catalogue.open(arguments.catalogue) as catalogue:
        encoder, store = encoder_and_features(catalogue)
        preparation = Preparation()
        images = load_labelled_images(catalogue, store, preparation)
    for seed in range(arguments.seeds):
        data = prepared(images, preparation, seed=seed)
        parts = [len(data.rows(part)) for part in (TRAIN, VALIDATION, TEST)]
        prevalence = data.truths[data.rows(TEST)].mean()
        say(
            f"seed {seed}: {'/'.join(map(str, parts))} images, {data.truths.shape[1]} labels, "
            f"prevalence {prevalence:.3%}, encoder {encoder[0]}"
        )
        tuned: dict[str, dict[str, Any]] = {}
        for name in wanted:
            measure(KINDS[name], data, encoder[0], arguments.trials, figures[name], tuned)
            say(f"  {name}: {figures[name].seconds:.0f} s so far")
    say_table(figures)
    if {*PEERS, "1-nn", "neighbor-search"} <= set(wanted):
        met = judged(figures)
        if not met and sum(parts) >= FEWEST_JUDGED:
            sys.exit("A target was missed.")


if __name__ == "__main__":
    main()
