"""Yes-or-no questions: added, changed, answered, removed, and all of it taken back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from db.catalogue import Catalogue
from db.duplicate_records import KeptImage
from db.errors import CatalogueError
from db.questions.records import Answer, GivenAnswer


@pytest.fixture
def offensive(catalogue: Catalogue) -> int:
    """A question about the six images."""
    return int(str(catalogue.commands.add_question("Offensive?").details["question_id"]))


def given(answer: Answer, *image_ids: int, **values: Any) -> list[GivenAnswer]:
    return [GivenAnswer(image_id, answer, **values) for image_id in image_ids]


def answers(catalogue: Catalogue, question_id: int) -> dict[int, str]:
    return {one.image_id: one.answer for one in catalogue.questions.answers(question_id)}


def test_no_answer_is_not_a_no(catalogue: Catalogue, offensive: int) -> None:
    commands, questions = catalogue.commands, catalogue.questions
    commands.answer_images(offensive, given("yes", 1) + given("no", 2, 3) + given("unsure", 4))

    record = questions.get(offensive)
    assert (record.yes, record.no, record.unsure, record.answered) == (1, 2, 1, 4)
    assert answers(catalogue, offensive) == {1: "yes", 2: "no", 3: "no", 4: "unsure"}
    assert questions.answered_ids(offensive) == [1, 2, 3, 4]
    assert questions.of_images([2, 6])[6] == []
    assert questions.answer(offensive, 6) is None


def test_a_question_with_its_first_answers_is_one_step(catalogue: Catalogue) -> None:
    commands, questions = catalogue.commands, catalogue.questions
    change = commands.add_question("A map?", given=given("no", 1, 2) + given("yes", 1))
    (record,) = questions.all()
    assert (record.yes, record.no, change.details["images"]) == (1, 1, 2)
    assert answers(catalogue, record.id) == {1: "yes", 2: "no"}

    commands.undo()
    assert questions.all() == []
    commands.redo()
    assert answers(catalogue, questions.all()[0].id) == {1: "yes", 2: "no"}
    with pytest.raises(CatalogueError):
        commands.add_question("Other?", given=given("yes", 999))
    assert [one.name for one in questions.all()] == ["A map?"]


def test_an_answer_keeps_where_it_is_from(catalogue: Catalogue, offensive: int) -> None:
    commands = catalogue.commands
    commands.answer_images(
        offensive, given("yes", 1, source="prediction", probability=0.75, chosen_by="uncertain")
    )
    commands.answer_images(
        offensive,
        given("no", 2, source="imported", decider="ola", decided_at="2020-01-01T00:00:00.000Z"),
    )
    first, second = catalogue.questions.answers(offensive)
    assert (first.source, first.probability, first.chosen_by, first.decider) == (
        "prediction",
        0.75,
        "uncertain",
        "kari",
    )
    assert (second.decider, second.decided_at) == ("ola", "2020-01-01T00:00:00.000Z")

    # The same answer again leaves who gave it; another one is of whoever gives it.
    assert commands.answer_images(offensive, given("yes", 1)).change_id == 0
    commands.answer_images(offensive, given("no", 1))
    changed = catalogue.questions.answer(offensive, 1)
    assert changed is not None
    assert (changed.source, changed.probability, changed.chosen_by) == ("curator", None, "")


def test_standing_answers_can_be_kept(catalogue: Catalogue, offensive: int) -> None:
    commands = catalogue.commands
    commands.answer_images(offensive, given("yes", 1, 2))
    change = commands.answer_images(
        offensive, given("no", 1, 3) + given("yes", 2), keep_standing=True
    )
    assert (change.details["images"], change.details["kept"]) == (1, 1)
    assert answers(catalogue, offensive) == {1: "yes", 2: "yes", 3: "no"}


def test_all_is_taken_back_and_done_again(
    catalogue: Catalogue, kept_rows: Callable[[Path], Any]
) -> None:
    commands, states = catalogue.commands, [kept_rows(catalogue.path)]

    def done() -> None:
        states.append(kept_rows(catalogue.path))

    added = commands.add_question("A map?", help_text="Sea charts too")
    question_id = int(str(added.details["question_id"]))
    done()
    commands.answer_images(question_id, given("no", *range(1, 7)))
    done()
    commands.answer_images(question_id, given("yes", 1) + given("unsure", 2))
    done()
    commands.take_back_answers(question_id, [3, 4])
    done()
    commands.change_question(question_id, name="Map?", cost_missed_yes=4)
    done()
    removed = commands.remove_question(question_id)
    assert removed.details["answers"] == 4
    assert removed.image_ids == {1, 2, 5, 6}
    assert catalogue.questions.all() == []
    done()
    for state in reversed(states[:-1]):
        commands.undo()
        assert kept_rows(catalogue.path) == state
    for state in states[1:]:
        commands.redo()
        assert kept_rows(catalogue.path) == state
    assert catalogue.check().problems == []


def test_an_image_set_aside_counts_no_more_and_keeps_its_answer(
    catalogue: Catalogue, offensive: int
) -> None:
    commands = catalogue.commands
    commands.answer_images(offensive, given("yes", 1, 2))
    commands.set_aside([KeptImage(1, (2,))], hand_labels=False, hand_titles=False)
    assert catalogue.questions.get(offensive).yes == 1
    assert answers(catalogue, offensive) == {1: "yes"}
    assert catalogue.questions.answered_ids(offensive) == [1, 2]

    commands.bring_back([2], take_labels_back=False)
    assert answers(catalogue, offensive) == {1: "yes", 2: "yes"}


def test_an_answer_follows_its_image_when_the_file_moves(
    catalogue: Catalogue, offensive: int
) -> None:
    catalogue.commands.answer_images(offensive, given("yes", 6))
    catalogue.commands.move_images([(6, b"elsewhere/empty.jpg", 1)])
    moved = catalogue.images.by_path(b"elsewhere/empty.jpg")
    assert moved is not None
    assert answers(catalogue, offensive) == {moved.id: "yes"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"name": " \n"}, "question-name-empty"),
        ({"name": "x" * 257}, "question-name-too-long"),
        ({"name": "OFFENSIVE?"}, "question-name-taken"),
        ({"name": "New?", "help_text": "x" * 2001}, "question-help-too-long"),
        ({"name": "New?", "cost_wrong_yes": 0}, "question-cost-wrong"),
        ({"name": "New?", "cost_missed_yes": float("nan")}, "question-cost-wrong"),
        ({"name": "New?", "cost_wrong_yes": 1e308}, "question-cost-wrong"),
    ],
)
def test_what_is_no_question_is_refused(
    catalogue: Catalogue, offensive: int, values: dict[str, Any], code: str
) -> None:
    other = int(str(catalogue.commands.add_question("Other?").details["question_id"]))
    for run in (
        lambda: catalogue.commands.add_question(**values),
        lambda: catalogue.commands.change_question(other, **values),
    ):
        with pytest.raises(CatalogueError) as caught:
            run()
        assert caught.value.message.code == code
    assert len(catalogue.questions.all()) == 2


def test_what_is_gone_is_refused(catalogue: Catalogue, offensive: int) -> None:
    commands = catalogue.commands
    with pytest.raises(CatalogueError, match="no longer in the catalogue"):
        commands.answer_images(77, given("yes", 1))
    with pytest.raises(CatalogueError):
        commands.answer_images(offensive, given("yes", 77))
    with pytest.raises(CatalogueError):
        catalogue.questions.get(77)
    assert catalogue.questions.find("offensive?") is not None
    assert catalogue.questions.find("none") is None
