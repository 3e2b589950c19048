from collections.abc import Callable
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import AcceptedLabel


def vocabulary(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    return {label.name: label.aliases for label in catalogue.labels.all()}


def test_labels_come_by_name_with_their_images(catalogue: Catalogue) -> None:
    found = [(label.name, label.image_count, label.parent_id) for label in catalogue.labels.all()]

    assert found == [
        ("car", 1, None),
        ("Kamaz", 2, None),
        ("ship", 1, None),
        ("truck", 1, 1),
        ("vehicle", 0, None),
    ]
    assert catalogue.labels.get(3).image_count == 2


def test_a_new_label_is_named_in_what_is_returned(catalogue: Catalogue) -> None:
    change = catalogue.commands.create_label("  tank \t truck ", parent_id=2)

    assert change.details == {"label": "tank truck", "label_id": 6}
    assert change.label_ids == {6}
    assert catalogue.labels.get(6).parent_id == 2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("KAMAZ", "already a label ‘Kamaz’"),
        ("båt", "already an alias of ‘ship’"),
        ("", "needs a name"),
        ("\u0007", "needs a name"),
        ("x" * 300, "this one has 300"),
    ],
)
def test_unusable_names_are_refused(catalogue: Catalogue, name: str, sentence: str) -> None:
    catalogue.commands.add_alias(5, "Båt")

    for command in (
        lambda: catalogue.commands.create_label(name),
        lambda: catalogue.commands.rename_label(1, name),
        lambda: catalogue.commands.add_alias(1, name),
    ):
        with pytest.raises(CatalogueError, match=sentence):
            command()


def test_renaming_keeps_the_keyword_as_an_alias(
    catalogue: Catalogue, scanned: Callable[..., Any]
) -> None:
    change = catalogue.commands.rename_label(3, "KamAZ truck")

    assert change.details == {"label": "Kamaz", "label_id": 3, "name": "KamAZ truck"}
    assert vocabulary(catalogue)["KamAZ truck"] == ("Kamaz",)
    catalogue.commands.import_images([scanned("new.jpg", "kamaz")])
    assert catalogue.labels.get(3).image_count == 3

    catalogue.commands.rename_label(3, "kamaz")
    assert vocabulary(catalogue)["kamaz"] == ()


def test_renaming_what_no_file_says_leaves_no_alias(catalogue: Catalogue) -> None:
    label_id = int(str(catalogue.commands.create_label("trukc").details["label_id"]))
    catalogue.commands.rename_label(label_id, "lorry")

    assert vocabulary(catalogue)["lorry"] == ()
    assert catalogue.labels.find("trukc") is None


def test_a_label_cannot_lie_below_itself(catalogue: Catalogue) -> None:
    catalogue.commands.set_parent(3, 2)

    for parent_id in (1, 2, 3):
        with pytest.raises(CatalogueError, match="lies below it"):
            catalogue.commands.set_parent(1, parent_id)
    change = catalogue.commands.set_parent(2, None)
    assert change.details == {"label": "truck", "label_id": 2, "parent": ""}


def test_aliases_and_english_names(catalogue: Catalogue) -> None:
    catalogue.commands.add_alias(5, "Båt")
    catalogue.commands.set_english_name(5, " sailing  ship ")
    assert catalogue.labels.find("BÅT") == catalogue.labels.get(5)
    assert catalogue.labels.get(5).english_name == "sailing ship"

    catalogue.commands.remove_alias(5, "båt")
    catalogue.commands.set_english_name(5, "")
    assert catalogue.labels.find("båt") is None
    assert catalogue.labels.get(5).english_name == ""
    with pytest.raises(CatalogueError, match="is not an alias"):
        catalogue.commands.remove_alias(5, "båt")


