from collections.abc import Callable

import pytest

from db.catalogue import Catalogue
from db.records import (
    AcceptedLabel,
    ImageFilter,
    LabelError,
    QueueOrder,
    QueueRun,
    ScannedImage,
    Status,
    SuggestionRun,
)

RUN = QueueRun("neighbor-search", "fingerprint")


def fill(catalogue: Catalogue) -> tuple[int, int]:
    """Images 1 and 2 carry a, 3 carries b; a is suspicious on both, and missing on 3 and 6."""
    catalogue.commands.label_images([1, 2], add_names=["a"])
    catalogue.commands.label_images([3], add_names=["b"])
    ids = {label.name: label.id for label in catalogue.labels.all()}
    a, b = ids["a"], ids["b"]
    catalogue.queues.replace_all(
        RUN,
        errors=[
            LabelError(1, a, "wrong", 0.6, 0.1),
            LabelError(2, a, "wrong", 0.9, 0.05),
            LabelError(3, b, "wrong", 0.7, 0.2),
            LabelError(3, a, "missing", 0.5, 0.8),
            LabelError(6, a, "missing", 0.8, 0.9),
        ],
        teaching=[6, 3, 1],
    )
    return a, b


def test_suspects_come_most_suspicious_first(catalogue: Catalogue) -> None:
    a, b = fill(catalogue)
    queues = catalogue.queues

    assert queues.suspects("wrong") == [2, 3, 1]
    assert queues.suspects("wrong", label_id=a) == [2, 1]
    assert queues.suspects("missing") == [6, 3]
    assert [(one.image_id, one.label_id) for one in queues.errors("wrong")] == [
        (2, a),
        (3, b),
        (1, a),
    ]
    assert queues.errors("missing", [3]) == [LabelError(3, a, "missing", 0.5, 0.8)]
    assert queues.run() == QueueRun(RUN.suggester, RUN.encoder, queues.run().made_at)  # type: ignore[union-attr]


def test_a_label_that_is_fixed_or_kept_leaves_its_queue_and_undo_brings_it_back(
    catalogue: Catalogue,
) -> None:
    a, b = fill(catalogue)
    queues, commands = catalogue.queues, catalogue.commands

    commands.decide(2, rejected=[AcceptedLabel(a, 0.05)], suggester="x")
    assert queues.suspects("wrong") == [3, 1]
    commands.decide(3, accepted=[AcceptedLabel(b, 0.2)], suggester="x")
    assert queues.suspects("wrong") == [1]
    assert [one.source for one in catalogue.labellings.of_image(3) if one.label_id == b] == [
        "curator"
    ]
    commands.label_images([1], remove=[a])
    assert queues.suspects("wrong") == []
    for left in ([1], [3, 1], [2, 3, 1]):
        commands.undo()
        assert queues.suspects("wrong") == left

    commands.decide(6, accepted=[AcceptedLabel(a, 0.9)], suggester="x")
    commands.decide(3, rejected=[AcceptedLabel(a, 0.8)], suggester="x")
    assert queues.suspects("missing") == []
    commands.undo()
    assert queues.suspects("missing") == [3]


def test_what_was_found_about_an_image_stays_known_after_it_is_decided(
    catalogue: Catalogue,
) -> None:
    a, b = fill(catalogue)
    before = [LabelError(3, b, "wrong", 0.7, 0.2), LabelError(3, a, "missing", 0.5, 0.8)]

    assert catalogue.queues.of_image(3) == before
    catalogue.commands.decide(3, rejected=[AcceptedLabel(b, 0.2)], suggester="x")
    assert catalogue.queues.of_image(3) == before
    catalogue.commands.delete_label(a)
    assert catalogue.queues.of_image(3) == before[:1]


def test_suspects_of_deleted_labels_and_unreadable_images_are_out(catalogue: Catalogue) -> None:
    a, _ = fill(catalogue)
    queues = catalogue.queues

    catalogue.commands.mark_missing([3])
    assert queues.suspects("wrong") == [2, 1]
    catalogue.commands.delete_label(a)
    assert queues.suspects("wrong") == queues.suspects("missing") == []
    catalogue.commands.undo()
    assert queues.suspects("wrong") == [2, 1]


def test_reviewed_images_stay_suspects(catalogue: Catalogue) -> None:
    fill(catalogue)
    catalogue.commands.mark_reviewed([2], True)

    assert catalogue.queues.suspects("wrong") == [2, 3, 1]


def test_an_image_teaches_until_it_is_labelled_or_reviewed(catalogue: Catalogue) -> None:
    queues, commands = catalogue.queues, catalogue.commands
    empty = catalogue.images.ids(ImageFilter(status=Status.UNLABELLED))
    commands.label_images(catalogue.images.ids(), remove=[one.id for one in catalogue.labels.all()])
    queues.replace_all(RUN, errors=[], teaching=[6, 99, 3, 1, 3, 4])

    assert empty == [6]
    assert queues.teaching() == [6, 3, 1, 4]
    assert queues.images(QueueOrder.TEACHES_MOST, ImageFilter(folder="cars")) == [3, 1]
    commands.label_images([3], add_names=["red"])
    commands.mark_reviewed([1], True)
    assert queues.teaching() == [6, 4]
    commands.undo()
    assert queues.teaching() == [6, 1, 4]


