"""Learn what words look like from named drawings, for the built-in encoder's texts.

Makes ``landmarks.npy``, ``coefficients.npy`` and ``directions.npy`` in resources/builtin_encoder
(engine/encoders/built_in_parts/word_regression.py says how). In an empty folder SOURCES, fetch what
to learn from:

    npm pack emojibase-data@17.0.0 @iconify-json/noto@1.2.9 @iconify-json/noto-v1@1.2.5 \\
        @iconify-json/twemoji@1.2.5 @iconify-json/emojione@1.2.3 \\
        @iconify-json/fluent-emoji@1.2.7 @iconify-json/fluent-emoji-flat@1.2.6 \\
        @iconify-json/fxemoji@1.2.2 @iconify-json/streamline-emojis@1.2.4 \\
        @iconify-json/flat-color-icons@1.2.3 @iconify-json/fluent-color@1.2.21 \\
        @iconify-json/meteocons@1.2.4 @iconify-json/streamline-color@1.2.2 \\
        @iconify-json/streamline-cyber-color@1.2.2 @iconify-json/streamline-freehand-color@1.2.2 \\
        @iconify-json/streamline-kameleon-color@1.2.2 @iconify-json/streamline-plump-color@1.2.2 \\
        @iconify-json/streamline-stickies-color@1.2.2 @iconify-json/streamline-ultimate-color@1.2.2
    apt-get download wordnet-base
    dpkg-deb --extract wordnet-base_*.deb .

and then, from the folder of the program:

    pip install ".[words]"
    python -m scripts.learn_words SOURCES

It takes ten minutes on two cores and comes to the same files every time on the same machine.
Icon sets whose licence is neither Apache-2.0 nor MIT nor CC-BY-4.0 are refused.
"""

import argparse
import io
import json
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.encoders.base import FloatArray, PixelArray
from engine.encoders.built_in import (
    WORD_FILES,
    BuiltInEncoder,
    load_sentence_tower,
    sentence_centre,
)
from engine.encoders.built_in_parts.word_regression import (
    WordRegression,
    fit_words,
    unit,
    word_directions,
)

LICENCES = ("Apache-2.0", "MIT", "CC-BY-4.0")
EMOJI_SETS = frozenset(
    [
        "emojione",
        "fluent-emoji",
        "fluent-emoji-flat",
        "fxemoji",
        "noto",
        "noto-v1",
        "streamline-emojis",
        "twemoji",
    ]
)
SIZED_SETS = frozenset(["fluent-color"])
"""Where the number at the end of a name is a size, and not the number of another drawing."""
SKIN_TONE = re.compile(r"(-medium(-light|-dark)?|-light|-dark)+$")
OTHER_STYLE = re.compile(r"-(flat|duo)$")
ENDING = re.compile(r"-(\d+|fill|filled|regular|solid|alt|day|night|one|two|three)$")

TOO_GENERAL = frozenset(
    """abstraction, act, artifact, attribute, causal agent, communication, entity, event, group,
    instrumentality, matter, measure, object, physical entity, physical object,
    psychological feature, relation, state, thing, unit, whole""".replace("\n    ", " ").split(", ")
)
MOST_BROADER = 8

IMAGE_PX, DRAWN_PX = 224, 208
BATCH_SIZE = 64
LANDMARKS, RANK = 4000, 384


@dataclass(frozen=True)
class Drawing:
    """A drawing of an icon set; ``key`` is its name without what tells variants apart."""

    key: str
    svg: str


@dataclass(frozen=True)
class Emoji:
    """An emoji's name in one language, its tags, and the words of its group and subgroup."""

    name: str
    tags: tuple[str, ...]
    groups: tuple[str, ...]


