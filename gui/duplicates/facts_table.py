"""The facts of images side by side, a column each; what is
other than in the one that stays stands in bold."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from gui.duplicates.facts import FactRow
from gui.style import theme
from gui.widgets.plain_table import PlainTable

NAMES_PX = 136
ROW_PX = 24


class FactsTable(PlainTable):
    """Names of facts at the left, as wide as what stands left of the pictures above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent, selectable=False)
        self.setAccessibleName(self.tr("What is known of the images"))
        self.horizontalHeader().hide()
        self.verticalHeader().show()
        self.verticalHeader().setFixedWidth(NAMES_PX)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def show_facts(self, facts: Sequence[FactRow], columns: int) -> None:
        """Show these facts of so many images."""
        self.setColumnCount(columns)
        self.setRowCount(len(facts))
        differs = self.tr("Not the same in all")
        for place, fact in enumerate(facts):
            heading = QTableWidgetItem(f"≠ {fact.name}" if any(fact.differs) else fact.name)
            heading.setToolTip(differs if any(fact.differs) else "")
            self.setVerticalHeaderItem(place, heading)
            for column, (text, differing) in enumerate(zip(fact.values, fact.differs, strict=True)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                cell.setFlags(Qt.ItemFlag.ItemIsEnabled)
                cell.setFont(theme.font("body", bold=differing))
                self.setItem(place, column, cell)
