"""Names of picture files in an export: every system takes them, and no two images share one."""

import random
import re
import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exchange.picture_names import MOST_NAME_BYTES, PictureNames
from engine.exchange.records import ExchangedImage

AWKWARD = (
    *("..", ".", "", "CON", "con.", "nul .x", "Lpt¹", "COM7.jpg.jpg", "a:b", "a\\b", 'q"?*<>|'),
    *(" a ", "a.", "b ", "\udcff\udc80", "\x00", "\x7f\n", ".hidden", "__macosx", "~1"),
    *("é", "e\u0301", "É", "ß", "SS", "ſs", "k", "\u212a", "ΐ", "ǰ", "ﬁ", "\u202egpj.exe"),
    *("test", "train", "My VAL 1", "dev", "evaluation", "😀" * 80, "ა" * 130, "x" * 300),
    "a\u0301" * 200,
)
PARTS = st.sampled_from(AWKWARD) | st.text(st.characters(), max_size=12)
ENDINGS = st.sampled_from(["", ".jpg", ".JPG", ".png", ".tar.gz", ".", " .jpg", ".2021"])
FILES = st.builds(lambda parts, end: "/".join(parts) + end, st.lists(PARTS, min_size=1), ENDINGS)
RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in "0123"}


def folded(path: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFC", path).casefold())


def names_of(files: list[str], *, flat: bool = False, suffix: str = ".jpg") -> list[str]:
    names = PictureNames(flat=flat)
    return [names.name(ExchangedImage(file), suffix) for file in files]


def check_portable(name: str) -> None:
    """As Windows, macOS and Linux want it."""
    assert name.endswith(".jpg")
    for part in name.split("/"):
        assert part not in ("", ".", "..")
        assert len(part.encode()) <= MOST_NAME_BYTES
        assert not part.startswith((".", " ", "__"))
        assert not part.endswith((".", " "))
        assert not re.search(r'[<>:"\\|?*\x00-\x1f\x7f-\x9f\u202a-\u202e]', part)
        assert part.split(".")[0].rstrip().casefold() not in RESERVED
    assert not PureWindowsPath(name).is_reserved()
    assert unicodedata.is_normalized("NFC", name)


@given(st.lists(FILES, unique=True, max_size=12), st.booleans())
def test_any_names_become_portable_and_differ_everywhere(files: list[str], flat: bool) -> None:
    made = names_of(files, flat=flat)
    for name in made:
        check_portable(name)
    assert len({folded(name.removesuffix(".jpg")) for name in made}) == len(files)
    # No file lies where another has its folder.
    folders = {folded(name[:at]) for name in made for at in range(len(name)) if name[at] == "/"}
    assert not folders & {folded(name) for name in made}
    if flat:
        assert not folders


@given(st.lists(FILES, unique=True, max_size=12), st.randoms(use_true_random=False))
def test_asking_again_changes_nothing(files: list[str], chance: random.Random) -> None:
    names = PictureNames()
    first = {file: names.name(ExchangedImage(file), ".jpg") for file in files}
    again = files * 2
    chance.shuffle(again)
    assert all(names.name(ExchangedImage(file), ".jpg") == first[file] for file in again)


@given(st.lists(FILES, unique=True, max_size=12), st.integers(0, 2**12 - 1))
def test_what_is_left_out_renames_nothing_but_twins(files: list[str], chosen: int) -> None:
    whole = dict(zip(files, names_of(files), strict=True))
    some = [file for at, file in enumerate(files) if chosen >> at & 1]
    for file, name in zip(some, names_of(some), strict=True):
        if "~" not in whole[file]:
            assert name == whole[file]


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("a/b/Crane 1.JPG", "a/b/Crane 1.jpg"),
        ("plain.png", "plain.jpg"),
        ("Kjøttmeis/Blåmeis (2).jpeg", "Kjøttmeis/Blåmeis (2).jpg"),
        ("e\u0301te\u0301/x.jpg", "été/x.jpg"),
        ("2021.05/photo.v2.jpg", "2021.05/photo.v2.jpg"),
        ("no ending", "no ending.jpg"),
        ("latest/attest.jpg", "latest/attest.jpg"),
        ("end .jpg", "end .jpg"),
    ],
)
def test_harmless_names_stay(file: str, name: str) -> None:
    assert names_of([file]) == [name]


