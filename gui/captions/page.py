"""The Captions page: how words and pictures meet, what to make of it, and a map of both."""

from collections.abc import Callable
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

from engine.evaluation.retrieval.report import PAGE_NAME, CaptionReport, read_caption_report
from gui.captions.galleries import GalleriesPanel
from gui.captions.map_panel import MapPanel
from gui.captions.overview import GapPanel, OverviewPanel
from gui.captions.training import TrainingPanel
from gui.captions.words import languages_sentence
from gui.models.reports import CAPTIONS_FOLDER, StoredReport, new_report_folder, stored_reports
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.tasks import Task, TaskState
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.notice import Notice
from gui.widgets.plain_label import plain_label
from gui.words.amounts import counted
from gui.words.failures import reason_of, sentence_of
from gui.words.times import local_time

JOB, IMPORT_JOB, TITLES_JOB = "evaluate-captions", "import-captions", "titles-as-captions"
READ_JOB = "read-text"


@dataclass(frozen=True, slots=True)
class Facts:
    """What captions there are, by language, and what was measured before."""

    languages: dict[str, int]
    titles: int
    encoded: bool
    reports: tuple[StoredReport, ...]

    @property
    def captions(self) -> int:
        """How many captions there are."""
        return sum(self.languages.values())


class CaptionsPage(QWidget):
    """The newest report, an older one, or why there is none yet."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._facts: Facts | None = None
        self._wanted = ""
        self._is_stale = True
        self.report: CaptionReport | None = None
        self.notice = Notice(self)
        self.empty = EmptyState(self)
        self.overview = OverviewPanel(self)
        self.gap = GapPanel(context, self)
        self.map = MapPanel(context, self)
        self.galleries = GalleriesPanel(context, self)
        self.training = TrainingPanel(context, self)
        self._build()
        self._connect()
        self._show_bar()

    # Building

    def _build(self) -> None:
        self.reports = QComboBox(self)
        self.reports.setAccessibleName(self.tr("Report"))
        self.reports.setToolTip(self.tr("Earlier reports by date"))
        self.reports.setMinimumWidth(170)
        self.import_button = QPushButton(self.tr("Take captions in…"), self)
        self.read_button = QPushButton(self.tr("Read words in pictures"), self)
        self.open_button = QPushButton(self.tr("Open report"), self)
        self.measure_button = QPushButton(self.tr("Measure"), self)
        theme.set_role(self.measure_button, "primary")
        for button, name, act in (
            (self.import_button, "captions.import", self.ask_for_captions),
            (self.read_button, "captions.read", self.read_words),
            (self.open_button, "captions.open", self.open_report),
            (self.measure_button, "captions.measure", self.measure),
        ):
            shortcuts.bind_button(button, shortcuts.action(name, self, act))
        self._bar = QWidget(self)
        row = FlowLayout(self._bar, spacing_px=spacing.small)
        row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        self._report_of = plain_label(self.tr("Report of"), self, role="muted")
        row.addWidget(self._report_of)
        row.addWidget(self.reports)
        row.add_at_end(self.import_button)
        row.add_at_end(self.read_button)
        row.add_at_end(self.open_button)
        row.add_at_end(self.measure_button)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Report"))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.overview)
        for panel, name in (
            (self._stack, self.tr("Overview")),
            (self.gap, self.tr("Groups")),
            (self.map, self.tr("Map")),
            (self.galleries, self.tr("Two encoders")),
            (self.training, self.tr("Training")),
        ):
            self.tabs.addTab(panel, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self.notice)
        column.addWidget(self.tabs, 1)
        self._show_empty()

    def _connect(self) -> None:
        for name, shown in (("map", self.map), ("galleries", self.galleries)):
            shortcuts.action(f"captions.{name}", self, partial(self._show_tab, shown))
        train = shortcuts.action("captions.train", self, self.train)
        shortcuts.bind_button(self.training.train_button, train)
        self.reports.activated.connect(self._choose_report)
        for panel in (self.map, self.galleries):
            panel.opened.connect(self._context.navigator.show_review)
        self._context.hub.refreshed.connect(self._make_stale)
        self._context.hub.changed.connect(self._make_stale)
        self._context.tasks.added.connect(self._follow_task)
        self._context.tasks.ended.connect(self._take_end)

    # The window's side

    def activate(self) -> None:
        """Look for captions and reports."""
        if self._is_stale:
            self._is_stale = False
            self._read_facts()

    def shutdown(self) -> None:
        """Load nothing more; a measurement itself belongs to the task bar."""
        self.map.shutdown()
        self.galleries.shutdown()
        self.training.shutdown()

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

            return Facts(
                catalogue.captions.languages(),
                catalogue.images.count_titled(),
                current_encoder(catalogue) is not None,
                tuple(stored_reports(catalogue.folder, CAPTIONS_FOLDER)),
            )

        if self._facts is None:
            self.empty.wait(self.tr("Looking for captions…"))
            self._show_empty()
        self._context.reads.submit(read, self._take_facts, self._show_failure)

    def _take_facts(self, facts: Facts) -> None:
        known = self._facts.reports if self._facts is not None else ()
        self._facts = facts
        self.reports.clear()
        for stored in facts.reports:
            self.reports.addItem(local_time(stored.asked_at.isoformat()), stored.key)
        if facts.reports and (self.report is None or facts.reports != known):
            self._load(facts.reports[0].key)
        elif not facts.reports:
            self._say_what_is_missing(facts)
        self._show_bar()

    def _say_what_is_missing(self, facts: Facts) -> None:
        """The one thing to do before there can be a report."""
        self.report = None
        if not facts.captions and facts.titles:
            text = self.tr(
                "No image has a caption yet, but {titles}. A title can be a caption too."
            )
            count = counted(
                facts.titles, self.tr("1 image has a title"), self.tr("{count} images have a title")
            )
            button = self.tr("Make captions of titles")
            self._say("captions", text.replace("{titles}", count), button, self.take_titles)
        elif not facts.captions:
            text = self.tr(
                "No image has a caption yet. Captions come from the files themselves, from tables, "
                "COCO files, JSON lines and folders of .txt files, are written on Library and "
                "Review, or are the words that stand in the pictures (menu Work)."
            )
            self._say("captions", text, self.tr("Take captions in…"), self.ask_for_captions)
        elif not facts.encoded:
            text = self.tr(
                "{captions}. The images are not encoded yet, so they cannot be held against their "
                "captions."
            )
            self._say("cpu", self._with_counts(text, facts), self.tr("Encode images"), self._encode)
        else:
            text = self.tr(
                "{captions}. Measure how well captions and images find each other: what kind of "
                "captions they are, where they do not fit, and a map of both."
            )
            self._say("captions", self._with_counts(text, facts), self.tr("Measure"), self.measure)
        self._follow_task()

    def _with_counts(self, text: str, facts: Facts) -> str:
        count = counted(facts.captions, self.tr("1 caption"), self.tr("{count} captions"))
        return text.replace("{captions}", f"{count}: {languages_sentence(facts.languages)}")

    def _say(self, icon: str, text: str, button: str, act: Callable[[], object]) -> None:
        self.empty.say(icon, text, button, act)
        self._show_empty()

    def _show_empty(self) -> None:
        """In place of a report; a training needs none."""
        self._stack.setCurrentWidget(self.empty)
        self._show_report_tabs(shown=False)

    def _show_report_tabs(self, *, shown: bool) -> None:
        for panel in (self.gap, self.map, self.galleries):
            self.tabs.setTabVisible(self.tabs.indexOf(panel), shown)

    def _show_bar(self) -> None:
        has_report = self.report is not None
        has_titles = self._facts is not None and self._facts.titles > 0
        has_reports = has_report or self.reports.count() > 0
        self._bar.setVisible(has_reports or has_titles)
        for widget in (self._report_of, self.reports, self.open_button):
            widget.setVisible(has_reports)
        self.open_button.setEnabled(has_report)

    def _encode(self) -> None:
        self._context.navigator.work_requested.emit("encode")

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        self._facts, self._is_stale = None, True
        self._say("circle-alert", sentence_of(error), self.tr("Try again"), self.activate)

    # Captions in

    @Slot()
    def ask_for_captions(self) -> None:
        """Ask which file or table to take captions from."""
        dialog = QFileDialog(self, self.tr("Captions to take in"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Lists of captions (*.csv *.tsv *.json *.jsonl)"))
        dialog.fileSelected.connect(self.take_captions)
        dialog.open()

    @Slot(str)
    def take_captions(self, file: str) -> None:
        """Take captions in from a file, as a task."""
        self._context.tasks.start(IMPORT_JOB, file=Path(file))

    @Slot()
    def take_titles(self) -> None:
        """Make captions of the titles of images, as a task."""
        self._context.tasks.start(TITLES_JOB)

    @Slot()
    def read_words(self) -> None:
        """Read the words that stand in pictures, as a task; it says how where nothing reads."""
        self._context.navigator.work_requested.emit(READ_JOB)

    # Measuring

    @Slot()
    def measure(self) -> None:
        """Measure in the background; the report is shown when it is there."""
        if self._context.tasks.find(JOB) is not None:
            return
        self.notice.close_notice()
        folder, tasks = self._context.catalogue.folder, self._context.tasks

        def start(out: Path) -> None:
            tasks.start(JOB, out=out)

        self._context.reads.submit(lambda: new_report_folder(folder, CAPTIONS_FOLDER), start)

    @Slot(object)
    def _follow_task(self, _task: Task | None = None) -> None:
        running = self._context.tasks.find(JOB) is not None
        self.measure_button.setEnabled(not running)
        if running and self.report is None:
            self._say(
                "loader-circle",
                self.tr("Measuring… The bar below shows how far it is and can stop it."),
                "",
                self.activate,
            )

    @Slot(object)
    def _take_end(self, task: Task) -> None:
        if task.job == JOB:
            self.measure_button.setEnabled(True)
            failure = task.failure
            if task.state is TaskState.FAILED and failure is not None and failure.mendable:
                self.notice.say(reason_of(failure), danger=True)
        if task.job in (JOB, IMPORT_JOB, TITLES_JOB, READ_JOB):
            self._is_stale = True
            if self.isVisible():
                self.activate()

    # Training

    @Slot()
    def train(self) -> None:
        """Ask what to train, whether there is a report or not."""
        self._show_tab(self.training)
        self.training.ask()

    # A report

    def _load(self, key: str) -> None:
        self._wanted = key
        reports = self._facts.reports if self._facts is not None else ()
        stored = next((one for one in reports if one.key == key), None)
        if stored is not None:
            self._context.reads.submit(
                lambda: read_caption_report(stored.folder),
                partial(self._take_report, key),
                partial(self._cannot_read, key),
            )

    def _take_report(self, key: str, report: CaptionReport) -> None:
        if key != self._wanted:
            return
        self.report = report
        self.reports.setCurrentIndex(self.reports.findData(key))
        self.overview.show_report(report)
        self.gap.show_report(report)
        self.map.show_report(report.folder)
        self._stack.setCurrentWidget(self.overview)
        self._show_report_tabs(shown=True)
        self._show_bar()

    def _cannot_read(self, key: str, error: Exception) -> None:
        if key == self._wanted:
            self.report = None
            self._say("circle-alert", sentence_of(error), self.tr("Measure"), self.measure)
            self._show_bar()

    @Slot()
    def _choose_report(self) -> None:
        self._load(str(self.reports.currentData()))

    @Slot()
    def open_report(self) -> None:
        """Open the report as a web page."""
        if self.report is not None:
            page = self.report.folder / PAGE_NAME
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))

    def _show_tab(self, panel: QWidget) -> None:
        if self.tabs.isTabVisible(self.tabs.indexOf(panel)):
            self.tabs.setCurrentWidget(panel)
            panel.setFocus()
