"""What is measured of candidate pairs, as the pair model takes it."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PairMeasures:
    """Measures of P pairs, each (P,) float64; NaN where not known.

    similarity: cosine of the features. normalized: the same less the background. hash_distance:
    0..256 in the best turn. agreement, color_agreement, coverage, retouched: what registration
    found (NaN: not looked at). turn: 0..7 of registration, else of the hash. cropped: share of the
    larger picture that the common part leaves out. same_pixels: 1 for exact copies, by file or by
    pixels, else 0.
    """

    similarity: FloatArray
    normalized: FloatArray
    hash_distance: FloatArray
    agreement: FloatArray
    color_agreement: FloatArray
    coverage: FloatArray
    retouched: FloatArray
    cropped: FloatArray
    turn: FloatArray
    same_pixels: FloatArray

    def __len__(self) -> int:
        return len(self.similarity)

    def __getitem__(self, rows: NDArray[np.int64] | NDArray[np.bool_] | slice) -> "PairMeasures":
        """The measures of some of the pairs."""
        return PairMeasures(*(getattr(self, one.name)[rows] for one in fields(self)))


def in_doubt(measures: PairMeasures, most: int) -> NDArray[np.int64]:
    """Which pairs registration should look at, the most rewarding first, at most ``most``.

    Left out: exact copies, and pairs so unlike by features and by hash that no answer of it would
    make a duplicate of them.
    """
    raise NotImplementedError
