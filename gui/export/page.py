"""A dataset leaves the catalogue: for what, which images and labels, in which form, where to."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from db.places import SUFFIX
from db.records import ImageFilter
from engine.answers.exporting.presets import LastExport
from engine.answers.exporting.settings import ExportSettings
from engine.errors import InputError
from engine.exchange.registry import FORMATS
from engine.jobs.exports.export import ExportSummary
from gui.export.about_step import AboutStep
from gui.export.destination import CheckedDestination, DestinationCheck
from gui.export.formats import FormatChooser
from gui.export.images_step import ImagesStep, split_problem
from gui.export.labels_step import LabelsStep
from gui.export.last_exports import LastExports
from gui.export.outlook import Outlook
from gui.export.pictures_step import PicturesStep
from gui.export.presets import PresetButton
from gui.export.sidecars import SidecarsDialog
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.tasks import Task, TaskState
from gui.services.translations import sentence
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words.failures import sentence_of
from gui.words.jobs import done_sentence

CONTENT_WIDTH_PX = 1500
WAIT_MS = 250
"""So long after the last change what would be written is worked out anew."""


class ExportPage(QWidget):
    """Steps side by side as tabs, below them what would be written, where to, and the button."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._task: Task | None = None
        self._done: Path | None = None
        self._checked: CheckedDestination | None = None
        self._check_of_destination = DestinationCheck(context.catalogue, self)
        self._check_of_destination.checked.connect(self._take_checked)
        self._check_of_destination.failed.connect(context.hub.failed)
        self._is_stale = True
        self._suggested = ""
        # In the order in which Tab goes through them.
        self.presets = PresetButton(context, self)
        self.steps = QTabWidget(self)
        self.formats = FormatChooser(self)
        self.last = LastExports(context, self)
        self.images = ImagesStep(context, self)
        self.labels = LabelsStep(self)
        self.pictures = PicturesStep(self)
        self.about = AboutStep(self)
        self.outlook = Outlook(context, self)
        self._waiting = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._waiting.timeout.connect(self._look_ahead)
        self._build()
        self._connect()
        self.setFocusProxy(self.formats)
        self._format_changed()

    def activate(self) -> None:
        """Count and preview anew where something changed."""
        if self._is_stale:
            self._is_stale = False
            self._check()
            self._waiting.start(0)
            self.images.read_searches()
            self.last.read()

    def shutdown(self) -> None:
        """The export itself belongs to the task bar and runs on."""
        self._waiting.stop()
        self._check_of_destination.close()
        self.outlook.close_questions()

    def show_images(self, asked: ImageFilter | Sequence[int]) -> None:
        """Export what the Library shows, or the images that were selected there."""
        self.images.show_asked(asked)
        self.steps.setCurrentWidget(self._places[self.images])

    @Slot()
    def show_sidecars(self) -> None:
        """Open what is about keywords for other programs."""
        dialog = SidecarsDialog(self._context, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # Building

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(spacing.wide, spacing.large, spacing.wide, spacing.small)
        column.setSpacing(spacing.small)
        head = QHBoxLayout()
        head.addWidget(plain_label(self.tr("Export"), self, role="title"), 1)
        head.addWidget(self.presets)
        column.addLayout(head)
        self.steps.setDocumentMode(True)
        self.steps.setAccessibleName(self.tr("What to export"))
        self._places: dict[QWidget, QScrollArea] = {}
        self._first = first = QWidget(self)
        both = QVBoxLayout(first)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(spacing.large)
        both.addWidget(self.formats)
        both.addWidget(self.last)
        both.addStretch(1)
        for number, (title, step) in enumerate(
            (
                (self.tr("For what"), first),
                (self.tr("Images"), self.images),
                (self.tr("Labels"), self.labels),
                (self.tr("Picture files"), self.pictures),
                (self.tr("About it"), self.about),
            ),
            start=1,
        ):
            place = _scrolling(step, title)
            self._places[step] = place
            self.steps.addTab(place, f"{number}  {title}")
        content = QHBoxLayout()
        content.setSpacing(spacing.wide)
        content.addWidget(self.steps, 3)
        content.addWidget(self.outlook, 2)
        column.addLayout(content, 1)
        self._add_destination(column)
        self._add_buttons(column)
        inner = QWidget(self)
        inner.setLayout(column)
        inner.setMaximumWidth(CONTENT_WIDTH_PX)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(inner, 1)
        across.addStretch(0)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addLayout(across, 1)

    def _connect(self) -> None:
        self.formats.format_changed.connect(self._format_changed)
        self.formats.option_changed.connect(self._changed)
        for step in (self.images, self.labels, self.pictures, self.about):
            step.changed.connect(self._changed)
        self.presets.opened.connect(self.show_settings)
        self.last.again.connect(self._show_last)
        self._context.hub.changed.connect(self._make_stale)
        self._context.hub.refreshed.connect(self._make_stale)
        shortcuts.action("export.again", self, self._repeat)
        shortcuts.bind_button(
            self.formats.keywords_button,
            shortcuts.action("export.sidecars", self, self.show_sidecars),
        )
        for number in range(self.steps.count()):
            shortcuts.action(
                f"export.step_{number + 1}", self, partial(self.steps.setCurrentIndex, number)
            )

    def _add_destination(self, column: QVBoxLayout) -> None:
        self.destination = QLineEdit(self)
        self.destination.setAccessibleName(self.tr("Where to export to"))
        self.destination.textChanged.connect(self._check)
        browse = QPushButton(self.tr("Choose…"), self)
        browse.setAccessibleName(self.tr("Choose where to export to"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.setSpacing(spacing.small)
        self._where = plain_label(self.tr("File"), self, role="heading")
        row.addWidget(self._where)
        row.addWidget(self.destination, 1)
        row.addWidget(browse)
        column.addLayout(row)
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        column.addWidget(self.problem)

    def _add_buttons(self, column: QVBoxLayout) -> None:
        """Below what scrolls, so that the button is in sight however low the window is."""
        action = shortcuts.action("export.run", self, self.export)
        self.export_button = QPushButton(self.tr("Export"), self)
        theme.set_role(self.export_button, "primary")
        shortcuts.bind_button(self.export_button, action)
        self._action = action
        self.result = plain_label("", self)
        self.result.setWordWrap(True)
        self.show_button = QPushButton(self.tr("Show in folder"), self)
        self.show_button.setIcon(icons.icon("folder-open"))
        self.show_button.clicked.connect(self._show_in_folder)
        self.show_button.hide()
        row = QHBoxLayout()
        row.setContentsMargins(0, spacing.tiny, 0, spacing.small)
        row.setSpacing(spacing.medium)
        row.addWidget(self.result, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.export_button)
        column.addLayout(row)

    # What is chosen

    def settings(self) -> ExportSettings:
        """Everything that is chosen but where it goes. Raises InputError for a division that
        cannot be made."""
        return ExportSettings(
            format=self.formats.chosen().name,
            options=self.formats.chosen_options(),
            images=self.images.images().filter,
            state=self.images.state.currentData(),
            sources=self.labels.source(),
            least_images=self.labels.least_images.value(),
            parents=self.labels.parents.isChecked(),
            names=self.labels.language(),
            suggestions_from=self.labels.least_suggestion(),
            split=self.images.split(),
            pictures=self.pictures.settings(),
            statement=self.about.statement(),
            card=self.about.card.isChecked(),
        )

    @Slot(object)
    def show_settings(self, settings: ExportSettings) -> None:
        """Choose all of it as it was chosen before."""
        self.formats.choose(settings.format)
        self.formats.show_options(settings.options)
        self.images.show_images(settings.images)
        self.images.show_state(settings.state)
        self.images.show_split(settings.split)
        self.labels.show_settings(settings)
        self.pictures.show_settings(settings.pictures)
        self.about.show_statement(settings.statement, card=settings.card)
        # Once the options have their place below it.
        QTimer.singleShot(0, self, self._show_chosen_format)

    @Slot()
    def _show_chosen_format(self) -> None:
        self._places[self._first].ensureWidgetVisible(self.formats.chosen_button())

    @Slot(object)
    def _show_last(self, last: LastExport) -> None:
        self.show_settings(last.settings)
        self.destination.setText(str(last.destination))

    @Slot()
    def _repeat(self) -> None:
        """Choose the same as for the last export; another key writes it."""
        newest = self.last.newest()
        if newest is not None:
            self._show_last(newest)

    def _path(self) -> Path:
        return Path(self.destination.text().strip()).expanduser()

    @Slot()
    def _format_changed(self) -> None:
        chosen = self.formats.chosen()
        self.pictures.follow_format(chosen.pictures)
        self._where.setText(self.tr("Folder") if chosen.writes_folder else self.tr("File"))
        self._suggest_destination()
        self._check()
        self._changed()

    @Slot()
    def _changed(self) -> None:
        self._waiting.start()
        self._follow()

    def _suggest_destination(self) -> None:
        typed = self.destination.text()
        suffix = self.formats.chosen().suffix
        if typed and typed != self._suggested:
            if self._path().suffix in {one.suffix for one in FORMATS if one.suffix}:
                self.destination.setText(str(self._path().with_suffix(suffix)))
            return
        catalogue = self._context.catalogue.path
        name = catalogue.name.removesuffix(SUFFIX) + "-labels" + suffix
        self._suggested = str(catalogue.parent / name)
        self.destination.setText(self._suggested)

    @Slot()
    def _check(self) -> None:
        """Ask whether the destination will do; until that is known nothing is exported."""
        self._checked = None
        if self.destination.text().strip():
            self._check_of_destination.ask(
                self._path(), is_folder=self.formats.chosen().writes_folder
            )
        else:
            self._check_of_destination.forget()
        self._follow()

    @Slot(object)
    def _take_checked(self, checked: CheckedDestination) -> None:
        asked = self._path(), self.formats.chosen().writes_folder
        if self.destination.text().strip() and (checked.path, checked.is_folder) == asked:
            self._checked = checked
            self._follow()

    def _follow(self) -> None:
        """Say what is wrong with what is chosen, or that something there is replaced."""
        checked = self._checked
        split = split_problem(self.images)
        if split:
            self.problem.setText(split)
        elif not self.destination.text().strip():
            self.problem.setText(self.tr("Say which file to export to."))
        elif checked is not None:
            error = checked.problem
            self.problem.setText("" if error is None else sentence_of(error))
            self.export_button.setText(
                self.tr("Replace the file and export") if checked.replaces else self.tr("Export")
            )
        self.presets.follow(None if split else self.settings())
        self._action.setEnabled(self._can_export())

    def _can_export(self) -> bool:
        is_good = self._checked is not None and self._checked.problem is None
        return is_good and self._task is None and not split_problem(self.images)

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Export labels"), self.destination.text())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if self.formats.chosen().writes_folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setDefaultSuffix(self.formats.chosen().suffix.removeprefix("."))
        dialog.selectFile(self._path().name)
        dialog.fileSelected.connect(self.destination.setText)
        dialog.open()

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.activate()

    @Slot()
    def _look_ahead(self) -> None:
        try:
            settings = self.settings()
        except InputError as error:
            self.outlook.refuse(sentence_of(error))
            return
        self.outlook.ask(settings, self.images.images().ids)

    # Exporting

    @Slot()
    def export(self) -> None:
        """Write the dataset; the task bar shows how far it is."""
        checked = self._checked
        if checked is None or not self._can_export():
            return
        self.result.setText("")
        self.show_button.hide()
        task = self._context.tasks.start(
            "export",
            destination=checked.path,
            settings=self.settings(),
            image_ids=self.images.images().ids,
            overwrite=checked.replaces,
        )
        self._task = task
        task.ended.connect(self._ended)
        self._follow()

    @Slot()
    def _ended(self) -> None:
        task, self._task = self._task, None
        self._check()
        self.last.read()
        if task is None or task.state is not TaskState.FINISHED:
            return
        summary = cast(ExportSummary, task.summary)
        self._done = summary.destination
        said = [done_sentence("export", summary), *map(sentence, summary.remarks)]
        self.result.setText("\n".join(said))
        self.show_button.show()

    @Slot()
    def _show_in_folder(self) -> None:
        if self._done is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._done.parent)))


def _scrolling(step: QWidget, name: str) -> QScrollArea:
    """A step that scrolls where the window is low."""
    holder = QWidget()
    inside = QVBoxLayout(holder)
    inside.setContentsMargins(0, spacing.medium, spacing.medium, spacing.small)
    inside.addWidget(step)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(holder)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setAccessibleName(name)
    return scroll
