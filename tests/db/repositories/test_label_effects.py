"""What commands on labels say they will do, and do."""

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import AcceptedLabel
from db.repositories.label_effects import DeleteEffect, MergeEffect, MoveEffect, SplitEffect


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Catalogue]:
    """A catalogue without labels."""
    (tmp_path / "none").mkdir()
    with Catalogue.create(tmp_path / "empty.nabolag.sqlite", tmp_path / "none") as catalogue:
        yield catalogue


@pytest.fixture
def ids(catalogue: Catalogue) -> dict[str, int]:
    return {label.name: label.id for label in catalogue.labels.all()}


def test_a_merge_tells_what_joins_and_what_goes(catalogue: Catalogue, ids: dict[str, int]) -> None:
    commands = catalogue.commands
    commands.add_alias(ids["Kamaz"], "KAMAZ-5320")
    commands.create_label("cab", parent_id=ids["Kamaz"])
    commands.decide(2, rejected=[AcceptedLabel(ids["truck"], 0.9)], suggester="s")
    commands.decide(3, accepted=[AcceptedLabel(ids["Kamaz"], 0.9)], suggester="s")

    effect = catalogue.label_effects.of_merge([ids["Kamaz"], ids["truck"]], ids["truck"])

    assert effect == MergeEffect(
        target="truck",
        sources=("Kamaz",),
        images=3,
        images_gained=2,
        images_joined=1,
        images_after=3,
        decisions=1,
        decisions_dropped=0,
        children=("cab",),
        aliases=("KAMAZ-5320", "Kamaz"),
    )
    change = commands.merge_labels([ids["Kamaz"]], ids["truck"])
    assert change.details["images"] == effect.images
    merged = catalogue.labels.get(ids["truck"])
    assert (merged.image_count, merged.aliases) == (3, ("Kamaz", "KAMAZ-5320"))


def test_a_deletion_tells_which_images_are_left_without_labels(
    catalogue: Catalogue, ids: dict[str, int]
) -> None:
    catalogue.commands.decide(4, rejected=[AcceptedLabel(ids["car"], 0.6)], suggester="s")

    effect = catalogue.label_effects.of_delete([ids["Kamaz"], ids["car"], ids["vehicle"]])

    assert effect == DeleteEffect(
        labels=("Kamaz", "car", "vehicle"),
        images=3,
        images_without=2,
        labellings=3,
        decisions=1,
        children=("truck",),
        aliases=(),
        keywords=3,
    )
    change = catalogue.commands.delete_labels([ids["Kamaz"], ids["car"], ids["vehicle"]])
    assert change.details == {"deleted": ["Kamaz", "car", "vehicle"], "images": 3}
    assert catalogue.labels.get(ids["truck"]).parent_id is None
    catalogue.commands.undo()
    assert catalogue.labels.get(ids["Kamaz"]).image_count == 2


def test_a_split_tells_what_goes_and_what_stays(catalogue: Catalogue, ids: dict[str, int]) -> None:
    effect = catalogue.label_effects.of_split(ids["Kamaz"], [2, 3])

    assert effect == SplitEffect("Kamaz", images=1, images_left=1, images_ignored=1, decisions=0)


def test_a_move_tells_what_goes_along(catalogue: Catalogue, ids: dict[str, int]) -> None:
    effect = catalogue.label_effects.of_move([ids["vehicle"], ids["Kamaz"]], ids["car"])

    assert effect == MoveEffect(("vehicle", "Kamaz"), "car", below=1, images_gained=2)
    assert catalogue.label_effects.of_move([ids["truck"]], None).parent == ""
    change = catalogue.commands.set_parents([ids["vehicle"], ids["Kamaz"]], ids["car"])
    assert change.details == {"labels": 2, "parent": "car"}
    assert catalogue.labels.get(ids["car"]).total_count == 3


def test_labels_that_are_gone_are_refused(catalogue: Catalogue) -> None:
    effects = catalogue.label_effects
    for foretell in (
        lambda: effects.of_merge([1], 99),
        lambda: effects.of_delete([99]),
        lambda: effects.of_split(99, [1]),
        lambda: effects.of_move([1], 99),
    ):
        with pytest.raises(CatalogueError, match="Reload the labels"):
            foretell()


def test_an_alias_that_goes_with_its_label_is_in_nobodys_way(
    catalogue: Catalogue, ids: dict[str, int]
) -> None:
    commands = catalogue.commands
    commands.add_alias(ids["Kamaz"], "cab")
    cab = commands.create_label("cab", parent_id=ids["Kamaz"]).details["label_id"]

    effect = catalogue.label_effects.of_delete([ids["Kamaz"]])

    assert effect.children == ("cab",)
    commands.delete_label(ids["Kamaz"])
    assert catalogue.labels.get(int(cab)).parent_id is None


def test_the_name_of_a_label_that_goes_is_in_the_way_of_the_same_below_it(
    catalogue: Catalogue, ids: dict[str, int]
) -> None:
    catalogue.commands.create_label("Kamaz", parent_id=ids["Kamaz"])
    for told in (
        lambda: catalogue.label_effects.of_delete([ids["Kamaz"]]),
        lambda: catalogue.commands.delete_label(ids["Kamaz"]),
    ):
        with pytest.raises(CatalogueError, match="has the same name"):
            told()


NAMES = ("boat", "Boat", "ship", "ferry", "buoy")


@pytest.mark.parametrize("seed", range(3))
def test_deleting_several_labels_does_what_was_foretold_in_whatever_order(
    empty: Catalogue, seed: int
) -> None:
    chance = random.Random(seed)
    done = [foretold_and_done(empty, chance) for _ in range(12)]
    assert 1 < sum(done) < 12


def foretold_and_done(empty: Catalogue, chance: random.Random) -> bool:
    """Make some labels and delete some of them; whether that could be done."""
    commands, made = empty.commands, list[int]()
    commands.delete_labels([one.id for one in empty.labels.all()])
    for _ in range(chance.randint(2, 9)):
        with contextlib.suppress(CatalogueError):
            parent_id = chance.choice([None, *made])
            change = commands.create_label(chance.choice(NAMES), parent_id=parent_id)
            made.append(int(change.details["label_id"]))
    for label_id in made:
        with contextlib.suppress(CatalogueError):
            commands.add_alias(label_id, chance.choice(NAMES))
    going = chance.sample(made, chance.randint(1, len(made)))
    before = {one.id: one for one in empty.labels.all()}

    def above(label_id: int) -> int | None:
        parent = before[label_id].parent_id
        return above(parent) if parent in going else parent

    told: DeleteEffect | None = None
    with contextlib.suppress(CatalogueError):
        told = empty.label_effects.of_delete(going)
    done = False
    with contextlib.suppress(CatalogueError):
        commands.delete_labels(going)
        done = True

    assert done == (told is not None)
    if done:
        after = {one.id: one.parent_id for one in empty.labels.all()}
        assert after == {one: above(one) for one in before if one not in going}
        moved = [before[one].name for one in after if after[one] != before[one].parent_id]
        assert told is not None
        assert sorted(told.children) == sorted(moved)
        assert len(told.labels) == len(going)
        commands.undo()
    assert {one.id: one for one in empty.labels.all()} == before
    return done
