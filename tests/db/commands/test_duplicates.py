"""What a curator says of duplicates, who is set aside for whom, and what is handed on."""

from collections.abc import Callable
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.duplicate_records import ContradictingLabel, HandedLabel, KeptImage
from db.errors import CatalogueError
from db.records import (
    AcceptedLabel,
    GridChoice,
    GridMode,
    ImageFilter,
    LabelError,
    QueueOrder,
    QueueRun,
    Status,
    SuggestionRun,
)


def label_ids(catalogue: Catalogue) -> dict[str, int]:
    return {label.name: label.id for label in catalogue.labels.all()}


def labels_of(catalogue: Catalogue, image_id: int) -> dict[str, tuple[str, int | None]]:
    """(source, image it is from) of each label an image carries."""
    return {
        one.label_name: (one.source, one.from_image_id)
        for one in catalogue.labellings.of_image(image_id)
    }


def answers(catalogue: Catalogue) -> dict[tuple[int, int], str]:
    return {(one.image_a, one.image_b): one.answer for one in catalogue.duplicates.answers()}


def test_answers_replace_one_another_and_can_be_taken_back(catalogue: Catalogue) -> None:
    commands = catalogue.commands

    first = commands.answer_duplicates({(2, 1): "copy", (3, 4): "different"})
    assert first.details == {"pairs": 2, "answer": ""}
    assert first.image_ids == {1, 2, 3, 4}
    assert commands.answer_duplicates({(1, 2): "copy"}).change_id == 0
    assert commands.answer_duplicates({(1, 2): "series"}).details["answer"] == "series"
    commands.answer_duplicates({(4, 3): None})
    assert answers(catalogue) == {(1, 2): "series"}

    commands.undo()
    assert answers(catalogue) == {(1, 2): "series", (3, 4): "different"}
    with pytest.raises(CatalogueError):
        commands.answer_duplicates({(1, 99): "same"})
    with pytest.raises(ValueError, match="no duplicate of itself"):
        commands.answer_duplicates({(1, 1): "same"})


def test_parts_of_clusters_are_brought_together_and_told_apart(catalogue: Catalogue) -> None:
    catalogue.commands.merge_clusters([[1, 2], [3], [6]])
    assert answers(catalogue) == dict.fromkeys([(1, 3), (2, 3), (1, 6), (2, 6), (3, 6)], "same")

    change = catalogue.commands.split_cluster([[1, 6], [3]])
    assert change.details == {"parts": 2, "images": 3, "pairs": 2}
    assert answers(catalogue)[1, 3] == answers(catalogue)[3, 6] == "different"
    with pytest.raises(ValueError, match="two parts"):
        catalogue.commands.split_cluster([[1, 2], [2]])


def test_the_keeper_gets_the_labels_of_the_others_with_where_they_are_from(
    catalogue: Catalogue,
) -> None:
    catalogue.commands.label_images([3], add_names=["Kamaz", "by hand"])
    before = {image_id: labels_of(catalogue, image_id) for image_id in (1, 3)}

    kept = [KeptImage(2, (1, 3))]
    change = catalogue.commands.set_aside(kept, hand_labels=True, hand_titles=True)

    assert labels_of(catalogue, 2) == {
        "Kamaz": ("imported", None),
        "truck": ("merged", 1),
        "car": ("merged", 3),
        "by hand": ("merged", 3),
    }
    assert catalogue.images.get(2).title == "A Kamaz"
    assert catalogue.images.ids(ImageFilter(text="a kamaz")) == [2]
    assert {image_id: labels_of(catalogue, image_id) for image_id in (1, 3)} == before
    assert change.details == {
        "clusters": 1,
        "images": 2,
        "labels": 3,
        "titles": 1,
        "captions": 0,
        "contradicting": 0,
        "keeper_id": 2,
    }
    assert change.in_use_changed
    undone = catalogue.commands.undo()
    assert undone is not None
    assert undone.in_use_changed
    assert labels_of(catalogue, 2) == {"Kamaz": ("imported", None)}
    assert catalogue.images.get(2).title == ""


def test_of_several_that_carry_a_label_it_is_from_the_one_a_person_gave_it_to(
    catalogue: Catalogue,
) -> None:
    catalogue.commands.label_images([3], add_names=["truck"])
    catalogue.commands.set_aside([KeptImage(6, (1, 3))], hand_labels=True, hand_titles=False)

    assert labels_of(catalogue, 6)["truck"] == ("merged", 3)


