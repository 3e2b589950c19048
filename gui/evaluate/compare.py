"""Two reports side by side: what became better, and by how much."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from engine.evaluation.report.records import Estimate, EvaluationReport, SuggesterFigures
from gui.evaluate.drawing import PlotView
from gui.evaluate.words import difference, figure, keys_by_grid_rule, share
from gui.services.lanes import Lane
from gui.style.theme import spacing
from gui.widgets.figures.model import Cell, FigureColumn, Row
from gui.widgets.figures.table import FiguresTable
from gui.widgets.plain_label import plain_label
from gui.words.amounts import number
from gui.words.suggesters import suggester_title

NOTHING = "–"
PLOTS = ("f-scores", "precision-recall", "roc", "reliability", "learning", "actions")
MOST_LINES = 7

Shares = Callable[[SuggesterFigures], Estimate]
SHARES: tuple[Shares, ...] = (
    lambda one: one.metrics.micro.f_score,
    lambda one: one.metrics.micro.recall,
    lambda one: one.metrics.micro.precision,
    lambda one: one.metrics.macro.f_score,
    lambda one: one.metrics.micro.roc_auc,
)


class ComparePanel(QWidget):
    """Chooses the other report; a table of both, and one plot of each next to one another."""

    other_chosen = Signal(str)
    """The key of a stored report."""

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: EvaluationReport | None = None
        self._other: EvaluationReport | None = None
        self._chosen = ""
        self._title = ""
        self.others = QComboBox(self)
        self.others.setAccessibleName(self.tr("The report to compare with"))
        self.others.setMinimumWidth(220)
        self.others.activated.connect(self._choose)
        self.sentence = plain_label("", self, role="muted")
        self.sentence.setWordWrap(True)
        self.table = FiguresTable(
            self.tr("Figures of both reports"), _columns(), self, two_lines=True
        )
        self.plots = QComboBox(self)
        self.plots.setAccessibleName(self.tr("Plot to show of both"))
        for name, title in _plot_titles().items():
            self.plots.addItem(title, name)
        self.plots.currentIndexChanged.connect(self._show_plots)
        self.left_heading = plain_label("", self, role="heading")
        self.right_heading = plain_label("", self, role="heading")
        self.left, self.right = PlotView(lane, self), PlotView(lane, self)
        self._lay_out()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(spacing.small)
        above.addWidget(plain_label(self.tr("Compared with"), self))
        above.addWidget(self.others)
        above.addStretch(1)
        above.addWidget(plain_label(self.tr("Plot"), self, role="muted"))
        above.addWidget(self.plots)
        pictures = QWidget(self)
        across = QHBoxLayout(pictures)
        across.setContentsMargins(0, spacing.small, 0, 0)
        across.setSpacing(spacing.large)
        for heading, view in ((self.left_heading, self.left), (self.right_heading, self.right)):
            side = QVBoxLayout()
            side.setSpacing(spacing.tiny)
            side.addWidget(heading)
            side.addWidget(view, 1)
            across.addLayout(side, 1)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setObjectName("compare")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(pictures)
        self.splitter.setSizes([260, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.wide, spacing.medium, spacing.wide, spacing.medium)
        column.setSpacing(spacing.small)
        column.addLayout(above)
        column.addWidget(self.sentence)
        column.addWidget(self.splitter, 1)

    def offer(self, reports: Sequence[tuple[str, str]], chosen: str) -> None:
        """Offer these reports, each with its key and its date."""
        self.others.clear()
        for key, title in reports:
            self.others.addItem(title, key)
        self.others.setCurrentIndex(max(0, self.others.findData(chosen)))

    @property
    def other_key(self) -> str:
        """The key of the report that is compared with; "" for none."""
        return str(self.others.currentData() or "")

    def show_reports(
        self, report: EvaluationReport, title: str, other: EvaluationReport | None, chosen: str
    ) -> None:
        """Show a report with its date beside another one, which may still be on its way."""
        self._report, self._other, self._chosen = report, other, chosen
        self._title = title
        titles = (self.others.currentText(), title)
        self.sentence.setText("" if other is None else data_difference(other, report, titles))
        rows, names = ([], []) if other is None else compared_rows(other, report)
        self.table.show_rows(rows, names)
        if other is not None and self.table.horizontalHeader().sortIndicatorSection() in (-1, 0):
            self.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        self._show_plots()

    @Slot()
    def _choose(self) -> None:
        self.other_chosen.emit(self.other_key)

    @Slot()
    def _show_plots(self) -> None:
        plot = str(self.plots.currentData())
        for report, title, heading, view in (
            (self._other, self.others.currentText(), self.left_heading, self.left),
            (self._report, self._title, self.right_heading, self.right),
        ):
            if report is None:
                heading.setText("")
                continue
            heading.setText(title)
            view.show_plot(plot, self._suggesters(report, plot), f"{title}: {plot}")

    def _suggesters(self, report: EvaluationReport, plot: str) -> tuple[SuggesterFigures, ...]:
        if plot == "reliability":
            one = report.suggester(self._chosen)
            return (one or report.suggesters[0],)
        ordered = sorted(report.suggesters, key=lambda one: -one.metrics.micro.f_score.value)
        every = plot in ("f-scores", "actions")
        return tuple(ordered if every else ordered[:MOST_LINES])


def compared_rows(before: EvaluationReport, after: EvaluationReport) -> tuple[list[Row], list[str]]:
    """One row for each suggester of either report, with the difference; and their names."""
    names = list(dict.fromkeys(one.name for report in (after, before) for one in report.suggesters))
    rows = []
    for name in names:
        old, new = before.suggester(name), after.suggester(name)
        title = suggester_title(name)
        cells = [Cell(title, title, tooltip=name)]
        for value_of in SHARES:
            cells.append(
                _share_cell(
                    None if old is None else value_of(old), None if new is None else value_of(new)
                )
            )
        cells.append(
            _keys_cell(
                None if old is None else old.actions.keys, None if new is None else new.actions.keys
            )
        )
        cells.append(
            _keys_cell(
                None if old is None else old.actions.keys_by_grid,
                None if new is None else new.actions.keys_by_grid,
            )
        )
        rows.append(tuple(cells))
    return rows, names


def data_difference(
    before: EvaluationReport, after: EvaluationReport, titles: tuple[str, str]
) -> str:
    """What both measured on, and whether they can be compared at all; ``titles``: their dates."""
    translate = QCoreApplication.translate
    text = translate(
        "Evaluate",
        "{before}: {before_test} test images, {before_labels} labels. "
        "{after}: {after_test} test images, {after_labels} labels.",
    ).format(
        before=titles[0],
        before_test=number(before.data.test),
        before_labels=number(before.data.labels),
        after=titles[1],
        after_test=number(after.data.test),
        after_labels=number(after.data.labels),
    )
    if before.fingerprint != after.fingerprint:
        other = translate("Evaluate", "The images were encoded by different encoders.")
        text = f"{text} {other}"
    return text


def _share_cell(old: Estimate | None, new: Estimate | None) -> Cell:
    if old is None or new is None:
        left = NOTHING if old is None else share(old.value)
        right = NOTHING if new is None else share(new.value)
        value = new.value if new is not None else -1.0
        return Cell(f"{left} → {right}", value, " ")
    gained = new.value - old.value
    within_chance = old.low <= new.value <= old.high
    detail = difference(gained)
    tooltip = ""
    if abs(gained) < 0.0005:
        detail = QCoreApplication.translate("Evaluate", "no change")
    elif within_chance:
        tooltip = QCoreApplication.translate(
            "Evaluate", "Within what chance alone may bring: inside the earlier 95 % interval"
        )
        detail = QCoreApplication.translate("Evaluate", "{gain}, may be chance").format(gain=detail)
    text = f"{figure(old.value * 100, 1)} → {share(new.value)}"
    return Cell(text, new.value, detail, tooltip, best=gained > 0 and not within_chance)


def _keys_cell(old: float | None, new: float | None) -> Cell:
    left = NOTHING if old is None else figure(old, 1)
    right = NOTHING if new is None else figure(new, 1)
    if old is None or new is None:
        return Cell(f"{left} → {right}", -1.0 if new is None else new, " ")
    gained = new - old
    detail = f"{'+' if gained > 0 else '−'}{figure(abs(gained), 1)}"
    if abs(gained) < 0.05:
        detail = QCoreApplication.translate("Evaluate", "no change")
    return Cell(f"{left} → {right}", new, detail, best=gained < -0.05)


def _columns() -> tuple[FigureColumn, ...]:
    translate = QCoreApplication.translate
    return (
        FigureColumn(translate("Evaluate", "Suggester"), numeric=False),
        FigureColumn(
            translate("Evaluate", "Overall score"), translate("Evaluate", "F score, micro average")
        ),
        FigureColumn(
            translate("Evaluate", "Labels found"), translate("Evaluate", "Recall, micro average")
        ),
        FigureColumn(
            translate("Evaluate", "Suggestions right"),
            translate("Evaluate", "Precision, micro average"),
        ),
        FigureColumn(
            translate("Evaluate", "Every label alike"),
            translate("Evaluate", "F score, macro average"),
        ),
        FigureColumn(
            translate("Evaluate", "Order right"),
            translate("Evaluate", "Area under the ROC curve, micro average"),
        ),
        FigureColumn(translate("Evaluate", "Keys per image")),
        FigureColumn(translate("Evaluate", "Keys by grid"), keys_by_grid_rule()),
    )


def _plot_titles() -> dict[str, str]:
    translate = QCoreApplication.translate
    titles = (
        translate("Evaluate", "Overall score"),
        translate("Evaluate", "Found and right"),
        translate("Evaluate", "Telling apart"),
        translate("Evaluate", "Trust in percentages"),
        translate("Evaluate", "More labelled images"),
        translate("Evaluate", "Work per image"),
    )
    return dict(zip(PLOTS, titles, strict=True))
