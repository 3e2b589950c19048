"""The stored (unit, label) pairs of a net's second layer, label by label.

Labels are sparse: 76 000 images times 159 labels are twelve million cells, of which 140 000 are
stored. Everything the nets compute per label needs the stored ones only.
"""

import numpy as np
from scipy.sparse import csc_array, csr_array

from engine.suggesters.base import FloatArray, IdArray


class LabelPairs:
    """Units (images or prototypes) that carry labels, sorted by label.

    labels: (U, C) sparse; where every stored value is 1, ``values`` is None.
    """

    def __init__(self, labels: csr_array) -> None:
        by_label = csc_array(labels)
        by_label.sort_indices()
        counts = np.diff(by_label.indptr)
        self.unit_count, self.label_count = (int(size) for size in labels.shape)
        self.units: IdArray = by_label.indices.astype(np.intp)
        self.present: IdArray = np.flatnonzero(counts)
        """The labels that any unit carries; segments below are theirs, in this order."""
        self.starts: IdArray = by_label.indptr[self.present].astype(np.intp)
        self.segments: IdArray = np.repeat(np.arange(len(self.present)), counts[self.present])
        """The segment of every pair."""
        ones = bool((by_label.data == 1).all())
        self.values: FloatArray | None = None if ones else by_label.data.astype(np.float32)

    def of_label(self, label: int) -> tuple[IdArray, FloatArray]:
        """Units that carry a label and the stored values."""
        segment = np.searchsorted(self.present, label)
        if segment == len(self.present) or self.present[segment] != label:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        ends = [*self.starts[1:].tolist(), len(self.units)]
        part = slice(int(self.starts[segment]), int(ends[segment]))
        units = self.units[part]
        return units, np.ones(len(units), np.float32) if self.values is None else self.values[part]

    def sums(self, weights: FloatArray) -> FloatArray:
        """(segments,) sums of (U,) weights times stored values, per label that is present."""
        gathered = weights.take(self.units)
        if self.values is not None:
            gathered *= self.values
        sums: FloatArray = np.add.reduceat(gathered, self.starts)
        return sums
