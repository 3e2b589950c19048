"""Reading what the built-in encoder learns words from; drawing it needs a library apart."""

import io
import json
import tarfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from engine.encoders.built_in import load_sentence_tower, sentence_centre
from engine.encoders.built_in_parts.word_regression import unit
from scripts.learn_words import (
    Emoji,
    WordNet,
    key_of,
    learn,
    read_emoji,
    read_icon_set,
    slug,
    words_of,
)

EMOJI = {
    "dog": Emoji("dog", ("animal", "pet"), ("animals", "nature", "mammal")),
    "red-apple": Emoji("red apple", ("fruit",), ("food", "drink")),
    "police-car-light": Emoji("police car light", (), ("travel",)),
}
# In WordNet's own form: offset, file, kind, how many words, words, how many pointers, pointers.
NOUNS = """\
  1 This is the licence, which has lines of its own. @ 00000001 n 0000
00000001 03 n 01 entity 0 000 | that which is
00000002 03 n 02 animal 0 beast 0 001 @ 00000001 n 0000 | a living thing
00000003 05 n 01 domestic_dog 0 002 %p 00000009 n 0000 @ 00000002 n 0000 | a pet | of many
00000004 13 n 0b apple 0 b 0 c 0 d 0 e 0 f 0 g 0 h 0 i 0 j 0 k 0 001 @ 00000005 n 0000 | to eat
00000005 13 n 01 edible_fruit 0 001 @ 00000001 n 0000 | fruit to eat
00000006 15 n 01 Norway 0 001 @i 00000007 n 0000 | a country
00000007 15 n 01 country 0 000 | a country
00000009 05 n 01 sausage 0 000 | a dog in a bun
"""
INDEX = """\
  1 This is the licence.
dog n 2 2 @ %p 2 1 00000003 00000009
apple n 1 1 @ 1 0 00000004
animal n 1 1 @ 1 0 00000002
norway n 1 1 @ 1 0 00000006
"""


@pytest.fixture
def wordnet(tmp_path: Path) -> WordNet:
    (tmp_path / "data.noun").write_text(NOUNS)
    (tmp_path / "index.noun").write_text(INDEX)
    return WordNet(tmp_path)


