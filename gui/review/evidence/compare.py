"""A similar labelled image beside the one under review, with its labels to fix on the spot."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.records import LabellingRecord
from gui.models.vocabulary import Vocabulary
from gui.review.desk.evidence import Evidence, EvidenceCard, weight_percent_text
from gui.review.desk.state import LabelDifferences, LabelRow
from gui.review.labels import LabelList
from gui.services import shortcuts
from gui.services.focus_keys import claims
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.label_entry import LabelEntry
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.viewing.linked_views import LinkedViews, comparing_view

HEADER_HEIGHT_PX = spacing.control_height + 2 * spacing.tiny
LABELS_HEIGHT_PX = 3 * spacing.control_height
LEAST_PICTURE_PX = 72
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CompareView(QWidget):
    """Both pictures; the reference's labels under it. Escape closes, Left and Right step."""

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
        self.query = comparing_view(self)
        self.query.setAccessibleName(self.tr("Image under review"))
        self.reference = comparing_view(self)
        self.reference.setAccessibleName(self.tr("Similar labelled image"))
        self._linked = LinkedViews((self.query, self.reference), self)
        self.labels = LabelList(curator, self)
        self.labels.setAccessibleName(self.tr("Labels of the similar image"))
        # In a low window labels and pictures give way; what does not fit would lie over the rest.
        self.labels.setMinimumHeight(spacing.control_height)
        self.labels.setMaximumHeight(LABELS_HEIGHT_PX)
        for picture in (self.query, self.reference):
            picture.setMinimumHeight(LEAST_PICTURE_PX)
        self.entry = LabelEntry(vocabulary, self)
        self.entry.setPlaceholderText(self.tr("Add a label to this image…"))
        self.place = ElidedLabel(self)
        self.vote = ElidedLabel(self)
        self.vote.setContentsMargins(spacing.medium, 0, spacing.medium, 0)
        self.confidence = plain_label("", self, role="heading")
        self.labels_of_both = ElidedLabel(self)
        self.labels_of_query = ElidedLabel(self)
        self.labels_of_reference = ElidedLabel(self)

        self.previous = self._button("chevron-left", self.tr("Previous similar image"))
        self.next = self._button("chevron-right", self.tr("Next similar image"))
        self.together = self._button("columns-2", self.tr("Zoom both pictures together"))
        self.together.setToolTip(
            shortcuts.tooltip("review.zoom_together", self.together.accessibleName())
        )
        self.together.setCheckable(True)
        self.together.setChecked(True)
        self.close_button = self._button("x", self.tr("Close (Esc)"))
        self._build()
        self._connect()

    def _button(self, icon: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon))
        button.setToolTip(text)
        button.setAccessibleName(text)
        return button

    def _build(self) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(spacing.medium, 0, spacing.medium, 0)
        heading.addWidget(plain_label(self.tr("Under review"), self))
        heading.addStretch(1)
        head = QHBoxLayout()
        head.setContentsMargins(spacing.medium, 0, spacing.small, 0)
        head.setSpacing(spacing.tiny)
        head.addWidget(self.place, 1)
        for button in (self.together, self.previous, self.next, self.close_button):
            head.addWidget(button)

        said = QVBoxLayout()
        said.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        said.addWidget(self.confidence)
        for line in (self.labels_of_both, self.labels_of_query, self.labels_of_reference):
            line.hide()
            said.addWidget(line)
        hint = plain_label(
            self.tr(
                "A wrong or missing label on the similar image misleads the suggestions. Fix it "
                "there, and see here what changes."
            ),
            self,
            role="small",
        )
        hint.setWordWrap(True)
        said.addWidget(hint)
        said.addStretch(1)
        below = QVBoxLayout()
        below.setContentsMargins(0, spacing.small, 0, spacing.small)
        below.setSpacing(spacing.tiny)
        typing = QHBoxLayout()
        typing.setContentsMargins(spacing.medium, 0, spacing.medium, 0)
        typing.addWidget(self.entry)
        # Beside the buttons there is no room for a label's name.
        below.addWidget(self.vote)
        below.addWidget(self.labels)
        below.addLayout(typing)

        divider = QFrame(self)
        theme.set_role(divider, "divider")
        divider.setFixedWidth(1)
        # Both pictures have one size, whatever stands over and under them.
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addLayout(heading, 0, 0)
        grid.addLayout(head, 0, 2)
        grid.addWidget(self.query, 1, 0)
        grid.addWidget(self.reference, 1, 2)
        grid.addLayout(said, 2, 0)
        grid.addLayout(below, 2, 2)
        grid.addWidget(divider, 0, 1, 3, 1)
        grid.setRowMinimumHeight(0, HEADER_HEIGHT_PX)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)

    def _connect(self) -> None:
        self.previous.clicked.connect(self._step_back)
        self.next.clicked.connect(self._step_on)
        self.close_button.clicked.connect(self.closed)
        self.entry.cancelled.connect(self.reference.setFocus)
        self.entry.label_chosen.connect(self._add)
        self.entry.name_entered.connect(self._add_name)
        self.labels.remove_requested.connect(self._remove)
        self.together.toggled.connect(self._linked.set_linked)
        # Lists and buttons would take the arrows for themselves.
        for one in (self.labels, self.together, self.previous, self.next, self.close_button):
            one.installEventFilter(self)

    def show_reference(
        self, card: EvidenceCard, evidence: Evidence, place: int, rows: list[LabelRow]
    ) -> None:
        """Show one of the similar images; ``place`` counts from 1."""
        new = card.image.id != self.image_id
        self.image_id = card.image.id
        if new:
            image = card.image
            with self._linked.shown_alike(self.reference):
                self.reference.show_image(image.id, image.width_px, image.height_px)
            self.entry.clear()
        vote = self.tr("{weight} for “{label}”")
        if not card.carries_label:
            vote = self.tr("{weight} against “{label}”")
        self.place.setText(
            self.tr("Similar image {place} of {count}").format(
                place=place, count=len(evidence.cards)
            )
        )
        self.vote.setText(vote.format(weight=weight_percent_text(card), label=evidence.label_name))
        self.reference.setToolTip(card.image.path)
        self.labels.show_rows(rows)

    def show_differences(self, found: LabelDifferences) -> None:
        """Which labels both pictures have, and which only one of them."""
        lines = (
            (self.labels_of_both, self.tr("Both: {labels}"), found.both),
            (self.labels_of_query, self.tr("Only the one under review: {labels}"), found.first),
            (self.labels_of_reference, self.tr("Only the similar image: {labels}"), found.second),
        )
        for line, text, names in lines:
            line.setText(text.format(labels=", ".join(names)))
            line.setVisible(bool(names))

    def turn_together(self) -> None:
        """Zoom both pictures together, or each alone; nothing where one is alone on screen."""
        if self.isVisible():
            self.together.toggle()

    def show_gone(self) -> None:
        """Say that the image on show is no longer among the similar ones."""
        self.place.setText(self.tr("No longer among the similar images that count"))
        self.vote.clear()

    def show_confidence(self, text: str) -> None:
        """The suggestion's confidence, and what it was."""
        self.confidence.setText(text)

    def forget(self) -> None:
        """Nothing is open any more."""
        self.image_id = 0
        self.reference.clear()

    def event(self, event: QEvent) -> bool:
        """Keep Escape and the arrows while this is open; arrows in a text are the text's."""
        return claims(event, self._is_mine) or super().event(event)

    def _is_mine(self, event: QKeyEvent) -> bool:
        typing = isinstance(self.focusWidget(), QLineEdit)
        return event.key() == Qt.Key.Key_Escape or (bool(_step_of(event)) and not typing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Step where a list or a button has the focus."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = _step_of(event)
            if step:
                self.step_wanted.emit(step)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Left and Right step, unless they drag a zoomed picture."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        step = _step_of(event)
        if step and not isinstance(self.focusWidget(), QLineEdit):
            self.step_wanted.emit(step)
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


def _step_of(event: QKeyEvent) -> int:
    """-1 for Left, 1 for Right, 0 for any other key."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return 0 if held else STEPS.get(Qt.Key(event.key()), 0)


def rows_of(labellings: list[LabellingRecord]) -> list[LabelRow]:
    """A reference's labels as rows."""
    return [
        LabelRow(
            one.label_id, one.label_name, one.source, one.decider, one.confidence, saving=False
        )
        for one in labellings
    ]
