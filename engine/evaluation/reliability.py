"""Whether a shown probability is right as often as it says.

Source: expected calibration error as in Naeini, Cooper and Hauskrecht 2015, "Obtaining well
calibrated probabilities using Bayesian binning": bins of equal width, the gap between mean
probability and share of true pairs, weighted by how many pairs a bin has.
"""

import numpy as np
from numpy.typing import NDArray

from engine.evaluation.report.records import Reliability, ReliabilityBin

BINS = 10


def reliability(
    probabilities: NDArray[np.floating], truths: NDArray[np.bool_], *, bins: int = BINS
) -> Reliability:
    """Bins and expected calibration error of (m,) probabilities in [0, 1]; empty bins left out."""
    number = np.minimum((probabilities * bins).astype(np.int64), bins - 1)
    counts = np.bincount(number, minlength=bins)
    said = np.bincount(number, probabilities, minlength=bins)
    true = np.bincount(number, truths, minlength=bins)
    found = tuple(
        ReliabilityBin(
            float(one / bins),
            float((one + 1) / bins),
            int(counts[one]),
            float(said[one] / counts[one]),
            float(true[one] / counts[one]),
        )
        for one in np.flatnonzero(counts)
    )
    error = float(np.abs(said - true).sum() / max(1, len(probabilities)))
    return Reliability(len(probabilities), error, found)
