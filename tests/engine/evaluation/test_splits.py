"""Splits: shares, duplicates together, strata, and split files written, read and refused."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.evaluation import splits
from engine.evaluation.splits import (
    PARTS,
    assigned_parts,
    compare_all,
    kept_of_groups,
    read_split,
    split_images,
    straddling_groups,
    write_split,
)


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def naive_groups(features: np.ndarray, content: np.ndarray, threshold: float) -> list[set[int]]:
    """Connected images, by walking from each to its neighbours."""
    count = len(features)
    linked = (features @ features.T > threshold) | (content[:, None] == content[None, :])
    groups: list[set[int]] = []
    for start in range(count):
        if any(start in group for group in groups):
            continue
        group, waiting = set(), [start]
        while waiting:
            one = waiting.pop()
            if one not in group:
                group.add(one)
                waiting += np.flatnonzero(linked[one]).tolist()
        groups.append(group)
    return groups


@pytest.mark.parametrize("block_cells", [1, 60, 10_000])
def test_duplicates_and_surrogate_follow_their_definitions(
    monkeypatch: pytest.MonkeyPatch, block_cells: int
) -> None:
    monkeypatch.setattr(splits, "BLOCK_CELLS", block_cells)
    rng = np.random.default_rng(3)
    features = unit(rng.standard_normal((40, 4)))
    content = np.arange(40)
    content[7] = content[31] = 5

    found = compare_all(features, content, duplicate_similarity=0.9)

    expected = naive_groups(features, content, 0.9)
    assert {frozenset(np.flatnonzero(found.groups == one)) for one in set(found.groups)} == {
        frozenset(group) for group in expected
    }
    similarities = features @ features.T
    for row in range(40):
        others = np.delete(similarities[row], row)
        assert found.surrogate[row] == pytest.approx(
            (np.exp(others) / np.exp(others).sum()).max(), rel=1e-4
        )


def test_many_equal_images_are_one_group_and_one_image_is_no_problem() -> None:
    same = unit(np.ones((300, 3)))
    assert len(set(compare_all(same, np.arange(300)).groups)) == 1
    assert compare_all(same[:1], np.zeros(1, np.int64)).surrogate.tolist() == [1.0]


@given(st.integers(1, 300), st.integers(1, 60), st.integers(0, 5))
def test_duplicates_stay_together_and_the_same_seed_splits_alike(
    images: int, groups: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    group = rng.integers(0, groups, images)
    surrogate = rng.random(images)

    part = split_images(group, surrogate, seed=seed)

    assert straddling_groups(group, part) == 0
    assert np.array_equal(part, split_images(group, surrogate, seed=seed))
    sizes = np.bincount(part[kept_of_groups(group, part)], minlength=3)
    assert sizes.sum() == len(set(group.tolist()))
    assert np.all(np.abs(sizes - sizes.sum() * np.array([0.6, 0.2, 0.2])) <= 2)


def test_every_stratum_is_divided_by_the_shares() -> None:
    surrogate = np.random.default_rng(1).random(1000)
    part = split_images(np.arange(1000), surrogate, seed=4)

    assert np.bincount(part).tolist() == [600, 200, 200]
    for stratum in np.array_split(np.argsort(surrogate), 10):
        assert np.bincount(part[stratum]).tolist() == [60, 20, 20]
    assert not np.array_equal(part, split_images(np.arange(1000), surrogate, seed=5))


def test_a_written_split_reads_back(tmp_path: Path) -> None:
    rows = [("a/ø,1.jpg", PARTS[0]), ('b "2".jpg', PARTS[1]), ("c.jpg", PARTS[2])]
    write_split(tmp_path / "split.csv", rows)

    split = read_split(tmp_path / "split.csv")

    assert split == dict(rows)
    files = ["c.jpg", "unknown.jpg", "a/ø,1.jpg"]
    assert assigned_parts(split, files).tolist() == [2, -1, 0]


def test_names_compare_whatever_their_spelling(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes("﻿split,file\nTrain,./a\\o\u0308.jpg\ntest,b.jpg\n".encode())
    files = ["b.jpg", "a/ö.jpg", "a/o\u0308.jpg", "c.jpg"]
    assert assigned_parts(read_split(path), files).tolist() == [2, 0, 0, -1]


def test_every_file_comes_back_whatever_it_is_called(tmp_path: Path) -> None:
    files = [
        "\udce5.jpg",
        "\\xE5.jpg",
        "a\\b.jpg",
        "a/b.jpg",
        " c.jpg",
        "=d.jpg",
        "'=d.jpg",
        "ö.jpg",
        "o\u0308.jpg",
        "e\nf.jpg",
    ]
    parts = [PARTS[number % 3] for number in range(len(files))]
    write_split(tmp_path / "split.csv", list(zip(files, parts, strict=True)))

    split = read_split(tmp_path / "split.csv")

    assert split == dict(zip(files, parts, strict=True))
    assert [PARTS[part] for part in assigned_parts(split, files)] == parts


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "does not begin with the header file,split"),
        (b"file,part\na,train\n", "does not begin with the header file,split"),
        (b"file,split\na,train\nb,testing\n", "line 3: 'testing' is none of train"),
        (b"file,split\na\n", "line 2: a file and a split are needed"),
        (b"file,split\na,train\na,test\n", "a is in train already"),
        (b"file,split\na,b.jpg,train\n", "row 2: The row has 3 cells for 2 columns"),
        (b"file,split\na,train\n", "has no test images"),
        (b"file,split\na,test\n", "has no train images"),
        (b"file,split\n\xff\xfe,train\n", "is not UTF-8 text"),
    ],
)
def test_bad_split_files_say_what_is_wrong(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "split.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=sentence):
        read_split(path)


def test_a_missing_split_file_and_one_of_another_archive_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_split(tmp_path / "none.csv")
    with pytest.raises(InputError, match="None of the split file's test images"):
        assigned_parts({"a": "train", "b": "test"}, ["a"])
    with pytest.raises(InputError, match="cannot be written"):
        write_split(tmp_path / "no folder" / "split.csv", [])
