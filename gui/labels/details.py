"""All about the label that has the focus; of several selected ones, what can be done with them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.labels.examples import LabelExamples
from gui.labels.links import LabelLinks
from gui.labels.name_editor import NameEditor
from gui.labels.rows import LabelRow
from gui.labels.words import counts_sentence
from gui.models.vocabulary import Vocabulary
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.services.shortcuts import BoundAction
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.words.amounts import number


class LabelDetails(QFrame):
    """Examples, names with their figures, parent, aliases, and buttons for all that can be done."""

    left = Signal()
    """The keyboard goes back to the labels."""

    def __init__(
        self, context: CatalogueContext, vocabulary: Vocabulary, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.set_role(self, "panel")
        self.row: LabelRow | None = None
        self.heading = ElidedLabel(self)
        theme.set_role(self.heading, "title")
        self.counts = plain_label("", self, role="muted")
        self.counts.setWordWrap(True)
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.examples = LabelExamples(context, self)
        self.editor = NameEditor(self)
        self.links = LabelLinks(vocabulary, self)
        self.editor.left.connect(self.left)
        self.links.left.connect(self.left)
        self._single = QWidget(self)
        single = QVBoxLayout(self._single)
        single.setContentsMargins(0, 0, 0, 0)
        single.setSpacing(spacing.small)
        for part in (self.examples, self.editor, self.links):
            single.addWidget(part)
        single.addStretch(1)
        self._several = QWidget(self)
        several = QVBoxLayout(self._several)
        several.setContentsMargins(0, 0, 0, 0)
        self.names = plain_label("", self._several)
        self.names.setWordWrap(True)
        several.addWidget(self.names)
        several.addStretch(1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._scrolled(self._single))
        self._stack.addWidget(self._several)
        self._buttons = QGridLayout()
        self._buttons.setSpacing(spacing.tiny)
        column = QVBoxLayout(self)
        column.setContentsMargins(spacing.medium, spacing.medium, spacing.medium, spacing.medium)
        column.setSpacing(spacing.tiny)
        for widget in (self.heading, self.counts, self.problem):
            column.addWidget(widget)
        column.addSpacing(spacing.tiny)
        column.addWidget(self._stack, 1)
        column.addLayout(self._buttons)

    def _scrolled(self, content: QWidget) -> QScrollArea:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        scroll.setAccessibleName(self.tr("The label"))
        scroll.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        return scroll

    def offer(self, actions: Sequence[tuple[BoundAction, str, str]]) -> None:
        """Buttons for what can be done: an action, what the button says, and its icon."""
        for place, (action, text, icon) in enumerate(actions):
            button = QPushButton(text, self)
            button.setIcon(icons.icon(icon))
            shortcuts.bind_button(button, action)
            self._buttons.addWidget(button, place // 2, place % 2)

    def show_row(self, row: LabelRow | None, total_selected: int) -> None:
        """Show the label that has the focus, or that several are selected."""
        changed = row is None or self.row is None or row.label.id != self.row.label.id
        self.row = row
        if changed:
            self.say("")
        self.setVisible(row is not None)
        if row is None:
            return
        if changed:
            self.examples.show_label(row.label.id)
        self.editor.show_row(row)
        self.links.show_row(row)
        if total_selected <= 1:
            self.heading.setText(row.label.shown)
            self.counts.setText(counts_sentence(row))
            self._stack.setCurrentIndex(0)

    def show_several(self, rows: Sequence[LabelRow]) -> None:
        """Say which labels are selected."""
        self.heading.setText(self.tr("{count} labels selected").format(count=number(len(rows))))
        shown = ", ".join(row.label.shown for row in rows[:30])
        self.names.setText(shown + (" …" if len(rows) > 30 else ""))
        self.counts.setText("")
        self._stack.setCurrentIndex(1)

    def say(self, problem: str) -> None:
        """Show why something could not be done; "" takes it away."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def shutdown(self) -> None:
        """Load no more thumbnails."""
        self.examples.shutdown()
