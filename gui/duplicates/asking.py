"""Which question is on show, what was answered, and what that teaches."""

from collections import deque

from PySide6.QtCore import QObject, Signal, Slot

from db.duplicate_records import DuplicateAnswer
from db.records import ChangeSet, ImageRecord
from engine.answers.duplicates import deciding
from engine.answers.duplicates.model import rescore
from engine.answers.duplicates.questions import Asking, Question, Questions
from gui.services.context import CatalogueContext

AHEAD = 4
"""Questions that are known beforehand, so that the next one is there at once."""

TURNS = ("undo", "redo")
ALSO_ANSWER = ("merge_clusters", "split_cluster")
"""Commands that say what many pairs are: none of them is asked about after that."""


class QuestionDesk(QObject):
    """Asks one pair after another. An answer is written behind; what it teaches decides which
    questions follow the ones already at hand."""

    changed = Signal()
    """Another question is on show, or how far it has come."""

    rescored = Signal()
    """All pairs and clusters have been judged anew by the answers."""

    failed = Signal(object)

    def __init__(self, context: CatalogueContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asking: Asking | None = None
        self._is_reading = False
        self._forgotten = 0
        self._waiting: deque[Question] = deque()
        self._skipped: set[tuple[int, int]] = set()
        self._done: list[Question] = []
        """Answered since the page was opened, the last one last."""
        self.found: Questions | None = None
        self.images: dict[int, ImageRecord] = {}
        self.unlearned = 0
        """Answers that pairs and clusters do not reflect yet."""
        self._is_active = False
        context.hub.changed.connect(self._follow)
        context.hub.refreshed.connect(self.forget)

    @property
    def current(self) -> Question | None:
        """The question on show, None while it is read or where none is left."""
        return self._waiting[0] if self._waiting else None

    @property
    def following(self) -> Question | None:
        """The question after it."""
        return self._waiting[1] if len(self._waiting) > 1 else None

    @property
    def is_reading(self) -> bool:
        """Whether the next questions are on their way."""
        return self._is_reading

    def set_active(self, active: bool) -> None:
        """Questions are on show, or no longer: then what was answered is learned from."""
        was, self._is_active = self._is_active, active
        if active and not self._waiting:
            self._read()
        elif was and not active:
            self.learn()

    def answer(self, answer: DuplicateAnswer) -> None:
        """Say what the pair on show is, and go to the next."""
        question = self.current
        if question is None:
            return
        self._waiting.popleft()
        self._done.append(question)
        self.unlearned += 1
        first, second = question.pair.image_a, question.pair.image_b
        catalogue, asking = self._context.catalogue, self._asking
        self._context.run_command(
            lambda: deciding.answer(catalogue, {(first, second): answer}), None, self._fail
        )
        if asking is not None:
            self._context.compute.submit(lambda: asking.take(first, second, answer))
        self._read()
        self.changed.emit()

    def skip(self) -> None:
        """Pass over the pair on show; it is not asked again until the page is opened anew."""
        question = self.current
        if question is not None:
            self._skipped.add((question.pair.image_a, question.pair.image_b))
            self._waiting.popleft()
            self._read()
            self.changed.emit()

    def learn(self) -> None:
        """Let all pairs and clusters follow the answers."""
        if self.unlearned:
            self.unlearned = 0
            catalogue = self._context.catalogue
            self._context.writes.submit(
                lambda: rescore(catalogue), lambda _changed: self.rescored.emit(), self.failed.emit
            )

    @Slot()
    def forget(self) -> None:
        """Read all questions anew: what they are made of has changed."""
        self._forgotten += 1
        self._asking = None
        self._waiting.clear()
        if self._is_active:
            self._read()
            self.changed.emit()

    def _read(self) -> None:
        if self._is_reading:
            return
        self._is_reading = True
        catalogue, asking = self._context.catalogue, self._asking
        passed, forgotten = len(self._skipped), self._forgotten
        asked = AHEAD + passed + 1

        def work() -> tuple[Asking, Questions, list[ImageRecord]]:
            made = asking if asking is not None else Asking(catalogue)
            found = made.next(asked)
            ids = {one for question in found.questions for one in question.pair[:2]}
            return made, found, catalogue.images.get_many(sorted(ids))

        def done(read: tuple[Asking, Questions, list[ImageRecord]]) -> None:
            self._is_reading = False
            if forgotten == self._forgotten:
                self._take(read)
            elif self._is_active:
                # It was read before what was said since.
                self._read()

        self._context.compute.submit(work, done, self._fail)

    def _take(self, read: tuple[Asking, Questions, list[ImageRecord]]) -> None:
        self._asking, self.found, images = read
        self.images |= {image.id: image for image in images}
        answered = {one.pair[:2] for one in self._done}
        fresh = [
            one
            for one in self.found.questions
            if one.pair[:2] not in answered and one.pair[:2] not in self._skipped
        ]
        # What is on show stays on show; what follows is as the last answer has it.
        shown = self.current
        self._waiting = deque([shown] if shown is not None else [])
        self._waiting.extend(
            one for one in fresh if shown is None or one.pair[:2] != shown.pair[:2]
        )
        self.changed.emit()

    @Slot(object)
    def _follow(self, change: ChangeSet) -> None:
        """An answer that was undone is asked again, at once, and what it taught is unlearned; one
        that is done again is learned again."""
        turned = str(change.details.get("command", "")) if change.command in TURNS else ""
        at_once = self._count_unlearned(change.command, turned)
        if turned == "answer_duplicates" and change.command == "undo":
            self._ask_again(change)
        elif turned or change.in_use_changed or change.command in ALSO_ANSWER:
            if turned == "answer_duplicates":
                self._done += [one for one in self._waiting if _is_of(one, change)]
            self.forget()
        if at_once and not self._is_active:
            self.learn()

    def _count_unlearned(self, command: str, turned: str) -> bool:
        """Count what pairs do not reflect; whether they are to at once, and not when the questions
        are left: what was said of clusters changes no other cluster under the curator's hands."""
        if turned == "answer_duplicates":
            self.unlearned += 1
            return True
        if turned in ALSO_ANSWER and command == "undo":
            learned = not self.unlearned
            self.unlearned += 1 if learned else -1
            return learned
        self.unlearned += turned in ALSO_ANSWER or command in ALSO_ANSWER
        return False

    def _ask_again(self, undone: ChangeSet) -> None:
        question = next((one for one in reversed(self._done) if _is_of(one, undone)), None)
        if question is None:
            # It was given before the page was opened, or not on it.
            self.forget()
            return
        self._done.remove(question)
        self._waiting.appendleft(question)
        first, second = question.pair.image_a, question.pair.image_b
        asking = self._asking
        if asking is not None:
            self._context.compute.submit(lambda: asking.take(first, second, None))
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._is_reading = False
        self.failed.emit(error)


def _is_of(question: Question, change: ChangeSet) -> bool:
    """Whether a change is of the answer to a question."""
    return {*question.pair[:2]} == change.image_ids
