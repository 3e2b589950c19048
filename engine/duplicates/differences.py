"""What was done to a copy, by code: "cropped", "smaller", each with how much."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

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
    over). stretched: factor of width against height.
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
