"""What an evaluation found, at a glance: the work that is saved, and every suggester in a row."""

import math

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from engine.answers.recommended import Recommendation
from engine.evaluation.report.records import Estimate, EvaluationReport, SuggesterFigures
from gui.evaluate.words import (
    AVERAGES,
    Average,
    actions_sentence,
    average_titles,
    data_sentence,
    figure,
    metric_columns,
    prevalence_sentence,
    share,
    share_typed,
    work_sentence,
)
from gui.services.translations import sentence
from gui.style.theme import spacing
from gui.widgets.figures.model import Cell, Row
from gui.widgets.figures.table import FiguresTable
from gui.widgets.plain_label import plain_label
from gui.words.suggesters import recommendation_sentence, suggester_title, suggester_tooltip
from messages.stored import from_text

SQUARED_SCALE = 1000
NOTHING = "–"


class OverviewPanel(QWidget):
    """The table of suggesters; the current row is the one the other tabs are about."""

    chosen = Signal(str)
    """A suggester's name."""

    use_requested = Signal(str)
    """A suggester's name: it shall make the suggestions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: EvaluationReport | None = None
        self.work = plain_label("", self, role="title")
        self.work.setWordWrap(True)
        self.data = plain_label("", self, role="muted")
        self.data.setWordWrap(True)
        self.notes = plain_label("", self)
        self.notes.setWordWrap(True)
        self.averages = QComboBox(self)
        self.averages.setAccessibleName(self.tr("How figures are averaged"))
        for name, (title, tooltip) in average_titles().items():
            self.averages.addItem(title, name)
            self.averages.setItemData(
                self.averages.count() - 1, tooltip, Qt.ItemDataRole.ToolTipRole
            )
        self.averages.currentIndexChanged.connect(self._show_rows)
        self.table = FiguresTable(
            self.tr("Suggesters"), metric_columns(2), self, two_lines=True, first_width_px=204
        )
        self.table.chosen.connect(self._choose)
        self.use_button = QPushButton(self)
        self.use_button.clicked.connect(self._use)
        self._in_use = ""
        self._recommendation: Recommendation | None = None
        above = QHBoxLayout()
        above.setSpacing(spacing.small)
        above.addWidget(plain_label(self.tr("Suggesters"), self, role="heading"))
        above.addSpacing(spacing.small)
        above.addWidget(self.use_button)
        above.addStretch(1)
        above.addWidget(plain_label(self.tr("On average,"), self, role="muted"))
        above.addWidget(self.averages)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.wide, spacing.large, spacing.wide, spacing.medium)
        column.setSpacing(spacing.small)
        column.addWidget(self.work)
        column.addWidget(self.data)
        column.addWidget(self.notes)
        column.addSpacing(spacing.small)
        column.addLayout(above)
        column.addWidget(self.table, 1)

    def show_report(self, report: EvaluationReport, chosen: str) -> None:
        """Show a report, with this suggester as the current one."""
        self._report = report
        kept = [sentence(from_text(text)) for text in report.note_messages]
        self.notes.setText("\n".join(kept or report.notes))
        self.notes.setVisible(bool(report.notes))
        self._show_rows()
        self.show_chosen(chosen)

    def show_chosen(self, chosen: str) -> None:
        """Tell of another suggester."""
        one = self._report.suggester(chosen) if self._report is not None else None
        if self._report is not None and one is not None:
            self.work.setText(work_sentence(one, self._report.data))
            said = (actions_sentence(one), data_sentence(self._report), prevalence_sentence(one))
            self.data.setText(" ".join(said))
            self.table.choose(chosen)
        self._follow_use(chosen)

    def show_in_use(self, name: str, recommendation: Recommendation) -> None:
        """Tell which suggester makes the suggestions now, and which one is recommended."""
        if (name, recommendation) != (self._in_use, self._recommendation):
            self._in_use, self._recommendation = name, recommendation
            self._show_rows()
            self._follow_use(self.table.current_key)

    def _follow_use(self, chosen: str) -> None:
        in_use = chosen == self._in_use
        text = self.tr("Makes the suggestions now") if in_use else self.tr("Suggest with “{name}”")
        self.use_button.setText(text.replace("{name}", suggester_title(chosen)))
        self.use_button.setEnabled(not in_use and bool(chosen))

    @Slot()
    def _use(self) -> None:
        self.use_requested.emit(self.table.current_key)

    @property
    def average(self) -> Average:
        """How figures are averaged now."""
        return AVERAGES[max(0, self.averages.currentIndex())]

    @Slot()
    def _show_rows(self) -> None:
        if self._report is None:
            return
        suggesters = self._report.suggesters
        rows = [
            suggester_row(
                one, self.average, in_use=one.name == self._in_use, recommended=self._recommendation
            )
            for one in suggesters
        ]
        self.table.show_rows(
            with_best(rows), [one.name for one in suggesters], metric_columns(self._report.beta)
        )
        if self.table.horizontalHeader().sortIndicatorSection() in (-1, 0):
            self.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)

    @Slot(str)
    def _choose(self, name: str) -> None:
        self.chosen.emit(name)


def suggester_row(
    one: SuggesterFigures,
    average: Average,
    *,
    in_use: bool = False,
    recommended: Recommendation | None = None,
) -> Row:
    """One suggester's figures, each share with its interval below."""
    said = QCoreApplication.translate("Evaluate", "makes the suggestions now") if in_use else ""
    tooltip = suggester_tooltip(one.name, one.description)
    if recommended is not None and recommended.suggester == one.name:
        said = said or QCoreApplication.translate("Evaluate", "recommended")
        tooltip = f"{recommendation_sentence(recommended)}\n{tooltip}"
    table = one.metrics
    figures = {"micro": table.micro, "macro": table.macro, "weighted": table.weighted}[average]
    squared = table.squared_error
    calibration = one.reliability_shown.error
    title = suggester_title(one.name)
    return (
        Cell(title, title, said, tooltip),
        estimated(figures.f_score),
        estimated(one.f_score_at_common if average == "micro" else None),
        Cell(NOTHING, math.inf)
        if one.actions.keys_by_grid is None
        else Cell(
            figure(one.actions.keys_by_grid, 1),
            one.actions.keys_by_grid,
            share_typed(one.actions.keys_by_grid, one.actions),
        ),
        Cell(
            figure(one.actions.keys, 1),
            one.actions.keys,
            QCoreApplication.translate("Evaluate", "of {all}").format(
                all=figure(one.actions.keys_typing_everything, 1)
            ),
        ),
        estimated(figures.recall),
        estimated(figures.precision),
        estimated(table.subset_accuracy),
        estimated(figures.roc_auc),
        Cell(share(table.average_precision), table.average_precision)
        if figures.average_precision is None
        else estimated(figures.average_precision),
        Cell(NOTHING, math.inf)
        if figures.chance_precision is None
        else Cell(share(figures.chance_precision), figures.chance_precision),
        estimated(figures.specificity),
        estimated(figures.accuracy),
        Cell(
            figure(squared.value * SQUARED_SCALE, 1),
            squared.value,
            f"{figure(squared.low * SQUARED_SCALE, 0)}–{figure(squared.high * SQUARED_SCALE, 0)}",
        ),
        Cell(share(calibration), calibration),
    )


def with_best(rows: list[Row]) -> list[Row]:
    """The rows with the best figure of each column standing out, where there is a choice."""
    if len(rows) < 2:
        return rows
    less_is_better = (3, 4, 13, 14)
    same_for_all = 10
    marked = [list(row) for row in rows]
    for column in range(1, len(rows[0])):
        if column == same_for_all:
            continue
        values = [float(row[column].sort) for row in rows]
        best = min(values) if column in less_is_better else max(values)
        for row, value in zip(marked, values, strict=True):
            if value == best and row[column].text != NOTHING:
                cell = row[column]
                row[column] = Cell(cell.text, cell.sort, cell.detail, cell.tooltip, best=True)
    return [tuple(row) for row in marked]


def estimated(one: Estimate | None) -> Cell:
    """A share with its interval below."""
    if one is None:
        return Cell(NOTHING, -1.0)
    interval = f"{figure(one.low * 100, 1)}–{figure(one.high * 100, 1)}"
    return Cell(share(one.value), one.value, interval)
