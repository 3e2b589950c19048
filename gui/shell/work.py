"""Which job follows which: a new or rescanned catalogue is read, encoded, tuned and suggested for.

A job that was asked for alone brings only what depends on it: encoding brings new suggestions,
tuning too. A chain ends where a job fails or is cancelled; asking again goes on from there.
"""

import time

from PySide6.QtCore import QObject, Signal, Slot

from gui.services.context import CatalogueContext
from gui.services.tasks import CHANGES_IMAGES, KEEPS_PARTS, Task, TaskState
from gui.words import summaries
from gui.words.failures import cancelled_sentence, failure_sentence
from gui.words.jobs import title

TUNE_MINIMUM_IMAGES = 200
TUNE_AGAIN_GROWTH = 1.2
REFRESH_INTERVAL_S = 2.0


class CatalogueWork(QObject):
    """Runs the jobs of one open catalogue and what follows from them."""

    said = Signal(str)
    """A sentence about what finished."""

    failed = Signal(str, str)
    """A sentence about what failed, and details for whoever wants them."""

    scanned = Signal(object)
    """A ScanSummary, once the archive has been read."""

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._last_refresh_s = 0.0
        self._encoder: str | None = None
        self._suggester = ""
        context.tasks.added.connect(self._follow)
        context.tasks.ended.connect(self._take_end)

    @Slot(str)
    def start(self, job: str) -> Task:
        """Run a job on the catalogue as it is; what depends on it follows."""
        options: dict[str, object] = {}
        if job == "encode" and self._encoder is not None:
            options["encoder"], self._encoder = self._encoder, None
        if job in ("tune", "suggest"):
            options["suggester"] = self.suggester
        return self._context.tasks.start(job, title(job), **options)

    def read_archive(self, **options: object) -> Task:
        """Read the archive for the first time, with the options of ``scan_archive``."""
        return self._context.tasks.start("scan", title("scan"), **options)

    def use_encoder(self, name: str) -> None:
        """Let the next encoding use another encoder."""
        self._encoder = name

    @property
    def suggester(self) -> str:
        """Which suggester makes the suggestions."""
        if not self._suggester:
            from engine.answers.references import chosen_suggester

            self._suggester = chosen_suggester(self._context.catalogue)
        return self._suggester

    @Slot(str)
    def use_suggester(self, name: str) -> None:
        """Let another suggester make the suggestions, from now on; it is tuned where needed."""
        from engine.answers.references import SUGGESTER_SETTING

        settings = self._context.catalogue.settings
        self._suggester = name
        self._context.writes.submit(
            lambda: settings.set(SUGGESTER_SETTING, name), lambda _done: self._prepare()
        )

    def _prepare(self) -> None:
        """New suggestions, after tuning where that is due."""
        suggester = self.suggester
        self._context.reads.submit(lambda: self._needs_tuning(suggester), self._tune_or_suggest)

    @Slot(object)
    def _follow(self, task: Task) -> None:
        if task.job == "scan":
            task.changed.connect(self._refresh_now_and_then)

    @Slot()
    def _refresh_now_and_then(self) -> None:
        now_s = time.monotonic()
        if now_s - self._last_refresh_s >= REFRESH_INTERVAL_S:
            self._last_refresh_s = now_s
            self._context.hub.refreshed.emit()

    @Slot(object)
    def _take_end(self, task: Task) -> None:
        is_kept = task.job in CHANGES_IMAGES and task.state is not TaskState.FAILED
        if is_kept or task.job in KEEPS_PARTS:
            self._context.hub.refreshed.emit()
        if task.state is TaskState.FAILED:
            self.failed.emit(*failure_sentence(task))
        elif task.state is TaskState.CANCELLED:
            self.said.emit(cancelled_sentence(task))
        else:
            self._finished(task)

    def _finished(self, task: Task) -> None:
        sentence = summaries.sentence(task.job, task.summary)
        if sentence:
            self.said.emit(sentence)
        if task.job == "scan":
            self.scanned.emit(task.summary)
            if summaries.has_new_images(task.summary) or self._encoder is not None:
                self.start("encode")
        elif task.job == "encode":
            self._prepare()
        elif task.job == "tune":
            self.start("suggest")
        elif task.job == "suggest":
            self.start("queues")

    def _needs_tuning(self, suggester: str) -> tuple[bool, bool]:
        """In the read lane: whether to tune, and whether there is anything to suggest from."""
        from engine.answers.references import has_anything_to_go_by, tuned_key

        catalogue = self._context.catalogue
        labelled = len(catalogue.labellings.references().image_ids)
        encoder = str(catalogue.settings.get("encoder.fingerprint"))
        tuned = catalogue.settings.get(tuned_key(suggester, encoder))
        before = int(tuned["references"]) if tuned else 0
        tune = labelled >= max(TUNE_MINIMUM_IMAGES, before * TUNE_AGAIN_GROWTH)
        return tune, has_anything_to_go_by(catalogue, suggester)

    def _tune_or_suggest(self, answer: tuple[bool, bool]) -> None:
        tune, can_suggest = answer
        if can_suggest:
            self.start("tune" if tune else "suggest")
        else:
            self.said.emit(self.tr("Ready. Label some images, and the others get suggestions."))
            self.start("queues")
