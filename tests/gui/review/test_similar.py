"""From an image under review, or its evidence, to the images that are like it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.gui.review.conftest import Bench


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_similar_images_of_the_image_and_of_a_card(bench: Bench) -> None:
    asked: list[int] = []
    bench.context.navigator.similar_requested.connect(asked.append)
    bench.show("q1.png")
    bench.until(lambda: bench.page.desk.evidence is not None)
    bench.press(Qt.Key.Key_S)
    assert asked == [bench.image("q1.png")]

    evidence = bench.page.desk.evidence
    assert evidence is not None
    strip = bench.page.evidence.strip
    strip.setFocus()
    strip.setCurrentIndex(strip.model().index(1, 0))
    QTest.keyClick(strip, Qt.Key.Key_S)
    assert asked[1:] == [evidence.cards[1].image.id]

    place = strip.visualRect(strip.model().index(0, 0)).center()
    viewport = strip.viewport()
    QGuiApplication.sendEvent(
        viewport,
        QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, QPoint(place), viewport.mapToGlobal(place)
        ),
    )
    (menu,) = [one for one in strip.findChildren(QMenu) if one.isVisible()]
    entries = [action.text() for action in menu.actions()]
    assert entries[0] == "Find similar images"
    assert entries[1:] == [action.text() for action in bench.page.files.all]
    menu.setActiveAction(menu.actions()[0])
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert asked[2:] == [evidence.cards[0].image.id]
