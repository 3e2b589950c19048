"""Labels leave the catalogue as a file: what, in which form, where to, with a look at it first."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.places import SUFFIX
from db.records import ImageFilter, Status
from engine.answers.exporting.settings import ExportSettings
from engine.exchange.export_format import Preview
from engine.exchange.registry import FORMATS
from engine.jobs.exports.export import ExportSummary, export_preview
from gui.dialogs.frame import muted
from gui.export.destination import CheckedDestination, DestinationCheck
from gui.export.formats import FormatChooser
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.tasks import Task, TaskState
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import number
from gui.words.failures import sentence_of
from gui.words.jobs import done_sentence

CONTENT_WIDTH_PX = 900
PREVIEW_HEIGHT_PX = 220
PREVIEW_COLUMNS = 12


@dataclass(frozen=True)
class ExportCounts:
    """What an export would hold."""

    images: int
    labelled: int
    labels: int
    labellings: int


class ExportPage(QWidget):
    """Choose a format and a file, see the first rows, export."""

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
        column = QVBoxLayout()
        column.setSpacing(spacing.small)
        column.addWidget(plain_label(self.tr("Export labels"), self, role="title"))
        self.counts = muted(" ", self)
        column.addWidget(self.counts)
        column.addSpacing(spacing.small)
        self.formats = FormatChooser(self)
        self.formats.format_changed.connect(self._format_changed)
        self.formats.option_changed.connect(self._preview)
        column.addWidget(self.formats)
        column.addSpacing(spacing.small)
        self._add_destination(column)
        column.addSpacing(spacing.small)
        self._add_preview(column)
        column.addStretch(1)

        content = QWidget(self)
        content.setLayout(column)
        content.setMaximumWidth(CONTENT_WIDTH_PX)
        column.setContentsMargins(spacing.wide, spacing.wide, spacing.wide, spacing.wide)
        holder = QWidget(self)
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(content, 1)
        across.addStretch(0)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAccessibleName(self.tr("Export"))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(scroll, 1)
        self._add_buttons(page)
        self.setFocusProxy(self.formats)
        context.hub.changed.connect(self._make_stale)
        context.hub.refreshed.connect(self._make_stale)
        self._format_changed()

    def activate(self) -> None:
        """Count and preview anew where something changed."""
        if self._is_stale:
            self._is_stale = False
            self._check()
            self._count()
            self._preview()

    def shutdown(self) -> None:
        """The export itself belongs to the task bar and runs on."""
        self._check_of_destination.close()

    # Building

    def _add_destination(self, column: QVBoxLayout) -> None:
        column.addWidget(plain_label(self.tr("File"), self, role="heading"))
        self.destination = QLineEdit(self)
        self.destination.setAccessibleName(self.tr("File to export to"))
        self.destination.textChanged.connect(self._check)
        browse = QPushButton(self.tr("Choose…"), self)
        browse.setAccessibleName(self.tr("Choose the file to export to"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self.destination, 1)
        row.addWidget(browse)
        column.addLayout(row)
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        column.addWidget(self.problem)

    def _add_preview(self, column: QVBoxLayout) -> None:
        column.addWidget(plain_label(self.tr("First rows"), self, role="heading"))
        self.preview = PlainTable(self.tr("First rows of the file"), selectable=False, parent=self)
        self.preview.setFixedHeight(PREVIEW_HEIGHT_PX)
        column.addWidget(self.preview)

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
        foot = QWidget(self)
        foot.setMaximumWidth(CONTENT_WIDTH_PX)
        row = QHBoxLayout(foot)
        row.setContentsMargins(spacing.wide, spacing.medium, spacing.wide, spacing.medium)
        row.setSpacing(spacing.medium)
        row.addWidget(self.result, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.export_button)
        column.addWidget(foot)

    # What is chosen

    def _settings(self) -> ExportSettings:
        return ExportSettings(
            format=self.formats.chosen().name, options=self.formats.chosen_options()
        )

    def _path(self) -> Path:
        return Path(self.destination.text().strip()).expanduser()

    @Slot()
    def _format_changed(self) -> None:
        self._suggest_destination()
        self._check()
        self._preview()

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
        """Say what is wrong with the destination, or that something there is replaced."""
        checked = self._checked
        if not self.destination.text().strip():
            self.problem.setText(self.tr("Say which file to export to."))
        elif checked is not None:
            error = checked.problem
            self.problem.setText("" if error is None else sentence_of(error))
            self.export_button.setText(
                self.tr("Replace the file and export") if checked.replaces else self.tr("Export")
            )
        self._action.setEnabled(self._can_export())

    def _can_export(self) -> bool:
        is_good = self._checked is not None and self._checked.problem is None
        return is_good and self._task is None

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

    # What would be written

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True
        if self.isVisible():
            self.activate()

    def _count(self) -> None:
        catalogue = self._context.catalogue

        def count() -> ExportCounts:
            labels = [label.image_count for label in catalogue.labels.all() if label.image_count]
            return ExportCounts(
                images=catalogue.images.count(ImageFilter()),
                labelled=catalogue.images.count(ImageFilter(status=Status.LABELLED)),
                labels=len(labels),
                labellings=sum(labels),
            )

        self._context.reads.submit(count, self._show_counts)

    def _show_counts(self, counts: ExportCounts) -> None:
        if counts.labelled == 0:
            self.counts.setText(
                self.tr("No image has a label yet. The file would name the images only.")
            )
            return
        text = self.tr(
            "{labellings} labellings with {labels} labels on {labelled} of {images} images. "
            "Images without a label are named too. Nothing is written into the archive."
        )
        self.counts.setText(
            text.format(
                labellings=number(counts.labellings),
                labels=number(counts.labels),
                labelled=number(counts.labelled),
                images=number(counts.images),
            )
        )

    @Slot()
    def _preview(self) -> None:
        catalogue = self._context.catalogue
        settings = self._settings()
        self._context.reads.submit(
            lambda: (settings.format, export_preview(catalogue, settings=settings)),
            self._show_preview,
            self._show_preview_problem,
        )

    def _show_preview(self, answer: tuple[str, Preview]) -> None:
        name, preview = answer
        chosen = self.formats.chosen()
        if name != chosen.name:
            return
        lines = self.tr("Files") if chosen.writes_folder else self.tr("One image a line")
        header = list(preview.header[:PREVIEW_COLUMNS]) or [lines]
        self.preview.setColumnCount(len(header))
        self.preview.setHorizontalHeaderLabels(header)
        self.preview.show_rows([list(cells[:PREVIEW_COLUMNS]) for cells in preview.rows])

    def _show_preview_problem(self, error: Exception) -> None:
        """Say why nothing can be shown, such as that the format has no room for what there is."""
        self.preview.setColumnCount(1)
        self.preview.setHorizontalHeaderLabels([""])
        self.preview.show_rows([[sentence_of(error)]])

    # Exporting

    @Slot()
    def export(self) -> None:
        """Write the file; the task bar shows how far it is."""
        checked = self._checked
        if checked is None or not self._can_export():
            return
        self.result.setText("")
        self.show_button.hide()
        task = self._context.tasks.start(
            "export",
            destination=checked.path,
            settings=self._settings(),
            overwrite=checked.replaces,
        )
        self._task = task
        task.ended.connect(self._ended)
        self._follow()

    @Slot()
    def _ended(self) -> None:
        task, self._task = self._task, None
        self._check()
        if task is None or task.state is not TaskState.FINISHED:
            return
        summary = cast(ExportSummary, task.summary)
        self._done = summary.destination
        self.result.setText(done_sentence("export", summary))
        self.show_button.show()

    @Slot()
    def _show_in_folder(self) -> None:
        if self._done is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._done.parent)))
