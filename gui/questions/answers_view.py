"""The answers of a question, looked through and changed."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from db.questions.records import ANSWERS, Answer, AnswerRecord, GivenAnswer, QuestionRecord
from db.records import ChangeSet
from engine.jobs.questions.tables import export_answers, given_by_table
from gui.questions import words
from gui.questions.answer_grid import AnswerGrid
from gui.questions.table_dialog import answers_dialog, table_dialog
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.key_line import with_key
from gui.widgets.plain_label import ElidedLabel
from gui.widgets.segments import Segments


class AnswersView(QWidget):
    """All answers, or those of one kind; the ones that the rest speaks against come first."""

    opened = Signal(int)
    """An image's id: ask about it again."""

    failed = Signal(object)
    said = Signal(str)
    offered = Signal(str, str, object)
    """What was done, the name of what can be done about it, and a function that does it."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._question: QuestionRecord | None = None
        self._records: Sequence[AnswerRecord] = ()
        self._probabilities: Mapping[int, float] = {}
        self._shown_answer: Answer | None = None
        self._generation = 0
        catalogue = context.catalogue
        self.grid = AnswerGrid(catalogue.images, catalogue.thumbnails, self)
        self.grid.setAccessibleName(self.tr("Answered images"))
        self.sortings = QComboBox(self)
        self.told = ElidedLabel(self)
        self.buttons: dict[str, QPushButton] = {}
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        self._build()
        self.grid.opened.connect(self._open)
        self.grid.selection.changed.connect(self._follow_selection)
        self.grid.current_changed.connect(self._tell)

    def _build(self) -> None:
        self.kinds = Segments(self.tr("Which answers are shown"), self)
        kinds: tuple[tuple[Answer | None, str], ...] = (
            (None, self.tr("All")),
            *((answer, words.answer_name(answer)) for answer in ANSWERS),
        )
        self.kind_buttons = {
            kind: self.kinds.add(text, text, partial(self.show_kind, kind)) for kind, text in kinds
        }
        self.kind_buttons[None].setChecked(True)
        self.sortings.setAccessibleName(self.tr("Order of the answers"))
        self.sortings.addItem(self.tr("Most doubtful first"), "doubt")
        self.sortings.addItem(self.tr("Newest first"), "newest")
        self.sortings.activated.connect(self._show)
        bar = QWidget(self)
        line = FlowLayout(bar, spacing_px=spacing.medium)
        line.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        line.addWidget(self.kinds)
        line.addWidget(self.sortings)
        line.add_stretching(self.told)
        self._row = FlowLayout(spacing_px=spacing.small)
        self._row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, spacing.small)
        for answer in ANSWERS:
            self._offer(answer, words.answer_name(answer), partial(self.change, answer))
        self._offer("take_back", self.tr("Take back"), self.take_back)
        shortcuts.action("answers.open", self, self._open)
        self.export_button = QPushButton(self.tr("Write as a table…"), self)
        self.export_button.clicked.connect(self.ask_where)
        self.import_button = QPushButton(self.tr("Take answers in…"), self)
        take_in = shortcuts.action("answers.take_in", self, self.ask_for_table)
        shortcuts.bind_button(self.import_button, take_in)
        line.add_at_end(self.import_button)
        line.add_at_end(self.export_button)
        self.stack.addWidget(self.grid)
        self.stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.stack, 1)
        column.addLayout(self._row)

    def _offer(self, name: str, text: str, call: Callable[[], object]) -> None:
        action = shortcuts.action(f"answers.{name}", self, call)
        button = QPushButton(self)
        button.setText(with_key(text, f"answers.{name}"))
        button.setAccessibleName(text)
        shortcuts.bind_button(button, action)
        self.buttons[name] = button
        self._row.addWidget(button)

    # What is shown

    def show_question(
        self, question: QuestionRecord | None, probabilities: Mapping[int, float]
    ) -> None:
        """Read the answers of a question; ``probabilities`` of a yes, by image."""
        same = (
            self._question is not None and question is not None and question.id == self._question.id
        )
        self._question, self._probabilities = question, probabilities
        self._generation += 1
        generation = self._generation
        if not same:
            self._records = ()
            self.grid.set_images(np.zeros(0, np.int64), from_top=True)
        if question is None:
            return
        self.grid.threshold = question.threshold
        catalogue = self._context.catalogue

        def use(records: list[AnswerRecord]) -> None:
            if generation == self._generation:
                self._records = records
                self._show()

        self._context.reads.submit(
            lambda: catalogue.questions.answers(question.id), use, self.failed.emit
        )

    def show_kind(self, answer: Answer | None) -> None:
        """Show only these answers; None for all."""
        self._shown_answer = answer
        self.kind_buttons[answer].setChecked(True)
        self._show()

    def take_focus(self) -> None:
        """The keyboard goes to the pictures."""
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_lanes(self) -> None:
        """Load nothing more."""
        self.grid.close_lanes()

    @Slot()
    def _show(self) -> None:
        wanted = self._shown_answer
        shown = [one for one in self._records if wanted in (None, one.answer)]
        if self.sortings.currentData() == "newest":
            shown.sort(key=lambda one: one.decided_at, reverse=True)
        else:
            shown.sort(key=self._agreement)
        self.grid.records = {one.image_id: one for one in self._records}
        self.grid.probabilities = self._probabilities
        self.grid.set_images(np.array([one.image_id for one in shown], dtype=np.int64))
        self.grid.viewport().update()
        self._follow_selection()
        self._tell()
        if shown:
            self.stack.setCurrentWidget(self.grid)
        else:
            self.stack.setCurrentWidget(self.empty)
            self.empty.say("circle-help", self.tr("No image has this answer."))

    def _agreement(self, record: AnswerRecord) -> float:
        """How much the rest speaks for an answer, in [0, 1]; of one that cannot be said, how
        uncertain it is."""
        probability = self._probabilities.get(record.image_id)
        return 1.0 if probability is None else words.agreement(record.answer, probability)

    @Slot()
    def _tell(self) -> None:
        record = self.grid.records.get(self.grid.current_id)
        doubtful = sum(
            words.disagrees(one.answer, self._probabilities[one.image_id], self.grid.threshold)
            for one in self._records
            if one.image_id in self._probabilities
        )
        texts = [words.doubtful_text(doubtful) if self._probabilities else ""]
        texts.append("" if record is None else words.given_text(record))
        self.told.setText(words.SEPARATOR.join(filter(None, texts)))

    @Slot()
    def _follow_selection(self) -> None:
        chosen = bool(self._chosen())
        for button in self.buttons.values():
            button.setEnabled(chosen)

    def _chosen(self) -> list[int]:
        return [int(one) for one in self.grid.selection.selected_ids()]

    @Slot()
    def _open(self) -> None:
        if self.grid.current_id:
            self.opened.emit(self.grid.current_id)

    # What a person does

    def change(self, answer: Answer) -> None:
        """Give the selected images another answer, as one change."""
        question, chosen = self._question, self._chosen()
        if question is None or not chosen:
            return
        commands = self._context.catalogue.commands
        given = [
            GivenAnswer(
                one,
                answer,
                probability=self._probabilities.get(one),
                chosen_by=self.grid.records[one].chosen_by,
            )
            for one in chosen
            if one in self.grid.records
        ]
        self._run(partial(commands.answer_images, question.id, given))

    def take_back(self) -> None:
        """Have the selected images without an answer again."""
        question, chosen = self._question, self._chosen()
        if question is not None and chosen:
            commands = self._context.catalogue.commands
            self._run(partial(commands.take_back_answers, question.id, chosen))

    # A table of them

    @Slot()
    def ask_for_table(self) -> None:
        """Ask for a table, and take its answers in."""
        dialog = answers_dialog(
            self, self.tr("Answers to take in"), self._context.catalogue.path.parent
        )
        dialog.fileSelected.connect(self.take_in)
        dialog.open()

    def take_in(self, file: str, *, replace: bool = False) -> None:
        """Take the answers of a table in as one change; images that have another answer keep it
        without ``replace``."""
        question, catalogue, table = self._question, self._context.catalogue, Path(file)
        if question is None:
            return
        missing: list[str] = []

        def run() -> ChangeSet:
            given, unknown = given_by_table(catalogue, table)
            missing.extend(unknown)
            return catalogue.commands.answer_images(question.id, given, keep_standing=not replace)

        def done(change: ChangeSet | None) -> None:
            came, kept = (
                int(str(change.details[name])) if change is not None else 0
                for name in ("images", "kept")
            )
            text = words.taken_text(came, kept, missing)
            if kept:
                again = partial(self.take_in, file, replace=True)
                self.offered.emit(text, self.tr("Replace them"), again)
            else:
                self.said.emit(text)

        self._context.run_command(run, done, self.failed.emit)

    @Slot()
    def ask_where(self) -> None:
        """Ask for a file, and write all answers of the question into it."""
        dialog = table_dialog(self, self.tr("Answers"), self._context.catalogue.path.parent)
        dialog.fileSelected.connect(self.write)
        dialog.open()

    @Slot(str)
    def write(self, file: str) -> None:
        """Write the answers; the file dialog has asked before it replaces a file."""
        question, catalogue, out = self._question, self._context.catalogue, Path(file)
        if question is not None:
            self._context.reads.submit(
                lambda: export_answers(catalogue, question.id, out, overwrite=out.exists()),
                lambda count: self.said.emit(words.written_text(count, out)),
                self.failed.emit,
            )

    def _run(self, command: Callable[[], ChangeSet]) -> None:
        self._context.run_command(command, None, self.failed.emit)
