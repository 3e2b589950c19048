"""The plots of a report, one at a time and large, with the figures behind it in a table."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.evaluation.report.records import EvaluationReport, SuggesterFigures
from gui.evaluate.drawing import PlotView
from gui.evaluate.words import figure, keys_by_grid_rule, share
from gui.services.lanes import Lane
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.figures.model import Cell, FigureColumn, Row
from gui.widgets.figures.table import FiguresTable
from gui.widgets.plain_label import plain_label
from gui.words import amounts
from gui.words.suggesters import suggester_title

LIST_WIDTH_PX = 226
TABLE_WIDTH_PX = 400
MOST_LINES = 7
"""More lines than this cannot be told apart; the best are shown then."""

Suggesters = Sequence[SuggesterFigures]


@dataclass(frozen=True)
class Plot:
    """A plot of ``FIGURES``; ``of_one``: it shows the chosen suggester alone. ``by_label``: its
    table is that of the chosen one, and a row of it shows one label alone."""

    name: str
    title: str
    sentence: str
    columns: tuple[FigureColumn, ...]
    rows: Callable[[Suggesters], list[Row]]
    of_one: bool = False
    by_label: bool = False
    every_suggester: bool = False


def plots() -> tuple[Plot, ...]:
    """All plots in the order they are offered."""
    translate = QCoreApplication.translate
    suggester = FigureColumn(translate("Evaluate", "Suggester"), numeric=False)
    overall = FigureColumn(translate("Evaluate", "Overall score"))
    found = FigureColumn(translate("Evaluate", "Labels found"), "Recall")
    right = FigureColumn(translate("Evaluate", "Suggestions right"), "Precision")
    return (
        Plot(
            "f-scores",
            translate("Evaluate", "Overall score"),
            translate("Evaluate", "How well each suggester does, with how far chance may move it."),
            (
                suggester,
                overall,
                FigureColumn(translate("Evaluate", "From")),
                FigureColumn(translate("Evaluate", "To")),
            ),
            _score_rows,
            every_suggester=True,
        ),
        Plot(
            "precision-recall",
            translate("Evaluate", "Found and right"),
            translate(
                "Evaluate",
                "The more labels are to be found, the fewer of the suggestions are right. The dot "
                "is where suggestions are shown now.",
            ),
            (suggester, found, right),
            lambda many: _curve_rows(many, "precision-recall"),
        ),
        Plot(
            "roc",
            translate("Evaluate", "Telling apart"),
            translate("Evaluate", "How well labels that belong are told from those that do not."),
            (
                suggester,
                FigureColumn(translate("Evaluate", "Wrongly suggested"), "False-positive rate"),
                FigureColumn(translate("Evaluate", "Labels found"), "True-positive rate"),
            ),
            lambda many: _curve_rows(many, "roc"),
        ),
        Plot(
            "reliability",
            translate("Evaluate", "Trust in percentages"),
            translate(
                "Evaluate",
                "Whether suggestions shown with 70 % are right about 70 % of the time: dots on "
                "the dotted line are.",
            ),
            (
                FigureColumn(translate("Evaluate", "Shown between"), numeric=False),
                FigureColumn(translate("Evaluate", "Suggestions")),
                FigureColumn(translate("Evaluate", "Shown on average")),
                FigureColumn(translate("Evaluate", "Were right")),
            ),
            _reliability_rows,
            of_one=True,
        ),
        Plot(
            "learning",
            translate("Evaluate", "More labelled images"),
            translate("Evaluate", "What labelling more images brings."),
            (
                suggester,
                FigureColumn(translate("Evaluate", "Labelled images")),
                overall,
                FigureColumn(translate("Evaluate", "Give or take"), "Standard deviation"),
            ),
            _learning_rows,
        ),
        Plot(
            "actions",
            translate("Evaluate", "Work per image"),
            translate("Evaluate", "Key presses until the labels of an image are exactly right."),
            (
                suggester,
                FigureColumn(translate("Evaluate", "Keys by grid"), keys_by_grid_rule()),
                FigureColumn(translate("Evaluate", "Keys per image")),
                FigureColumn(translate("Evaluate", "Accept")),
                FigureColumn(translate("Evaluate", "Reject")),
                FigureColumn(translate("Evaluate", "Type")),
            ),
            _action_rows,
            every_suggester=True,
        ),
        Plot(
            "labels",
            translate("Evaluate", "Rare and frequent labels"),
            translate("Evaluate", "How well each label is suggested, by how often it occurs."),
            (
                FigureColumn(translate("Evaluate", "Label"), numeric=False),
                FigureColumn(translate("Evaluate", "Test images")),
                overall,
            ),
            _label_rows,
            of_one=True,
        ),
        Plot(
            "label-curves",
            translate("Evaluate", "Found and right by label"),
            translate(
                "Evaluate",
                "What most test images carry. A row of the table shows that label alone, the "
                "plot’s name at the left shows all again.",
            ),
            (
                FigureColumn(translate("Evaluate", "Label"), numeric=False),
                FigureColumn(translate("Evaluate", "Test images")),
                FigureColumn(translate("Evaluate", "Order of finds"), "Average precision"),
                FigureColumn(translate("Evaluate", "Finds by chance"), "Prevalence"),
            ),
            _precision_rows,
            by_label=True,
        ),
    )


class PlotsPanel(QWidget):
    """Choose a plot at the left; it and its figures stand beside each other."""

    def __init__(self, lane: Lane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plots = plots()
        self._report: EvaluationReport | None = None
        self._chosen = ""
        self.choice = QListWidget(self)
        self.choice.setAccessibleName(self.tr("Plots"))
        self.choice.setFixedWidth(LIST_WIDTH_PX)
        self.choice.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.set_role(self.choice, "facet")
        for plot in self._plots:
            QListWidgetItem(plot.title, self.choice)
        self.choice.setCurrentRow(0)
        self.choice.currentRowChanged.connect(self._show)
        self.choice.itemClicked.connect(self._show_all)
        self.choice.itemActivated.connect(self._show_all)
        self.heading = plain_label("", self, role="heading")
        self.sentence = plain_label("", self, role="muted")
        self.sentence.setWordWrap(True)
        self.view = PlotView(lane, self)
        self.table = FiguresTable(
            self.tr("The figures behind the plot"), (), self, first_width_px=150
        )
        self.table.chosen.connect(self._show_label)
        self._alone: int | None = None
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("plot")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.table)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([560, TABLE_WIDTH_PX])
        right = QVBoxLayout()
        right.setSpacing(spacing.tiny)
        right.addWidget(self.heading)
        right.addWidget(self.sentence)
        right.addSpacing(spacing.small)
        right.addWidget(self.splitter, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(spacing.small, spacing.medium, spacing.medium, spacing.medium)
        row.setSpacing(spacing.large)
        row.addWidget(self.choice)
        row.addLayout(right, 1)

    def show_report(self, report: EvaluationReport, chosen: str) -> None:
        """Show plots of this report, those of a single suggester of the chosen one."""
        self._report, self._chosen = report, chosen
        self._show()

    def suggesters_of(self, plot: Plot) -> tuple[SuggesterFigures, ...]:
        """Those a plot shows: all, the best and the chosen one, or the chosen one alone."""
        if self._report is None:
            return ()
        if plot.of_one:
            one = self._report.suggester(self._chosen)
            return () if one is None else (one,)
        ordered = sorted(self._report.suggesters, key=lambda one: -one.metrics.micro.f_score.value)
        if plot.every_suggester or len(ordered) <= MOST_LINES:
            return tuple(ordered)
        wanted = {self._chosen}
        if plot.name == "learning":  # whatever they reach in the end, they begin without images
            wanted |= {one.name for one in ordered if one.goes_by != "images"}
        best = [one.name for one in ordered if one.name not in wanted]
        wanted |= set(best[: max(0, MOST_LINES - len(wanted))])
        return tuple(one for one in ordered if one.name in wanted)

    def showEvent(self, event: object) -> None:
        """What was chosen while nobody looked is drawn now."""
        super().showEvent(event)  # type: ignore[arg-type]
        self._show()

    @Slot()
    def _show(self) -> None:
        plot = self._plots[max(0, self.choice.currentRow())]
        if self._report is None:
            return
        suggesters = self.suggesters_of(plot)
        self.heading.setText(plot.title)
        sentence = plot.sentence
        if plot.of_one:
            sentence = f"{suggester_title(self._chosen)}: {sentence}"
        elif len(suggesters) < len(self._report.suggesters):
            left_out = self.tr("The best {count} of {all} are shown, and the chosen one.")
            left_out = left_out.format(count=len(suggesters), all=len(self._report.suggesters))
            sentence = f"{sentence} {left_out}"
        if plot.name == "learning":
            sentence = " ".join(filter(None, (sentence, _overtaking_sentence(suggesters))))
        self.sentence.setText(sentence)
        one = self._report.suggester(self._chosen)
        rows = plot.rows((one,) if plot.by_label and one is not None else suggesters)
        self._alone = None
        self.table.setCurrentIndex(QModelIndex())
        self.table.show_rows(rows, [str(number) for number in range(len(rows))], plot.columns)
        if plot.by_label:
            self.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        else:
            self.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.view.show_plot(plot.name, suggesters, f"{plot.title}: {sentence}")

    @Slot()
    def _show_all(self) -> None:
        if self._alone is not None:
            self._show()

    @Slot(str)
    def _show_label(self, key: str) -> None:
        """Draw the label of a row alone."""
        plot = self._plots[max(0, self.choice.currentRow())]
        one = self._report.suggester(self._chosen) if self._report is not None else None
        if not plot.by_label or one is None:
            return
        label = one.labels[int(key)]
        self._alone = label.label_id
        alone = [_with_label(other, label.label_id) for other in self.suggesters_of(plot)]
        self.view.show_plot(plot.name, alone, f"{plot.title}: {label.label}")


def _overtaking_sentence(suggesters: Suggesters) -> str:
    """ "Images overtake names at about 40 labelled images", where both are there."""
    from engine.evaluation.report.figures import overtaking_of

    found = overtaking_of(suggesters)
    if found is None:
        return ""
    translate = QCoreApplication.translate
    if found.images is None:
        text = translate(
            "Evaluate", "Names stay ahead of images alone up to {count} labelled images."
        )
        return text.format(count=amounts.number(round(found.most_images)))
    text = translate("Evaluate", "Images alone overtake names at about {count} labelled images.")
    return text.format(count=amounts.number(max(1, round(found.images))))


def _named(one: SuggesterFigures) -> Cell:
    title = suggester_title(one.name)
    return Cell(title, title, tooltip=one.name)


def _percent(value: float) -> Cell:
    return Cell(share(value), value)


def _count(value: int) -> Cell:
    return Cell(amounts.number(value), value)


def _amount(value: float) -> Cell:
    return Cell(figure(value), value)


def _score_rows(suggesters: Suggesters) -> list[Row]:
    return [
        (_named(one), _percent(score.value), _percent(score.low), _percent(score.high))
        for one in suggesters
        for score in (one.metrics.micro.f_score,)
    ]


def _curve_rows(suggesters: Suggesters, name: str) -> list[Row]:
    return [
        (_named(one), _percent(x), _percent(y))
        for one in suggesters
        for curve in (one.roc if name == "roc" else one.precision_recall,)
        for x, y in zip(curve.x, curve.y, strict=True)
    ]


def _reliability_rows(suggesters: Suggesters) -> list[Row]:
    return [
        (
            Cell(f"{share(part.low, 0)} – {share(part.high, 0)}", part.low),
            _count(part.pairs),
            _percent(part.probability),
            _percent(part.share_true),
        )
        for one in suggesters
        for part in one.reliability_shown.bins
    ]


def _learning_rows(suggesters: Suggesters) -> list[Row]:
    return [
        (_named(one), _count(round(point.references)), _percent(point.f_score), _percent(point.sd))
        for one in suggesters
        for point in one.learning
    ]


def _action_rows(suggesters: Suggesters) -> list[Row]:
    return [
        (
            _named(one),
            Cell("–", math.inf)
            if one.actions.keys_by_grid is None
            else _amount(one.actions.keys_by_grid),
            _amount(one.actions.keys),
            _amount(one.actions.accepted),
            _amount(one.actions.rejected),
            _amount(one.actions.typed),
        )
        for one in suggesters
    ]


def _precision_rows(suggesters: Suggesters) -> list[Row]:
    return [
        (
            Cell(label.label, label.label),
            _count(label.support),
            Cell("–", -1.0)
            if label.average_precision is None
            else _percent(label.average_precision.value),
            Cell("–", -1.0) if label.prevalence is None else _percent(label.prevalence),
        )
        for one in suggesters
        for label in one.labels
    ]


def _with_label(one: SuggesterFigures, label_id: int) -> SuggesterFigures:
    """The same figures, of one label alone."""
    return replace(one, labels=tuple(label for label in one.labels if label.label_id == label_id))


def _label_rows(suggesters: Suggesters) -> list[Row]:
    return [
        (Cell(label.label, label.label), _count(label.support), _percent(label.f_score))
        for one in suggesters
        for label in one.labels
    ]
