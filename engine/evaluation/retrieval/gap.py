"""How much closer captions are to their own images than to others: the gap figure.

Source: papers 001 and 004: the mean cosine of true pairs less the mean cosine of all wrong ones.
Deviation: over all pairs instead of a population of 1 000, by sums, exactly.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.retrieval.pairs import CaptionedImages, IntArray


@dataclass(frozen=True, slots=True)
class Gap:
    """Mean cosines in [-1, 1] of true and of wrong pairs, and their difference; ``pairs`` are the
    true ones. NaN for wrong pairs where there are none."""

    true: float
    wrong: float
    pairs: int

    @property
    def gap(self) -> float:
        """How much closer true pairs are."""
        return self.true - self.wrong


def gap(pairs: CaptionedImages) -> Gap:
    """The gap over all images and captions: own captions are true pairs, all others wrong ones."""
    if not len(pairs.captions):
        raise ValueError("no image has a caption")
    own = pairs.images[pairs.owner].astype(np.float64)
    true_sum = float(np.einsum("ij,ij->", own, pairs.captions.astype(np.float64)))
    every = pairs.images.sum(axis=0, dtype=np.float64) @ pairs.captions.sum(
        axis=0, dtype=np.float64
    )
    count = len(pairs.captions)
    wrong = len(pairs.images) * count - count
    return Gap(
        true_sum / count, float((every - true_sum) / wrong) if wrong else float("nan"), count
    )


def gap_by_group(
    pairs: CaptionedImages, caption_groups: IntArray | NDArray[np.str_]
) -> dict[str, Gap]:
    """The gap of the captions of each group, such as a language or a folder, against all images."""
    found = {}
    for group in np.unique(caption_groups):
        chosen = np.flatnonzero(caption_groups == group)
        found[str(group)] = gap(pairs.some(np.arange(len(pairs.images)), chosen))
    return found
