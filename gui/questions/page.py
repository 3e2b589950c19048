"""The Questions page: which questions there are, and one image after another to answer them."""

from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from db.questions.records import QuestionRecord
from db.records import ChangeSet
from engine.answers.limits import limits_from
from engine.answers.questions.queue import ORDERS
from gui.questions.answers_view import AnswersView
from gui.questions.ask_view import AskView
from gui.questions.desk import FIRST_ORDER, AskingDesk
from gui.questions.figures_view import FiguresView
from gui.questions.question_dialog import QuestionDialog
from gui.questions.question_list import WIDTH_PX, QuestionList
from gui.services import shortcuts
from gui.services.context import CatalogueContext
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.empty_state import EmptyState
from gui.widgets.flow_layout import FlowLayout
from gui.widgets.image_source import ImageSource
from gui.widgets.notice import Notice
from gui.widgets.plain_label import ElidedLabel, plain_label
from gui.widgets.segments import Segments
from gui.widgets.thumbnails.loader import ThumbnailLoader
from gui.words.failures import sentence_of

RELOAD_DELAY_MS = 150
QUESTION_VIEW, ORDER_VIEW = "questions/question", "questions/order"
COMMANDS = (
    "add_question",
    "change_question",
    "rename_question",
    "remove_question",
    "answer_images",
    "take_back_answers",
)


