from collections.abc import Callable
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import AcceptedLabel, LabelError, QueueOrder, QueueRun


def carried(catalogue: Catalogue, image_id: int) -> dict[str, str]:
    return {each.label_name: each.source for each in catalogue.labellings.of_image(image_id)}


def decided(catalogue: Catalogue, image_id: int) -> dict[int, bool]:
    return {each.label_id: each.accepted for each in catalogue.labellings.decisions_of(image_id)}


def test_labels_are_put_on_and_taken_off_in_one_step(catalogue: Catalogue) -> None:
    change = catalogue.commands.label_images(
        [1, 2, 6], add=[4], remove=[3], add_names=["Red", "SHIP"]
    )

    assert change.command == "label_images"
    assert change.details == {
        "images": 3,
        "image_count": 3,
        "added": ["car", "Red", "ship"],
        "removed": ["Kamaz"],
        "created": ["Red"],
    }
    assert change.image_ids == {1, 2, 6}
    assert change.label_ids == {3, 4, 5, 6}
    assert carried(catalogue, 1) == {
        "car": "curator",
        "Red": "curator",
        "ship": "curator",
        "truck": "imported",
    }
    labelling = catalogue.labellings.of_image(6)[0]
    assert (labelling.decider, labelling.confidence) == ("kari", None)

    catalogue.commands.undo()
    assert carried(catalogue, 1) == {"Kamaz": "imported", "truck": "imported"}
    assert catalogue.labels.find("red") is None


def test_only_images_that_change_count(catalogue: Catalogue) -> None:
    change = catalogue.commands.label_images([1, 2, 3, 3], add=[3])

    assert change.details["images"] == 1
    assert change.details["image_count"] == 3
    assert change.image_ids == {3}


def test_a_step_that_changes_nothing_leaves_no_trace(catalogue: Catalogue) -> None:
    before = catalogue.history.entries()
    newest = catalogue.history.next_undo()

    change = catalogue.commands.label_images([1, 2], add=[3], remove=[5])

    assert (change.change_id, change.undoable) == (0, False)
    assert catalogue.history.entries() == before
    assert catalogue.history.next_undo() == newest


def test_an_alias_names_its_label(catalogue: Catalogue) -> None:
    catalogue.commands.add_alias(5, "Båt")

    assert catalogue.commands.label_images([6], add_names=["båt"]).details["created"] == []
    assert carried(catalogue, 6) == {"ship": "curator"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"image_ids": [1, 99], "add": [1]}, "not in the catalogue"),
        ({"image_ids": [1], "add": [99]}, "no longer in the catalogue"),
        ({"image_ids": [1], "remove": [99]}, "no longer in the catalogue"),
        ({"image_ids": [1], "add": [4], "add_names": ["  "]}, "needs a name"),
        ({"image_ids": [1], "add": [4], "add_names": ["x" * 257]}, "256 characters"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    catalogue: Catalogue,
    kept_rows: Callable[..., Any],
    arguments: dict[str, Any],
    sentence: str,
) -> None:
    before = kept_rows(catalogue.path)

    with pytest.raises(CatalogueError, match=sentence):
        catalogue.commands.label_images(**arguments)
    assert kept_rows(catalogue.path) == before


def test_an_accepted_suggestion_becomes_a_labelling(catalogue: Catalogue) -> None:
    change = catalogue.commands.decide(
        2,
        accepted=[AcceptedLabel(2, 0.9)],
        rejected=[AcceptedLabel(4, 0.2)],
        suggester="neighbor-search",
        reviewed=True,
    )

    assert change.details == {
        "image_id": 2,
        "accepted": ["truck"],
        "rejected": ["car"],
        "reviewed": 1,
    }
    labelling = next(each for each in catalogue.labellings.of_image(2) if each.label_id == 2)
    assert (labelling.source, labelling.confidence, labelling.decider) == ("accepted", 0.9, "kari")
    decision = catalogue.labellings.decisions_of(2)[0]
    assert (decision.accepted, decision.confidence, decision.suggester, decision.decider) == (
        True,
        0.9,
        "neighbor-search",
        "kari",
    )
    assert catalogue.labellings.rejected_pairs() == [(2, 4)]
    assert catalogue.suggestions.of_image(2) == []
    assert catalogue.images.get(2).reviewed_at is not None

    catalogue.commands.undo()
    assert decided(catalogue, 2) == {}
    assert carried(catalogue, 2) == {"Kamaz": "imported"}
    assert catalogue.images.get(2).reviewed_at is None
    assert len(catalogue.suggestions.of_image(2)) == 2


