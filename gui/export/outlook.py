"""What an export would hold: its first rows at once, its counts as soon as they are known."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from engine.answers.exporting.settings import ExportSettings
from engine.exchange.export_format import IMAGE_COLUMNS, Preview
from engine.exchange.registry import format_named
from engine.jobs.exports.export import ExportSummary, export_dataset, export_preview
from engine.progress import NeverCancelled, run_job
from gui.dialogs.frame import muted
from gui.services.context import CatalogueContext
from gui.services.latest import LatestAnswer
from gui.services.translations import sentence
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import number, size
from gui.words.failures import sentence_of

PREVIEW_COLUMNS = 12


class Outlook(QWidget):
    """Works both out away from the window's thread; of several questions only the last counts."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked: ExportSettings | None = None
        self._previews = LatestAnswer("export-preview", self)
        self._plans = LatestAnswer("export-counts", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.small)
        column.addWidget(plain_label(self.tr("What it will hold"), self, role="heading"))
        self.counts = muted(" ", self)
        column.addWidget(self.counts)
        column.addWidget(plain_label(self.tr("First rows"), self, role="heading"))
        self.preview = PlainTable(self.tr("First rows of the file"), selectable=False, parent=self)
        self.preview.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        column.addWidget(self.preview, 1)

    def ask(self, settings: ExportSettings, ids: Sequence[int] | None) -> None:
        """Work out what these settings would write."""
        self._asked = settings
        catalogue = self._context.catalogue

        def preview() -> tuple[ExportSettings, Preview]:
            return settings, export_preview(catalogue, settings=settings, image_ids=ids)

        def plan() -> ExportSummary:
            return run_job(
                export_dataset(
                    catalogue,
                    cancel=NeverCancelled(),
                    destination=None,
                    settings=settings,
                    image_ids=ids,
                    with_preview=False,
                )
            )

        self._previews.ask(preview, self._show_preview, self._show_problem)
        self._plans.ask(plan, self._show_counts, self._fail_counts)

    def refuse(self, problem: str) -> None:
        """Say why nothing can be foretold."""
        self._asked = None
        self._previews.forget()
        self._plans.forget()
        self.counts.setText("")
        self._show_lines([problem])

    def close_questions(self) -> None:
        """Wait for no answer; nothing is shown afterwards."""
        self._previews.close()
        self._plans.close()

    @Slot()
    def _show_counts(self, plan: ExportSummary) -> None:
        theme.set_role(self.counts, "muted")
        if not plan.images:
            self.counts.setText(self.tr("No image fits what is chosen."))
            return
        if not plan.labelled_images:
            self.counts.setText(
                self.tr("None of these images has such a label: the images alone would be named.")
            )
            return
        text = self.tr(
            "{labellings} labellings with {labels} labels on {labelled} of {images} images."
        )
        lines = [
            text.format(
                labellings=number(plan.labellings),
                labels=number(plan.labels),
                labelled=number(plan.labelled_images),
                images=number(plan.images),
            )
        ]
        if plan.suggestions:
            lines.append(
                self.tr("{count} open suggestions.").format(count=number(plan.suggestions))
            )
        if plan.parts:
            lines.append(self._parts(plan))
        if self._asked is not None and self._asked.pictures is not None:
            lines.append(
                self.tr("Picture files of {size} in the archive.").format(
                    size=size(plan.size_bytes)
                )
            )
        lines += map(sentence, plan.remarks)
        lines.append(self.tr("The archive stays as it is."))
        self.counts.setText("\n".join(lines))

    def _parts(self, plan: ExportSummary) -> str:
        text = self.tr("Train {train}, validation {validation}, test {test}.")
        parts = ("train", "validation", "test")
        return text.format(**{part: number(plan.parts.get(part, 0)) for part in parts})

    def _fail_counts(self, error: Exception) -> None:
        theme.set_role(self.counts, "danger")
        self.counts.setText(sentence_of(error))

    def _show_preview(self, answer: tuple[ExportSettings, Preview]) -> None:
        settings, preview = answer
        if settings != self._asked:
            return
        chosen = format_named(settings.format)
        lines = self.tr("Files") if chosen.writes_folder else self.tr("One image a line")
        header = list(preview.header[:PREVIEW_COLUMNS]) or [lines]
        rows = [list(cells[:PREVIEW_COLUMNS]) for cells in preview.rows]
        are_images = preview.header == IMAGE_COLUMNS
        if are_images:
            # Parts only where there are some, and no titles: the labels need the room.
            used = [0, 1, *([3] if any(row[3] for row in rows) else [])]
            header = [header[at] for at in used]
            rows = [[row[at] for at in used] for row in rows]
        self.preview.setColumnCount(len(header))
        self.preview.setHorizontalHeaderLabels(header)
        self.preview.show_rows(rows)
        for column in range(len(header)):
            self.preview.horizontalHeader().setSectionResizeMode(
                column,
                QHeaderView.ResizeMode.Stretch
                if are_images and column < 2
                else QHeaderView.ResizeMode.ResizeToContents,
            )

    def _show_problem(self, error: Exception) -> None:
        """Say why nothing can be shown, such as that the format has no room for what there is."""
        self._show_lines([sentence_of(error)])

    def _show_lines(self, lines: Sequence[str]) -> None:
        self.preview.setColumnCount(1)
        self.preview.horizontalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents
        )
        self.preview.setHorizontalHeaderLabels([""])
        self.preview.show_rows([[line] for line in lines])
