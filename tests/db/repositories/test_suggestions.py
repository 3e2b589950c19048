import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import (
    AcceptedLabel,
    ImageFilter,
    QueueOrder,
    ScannedImage,
    Status,
    SuggestionRun,
)

RUN = SuggestionRun("neighbor-search", "fingerprint", {"temperature": 0.05, "neighbors": 40}, 0.2)


def test_suggestions_come_most_confident_first(catalogue: Catalogue) -> None:
    found = catalogue.suggestions.of_image(2)

    assert [(each.label_name, each.confidence) for each in found] == [("truck", 0.9), ("car", 0.2)]
    assert catalogue.suggestions.of_image(5) == []
    assert catalogue.suggestions.count() == 7


def test_labels_the_image_carries_and_decided_ones_are_not_open(catalogue: Catalogue) -> None:
    catalogue.commands.label_images([2], add=[4])
    catalogue.commands.decide(6, rejected=[AcceptedLabel(5, 0.15)], suggester="x")

    assert [each.label_id for each in catalogue.suggestions.of_image(2)] == [2]
    assert [each.label_id for each in catalogue.suggestions.of_image(6)] == [2]


def test_a_new_run_replaces_the_old_whole(catalogue: Catalogue) -> None:
    assert catalogue.suggestions.replace_all(RUN, ((at, 1, 0.5) for at in (1, 2))) == 2

    run = catalogue.suggestions.run()
    assert run is not None
    assert run == SuggestionRun(**{**_fields(RUN), "created_at": run.created_at})
    assert run.created_at.endswith("Z")
    assert catalogue.suggestions.queue(QueueOrder.FOLDER) == [1, 2]
    assert catalogue.suggestions.replace_all(RUN, []) == 0
    assert catalogue.suggestions.queue(QueueOrder.FOLDER) == []


def test_before_the_first_run_there_is_none(make_catalogue: Callable[..., Catalogue]) -> None:
    made = make_catalogue()

    assert made.suggestions.run() is None
    assert made.suggestions.queue(QueueOrder.LEAST_CONFIDENT) == []


def test_a_run_that_fails_half_way_leaves_the_old_suggestions(catalogue: Catalogue) -> None:
    def rows() -> Iterator[tuple[int, int, float]]:
        yield 1, 1, 0.5
        raise RuntimeError("the suggester broke")

    with pytest.raises(RuntimeError, match="broke"):
        catalogue.suggestions.replace_all(RUN, rows())
    assert catalogue.suggestions.count() == 7
    assert catalogue.suggestions.replace_all(RUN, [(1, 1, 0.5)]) == 1


def test_a_slow_suggester_keeps_nobody_waiting(catalogue: Catalogue) -> None:
    def rows() -> Iterator[tuple[int, int, float]]:
        yield 1, 1, 0.5
        worker = threading.Thread(target=catalogue.commands.delete_label, args=(4,))
        worker.start()
        worker.join(10)
        assert not worker.is_alive()
        yield 2, 4, 0.5
        yield 99, 1, 0.5

    assert catalogue.suggestions.replace_all(RUN, rows()) == 1
    assert catalogue.check().problems == []


def test_queue_orders(catalogue: Catalogue) -> None:
    queue = catalogue.suggestions.queue

    assert queue(QueueOrder.LEAST_CONFIDENT) == [6, 1, 3, 4, 2]
    assert queue(QueueOrder.MOST_CONFIDENT) == [2, 4, 3, 1, 6]
    assert queue(QueueOrder.LABEL) == [4, 1, 6, 2, 3]
    assert queue(QueueOrder.FOLDER) == [4, 1, 2, 3, 6]
    assert sorted(queue(QueueOrder.RANDOM, seed=1)) == [1, 2, 3, 4, 6]
    assert queue(QueueOrder.RANDOM, seed=1) == queue(QueueOrder.RANDOM, seed=1)
    assert len({tuple(queue(QueueOrder.RANDOM, seed=seed)) for seed in range(10)}) > 1


def test_the_queue_of_one_label_goes_by_that_label(catalogue: Catalogue) -> None:
    queue = catalogue.suggestions.queue

    assert queue(QueueOrder.LABEL, label_id=2) == [2, 3, 6]
    assert queue(QueueOrder.LEAST_CONFIDENT, label_id=4) == [2, 1, 4]
    catalogue.commands.decide(3, rejected=[AcceptedLabel(2, 0.5)], suggester="x")
    assert queue(QueueOrder.FOLDER, label_id=2) == [2, 6]
    assert queue(QueueOrder.FOLDER, label_id=99) == []


def test_the_queue_follows_the_filter(catalogue: Catalogue) -> None:
    queue = catalogue.suggestions.queue

    assert queue(QueueOrder.FOLDER, ImageFilter(folder="cars")) == [1, 2, 3]
    assert queue(QueueOrder.FOLDER, ImageFilter(status=Status.UNLABELLED)) == [6]
    assert queue(QueueOrder.LABEL, ImageFilter(text="kamaz"), label_id=2) == [2]


