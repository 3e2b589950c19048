"""The numbers the pair model weighs, from the measures of a pair, and what is believed of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.duplicates.pair_measures import PairMeasures, relative_similarity
from engine.duplicates.turns import is_mirrored

FloatArray = NDArray[np.float64]

TERMS = (
    "one",
    "similarity",
    "hash",
    "agreement",
    "color",
    "retouched",
    "cropped",
    "contained",
    "mirrored",
    "turned",
)
HASH_STEP = 64.0
HASH_UNLIKE = 128.0
NOT_LOOKED_AT = 0.3
"""Agreement taken of a pair that registration has not looked at and whose hashes are apart."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed before any answer: mean (K,) of the coefficients, and covariance (K, K)."""

    mean: FloatArray
    covariance: FloatArray


def design(measures: PairMeasures) -> FloatArray:
    """(P, K) float64, a column for each of ``TERMS``; each spans a few units."""
    distance = np.minimum(np.nan_to_num(measures.hash_distance, nan=HASH_UNLIKE), HASH_UNLIKE)
    guessed = np.maximum(NOT_LOOKED_AT, 1 - distance / HASH_UNLIKE)
    looked = ~np.isnan(measures.agreement)
    agreement = np.where(looked, measures.agreement, guessed).clip(0, 1)

    def known(values: FloatArray, otherwise: float) -> FloatArray:
        return np.where(looked, values, otherwise)

    columns = {
        "one": np.ones(len(measures)),
        "similarity": 4 * relative_similarity(measures).clip(-1, 1),
        "hash": distance / HASH_STEP,
        "agreement": np.log((agreement + 0.01) / (1.01 - agreement)),
        "color": 2 * known(measures.color_agreement, 1.0),
        "retouched": 2 * np.sqrt(known(measures.retouched, 0.0)),
        "cropped": 2 * known(measures.cropped, 0.0),
        "contained": -np.log(1.02 - known(measures.contained, 1.0).clip(0, 1)) / 2,
        "mirrored": is_mirrored(measures.turn).astype(np.float64),
        "turned": (measures.turn % 4 > 0).astype(np.float64),
    }
    return np.stack([columns[name] for name in TERMS], axis=1)
