"""What the label panel says of the selected images: file, keywords found, history."""

from collections import defaultdict
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from db.records import HistoryEntry
from db.repositories.image_totals import ImageTotals
from engine.archive.metadata.description import Description
from gui.library.panel.facts import Facts, file_facts, shared_facts
from gui.library.panel.reading import ImageDetails
from gui.services.translations import sentence
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.words.changes import describe
from gui.words.times import local_time

SHOWN_HISTORY = 8


class ImageDetailsView(QWidget):
    """Rebuilt for each image; text can be selected and copied, and is never read as HTML."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(spacing.small)
        self._content: QWidget | None = None

    def show_details(
        self, details: ImageDetails | None, description: Description | None = None
    ) -> None:
        """Show an image and, where it has been read, what its file says of itself; or nothing."""
        self._show(None if details is None else self._build(details, description or Description()))

    def show_totals(self, totals: ImageTotals) -> None:
        """Show what several images are together."""
        content, layout = self._new_content()
        self._add_heading(layout, self.tr("Together"))
        self._add_facts(layout, shared_facts(totals))
        layout.addStretch()
        self._show(content)

    def _show(self, content: QWidget | None) -> None:
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        if content is not None:
            self._layout.addWidget(content)

    def _new_content(self) -> tuple[QWidget, QVBoxLayout]:
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(spacing.tiny)
        return content, layout

    def _build(self, details: ImageDetails, description: Description) -> QWidget:
        content, layout = self._new_content()
        self._add_heading(layout, self.tr("File"))
        if details.image.problem is not None:
            layout.addWidget(self._text(sentence(details.image.problem), role="danger"))
        if details.has_captions:
            # They stand above, the file's own among them.
            description = replace(description, caption="")
        self._add_facts(layout, file_facts(details.image, description))
        if details.keywords:
            self._add_heading(layout, self.tr("Keywords found"))
            self._add_keywords(layout, details.keywords)
        if details.history:
            self._add_heading(layout, self.tr("History"))
            for entry in details.history[:SHOWN_HISTORY]:
                layout.addWidget(self._text(self._history_line(entry), role="small"))
        layout.addStretch()
        return content

    def _add_facts(self, layout: QVBoxLayout, facts: Facts) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(spacing.medium)
        form.setVerticalSpacing(2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for name, value in facts:
            form.addRow(plain_label(name, self, role="muted"), self._text(value))
        layout.addLayout(form)

    def _add_keywords(self, layout: QVBoxLayout, keywords: list[tuple[str, str]]) -> None:
        by_source: dict[str, list[str]] = defaultdict(list)
        for text, source in keywords:
            by_source[source].append(text.replace("|", " › "))
        for source, texts in sorted(by_source.items()):
            layout.addWidget(self._text("; ".join(texts)))
            layout.addWidget(self._text(self.tr("from {source}").format(source=source), "small"))

    def _history_line(self, entry: HistoryEntry) -> str:
        line = f"{local_time(entry.changed_at)}  {entry.curator}: {describe(entry)}"
        return self.tr("{line} (undone)").format(line=line) if entry.state == "undone" else line

    def _add_heading(self, layout: QVBoxLayout, text: str) -> None:
        if layout.count():
            layout.addSpacing(spacing.small)
        layout.addWidget(plain_label(text, self, role="heading"))

    def _text(self, text: str, role: str = "") -> QLabel:
        label = plain_label(text, self, role=role)
        label.setWordWrap(True)
        # A word of thousands of letters does not push the panel's edge out.
        label.setMinimumWidth(1)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
