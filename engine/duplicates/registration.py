"""Lay one picture over another: which part of which they share, and how well it agrees.

Both pictures come as thumbnails (320 pixels at most). ``look`` prepares one once for all its pairs.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]

DifferenceCode = Literal[
    "same-file",
    "same-pixels",
    "smaller",
    "larger",
    "cropped",
    "extended",
    "border",
    "turned",
    "mirrored",
    "grey",
    "colored",
    "brighter",
    "darker",
    "recolored",
    "retouched",
    "stretched",
    "blurred",
    "sharper",
]
DIFFERENCE_CODES: tuple[DifferenceCode, ...] = get_args(DifferenceCode)


@dataclass(frozen=True, slots=True)
class Difference:
    """What was done to the second picture against the first; ``amount`` where there is one.

    smaller, larger: factor of the pixels a side (0.5: half size). cropped: share of the first
    picture that is missing (0..1). extended: share of the second that the first has not. border:
    share of the second that is a frame of one colour. turned: degrees to the left (90, 180, 270).
    brighter, darker: difference of mean brightness, 0..1. recolored: mean difference of colour,
    0..1. retouched: share of the common part where the two differ (text, a mark, a part painted
    over). stretched: factor of width against height. blurred, sharper: factor of sharpness.
    The others have no amount.
    """

    code: DifferenceCode
    amount: float | None = None

    def document(self) -> dict[str, Any]:
        """As it is stored: ``{"code": …}`` and, where there is one, ``"amount"``."""
        found: dict[str, Any] = {"code": self.code}
        if self.amount is not None:
            found["amount"] = round(self.amount, 4)
        return found


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture prepared for registration; made by ``look``.

    width_px, height_px: of the original, before it was made a thumbnail.
    """

    width_px: int
    height_px: int
    color: NDArray[np.uint8]
    grey: FloatArray
    levels: tuple[FloatArray, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Registration:
    """How the second picture lies over the first.

    agreement: 0..1, how well the common part agrees; about 0.9 and more for copies.
    color_agreement: 0..1, the same in colour. turn: which of the eight (engine.duplicates.turns)
    makes the second upright. scale: pixels of the second original for one of the first, a side.
    first_box, second_box: the common part in each (left, top, right, bottom), shares 0..1, of the
    second after turning. coverage: share of the smaller picture that the common part takes, 0..1.
    retouched: share of the common part that differs, 0..1. differences: what was done.
    """

    agreement: float
    color_agreement: float
    turn: int
    scale: float
    first_box: tuple[float, float, float, float]
    second_box: tuple[float, float, float, float]
    coverage: float
    retouched: float
    differences: tuple[Difference, ...]


def look(picture: NDArray[np.uint8], *, width_px: int, height_px: int) -> Looked:
    """Prepare a thumbnail (H, W, 3) uint8 of an image of width_px times height_px pixels."""
    raise NotImplementedError


def register(
    first: Looked, second: Looked, *, turns: tuple[int, ...] | None = None
) -> Registration:
    """Lay the second over the first in the best of ``turns`` (None: all eight).

    Never raises for odd pictures: a flat one agrees with nothing but its like.
    """
    raise NotImplementedError
