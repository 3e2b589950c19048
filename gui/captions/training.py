"""Trainings on the archive's captions: start, watch, pause, go on, take into use."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from engine.answers.encoders_used import UsedEncoder, encoders_with_features
from engine.answers.recommended import RECOMMENDABLE
from engine.jobs.training.request import TrainSummary
from engine.jobs.training.runs import (
    TrainingRun,
    remember_asked,
    remember_end,
    trained_encoders,
    training_runs,
)
from gui.captions.run_view import RunView
from gui.captions.train_dialog import CONTRASTIVE, HEADS, TrainDialog
from gui.captions.training_words import card_columns, card_rows, run_sentence, run_title
from gui.models.reports import CAPTIONS_FOLDER, FOLDER, new_report_folder
from gui.services.context import CatalogueContext
from gui.services.tasks import Task, TaskState
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.figures.table import FiguresTable
from gui.widgets.notice import Notice
from gui.widgets.plain_label import plain_label
from gui.words.failures import reason_of

JOB, LABELS_JOB, CAPTIONS_JOB = "train", "evaluate", "evaluate-captions"
LIST_WIDTH_PX = 250
ROW_PX = 44
TABLE_PX = 200
"""Room for most of the figures: what a training was for is not below the edge."""
MIXABLE = (HEADS, CONTRASTIVE)
FOLLOW_MS = 700


class TrainingPanel(QWidget):
    """Trainings at the left, the chosen one with its curves and figures beside them."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.runs: list[TrainingRun] = []
        self._finishing = ""
        self._wanted = ""
        """The training to look at once it is listed."""
        self._is_reading = self._reads_again = False
        self.notice = Notice(self)
        self.empty = EmptyState(self)
        self.list = QListWidget(self)
        self.view = RunView(context, self)
        self.curves = self.view.curves
        self.status = plain_label("", self)
        self.status.setWordWrap(True)
        self.table = FiguresTable(
            self.tr("Figures before and after"), card_columns({}), self, first_width_px=240
        )
        self.train_button = QPushButton(self.tr("Train…"), self)
        self.pause_button = QPushButton(self.tr("Pause"), self)
        self.resume_button = QPushButton(self.tr("Go on"), self)
        self.finish_button = QPushButton(self.tr("Stop and keep the best"), self)
        self.measure_button = QPushButton(self.tr("Measure"), self)
        self.use_button = QPushButton(self.tr("Use this encoder"), self)
        self.table.setMinimumHeight(TABLE_PX)
        self._timer = QTimer(self, interval=FOLLOW_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.list.setAccessibleName(self.tr("Trainings"))
        self.list.setMinimumWidth(LIST_WIDTH_PX)
        self.pause_button.setToolTip(self.tr("Stop for now; it goes on from there, to the bit"))
        self.finish_button.setToolTip(self.tr("Make the encoder of the best until now"))
        self.measure_button.setToolTip(
            self.tr("See how good it is before it is used; the encoder in use stays")
        )
        self._build_measures()
        self.use_button.setToolTip(
            self.tr("Encode the images with it; the features of other encoders stay")
        )
        above = QHBoxLayout()
        above.setSpacing(spacing.small)
        above.addWidget(self.status, 1)
        for button in (
            self.pause_button,
            self.resume_button,
            self.finish_button,
            self.measure_button,
            self.use_button,
            self.train_button,
        ):
            above.addWidget(button)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName("trainings")
        beside = QSplitter(Qt.Orientation.Vertical, self.split)
        beside.setObjectName("curves")
        beside.addWidget(self.view)
        beside.addWidget(self.table)
        beside.setStretchFactor(0, 3)
        beside.setStretchFactor(1, 2)
        self.split.addWidget(self.list)
        self.split.addWidget(beside)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        self._shown = QWidget(self)
        inside = QVBoxLayout(self._shown)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(spacing.small)
        inside.addLayout(above)
        inside.addWidget(self.split, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.wide, spacing.medium, spacing.wide, spacing.medium)
        column.setSpacing(spacing.small)
        column.addWidget(self.notice)
        column.addWidget(self._shown, 1)
        column.addWidget(self.empty, 1)
        self._shown.hide()
        self.empty.wait(self.tr("Looking for trainings…"))

    def _build_measures(self) -> None:
        """The menu of what can be measured of an encoder."""
        menu = QMenu(self.measure_button)
        menu.addAction(self.tr("Labels: how good the suggestions are"), self.measure_labels)
        menu.addAction(self.tr("Captions: how they and images meet"), self.measure_captions)
        self.measure_button.setMenu(menu)

    def _connect(self) -> None:
        self.pause_button.clicked.connect(self.pause)
        self.resume_button.clicked.connect(self.resume)
        self.finish_button.clicked.connect(self.finish)
        self.use_button.clicked.connect(self.use)
        self.list.currentRowChanged.connect(self._show_run)
        self._timer.timeout.connect(self.refresh)
        self._context.tasks.added.connect(self._follow_task)
        self._context.tasks.ended.connect(self._take_end)

    # The page's side

    def shutdown(self) -> None:
        """Draw nothing more."""
        self.view.shutdown()

    @Slot()
    def refresh(self) -> None:
        """Read what trainings there are and how far they are."""
        if self._is_reading:
            self._reads_again = True
            return
        self._is_reading = True
        catalogue = self._context.catalogue
        self._context.reads.submit(
            lambda: training_runs(catalogue), self._take_runs, self._cannot_read
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Follow what runs while somebody looks."""
        super().showEvent(event)
        self.refresh()
        self._follow_task()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def _take_runs(self, runs: Sequence[TrainingRun]) -> None:
        self._is_reading = False
        if self._reads_again:
            self._reads_again = False
            self.refresh()
        chosen = self._wanted or (self.current.name if self.current is not None else "")
        is_new = [one.name for one in runs] != [one.name for one in self.runs]
        self.runs = list(runs)
        self._shown.setVisible(bool(runs))
        self.empty.setVisible(not runs)
        if not runs:
            self.empty.say(
                "sparkles",
                self.tr(
                    "Train an encoder on the captions of this archive. With small heads on what is "
                    "encoded already that takes minutes on any computer, and nothing is sent "
                    "anywhere."
                ),
                self.tr("Train…"),
                self.ask,
            )
            return
        self.list.blockSignals(True)
        if is_new:
            self.list.clear()
            for _ in self.runs:
                item = QListWidgetItem(self.list)
                item.setSizeHint(QSize(0, ROW_PX))
        names = [one.name for one in self.runs]
        for row, one in enumerate(self.runs):
            item = self.list.item(row)
            item.setText(run_title(one, is_running=one.name == self.running))
            item.setToolTip(one.name)
        if is_new:
            self.list.setCurrentRow(names.index(chosen) if chosen in names else 0)
            self._wanted = ""
        self.list.blockSignals(False)
        self._show_run()

    def _cannot_read(self, error: Exception) -> None:
        self._is_reading = False
        self._context.hub.failed.emit(error)

    # One training

    @property
    def current(self) -> TrainingRun | None:
        """The training that is looked at."""
        row = self.list.currentRow()
        return self.runs[row] if 0 <= row < len(self.runs) else None

    @property
    def running(self) -> str:
        """The name of the training that runs or waits, "" for none."""
        task = self._context.tasks.find(JOB)
        return "" if task is None else str(task.request.options["name"])

    @property
    def _is_stopping(self) -> bool:
        """Whether what runs was told to stop, and does its last step."""
        task = self._context.tasks.find(JOB)
        return task is not None and task.cancelling

    @Slot()
    def _show_run(self) -> None:
        run = self.current
        if run is None:
            return
        is_running = run.name == self.running
        is_stopping = is_running and self._is_stopping
        said = run_sentence(run, is_running=is_running)
        if is_stopping:
            ends = run.name == self._finishing
            said = self.tr("Stopping after this step, to make the encoder of the best…")
            said = said if ends else self.tr("Pausing after this step…")
        self.status.setText(said)
        self.pause_button.setEnabled(not is_stopping)
        self.finish_button.setEnabled(not is_stopping)
        self.view.show_run(run)
        rows = card_rows(run.card)
        self.table.setVisible(bool(rows))
        if rows:
            self.table.show_rows(list(rows.values()), list(rows), card_columns(run.card))
            self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        can_go_on = not run.is_over and not is_running and bool(run.asked) and not self.running
        self.pause_button.setVisible(is_running)
        self.resume_button.setVisible(can_go_on)
        self.finish_button.setVisible((is_running or can_go_on) and len(run.points) > 1)
        for button in (self.measure_button, self.use_button):
            button.setVisible(run.made)

    # What is done

    @Slot()
    def ask(self) -> None:
        """Ask what to train; time and memory are said there."""
        catalogue = self._context.catalogue

        def read() -> tuple[list[UsedEncoder], list[str], list[str]]:
            trained = trained_encoders()
            mixable = [name for name, method in trained.items() if method in MIXABLE]
            return encoders_with_features(catalogue), mixable, list(trained)

        self._context.reads.submit(read, self._open_dialog)

    def _open_dialog(self, found: tuple[list[UsedEncoder], list[str], list[str]]) -> None:
        encoders, mixable, names = found
        taken = [*names, *(run.name for run in self.runs)]
        dialog = TrainDialog(self._context, encoders, mixable, taken, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.asked.connect(self.start)
        dialog.open()

    @Slot(object)
    def start(self, options: Mapping[str, Any]) -> None:
        """Train, once what is asked for is kept."""
        self.notice.close_notice()
        catalogue, tasks = self._context.catalogue, self._context.tasks

        def begin(_nothing: None) -> None:
            self._wanted = str(options["name"])
            tasks.start(JOB, **options)

        self._context.reads.submit(lambda: remember_asked(catalogue, options), begin)

    @Slot()
    def pause(self) -> None:
        """Stop what runs; it can go on."""
        task = self._context.tasks.find(JOB)
        if task is not None:
            task.cancel()
            self._show_run()

    @Slot()
    def resume(self) -> None:
        """Go on with the training that is looked at."""
        if self.current is not None:
            self._context.tasks.start(JOB, **self.current.asked)

    @Slot()
    def finish(self) -> None:
        """End the training with the best until now."""
        run = self.current
        if run is None:
            return
        if run.name == self.running:
            self._finishing = run.name
            self.pause()
        else:
            self._context.tasks.start(JOB, **{**run.asked, "finish": True})

    @Slot()
    def use(self) -> None:
        """Encode the images with the encoder that was trained."""
        if self.current is not None and self.current.made:
            self._context.navigator.encoder_requested.emit(self.current.name)

    @Slot()
    def measure_labels(self) -> None:
        """Measure the suggesters that may be recommended with the encoder that was trained; the
        report is on the Evaluate page."""
        self._measure(LABELS_JOB, FOLDER, "out_dir", suggesters=RECOMMENDABLE)
        self.notice.say(self.tr("The report will be on the page Evaluate, beside earlier ones."))

    @Slot()
    def measure_captions(self) -> None:
        """Measure how captions and images meet by the encoder that was trained."""
        self._measure(CAPTIONS_JOB, CAPTIONS_FOLDER, "out")

    def _measure(self, job: str, kind: str, place: str, **options: object) -> None:
        run, folder, tasks = self.current, self._context.catalogue.folder, self._context.tasks
        if run is None or not run.made or tasks.find(job) is not None:
            return

        def start(out: Path) -> None:
            tasks.start(job, **{place: out}, encoder=run.name, **options)

        self._context.reads.submit(lambda: new_report_folder(folder, kind), start)

    @Slot(object)
    def _follow_task(self, _task: Task | None = None) -> None:
        if self.isVisible() and self.running:
            self._timer.start()
            self.refresh()

    @Slot(object)
    def _take_end(self, task: Task) -> None:
        if task.job != JOB:
            return
        self._timer.stop()
        name = str(task.request.options["name"])
        if task.state is TaskState.FAILED and reason_of(task.failure):
            self.notice.say(reason_of(task.failure), danger=True)
        if task.state is TaskState.CANCELLED and self._finishing == name:
            asked = {**task.request.options, "finish": True}
            self._context.tasks.start(JOB, **asked)
        self._finishing = ""
        summary, catalogue = task.summary, self._context.catalogue
        if isinstance(summary, TrainSummary):
            self._context.reads.submit(
                lambda: remember_end(catalogue, summary), lambda _nothing: self.refresh()
            )
        else:
            self.refresh()
