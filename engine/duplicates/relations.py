"""What two duplicates are to each other, as far as it can be told without a curator."""

from collections.abc import Iterable
from typing import Literal

from engine.duplicates.differences import Difference

Relation = Literal["copy", "variant", "series"]


def likely_relation(agreement: float | None, differences: Iterable[Difference]) -> Relation:
    """copy: the same picture in another size, format or compression. variant: something was done to
    it (cropped, turned, recoloured, written over). series: another picture of the same."""
    raise NotImplementedError
