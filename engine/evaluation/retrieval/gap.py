"""How much closer captions are to their own images than to others: the gap figure.

Source: papers 001 and 004: the mean cosine of true pairs less the mean cosine of all wrong ones.
Deviations: over all pairs instead of a population of 1 000, by sums, exactly; and the same in
standard deviations of wrong pairs, since the cosines of one encoder lie closer than another's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.retrieval.pairs import CaptionedImages, IntArray


@dataclass(frozen=True, slots=True)
class Gap:
    """Mean cosines in [-1, 1] of true and of wrong pairs; ``spread``: the standard deviation of
    wrong ones; ``pairs`` are the true ones. NaN for wrong pairs where there are none."""

    true: float
    wrong: float
    spread: float
    pairs: int

    @property
    def gap(self) -> float:
        """How much closer true pairs are."""
        return self.true - self.wrong

    @property
    def separation(self) -> float:
        """The gap in standard deviations of wrong pairs; 0 where they do not differ."""
        return self.gap / self.spread if self.spread > 0 else 0.0


def gap(pairs: CaptionedImages) -> Gap:
    """The gap over all images and captions: own captions are true pairs, all others wrong ones."""
    every = np.arange(len(pairs.captions))
    return gaps(pairs, {"": every})[""]


def gap_by_group(
    pairs: CaptionedImages, caption_groups: IntArray | NDArray[np.str_]
) -> dict[str, Gap]:
    """The gap of the captions of each group, such as a language or a folder, against all images."""
    found = {
        str(group): np.flatnonzero(caption_groups == group) for group in np.unique(caption_groups)
    }
    return gaps(pairs, found)


def gaps(pairs: CaptionedImages, groups: Mapping[str, IntArray]) -> dict[str, Gap]:
    """The gap of the captions in the rows of each group, which may share some, against all images.

    Raises ValueError for a group without a caption.
    """
    images = pairs.images.astype(np.float64)
    total, products = images.sum(axis=0), images.T @ images
    found = {}
    for name, rows in groups.items():
        if not len(rows):
            raise ValueError("no image has a caption")
        captions = pairs.captions[rows].astype(np.float64)
        own = np.einsum("ij,ij->i", images[pairs.owner[rows]], captions)
        wrong = len(images) * len(rows) - len(rows)
        if not wrong:
            found[name] = Gap(float(own.mean()), float("nan"), float("nan"), len(rows))
            continue
        mean = float((captions.sum(axis=0) @ total - own.sum()) / wrong)
        squares = float(np.einsum("ij,jk,ik->", captions, products, captions, optimize=True))
        variance = (squares - float(own @ own)) / wrong - mean**2
        found[name] = Gap(float(own.mean()), mean, float(np.sqrt(max(variance, 0.0))), len(rows))
    return found
