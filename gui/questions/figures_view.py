"""How good the answers of a question predict others: figures, costs, and other settings."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from db.questions.records import QuestionRecord
from engine.questions.head import FEWEST_TO_LEARN
from gui.models.reports import new_report_folder
from gui.questions import words
from gui.questions.cost_plot import CostPlot
from gui.questions.report import MeasuredQuestion, read_newest, report_kind
from gui.questions.table_dialog import table_dialog
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.tasks import Task
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.figures.table import FiguresTable
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.plain_label import ElidedLabel, plain_label

JOB, PREDICT_JOB = "evaluate-question", "predict-question"
PAPER = "paper"
"""The preset of six settings."""
TABLE_HEIGHT_PX = 204
"""A heading and the head with what it has to beat."""


class FiguresView(QWidget):
    """The newest measurement of the question on show, or why there is none."""

    failed = Signal(object)

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._question: QuestionRecord | None = None
        self.measured: MeasuredQuestion | None = None
        self._generation = 0
        self.settings = QComboBox(self)
        self.measure_button = QPushButton(self.tr("Measure"), self)
        self.open_button = QPushButton(self.tr("Open folder"), self)
        self.predict_button = QPushButton(self.tr("Predict for all images…"), self)
        self.predict_button.setToolTip(
            self.tr("A table of all images with the likelihood of a yes and what it is counted as")
        )
        self.about = ElidedLabel(self)
        self.verdict = plain_label("", self, role="title")
        self.costs = plain_label("", self, role="muted")
        self.table = FiguresTable(
            self.tr("Figures"), words.figure_columns(), self, first_width_px=200
        )
        self.plot = CostPlot(self)
        self.empty = EmptyState(self)
        self.figures = QWidget(self)
        self._build()
        context.tasks.added.connect(self._follow_task)
        context.tasks.ended.connect(self._take_end)

    def _build(self) -> None:
        self.settings.setAccessibleName(self.tr("What is compared"))
        self.settings.addItem(self.tr("With what it has to beat"), "")
        self.settings.addItem(self.tr("And with six other ways to learn"), PAPER)
        self.settings.setToolTip(
            self.tr(
                "Six settings of optimiser, learning rate and batch, as they were compared for "
                "offensive pictures; takes some minutes"
            )
        )
        theme.set_role(self.measure_button, "primary")
        theme.set_role(self.about, "muted")
        shortcuts.bind_button(
            self.measure_button, shortcuts.action("figures.measure", self, self.measure)
        )
        self.open_button.clicked.connect(self.open_folder)
        self.predict_button.clicked.connect(self.ask_where)
        bar = QWidget(self)
        line = FlowLayout(bar, spacing_px=spacing.small)
        line.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        line.add_stretching(self.about)
        line.add_at_end(self.predict_button)
        line.add_at_end(self.open_button)
        line.add_at_end(self.settings)
        line.add_at_end(self.measure_button)
        self.verdict.setWordWrap(True)
        self.costs.setWordWrap(True)
        self.down = QSplitter(Qt.Orientation.Vertical, self)
        self.down.setObjectName("figures")
        self.down.setChildrenCollapsible(False)
        self.down.addWidget(self.table)
        below = QWidget(self)
        beside = QVBoxLayout(below)
        beside.setContentsMargins(0, spacing.medium, 0, 0)
        beside.setSpacing(spacing.small)
        beside.addWidget(plain_label(self.tr("Cost an image, by threshold"), self, role="heading"))
        beside.addWidget(self.costs)
        beside.addWidget(self.plot, 1)
        self.down.addWidget(below)
        self.table.setMinimumHeight(TABLE_HEIGHT_PX)
        self.down.setStretchFactor(0, 0)
        self.down.setStretchFactor(1, 1)
        inside = QVBoxLayout(self.figures)
        inside.setContentsMargins(spacing.medium, 0, spacing.medium, spacing.medium)
        inside.setSpacing(spacing.small)
        inside.addWidget(self.verdict)
        inside.addWidget(self.down, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        row = QHBoxLayout()
        row.addWidget(self.empty)
        row.addWidget(self.figures)
        column.addLayout(row, 1)
        self.figures.hide()

    # What is shown

    def show_question(self, question: QuestionRecord | None) -> None:
        """Read the newest measurement of a question."""
        if question is None or self._question is None or question.id != self._question.id:
            self._show(None)
        self._question = question
        self._generation += 1
        generation = self._generation
        self._follow_task()
        if question is None:
            return
        folder = self._context.catalogue.folder

        def use(found: MeasuredQuestion | None) -> None:
            if generation == self._generation:
                self._show(found)

        self._context.reads.submit(lambda: read_newest(folder, question.id), use, self.failed.emit)

    def take_focus(self) -> None:
        """The keyboard goes to the figures."""
        shown = self.table if self.figures.isVisible() else self.measure_button
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, measured: MeasuredQuestion | None) -> None:
        self.measured = measured
        self.figures.setVisible(measured is not None)
        self.empty.setVisible(measured is None)
        self.open_button.setEnabled(measured is not None)
        self.plot.show_measured(measured)
        if measured is None:
            self.about.setText("")
            self._say_none()
            return
        self.about.setText(words.measured_text(measured))
        self.verdict.setText(words.verdict_text(measured))
        self.costs.setText(words.cost_sentence(measured))
        rows = words.figure_rows(measured)
        self.table.show_rows(list(rows.values()), list(rows))
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)

    def _say_none(self) -> None:
        question = self._question
        if self._is_measuring():
            text = self.tr("Measuring… The bar below shows how far it is and can stop it.")
            self.empty.say("loader-circle", text)
        elif question is not None and not self._can_measure(question):
            text = self.tr(
                "Answer some more images first: there have to be a few with yes and a few with no."
            )
            self.empty.say("chart-column", text)
        else:
            text = self.tr(
                "Measure how well the answers given so far foretell others, what a threshold "
                "costs, and whether that beats simpler ways."
            )
            self.empty.say("chart-column", text, self.tr("Measure"), self.measure)

    def _can_measure(self, question: QuestionRecord) -> bool:
        return min(question.yes, question.no) >= FEWEST_TO_LEARN

    # Measuring

    def measure(self) -> None:
        """Measure in the background; the figures are shown when they are there."""
        question = self._question
        if question is None or self._is_measuring() or not self._can_measure(question):
            return
        folder, tasks = self._context.catalogue.folder, self._context.tasks
        settings = str(self.settings.currentData())

        def place() -> Path:
            out = new_report_folder(folder, report_kind(question.id))
            out.parent.mkdir(parents=True, exist_ok=True)
            return out

        def start(out: Path) -> None:
            tasks.start(JOB, question_id=question.id, out=out, settings=settings)

        self._context.reads.submit(place, start, self.failed.emit)

    def _is_measuring(self) -> bool:
        return self._context.tasks.find(JOB) is not None

    @Slot()
    def _follow_task(self) -> None:
        question = self._question
        can = question is not None and self._can_measure(question)
        self.predict_button.setEnabled(can)
        for action in self.actions():
            action.setEnabled(can and not self._is_measuring())
        if self.measured is None:
            self._say_none()

    @Slot(object)
    def _take_end(self, task: Task) -> None:
        if task.job != JOB:
            return
        self._follow_task()
        self.show_question(self._question)

    # Predicting

    @Slot()
    def ask_where(self) -> None:
        """Ask for a file, and write what is predicted for all images into it, as a task."""
        dialog = table_dialog(self, self.tr("Predictions"), self._context.catalogue.path.parent)
        dialog.fileSelected.connect(self.predict)
        dialog.open()

    @Slot(str)
    def predict(self, file: str) -> None:
        """Write predictions; the file dialog has asked before it replaces a file."""
        if self._question is not None:
            self._context.tasks.start(
                PREDICT_JOB,
                question_id=self._question.id,
                destination=Path(file),
                overwrite=True,
            )

    @Slot()
    def open_folder(self) -> None:
        """Show the report's files: every figure, and plots."""
        if self.measured is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.measured.folder)))