def test_a_new_run_replaces_the_old_whole(catalogue: Catalogue) -> None:
    a, _ = fill(catalogue)
    queues = catalogue.queues

    queues.replace_all(
        QueueRun("1-nn", "other", "2026-01-01T00:00:00Z"),
        errors=[LabelError(99, a, "missing", 1.0, 1.0), LabelError(3, a, "missing", 1.0, 1.0)],
        teaching=[],
    )

    assert queues.suspects("wrong") == queues.teaching() == []
    assert queues.suspects("missing") == [3]
    assert queues.run() == QueueRun("1-nn", "other", "2026-01-01T00:00:00Z")


def test_before_the_first_run_there_is_nothing(make_catalogue: Callable[..., Catalogue]) -> None:
    queues = make_catalogue().queues

    assert queues.run() is None
    assert queues.teaching() == queues.suspects("wrong") == queues.errors("missing") == []


@pytest.mark.parametrize(
    ("order", "found"),
    [
        (QueueOrder.PROBABLY_WRONG, [2, 3, 1]),
        (QueueOrder.PROBABLY_MISSING, [6, 3]),
        (QueueOrder.TEACHES_MOST, [6]),
        (QueueOrder.MOST_CONFIDENT, [2, 4, 3, 1, 6]),
    ],
)
def test_every_order_of_the_review_page_is_one_call(
    catalogue: Catalogue, order: QueueOrder, found: list[int]
) -> None:
    fill(catalogue)

    assert catalogue.queues.images(order) == found


def test_queues_that_are_no_suggestions_are_refused_there(catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="not a queue of suggestions"):
        catalogue.suggestions.queue(QueueOrder.TEACHES_MOST)


def test_a_suggestion_has_a_probability_where_the_run_gave_one(catalogue: Catalogue) -> None:
    run = SuggestionRun("neighbor-search", "fingerprint", {}, 0.2)
    catalogue.suggestions.replace_all(run, [(6, 1, 0.5), (6, 2, 0.4, 0.75), (6, 4, 0.3, None)])

    found = {one.label_id: one.probability for one in catalogue.suggestions.of_image(6)}
    assert found == {1: None, 2: 0.75, 4: None}


def test_unlabelled_images_come_by_right_labels_a_key(
    make_catalogue: Callable[..., Catalogue], scanned: Callable[..., ScannedImage]
) -> None:
    """Two sure labels before one, a sure one before two of which one is a guess; then those with
    nothing ticked, then those with nothing suggested."""
    catalogue = make_catalogue(*(scanned(f"{number}.jpg") for number in range(6)))
    labelled, two, one, guess, weak, nothing = catalogue.images.ids()
    catalogue.commands.label_images([labelled], add_names=["x", "y", "z"])
    x, y = (found.id for found in catalogue.labels.all() if found.name in ("x", "y"))
    run = SuggestionRun("neighbor-search", "f", {}, 0.1)
    assert catalogue.queues.images(QueueOrder.UNLABELLED) == [], "before the first suggestions"
    catalogue.suggestions.replace_all(
        run,
        [
            (labelled, x, 0.9, 0.99),
            (two, x, 0.9, 0.95),
            (two, y, 0.9, 0.9),
            (one, x, 0.9, 0.97),
            (guess, x, 0.9, 0.9),
            (guess, y, 0.9, 0.7),
            (weak, x, 0.9, 0.4),
        ],
    )
    queue = catalogue.queues
    assert queue.images(QueueOrder.UNLABELLED) == [two, guess, one, weak, nothing, labelled]
    assert queue.images(QueueOrder.UNLABELLED, level_percent=90)[:4] == [two, one, guess, weak]
    catalogue.commands.decide(two, rejected=[AcceptedLabel(x, 0.9)], suggester="s")
    assert queue.images(QueueOrder.UNLABELLED, level_percent=60)[:3] == [guess, one, two]
    catalogue.commands.mark_reviewed([one], True)
    assert one not in queue.images(QueueOrder.UNLABELLED)
    assert queue.images(QueueOrder.UNLABELLED)[-1] == labelled, "begun by a curator"
    catalogue.commands.delete_label(y)
    assert queue.images(QueueOrder.UNLABELLED)[0] == guess


def test_an_image_begun_elsewhere_comes_after_those_without_any_label(
    catalogue: Catalogue,
) -> None:
    commands, order = catalogue.commands, QueueOrder.UNLABELLED
    commands.label_images(catalogue.images.ids(), remove=[one.id for one in catalogue.labels.all()])
    before = catalogue.queues.images(order)
    commands.label_images(before[:1], add_names=["begun"])

    assert catalogue.queues.images(order) == [*before[1:], before[0]]
    commands.mark_reviewed(before[:1], True)
    assert catalogue.queues.images(order) == before[1:]
