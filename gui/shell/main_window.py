"""The window: pages on the left, a notice above them when there is one, running work below."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from db.places import SUFFIX, place_warnings
from db.records import GridMode, ImageFilter
from gui.models.new_catalogue import NewCatalogue
from gui.services.context import CatalogueContext
from gui.services.latest import LatestAnswer
from gui.services.settings import Preferences
from gui.services.translations import sentence
from gui.shell.frame import WindowFrame
from gui.shell.menus import WindowMenus
from gui.shell.other_processes import OtherProcesses
from gui.shell.pages import FIRST_PAGE
from gui.shell.task_bar import TaskBar
from gui.shell.work import CatalogueWork
from gui.start.page import StartPage
from gui.widgets.notice import Notice
from gui.widgets.plain_text import window_title
from gui.words.amounts import counted
from gui.words.backups import restored_sentence
from gui.words.failures import fault, sentence_of
from gui.words.left import left_sentence
from messages.message import MendableError, Message
from messages.sentences import printable

if TYPE_CHECKING:
    from engine.jobs.due import WorkLeft
    from gui.export.page import ExportPage
    from gui.labels.page import LabelsPage
    from gui.library.page import LibraryPage
    from gui.review.page import ReviewPage

MINIMUM_SIZE_PX = (880, 600)
FIRST_SIZE_PX = (1280, 800)
UPKEEP_INTERVAL_MS = 60_000


class MainWindow(WindowFrame):
    """Shows one catalogue at a time, or the start page."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__(preferences)
        self._is_shut_down = False
        self.upkeep.failed.connect(self.show_error)
        self._dropped = LatestAnswer("dropped", self)
        self.notice = Notice(self)
        self.task_bar = TaskBar(self)
        self.start_page = StartPage(preferences, self)
        self._upper = QStackedWidget(self)
        self._build_layout()
        self.menus = WindowMenus(self)
        self._connect()
        self._upkeep_timer = QTimer(self, interval=UPKEEP_INTERVAL_MS)
        self._upkeep_timer.timeout.connect(self._look_after_catalogue)
        self.other_processes = OtherProcesses(self)
        self.setAcceptDrops(True)
        self.setMinimumSize(*MINIMUM_SIZE_PX)
        self.resize(*FIRST_SIZE_PX)
        self._restore_geometry()
        self._show_start()

    def _build_layout(self) -> None:
        with_pages = QWidget(self)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.pages, 1)
        row = QHBoxLayout(with_pages)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.page_bar)
        row.addLayout(right, 1)
        self._upper.addWidget(self.start_page)
        self._upper.addWidget(with_pages)
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self._upper, 1)
        column.addWidget(self.task_bar)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        self.page_bar.page_chosen.connect(self.show_page)
        self.page_shown.connect(self.menus.follow_page)
        self.undo.said.connect(self.task_bar.say)
        self.menus.said.connect(self.task_bar.say)
        self.session.opening.connect(self._opening)
        self.session.opened.connect(self._opened)
        self.session.created.connect(self._created)
        self.session.restored.connect(self._tell_restored)
        self.session.closing.connect(self._closing)
        self.session.closed.connect(self._show_start)
        self.session.failed.connect(self._could_not_open)
        start = self.start_page
        start.archive_requested.connect(self.menus.new_catalogue)
        start.sample_requested.connect(self.menus.open_sample)
        start.open_requested.connect(self.menus.choose_catalogue)
        start.restore_requested.connect(self.menus.restore_backup)
        start.recent_requested.connect(self.session.open)

    # Opening and closing

    @Slot(str)
    def _opening(self, path: str) -> None:
        self.start_page.show_busy(Path(path))

    @Slot(object)
    def _opened(self, context: CatalogueContext) -> None:
        name = context.catalogue.path.name.removesuffix(SUFFIX)
        self.setWindowTitle(window_title(f"{name} — Nabolag"))
        # Before the work: what a job's success removes is gone when its findings are shown.
        self.task_bar.attach(context.tasks, context.hub)
        self.work = CatalogueWork(context, context.hub)
        self.work.said.connect(self.task_bar.say)
        self.work.failed.connect(self.task_bar.show_failure)
        self.work.scanned.connect(self._scanned)
        context.hub.failed.connect(self.show_error)
        navigator = context.navigator
        navigator.page_requested.connect(self.show_page)
        navigator.library_requested.connect(self._show_library)
        navigator.review_requested.connect(self._show_review)
        navigator.export_requested.connect(self._show_export)
        navigator.grid_requested.connect(self._show_grid)
        navigator.label_requested.connect(self._show_label)
        navigator.similar_requested.connect(self._show_similar)
        navigator.problems_requested.connect(self.menus.show_problems)
        navigator.progress_requested.connect(self.menus.show_progress)
        navigator.encoders_requested.connect(self.menus.show_encoders)
        navigator.encoder_requested.connect(self.menus.encode_with)
        navigator.settings_requested.connect(self.menus.show_settings)
        navigator.translation_requested.connect(self.menus.show_translation)
        navigator.glossary_requested.connect(self.menus.show_glossary)
        navigator.work_requested.connect(self.work.start)
        navigator.suggester_requested.connect(self.work.use_suggester)
        self.undo.attach(context)
        self.pages.attach(context)
        self.other_processes.attach(context)
        self._upper.setCurrentIndex(1)
        self.page_bar.set_available(True)
        self.show_page(str(context.view.get("page", FIRST_PAGE)))
        self.menus.follow_catalogue()
        catalogue = context.catalogue

        def look_at_places() -> tuple[tuple[Message, ...], Path | None]:
            folder = catalogue.archive_dir
            return place_warnings(catalogue.path), None if folder.is_dir() else folder

        context.reads.submit(look_at_places, self._warn_of_places)
        self.work.find_left(self._offer_to_go_on)
        self._upkeep_timer.start()

    def _warn_of_places(self, found: tuple[tuple[Message, ...], Path | None]) -> None:
        """Say where the catalogue should not stay, or that the archive is not there."""
        warnings, folder = found
        if self.context is None:
            return
        if warnings:
            self.notice.say(sentence(warnings[0]))
        if folder is None:
            return
        text = self.tr(
            "The folder of images {folder} is not there. Labels can be seen and changed all the "
            "same. Connect the disk, or say where the folder is now."
        )
        self.notice.say(
            text.replace("{folder}", str(folder)),
            self.tr("Choose folder…"),
            self.menus.choose_archive_dir,
            danger=True,
        )

    def _offer_to_go_on(self, left: "WorkLeft") -> None:
        """Say what was cut short the last time, with a button that goes on with it."""
        context, work = self.context, self.work
        if context is None or work is None or context.tasks.tasks or not left.first_job:
            return
        if not self.notice.isHidden() and self.notice.button.text():
            return  # The folder is not there.
        before = "" if self.notice.isHidden() else self.notice.sentence.text()
        self.notice.say(f"{before} {left_sentence(left)}".strip(), self.tr("Go on"), work.go_on)

    @Slot(object)
    def _created(self, plan: NewCatalogue) -> None:
        if self.work is not None and self.context is not None:
            # So that it is taken too where the work is cut short before it is come to.
            self.context.settings.set("encoder.name", plan.encoder)
            self.work.use_encoder(plan.encoder)
            self.work.read_archive(**plan.scan_options)

    @Slot(object)
    def _closing(self, context: CatalogueContext) -> None:
        self._upkeep_timer.stop()
        context.view.set("page", self.pages.current_id)
        self.pages.detach(context)
        self.undo.attach(None)
        self.other_processes.attach(None)
        self.task_bar.clear()
        self.notice.close_notice()
        self.work = None

    @Slot()
    def _show_start(self) -> None:
        self.setWindowTitle("Nabolag")
        self.page_bar.set_available(False)
        self.start_page.activate()
        self._upper.setCurrentIndex(0)
        self.menus.follow_catalogue()

    @Slot(object)
    def _could_not_open(self, error: Exception) -> None:
        self._show_start()
        self.show_error(error)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember how the window stands and end all work; nothing unsaved is left by then.

        Where a change cannot be saved the window stays, to say so.
        """
        if not self.session.all_saved():
            event.ignore()
            return
        self.shut_down()
        super().closeEvent(event)

    @Slot()
    def shut_down(self) -> None:
        """End everything that runs, whichever way the program is left; once."""
        if self._is_shut_down:
            return
        self._is_shut_down = True
        self.preferences.set("window/geometry", self.saveGeometry())
        self.session.close()
        self.start_page.shutdown()
        self._dropped.close()
        self.upkeep.close()

    # Pages

    @Slot(object)
    def _show_library(self, filter: ImageFilter) -> None:
        self.show_page("library")
        cast("LibraryPage", self.pages.page("library")).show_filter(filter)

    @Slot(int)
    def _show_similar(self, image_id: int) -> None:
        self.show_page("library")
        cast("LibraryPage", self.pages.page("library")).show_similar([image_id])

    @Slot(object)
    def _show_review(self, image_ids: list[int]) -> None:
        self.show_page("review")
        if image_ids:
            cast("ReviewPage", self.pages.page("review")).show_images(image_ids)

    @Slot(object)
    def _show_export(self, asked: object) -> None:
        self.show_page("export")
        cast("ExportPage", self.pages.page("export")).show_images(cast("ImageFilter", asked))

    @Slot(int, str)
    def _show_grid(self, label_id: int, mode: str) -> None:
        self.show_page("review")
        cast("ReviewPage", self.pages.page("review")).show_grid(label_id, GridMode(mode))

    @Slot(int, bool)
    def _show_label(self, label_id: int, rename: bool) -> None:
        self.show_page("labels")
        cast("LabelsPage", self.pages.page("labels")).show_label(label_id, rename=rename)

    # What is said

    @Slot(object)
    def _scanned(self, summary: object) -> None:
        context = self.context
        if context is None:
            return

        def count() -> tuple[int, int]:
            problems = context.catalogue.images.problems()
            return context.catalogue.images.count(ImageFilter()), len(problems)

        context.reads.submit(count, self._show_counts)

    def _show_counts(self, counts: tuple[int, int]) -> None:
        images, problems = counts
        if not problems:
            return
        text = self.tr("{images}, {problems}").format(
            images=counted(images, self.tr("1 image"), self.tr("{count} images")),
            problems=counted(
                problems, self.tr("1 cannot be shown"), self.tr("{count} cannot be shown")
            ),
        )
        self.notice.say(text, self.tr("Show"), self.menus.show_problems)

    @Slot(str)
    def _tell_restored(self, created_at: str) -> None:
        self.task_bar.say(restored_sentence(created_at))

    @Slot(object)
    def show_error(self, error: Exception) -> None:
        """Show what went wrong: the sentence of an error a person can mend, or where the log is."""
        if isinstance(error, MendableError):
            self.task_bar.show_failure(sentence_of(error))
            return
        logging.getLogger(__name__).error("fault", exc_info=error)
        self.task_bar.show_failure(fault(), f"{type(error).__name__}: {error}")

    # Upkeep

    @Slot()
    def _look_after_catalogue(self) -> None:
        """Back up what changed, and see what settings another process changed."""
        if self.context is not None:
            self.context.settings.refresh()
        minutes = self.preferences.backup_interval_min
        if self.context is not None and minutes:
            backups = self.context.catalogue.backups
            self.upkeep.submit(lambda: backups.take_if_due(minutes))

    def _restore_geometry(self) -> None:
        stored = self.preferences.get("window/geometry")
        if isinstance(stored, QByteArray):
            self.restoreGeometry(stored)

    # Dropping a folder or a catalogue

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one thing of this computer; what it is the disk says once it is dropped."""
        if _dropped_path(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin a catalogue of the folder, or open the catalogue."""
        path = _dropped_path(event)
        if path is None:
            return
        event.acceptProposedAction()
        if path.name.endswith(SUFFIX):
            self.session.open(path)
        else:
            self._dropped.ask(lambda: (path, path.is_dir()), self._take_dropped)

    def _take_dropped(self, found: tuple[Path, bool]) -> None:
        path, is_folder = found
        if is_folder:
            self.menus.new_catalogue(path)
            return
        text = self.tr(
            "{name} is neither a folder of images nor a catalogue. Drop the folder it lies in."
        )
        self.task_bar.show_failure(text.replace("{name}", printable(path.name)))


def _dropped_path(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())