class WordNet:
    """The nouns of WordNet 3.0: what is broader than a word in its most common sense."""

    def __init__(self, folder: Path) -> None:
        """``folder`` holds ``data.noun`` and ``index.noun``; see WordNet's wndb(5) for them."""
        self._words: dict[str, str] = {}
        self._broader: dict[str, str] = {}
        for fields in _lines(folder / "data.noun"):
            words = int(fields[3], 16)
            self._words[fields[0]] = fields[4].replace("_", " ")
            pointers = fields[5 + 2 * words :]
            kinds, targets = pointers[::4], pointers[1::4]
            for kind, target in zip(kinds, targets, strict=False):
                if kind in ("@", "@i"):
                    self._broader.setdefault(fields[0], target)
        self._first: dict[str, str] = {}
        self.common: list[str] = []
        """The nouns that WordNet's annotated texts have."""
        for fields in _lines(folder / "index.noun"):
            noun, senses = fields[0].replace("_", " "), int(fields[2])
            self._first[noun] = fields[-senses]
            if int(fields[-senses - 1]) and not noun[0].isdigit():
                self.common.append(noun)

    def broader(self, name: str) -> list[str]:
        """Ever broader words, without those too general to have a look; else of its last word."""
        name = name.lower()
        synset = self._first.get(name) or self._first.get(name.split(" ")[-1])
        found = []
        for _ in range(MOST_BROADER):
            synset = self._broader.get(synset or "")
            if synset is None:
                break
            found.append(self._words[synset])
        return [word for word in found if word not in TOO_GENERAL]


def _lines(path: Path) -> Iterator[list[str]]:
    """Fields of the lines before the gloss; the licence's lines begin with two blanks."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if not line.startswith("  "):
                yield line.split(" | ")[0].split()


def read_emoji(package: Path, language: str = "en") -> dict[str, Emoji]:
    """What the package emojibase-data says of every emoji in a language, by its English slug."""
    english = package_member(package, "en/data.json")
    slugs = {one["hexcode"]: slug(one["label"]) for one in english}
    data = english if language == "en" else package_member(package, f"{language}/data.json")
    messages = package_member(package, f"{language}/messages.json")
    groups, subgroups = (
        {one["order"]: tuple(one["message"].split(" & ")) for one in messages[kind]}
        for kind in ("groups", "subgroups")
    )
    return {
        slugs[one["hexcode"]]: Emoji(
            one["label"],
            tuple(one.get("tags", ())),
            groups.get(one.get("group"), ()) + subgroups.get(one.get("subgroup"), ()),
        )
        for one in data
        if one["hexcode"] in slugs
    }


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def read_icon_set(package: Path, emoji: Mapping[str, Emoji]) -> list[Drawing]:
    """The drawings of a package of Iconify, one a name where others differ in skin or style."""
    licence = package_member(package, "info.json")["license"]["spdx"]
    if licence not in LICENCES:
        raise SystemExit(f"{package.name} has the licence {licence}; take it out of the folder.")
    icons = package_member(package, "icons.json")
    names = icons["icons"]
    sized = icons["prefix"] in SIZED_SETS
    of_emoji = emoji if icons["prefix"] in EMOJI_SETS else {}
    joined = {one.replace("-", ""): one for one in of_emoji}
    drawings = []
    seen: set[str] = set()
    for name, icon in names.items():
        if icon.get("hidden") or is_variant(name, names, emoji):
            continue
        if sized and (name := re.sub(r"-\d+$", "", name)) in seen:
            continue
        seen.add(name)
        drawings.append(Drawing(key_of(name, joined), svg_of({**_box(icons), **icon})))
    return drawings


def is_variant(name: str, names: Container[str], emoji: Container[str]) -> bool:
    """Whether a drawing is one of the others with another colour of skin or in another style."""
    if "skin-tone" in name or name in emoji:
        return "skin-tone" in name
    bases = [one.sub("", name) for one in (SKIN_TONE, OTHER_STYLE)]
    return any(base != name and base in names for base in bases)


def key_of(name: str, joined: Mapping[str, str]) -> str:
    """An emoji's slug where the name is one but for a number; else the name's words.

    ``joined`` has the slugs by what they are without hyphens, where sets differ.
    """
    for candidate in (name, re.sub(r"-\d+$", "", name)):
        if found := joined.get(candidate.replace("-", "")):
            return found
    name = name.replace("_", "-").lower()
    while (shorter := ENDING.sub("", name)) != name:
        name = shorter
    return name


def _box(icons: Mapping[str, Any]) -> dict[str, Any]:
    """Iconify's defaults of a set for its icons."""
    box = {"left": 0, "top": 0, "width": 16, "height": 16}
    return {side: icons.get(side, default) for side, default in box.items()}


