"""Copy, variant or series, from what was done."""

import pytest

from engine.duplicates.differences import Difference
from engine.duplicates.relations import Relation, likely_relation


@pytest.mark.parametrize(
    ("agreement", "codes", "relation"),
    [
        (None, ["same-file"], "copy"),
        (None, ["same-pixels"], "copy"),
        (0.95, [], "copy"),
        (0.95, ["smaller"], "copy"),
        (0.95, ["smaller", "cropped"], "variant"),
        (0.95, ["grey"], "variant"),
        (0.3, ["smaller"], "series"),
        (None, [], "series"),
    ],
)
def test_relation(agreement: float | None, codes: list[str], relation: Relation) -> None:
    differences = [Difference(code) for code in codes]  # type: ignore[arg-type]
    assert likely_relation(agreement, differences) == relation
