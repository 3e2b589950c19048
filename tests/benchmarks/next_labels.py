"""Measures what the choice of the images to label next is worth, beside random choice.

    python -m tests.benchmarks.next_labels CATALOGUE.nabolag.sqlite [--plot next_labels.png]

The labelled images of the catalogue play an archive of which nobody has labelled anything: near
duplicates folded, labels on at least 10 images count, 900 images set aside as the test set. Images
are labelled 50 at a time, chosen anew each time as the program does, or at random (the mean of
three orders a seed); neighbor search learns from them, with the threshold that suits them best
leave-one-out, and F2 on the test set is told. Exit code 1 where random choice is better anywhere,
or what it reaches with 600 labelled images takes more than 450.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csgraph, csr_array

from db.catalogue import Catalogue
from engine.answers.references import encoder_and_features, references_or_error, settings_in_force
from engine.evaluation.metrics import best_threshold, micro_counts
from engine.evaluation.next_labels import most_instructive
from engine.suggesters.base import FloatArray, IdArray, References, Suggester
from engine.suggesters.registry import NEIGHBOR_SEARCH

SEEDS = (0, 1, 2)
POINTS = (50, 100, 150, 200, 300, 400, 450, 500, 600, 800, 1000)
GOAL_IMAGES = 600
STEP = 50
TEST_IMAGES = 900
RANDOM_ORDERS = 3
ALIKE = 0.97
MINIMUM_IMAGES = 10


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


@dataclass(frozen=True)
class Archive:
    """Features and labels of different images, and an unfitted suggester whenever asked."""

    features: FloatArray
    labels: NDArray[np.bool_]
    suggester: Callable[[], Suggester]

    def f2(self, labelled: IdArray, test: IdArray) -> float:
        """F2 on the test images of neighbor search that knows the labelled ones."""
        known = References(
            self.features[labelled], csr_array(self.labels[labelled].astype(np.float64)), labelled
        )
        fitted = self.suggester().fit(known)
        own = fitted.score(known.features, query_ids=labelled)
        truths = self.labels[labelled]
        some = own > 0
        best = best_threshold(own[some], truths[some], int(truths.sum()))
        predicted = fitted.score(self.features[test]) >= max(best.threshold, 1e-6)
        return micro_counts(self.labels[test], predicted).f_score()


def read(catalogue: Catalogue) -> Archive:
    """The labelled images, one of each group of near duplicates."""
    encoder, store = encoder_and_features(catalogue)
    loaded = references_or_error(catalogue, store)
    settings = settings_in_force(catalogue, NEIGHBOR_SEARCH, encoder)
    features = loaded.references.features
    _, group = csgraph.connected_components(csr_array(features @ features.T > ALIKE))
    first = np.unique(group, return_index=True)[1]
    labels = loaded.references.labels.toarray()[first].astype(np.bool_)
    labels = labels[:, labels.sum(axis=0) >= MINIMUM_IMAGES]
    say(f"{len(first)} different images, {labels.shape[1]} labels, encoder {encoder[0]}")
    return Archive(features[first], labels, lambda: settings.kind.create(settings.hyperparameters))


def chosen_order(archive: Archive, pool: IdArray) -> IdArray:
    """The order in which the program would have the images labelled."""
    order: list[int] = []
    left = pool
    while len(order) < POINTS[-1]:
        picked = most_instructive(archive.features[left], archive.features[order], STEP)
        order.extend(left[picked].tolist())
        left = np.delete(left, picked)
    return np.array(order)


def measure(archive: Archive, seed: int) -> tuple[list[float], list[float]]:
    """F2 at every point: chosen, random."""
    random = np.random.default_rng(seed)
    shuffled = random.permutation(len(archive.features))
    test, pool = shuffled[:TEST_IMAGES], shuffled[TEST_IMAGES:]
    order = chosen_order(archive, np.sort(pool))
    chosen = [archive.f2(order[:count], test) for count in POINTS]
    orders = [random.permutation(pool) for _ in range(RANDOM_ORDERS)]
    at_random = [
        float(np.mean([archive.f2(order[:count], test) for order in orders])) for count in POINTS
    ]
    return chosen, at_random


def plot(path: Path, chosen: NDArray[np.float64], at_random: NDArray[np.float64]) -> None:
    """Both curves with their spread over the seeds."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    for name, values in (("teaches most", chosen), ("random", at_random)):
        mean, spread = values.mean(axis=0), values.std(axis=0)
        axes.plot(POINTS, mean, marker="o", markersize=3, label=name)
        axes.fill_between(POINTS, mean - spread, mean + spread, alpha=0.2)
    axes.axhline(at_random.mean(axis=0)[POINTS.index(GOAL_IMAGES)], linewidth=0.8, linestyle=":")
    axes.set_xlabel("labelled images")
    axes.set_ylabel("F2 on the test images")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=150)


def main() -> None:
    """Measure, for all seeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--plot", type=Path, help="where to draw the curves (PNG)")
    arguments = parser.parse_args()
    started_s = time.perf_counter()
    with Catalogue.open(arguments.catalogue) as catalogue:
        archive = read(catalogue)
    measured = [measure(archive, seed) for seed in SEEDS]
    chosen = np.array([one for one, _ in measured])
    at_random = np.array([other for _, other in measured])
    say("labelled  teaches most      random            difference, each seed")
    for place, count in enumerate(POINTS):
        each = ", ".join(f"{value:+.3f}" for value in (chosen - at_random)[:, place])
        say(
            f"{count:8}  {chosen[:, place].mean():.3f} ± {chosen[:, place].std():.3f}     "
            f"{at_random[:, place].mean():.3f} ± {at_random[:, place].std():.3f}     {each}"
        )
    goal = at_random.mean(axis=0)[POINTS.index(GOAL_IMAGES)]
    reached = [count for count, f2 in zip(POINTS, chosen.mean(axis=0), strict=True) if f2 >= goal]
    say(
        f"random's F2 at {GOAL_IMAGES} ({goal:.3f}) is reached with "
        f"{reached[0] if reached else 'more'}"
    )
    say(f"({time.perf_counter() - started_s:.0f} s)")
    if arguments.plot:
        plot(arguments.plot, chosen, at_random)
    worse = bool((chosen.mean(axis=0) < at_random.mean(axis=0)).any())
    sys.exit(1 if worse or not reached or reached[0] > 450 else 0)


if __name__ == "__main__":
    main()
