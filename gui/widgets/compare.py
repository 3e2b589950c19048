"""A similar labelled image beside the one under review, with its labels to fix on the spot."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.records import LabellingRecord
from gui import theme
from gui.models.vocabulary import Vocabulary
from gui.theme import spacing
from gui.widgets.image_view import ImageView
from gui.widgets.label_entry import LabelEntry
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.review_evidence import Evidence, EvidenceCard, weight_percent_text
from gui.widgets.review_labels import LabelList
from gui.widgets.review_state import LabelRow

HEADER_HEIGHT_PX = spacing.control_height + 2 * spacing.tiny
LABELS_HEIGHT_PX = 4 * spacing.control_height


class CompareView(QWidget):
    """Both pictures; the reference's labels under it. Escape closes."""

    closed = Signal()
    step_wanted = Signal(int)
    """1: the next similar image, -1: the one before."""

    remove_requested = Signal(int, int)
    """(reference image id, label id)."""

    add_requested = Signal(int, int)
    """(reference image id, label id)."""

    name_requested = Signal(int, str)
    """(reference image id, name of a label to create)."""

    def __init__(self, vocabulary: Vocabulary, curator: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image_id = 0
        self.query = ImageView(self)
        self.query.setAccessibleName(self.tr("Image under review"))
        self.reference = ImageView(self)
        self.reference.setAccessibleName(self.tr("Similar labelled image"))
        self.labels = LabelList(curator, self)
        self.labels.setAccessibleName(self.tr("Labels of the similar image"))
        self.labels.setFixedHeight(LABELS_HEIGHT_PX)
        self.entry = LabelEntry(vocabulary, self)
        self.entry.setPlaceholderText(self.tr("Add a label to this image…"))
        self.vote = plain_label("", self)
        self.path = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        theme.set_role(self.path, "small")
        self.confidence = plain_label("", self, role="heading")

        self.previous = self._button("chevron-left", self.tr("Previous similar image"))
        self.next = self._button("chevron-right", self.tr("Next similar image"))
        self.together = self._button("columns-2", self.tr("Zoom both pictures together"))
        self.together.setCheckable(True)
        self.together.setChecked(True)
        self.close_button = self._button("x", self.tr("Close (Esc)"))
        self._build()
        self._connect()

    def _button(self, icon: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(theme.icon(icon))
        button.setToolTip(text)
        button.setAccessibleName(text)
        return button

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(spacing.medium, spacing.tiny, spacing.small, spacing.tiny)
        head.setSpacing(spacing.small)
        head.addWidget(self.vote)
        head.addWidget(self.path, 1)
        for button in (self.together, self.previous, self.next, self.close_button):
            head.addWidget(button)

        below = QVBoxLayout()
        below.setContentsMargins(0, spacing.small, 0, spacing.small)
        below.setSpacing(spacing.tiny)
        hint = plain_label(
            self.tr("A wrong or missing label here misleads the suggestions: fix it."),
            self,
            role="small",
        )
        hint.setWordWrap(True)
        hint.setContentsMargins(spacing.medium, 0, spacing.medium, 0)
        typing = QHBoxLayout()
        typing.setContentsMargins(spacing.medium, 0, spacing.medium, 0)
        typing.addWidget(self.entry)
        below.addWidget(hint)
        below.addWidget(self.labels)
        below.addLayout(typing)

        left = QWidget(self)
        left_column = QVBoxLayout(left)
        left_column.setContentsMargins(0, 0, 0, 0)
        left_column.setSpacing(0)
        caption = QHBoxLayout()
        caption.setContentsMargins(spacing.medium, spacing.tiny, spacing.medium, spacing.tiny)
        caption.addWidget(plain_label(self.tr("Under review"), self))
        caption.addStretch(1)
        caption.addWidget(self.confidence)
        left_column.addWidget(_header(caption, left))
        left_column.addWidget(self.query, 1)

        right = QWidget(self)
        right_column = QVBoxLayout(right)
        right_column.setContentsMargins(0, 0, 0, 0)
        right_column.setSpacing(0)
        right_column.addWidget(_header(head, right))
        right_column.addWidget(self.reference, 1)
        right_column.addLayout(below)

        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("compare")
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setSizes([400, 400])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)

    def _connect(self) -> None:
        self.previous.clicked.connect(self._step_back)
        self.next.clicked.connect(self._step_on)
        self.close_button.clicked.connect(self.closed)
        self.entry.cancelled.connect(self.reference.setFocus)
        self.entry.label_chosen.connect(self._add)
        self.entry.name_entered.connect(self._add_name)
        self.labels.remove_requested.connect(self._remove)
        self.query.zoomed.connect(self._follow_query)
        self.reference.zoomed.connect(self._follow_reference)

    def show_reference(
        self, card: EvidenceCard, evidence: Evidence, place: int, rows: list[LabelRow]
    ) -> None:
        """Show one of the similar images; ``place`` counts from 1."""
        new = card.image.id != self.image_id
        self.image_id = card.image.id
        if new:
            self.reference.show_image(card.image.id, card.image.width_px, card.image.height_px)
            self.entry.clear()
        vote = self.tr("{weight} for “{label}”")
        if not card.carries_label:
            vote = self.tr("{weight} against “{label}”")
        self.vote.setText(
            self.tr("{place} of {count}: {vote}").format(
                place=place,
                count=len(evidence.cards),
                vote=vote.format(weight=weight_percent_text(card), label=evidence.label_name),
            )
        )
        self.path.setText(card.image.path)
        self.labels.show_rows(rows)

    def show_gone(self) -> None:
        """Say that the image on show is no longer among the similar ones."""
        self.vote.setText(self.tr("No longer among the similar images that count"))

    def show_confidence(self, text: str) -> None:
        """The suggestion's confidence, and what it was."""
        self.confidence.setText(text)

    def forget(self) -> None:
        """Nothing is open any more."""
        self.image_id = 0
        self.reference.clear()

    def event(self, event: QEvent) -> bool:
        """Keep Escape while this is open."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _step_on(self) -> None:
        self.step_wanted.emit(1)

    @Slot()
    def _step_back(self) -> None:
        self.step_wanted.emit(-1)

    @Slot(int)
    def _add(self, label_id: int) -> None:
        self.add_requested.emit(self.image_id, label_id)

    @Slot(str)
    def _add_name(self, name: str) -> None:
        self.name_requested.emit(self.image_id, name)

    @Slot(int)
    def _remove(self, label_id: int) -> None:
        self.remove_requested.emit(self.image_id, label_id)

    @Slot()
    def _follow_query(self) -> None:
        if self.together.isChecked() and self.query.viewport is not None:
            self.reference.copy_view(self.query.viewport)

    @Slot()
    def _follow_reference(self) -> None:
        if self.together.isChecked() and self.reference.viewport is not None:
            self.query.copy_view(self.reference.viewport)


def _header(row: QHBoxLayout, parent: QWidget) -> QWidget:
    """A line over a picture, equally high over both."""
    header = QWidget(parent)
    header.setFixedHeight(HEADER_HEIGHT_PX)
    header.setLayout(row)
    return header


def rows_of(labellings: list[LabellingRecord]) -> list[LabelRow]:
    """A reference's labels as rows."""
    return [
        LabelRow(
            one.label_id, one.label_name, one.source, one.decider, one.confidence, saving=False
        )
        for one in labellings
    ]
