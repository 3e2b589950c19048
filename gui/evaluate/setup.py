"""What to evaluate: which suggesters, and on which images."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from engine.answers.recommended import RECOMMENDABLE, Recommendation, SuggestingCost
from engine.suggesters.registry import SUGGESTERS
from gui.dialogs.frame import muted
from gui.services import shortcuts
from gui.services.latest import LatestAnswer
from gui.services.tasks import Task, TaskState
from gui.style import theme
from gui.style.theme import spacing
from gui.widgets.more import MoreSection
from gui.widgets.plain_label import plain_label
from gui.words.encoders import encoder_name
from gui.words.suggesters import (
    cost_words,
    recommendation_sentence,
    suggester_sentence,
    suggester_title,
    suggester_tooltip,
)

CONTENT_WIDTH_PX = 900


class SetupPanel(QWidget):
    """The choices before an evaluation, and how far one is that runs."""

    start_requested = Signal()
    back_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: Task | None = None
        self._table = LatestAnswer("split table", self)
        self._missing: Path | None = None
        self._is_starting = False
        column = QVBoxLayout()
        column.setContentsMargins(spacing.wide, spacing.wide, spacing.wide, spacing.wide)
        column.setSpacing(spacing.small)
        column.addWidget(plain_label(self.tr("How good are the suggestions?"), self, role="title"))
        column.addWidget(
            muted(
                self.tr(
                    "Some of your labelled images are kept aside, labels are suggested for them "
                    "from the others, and the suggestions are held against yours. Your labels stay "
                    "as they are, and you can go on working meanwhile."
                ),
                self,
            )
        )
        column.addSpacing(spacing.small)
        self._add_suggesters(column)
        column.addSpacing(spacing.small)
        self._add_split(column)
        column.addSpacing(spacing.small)
        self._add_encoders(column)
        column.addStretch(1)
        content = QWidget(self)
        content.setLayout(column)
        content.setMaximumWidth(CONTENT_WIDTH_PX)
        holder = QWidget(self)
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(content, 1)
        across.addStretch(0)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(holder)
        scroll.setAccessibleName(self.tr("What to evaluate"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scroll, 1)
        self._add_buttons(whole)
        self.setFocusProxy(next(iter(self.boxes.values())))
        self._follow()

    def _add_suggesters(self, column: QVBoxLayout) -> None:
        column.addWidget(plain_label(self.tr("Suggesters"), self, role="heading"))
        self.boxes: dict[str, QCheckBox] = {}
        self._costs: dict[str, QLabel] = {}
        self.recommendation = muted("", self)
        others = [name for name in SUGGESTERS if name not in RECOMMENDABLE]
        more = QWidget(self)
        below = QVBoxLayout(more)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(spacing.tiny)
        below.addLayout(self._all_or_none())
        below.addLayout(self._rows(others, ticked=False))
        self.more = MoreSection(
            self.tr("More suggesters ({count})").format(count=len(others)), more, self
        )
        column.addWidget(self.recommendation)
        column.addLayout(self._rows(RECOMMENDABLE, ticked=True))
        column.addWidget(self.more)

    def _rows(self, names: Sequence[str], *, ticked: bool) -> QGridLayout:
        """A box for each suggester, with what it does."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(spacing.wide)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(names):
            box = QCheckBox(suggester_title(name), self)
            box.setChecked(ticked)
            box.setToolTip(suggester_tooltip(name))
            box.toggled.connect(self._follow)
            self.boxes[name] = box
            grid.addWidget(box, row, 0)
            sentence = muted(suggester_sentence(name), self)
            sentence.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(sentence, row, 1)
            if ticked:
                self._costs[name] = plain_label("", self, role="muted")
                grid.addWidget(self._costs[name], row, 2)
        return grid

    def _all_or_none(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, on in ((self.tr("All"), True), (self.tr("None"), False)):
            button = QPushButton(text, self)
            theme.set_role(button, "link")
            button.setAccessibleName(
                self.tr("Choose all suggesters") if on else self.tr("Choose no suggester")
            )
            button.clicked.connect(self._choose_all if on else self._choose_none)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _add_split(self, column: QVBoxLayout) -> None:
        column.addWidget(plain_label(self.tr("Images"), self, role="heading"))
        self.automatic = QRadioButton(
            self.tr("Keep one in five labelled images aside, near copies together"), self
        )
        self.automatic.setToolTip(
            self.tr("60 % training, 20 % validation, 20 % test, stratified, seed 0")
        )
        self.automatic.setChecked(True)
        self.from_file = QRadioButton(self.tr("As a table says"), self)
        self.from_file.setToolTip(
            self.tr("A CSV file with the columns file and split: train, validation or test")
        )
        group = QButtonGroup(self)
        group.addButton(self.automatic)
        group.addButton(self.from_file)
        self.file = QLineEdit(self)
        self.file.setAccessibleName(self.tr("Table that divides the images"))
        self.file.setPlaceholderText(self.tr("CSV file with the columns file and split"))
        self.browse = QPushButton(self.tr("Choose…"), self)
        self.browse.setAccessibleName(self.tr("Choose the table that divides the images"))
        self.browse.clicked.connect(self._browse)
        self.from_file.toggled.connect(self._look_for_file)
        self.file.textChanged.connect(self._look_for_file)
        row = QHBoxLayout()
        row.setContentsMargins(spacing.wide, 0, 0, 0)
        row.addWidget(self.file, 1)
        row.addWidget(self.browse)
        column.addWidget(self.automatic)
        column.addWidget(self.from_file)
        column.addLayout(row)

    def _add_encoders(self, column: QVBoxLayout) -> None:
        """Which encoder's features are measured; not to be seen where there is one alone."""
        self.encoders = QComboBox(self)
        self.encoders.setAccessibleName(self.tr("Encoder to measure"))
        about = self.tr(
            "Images that it has not seen are encoded with it first. The encoder in use stays."
        )
        self.encoders.setToolTip(about)
        self._encoders = QWidget(self)
        within = QVBoxLayout(self._encoders)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(spacing.small)
        within.addWidget(plain_label(self.tr("Encoder"), self, role="heading"))
        row = QHBoxLayout()
        row.setSpacing(spacing.medium)
        row.addWidget(self.encoders)
        row.addWidget(muted(about, self), 1, Qt.AlignmentFlag.AlignVCenter)
        within.addLayout(row)
        column.addWidget(self._encoders)
        self._encoders.hide()

    def _add_buttons(self, column: QVBoxLayout) -> None:
        """Below what scrolls, so that the button is in sight however many suggesters there are."""
        self.problem = plain_label("", self, role="danger")
        self.problem.setWordWrap(True)
        self.action = shortcuts.action("evaluate.run", self, self._start)
        self.start = QPushButton(self.tr("Evaluate"), self)
        theme.set_role(self.start, "primary")
        shortcuts.bind_button(self.start, self.action)
        self.back = QPushButton(self.tr("Back to the report"), self)
        self.back.clicked.connect(self.back_requested)
        self.status = plain_label("", self, role="muted")
        self.status.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(spacing.medium)
        row.addWidget(self.status, 1)
        row.addWidget(self.back)
        row.addWidget(self.start)
        foot = QWidget(self)
        foot.setMaximumWidth(CONTENT_WIDTH_PX)
        within = QVBoxLayout(foot)
        within.setContentsMargins(spacing.wide, spacing.medium, spacing.wide, spacing.medium)
        within.addWidget(self.problem)
        within.addLayout(row)
        column.addWidget(foot)

    # What is chosen

    @property
    def suggesters(self) -> tuple[str, ...]:
        """The names of the suggesters that are ticked."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    @property
    def split_file(self) -> Path | None:
        """The table that divides the images, None to divide them automatically."""
        return Path(self.file.text().strip()).expanduser() if self.from_file.isChecked() else None

    @property
    def encoder(self) -> str | None:
        """The encoder to measure; None for the one in use."""
        return self.encoders.currentData() or None

    def offer_encoders(self, in_use: str, others: Sequence[str]) -> None:
        """Offer the encoder in use and others; what was chosen stays where it is still there."""
        chosen = self.encoder
        self.encoders.clear()
        text = self.tr("{name} (in use)").replace("{name}", encoder_name(in_use))
        self.encoders.addItem(text, "")
        for name in others:
            self.encoders.addItem(encoder_name(name), name)
            self.encoders.setItemData(self.encoders.count() - 1, name, Qt.ItemDataRole.ToolTipRole)
        self.encoders.setCurrentIndex(max(0, self.encoders.findData(chosen or "")))
        self._encoders.setVisible(bool(others))

    def choose(self, names: Iterable[str]) -> None:
        """Tick these suggesters and no others."""
        chosen = set(names)
        for name, box in self.boxes.items():
            box.setChecked(name in chosen and box.isEnabled())
        if chosen - set(RECOMMENDABLE):
            self.more.unfold()

    def offer_captions(self, has_captions: bool) -> None:
        """Offer the suggesters that go by captions, or say why they are not."""
        for name, box in self.boxes.items():
            if not SUGGESTERS[name].needs_texts:
                continue
            box.setEnabled(has_captions)
            box.setToolTip(suggester_tooltip(name))
            if not has_captions:
                box.setChecked(False)
                box.setToolTip(self.tr("No image has a caption to go by."))

    def show_recommendation(
        self, recommendation: Recommendation, costs: Mapping[str, SuggestingCost]
    ) -> None:
        """Say which suggester is recommended, why, and what suggesting costs with each."""
        self.recommendation.setText(
            self.tr("Recommended: {suggester}. {reason}").format(
                suggester=suggester_title(recommendation.suggester),
                reason=recommendation_sentence(recommendation),
            )
        )
        for name, label in self._costs.items():
            if name in costs:
                label.setText(cost_words(costs[name]))
                label.setToolTip(self.tr("What suggesting labels for the whole archive takes"))

    def offer_back(self, offered: bool) -> None:
        """Whether there is a report to go back to."""
        self.back.setVisible(offered)

    # An evaluation that runs

    def follow_task(self, task: Task | None) -> None:
        """Say how an evaluation goes; None where none runs."""
        self._task = task
        self._is_starting = False
        if task is not None:
            task.changed.connect(self._follow)
        self._follow()

    @Slot()
    def _look_for_file(self) -> None:
        """Ask the disk for the table; whether it is there is said once that is known."""
        path = self.split_file
        if path is not None and self.file.text().strip():
            self._table.ask(lambda: (path, path.is_file()), self._take_file)
        self._follow()

    def _take_file(self, found: tuple[Path, bool]) -> None:
        path, is_there = found
        self._missing = None if is_there else path
        self._follow()

    def shutdown(self) -> None:
        """Ask the disk no more."""
        self._table.close()

    @Slot()
    def _follow(self) -> None:
        problem = ""
        if not self.suggesters:
            problem = self.tr("Choose at least one suggester.")
        elif self.split_file is not None and not self.file.text().strip():
            problem = self.tr("Say which table divides the images.")
        elif self.split_file is not None and self.split_file == self._missing:
            problem = self.tr("There is no file {file}.").format(file=self.split_file)
        self.file.setEnabled(self.from_file.isChecked())
        self.browse.setEnabled(self.from_file.isChecked())
        task = self._task if self._task is not None and not self._task.is_over else None
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.action.setEnabled(not problem and task is None and not self._is_starting)
        self.status.setText("")
        if task is not None or self._is_starting:
            waits = task is None or task.state is TaskState.QUEUED
            self.status.setText(
                self.tr("Waits for the work before it.")
                if waits
                else self.tr("Evaluating… The bar below shows how far it is and can stop it.")
            )

    @Slot()
    def _start(self) -> None:
        self._is_starting = True  # once, until the evaluation is there
        self._follow()
        self.start_requested.emit()

    @Slot()
    def _choose_all(self) -> None:
        self.choose(self.boxes)

    @Slot()
    def _choose_none(self) -> None:
        self.choose(())

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Table that divides the images"), self.file.text())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("CSV files (*.csv)"))
        dialog.fileSelected.connect(self.file.setText)
        dialog.open()