class QuestionsPage(QWidget):
    """The list on the left, the question that is chosen in it beside."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.questions: list[QuestionRecord] | None = None
        """All of them; None before they are read."""
        self._chosen_id = int(str(context.view.get(QUESTION_VIEW, 0) or 0))
        self._is_stale = True
        self._is_warm = False
        self.loader = ThumbnailLoader(context.catalogue.thumbnails, self)
        self.source = ImageSource(limits_from(context.settings), self)
        self.desk = AskingDesk(context, self)
        self.list = QuestionList(self)
        self.ask = AskView(self.desk, self.source, self.loader, self)
        self.answers = AnswersView(context, self)
        self.figures = FiguresView(context, self)
        self.views = QStackedWidget(self)
        self.title = plain_label("", self, role="title")
        self.help = ElidedLabel(self)
        theme.set_role(self.help, "muted")
        self.notice = Notice(self)
        self.empty = EmptyState(self)
        self.stack = QStackedWidget(self)
        self._soon = QTimer(self, singleShot=True, interval=RELOAD_DELAY_MS)
        self._soon.timeout.connect(self._read)
        self._restore_order()
        self._build()
        self._connect()

    def _build(self) -> None:
        self.across = QSplitter(Qt.Orientation.Horizontal, self)
        self.across.setObjectName("across")
        self.across.setChildrenCollapsible(False)
        self.across.addWidget(self.list)
        beside = QWidget(self)
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._build_switch())
        right.addWidget(self.views, 1)
        self.across.addWidget(beside)
        self.across.setStretchFactor(0, 0)
        self.across.setStretchFactor(1, 1)
        self.across.setSizes([WIDTH_PX, 900])
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.across)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)

    def _build_switch(self) -> QWidget:
        self.switch = Segments(self.tr("What is shown of the question"), self)
        tooltip = shortcuts.tooltip("questions.view")
        self._buttons: dict[QWidget, QToolButton] = {}
        for view, text in (
            (self.ask, self.tr("Ask")),
            (self.answers, self.tr("Answers")),
            (self.figures, self.tr("Figures")),
        ):
            self.views.addWidget(view)
            call = partial(self.show_view, view)
            self._buttons[view] = self.switch.add(text, tooltip, call)
        self._buttons[self.ask].setChecked(True)
        bar = QWidget(self)
        row = FlowLayout(bar, spacing_px=spacing.medium)
        row.setContentsMargins(spacing.medium, spacing.small, spacing.medium, 0)
        row.addWidget(self.switch)
        row.addWidget(self.title)
        row.add_stretching(self.help)
        return bar

    def _connect(self) -> None:
        for name, button, call in (
            ("add", self.list.add, self.add_question),
            ("change", self.list.change, self.change_question),
            ("remove", self.list.remove, self.remove_question),
        ):
            shortcuts.bind_button(button, shortcuts.action(f"questions.{name}", self, call))
        shortcuts.action("questions.view", self, self.turn_view)
        shortcuts.action("questions.next", self, partial(self.list.step, 1))
        shortcuts.action("questions.previous", self, partial(self.list.step, -1))
        self.list.chosen.connect(self.choose)
        self.ask.order_chosen.connect(self._choose_order)
        self.desk.counts_changed.connect(self._show_counts)
        self.desk.failed.connect(self._show_failure)
        self.desk.learned.connect(self._show_answers)
        self.ask.answers_requested.connect(partial(self.show_view, self.answers))
        self.answers.opened.connect(self._ask_again)
        self.answers.said.connect(self.notice.say)
        self.answers.offered.connect(self.notice.say)
        for view in (self.answers, self.figures):
            view.failed.connect(self._show_failure)
        self._context.hub.changed.connect(self._follow)
        self._context.hub.refreshed.connect(self._make_stale)

    # The window's side

    def activate(self) -> None:
        """The page is shown: read the questions where they may have changed."""
        if not self._is_warm:
            self._is_warm = True
            self.source.warm_up()
        if self.questions is None:
            self.stack.setCurrentWidget(self.empty)
            self.empty.wait(self.tr("Looking for questions…"))
        if self._is_stale:
            self._read()

    def shutdown(self) -> None:
        """Stop the children that decode."""
        self.desk.close_lane()
        self.answers.close_lanes()
        self.source.close()
        self.loader.close()

    def showEvent(self, event: QShowEvent) -> None:
        """What changed meanwhile is followed now."""
        super().showEvent(event)
        if self._is_stale and self.questions is not None:
            self._read()

    def event(self, event: QEvent) -> bool:
        """The keyboard goes to what is on show."""
        if event.type() == QEvent.Type.FocusIn:
            self._focus_view()
        return super().event(event)

    def _focus_view(self) -> None:
        if self.stack.currentWidget() is not self.across:
            return
        shown = self.views.currentWidget()
        if shown is self.ask:
            self.ask.open()
        elif isinstance(shown, AnswersView | FiguresView):
            shown.take_focus()

    def show_view(self, view: QWidget) -> None:
        """Ask, or show what was answered or measured."""
        self._buttons[view].setChecked(True)
        self.views.setCurrentWidget(view)
        self._show_answers()
        self._focus_view()

    def turn_view(self) -> None:
        """Show the next of the views."""
        views = list(self._buttons)
        place = next(i for i, view in enumerate(views) if view is self.views.currentWidget())
        self.show_view(views[(place + 1) % len(views)])

    @Slot()
    def _show_answers(self) -> None:
        if self.views.currentWidget() is self.answers:
            self.answers.show_question(self.desk.question, self.desk.held_out)
        elif self.views.currentWidget() is self.figures:
            self.figures.show_question(self.desk.question)

    @Slot(int)
    def _ask_again(self, image_id: int) -> None:
        self.show_view(self.ask)
        self.desk.go_to(image_id)

    # Reading

    def _read(self) -> None:
        self._is_stale = False
        self._context.reads.submit(
            self._context.catalogue.questions.all, self._take, self._show_failure
        )

    def _take(self, questions: list[QuestionRecord]) -> None:
        first = self.questions is None
        self.questions = questions
        self.empty.stop_waiting()
        if not questions:
            self._say_none()
            self.desk.ask(None)
            return
        ids = {one.id for one in questions}
        if self._chosen_id not in ids:
            self._chosen_id = questions[0].id
        self.list.show_questions(questions, self._chosen_id)
        was_empty = self.stack.currentWidget() is self.empty
        self.stack.setCurrentWidget(self.across)
        self.choose(self._chosen_id)
        if (first or was_empty) and self.isVisible():
            self._focus_view()

    def _say_none(self) -> None:
        self.stack.setCurrentWidget(self.empty)
        self.empty.say(
            "circle-help",
            self.tr(
                "A question is answered with yes, no or can't say, one key each. Unlike with "
                "labels, a no is an answer too, so that it can be learned what speaks against."
            ),
            self.tr("New question…"),
            self.add_question,
        )

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        command = str(change.details.get("command", "")) or change.command
        if command in COMMANDS or change.in_use_changed or change.images_unknown:
            self._make_stale()

    @Slot()
    def _make_stale(self) -> None:
        self._is_stale = True
        if self.isVisible() and self.questions is not None:
            self._soon.start()

    # What a person does

    @Slot(int)
    def choose(self, question_id: int) -> None:
        """Ask a question."""
        found = next((one for one in self.questions or () if one.id == question_id), None)
        if found is None:
            return
        self._chosen_id = question_id
        self._context.view.set(QUESTION_VIEW, question_id)
        if not (self.desk.saving and self.desk.question and self.desk.question.id == question_id):
            # While answers are on their way the catalogue knows of fewer than the screen.
            self.desk.ask(found)
        self.list.show_chosen(self.desk.question)
        self.title.setText(found.name)
        self.help.setText(found.help)
        self._show_answers()

    def add_question(self) -> None:
        """Ask for a new question's name and costs."""
        dialog = QuestionDialog(self._context, None, self)
        dialog.accepted.connect(lambda: self._choose_new(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _choose_new(self, dialog: QuestionDialog) -> None:
        self._chosen_id = dialog.question_id
        self._read()

    def change_question(self) -> None:
        """Change the name, help and costs of the question on show."""
        if self.desk.question is not None:
            dialog = QuestionDialog(self._context, self.desk.question, self)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def remove_question(self) -> None:
        """Remove the question on show with its answers; undo brings all of it back."""
        question, commands = self.desk.question, self._context.catalogue.commands
        if question is None:
            return
        said = self.tr("Removed the question “{name}” with its {count} answers.")
        text = said.replace("{name}", question.name).replace("{count}", str(question.answered))

        def done(_change: ChangeSet | None) -> None:
            self.notice.say(text, self.tr("Undo"), self._undo)

        self._context.run_command(
            lambda: commands.remove_question(question.id), done, self._show_failure
        )

    def _undo(self) -> None:
        self._context.run_command(self._context.catalogue.commands.undo, None, self._show_failure)

    @Slot(str)
    def _choose_order(self, name: str) -> None:
        order = next(one for one in ORDERS if one == name)
        self._context.view.set(ORDER_VIEW, order)
        self.desk.choose_order(order)
        self.ask.view.setFocus()

    def _restore_order(self) -> None:
        kept = str(self._context.view.get(ORDER_VIEW, ""))
        self.desk.order = next((one for one in ORDERS if one == kept), FIRST_ORDER)

    @Slot()
    def _show_counts(self) -> None:
        self.list.show_chosen(self.desk.question)

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        self.empty.stop_waiting()
        self.notice.say(sentence_of(error), danger=True)
