"""Similarity less what each image has in common with its nearest others.

Source: score normalisation of SSCD (Pizzi and others, 2022) and the DISC21 challenge: similarity
less a multiple of the mean similarity to the nearest background images. Here the background are the
archive's own images, and both images of a pair count.
"""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
SHARE = 1.0
"""The multiple of the background that is taken off."""


def normalized_similarity(
    similarity: FloatArray,
    left_background: FloatArray,
    right_background: FloatArray,
    share: float = SHARE,
) -> FloatArray:
    """(P,) float32: similarity less ``share`` times the mean background of the two images."""
    background = (left_background + right_background) / 2
    return np.asarray(similarity - np.float32(share) * background, dtype=np.float32)
