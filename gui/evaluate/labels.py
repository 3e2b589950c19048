"""How well each label is suggested."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from engine.evaluation.report.records import LabelFigures, SuggesterFigures
from gui.evaluate.overview import estimated
from gui.evaluate.words import label_columns, share
from gui.services import shortcuts
from gui.style import icons
from gui.style.theme import spacing
from gui.widgets.figures.model import Cell, Row
from gui.widgets.figures.table import FiguresTable
from gui.widgets.plain_label import plain_label
from gui.words.amounts import counted, number
from gui.words.suggesters import suggester_title

FILTER_WIDTH_PX = 280
FIRST_WIDTH_PX = 160
NOT_KNOWN = "–"


class LabelsPanel(QWidget):
    """A sorted table with a line that filters it; Enter on a row shows the label's images."""

    label_opened = Signal(int)
    """A label id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = plain_label("", self, role="heading")
        self.count = plain_label("", self, role="muted")
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Find a label"))
        self.filter.setAccessibleName(self.tr("Find a label"))
        self.filter.setClearButtonEnabled(True)
        self.filter.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.setFixedWidth(FILTER_WIDTH_PX)
        self.filter.textChanged.connect(self._filter)
        self.filter.setToolTip(shortcuts.tooltip("evaluate.find"))
        self.table = FiguresTable(
            self.tr("Labels and how well they are suggested"),
            label_columns(),
            self,
            two_lines=True,
            first_width_px=FIRST_WIDTH_PX,
        )
        self.table.setToolTip(self.tr("Enter shows the images with this label"))
        self.table.opened.connect(self._open)
        above = QHBoxLayout()
        above.setSpacing(spacing.medium)
        above.addWidget(self.heading)
        above.addWidget(self.count)
        above.addStretch(1)
        above.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.wide, spacing.medium, spacing.wide, spacing.medium)
        column.setSpacing(spacing.small)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        self._sorted_before = False

    def show_suggester(self, one: SuggesterFigures) -> None:
        """Show the labels as this suggester suggests them."""
        self.heading.setText(suggester_title(one.name))
        self.table.show_rows(
            [label_row(label) for label in one.labels],
            [str(label.label_id) for label in one.labels],
        )
        if not self._sorted_before:
            self._sorted_before = True
            self.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        self._tell_count()

    @Slot(str)
    def _filter(self, text: str) -> None:
        self.table.sorted.setFilterFixedString(text.strip())
        self._tell_count()

    @Slot(str)
    def _open(self, key: str) -> None:
        self.label_opened.emit(int(key))

    def _tell_count(self) -> None:
        shown, total = self.table.sorted.rowCount(), self.table.figures.rowCount()
        if shown == total:
            text = counted(total, self.tr("1 label"), self.tr("{count} labels"))
        else:
            text = self.tr("{shown} of {total} labels").format(
                shown=number(shown), total=number(total)
            )
        self.count.setText(text)


def label_row(label: LabelFigures) -> Row:
    """One label's figures; what nothing was measured on is left open."""
    measured = label.support > 0
    threshold = share(label.threshold, 0)
    area = label.roc_auc
    return (
        Cell(label.label, label.label, tooltip=label.label),
        Cell(number(label.support), label.support),
        Cell(number(label.references), label.references),
        _share(label.f_score if measured else None),
        _share(label.recall if measured else None),
        _share(label.precision if measured else None),
        _share(area),
        estimated(label.average_precision),
        _share(label.prevalence),
        Cell(f"• {threshold}" if label.own_threshold else threshold, label.threshold),
    )


def _share(value: float | None) -> Cell:
    return Cell(NOT_KNOWN, -1.0) if value is None else Cell(share(value), value)
