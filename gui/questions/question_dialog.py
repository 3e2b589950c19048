"""A question's name, help, and what its errors cost; a new one may take answers from a label."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QLineEdit, QWidget

from db.questions.records import QuestionRecord
from db.records import ChangeSet, ImageFilter, Status
from engine.jobs.questions.tables import given_by_label
from gui.dialogs.frame import DialogFrame
from gui.models.vocabulary import vocabulary_of
from gui.questions import words
from gui.services.context import CatalogueContext
from gui.style.number_fields import with_air
from gui.style.theme import spacing
from gui.widgets.label_entry import LabelEntry
from gui.widgets.plain_label import plain_label
from gui.words.failures import sentence_of

SIZE_PX = (520, 420)
MOST_COST, COST_STEP = 1_000_000.0, 1.0


class QuestionDialog(DialogFrame):
    """Adds a question, or changes the one that is given."""

    def __init__(
        self,
        context: CatalogueContext,
        question: QuestionRecord | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", "", parent, SIZE_PX)
        self._context = context
        self.question_id = question.id if question is not None else 0
        """Of the question that was kept."""
        self._label_id = 0
        title = self.tr("New question") if question is None else self.tr("Change the question")
        self.setWindowTitle(title)
        self.heading.setText(title)
        self.name = QLineEdit(question.name if question else "", self)
        self.name.setPlaceholderText(self.tr("Such as: a map?"))
        self.help = QLineEdit(question.help if question else "", self)
        self.help.setPlaceholderText(self.tr("What counts as a yes, for those who answer"))
        self.wrong_yes = self._cost(question.cost_wrong_yes if question else 1.0)
        self.missed_yes = self._cost(question.cost_missed_yes if question else 1.0)
        self._shown_costs = (self.wrong_yes.value(), self.missed_yes.value())
        vocabulary = vocabulary_of(context)
        vocabulary.load()
        self.label = LabelEntry(vocabulary, self, can_create=False)
        self.complete = QComboBox(self)
        self._vocabulary = vocabulary
        self.outlook = plain_label("", self, role="muted")
        self.outlook.setWordWrap(True)
        self.state = plain_label("", self, role="danger")
        self.state.setWordWrap(True)
        self.form = QFormLayout()
        self.form.setVerticalSpacing(spacing.small)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, field in (
            (self.tr("Question"), self.name),
            (self.tr("Help"), self.help),
            (self.tr("A wrong yes costs"), self.wrong_yes),
            (self.tr("A missed yes costs"), self.missed_yes),
        ):
            self.form.addRow(text, field)
            field.setAccessibleName(text)
        if question is None:
            self._offer_labels()
        self.content.addLayout(self.form)
        self.content.addWidget(self.outlook)
        self.content.addStretch(1)
        self.content.addWidget(self.state)
        self.add_button(self.tr("Cancel")).clicked.connect(self.reject)
        text = self.tr("Add the question") if question is None else self.tr("Keep the changes")
        self.button = self.add_button(text, primary=True)
        self.button.clicked.connect(self.keep)
        self.name.textChanged.connect(self._follow)
        for field in (self.wrong_yes, self.missed_yes):
            field.valueChanged.connect(self._follow)
        self._follow()

    def _offer_labels(self) -> None:
        self.label.setPlaceholderText(self.tr("None: begin without answers"))
        self.label.label_chosen.connect(self._take_label)
        self.label.textEdited.connect(self._forget_label)
        self.complete.addItem(self.tr("Reviewed images without it"), Status.REVIEWED)
        self.complete.addItem(self.tr("All other labelled images"), Status.LABELLED)
        self.complete.setEnabled(False)
        for text, field in (
            (self.tr("Yes by the label"), self.label),
            (self.tr("No are"), self.complete),
        ):
            self.form.addRow(text, field)
            field.setAccessibleName(text)

    @Slot(int)
    def _take_label(self, label_id: int) -> None:
        label = self._vocabulary.by_id[label_id]
        self._label_id = label_id
        self.label.setText(label.shown)
        self.complete.setEnabled(True)
        if not self.name.text().strip():
            self.name.setText(f"{label.name}?")

    @Slot()
    def _forget_label(self) -> None:
        self._label_id = 0
        self.complete.setEnabled(False)

    def _cost(self, value: float) -> QDoubleSpinBox:
        field = with_air(QDoubleSpinBox(self))
        field.setRange(0.01, MOST_COST)
        field.setDecimals(2)
        field.setSingleStep(COST_STEP)
        field.setValue(value)
        field.setToolTip(self.tr("In any unit: only how the two compare counts"))
        return field

    @Slot()
    def _follow(self) -> None:
        self.button.setEnabled(bool(self.name.text().strip()))
        self.state.setText("")
        self.outlook.setText(words.threshold_text(self.wrong_yes.value(), self.missed_yes.value()))

    @Slot()
    def keep(self) -> None:
        """Save it; the dialog closes when that is done, and says why where it cannot be."""
        self.button.setEnabled(False)
        self._context.run_command(self._command(), self._done, self._refuse)

    def _command(self) -> Callable[[], ChangeSet]:
        catalogue, question_id, label_id = self._context.catalogue, self.question_id, self._label_id
        complete = ImageFilter(status=Status(self.complete.currentData() or Status.ANY))
        name, help_text = self.name.text(), self.help.text()
        wrong, missed = self.wrong_yes.value(), self.missed_yes.value()
        # What nobody touched stays as it is: a field has two decimals, a cost may have more.
        changed = [
            None if now == before else now
            for now, before in zip((wrong, missed), self._shown_costs, strict=True)
        ]

        def add() -> ChangeSet:
            """The question and what the label answers are one change: one undo takes both back."""
            given = given_by_label(catalogue, label_id, complete) if label_id else []
            return catalogue.commands.add_question(
                name,
                help_text=help_text,
                cost_wrong_yes=wrong,
                cost_missed_yes=missed,
                given=given,
            )

        if not question_id:
            return add
        return lambda: catalogue.commands.change_question(
            question_id,
            name=name,
            help_text=help_text,
            cost_wrong_yes=changed[0],
            cost_missed_yes=changed[1],
        )

    def _done(self, change: ChangeSet | None) -> None:
        if change is not None:
            self.question_id = int(str(change.details.get("question_id", 0)))
        self.accept()

    def _refuse(self, error: Exception) -> None:
        self.state.setText(sentence_of(error))
        self.button.setEnabled(True)
