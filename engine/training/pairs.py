"""Pairs of an image and a text of it, and which of them are no negatives of one another."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

FEWEST_IN_BATCH = 2
"""A single pair has nothing to be told apart from."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingPairs:
    """image, text: (n,) int64, rows of whatever holds images and texts. image_groups, text_groups:
    (n,) int64 in [0, m): equal for near-duplicates, and for equal texts."""

    image: IntArray
    text: IntArray
    image_groups: IntArray
    text_groups: IntArray
    _belongs: csr_array

    @classmethod
    def of(
        cls,
        image: IntArray,
        text: IntArray,
        *,
        image_groups: IntArray | None = None,
        text_groups: IntArray | None = None,
    ) -> "TrainingPairs":
        """Groups are numbers of any kind, one a pair; each row is a group where none are said."""
        by_image = np.unique(image if image_groups is None else image_groups, return_inverse=True)
        by_text = np.unique(text if text_groups is None else text_groups, return_inverse=True)
        images, texts = by_image[1].astype(np.int64), by_text[1].astype(np.int64)
        belongs = csr_array(
            (np.ones(len(images), dtype=np.int32), (images, texts)),
            shape=(len(by_image[0]), len(by_text[0])),
        )
        return cls(image, text, images, texts, belongs)

    def __len__(self) -> int:
        return len(self.image)

    def some(self, rows: IntArray) -> "TrainingPairs":
        """Only these pairs; what belongs together by another pair still does."""
        return TrainingPairs(
            self.image[rows],
            self.text[rows],
            self.image_groups[rows],
            self.text_groups[rows],
            self._belongs,
        )

    def no_negatives(self, rows: IntArray) -> BoolArray:
        """(b, b) bool for the pairs of a batch: where the image of one pair and the text of
        another are no wrong pair, because the text, or an equal one, is of the image or of a
        near-duplicate. The diagonal, true pairs, is False."""
        some = self._belongs[self.image_groups[rows]][:, self.text_groups[rows]]
        found: BoolArray = some.toarray() > 0
        np.fill_diagonal(found, False)
        return found


def batches(count: int, size: int, *, seed: int, epoch: int) -> Iterator[IntArray]:
    """The rows of an epoch's batches. The order follows from seed and epoch alone, so that a
    resumed run has it again. A last pair by itself is left out."""
    order = np.random.default_rng((seed, epoch)).permutation(count)
    for start in range(0, count, size):
        batch = order[start : start + size]
        if len(batch) >= FEWEST_IN_BATCH:
            yield batch


def batches_in_epoch(count: int, size: int) -> int:
    """How many ``batches`` gives."""
    whole, rest = divmod(count, size)
    return (whole if size >= FEWEST_IN_BATCH else 0) + (rest >= FEWEST_IN_BATCH)
