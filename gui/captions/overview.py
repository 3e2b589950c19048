"""What a measurement found, in words and in figures."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.records import ImageFilter
from engine.evaluation.retrieval.report import CaptionReport
from gui.captions.words import (
    captions_of_images,
    found_columns,
    found_rows,
    gap_columns,
    gap_rows,
    languages_sentence,
    measured_sentence,
)
from gui.services.context import CatalogueContext
from gui.services.translations import sentence
from gui.style.theme import spacing
from gui.widgets.figures.table import FiguresTable
from gui.widgets.plain_label import plain_label
from gui.words.languages import title_of_code
from messages.message import Message
from messages.stored import from_text

LARGEST_FIRST = 2
"""The column of the groups with how many captions there are."""


class OverviewPanel(QWidget):
    """The verdict above the figures it comes from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.verdict = plain_label("", self, role="title")
        self.counts = plain_label("", self, role="muted")
        self.reasons = plain_label("", self)
        self.advice = plain_label("", self)
        for label in (self.verdict, self.counts, self.reasons, self.advice):
            label.setWordWrap(True)
        self.table = FiguresTable(
            self.tr("What is found"), found_columns(), self, two_lines=True, first_width_px=190
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.wide, spacing.large, spacing.wide, spacing.medium)
        column.setSpacing(spacing.small)
        column.addWidget(self.verdict)
        column.addWidget(self.counts)
        column.addSpacing(spacing.tiny)
        column.addWidget(plain_label(self.tr("Why"), self, role="heading"))
        column.addWidget(self.reasons)
        column.addWidget(plain_label(self.tr("What to do"), self, role="heading"))
        column.addWidget(self.advice)
        column.addSpacing(spacing.small)
        column.addWidget(plain_label(self.tr("What is found"), self, role="heading"))
        column.addWidget(self.table, 1)

    def show_report(self, report: CaptionReport) -> None:
        """Show a report."""
        verdict = report.verdict
        self.verdict.setText(sentence(from_text(verdict.headline)))
        counts = f"{captions_of_images(report.captions, report.images)}: "
        languages = languages_sentence(report.languages)
        self.counts.setText(f"{counts}{languages}. {measured_sentence(report)}")
        self.reasons.setText(_lines(verdict.reasons))
        self.advice.setText(_lines(verdict.advice))
        rows = found_rows(report)
        self.table.show_rows(list(rows.values()), list(rows))
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)


class GapPanel(QWidget):
    """How close captions are to their images, group by group."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        about = plain_label(
            self.tr(
                "How much closer captions are to their own image than to others. Groups far below "
                "the rest are where captions tell something else than what is to be seen, are in "
                "another language, or belong to other images."
            ),
            self,
            role="muted",
        )
        about.setWordWrap(True)
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Find a group"))
        self.filter.setAccessibleName(self.tr("Find a group"))
        self.filter.setClearButtonEnabled(True)
        self.table = FiguresTable(
            self.tr("Groups of captions"), gap_columns(), self, first_width_px=150
        )
        self.table.setToolTip(self.tr("Enter or a double click on a folder shows its images"))
        self.filter.textChanged.connect(self.table.sorted.setFilterFixedString)
        self.table.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.wide, spacing.large, spacing.wide, spacing.medium)
        column.setSpacing(spacing.small)
        column.addWidget(about)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)

    def show_report(self, report: CaptionReport) -> None:
        """Show the groups of a report."""
        rows = gap_rows(report)
        self.table.show_rows(list(rows.values()), list(rows))
        self.table.sortByColumn(LARGEST_FIRST, Qt.SortOrder.DescendingOrder)

    @Slot(str)
    def _open(self, key: str) -> None:
        kind, _, name = key.partition(" ")
        if kind == "folder":
            self._context.navigator.show_library(ImageFilter(folder=name))


def _lines(texts: tuple[str, ...]) -> str:
    return "\n".join(f"•  {sentence(_with_names(from_text(text)))}" for text in texts)


def _with_names(message: Message) -> Message:
    """A language by its name; a report has its code."""
    code = message.arguments.get("language")
    if not isinstance(code, str):
        return message
    return Message(message.code, {**message.arguments, "language": title_of_code(code)})