def test_deleting_takes_a_label_off_everywhere_and_undo_brings_all_back(
    catalogue: Catalogue, kept_rows: Callable[..., Any]
) -> None:
    catalogue.commands.decide(3, accepted=[AcceptedLabel(2, 0.5)], suggester="x")
    catalogue.commands.add_alias(2, "lorry")
    catalogue.commands.set_parent(3, 2)
    before = kept_rows(catalogue.path)

    change = catalogue.commands.delete_label(2)

    assert change.details == {"label": "truck", "label_id": 2, "images": 2}
    assert change.image_ids == {1, 3}
    assert catalogue.labels.get(3).parent_id == 1
    assert catalogue.images.keywords_of(1) == [("Kamaz", "csv"), ("vehicle|truck", "csv")]
    assert [each.label_name for each in catalogue.suggestions.of_image(2)] == ["car"]
    assert [card.suggestion_count for card in catalogue.images.cards([2, 6])] == [1, 1]
    with pytest.raises(CatalogueError, match="no longer"):
        catalogue.labels.get(2)
    assert catalogue.check().problems == []

    catalogue.commands.undo()
    assert kept_rows(catalogue.path) == before
    assert [each.label_name for each in catalogue.suggestions.of_image(2)] == ["truck", "car"]
    assert [card.suggestion_count for card in catalogue.images.cards([2, 6])] == [2, 2]


def test_a_deleted_id_is_never_used_again(catalogue: Catalogue) -> None:
    catalogue.commands.delete_label(5)

    assert catalogue.commands.create_label("new").label_ids == {6}
    catalogue.commands.undo()
    catalogue.commands.undo()
    assert catalogue.labels.get(5).name == "ship"


def test_merging_keeps_the_more_deliberate_labelling(catalogue: Catalogue) -> None:
    commands = catalogue.commands
    commands.label_images([1, 4], add=[4])
    commands.decide(2, accepted=[AcceptedLabel(4, 0.2)], suggester="x")
    commands.decide(6, rejected=[AcceptedLabel(4, 0.2)], suggester="x")
    commands.add_alias(4, "auto")
    commands.label_images([6], add=[3])

    change = commands.merge_labels([4, 4, 3], 3)

    assert change.details == {"label": "Kamaz", "label_id": 3, "merged": ["car"], "images": 4}
    sources = {
        image_id: {each.label_id: each.source for each in labellings}
        for image_id, labellings in catalogue.labellings.of_images([1, 2, 3, 4, 6]).items()
    }
    assert {image_id: found.get(3) for image_id, found in sources.items()} == {
        1: "curator",
        2: "accepted",
        3: "imported",
        4: "curator",
        6: "curator",
    }
    assert vocabulary(catalogue)["Kamaz"] == ("auto", "car")
    assert [each.accepted for each in catalogue.labellings.decisions_of(2)] == [True]
    assert catalogue.labellings.decisions_of(6) == []
    assert catalogue.check().problems == []


def test_merging_a_parent_into_its_child_keeps_the_tree_a_tree(catalogue: Catalogue) -> None:
    commands = catalogue.commands
    commands.set_parent(3, 2)
    commands.set_parent(5, 1)

    commands.merge_labels([1], 3)

    parents = {label.name: label.parent_id for label in catalogue.labels.all()}
    assert parents == {"Kamaz": 2, "truck": None, "ship": 3, "car": None}
    assert catalogue.check().problems == []


def test_merging_an_unknown_label_is_refused(catalogue: Catalogue) -> None:
    for sources, target in (([99], 1), ([1], 99)):
        with pytest.raises(CatalogueError, match="no longer"):
            catalogue.commands.merge_labels(sources, target)


def test_levels_are_the_names_from_the_top_down(catalogue: Catalogue) -> None:
    names = ("carriage", "lorry", "tank lorry")
    made = [catalogue.commands.create_label(name) for name in names]
    ids = [next(iter(change.label_ids)) for change in made]
    catalogue.commands.set_parent(ids[1], ids[0])
    catalogue.commands.set_parent(ids[2], ids[1])

    levels = catalogue.labels.levels()

    assert levels[ids[0]] == ("carriage",)
    assert levels[ids[2]] == ("carriage", "lorry", "tank lorry")
