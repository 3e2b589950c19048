"""What others changed in sidecars is taken over as one change that undo takes back."""

from collections.abc import Callable

import pytest

from db.catalogue import Catalogue
from db.commands.sidecars import SidecarAddition
from db.errors import CatalogueError
from db.records import AcceptedLabel, FoundKeyword

Rows = Callable[..., dict[str, list[tuple[object, ...]]]]


def added(image_id: int, text: str, label_id: int = 0) -> SidecarAddition:
    keyword = FoundKeyword(tuple(text.split("|")), "lr:hierarchicalSubject (x.xmp)")
    return SidecarAddition(image_id, keyword, label_id)


def names(catalogue: Catalogue, image_id: int) -> dict[str, str]:
    found = catalogue.labellings.of_image(image_id)
    return {one.label_name: one.source for one in found}


def test_labels_come_and_go_in_one_change(catalogue: Catalogue, kept_rows: Rows) -> None:
    catalogue.commands.label_images([6], add=[4, 5])
    before = kept_rows(catalogue.path)
    done = catalogue.commands.take_sidecar_changes(
        [added(6, "vehicle|truck"), added(6, "new|one"), added(6, "whatever", 3)], [(6, 4)]
    )
    assert names(catalogue, 6) == {
        "truck": "imported",
        "one": "imported",
        "Kamaz": "imported",
        "ship": "curator",
    }
    counts = {key: done.details[key] for key in ("images", "added", "removed", "labels_created")}
    assert counts == {"images": 1, "added": 3, "removed": 1, "labels_created": 2}
    catalogue.commands.undo()
    assert kept_rows(catalogue.path) == before
    catalogue.commands.redo()
    assert set(names(catalogue, 6)) == {"truck", "one", "Kamaz", "ship"}


def test_a_rejected_label_comes_on_and_is_rejected_no_more(catalogue: Catalogue) -> None:
    catalogue.commands.decide(6, rejected=[AcceptedLabel(4, 0.9)], suggester="x")
    assert catalogue.sidecar_keywords.rejected([6]) == {(6, 4)}
    catalogue.commands.take_sidecar_changes([added(6, "car", 4)], [])
    assert names(catalogue, 6) == {"car": "imported"}
    assert catalogue.sidecar_keywords.rejected([6]) == set()


def test_taken_twice_it_is_one_labelling_and_the_keyword_is_known_as_of_now(
    catalogue: Catalogue,
) -> None:
    catalogue.commands.take_sidecar_changes([added(6, "car", 4)], [])
    (first,) = catalogue.sidecar_keywords.imported()[6, "x.xmp"]
    catalogue.commands.take_sidecar_changes([], [(6, 4)])
    catalogue.commands.take_sidecar_changes([added(6, "car", 4)], [])
    (again,) = catalogue.sidecar_keywords.imported()[6, "x.xmp"]
    assert names(catalogue, 6) == {"car": "imported"}
    assert (again.levels, again.label_id) == (("car",), 4)
    assert again.imported_at >= first.imported_at


def test_names_that_no_label_can_have_are_left_out(catalogue: Catalogue) -> None:
    done = catalogue.commands.take_sidecar_changes([added(6, "x" * 300), added(6, " | ")], [])
    assert done.change_id == 0
    assert names(catalogue, 6) == {}


def test_an_image_that_is_not_there_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(CatalogueError):
        catalogue.commands.take_sidecar_changes([added(99, "car")], [])
