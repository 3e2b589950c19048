"""What is suggested for some images together."""

import pytest

from db.catalogue import Catalogue
from db.records import AcceptedLabel, SuggestionRun

RUN = SuggestionRun("neighbor-search", "fingerprint", {}, 0.2)
TRUCK, CAR, SHIP = 2, 4, 5


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    rows = [
        (1, SHIP, 0.9, 0.95),
        (2, SHIP, 0.5, 0.55),
        (4, CAR, 0.4, 0.5),
        (6, CAR, 0.3, None),
        (6, SHIP, 0.1, 0.06, True),
    ]
    catalogue.suggestions.replace_all(RUN, rows)
    return catalogue


def found(catalogue: Catalogue, *image_ids: int) -> list[tuple[int, int, float, bool]]:
    suggested = catalogue.suggested_labels.of_images(image_ids)
    return [(one.label_id, one.count, round(one.share, 6), one.calibrated) for one in suggested]


def test_labels_come_by_how_many_of_them_are_probably_right(filled: Catalogue) -> None:
    assert found(filled, 1, 2, 4, 6) == [(SHIP, 2, 0.75, True), (CAR, 2, 0.4, False)]
    assert found(filled, 2) == [(SHIP, 1, 0.55, True)]
    assert found(filled, 3) == []
    assert found(filled) == []


def test_what_is_carried_decided_or_weak_is_not_suggested(filled: Catalogue) -> None:
    filled.commands.label_images([1], add=[SHIP])
    filled.commands.decide(6, rejected=[AcceptedLabel(CAR, 0.3)], suggester="x")

    assert found(filled, 1, 2, 4, 6) == [(SHIP, 1, 0.55, True), (CAR, 1, 0.5, True)]
    assert filled.suggested_labels.confidences(SHIP, [1, 2, 6]) == {2: 0.5}
    assert filled.suggested_labels.confidences(CAR, [4, 6]) == {4: 0.4}
