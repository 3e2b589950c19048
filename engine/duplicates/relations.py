"""What two duplicates are to each other, as far as it can be told without a curator."""

from collections.abc import Iterable
from typing import Literal

from engine.duplicates.differences import Difference, DifferenceCode

Relation = Literal["copy", "variant", "series"]

OF_COPIES: frozenset[DifferenceCode] = frozenset({"same-file", "same-pixels", "smaller", "larger"})
"""What may be done to a copy; all else makes a variant of it."""
LEAST_AGREEMENT = 0.6
"""Agreement below which the common part is not the same picture."""


def likely_relation(agreement: float | None, differences: Iterable[Difference]) -> Relation:
    """copy: the same picture in another size, format or compression. variant: something was done to
    it (cropped, turned, recoloured, written over). series: another picture of the same.

    agreement: of registration, None where the pictures were not registered.
    """
    codes = {one.code for one in differences}
    if codes & {"same-file", "same-pixels"}:
        return "copy"
    if agreement is None or agreement < LEAST_AGREEMENT:
        return "series"
    return "copy" if codes <= OF_COPIES else "variant"
