"""What labels are called in English, their own prompts, splitting, and telling them apart."""

from collections.abc import Callable
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import AcceptedLabel


@pytest.fixture
def ids(catalogue: Catalogue) -> dict[str, int]:
    return {label.name: label.id for label in catalogue.labels.all()}


def test_names_by_hand_go_before_automatic_ones(catalogue: Catalogue, ids: dict[str, int]) -> None:
    commands, ship = catalogue.commands, ids["ship"]

    def in_english() -> tuple[str, str]:
        return catalogue.labels.get(ship).name_in_english

    assert in_english() == ("ship", "original")
    change = commands.set_automatic_names({ship: " boat\n"}, "MyMemory, mymemory.net")
    assert change.details == {"labels": 1, "origin": "MyMemory, mymemory.net"}
    assert in_english() == ("boat", "automatic")
    assert catalogue.labels.get(ship).automatic_from == "MyMemory, mymemory.net"
    assert commands.set_english_names({ship: "vessel", ids["car"]: ""}).details == {"labels": 1}
    assert in_english() == ("vessel", "manual")
    commands.set_english_names({ship: ""})
    assert in_english() == ("boat", "automatic")
    commands.set_automatic_names({ship: ""}, "MyMemory, mymemory.net")
    assert in_english() == ("ship", "original")
    assert catalogue.labels.get(ship).automatic_from == ""
    for _ in range(3):
        commands.undo()
    assert in_english() == ("boat", "automatic")


def test_a_name_that_changes_loses_its_translation(
    catalogue: Catalogue, ids: dict[str, int]
) -> None:
    catalogue.commands.set_automatic_names({ids["ship"]: "boat"}, "a machine")

    catalogue.commands.rename_label(ids["ship"], "SHIP")
    assert catalogue.labels.get(ids["ship"]).automatic_name == "boat"
    catalogue.commands.rename_label(ids["ship"], "harbour")

    assert catalogue.labels.get(ids["ship"]).name_in_english == ("harbour", "original")


def test_one_bad_name_of_many_changes_nothing(catalogue: Catalogue, ids: dict[str, int]) -> None:
    for names in ({ids["ship"]: "boat", 99: "x"}, {ids["ship"]: "boat", ids["car"]: "x" * 300}):
        with pytest.raises(CatalogueError):
            catalogue.commands.set_english_names(names)
        with pytest.raises(CatalogueError):
            catalogue.commands.set_automatic_names(names, "a machine")
    assert catalogue.labels.get(ids["ship"]).name_in_english == ("ship", "original")


def test_prompts_are_lines_without_empty_ones(catalogue: Catalogue, ids: dict[str, int]) -> None:
    change = catalogue.commands.set_prompts(
        ids["ship"], " a {} at  sea\r\n\n a {} at sea\na hull seen from above\n"
    )

    assert change.details == {"label": "ship", "label_id": ids["ship"], "prompts": 2}
    assert catalogue.labels.get(ids["ship"]).prompts == "a {} at sea\na hull seen from above"
    with pytest.raises(CatalogueError, match="Shorten"):
        catalogue.commands.set_prompts(ids["ship"], "x" * 1001)
    with pytest.raises(CatalogueError, match="Shorten"):
        catalogue.commands.set_prompts(ids["ship"], "\n".join(map(str, range(101))))
    catalogue.commands.set_prompts(ids["ship"], "  ")
    assert catalogue.labels.get(ids["ship"]).prompts == ""


def test_a_label_is_split(catalogue: Catalogue, ids: dict[str, int]) -> None:
    commands, kamaz = catalogue.commands, ids["Kamaz"]
    commands.set_parent(kamaz, ids["vehicle"])
    commands.add_alias(kamaz, "KrAZ")
    commands.decide(3, accepted=[AcceptedLabel(kamaz, 0.5)], suggester="s")

    change = commands.split_label(kamaz, [2, 3, 4, 2], "kraz")

    new_id = int(str(change.details["new_label_id"]))
    new = catalogue.labels.get(new_id)
    assert (new.name, new.image_count, new.parent_id) == ("kraz", 2, ids["vehicle"])
    assert change.details["images"] == 2
    assert change.image_ids == {2, 3}
    old = catalogue.labels.get(kamaz)
    assert (old.image_count, old.aliases) == (1, ())
    sources = {one.label_name: one.source for one in catalogue.labellings.of_image(3)}
    assert sources == {"car": "imported", "kraz": "accepted"}
    assert [one.accepted for one in catalogue.labellings.decisions_of(3)] == [False]
    assert catalogue.check().problems == []
    commands.undo()
    assert catalogue.labels.get(kamaz).image_count == 3
    assert catalogue.labels.get(kamaz).aliases == ("KrAZ",)


@pytest.mark.parametrize(
    ("images", "name", "sentence"),
    [([6], "new", "None of these images"), ([1], "car", "already a label"), ([1], " ", "needs a")],
)
def test_splits_that_cannot_be_are_refused(
    catalogue: Catalogue, ids: dict[str, int], images: list[int], name: str, sentence: str
) -> None:
    with pytest.raises(CatalogueError, match=sentence):
        catalogue.commands.split_label(ids["Kamaz"], images, name)
    assert catalogue.labels.find("new") is None


def test_what_is_not_the_same_is_remembered(catalogue: Catalogue, ids: dict[str, int]) -> None:
    commands, labels = catalogue.commands, catalogue.labels
    ship, car, truck, kamaz = (ids[name] for name in ("ship", "car", "truck", "Kamaz"))

    change = commands.mark_different([(ship, car), (car, ship), (truck, kamaz)])
    assert change.details == {
        "pairs": 2,
        "different": 1,
        "label": "car",
        "label_id": car,
        "other": "ship",
    }
    assert labels.different() == {(car, ship), (min(truck, kamaz), max(truck, kamaz))}
    commands.mark_different([(ship, car)], False)
    assert len(labels.different()) == 1
    commands.undo()
    commands.merge_labels([ship], kamaz)
    assert labels.different() == {
        (min(car, kamaz), max(car, kamaz)),
        (min(truck, kamaz), max(truck, kamaz)),
    }
    commands.delete_label(kamaz)
    assert labels.different() == set()
    commands.undo()
    commands.undo()
    assert labels.different() == {(car, ship), (min(truck, kamaz), max(truck, kamaz))}


def test_a_merge_takes_over_what_was_written_by_hand(
    catalogue: Catalogue, ids: dict[str, int]
) -> None:
    commands = catalogue.commands
    commands.set_english_names({ids["Kamaz"]: "Kamaz truck", ids["car"]: "automobile"})
    commands.set_prompts(ids["car"], "a {}")
    commands.set_english_name(ids["ship"], "vessel")

    commands.merge_labels([ids["Kamaz"], ids["car"]], ids["truck"])
    commands.merge_labels([ids["truck"]], ids["ship"])

    merged = catalogue.labels.get(ids["ship"])
    assert (merged.english_name, merged.prompts) == ("vessel", "a {}")


def test_a_label_that_a_version_before_made_can_be_unmade(
    catalogue: Catalogue, kept_rows: Callable[..., Any]
) -> None:
    before = kept_rows(catalogue.path)
    catalogue.commands.create_label("new")
    with catalogue._database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE change_rows SET after = json_remove(after, '$.prompts', '$.grouping', "
            "'$.automatic_name', '$.automatic_from') WHERE table_name = 'labels'"
        )

    assert catalogue.commands.undo() is not None
    assert kept_rows(catalogue.path) == before
    assert catalogue.commands.redo() is not None
    assert catalogue.labels.find("new") is not None
    assert catalogue.commands.undo() is not None