@pytest.mark.parametrize(
    ("file", "start"),
    [
        ("../../etc/passwd", "_~"),
        ("CON.jpg", "_CON~"),
        ("a:b.jpg", "a_b~"),
        (".hidden.jpg", "_hidden~"),
        ("\udcff.jpg", "_~"),
        ("train 1.jpg", "train~ 1~"),
    ],
)
def test_others_are_changed_a_little_and_marked(file: str, start: str) -> None:
    assert names_of([file])[0].startswith(start)
    assert re.search(r"~[0-9a-f]{8}\.jpg$|~[0-9a-f]{8}/", names_of([file])[0])


def test_twins_by_case_composition_or_ending_are_told_apart() -> None:
    files = ["A.jpg", "a.JPG", "a.png", "é.jpg", "e\u0301.jpg", "d/x.jpg", "D/X.jpg", "a.jpg/b.jpg"]
    made = names_of(files)
    assert made[0] == "A.jpg"
    assert all(re.fullmatch(r"a~[0-9a-f]{8}\.jpg", name) for name in made[1:3])
    assert made[3] == "é.jpg"
    assert re.fullmatch(r"é~[0-9a-f]{8}\.jpg", made[4])
    assert re.fullmatch(r"D/X~[0-9a-f]{8}\.jpg", made[6])
    assert re.fullmatch(r"a\.jpg~[0-9a-f]{8}/b\.jpg", made[7])


def test_pictures_that_keep_their_endings_are_told_apart_without_them() -> None:
    names = PictureNames()
    assert names.name(ExchangedImage("a/x.cr2"), ".cr2") == "a/x.cr2"
    assert re.fullmatch(r"a/x~[0-9a-f]{8}\.jpg", names.name(ExchangedImage("a/x.jpg"), ".jpg"))


def test_flat_names_hold_the_folders() -> None:
    made = names_of(["a/b.jpg", "a_b.jpg", "c/b.jpg"], flat=True)
    assert made[0] == "a_b.jpg"
    assert made[1].startswith("a_b~")
    assert made[2] == "c_b.jpg"


def test_no_name_looks_like_a_part_to_datasets(tmp_path: Path) -> None:
    from datasets.data_files import (
        DEFAULT_PATTERNS_SPLIT_IN_DIR_NAME,
        DEFAULT_PATTERNS_SPLIT_IN_FILENAME,
        SPLIT_KEYWORDS,
    )
    from fsspec.implementations.local import LocalFileSystem

    words = [word for words in SPLIT_KEYWORDS.values() for word in words]
    shapes = ["{}.jpg", "my {}-1.jpg", "{}/a.jpg", "x/{}_2/{}/b.jpg", "0{}0/c.jpg"]
    for name in names_of([shape.format(word, word) for word in words for shape in shapes]):
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    patterns = [
        pattern
        for by_part in (DEFAULT_PATTERNS_SPLIT_IN_DIR_NAME, DEFAULT_PATTERNS_SPLIT_IN_FILENAME)
        for tempting in by_part.values()
        for pattern in tempting
    ]
    assert len(patterns) >= 2 * len(words)
    for pattern in patterns:
        found = LocalFileSystem().glob(f"{tmp_path}/{pattern}")
        assert not any(Path(file).is_file() for file in found), pattern


@given(files=st.lists(FILES, unique=True, max_size=8))
def test_the_names_can_be_made_on_this_disk(
    files: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("names")
    for name in names_of(files):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x"):
            pass
    assert sum(path.is_file() for path in folder.rglob("*")) == len(files)
