"""Measures yes-or-no questions made from labels of a catalogue: 8 % yes and 300 answers.

    python -m tests.benchmarks.captioned.questions CATALOGUE.nabolag.sqlite [--labels people,food]
        [--seeds 3]

Of each label all images that carry it and as many others as make 8 % are the archive. 300 answers
are asked for as the window asks: ten at a time, the first hundred at random, then half the least
certain and half at random. All others, but for near-duplicates of those, are held out. Intervals
are over draws of the held-out images. The last lines say whether calibration error is at most
0.05, whether F1 of yes is above every baseline in each question, and what the threshold that the
costs name costs beside others: over all labels and seeds not more than 0.5 does, and no threshold
of a grid less by more than two standard errors of the difference. (One would be too few: the
cheapest of a grid is chosen in hindsight, and even a sigmoid fitted to the held-out answers misses
it then.) Nothing is changed.
"""

import argparse
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from db.catalogue import Catalogue
from engine.answers.duplicates.groups import image_groups
from engine.answers.questions.pairs import PairReader
from engine.questions.figures import (
    Costs,
    cost_curve,
    draws,
    figures,
    interval,
    with_intervals,
)
from engine.questions.head import FEWEST_TO_LEARN, QuestionHead
from engine.questions.measuring import cheapest_threshold
from engine.questions.models import HEAD, MODELS, Examples

