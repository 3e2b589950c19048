"""A bar that goes on in a second line where there is no room."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.flow_layout import FlowLayout

BUTTON_PX, FIELD_PX, GAP_PX = 100, 120, 8


class Bar(QWidget):
    """A field that stretches, two buttons, and one at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.flow = FlowLayout(self, spacing_px=GAP_PX)
        self.field = QWidget(self)
        self.field.setFixedHeight(30)
        self.field.setMinimumWidth(FIELD_PX)
        self.field.setMaximumWidth(10_000)
        self.buttons = [QWidget(self) for _ in range(3)]
        for button in self.buttons:
            button.setFixedSize(BUTTON_PX, 20)
        self.flow.add_stretching(self.field)
        self.flow.addWidget(self.buttons[0])
        self.flow.addWidget(self.buttons[1])
        self.flow.add_at_end(self.buttons[2])


@pytest.fixture
def bar(qtbot: QtBot) -> Bar:
    bar = Bar()
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_in_one_line_the_field_takes_what_is_left(bar: Bar) -> None:
    bar.resize(800, 100)
    one, two, end = (button.geometry() for button in bar.buttons)
    assert end.x() + end.width() == 800
    assert two.x() + two.width() + GAP_PX == end.x()
    assert bar.field.width() == 800 - 3 * (BUTTON_PX + GAP_PX)
    assert one.center().y() == bar.field.geometry().center().y()
    assert bar.flow.heightForWidth(800) == 30


def test_what_has_no_room_goes_on_below_and_the_end_stays_above(bar: Bar) -> None:
    width = 30 + FIELD_PX + 2 * (BUTTON_PX + GAP_PX)
    bar.resize(width, 100)
    one, two, end = (button.geometry() for button in bar.buttons)
    assert (end.x() + end.width(), end.y() < 30) == (width, True)
    assert not end.intersects(bar.field.geometry())
    assert two.y() >= 30 + GAP_PX
    assert not one.intersects(two)
    assert bar.flow.heightForWidth(width) > 30 + GAP_PX


def test_a_hidden_one_takes_no_room(bar: Bar) -> None:
    bar.resize(400, 100)
    before = bar.flow.heightForWidth(400)
    bar.buttons[0].hide()
    bar.buttons[1].hide()
    assert bar.flow.heightForWidth(400) == 30 < before
