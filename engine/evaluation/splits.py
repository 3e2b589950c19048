"""Which labelled images a suggester learns from, is tuned on and is measured on.

Source: thesis 3.1.2: of near-duplicates one image stays, 60/20/20, stratified by a surrogate: per
image the highest value of the softmax over its cosine similarities to all other images, in ten
quantile groups. Where duplicates were searched for, their clusters say who is alike. Deviation:
where they were not, a similarity that is a setting does, and labels are taken over only from exact
copies, which are duplicates for certain. A split may also come from a file.
"""

import csv
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from engine.cells import file_cell, file_of_cell
from engine.errors import InputError
from engine.table_file import column_names, has_columns, open_table
from engine.whole_file import whole_file

Part = Literal["train", "validation", "test"]
PARTS: tuple[Part, ...] = get_args(Part)
OF_FIVE = np.array([0, 0, 0, 1, 2])
"""The parts, by number, that five images go to: 60/20/20."""
STRATA = 10
SPLIT_NAME = "split.csv"
SPLIT_COLUMNS = ("file", "split")
DUPLICATE_SIMILARITY = 0.97
BLOCK_CELLS = 8_000_000
"""Similarities held at a time: 32 MB of float32."""

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alike:
    """What comparing all images with each other gives.

    groups: (N,) int64, the same number for duplicates. surrogate: (N,) float64 in (0, 1], the
    highest softmax value over the similarities to all other images; 1 for a single image.
    """

    groups: IntArray
    surrogate: NDArray[np.float64]


