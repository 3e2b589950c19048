"""A label taken off is the same decision wherever that is done."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gui.library.panel.panel import LabelPanel
from gui.models.image_selection import ImageSelection
from gui.models.vocabulary import Vocabulary
from tests.gui.review.conftest import Bench

PATH = "tank1.png"


def rows_of(bench: Bench) -> tuple[object, ...]:
    """What the catalogue says of the image, without times."""
    image_id = bench.image(PATH)
    decisions = bench.catalogue.labellings.decisions_of(image_id)
    return bench.saved_labels(PATH), {
        (one.label_id, one.accepted, one.confidence, one.suggester, one.decider)
        for one in decisions
    }


def take_off_in_review(bench: Bench, name: str) -> None:
    bench.show(PATH)
    labels = bench.page.panel.labels
    place = [row.label_name for row in labels.rows].index(name)
    labels.setFocus()
    labels.setCurrentIndex(labels.model().index(place, 0))
    QTest.keyClick(labels, Qt.Key.Key_Delete)
    bench.settle()


def take_off_in_library(bench: Bench, name: str) -> None:
    selection = ImageSelection()
    vocabulary = Vocabulary(bench.context, bench.window)
    vocabulary.reload()
    panel = LabelPanel(bench.context, vocabulary, selection)
    bench.qtbot.addWidget(panel)
    panel.show()
    selection.show(np.array([bench.image(PATH)]))
    selection.select_only(0)
    bench.until(lambda: name in [row.name for row in panel.model.rows])
    place = [row.name for row in panel.model.rows].index(name)
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.model.index(place))
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    bench.until(lambda: not panel.is_saving and name not in bench.saved_labels(PATH))
    bench.until(lambda: name not in [row.name for row in panel.model.rows])


@pytest.mark.parametrize(("name", "rejected"), [("tank", True), ("ship", False)])
def test_review_and_library_leave_the_same_rows(bench: Bench, name: str, rejected: bool) -> None:
    bench.catalogue.commands.label_images([bench.image(PATH)], add_names=["ship"])
    bench.context.hub.refreshed.emit()
    bench.settle()
    before = rows_of(bench)
    take_off_in_review(bench, name)
    by_review = rows_of(bench)
    assert name not in bench.saved_labels(PATH)
    bench.catalogue.commands.undo()
    assert rows_of(bench) == before
    bench.context.hub.refreshed.emit()
    bench.settle()

    take_off_in_library(bench, name)

    assert rows_of(bench) == by_review
    pair = (bench.image(PATH), bench.label(name))
    assert (pair in bench.catalogue.labellings.rejected_pairs()) is rejected
