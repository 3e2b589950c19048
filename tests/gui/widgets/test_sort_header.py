"""The arrow of a sorted table stands beside the heading's words."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from gui.widgets.sort_header import SortHeader

PADDING_PX = 6
WIDE = QRect(100, 0, 200, 30)


@pytest.mark.parametrize("is_right", [False, True])
def test_the_arrow_is_beside_the_words_and_in_the_heading(qtbot: QtBot, is_right: bool) -> None:
    table = QTableView()
    qtbot.addWidget(table)
    model = QStandardItemModel(2, 1, table)
    model.setHorizontalHeaderLabels(["Images"])
    table.setModel(model)
    header = SortHeader(PADDING_PX, table)
    table.setHorizontalHeader(header)
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    header.setDefaultAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    model.setHeaderData(0, Qt.Orientation.Horizontal, header.defaultAlignment(), 7)
    table.setSortingEnabled(True)
    words_px = header.fontMetrics().horizontalAdvance("Images")

    arrow = header.arrow_rect(WIDE, 0)

    if is_right:
        assert arrow.right() <= WIDE.right() - PADDING_PX - words_px + 1
        assert arrow.left() > WIDE.center().x()
    else:
        assert arrow.left() >= WIDE.left() + PADDING_PX + words_px - 1
        assert arrow.right() < WIDE.center().x()
    assert WIDE.contains(arrow)
    assert WIDE.adjusted(0, 0, -150, 0).contains(header.arrow_rect(WIDE.adjusted(0, 0, -150, 0), 0))
    table.grab()
