"""J and K in the lists of a page."""

from PySide6.QtWidgets import QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.list_steps import step_on


def test_they_go_through_the_list_the_keyboard_is_in_else_the_first(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    lists = [QListWidget(page), QListWidget(page)]
    button = QPushButton(page)
    column = QVBoxLayout(page)
    for widget in (*lists, button):
        column.addWidget(widget)
    for one in lists:
        one.addItems(["a", "b", "c"])
        one.setCurrentRow(0)
    page.show()
    page.activateWindow()
    lists[1].setFocus()
    step_on(page, 1)
    step_on(page, 1)
    step_on(page, -1)
    assert [one.currentRow() for one in lists] == [0, 1]
    button.setFocus()
    step_on(page, 1)
    assert [one.currentRow() for one in lists] == [1, 1]


def test_a_page_without_a_list_is_left_alone(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    step_on(page, 1)
