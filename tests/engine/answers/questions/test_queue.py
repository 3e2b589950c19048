"""What is asked next: never twice, never what is answered, what teaches most once it learned."""

import numpy as np
import pytest

from db.questions.records import GivenAnswer
from engine.answers.questions.fitted import fit_question
from engine.answers.questions.queue import AskedImage, QuestionQueue
from engine.errors import InputError
from tests.engine.conftest import SIZE, MadeCatalogue


@pytest.fixture
def asked(made: MadeCatalogue) -> int:
    """A question about 300 images of two kinds; those of the first tenth are a yes."""
    rng = np.random.default_rng(3)
    kinds = np.arange(300) < 30
    vectors = rng.standard_normal((300, SIZE)) + 3.0 * kinds[:, None] * np.eye(SIZE)[0]
    contents = [f"{row}" for row in range(299)] + ["298"]
    made.add_at_once(contents, vectors, [[] for _ in range(300)])
    return int(str(made.catalogue.commands.add_question("Kind?").details["question_id"]))


def is_yes(image_id: int) -> bool:
    return image_id <= 30


def reply(queue: QuestionQueue, asked: AskedImage) -> None:
    queue.answer(asked, "yes" if is_yes(asked.image_id) else "no")


def test_every_image_is_asked_about_once_and_copies_of_answered_ones_never(
    made: MadeCatalogue, asked: int
) -> None:
    made.catalogue.commands.answer_images(asked, [GivenAnswer(1, "no"), GivenAnswer(299, "unsure")])
    queue = QuestionQueue(made.catalogue, asked, order="random", seed=1)
    found = []
    while (one := queue.next_image()) is not None:
        found.append(one)

    assert sorted(one.image_id for one in found) == list(range(2, 299))
    assert {one.chosen_by for one in found} == {"random"}
    # Every beginning is spread over the folders' order.
    tenths = np.bincount([one.image_id * 10 // 300 for one in found[:64]], minlength=10)
    assert tenths.min() >= 2


def test_it_learns_and_asks_what_teaches_most(made: MadeCatalogue, asked: int) -> None:
    queue = QuestionQueue(made.catalogue, asked, seed=2)
    assert queue.learn_is_due
    assert queue.learn() is None
    for _ in range(60):
        one = queue.next_image()
        assert one is not None
        assert one.chosen_by == "random"
        reply(queue, one)
    assert queue.question.answered == 60
    fitted = queue.learn()
    assert fitted is not None
    assert fitted is queue.fitted
    assert not queue.learn_is_due

    pair = [queue.next_image(), queue.next_image()]
    assert {one.chosen_by for one in pair if one} == {"random", "uncertain"}
    queue.order = "likely"
    likely = [one for _ in range(10) if (one := queue.next_image()) is not None]
    assert all(one.chosen_by == "likely" for one in likely)
    assert sum(is_yes(one.image_id) for one in likely) >= 8
    values = [one.probability or 0 for one in likely]
    assert values == sorted(values, reverse=True)
    for one in likely:
        reply(queue, one)
    assert queue.learn_is_due
    kept = made.catalogue.questions.answer(asked, likely[0].image_id)
    assert kept is not None
    assert (kept.chosen_by, kept.probability) == ("likely", likely[0].probability)


def test_what_is_undone_is_asked_about_next(made: MadeCatalogue, asked: int) -> None:
    queue = QuestionQueue(made.catalogue, asked, order="random", seed=4)
    first, ahead = queue.next_image(), queue.next_image()
    assert first is not None
    assert ahead is not None
    reply(queue, first)
    undone = made.catalogue.commands.undo()
    assert undone is not None
    queue.follow(undone)
    assert queue.question.answered == 0
    assert queue.next_image() == first

    queue.give_back(ahead)
    assert queue.next_image() == ahead
    # An answer from elsewhere takes an image out.
    change = made.catalogue.commands.answer_images(asked, [GivenAnswer(ahead.image_id, "no")])
    queue.follow(change)
    queue.give_back(ahead)
    following = queue.next_image()
    assert following is not None
    assert following.image_id not in (first.image_id, ahead.image_id)


def test_evidence_names_answered_images(made: MadeCatalogue, asked: int) -> None:
    made.catalogue.commands.answer_images(asked, [GivenAnswer(200, "no")])
    with pytest.raises(InputError, match="0 answers yes and 1"):
        fit_question(made.catalogue, asked)
    given = [GivenAnswer(one, "yes" if is_yes(one) else "no") for one in range(10, 60)]
    made.catalogue.commands.answer_images(asked, given)
    fitted = fit_question(made.catalogue, asked)

    pair = fitted.answers.pairs[0]
    best = fitted.evidence(pair, most=5)
    assert len(best) == 5
    assert best[0].answer == "yes"
    assert best[0].weight > 0
    assert fitted.threshold == 0.5
    assert fitted.probability(pair[None])[0] > 0.5
