"""Measures suggestions: how good they are on a catalogue, and how fast on many references.

    python -m tests.benchmarks.suggesting CATALOGUE.nabolag.sqlite [--references 100000]

Quality is leave-one-out F2 (micro, over all labels): every labelled image is asked about with the
others as references. "without copies" leaves out files with the query's own content, as tuning
does. Speed is on random vectors, against a plain loop in the same run. Nothing is changed.
"""

import argparse
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from db.catalogue import Catalogue
from engine.answers.references import LoadedReferences, encoder_and_features, references_or_error
from engine.evaluation.metrics import MicroCounts, counts_at
from engine.jobs.tune import Search
from engine.suggesters.base import References
from engine.suggesters.leave_one_out import LeaveOneOut
from engine.suggesters.neighbors.neighbor_search import NeighborSearch
from engine.suggesters.registry import NEIGHBOR_SEARCH, StartingPoint, suggester_kind

SIZE = 1280
QUERIES = 2048
SUBJECTS = 500
TRIALS = 1000


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def quality(catalogue: Catalogue) -> None:
    """F2 of the suggesters on the labelled images of a catalogue."""
    encoder, store = encoder_and_features(catalogue)
    loaded = references_or_error(catalogue, store)
    support = np.bincount(loaded.references.labels.indices)
    say(
        f"{len(loaded.references.image_ids)} labelled images, {len(support)} labels, "
        f"{len(set(loaded.content_hashes))} different files, encoder {encoder[0]}"
    )
    kind = suggester_kind(NEIGHBOR_SEARCH)
    start = kind.starting_point(encoder[0])
    alone = loaded.groups
    for title, groups in (("without copies", alone), ("with copies", np.arange(len(alone)))):
        scorer = scorer_of(loaded, groups, support > 0)
        say(f"\n{title}, all labels (prevalence {scorer.positives / scorer.pairs:.4%})")
        one = StartingPoint({**start.hyperparameters, "neighbors": 1}, 0.5)
        say_counts("1-NN", counts_of(scorer, one))
        say_counts("neighbor search, thesis table 4.3", counts_of(scorer, kind.start))
        say_counts("neighbor search, starting point", counts_of(scorer, start))
        say_tuned(scorer, start)
        for minimum in (2, 3, 5):
            frequent = scorer_of(loaded, groups, support >= minimum)
            counts = counts_of(frequent, start, positives=scorer.positives, pairs=scorer.pairs)
            say_counts(f"  suggesting labels on >= {minimum} images only", counts)


def say_tuned(scorer: LeaveOneOut, start: StartingPoint) -> None:
    started_s = time.perf_counter()
    space = suggester_kind(NEIGHBOR_SEARCH).search_space
    search = Search(space, start, scorer, TRIALS, 120.0)
    while not search.ended:
        search.step()
    duration_s = time.perf_counter() - started_s
    best = search.best
    point = StartingPoint(best.hyperparameters, best.best.threshold)
    say_counts("neighbor search, tuned", counts_of(scorer, point))
    values = ", ".join(f"{name} {value:.4g}" for name, value in best.hyperparameters.items())
    say(
        f"    {values}, threshold {best.best.threshold:.4f}; "
        f"{len(search.trials)} trials in {duration_s:.1f} s ({search.ended})"
    )


def say_counts(name: str, counts: MicroCounts) -> None:
    say(
        f"  {name:<42} F2 {counts.f_score():.4f}   precision {counts.precision:.3f}   "
        f"recall {counts.recall:.3f}"
    )


def scorer_of(loaded: LoadedReferences, groups: np.ndarray, scored: np.ndarray) -> LeaveOneOut:
    scorer = LeaveOneOut(loaded.references, groups, scored_labels=scored)
    for _ in scorer.find_neighbors():
        pass
    return scorer


def counts_of(
    scorer: LeaveOneOut,
    point: StartingPoint,
    *,
    positives: int | None = None,
    pairs: int | None = None,
) -> MicroCounts:
    """Counts at a point's threshold; of more true labels than the scorer scores, where given."""
    scores, truths = scorer.scores(point.hyperparameters)
    return counts_at(
        scores, truths, positives or scorer.positives, pairs or scorer.pairs, point.threshold
    )