def test_the_queue_holds_only_what_can_be_reviewed(catalogue: Catalogue) -> None:
    catalogue.suggestions.replace_all(RUN, [(5, 1, 0.5), (6, 1, 0.5), (1, 1, 0.5), (2, 1, 0.5)])
    catalogue.commands.mark_missing([6])
    catalogue.commands.mark_reviewed([1], True)

    assert catalogue.suggestions.queue(QueueOrder.FOLDER) == [2]
    assert catalogue.images.ids(ImageFilter(status=Status.SUGGESTED)) == [2]


def _fields(run: SuggestionRun) -> dict[str, Any]:
    return {name: getattr(run, name) for name in run.__slots__}


@contextmanager
def programs_of(*beginnings: str, command: str) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    """What SQLite's ``command`` says of the statements that begin so, by their beginning."""
    found: dict[str, list[tuple[Any, ...]]] = {}

    def explain(
        connection: object, cursor: sqlite3.Cursor, statement: str, values: Any, *_rest: object
    ) -> None:
        for beginning in filter(statement.startswith, beginnings):
            rows = cursor.connection.execute(f"{command} {statement}", values)
            found[beginning] = rows.fetchall()

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


def test_replacing_goes_through_what_arrives_not_through_images_times_labels(
    catalogue: Catalogue,
) -> None:
    beginnings = ("DELETE FROM temp.arriving", "INSERT INTO temp.arriving_open")
    with programs_of(*beginnings, command="EXPLAIN QUERY PLAN") as plans:
        catalogue.suggestions.replace_all(RUN, [(1, 1, 0.5)])

    for beginning in beginnings:
        steps = [str(row[3]) for row in plans[beginning]]
        assert not any(step.startswith("SCAN") and "USING INDEX" not in step for step in steps)
        assert any("PRIMARY KEY (image_id>" in step for step in steps), steps
    assert catalogue.check().problems == []


def test_new_suggestions_are_moved_record_by_record_while_others_wait(
    catalogue: Catalogue,
) -> None:
    beginnings = ("INSERT INTO main.suggestions", "INSERT INTO main.open_suggestions")
    with programs_of(*beginnings, command="EXPLAIN") as programs:
        catalogue.suggestions.replace_all(RUN, [(1, 1, 0.5)])

    for beginning in beginnings:
        steps = {str(row[1]) for row in programs[beginning]}
        assert "RowData" in steps or "RowCell" in steps
        assert "FkCounter" not in steps


@pytest.mark.parametrize("act", ["label", "reject", "delete", "undo", "import"])
def test_what_happens_while_suggestions_are_laid_ready_counts(
    catalogue: Catalogue, scanned: Callable[..., ScannedImage], act: str
) -> None:
    catalogue.commands.label_images([2], add=[2])
    left = [act]

    def disturb(connection: object, cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("CREATE INDEX temp.ix_arriving ") or not left:
            return
        left.pop()
        with Catalogue.open(catalogue.path) as other:
            if act == "label":
                other.commands.label_images([3], add=[2])
            elif act == "reject":
                other.commands.decide(3, rejected=[AcceptedLabel(2, 0.5)], suggester="x")
            elif act == "delete":
                other.commands.delete_label(2)
            elif act == "undo":
                other.commands.undo()
            else:
                other.commands.import_images([scanned("cars/old/ford.jpg", "ship")])

    ship = next(label.id for label in catalogue.labels.all() if label.name == "ship")
    rows = [(2, 2, 0.5), (2, 4, 0.4), (3, 2, 0.6), (3, ship, 0.7)]
    event.listen(Engine, "before_cursor_execute", disturb)
    try:
        stored = catalogue.suggestions.replace_all(RUN, rows)
    finally:
        event.remove(Engine, "before_cursor_execute", disturb)

    assert left == []
    assert stored == (2 if act == "delete" else 4)
    assert catalogue.check().problems == []
    catalogue.commands.label_images([1], add_names=["foreign keys are checked again"])
    with pytest.raises(CatalogueError):
        catalogue.commands.label_images([99], add=[ship])


def test_weak_ones_are_stored_and_are_no_suggestions(catalogue: Catalogue) -> None:
    rows = [(1, 4, 0.5), (1, 5, 0.1, 0.06, True), (6, 2, 0.1, 0.07, True), (6, 4, 0.4, 0.5, False)]

    assert catalogue.suggestions.replace_all(RUN, rows) == 2
    assert catalogue.suggestions.count() == 2
    assert [one.label_id for one in catalogue.suggestions.of_image(1)] == [4]
    assert catalogue.suggestions.queue(QueueOrder.FOLDER) == [1, 6]
    assert catalogue.suggestions.queue(QueueOrder.LABEL, label_id=2) == []
    (card,) = catalogue.images.cards([6])
    assert card.suggestion_count == 1
    assert catalogue.check().problems == []


def test_undo_brings_no_weak_one_among_the_open_suggestions(catalogue: Catalogue) -> None:
    catalogue.suggestions.replace_all(RUN, [(6, 2, 0.1, 0.07, True), (3, 5, 0.9)])
    catalogue.commands.label_images([6, 3], add=[2, 5])
    catalogue.commands.undo()

    assert catalogue.suggestions.queue(QueueOrder.FOLDER) == [3]
    assert catalogue.check().problems == []