def test_labels_that_contradict_are_not_handed_unless_somebody_says_so(
    catalogue: Catalogue,
) -> None:
    names = label_ids(catalogue)
    truck, kamaz, car = names["truck"], names["Kamaz"], names["car"]
    no = [AcceptedLabel(truck, 0.5)]
    catalogue.commands.decide(6, rejected=no, suggester="x")
    catalogue.commands.decide(3, rejected=[AcceptedLabel(kamaz, 0.5)], suggester="x")
    kept = [KeptImage(6, (1, 3))]

    (handover,) = catalogue.duplicates.handovers(kept)
    assert handover.labels == (HandedLabel(car, 3),)
    assert set(handover.contradicting) == {
        ContradictingLabel(truck, (1,), (6,)),
        ContradictingLabel(kamaz, (1,), (3,)),
    }
    assert (handover.title, handover.title_from) == ("A Kamaz", 1)

    change = catalogue.commands.set_aside(kept, hand_labels=True, hand_titles=False)
    assert change.details["contradicting"] == 2
    assert labels_of(catalogue, 6).keys() == {"car"}
    assert catalogue.labellings.rejected_pairs() == [(3, kamaz), (6, truck)]
    catalogue.commands.undo()

    catalogue.commands.set_aside(
        kept, hand_labels=True, hand_titles=False, also={6: [truck]}, answers={(1, 6): "copy"}
    )
    assert labels_of(catalogue, 6) == {"car": ("merged", 3), "truck": ("merged", 1)}
    assert catalogue.labellings.rejected_pairs() == [(3, kamaz)]
    assert answers(catalogue) == {(1, 6): "copy"}
    assert catalogue.check().problems == []


def test_what_is_set_aside_for_one_that_goes_follows_it(catalogue: Catalogue) -> None:
    commands = catalogue.commands
    commands.set_aside([KeptImage(2, (1,))], hand_labels=False, hand_titles=False)

    commands.set_aside([KeptImage(3, (2,))], hand_labels=True, hand_titles=False)
    assert catalogue.duplicates.set_aside_for() == {3: [1, 2]}
    assert labels_of(catalogue, 3)["truck"] == ("merged", 1)

    commands.change_keeper(1, hand_labels=False, hand_titles=False)
    assert catalogue.duplicates.set_aside_for([1]) == {1: [2, 3]}
    with pytest.raises(CatalogueError, match="not set aside"):
        commands.change_keeper(1, hand_labels=False, hand_titles=False)


def test_many_clusters_are_one_change(catalogue: Catalogue) -> None:
    kept = [KeptImage(1, (2, 3)), KeptImage(4, (5,))]
    catalogue.commands.set_aside(kept, hand_labels=True, hand_titles=True)
    assert catalogue.images.ids() == [4, 1, 6]

    catalogue.commands.undo()
    assert len(catalogue.images.ids()) == 6
    with pytest.raises(ValueError, match="two groups"):
        catalogue.commands.set_aside(
            [KeptImage(1, (2,)), KeptImage(2, (3,))], hand_labels=True, hand_titles=True
        )
    with pytest.raises(CatalogueError):
        catalogue.commands.set_aside([KeptImage(1, (99,))], hand_labels=True, hand_titles=True)


def test_an_image_brought_back_takes_its_labels_from_the_keeper_where_asked(
    catalogue: Catalogue,
) -> None:
    commands = catalogue.commands
    commands.label_images([3], add_names=["truck"])
    commands.set_aside([KeptImage(6, (1, 3))], hand_labels=True, hand_titles=False)
    assert labels_of(catalogue, 6).keys() == {"truck", "Kamaz", "car"}

    commands.bring_back([1], take_labels_back=False)
    assert labels_of(catalogue, 6).keys() == {"truck", "Kamaz", "car"}
    commands.undo()

    change = commands.bring_back([3], take_labels_back=True)
    # Image 1 carries it too.
    assert labels_of(catalogue, 6) == {"truck": ("merged", 1), "Kamaz": ("merged", 1)}
    assert change.details == {"images": 1, "labels": 1}
    assert catalogue.images.get(3).keeper_id is None


def test_a_handed_label_that_was_accepted_since_stays(catalogue: Catalogue) -> None:
    commands = catalogue.commands
    truck = label_ids(catalogue)["truck"]
    commands.set_aside([KeptImage(6, (1,))], hand_labels=True, hand_titles=False)
    commands.decide(6, accepted=[AcceptedLabel(truck, 0.5)], suggester="x")

    commands.bring_back([1], take_labels_back=True)

    assert labels_of(catalogue, 6) == {"truck": ("merged", 1)}
    assert catalogue.check().problems == []


def test_a_merge_of_labels_keeps_where_a_handed_one_is_from(catalogue: Catalogue) -> None:
    names = label_ids(catalogue)
    catalogue.commands.set_aside([KeptImage(6, (1,))], hand_labels=True, hand_titles=False)

    catalogue.commands.merge_labels([names["truck"]], names["car"])
    assert labels_of(catalogue, 6)["car"] == ("merged", 1)


Reading = Callable[[Catalogue, int], bool]


def in_grid(catalogue: Catalogue, image_id: int, mode: GridMode) -> bool:
    choice = GridChoice(mode, weak=True, labelled=True, missing=True)
    label_id = {GridMode.WRONG: 2}.get(mode, 4)
    shown = {row.image_id for row in catalogue.label_grid.rows(label_id, choice)}
    waiting = {one.label_id: one.total for one in catalogue.label_grid.waiting(choice, 0.5)}
    assert waiting.get(label_id, 0) == len(shown)
    return image_id in shown