def package(path: Path, **members: object) -> Path:
    """An npm package with these JSON files, "/" in their names as two underscores."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            data = json.dumps(content).encode()
            entry = tarfile.TarInfo(f"package/{name.replace('__', '/')}.json")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return path


def icon_set(path: Path, prefix: str, *names: str, licence: str = "MIT", **more: object) -> Path:
    icons = {name: {"body": f'<path id="{name}" d="M0 0h9v9z"/>'} for name in names}
    return package(
        path,
        info={"license": {"spdx": licence}},
        icons={"prefix": prefix, "icons": icons, **more},
    )


@pytest.mark.parametrize(
    ("name", "broader"),
    [
        ("dog", ["animal"]),
        ("Dog", ["animal"]),
        ("guard dog", ["animal"]),
        ("apple", ["edible fruit"]),
        ("Norway", ["country"]),
        ("animal", []),
        ("unheard of", []),
    ],
)
def test_broader_words_are_those_of_the_first_sense(
    wordnet: WordNet, name: str, broader: list[str]
) -> None:
    assert wordnet.broader(name) == broader


def test_emoji_have_names_tags_and_groups(tmp_path: Path) -> None:
    path = package(
        tmp_path / "emojibase-data-1.0.0.tgz",
        en__data=[
            {"label": "regional indicator F", "hexcode": "1F1EB"},
            {
                "label": "flag: Côte d’Ivoire",
                "hexcode": "1F1E8-1F1EE",
                "tags": ["CI"],
                "group": 9,
                "subgroup": 98,
            },
        ],
        nb__data=[
            {"label": "flagg: Elfenbenskysten", "hexcode": "1F1E8-1F1EE", "group": 9},
            {"label": "bare på norsk", "hexcode": "1F999"},
        ],
        nb__messages={"groups": [{"order": 9, "message": "flagg"}], "subgroups": []},
        en__messages={
            "groups": [{"order": 9, "message": "flags & signs"}],
            "subgroups": [{"order": 98, "message": "country flags"}],
        },
    )

    assert read_emoji(path) == {
        "regional-indicator-f": Emoji("regional indicator F", (), ()),
        "flag-c-te-d-ivoire": Emoji(
            "flag: Côte d’Ivoire", ("CI",), ("flags", "signs", "country flags")
        ),
    }
    assert read_emoji(path, "nb") == {
        "flag-c-te-d-ivoire": Emoji("flagg: Elfenbenskysten", (), ("flagg",))
    }


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("red-apple", "red-apple"),
        ("redapple", "red-apple"),
        ("red-apple-2", "red-apple"),
        ("house-1", "house"),
        ("cloud-rain-2-fill", "cloud-rain"),
        ("partly_Cloudy-day", "partly-cloudy"),
        ("3", "3"),
        ("fill", "fill"),
    ],
)
def test_names_lose_what_tells_drawings_of_one_thing_apart(name: str, key: str) -> None:
    assert key_of(name, {one.replace("-", ""): one for one in EMOJI}) == key


def test_skin_tones_styles_sizes_and_hidden_icons_are_left_out(tmp_path: Path) -> None:
    names = [
        "dog", "police-car", "police-car-light", "baby", "baby-light", "baby-medium-dark",
        "waving-hand-dark-skin-tone", "traffic-light", "house", "house-flat", "tv-duo",
    ]  # fmt: skip
    path = icon_set(tmp_path / "a.tgz", "noto", *names)
    sizes = icon_set(tmp_path / "b.tgz", "fluent-color", "star-16", "star-24", "add-circle-16")

    keys = [one.key for one in read_icon_set(path, EMOJI)]

    expected = ["dog", "police-car", "police-car-light", "baby", "traffic-light", "house", "tv-duo"]
    assert keys == expected
    assert [one.key for one in read_icon_set(sizes, EMOJI)] == ["star", "add-circle"]


def test_icons_become_files_of_their_own(tmp_path: Path) -> None:
    path = icon_set(tmp_path / "a.tgz", "noto", "dog", width=20, height=10, left=-5)

    (drawing,) = read_icon_set(path, EMOJI)

    root = ElementTree.fromstring(drawing.svg)
    assert root.get("viewBox") == "-5 0 20 10"
    assert (root.get("width"), root.get("height")) == ("208", "104")
    assert [child.get("id") for child in root] == ["dog"]


def test_icons_without_a_size_are_of_16(tmp_path: Path) -> None:
    (drawing,) = read_icon_set(icon_set(tmp_path / "a.tgz", "noto", "dog"), EMOJI)

    assert ElementTree.fromstring(drawing.svg).get("viewBox") == "0 0 16 16"


def test_other_licences_are_refused(tmp_path: Path) -> None:
    path = icon_set(tmp_path / "openmoji.tgz", "openmoji", "dog", licence="CC-BY-SA-4.0")

    with pytest.raises(SystemExit, match=r"openmoji.tgz has the licence CC-BY-SA-4.0"):
        read_icon_set(path, EMOJI)


def test_a_drawing_stands_for_its_name_tags_broader_words_and_groups(wordnet: WordNet) -> None:
    assert words_of("dog", EMOJI, wordnet) == [
        "dog",
        "animal",
        "pet",
        "animals",
        "nature",
        "mammal",
    ]
    assert words_of("big-apple", EMOJI, wordnet) == ["big apple", "edible fruit"]
    assert slug("flag: Norway") == "flag-norway"


def test_words_point_at_drawings_of_what_they_name() -> None:
    rng = np.random.default_rng(3)
    words = [["dog", "animal"], ["dog", "animal"], ["cat", "animal"], ["lorry", "vehicle"]] * 5
    keys = [some[0] for some in words]
    features = rng.normal(scale=0.1, size=(20, 1280)).astype(np.float32)
    for row, some in enumerate(words):
        features[row, [sum(map(ord, text)) for text in some]] += 1
    features /= np.linalg.norm(features, axis=1, keepdims=True)

    learned = learn(keys, words, features)

    assert learned.landmarks.shape == (5, 384)
    assert learned.directions.shape == (384, 1280)
    asked = load_sentence_tower().encode(["puppy", "cat", "truck"]).numpy() - sentence_centre()
    nearest = np.argmax(learned.vectors(unit(asked)) @ features.T, axis=1)
    assert [keys[row] for row in nearest] == ["dog", "cat", "lorry"]