def speed(count: int) -> None:
    """Suggesting for many images and for one, on ``count`` references of 1 280 numbers."""
    references = invented(count)
    features, ids = references.features, references.image_ids
    search = NeighborSearch(temperature=15.0, max_difference=6.0).fit(references)
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "unset")
    say(f"\n{count} references of {SIZE} numbers, OPENBLAS_NUM_THREADS {threads}")
    queries = features[:QUERIES]
    plain_s = duration_s(lambda: plain_loop(queries, references))
    ours_s = duration_s(lambda: search.score(queries, query_ids=ids[:QUERIES]))
    say(
        f"  many images: {plain_s / ours_s:.2f} x the plain loop "
        f"({QUERIES / ours_s:.0f} images/s against {QUERIES / plain_s:.0f})"
    )
    singles = [
        duration_s(lambda row=row: search.scores_from(search.kept(features[row], query_id=row)))
        for row in range(200)
    ]
    products = [duration_s(lambda row=row: features @ features[row]) for row in range(50)]
    say(
        f"  one image: median {statistics.median(singles) * 1000:.1f} ms, "
        f"95th percentile {statistics.quantiles(singles, n=20)[-1] * 1000:.1f} ms "
        f"(the bare product: {statistics.median(products) * 1000:.1f} ms)"
    )
    one = References(features[:1], csr_array(references.labels[:1]), ids[:1])
    new = References(features[:1], one.labels, ids[-1:] + 1)
    first_s = duration_s(lambda: search.update(new))
    label_s = statistics.median(duration_s(lambda: search.update(one)) for _ in range(20))
    forget_s = duration_s(lambda: search.forget(new.image_ids))
    say(
        f"  labels of a reference changed: {label_s * 1000:.1f} ms; one added: "
        f"{first_s * 1000:.1f} ms; one removed: {forget_s * 1000:.1f} ms"
    )


def invented(count: int) -> References:
    """Unit vectors around a few hundred subjects, three labels each."""
    rng = np.random.default_rng(0)
    features = rng.standard_normal((count, SIZE), dtype=np.float32)
    subjects = rng.standard_normal((SUBJECTS, SIZE), dtype=np.float32)
    for start in range(0, count, 4096):
        part = features[start : start + 4096]
        part += 1.5 * subjects[rng.integers(0, SUBJECTS, len(part))]
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    columns = rng.integers(0, 1000, 3 * count)
    rows = np.repeat(np.arange(count), 3)
    labels = csr_array((np.ones(3 * count), (rows, columns)), shape=(count, 1000))
    return References(features, labels, np.arange(count, dtype=np.int64))


def plain_loop(queries: np.ndarray, references: References) -> np.ndarray:
    """Neighbor search as written down first: per image one product, one sort, one softmax."""
    labels = references.labels
    scores = np.zeros((len(queries), labels.shape[1]))
    for row, query in enumerate(queries):
        scaled = 15.0 * (references.features @ query)
        scaled[row] = -np.inf
        nearest = np.argsort(-scaled)[:36]
        kept = nearest[scaled[nearest] >= scaled[nearest[0]] - 6.0]
        weights = np.exp(scaled[kept] - scaled[kept[0]])
        weights /= weights.sum()
        kept = kept[np.cumsum(weights) - weights < 0.99]
        scores[row] = weights[: len(kept)] @ labels[kept]
    return scores


def duration_s(work: Callable[[], object]) -> float:
    started_s = time.perf_counter()
    work()
    return time.perf_counter() - started_s


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures suggestions.")
    parser.add_argument("catalogue", type=Path, nargs="?", help="for F2; left out: speed only")
    parser.add_argument("--references", type=int, default=100_000, help="for speed; 0: F2 only")
    arguments = parser.parse_args()
    say(f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}")
    if arguments.catalogue is not None:
        with Catalogue.open(arguments.catalogue) as catalogue:
            quality(catalogue)
    if arguments.references:
        speed(arguments.references)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        vectors = arguments.references * SIZE * 4 / 1e6
        say(f"  peak memory {peak:.0f} MB; the vectors take {vectors:.0f} MB")


if __name__ == "__main__":
    main()