def test_a_later_decision_replaces_the_earlier(catalogue: Catalogue) -> None:
    catalogue.commands.decide(2, accepted=[AcceptedLabel(2, 0.9)], suggester="x")
    catalogue.commands.decide(2, rejected=[AcceptedLabel(2, 0.8)], suggester="y")
    assert decided(catalogue, 2) == {2: False}
    assert carried(catalogue, 2) == {"Kamaz": "imported"}

    catalogue.commands.decide(2, accepted=[AcceptedLabel(2, 0.7)], suggester="z")
    assert decided(catalogue, 2) == {2: True}
    assert carried(catalogue, 2) == {"Kamaz": "imported", "truck": "accepted"}


def test_accepting_what_the_image_carries_keeps_where_it_came_from(catalogue: Catalogue) -> None:
    catalogue.commands.decide(1, accepted=[AcceptedLabel(3, 0.9)], suggester="x")

    assert carried(catalogue, 1)["Kamaz"] == "imported"
    catalogue.commands.clear_decisions(1, [3])
    assert carried(catalogue, 1)["Kamaz"] == "imported"


def test_a_label_cannot_be_accepted_and_rejected_at_once(catalogue: Catalogue) -> None:
    both = [AcceptedLabel(2, 0.9)]
    with pytest.raises(ValueError, match="both"):
        catalogue.commands.decide(2, accepted=both, rejected=both, suggester="x")


def test_cleared_decisions_are_open_again(catalogue: Catalogue) -> None:
    catalogue.commands.decide(
        2, accepted=[AcceptedLabel(2, 0.9)], rejected=[AcceptedLabel(4, 0.2)], suggester="x"
    )

    change = catalogue.commands.clear_decisions(2, [2, 4, 5])

    assert change.details == {"image_id": 2, "cleared": ["truck", "car"]}
    assert carried(catalogue, 2) == {"Kamaz": "imported"}
    assert [each.label_id for each in catalogue.suggestions.of_image(2)] == [2, 4]


def test_taking_off_an_accepted_label_rejects_the_suggestion(catalogue: Catalogue) -> None:
    catalogue.commands.decide(2, accepted=[AcceptedLabel(2, 0.9)], suggester="x")
    catalogue.commands.label_images([2], remove=[2])

    assert decided(catalogue, 2) == {2: False}
    assert [each.label_id for each in catalogue.suggestions.of_image(2)] == [4]


def test_putting_on_a_rejected_label_lifts_the_rejection(catalogue: Catalogue) -> None:
    catalogue.commands.decide(2, rejected=[AcceptedLabel(4, 0.2)], suggester="x")
    catalogue.commands.label_images([2], add=[4])

    assert decided(catalogue, 2) == {}
    assert carried(catalogue, 2)["car"] == "curator"
    assert catalogue.check().problems == []


def test_reviewed_images_leave_the_queue(catalogue: Catalogue) -> None:
    change = catalogue.commands.mark_reviewed([1, 2, 2], True)

    assert change.details == {"images": 2, "reviewed": 1}
    assert catalogue.suggestions.queue(QueueOrder.FOLDER) == [4, 3, 6]
    assert catalogue.commands.mark_reviewed([1, 3], True).details["images"] == 1
    catalogue.commands.mark_reviewed([1, 2, 3], False)
    assert catalogue.suggestions.queue(QueueOrder.FOLDER) == [4, 1, 2, 3, 6]


