"""What a label is called: its name, its English name and its own prompts, and how well that works.

While somebody types, the figure of the new name stands beside that of the old one. Nothing is
changed in the catalogue before it is kept.
"""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.text import clean_name
from engine.answers.name_figures import NameFigure
from gui.labels.name_trials import NameDraft
from gui.labels.rows import LabelRow
from gui.labels.words import NOT_KNOWN, figure_text, origin_sentence
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label

TYPING_PAUSE_MS = 120
PROMPT_LINES = 3


class NameEdit(QLineEdit):
    """Enter keeps what is typed, Escape brings back what was."""

    kept = Signal()
    reverted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Escape; all else is text."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.reverted.emit()
        else:
            super().keyPressEvent(event)


class PromptsEdit(QPlainTextEdit):
    """A line for each prompt; Ctrl+Enter keeps them, Escape brings back what was."""

    kept = Signal()
    reverted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter and Escape; Tab goes on to the next control."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.kept.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.reverted.emit()
        else:
            super().keyPressEvent(event)


class NameEditor(QWidget):
    """Three fields, and below them the figures: as it is, and as it would be."""

    draft_changed = Signal(object)
    """The NameDraft to try; None where nothing differs from what is stored."""

    kept = Signal(object)
    """The NameDraft to store."""

    left = Signal()
    """Enter or Escape with nothing changed: the keyboard goes back to the labels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: LabelRow | None = None
        self._drafts: dict[int, NameDraft] = {}
        self._is_filling = False
        self._trial: NameDraft | None = None
        self._tell = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._tell.timeout.connect(self._ask)
        self.name = NameEdit(self)
        self.name.setAccessibleName(self.tr("Name"))
        self.english = NameEdit(self)
        self.english.setAccessibleName(self.tr("Name in English"))
        self.origin = plain_label("", self, role="small")
        self.origin.setWordWrap(True)
        self.prompts = PromptsEdit(self)
        self.prompts.setAccessibleName(self.tr("Description or own phrases"))
        self.prompts.setTabChangesFocus(True)
        self.prompts.setPlaceholderText(self.tr("a big lorry that carries soil\na photo of a {}"))
        self.prompts.setToolTip(
            self.tr(
                "One a line, in the place of the usual “a photo of a …”. {} stands for the English "
                "name; a line without it is a description that is taken as it is."
            )
        )
        height = self.prompts.fontMetrics().lineSpacing() * PROMPT_LINES
        self.prompts.setFixedHeight(height + 2 * spacing.small + 2)
        self._build()
        for edit in (self.name, self.english, self.prompts):
            edit.textChanged.connect(self._typed)
            edit.kept.connect(self.keep)
            edit.reverted.connect(self.revert)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing.tiny)
        for heading, edit in (
            (self.tr("Name"), self.name),
            (self.tr("In English"), self.english),
        ):
            column.addWidget(plain_label(heading, self, role="small"))
            column.addWidget(edit)
        column.addWidget(self.origin)
        prompts_heading = self.tr("Description or own phrases, one a line")
        column.addWidget(plain_label(prompts_heading, self, role="small"))
        column.addWidget(self.prompts)
        column.addSpacing(spacing.tiny)
        column.addWidget(self._build_figures())

    def _build_figures(self) -> QWidget:
        self.card = QFrame(self)
        theme.set_role(self.card, "card")
        self._old_heading = plain_label(self.tr("Found by name alone"), self.card, role="muted")
        self.old = self._figure_label()
        self._new_heading = plain_label(self.tr("With what is typed"), self.card, role="muted")
        self.new = self._figure_label()
        self.verdict = plain_label("", self.card, role="small")
        self.verdict.setWordWrap(True)
        self.keep_button = QPushButton(self.tr("Keep"), self.card)
        self.keep_button.setToolTip(self.tr("Keep the new name (Enter)"))
        theme.set_role(self.keep_button, "primary")
        self.keep_button.clicked.connect(self.keep)
        self.revert_button = QPushButton(self.tr("Revert"), self.card)
        self.revert_button.setToolTip(self.tr("Bring the old name back (Escape)"))
        self.revert_button.clicked.connect(self.revert)
        grid = QGridLayout()
        grid.setHorizontalSpacing(spacing.small)
        grid.setVerticalSpacing(spacing.tiny)
        grid.setColumnStretch(0, 1)
        for place, (heading, value) in enumerate(
            ((self._old_heading, self.old), (self._new_heading, self.new))
        ):
            grid.addWidget(heading, place, 0)
            grid.addWidget(value, place, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(spacing.small)
        buttons.addStretch(1)
        buttons.addWidget(self.revert_button)
        buttons.addWidget(self.keep_button)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(spacing.small, spacing.small, spacing.small, spacing.small)
        column.setSpacing(spacing.tiny)
        column.addLayout(grid)
        column.addWidget(self.verdict)
        column.addLayout(buttons)
        return self.card

    def _figure_label(self) -> QLabel:
        label = plain_label("", self.card)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setFont(theme.font(bold=True))
        return label

    # Showing

    @property
    def label_id(self) -> int:
        """The label that is edited, 0 for none."""
        return self._row.label.id if self._row is not None else 0

    @property
    def draft_count(self) -> int:
        """How many labels have changes that are neither kept nor reverted."""
        return len(self._drafts)

    def show_row(self, row: LabelRow | None) -> None:
        """Show a label, with what somebody typed for it before and did not keep."""
        same = row is not None and self._row is not None and row.label.id == self._row.label.id
        before, self._row = self._row, row
        if row is None:
            return
        if not same or before is None or before.label != row.label:
            self._fill(self._drafts.get(row.label.id) or self._stored(row))
        self._show_figures()

    def forget(self, label_ids: set[int]) -> None:
        """Labels that are gone take their drafts along."""
        for label_id in label_ids & set(self._drafts):
            del self._drafts[label_id]

    @Slot(object, object)
    def show_trial(self, draft: NameDraft, figure: NameFigure | None) -> None:
        """Show what a draft would bring, if it is still the one on screen."""
        if draft == self._drafts.get(self.label_id):
            self._trial = draft
            self._show_new(figure)

    def _fill(self, draft: NameDraft) -> None:
        self._is_filling = True
        self.name.setText(draft.name)
        self.english.setText(draft.english)
        if self.prompts.toPlainText() != draft.prompts:
            self.prompts.setPlainText(draft.prompts)
        self._is_filling = False
        if draft.label_id in self._drafts:
            self._tell.start()

    def _show_figures(self) -> None:
        row = self._row
        if row is None:
            return
        label = row.label
        self.english.setPlaceholderText(label.automatic_name or label.name)
        self.origin.setText(origin_sentence(row))
        self.origin.setVisible(bool(self.origin.text()))
        self.old.setText(NOT_KNOWN if row.figure is None else figure_text(row.figure))
        has_draft = label.id in self._drafts
        for widget in (self._new_heading, self.new, self.keep_button, self.revert_button):
            widget.setVisible(has_draft)
        if not has_draft:
            self.verdict.setText("")
            self.verdict.hide()
        elif self._trial != self._drafts[label.id]:
            self.new.setText("…")
            self.verdict.hide()

    def _show_new(self, figure: NameFigure | None) -> None:
        row = self._row
        self.new.setText(NOT_KNOWN if figure is None else figure_text(figure))
        old = row.figure if row is not None else None
        if figure is None or old is None:
            text = ""
        elif figure.low <= old.auc <= figure.high:
            text = self.tr("The difference is within what chance explains.")
        elif figure.auc > old.auc:
            text = self.tr("Better: the encoder finds more of its images.")
        else:
            text = self.tr("Worse: the encoder finds fewer of its images.")
        self.verdict.setText(text)
        self.verdict.setVisible(bool(text))

    def _stored(self, row: LabelRow) -> NameDraft:
        label = row.label
        return NameDraft(label.id, label.name, label.english_name, label.prompts, row.english)

    # What a person does

    def _typed_draft(self, row: LabelRow) -> NameDraft:
        label = row.label
        name, english = clean_name(self.name.text()), clean_name(self.english.text())
        automatic = label.automatic_name if name == label.name else ""
        prompts = "\n".join(
            line for line in map(clean_name, self.prompts.toPlainText().splitlines()) if line
        )
        return NameDraft(label.id, name, english, prompts, english or automatic or name)

    @Slot()
    def _typed(self) -> None:
        row = self._row
        if row is None or self._is_filling:
            return
        draft = self._typed_draft(row)
        if draft == self._stored(row):
            self._drafts.pop(row.label.id, None)
        else:
            self._drafts[row.label.id] = draft
        self._show_figures()
        self._tell.start()

    @Slot()
    def _ask(self) -> None:
        self.draft_changed.emit(self._drafts.get(self.label_id))

    @Slot()
    def keep(self) -> None:
        """Store what is typed."""
        draft = self._drafts.get(self.label_id)
        if draft is None:
            self.left.emit()
            return
        if not draft.name:
            self.name.setFocus()
            return
        self.kept.emit(draft)

    def take_kept(self, draft: NameDraft) -> None:
        """It is stored: no longer a draft."""
        if self._drafts.get(draft.label_id) == draft:
            del self._drafts[draft.label_id]
            self._show_figures()

    @Slot()
    def revert(self) -> None:
        """Bring back what is stored."""
        row = self._row
        if row is None or self._drafts.pop(row.label.id, None) is None:
            self.left.emit()
            return
        self._fill(self._stored(row))
        self._show_figures()
        self._ask()
