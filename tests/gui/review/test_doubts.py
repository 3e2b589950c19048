"""Labels in question and images that teach most, on the Review page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.records import LabelError, QueueOrder, QueueRun
from gui.review.desk.state import RowState
from tests.gui.review.conftest import FINGERPRINT, Bench


def plant_doubts(bench: Bench) -> None:
    """mistaken.png carries "tank" and should carry "truck"; q1 to q4 teach in reverse order."""
    image_id = bench.image("mistaken.png")
    bench.catalogue.queues.replace_all(
        QueueRun("neighbor-search", FINGERPRINT),
        errors=[
            LabelError(image_id, bench.label("tank"), "wrong", 0.9, 0.02),
            LabelError(bench.image("tank1.png"), bench.label("tank"), "wrong", 0.6, 0.3),
            LabelError(image_id, bench.label("truck"), "missing", 0.95, 0.95),
        ],
        teaching=[bench.image(path) for path in ("q4.png", "q3.png", "q2.png", "q1.png")],
    )


def choose_order(bench: Bench, order: QueueOrder) -> None:
    """Choose a queue in the list above the image."""
    orders = bench.page.bar.orders
    orders.setCurrentIndex(orders.findData(order))
    orders.activated.emit(orders.currentIndex())
    bench.settle()


def test_a_probably_wrong_label_is_in_focus_with_its_evidence_and_one_key_removes_it(
    bench: Bench,
) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.PROBABLY_WRONG)
    bench.until(lambda: bench.page.desk.image_id == bench.image("mistaken.png"))
    bench.until(lambda: bench.page.desk.is_live and bench.page.desk.evidence)
    tank = bench.label("tank")
    row = bench.page.desk.rows[0]
    assert (row.label_id, row.doubt, row.state) == (tank, "wrong", RowState.OPEN)
    assert bench.page.desk.focused_label == tank
    assert bench.page.bar.left.text() == "2 left"
    assert bench.page.panel.sentence == "Probably wrong. A keeps the label, X removes it."
    assert bench.page.evidence.heading.text() == "Why “tank” is in doubt"
    assert [one.label_name for one in bench.page.desk.rows] == ["tank"]
    evidence = bench.page.desk.evidence
    assert evidence is not None
    assert evidence.label_id == tank
    against = {card.image.path for card in evidence.votes_against}
    assert {"truck1.png", "truck2.png"} <= against
    assert "tank" in bench.shown_labels()

    bench.press(Qt.Key.Key_X)
    assert bench.state("tank") is RowState.REJECTED
    assert "tank" not in bench.shown_labels()
    bench.settle()
    assert "tank" not in bench.saved_labels("mistaken.png")
    assert bench.page.panel.sentence == ""

    bench.press(Qt.Key.Key_U)
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {"tank": "imported"}
    assert bench.state("tank") is RowState.OPEN


def test_taking_back_the_removal_of_a_label_puts_it_back(bench: Bench) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.PROBABLY_WRONG)
    bench.until(lambda: bench.page.desk.is_live)
    bench.press(Qt.Key.Key_X)
    bench.settle()
    bench.press(Qt.Key.Key_X)
    bench.settle()
    assert "tank" in bench.saved_labels("mistaken.png")
    assert bench.state("tank") is RowState.OPEN
    assert bench.catalogue.labellings.rejected_pairs() == []


def test_a_label_that_is_kept_does_not_come_back(bench: Bench) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.PROBABLY_WRONG)
    bench.until(lambda: bench.page.desk.is_live)
    bench.press(Qt.Key.Key_A)
    assert bench.state("tank") is RowState.ACCEPTED
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {"tank": "imported"}
    bench.press(Qt.Key.Key_A)
    bench.settle()
    assert bench.state("tank") is RowState.OPEN
    bench.press(Qt.Key.Key_Return)
    bench.until(lambda: bench.page.desk.image_id == bench.image("tank1.png"))
    bench.settle()
    choose_order(bench, QueueOrder.PROBABLY_WRONG)
    assert list(bench.catalogue.queues.suspects("wrong")) == [bench.image("tank1.png")]
    assert bench.page.desk.image_id == bench.image("tank1.png")


def test_a_probably_missing_label_is_suggested_first_and_accepted_as_always(bench: Bench) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.PROBABLY_MISSING)
    bench.until(lambda: bench.page.desk.is_live and bench.page.desk.evidence)
    truck = bench.label("truck")
    row = bench.page.desk.rows[0]
    assert (row.label_id, row.doubt) == (truck, "missing")
    assert bench.page.desk.focused_label == truck
    evidence = bench.page.desk.evidence
    assert evidence is not None
    assert {card.image.path for card in evidence.votes_for} == {"truck1.png", "truck2.png"}
    bench.press(Qt.Key.Key_A)
    bench.settle()
    assert bench.saved_labels("mistaken.png") == {"tank": "imported", "truck": "accepted"}
    assert bench.catalogue.queues.suspects("missing") == []


def test_other_queues_do_not_put_labels_in_question(bench: Bench) -> None:
    plant_doubts(bench)
    bench.show("mistaken.png")
    assert {row.doubt for row in bench.page.desk.rows} <= {None}
    assert "tank" not in {row.label_name for row in bench.page.desk.rows}


def test_images_that_teach_most_come_in_their_order(bench: Bench) -> None:
    plant_doubts(bench)
    choose_order(bench, QueueOrder.TEACHES_MOST)
    for path in ("q4.png", "q3.png", "q2.png"):
        bench.until(lambda path=path: bench.page.desk.image_id == bench.image(path))
        bench.until(lambda: bench.page.desk.is_live)
        bench.press(Qt.Key.Key_Return)
    bench.until(lambda: bench.page.desk.image_id == bench.image("q1.png"))


@pytest.mark.parametrize(
    ("order", "title"),
    [
        (QueueOrder.TEACHES_MOST, "Every image has a label"),
        (QueueOrder.PROBABLY_WRONG, "No label looks wrong"),
        (QueueOrder.PROBABLY_MISSING, "No label seems to be missing"),
    ],
)
def test_an_empty_search_says_so_and_offers_to_look(
    bench: Bench, order: QueueOrder, title: str
) -> None:
    asked: list[str] = []
    bench.context.navigator.work_requested.connect(asked.append)
    choose_order(bench, order)
    bench.until(lambda: bench.page.empty.title.text() == "Nabolag has not looked yet")
    QTest.mouseClick(bench.page.empty.button, Qt.MouseButton.LeftButton)
    assert asked == ["queues"]

    bench.catalogue.queues.replace_all(
        QueueRun("neighbor-search", FINGERPRINT), errors=[], teaching=[]
    )
    bench.context.hub.refreshed.emit()
    bench.until(lambda: bench.page.empty.title.text() == title)