def svg_of(icon: Mapping[str, Any]) -> str:
    """An icon of Iconify as a file by itself, its longest side DRAWN_PX."""
    scale = DRAWN_PX / max(icon["width"], icon["height"])
    width, height = (max(1, round(icon[side] * scale)) for side in ("width", "height"))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{icon["left"]} {icon["top"]} {icon["width"]} {icon["height"]}" '
        f'width="{width}" height="{height}">{icon["body"]}</svg>'
    )


def words_of(key: str, emoji: Mapping[str, Emoji], wordnet: WordNet) -> list[str]:
    """The texts a drawing stands for: its name, its tags, what is broader, its groups."""
    known = emoji.get(key, Emoji(key.replace("-", " "), (), ()))
    found = (known.name, *known.tags, *wordnet.broader(known.name), *known.groups)
    return list(dict.fromkeys(found))


def render(svg: str) -> PixelArray | None:
    """(224, 224, 3) uint8 on white; None where nothing is to be seen."""
    import resvg_py

    try:
        drawn = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True))
    except ValueError:
        return None
    image = Image.open(io.BytesIO(drawn)).convert("RGBA")
    canvas = Image.new("RGBA", (IMAGE_PX, IMAGE_PX), "white")
    canvas.alpha_composite(image, ((IMAGE_PX - image.width) // 2, (IMAGE_PX - image.height) // 2))
    pixels = np.asarray(canvas.convert("RGB"))
    return None if (pixels > 250).all() else pixels


def encode(drawings: Sequence[Drawing]) -> tuple[list[str], FloatArray]:
    """The keys of the drawings that can be seen, and their features (n, 1280) float32."""
    encoder = BuiltInEncoder(precision="float32")
    keys, features = [], []
    with get_context("spawn").Pool() as pool:
        rendered = pool.imap(render, [one.svg for one in drawings], chunksize=16)
        pairs = zip(drawings, rendered, strict=True)
        seen = ((one.key, pixels) for one, pixels in pairs if pixels is not None)
        while batch := list(islice(seen, BATCH_SIZE)):
            keys += [key for key, _ in batch]
            features.append(encoder.encode_images(np.stack([pixels for _, pixels in batch])))
            say(f"\r{len(keys)} drawings")
    say("\n")
    return keys, np.concatenate(features)


def learn(
    keys: Sequence[str], words: Sequence[Sequence[str]], features: FloatArray
) -> WordRegression:
    """From the drawings' names, the texts they stand for and their features.

    A drawing counts for the less, the more there are of its name, and a word for the more, the
    more drawings it has; both by the square root.
    """
    by_word: dict[str, list[int]] = {}
    for row, some in enumerate(words):
        for text in some:
            by_word.setdefault(text, []).append(row)
    of_name = Counter(keys)
    weights = np.array([of_name[key] ** -0.5 for key in keys], np.float32)
    rows: list[NDArray[np.int64]] = [np.array(some) for some in by_word.values()]
    targets = word_directions(features, weights, rows)
    sentences = unit(load_sentence_tower().encode(list(by_word)).numpy() - sentence_centre())
    counts = np.array([len(some) for some in rows], np.float32)
    say(f"{len(by_word)} words\n")
    return fit_words(sentences, targets, np.sqrt(counts), most=LANDMARKS, rank=RANK)


def package_member(package: Path, name: str) -> Any:  # noqa: ANN401  # JSON
    """A JSON file inside an npm package."""
    with tarfile.open(package) as archive:
        stream = archive.extractfile(f"package/{name}")
        assert stream is not None
        return json.load(stream)


def say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path, help="the folder of npm packages and WordNet")
    sources = parser.parse_args().sources
    emoji = read_emoji(next(sources.glob("emojibase-data-*.tgz")))
    wordnet = WordNet(sources / "usr" / "share" / "wordnet")
    packages = sorted(sources.glob("iconify-json-*.tgz"))
    drawings = [one for package in packages for one in read_icon_set(package, emoji)]
    keys, features = encode(drawings)
    learned = learn(keys, [words_of(key, emoji, wordnet) for key in keys], features)
    for name, path in WORD_FILES.items():
        np.save(path, getattr(learned, name).astype(np.float16), allow_pickle=False)


if __name__ == "__main__":
    main()