def compare_all(
    features: FloatArray,
    content_groups: IntArray,
    *,
    duplicate_similarity: float = DUPLICATE_SIMILARITY,
    temperature: float = 1.0,
    judged: NDArray[np.bool_] | None = None,
) -> Alike:
    """Group duplicates and compute the stratification surrogate, in one blocked pass.

    features: (N, d) float32, rows L2-normalised. Duplicates are images of one content group and
    those with a cosine similarity above ``duplicate_similarity``, and what such pairs chain
    together. Of two ``judged`` images ((N,) bool) the similarity says nothing: it is known whether
    they are duplicates. The surrogate is the softmax of similarity times ``temperature``; only its
    order counts. Memory: one block of 32 MB whatever N is.
    """
    count = len(features)
    surrogate = np.ones(count)
    _, groups = np.unique(content_groups, return_inverse=True)
    step = max(1, BLOCK_CELLS // max(1, count))
    for start in range(0, count, step):
        similarities = features[start : start + step] @ features.T
        own = np.arange(len(similarities))
        similarities[own, start + own] = -np.inf
        rows, columns = np.nonzero(similarities > duplicate_similarity)
        if judged is not None:
            counts = ~(judged[start + rows] & judged[columns])
            rows, columns = rows[counts], columns[counts]
        groups = _linked(groups, groups[start + rows], groups[columns])
        if count > 1:
            similarities *= temperature
            similarities -= similarities.max(axis=1, keepdims=True)
            surrogate[start : start + step] = 1 / np.exp(similarities).sum(axis=1)
    return Alike(groups.astype(np.int64), surrogate)


def joined(first: IntArray, second: IntArray) -> IntArray:
    """(N,) groups of images that are in one group of either, and what such chain together."""
    _, groups = np.unique(first, return_inverse=True)
    _, other, member = np.unique(second, return_index=True, return_inverse=True)
    return _linked(groups.astype(np.int64), groups, groups[other[member]])


def split_images(
    groups: IntArray, surrogate: NDArray[np.float64], *, seed: int
) -> NDArray[np.int64]:
    """(N,) index into ``PARTS`` per image: 60/20/20, duplicates together, stratified.

    Groups of duplicates are cut into ten quantile groups by the surrogate of their first image and
    shuffled within these; of every five that follow each other, three go to train and one each to
    validation and test, so that every quantile group is divided by the shares.
    """
    _, first, member = np.unique(groups, return_index=True, return_inverse=True)
    rng = np.random.default_rng(seed)
    by_surrogate = np.argsort(surrogate[first], kind="stable")
    order = np.concatenate([rng.permutation(one) for one in np.array_split(by_surrogate, STRATA)])
    fives = np.tile(OF_FIVE, (-(-len(order) // len(OF_FIVE)), 1))
    part = np.empty(len(first), dtype=np.int64)
    part[order] = rng.permuted(fives, axis=1).ravel()[: len(order)]
    return part[member]


def kept_of_groups(groups: IntArray, part: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(N,) bool: the first image of every group of duplicates in every part; the others fold into
    it. A group lies in one part unless a split file says otherwise."""
    kept = np.zeros(len(groups), dtype=bool)
    _, first = np.unique(np.stack([groups, part], axis=1), axis=0, return_index=True)
    kept[first] = True
    return kept


def straddling_groups(groups: IntArray, part: NDArray[np.int64]) -> int:
    """How many groups of duplicates lie in more than one part."""
    pairs = np.unique(np.stack([groups, part], axis=1), axis=0)
    return int(np.count_nonzero(np.unique(pairs[:, 0], return_counts=True)[1] > 1))


def write_split(path: Path, parts: Iterable[tuple[str, Part]], *, overwrite: bool = False) -> None:
    """Write (file, part) rows as a split file; InputError where it cannot be written, and where
    a file is there already unless ``overwrite``."""
    with whole_file(path, overwrite=overwrite) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(SPLIT_COLUMNS)
        writer.writerows((file_cell(file), part) for file, part in parts)


def read_split(path: Path) -> dict[str, Part]:
    """The part of every file in a split file, by the file's name as it is spelled there.

    Raises InputError for a file that is missing, no UTF-8 table with the header
    ``file,split``, says something else than train, validation or test, names a file in two
    parts, or lacks train or test images.
    """
    found: dict[str, Part] = {}
    with open_table(path, fits=_fits) as table:
        if not _fits(table.header):
            raise InputError("split-header-missing", file=path.name)
        names = column_names(table.header)
        columns = names.index("file"), names.index("split")
        for number, row in table.rows:
            _take_row(found, row, columns, path.name, number)
    for part in ("train", "test"):
        if part not in found.values():
            raise InputError("split-part-empty", file=path.name, part=part)
    return found


def file_key(name: str) -> str:
    """A file name as split files and archives compare it."""
    return unicodedata.normalize("NFC", name).replace("\\", "/").removeprefix("./")


def assigned_parts(split: Mapping[str, Part], files: Sequence[str]) -> NDArray[np.int64]:
    """(n,) index into ``PARTS`` for each file of the archive, -1 for one the split does not name.

    ``files`` are spelled as on disk. A name that is no file's is compared as ``file_key`` does.
    Raises InputError where train or test would be empty.
    """
    numbers = {part: number for number, part in enumerate(PARTS)}
    known = set(files)
    by_key: dict[str, Part | None] = {}
    for name, said in split.items():
        if name not in known:
            key = file_key(name)
            by_key[key] = said if by_key.get(key, said) == said else None
    parts = [split.get(file, by_key.get(file_key(file))) for file in files]
    assigned = np.array([-1 if part is None else numbers[part] for part in parts], dtype=np.int64)
    for part in ("train", "test"):
        if not np.any(assigned == numbers[part]):
            raise InputError("split-part-unknown", part=part)
    return assigned


def unmatched(split: Mapping[str, Part], files: Iterable[str]) -> list[str]:
    """The names of a split that are none of these files', compared as ``assigned_parts`` does."""
    known = set(files)
    keys = {file_key(file) for file in known}
    return [name for name in split if name not in known and file_key(name) not in keys]


def _fits(header: Sequence[str]) -> bool:
    return has_columns(header, SPLIT_COLUMNS)


def _take_row(
    found: dict[str, Part], row: list[str], columns: tuple[int, int], table: str, line: int
) -> None:
    if len(row) <= max(columns):
        raise InputError("split-line-too-short", table=table, line=line)
    file, said = file_of_cell(row[columns[0]]), row[columns[1]].strip()
    part = next((part for part in PARTS if part == said.casefold()), None)
    if part is None:
        raise InputError("split-part-odd", table=table, line=line, part=said[:40])
    if found.setdefault(file, part) != part:
        raise InputError("split-file-twice", table=table, line=line, file=file, part=found[file])


def _linked(groups: IntArray, left: IntArray, right: IntArray) -> IntArray:
    """Groups after those of ``left`` and ``right``, pair by pair, have become one."""
    if len(left) == 0:
        return groups
    count = int(groups.max()) + 1
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(count, count))
    _, merged = connected_components(graph, directed=False)
    return np.asarray(merged[groups], dtype=np.int64)