LISTS: dict[str, Reading] = {
    "library": lambda catalogue, one: one in catalogue.images.ids(),
    "text": lambda catalogue, one: one in catalogue.images.ids(ImageFilter(text="kamaz 2")),
    "label": lambda catalogue, one: one in catalogue.images.ids(ImageFilter(label_ids=(2,))),
    "suggested": lambda catalogue, one: (
        one in catalogue.images.ids(ImageFilter(suggested_ids=(4,)))
    ),
    "labelled": lambda catalogue, one: (
        one in catalogue.images.ids(ImageFilter(status=Status.LABELLED))
    ),
    "queue of suggestions": lambda catalogue, one: (
        one in catalogue.queues.images(QueueOrder.MOST_CONFIDENT)
    ),
    "queue of a label": lambda catalogue, one: (
        one in catalogue.queues.images(QueueOrder.LABEL, label_id=4)
    ),
    "probably wrong": lambda catalogue, one: (
        one in catalogue.queues.images(QueueOrder.PROBABLY_WRONG)
    ),
    "probably missing": lambda catalogue, one: (
        one in catalogue.queues.images(QueueOrder.PROBABLY_MISSING)
    ),
    "errors": lambda catalogue, one: (
        one in {error.image_id for error in catalogue.queues.errors("wrong")}
    ),
    "grid": lambda catalogue, one: in_grid(catalogue, one, GridMode.SUGGESTED),
    "grid of doubts": lambda catalogue, one: in_grid(catalogue, one, GridMode.WRONG),
    "references": lambda catalogue, one: one in catalogue.labellings.references().image_ids,
    "readable in use": lambda catalogue, one: (
        one in {image_id for image_id, _ in catalogue.images.readable_in_use()}
    ),
    "images of labels": lambda catalogue, one: one in catalogue.labels.image_ids().get(2, []),
}
FIGURES: dict[str, Callable[[Catalogue], Any]] = {
    "folder": lambda catalogue: dict(catalogue.images.folders())["cars"],
    "label": lambda catalogue: catalogue.labels.get(2).image_count,
    "labels below": lambda catalogue: catalogue.labels.get(1).below_count,
    "files": lambda catalogue: catalogue.facets.by_file_status()["ok"],
    "progress": lambda catalogue: catalogue.progress.read().whole.images,
    "weeks": lambda catalogue: sum(week.newly_labelled for week in catalogue.progress.read().weeks),
}


@pytest.fixture
def everywhere(catalogue: Catalogue) -> Catalogue:
    """Image 1 is in every list but those of unlabelled images."""
    catalogue.suggestions.replace_all(SuggestionRun("x", "y", {}, 0.1), [(1, 4, 0.5), (6, 4, 0.4)])
    catalogue.queues.replace_all(
        QueueRun("x", "y"),
        errors=[LabelError(1, 2, "wrong", 0.9, 0.1), LabelError(1, 4, "missing", 0.9, 0.9)],
        teaching=[6],
    )
    return catalogue


@pytest.mark.parametrize("name", LISTS)
def test_an_image_that_is_set_aside_leaves_every_list(everywhere: Catalogue, name: str) -> None:
    is_shown = LISTS[name]
    assert is_shown(everywhere, 1)

    everywhere.commands.set_aside([KeptImage(2, (1,))], hand_labels=False, hand_titles=False)
    assert not is_shown(everywhere, 1)

    everywhere.commands.undo()
    assert is_shown(everywhere, 1)


@pytest.mark.parametrize("name", FIGURES)
def test_an_image_that_is_set_aside_counts_nowhere(everywhere: Catalogue, name: str) -> None:
    before = FIGURES[name](everywhere)

    everywhere.commands.set_aside([KeptImage(2, (1,))], hand_labels=False, hand_titles=False)
    assert FIGURES[name](everywhere) == before - 1

    everywhere.commands.bring_back([1], take_labels_back=False)
    assert FIGURES[name](everywhere) == before


def test_an_unlabelled_image_that_is_set_aside_leaves_its_queues(everywhere: Catalogue) -> None:
    queues = everywhere.queues
    assert queues.unlabelled() == queues.teaching() == [6]

    everywhere.commands.set_aside([KeptImage(2, (6,))], hand_labels=False, hand_titles=False)
    assert queues.unlabelled() == queues.teaching() == []


def test_an_image_says_that_it_is_set_aside(catalogue: Catalogue) -> None:
    catalogue.commands.set_aside([KeptImage(2, (1,))], hand_labels=False, hand_titles=False)

    assert catalogue.images.get(1).keeper_id == 2
    assert not catalogue.images.get(1).readable_in_use
    assert [card.keeper_id for card in catalogue.images.cards([1, 2])] == [2, None]
    assert catalogue.images.ids(ImageFilter(status=Status.SET_ASIDE)) == [1]
    assert len(catalogue.images.readable()) == len(catalogue.images.readable_in_use()) + 1
    assert catalogue.images.known_count() == catalogue.images.count() + 1
