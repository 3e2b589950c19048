"""What the pair model believes before any answer.

The means were fitted by logistic regression on planted duplicates
(``python -m tests.benchmarks.duplicates --prior``), mirrored ones half duplicates, half not. How
far a coefficient may lie from its mean is a choice: far for what curators differ about (mirrored
and turned copies, crops, retouching), and for what depends on the encoder.
"""

import numpy as np

from engine.duplicates.pair_design import TERMS, Prior

MEANS = {
    "one": -8.0,
    "similarity": 1.0,
    "hash": -0.9,
    "agreement": 1.0,
    "color": 1.2,
    "retouched": -3.5,
    "cropped": -0.4,
    "contained": 2.3,
    "mirrored": -4.0,
    "turned": -1.3,
}
SPREADS = {
    "one": 1.5,
    "similarity": 0.5,
    "hash": 0.5,
    "agreement": 0.3,
    "color": 0.7,
    "retouched": 1.5,
    "cropped": 1.0,
    "contained": 0.8,
    "mirrored": 4.0,
    "turned": 2.0,
}
MEASURED_ENCODERS = ("built-in",)
"""Encoders whose similarities the means were fitted with."""
WIDER = 2.0
"""By which the spread of the similarity's coefficient is more for other encoders."""


def prior_of(encoder: str) -> Prior:
    """The prior for features of an encoder, by its name."""
    spreads = dict(SPREADS)
    if encoder not in MEASURED_ENCODERS:
        spreads["similarity"] *= WIDER
        spreads["one"] *= WIDER
    return Prior(
        np.array([MEANS[name] for name in TERMS]),
        np.diag(np.square([spreads[name] for name in TERMS])),
    )
