"""Measures suggesters on images and captions together against either alone.

    python -m tests.benchmarks.captioned.words_and_pictures CATALOGUE.nabolag.sqlite [--seeds 3]
        [--labels sign,flag,…]

Takes titles as captions where an image has no other (in memory; nothing in the catalogue changes).
Two kinds of splits, 60/20/20 by seed: *images apart* keeps near-duplicates in one part, as
``evaluate`` does; *titles apart* also keeps images with the same title in one part, because a
title such as that of a series tells what another image of the series shows.

Every suggester is tuned on the validation images by average precision over a few settings and then
measured on the test images, fitted to both other parts: AUC-PR (average precision) of each label
and micro, with 95 % intervals from resampling the test images of all seeds, and chance level,
which is the prevalence. The share of titles that name their label is told; a third table is made
with those words taken out of the titles.
"""

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.metrics import average_precision_score

from db.catalogue import Catalogue
from engine.answers.language import encoded_phrases, finished, label_text, language_settings
from engine.answers.references import encoder_and_features, load_references
from engine.answers.text_encoder import text_encoder_of
from engine.evaluation.splits import joined
from engine.suggesters.base import FloatArray, IdArray, References
from engine.suggesters.registry import suggester_kind
from engine.words_and_pictures import apart, mean_texts, paired

LABELS = "sign,flag,shape,people,food,recreation,animal,transport"
"""The largest of the sample archive that say what a picture shows, and are not one series with one
title (as stars and card are); the largest of an archive that has none of them."""

SUGGESTERS: Mapping[str, Sequence[dict[str, Any]]] = {
    "words-and-pictures": [{"text_share": share} for share in (0.0, 0.3, 0.5, 0.7, 1.0)],
    "kernel-ridge-on-both": [{"regularization": one} for one in (0.02, 0.1)],
    "kernel-ridge-on-sum": [{"regularization": one} for one in (0.02, 0.1)],
    "linear-probe-on-both": [{"strength": one} for one in (10.0, 100.0)],
    "linear-probe-on-sum": [{"strength": one} for one in (10.0, 100.0)],
    "neighbor-search-on-both": [{"text_share": one} for one in (0.2, 0.35, 0.5)],
    "kernel-ridge-on-texts": [{"regularization": one} for one in (0.02, 0.1)],
    "neighbor-search-on-texts": [{"temperature": one} for one in (10.0, 20.0)],
    "kernel-ridge": [{"regularization": one} for one in (0.02, 0.1)],
    "neighbor-search": [{"temperature": one} for one in (10.0, 20.0)],
    "language-image": [{}],
}
MERGED = [name for name in SUGGESTERS if "both" in name or "sum" in name]
SINGLE = [name for name in SUGGESTERS if name not in (*MERGED, "words-and-pictures")]

RESAMPLES = 300


@dataclass(frozen=True)
class Archive:
    """Labelled images with their texts. truths: (n, C) bool; groups, series: (n,), the same number
    for images that go into one part; named: (C,) share of the images with a text whose text names
    the label."""

    references: References
    truths: NDArray[np.bool_]
    names: list[str]
    groups: IdArray
    series: IdArray
    named: NDArray[np.float64]


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 1 where no merged suggester beats the better single one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--labels", default=LABELS)
    given = parser.parse_args(arguments)
    with Catalogue.open(given.catalogue) as catalogue:
        archive = read(catalogue, given.labels.split(","))
        wordless = read(catalogue, given.labels.split(","), without_names=True)
        text_encoder_of(catalogue).close()
    say(f"{len(archive.truths)} images; titles that name their label:")
    say("  " + ", ".join(f"{n} {s:.0%}" for n, s in zip(archive.names, archive.named, strict=True)))
    kept = True
    for title, one, together in (
        ("images apart", archive, archive.groups),
        ("titles apart", archive, archive.series),
        ("titles apart, words of the labels taken out", wordless, archive.series),
    ):
        kept &= table(title, one, together, given.seeds)
    return 0 if kept else 1


def read(catalogue: Catalogue, labels: list[str], *, without_names: bool = False) -> Archive:
    """The labelled images as pairs; ``without_names``: words of the labels taken out of texts."""
    _, store = encoder_and_features(catalogue)
    loaded = load_references(catalogue, store)
    images = catalogue.images.get_many(loaded.references.image_ids.tolist())
    known = catalogue.captions.of_images([image.id for image in images])
    texts = [[one.text for one in known[image.id]] or [image.title or ""] for image in images]
    texts = [[" ".join(one.split()) for one in own if one.strip()] for own in texts]
    every = {label.shown: label for label in catalogue.labels.all()}
    if not set(labels) & set(every):
        counts = np.asarray(loaded.references.labels.sum(axis=0)).ravel()
        largest = {loaded.columns.ids[column] for column in np.argsort(-counts)[: len(labels)]}
        labels = [name for name, label in every.items() if label.id in largest]
    labels = [name for name in labels if name in every]
    chosen = [every[name] for name in labels]
    columns = [loaded.columns.ids.index(label.id) for label in chosen]
    truths = loaded.references.labels[:, columns].toarray() > 0
    words = [re.compile(rf"\b{re.escape(name.rstrip('s'))}\w*", re.IGNORECASE) for name in labels]
    names_it = np.array([[any(w.search(t) for t in own) for w in words] for own in texts])
    has_text = np.array([bool(own) for own in texts])
    if without_names:
        texts = [[_without(one, words) for one in own] for own in texts]
        texts = [[one for one in own if one] for own in texts]
    flat = [(row, one) for row, own in enumerate(texts) for one in own]
    vectors = text_encoder_of(catalogue).encode([one for _, one in flat])
    owner = np.array([row for row, _ in flat], dtype=np.int64)
    language = language_settings(catalogue.settings)
    asked = [label_text(label, language.names) for label in chosen]
    phrases = finished(encoded_phrases(catalogue, asked, language.usable(), language))
    pairs = paired(loaded.references.features, mean_texts(vectors, owner, len(images)))
    titles = [" ".join(own).casefold() or f"\0{row}" for row, own in enumerate(texts)]
    series = joined(loaded.groups, np.unique(titles, return_inverse=True)[1].astype(np.int64))
    return Archive(
        References(pairs, csr_array(truths.astype(float)), loaded.references.image_ids, phrases),
        truths,
        labels,
        loaded.groups,
        series,
        (names_it & truths)[has_text].sum(axis=0) / np.maximum(truths[has_text].sum(axis=0), 1),
    )


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _without(text: str, words: Sequence[re.Pattern[str]]) -> str:
    for word in words:
        text = word.sub(" ", text)
    return " ".join(text.split())


