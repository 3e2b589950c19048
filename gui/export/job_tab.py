"""A tab of a dialog that runs one job after another, and says how each ended."""

from PySide6.QtWidgets import QWidget

from gui.services.context import CatalogueContext
from gui.services.tasks import Task, TaskState
from gui.widgets.plain_label import plain_label
from gui.words.failures import reason_of
from gui.words.jobs import done_sentence


class JobTab(QWidget):
    """Runs jobs; a new one ends the one that is under way. ``reading`` is said meanwhile."""

    reading = ""

    def __init__(self, context: CatalogueContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.task: Task | None = None
        self.said = plain_label("", self)
        self.said.setWordWrap(True)

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return self.task is not None and not self.task.is_over

    def run(self, job: str, **options: object) -> None:
        """Start a job; ``finished`` follows."""
        if self.task is not None and not self.task.is_over:
            self.task.cancel()
        task = self.context.tasks.start(job, **options)
        self.task = task
        self.said.setText(self.reading)
        task.ended.connect(lambda: self._take(task))

    def finished(self, task: Task) -> None:
        """What a finished job found."""

    def _take(self, task: Task) -> None:
        if task is not self.task:
            return
        if task.state is TaskState.FINISHED:
            self.said.setText(done_sentence(task.job, task.summary))
            self.finished(task)
        elif task.failure is not None and task.failure.mendable and not task.failure.cancelled:
            self.said.setText(reason_of(task.failure))
        else:
            self.said.setText(self.tr("It did not finish; nothing is half done."))
