"""How well the references predict each other's labels, for many hyperparameters quickly.

Every reference (or a sample of them) is a query against all the others, so nothing has to be held
back for validation. The neighbours are found once; a trial only weighs them again.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from engine.suggesters.base import FloatArray, IdArray, References
from engine.suggesters.neighbors.nearest import Neighbors, neighbor_blocks
from engine.suggesters.neighbors.neighbor_search import neighbor_weights
from engine.suggesters.neighbors.weighed_neighbors import label_scores

MOST_NEIGHBORS = 128


class LeaveOneOut:
    """Neighbours of references among the references.

    A query finds neither itself nor a copy of itself: ``content_groups`` (N,) numbers equal files
    alike. Copies mostly carry the labels of the original, so finding them would flatter the score
    and favour hyperparameters that look at one neighbour only; new images have no copy to lean on.
    ``queries`` are rows of the references, all of them by default; ``scored_labels`` (C,) bool
    names the labels that count.
    """

    def __init__(
        self,
        references: References,
        content_groups: IdArray,
        *,
        scored_labels: NDArray[np.bool_],
        queries: IdArray | None = None,
    ) -> None:
        self._references = references
        self._groups = content_groups
        self._queries = np.arange(len(content_groups)) if queries is None else queries
        self._labels = _only(references.labels, scored_labels)
        self.label_count = int(np.count_nonzero(scored_labels))
        self._neighbors: Neighbors | None = None
        truth = csr_array(self._labels[self._queries])
        rows, columns = truth.nonzero()
        self._truth_keys = np.sort(_keys(rows, columns, truth.shape[1]))

    @property
    def positives(self) -> int:
        """How many (query, label) pairs are true."""
        return len(self._truth_keys)

    @property
    def pairs(self) -> int:
        """How many (query, label) pairs there are, counting scored labels."""
        return len(self._queries) * self.label_count

    def find_neighbors(self) -> Iterator[int]:
        """Find the neighbours, block by block; yields how many queries are done."""
        blocks: list[Neighbors] = []
        done = 0
        for block in neighbor_blocks(
            self._query_features(),
            self._references.features,
            MOST_NEIGHBORS,
            query_groups=self._groups[self._queries],
            reference_groups=self._groups,
            tie_order=self._references.image_ids,
        ):
            blocks.append(block)
            done += len(block.positions)
            yield done
        self._neighbors = Neighbors(
            np.concatenate([block.positions for block in blocks]),
            np.concatenate([block.similarities for block in blocks]),
        )

    def scores(
        self, hyperparameters: Mapping[str, float | int | str]
    ) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Every non-zero confidence (m,) float32 and whether its label is true (m,), in no order.

        ``hyperparameters`` are those of ``NeighborSearch``, ``neighbors`` at most
        ``MOST_NEIGHBORS``. Call after ``find_neighbors`` is through.
        """
        if self._neighbors is None:
            raise RuntimeError("find_neighbors has not been run to its end")
        neighbors = int(hyperparameters["neighbors"])
        if neighbors > MOST_NEIGHBORS:
            raise ValueError(f"neighbors may be {MOST_NEIGHBORS} at most, not {neighbors}")
        weights = neighbor_weights(
            self._neighbors.similarities,
            temperature=float(hyperparameters["temperature"]),
            max_difference=float(hyperparameters["max_difference"]),
            neighbors=neighbors,
        )
        sums = label_scores(self._neighbors.positions, weights, self._labels)
        rows, columns = sums.nonzero()
        keys = _keys(rows, columns, sums.shape[1])
        place = np.minimum(np.searchsorted(self._truth_keys, keys), len(self._truth_keys) - 1)
        truths = self._truth_keys[place] == keys if self.positives else np.zeros(len(keys), bool)
        return sums.data.astype(np.float32), truths

    def _query_features(self) -> FloatArray:
        features = self._references.features
        return features if len(self._queries) == len(features) else features[self._queries]


def _only(labels: csr_array, columns: NDArray[np.bool_]) -> csr_array:
    """``labels`` without the entries of the other columns, shape unchanged."""
    rows, label_columns = labels.nonzero()
    stays = columns[label_columns]
    count = int(np.count_nonzero(stays))
    return csr_array((np.ones(count), (rows[stays], label_columns[stays])), shape=labels.shape)


def _keys(
    rows: NDArray[np.signedinteger[Any]], columns: NDArray[np.signedinteger[Any]], width: int
) -> IdArray:
    return rows.astype(np.int64) * width + columns
