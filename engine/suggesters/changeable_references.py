"""References that grow, shrink and change their labels in place.

A curator's every decision changes the references; fitting again would copy half a gigabyte at
100 000 references. Here one change costs a few milliseconds: features are written into spare rows,
and the last rows fill the holes that removed ones leave.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.suggesters.base import FloatArray, IdArray, References

IndexArray = NDArray[np.signedinteger[Any]]

SPARE_SHARE = 1 / 16
"""Room kept free when the matrix must grow, as a share of its rows."""


class ChangeableReferences:
    """The references of a fitted suggester; rows are in no particular order."""

    def __init__(self, references: References) -> None:
        self._features = _with_room(references.features, np.dtype(np.float32))
        self._image_ids = _with_room(references.image_ids, np.dtype(np.int64))
        self._labels = _binary(references.labels)
        self._row_of = {int(image_id): row for row, image_id in enumerate(references.image_ids)}
        if len(self._row_of) != len(references.image_ids):
            raise ValueError("the same image is among the references twice")
        if not self._labels.shape[0] == len(self._row_of) == len(references.features):
            raise ValueError("features, labels and image ids differ in length")

    def __len__(self) -> int:
        return len(self._row_of)

    @property
    def features(self) -> FloatArray:
        """(N, d) float32."""
        return self._features[: len(self)]

    @property
    def image_ids(self) -> IdArray:
        """(N,) int64."""
        return self._image_ids[: len(self)]

    @property
    def labels(self) -> csr_array:
        """(N, C) float64 of ones."""
        return self._labels

    @property
    def label_count(self) -> int:
        """C, the number of label columns."""
        return int(self._labels.shape[1])

    def labels_of(self, row: int) -> NDArray[np.int64]:
        """The label columns one reference carries."""
        start, stop = self._labels.indptr[row : row + 2]
        return np.asarray(self._labels.indices[start:stop], dtype=np.int64)

    def row_of(self, image_id: int) -> int:
        """The row of an image; KeyError where it is no reference."""
        return self._row_of[image_id]

    def rows_of(self, image_ids: IdArray) -> IdArray:
        """The rows of many images, all of them references."""
        order = np.argsort(self.image_ids)
        return np.asarray(order[np.searchsorted(self.image_ids, image_ids, sorter=order)])

    def contains(self, image_id: int) -> bool:
        """Whether this image is a reference."""
        return image_id in self._row_of

    def update(self, references: References) -> None:
        """Add references; where an image is one already, its labels and feature are replaced."""
        columns = max(self.label_count, references.labels.shape[1])
        fresh = _binary(references.labels, columns)
        ids = [int(image_id) for image_id in references.image_ids]
        added = [image_id for image_id in ids if image_id not in self._row_of]
        first_new = len(self)
        self._reserve(first_new + len(added))
        for offset, image_id in enumerate(added):
            self._row_of[image_id] = first_new + offset
        rows = np.array([self._row_of[image_id] for image_id in ids], dtype=np.int64)
        self._features[rows] = references.features
        self._image_ids[rows] = references.image_ids
        self._labels = _with_rows(self._labels, rows, fresh, (len(self), columns))

    def remove(self, image_ids: IdArray) -> None:
        """Drop references; ids that are none are ignored."""
        gone = {int(image_id) for image_id in image_ids if int(image_id) in self._row_of}
        if not gone:
            return
        count = len(self) - len(gone)
        holes = sorted(row for row in (self._row_of.pop(one) for one in gone) if row < count)
        movers = [
            row
            for row in range(count, count + len(gone))
            if int(self._image_ids[row]) in self._row_of
        ]
        order = np.arange(count)
        order[holes] = movers
        self._features[holes] = self._features[movers]
        self._image_ids[holes] = self._image_ids[movers]
        for hole in holes:
            self._row_of[int(self._image_ids[hole])] = hole
        self._labels = csr_array(self._labels[order])

    def _reserve(self, count: int) -> None:
        if count <= len(self._features):
            return
        rows = len(self)
        self._features = _with_room(self._features[:rows], self._features.dtype, count)
        self._image_ids = _with_room(self._image_ids[:rows], self._image_ids.dtype, count)


def _with_room(rows: NDArray[Any], dtype: np.dtype[Any], count: int | None = None) -> NDArray[Any]:
    """A copy of ``rows``, in an array for ``count`` (as many, by default) and some spare ones."""
    count = len(rows) if count is None else count
    larger = np.empty((count + max(64, int(count * SPARE_SHARE)), *rows.shape[1:]), dtype)
    larger[: len(rows)] = rows
    return larger


def _binary(labels: csr_array, columns: int | None = None) -> csr_array:
    """The same pattern with every stored entry 1.0 and duplicates merged."""
    rows, label_columns = labels.nonzero()
    return _ones(rows, label_columns, (labels.shape[0], columns or labels.shape[1]))


def _ones(rows: IndexArray, columns: IndexArray, shape: tuple[int, int]) -> csr_array:
    """(row, column) pairs, each once, as a matrix of ones."""
    result = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    result.sum_duplicates()
    result.data[:] = 1.0
    return result


def _with_rows(
    labels: csr_array, rows: IdArray, fresh: csr_array, shape: tuple[int, int]
) -> csr_array:
    """``labels`` in a new shape, with ``rows`` replaced by those of ``fresh``."""
    counts = np.zeros(shape[0], np.int64)
    counts[: labels.shape[0]] = np.diff(labels.indptr)
    old_row = np.repeat(np.arange(labels.shape[0]), np.diff(labels.indptr))
    replaced = np.zeros(shape[0], dtype=bool)
    replaced[rows] = True
    stays = ~replaced[old_row]
    fresh_row = rows[np.repeat(np.arange(fresh.shape[0]), np.diff(fresh.indptr))]
    all_rows = np.concatenate([old_row[stays], fresh_row])
    columns = np.concatenate([labels.indices[stays], fresh.indices])
    return _ones(all_rows, columns, shape)
