"""The jobs of an open catalogue: a new or rescanned one is read, encoded, tuned and suggested for.

What follows a job stands in the table of jobs. A job that was asked for alone brings only what
depends on it: encoding brings new suggestions, tuning too. A chain ends where a job fails or is
cancelled; asking again goes on from there.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.jobs.due import WorkLeft, work_left
from engine.jobs.table import JOBS
from gui.services.context import CatalogueContext
from gui.services.tasks import Task, TaskState
from gui.words.failures import cancelled_sentence, failure_sentence
from gui.words.jobs import done_sentence, findings_text, not_due_sentence

if TYPE_CHECKING:
    from engine.answers.recommended import Recommendation

REFRESH_INTERVAL_S = 2.0


class CatalogueWork(QObject):
    """Runs the jobs of one open catalogue and what follows from them."""

    said = Signal(str)
    """A sentence about what finished."""

    failed = Signal(str, str, str)
    """A sentence about what failed or was found wrong, details, and the job's name."""

    scanned = Signal(object)
    """A ScanSummary, once the archive has been read."""

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._last_refresh_s = 0.0
        self._encoder: str | None = None
        self._is_going_on = False
        self._followers: set[Task] = set()
        """Work that nobody asked for: it followed from other work."""
        context.tasks.added.connect(self._refresh_while_scanning)
        context.tasks.ended.connect(self._tell_end)

    @Slot(str)
    def start(self, job: str) -> Task:
        """Run a job on the catalogue as it is; what depends on it follows."""
        options = self._options(job)
        if "encoder" in options:
            self._encoder = None
        return self._context.tasks.start(job, **options)

    def _options(self, job: str) -> dict[str, object]:
        """What a person chose that a job goes by."""
        options: dict[str, object] = {}
        if "encoder" in JOBS[job].choices and self._encoder is not None:
            options["encoder"] = self._encoder
        if "suggester" in JOBS[job].choices:
            options["suggester"] = self.suggester
        return options

    def go_on(self) -> None:
        """Go on where the work was cut short, down to suggestions."""
        self._is_going_on = True
        self.find_left(self._start_left)

    def find_left(self, then: Callable[[WorkLeft], None]) -> None:
        """Look, off the window's thread, what was cut short."""
        catalogue, suggester = self._context.catalogue, self.suggester
        self._context.reads.submit(lambda: work_left(catalogue, suggester), then)

    def _start_left(self, left: WorkLeft) -> None:
        self._is_going_on = left.first_job == "scan"
        if left.first_job:
            self.start(left.first_job)

    def read_archive(self, **options: object) -> Task:
        """Read the archive for the first time, with the options of ``scan_archive``."""
        return self._context.tasks.start("scan", **options)

    def use_encoder(self, name: str) -> None:
        """Let the next encoding use another encoder."""
        self._encoder = name

    @property
    def suggester(self) -> str:
        """Which suggester makes the suggestions."""
        from engine.answers.references import chosen_suggester

        return chosen_suggester(self._context.settings)

    @property
    def recommendation(self) -> "Recommendation":
        """Which suggester is recommended for the catalogue."""
        from engine.answers.recommended import recommended

        return recommended(self._context.settings)

    @Slot(str)
    def use_suggester(self, name: str) -> None:
        """Let another suggester make the suggestions, from now on; it is tuned where needed."""
        from engine.answers.references import SUGGESTER_SETTING

        self._context.settings.set(SUGGESTER_SETTING, name, self._suggest_anew)

    def _suggest_anew(self) -> None:
        self._follow_up("encode", is_asked=True)

    @Slot(object)
    def _refresh_while_scanning(self, task: Task) -> None:
        if task.job == "scan":
            task.changed.connect(self._refresh_now_and_then)

    @Slot()
    def _refresh_now_and_then(self) -> None:
        now_s = time.monotonic()
        if now_s - self._last_refresh_s >= REFRESH_INTERVAL_S:
            self._last_refresh_s = now_s
            self._context.hub.refreshed.emit()

    @Slot(object)
    def _tell_end(self, task: Task) -> None:
        # However it ended: it may have kept something, and pages wait for its end to read again.
        if task.kind.changes:
            self._context.hub.refresh(in_background=task in self._followers)
        self._followers.discard(task)
        if task.state is TaskState.FAILED:
            self.failed.emit(*failure_sentence(task), task.job)
        elif task.state is TaskState.CANCELLED:
            self.said.emit(cancelled_sentence(task))
        else:
            self._finished(task)

    def _finished(self, task: Task) -> None:
        sentence = done_sentence(task.job, task.summary)
        if findings := findings_text(task.summary):
            self.failed.emit(sentence, findings, task.job)
        elif sentence:
            self.said.emit(sentence)
        if task.job == "scan":
            self.scanned.emit(task.summary)
            if self._is_going_on:
                # There may be nothing new in it: what it had stored before it was cut short is not.
                self.find_left(self._start_left)
                return
        self._follow_up(task.job, task.summary)

    def _follow_up(self, job: str, summary: object = None, *, is_asked: bool = False) -> None:
        """Start the first job that may follow this one and is due; say why others are not."""
        candidates = [(name, self._options(name)) for name in JOBS[job].followed_by]
        catalogue = self._context.catalogue

        def due() -> tuple[list[str], str]:
            passed_over: list[str] = []
            for name, options in candidates:
                if JOBS[name].should_follow(catalogue, summary, options):
                    return passed_over, name
                passed_over.append(name)
            return passed_over, ""

        if candidates:
            self._context.reads.submit(
                due, lambda found: self._start_what_is_due(*found, is_asked=is_asked)
            )

    def _start_what_is_due(self, passed_over: list[str], job: str, *, is_asked: bool) -> None:
        for sentence in filter(None, map(not_due_sentence, passed_over)):
            self.said.emit(sentence)
        if job:
            task = self.start(job)
            if not is_asked:
                self._followers.add(task)