LABELS = "people,food,flag,sign,symbol,shape,animal,transport"
SHARE = 0.08
ANSWERS, AT_RANDOM_FIRST, AT_A_TIME = 300, 100, 10
MOST_ERROR = 0.05
RATIOS = (1, 5, 10)
"""What a missed yes costs where a wrong one costs 1."""
GRID = (0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Thresholds that the named one is compared with."""
ERRORS_APART = 2.0
"""Standard errors from which a difference is more than chance."""
SHOWN = (
    *("f1_yes", "precision_yes", "recall_yes", "f1_no", "accuracy"),
    *("roc_auc", "pr_auc_yes", "calibration_error", "cost"),
)

Rows = NDArray[np.int64]
Bools = NDArray[np.bool_]


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def with_share(yes: Bools, random: np.random.Generator) -> Rows:
    """Rows of an archive in which the share of yes is ``SHARE``."""
    those, others = np.flatnonzero(yes), np.flatnonzero(~yes)
    wanted = int(len(those) * (1 - SHARE) / SHARE)
    if wanted > len(others):
        those = random.choice(those, int(len(others) * SHARE / (1 - SHARE)), replace=False)
        wanted = len(others)
    return np.sort(np.concatenate([those, random.choice(others, wanted, replace=False)]))


def sizes(images: int) -> tuple[int, int]:
    """How many answers are asked for, and how many of them at random first: fewer of few images."""
    answers = min(ANSWERS, images // 3)
    return answers, min(AT_RANDOM_FIRST, answers // 3)


def asked(examples: Examples, yes: Bools, random: np.random.Generator) -> Rows:
    """The rows that are answered, in the order in which they are asked for."""
    answers, first = sizes(len(yes))
    found = list(random.choice(len(yes), first, replace=False))
    while len(found) < answers:
        rows = np.array(found)
        waiting = np.setdiff1d(np.arange(len(yes)), rows)
        waiting = waiting[~np.isin(examples.groups[waiting], examples.groups[rows])]
        if min(yes[rows].sum(), (~yes[rows]).sum()) >= FEWEST_TO_LEARN:
            head = QuestionHead(strength=40.0)
            head.fit(examples.pairs[rows], yes[rows], examples.groups[rows])
            odds = np.abs(head.probability(examples.pairs[waiting]) - 0.5)
            best = waiting[np.argsort(odds, kind="stable")[: AT_A_TIME // 2]]
        else:
            best = random.choice(waiting, AT_A_TIME // 2, replace=False)
        rest = np.setdiff1d(waiting, best)
        found += [*best, *random.choice(rest, AT_A_TIME - len(best), replace=False)]
    return np.array(found[:answers])


def measured(examples: Examples, yes: Bools, seed: int) -> tuple[int, dict[str, np.ndarray], Rows]:
    """How many of the answers are a yes, the probabilities of the held-out images by model, and
    their rows."""
    random = np.random.default_rng(seed)
    rows = asked(examples, yes, random)
    left = np.flatnonzero(~np.isin(examples.groups, examples.groups[rows]))
    drawn = np.zeros(len(yes), dtype=bool)
    _, first = sizes(len(yes))
    after = rows[first:]
    half = np.arange(len(after)) % AT_A_TIME >= AT_A_TIME // 2
    drawn[[*rows[:first], *after[half]]] = True
    examples = replace(examples, drawn=drawn)
    archive = examples.pairs[random.choice(len(yes), min(2000, len(yes)), replace=False)]
    found = {
        name: model(examples.some(rows), yes[rows], examples.some(left), archive)
        for name, model in MODELS.items()
    }
    return int(yes[rows].sum()), found, left


def report(catalogue: Catalogue, labels: list[str], seeds: int) -> bool:
    """Print the tables; whether all that is promised holds."""
    reader = PairReader(catalogue)
    images = catalogue.images.readable_in_use()
    ids, hashes = [one for one, _ in images], [one for _, one in images]
    read = reader.read(ids, hashes)
    groups = image_groups(catalogue, ids, hashes).together
    say(f"{len(ids)} images, {sum(map(bool, read.texts))} with captions; {ANSWERS} answers")
    sums: dict[str, list[list[float]]] = defaultdict(list)
    costs_paid: dict[int, list[list[float]]] = defaultdict(list)
    gains: list[tuple[float, bool]] = []
    for name in labels:
        label = catalogue.labels.find(name)
        carrying = catalogue.labels.image_ids().get(label.id, []) if label else []
        for seed in range(seeds):
            random = np.random.default_rng(seed)
            rows = with_share(np.isin(ids, carrying), random)
            examples = Examples(read.pairs, groups, read.texts).some(rows)
            yes = np.isin(ids, carrying)[rows]
            begun = time.monotonic()
            answered, found, left = measured(examples, yes, seed)
            truth, drawn = yes[left], draws(examples.groups[left], seed=seed)
            say(
                f"\n‘{name}’, seed {seed}: {len(yes)} images, {yes.mean():.1%} yes, {answered} of "
                f"{sizes(len(yes))[0]} answers; {len(left)} held out, {truth.mean():.1%} yes "
                f"({time.monotonic() - begun:.0f} s)"
            )
            say(f"{'':18}" + "".join(f"{one:>19}" for one in SHOWN))
            spread = {name: figures(own, truth, drawn, Costs()) for name, own in found.items()}
            for model, own in found.items():
                one = with_intervals(own, truth, spread[model], Costs())
                line = "".join(
                    f"{one[key].value:7.3f} {one[key].low:5.2f}–{one[key].high:4.2f}"
                    for key in SHOWN
                )
                say(f"{model:18}{line}")
                sums[model].append([one[key].value for key in SHOWN])
            f1 = {name: one["f1_yes"] for name, one in spread.items()}
            best = max((one for one in f1 if one != HEAD), key=lambda one: f1[one].mean())
            low, high = interval(f1[HEAD] - f1[best])
            say(f"F1 of yes, head less {best}: {low:+.3f} to {high:+.3f}")
            gain = sums[HEAD][-1][0] - max(sums[one][-1][0] for one in f1 if one != HEAD)
            gains.append((gain, high < 0))
            for ratio in RATIOS:
                costs = Costs(1, ratio)
                paid, *others = cost_curve(
                    found[HEAD], truth, costs, np.array([costs.threshold, *GRID])
                ).tolist()
                at, least = cheapest_threshold(found[HEAD], truth, costs)
                trivial = min(1 - truth.mean(), ratio * truth.mean())
                costs_paid[ratio].append([paid, least, trivial, *others])
                say(
                    f"a missed yes costs {ratio}: {paid:.4f} an image from {costs.threshold:.2f}, "
                    f"{others[GRID.index(0.5)]:.4f} from 0.50, {trivial:.4f} without looking; best "
                    f"in hindsight {least:.4f} from {at:.2f}"
                )
    return verdict(sums, gains, costs_paid)


def verdict(
    sums: dict[str, list[list[float]]],
    gains: list[tuple[float, bool]],
    costs: dict[int, list[list[float]]],
) -> bool:
    """Print the means over labels and seeds, and whether what is promised holds."""
    say(f"\nmean of {len(gains)}" + "".join(f"{one:>19}" for one in SHOWN))
    for model, rows in sums.items():
        mean = np.mean(rows, axis=0)
        say(f"{model:18}" + "".join(f"{one:19.3f}" for one in mean))
    errors = np.array(sums[HEAD])[:, SHOWN.index("calibration_error")]
    more = np.array([gain for gain, _ in gains])
    error = more.std(ddof=1) / np.sqrt(len(more)) if len(more) > 1 else 0.0
    behind = sum(is_behind for _, is_behind in gains)
    held = [bool(errors.max() <= MOST_ERROR), bool(more.min() > 0)]
    say(
        f"\ncalibration error: mean {errors.mean():.3f}, largest {errors.max():.3f}, "
        f"promised {MOST_ERROR}: {_held(held[0])}"
    )
    say(
        f"F1 of yes above the best baseline of each: {more.mean():+.3f} ± {error:.3f}, least "
        f"{more.min():+.3f}; not above in {int(np.sum(more <= 0))} of {len(more)}, below beyond "
        f"doubt in {behind}: {_held(held[1])}"
    )
    held += [cost_verdict(ratio, np.array(rows)) for ratio, rows in costs.items()]
    return all(held)


def _held(promised: bool) -> str:
    return "holds" if promised else "DOES NOT HOLD"


def cost_verdict(ratio: int, rows: NDArray[np.float64]) -> bool:
    """Print what the named threshold costs beside others; whether that is not more than at 0.5, and
    the cheapest as far as so many labels and seeds can tell. rows: of each, its cost, the best in
    hindsight, that of not looking, and those of ``GRID``."""
    paid, least, trivial = rows[:, :3].mean(axis=0)
    others = rows[:, 3:].mean(axis=0)
    more = rows[:, :1] - rows[:, 3:]
    errors = more.std(axis=0, ddof=1) / np.sqrt(len(rows)) if len(rows) > 1 else np.zeros(len(GRID))
    best = int(np.argmin(others))
    dearer = int(np.sum(-more.mean(axis=0) > ERRORS_APART * errors))
    say(
        f"a missed yes costs {ratio}: {paid:.4f} an image from the named "
        f"{Costs(1, ratio).threshold:.2f}, {paid / trivial:.2f} × without looking, "
        f"{paid / least:.2f} × the best of each in hindsight"
    )
    say("  from " + "  ".join(f"{at:.2f}: {one:.4f}" for at, one in zip(GRID, others, strict=True)))
    plain = others[GRID.index(0.5)]
    held = bool(
        more[:, best].mean() <= ERRORS_APART * errors[best]
        and paid <= plain * 1.001
        and paid < trivial
    )
    say(
        f"  cheapest of these {GRID[best]:.2f}; the named one costs {more[:, best].mean():+.4f} ± "
        f"{errors[best]:.4f} more ({paid / others[best]:.3f} ×), {paid / plain:.3f} × what 0.5 "
        f"does; {dearer} of {len(GRID)} cost more than it beyond doubt: {_held(held)}"
    )
    return held


def main() -> int:
    """Measure what the arguments name; 1 where what is promised does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--labels", default=LABELS)
    parser.add_argument("--seeds", type=int, default=3)
    asked_for = parser.parse_args()
    with Catalogue.open(asked_for.catalogue) as catalogue:
        return 0 if report(catalogue, asked_for.labels.split(","), asked_for.seeds) else 1


if __name__ == "__main__":
    sys.exit(main())
