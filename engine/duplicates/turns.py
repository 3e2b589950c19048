"""The eight ways a picture may be turned and mirrored, by number.

0 is upright, 1 to 3 are quarter turns to the left; 4 to 7 are mirrored left to right, then turned
by 0 to 3 quarters to the left.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

TURNS = 8
FIRST_MIRRORED = 4


def turned(picture: NDArray[Any], turn: int) -> NDArray[Any]:
    """The picture (H, W) or (H, W, channels) turned: a view, not a copy."""
    mirrored = picture[:, ::-1] if turn >= FIRST_MIRRORED else picture
    return np.rot90(mirrored, turn % FIRST_MIRRORED)


def is_mirrored(turn: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether each turn mirrors; unknown ones (-1) do not."""
    return np.asarray(turn >= FIRST_MIRRORED, dtype=bool)


def opposite(turn: int) -> int:
    """The turn that takes a turned picture back: a mirrored one is its own."""
    return turn if turn >= FIRST_MIRRORED else -turn % FIRST_MIRRORED