def parts(groups: IdArray, seed: int) -> NDArray[np.int64]:
    """(n,) 0 train, 1 validation, 2 test; groups stay together."""
    numbers, member = np.unique(groups, return_inverse=True)
    drawn = np.random.default_rng(seed).permutation(len(numbers)) / len(numbers)
    return np.searchsorted([0.6, 0.8], drawn[member], side="right")


def scores(
    name: str, setting: dict[str, Any], archive: Archive, learned: IdArray, asked: IdArray
) -> FloatArray:
    """(q, C) what a suggester says of some rows, learned from others."""
    kind = suggester_kind(name)
    references = archive.references
    if not kind.needs_texts:
        references = replace(references, features=apart(references.features).images)
    start = kind.starting_point("built-in").hyperparameters
    fitted = kind.create({**start, **setting}).fit(references.some(learned))
    return fitted.score(references.features[asked])


def average_precision(truths: NDArray[np.bool_], found: FloatArray) -> NDArray[np.float64]:
    """(C + 1,) of every label and micro, last."""
    each = [
        average_precision_score(truths[:, c], found[:, c]) if truths[:, c].any() else np.nan
        for c in range(truths.shape[1])
    ]
    return np.array([*each, average_precision_score(truths.ravel(), found.ravel())])


def table(title: str, archive: Archive, groups: IdArray, seeds: int) -> bool:
    """Print one table; whether the best merged suggester is above the better single one."""
    tested: dict[str, list[tuple[NDArray[np.bool_], FloatArray]]] = {n: [] for n in SUGGESTERS}
    for seed in range(seeds):
        part = parts(groups, seed)
        train, valid, test = (np.flatnonzero(part == one) for one in range(3))
        known = np.flatnonzero(part < 2)
        for name, settings in SUGGESTERS.items():
            best = settings[0]
            if len(settings) > 1:
                tried = [scores(name, one, archive, train, valid) for one in settings]
                reached = [average_precision(archive.truths[valid], one)[-1] for one in tried]
                best = settings[int(np.argmax(reached))]
            found = scores(name, best, archive, known, test)
            tested[name].append((archive.truths[test], found))
    chance = np.mean([t.mean(axis=0) for t, _ in tested["kernel-ridge"]], axis=0)
    say(f"\n{title}: AUC-PR in %, mean of {seeds} seeds, micro with its 95 % interval")
    say(f"{'':26}" + "".join(f"{name[:9]:>10}" for name in archive.names) + "     micro")
    say(_row("chance (prevalence)", [*chance, float(chance.mean())]))
    micro = {}
    for name, seen in tested.items():
        values = np.nanmean([average_precision(*one) for one in seen], axis=0)
        low, high = _interval(seen)
        micro[name] = float(values[-1])
        say(_row(name, values) + f"  [{100 * low:.1f}, {100 * high:.1f}]")
    merged, single = max(MERGED, key=micro.__getitem__), max(SINGLE, key=micro.__getitem__)
    low, high = _interval(tested[merged], tested[single])
    gain = 100 * (micro[merged] - micro[single])
    say(
        f"best merged {merged} against best single {single}: {gain:+.1f} points "
        f"[{100 * low:+.1f}, {100 * high:+.1f}]"
    )
    return gain > 0


Seen = Sequence[tuple[NDArray[np.bool_], FloatArray]]


def _interval(seen: Seen, against: Seen | None = None) -> tuple[float, float]:
    """95 % of micro AUC-PR, or of its difference, over resampled test images of every seed."""
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(RESAMPLES):
        values = []
        for seed, (truths, found) in enumerate(seen):
            rows = rng.integers(0, len(truths), len(truths))
            value = average_precision_score(truths[rows].ravel(), found[rows].ravel())
            if against is not None:
                other = against[seed][1][rows].ravel()
                value -= average_precision_score(truths[rows].ravel(), other)
            values.append(value)
        drawn.append(np.mean(values))
    low, high = np.quantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def _row(name: str, values: Sequence[float] | NDArray[np.float64]) -> str:
    return f"{name:26}" + "".join(f"{100 * value:10.1f}" for value in values)


if __name__ == "__main__":
    sys.exit(main())
