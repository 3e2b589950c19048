"""Teach the built-in encoder other languages than English, by the names of emoji in these.

Makes the files in resources/builtin_encoder/languages
(engine/encoders/built_in_parts/other_languages.py says what they are). In an empty folder SOURCES,
fetch what to learn from:

    npm pack emojibase-data@17.0.0 @iconify-json/noto@1.2.9 @iconify-json/twemoji@1.2.5 \\
        @iconify-json/emojione@1.2.3 @iconify-json/fluent-emoji-flat@1.2.6 \\
        @iconify-json/flat-color-icons@1.2.3
    apt-get download wordnet-base
    dpkg-deb --extract wordnet-base_*.deb .

and then, from the folder of the program:

    pip install ".[words,languages]"
    python -m scripts.learn_languages SOURCES

What was learned before, with more drawings, goes on being what English is read with.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.encoders.base import FloatArray
from engine.encoders.built_in import (
    BuiltInEncoder,
    class_vectors,
    load_image_tower,
    load_sentence_tower,
    sentence_centre,
)
from engine.encoders.built_in_parts.other_languages import (
    CENTRE_FILE,
    ENGLISH_FILE,
    LEARNED_DIR,
    REGRESSION_NAMES,
    SHARPNESS,
    multilingual_tower,
)
from engine.encoders.built_in_parts.word_regression import (
    WordRegression,
    fit_words,
    unit,
    word_directions,
)
from engine.encoders.tower import unit_rows
from scripts.learn_words import (
    Emoji,
    WordNet,
    encode,
    read_emoji,
    read_icon_set,
    say,
    words_of,
)

LANGUAGES = ("nb", "sv", "de", "es", "fr")
"""Whose names of emoji are learned from; the package's model carries what they teach to others."""
LANDMARKS, RANK, RIDGE = 2000, 256, 0.3
CLASSES_SHARE = 0.5
"""How much of what the ImageNet classes say is put to what the drawings of a word say."""
NAME_WEIGHT = 3.0
"""What the name of an emoji counts, where a word that several have counts 1."""


ReadEnglish = Callable[[Sequence[str]], FloatArray]
"""Texts to vectors (n, 1280) of length 1."""


@dataclass(frozen=True)
class Drawn:
    """Drawings by their keys, with features (n, 1280), and the texts each stands for in English
    and in other languages; ``nouns`` are English ones that no drawing need stand for."""

    keys: Sequence[str]
    features: FloatArray
    english: Mapping[str, Sequence[str]]
    others: Mapping[str, Mapping[str, Emoji]]
    """By language, then by key."""
    nouns: Sequence[str]


@dataclass(frozen=True)
class Lessons:
    """Texts with the vectors (n, 1280) they should get, and what each counts."""

    texts: list[str]
    targets: FloatArray
    weights: FloatArray


def drawn_from(sources: Path, languages: Sequence[str]) -> Drawn:
    """The drawings of all packages in the folder, encoded, with their words."""
    package = next(sources.glob("emojibase-data-*.tgz"))
    emoji = read_emoji(package)
    wordnet = WordNet(sources / "usr" / "share" / "wordnet")
    icons = sorted(sources.glob("iconify-json-*.tgz"))
    keys, features = encode([one for path in icons for one in read_icon_set(path, emoji)])
    english = {key: words_of(key, emoji, wordnet) for key in set(keys)}
    others = {language: read_emoji(package, language) for language in languages}
    return Drawn(keys, features, english, others, wordnet.common)