def test_taking_off_a_label_that_came_with_the_file_forbids_its_return(
    catalogue: Catalogue,
) -> None:
    catalogue.commands.label_images([1], add=[4])
    catalogue.commands.label_images([1], remove=[3, 4])

    assert carried(catalogue, 1) == {"truck": "imported"}
    assert decided(catalogue, 1) == {3: False}
    decision = catalogue.labellings.decisions_of(1)[0]
    assert (decision.suggester, decision.confidence, decision.decider) == ("", 0.0, "kari")

    catalogue.commands.undo()
    assert decided(catalogue, 1) == {}
    assert carried(catalogue, 1) == {"Kamaz": "imported", "car": "curator", "truck": "imported"}


def test_putting_a_label_back_lifts_the_rejection(catalogue: Catalogue) -> None:
    catalogue.commands.label_images([1], remove=[3])
    catalogue.commands.label_images([1], add=[3])

    assert decided(catalogue, 1) == {}
    assert carried(catalogue, 1)["Kamaz"] == "curator"


def test_taking_back_the_answer_to_a_doubt_leads_to_the_label_as_it_was(
    catalogue: Catalogue,
) -> None:
    catalogue.queues.replace_all(
        QueueRun("x", "y"),
        errors=[LabelError(1, 3, "wrong", 0.9, 0.1), LabelError(1, 4, "missing", 0.9, 0.9)],
        teaching=[],
    )
    answers = [AcceptedLabel(3, 0.1), AcceptedLabel(4, 0.9)]
    for first, second in ((answers, []), ([], answers)):
        catalogue.commands.decide(1, accepted=first, rejected=second, suggester="x")
        catalogue.commands.clear_decisions(1, [3, 4])

        assert carried(catalogue, 1).keys() == {"Kamaz", "truck"}
        assert decided(catalogue, 1) == {}
        assert [one.label_id for one in catalogue.queues.errors("wrong")] == [3]
        assert [one.label_id for one in catalogue.queues.errors("missing")] == [4]


def test_a_page_of_images_is_decided_in_one_step(catalogue: Catalogue) -> None:
    catalogue.commands.label_images([4], add=[4])
    change = catalogue.commands.decide_images(
        4, accepted={1: 0.3, 3: 0.9, 6: 0.5}, rejected={2: 0.2, 4: 0.1}, suggester="x"
    )

    assert change.details == {"label_id": 4, "label": "car", "accepted": 3, "rejected": 2}
    assert (change.image_ids, change.label_ids) == ({1, 2, 3, 4, 6}, {4})
    assert carried(catalogue, 1)["car"] == "accepted"
    assert carried(catalogue, 3)["car"] == "imported"
    assert "car" not in carried(catalogue, 4)
    assert [decided(catalogue, at)[4] for at in (1, 2, 3, 4, 6)] == [True, False, True, False, True]
    (decision,) = catalogue.labellings.decisions_of(6)
    assert (decision.suggester, decision.confidence, decision.decider) == ("x", 0.5, "kari")
    labelling = next(one for one in catalogue.labellings.of_image(6) if one.label_id == 4)
    assert (labelling.confidence, labelling.decider) == (0.5, "kari")
    assert catalogue.check().problems == []

    catalogue.commands.undo()
    assert carried(catalogue, 4)["car"] == "curator"
    assert "car" not in carried(catalogue, 1)
    assert all(decided(catalogue, at) == {} for at in (1, 2, 3, 4, 6))
    assert catalogue.check().problems == []


def test_a_page_that_contradicts_itself_or_names_what_is_gone_changes_nothing(
    catalogue: Catalogue,
) -> None:
    before = catalogue.history.entries()
    with pytest.raises(ValueError, match="both accepted and rejected"):
        catalogue.commands.decide_images(4, accepted={1: 0.3}, rejected={1: 0.3}, suggester="x")
    with pytest.raises(CatalogueError):
        catalogue.commands.decide_images(4, accepted={99: 0.3}, rejected={}, suggester="x")
    with pytest.raises(CatalogueError):
        catalogue.commands.decide_images(99, accepted={1: 0.3}, rejected={}, suggester="x")
    assert catalogue.history.entries() == before
