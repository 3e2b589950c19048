"""The Evaluate page: how good the suggestions are, by which suggester, and what to make of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from db.records import ImageFilter, Status
from engine.answers.language import change_language
from engine.answers.recommended import Recommendation, SuggestingCost
from engine.evaluation.report.records import EvaluationReport
from gui.evaluate.compare import ComparePanel
from gui.evaluate.labels import LabelsPanel
from gui.evaluate.mistakes import MistakesPanel
from gui.evaluate.overview import OverviewPanel
from gui.evaluate.plots import PlotsPanel
from gui.evaluate.setup import SetupPanel
from gui.evaluate.words import best_suggester, made_at
from gui.models.reports import (
    StoredReport,
    load_report,
    new_report_folder,
    save_report,
    stored_reports,
)
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.lanes import Lane
from gui.services.tasks import Task, TaskState
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.list_steps import step_on
from gui.widgets.notice import Notice
from gui.widgets.plain_label import plain_label
from gui.words.failures import reason_of, sentence_of
from gui.words.suggesters import kind_and_version, suggester_title

JOB, TRAINING_JOB = "evaluate", "train"


@dataclass(frozen=True, slots=True)
class Facts:
    """Whether there is anything to evaluate, and what was evaluated before."""

    reports: tuple[StoredReport, ...]
    labelled: int
    needed: int
    encoded: bool
    in_use: str
    """The suggester that makes the suggestions."""
    recommendation: Recommendation
    costs: Mapping[str, SuggestingCost]
    has_captions: bool
    encoder: str
    """The one in use."""
    other_encoders: tuple[str, ...]


class EvaluatePage(QWidget):
    """Choose what to evaluate, or read a report."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._lane = Lane("plots", self)
        self._facts: Facts | None = None
        self._task: Task | None = None
        self._loaded: dict[str, EvaluationReport] = {}
        self._wanted = ""
        self._is_stale = True
        self.report: EvaluationReport | None = None
        self.chosen = ""
        self.notice = Notice(self)
        self.empty = EmptyState(self)
        self.setup = SetupPanel(self)
        self.overview = OverviewPanel(self)
        self.plots = PlotsPanel(self._lane, self)
        self.labels = LabelsPanel(self)
        self.mistakes = MistakesPanel(context, self)
        self.compare = ComparePanel(self._lane, self)
        self._build()
        self._connect()
        self._show_bar()

    # Building

    def _build(self) -> None:
        self.reports = QComboBox(self)
        self.reports.setAccessibleName(self.tr("Report"))
        self.reports.setToolTip(self.tr("Earlier reports by date"))
        self.reports.setMinimumWidth(170)
        self.suggesters = QComboBox(self)
        self.suggesters.setAccessibleName(self.tr("Suggester to look at"))
        self.suggesters.setToolTip(self.tr("Whose labels, mistakes and work are shown"))
        self.suggesters.setMinimumWidth(170)
        self._about = plain_label(self.tr("Suggester"), self, role="muted")
        self.save_button = QPushButton(self.tr("Save report…"), self)
        self.new_button = QPushButton(self.tr("New evaluation…"), self)
        save = shortcuts.action("evaluate.save", self, self._ask_where)
        shortcuts.bind_button(self.save_button, save)
        shortcuts.bind_button(self.new_button, shortcuts.action("evaluate.new", self, self.ask))
        self._save = save
        shortcuts.action("evaluate.find", self, self._find_label)
        shortcuts.action("evaluate.next", self, partial(step_on, self, 1))
        shortcuts.action("evaluate.previous", self, partial(step_on, self, -1))
        bar = QWidget(self)
        row = FlowLayout(bar, spacing_px=spacing.small)
        row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        row.addWidget(plain_label(self.tr("Report of"), self, role="muted"))
        row.addWidget(self.reports)
        row.addWidget(self._about)
        row.addWidget(self.suggesters)
        row.add_at_end(self.save_button)
        row.add_at_end(self.new_button)
        self._bar = bar
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Report"))
        for panel, name in (
            (self.overview, self.tr("Overview")),
            (self.plots, self.tr("Plots")),
            (self.labels, self.tr("Labels")),
            (self.mistakes, self.tr("Worst mistakes")),
            (self.compare, self.tr("Side by side")),
        ):
            self.tabs.addTab(panel, name)
        self._stack = QStackedWidget(self)
        for widget in (self.empty, self.setup, self.tabs):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.reports.activated.connect(self._choose_report)
        self.suggesters.activated.connect(self._choose_from_bar)
        self.overview.chosen.connect(self.choose_suggester)
        self.overview.use_requested.connect(self._use_suggester)
        self.setup.start_requested.connect(self.start)
        self.setup.back_requested.connect(self._show_report)
        self.labels.label_opened.connect(self._show_label)
        self.compare.other_chosen.connect(self._load_other)
        self._context.hub.refreshed.connect(self._make_stale)
        self._context.hub.changed.connect(self._make_stale)
        self._context.tasks.added.connect(self._follow_task)
        self._context.tasks.ended.connect(self._take_end)
        running = self._context.tasks.find(JOB)
        if running is not None:
            self._follow_task(running)

    # The window's side

    def activate(self) -> None:
        """Look for reports, and whether there is anything to evaluate."""
        if self._is_stale:
            self._is_stale = False
            self._read_facts()

    def shutdown(self) -> None:
        """Draw and load nothing more; an evaluation itself belongs to the task bar."""
        self._lane.close()
        self.setup.shutdown()
        self.mistakes.shutdown()

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True
        if self.isVisible() and self.report is None:
            self.activate()

    # What there is

    def _read_facts(self) -> None:
        catalogue = self._context.catalogue

        def read() -> Facts:
            from engine.answers.current_encoder import current_encoder
            from engine.answers.encoders_used import encoders_with_features
            from engine.answers.recommended import RECOMMENDABLE, recommended, suggesting_cost
            from engine.answers.references import chosen_suggester
            from engine.jobs.evaluate.data import FEWEST_IMAGES
            from engine.jobs.training.runs import trained_encoders

            images = catalogue.images.count()
            labelled = catalogue.images.count(ImageFilter(status=Status.LABELLED))
            labels = len(catalogue.labels.all())
            name, _ = current_encoder(catalogue) or ("", "")
            known = [*(one.name for one in encoders_with_features(catalogue)), *trained_encoders()]
            return Facts(
                tuple(stored_reports(catalogue.folder)),
                labelled,
                FEWEST_IMAGES,
                bool(name),
                chosen_suggester(catalogue.settings),
                recommended(catalogue.settings),
                {name: suggesting_cost(name, images, labelled, labels) for name in RECOMMENDABLE},
                catalogue.captions.count() > 0,
                name,
                tuple(one for one in dict.fromkeys(known) if one != name),
            )

        if self._facts is None:
            self.empty.wait(self.tr("Looking for earlier reports…"))
            self._stack.setCurrentWidget(self.empty)
        self._context.reads.submit(read, self._take_facts, self._show_failure)

    def _take_facts(self, facts: Facts) -> None:
        known = self._facts.reports if self._facts is not None else ()
        self._facts = facts
        self.overview.show_in_use(facts.in_use, facts.recommendation)
        self.setup.show_recommendation(facts.recommendation, facts.costs)
        self.setup.offer_captions(facts.has_captions)
        self.setup.offer_encoders(facts.encoder, facts.other_encoders)
        self._list_reports()
        if facts.reports and (self.report is None or facts.reports != known):
            self._load(facts.reports[0].key)
        elif not facts.reports:
            self.ask()

    def _list_reports(self) -> None:
        self.reports.clear()
        for stored in self._facts.reports if self._facts is not None else ():
            self.reports.addItem(made_at(stored.asked_at.isoformat()), stored.key)
        self._show_bar()

    def _show_bar(self) -> None:
        has_report = self.report is not None
        shows_report = has_report and self._stack.currentWidget() is self.tabs
        self._bar.setVisible(shows_report)
        self._save.setEnabled(shows_report)

    # A new evaluation

    @Slot()
    def ask(self) -> None:
        """Show what can be evaluated, or why nothing can."""
        facts = self._facts
        if facts is not None and not facts.encoded:
            self.empty.say(
                "cpu",
                self.tr("The images are not encoded yet, so nothing can be suggested or measured."),
                self.tr("Encode images"),
                self._encode,
            )
            self._stack.setCurrentWidget(self.empty)
        elif facts is not None and facts.labelled < facts.needed:
            text = self.tr(
                "{labelled} images have labels. From {needed} on it can be measured how good the "
                "suggestions are; from a few hundred on the figures become steady."
            )
            self.empty.say(
                "tags",
                text.format(labelled=facts.labelled, needed=facts.needed),
                self.tr("Go to the library"),
                self._context.navigator.show_library,
            )
            self._stack.setCurrentWidget(self.empty)
        else:
            self.setup.offer_back(self.report is not None)
            self._stack.setCurrentWidget(self.setup)
            self.setup.setFocus()
        self._show_bar()

    def _encode(self) -> None:
        self._context.navigator.work_requested.emit("encode")

    @Slot()
    def start(self) -> None:
        """Evaluate in the background; the report is shown when it is there."""
        self.notice.close_notice()
        folder, tasks = self._context.catalogue.folder, self._context.tasks
        setup = self.setup
        options = {"suggesters": setup.suggesters, "split_file": setup.split_file}
        encoder = setup.encoder

        def go_on(out_dir: Path) -> None:
            tasks.start(JOB, out_dir=out_dir, encoder=encoder, **options)

        def failed(error: Exception) -> None:
            self.setup.follow_task(None)
            self._context.hub.failed.emit(error)

        self._context.reads.submit(lambda: new_report_folder(folder), go_on, failed)

    @Slot(object)
    def _follow_task(self, task: Task) -> None:
        if task.job == JOB:
            self._task = task
            self.setup.follow_task(task)

    @Slot(object)
    def _take_end(self, task: Task) -> None:
        if task.job == TRAINING_JOB:  # its encoder can be measured
            self._make_stale()
        if task.job != JOB:
            return
        self._task = None
        self.setup.follow_task(None)
        if task.state is TaskState.FINISHED and isinstance(task.summary, EvaluationReport):
            self.report = None
            self._is_stale = True
            if self.isVisible():
                self.activate()
        elif task.state is TaskState.FAILED and task.failure is not None and task.failure.mendable:
            self.notice.say(reason_of(task.failure), danger=True)

    # Reading a report

    def _load(self, key: str) -> None:
        self._wanted = key
        if key in self._loaded:
            self._take_report(key, self._loaded[key])
            return
        stored = self._stored(key)
        if stored is None:
            return
        self._context.reads.submit(
            lambda: load_report(stored),
            lambda report: self._take_report(key, report),
            lambda error: self._cannot_read(key, error),
        )

    def _stored(self, key: str) -> StoredReport | None:
        reports = self._facts.reports if self._facts is not None else ()
        return next((stored for stored in reports if stored.key == key), None)

    def _take_report(self, key: str, report: EvaluationReport) -> None:
        self._loaded[key] = report
        if key != self._wanted or not report.suggesters:
            return
        self.report = report
        self.reports.setCurrentIndex(self.reports.findData(key))
        if report.suggester(self.chosen) is None:
            self.chosen = best_suggester(report).name
        self.suggesters.clear()
        for one in report.suggesters:
            self.suggesters.addItem(suggester_title(one.name), one.name)
        self.overview.show_report(report, self.chosen)
        self._show_suggester()
        self._offer_others(key)
        self._show_report()

    def _cannot_read(self, key: str, error: Exception) -> None:
        if key != self._wanted:
            return
        self.report = None
        self.empty.say("circle-alert", sentence_of(error), self.tr("New evaluation…"), self.ask)
        self._stack.setCurrentWidget(self.empty)
        self._show_bar()
        # The other reports are still there to be chosen.
        self._bar.setVisible(self.reports.count() > 1)

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        self._facts = None
        self._is_stale = True
        self.empty.say("circle-alert", sentence_of(error), self.tr("Try again"), self.activate)
        self._stack.setCurrentWidget(self.empty)

    @Slot()
    def _show_report(self) -> None:
        self._stack.setCurrentWidget(self.tabs)
        self._show_bar()

    @Slot()
    def _choose_report(self) -> None:
        self._load(str(self.reports.currentData()))

    # One suggester

    @Slot()
    def _choose_from_bar(self) -> None:
        self.choose_suggester(str(self.suggesters.currentData()))

    @Slot(str)
    def choose_suggester(self, name: str) -> None:
        """Let all tabs tell of this suggester."""
        if self.report is not None and name != self.chosen and self.report.suggester(name):
            self.chosen = name
            self._show_suggester()

    def _show_suggester(self) -> None:
        one = self.report.suggester(self.chosen) if self.report is not None else None
        if self.report is None or one is None:
            return
        self.suggesters.setCurrentIndex(self.suggesters.findData(self.chosen))
        self.overview.show_chosen(self.chosen)
        self.plots.show_report(self.report, self.chosen)
        self.labels.show_suggester(one)
        self.mistakes.show_suggester(one)
        self._show_other(self._loaded.get(self.compare.other_key))

    @Slot(str)
    def _use_suggester(self, name: str) -> None:
        if self._facts is not None:
            self.overview.show_in_use(name, self._facts.recommendation)
        kind, version = kind_and_version(name)
        if version:
            catalogue, names = self._context.catalogue, version.removesuffix(" names")
            self._context.writes.submit(
                lambda: change_language(catalogue, names=names),
                lambda _nothing: self._context.settings.refresh(),
            )
        self._context.navigator.suggester_requested.emit(kind)

    @Slot()
    def _find_label(self) -> None:
        if self._stack.currentWidget() is self.tabs:
            self.tabs.setCurrentWidget(self.labels)
            self.labels.filter.setFocus()

    @Slot(int)
    def _show_label(self, label_id: int) -> None:
        self._context.navigator.show_library(ImageFilter(label_ids=(label_id,)))

    # Two reports

    def _offer_others(self, key: str) -> None:
        others = [
            (stored.key, made_at(stored.asked_at.isoformat()))
            for stored in (self._facts.reports if self._facts is not None else ())
            if stored.key != key
        ]
        keys = [one for one, _ in others]
        earlier = [one for one in keys if one < key]
        before = self.compare.other_key
        other = before if before in keys else (earlier or keys or [""])[0]
        self.compare.offer(others, other)
        self.tabs.setTabVisible(self.tabs.indexOf(self.compare), bool(others))
        if other:
            self._load_other(other)

    def _show_other(self, other: EvaluationReport | None) -> None:
        if self.report is not None:
            self.compare.show_reports(self.report, self.reports.currentText(), other, self.chosen)

    @Slot(str)
    def _load_other(self, key: str) -> None:
        def show(other: EvaluationReport) -> None:
            self._loaded[key] = other
            if self.report is not None and self.compare.other_key == key:
                self._show_other(other)

        def failed(error: Exception) -> None:
            self.notice.say(sentence_of(error), danger=True)

        stored = self._stored(key)
        if key in self._loaded:
            show(self._loaded[key])
        elif stored is not None:
            self._context.reads.submit(lambda: load_report(stored), show, failed)

    # Saving

    @Slot()
    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder to save the report in"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    @Slot(str)
    def save_to(self, folder: str) -> None:
        """Copy the report with its plots into a folder."""
        stored = self._stored(str(self.reports.currentData()))
        if stored is None:
            return
        catalogue = self._context.catalogue
        self._context.reads.submit(
            lambda: save_report(stored, Path(folder), archive_dir=catalogue.archive_dir),
            self._tell_saved,
            lambda error: self.notice.say(sentence_of(error), danger=True),
        )

    def _tell_saved(self, folder: Path) -> None:
        text = self.tr("Report saved in {folder}: a page to read, the figures and the plots.")
        self.notice.say(
            text.replace("{folder}", str(folder)),
            self.tr("Show in folder"),
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
        )