def lessons(
    drawn: Drawn, read_english: ReadEnglish, spared: frozenset[str] = frozenset()
) -> Lessons:
    """What there is to learn, but for the drawings with these keys, and their names.

    The target of a text is the direction of its drawings; that of an English text, and of a name
    whose English one is known, has the classes of the English text in it too. That of an English
    noun without drawings is what ``read_english`` makes of it.
    """
    rows = [row for row, key in enumerate(drawn.keys) if key not in spared]
    keys = [drawn.keys[row] for row in rows]
    features = drawn.features[rows]
    of_name = Counter(keys)
    weights = np.array([of_name[key] ** -0.5 for key in keys], np.float32)
    rows_of_key: dict[str, list[int]] = {}
    for row, key in enumerate(keys):
        rows_of_key.setdefault(key, []).append(row)

    texts: list[str] = []
    groups: list[NDArray[np.int64]] = []
    english: list[str] = []
    counts: list[float] = []

    def add(text: str, rows: Sequence[int], in_english: str, weight: float) -> None:
        texts.append(text)
        groups.append(np.array(rows))
        english.append(in_english)
        counts.append(weight)

    spared_names = {drawn.english[key][0].lower() for key in spared if key in drawn.english}
    for word, found in _by_word(rows_of_key, drawn.english, spared_names).items():
        add(word, found, word, 1.0)
    for named in drawn.others.values():
        spared_names = {named[key].name.lower() for key in spared if key in named}
        for key in [key for key in rows_of_key if key in named]:
            add(named[key].name, rows_of_key[key], drawn.english[key][0], NAME_WEIGHT)
        tags = {key: (*one.tags, *one.groups) for key, one in named.items()}
        for word, found in _by_word(rows_of_key, tags, spared_names).items():
            add(word, found, "", 1.0)

    targets = word_directions(features, weights, groups)
    known = [row for row, text in enumerate(english) if text]
    distinct = list(dict.fromkeys(english[row] for row in known))
    place = {text: row for row, text in enumerate(distinct)}
    of_classes = english_classes(distinct)[[place[english[row]] for row in known]]
    targets[known] = unit(targets[known] + np.float32(CLASSES_SHARE) * of_classes)

    learned = {*texts, *(drawn.english[key][0].lower() for key in spared if key in drawn.english)}
    nouns = [noun for noun in drawn.nouns if noun not in learned]
    return Lessons(
        texts + nouns,
        np.concatenate([targets, read_english(nouns)]),
        np.array(counts + [1.0] * len(nouns), np.float32),
    )


def _by_word(
    rows_of_key: Mapping[str, Sequence[int]],
    words: Mapping[str, Sequence[str]],
    spared: set[str],
) -> dict[str, list[int]]:
    """The rows of the drawings that each word stands for, but for some words in lower case."""
    found: dict[str, list[int]] = {}
    for key, rows in rows_of_key.items():
        for word in dict.fromkeys(words.get(key, ())):
            if word.lower() not in spared:
                found.setdefault(word, []).extend(rows)
    return found


def english_classes(texts: Sequence[str]) -> FloatArray:
    """(n, 1280) what the ImageNet classes say of English texts."""
    _, _, rows = load_image_tower()
    centre = torch.from_numpy(sentence_centre())
    sentences = unit_rows(load_sentence_tower().encode(texts), centre)
    vectors: FloatArray = class_vectors(sentences, rows).numpy()
    return vectors


def taught(sentences: FloatArray, given: Lessons) -> WordRegression:
    """The regression from the texts' centred sentence vectors, rows of length 1."""
    return fit_words(
        sentences,
        given.targets,
        given.weights,
        most=LANDMARKS,
        rank=RANK,
        sharpness=SHARPNESS,
        ridge=RIDGE,
    )


def english_weights(sentences: FloatArray, is_english: NDArray[np.bool_]) -> FloatArray:
    """(s + 1,): a logistic regression that tells English from other languages."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=100.0, class_weight="balanced", max_iter=1000)
    model.fit(sentences, is_english)
    weights: FloatArray = np.append(model.coef_[0], model.intercept_).astype(np.float32)
    return weights


def language_lessons(drawn: Drawn) -> tuple[list[str], NDArray[np.bool_]]:
    """Texts and whether they are English; those that are in both are left out."""
    english = {word for key in drawn.others[LANGUAGES[0]] for word in drawn.english.get(key, ())}
    others = {
        word
        for named in drawn.others.values()
        for one in named.values()
        for word in (one.name, *one.tags, *one.groups)
    }
    both = {word.lower() for word in english} & {word.lower() for word in others}
    texts = [word for word in sorted(english | others) if word.lower() not in both]
    return texts, np.array([word in english for word in texts])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path, help="the folder of npm packages and WordNet")
    drawn = drawn_from(parser.parse_args().sources, LANGUAGES)
    given = lessons(drawn, BuiltInEncoder().encode_texts)
    texts, is_english = language_lessons(drawn)
    say(f"{len(given.texts)} texts to learn from\n")
    distinct = list(dict.fromkeys([*given.texts, *texts]))
    row_of = {text: row for row, text in enumerate(distinct)}
    vectors = multilingual_tower().encode(distinct).numpy()
    # Stored in float16, and learned with what is stored.
    centre = vectors.mean(axis=0).astype(np.float16)
    sentences = unit(vectors - centre.astype(np.float32))
    learned = taught(sentences[[row_of[text] for text in given.texts]], given)
    LEARNED_DIR.mkdir(exist_ok=True)
    for name in REGRESSION_NAMES:
        values = getattr(learned, name).astype(np.float16)
        np.save(LEARNED_DIR / f"{name}.npy", values, allow_pickle=False)
    np.save(CENTRE_FILE, centre, allow_pickle=False)
    weights = english_weights(sentences[[row_of[text] for text in texts]], is_english)
    np.save(ENGLISH_FILE, weights, allow_pickle=False)


if __name__ == "__main__":
    main()
