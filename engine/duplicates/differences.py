"""What was done to a copy, by code: "cropped", "smaller", each with how much."""

from collections.abc import Iterable, Mapping
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
    "unframed",
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
    share of the second that is a frame of one colour. unframed: the same of the first. turned:
    degrees to the left (90, 180, 270).
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


OPPOSITES: Mapping[str, DifferenceCode] = {
    "smaller": "larger",
    "larger": "smaller",
    "cropped": "extended",
    "extended": "cropped",
    "border": "unframed",
    "unframed": "border",
    "grey": "colored",
    "colored": "grey",
    "brighter": "darker",
    "darker": "brighter",
}
FACTORS = ("smaller", "larger", "stretched")
FULL_TURN = 360.0
MARKS_OF_COPIES = ("cropped", "smaller", "border", "grey")
MARKS_OF_ORIGINALS = tuple(OPPOSITES[one] for one in MARKS_OF_COPIES)


def opposite_differences(found: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """What was done to the first picture against the second, by stored differences
    (``Difference.document``), which tell it of the second. What has no direction stays."""
    documents = [dict(one) for one in found]
    is_mirrored = any(one.get("code") == "mirrored" for one in documents)
    for one in documents:
        code, amount = str(one.get("code", "")), one.get("amount")
        one["code"] = OPPOSITES.get(code, code)
        if amount and code in FACTORS:
            one["amount"] = 1 / float(amount)
        elif amount and code == "turned" and not is_mirrored:
            # A mirrored turn is its own way back.
            one["amount"] = (FULL_TURN - float(amount)) % FULL_TURN
    return tuple(documents)


def is_first_the_copy(found: Iterable[Mapping[str, Any]]) -> bool:
    """Whether by stored differences the first picture looks like what was made of the second:
    it is cropped, smaller, framed or grey, and the second is not."""
    codes = [one.get("code") for one in found]
    marks = [sum(one in group for one in codes) for group in (MARKS_OF_ORIGINALS, MARKS_OF_COPIES)]
    return marks[0] > marks[1]
