"""Cleans captions in steps: which, what would change before and after, then the change."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSpinBox, QWidget

from engine.captions.cleaning import LEAST_WORDS, MOST_IMAGES, STEPS, Cleaning, Step
from gui.dialogs.frame import DialogFrame, muted
from gui.services.context import CatalogueContext
from gui.services.latest import LatestAnswer
from gui.services.tasks import Task, TaskState
from gui.style.number_fields import with_air
from gui.style.theme import spacing
from gui.widgets.plain_label import plain_label
from gui.widgets.plain_table import PlainTable
from gui.words.amounts import counted, number, percentage
from gui.words.failures import reason_of, sentence_of

if TYPE_CHECKING:
    from engine.jobs.captions.cleaning import CleaningSummary

SIZE_PX = (860, 680)
USUAL: frozenset[Step] = frozenset({"urls", "users", "hashtags", "emoji", "empty"})
MOST_WORDS = 99
MOST_OF_IMAGES = 1_000_000


class CleanCaptionsDialog(DialogFrame):
    """Works out what would change away from the window's thread at each change of the steps."""

    def __init__(self, context: CatalogueContext, parent: QWidget | None = None) -> None:
        super().__init__("", " ", parent, SIZE_PX)
        self.setWindowTitle(self.tr("Clean captions"))
        self.heading.setText(self.windowTitle())
        self.explanation.setText(
            self.tr(
                "What says nothing about the picture is taken out of the captions. What was found "
                "is kept beside it, and one undo takes everything back."
            )
        )
        self._context = context
        self._answer = LatestAnswer("clean-captions", self)
        self._task: Task | None = None
        self._summary: CleaningSummary | None = None
        self.boxes: dict[Step, QCheckBox] = {}
        self._counts = {step: plain_label("", self, role="muted") for step in STEPS}
        self.least_words = self._amount(self.tr("Fewest words"), LEAST_WORDS, MOST_WORDS)
        self.most_images = self._amount(self.tr("Most images"), MOST_IMAGES, MOST_OF_IMAGES)
        self.content.addLayout(self._steps())
        self.said = muted("", self)
        self.content.addWidget(self.said)
        self.table = PlainTable(
            self.tr("Captions before and after"),
            [self.tr("Image"), self.tr("Before"), self.tr("After")],
            stretched=(0, 1, 2),
            selectable=False,
            parent=self,
        )
        self.content.addWidget(self.table, 1)
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self.content.addWidget(self.problem)
        self.add_close_button()
        self.clean_button = self.add_button(self.tr("Clean"), primary=True)
        self.clean_button.clicked.connect(self._clean)
        self.finished.connect(self._answer.close)
        running = context.tasks.find("clean-captions")
        if running is not None:
            self._watch(running)
        else:
            self.foretell()

    @property
    def cleaning(self) -> Cleaning:
        """The steps that are ticked."""
        return Cleaning(
            frozenset(step for step, box in self.boxes.items() if box.isChecked()),
            self.least_words.value(),
            self.most_images.value(),
        )

    # Building

    def _steps(self) -> QGridLayout:
        texts: dict[Step, str] = {
            "urls": self.tr("Take out web addresses"),
            "users": self.tr("Take out user names (@name)"),
            "hashtags": self.tr("Make hashtags words (#OsloFjord: Oslo Fjord)"),
            "emoji": self.tr("Take out emoji"),
            "empty": self.tr("Leave out captions without a word"),
            "short": self.tr("Leave out captions of fewer words than"),
            "repeated": self.tr("Leave out texts that are on more images than"),
        }
        amounts: dict[Step, QSpinBox] = {"short": self.least_words, "repeated": self.most_images}
        grid = QGridLayout()
        grid.setHorizontalSpacing(spacing.large)
        grid.setVerticalSpacing(spacing.tiny)
        grid.setColumnStretch(3, 1)
        for row, step in enumerate(STEPS):
            box = self.boxes[step] = QCheckBox(texts[step], self)
            box.setChecked(step in USUAL)
            box.toggled.connect(self.foretell)
            grid.addWidget(box, row, 0)
            grid.addWidget(self._counts[step], row, 2)
            if step in amounts:
                grid.addWidget(amounts[step], row, 1)
                amounts[step].valueChanged.connect(partial(self._use_amount, step))
        return grid

    def _amount(self, name: str, value: int, most: int) -> QSpinBox:
        box = with_air(QSpinBox(self))
        box.setRange(1, most)
        box.setValue(value)
        box.setAccessibleName(name)
        return box

    def _use_amount(self, step: Step, _value: int) -> None:
        """A number that is changed is meant to count."""
        with QSignalBlocker(self.boxes[step]):
            self.boxes[step].setChecked(True)
        self.foretell()

    # What would change

    @Slot()
    def foretell(self) -> None:
        """Show what the steps would change."""
        self._summary = None
        self.problem.setText("")
        self.said.setText(self.tr("Looking at the captions…"))
        catalogue, steps = self._context.catalogue, str(self.cleaning)

        def work() -> "CleaningSummary":
            from engine.jobs.captions.cleaning import foretold

            return foretold(catalogue, steps)

        self._answer.ask(work, self._show, self._fail)
        self._follow()

    def _show(self, summary: "CleaningSummary") -> None:
        self._summary = summary
        for step, label in self._counts.items():
            count = summary.counts.get(step, 0)
            label.setText(number(count) if count else "")
        out = self.tr("(left out)")
        rows = [(one.file, _line(one.before), _line(one.after) or out) for one in summary.examples]
        self.table.show_rows(rows)
        self.said.setText(self._sentence(summary))
        self._follow()

    def _sentence(self, summary: "CleaningSummary") -> str:
        if not summary.captions:
            return self.tr("There are no captions to clean.")
        of_all = counted(summary.captions, self.tr("1 caption"), self.tr("{count} captions"))
        text = self.tr("Of {captions}, {changed} would change and {out} be left out.")
        said = text.replace("{captions}", of_all).replace("{changed}", number(summary.changed))
        said = said.replace("{out}", number(summary.left_out))
        if summary.truncated is not None:
            before, after = map(percentage, summary.truncated)
            cut = self.tr("Too long for the encoder: {before} of them, afterwards {after}.")
            said = f"{said} {cut.replace('{before}', before).replace('{after}', after)}"
        if len(summary.examples) < summary.changed + summary.left_out:
            some = self.tr("Some of them:")
            said = f"{said} {some}"
        return said

    def _fail(self, error: Exception) -> None:
        self.said.setText("")
        self.table.show_rows([])
        self.problem.setText(sentence_of(error))
        self._follow()

    @Slot()
    def _follow(self) -> None:
        summary, is_running = self._summary, self._task is not None
        there_is = summary is not None and bool(summary.changed + summary.left_out)
        self.clean_button.setEnabled(there_is and not is_running)
        for box in (*self.boxes.values(), self.least_words, self.most_images):
            box.setEnabled(not is_running)

    # Changing

    @Slot()
    def _clean(self) -> None:
        self._watch(self._context.tasks.start("clean-captions", steps=str(self.cleaning)))

    def _watch(self, task: Task) -> None:
        self._task = task
        self.said.setText(self.tr("Cleaning the captions…"))
        task.ended.connect(self._ended)
        self._follow()

    @Slot()
    def _ended(self) -> None:
        task, self._task = self._task, None
        if task is None:
            return
        self.foretell()
        if task.state is TaskState.CANCELLED:
            self.problem.setText(self.tr("Stopped. Nothing was changed."))
        elif task.summary is None:
            self.problem.setText(reason_of(task.failure) or self.tr("The cleaning failed."))


def _line(text: str) -> str:
    return " ".join(text.split())
