"""Measures how well labels that are the same are found, and how fast.

    python -m tests.benchmarks.same_labels CATALOGUE.nabolag.sqlite [--show 100]

Every label of the catalogue of at least six letters gets a planted double, of one kind at a time:
its plural, a hyphen or a space in it, two letters changed about, a letter left out, its words in
another order. Found: the share of doubles that are suspected with the label they come from; more:
suspected pairs besides those that were there without doubles. The time is that for 10 000
invented labels on 100 000 images, beside comparing all pairs of a tenth of them in Python with the
same library, a hundred times that. ``--show`` lists the surest suspected pairs as they are, to be
judged by eye. Nothing in the catalogue is changed.
"""

import argparse
import random
import sys
import threading
import time
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import OSA

from db.catalogue import Catalogue
from engine.jobs.same_labels import common_english_words, find_same_labels
from engine.language.same_labels import LabelEntry, same_labels
from engine.progress import run_job

SEED = 0
LABELS, IMAGES, IMAGES_EACH = 10_000, 100_000, 30
LETTERS = "etaoinshrdlucmfwypvbgkjqxz"


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def plural(name: str, draw: random.Random) -> str:
    return f"{name[:-1]}ies" if name[-1] == "y" and name[-2] not in "aeiou" else f"{name}s"


def hyphen(name: str, draw: random.Random) -> str:
    at = draw.randint(2, len(name) - 2)
    return name[:at] + draw.choice("- _") + name[at:]


def swapped(name: str, draw: random.Random) -> str:
    at = draw.randint(1, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def left_out(name: str, draw: random.Random) -> str:
    at = draw.randint(1, len(name) - 1)
    return name[:at] + name[at + 1 :]


def other_order(name: str, draw: random.Random) -> str:
    words = name.split()
    return " ".join([words[-1], *words[:-1]])


DOUBLES: dict[str, Callable[[str, random.Random], str]] = {
    "plural": plural,
    "hyphen or space": hyphen,
    "letters changed about": swapped,
    "letter left out": left_out,
    "other order of words": other_order,
}


def planted(names: Sequence[str]) -> None:
    """Plant doubles of each kind and print how many are found."""
    known = common_english_words()
    entries = [LabelEntry(at, (name,)) for at, name in enumerate(names)]
    before = len(same_labels(entries, known_words=known))
    say(f"{'planted':24}{'doubles':>8}{'found':>8}{'more':>6}")
    for kind, double in DOUBLES.items():
        draw = random.Random(SEED)
        taken = set(names)
        added: list[LabelEntry] = []
        wanted: set[frozenset[int]] = set()
        for at, name in enumerate(names):
            usable = name.replace(" ", "").isalpha() and len(name) >= 6
            if not usable or (double is other_order and " " not in name):
                continue
            other = double(name, draw)
            if other not in taken:
                taken.add(other)
                wanted.add(frozenset((at, len(names) + len(added))))
                added.append(LabelEntry(len(names) + len(added), (other,)))
        found = {
            frozenset((one.source_id, one.target_id))
            for one in same_labels([*entries, *added], known_words=known)
        }
        share = len(wanted & found) / max(len(wanted), 1)
        say(f"{kind:24}{len(wanted):>8}{share:>8.1%}{len(found - wanted) - before:>6}")


def timed() -> None:
    """Print the time for many labels, beside all pairs in Python."""
    draw = random.Random(SEED)
    names: set[str] = set()
    while len(names) < LABELS:
        names.add("".join(draw.choices(LETTERS[:14], k=draw.randint(4, 16))))
    entries = [
        LabelEntry(at, (name,), image_ids=draw.sample(range(IMAGES), IMAGES_EACH))
        for at, name in enumerate(sorted(names))
    ]
    start_s = time.perf_counter()
    same_labels(entries, known_words=common_english_words())
    ours_s = time.perf_counter() - start_s
    few = [entry.names[0] for entry in entries[:: LABELS // 1_000]]
    start_s = time.perf_counter()
    for one, other in combinations(few, 2):
        OSA.distance(one, other, score_cutoff=3)
    plain_s = (time.perf_counter() - start_s) * (LABELS / len(few)) ** 2
    say(
        f"{plain_s / ours_s:.0f} times as fast as spelling alone by all pairs in Python: "
        f"{ours_s:.2f} s for {LABELS} labels, {plain_s:.0f} s"
    )


def main() -> int:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    with Catalogue.open(options.catalogue) as catalogue:
        labels = {label.id: label for label in catalogue.labels.all()}
        found = run_job(find_same_labels(catalogue, cancel=threading.Event()))
    say(f"{len(labels)} labels, {len(found.pairs)} pairs suspected in {found.seconds:.2f} s")
    for pair in found.pairs[: options.show]:
        source, target = labels[pair.source_id], labels[pair.target_id]
        say(f"{pair.score:.2f}  {source.name} → {target.name}: {pair.reasons[0].kind}")
    planted([label.name for label in labels.values()])
    timed()
    return 0


if __name__ == "__main__":
    sys.exit(main())
