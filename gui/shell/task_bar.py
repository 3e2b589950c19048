"""The bar at the bottom: running work with rate, time left and cancel; what failed; saved or not.

Quiet when nothing runs. A failure stays, with its details folded, until somebody dismisses it, its
job succeeds after all, or newer ones need the room.
"""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.services.context import ChangeHub
from gui.services.tasks import Task, TaskRunner, TaskState
from gui.style import icons, theme
from gui.style.theme import spacing
from gui.widgets.plain_label import ElidedLabel, IconLabel, plain_label
from gui.words.jobs import title
from gui.words.progress import done_of_total, rate, stage, time_left

SAVING_SHOWN_AFTER_MS = 200
PROGRESS_WIDTH_PX = 160
DETAILS_HEIGHT_PX = 120
FAILURES_AT_MOST = 2
SAID_FOR_MS = 15_000


class TaskRow(QFrame):
    """One queued or running task."""

    def __init__(self, task: Task, parent: QWidget) -> None:
        super().__init__(parent)
        self._task = task
        name = title(task)
        self._title = plain_label(name, self, role="heading")
        self._stage = ElidedLabel(self)
        theme.set_role(self._stage, "muted")
        self._count = plain_label("", self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(PROGRESS_WIDTH_PX)
        self._bar.setAccessibleName(self.tr("Progress of: {task}").format(task=name))
        self._rate = plain_label("", self, role="muted")
        self._left = plain_label("", self, role="muted")
        self._cancel = QPushButton(self.tr("Cancel"), self)
        self._cancel.setAccessibleName(self.tr("Cancel: {task}").format(task=name))
        self._cancel.clicked.connect(task.cancel)
        for figures in (self._count, self._rate, self._left):
            figures.setFont(theme.font())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(spacing.medium)
        row.addWidget(self._title)
        row.addWidget(self._stage, 1)
        for widget in (self._count, self._bar, self._rate, self._left, self._cancel):
            row.addWidget(widget)
        task.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show how far the task is."""
        task, progress = self._task, self._task.progress
        running = task.state is TaskState.RUNNING
        self._bar.setVisible(running)
        if not running:
            self._stage.setText(self.tr("waits for the work before it"))
            return
        self._cancel.setEnabled(not task.cancelling)
        if task.cancelling:
            kept = self.tr("Stopping; what is finished is kept…")
            self._stage.setText(kept if task.kind.keeps_finished else self.tr("Stopping…"))
        elif progress is None:
            self._stage.setText(self.tr("Starting…"))
        else:
            self._stage.setText(stage(progress))
        total = progress.total if progress is not None else 0
        self._bar.setRange(0, total)
        if progress is not None:
            self._bar.setValue(progress.done if total else -1)
            self._count.setText(done_of_total(progress, task.kind.unit))
        rate_per_s, left_s = task.rate_per_s, task.left_s
        self._rate.setText(rate(rate_per_s, task.kind.unit) if rate_per_s else "")
        self._left.setText(time_left(left_s) if left_s is not None else "")


class FailureRow(QFrame):
    """What went wrong in one sentence, with the details folded away."""

    dismissed = Signal()

    def __init__(self, sentence: str, details: str, job: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.job = job
        mark = IconLabel("circle-alert", "danger", self)
        self.sentence = plain_label(sentence, self)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = QPlainTextEdit(details, self)
        self._details.setReadOnly(True)
        self._details.setFixedHeight(DETAILS_HEIGHT_PX)
        self._details.setAccessibleName(self.tr("Details of the problem"))
        self._details.hide()
        unfold = QPushButton(self.tr("Details"), self)
        unfold.setCheckable(True)
        unfold.setVisible(bool(details))
        unfold.toggled.connect(self._details.setVisible)
        dismiss = QToolButton(self)
        dismiss.setIcon(icons.icon("x"))
        dismiss.setToolTip(self.tr("Dismiss"))
        dismiss.setAccessibleName(self.tr("Dismiss this message"))
        dismiss.clicked.connect(self.dismissed)
        line = QHBoxLayout()
        line.setSpacing(spacing.small)
        line.addWidget(mark)
        line.addWidget(self.sentence, 1)
        line.addWidget(unfold)
        line.addWidget(dismiss)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self._details)


class TaskBar(QFrame):
    """Shows a runner's tasks, what failed, what finished last and whether all is saved; hidden
    while there is nothing of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("taskBar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._rows: dict[Task, TaskRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(spacing.medium, 6, spacing.medium, 6)
        self._column.setSpacing(spacing.tiny)
        self._last = ElidedLabel(self)
        theme.set_role(self._last, "muted")
        self._saved = plain_label("", self, role="muted")
        line = QHBoxLayout()
        line.addWidget(self._last, 1)
        line.addWidget(self._saved)
        self._column.addLayout(line)
        self._said_long_enough = QTimer(self, singleShot=True, interval=SAID_FOR_MS)
        self._said_long_enough.timeout.connect(self._forget)
        self._slow_save = QTimer(self, singleShot=True, interval=SAVING_SHOWN_AFTER_MS)
        self._slow_save.timeout.connect(self._show_saving)
        self.hide()

    def attach(self, runner: TaskRunner, hub: ChangeHub) -> None:
        """Follow the work of an open catalogue."""
        self.clear()
        runner.added.connect(self._add)
        runner.ended.connect(self._remove)
        # What a change says of itself is said after the change is told.
        hub.changed.connect(self._forget)
        hub.saving.connect(self._take_saving)
        hub.unsaved.connect(self._show_unsaved)

    def clear(self) -> None:
        """Forget what was shown; the next catalogue has its own work."""
        for row in self.findChildren(TaskRow) + self.findChildren(FailureRow):
            self._discard(row)
        self._rows.clear()
        self._last.setText("")
        self._saved.setText("")
        self._show_where_needed()

    def say(self, sentence: str) -> None:
        """Show what finished last, for a while; the next change or sentence takes it away."""
        self._last.setText(sentence)
        self._show_where_needed()
        self._said_long_enough.start()

    @Slot()
    def _forget(self) -> None:
        self._last.setText("")
        self._show_where_needed()

    def show_failure(self, sentence: str, details: str = "", job: str = "") -> None:
        """Show a problem until it is dismissed or ``job`` succeeds; the same one only once.

        The newest stands first, and only the last few stay.
        """
        rows = self.findChildren(FailureRow)
        if any(row.sentence.text() == sentence for row in rows):
            return
        for row in rows[: len(rows) + 1 - FAILURES_AT_MOST]:
            self._discard(row)
        row = FailureRow(sentence, details, job, self)
        row.dismissed.connect(self._dismiss)
        self._column.insertWidget(0, row)
        row.show()
        self._show_where_needed()

    @property
    def last_sentence(self) -> str:
        """What finished last, as shown."""
        return self._last.text()

    @property
    def failures(self) -> list[str]:
        """The problems that are still shown."""
        return [row.sentence.text() for row in self.findChildren(FailureRow)]

    @Slot(object)
    def _add(self, task: Task) -> None:
        row = TaskRow(task, self)
        self._rows[task] = row
        self._column.insertWidget(self._column.count() - 1, row)
        row.show()
        self._show_where_needed()

    @Slot(object)
    def _remove(self, task: Task) -> None:
        row = self._rows.pop(task, None)
        if row is not None:
            self._discard(row)
        if task.state is TaskState.FINISHED:
            for failure in self.findChildren(FailureRow):
                if failure.job == task.job:
                    self._discard(failure)

    @Slot()
    def _dismiss(self) -> None:
        row = self.sender()
        if isinstance(row, FailureRow):
            self._discard(row)

    def _discard(self, row: QWidget) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.setParent(None)
        row.deleteLater()
        self._show_where_needed()

    @Slot(int)
    def _take_saving(self, writes: int) -> None:
        if writes:
            self._slow_save.start()
        else:
            self._slow_save.stop()
            self._saved.setText(self.tr("All changes saved"))
            self._show_where_needed()

    @Slot()
    def _show_unsaved(self) -> None:
        self._saved.setText("")
        self._show_where_needed()

    @Slot()
    def _show_saving(self) -> None:
        self._saved.setText(self.tr("Saving…"))
        self._show_where_needed()

    def _show_where_needed(self) -> None:
        """An empty strip says nothing, so it is not there."""
        rows = self.findChildren(TaskRow) + self.findChildren(FailureRow)
        self.setVisible(bool(rows or self._last.text() or self._saved.text()))
