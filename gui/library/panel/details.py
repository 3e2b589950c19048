"""What the label panel says about a single image: file, title, keywords found, history."""

from collections import defaultdict

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from db.records import HistoryEntry, ImageRecord
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

    def show_details(self, details: ImageDetails | None) -> None:
        """Show an image, or nothing."""
        if self._content is not None:
            self._layout.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
            self._content = None
        if details is not None:
            self._content = self._build(details)
            self._layout.addWidget(self._content)

    def _build(self, details: ImageDetails) -> QWidget:
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(spacing.tiny)
        self._add_file(layout, details.image)
        if details.keywords:
            self._add_heading(layout, self.tr("Keywords found"))
            self._add_keywords(layout, details.keywords)
        if details.history:
            self._add_heading(layout, self.tr("History"))
            for entry in details.history[:SHOWN_HISTORY]:
                layout.addWidget(self._text(self._history_line(entry), role="small"))
        layout.addStretch()
        return content

    def _add_file(self, layout: QVBoxLayout, image: ImageRecord) -> None:
        self._add_heading(layout, self.tr("File"))
        if image.problem is not None:
            layout.addWidget(self._text(sentence(image.problem), role="danger"))
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(spacing.medium)
        form.setVerticalSpacing(2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for name, value in self._facts(image):
            form.addRow(plain_label(name, self, role="muted"), self._text(value))
        layout.addLayout(form)

    def _facts(self, image: ImageRecord) -> list[tuple[str, str]]:
        locale = QLocale()
        facts = []
        if image.title:
            facts.append((self.tr("Title"), image.title))
        facts.append((self.tr("Folder"), image.folder or "/"))
        if image.width_px and image.height_px:
            size = self.tr("{width} × {height} px").format(
                width=image.width_px, height=image.height_px
            )
            facts.append((self.tr("Size"), f"{size}, {locale.formattedDataSize(image.size_bytes)}"))
        else:
            facts.append((self.tr("Size"), locale.formattedDataSize(image.size_bytes)))
        if image.format:
            kind = image.format
            if image.frame_count > 1:
                kind += self.tr(", first of {count} frames").format(count=image.frame_count)
            facts.append((self.tr("Kind"), kind))
        if image.captured_at:
            facts.append((self.tr("Taken"), local_time(image.captured_at)))
        if image.reviewed_at:
            facts.append((self.tr("Reviewed"), local_time(image.reviewed_at)))
        return facts

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
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
