"""Tables that only show something: rows of text, nothing to edit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

ROW_HEIGHT_PX = 30


class PlainTable(QTableWidget):
    """Texts in rows and columns; ``stretched`` columns share the width, others fit their text."""

    def __init__(
        self,
        name: str,
        columns: Sequence[str] = (),
        *,
        stretched: Sequence[int] = (),
        selectable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(0, len(columns), parent)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(columns))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        selection = QAbstractItemView.SelectionMode
        self.setSelectionMode(selection.SingleSelection if selectable else selection.NoSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT_PX)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in stretched:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Replace all rows; the whole text of a cell is its tooltip."""
        self.setRowCount(len(rows))
        for position, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                self.setItem(position, column, item)

    def stretch_filled(self, columns: Sequence[int]) -> None:
        """Of these columns let those share the width that hold a text somewhere."""
        rows = self.rows()
        modes = QHeaderView.ResizeMode
        for column in columns:
            is_filled = any(cells[column] for cells in rows)
            mode = modes.Stretch if is_filled else modes.ResizeToContents
            self.horizontalHeader().setSectionResizeMode(column, mode)

    def rows(self) -> list[list[str]]:
        """All texts as shown."""
        found = []
        for position in range(self.rowCount()):
            cells = (self.item(position, column) for column in range(self.columnCount()))
            found.append(["" if cell is None else cell.text() for cell in cells])
        return found
